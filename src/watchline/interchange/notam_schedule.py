"""Item D of a NOTAM: at which times of which days it is active, as windows. Sunrise and whatever else is not plain goes to a person."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Final

from watchline.interchange.understood import Choice, Reading
from watchline.measure.instant import DAY_MS, Instant
from watchline.measure.volume import VOLUMES_MAX
from watchline.measure.window import Window, common

_DAYS: Final = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
_MONTHS: Final = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_RANGE: Final = re.compile(r"([0-9]{2})([0-9]{2})-([0-9]{2})([0-9]{2})")
_DAY_SPAN: Final = re.compile(r"([0-9]{1,2})(?:-([0-9]{1,2}))?")
_WEEK_SPAN: Final = re.compile(rf"({'|'.join(_DAYS)})(?:-({'|'.join(_DAYS)}))?")
_SPAN_DAYS_MAX: Final = 400


def windows_of(text: str, whole: Window, reading: Reading) -> list[Window]:
    """Return the windows of a NOTAM.

    Args:
        text: Item D, upper case, single spaces; empty: all the time.
        whole: Items B and C.
        reading: Takes notes and questions.

    Raises:
        ValueError: its times name no moment between B and C.
    """
    if not text or text == "H24":
        return [whole]
    try:
        made = _windows(text, whole)
    except ValueError:
        made = None
    if made is None or len(made) > VOLUMES_MAX or whole.end is None:
        reading.ask(
            "schedule",
            f"Item D) limits it to times that are not read here: {text[:200]}",
            Choice("whole", "all the time from B) to C), which is more than it says"),
        )
        return [whole]
    if not made:
        raise ValueError("item D) names no moment between B) and C)")
    reading.note(f"Item D), {text[:200]}, is {len(made)} window{'s' if len(made) > 1 else ''}.")
    return made


def _windows(text: str, whole: Window) -> list[Window]:
    """Return the windows of a schedule, those that touch joined; ValueError if a part of it is not plain."""
    if whole.start is None or whole.end is None:
        raise ValueError
    first, last = (datetime.fromtimestamp(at // 1000, UTC).date() for at in (whole.start, whole.end))
    if (last - first).days > _SPAN_DAYS_MAX:
        raise ValueError
    every = [first + timedelta(days=n) for n in range(-1, (last - first).days + 1)]
    found: list[Window] = []
    days: set[date] | None = None
    times: list[tuple[int, int]] = []
    month: int | None = None
    for token in [*text.replace(",", " ").replace(" AND ", " ").replace("/", " ").split(), ""]:
        hours = _RANGE.fullmatch(token)
        if hours is not None:
            times.append(_hours(hours))
            continue
        if times:  # a new group of days begins
            found += [_on(day, span) for day in every if days is None or day in days for span in times]
            days, times = None, []
        if not token or token in {"DAILY", "DLY"}:
            continue
        if token in _MONTHS:
            month = _MONTHS.index(token) + 1
            continue
        days = (days or set()) | _days(token, month, every)
    if days is not None or not found:
        raise ValueError
    inside = [part for window in found if (part := common(window, whole)) is not None]
    return _joined(inside)


def _hours(found: re.Match[str]) -> tuple[int, int]:
    """Return minutes of the day, the end after the start: it may be on the next day."""
    numbers = [int(part) for part in found.groups()]
    start, end = numbers[0] * 60 + numbers[1], numbers[2] * 60 + numbers[3]
    if max(start, end) > 24 * 60 or max(numbers[1], numbers[3]) > 59:
        raise ValueError
    return start, end if end > start else end + 24 * 60


def _days(token: str, month: int | None, every: list[date]) -> set[date]:
    """Return which days a word names."""
    week = _WEEK_SPAN.fullmatch(token)
    if week is not None:
        start = _DAYS.index(week[1])
        length = (_DAYS.index(week[2] or week[1]) - start) % 7
        return {day for day in every if (day.weekday() - start) % 7 <= length}
    span = _DAY_SPAN.fullmatch(token)
    if span is None:
        raise ValueError
    low, high = int(span[1]), int(span[2] or span[1])
    named = {day for day in every if low <= day.day <= high and month in {None, day.month}}
    if not 1 <= low <= high <= 31 or (month is None and len({(day.year, day.month) for day in named}) > 1):
        raise ValueError
    return named


def _on(day: date, span: tuple[int, int]) -> Window:
    midnight = (day - date(1970, 1, 1)).days * DAY_MS
    return Window(Instant(midnight + span[0] * 60_000), Instant(midnight + span[1] * 60_000))


def _joined(windows: list[Window]) -> list[Window]:
    made: list[Window] = []
    for window in sorted(windows, key=lambda one: (one.start or 0, one.end or 0)):
        before = made[-1] if made else None
        if before is not None and before.end is not None and window.start is not None and window.start <= before.end:
            made[-1] = Window(before.start, max(before.end, window.end or before.end))
        else:
            made.append(window)
    return made
