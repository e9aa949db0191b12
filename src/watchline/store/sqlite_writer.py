"""The writing connection: what one transaction does, statement by statement.

``stage`` opens a transaction and writes into it; ``commit`` waits for the disk. Between the two nobody else may use it.
"""

from __future__ import annotations

from contextlib import suppress
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeVar

import apsw

from watchline.errors import OutcomeUnknown, Superseded
from watchline.log import EMPTY, Head
from watchline.node.doors import Stored, Tenure
from watchline.store import sqlite_sql as sql
from watchline.store.check import held_already
from watchline.store.feed import write_feed
from watchline.store.limits import WAL_PAGES_IDLE
from watchline.store.sqlite_file import in_words, open_writer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from watchline.log import LogChange
    from watchline.node.doors import Batch

T = TypeVar("T")

_TRIM_EVERY = 1_024


class SqliteWriter:
    """The one writing connection.

    Args:
        path: The database.
        sync: Wait for the disk at each commit.
        feed_kept: Feed rows kept at least.
        vfs: Name of another SQLite file system, for tests.

    Attributes:
        pages: Length of the write-ahead log in pages.
    """

    def __init__(self, path: Path, *, sync: bool, feed_kept: int, vfs: str | None) -> None:
        self._path = path
        self._connection = open_writer(path, sync=sync, vfs=vfs)
        self._execute = self._connection.execute
        self._executemany = self._connection.executemany
        self._feed_kept = feed_kept
        self._doubt = False
        self.pages = 0
        self._connection.set_wal_hook(self._note_pages)
        # What a crash left in the write-ahead log may have been read from memory that a failing disk never took.
        self._must_empty = True
        self.checkpoint()

    def stage(self, job: Callable[[], T]) -> T:
        """Open a transaction and do a job in it; on any error nothing is left open.

        Raises:
            StoreFull, StoreFailed, Superseded: nothing was written.
        """
        try:
            self._execute(sql.BEGIN)
            return job()
        except BaseException as why:
            self._roll_back()
            if isinstance(why, apsw.Error):
                raise in_words(why, self._path) from why
            raise

    def commit(self) -> None:
        """Make what was staged durable.

        Raises:
            OutcomeUnknown: the disk failed in the middle; whether it is stored is not known.
            StoreFull: nothing was written.
        """
        try:
            self._execute(sql.COMMIT)
        except apsw.Error as why:
            self._roll_back()
            words = in_words(why, self._path, committing=True)
            self._doubt = self._doubt or isinstance(words, OutcomeUnknown)
            raise words from why

    def commit_and_empty(self) -> None:
        """Commit, then cut the write-ahead log off, so that no erased byte stays in it. See ``commit``."""
        self.commit()
        self._must_empty = True
        self.checkpoint()

    def wants_a_pause(self) -> bool:
        """Tell whether a pause should be used for a checkpoint."""
        return self._must_empty or self.pages >= WAL_PAGES_IDLE

    def checkpoint(self) -> None:
        """Move the write-ahead log into the database, as far as no reader stands in the way."""
        mode = apsw.SQLITE_CHECKPOINT_TRUNCATE if self._must_empty else apsw.SQLITE_CHECKPOINT_PASSIVE
        try:
            self._connection.wal_checkpoint(mode=mode)
            self._must_empty = False
            self.pages = 0
        except apsw.Error:
            # Nothing is lost: what is committed stays in the write-ahead log, and the next append meets the same disk.
            return

    def close(self) -> None:
        """Close the connection; SQLite moves the write-ahead log into the database if it can."""
        with suppress(apsw.Error):
            self._connection.close()

    def acquire(self, owner: str, lines: Sequence[bytes]) -> Tenure:
        """Raise the fence of these lines above any that they had. Ends the doubt about an earlier write."""
        found = [row for line in lines for row in self._ask(sql.FENCE, line)]
        fence: int = 1 + max((row[0] for row in found), default=0)
        self._executemany(sql.SET_FENCE, [(line, fence, owner) for line in lines])
        return Tenure(owner, fence, tuple(lines))

    def end_doubt(self) -> None:
        """A tenure was acquired: whoever holds it compares the heads before anything else."""
        self._doubt = False

    def append(self, tenure: Tenure, lines: set[bytes], batch: Batch) -> Stored:
        """Compare every head and write the batch."""
        self._check_tenure(tenure, lines)
        rows = [self._ask(sql.LOG, change.origin) for change in batch.changes]
        heads = [Head(row[0][1], row[0][3]) if row else EMPTY for row in rows]
        feed: int = self._ask(sql.FEED_LAST)[0][0]
        for change, head in zip(batch.changes, heads, strict=True):
            if head != change.old:
                if held_already(zip(batch.changes, heads, strict=True)):
                    return Stored(feed)
                raise Superseded(f"{change.origin}: the head held is not the one this batch grows from; stop signing")
        for change, row in zip(batch.changes, rows, strict=True):
            self._write_change(change, row[0] if row else None)
        return Stored(self._write_rows(batch, feed) if batch.rows else feed)

    def erase(self, tenure: Tenure, lines: set[bytes], entries: Sequence[tuple[str, int]]) -> None:
        """Erase bodies and salts; the connection overwrites what it frees."""
        self._check_tenure(tenure, lines)
        places = []
        for origin, index in entries:
            places += [((number << sql.PLACE_BITS) + index,) for (number,) in self._ask(sql.LOG_NUMBER, origin)]
        self._executemany(sql.ERASE_ENTRY, places)

    def give_back(self, tenure: Tenure) -> None:
        """End a tenure, if it is still this one."""
        self._executemany(sql.GIVE_BACK, [(line, tenure.fence, tenure.owner) for line in tenure.lines])

    def _check_tenure(self, tenure: Tenure, lines: set[bytes]) -> None:
        """Raise unless this tenure may write these lines now."""
        if self._doubt:
            raise OutcomeUnknown(
                f"whether the last write to {self._path} happened is not known: acquire again and compare heads"
            )
        for line in lines:
            if self._ask(sql.FENCE, line) != [(tenure.fence, tenure.owner)]:
                raise Superseded(f"another tenure of line {line.hex()[:16]} began; this node must stop signing")

    def _write_change(self, change: LogChange, held: tuple[int, int, int, bytes] | None) -> None:
        """Write what a batch does to one log."""
        size, root = change.new
        if held is None:
            number = 1 + self._ask(sql.LOG_NUMBER_LAST)[0][0]
            self._execute(sql.ADD_LOG, (change.origin, number, size, change.old.size, root, change.state))
        else:
            number = held[0]
            before = held[2] if change.new == change.old else change.old.size
            self._execute(sql.SET_LOG, (size, before, root, change.state, change.origin))
        base = number << sql.PLACE_BITS
        if change.entries:
            self._executemany(
                sql.ADD_ENTRY,
                [(base + index, depth, h, leaf, salt, body) for index, leaf, h, salt, body, depth in change.entries],
            )
        if change.nodes:
            self._executemany(sql.ADD_NODE, [(number, level, index, h) for level, index, h in change.nodes])
        if change.checkpoints:
            self._executemany(sql.ADD_CHECKPOINT, [(base + size, note) for size, note in change.checkpoints])
        if change.cosignatures:
            self._executemany(sql.SET_COSIGNATURE, [(number, *cosignature) for cosignature in change.cosignatures])

    def _write_rows(self, batch: Batch, feed: int) -> int:
        """Write view rows and their feed, and return the number of the last feed row."""
        for deleted, run in groupby(batch.rows, lambda row: row.value is None):
            if deleted:
                self._executemany(sql.DELETE_ROW, [(view, key) for view, key, _ in run])
            else:
                self._executemany(sql.SET_ROW, run)
        last = feed + len(batch.rows)
        self._execute(sql.ADD_FEED, (last, write_feed(batch.rows)))
        self._execute(sql.SET_FEED_LAST, (last,))
        if last // _TRIM_EVERY != feed // _TRIM_EVERY:
            self._execute(sql.TRIM_FEED, (last - self._feed_kept,))
        return last

    def _ask(self, statement: str, *values: object) -> list[Any]:
        """Run a query to its end."""
        return self._execute(statement, values).fetchall()

    def _roll_back(self) -> None:
        """Leave no transaction open; SQLite has ended it by itself after some errors."""
        if self._connection.in_transaction:
            try:
                self._execute(sql.ROLLBACK)
            except apsw.Error:
                self._doubt = True

    def _note_pages(self, _connection: apsw.Connection, _database: str, pages: int) -> int:
        self.pages = pages
        return apsw.SQLITE_OK
