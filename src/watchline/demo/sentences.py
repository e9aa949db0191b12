"""The shapes of the sentences of a story, as a table: what may stand on a line, and what to write where something else does.

The page is docs/reference/stories.md; a test compares it with this table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from watchline.demo.told_notices import FORCE, MOVED, PAIR_STATES, READERS, STALE
from watchline.line import LineState
from watchline.view.call_table import CallState
from watchline.view.notice_table import NoticeState
from watchline.view.readouts import ReadoutState

CONFIRMED = "confirmed"
"""Beside the states of a call: both sides' accounts say that it was held."""


class Sentence(NamedTuple):
    """A shape of a line: the verb it stands for, its words with places to fill, and the clauses that may follow."""

    verb: str
    words: str
    clauses: tuple[str, ...] = ()


_DRAWN = (
    "within {radius} of {point}",
    "within {radius} of the route {point} to {to_point}",
    "between {floor} and {ceiling}",
    "below {ceiling}",
    "from {begin} to {finish}",
    "to be reviewed by {review}",
)
SENTENCES = (
    Sentence(
        "call",
        "{who} asks for call {new_call} between the {pair} about {text}",
        ("at the initiative of {initiative}", "for {start} to {end}", "until {valid_until}"),
    ),
    Sentence("call_read", "{who} reads {call}"),
    Sentence("call_attempt", "{who} asks again for {call}", ("until {valid_until}", "saying {text}")),
    Sentence("call_accepted", "{who} accepts {call} for {at}", ("saying {text}",)),
    Sentence("call_declined", "{who} declines {call}", ("with a private {reason}", "because {text}")),
    Sentence("call_proposed", "{who} proposes {start} to {end} for {call}", ("or {start} to {end}", "saying {text}")),
    Sentence("call_postponed", "{who} puts {call} off", ("with a private {reason}", "because {text}", "to {start} to {end}")),
    Sentence("call_cancelled", "{who} cancels {call}", ("with a private {reason}", "because {text}")),
    Sentence("call_account", "{who} accounts for {call}: held {started} to {ended}", ("next call {next}", "saying {text}")),
    Sentence("call_account", "{who} accounts for {call}: {outcome}", ("saying {text}",)),
    Sentence("readout", "{who} commits to readout {new_readout} of {call} {text}", ("point {key} {statement}",)),
    Sentence("readout_shared", "{who} shows readout {readout}"),
    Sentence("readout_published", "{who} publishes readout {readout}"),
    Sentence("message", "{who} sends {precedence} {new_message} {text}"),
    Sentence("read", "{who} reads message {message}"),
    Sentence("acknowledged", "{who} acknowledges message {message}"),
    Sentence("activity_notice", "{who} announces {activity} {new_notice} {text}", _DRAWN),
    Sentence("notice_amended", "{who} amends {notice}", _DRAWN),
    Sentence("notice_moved", "{who} moves {notice} by {minutes} minutes {direction}"),
    Sentence("notice_read", "{who} reads {notice}"),
    Sentence("notice_objected", "{who} objects to {notice} {text}"),
    Sentence("notice_noted", "{who} notes {notice}"),
    Sentence("notice_active", "{who} begins {notice}"),
    Sentence("notice_ended", "{who} ends {notice}"),
    Sentence("notice_cancelled", "{who} withdraws {notice}"),
    Sentence("cut", "circuit {circuit} is cut"),
    Sentence("restored", "circuit {circuit} is restored"),
    Sentence("expect_call", "expect {call} is {call_state}", ("asked {attempts} times",)),
    Sentence("expect_readout", "expect readout {readout} is {readout_state}"),
    Sentence("expect_notice", "expect {notice} is {notice_state}", ("version {number}", "{force}", "{staleness}", "{other} {reader}")),
    Sentence("expect_pair", "expect {notice} and {with_notice} are {pair_state}", ("{verdict} by both",)),
    Sentence("expect_line", "expect the line is {line_state}"),
)  # fmt: skip
AS_OF = Sentence("expect_contacts", "as of day {day} expect the {pair} {text}")
PAIR = Sentence("pair", "the {new_pair} are {who} {office} and {other} {with_office}, level {level}")
HEAD = (
    Sentence("story", "story {title}"),
    Sentence("parties", "parties {codes}"),
    Sentence("separation", "separation of {activity} is {radius}, {vertical}, {minutes} min"),
    Sentence("reference_lines", "reference line {text} from {point} to {to_point}"),
)
_TIME = r"(?:day\s+[0-9]+\s+)?[0-9]{4}Z"
_QUOTED = r'"[^"]+"'
TIMES = {"start", "end", "valid_until", "at", "started", "ended", "next", "begin", "finish", "review"}
NAMES = {"call": "C", "readout": "R", "message": "M", "notice": "N"}
NUMBERS = {"attempts", "number", "minutes"}
OUTCOMES = {"no answer": "no_answer", "a deputy took it": "deputy", "cut off": "cut_off"}
PRECEDENCES = {"FLASH": "Z", "IMMEDIATE": "O", "PRIORITY": "P", "ROUTINE": "R"}
_FORMS: dict[str, str] = {
    **dict.fromkeys(TIMES, _TIME),
    **dict.fromkeys(("text", "office", "with_office", "level", "key", "statement"), _QUOTED),
    **dict.fromkeys(("who", "other"), "[A-Z]{3}"),
    **dict.fromkeys(("pair", "new_pair"), "[a-z]+"),
    **{kind: f"{letter}[0-9]+" for kind, letter in NAMES.items()},
    **{f"new_{kind}": f"{letter}[0-9]+" for kind, letter in NAMES.items()},
    "initiative": "[A-Z]{3}|both|third",
    "reason": "reason",
    "outcome": "|".join(OUTCOMES),
    "precedence": "|".join(PRECEDENCES),
    "circuit": "[a-z0-9-]+",
    **dict.fromkeys(NUMBERS, "[0-9]+"),
    **dict.fromkeys(("point", "to_point"), r"[0-9.]+[NS]\s+[0-9.]+[EW]"),
    **dict.fromkeys(("radius", "vertical", "floor", "ceiling"), r"[0-9]+(?:\.[0-9]+)? (?:m|km|NM)"),
    "with_notice": "N[0-9]+",
    "activity": "[a-z]+(?: [a-z]+)*",
    "direction": "|".join(MOVED),
    "reader": "|".join(READERS),
    "force": "|".join(FORCE),
    "staleness": "|".join(STALE),
    "verdict": "CONFLICT|NEAR|PROXIMITY|CLEAR",
    "notice_state": "|".join(("expired", *(state.value for state in NoticeState))),
    "pair_state": "|".join(PAIR_STATES),
    "call_state": "|".join((CONFIRMED, *(state.value for state in CallState))),
    "readout_state": "|".join(state.value for state in ReadoutState),
    "line_state": "|".join(state.value for state in LineState),
    "day": "[0-9]+",
    "title": r"\S.*",
    "codes": r"[A-Z]{3}(?:\s+[A-Z]{3})+",
}
_WORDS = {
    "text": '"…"',
    "office": '"OFFICE"',
    "with_office": '"OFFICE"',
    "level": '"LEVEL"',
    "key": '"KEY"',
    "statement": '"…"',
    "pair": "PAIR",
    "new_pair": "PAIR",
    "who": "XAA",
    "other": "XBB",
    "initiative": "XAA|both|third",
    "title": "TITLE",
    "codes": "XAA XBB",
    "circuit": "NAME",
    "day": "N",
    **dict.fromkeys(NUMBERS, "N"),
    **dict.fromkeys(("point", "to_point"), "48.10N 030.50W"),
    **dict.fromkeys(("radius", "vertical"), "5 km"),
    **dict.fromkeys(("floor", "ceiling"), "3000 m"),
    "with_notice": "N2",
    "activity": "live fire",
    "reason": "reason",
    **dict.fromkeys(TIMES, "HHMMZ"),
    **{kind: f"{letter}1" for kind, letter in NAMES.items()},
    **{f"new_{kind}": f"{letter}1" for kind, letter in NAMES.items()},
}


