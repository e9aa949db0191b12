"""Alarms: one per situation, a row of the own view (situation, level, since, ended, words). Never a cause for a silence.

Levels follow IMO bridge alert management: emergency, alarm, warning, caution. A situation that grows worse raises the level of
its one alarm; it does not make a second one.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any

import msgspec

from watchline.sentence import Sentence, again, english, kept


class Level(IntEnum):
    """How soon somebody must act: at once, now, soon, be aware."""

    CAUTION = 1
    WARNING = 2
    ALARM = 3
    EMERGENCY = 4


class Alarm(msgspec.Struct, frozen=True, array_like=True):
    """One situation. ``since`` and ``ended`` are ms of our wall clock; ``ended`` 0 while it lasts."""

    situation: str
    level: int
    since: int
    ended: int
    words: str


class _Row(msgspec.Struct, frozen=True, array_like=True):
    """An alarm as its row has it: ``made`` is what its words were made of; an earlier version wrote none."""

    situation: str
    level: int
    since: int
    ended: int
    words: str
    made: Any = None


BY_PRECEDENCE = {"Z": Level.EMERGENCY, "O": Level.ALARM, "P": Level.WARNING, "R": Level.CAUTION}
"""The level at which a message not yet read by us rings."""
EXPIRES_MS = {
    "refused": 600_000,
    "refused_by": 600_000,
    "entry": 86_400_000,
    "slot": 86_400_000,
    "test": 86_400_000,
}
"""Situations (by the part before the first slash) that end by themselves when they were not set again for so long."""


class Alarms:
    """The alarms of one line at one node.

    Args:
        active: Those that lasted when the node was stopped.
    """

    def __init__(self, active: list[Alarm]) -> None:
        self.active = {alarm.situation: alarm for alarm in active}
        self._changed: dict[str, Alarm] = {}
        self._expires = {
            alarm.situation: alarm.since + _expiry(alarm.situation) for alarm in active if _expiry(alarm.situation)
        }

    def set(self, situation: str, level: Level, words: str, at: int) -> None:
        """A situation lasts, at this level at least; the alarm keeps its ``since``."""
        if _expiry(situation):
            self._expires[situation] = at + _expiry(situation)
        known = self.active.get(situation)
        if known is not None and known.level >= level and (known.words == words or known.level > level):
            return
        since = at if known is None else known.since
        alarm = Alarm(situation, int(level), since, 0, words)
        self.active[situation] = self._changed[situation] = alarm

    def clear(self, situation: str, at: int) -> None:
        """A situation is over."""
        known = self.active.pop(situation, None)
        if known is not None:
            self._changed[situation] = msgspec.structs.replace(known, ended=max(at, known.since))

    def when(self, situation: str, level: Level, words: str, at: int, *, lasts: bool) -> None:
        """Set or clear by one condition."""
        if lasts:
            self.set(situation, level, words, at)
        else:
            self.clear(situation, at)

    def expire(self, at: int) -> None:
        """End the situations that were not set again for as long as they last by themselves."""
        for situation in [name for name, until in self._expires.items() if until <= at]:
            del self._expires[situation]
            self.clear(situation, at)

    def take_changes(self) -> list[Alarm]:
        """Return alarms that began, changed or ended since the last call, by situation."""
        changed = [self._changed[name] for name in sorted(self._changed)]
        self._changed.clear()
        return changed

    def standing(self) -> list[Alarm]:
        """Return the alarms that last, gravest first, then oldest."""
        return sorted(self.active.values(), key=lambda alarm: (-alarm.level, alarm.since, alarm.situation))


def _expiry(situation: str) -> int:
    return EXPIRES_MS.get(situation.partition("/")[0], 0)


def write_alarm(alarm: Alarm) -> bytes:
    """Return the row of an alarm."""
    words = alarm.words
    row = _Row(
        alarm.situation,
        alarm.level,
        alarm.since,
        alarm.ended,
        english(words),
        words if isinstance(words, Sentence) else None,
    )
    return msgspec.msgpack.encode(row, enc_hook=kept)


def read_alarm(row: bytes) -> Alarm:
    """Return the alarm of a row."""
    found = msgspec.msgpack.decode(row, type=_Row)
    words = found.words if found.made is None else again(found.made)
    return Alarm(found.situation, found.level, found.since, found.ended, words)
