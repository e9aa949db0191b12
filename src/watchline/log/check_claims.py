"""What the leaves of one log claim about other logs, kept until those are read.

A claim takes 48 bytes, a leaf that makes none its hash alone: so a record of a million entries is checked in 100 MiB.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import TypeVar

from watchline.log.checkpoint import Checkpoint
from watchline.party import KeySet, LogName

_NAMED_MAX = 4096
"""How many logs, rosters and epochs a log may name; 12 parties need 4,096 only after hundreds of rosters each."""


class Claims:
    """Statements about one log: (number, hash, whose entry), a number being a size with its root or an index with its leaf hash."""

    __slots__ = ("by", "digests", "numbers")

    def __init__(self) -> None:
        self.numbers, self.by, self.digests = array("Q"), array("Q"), bytearray()

    def add(self, number: int, digest: bytes, by: int) -> None:
        """Add a statement made by the entry with this index."""
        self.numbers.append(number)
        self.by.append(by)
        self.digests += digest

    def digest(self, at: int) -> bytes:
        """Return the hash of a statement."""
        return bytes(self.digests[32 * at : 32 * at + 32])


class CheckedLog:
    """What the first pass leaves of a log.

    Attributes:
        hashes: Leaf hashes, 32 bytes each.
        whole: Whether every leaf is there.
        seen, refs: What its leaves claim about each log of the bundle, by (code, epoch); ``refs`` of its own log too.
        elsewhere: Of each (code, epoch) that is not in the bundle the largest size named, and by which entry.
        receipts: Of each origin the largest end of a range that a receipt names, with that receipt's index.
        rosters_named: Of each (code, number, hash) the first entry that names it.
        prev: The earlier epoch that its first entry goes on from, and the size up to which it stands by it; None if it names none.
        adopted: Of each earlier epoch the largest size that an ``epoch_adopt`` of this log names.
        ended: Size with its ``epoch_close``, the last entry that counts; -1 if it has none.
        listed: Of each (code, epoch) the size that its last leaf which lists it says it has seen; ``words``: of each (code, number) of a
            roster that an entry says it has seen, the index of the first such entry, and ``listed`` before it.
        epochs_seen: Of each (code, epoch) the first entry that says it holds it.
    """

    def __init__(self, name: LogName, keys: KeySet, newest: Checkpoint) -> None:
        self.name, self.keys, self.newest = name, keys, newest
        self.key = (name.code, name.epoch)
        self.text = f"{name.code}-{name.epoch}"
        self.hashes = bytearray()
        self.whole = True
        self.seen: dict[tuple[str, int], Claims] = {}
        self.refs: dict[tuple[str, int], Claims] = {}
        self.elsewhere: dict[tuple[str, int], tuple[int, int]] = {}
        self.receipts: dict[str, tuple[int, int]] = {}
        self.rosters_named: dict[tuple[str, int, bytes], int] = {}
        self.prev: tuple[int, int] | None = None
        self.adopted: dict[int, int] = {}
        self.ended = -1
        self.listed: dict[tuple[str, int], int] = {}
        self.words: dict[tuple[str, int], tuple[int, dict[tuple[str, int], int]]] = {}
        self.epochs_seen: dict[tuple[str, int], int] = {}

    def open(self, keys: Iterable[tuple[str, int]]) -> None:
        """Make room for claims about these logs."""
        self.seen, self.refs = {key: Claims() for key in keys}, {key: Claims() for key in keys}

    @property
    def size(self) -> int:
        """Leaves below the newest checkpoint."""
        return self.newest.head.size


_Key = TypeVar("_Key")


def keep_largest(table: dict[_Key, tuple[int, int]], key: _Key, size: int, by: int) -> None:
    """Keep the largest size named under a key. Beyond the limit nothing is lost: what is kept is missing already."""
    known = table.get(key)
    if known is None:
        if len(table) < _NAMED_MAX:
            table[key] = (size, by)
    elif size > known[0]:
        table[key] = (size, by)


def keep_first(table: dict[_Key, int], key: _Key, by: int) -> None:
    """Keep the first entry that names a key."""
    if key not in table and len(table) < _NAMED_MAX:
        table[key] = by
