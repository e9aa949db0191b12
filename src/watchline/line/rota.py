"""Line tests due: the charter's calendar with its weekdays and holidays, and who initiates which.

Everything is a function of the charter and an instant, in UTC days: both parties compute the same. Cost of an interval: its slots,
and the days that the calendar skips between two of them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from watchline.measure import DAY_MS, Instant
from watchline.record import Charter

_MINUTE_MS = 60_000
_WEEK_DAYS = 7
_MONDAY_BEFORE = 3
"""1970-01-01 was a Thursday: weeks count from Monday 1969-12-29."""


class TestDue(NamedTuple):
    """One slot of one day: (instant it is due, circuit, code of the party that initiates)."""

    due: Instant
    circuit: str
    initiator: str


def initiator(charter: Charter, at: int) -> str:
    """Return who initiates a test due at an instant, by the charter's rule; parties count from 0 in charter order.

    ``day``: days since 1970-01-01 modulo parties. ``week``: weeks since Monday 1969-12-29. ``slot``: days, plus the minutes of that
    day that have a test and come before. So all tests of one minute have one initiator under every rule.
    """
    day = at // DAY_MS
    turn = day
    if charter.initiator_rule == "week":
        turn = (day + _MONDAY_BEFORE) // _WEEK_DAYS
    elif charter.initiator_rule == "slot":
        minute = at % DAY_MS // _MINUTE_MS
        turn = day + len({slot.minute for slot in charter.slots_of_day(day) if slot.minute < minute})
    return charter.codes[turn % len(charter.codes)]


def tests_due(charter: Charter, start: int, end: int) -> Iterator[TestDue]:
    """Yield the tests due at ``start`` ≤ instant < ``end``, in order of time."""
    for day in _days(charter, start // DAY_MS, -(-end // DAY_MS)):
        for slot in charter.slots_of_day(day):
            due = day * DAY_MS + slot.minute * _MINUTE_MS
            if start <= due < end:
                yield TestDue(Instant(due), slot.circuit, initiator(charter, due))


def next_test(charter: Charter, after: int) -> TestDue | None:
    """Return the first test due at or after an instant; None if the calendar has no more."""
    holidays = charter.holidays
    if any(charter.weekly):  # each holiday takes at most one of the days that come every week
        last = after // DAY_MS + _WEEK_DAYS * (len(holidays) + 2)
    else:
        last = holidays[-1].day if holidays else -1
    return next(tests_due(charter, after, (last + 1) * DAY_MS), None)


def _days(charter: Charter, first: int, end: int) -> Iterable[int]:
    """Return the days from ``first`` below ``end`` that may have tests: all, or only holidays if no weekday has any."""
    if any(charter.weekly):
        return range(first, end)
    days = list(charter.holiday_slots)
    return days[bisect_left(days, first) : bisect_left(days, end)]
