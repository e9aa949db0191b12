"""The calendar as shown: the line tests of the coming days by circuit and initiator, the next one, and what is overdue."""

from __future__ import annotations

from typing import Any

from watchline.errors import OurMistake
from watchline.host.figures import line_began, slot
from watchline.host.here import Here, instant
from watchline.line import due_in, next_due, term_at
from watchline.measure import DAY_MS, day_of, day_start, day_text, dtg, utc_writes
from watchline.record import weekday
from watchline.watch import TestOutcome, test_rows

DAYS_DEFAULT, DAYS_MAX = 7, 366
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
CHANGES = (
    "Times, weekdays, holidays and who initiates stand in the charter. To change one is an amendment that every party signs:"
    " `watchline charter DIR draft`, then `propose`."
)
_ANSWERED = frozenset({TestOutcome.GOOD, TestOutcome.LATE, TestOutcome.BY_ONE_ACCOUNT})


def calendar(here: Here, now: int, first: int | None = None, days: int = DAYS_DEFAULT) -> dict[str, Any]:
    """Return the tests of some UTC days.

    Args:
        here: What this node can show.
        now: Wall clock, ms.
        first: The first day, counted from 1970-01-01; None: today.
        days: How many, 1 to 366.

    Raises:
        OurMistake: days that no calendar has.
    """
    start = day_of(now) if first is None else first
    if not (1 <= days <= DAYS_MAX and start >= 0 and utc_writes(day_start(start + days))):
        raise OurMistake(f"The calendar is shown for 1 to {DAYS_MAX} days from 1970 on.")
    return {
        "line": here.charter.line.hex(),
        "party": here.code,
        "demo": here.charter.demo,
        **instant("at", now),
        "from": day_text(start),
        "days": [_day(here, day, now) for day in range(start, start + days)],
        "initiator_rule": here.charter.initiator_rule,
        "answer_s": here.charter.windows.answer_s,
        "initiative_s": here.charter.windows.initiative_s,
        "next": _next(here, now),
        "overdue": _overdue(here, now),
        "changes": CHANGES,
    }


def _day(here: Here, day: int, now: int) -> dict[str, Any]:
    start = day_start(day)
    holiday = next((item for item in term_at(here.terms, start).holidays if item.day == day), None)
    tests = [
        {
            **instant("due", due.due),
            "dtg": dtg(due.due),
            "circuit": due.circuit,
            "spoken": due.circuit in charter.spoken,
            "initiator": due.initiator,
            "ours": due.initiator == here.code,
            "past": due.due <= now,
        }
        for charter, due in due_in(here.terms, start, start + DAY_MS)
    ]
    return {
        "date": day_text(day),
        "weekday": WEEKDAYS[weekday(day) - 1],
        "holiday": None if holiday is None else holiday.title,
        "tests": tests,
    }


def _next(here: Here, now: int) -> dict[str, Any] | None:
    due = next_due(here.terms, now + 1)
    if due is None:
        return None
    ours = due.initiator == here.code
    return {
        **instant("due", due.due),
        "dtg": dtg(due.due),
        "circuit": due.circuit,
        "spoken": due.circuit in term_at(here.terms, due.due).spoken,
        "initiator": due.initiator,
        "ours": ours,
        "in_s": (due.due - now) // 1000,
    }


def _overdue(here: Here, now: int) -> list[dict[str, Any]]:
    """Return the tests of the last day that are due and that no watch has answered yet; the cause is not known here."""
    start = max(now - DAY_MS, line_began(here, now))
    rows = test_rows(here.terms, here.held.row, here.held.rows, start, now, now)
    return [slot(here, row) for row in rows if row.outcome not in _ANSWERED]
