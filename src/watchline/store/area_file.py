"""The file of announced activities: two searched indexes, what is known of each notice, and a stamp that says which record they stand for.

Derived from the record, and never worth more than it: what is damaged, of another form or of another record is removed and made anew, and
why is said. SQLite keeps it whole through a power cut; beyond that every row carries a sum of its own, which is looked at when it is opened.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import apsw
import msgspec

from watchline.errors import StoreFailed
from watchline.store.files import FILE_MODE
from watchline.store.sqlite_areas import SqliteIndex

if TYPE_CHECKING:
    from pathlib import Path

_APPLICATION_ID: Final = 0x574C4152
_VERSION: Final = 1
_BUSY_MS: Final = 5_000
_CREATE: Final = """
CREATE TABLE IF NOT EXISTS notice (ref TEXT PRIMARY KEY, ours INTEGER NOT NULL, kind TEXT NOT NULL, version INTEGER NOT NULL, volumes INTEGER NOT NULL,
    without TEXT NOT NULL, said INTEGER NOT NULL, said_table BLOB NOT NULL, compared BLOB NOT NULL, sum BLOB NOT NULL)
    STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS stated (ours TEXT NOT NULL, other TEXT NOT NULL, verdict TEXT NOT NULL, limits BLOB NOT NULL,
    epoch INTEGER NOT NULL, place INTEGER NOT NULL, sum BLOB NOT NULL, PRIMARY KEY (ours, other)) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS stated_other ON stated (other);
CREATE TABLE IF NOT EXISTS stamp (name INTEGER PRIMARY KEY CHECK (name = 1), stamp BLOB NOT NULL, sum BLOB NOT NULL) STRICT;
"""
_NOTICE: Final = "INSERT OR REPLACE INTO notice VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_STATED: Final = "INSERT OR REPLACE INTO stated VALUES (?, ?, ?, ?, ?, ?, ?)"
_BESIDE: Final = "SELECT {other}, verdict, limits, epoch, place FROM stated WHERE {one} = ? ORDER BY {other}"


class Stamp(msgspec.Struct, frozen=True, array_like=True):
    """For what a file stands.

    Attributes:
        form: Of the program that wrote it; of another nothing is read.
        line: Of which line.
        code: Whose node.
        feed: Up to which row of the record's feed.
        last: That row, by which another record with the same numbers is told from it.
        heads: Of each log that was held: its origin, size, and the hash of its last leaf.
    """

    form: str
    line: bytes
    code: str
    feed: int
    last: bytes
    heads: tuple[tuple[str, int, bytes], ...]


class NotKept(StoreFailed):
    """The file could not be written; what it holds can be derived anew."""


class NoticeRow(NamedTuple):
    """What is known of a notice that stands.

    Attributes:
        ref: Where it stands, as text.
        ours: It is our party's.
        kind: Of activity, by the version that stands.
        version: The version that stands.
        volumes: How many of its volumes the index has.
        without: In words why it cannot be measured; empty if it can.
        said: Of which version our newest assessment is; 0: there is none.
        said_table: By which separation.
        compared: By which separation its pairs were last found to be as stated.
    """

    ref: str
    ours: bool
    kind: str
    version: int
    volumes: int
    without: str
    said: int
    said_table: bytes
    compared: bytes


class StatedRow(NamedTuple):
    """What our node last stated of a notice of ours and one of another party's, and where that stands in our log."""

    other: str
    verdict: str
    limits: tuple[int, int, int] | None
    epoch: int
    place: int


