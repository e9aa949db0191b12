"""The part of the demonstration that is about activities: a flight is planned, a live-fire area comes too near it, and they are separated.

The place is in the open ocean and says nothing about any state.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from watchline.demo.patience import until
from watchline.demo.stage import CODES, Node, Stage
from watchline.errors import OurMistake
from watchline.host.meetings import conflict, conflicts
from watchline.host.notices import find_notice
from watchline.host.reading import Reading, open_reading
from watchline.record.notices import AMENDED, NOTICE

Say = Callable[[str], None]
_WITHIN_S: Final = 60.0
_HOUR: Final = 3_600_000
_MINUTE: Final = 60_000
_DRAFT: Final = "d0" * 16
"""The flight is planned once, however often a demonstration is started."""
_ALL: Final = {"limit": 100, "offset": 0, "state": "all", "ref": ""}


def flight(start: int) -> dict[str, Any]:
    """Return the flight corridor that Side B plans, as the fields of a notice."""
    area = {"corridor": [200_000, 481_000_000, -305_000_000, 481_000_000, -295_000_000]}
    heights = {"floor": [250_000, "AMSL"], "ceiling": [350_000, "AMSL"]}
    window = {"start": start + 50 * _MINUTE, "end": start + 90 * _MINUTE}
    return {"activity": "air", "name": "Survey flight", "volumes": [{"area": area, **heights, **window}], "checked": 1}


def fire(start: int) -> dict[str, Any]:
    """Return the live-fire area of Side A south of it."""
    area = {"circle": [500_000, 480_000_000, -300_000_000]}
    window = {"start": start, "end": start + 53 * _MINUTE}
    return {
        "activity": "live_fire",
        "name": "Range 5",
        "volumes": [{"area": area, "ceiling": [300_000, "AMSL"], **window}],
    }


async def plan_flight(stage: Stage) -> str:
    """Let Side B announce its flight; return its reference."""
    node = stage.nodes[CODES[1]]
    at = (await node.ask(verb="status"))["at"]
    return await node.say("entry", entry=NOTICE, fields=flight((at // _HOUR + 30) * _HOUR), draft=_DRAFT)


async def separate(stage: Stage, say: Say) -> dict[str, Any]:
    """Announce a live-fire area beside the planned flight, see the conflict on both sides, shift it as suggested, and see both clear."""
    first = stage.nodes[CODES[0]]
    planned = await plan_flight(stage)
    await until("the flight is known to Side A", lambda: _knows(first, planned), _WITHIN_S)
    at = (await first.ask(verb="status"))["at"]
    start = await asyncio.to_thread(_start, first, planned)
    move = await asyncio.to_thread(_suggested, first, fire(start)["volumes"], at)
    say(f"Side B plans {planned}. Side A asks what a live-fire area would meet, before anybody hears of it.")
    area = await first.say("entry", entry=NOTICE, fields=fire(start))
    await _stated(stage, area, planned, "CONFLICT", [1, 1])
    say(f"{area} is announced all the same: both nodes find CONFLICT with {planned}, with the same numbers.")
    await first.say("entry", entry=AMENDED, on=area, fields=fire(start + move))
    await _stated(stage, area, planned, "CLEAR", [2, 1])
    say(
        f"Side A begins {abs(move) // _MINUTE} minutes {'earlier' if move < 0 else 'later'}, as suggested: both see CLEAR."
    )
    return {"flight": planned, "fire": area, "moved_min": move // _MINUTE}


def separated(stage: Stage, told: dict[str, Any]) -> dict[str, Any]:
    """Return what both stopped nodes show of it."""
    shown = [_shown(stage.nodes[code], told["fire"], told["flight"]) for code in CODES]
    one = shown[0]
    verdicts = [item["verdict"] for item in one["history"]]
    same = all({**item, "party": ""} == {**one, "party": ""} for item in shown)
    ok = same and one["state"] == "separated" and verdicts[-2:] == ["CLEAR"] * 2 and "CONFLICT" in verdicts
    return {
        **told,
        "ok": ok and not one["differences"],
        "same_on_both": same,
        "state": one["state_words"],
        "words": one["words"],
    }


def _start(node: Node, planned: str) -> int:
    """Return from which instant on the two are counted: 50 minutes before the flight begins."""
    with open_reading(node.folder) as reading:
        begins = find_notice(reading.here, reading.here.find(planned)).now.window.start
    assert begins is not None, "the flight has a start"
    return begins - 50 * _MINUTE


def _suggested(node: Node, volumes: list[Any], at: int) -> int:
    """Return by how many milliseconds a draft is moved to be clear, the least."""
    from watchline.host.areas import areas_of
    from watchline.host.what_if import MOST_CM, what_if

    draft = {
        "activity": "live_fire",
        "volumes": volumes,
        "of": "",
        "shift_ms": 0,
        "raise_cm": 0,
        "reach_cm": None,
        "suggest": True,
    }
    bounds = {"most_ms": 24 * _HOUR, "most_cm": MOST_CM, "emergency": False, "limit": 10, "offset": 0}
    with open_reading(node.folder) as reading:
        areas = areas_of(reading.code)
        areas.follow(reading.here, None)
        found = what_if(reading.here, areas, at, draft | bounds)
    return next(int(item["move"]) for item in found["suggestions"] if item["by"] == "time")


async def _knows(node: Node, ref: str) -> bool:
    def look(reading: Reading) -> bool:
        return bool(reading.here.find(ref))

    return await _looked(node, look)


async def _stated(stage: Stage, first: str, second: str, verdict: str, versions: list[int]) -> None:
    """Wait until both nodes show both sides' statement of a verdict on these versions."""

    def look(reading: Reading) -> bool:
        pair = {first, second}
        for item in conflicts(reading.here, 0, _ALL)["conflicts"]:
            if {item["first"]["ref"], item["second"]["ref"]} == pair:
                said = item["statements"].values()
                return len(said) == 2 and all((one["verdict"], one["versions"]) == (verdict, versions) for one in said)
        return False

    for node in stage.nodes.values():
        await until(f"{node.code} shows {verdict} by both", partial(_looked, node, look), _WITHIN_S)


async def _looked(node: Node, look: Callable[[Reading], bool]) -> bool:
    def read() -> bool:
        try:
            with open_reading(node.folder) as reading:
                return look(reading)
        except OurMistake:  # it is not here yet
            return False

    return await asyncio.to_thread(read)


def _shown(node: Node, first: str, second: str) -> dict[str, Any]:
    with open_reading(node.folder) as reading:
        return conflict(reading.here, first, second, 0)
