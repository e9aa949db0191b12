"""Windows of time: closed at both ends, and open-ended where an end is not said."""

from __future__ import annotations

from typing import Final, NamedTuple

from watchline.measure.instant import Instant

TIME_MS_MAX: Final = 2**53


class Window(NamedTuple):
    """From ``start`` to ``end``, both included, in UTC milliseconds.

    Attributes:
        start: None: now and before.
        end: None: until further notice.
    """

    start: Instant | None
    end: Instant | None


def check_window(window: Window) -> None:
    """Raise ValueError if a window ends before it starts, or a time is beyond all calendars."""
    if any(time is not None and abs(time) > TIME_MS_MAX for time in window):
        raise ValueError("a time is more than 285,000 years from 1970")
    if window.start is not None and window.end is not None and window.end < window.start:
        raise ValueError("the window ends before it starts; exchange the two times")


def window_gap(one: Window, other: Window) -> int:
    """Return the milliseconds between two windows; 0 if they share a moment, touching included."""
    first, then = (one, other) if _begins(one) <= _begins(other) else (other, one)
    if first.end is None or then.start is None:
        return 0
    return max(0, then.start - first.end)


def common(one: Window, other: Window) -> Window | None:
    """Return the time that two windows share, or None."""
    starts = [start for start in (one.start, other.start) if start is not None]
    ends = [end for end in (one.end, other.end) if end is not None]
    made = Window(max(starts, default=None), min(ends, default=None))
    return None if made.start is not None and made.end is not None and made.end < made.start else made


def widened(window: Window, ms: int) -> Window:
    """Return a window that begins so much earlier and ends so much later."""
    start, end = window
    return Window(None if start is None else Instant(start - ms), None if end is None else Instant(end + ms))


def shifted(window: Window, ms: int) -> Window:
    """Return a window moved by so much, later if positive; an open end stays open."""
    start, end = window
    return Window(None if start is None else Instant(start + ms), None if end is None else Instant(end + ms))


def _begins(window: Window) -> float:
    return float("-inf") if window.start is None else window.start
