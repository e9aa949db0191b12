"""How many frames a second the map of the notices makes with 5,000 of them in sight, moved by the keyboard, in Chromium.

The notices are given to the page in place of the node's answer, so that what is measured is the screen alone. Both parties' areas, three shapes.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, Route, sync_playwright

from watchline.demo.stage import CODES, Stage, set_up
from watchline.desk.officers import Officers
from watchline.desk.sessions import Sessions
from watchline.host.config import OWN
from watchline.store import OwnBook

NOTICES, SECONDS, PAGE = 5_000, 8, 200
CHROMIUM = "/usr/bin/chromium"
HOUR = 3_600_000
FRAMES = """
(seconds) => new Promise((done) => {
  const times = [];
  let before = performance.now();
  const begun = before;
  const step = () => {
    const now = performance.now();
    times.push(now - before);
    before = now;
    const key = ["ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"][Math.floor((now - begun) / 700) % 4];
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    if (now - begun < seconds * 1000) requestAnimationFrame(step); else done(times.slice(5));
  };
  requestAnimationFrame(step);
})
"""


def _notice(number: int, at: int, chance: random.Random) -> dict[str, Any]:
    """Return one invented notice as the desk answers it."""
    code = CODES[number % 2]
    lat, lon = chance.randint(480_000_000, 560_000_000), chance.randint(100_000_000, 220_000_000)
    reach = chance.randint(200_000, 1_500_000)
    ring = [
        value
        for step in (0, 1, 2, 3, 4)
        for value in (
            lat + chance.randint(-900_000, 900_000) + (0, 900_000, 1_800_000, 900_000, -900_000)[step],
            lon + (0, 1_500_000, 700_000, -1_400_000, -900_000)[step],
        )
    ]
    area = (
        {"circle": [reach, lat, lon]},
        {"corridor": [reach // 4, lat, lon, lat + 2_000_000, lon + 3_000_000, lat + 2_500_000, lon + 7_000_000]},
        {"polygon": [ring]},
    )[number % 3]
    start = at + chance.randint(-6, 10) * HOUR
    return {
        "ref": f"D-{code}-{number:04d}", "place": f"{code}/1/{number}", "from": code, "ours": number % 2 == 0, "post": "watch", "t": at, "t_utc": "",
        "version": 1, "must_read_version": 1, "activity": "air", "activity_words": "air activity", "fixed": False, "humanitarian": False, "name": None,
        "language": None, "contact": None, "markings": None, "coarse_m": None, "text": None, "emergency": False, "checked": False, "area_by": None,
        "area_by_utc": None, "review_by": None, "review_by_utc": None, "stale": False,
        "volumes": [{"area": area, "floor": [0, "AMSL"], "ceiling": [chance.randint(1, 12) * 100_000, "AMSL"], "start": start, "end": start + 4 * HOUR}],
        "start": start, "start_utc": "", "end": start + 4 * HOUR, "end_utc": "", "state": "planned", "state_words": "is planned", "expired": False,
        "in_force": start <= at, "recipients": {}, "conflicts": [], "can_write": [], "labels": [],
    }  # fmt: skip


def _answers(page: Page, status: dict[str, Any]) -> None:
    chance = random.Random(5)
    every = [_notice(number, int(status["at"]), chance) for number in range(NOTICES)]
    place = {item["ref"]: number for number, item in enumerate(every)}

    def notices(route: Route) -> None:
        asked = parse_qs(urlsplit(route.request.url).query)
        end = place[asked["before"][0]] if "before" in asked else NOTICES
        start = max(0, end - PAGE)
        body = {
            "line": status["line"],
            "party": "XAA",
            "demo": True,
            "more": start > 0,
            "next": None,
            "notices": every[start:end],
            "not_permission": "",
        }
        route.fulfill(status=200, content_type="application/json", body=json.dumps(body))

    page.route("**/api/v1/notices?*", notices)


def measure(stage: Stage) -> dict[str, float]:
    """Return frames a second, the slowest part of them, and how long all notices took to be there."""
    loop = asyncio.new_event_loop()
    loop.run_until_complete(stage.start())
    try:
        node = stage.nodes["XAA"]
        status: dict[str, Any] = {}
        while not status.get("at") or status.get("state") != "NORMAL":
            status = loop.run_until_complete(node.status())
            time.sleep(0.2)
        with closing(OwnBook(node.folder / OWN)) as book:
            officers = Officers(book, os.urandom)
            value, _session = Sessions(book, officers, os.urandom).begin(
                officers.find("watch"), "password", int(status["at"])
            )
        url = stage.desks["XAA"].url
        name = f"watchline-xaa-{stage.charter.line.hex()[:8]}"
        with sync_playwright() as play:
            browser = play.chromium.launch(
                executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"]
            )
            context = browser.new_context(viewport={"width": 1440, "height": 900}, bypass_csp=True)
            context.add_cookies([{"name": name, "value": value, "url": url, "httpOnly": True, "sameSite": "Strict"}])
            page = context.new_page()
            _answers(page, status)
            began = time.monotonic()
            page.goto(f"{url}/#/notices")
            page.wait_for_selector(".tbl tbody tr")
            page.wait_for_function(
                f"document.querySelector('.tabs').innerText.match(/\\d+/g).map(Number).reduce((one, two) => one + two) >= {NOTICES}",
                timeout=120_000,
            )
            loaded = time.monotonic() - began
            # All of them in sight: nothing chosen decides the extent.
            for _ in range(6):
                page.keyboard.press("-")
            page.wait_for_timeout(1500)
            times = page.evaluate(FRAMES, SECONDS)
            browser.close()
        times.sort()
        mean = sum(times) / len(times)
        return {
            f"{NOTICES:,} notices on the map, frames a second while it moves": 1000 / mean,
            "slowest frame in a hundred, ms": times[int(len(times) * 0.99)],
            "all notices there, s": loaded,
        }
    finally:
        loop.run_until_complete(stage.close())
        loop.close()


def run() -> dict[str, float]:
    """Run the measurement."""
    with tempfile.TemporaryDirectory(prefix="watchline-map.") as folder:
        return measure(set_up(Path(folder) / "line", lambda _words: None, days=2))


if __name__ == "__main__":
    for what, figure in run().items():
        print(f"{what:70} {figure:10.1f}")
