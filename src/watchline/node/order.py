"""The common order (docs/spec/leaf.md): the depth of every entry, provisional while a head that it refers to is not held here.

An entry refers to a head by size *and root*; a head of another root is no head held here and counts as depth 0, as one that has not
arrived. So references cannot run in a circle, whatever a party writes: a root commits to every leaf below it.

Where entries reach us by another way than those they refer to (three and more parties), depths are settled when the latter arrive:
one pass, in causal order, over the entries deeper than the first that was provisional; each of them is computed once. While a large
gap is being filled the pass waits, so that catching up costs no more than a few passes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from watchline.errors import InvalidFromPeer
from watchline.log import Entry
from watchline.node.logs import LogState, depth_before
from watchline.node.memory import Core
from watchline.record import EpochAdopt, EpochOpen, Header, Kind, Seen, read_body
from watchline.view import DEPTH, EntryRef, ref_key

_OF_EPOCHS = frozenset({Kind.EPOCH_OPEN.value, Kind.EPOCH_ADOPT.value})
SMALL = 32
"""Entries that a pass may compute again at any time, even while more are arriving."""
Move = Callable[[Core, LogState, Entry, int, bool], None]
"""Folds an entry again: (core, log, entry, depth, whether its ``seen`` names a head that its log does not have)."""


class Place(NamedTuple):
    """The depth of an entry; whether it names a head that is held with another root; (origin, size) of heads not held yet."""

    depth: int
    unknown: bool
    missing: tuple[tuple[str, int], ...]


def depth_at(core: Core, log: LogState, index: int) -> int:
    """Return the depth of an entry held, as it is known now."""
    if index < 0:
        return depth_before(log.generation)
    row = core.fold.row(DEPTH, ref_key(core.line, EntryRef(log.name.code, log.name.epoch, index)))
    if row is not None:
        return int.from_bytes(row, "big")
    entry = log.entry(index, core.held)
    return 0 if entry is None else entry.depth


def _fresh(log: LogState, header: Header | None, before: tuple[Seen, ...]) -> list[Seen]:
    """Return the heads of other logs that an entry names and its predecessor did not."""
    if header is None or header.seen == before:
        return []
    return [seen for seen in header.seen if seen not in before and seen.code != log.name.code]


def place(
    core: Core, log: LogState, header: Header | None, body: bytes | None, before: tuple[Seen, ...], previous: int
) -> Place:
    """Return the place of an entry in the common order, from the heads held now.

    Args:
        core: The node.
        log: The log it stands in.
        header: What its leaf says; None if it cannot be read.
        body: Its body: an entry about a closed log of its party waits for what it names of it, which changes no depth.
        before: ``seen`` of the entry before it.
        previous: Depth of the entry before it, 0 if there is none.
    """
    depth, unknown, missing = previous, False, _lacking(core, log, header, body)
    for seen in _fresh(log, header, before):
        origin = core.charter.log(seen.code, seen.epoch).origin()
        other = core.logs.get(origin)
        if other is None or seen.size > other.size:
            missing.append((origin, seen.size))
        elif core.root_at(other, seen.size) != seen.root:
            unknown = True
        else:
            depth = max(depth, depth_at(core, other, seen.size - 1))
    return Place(depth + 1, unknown, tuple(missing))


def _lacking(core: Core, log: LogState, header: Header | None, body: bytes | None) -> list[tuple[str, int]]:
    """Return what an entry names of its party's closed log, if that is not held here: what holds for it is not known before."""
    if header is None or log.name.epoch == 1 or header.kind not in _OF_EPOCHS:
        return []
    try:
        record = read_body(header.kind, body or b"")
    except InvalidFromPeer:
        return []
    if isinstance(record, EpochOpen) and record.prev is not None and header.index == 0:
        origin, size = record.prev[0], min([record.prev[1], *(start for start, _to, _root in record.missing or ())])
    elif isinstance(record, EpochAdopt):
        origin, size = record.origin, record.size
    else:
        return []
    other = core.logs.get(origin)
    ours = other.size if other is not None and other.name.code == log.name.code else 0
    return [(origin, size)] if size > ours else []


def settle(core: Core, move: Move) -> None:
    """Compute again what was provisional and can be known now; fold those entries anew."""
    waiting = [log for log in core.logs.values() if log.unresolved >= 0]
    for log in waiting:
        if log.waits is None:
            _find_waits(core, log)
    starts = {log.origin: start for log in waiting if (start := _first_known(core, log)) is not None}
    if not starts:
        return
    lowest = min(depth_at(core, core.logs[origin], start) for origin, start in starts.items())
    for log in core.logs.values():
        starts[log.origin] = min(starts.get(log.origin, log.size), _first_deeper(core, log, lowest))
    arrived = sum(len(log.entries) for log in core.logs.values())
    core.unsettled += arrived
    work = sum(core.logs[origin].size - start for origin, start in starts.items())
    if arrived and work > SMALL + 2 * core.unsettled:
        return
    core.unsettled = 0
    _Pass(core, starts, move).run()


