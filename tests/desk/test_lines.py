"""Several lines at one desk: each is named, all stand at a glance, what sounds on one is heard on every desk, nothing goes to another."""

from __future__ import annotations

import contextlib
import os

import httpx
import msgspec
import pytest

from tests.cli.nodes import CODES, Pair, answer, run
from tests.desk.conftest import PATIENCE_S, TOKEN, Seen, events
from tests.desk.test_screens import comes, findings
from watchline.demo.ports import free_ports
from watchline.desk.lines import ID_DIGITS
from watchline.desk.officers import Officers
from watchline.desk.sessions import Sessions
from watchline.host.config import OWN, load_config, save_config
from watchline.store import OwnBook

SECOND = "Other line"


class TwoLines:
    """Two nodes with two lines; XAA has a desk and a page of metrics."""

    def __init__(self, folder):
        self.pair = pair = Pair(folder).found()
        file = folder / "founding-2"
        run("found", pair.dir("XAA"), "--propose", pair.dir("XBB") / "card", "--out", file, "--demo", "--title", SECOND)
        for code in CODES:
            run("found", pair.dir(code), "--sign", file, "--root-key", pair.root(code), "--root-passphrase-file", pair.secret)  # fmt: skip
        for code in CODES:
            run("found", pair.dir(code), "--open", file, "--passphrase-file", pair.secret)
        self.port, self.metrics = free_ports(2)
        config = load_config(pair.dir("XAA"))
        addresses = {"desk": f"127.0.0.1:{self.port}", "metrics": f"127.0.0.1:{self.metrics}"}
        save_config(pair.dir("XAA"), msgspec.structs.replace(config, **addresses))
        for role in ("watch", "admin"):
            run("officer", pair.dir("XAA"), "add", role, "--role", role, "--password-file", pair.secret, exit_code=None)
        self.book = OwnBook(pair.dir("XAA") / OWN)
        officers = Officers(self.book, os.urandom)
        if officers.find("watch") is None:
            officers.add("watch", "The watch", ("watch",), (), "four words in a row", 0)
        for code in CODES:
            pair.up(code)
        lines = {item["title"]: item["line"] for item in answer("status", pair.dir("XAA"))["lines"]}
        self.first, self.second = lines["A line"], lines[SECOND]
        for line in ("A line", SECOND):
            self._open(line)

    def _open(self, line):
        pair = self.pair
        for code, other in (CODES, CODES[::-1]):
            ref = answer("test", pair.dir(code), "--line", line)["ref"]
            listed = ("log", "list", pair.dir(other), "--line", line, "--party", code)
            pair.until(lambda at=listed, what=ref: what in [item["ref"] for item in answer(*at)["entries"]], ref)
            answer("test", pair.dir(other), "--answer", ref, "--quality", 5, "--line", line)
        pair.until(lambda: answer("status", pair.dir("XBB"), "--line", line)["open"], "the line does not open")

    @property
    def url(self):
        return f"http://localhost:{self.port}"

    def session(self):
        officers = Officers(self.book, os.urandom)
        now = answer("status", self.pair.dir("XAA"), "--line", "A line")["at"]
        value, session = Sessions(self.book, officers, os.urandom).begin(officers.find("watch"), "password", now)
        return (f"watchline-xaa-{self.first[:8]}", value), session.token

    @contextlib.contextmanager
    def client(self, line=""):
        cookie, token = self.session()
        base = f"{self.url}/api/v1" + (f"/lines/{line[:ID_DIGITS]}" if line else "")
        with httpx.Client(base_url=base, timeout=PATIENCE_S, cookies=dict([cookie]), headers={TOKEN: token}) as client:
            yield client

    def close(self):
        self.book.close()
        self.pair.close()


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    made = TwoLines(tmp_path_factory.mktemp("desk-lines"))
    try:
        yield made
    finally:
        made.close()


def send(two, line, text):
    return answer("send", two.pair.dir("XBB"), text, "--line", line, "--precedence", "Z")["ref"]


def test_each_line_answers_under_its_name_and_the_old_paths_are_the_first(two):
    with two.client() as old, two.client(two.first) as first, two.client(two.second) as second:
        assert old.get("/status").json()["line"] == first.get("/status").json()["line"] == two.first
        assert second.get("/status").json()["line"] == two.second
        assert second.get("/session").json()["title"] == SECOND
        written = second.post("/messages", json={"text": "On the second alone."})
        ref = written.json()["ref"]
        assert second.get(f"/messages/{ref}").status_code == 200
        texts = [item["text"] for item in old.get("/messages").json()["messages"]]
        assert "On the second alone." not in texts
        rows = old.get("/lines").json()["lines"]
        assert [(row["title"], row["line"], row["trouble"]) for row in rows] == [("A line", two.first, ""), (SECOND, two.second, "")]  # fmt: skip
        assert rows == second.get("/lines").json()["lines"]


