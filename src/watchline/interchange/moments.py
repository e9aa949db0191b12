"""Times of files as whole milliseconds; a start is rounded down and an end up, so that no window gets shorter."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from watchline.measure.instant import DAY_MS, Instant

_RFC_3339: Final = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt ]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,12}))?([Zz]|[+-][0-9]{2}:[0-9]{2})?"
)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def moment(value: Any, name: str, *, up: bool) -> Instant | None:
    """Return the instant of RFC 3339 text; null is none.

    Args:
        value: ``2026-11-22T15:30:00Z``, with any offset.
        name: Of the field, for the words.
        up: An end: a fraction of a millisecond counts as a whole one.

    Raises:
        ValueError: another form, no offset, or no such moment.
    """
    if value is None:
        return None
    found = _RFC_3339.fullmatch(value.strip()) if isinstance(value, str) and len(value) < 64 else None
    if found is None:
        raise ValueError(f"{name} is null or like 2026-11-22T15:30:00Z, not {str(value)[:40]!r}")
    *numbers, fraction, zone = found.groups()
    if zone is None:
        raise ValueError(f"{name} {value!r} says no zone; times are UTC: end it with Z")
    year, month, day, hour, minute, second = map(int, numbers)
    if second == 60:
        raise ValueError(
            f"{name} {value!r} is a leap second, which no clock here has; write the second before or after"
        )
    try:
        since = datetime(year, month, day, hour, minute, second, tzinfo=UTC) - _EPOCH - _offset(zone)
    except (ValueError, OverflowError):
        raise ValueError(f"{name} {value!r}: there is no such moment") from None
    digits = (fraction or "").ljust(12, "0")
    ms = int(digits[:3]) + (up and int(digits[3:]) > 0)
    return Instant(since.days * DAY_MS + since.seconds * 1000 + ms)


def _offset(zone: str) -> timedelta:
    if zone in {"Z", "z"}:
        return timedelta()
    hours, minutes = int(zone[1:3]), int(zone[4:])
    if hours > 23 or minutes > 59:
        raise ValueError
    return (-1 if zone[0] == "-" else 1) * timedelta(hours=hours, minutes=minutes)
