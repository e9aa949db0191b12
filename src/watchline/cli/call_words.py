"""Calls in words: a line for each in a list, and one in full. What each side states stands beside what the other states."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from watchline.cli.show import facts, quoted, say, table
from watchline.measure import dtg, utc


def show_list(calls: list[dict[str, Any]]) -> None:
    """Print a line for each call."""
    rows = [
        [
            item["ref"],
            dtg(item["t"]),
            f"{item['office']} ({item['from']})",
            f"{item['with_office']} ({item['to']})",
            item["level"] or "",
            _state(item),
            str(item["attempts"]),
            item["purpose"] or "",
        ]
        for item in calls
    ]
    table(["REF", "DTG", "ASKS", "IS ASKED", "LEVEL", "STATE", "ASKED", "PURPOSE"], rows)


def _state(item: dict[str, Any]) -> str:
    """Return where a call stands, in a few words."""
    words = "lapsed" if item["lapsed"] else item["state"].replace("_", " ")
    if item["scheduled"] is not None and item["state"] == "scheduled":
        words += f" {dtg(item['scheduled'])}"
    if item["confirmed"]:
        words += ", confirmed"
    if item["differences"]:
        words += ", accounts differ"
    if item["crossing"]:
        words += f", crosses {', '.join(item['crossing'])}"
    return words


def show_call(item: dict[str, Any], folder: Path) -> None:
    """Print one call in full."""
    facts(
        [
            ("call", item["ref"]),
            ("asks", f"{item['office']} ({item['from']}), post {item['post']}, {dtg(item['t'])}"),
            ("is asked", f"{item['with_office']} ({item['to']})"),
            ("level", item["level"] or ""),
            ("initiative", item["initiative"] or ""),
            ("circuit", item["circuit"] or ""),
            ("interpreter", f"of {item['interpreter']}" if item["interpreter"] else ""),
            ("stands until", dtg(item["valid_until"]) if item["valid_until"] is not None else "it is answered"),
            ("state", f"it {item['state_words']}"),
            ("asked", f"{item['attempts']} times" if item["attempts"] > 1 else "once"),
            ("held", f"by {item['to']}" if item["held"] else f"{item['to']} is not known to hold it yet"),
            ("read", "" if item["read"] is None else dtg(item["read"]["t"])),
            ("times", _windows(item)),
            ("scheduled", _scheduled(item)),
            ("crosses", ", ".join(item["crossing"])),
            ("refers to", ", ".join(item["refs"])),
            ("labels", ", ".join(item["labels"])),
        ]
    )
    say()
    say(quoted(item["purpose"]) if item["purpose"] is not None else "(body erased by agreement; the entry stands)")
    _acts("What was written about it:", item["acts"], {answer["ref"]: answer for answer in item["answers"]})
    _acts("Without effect where it stands in the common order:", item["without_effect"], {})
    _accounts(item)
    if item["answers"] or item["scheduled"] is not None:
        say()
        say(item["not_agreement"])
    if item["can_write"]:
        say()
        say(f"What we can write now: {', '.join(item['can_write'])} (`watchline call {folder} VERB {item['ref']}`).")


def _windows(item: dict[str, Any]) -> str:
    if not item["times"]:
        return ""
    times = "; ".join(f"{dtg(window['from'])} to {dtg(window['to'])}" for window in item["times"])
    return f"{times}, proposed by {item['times_by']}"


def _scheduled(item: dict[str, Any]) -> str:
    if item["scheduled"] is None:
        return ""
    outside = " (in none of the times that were proposed)" if item["scheduled_outside"] else ""
    return dtg(item["scheduled"]) + outside


def _acts(title: str, acts: list[dict[str, Any]], answers: dict[str, dict[str, Any]]) -> None:
    if not acts:
        return
    say()
    say(title)
    for act in acts:
        parts = [f"{dtg(act['t'])}  {act['from']}  {act['kind'].removeprefix('call_')}"]
        if act["at"] is not None:
            parts.append(f"for {dtg(act['at'])}")
        if act["outcome"]:
            parts.append(act["outcome"].replace("_", " "))
        if act["reason"]:
            parts.append(f"reason: {act['reason']}")
        if act["windows"]:
            parts.append("; ".join(f"{dtg(window['from'])} to {dtg(window['to'])}" for window in act["windows"]))
        words = answers.get(act["ref"], {}).get("words")
        say(", ".join([*parts, *([words] if words else []), act["ref"]]))
        if act["text"]:
            say(quoted(act["text"]))


def _accounts(item: dict[str, Any]) -> None:
    for title, accounts in (
        ("account of", item["accounts"]),
        ("later account of", item["later_accounts"]),
        ("account of an earlier try, of", item["earlier_accounts"]),
    ):
        for account in accounts:
            say()
            facts(
                [
                    (title, f"{account['from']}, {account['ref']}, {dtg(account['t'])}"),
                    ("outcome", account["outcome"].replace("_", " ")),
                    ("between", f"{account['office']} and {account['with_office']}"),
                    ("started", _exact(account["started"])),
                    ("ended", _exact(account["ended"])),
                    ("words compared", "yes" if account["verified"] else "not stated"),
                    ("next call", _exact(account["next"]) or "none was agreed"),
                    ("held", "by both" if account["held"] else "the other side is not known to hold it yet"),
                ]
            )
    if item["accounts"]:
        say()
        say("Both accounts say that it was held." if item["confirmed"] else "Not confirmed by both accounts.")
    for difference in item["differences"]:
        both = "; ".join(
            f"{stated['from']}: {stated['value_utc'] or stated['value'] or 'none'}" for stated in difference["stated"]
        )
        say(f"The accounts differ on {difference['field']}: {both}")


def _exact(at: int | None) -> str:
    return "" if at is None else utc(at)
