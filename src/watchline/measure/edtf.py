"""A date with its precision, as EDTF writes it (ISO 8601-2, a small part): a day, a month, a year, an open start, or unknown.

::

    2022-05-13      a day              2022-05-13~     about that day
    2022-10         a month            2022            a year
    2022-10-XX      a month: the day is not known
    ../2022-03-24   up to that day     XXXX-XX-XX      unknown

A date is never sharper than what it rests on: arithmetic on one that is no day gives a span of answers, or none.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from watchline.measure.days import day_text, day_words, parse_day
from watchline.sentence import worded

_FORM = re.compile(
    r"(?P<open>\.\./)?(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2}|XX)(?:-(?P<day>[0-9]{2}|XX))?)?(?P<about>~)?"
)
_EPOCH = date(1970, 1, 1).toordinal()
_UNKNOWN = frozenset({"XXXX-XX-XX", "XXXX"})
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")  # fmt: skip


class Precision(StrEnum):
    """How sharp a date is."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    OPEN_START = "open_start"
    UNKNOWN = "unknown"


class Edtf(NamedTuple):
    """A date and what is known of it.

    Attributes:
        text: As EDTF, in one form only.
        first, last: The UTC days (from 1970-01-01) that it may be, both included; None: not bounded on that side.
        precision: How sharp it is.
        about: The source says "about".
    """

    text: str
    first: int | None
    last: int | None
    precision: Precision
    about: bool = False

    @property
    def day(self) -> int | None:
        """The one UTC day that this is; None if it may be more than one."""
        return self.first if self.precision is Precision.DAY and not self.about else None

    @property
    def sorts_at(self) -> int:
        """The last day that it may be: where it stands among others (an unknown date stands before all)."""
        return -(1 << 40) if self.last is None else self.last

    def overlaps(self, other: Edtf) -> bool:
        """Tell whether both may be the same day. About: a day either way."""
        slack = int(self.about) + int(other.about)
        starts = [item.first for item in (self, other) if item.first is not None]
        ends = [item.last for item in (self, other) if item.last is not None]
        return not starts or not ends or max(starts) <= min(ends) + slack

    def words(self) -> str:
        """Return the date in words: ``13 May 2022``, ``October 2022 (day not known)``."""
        match self.precision:
            case Precision.DAY if self.first is not None:
                return self._about(day_words(self.first))
            case Precision.MONTH if self.first is not None:
                when = date.fromordinal(self.first + _EPOCH)
                return self._about(worded("{month} (day not known)", month=f"{_MONTHS[when.month - 1]} {when.year}"))
            case Precision.YEAR if self.first is not None:
                year = date.fromordinal(self.first + _EPOCH).year
                return self._about(worded("{year} (month and day not known)", year=year))
            case Precision.OPEN_START if self.last is not None:
                return worded("on or before {day}", day=self._about(day_words(self.last)))
            case _:
                return worded("on a day that is not known")

    def _about(self, day: str) -> str:
        return worded("about {day}", day=day) if self.about else day


UNKNOWN_DATE = Edtf("XXXX-XX-XX", None, None, Precision.UNKNOWN)


def edtf_of_day(day: int) -> Edtf:
    """Return a UTC day as a date."""
    return Edtf(day_text(day), day, day, Precision.DAY)


def parse_edtf(text: str) -> Edtf:
    """Return the date of a text.

    Raises:
        ValueError: another form, or no such day or month.
    """
    if text in _UNKNOWN:
        return UNKNOWN_DATE
    found = _FORM.fullmatch(text)
    if found is None or int(found["year"]) == 0:
        raise ValueError(
            f"not a date: {text!r}; write 2022-05-13, 2022-05 (day not known), 2022, ../2022-03-24 (on or before), a ~ behind it for about,"
            " or XXXX-XX-XX (unknown)"
        )
    year, month, day = found["year"], found["month"] or "XX", found["day"] or "XX"
    about = bool(found["about"])
    if month == "XX" and day != "XX":
        raise ValueError(f"not a date: {text!r} names a day of an unknown month")
    if month == "XX":
        first, last, precision, written = parse_day(f"{year}-01-01"), parse_day(f"{year}-12-31"), Precision.YEAR, year
    elif not 1 <= int(month) <= 12:
        raise ValueError(f"not a date: {text!r}: there is no month {month}")
    elif day == "XX":
        first = parse_day(f"{year}-{month}-01")
        last = first + monthrange(int(year), int(month))[1] - 1
        precision, written = Precision.MONTH, f"{year}-{month}"
    else:
        try:
            first = last = parse_day(f"{year}-{month}-{day}")
        except ValueError:
            raise ValueError(f"not a date: {text!r}: that month has no day {day}") from None
        precision, written = Precision.DAY, f"{year}-{month}-{day}"
    tail = "~" if about else ""
    if found["open"]:
        return Edtf(f"../{written}{tail}", None, last, Precision.OPEN_START, about)
    return Edtf(written + tail, first, last, precision, about)
