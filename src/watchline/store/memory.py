"""The record in memory: what the simulator keeps when it lets a node crash.

``MemoryStore`` follows every rule of the ``Store`` door and can be told to fail in each of its ways. It outlives the node:
after a simulated crash a new node is built on the same object, which then holds what was committed and nothing else.
Its coroutines never suspend.
"""

from __future__ import annotations

import contextlib
from bisect import bisect_left, bisect_right
from collections import deque
from enum import Enum, auto
from typing import TYPE_CHECKING

from watchline.errors import OutcomeUnknown, StoreFailed, StoreFull, Superseded
from watchline.log import EMPTY, Entry, LogRow
from watchline.node.doors import Batch, FeedRow, Held, Stored, Tenure
from watchline.store.check import held_already, line_of, touched
from watchline.store.limits import FEED_KEPT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager

    from watchline.log import LogChange

_INSERT_MAX = 32


class Fault(Enum):
    """What the next append is told to do instead of succeeding."""

    SUPERSEDED = auto()
    UNKNOWN_STORED = auto()
    UNKNOWN_LOST = auto()
    FULL = auto()
    FAILED = auto()


class _Log:
    """One log: its row, entries, nodes by level, checkpoints and cosignatures."""

    __slots__ = ("checkpoints", "cosignatures", "entries", "hashes", "nodes", "row", "sizes")

    def __init__(self, row: LogRow) -> None:
        self.row = row
        self.entries: list[Entry] = []
        self.hashes: list[bytes] = []
        self.nodes: dict[tuple[int, int], bytes] = {}
        self.checkpoints: dict[int, bytes] = {}
        self.sizes: list[int] = []
        self.cosignatures: dict[str, tuple[str, int, bytes]] = {}

    def apply(self, change: LogChange) -> None:
        """Take over a change whose ``old`` is the head."""
        before = self.row
        grown = change.new != change.old
        self.row = LogRow(change.origin, change.new, change.old.size if grown else before.size_before, change.state)
        if change.entries:
            self.entries.extend(change.entries)
            self.hashes.extend([entry.leaf_hash for entry in change.entries])
        for level, index, found in change.nodes:
            self.nodes[level, index] = found
        for size, note in change.checkpoints:
            if size not in self.checkpoints:
                self.checkpoints[size] = note
                if self.sizes and size < self.sizes[-1]:
                    self.sizes.insert(bisect_left(self.sizes, size), size)
                else:
                    self.sizes.append(size)
        for cosignature in change.cosignatures:
            self.cosignatures[cosignature[0]] = cosignature


class _View:
    """The rows of one view. Keys are put in order only when somebody asks for a range."""

    __slots__ = ("_keys", "_new", "values")

    def __init__(self) -> None:
        self.values: dict[bytes, bytes] = {}
        self._keys: list[bytes] = []
        self._new: dict[bytes, None] = {}

    def put(self, key: bytes, value: bytes | None) -> None:
        """Write one row, or delete it when ``value`` is None."""
        if value is not None:
            if key not in self.values:
                self._new[key] = None
            self.values[key] = value
        elif self.values.pop(key, None) is not None:
            if key in self._new:
                del self._new[key]
            else:
                del self._keys[bisect_left(self._keys, key)]

    def ordered(self) -> list[bytes]:
        """Return every key in bytewise order."""
        keys, new = self._keys, self._new
        if len(new) <= _INSERT_MAX:
            for key in new:
                keys.insert(bisect_left(keys, key), key)
        else:
            keys.extend(new)
            keys.sort()
        new.clear()
        return keys


_ALWAYS = contextlib.nullcontext()


