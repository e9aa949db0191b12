"""Instants in UTC milliseconds, and the date-time group (DTG) that officers write."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import NamedTuple, NewType

Instant = NewType("Instant", int)
"""Milliseconds since 1970-01-01T00:00Z; whose clock is always said where it is used."""

DAY_MS = 86_400_000
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_DTG = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{2})Z ([A-Z]{3}) ([0-9]{2})")
_UTC_MIN, _UTC_END = -62_135_596_800_000, 253_402_300_800_000
"""0001-01-01 and 10000-01-01: what the calendar of this program can write."""
_DTG_MIN, _DTG_END = 946_684_800_000, 4_102_444_800_000
"""2000-01-01 and 2100-01-01: a DTG has two digits for the year."""


class Now(NamedTuple):
    """Both clocks of this node at one moment.

    Attributes:
        wall: UTC milliseconds (on a demonstration line with the configured offset); may be stepped.
        mono: Milliseconds of a clock that only goes forward; its zero means nothing.
    """

    wall: Instant
    mono: int


def dtg(at: int) -> str:
    """Return the date-time group of an instant, ``221530Z NOV 26`` (minutes; seconds are cut off).

    An instant outside 2000 to 2099 is written as ``utc`` does: two digits of a year would name another century.
    """
    if not _DTG_MIN <= at < _DTG_END:
        return utc(at)
    when = datetime.fromtimestamp(at // 1000, UTC)
    return f"{when:%d%H%M}Z {_MONTHS[when.month - 1]} {when:%y}"


def parse_dtg(text: str) -> Instant:
    """Return the instant of a date-time group ``DDHHMMZ MON YY`` (years 2000 to 2099).

    Raises:
        ValueError: not a date-time group, or no such day.
    """
    found = _DTG.fullmatch(text.strip().upper())
    if found is None or found[4] not in _MONTHS:
        raise ValueError(f"not a date-time group: {text!r}; write it like 221530Z NOV 26")
    day, hour, minute, year = int(found[1]), int(found[2]), int(found[3]), 2000 + int(found[5])
    when = datetime(year, _MONTHS.index(found[4]) + 1, day, hour, minute, tzinfo=UTC)
    return Instant(int(when.timestamp()) * 1000)


def utc(at: int) -> str:
    """Return an instant as ISO 8601 UTC with milliseconds, ``2026-11-22T15:30:00.000Z``.

    Times are their authors' claims: one beyond the years 1 to 9999 is written as its number, ``9007199254740992 ms``.
    """
    if not utc_writes(at):
        return f"{at} ms"
    when = datetime.fromtimestamp(at // 1000, UTC)
    return f"{when.year:04d}-{when:%m-%dT%H:%M:%S}.{at % 1000:03d}Z"


def utc_writes(at: int) -> bool:
    """Tell whether an instant lies in the years 1 to 9999, which the calendar of this program can write."""
    return _UTC_MIN <= at < _UTC_END
