"""The record in SQLite: one writing connection, one transaction at a time, and a commit that is never cancelled.

Theory of operation. A write (acquire, append, erase) takes its turn, opens a transaction, compares the fence of every line
that it touches and the head of every log, and writes: microseconds, in the node's thread. The COMMIT, which waits for the
disk, is done in a thread of its own (``turns.py`` says why). The write-ahead log is moved into the database between turns
only: in a pause, or when it has grown long. Reads have a connection of their own and see what is committed.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

from watchline.errors import StoreFailed
from watchline.store.check import line_of, touched
from watchline.store.limits import FEED_KEPT, IDLE_S, WAL_PAGES_MAX
from watchline.store.sqlite_file import create
from watchline.store.sqlite_held import SqliteHeld
from watchline.store.sqlite_writer import SqliteWriter
from watchline.store.turns import Turns

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from watchline.node.doors import Batch, FeedRow, Held, Stored, Tenure

T = TypeVar("T")


class SqliteStore:
    """The ``Store`` door over a database file.

    Args:
        path: The database, made before by ``SqliteStore.create``.
        sync: Wait for the disk at each commit. False only for benchmarks and for writing history.
        threaded: Wait for it in a thread; the default is ``sync``, since without it there is nothing to wait for.
        feed_kept: Feed rows kept at least.
        idle_s: A pause of so many seconds is used to move the write-ahead log into the database.
        vfs: Name of another SQLite file system, for tests.

    Raises:
        StoreFailed: missing, damaged, of another program or of a newer version; the message says which.
    """

    def __init__(
        self,
        path: Path,
        *,
        sync: bool = True,
        threaded: bool | None = None,
        feed_kept: int = FEED_KEPT,
        idle_s: float = IDLE_S,
        vfs: str | None = None,
    ) -> None:
        self._path = path
        self._writer = SqliteWriter(path, sync=sync, feed_kept=feed_kept, vfs=vfs)
        try:
            self._held = SqliteHeld(path, vfs=vfs)
        except StoreFailed:
            self._writer.close()
            raise
        self._turns = Turns("watchline-store", threaded=sync if threaded is None else threaded)
        self._idle_s = idle_s
        self._timer: asyncio.TimerHandle | None = None
        self._quiet = True
        self._closed = False

    @staticmethod
    def create(path: Path) -> None:
        """Make an empty record at ``path``, readable by its owner only.

        Raises:
            OurMistake: something is there already.
            StoreFull, StoreFailed: the disk.
        """
        create(path)

    @property
    def held(self) -> Held:
        """Synchronous reads of what is committed, in one thread at a time."""
        return self._held

    async def acquire(self, owner: str, lines: Sequence[bytes]) -> Tenure:
        """Raise the fence of these lines, durably, and return the right to write them; see ``Store.acquire``."""
        tenure = await self._transaction(lambda: self._writer.acquire(owner, lines))
        self._writer.end_doubt()
        return tenure

    async def append(self, tenure: Tenure, batch: Batch) -> Stored:
        """Make a batch durable whole or not at all; see ``Store.append``."""
        lines = touched(tenure, batch)
        return await self._transaction(lambda: self._writer.append(tenure, lines, batch))

    async def feed(self, after: int, limit: int) -> Sequence[FeedRow]:
        """Return feed rows numbered above ``after``, in order, without gaps."""
        return self._held.feed(after, limit)

    async def erase(self, tenure: Tenure, entries: Sequence[tuple[str, int]]) -> None:
        """Erase body and salt of (origin, index) entries; leaves stay. The bytes leave the files too."""
        lines = {line_of(origin) for origin, _ in entries}
        await self._transaction(lambda: self._writer.erase(tenure, lines, entries), self._writer.commit_and_empty)

    async def release(self, tenure: Tenure) -> None:
        """Give the tenure back and close, after all that is queued. A second time does nothing."""
        if not self._closed:
            await self._transaction(lambda: self._writer.give_back(tenure))
            self.close()

    def close(self) -> None:
        """Close without giving a tenure back, after the commit that was begun. Blocks; a second time does nothing."""
        if self._closed:
            return
        self._closed = True
        if self._timer:
            self._timer.cancel()
        self._turns.close()
        self._held.close()
        self._writer.close()

    async def _transaction(self, job: Callable[[], T], commit: Callable[[], None] | None = None) -> T:
        """Do a job in one transaction, in its turn, and wait until it is durable."""
        await self._turns.take()
        try:
            if self._closed:
                raise StoreFailed(f"{self._path} is closed; start the node again")
            result = self._writer.stage(job)
        except BaseException:
            self._turns.give()
            raise
        afterwards = self._writer.checkpoint if self._writer.pages >= WAL_PAGES_MAX else None
        await self._turns.finish(commit or self._writer.commit, afterwards)
        self._watch_for_a_pause()
        return result

    def _watch_for_a_pause(self) -> None:
        """See that the next pause is used."""
        self._quiet = False
        if self._timer is None and self._writer.wants_a_pause():
            self._timer = asyncio.get_running_loop().call_later(self._idle_s, self._pause)

    def _pause(self) -> None:
        """Move the write-ahead log into the database if nothing was written since the timer was set; else wait on."""
        self._timer = None
        if self._closed:
            return
        loop = asyncio.get_running_loop()
        if self._quiet and self._turns.try_take():
            self._turns.begin(self._writer.checkpoint)
        else:
            self._quiet = True
            self._timer = loop.call_later(self._idle_s, self._pause)
