"""How long two offices had been silent, in the idiom of the press: "the first in 84 days", "not since 11 February 2022".

One arithmetic: ``statements`` says what is true of some days, ``judge`` asks whether a statement is true of them, and
``say`` and ``hear`` are inverses. Days are UTC days since 1970-01-01; of two contacts on one day the later is no "first".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from watchline.measure.days import count_of_days, day_words
from watchline.sentence import worded

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")  # fmt: skip
_DATE = re.compile(rf"(?P<d>[0-9]{{1,2}}) (?P<m>{'|'.join(_MONTHS)}) (?P<y>[0-9]{{4}})")


class Idiom(StrEnum):
    """How it is said."""

    FIRST_IN = "first_in"
    LAST_ON = "last_on"
    FIRST_SINCE = "first_since"
    NOT_SINCE = "not_since"
    NTH_SINCE = "nth_since"


class Saying(NamedTuple):
    """A statement on the contacts of two offices.

    Attributes:
        idiom: How it is said.
        number: Days of ``first_in``; which of them for ``nth_since``; else 0.
        day: UTC day that the others name; 0 for ``first_in``.
    """

    idiom: Idiom
    number: int
    day: int


class Judgement(NamedTuple):
    """Whether a statement agrees with the days known, and the same in words; None: the days do not tell."""

    agrees: bool | None
    words: str


def first_in(days: int) -> str:
    """Return ``the first in 84 days``."""
    return worded("the first in {days}", days=count_of_days(days))


def say(saying: Saying) -> str:
    """Return a statement in words."""
    match saying.idiom:
        case Idiom.FIRST_IN:
            return first_in(saying.number)
        case Idiom.LAST_ON:
            return f"last on {day_words(saying.day)}"
        case Idiom.FIRST_SINCE:
            return f"the first since {day_words(saying.day)}"
        case Idiom.NOT_SINCE:
            return f"not since {day_words(saying.day)}"
        case Idiom.NTH_SINCE:
            return f"number {saying.number} since {day_words(saying.day)}"


def hear(words: str) -> Saying:
    """Return the statement that ``say`` puts into these words.

    Raises:
        ValueError: other words.
    """
    found = re.fullmatch(r"the first in ([0-9]+) days?", words)
    if found:
        return Saying(Idiom.FIRST_IN, int(found[1]), 0)
    for begin, idiom in (
        ("last on ", Idiom.LAST_ON),
        ("the first since ", Idiom.FIRST_SINCE),
        ("not since ", Idiom.NOT_SINCE),
    ):
        if words.startswith(begin):
            return Saying(idiom, 0, _day(words.removeprefix(begin)))
    found = re.fullmatch(r"number ([0-9]+) since (.+)", words)
    if found:
        return Saying(Idiom.NTH_SINCE, int(found[1]), _day(found[2]))
    raise ValueError(f"no statement of this idiom: {words!r}")


def _day(words: str) -> int:
    from watchline.measure.days import parse_day

    found = _DATE.fullmatch(words)
    if not found:
        raise ValueError(f"not a day in words: {words!r}")
    return parse_day(f"{found['y']}-{_MONTHS.index(found['m']) + 1:02}-{int(found['d']):02}")


def statements(days: Sequence[int], on: int) -> tuple[Saying, ...]:
    """Return what can be said on a day of contacts on these days (any order).

    Of a contact on ``on`` itself: the first in so many days, the first since the one before, which number since the first.
    Without one: last on, not since.
    """
    before = sorted({day for day in days if day < on})
    if not before:
        return ()
    last = before[-1]
    if on in days:
        return (
            Saying(Idiom.FIRST_IN, on - last, 0),
            Saying(Idiom.FIRST_SINCE, 0, last),
            Saying(Idiom.LAST_ON, 0, last),
            Saying(Idiom.NTH_SINCE, len(before) + 1, before[0]),
        )
    return Saying(Idiom.LAST_ON, 0, last), Saying(Idiom.NOT_SINCE, 0, last)


def judge(saying: Saying, days: Sequence[int], on: int) -> Judgement:
    """Return whether a statement made of a day agrees with contacts on these days.

    Args:
        saying: The statement.
        days: Contacts known, any order.
        on: The day of which it is said.
    """
    before = sorted({day for day in days if day < on})
    last = before[-1] if before else None
    match saying.idiom:
        case Idiom.FIRST_IN:
            if last is None:
                return Judgement(
                    None,
                    f"no earlier contact is known; {count_of_days(saying.number)} back is {day_words(on - saying.number)}",
                )
            gap = on - last
            told = f"{day_words(on)}: {day_words(last)} + {count_of_days(gap)}"
            return Judgement(gap == saying.number, told if gap == saying.number else f"{told}, not {saying.number}")
        case Idiom.LAST_ON | Idiom.NOT_SINCE:
            if last is None:
                return Judgement(None, "no earlier contact is known")
            return Judgement(
                last == saying.day,
                f"the last before {day_words(on)} that is known: {day_words(last)}, {count_of_days(on - last)} earlier",
            )
        case Idiom.FIRST_SINCE:
            between = [day for day in before if day > saying.day]
            if between:
                return Judgement(False, f"there was one in between: {day_words(between[-1])}")
            return Judgement(True, f"none is known between {day_words(saying.day)} and {day_words(on)}")
        case Idiom.NTH_SINCE:
            count = len([day for day in before if day >= saying.day]) + (on in days)
            return Judgement(count == saying.number, f"{count} known since {day_words(saying.day)}")
