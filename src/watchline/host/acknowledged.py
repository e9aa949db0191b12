"""Which officer of ours acknowledged which alarm: in the own side's book, the same on all our desks, told to no peer.

It holds for one alarm at one level: a situation that ended and began again, or grew worse, rings anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from watchline.errors import OurMistake
from watchline.host.alarm_notes import named, notes, read_note
from watchline.host.here import instant
from watchline.sentence import worded
from watchline.store import OwnBook
from watchline.watch import Alarm, Level

TABLE = "alarm_acknowledged"


class Kept(msgspec.Struct, frozen=True, array_like=True):
    """The alarm's ``since`` and level, who acknowledged it, and when (ms)."""

    since: int
    level: int
    officer: str
    at: int


def acknowledge(book: OwnBook, alarms: Iterable[Alarm], situation: str, since: int, officer: str, now: int) -> None:
    """Note that an officer acknowledged an alarm; whoever was first stays.

    Raises:
        OurMistake: no such alarm lasts.
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
    for key, _ in book.rows(TABLE):
        if key not in lasting:
            book.put(TABLE, key, None)
    row = book.row(TABLE, situation)
    known = None if row is None else read_note(row, Kept)
    if known is None or not _holds(known, alarm.since, alarm.level):
        book.put(TABLE, situation, msgspec.msgpack.encode(Kept(alarm.since, alarm.level, officer, now)))


def with_acknowledged(status: dict[str, Any], book: OwnBook) -> dict[str, Any]:
    """Return a status whose alarms say who acknowledged them."""
    known = notes(book, TABLE, Kept)
    return {**status, "alarms": [_with(alarm, known) for alarm in status["alarms"]]}


def _with(alarm: dict[str, Any], known: dict[str, Kept | None]) -> dict[str, Any]:
    if alarm["situation"] not in known:
        return alarm
    kept = known[alarm["situation"]]
    if kept is None:
        return named(alarm)
    if not _holds(kept, alarm["since"], Level[alarm["level"].upper()]):
        return alarm
    return {**alarm, "alarm_acknowledged": {"officer": kept.officer, **instant("at", kept.at)}}


def _holds(kept: Kept, since: int, level: int) -> bool:
    return kept.since == since and kept.level >= level
