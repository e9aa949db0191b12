"""The own side's book: small rows by table and key, and acts that are only ever appended. No peer sees it, no export holds it.

A file of its own beside the record (``own``), so that two programs of one operator may write it: the running node, and
``watchline officer``. It stays apart from the private annex, which is only appended and signed (docs/decisions/0033).
"""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import apsw

from watchline.errors import StoreFailed
from watchline.store.files import FILE_MODE, disk_in_words
from watchline.store.sqlite_file import in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

_APPLICATION_ID = 0x574C4F57
_VERSION = 1
_BUSY_MS = 5_000
_CREATE = """
CREATE TABLE IF NOT EXISTS rows (page TEXT NOT NULL, key TEXT NOT NULL, row BLOB NOT NULL, PRIMARY KEY (page, key)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS acts (number INTEGER PRIMARY KEY, act BLOB NOT NULL) STRICT;
CREATE TRIGGER IF NOT EXISTS acts_stay BEFORE DELETE ON acts BEGIN SELECT RAISE(ABORT, 'acts are only appended'); END;
CREATE TRIGGER IF NOT EXISTS acts_stand BEFORE UPDATE ON acts BEGIN SELECT RAISE(ABORT, 'acts are only appended'); END;
"""


class OwnBook:
    """The book of one node.

    Args:
        path: Made if it is not there, readable by its owner only.

    Raises:
        StoreFailed: of another program, of a newer version, or the disk.
    """

    def __init__(self, path: Path) -> None:
        self._path, self._turn = path, threading.Lock()
        try:
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, FILE_MODE))
        except OSError as why:
            raise disk_in_words(why, path) from why
        try:
            self._connection = apsw.Connection(str(path), apsw.SQLITE_OPEN_READWRITE)
            self._connection.set_busy_timeout(_BUSY_MS)
            self._check()
            self._connection.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON")
            self._connection.execute(_CREATE)
            self._connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}; PRAGMA user_version = {_VERSION}")
        except apsw.Error as why:
            raise in_words(why, path) from why

    def row(self, table: str, key: str) -> bytes | None:
        """Return a row."""
        found = self._do("SELECT row FROM rows WHERE page = ? AND key = ?", (table, key))
        return bytes(found[0][0]) if found else None

    def rows(self, table: str) -> Sequence[tuple[str, bytes]]:
        """Return all rows of a table by key."""
        return [
            (str(key), bytes(row))
            for key, row in self._do("SELECT key, row FROM rows WHERE page = ? ORDER BY key", (table,))
        ]

    def put(self, table: str, key: str, row: bytes | None) -> None:
        """Write a row durably, or remove it (None)."""
        if row is None:
            self._do("DELETE FROM rows WHERE page = ? AND key = ?", (table, key))
        else:
            self._do("INSERT OR REPLACE INTO rows VALUES (?, ?, ?)", (table, key, row))

    def note(self, act: bytes) -> int:
        """Append an act durably and return its number, which counts from 1."""
        found = self._do("INSERT INTO acts (act) VALUES (?) RETURNING number", (act,))
        return int(found[0][0])

    def acts(self, before: int | None, limit: int) -> Sequence[tuple[int, bytes]]:
        """Return the newest acts numbered below ``before``, oldest first."""
        below = (1 << 62) if before is None else before
        found = self._do("SELECT number, act FROM acts WHERE number < ? ORDER BY number DESC LIMIT ?", (below, limit))
        return [(int(number), bytes(act)) for number, act in reversed(found)]

    def close(self) -> None:
        """Close the file."""
        with self._turn:
            self._connection.close()

    def _check(self) -> None:
        kind = self._connection.pragma("application_id")
        version = self._connection.pragma("user_version")
        if kind not in {0, _APPLICATION_ID}:
            raise StoreFailed(f"{self._path} is a database of another program: move it away.")
        if version > _VERSION:
            raise StoreFailed(f"{self._path} was written by a newer version of this program: use that one.")

    def _do(self, statement: str, values: tuple[Any, ...]) -> list[Any]:
        with self._turn:
            try:
                return self._connection.execute(statement, values).fetchall()
            except apsw.Error as why:
                raise in_words(why, self._path) from why
