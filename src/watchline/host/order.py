"""Read entries and threads in the common order, from either end or from a reference on, without reading all of them.

The order is that of docs/spec/leaf.md: the same on every node that holds the same entries, whatever the clocks say. Within one
log it is the order of the log, so a page is a merge of the logs of a line, and a reference is found by halving.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from heapq import merge
from typing import NamedTuple, TypeVar

from watchline.errors import OurMistake
from watchline.host.here import Here
from watchline.log import Entry, LogRow
from watchline.party import LogName, parse_origin
from watchline.sentence import worded
from watchline.view import DEPTH, THREAD, EntryRef, Thread, order_hash, read_ref_key, read_thread, ref_key

Place = tuple[int, bytes, bytes]
"""A place in the common order: depth, which party comes first at that depth, leaf hash."""
_BLOCK = 64
_BLOCK_THREADS = 256
T = TypeVar("T", "EntrySpot", "ThreadSpot")


def lanes(here: Here) -> list[Lane]:
    """Return every log of the line, to be walked."""
    return [Lane(here, row) for row in here.held.logs(here.charter.line)]


class EntrySpot(NamedTuple):
    """An entry at its place."""

    place: Place
    ref: EntryRef
    entry: Entry


class ThreadSpot(NamedTuple):
    """A thread at the place of what opened it."""

    place: Place
    ref: EntryRef
    thread: Thread


class Lane:
    """One log, walked up or down between two indexes."""

    def __init__(self, here: Here, row: LogRow) -> None:
        self.name: LogName = parse_origin(row.origin)
        self.origin, self.size = row.origin, row.head.size
        self._here, self._held, self._line = here, here.held, here.charter.line
        self._party = here.ids[self.name.code]

    def ref(self, index: int) -> EntryRef:
        """Return the reference of an index."""
        return EntryRef(self.name.code, self.name.epoch, index)

    def place(self, entry: Entry) -> Place:
        """Return where an entry stands; a depth that was provisional when it was stored has a row of its own."""
        row = self._held.row(DEPTH, ref_key(self._line, self.ref(entry.index)))
        depth = entry.depth if row is None else int.from_bytes(row, "big")
        return (depth, order_hash(self._line, depth, self._party), entry.leaf_hash)

    def beyond(self, place: Place, *, itself: bool) -> int:
        """Return the first index that stands after ``place`` (or at it, with ``itself``). Cost: log2(size) reads."""
        low, high = 0, self.size
        while low < high:
            middle = (low + high) // 2
            entry = self._held.entry(self.origin, middle)
            assert entry is not None, "every index below the size is held"
            found = self.place(entry)
            if found > place or (itself and found == place):
                high = middle
            else:
                low = middle + 1
        return low

    def entries_up(self, start: int) -> Iterator[EntrySpot]:
        """Yield entries from an index on, first to last."""
        while start < self.size:
            block = self._held.entries(self.origin, start, min(_BLOCK, self.size - start))
            yield from (EntrySpot(self.place(entry), self.ref(entry.index), entry) for entry in block)
            start += _BLOCK

    def entries_down(self, end: int) -> Iterator[EntrySpot]:
        """Yield entries below an index, last to first."""
        while end > 0:
            start = max(0, end - _BLOCK)
            block = self._held.entries(self.origin, start, end - start)
            yield from (EntrySpot(self.place(entry), self.ref(entry.index), entry) for entry in reversed(block))
            end = start

    def threads_up(self, start: int) -> Iterator[ThreadSpot]:
        """Yield the threads opened from an index on, first to last."""
        while start < self.size:
            yield from self._threads(start, min(start + _BLOCK_THREADS, self.size))
            start += _BLOCK_THREADS

    def threads_down(self, end: int, having: bytes = b"") -> Iterator[ThreadSpot]:
        """Yield the threads opened below an index, last to first; of those whose row lacks ``having`` none need come."""
        while end > 0:
            start = max(0, end - _BLOCK_THREADS)
            yield from reversed(self._threads(start, end, having))
            end = start

    def _threads(self, start: int, end: int, having: bytes = b"") -> list[ThreadSpot]:
        prefix = ref_key(self._line, self.ref(0))[:-8]
        after = prefix + (start - 1).to_bytes(8, "big") if start else None
        last = prefix + (end - 1).to_bytes(8, "big")
        found = []
        for key, value in self._held.rows(THREAD, prefix, after, end - start):
            if having not in value:
                continue
            thread = read_thread(value)
            if key <= last and thread.opener:
                opener = thread.opener[0]
                place = (opener.depth, opener.order, opener.leaf_hash)
                found.append(ThreadSpot(place, read_ref_key(key), thread))
        return found


def threads_page(
    here: Here,
    wanted: Callable[[ThreadSpot], bool],
    limit: int,
    after: EntryRef | None = None,
    before: EntryRef | None = None,
) -> tuple[list[ThreadSpot], bool]:
    """Return threads in the common order, and whether there are more beyond them.

    Args:
        here: What this node can show.
        wanted: Which threads belong to the list.
        limit: How many at most.
        after: Those that follow this entry, first to last; more of them may follow the last.
        before: Those that precede this entry, the nearest ones; without either, the newest. More may precede the first.
    """
    return _page(here, Lane.threads_up, Lane.threads_down, wanted, limit, after, before)


def entries_page(
    here: Here,
    wanted: Callable[[EntrySpot], bool],
    limit: int,
    after: EntryRef | None = None,
    before: EntryRef | None = None,
) -> tuple[list[EntrySpot], bool]:
    """Return entries in the common order, and whether there are more beyond them; arguments as ``threads_page``."""
    return _page(here, Lane.entries_up, Lane.entries_down, wanted, limit, after, before)


def _page(
    here: Here,
    up: Callable[[Lane, int], Iterator[T]],
    down: Callable[[Lane, int], Iterator[T]],
    wanted: Callable[[T], bool],
    limit: int,
    after: EntryRef | None,
    before: EntryRef | None,
) -> tuple[list[T], bool]:
    if after is not None and before is not None:
        raise OurMistake("Ask for what is after one entry or before one, not both.")
    walked = lanes(here)
    if after is not None:
        place = place_of(here, after)
        walks = [up(lane, lane.beyond(place, itself=False)) for lane in walked]
        return _some(merge(*walks, key=_place), wanted, limit)
    end = None if before is None else place_of(here, before)
    walks = [down(lane, lane.size if end is None else lane.beyond(end, itself=True)) for lane in walked]
    items, more = _some(merge(*walks, key=_place, reverse=True), wanted, limit)
    items.reverse()
    return items, more


def _place(spot: EntrySpot | ThreadSpot) -> Place:
    return spot.place


def _some(walk: Iterator[T], wanted: Callable[[T], bool], limit: int) -> tuple[list[T], bool]:
    found: list[T] = []
    for spot in walk:
        if not wanted(spot):
            continue
        if len(found) == limit:
            return found, True
        found.append(spot)
    return found, False


def place_of(here: Here, ref: EntryRef) -> Place:
    """Return the place of an entry held here."""
    origin = here.charter.log(ref.code, ref.epoch).origin()
    entry = here.held.entry(origin, ref.index)
    lane = next((lane for lane in lanes(here) if lane.origin == origin), None)
    if entry is None or lane is None:
        raise OurMistake(worded("no entry {ref} is held here; `watchline log list` shows what is.", ref=ref.text()))
    return lane.place(entry)


def newest_threads(here: Here, having: bytes = b"") -> Iterator[ThreadSpot]:
    """Yield every thread of the line, newest first; the caller stops when it has enough.

    Args:
        here: What this node can show.
        having: Bytes that stand in the row of every thread that is looked for; others are left out undecoded.
    """
    walks = [lane.threads_down(lane.size, having) for lane in lanes(here)]
    return merge(*walks, key=_place, reverse=True)
