"""Two real nodes of the demonstration with their desks, ninety days of history behind them; one Chromium for all that look at a screen."""

import asyncio
import contextlib
import json
import os
import shutil
import threading
import time

import httpx
import pytest

from watchline.demo.stage import CODES, set_up
from watchline.desk.assets import Console
from watchline.desk.officers import Officers, Role
from watchline.desk.sessions import Sessions
from watchline.host.config import OWN
from watchline.store import OwnBook

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PASSWORD = "four words in a row"
PATIENCE_S = 60.0
"""A wait ends when what it waits for has come: this is only how long a machine that is busy with other things may take."""
TOKEN = "x-watchline-token"


class Caller(httpx.Client):
    """A client that waits where the desk asks it to: which tests ran just before decides how much of the pace is left."""

    def send(self, request, **how):
        while True:
            answer = super().send(request, **how)
            if answer.status_code != 429 or answer.json()["error"]["code"] != "pace":
                return answer
            time.sleep(0.1)


class Desks:
    """The stage of the demonstration, moved from outside its loop."""

    def __init__(self, folder, days=90):
        self.stage = set_up(folder, lambda words: None, days=days)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._begun = []
        self.book = {code: OwnBook(self.stage.nodes[code].folder / OWN) for code in CODES}
        for code in CODES:
            officers = Officers(self.book[code], os.urandom)
            for name, role in (
                ("observer", Role.OBSERVER),
                ("admin", Role.ADMIN),
                ("third", Role.RELEASER),
                ("fourth", Role.RELEASER),
                ("fifth", Role.RELEASER),
            ):
                officers.add(name, f"The {name}", (role,), (), PASSWORD, 0)

    def do(self, coroutine, seconds=PATIENCE_S):
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(seconds)

    def url(self, code="XAA"):
        return self.stage.desks[code].url

    def up(self):
        self.do(self.stage.start())
        for code in CODES:
            self.until_up(code)
        self.until(lambda: all(self.do(node.status()).get("state") == "NORMAL" for node in self.stage.nodes.values()))

    def until_up(self, code):
        def answers():
            with contextlib.suppress(httpx.HTTPError):
                return httpx.get(f"{self.url(code)}/api/v1/session", timeout=PATIENCE_S).status_code == 200
            return False

        self.until(answers)

    def until(self, true, seconds=PATIENCE_S):
        end = time.monotonic() + seconds
        while not (found := true()):
            assert time.monotonic() < end, "it did not come"
            time.sleep(0.05)
        return found

    def restart(self, code, *, kill=True):
        node = self.stage.nodes[code]
        self.do(node.kill() if kill else node.stop())
        self.do(node.start())
        self.until_up(code)

    def password(self, code, name):
        return self.stage.desks[code].password if name in {"watch", "second"} else PASSWORD

    def client(self, name="watch", code="XAA"):
        """Return a client of an officer's session; its token goes with every request.

        The session is written into the book: signing in has a pace, and tests of its own.
        """
        cookie, token = self.session(name, code)
        return Caller(
            base_url=f"{self.url(code)}/api/v1", timeout=PATIENCE_S, cookies=dict([cookie]), headers={TOKEN: token}
        )

    def session(self, name="watch", code="XAA"):
        """Return (cookie's name, its value) and the token of a new session."""
        officers = Officers(self.book[code], os.urandom)
        now = self.until(lambda: self.do(self.stage.nodes[code].status()).get("at"))
        sessions = Sessions(self.book[code], officers, os.urandom)
        value, session = sessions.begin(officers.find(name), "password", now)
        self._begun.append((sessions, value))
        if len(self._begun) > 100:  # a node keeps so many and no more; no test looks back so far
            first, over = self._begun.pop(0)
            first.end(over)
        line = self.stage.charter.line.hex()
        return (f"watchline-{code.lower()}-{line[:8]}", value), session.token

    def quiet(self):
        """Acknowledge what rings on either side: a test hears its own alarms, not those that another one let ring."""
        for code in CODES:
            with self.client("watch", code) as client:
                for alarm in client.get("/alarms").json()["alarms"]:
                    if alarm["alarm_acknowledged"] is None and alarm["level"] != "caution":
                        asked = {name: alarm[name] for name in ("situation", "since")}
                        client.post("/alarms/acknowledge", json=asked)

    def close(self):
        self.do(self.stage.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE_S)
        self._loop.close()
        for book in self.book.values():
            book.close()


@pytest.fixture(scope="session")
def desks(tmp_path_factory):
    made = Desks(tmp_path_factory.mktemp("desks") / "line")
    try:
        made.up()
        yield made
    finally:
        made.close()


@pytest.fixture
def watch(desks):
    with desks.client() as client:
        yield client


@pytest.fixture
def second(desks):
    with desks.client("second") as client:
        yield client


@pytest.fixture(autouse=True)
def _own_loop(request):
    """A test that looks at no screen may run a loop of its own, though the browser of its file is open.

    Playwright's loop counts as running in this thread for as long as the browser is open, also while it waits; asyncio.run refuses then,
    and which tests of a file meet it is a matter of their order.
    """
    waiting = None if "chromium" in request.fixturenames else asyncio._get_running_loop()
    if waiting is None:
        yield
        return
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(waiting)


@pytest.fixture(scope="module")
def chromium():
    if CHROMIUM is None:
        pytest.skip("no Chromium here; `apt-get install chromium` brings it in")
    if not Console().hash:
        pytest.skip("the console is not built here; `python tools/console_build.py` builds it")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield browser
        browser.close()


class Seen:
    """A page, and whatever it did that it must not do."""

    def __init__(self, context, url):
        self.context, self.url, self.wrong = context, url, []
        context.set_default_timeout(PATIENCE_S * 1_000)
        self.page = context.new_page()
        self.page.on("pageerror", lambda why: self.wrong.append(f"error: {why}"))
        self.page.on("console", self._said)
        context.on("request", self._asked)

    def _said(self, message):
        # A browser writes each answer of 4xx there; what the desk makes of it is looked at on the page.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.wrong.append(f"console: {message.text}")

    def _asked(self, request):
        if not request.url.startswith((self.url, "data:")):
            self.wrong.append(f"left the origin: {request.url}")

    def sign_in(self, name, password):
        self.page.goto(f"{self.url}/")
        self.page.fill("#name", name)
        self.page.fill("#password", password)
        self.page.keyboard.press("Enter")
        self.page.wait_for_selector("header.bar")
        return self.page


@pytest.fixture
def seen(chromium, desks):
    """Opens pages of a side's desk; at the end none of them left the origin, failed, or was stopped by the policy."""
    desks.quiet()
    opened = []

    def look(code="XAA", **fields):
        context = chromium.new_context(**{"viewport": {"width": 1440, "height": 900}, **fields})
        opened.append(Seen(context, desks.url(code)))
        return opened[-1]

    yield look
    for item in opened:
        item.context.close()
    assert not [words for item in opened for words in item.wrong]


def events(stream, until, limit=10_000):
    """Return (id, name, data) of server-sent events until one fits; the last is that one."""
    found, identity, name = [], "", ""
    for line in stream.iter_lines():
        if line.startswith("id: "):
            identity = line[4:]
        elif line.startswith("event: "):
            name = line[7:]
        elif line.startswith("data: "):
            found.append((identity, name, json.loads(line[6:])))
            if until(found[-1]) or len(found) >= limit:
                break
    return found
