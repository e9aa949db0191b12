"""The index in memory: columns of numbers, a packed tree over most of them, and a short unsorted delta behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from watchline.conflict.index import Index, Place
from watchline.conflict.rows import Rows, outward
from watchline.conflict.tree import Tree, meets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from watchline.conflict.arithmetic import Floats
    from watchline.conflict.encounter import Part

DELTA_MAX: Final = 8_192
"""Volumes that are searched one by one; above it the tree is packed anew, 0.7 s for a million."""


class MemoryIndex:
    """The ``Index`` in memory. One thread at a time; some 400 bytes for each volume beside its points (24 bytes each)."""

    def __init__(self) -> None:
        self._box = _Column(np.float32, 10)
        self._window = _Column(np.int64, 2)
        self._heights = _Column(np.int32, 6)
        self._reach = _Column(np.float64)
        self._polygon = _Column(np.bool_)
        self._kind = _Column(np.int32)
        self._span = _Column(np.int64, 2)
        self._points = _Column(np.float64, 3)
        self._parts: list[Part] = []
        self._volumes: list[bytes] = []
        self._kinds: dict[str, int] = {}
        self._rows_of: dict[str, tuple[int, ...]] = {}
        self._dead = 0
        self._tree = Tree(self._box.all())

    def put(self, rows: Rows) -> None:
        """Take up activities; see ``Index.put``."""
        for ref in {part.ref: None for part in rows.parts}:
            self.drop(ref)
        begin = len(self._parts)
        self._append(rows)
        for row in range(begin, len(self._parts)):
            ref = self._parts[row].ref
            self._rows_of[ref] = (*self._rows_of.get(ref, ()), row)
        if len(self._parts) - self._tree.size > DELTA_MAX:
            self.pack()

    def drop(self, ref: str) -> None:
        """Forget an activity; see ``Index.drop``."""
        for row in self._rows_of.pop(ref, ()):
            self._box.all()[row] = np.inf
            self._dead += 1

    def pack(self) -> None:
        """Pack all volumes into the tree, and give back the room of what was dropped. It is done by itself now and then."""
        if self._dead * 4 > len(self._parts):
            self._close_ranks()
        self._tree = Tree(self._box.all())

    def near(self, low: Floats, high: Floats, after: Place | None = None) -> Sequence[int]:
        """Return handles; see ``Index.near``."""
        corners = outward(low, high)
        rows = self._tree.near(*corners)
        # A row that was dropped since has a box that meets nothing.
        stored = self._box.all()
        if self._dead and len(rows):
            rows = rows[stored[rows, 0] < np.inf]
        delta = np.flatnonzero(meets(stored[self._tree.size :], *corners)) + self._tree.size
        rows = np.concatenate((rows, delta)) if len(delta) else rows
        starts, parts = self._window.all()[rows, 0].tolist(), self._parts
        places = sorted((Place(start, *parts[row]), row) for start, row in zip(starts, rows.tolist(), strict=True))
        return [row for place, row in places if after is None or place > after]

    def rows(self, handles: Sequence[int]) -> Rows:
        """Return volumes; see ``Index.rows``."""
        these = np.array(handles, np.int64)
        window, span = self._window.all()[these], self._span.all()[these]
        first, count = span[:, 0], span[:, 1]
        ends = np.cumsum(count)
        kinds = list(self._kinds)
        return Rows(
            [self._parts[row] for row in handles],
            self._box.all()[these],
            [kinds[kind] for kind in self._kind.all()[these].tolist()],
            window[:, 0],
            window[:, 1],
            self._heights.all()[these].astype(np.int64),
            self._reach.all()[these],
            self._polygon.all()[these],
            self._points.all()[np.repeat(first - (ends - count), count) + np.arange(ends[-1] if len(ends) else 0)],
            ends - count,
            count,
            [self._volumes[row] for row in handles],
        )

    def kinds(self) -> Sequence[str]:
        """Return the kinds that may occur."""
        return list(self._kinds)

    def refs(self) -> Sequence[str]:
        """Return the references of all activities."""
        return sorted(self._rows_of)

    def whole(self) -> Rows:
        """Return all volumes."""
        return self.rows(np.flatnonzero(self._box.all()[:, 0] < np.inf).tolist())

    def of(self, ref: str) -> Rows:
        """Return the volumes of one activity."""
        return self.rows(self._rows_of.get(ref, ()))

    def groups(self) -> list[list[int]]:
        """Return all handles in groups of neighbours, for holding everything against everything."""
        alive = self._box.all()[:, 0] < np.inf
        packed = [group[alive[group]].tolist() for group in self._tree.leaves()]
        rest = np.flatnonzero(alive[self._tree.size :]) + self._tree.size
        return [group for group in (*packed, *(rest[n : n + 64].tolist() for n in range(0, len(rest), 64))) if group]

    def corners(self, handles: Sequence[int]) -> tuple[Floats, Floats]:
        """Return the least and greatest corners of these volumes' boxes, (n, 5) each."""
        stored = self._box.all()[np.array(handles, np.int64)].astype(np.float64)
        return stored[:, :5], -stored[:, 5:]

    def _append(self, rows: Rows) -> None:
        self._box.add(rows.box)
        self._window.add(np.stack((rows.start, rows.end), axis=1))
        self._heights.add(rows.heights)
        self._reach.add(rows.reach)
        self._polygon.add(rows.polygon)
        self._kind.add(np.array([self._kinds.setdefault(kind, len(self._kinds)) for kind in rows.kinds], np.int32))
        self._span.add(np.stack((rows.begins + self._points.size, rows.sizes), axis=1))
        self._points.add(rows.points)
        self._parts.extend(rows.parts)
        self._volumes.extend(rows.data(row) for row in range(len(rows.parts)))

    def _close_ranks(self) -> None:
        kept = self.whole()
        self.__init__()  # type: ignore[misc]
        self._append(kept)
        for row, (ref, _) in enumerate(self._parts):
            self._rows_of[ref] = (*self._rows_of.get(ref, ()), row)


class _Column:
    """An array that grows at its end."""

    def __init__(self, kind: Any, width: int = 0) -> None:
        self._data = np.empty((64, width) if width else 64, kind)
        self.size = 0

    def all(self) -> Any:
        """Return what is in it."""
        return self._data[: self.size]

    def add(self, values: Any) -> None:
        """Put values at the end."""
        end = self.size + len(values)
        if end > len(self._data):
            grown = np.empty(
                (max(end, len(self._data) + len(self._data) // 2), *self._data.shape[1:]), self._data.dtype
            )
            grown[: self.size] = self.all()
            self._data = grown
        self._data[self.size : end] = values
        self.size = end


def in_memory(index: Index) -> MemoryIndex:
    """Return an index with the same volumes in memory, packed; itself if it is one."""
    if isinstance(index, MemoryIndex):
        return index
    made = MemoryIndex()
    made.put(index.whole())
    made.pack()
    return made
