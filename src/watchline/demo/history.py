"""A year of two line tests a day, written by the simulator into the real stores and anchor stores of both nodes.

Founding and every entry go through the shipped ``handle`` and ``perform``; nobody waits for the disk in between, so the folders are
written aside and made durable before any process starts on them.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

from watchline.host.config import ANCHOR, RECORD
from watchline.measure import DAY_MS
from watchline.node.doors import HeadLock, Store
from watchline.sim.clock import FakeClock
from watchline.sim.officer import HOUR, Habits, Officer
from watchline.sim.setting import Setting
from watchline.sim.world import World
from watchline.store import FileHeadLock, SqliteStore

Progress = Callable[[int, int], None]
"""(days done, days in all)."""
HABITS = Habits(messages=0.35, late=0.03, never=0.01, twice=0.0)
_QUIET_MS = 30 * HOUR
"""Before the end nobody begins anything new, so that the live part starts with nothing open."""


def write_history(
    folders: dict[str, Path], setting: Setting, *, start: int, days: int, end: int, progress: Progress | None = None
) -> int:
    """Found the line in both nodes' stores and let ``days`` days pass; return how many entries both logs then hold.

    Args:
        folders: The node folder of each party, made by ``init_node``, no process running on it.
        setting: Charter and parties.
        start: UTC milliseconds at which the line is founded.
        days: For the progress only.
        end: UTC milliseconds at which the history ends.
        progress: Told after each day.
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

    async def pass_by() -> None:
        await world.begin()
        for day in range((end - start) // DAY_MS + 1):
            await world.run(min((day + 1) * DAY_MS, end - start))
            if progress is not None:
                progress(min(day + 1, days), days)

    try:
        asyncio.run(pass_by())
        return sum(row.head.size for row in world[setting.charter.codes[0]].held.logs(setting.charter.line))
    finally:
        for door in closing:
            door.close()


__all__ = ["write_history"]
