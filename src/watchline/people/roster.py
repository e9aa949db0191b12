"""The roster of offices: who held which office of which state, from when to when, and how their names are written.

Look-up by name is exact on every known spelling; what is only near is a hint and never an answer. Two people of one name are two
answers; an office that nobody held on a day has none, and the words say so.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from watchline.measure import day_text
from watchline.measure.edtf import Edtf
from watchline.people.spellings import fold, likeness, mixes_scripts, spelled

HINT_LIKENESS_MIN = 86
"""Measured on 30 principals: merges Shoigu, Shoygu, Schoigu; no two of them fall together."""


class Person(NamedTuple):
    """A person: a key of the roster's own, the name as it is shown, the surname, the name in its own script, other spellings."""

    key: str
    name: str
    surname: str
    native: str = ""
    aliases: tuple[str, ...] = ()


class Term(NamedTuple):
    """One person in one office.

    Attributes:
        person: Who.
        office: The office as its state calls it, ``Secretary of Defense``.
        level: What it is the counterpart of, ``minister of defence``: the same word in every state.
        state: Code of the state, ISO 3166 alpha-3.
        start, end: First and last day in office; None: not known, or still in office.
    """

    person: Person
    office: str
    level: str
    state: str
    start: Edtf | None = None
    end: Edtf | None = None

    def may_hold(self, day: int) -> bool:
        """Tell whether this person may have held the office on a UTC day; an unsharp bound is read in its favour."""
        begins = self.start.first if self.start is not None else None
        ends = self.end.last if self.end is not None else None
        return (begins is None or begins <= day) and (ends is None or day <= ends)

    def surely_holds(self, day: int) -> bool:
        """Tell the same with an unsharp bound read against it."""
        begins = self.start.last if self.start is not None else None
        ends = self.end.first if self.end is not None else None
        return (begins is None or begins <= day) and (ends is None or day <= ends)


class Hint(NamedTuple):
    """A name that is near to one of the roster: whose, which spelling, how near (0 to 100), and why it is no match."""

    person: Person
    spelling: str
    likeness: int
    why: str


class Answer(StrEnum):
    """What the roster says of an office on a day."""

    HELD = "held"
    UNSURE = "unsure"
    VACANT = "vacant"
    NOT_LISTED = "not_listed"


class Holding(NamedTuple):
    """Who held an office on a day: the answer, the terms that fit, and the same in words."""

    answer: Answer
    terms: tuple[Term, ...]
    words: str

    @property
    def person(self) -> Person | None:
        """The one person; None if the roster names none, or more than one."""
        return self.terms[0].person if self.answer is Answer.HELD else None