class MemoryHeld:
    """Committed rows of a ``MemoryStore``."""

    __slots__ = ("_lines", "_logs", "_views")

    def __init__(self, logs: dict[str, _Log], lines: dict[bytes, list[str]], views: dict[str, _View]) -> None:
        self._logs, self._lines, self._views = logs, lines, views

    def snapshot(self) -> AbstractContextManager[None]:
        """Read one state of the record: nothing changes between two writes here."""
        return _ALWAYS

    def logs(self, line: bytes) -> Sequence[LogRow]:
        """Return every log of a line, by origin."""
        return [self._logs[origin].row for origin in self._lines.get(line, ())]

    def entry(self, origin: str, index: int) -> Entry | None:
        """Return one entry."""
        log = self._logs.get(origin)
        return log.entries[index] if log and 0 <= index < len(log.entries) else None

    def entries(self, origin: str, start: int, limit: int) -> Sequence[Entry]:
        """Return at most ``limit`` entries from index ``start`` on, in order."""
        log = self._logs.get(origin)
        return log.entries[max(start, 0) : max(start + limit, 0)] if log and limit > 0 else []

    def hashes(self, origin: str, level: int, start: int, count: int) -> Sequence[bytes]:
        """Return stored hashes of complete subtrees: level 0 (leaf hashes), 8, 16 or 24."""
        log = self._logs.get(origin)
        if not log or count <= 0:
            return []
        if not level:
            return log.hashes[max(start, 0) : max(start + count, 0)]
        nodes = log.nodes
        return [nodes[level, index] for index in range(start, start + count) if (level, index) in nodes]

    def checkpoint(self, origin: str, size: int) -> bytes | None:
        """Return the signed note of exactly this size."""
        log = self._logs.get(origin)
        return log.checkpoints.get(size) if log else None

    def checkpoint_near(self, origin: str, size: int, *, below: bool) -> tuple[int, bytes] | None:
        """Return (size, note) of the largest checkpoint of at most ``size`` (below) or the smallest of at least it."""
        log = self._logs.get(origin)
        if not log:
            return None
        at = bisect_right(log.sizes, size) - 1 if below else bisect_left(log.sizes, size)
        if not 0 <= at < len(log.sizes):
            return None
        found = log.sizes[at]
        return found, log.checkpoints[found]

    def cosignatures(self, origin: str) -> Sequence[tuple[str, int, bytes]]:
        """Return (mirror name, size, signature line), the newest of each mirror, by name."""
        log = self._logs.get(origin)
        return [log.cosignatures[name] for name in sorted(log.cosignatures)] if log else []

    def row(self, view: str, key: bytes) -> bytes | None:
        """Return one view row."""
        found = self._views.get(view)
        return found.values.get(key) if found else None

    def rows(self, view: str, prefix: bytes, after: bytes | None, limit: int) -> Sequence[tuple[bytes, bytes]]:
        """Return at most ``limit`` (key, value) in bytewise key order, keys beginning with ``prefix``, beyond ``after``."""
        found = self._views.get(view)
        if not found or limit <= 0:
            return []
        keys, values = found.ordered(), found.values
        at = bisect_right(keys, after) if after is not None and after >= prefix else bisect_left(keys, prefix)
        page = []
        for key in keys[at : at + limit]:
            if not key.startswith(prefix):
                break
            page.append((key, values[key]))
        return page


