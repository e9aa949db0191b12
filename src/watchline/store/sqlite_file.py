"""The database file: made once, opened with the settings that make a commit durable, and refused in words when it is unfit."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import apsw

from watchline.errors import OurMistake, OutcomeUnknown, StoreFailed, StoreFull
from watchline.store import sqlite_sql as sql
from watchline.store.files import FILE_MODE, NO_SPACE, disk_in_words, sync_folder
from watchline.store.limits import BUSY_MS, CACHE_KIB

if TYPE_CHECKING:
    from pathlib import Path


def create(path: Path, *, vfs: str | None = None) -> None:
    """Make an empty record at ``path``, readable by its owner only. It is there whole or not at all.

    Raises:
        OurMistake: something is there already.
        StoreFull, StoreFailed: the disk.
    """
    if path.exists():
        raise OurMistake(f"{path} exists already and is left as it is; a record is never made over another one")
    fresh = path.with_name(path.name + ".new")
    try:
        for suffix in ("", "-wal", "-shm", "-journal"):
            fresh.with_name(fresh.name + suffix).unlink(missing_ok=True)
        os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_RDWR, FILE_MODE))
        connection = apsw.Connection(str(fresh), apsw.SQLITE_OPEN_READWRITE, vfs)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(f"PRAGMA application_id = {sql.APPLICATION_ID}")
            with connection:
                connection.execute(sql.CREATE)
        finally:
            connection.close()
        fresh.rename(path)
        sync_folder(path.parent)
    except apsw.Error as why:
        raise in_words(why, path) from why
    except OSError as why:
        raise disk_in_words(why, path) from why


def open_writer(path: Path, *, sync: bool, vfs: str | None = None) -> apsw.Connection:
    """Open the one writing connection.

    Raises:
        StoreFailed: missing, damaged, of another program or of a newer version; the message says which.
    """
    connection = _open(path, apsw.SQLITE_OPEN_READWRITE, vfs)
    try:
        mode = connection.pragma("journal_mode", "wal")
        connection.execute(f"PRAGMA synchronous = {'FULL' if sync else 'OFF'}")
        connection.execute("PRAGMA wal_autocheckpoint = 0")
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        connection.execute("PRAGMA temp_store = MEMORY")
        # What is erased or deleted is overwritten, not only forgotten.
        connection.execute("PRAGMA secure_delete = ON")
    except apsw.Error as why:
        connection.close()
        raise in_words(why, path) from why
    if mode != "wal":
        connection.close()
        raise StoreFailed(f"{path} stands on a disk that cannot keep a write-ahead log: move it to a local disk")
    return connection


def open_reader(path: Path, *, vfs: str | None = None) -> apsw.Connection:
    """Open a connection that only reads; it works beside a running node and without one.

    Raises:
        StoreFailed: as for ``open_writer``.
    """
    try:
        connection = _open(path, apsw.SQLITE_OPEN_READONLY, vfs)
    except StoreFailed as why:
        wal = path.with_name(path.name + "-wal")
        if not isinstance(why.__cause__, apsw.CantOpenError | apsw.ReadOnlyError) or (
            wal.exists() and wal.stat().st_size
        ):
            raise
        # A record that was closed, on a medium that cannot be written: nobody can change it while it is read.
        connection = _open(path, apsw.SQLITE_OPEN_READONLY, vfs, immutable=True)
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    return connection


def integrity(path: Path) -> list[str]:
    """Return what SQLite finds wrong in a whole record, read-only; empty when all is well. Cost: reads every page.

    Raises:
        StoreFailed: it cannot even be opened; the message says why.
    """
    connection = open_reader(path)
    try:
        found: list[Any] = connection.execute("PRAGMA integrity_check").fetchall()
        return [line for (line,) in found if line != "ok"]
    except apsw.Error as why:
        return [str(in_words(why, path))]
    finally:
        connection.close()


def in_words(why: apsw.Error, path: Path, *, committing: bool = False) -> StoreFailed:
    """Return what a database error means for the person on watch.

    Args:
        why: The error.
        path: The database.
        committing: The error came from the commit itself. Then only a refusal for want of space is certain not to have
            stored anything: the last frame, which makes the others count, is written after all of them.
    """
    if isinstance(why, apsw.FullError):
        return StoreFull(
            f"no space left for {path}: nothing was written and what is there stands; make space, then go on"
        )
    if committing:
        return OutcomeUnknown(
            f"the disk failed while {path} was being made durable ({why}): the last entry may or may not be there;"
            " look at the disk, then start the node again"
        )
    if isinstance(why, apsw.CorruptError | apsw.NotADBError):
        return StoreFailed(
            f"{path} is damaged ({why}): nothing can be trusted to be read from it or written to it;"
            " keep the file, restore the newest backup (a restored node opens a new epoch)"
        )
    if isinstance(why, apsw.BusyError | apsw.LockedError):
        return StoreFailed(f"another program is writing {path}: nothing was written; end it, then start the node again")
    if isinstance(why, apsw.CantOpenError | apsw.ReadOnlyError | apsw.PermissionsError | apsw.AuthError):
        return StoreFailed(f"{path} cannot be opened for this ({why}): see that it and its folder belong to this node")
    if isinstance(why, apsw.IOError) and getattr(why, "system_errno", 0) in NO_SPACE:
        return StoreFull(
            f"no space left beside {path}: nothing was written and what is there stands; make space, then go on"
        )
    return StoreFailed(f"the database {path} failed ({why}): nothing was written; look at the disk")


def _open(path: Path, flags: int, vfs: str | None, *, immutable: bool = False) -> apsw.Connection:
    """Open an existing record and see that it is ours."""
    if not path.exists():
        raise StoreFailed(f"no record at {path}: if this node had one, restore it; if it is new, run init first")
    name = f"{path.absolute().as_uri()}?immutable=1" if immutable else str(path)
    try:
        connection = apsw.Connection(name, flags | (apsw.SQLITE_OPEN_URI if immutable else 0), vfs)
    except apsw.Error as why:
        raise in_words(why, path) from why
    try:
        connection.set_busy_timeout(BUSY_MS)
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        _refuse_strangers(connection, path)
    except apsw.Error as why:
        connection.close()
        raise in_words(why, path) from why
    except StoreFailed:
        connection.close()
        raise
    return connection


def _refuse_strangers(connection: apsw.Connection, path: Path) -> None:
    """Raise StoreFailed unless this is a record that this version can read and write."""
    if connection.pragma("application_id") != sql.APPLICATION_ID:
        raise StoreFailed(f"{path} is not a Watchline record; it is left as it is; see that the path is right")
    found: list[Any] = connection.execute(sql.META, ("schema",)).fetchall()
    version: int = found[0][0] if found else 0
    if version > sql.SCHEMA_VERSION:
        raise StoreFailed(
            f"{path} was written by a newer version of Watchline (schema {version}, this one knows {sql.SCHEMA_VERSION}):"
            " nothing was changed; install the newer version again"
        )
    if version != sql.SCHEMA_VERSION:
        raise StoreFailed(f"{path} has schema {version}, which this version does not know; it is left as it is")
