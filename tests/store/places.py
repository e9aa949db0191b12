"""Where a store lives while nodes come and go: one class for each kind, so that one suite runs on all of them."""

import functools
import tempfile
from pathlib import Path

from watchline.store import FileHeadLock, MemoryHeadLock, MemoryStore, SqliteStore


@functools.cache
def empty_record():
    """Return the bytes of an empty record; making each one anew would wait for the disk each time."""
    with tempfile.TemporaryDirectory() as folder:
        SqliteStore.create(Path(folder) / "record")
        return (Path(folder) / "record").read_bytes()


class InMemory:
    """The simulator's store: the object outlives the node."""

    def __init__(self, _folder, **how):
        self._store = MemoryStore(**how)

    def open(self):
        """Return the store as a process that starts sees it."""
        return self._store

    def crash(self):
        """End the process that has it open, without a word."""

    def close(self):
        """Clear up after the test."""


class InSqlite:
    """A database file; every process opens it anew."""

    def __init__(self, folder, **how):
        self._path = folder / "record"
        self._how = {"sync": False} | how
        self._open = []
        self._path.write_bytes(empty_record())

    def open(self):
        store = SqliteStore(self._path, **self._how)
        self._open.append(store)
        return store

    def crash(self):
        while self._open:
            self._open.pop().close()

    def close(self):
        self.crash()


class InSqliteThreaded(InSqlite):
    """The same with durable commits in a thread, as a node runs it."""

    def __init__(self, folder, **how):
        super().__init__(folder, **({"sync": True} | how))


STORES = {"memory": InMemory, "sqlite": InSqlite, "sqlite-durable": InSqliteThreaded}


class LockInMemory:
    """The simulator's head lock."""

    def __init__(self, _folder):
        self._lock = MemoryHeadLock()

    def open(self):
        return self._lock

    def close(self):
        """Clear up after the test."""


class LockInFolder:
    """An anchor folder; every process opens it anew."""

    durable = False

    def __init__(self, folder):
        self._folder = folder / "anchor"
        self._open = []
        FileHeadLock.create(self._folder)

    def open(self):
        lock = FileHeadLock(self._folder, sync=self.durable)
        self._open.append(lock)
        return lock

    def close(self):
        while self._open:
            self._open.pop().close()


class LockInFolderDurable(LockInFolder):
    """The same with durable writes in a thread, as a node runs it."""

    durable = True


LOCKS = {"memory": LockInMemory, "folder": LockInFolder, "folder-durable": LockInFolderDurable}
