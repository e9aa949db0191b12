"""Whole UTC days: which day an instant belongs to, how many lie between two, and how a day is written."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from watchline.measure.instant import DAY_MS, Instant, parse_dtg, utc, utc_writes
from watchline.sentence import made, worded

_IN_MONTH = (
    worded("{day} January {year}", day="", year=""),
    worded("{day} February {year}", day="", year=""),
    worded("{day} March {year}", day="", year=""),
    worded("{day} April {year}", day="", year=""),
    worded("{day} May {year}", day="", year=""),
    worded("{day} June {year}", day="", year=""),
    worded("{day} July {year}", day="", year=""),
    worded("{day} August {year}", day="", year=""),
    worded("{day} September {year}", day="", year=""),
    worded("{day} October {year}", day="", year=""),
    worded("{day} November {year}", day="", year=""),
    worded("{day} December {year}", day="", year=""),
)
"""The sentence of a day in each month; a day fills it in."""
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_EPOCH = date(1970, 1, 1).toordinal()


def day_of(at: int) -> int:
    """Return the UTC day of an instant, counted from 1970-01-01 (which is 0)."""
    return at // DAY_MS


def day_start(day: int) -> Instant:
    """Return the first millisecond of a UTC day."""
    return Instant(day * DAY_MS)


def day_end(day: int) -> Instant:
    """Return the last millisecond of a UTC day."""
    return Instant((day + 1) * DAY_MS - 1)


def parse_day(text: str) -> int:
    """Return the UTC day of a date ``2026-03-02``.

    Raises:
        ValueError: no such date, or another form.
    """
    if not _DATE.fullmatch(text):
        raise ValueError(f"not a date: {text!r}; write it like 2026-03-02")
    return date.fromisoformat(text).toordinal() - _EPOCH


def day_text(day: int) -> str:
    """Return a UTC day as ISO text, ``2026-03-02``; one that the calendar cannot write as ``utc`` writes its first instant."""
    return utc(day_start(day))[:10] if utc_writes(day_start(day)) else utc(day_start(day))


def day_words(day: int) -> str:
    """Return a UTC day in words, ``2 March 2026``; one that the calendar cannot write as ``utc`` writes its first instant."""
    if not utc_writes(day_start(day)):
        return utc(day_start(day))
    when = date.fromordinal(day + _EPOCH)
    return made(_IN_MONTH[when.month - 1].ident, "", {"day": when.day, "year": when.year})


def count_of_days(days: int) -> str:
    """Return a number of days in words: ``1 day``, ``84 days``."""
    return worded("{n} day", "{n} days", n=days)


def times(count: int) -> str:
    """Return how often in words: ``once``, ``2 times``."""
    return worded("once", "{n} times", n=count)


def parse_instant(text: str) -> Instant:
    """Return the instant of a date-time group, ``221530Z NOV 26``, or of ISO 8601 with its zone, ``2026-11-22T15:30:00Z``.

    Raises:
        ValueError: neither of them, no such moment, or no zone.
    """
    try:
        return parse_dtg(text)
    except ValueError as not_dtg:
        try:
            when = datetime.fromisoformat(text.strip())
        except ValueError:
            raise ValueError(f"{text!r}: {not_dtg} (221530Z NOV 26 or 2026-11-22T15:30:00Z)") from None
    if when.tzinfo is None:
        raise ValueError(f"{text!r} says no zone; times are UTC: end it with Z")
    since = when - datetime(1970, 1, 1, tzinfo=UTC)
    return Instant(since.days * DAY_MS + since.seconds * 1000 + since.microseconds // 1000)
