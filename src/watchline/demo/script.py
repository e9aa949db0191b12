"""The form of a story: who said what, when, and what both records must then show. One line each, for a person who reads no code.

A sentence has one of the shapes in ``SENTENCES`` and no other; further clauses follow after ``;``. Days count from day 0, times are
UTC, both within one story only. The page is docs/reference/stories.md. Nothing is played here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from watchline.errors import OurMistake
from watchline.line import LineState
from watchline.measure import DAY_MS
from watchline.view.call_table import CallState
from watchline.view.readouts import ReadoutState

CONFIRMED = "confirmed"
"""Beside the states of a call: both sides' accounts say that it was held."""
_MINUTE_MS = 60_000


class Sentence(NamedTuple):
    """A shape of a line: the verb it stands for, its words with places to fill, and the clauses that may follow."""

    verb: str
    words: str
    clauses: tuple[str, ...] = ()


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
    Sentence("cut", "circuit {circuit} is cut"),
    Sentence("restored", "circuit {circuit} is restored"),
    Sentence("expect_call", "expect {call} is {call_state}", ("asked {attempts} times",)),
    Sentence("expect_readout", "expect readout {readout} is {readout_state}"),
    Sentence("expect_line", "expect the line is {line_state}"),
)  # fmt: skip
AS_OF = Sentence("expect_contacts", "as of day {day} expect the {pair} {text}")
PAIR = Sentence("pair", "the {new_pair} are {who} {office} and {other} {with_office}, level {level}")
HEAD = (
    Sentence("story", "story {title}"),
    Sentence("parties", "parties {codes}"),
)
_TIME = r"(?:day\s+[0-9]+\s+)?[0-9]{4}Z"
_QUOTED = r'"[^"]+"'
_TIMES = {"start", "end", "valid_until", "at", "started", "ended", "next"}
_NAMES = {"call": "C", "readout": "R", "message": "M"}
_OUTCOMES = {"no answer": "no_answer", "a deputy took it": "deputy", "cut off": "cut_off"}
_PRECEDENCES = {"FLASH": "Z", "IMMEDIATE": "O", "PRIORITY": "P", "ROUTINE": "R"}
_FORMS: dict[str, str] = {
    **dict.fromkeys(_TIMES, _TIME),
    **dict.fromkeys(("text", "office", "with_office", "level", "key", "statement"), _QUOTED),
    **dict.fromkeys(("who", "other"), "[A-Z]{3}"),
    **dict.fromkeys(("pair", "new_pair"), "[a-z]+"),
    **{kind: f"{letter}[0-9]+" for kind, letter in _NAMES.items()},
    **{f"new_{kind}": f"{letter}[0-9]+" for kind, letter in _NAMES.items()},
    "initiative": "[A-Z]{3}|both|third",
    "reason": "reason",
    "outcome": "|".join(_OUTCOMES),
    "precedence": "|".join(_PRECEDENCES),
    "circuit": "[a-z0-9-]+",
    "attempts": "[0-9]+",
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
    "attempts": "N",
    "reason": "reason",
    **dict.fromkeys(_TIMES, "HHMMZ"),
    **{kind: f"{letter}1" for kind, letter in _NAMES.items()},
    **{f"new_{kind}": f"{letter}1" for kind, letter in _NAMES.items()},
}


class Pair(NamedTuple):
    """Two offices that speak with each other: by party code, and their level on the charter's ladder."""

    offices: dict[str, str]
    level: str

    def other(self, code: str) -> str:
        """Return the other party of the two."""
        return next(party for party in self.offices if party != code)


class Step(NamedTuple):
    """One line of a story.

    Attributes:
        line: Its number in the file.
        at: ms since 0000Z of day 0.
        verb: What of ``SENTENCES`` it is.
        thing: What it is part of: the call, the message, the circuit; empty: of nothing else.
        given: What stood in the places; times as ms since 0000Z of day 0; ``windows`` and ``points`` as pairs.
    """

    line: int
    at: int
    verb: str
    thing: str
    given: dict[str, Any]


class Expected(NamedTuple):
    """What the contact record must say of two offices as of a day: words that are part of its sentence."""

    line: int
    day: int
    pair: str
    words: str


