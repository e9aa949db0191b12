"""Notices and pairs of them in words: a line for each in a list, and one in full. What each side states stands beside what the other states."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from watchline.cli.paging import more_pages
from watchline.cli.show import facts, quoted, say, table
from watchline.host.volume_words import area_words, band_words, window_words
from watchline.measure import dtg


def show_list(answer: dict[str, Any]) -> None:
    """Print a line for each notice."""
    if not answer["notices"]:
        say("No notices.")
        return
    rows = [
        [
            _ref(item),
            item["activity_words"],
            item["name"] or "",
            window_words(item),
            _state(item),
            ", ".join(f"{code} {heard['state']}{_lead(heard)}" for code, heard in item["recipients"].items()),
            ", ".join(
                f"{pair['verdict']} {pair['with']}" for pair in item["conflicts"] if pair["state"] != "separated"
            ),
        ]
        for item in answer["notices"]
    ]
    table(["REF", "KIND", "NAME", "WHEN", "STATE", "OTHERS", "TOO NEAR"], rows)
    say()
    say(answer["not_permission"])


def show_notice(item: dict[str, Any], folder: Path) -> None:
    """Print one notice in full."""
    facts(
        [
            ("notice", _ref(item)),
            ("from", f"{item['from']}, post {item['post']}, {dtg(item['t'])}"),
            ("kind", item["activity_words"] + (" (emergency)" if item["emergency"] else "")),
            ("name", item["name"] or ""),
            ("when", window_words(item)),
            ("state", f"it {_state_words(item)}"),
            ("contact", item["contact"] or ""),
            ("markings", item["markings"] or ""),
            ("positions", "compared with a map by a second person" if item["checked"] else ""),
            ("coarse", f"by up to {item['coarse_m']} m, on purpose" if item["coarse_m"] else ""),
            ("area by", "" if item["area_by"] is None else dtg(item["area_by"])),
            (
                "review by",
                "" if item["review_by"] is None else dtg(item["review_by"]) + (", STALE" if item["stale"] else ""),
            ),
            ("labels", ", ".join(item["labels"])),
        ]
    )
    if item["text"]:
        say()
        say(quoted(item["text"]))
    for number, volume in enumerate(item["volumes"], 1):
        say()
        facts(
            [
                (f"volume {number}", area_words(volume["area"])),
                ("height", band_words(volume)),
                ("time", window_words(volume)),
            ]
        )
    for line in item["reference_lines"]:
        say(f"From {line['name']}: {line['words']}.")
    for state in item["third_states"]:
        _third_state(state, item["ref"], folder)
    for zone in item["zones"]:
        say(f"Our own zone {zone['zone']}, {zone['verdict']}: {zone['words']}. Nobody else hears of it.")
    for code, heard in item["recipients"].items():
        say()
        facts(
            [
                (code, heard["state_words"]),
                ("held", "yes" if heard["held"] else "not known to hold this version yet"),
                (
                    "received",
                    "" if heard["received_at"] is None else f"{dtg(heard['received_at'])}, {heard['lead_words']}",
                ),
                (
                    "read",
                    "" if heard["read"] is None else f"version {heard['read_version']}, {dtg(heard['read']['t'])}",
                ),
                ("says", "" if heard["answer"] is None else _said(heard["answer"])),
            ]
        )
    for pair in item["conflicts"]:
        say(
            f"{pair['verdict']} with {pair['with']}, {pair['state']}: `watchline conflict {folder} show {item['ref']} {pair['with']}`."
        )
    if len(item["versions"]) > 1:
        say()
        rows = [
            [str(one["version"]), dtg(one["t"]), "yes" if one["must_read"] else "no", one["ref"]]
            for one in item["versions"]
        ]
        table(["VERSION", "SAID", "SAYS MORE", "ENTRY"], rows)
    for act in (*item["course"], *item["without_effect"], *item["corrections"]):
        if act["kind"] != "notice_amended":
            say(
                f"{dtg(act['t'])} {act['from']} {act['kind'].replace('_', ' ')} {act['ref']}{': ' + quoted(act['text']) if act['text'] else ''}"
            )
    say()
    say(item["not_permission"])
    if item["can_write"]:
        say(f"What we can write now: {', '.join(item['can_write'])} (`watchline notice {folder} VERB {item['ref']}`).")


def _third_state(state: dict[str, Any], ref: str, folder: Path) -> None:
    say(f"Third state {state['name']}: {state['words']}" + (f" ({quoted(state['how'])})" if state["how"] else "") + ".")
    for act in state["told"]:
        text = f": {quoted(act['text'])}" if act["text"] else ""
        say(
            f"  {act['from']} states that it told {state['name']} of version {act['version']}, {dtg(act['at'] or act['t'])}{text}"
        )
    for code in state["not_stated"]:
        say(
            f"  {code} has not stated that it did (`watchline notice {folder} told {ref} --state {quoted(state['name'])}`)."
        )


def show_planned(answer: dict[str, Any]) -> None:
    """Print the calendar of activities."""
    if not answer["activities"]:
        say("Nothing is announced for these days.")
        return
    rows = [
        [
            window_words(item),
            item["ref"],
            item["from"],
            item["activity_words"],
            item["name"] or "",
            "now" if item["in_force"] else "",
        ]
        for item in answer["activities"]
    ]
    table(["WHEN", "REF", "PARTY", "KIND", "NAME", ""], rows)
    more_pages(answer)


def show_kinds(answer: dict[str, Any]) -> None:
    """Print the kinds of activity."""
    rows = [
        [item["activity"], item["words"], _hours(item["amber_s"]), _hours(item["red_s"]), _agreed(item)]
        for item in answer["kinds"]
    ]
    table(["KIND", "IN WORDS", "SHORT BELOW", "VERY SHORT", "AGREED SEPARATION"], rows)
    for line in answer["reference_lines"]:
        say(f"Agreed line {line['name']}: {len(line['points'])} positions. It recognises no border.")
    for state in answer["third_states"]:
        tellers = " and ".join(state["told_by"]) or "the party whose activity it is"
        say(
            f"Third state {state['name']}: told by {tellers} of what comes within {state['within_m']} m of its territory."
        )


def _ref(item: dict[str, Any]) -> str:
    return str(item["ref"]) + (f"/{item['version']}" if item["version"] > 1 else "")


def _state(item: dict[str, Any]) -> str:
    words = "expired" if item["expired"] else item["state"]
    return words + (", in force" if item["in_force"] else "") + (", STALE" if item["stale"] else "")


def _state_words(item: dict[str, Any]) -> str:
    return str(item["state_words"]) + (", and in force by its times" if item["in_force"] else "")


def _lead(heard: dict[str, Any]) -> str:
    return f" ({heard['lead']})" if heard["lead"] in {"amber", "red"} else ""


def _said(act: dict[str, Any]) -> str:
    text = f": {quoted(act['text'])}" if act["text"] else ""
    return f"{act['kind'].removeprefix('notice_')} version {act['version']}, {dtg(act['t'])}{text}"


def _hours(seconds: int | None) -> str:
    return "" if seconds is None else f"{seconds / 3600:g} h"


def _agreed(item: dict[str, Any]) -> str:
    return "none" if item["lateral_m"] is None else f"{item['lateral_m']} m, {item['vertical_m']} m, {item['time_s']} s"
