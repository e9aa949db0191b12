"""The first run in a browser: two parties from nothing to a node that runs, by the page alone; who may ask; what is refused; going on."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
import time

import httpx
import pytest

from tests.cli.nodes import answer, run
from tests.desk.conftest import PATIENCE_S, TOKEN, Seen
from tests.desk.test_screens import comes, findings
from watchline.demo.ports import free_ports
from watchline.desk.doors import Refused
from watchline.desk.first import FIRST
from watchline.desk.first_app import Gate
from watchline.host.first_serve import serve_first_run
from watchline.record import ARTICLES

PASSWORD = "four words in a row"
CODES = ("XAA", "XBB")
STRING = re.compile(r"WL[CAR]1/\S+")


class Served:
    """The first run of a folder, served within this process; what is asked goes with the token."""

    def __init__(self, folder, port, root):
        self.folder, self.port, self.root, self.links, self.said = folder, port, root, [], []
        self.result = None
        self._begin()

    def _begin(self):
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        end = time.monotonic() + PATIENCE_S
        while not self.links:
            assert time.monotonic() < end
            assert self._thread.is_alive()
            time.sleep(0.02)
        self.client = httpx.Client(base_url=f"http://localhost:{self.port}/api/v1", timeout=PATIENCE_S)

    def _run(self):
        asyncio.set_event_loop(self._loop)
        self._task = self._loop.create_task(
            serve_first_run(self.folder, self.port, self.links.append, self.said.append, light=True)
        )
        with contextlib.suppress(asyncio.CancelledError):
            self.result = self._loop.run_until_complete(self._task)

    @property
    def code(self):
        return self.links[-1].partition("#")[2]

    def open(self):
        found = self.client.post("/first/open", json={"code": self.code})
        assert found.status_code == 200, found.text
        self.client.headers[TOKEN] = found.json()["token"]
        return found.json()

    def do(self, step, status=200, /, **body):
        found = self.client.post(f"/first/{step}", json=body)
        assert found.status_code == status, found.text
        return found.json() if status == 200 else found.json()["error"]

    def get(self, path=""):
        return self.client.get(f"/first{path}")

    def make(self, code, ports, **more):
        circuits = [
            {"name": name, "host": "127.0.0.1", "port": port} for name, port in zip(("one", "two"), ports, strict=True)
        ]
        body = {
            "code": code, "names": {"en": f"Side {code[-1]}"}, "circuits": circuits, "root_key": str(self.root),
            "passphrase": "node", "root_passphrase": "root", **more,
        }  # fmt: skip
        return self.do("node", **body)

    def close(self):
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._task.cancel)
        self._thread.join(PATIENCE_S)
        self._loop.close()
        self.client.close()


@pytest.fixture
def serve(tmp_path):
    opened = []

    def begin(name="xaa", port=None):
        opened.append(Served(tmp_path / name, port or free_ports(1)[0], tmp_path / f"root-{name}"))
        return opened[-1]

    yield begin
    for item in opened:
        item.close()


@pytest.fixture
def two(serve):
    """Two nodes that are made, each with the card of the other."""
    sides = {}
    for code in CODES:
        sides[code] = serve(code.lower())
        sides[code].open()
        sides[code].make(code, free_ports(2))
    for code, other in (CODES, CODES[::-1]):
        sides[code].do("cards", file=card(sides[other]))
    return sides


def card(side):
    return base64.b64encode(side.get("/card").content).decode()


def test_nothing_is_shown_or_done_before_the_link_was_opened_and_it_opens_once(serve):
    side = serve()
    for route in FIRST:
        if not route.open:
            found = side.client.request(route.method, route.path, **({} if route.body is None else {"json": {}}))
            assert found.status_code == 401, route.name
    assert side.do("open", 403, code="0" * 64)["code"] == "link"
    assert side.do("open", 403, code="")["code"] == "link"
    side.open()
    assert side.do("open", 403, code=side.code)["code"] == "link"
    with httpx.Client(base_url=side.client.base_url, timeout=PATIENCE_S) as other:
        assert other.get("/first").status_code == 401
    del side.client.headers[TOKEN]
    assert side.do("officers", 403, name="watch", roles=["watch"], password=PASSWORD)["code"] == "token"
    assert side.get().status_code == 200


def test_a_new_link_leaves_whoever_is_within_there_until_it_is_used():
    gate = Gate(os.urandom)
    first = gate.open(gate.renew())
    code = gate.renew()
    gate.admit(first, gate.token)
    second = gate.open(code)
    gate.admit(second, gate.token)
    for cookie in (first, ""):
        with pytest.raises(Refused):
            gate.admit(cookie, None)


def test_only_this_machine_under_its_own_name_and_no_other_site(serve):
    side = serve()
    side.open()
    assert side.client.get("/first", headers={"host": "evil.example"}).status_code == 421
    assert side.client.get("/first", headers={"origin": "https://evil.example"}).status_code == 403
    assert side.client.get("/first", headers={"sec-fetch-site": "cross-site"}).status_code == 403
    with pytest.raises(httpx.HTTPError):
        httpx.get(f"http://127.0.0.2:{side.port}/", timeout=PATIENCE_S)


def test_what_the_verb_refuses_is_refused_in_its_words(serve, tmp_path):
    side = serve()
    side.open()
    said = {"names": {"en": "A"}, "root_key": str(side.root), "passphrase": "p", "root_passphrase": "r"}
    circuit = [{"name": "one", "host": "127.0.0.1", "port": 7001}]
    assert "Say where the others dial" in side.do("node", 409, code="XAA", **said)["what"]
    under = said | {"root_key": str(tmp_path / "xaa" / "root")}
    assert "would take the root with it" in side.do("node", 409, code="XAA", circuits=circuit, **under)["what"]
    assert "whole path" in side.do("node", 409, code="XAA", circuits=circuit, **said | {"root_key": "root"})["what"]
    assert side.do("node", 409, code="x a", circuits=circuit, **said)["code"] == "rule"
    assert not (tmp_path / "xaa").exists()
    side.make("XAA", free_ports(2))
    assert "holds the keys of a node already" in side.do("node", 409, code="XAA", circuits=circuit, **said | {"root_key": str(tmp_path / "other")})["what"]  # fmt: skip
    assert "password" in side.do("officers", 409, name="watch", roles=["watch"], password="short")["what"]
    assert "pair with itself" in side.do("cards", 409, file=card(side))["what"]
    assert side.do("cards", 409, file="e30=")["code"] == "rule"
    assert "No founding file" in side.do("sign", 409, root_key=str(side.root), root_passphrase="root")["what"]
    assert "No line is open" in side.do("start", 409, passphrase="node")["what"]
    config = (tmp_path / "xaa" / "config.toml").read_text()
    assert f'desk = "127.0.0.1:{side.port}"' in config
    assert "allow_remote = true" not in config


def test_by_voice_no_side_shows_what_it_must_type_and_one_wrong_digit_ends_it(two):
    a, b = two["XAA"], two["XBB"]
    at = {"place": "Geneva", "their_post": "watch"}

    def voice(side, step, text=""):
        other = "XBB" if side is a else "XAA"
        (found,) = side.do("voice", party=other, step=step, text=text, **at)["cards"]
        return found

    def ceremony():
        first = voice(a, "start")["voice"]["string"]
        second = voice(b, "answer", first)["voice"]["string"]
        ours = voice(a, "string", second)["voice"]
        theirs = voice(b, "string", ours["string"])["voice"]
        assert theirs["reads"] == ""
        assert a.get().json()["cards"][0]["fingerprint"] == ""
        return ours["reads"]

    reads = ceremony()
    wrong = f"{(int(reads) + 1) % 10_000:04d}"
    assert "ended for ever" in b.do("voice", 409, party="XAA", step="digits", text=wrong, **at)["what"]
    assert b.get().json()["cards"][0]["voice"]["state"] == "ended"
    reads = ceremony()
    last = voice(b, "digits", reads)["voice"]["reads"]
    done = voice(a, "digits", last)
    assert done["compared"]
    assert done["fingerprint"] == b.get().json()["node"]["fingerprint"]
    assert voice(b, "digits", done["voice"]["reads"])["compared"]
    for side in (a, b):
        (kept,) = answer("pair", side.folder)["comparisons"]
        assert (kept["means"], kept["place"], kept["their_post"]) == ("voice", "Geneva", "watch")


def test_in_person_a_slip_is_counted_and_five_are_enough(two):
    a, b = two["XAA"], two["XBB"]
    at = {"party": "XBB", "means": "in_person", "place": "Geneva", "their_post": "watch"}
    digits = b.get().json()["node"]["fingerprint"]
    own = a.get().json()["node"]["fingerprint"]
    assert "both are kept" in a.do("fingerprint", 409, **at | {"place": ""}, typed=digits)["what"]
    assert "our own digits" in a.do("fingerprint", 409, **at, typed=own)["what"]
    for slips in range(2, 6):
        assert f"{slips} times" in a.do("fingerprint", 409, **at, typed="0" * 30)["what"]
    assert "Ask XBB by another means" in a.do("fingerprint", 409, **at, typed=digits)["what"]
    assert not a.get().json()["cards"][0]["compared"]
    a.do("cards", file=card(b))
    a.do("fingerprint", 409, **at, typed=own)
    (done,) = a.do("fingerprint", **at, typed=b.get().json()["node"]["qr_text"])["cards"]
    assert (done["compared"], done["mistyped"]) == (True, 1)


def test_the_charter_says_which_article_stops_it_and_is_made_like_another(two, tmp_path):
    a = two["XAA"]
    texts = a.get().json()["texts"]
    assert texts == {"circuits": "one\ntwo", "calendar": "0600 one\n1800 two", "posts": "watch"}
    found = a.do("charter", texts=texts | {"title": "A line", "languages": "en\nfr"})
    assert not found["faults"]
    assert 0 < found["bytes"] < found["bytes_max"]
    assert [page["language"] for page in found["pages"]] == ["en", "fr"]
    found = a.do("charter", texts=texts | {"calendar": "2500 one", "clock_ms": "soon", "phones": "[{ party = 'XCC' }]", "title": "ok"})  # fmt: skip
    assert set(found["faults"]) == {"calendar", "clock_ms", "phones"}
    assert not found["pages"]
    assert a.do("propose", 409, texts=texts | {"clock_ms": "soon"})["what"].startswith("clock_ms")
    assert a.get().json()["texts"]["clock_ms"] == "soon", "what was typed is kept"
    proposed = a.do(
        "propose", texts=texts | {"title": "First", "precedence": "{ Z = 60, O = 600, P = 3600, R = 7200 }"}
    )
    assert proposed["founding"]["not_signed_by"] == list(CODES)
    assert "left as it is" in a.do("propose", 409, texts=texts)["what"]
    file = base64.b64encode(a.get("/founding").content).decode()
    like = two["XBB"].do("like", file=file)
    assert like["texts"]["title"] == "First"
    assert "Z = 60" in like["texts"]["precedence"]
    path = tmp_path / "like"
    path.write_bytes(a.get("/founding").content)
    assert two["XBB"].do("like", path=str(path))["texts"] == like["texts"]
    listed = a.get("/articles").json()["articles"]
    assert [item["name"] for item in listed] == [item.name for item in ARTICLES]
    assert all(item["words"] for item in listed)


def test_it_goes_on_where_it_was_after_an_end_and_ends_for_good_when_the_node_runs(two, serve, monkeypatch):
    a, b = two["XAA"], two["XBB"]
    a.do("officers", name="admin", roles=["admin"], password=PASSWORD)
    texts = a.get().json()["texts"] | {"title": "A line", "demo": "1"}
    a.do("propose", texts=texts)
    a.do("sign", root_key=str(a.root), root_passphrase="root")
    assert "not signed by XBB yet" in a.do("line", 409, passphrase="node")["what"]
    before = a.get().json()
    a.close()
    again = serve("xaa", a.port)
    after = again.open()
    for name in set(before) - {"token"}:
        assert after[name] == before[name], name
    b.do("founding", file=base64.b64encode(again.get("/founding").content).decode())
    assert "not the root key of XBB" in b.do("sign", 409, root_key=str(a.root), root_passphrase="root")["what"]
    b.do("sign", root_key=str(b.root), root_passphrase="root")
    joined = again.do("founding", file=base64.b64encode(b.get("/founding").content).decode())
    assert joined["founding"]["signed_by"] == list(CODES)
    assert again.do("line", passphrase="node")["step"] == "start"
    assert again.do("start", 409, passphrase="other")["code"] == "rule"
    monkeypatch.setattr("watchline.host.first_run.call", lambda folder, request, timeout: {"version": "1"})
    assert again.client.get("/first").status_code == 410
    monkeypatch.undo()
    again.do("start", passphrase="node")
    again._thread.join(PATIENCE_S)
    assert again.result == b"node"
    refused = run("first-run", again.folder, "--port", again.port, exit_code=1)
    assert "Nothing is left of a first run" in refused.output


def test_two_parties_come_from_nothing_to_a_node_that_runs_by_the_page_alone(chromium, tmp_path):
    sides = {code: Page(chromium, tmp_path, code) for code in CODES}
    try:
        for side in sides.values():
            side.open()
            side.make()
        for code, other in (CODES, CODES[::-1]):
            sides[code].takes_card(sides[other])
        speak(sides["XAA"], sides["XBB"])
        founding(sides["XAA"], sides["XBB"])
        page = sides["XAA"].start()
        page.fill("#name", "admin")
        page.fill("#password", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_selector("header.bar")
        assert httpx.get(f"{sides['XAA'].url}/api/v1/first", timeout=PATIENCE_S).status_code == 404
        assert httpx.get(f"{sides['XAA'].url}/first.html", timeout=PATIENCE_S).status_code == 404
        for side in sides.values():
            assert not side.seen.wrong
    finally:
        for side in sides.values():
            side.close()


class Page:
    """One party: the verb in a process of its own, its page in a browser of its own."""

    def __init__(self, chromium, folder, code):
        self.code, self.folder, self.root = code, folder / code.lower(), folder / f"root-{code}"
        (port, *self.ports) = free_ports(3)
        self.url = f"http://localhost:{port}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "watchline", "first-run", self.folder, "--port", str(port), "--light"],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        self.seen = Seen(chromium.new_context(viewport={"width": 1440, "height": 900}), self.url)
        self.page = self.seen.page

    def open(self):
        """Follow the link that the verb prints."""
        self.page.goto(re.search(r"http://\S+", self.process.stdout.readline())[0])
        self.page.wait_for_selector("#code")
        assert "#" not in self.page.url, "the code does not stay in the address"
        assert findings(self.seen) == []

    def make(self):
        page = self.page
        page.fill("#code", self.code.lower())
        page.fill("#name", f"Side {self.code[-1]}")
        for at, name in enumerate(("one", "two")):
            page.fill(f"[name=circuit-{at}]", name)
            page.fill(f"[name=host-{at}]", "127.0.0.1")
            page.fill(f"[name=port-{at}]", str(self.ports[at]))
        page.fill("#root_key", str(self.root))
        for name in ("root_passphrase", "passphrase"):
            page.fill(f"#{name}", name)
            page.fill(f"#{name}-again", name)
        page.click("main button:has-text('Make the node')")
        self.go_on("Officers")
        assert findings(self.seen) == []
        page.fill("#officer", "admin")
        page.check("[name=role-watch]")
        page.fill("#password", PASSWORD)
        page.fill("#password-again", PASSWORD)
        page.click("main button:has-text('Add this officer')")
        self.go_on("Cards and roots")

    def go_on(self, to):
        self.page.click(f"main button:has-text('Go on: {to}')")
        self.page.wait_for_selector(f"h2:has-text('{to}')")

    def step(self, name):
        self.page.click(f".first-steps button:has-text('{name}')")

    def file(self, words):
        with self.page.expect_download() as taken:
            self.page.click(f"text={words}")
        return taken.value.path()

    def takes_card(self, other):
        other.step("Make the node")
        file = other.file("Save our card")
        assert findings(other.seen) == []
        other.step("Cards and roots")
        self.step("Cards and roots")
        self.page.set_input_files("#card-file", file)
        self.page.wait_for_selector(f"fieldset:has-text('{other.code}')")

    def says(self, words):
        """Type into the one open field of the ceremony and press its button."""
        self.page.fill("#text", words)
        self.page.keyboard.press("Enter")

    def start(self):
        page = self.page
        page.fill("#passphrase", "passphrase")
        page.click("main button:has-text('Start the node')")
        page.wait_for_selector("#password[autocomplete=current-password]")
        assert page.url == f"{self.url}/"
        return page

    def close(self):
        self.seen.context.close()
        self.process.send_signal(signal.SIGTERM)
        self.process.communicate(timeout=PATIENCE_S)


def speak(a, b):
    """The ceremony by voice, each side by its own page."""
    for side, other in ((a, b), (b, a)):
        side.page.select_option(f"#means-{other.code}", "voice")
        side.page.fill(f"#place-{other.code}", "Geneva")
    a.page.click("text=We begin")
    b.says(a.page.wait_for_selector(".string").inner_text())
    a.says(b.page.wait_for_selector(".string").inner_text())
    comes(a.page, lambda: "third string" in a.page.inner_text("main"))
    b.says(a.page.inner_text(".string"))
    b.page.wait_for_selector("text=it reads four digits first")
    assert not b.page.query_selector(".digits")
    b.says(a.page.inner_text(".digits"))
    a.says(b.page.wait_for_selector(".digits").inner_text())
    a.page.wait_for_selector("text=compared by voice")
    b.says(a.page.inner_text(".digits:not(.thirty)"))
    for side in (a, b):
        side.page.wait_for_selector("text=compared by voice")
        side.go_on("Charter")


def founding(a, b):
    """One proposes, both sign, both open."""
    a.page.fill("#article-title", "A line by the page")
    a.page.fill("#article-calendar", "0600 nowhere")
    a.page.wait_for_selector(".wrong:has-text('nowhere')")
    a.page.fill("#article-calendar", "0600 one\n1800 two")
    a.page.wait_for_selector("pre:has-text('A line by the page')")
    assert findings(a.seen) == []
    a.page.click("text=Propose this charter")
    a.go_on("Signatures")
    for side, other in ((a, b), (b, a)):
        side.page.fill("#root_passphrase", "root_passphrase")
        side.page.click(f"text=Sign as {side.code}")
        file = side.file("Save the founding file")
        other.step("Signatures")
        other.page.set_input_files("#founding-file", file)
        other.page.wait_for_selector("pre:has-text('A line by the page')")
    for side in (a, b):
        side.step("Open our log")
        side.page.fill("#passphrase", "passphrase")
        side.page.click("main button:has-text('Open our log')")
        side.go_on("Start")
        assert findings(side.seen) == []
