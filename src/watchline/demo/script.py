"""Reads a story: who said what, when, and what both records must then show. One line each, for a person who reads no code.

A sentence has one of the shapes in ``sentences`` and no other; further clauses follow after ``;``. Days count from day 0, times are
UTC, both within one story only. The page is docs/reference/stories.md. Nothing is played here.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from watchline.demo.sentences import (
    AS_OF,
    HEAD,
    NAMES,
    NUMBERS,
    OUTCOMES,
    PAIR,
    PRECEDENCES,
    SENTENCES,
    TIMES,
    Sentence,
    match,
    near,
    rows_of,
    unquoted,
)
from watchline.demo.told_notices import FORCE, STALE, reference_line, separation
from watchline.errors import OurMistake
from watchline.measure import DAY_MS

_MINUTE_MS = 60_000


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
        articles: What the charter of its line agrees beside the usual.
    """

    name: str
    title: str
    codes: tuple[str, ...]
    pairs: dict[str, Pair]
    steps: tuple[Step, ...]
    contacts: tuple[Expected, ...]
    articles: dict[str, Any]

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
        self.articles: dict[str, Any] = {}
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
        return Story(
            self.name, self.title, self.codes, self.pairs, tuple(self.steps), tuple(self.contacts), self.articles
        )

    def _wrong(self, what: str, shapes: tuple[Sentence, ...] = ()) -> Any:
        rows = "".join(f"\n  {row}" for shape in shapes for row in rows_of(shape))
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
        elif first in {"story", "parties", "separation", "reference"}:
            self._head(words)
        else:
            self._wrong("a line begins with `day N HHMMZ`, `as of day N`, `the PAIR are`, `story`, `parties` or #")

    def _head(self, words: str) -> None:
        for shape in HEAD:
            found = match(shape.words, words)
            if found is not None and "title" in found:
                self.title = found["title"]
                return
            if found is not None and "codes" in found:
                self.codes = tuple(found["codes"].split())
                return
            if found is not None:
                given = {name: unquoted(value) for name, value in found.items()}
                made = separation(given) if shape.verb == "separation" else reference_line(given)
                self.articles.setdefault(shape.verb, []).append(made)
                return
        self._wrong(f"not understood: {words}", HEAD)

    def _pair(self, words: str) -> None:
        found = match(PAIR.words, words)
        if found is None:
            self._wrong(f"not understood: {words}", (PAIR,))
        assert found is not None
        for place in ("who", "other"):
            self._known_party(found[place])
        if found["who"] == found["other"]:
            self._wrong("two offices of two parties speak with each other", (PAIR,))
        offices = {found["who"]: unquoted(found["office"]), found["other"]: unquoted(found["with_office"])}
        self.pairs[found["new_pair"]] = Pair(offices, unquoted(found["level"]))

    def _expected(self, words: str) -> None:
        found = match(AS_OF.words, words)
        if found is None:
            self._wrong(f"not understood: {words}", (AS_OF,))
        assert found is not None
        self._known_pair(found["pair"])
        self.contacts.append(Expected(self.line, int(found["day"]), found["pair"], unquoted(found["text"])))

    def _step(self, day: int, at: int, words: str) -> None:
        if self.steps and at < self.steps[-1].at:
            self._wrong("this is earlier than the line before; lines stand in order of time")
        said, *clauses = re.split(r'\s*;\s*(?=(?:[^"]*"[^"]*")*[^"]*$)', words)
        for shape in SENTENCES:
            found = match(shape.words, said)
            if found is not None:
                break
        else:
            self._wrong(f"not understood: {said}", near(said))
            return
        given: dict[str, Any] = {}
        for part, taken in ((said, found), *((clause, self._clause(shape, clause)) for clause in clauses)):
            self._join(given, {name: self._value(name, value, day) for name, value in taken.items()}, part, shape)
        thing = self._thing(shape.verb, given)
        for name in ("who", "other"):
            if name in given:
                self._known_party(given[name])
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
            found = match(words, clause)
            if found is not None:
                return found
        self._wrong(f"not understood after `;`: {clause}", (shape,))
        return {}

    def _thing(self, verb: str, given: dict[str, Any]) -> str:
        """Return what a step is part of, and check that its names are new or known."""
        part = f"circuit {given['circuit']}" if "circuit" in given else ""
        for kind, name in (("notice", given.get("with_notice")), *((kind, given.get(kind)) for kind in NAMES)):
            if name is not None:
                if name not in self.parts:
                    makes = tuple(shape for shape in SENTENCES if f"{{new_{kind}}}" in shape.words)
                    self._wrong(f"nothing is called {name} yet", makes)
                part = self.parts[name]
        for kind in NAMES:
            name = given.get(f"new_{kind}")
            if name is not None:
                if name in self.parts:
                    self._wrong(f"{name} is the name of something else already; give this one another number")
                part = part or name
                self.parts[name] = part
        return part

    def _value(self, name: str, value: Any, day: int) -> Any:
        if name in TIMES:
            return self._time(value, day)
        if name in NUMBERS:
            return int(value)
        if name in {"force", "staleness"}:
            return {**FORCE, **STALE}[value]
        if name == "outcome":
            return OUTCOMES[value]
        if name == "precedence":
            return PRECEDENCES[value]
        return unquoted(value) if isinstance(value, str) else value

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


__all__ = ["Expected", "Pair", "Step", "Story", "read_story"]
