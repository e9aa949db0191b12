"""The test calendar of a charter: slots with weekdays, and holidays (docs/spec/charter.md)."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import msgspec

from watchline.record import charter_limits as limits
from watchline.record.charter_reading import Unknown, count, day, many, once, words, wrong

WEEKDAYS: Final = (1, 2, 3, 4, 5, 6, 7)
"""ISO 8601: Monday is 1, Sunday 7."""
INITIATOR_RULES: Final = ("day", "week", "slot")
"""Who initiates: the party whose turn the UTC day is, the week, or each minute of the day in turn."""
_DAY_MINUTES = 1440
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()


class Slot(msgspec.Struct, frozen=True):
    """One line test due at ``minute`` of the UTC day, on one circuit, on these weekdays (none named: every day)."""

    minute: int
    circuit: str
    weekdays: tuple[int, ...] = ()


class Holiday(msgspec.Struct, frozen=True):
    """One UTC date on which these tests are due instead of those of its weekday; mostly none."""

    date: date
    calendar: tuple[Slot, ...]
    title: str

    @property
    def day(self) -> int:
        """Days since 1970-01-01."""
        return self.date.toordinal() - _EPOCH_ORDINAL


def weekday(day_number: int) -> int:
    """Return the weekday of a UTC day (days since 1970-01-01, a Thursday): Monday is 1."""
    return (day_number + 3) % 7 + 1


def read_calendar(
    value: Any, field: str, circuits: tuple[str, ...], unknown: Unknown, *, weekly: bool
) -> tuple[Slot, ...]:
    """Return the slots of a day, ascending; ``weekly``: they may name weekdays."""
    made = []
    known = ("minute", "circuit", "weekdays") if weekly else ("minute", "circuit")
    for item in many(value, field, limits.SLOTS_MAX):
        fields = unknown.table(item, field, known)
        circuit = fields.get("circuit")
        if circuit not in circuits:
            raise wrong(
                f"{field}.circuit", f"{circuit!r} is no circuit of this charter; they are {', '.join(circuits)}"
            )
        if "weekdays" in fields and not weekly:
            raise wrong(f"{field}.weekdays", "a date has its weekday already; leave it out")
        minute = count(fields.get("minute"), f"{field}.minute", 0, _DAY_MINUTES - 1, "write the minute of the UTC day")
        made.append(Slot(minute, circuit, _weekdays(fields["weekdays"], field) if "weekdays" in fields else ()))
    if made != sorted(made, key=lambda slot: slot.minute):
        raise wrong(field, "the slots are not in ascending order of their minutes; write the earliest first")
    if len({(slot.minute, slot.circuit) for slot in made}) != len(made):
        raise wrong(field, "a circuit is tested twice in one minute; write one slot, with all its weekdays")
    return tuple(made)


def read_holidays(value: Any, circuits: tuple[str, ...], unknown: Unknown) -> tuple[Holiday, ...]:
    """Return the holidays, ascending by date."""
    made = []
    for item in many(value, "holidays", limits.HOLIDAYS_MAX):
        fields = unknown.table(item, "holidays", ("date", "calendar", "title"))
        slots = read_calendar(fields.get("calendar", []), "holidays.calendar", circuits, unknown, weekly=False)
        title = words(fields["title"], "holidays.title", limits.NAME_TEXT_MAX) if "title" in fields else ""
        made.append(Holiday(day(fields.get("date"), "holidays.date"), slots, title))
    once(made, "holidays.date", lambda item: item.date.isoformat())
    if made != sorted(made, key=lambda item: item.date):
        raise wrong("holidays", "the dates are not in ascending order; write the earliest first")
    return tuple(made)


def _weekdays(value: Any, field: str) -> tuple[int, ...]:
    found = many(value, f"{field}.weekdays", len(WEEKDAYS), 1)
    days = tuple(count(item, f"{field}.weekdays", 1, 7, "write a weekday, Monday is 1,") for item in found)
    once(days, f"{field}.weekdays")
    if list(days) != sorted(days):
        raise wrong(f"{field}.weekdays", "write them in ascending order, Monday (1) first")
    return days
