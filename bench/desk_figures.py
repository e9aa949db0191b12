"""What a watch officer waits for, in Chromium: a FLASH painted with five desks open, a cold first paint, an event painted, 100,000 entries, a storm of alarms.

Times of two processes of one machine are compared by its wall clock. "Painted": the frame after the change in the page has been handed to
the compositor (a task queued from its requestAnimationFrame); headless, so no display waits for it.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from bench.pair import pair
from watchline.demo.stage import CODES, Stage, set_up
from watchline.desk.officers import Officers
from watchline.desk.sessions import Sessions
from watchline.host.config import OWN
from watchline.node import SayMessage
from watchline.store import OwnBook

DESKS, FLASHES, COLD = 5, 60, 15
PAUSE_S = 1.5
ENTRIES, GROUP = 100_000, 500
STORM, STORM_S = 500, 60
CHROMIUM = "/usr/bin/chromium"
TOKEN = "x-watchline-token"

# In the page, before its own scripts: when an event came, when a text stood on the screen, when a key was answered.
LOOKS = """
(() => {
  const wall = () => performance.timeOrigin + performance.now();
  const seen = { wanted: "", where: "", found: 0, events: [], keys: [], came: 0 };
  window.__seen = seen;
  const painted = (then) => requestAnimationFrame(() => { const next = new MessageChannel(); next.port1.onmessage = then; next.port2.postMessage(0); });
  const look = () => {
    if (seen.came) {
      const came = seen.came;
      seen.came = 0;
      painted(() => seen.events.push(wall() - came));
    }
    if (!seen.wanted || seen.found) return;
    for (const one of document.querySelectorAll(seen.where)) {
      if (one.textContent.includes(seen.wanted)) { seen.found = -1; painted(() => { seen.found = wall(); }); return; }
    }
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true, attributes: true });
  const Source = window.EventSource;
  window.EventSource = class extends Source {
    constructor(...given) { super(...given); for (const name of ["alarms", "status"]) this.addEventListener(name, () => { seen.came = seen.came || wall(); }); }
  };
  document.addEventListener("keydown", (event) => { const at = event.timeStamp; painted(() => seen.keys.push(performance.now() - at)); }, true);
})();
"""


def _part(values: list[float], of: float) -> float:
    return sorted(values)[min(len(values) - 1, int(of * len(values)))]


def _figures(name: str, values: list[float]) -> dict[str, float]:
    return {
        f"{name}, p50 ms": _part(values, 0.5),
        f"{name}, p99 ms": _part(values, 0.99),
        f"{name}, slowest ms": max(values),
    }


class Officer:
    """A session of a side's desk, written into its book: signing in has a pace of its own."""

    def __init__(self, stage: Stage, code: str, name: str) -> None:
        self.url = stage.desks[code].url
        book = OwnBook(stage.nodes[code].folder / OWN)
        officers = Officers(book, os.urandom)
        found = officers.find(name)
        assert found is not None
        at = int(time.time() * 1000) + _offset(stage, code)
        self.cookie, session = Sessions(book, officers, os.urandom).begin(found, "password", at)
        book.close()
        self.name = f"watchline-{code.lower()}-{stage.charter.line.hex()[:8]}"
        self.token = session.token

    def client(self) -> httpx.AsyncClient:
        """Return who speaks for this officer."""
        cookies = {self.name: self.cookie}
        return httpx.AsyncClient(
            base_url=f"{self.url}/api/v1", cookies=cookies, headers={TOKEN: self.token}, timeout=30
        )

    async def context(self, browser: Browser) -> BrowserContext:
        """Return a browser profile of its own, signed in, with nothing cached."""
        made = await browser.new_context(viewport={"width": 1440, "height": 900})
        await made.add_init_script(LOOKS)
        await made.add_cookies(
            [{"name": self.name, "value": self.cookie, "url": self.url, "httpOnly": True, "sameSite": "Strict"}]
        )
        return made

    async def desk(self, browser: Browser, place: str = "line") -> Page:
        """Return an open desk."""
        page = await (await self.context(browser)).new_page()
        await page.goto(f"{self.url}/#/{place}")
        await page.wait_for_selector("header.bar")
        await page.wait_for_selector(".strip >> text=NORMAL")
        return page


def _offset(stage: Stage, code: str) -> int:
    from watchline.host.config import load_config

    return load_config(stage.nodes[code].folder).clock_offset_ms


