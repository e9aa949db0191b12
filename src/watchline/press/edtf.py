"""Dates as precise as they are known: the part of EDTF (ISO 8601-2) that press reports need, with exact day arithmetic.

``2022-05-13`` a day; ``2022-05`` or ``2022-05-XX`` a month; ``2022`` a year; ``XXXX-05-13`` a day of an unknown year;
``A/B`` some day from A to B; ``../A`` up to A; ``A/..`` from A on; ``unknown``. Days are UTC days since 1970-01-01, as
everywhere here. What is not known stays unknown: nothing is rounded to a day.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from watchline.measure import day_text, day_words, parse_day

UNKNOWN = "unknown"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")  # fmt: skip
_POINT = re.compile(r"(?P<year>[0-9]{4}|XXXX)(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}|XX))?)?")
_EPOCH = date(1970, 1, 1).toordinal()


class Days(NamedTuple):
    """The days that a date may mean, both ends included; None where that end is open or not known."""

    first: int | None
    last: int | None

    @property
    def exact(self) -> int | None:
        """The day, where there is only one."""
        return self.first if self.first is not None and self.first == self.last else None


OPEN = Days(None, None)


def edtf(text: str) -> Days:
    """Return the days that an EDTF date may mean.

    Raises:
        ValueError: not one of the forms above, no such day, or an interval that ends before it begins.
    """
    if text == UNKNOWN:
        return OPEN
    if "/" in text:
        begin, _, end = text.partition("/")
        found = Days(None if begin == ".." else edtf(begin).first, None if end == ".." else edtf(end).last)
        if found == OPEN or (found.first is not None and found.last is not None and found.first > found.last):
            raise ValueError(f"not an interval of dates: {text!r}")
        return found
    point = _POINT.fullmatch(text)
    if not point:
        raise ValueError(f"not a date in EDTF: {text!r}; write it like 2022-05-13, 2022-05, ../2022-03-24 or unknown")
    year, month, day = point["year"], point["month"], point["day"]
    if year == "XXXX":
        date(2024, int(month or 1), int(day) if day and day != "XX" else 1)
        return OPEN
    if month is None:
        return Days(parse_day(f"{year}-01-01"), parse_day(f"{year}-12-31"))
    if day is None or day == "XX":
        first = date(int(year), int(month), 1)
        after = date(int(year) + int(month) // 12, int(month) % 12 + 1, 1)
        return Days(first.toordinal() - _EPOCH, after.toordinal() - _EPOCH - 1)
    only = parse_day(text)
    return Days(only, only)


def of_days(days: Days) -> str:
    """Return the shortest EDTF text of some days: a day, a month, a year or an interval."""
    match days:
        case Days(None, None):
            return UNKNOWN
        case Days(None, last) if last is not None:
            return f"../{day_text(last)}"
        case Days(first, None) if first is not None:
            return f"{day_text(first)}/.."
        case Days(first, last) if first is not None and last is not None:
            begin, end = day_text(first), day_text(last)
            if begin == end:
                return begin
            for whole in (begin[:7], begin[:4]):
                if edtf(whole) == days:
                    return whole
            return f"{begin}/{end}"
    raise AssertionError(days)


def overlap(ours: Days, theirs: Days) -> Days | None:
    """Return the days that both dates may mean, or None if there is none."""
    first = max((day for day in (ours.first, theirs.first) if day is not None), default=None)
    last = min((day for day in (ours.last, theirs.last) if day is not None), default=None)
    return None if first is not None and last is not None and first > last else Days(first, last)


def compatible(ours: str, theirs: str) -> bool:
    """Whether two EDTF dates can be the same day; a day without a year is compared by month and day."""
    if ours.startswith("XXXX") or theirs.startswith("XXXX"):
        tails = [text[4:] for text in (ours, theirs)]
        whole = all(len(text) == 10 for text in (ours, theirs))
        return tails[0] == tails[1] if whole else True
    return overlap(edtf(ours), edtf(theirs)) is not None


def weekday(day: int) -> str:
    """Return the weekday of a UTC day: ``Friday``."""
    return WEEKDAYS[(day + 3) % 7]


def only_weekday(days: Days, name: str) -> Days:
    """Return the one day among these that is such a weekday, or the days as they were if there is not exactly one."""
    if days.first is None or days.last is None or days.last - days.first > 13:
        return days
    fitting = [day for day in range(days.first, days.last + 1) if weekday(day) == name]
    return Days(fitting[0], fitting[0]) if len(fitting) == 1 else days


def date_words(text: str) -> str:
    """Return an EDTF date in words: ``13 May 2022``, ``October 2022``, ``up to 24 March 2022``, ``date unknown``."""
    if text == UNKNOWN:
        return "date unknown"
    if text.startswith("XXXX"):
        month = MONTHS[int(text[5:7]) - 1]
        return f"{int(text[8:10])} {month}, year unknown" if len(text) == 10 else f"{month}, year unknown"
    if text.startswith("../"):
        return f"up to {date_words(text[3:])}"
    if text.endswith("/.."):
        return f"from {date_words(text[:-3])} on"
    if "/" in text:
        begin, _, end = text.partition("/")
        return f"{date_words(begin)} to {date_words(end)}"
    match len(text.removesuffix("-XX")):
        case 4:
            return text
        case 7:
            return f"{MONTHS[int(text[5:7]) - 1]} {text[:4]}"
        case _:
            return day_words(parse_day(text))
