"""Which alarm an officer of ours put aside, until when and why: in the own side's book, the same on all our desks, told to no peer.

Only a warning or a caution (ISA-18.2: shelved, timed, with a reason). It comes back by itself when its time is over, when it grows
worse, and when it ended and begins again. A FLASH is an emergency and cannot be put aside.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from watchline.errors import OurMistake
from watchline.host.alarm_notes import named, notes
from watchline.host.here import instant
from watchline.sentence import worded
from watchline.store import OwnBook
from watchline.watch import Alarm, Level

TABLE = "alarm_shelved"
MINUTES_MAX = 480
REASON_CHARS_MAX = 200
_SLACK_MS = 60_000
"""A clock that stepped back by more shows what was put aside again: it would else stay away for longer than was said."""


class Kept(msgspec.Struct, frozen=True, array_like=True):
    """The alarm's ``since`` and level, who put it aside, from when until when (ms), and why."""

    since: int
    level: int
    officer: str
    at: int
    until: int
    reason: str


def shelve(
    book: OwnBook,
    alarms: Iterable[Alarm],
    situation: str,
    since: int,
    officer: str,
    now: int,
    minutes: int,
    reason: str,
) -> None:
    """Note that an officer put an alarm aside; the newest such note holds.

    Args:
        book: The own side's.
        alarms: Those that last.
        situation: Which alarm.
        since: Since when it lasts, as it stands in the status.
        officer: Who.
        now: Wall clock, ms.
        minutes: How long, at most eight hours; 0 takes it back.
        reason: Why, in words.

    Raises:
        OurMistake: no such alarm lasts, it is graver than a warning, too long, or no reason.
    """
    lasting = {alarm.situation: alarm for alarm in alarms}
    alarm = lasting.get(situation)
    if alarm is None or alarm.since != since:
        raise OurMistake(
            worded(
                "No such alarm lasts any more: {situation}. It may have ended; look at the list.",
                situation=situation[:80],
            )
        )
    if alarm.level > Level.WARNING:
        raise OurMistake("Only a warning or a caution can be put aside. An alarm or an emergency waits for an officer.")
    if not 0 <= minutes <= MINUTES_MAX or (minutes and not 0 < len(reason.strip()) <= REASON_CHARS_MAX):
        raise OurMistake(
            worded(
                "Give a reason of at most {most} characters, and a time of at most eight hours.",
                most=REASON_CHARS_MAX,
            )
        )
    for key, note in notes(book, TABLE, Kept).items():
        if key not in lasting or note is None or note.until <= now:
            book.put(TABLE, key, None)
    kept = Kept(since, alarm.level, officer, now, now + 60_000 * minutes, reason.strip())
    book.put(TABLE, situation, msgspec.msgpack.encode(kept) if minutes else None)


def with_shelved(status: dict[str, Any], book: OwnBook, now: int) -> dict[str, Any]:
    """Return a status whose alarms say which of them are put aside now."""
    known = notes(book, TABLE, Kept)
    return {**status, "alarms": [_with(alarm, known, now) for alarm in status["alarms"]]}


def _with(alarm: dict[str, Any], known: dict[str, Kept | None], now: int) -> dict[str, Any]:
    level, situation = Level[alarm["level"].upper()], alarm["situation"]
    if situation not in known:
        return alarm
    kept = known[situation]
    if kept is None:
        return named(alarm)
    if kept.since != alarm["since"] or level > kept.level or not kept.at - _SLACK_MS <= now < kept.until:
        return alarm
    times = {**instant("at", kept.at), **instant("until", kept.until)}
    return {**alarm, "shelved": {"officer": kept.officer, **times, "reason": kept.reason}}