class MemoryStore:
    """A ``Store`` that lives as long as this object.

    Args:
        feed_kept: Feed rows kept at least.
    """

    def __init__(self, *, feed_kept: int = FEED_KEPT) -> None:
        self._logs: dict[str, _Log] = {}
        self._lines: dict[bytes, list[str]] = {}
        self._views: dict[str, _View] = {}
        self._fences: dict[bytes, tuple[int, str]] = {}
        self._feed: list[FeedRow] = []
        self._feed_last = 0
        self._feed_kept = feed_kept
        self._doubt = False
        self._faults: deque[Fault] = deque()
        self._held = MemoryHeld(self._logs, self._lines, self._views)

    @property
    def held(self) -> Held:
        """Synchronous reads of what is committed."""
        return self._held

    def fail_next(self, *faults: Fault) -> None:
        """Tell the next appends, one each, to end in these ways."""
        self._faults.extend(faults)

    async def acquire(self, owner: str, lines: Sequence[bytes]) -> Tenure:
        """Raise the fence of these lines and return the right to write them."""
        self._doubt = False
        fence = 1 + max((self._fences[line][0] for line in lines if line in self._fences), default=0)
        for line in lines:
            self._fences[line] = (fence, owner)
        return Tenure(owner, fence, tuple(lines))

    async def append(self, tenure: Tenure, batch: Batch) -> Stored:
        """Store a batch whole or not at all; see ``Store.append``."""
        self._check_tenure(tenure, touched(tenure, batch))
        if self._faults:
            self._fail(self._faults.popleft(), tenure, batch)
        self._write(batch)
        return Stored(self._feed_last)

    async def feed(self, after: int, limit: int) -> Sequence[FeedRow]:
        """Return feed rows numbered above ``after``, in order, without gaps."""
        if not self._feed or limit <= 0:
            return []
        at = max(after + 1 - self._feed[0].number, 0)
        return self._feed[at : at + limit]

    async def erase(self, tenure: Tenure, entries: Sequence[tuple[str, int]]) -> None:
        """Erase body and salt of (origin, index) entries; leaves stay."""
        self._check_tenure(tenure, {line_of(origin) for origin, _ in entries})
        for origin, index in entries:
            log = self._logs.get(origin)
            if log and 0 <= index < len(log.entries):
                log.entries[index] = log.entries[index]._replace(salt=None, body=None)

    async def release(self, tenure: Tenure) -> None:
        """Give the tenure back."""
        for line in tenure.lines:
            if self._fences.get(line) == (tenure.fence, tenure.owner):
                self._fences[line] = (tenure.fence, "")

    def _check_tenure(self, tenure: Tenure, lines: set[bytes]) -> None:
        """Raise unless this tenure may write these lines now."""
        if self._doubt:
            raise OutcomeUnknown("the outcome of an earlier write is unknown; acquire again and compare heads")
        mine = (tenure.fence, tenure.owner)
        for line in lines:
            if self._fences.get(line) != mine:
                raise Superseded(f"another tenure of line {line.hex()[:16]} began; this node must stop signing")

    def _fail(self, fault: Fault, tenure: Tenure, batch: Batch) -> None:
        """Raise what a fault stands for, after its effect on the store."""
        if fault is Fault.SUPERSEDED:
            for line in tenure.lines:
                self._fences[line] = (self._fences[line][0] + 1, "another process")
            raise Superseded("another tenure began; this node must stop signing")
        if fault is Fault.FULL:
            raise StoreFull("the disk is full; nothing was written; make space, then go on")
        if fault is Fault.FAILED:
            raise StoreFailed("the disk failed; nothing was written")
        if fault is Fault.UNKNOWN_STORED:
            self._write(batch)
        self._doubt = True
        raise OutcomeUnknown("the outcome of this write is unknown; acquire again and compare heads")

    def _write(self, batch: Batch) -> None:
        """Compare every head, then apply the whole batch."""
        logs = self._logs
        changes = batch.changes
        for change in changes:
            log = logs.get(change.origin)
            if (log.row.head if log else EMPTY) != change.old:
                if held_already((each, self._head(each.origin)) for each in changes):
                    return
                raise Superseded(f"{change.origin}: the head held is not the one this batch grows from; stop signing")
        for change in changes:
            log = logs.get(change.origin)
            if log is None:
                log = self._new_log(change.origin)
            log.apply(change)
        if batch.rows:
            self._write_rows(batch)

    def _head(self, origin: str) -> object:
        log = self._logs.get(origin)
        return log.row.head if log else EMPTY

    def _new_log(self, origin: str) -> _Log:
        log = self._logs[origin] = _Log(LogRow(origin, EMPTY, 0, b""))
        origins = self._lines.setdefault(line_of(origin), [])
        origins.insert(bisect_left(origins, origin), origin)
        return log

    def _write_rows(self, batch: Batch) -> None:
        number, feed, views = self._feed_last, self._feed, self._views
        for view, key, value in batch.rows:
            found = views.get(view)
            if found is None:
                found = views[view] = _View()
            found.put(key, value)
            number += 1
            feed.append(FeedRow(number, view, key))
        self._feed_last = number
        if len(feed) > 2 * self._feed_kept:
            del feed[: -self._feed_kept]
