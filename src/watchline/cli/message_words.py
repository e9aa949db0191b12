"""Messages in words: a line for each in a list, and one in full. Held, read and acknowledged are three things."""

from __future__ import annotations

from typing import Any

from watchline.cli.show import facts, quoted, say, table
from watchline.host.answers import NOT_CONSENT
from watchline.measure import dtg


def state_words(states: dict[str, Any]) -> str:
    """Return what each party that a message is for has stated, in a few words."""
    return "; ".join(f"{code} {_state(state)}" for code, state in states.items())


def _state(state: dict[str, Any]) -> str:
    if state["acknowledged"]:
        return f"acknowledged {dtg(state['acknowledged']['t'])}"
    if state["read"]:
        return f"read {dtg(state['read']['t'])}"
    return "held, not read" if state["held"] else "not held yet"


def show_list(messages: list[dict[str, Any]]) -> None:
    """Print a line for each message."""
    table(
        ["REF", "DTG", "PREC", "FROM", "TO", "STATES", "TEXT"],
        [
            [
                item["ref"],
                item["dtg"],
                item["precedence"],
                item["from"],
                ",".join(item["to"]),
                state_words(item["states"]) + (" (past its time)" if item["overdue"] else ""),
                _short(item),
            ]
            for item in messages
        ],
    )


def _short(item: dict[str, Any]) -> str:
    text = item["text"]
    marks = [*(["corrected"] if item["corrected"] else []), *item["labels"]]
    shown = "(body erased by agreement)" if text is None else text
    return f"[{', '.join(marks)}] {shown}" if marks else str(shown)


def show_message(item: dict[str, Any]) -> None:
    """Print one message in full."""
    facts(
        [
            ("message", item["ref"]),
            ("from", f"{item['from']}, post {item['post']}"),
            ("to", ", ".join(item["to"])),
            ("precedence", f"{item['precedence']} {item['precedence_name']}"),
            ("dtg", item["dtg"]),
            ("refers to", ", ".join(item["refs"])),
            ("labels", ", ".join(item["labels"])),
            ("states", state_words(item["states"]) + (" (past its time)" if item["overdue"] else "")),
        ]
    )
    say()
    say(quoted(item["text"]) if item["text"] is not None else "(body erased by agreement; the entry stands)")
    for correction in item["corrections"]:
        say()
        say(f"Corrected by {correction['from']} in {correction['ref']}, {dtg(correction['t'])}; both texts stand:")
        say(quoted(correction["text"] or ""))
    if any(state["acknowledged"] for state in item["states"].values()):
        say()
        say(NOT_CONSENT)
