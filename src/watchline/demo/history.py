"""A year of two line tests a day, and a story, written by the simulator into the real stores and anchor stores of both nodes.

Founding and every entry go through the shipped ``handle`` and ``perform``; nobody waits for the disk in between, so the folders are
written aside and made durable before any process starts on them.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from watchline.demo.script import Story
from watchline.demo.story import OPENING_MS, Telling
from watchline.errors import OurMistake
from watchline.host.config import ANCHOR, RECORD
from watchline.measure import DAY_MS, day_of
from watchline.node.doors import HeadLock, Store
from watchline.sim.clock import FakeClock
from watchline.sim.officer import Habits, Officer
from watchline.sim.setting import Setting
from watchline.sim.speaker import HOUR
from watchline.sim.world import World
from watchline.store import FileHeadLock, SqliteStore

Progress = Callable[[int, int], None]
"""(days done, days in all)."""
HABITS = Habits(messages=0.35, late=0.03, never=0.01, twice=0.0)
_QUIET_MS = 30 * HOUR
"""Before the end nobody begins anything new, so that the live part starts with nothing open."""


class Told(NamedTuple):
    """The story as the history tells it.

    Attributes:
        story: Which.
        day: UTC day (since 1970-01-01) that is its day 0.
        refs: What its calls are called in the record.
        calls: How many calls of it were told.
        whole: All of it was; else only what began inside the history.
    """

    story: Story
    day: int
    refs: dict[str, str]
    calls: int
    whole: bool

    @property
    def newest(self) -> str:
        """The newest call of the story, as it is called in the record."""
        return self.refs[[step.thing for step in self.story.steps if step.verb == "call"][-1]]


class History(NamedTuple):
    """What was written: how many entries both logs then hold, and the story in it."""

    entries: int
    told: Told


def write_history(
    folders: dict[str, Path],
    setting: Setting,
    story: Story,
    *,
    start: int,
    days: int,
    end: int,
    progress: Progress | None = None,
) -> History:
    """Found the line in both nodes' stores and let ``days`` days pass, the last of them the last of the story.

    Args:
        folders: The node folder of each party, made by ``init_node``, no process running on it.
        setting: Charter and parties.
        story: Told so that its last day is the day on which the history ends; what would have begun before is left out.
        start: UTC milliseconds at which the line is founded.
        days: For the progress only.
        end: UTC milliseconds at which the history ends.
        progress: Told after each day.

    Raises:
        OurMistake: a node refused what the story says, or the record does not show what the story expects.
    """
    doors: dict[str, tuple[Store, HeadLock]] = {}
    closing: list[SqliteStore | FileHeadLock] = []

    async def disks(code: str) -> tuple[Store, HeadLock]:
        if code not in doors:
            store = SqliteStore(folders[code] / RECORD, sync=False)
            lock = FileHeadLock(folders[code] / ANCHOR, sync=False)
            closing.extend((store, lock))
            doors[code] = (store, lock)
        return doors[code]

    world = World(setting, os.urandom(8).hex(), disks=disks, start=start)
    for member in world.members.values():
        member.clock = FakeClock(start, 0, 0, 1_000_000)
    for code in setting.charter.codes:
        officer = Officer(world, world[code], HABITS, end - start)
        officer.messages_until = end - start - _QUIET_MS
    telling = Telling(world, story, _day_0(story, end), start + OPENING_MS)

    async def pass_by() -> None:
        await world.begin()
        for day in range((end - start) // DAY_MS + 1):
            await world.run(min((day + 1) * DAY_MS, end - start))
            if progress is not None:
                progress(min(day + 1, days), days)

    try:
        asyncio.run(pass_by())
        unmet = telling.unmet + telling.unmet_contacts()
        if unmet:
            raise OurMistake("The history does not show what its story expects:\n" + "\n".join(unmet))
        entries = sum(row.head.size for row in world[setting.charter.codes[0]].held.logs(setting.charter.line))
        return History(entries, Told(story, telling.day, telling.refs, telling.calls, telling.whole))
    finally:
        for door in closing:
            door.close()


def _day_0(story: Story, end: int) -> int:
    """Return the UTC day that is day 0 of a story whose last day is the day of ``end``, or the one before if it would not be over."""
    day = day_of(end) - story.last_day
    return day if day * DAY_MS + story.steps[-1].at < end else day - 1


__all__ = ["History", "Told", "write_history"]
