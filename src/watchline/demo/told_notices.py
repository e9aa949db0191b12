"""What a story says of activities: where, how high and when in its sentences, as the fields of a notice, and what a node must show of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from watchline.host.here import Here
from watchline.host.meetings import conflict
from watchline.host.notices import notice
from watchline.measure.length import parse_length

At = Callable[[int], int]
"""From a time of the story to UTC ms."""
MOVED: Final = {"earlier": -60_000, "later": 60_000}
READERS: Final = {"is to read it": "waiting", "has read it": "read", "objects": "objected", "notes it": "noted"}
FORCE: Final = {"in force": True, "not in force": False}
STALE: Final = {"STALE": True, "not STALE": False}
PAIR_STATES: Final = (
    "conflict", "near", "proximity", "unresolved", "separated", "separated by time", "separated by altitude", "separated by area",
)  # fmt: skip


def activity_of(words: str) -> str:
    """Return the kind of activity of its words: ``live fire`` is ``live_fire``."""
    return words.replace(" ", "_")


def point(words: str) -> list[int]:
    """Return latitude and longitude of ``48.10N 030.50W`` in 1e-7 degree."""
    found = re.fullmatch(r"([0-9]+)(?:\.([0-9]{1,7}))?([NSEW])\s+([0-9]+)(?:\.([0-9]{1,7}))?([NSEW])", words)
    assert found is not None, "the sentence has this form"
    lat, lon = (
        int(whole) * 10**7 + int((part or "").ljust(7, "0")) for whole, part in (found.group(1, 2), found.group(4, 5))
    )
    return [-lat if found[3] == "S" else lat, -lon if found[6] == "W" else lon]


def separation(given: dict[str, Any]) -> dict[str, Any]:
    """Return an article of the charter's ``separation``."""
    lateral, vertical = parse_length(given["radius"]) // 100, parse_length(given["vertical"]) // 100
    return {
        "kind": activity_of(given["activity"]),
        "lateral_m": lateral,
        "vertical_m": vertical,
        "time_s": 60 * int(given["minutes"]),
    }


def reference_line(given: dict[str, Any]) -> dict[str, Any]:
    """Return an article of the charter's ``reference_lines``."""
    return {"name": given["text"], "points": [point(given["point"]), point(given["to_point"])]}


def drawn(given: dict[str, Any], before: dict[str, Any], at: At) -> dict[str, Any]:
    """Return the fields of a notice, or of its next version: what a sentence does not say is as it was before."""
    volume = dict(before["volumes"][0]) if before else {}
    if "point" in given:
        ends = [number for name in ("point", "to_point") if name in given for number in point(given[name])]
        volume["area"] = {"corridor" if "to_point" in given else "circle": [parse_length(given["radius"]), *ends]}
    volume |= {name: [parse_length(given[name]), "AMSL"] for name in ("floor", "ceiling") if name in given}
    volume |= {name: at(given[place]) for name, place in (("start", "begin"), ("end", "finish")) if place in given}
    fields = {**before, "volumes": [volume]}
    fields |= {"activity": activity_of(given["activity"]), "name": given["text"]} if "activity" in given else {}
    return fields | ({"review_by": at(given["review"])} if "review" in given else {})


def moved(before: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of the same activity, so many minutes earlier or later."""
    (volume,) = before["volumes"]
    by = given["minutes"] * MOVED[given["direction"]]
    return {**before, "volumes": [{**volume, "start": volume["start"] + by, "end": volume["end"] + by}]}


def notice_unmet(here: Here, ref: str, given: dict[str, Any], now: int) -> str:
    """Return what a node shows of a notice, where that is not what is expected of it; else nothing."""
    shown = notice(here, here.find(ref), now)
    state = "expired" if shown["expired"] else shown["state"]
    found = {"notice_state": state, "number": shown["version"], "force": shown["in_force"], "staleness": shown["stale"]}
    wanted = {name: given[name] for name in found if name in given}
    if "reader" in given:
        found["reader"], wanted["reader"] = shown["recipients"][given["other"]]["state"], READERS[given["reader"]]
    return "" if all(found[name] == value for name, value in wanted.items()) else _words(found)


def pair_unmet(here: Here, refs: tuple[str, str], given: dict[str, Any], now: int) -> str:
    """Return what a node shows of a pair of notices, where that is not what is expected of it; else nothing."""
    shown = conflict(here, *refs, now)
    wanted, by = given["pair_state"].split(" by ")[0], given["pair_state"].split(" by ")[1:]
    stated = sorted(one["verdict"] for one in shown["statements"].values())
    both = "verdict" not in given or stated == [given["verdict"]] * 2
    if shown["state"] == wanted and shown["separated_by"][: len(by)] == by and both and not shown["differences"]:
        return ""
    return f"the two are {shown['state_words']}; stated: {', '.join(stated)}; differences: {shown['differences']}"


def _words(found: dict[str, Any]) -> str:
    return "it is " + ", ".join(f"{name} {value}" for name, value in found.items())
