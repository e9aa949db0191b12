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
        ["REF", "DTG", "PREC", "FROM", "TO", "HELD", "STATES", "TEXT"],
        [
            [
                item["ref"],
                item["dtg"],
                item["precedence"],
                item["from"],
                ",".join(item["to"]),
                item["held"]["words"].removeprefix("held by "),
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
    shown = "\n".join(filter(None, [shown, *(f"[{_marks(phrase)}] {phrase['text']}" for phrase in item["phrases"])]))
    return f"[{', '.join(marks)}] {shown}" if marks else str(shown)


def _marks(phrase: dict[str, Any]) -> str:
    """Return what is said of a phrase beside its words, shortly."""
    gone = f", cancelled by {phrase['cancelled_by']}" if phrase["cancelled_by"] else ""
    if phrase["language"] is None:
        return f"no words here{gone}"
    return f"{phrase['code']}, {phrase['language']}{', unreviewed' if phrase['unreviewed'] else ''}{gone}"


def show_phrases(phrases: list[dict[str, Any]], original: str) -> None:
    """Print phrases: the words with each parameter in brackets, then apart from them what is to be said of them."""
    for phrase in phrases:
        say()
        say(quoted("".join(f"[{part['text']}]" if part["parameter"] else part["text"] for part in phrase["parts"])))
        rules = [
            *(["two persons must agree to say it"] if (phrase["persons"] or 1) > 1 else []),
            *(["the receiver reads it back"] if phrase["read_back"] else []),
        ]
        facts(
            [
                ("phrase", " ".join(filter(None, [phrase["op"], phrase["in_ref"], phrase["code"]]))),
                ("cancelled by", phrase["cancelled_by"] or ""),
                *((f"  {part['parameter']}", part["text"]) for part in phrase["parts"] if part["parameter"]),
                ("words", _words_of(phrase, original)),
                ("why no words", phrase["why"] or ""),
                ("phrasebook", _book_of(phrase)),
                ("rules", "; ".join(rules)),
                ("answers", ", ".join(phrase["replies"])),
            ]
        )


def _words_of(phrase: dict[str, Any], original: str) -> str:
    if phrase["language"] is None:
        return f"none; the author wrote in {original}"
    reviewed = "unreviewed: no linguist has signed for this text"
    if not phrase["unreviewed"]:
        reviewed = f"reviewed {phrase['reviewed_on']} by {phrase['reviewed_by']}"
    which = (
        "the author's language, which prevails"
        if phrase["original"]
        else f"the author wrote in {original}, which prevails"
    )
    return f"{phrase['language']} ({which}); {reviewed}"


def _book_of(phrase: dict[str, Any]) -> str:
    if phrase["book"] is None:
        return "none named"
    named = f"{phrase['book'][:16]}, {'agreed in the charter' if phrase['agreed'] else 'not the one that the charter names'}"
    edition = phrase["edition"]
    return named if edition in {None, phrase["book"]} else f"{named}; shown in the words of {edition[:16]}"


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
            *(
                (
                    ("held", item["held"]["words"]),
                    ("read", item["read"]["words"]),
                    ("acknowledged", item["acknowledged"]["words"]),
                )
            ),
        ]
    )
    say()
    if item["text"] is None:
        say("(body erased by agreement; the entry stands)")
    elif item["text"] or not item["phrases"]:
        say(quoted(item["text"]))
    show_phrases(item["phrases"], item["language"])
    for correction in item["corrections"]:
        say()
        say(f"Corrected by {correction['from']} in {correction['ref']}, {dtg(correction['t'])}; both texts stand:")
        say(quoted(correction["text"] or ""))
    if any(state["acknowledged"] for state in item["states"].values()):
        say()
        say(NOT_CONSENT)