async def _answers(url: str) -> None:
    async with httpx.AsyncClient() as client:
        while True:
            with contextlib.suppress(httpx.HTTPError):
                if (await client.get(f"{url}/api/v1/session")).status_code == 200:
                    return
            await asyncio.sleep(0.05)


@contextlib.asynccontextmanager
async def _chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"]
        )
        try:
            yield browser
        finally:
            await browser.close()


async def _quiet(client: httpx.AsyncClient) -> None:
    """Acknowledge what rings, so that the next one is seen alone."""
    for alarm in (await client.get("/alarms")).json()["alarms"]:
        if alarm["level"] != "caution" and alarm["alarm_acknowledged"] is None:
            await client.post("/alarms/acknowledge", json={"situation": alarm["situation"], "since": alarm["since"]})


async def _wait(page: Page, script: str, seconds: float = 30) -> Any:
    end = time.monotonic() + seconds
    while not (found := await page.evaluate(script)):
        if time.monotonic() > end:
            raise TimeoutError(
                f"{script}: {await page.inner_text('.alerts')} {await page.evaluate('JSON.stringify(window.__seen)')}"
            )
        await asyncio.sleep(0.02)
    return found


async def _flashes(
    sender: httpx.AsyncClient, own: httpx.AsyncClient, pages: list[Page]
) -> tuple[list[float], list[float]]:
    """Return ms from the officer's act at A to the red frame of each desk of B, and of the slowest of them, for every FLASH."""
    each, slowest = [], []
    for number in range(FLASHES):
        text = f"number {number}"
        wanted = {"wanted": "EMERGENCY", "where": ".alert.unacked", "found": 0}
        await asyncio.gather(*(page.evaluate("given => Object.assign(window.__seen, given)", wanted) for page in pages))
        began = time.time() * 1000
        answer = await sender.post("/messages", json={"text": text, "precedence": "Z"})
        assert answer.status_code == 200, answer.text
        at = [await _wait(page, "window.__seen.found > 0 && window.__seen.found") - began for page in pages]
        each += at
        slowest.append(max(at))
        await _quiet(own)
        for page in pages:
            await page.wait_for_selector(".alert.unacked", state="detached")
        await asyncio.sleep(PAUSE_S)  # a FLASH comes to a desk that is quiet
    return each, slowest


async def _five_desks(stage: Stage, browser: Browser) -> dict[str, float]:
    names = ("watch", "second")
    officers = [Officer(stage, CODES[1], names[number % 2]) for number in range(DESKS)]
    pages = [await officer.desk(browser) for officer in officers]
    async with Officer(stage, CODES[0], "watch").client() as sender, officers[0].client() as own:
        await _quiet(own)
        await sender.post("/messages", json={"text": "first"})
        await asyncio.sleep(2)
        before = await _probe_paint(pages[0])
        each, slowest = await _flashes(sender, own, pages)
        events = [value for page in pages for value in await page.evaluate("window.__seen.events")]
    found = _figures(f"FLASH at A to painted at B, each of {DESKS} desks", each)
    found |= _figures(f"the same to the last of the {DESKS}", slowest)
    found |= _figures("an event received to painted", events)
    found["floor: an attribute changed to painted, p50 ms"] = _part(before, 0.5)
    found["floor: the same, p99 ms"] = _part(before, 0.99)
    for page in pages:
        await page.context.close()
    return found


async def _probe_paint(page: Page, count: int = 100) -> list[float]:
    """Return ms from a change of the page to its frame: what the browser alone costs."""
    script = """() => new Promise((done) => {
        const began = performance.now();
        document.body.dataset.probe = String(began);
        requestAnimationFrame(() => { const next = new MessageChannel(); next.port1.onmessage = () => done(performance.now() - began); next.port2.postMessage(0); });
    })"""
    found = []
    for _ in range(count):
        found.append(await page.evaluate(script))
        await asyncio.sleep(0.01)
    return found


