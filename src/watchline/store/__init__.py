"""The doors to disk: the record in memory or in SQLite, the head lock, and the lock on the node's folder.

Each does one thing and decides nothing: it stores what it is handed whole or not at all, says in which of the three ways a
write ended, and reads back what is committed. It does not look into states, views or leaves, checks no signature, knows no
clock, and never repairs: a damaged file is refused in words. Keys are sealed and kept by the host.
"""

from watchline.store.anchor import FileHeadLock
from watchline.store.directory import DirectoryLock
from watchline.store.incarnation import Fit
from watchline.store.memory import Fault, MemoryStore
from watchline.store.memory_lock import LockFault, MemoryHeadLock
from watchline.store.own import OwnBook
from watchline.store.sqlite import SqliteStore
from watchline.store.sqlite_held import SqliteHeld, open_read_only

__all__ = [
    "DirectoryLock",
    "Fault",
    "FileHeadLock",
    "Fit",
    "LockFault",
    "MemoryHeadLock",
    "MemoryStore",
    "OwnBook",
    "SqliteHeld",
    "SqliteStore",
    "open_read_only",
]