def match(shape: str, words: str) -> dict[str, str] | None:
    """Return what stands in the places of a shape, if words have that shape."""
    parts = re.split(r"\{(\w+)\}", shape)
    pattern = ""
    for at, part in enumerate(parts):
        pattern += f"(?P<{part}>{_FORMS[part]})" if at % 2 else re.escape(part).replace(r"\ ", r"\s+")
    found = re.fullmatch(pattern, words)
    return None if found is None else found.groupdict()


def unquoted(words: str) -> str:
    """Return what stands between quotation marks; other words as they are."""
    return words[1:-1] if words.startswith('"') else words


def rows_of(shape: Sentence) -> Iterator[str]:
    """Yield a shape and its clauses as a person would write them."""

    def filled(words: str) -> str:
        return re.sub(r"\{(\w+)\}", lambda found: _WORDS.get(found[1], _FORMS[found[1]]), words)

    yield filled(shape.words)
    for clause in shape.clauses:
        yield f"  ; {filled(clause)}"


def near(words: str) -> tuple[Sentence, ...]:
    """Return the shapes that share most of their plain words with what was written."""
    written = set(words.split())
    counts = [len(written & set(re.sub(r"\{\w+\}:?", " ", shape.words).split())) for shape in SENTENCES]
    most = max(counts)
    return tuple(shape for shape, count in zip(SENTENCES, counts, strict=True) if not most or count == most)


__all__ = [
    "AS_OF",
    "CONFIRMED",
    "HEAD",
    "NAMES",
    "NUMBERS",
    "OUTCOMES",
    "PAIR",
    "PRECEDENCES",
    "SENTENCES",
    "TIMES",
    "Sentence",
    "match",
    "near",
    "rows_of",
    "unquoted",
]