def _find_waits(core: Core, log: LogState) -> None:
    """After a start: find again which heads the entries of a log wait for."""
    log.waits, before = [], _seen_before(core, log, log.unresolved)
    for index in range(log.unresolved, log.size):
        header = _header_at(core, log, index)
        for origin, size in place(core, log, header, _body_at(core, log, index), before, 0).missing:
            log.waits.append((index, origin, size))
        before = before if header is None else header.seen
    _mark(log)
    if log.unresolved < 0:
        log.dirty = True


def _mark(log: LogState) -> None:
    """Note the first entry that waits, which is kept in the store."""
    log.unresolved = min((index for index, _, _ in log.waits or ()), default=-1)


def _first_known(core: Core, log: LogState) -> int | None:
    """Return the index of the first entry that waited for a head which is held now."""
    known = (
        index
        for index, origin, size in log.waits or ()
        if (other := core.logs.get(origin)) is not None and size <= other.size
    )
    return min(known, default=None)


def _first_deeper(core: Core, log: LogState, depth: int) -> int:
    """Return the index of the first entry deeper than this; depths ascend within a log."""
    low, high = 0, log.size
    while low < high:
        middle = (low + high) // 2
        if depth_at(core, log, middle) > depth:
            high = middle
        else:
            low = middle + 1
    return low


def _header_at(core: Core, log: LogState, index: int) -> Header | None:
    entry = log.entry(index, core.held)
    return None if entry is None else core.header(entry.leaf)


def _body_at(core: Core, log: LogState, index: int) -> bytes | None:
    entry = log.entry(index, core.held)
    return None if entry is None else entry.body


def _seen_before(core: Core, log: LogState, index: int) -> tuple[Seen, ...]:
    """Return ``seen`` of the last entry before an index that can be read, as ``take_in`` keeps it."""
    for at in range(index - 1, -1, -1):
        header = _header_at(core, log, at)
        if header is not None:
            return header.seen
    return ()


class _Pass:
    """One pass in causal order over the entries from ``starts`` on."""

    def __init__(self, core: Core, starts: dict[str, int], move: Move) -> None:
        self._core, self._move = core, move
        self._at = dict(starts)
        self._depths, self._before = {}, {}
        for origin, start in starts.items():
            log = core.logs[origin]
            self._depths[origin] = depth_at(core, log, start - 1)
            self._before[origin] = _seen_before(core, log, start) if start < log.size else ()
            if log.waits is not None:
                log.waits = [wait for wait in log.waits if wait[0] < start]

    _depths: dict[str, int]
    _before: dict[str, tuple[Seen, ...]]

    def run(self) -> None:
        """Compute every entry once; each waits only for entries of other logs that it refers to."""
        logs = [self._core.logs[origin] for origin in sorted(self._at)]
        going = True
        while going:
            going = False
            for log in logs:
                while self._at[log.origin] < log.size and self._one(log):
                    going = True
        for log in logs:
            assert self._at[log.origin] == log.size, (
                "a root commits to what lies below it: references never run in a circle"
            )
            before = log.depth, log.unresolved
            log.depth = self._depths[log.origin]
            if log.waits is not None:
                _mark(log)
            if before != (log.depth, log.unresolved):
                log.dirty = True

    def _one(self, log: LogState) -> bool:
        """Compute the next entry of a log if all that it refers to has been; return whether that was so."""
        core, index = self._core, self._at[log.origin]
        entry = log.entry(index, core.held)
        assert entry is not None, "every index below the size is held"
        header = core.header(entry.leaf)
        before = self._before[log.origin]
        for seen in _fresh(log, header, before):
            origin = core.charter.log(seen.code, seen.epoch).origin()
            other = core.logs.get(origin)
            if other is None or not self._at[origin] < seen.size <= other.size:
                continue
            if core.root_at(other, seen.size) == seen.root:
                return False
        found = place(core, log, header, entry.body, before, self._depths[log.origin])
        if found.missing:
            log.waits = (log.waits or []) + [(index, origin, size) for origin, size in found.missing]
        known = depth_at(core, log, index)
        if found.depth != known:
            key = ref_key(core.line, EntryRef(log.name.code, log.name.epoch, index))
            core.fold.put(DEPTH, key, found.depth.to_bytes(8, "big"))
        self._move(core, log, entry, found.depth, found.unknown)
        self._depths[log.origin] = found.depth
        self._at[log.origin] += 1
        if header is not None:
            self._before[log.origin] = header.seen
        return True
