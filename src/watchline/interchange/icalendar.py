"""Activities as iCalendar (RFC 5545), for the calendars of those who plan. A calendar shows; it neither reads nor answers a notice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Final, NamedTuple

from watchline.interchange.order import first_of
from watchline.interchange.words import plain_degrees, volume_words
from watchline.measure.instant import utc_writes
from watchline.measure.volume import Volume

_FOLD: Final = 75


class Planned(NamedTuple):
    """One activity for a calendar.

    Attributes:
        ref: Its reference, ``XAA-0412``.
        summary: What is to be read in the calendar, in one line.
        volumes: Where, how high and when; each becomes an event of its own.
        words: More about it.
        version: Of the notice, from 1: a calendar replaces the older one.
        withdrawn: It does not take place.
    """

    ref: str
    summary: str
    volumes: tuple[Volume, ...]
    words: str = ""
    version: int = 1
    withdrawn: bool = False


def write_icalendar(planned: Iterable[Planned], now: int, line: str = "watchline") -> bytes:
    """Return a calendar.

    Args:
        planned: Activities.
        now: Wall clock, ms: when this calendar was made.
        line: What makes a reference unique in the world, like the line's id.

    Raises:
        ValueError: a time lies beyond the years 1 to 9999.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Watchline//activity notices//EN", "CALSCALE:GREGORIAN"]
    for activity in planned:
        for part, volume in enumerate(activity.volumes):
            lines += _event(activity, part, volume, now, line)
    lines.append("END:VCALENDAR")
    return "".join(f"{piece}\r\n" for text in lines for piece in _folded(text)).encode()


def _event(activity: Planned, part: int, volume: Volume, now: int, line: str) -> Iterator[str]:
    start, end = volume.window
    begin = now if start is None else start
    words = [volume_words(volume), activity.words]
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(activity.ref)}/{part}@{_text(line)}"
    yield f"DTSTAMP:{_time(now)}"
    yield f"SEQUENCE:{activity.version - 1}"
    if start is None:
        words.insert(0, "It goes on already, for an unknown time; the calendar begins with its own making.")
    yield f"DTSTART:{_time(begin)}"
    if end is not None:
        # A calendar knows whole seconds, and an event of no length is none.
        yield f"DTEND:{_time(max(-(-end // 1000), begin // 1000 + 1) * 1000)}"
    else:
        words.insert(0, "It has no end: until further notice.")
    at = first_of(volume.area)
    yield f"GEO:{plain_degrees(at.lat_e7)};{plain_degrees(at.lon_e7)}"
    yield f"SUMMARY:{_text(activity.summary)}"
    yield f"DESCRIPTION:{_text(' '.join(word for word in words if word))}"
    yield f"STATUS:{'CANCELLED' if activity.withdrawn else 'CONFIRMED'}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _time(at: int) -> str:
    if not utc_writes(at):
        raise ValueError(f"{at} ms is beyond the years that a calendar can write")
    when = datetime.fromtimestamp(at // 1000, UTC)
    return f"{when.year:04d}{when:%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    """Return text as a value: RFC 5545, section 3.3.11."""
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(
        "".join(letter for letter in one if letter >= " " and letter != "\x7f") for one in escaped.splitlines()
    )


def _folded(text: str) -> Iterator[str]:
    """Yield a line in pieces of at most 75 octets, those behind the first with a space before; no character is cut."""
    piece, size = "", 0
    for letter in text:
        octets = len(letter.encode("utf-8", "replace"))
        if size + octets > _FOLD:
            yield piece
            piece, size = " ", 1
        piece, size = piece + letter, size + octets
    yield piece