def test_a_line_that_does_not_run_here_is_refused_and_nothing_goes_elsewhere(two):
    with two.client("f" * 64) as none, two.client() as old:
        before = old.get("/heads").json()
        for asked in (none.get("/status"), none.post("/tests", json={}), none.get("/events")):
            assert (asked.status_code, asked.json()["error"]["code"]) == (404, "line")
        assert old.get("/heads").json() == before


def test_an_act_names_the_line_unless_it_is_the_first(two):
    with two.client(two.second) as second:
        second.post("/messages", json={"text": "Who said it?"})
    acts = [msgspec.msgpack.decode(row) for _, row in two.book.acts(None, 5)]
    assert acts[-1][2:] == ["message", acts[-1][3], f"line {SECOND}: watch"]


def test_every_stream_shows_every_line_and_an_alarm_of_another_is_acknowledged_there(two):
    with two.client() as first, two.client(two.second) as second:
        ref = send(two, SECOND, "Hold fire.")

        def rings(event):
            rows = {row["line"]: row for row in event[2]["lines"]} if event[1] == "lines" else {}
            return any(ref in alarm["words"] or ref in alarm["situation"] for alarm in rows.get(two.second, {}).get("alarms", []))  # fmt: skip

        with first.stream("GET", "/events") as stream:
            found = events(stream, rings)[-1][2]["lines"]
        row = next(row for row in found if row["line"] == two.second)
        alarm = next(item for item in row["alarms"] if ref in item["words"] or ref in item["situation"])
        body = {"situation": alarm["situation"], "since": alarm["since"]}
        assert first.post("/alarms/acknowledge", json=body).status_code == 409
        assert second.post("/alarms/acknowledge", json=body).status_code == 200
        shown = {item["situation"]: item["alarm_acknowledged"] for item in second.get("/alarms").json()["alarms"]}
        assert shown[alarm["situation"]]["officer"] == "watch"


def test_the_page_of_metrics_has_every_line_by_its_label(two):
    body = httpx.get(f"http://127.0.0.1:{two.metrics}/metrics", timeout=PATIENCE_S).text
    for line in (two.first, two.second):
        assert f'watchline_line_open{{line="{line[:ID_DIGITS]}"}} 1.0' in body


@contextlib.contextmanager
def seen_by_the_watch(two, chromium):
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    look = Seen(context, two.url)
    try:
        (cookie, value), _token = two.session()
        context.add_cookies([{"name": cookie, "value": value, "url": look.url, "httpOnly": True, "sameSite": "Strict"}])
        yield look
        assert not look.wrong
    finally:
        context.close()


def test_the_form_of_a_notice_offers_the_lines_and_names_who_hears_of_it(two, chromium):
    with seen_by_the_watch(two, chromium) as look:
        page = look.page
        page.goto(f"{look.url}/#/notices")
        page.wait_for_selector(".lines a[aria-current]:has-text('A line')")
        page.wait_for_selector("button:has-text('New notice')")
        page.keyboard.press("n")
        assert "XBB" in page.wait_for_selector("#nd-line-is").inner_text()
        page.select_option("#nd-line", label=SECOND)
        page.select_option("#nd-shape", "circle")
        page.fill("#nd-positions", "48.0 -30.0")
        page.fill("#nd-reach", "5 km")
        page.wait_for_selector("form .verdict")
        assert findings(look) == []
        page.keyboard.press("Control+Enter")
        page.wait_for_selector(f".lines a[aria-current]:has-text('{SECOND}')")
        page.wait_for_selector(".onenotice")
    with two.client() as first, two.client(two.second) as second:
        assert first.get("/notices").json()["notices"] == []
        assert len(second.get("/notices").json()["notices"]) == 1


def test_the_desk_switches_by_number_and_shows_what_waits_on_the_other_line(two, chromium):
    with seen_by_the_watch(two, chromium) as look:
        page = look.page
        page.goto(f"{look.url}/")
        page.wait_for_selector(".lines a[aria-current]:has-text('A line')")
        ref = send(two, SECOND, "Cease fire.")
        alert = f".alert.unacked:has-text('{SECOND}'):has-text('{ref}')"
        page.wait_for_selector(alert)
        assert findings(look) == []
        page.keyboard.press("2")
        page.wait_for_selector(f".lines a[aria-current]:has-text('{SECOND}')")
        page.wait_for_selector(f".alert.unacked:has-text('{ref}')")
        page.goto(f"{look.url}/#/messages")
        page.wait_for_selector("text=Cease fire.")
        page.keyboard.press("1")
        page.wait_for_selector(".lines a[aria-current]:has-text('A line')")
        comes(page, lambda: "Cease fire." not in page.inner_text("main"))
        page.click(f"{alert} >> text=Acknowledge")
        page.wait_for_selector(alert, state="detached")
        page.reload()
        page.wait_for_selector(".lines a[aria-current]:has-text('A line')")
