"""A node's disk at work, in a process that a test kills: python writing_child.py FOLDER.

Appends to two logs at once, moves the head lock, and says the size on standard output once each is durable: ``s`` the store's,
``l`` the lock's. It goes on from whatever it finds.
"""

import asyncio
import sys
from pathlib import Path

from tests.store.growth import LINE, OURS, THEIRS, Grown, row
from watchline.node.doors import Batch, LockChange, LockRow
from watchline.store import FileHeadLock, SqliteStore


def grown_to(origin, size):
    """Return a log of this size; its leaves follow from their places."""
    log = Grown(origin)
    log.change(size)
    return log


def say(word, size):
    sys.stdout.write(f"{word} {size}\n")
    sys.stdout.flush()


async def write(folder):
    store, lock = SqliteStore(folder / "record", idle_s=0.002), FileHeadLock(folder / "anchor")
    tenure = await store.acquire("child", [LINE])
    held = store.held.logs(LINE)
    size = held[0].head.size if held else 0
    ours, theirs = grown_to(OURS, size), grown_to(THEIRS, size)
    known = (await lock.load()).get(OURS)
    known = known.head if known else None
    say("s", size)
    while True:
        count = 1 + ours.head.size * 7 % 40
        change = ours.change(count)
        size = ours.head.size
        await store.append(
            tenure, Batch((change, theirs.change(count)), (row(b"size", b"%d" % size), row(b"%08d" % size)))
        )
        say("s", size)
        await lock.swap([LockChange(OURS, known, LockRow(ours.head, size))])
        known = ours.head
        say("l", size)


if __name__ == "__main__":
    asyncio.run(write(Path(sys.argv[1])))