class Roster:
    """Persons and terms of office, with every spelling indexed.

    Args:
        terms: In the order of the file.
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        self.terms = tuple(terms)
        self.persons: dict[str, Person] = {}
        self._spellings: dict[str, dict[str, str]] = {}
        states: dict[str, set[str]] = {}
        for term in self.terms:
            self.persons.setdefault(term.person.key, term.person)
            states.setdefault(term.person.key, set()).add(term.state)
        for key, person in self.persons.items():
            for spelling in spellings(person, ukrainian="UKR" in states[key]):
                self._spellings.setdefault(fold(spelling), {}).setdefault(key, spelling)

    @staticmethod
    def read_csv(data: bytes) -> Roster:
        """Return the roster of a CSV file; see ``people/table.py``."""
        from watchline.people.table import read_table

        return Roster(read_table(data))

    def write_csv(self) -> bytes:
        """Return the file of this roster."""
        from watchline.people.table import write_table

        return write_table(self.terms)

    def find(self, name: str, *, state: str = "", day: int | None = None) -> tuple[Person, ...]:
        """Return everybody of whom this is a known spelling, in the order of the file.

        Args:
            name: A full name or a surname, in any script that the roster has.
            state: Only those with an office of this state.
            day: Only those who may have been in office on this UTC day.
        """
        keys = self._spellings.get(fold(name), {})
        return tuple(self.persons[key] for key in keys if self._fits(key, state, day))

    def hints(self, name: str, *, count: int = 3) -> tuple[Hint, ...]:
        """Return who may be meant by a name that is no known spelling, nearest first: for a person to choose from, never an answer."""
        asked = fold(name)
        best: dict[str, Hint] = {}
        why = "mixes Latin and Cyrillic letters" if mixes_scripts(name) else "near, not the same"
        for spelling, keys in self._spellings.items():
            near = likeness(asked, spelling)
            if near < HINT_LIKENESS_MIN or spelling == asked:
                continue
            for key, written in keys.items():
                if key not in best or near > best[key].likeness:
                    best[key] = Hint(self.persons[key], written, near, why)
        return tuple(sorted(best.values(), key=lambda hint: (-hint.likeness, hint.person.key))[:count])

    def offices(self) -> tuple[tuple[str, str, str], ...]:
        """Return every office: (state, office, level), sorted."""
        return tuple(sorted({(term.state, term.office, term.level) for term in self.terms}))

    def terms_of(self, key: str) -> tuple[Term, ...]:
        """Return the offices of a person, in the order of the file."""
        return tuple(term for term in self.terms if term.person.key == key)

    def holder(self, office: str, state: str, day: int) -> Holding:
        """Return who held an office on a UTC day.

        Args:
            office: As its state calls it, or its level: ``Secretary of Defense`` or ``minister of defence``.
            state: Code of the state.
            day: The UTC day.
        """
        asked = fold(office)
        named = [term for term in self.terms if term.state == state and asked in {fold(term.office), fold(term.level)}]
        called = f"{office} ({state})"
        if not named:
            return Holding(Answer.NOT_LISTED, (), f"{called} is not in the roster.")
        found = tuple(term for term in named if term.may_hold(day))
        on = day_text(day)
        if not found:
            between = any(term.end is not None and not term.may_hold(day) and _before(term, day) for term in named)
            later = any(not term.may_hold(day) and not _before(term, day) for term in named)
            if between and later:
                return Holding(Answer.VACANT, (), f"{called}: nobody held the office on {on}, by this roster.")
            return Holding(Answer.NOT_LISTED, (), f"{called}: the roster does not reach {on}.")
        people = dict.fromkeys(term.person.name for term in found)
        if len(people) == 1 and any(term.surely_holds(day) for term in found):
            return Holding(Answer.HELD, found, f"{called} on {on}: {found[0].person.name}.")
        why = (
            "the roster does not know the day of the change" if len(people) > 1 else "a bound of the term is not sharp"
        )
        return Holding(Answer.UNSURE, found, f"{called} on {on}: {' or '.join(people)}; {why}.")

    def counterpart(self, office: str, of_state: str, other_state: str, day: int) -> Holding:
        """Return who held the office of the same level in another state: "his counterpart" on that day."""
        asked = fold(office)
        for term in self.terms:
            if term.state == of_state and asked in {fold(term.office), fold(term.level)}:
                return self.holder(term.level, other_state, day)
        return Holding(Answer.NOT_LISTED, (), f"{office} ({of_state}) is not in the roster, so nor is its counterpart.")

    def _fits(self, key: str, state: str, day: int | None) -> bool:
        return any(
            (not state or term.state == state) and (day is None or term.may_hold(day)) for term in self.terms_of(key)
        )


def _before(term: Term, day: int) -> bool:
    return term.end is not None and term.end.last is not None and term.end.last < day


def spellings(person: Person, *, ukrainian: bool = False) -> tuple[str, ...]:
    """Return every spelling by which a person is found: as listed, by hand, and generated from the native script."""
    generated = spelled(person.native, ukrainian=ukrainian)
    native_surname = person.native.split()[-1] if person.native and generated else ""
    surnames = spelled(native_surname, ukrainian=ukrainian)
    listed = (person.name, person.surname, person.native, native_surname, *person.aliases)
    return tuple(dict.fromkeys(item for item in (*listed, *generated, *surnames) if item))
