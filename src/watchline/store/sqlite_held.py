"""Committed rows of the database: synchronous, on a connection that only reads.

One thread at a time: the loop's, where the node decides. A missing thing is None or absent; a damaged database is StoreFailed.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import apsw

from watchline.log import Entry, Head, LogRow
from watchline.node.doors import FeedRow
from watchline.store import sqlite_sql as sql
from watchline.store.feed import read_feed
from watchline.store.sqlite_file import in_words, open_reader

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_INT_MAX = 2**63 - 1
_PLACES = 1 << sql.PLACE_BITS


def beyond(prefix: bytes) -> bytes | None:
    """Return the smallest key above every key that begins with ``prefix``, or None if there is none."""
    stem = prefix.rstrip(b"\xff")
    return stem[:-1] + bytes((stem[-1] + 1,)) if stem else None


class SqliteHeld:
    """The ``Held`` door over a database file.

    Args:
        path: The database.
        vfs: Name of another SQLite file system, for tests.
    """

    def __init__(self, path: Path, *, vfs: str | None = None) -> None:
        self._path = path
        self._connection = open_reader(path, vfs=vfs)
        # A log's number never changes once it is given.
        self._bases: dict[str, int] = {}

    def close(self) -> None:
        """Close the connection. A second time does nothing."""
        self._connection.close()

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read one state of the record until the context ends.

        Without it each read locks and unlocks the write-ahead log: a fifth of the time of a step.
        """
        self._all("BEGIN", ())
        try:
            yield
        finally:
            if self._connection.in_transaction:  # SQLite ends it by itself after some errors
                self._all("COMMIT", ())

    def logs(self, line: bytes) -> Sequence[LogRow]:
        """Return every log of a line, by origin."""
        stem = line.hex()
        # '/' follows '.' in every text order that is bytewise.
        found = self._all(sql.LOGS, (stem + ".", stem + "/"))
        return [LogRow(origin, Head(size, root), before, state) for origin, size, root, before, state in found]

    def entry(self, origin: str, index: int) -> Entry | None:
        """Return one entry."""
        base = self._base(origin)
        if base is None or not 0 <= index < _PLACES:
            return None
        found = self._all(sql.ENTRY, (base + index,))
        return Entry(index, *found[0]) if found else None

    def entries(self, origin: str, start: int, limit: int) -> Sequence[Entry]:
        """Return at most ``limit`` entries from index ``start`` on, in order."""
        base = self._base(origin)
        if base is None or limit <= 0 or start >= _PLACES:
            return []
        found = self._all(sql.ENTRIES, (base + max(start, 0), base + _PLACES, min(limit, _INT_MAX)))
        return [Entry(*row) for row in found]

    def hashes(self, origin: str, level: int, start: int, count: int) -> Sequence[bytes]:
        """Return stored hashes of complete subtrees: level 0 (leaf hashes), 8, 16 or 24."""
        base = self._base(origin)
        first, end = max(start, 0), min(start + count, _PLACES)
        if base is None or first >= end:
            return []
        if not level:
            return [row[0] for row in self._all(sql.LEAF_HASHES, (base + first, base + end))]
        return [row[0] for row in self._all(sql.NODE_HASHES, (base >> sql.PLACE_BITS, level, first, end))]

    def checkpoint(self, origin: str, size: int) -> bytes | None:
        """Return the signed note of exactly this size."""
        base = self._base(origin)
        if base is None or not 0 <= size < _PLACES:
            return None
        found = self._all(sql.CHECKPOINT, (base + size,))
        return found[0][0] if found else None

    def checkpoint_near(self, origin: str, size: int, *, below: bool) -> tuple[int, bytes] | None:
        """Return (size, note) of the largest checkpoint of at most ``size`` (below) or the smallest of at least it."""
        base = self._base(origin)
        if base is None:
            return None
        last = base + _PLACES - 1
        if below:
            found = self._all(sql.CHECKPOINT_BELOW, (base, base + min(size, _PLACES - 1))) if size >= 0 else []
        else:
            found = self._all(sql.CHECKPOINT_ABOVE, (base + max(size, 0), last)) if size < _PLACES else []
        return found[0] if found else None

    def cosignatures(self, origin: str) -> Sequence[tuple[str, int, bytes]]:
        """Return (mirror name, size, signature line), the newest of each mirror, by name."""
        base = self._base(origin)
        return self._all(sql.COSIGNATURES, (base >> sql.PLACE_BITS,)) if base is not None else []

    def row(self, view: str, key: bytes) -> bytes | None:
        """Return one view row."""
        found = self._all(sql.ROW, (view, key))
        return found[0][0] if found else None

    def rows(self, view: str, prefix: bytes, after: bytes | None, limit: int) -> Sequence[tuple[bytes, bytes]]:
        """Return at most ``limit`` (key, value) in bytewise key order, keys beginning with ``prefix``, beyond ``after``."""
        if limit <= 0:
            return []
        end, limit = beyond(prefix), min(limit, _INT_MAX)
        if after is not None and after >= prefix:
            if end is None:
                return self._all(sql.ROWS_AFTER, (view, after, limit))
            return self._all(sql.ROWS_AFTER_TO, (view, after, end, limit))
        if end is None:
            return self._all(sql.ROWS_FROM, (view, prefix, limit))
        return self._all(sql.ROWS_FROM_TO, (view, prefix, end, limit))

    def feed(self, after: int, limit: int) -> Sequence[FeedRow]:
        """Return feed rows numbered above ``after``, in order, without gaps."""
        if limit <= 0:
            return []
        found: list[FeedRow] = []
        try:
            with contextlib.closing(self._connection.execute(sql.FEED, (after,))) as batches:
                for last, rows in batches:
                    found += [row for row in read_feed(last, rows) if row.number > after]
                    if len(found) >= limit:
                        break
        except apsw.Error as why:
            raise in_words(why, self._path) from why
        return found[:limit]

    def feed_last(self) -> int:
        """Return the number of the newest feed row."""
        found: int = self._all(sql.FEED_LAST, ())[0][0]
        return found

    def version(self) -> int:
        """Return a number that differs after every commit of another connection; it means nothing beside another connection's."""
        found: int = self._all(sql.DATA_VERSION, ())[0][0]
        return found

    def _base(self, origin: str) -> int | None:
        """Return the place of index 0 of a log."""
        base = self._bases.get(origin)
        if base is None:
            found = self._all(sql.LOG_NUMBER, (origin,))
            if not found:
                return None
            base = self._bases[origin] = found[0][0] << sql.PLACE_BITS
        return base

    def _all(self, statement: str, values: tuple[Any, ...]) -> list[Any]:
        """Run a query to its end, so that no read stays open behind which the log of the database would grow."""
        try:
            return self._connection.execute(statement, values).fetchall()
        except apsw.Error as why:
            raise in_words(why, self._path) from why


def open_read_only(path: Path) -> SqliteHeld:
    """Open a record for reading beside a running node or without one.

    Raises:
        StoreFailed: missing, damaged, of another program or of a newer version; the message says which.
    """
    return SqliteHeld(path)
