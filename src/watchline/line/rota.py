"""Line tests due: the charter's calendar, and who initiates on which day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from watchline.measure import DAY_MS, Instant
from watchline.record import Charter

_MINUTE_MS = 60_000


class TestDue(NamedTuple):
    """One slot of one day: (instant it is due, circuit, code of the party that initiates)."""

    due: Instant
    circuit: str
    initiator: str


def initiator(charter: Charter, at: int) -> str:
    """Return who starts all tests of the UTC day of ``at``: party number (days since 1970-01-01 modulo parties)."""
    return charter.codes[(at // DAY_MS) % len(charter.codes)]


def tests_due(charter: Charter, start: int, end: int) -> Iterator[TestDue]:
    """Yield the tests due at ``start`` ≤ instant < ``end``, in order of time."""
    day = start // DAY_MS * DAY_MS
    while day < end and charter.calendar:
        for slot in charter.calendar:
            due = day + slot.minute * _MINUTE_MS
            if start <= due < end:
                yield TestDue(Instant(due), slot.circuit, initiator(charter, due))
        day += DAY_MS


def next_test(charter: Charter, after: int) -> TestDue | None:
    """Return the first test due at or after an instant; None if the calendar is empty."""
    return next(tests_due(charter, after, after + 2 * DAY_MS), None)