class AreaFile:
    """One such file, open. One thread at a time.

    Args:
        path: None: kept nowhere, and gone when it is closed.

    Attributes:
        ours, others: The indexes of our party's activities and of all others'.

    Raises:
        StoreFailed: damaged, of another program or of another form, in words.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        if path is not None:
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, FILE_MODE))
        try:
            self._connection = apsw.Connection("" if path is None else str(path))
        except apsw.Error as why:
            raise StoreFailed(str(why)) from why
        try:
            self._prepare()
            self.ours, self.others = SqliteIndex(self._connection, "our"), SqliteIndex(self._connection, "other")
            if path is not None and (fault := self._fault()):
                raise StoreFailed(fault)
        except apsw.Error as why:
            self.close()
            raise StoreFailed(str(why)) from why
        except StoreFailed:
            self.close()
            raise

    def close(self) -> None:
        """Close it."""
        self._connection.close()

    def anew(self) -> AreaFile:
        """Close and remove it, and return an empty one in its place."""
        self.close()
        if self._path is not None:
            self._path.unlink(missing_ok=True)
        return AreaFile(self._path)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Write all of what is done within, or nothing.

        Raises:
            NotKept: the disk.
        """
        try:
            with self._connection:
                yield
        except apsw.Error as why:
            raise NotKept(str(why)) from why

    def stamp(self) -> Stamp | None:
        """Return for what the file stands; None: for nothing yet."""
        found = list(self._connection.execute("SELECT stamp FROM stamp"))
        try:
            return msgspec.msgpack.decode(found[0][0], type=Stamp) if found else None
        except msgspec.DecodeError:
            return None

    def set_stamp(self, stamp: Stamp) -> None:
        """Say for what it stands now; within ``writing``, with what makes it so."""
        told = msgspec.msgpack.encode(stamp)
        self._connection.execute("INSERT OR REPLACE INTO stamp VALUES (1, ?, ?)", (told, _sum(told)))

    def notice(self, ref: str) -> NoticeRow | None:
        """Return what is known of a notice; None if it does not stand or was never heard of."""
        found = list(self._connection.execute("SELECT * FROM notice WHERE ref = ?", (ref,)))
        return _notice(found[0]) if found else None

    def notices(self) -> Iterator[NoticeRow]:
        """Yield what is known of each notice, by reference."""
        for row in self._connection.execute("SELECT * FROM notice ORDER BY ref"):
            yield _notice(row)

    def put_notice(self, row: NoticeRow) -> None:
        """Write what is known of a notice."""
        values = (*row[:1], int(row.ours), *row[2:])
        self._connection.execute(_NOTICE, (*values, _sum(repr(values).encode())))

    def drop_notice(self, ref: str) -> None:
        """Forget a notice that stands no more; what was stated of it stays."""
        self._connection.execute("DELETE FROM notice WHERE ref = ?", (ref,))

    def stated(self, ref: str, *, ours: bool) -> Sequence[StatedRow]:
        """Return what our node last stated of a notice beside others, by their references."""
        one, other = ("ours", "other") if ours else ("other", "ours")
        found = self._connection.execute(_BESIDE.format(one=one, other=other), (ref,))
        return [StatedRow(with_, verdict, _limits(told), epoch, at) for with_, verdict, told, epoch, at in found]

    def put_stated(self, ours: str, row: StatedRow) -> None:
        """Write what our node states of a pair, unless it stated something later."""
        asked = "SELECT 1 FROM stated WHERE ours = ? AND other = ? AND (epoch, place) > (?, ?)"
        if not list(self._connection.execute(asked, (ours, row.other, row.epoch, row.place))):
            values = (ours, row.other, row.verdict, msgspec.msgpack.encode(row.limits), row.epoch, row.place)
            self._connection.execute(_STATED, (*values, _sum(repr(values).encode())))

    def _prepare(self) -> None:
        self._connection.set_busy_timeout(_BUSY_MS)
        kind, version = self._connection.pragma("application_id"), self._connection.pragma("user_version")
        if (kind, version) not in {(0, 0), (_APPLICATION_ID, _VERSION)}:
            raise StoreFailed("it is of another program, or of another version of this one")
        # What is lost in a power cut is caught up with; a disk is waited for only where the log of the database is emptied.
        self._connection.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA trusted_schema = OFF")
        with self._connection:
            self._connection.execute(_CREATE)
            self._connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}; PRAGMA user_version = {_VERSION}")

    def _fault(self) -> str:
        """Return in words what is wrong with a file that was there, empty if nothing is."""
        ((found,),) = self._connection.execute("PRAGMA quick_check(1)")
        if found != "ok":
            return str(found)
        for rows in ("SELECT * FROM notice", "SELECT * FROM stated"):
            for *values, told in self._connection.execute(rows):
                if told != _sum(repr(tuple(values)).encode()):
                    return f"what is known of {values[0]} is not as it was written"
        for stamp, told in self._connection.execute("SELECT stamp, sum FROM stamp"):
            if told != _sum(stamp):
                return "its stamp is not as it was written"
        for index, ours in ((self.ours, 1), (self.others, 0)):
            if fault := index.faults():
                return fault
            ((volumes,),) = self._connection.execute("SELECT total(volumes) FROM notice WHERE ours = ?", (ours,))
            if int(volumes) != index.size():
                return "a volume is missing"
        return ""


def open_area_file(path: Path | None) -> tuple[AreaFile, str]:
    """Open the file, or one made anew where it cannot be trusted; and in words why that was.

    Where the folder cannot be written, what is returned is kept nowhere.
    """
    if path is None:
        return AreaFile(None), ""
    try:
        return AreaFile(path), ""
    except (StoreFailed, OSError) as why:
        words = str(why)
    for suffix in ("", "-wal", "-shm"):
        with suppress(OSError):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
    try:
        return AreaFile(path), words
    except (StoreFailed, OSError):
        return AreaFile(None), f"{words}; it cannot be kept here"


def _notice(row: tuple[Any, ...]) -> NoticeRow:
    ref, ours, *more = row[:9]
    return NoticeRow(str(ref), bool(ours), *more)


def _limits(told: bytes) -> tuple[int, int, int] | None:
    return msgspec.msgpack.decode(told, type=tuple[int, int, int] | None)


def _sum(told: bytes) -> bytes:
    """Return by what a row is known to be as it was written."""
    return blake2b(told, digest_size=8).digest()