class Story(NamedTuple):
    """A story as its file tells it.

    Attributes:
        name: For messages: the file's.
        title: For people.
        codes: The parties.
        pairs: Offices that speak, by name.
        steps: In order of time.
        contacts: What the contact record must say.
    """

    name: str
    title: str
    codes: tuple[str, ...]
    pairs: dict[str, Pair]
    steps: tuple[Step, ...]
    contacts: tuple[Expected, ...]

    @property
    def last_day(self) -> int:
        """The day of its last step or expectation."""
        return max([step.at // DAY_MS for step in self.steps] + [item.day for item in self.contacts])


def read_story(text: str, name: str) -> Story:
    """Return the story of a text.

    Args:
        text: The file's.
        name: The file's, for messages.

    Raises:
        OurMistake: a line has none of the shapes, or names what is not there; its number, and what to write.
    """
    return _Reader(name).read(text)


class _Reader:
    def __init__(self, name: str) -> None:
        self.name = name
        self.line = 0
        self.title = ""
        self.codes: tuple[str, ...] = ()
        self.pairs: dict[str, Pair] = {}
        self.steps: list[Step] = []
        self.contacts: list[Expected] = []
        self.parts: dict[str, str] = {}
        """What each name is part of: itself, or the call of a readout."""

    def read(self, text: str) -> Story:
        for number, row in enumerate(text.splitlines(), 1):
            self.line, words = number, row.strip()
            if words and not words.startswith("#"):
                self._line(words)
        if not self.title or not self.codes:
            self._wrong("a story begins with two lines", HEAD)
        if not self.steps:
            self._wrong("nothing happens in this story", SENTENCES)
        return Story(self.name, self.title, self.codes, self.pairs, tuple(self.steps), tuple(self.contacts))

    def _wrong(self, what: str, shapes: tuple[Sentence, ...] = ()) -> Any:
        rows = "".join(f"\n  {row}" for shape in shapes for row in _shape(shape))
        raise OurMistake(f"{self.name}, line {self.line}: {what}{'; write' if rows else ''}{rows}")

    def _line(self, words: str) -> None:
        first = words.split(maxsplit=1)[0]
        timed = re.fullmatch(r"day\s+([0-9]+)\s+([0-9]{4}Z)\s+(\S.*)", words)
        if timed is not None:
            day = int(timed[1])
            self._step(day, self._time(timed[2], day), timed[3])
        elif first == "as":
            self._expected(words)
        elif first == "the":
            self._pair(words)
        elif first in {"story", "parties"}:
            self._head(words)
        else:
            self._wrong("a line begins with `day N HHMMZ`, `as of day N`, `the PAIR are`, `story`, `parties` or #")

    def _head(self, words: str) -> None:
        for shape in HEAD:
            found = _match(shape.words, words)
            if found is not None and "title" in found:
                self.title = found["title"]
                return
            if found is not None:
                self.codes = tuple(found["codes"].split())
                return
        self._wrong(f"not understood: {words}", HEAD)

    def _pair(self, words: str) -> None:
        found = _match(PAIR.words, words)
        if found is None:
            self._wrong(f"not understood: {words}", (PAIR,))
        assert found is not None
        for place in ("who", "other"):
            self._known_party(found[place])
        if found["who"] == found["other"]:
            self._wrong("two offices of two parties speak with each other", (PAIR,))
        offices = {found["who"]: _text(found["office"]), found["other"]: _text(found["with_office"])}
        self.pairs[found["new_pair"]] = Pair(offices, _text(found["level"]))

    def _expected(self, words: str) -> None:
        found = _match(AS_OF.words, words)
        if found is None:
            self._wrong(f"not understood: {words}", (AS_OF,))
        assert found is not None
        self._known_pair(found["pair"])
        self.contacts.append(Expected(self.line, int(found["day"]), found["pair"], _text(found["text"])))

    def _step(self, day: int, at: int, words: str) -> None:
        if self.steps and at < self.steps[-1].at:
            self._wrong("this is earlier than the line before; lines stand in order of time")
        said, *clauses = re.split(r'\s*;\s*(?=(?:[^"]*"[^"]*")*[^"]*$)', words)
        for shape in SENTENCES:
            found = _match(shape.words, said)
            if found is not None:
                break
        else:
            self._wrong(f"not understood: {said}", _near(said))
            return
        given: dict[str, Any] = {}
        for part, taken in ((said, found), *((clause, self._clause(shape, clause)) for clause in clauses)):
            self._join(given, {name: self._value(name, value, day) for name, value in taken.items()}, part, shape)
        thing = self._thing(shape.verb, given)
        if "who" in given:
            self._known_party(given["who"])
        if shape.verb == "call":
            self._known_pair(given["pair"])
            if given["who"] not in self.pairs[given["pair"]].offices:
                self._wrong(f"the {given['pair']} are not of {given['who']}", (PAIR,))
        self.steps.append(Step(self.line, at, shape.verb, thing, given))

    def _join(self, given: dict[str, Any], taken: dict[str, Any], part: str, shape: Sentence) -> None:
        """Add what a clause says; windows and points may be said several times."""
        if "key" in taken:
            given.setdefault("points", []).append((taken["key"], taken["statement"]))
        elif "start" in taken:
            given.setdefault("windows", []).append((taken.pop("start"), taken.pop("end")))
            given.update(taken)
        elif set(taken) & set(given):
            self._wrong(f"said twice: {part}", (shape,))
        else:
            given.update(taken)

    def _clause(self, shape: Sentence, clause: str) -> dict[str, str]:
        for words in shape.clauses:
            found = _match(words, clause)
            if found is not None:
                return found
        self._wrong(f"not understood after `;`: {clause}", (shape,))
        return {}

    def _thing(self, verb: str, given: dict[str, Any]) -> str:
        """Return what a step is part of, and check that its names are new or known."""
        part = f"circuit {given['circuit']}" if "circuit" in given else ""
        for kind in _NAMES:
            name = given.get(kind)
            if name is not None:
                if name not in self.parts:
                    makes = tuple(shape for shape in SENTENCES if f"{{new_{kind}}}" in shape.words)
                    self._wrong(f"nothing is called {name} yet", makes)
                part = self.parts[name]
        for kind in _NAMES:
            name = given.get(f"new_{kind}")
            if name is not None:
                if name in self.parts:
                    self._wrong(f"{name} is the name of something else already; give this one another number")
                part = part or name
                self.parts[name] = part
        return part

    def _value(self, name: str, value: Any, day: int) -> Any:
        if name in _TIMES:
            return self._time(value, day)
        if name == "attempts":
            return int(value)
        if name == "outcome":
            return _OUTCOMES[value]
        if name == "precedence":
            return _PRECEDENCES[value]
        return _text(value) if isinstance(value, str) else value

    def _time(self, words: str, day: int) -> int:
        """Return ms since 0000Z of day 0; a time without a day lies on the line's own."""
        found = re.fullmatch(r"(?:day\s+([0-9]+)\s+)?([0-9]{2})([0-9]{2})Z", words)
        assert found is not None
        hour, minute = int(found[2]), int(found[3])
        if hour > 23 or minute > 59:
            self._wrong(f"there is no time {words}; write it from 0000Z to 2359Z")
        return int(found[1] or day) * DAY_MS + (60 * hour + minute) * _MINUTE_MS

    def _known_party(self, code: str) -> None:
        if code not in self.codes:
            self._wrong(f"{code} is no party of this story", (HEAD[1],))

    def _known_pair(self, name: str) -> None:
        if name not in self.pairs:
            self._wrong(f"who the {name} are was not said", (PAIR,))


def _match(shape: str, words: str) -> dict[str, str] | None:
    """Return what stands in the places of a shape, if words have that shape."""
    parts = re.split(r"\{(\w+)\}", shape)
    pattern = ""
    for at, part in enumerate(parts):
        pattern += f"(?P<{part}>{_FORMS[part]})" if at % 2 else re.escape(part).replace(r"\ ", r"\s+")
    found = re.fullmatch(pattern, words)
    return None if found is None else found.groupdict()


def _text(words: str) -> str:
    return words[1:-1] if words.startswith('"') else words


def _shape(shape: Sentence) -> Iterator[str]:
    """Yield a shape and its clauses as a person would write them."""

    def filled(words: str) -> str:
        return re.sub(r"\{(\w+)\}", lambda found: _WORDS.get(found[1], _FORMS[found[1]]), words)

    yield filled(shape.words)
    for clause in shape.clauses:
        yield f"  ; {filled(clause)}"


def _near(words: str) -> tuple[Sentence, ...]:
    """Return the shapes that share most of their plain words with what was written."""
    written = set(words.split())
    counts = [len(written & set(re.sub(r"\{\w+\}:?", " ", shape.words).split())) for shape in SENTENCES]
    most = max(counts)
    return tuple(shape for shape, count in zip(SENTENCES, counts, strict=True) if not most or count == most)


__all__ = [
    "AS_OF",
    "CONFIRMED",
    "HEAD",
    "PAIR",
    "SENTENCES",
    "Expected",
    "Pair",
    "Sentence",
    "Step",
    "Story",
    "read_story",
]
