"""Logs that grow, for the tests of every store: each batch leads on from the one before, as the node's do."""

import asyncio
import functools
from hashlib import sha256

from watchline.log import EMPTY, EMPTY_FRONTIER, Entry, LogChange, leaf_hash
from watchline.node.doors import Batch, RowChange

LINE = sha256(b"a line").digest()
OTHER_LINE = sha256(b"another line").digest()
OURS = f"{LINE.hex()}.watchline/XAA/1"
THEIRS = f"{LINE.hex()}.watchline/XBB/1"
ELSEWHERE = f"{OTHER_LINE.hex()}.watchline/XAA/1"
INT_MAX = 2**63 - 1


def awaited(test):
    """Run an async test in a loop of its own."""

    @functools.wraps(test)
    def run(*args, **kwargs):
        return asyncio.run(asyncio.wait_for(test(*args, **kwargs), 240))

    return run


class Grown:
    """One log as its author knows it.

    Args:
        origin: The log.
        word: Makes the leaves of two branches differ.
    """

    def __init__(self, origin=OURS, word=b"leaf"):
        self.origin = origin
        self.word = word
        self.frontier = EMPTY_FRONTIER
        self.entries = []
        self.head = EMPTY

    def change(self, count=1, *, state=None, cosignatures=(), checkpoint=True):
        """Grow by ``count`` entries and return the change."""
        start, old = self.frontier.size, self.head
        entries = tuple(self._entry(index) for index in range(start, start + count))
        self.frontier, nodes = self.frontier.extended(entry.leaf_hash for entry in entries)
        self.head = self.frontier.head()
        self.entries.extend(entries)
        notes = ((self.head.size, self.note(self.head.size)),) if checkpoint and count else ()
        state = b"state %d" % self.head.size if state is None else state
        return LogChange(self.origin, old, self.head, state, entries, tuple(nodes), notes, tuple(cosignatures))

    def batch(self, count=1, *rows, **how):
        """Grow by ``count`` entries and return a batch with these rows."""
        return Batch((self.change(count, **how),), rows)

    def note(self, size):
        """Return what stands for the signed checkpoint of a size."""
        return b"%s\n%d\n" % (self.origin.encode(), size)

    def _entry(self, index):
        leaf = b"%s %d \x00\xff" % (self.word, index)
        body = b"body \xfe\x00" * (index % 7)
        return Entry(index, leaf, leaf_hash(leaf), sha256(leaf).digest(), body, index + 1)


def row(name, value=b"value", *, view="board", line=LINE):
    """Return a change of a row of one line."""
    return RowChange(view, line + name, value)


def gone(name, *, view="board", line=LINE):
    """Return the deletion of a row of one line."""
    return RowChange(view, line + name, None)


def everything(held, origins=(OURS, THEIRS, ELSEWHERE), views=("board", "calls")):
    """Return all that a store holds of these logs and views, to compare two stores or two moments."""
    logs = [row for line in (LINE, OTHER_LINE) for row in held.logs(line)]
    return {
        "logs": logs,
        "entries": {origin: list(held.entries(origin, 0, 10_000)) for origin in origins},
        "hashes": {
            (origin, level): list(held.hashes(origin, level, 0, 10_000)) for origin in origins for level in (0, 8)
        },
        "checkpoints": {
            (origin, size, below): held.checkpoint_near(origin, size, below=below)
            for origin in origins
            for size in range(0, 40, 3)
            for below in (True, False)
        },
        "cosignatures": {origin: list(held.cosignatures(origin)) for origin in origins},
        "rows": {view: list(held.rows(view, b"", None, 10_000)) for view in views},
    }