async def _cold(stage: Stage, browser: Browser) -> dict[str, float]:
    """Return ms from the address to the first paint and to the line's state, each in a profile with nothing cached."""
    officer = Officer(stage, CODES[0], "watch")
    first, state = [], []
    for _ in range(COLD):
        context = await officer.context(browser)
        page = await context.new_page()
        await page.goto(f"{officer.url}/", wait_until="commit")
        await page.wait_for_selector("text=NORMAL")
        state.append(await page.evaluate("performance.now()"))
        first.append(await page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"))
        await context.close()
    return _figures("cold: address to first paint", first) | _figures("cold: address to the line's state", state)


async def _storm(stage: Stage, browser: Browser) -> dict[str, float]:
    """Return ms from key to frame at a desk where 500 alarms a minute arrive, on the screen of messages and while typing."""
    officer = Officer(stage, CODES[1], "watch")
    page = await officer.desk(browser, "messages")
    keys: list[float] = []
    told = 0
    async with Officer(stage, CODES[0], "watch").client() as sender, officer.client() as own:
        await _quiet(own)

        async def storms() -> None:
            nonlocal told
            began = time.monotonic()
            for number in range(STORM):
                answer = await sender.post("/messages", json={"text": f"storm {number}", "precedence": "O"})
                told += answer.status_code == 200
                await asyncio.sleep(max(0.0, began + (number + 1) * STORM_S / STORM - time.monotonic()))

        storm = asyncio.create_task(storms())
        turn = 0
        while not storm.done():
            await page.keyboard.press(("j", "k", "j", "j")[turn % 4])
            turn += 1
            await asyncio.sleep(0.1)
            if turn % 100 == 50:
                await page.keyboard.press("n")
                await page.wait_for_selector("#compose-text:focus")
                await page.keyboard.type("typed while it rings", delay=60)
                await page.keyboard.press("Escape")
        await storm
        keys = await page.evaluate("window.__seen.keys")
        events = await page.evaluate("window.__seen.events")
        await page.wait_for_timeout(2_000)
        shown = await page.inner_text(".strip")
    await page.context.close()
    found = {
        "alarms told in a minute": float(told),
        "of them shown waiting": float("".join(c for c in shown.split("acknowledge")[1][:12] if c.isdigit()) or 0)
        if "acknowledge" in shown
        else 0.0,
    }
    return found | _figures("storm: key to frame", keys) | _figures("storm: an event received to painted", events)


async def _record(browser: Browser) -> dict[str, float]:
    """Return ms until lists of a record of 100,000 entries stand, and until a page further on does."""
    found: dict[str, float] = {}
    async with pair(sync=False) as timed:
        while timed.size < ENTRIES:
            await asyncio.gather(*(timed.node.ask(SayMessage(text="a report")) for _ in range(GROUP)))
        timed.node.stop()
        await asyncio.sleep(2)
        stage = timed.stage
        node = stage.nodes[CODES[0]]
        await node.start()
        url = stage.desks[CODES[0]].url
        await _answers(url)
        officer = Officer(stage, CODES[0], "watch")
        async with officer.client() as client:
            heads = (await client.get("/heads")).json()["heads"]
            found["entries of both logs"] = float(sum(item["size"] for item in heads))
        for place, row in (("record", ".lrow"), ("messages", ".mrow"), ("line", ".side.own .name")):
            times = []
            for _ in range(5):
                context = await officer.context(browser)
                page = await context.new_page()
                await page.goto(f"{url}/#/{place}", wait_until="commit")
                await page.wait_for_selector(row)
                times.append(await page.evaluate("performance.now()"))
                await context.close()
            found |= _figures(f"{place} screen, cold", times)
        page = await officer.desk(browser)
        times = []
        for _ in range(10):
            await page.keyboard.press("g")
            await page.keyboard.press("l")
            await page.wait_for_selector(".side.own .name")
            began = time.perf_counter()
            await page.keyboard.press("g")
            await page.keyboard.press("r")
            await page.wait_for_selector(".lrow")
            times.append(1000 * (time.perf_counter() - began))
        found |= _figures("record screen opened by key", times)
        await page.context.close()
        await node.stop()
    return found


async def _on_a_stage(
    browser: Browser, *parts: Callable[[Stage, Browser], Awaitable[dict[str, float]]]
) -> dict[str, float]:
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix=".bench.", dir=".") as scratch:
        stage = await asyncio.to_thread(set_up, Path(scratch) / "line", lambda _words: None, days=90)
        try:
            await stage.start()
            for code in CODES:
                await _answers(stage.desks[code].url)
            while not all([(await node.status()).get("state") == "NORMAL" for node in stage.nodes.values()]):
                await asyncio.sleep(0.2)
            for part in parts:
                found |= await part(stage, browser)
        finally:
            await stage.close()
    return found


async def measure() -> dict[str, float]:
    """Return ms."""
    async with _chromium() as browser:
        found = await _on_a_stage(browser, _cold, _five_desks, _storm)
        return found | await _record(browser)


def run() -> dict[str, float]:
    """Run the measurement."""
    return asyncio.run(measure())
