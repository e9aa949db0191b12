"""Pairs of notices in words: what lies between them in metres, feet and minutes, by each side's node, and what would separate them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from watchline.cli.paging import more_pages
from watchline.cli.show import facts, say, table
from watchline.measure import dtg
from watchline.measure.position import Position, position_words

_COMING = {"in_time": "", "amber": ", amber", "red": ", red"}


def show_list(answer: dict[str, Any], folder: Path) -> None:
    """Print a line for each pair."""
    counts = ", ".join(f"{count} {state}" for state, count in answer["counts"].items() if count)
    if not answer["conflicts"]:
        say(f"No such pair of notices{f' (there are {counts})' if counts else ''}.")
        return
    rows = [
        [
            item["verdict"],
            item["state"],
            _name(item["first"]),
            _name(item["second"]),
            "" if item["start"] is None else dtg(item["start"]),
            _coming(item),
            "measured by different separations"
            if item["different_separations"]
            else "they differ"
            if item["differences"]
            else f"waits for {', '.join(item['pending'])}"
            if item["pending"]
            else "both agree",
        ]
        for item in answer["conflicts"]
    ]
    table(["VERDICT", "STATE", "FIRST", "SECOND", "BEGINS", "IN", "NODES"], rows)
    say()
    say(f"In all {counts}. One in full: `watchline conflict {folder} show REF REF`.")
    for item in answer["unlisted"]:
        say(f"{item['words']}.")
    more_pages(answer)


def show_conflict(item: dict[str, Any]) -> None:
    """Print one pair in full."""
    facts(
        [
            ("pair", f"{_name(item['first'])} and {_name(item['second'])}"),
            ("state", f"{item['verdict']}: {item['state_words']}"),
            ("begins", "" if item["start"] is None else f"{dtg(item['start'])}{_comma(_coming(item))}"),
            ("ends", "" if item["end"] is None else dtg(item["end"])),
            ("waits for", ", ".join(item["pending"])),
        ]
    )
    for code, one in item["statements"].items():
        say()
        stale = "" if one["of_what_stands"] else " (on earlier versions)"
        facts([(code, f"{one['verdict']}{stale}, {one['ref']}, {dtg(one['t'])}"), *_numbers(one)])
    if item["different_separations"]:
        say("The two nodes measured by different separations, so their numbers differ.")
    for difference in item["differences"]:
        both = "; ".join(f"{stated['from']}: {stated['value']}" for stated in difference["stated"])
        say(f"The two nodes differ on {difference['field']}: {both}")
    if len(item["history"]) > 1:
        say()
        rows = [
            [dtg(one["t"]), one["from"], one["verdict"], "/".join(map(str, one["versions"])), one["words"]]
            for one in item["history"]
        ]
        table(["STATED", "BY", "VERDICT", "VERSIONS", "WHAT LAY BETWEEN"], rows)


def show_what_if(answer: dict[str, Any]) -> None:
    """Print what a draft would meet."""
    counts = ", ".join(f"{count} {verdict}" for verdict, count in answer["counts"].items() if count)
    say(f"This draft is {answer['verdict']}{f': {counts}' if counts else ' of everything that others announced'}.")
    for one in answer["encounters"]:
        say()
        facts(
            [
                (
                    one["verdict"],
                    f"{one['with']} of {one['from']}, {one['activity']}{' ' + one['name'] if one['name'] else ''}",
                ),
                *_numbers(one),
            ]
        )
    more_pages(answer)
    say()
    for suggestion in answer["suggestions"]:
        say(f"Suggested: {suggestion['words']}.")
    if answer["widens"] is not None:
        say(
            "It says more than what stands: the others read it again."
            if answer["widens"]
            else "It says no more than what stands."
        )
    for zone in answer["zones"]:
        say(f"Our own zone {zone['zone']}, {zone['verdict']}: {zone['words']}. Nobody else hears of it.")
    for state in answer["third_states"]:
        if state["concerned"]:
            say(f"Third state {state['name']}: {state['words']}.")
    if answer["lead_words"]:
        say(f"Lead time: {answer['lead_words']}.")
    say("Nothing was written.")


def _numbers(one: dict[str, Any]) -> list[tuple[str, str]]:
    points = " and ".join(position_words(Position(*at)) for at in one["nearest"])
    return [("between", one["words"]), ("nearest", points), ("goes on", _period(one))]


def _period(one: dict[str, Any]) -> str:
    if one["start"] is None and one["end"] is None:
        return ""
    start = "now and before" if one["start"] is None else dtg(one["start"])
    return f"{start} to {'further notice' if one['end'] is None else dtg(one['end'])}"


def _coming(item: dict[str, Any]) -> str:
    """Return how long it is until a conflict begins, in words; empty of what is none, or was."""
    if item["goes_on"]:
        return "goes on now"
    if item["coming"] is None or item["begins_in_s"] is None:
        return ""
    minutes = max(0, item["begins_in_s"]) // 60
    days, hours = minutes // 1440, minutes // 60 % 24
    words = f"{days} d {hours} h" if days else f"{hours} h {minutes % 60:02d} min" if hours else f"{minutes} min"
    return f"{words}{_COMING[item['coming']]}"


def _comma(words: str) -> str:
    return f", {words}" if words else ""


def _name(side: dict[str, Any]) -> str:
    return f"{side['ref']} ({side['from']}, {side['activity_words']})"
