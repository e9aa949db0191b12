"""The index in memory: columns of numbers, packed trees over most of them, and a short unsorted delta behind these.

Trees are never changed. When the delta is full it gets one, and a tree that has become as large as the one before is packed together
with it; so there are few, each at least twice the next, and of n volumes each is packed some log n times. The rows lie in the order of
their tree: of a million volumes a search looks at some hundred, and would wait for the memory of each.
"""

from __future__ import annotations

from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING, Final, cast

import numpy as np

from watchline.conflict.columns import Column, Texts
from watchline.conflict.encounter import Part
from watchline.conflict.index import Against, Asked, Hits, Index, Place, one_by_one
from watchline.conflict.judging import CLEAR, judge_one
from watchline.conflict.kernel import Stored, kernel
from watchline.conflict.records import Records, pack, runs, sizes, starts_of, unpack
from watchline.conflict.rows import Rows, grown
from watchline.conflict.tree import Tree, meets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from watchline.conflict.arithmetic import Flags, Integers
    from watchline.conflict.rows import Boxes

DELTA_MAX: Final = 8_192
_ALL: Final = np.array([-1], np.int64)
_FIRST: Final = np.zeros(1, np.int64)
_ONLY: Final = np.zeros(1, np.int32)
_TOGETHER: Final = 512


_part: Final = cast("Callable[[tuple[str, int]], Part]", partial(tuple.__new__, Part))
"""As ``search._found``."""


class MemoryIndex:
    """The ``Index`` in memory. One thread at a time; some 550 bytes for each volume of ten points.

    Args:
        delta_max: Volumes that are searched one by one; above it they get a tree of their own.
    """

    def __init__(self, delta_max: int = DELTA_MAX) -> None:
        self._delta_max = delta_max
        self._box = Column(np.float32, 10)
        self._words = Column(np.int32)
        self._begins = Column(np.int64)
        self._kind = Column(np.int32)
        self._refs = Texts()
        self._part = Column(np.int32)
        self._hash = Column(np.int64)
        self._volumes = Texts()
        self._kinds: dict[str, int] = {}
        self._dead = 0
        self._stored: Stored | None = None
        self._packs: list[_Pack] = []
        self._recent: dict[str, tuple[int, ...]] = {}
        """Rows of activities that were put since a tree was packed; the others are found by their hashes."""

    def put(self, rows: Rows) -> None:
        """Take up activities; see ``Index.put``."""
        for ref in self._known(list({part.ref: None for part in rows.parts})):
            self.drop(ref)
        begin = self._begins.size
        self._append(rows)
        for row, (ref, _) in enumerate(rows.parts):
            self._recent[ref] = (*self._recent.get(ref, ()), begin + row)
        if self._begins.size - self._loose() > self._delta_max:
            self.pack() if self._dead * 4 > self._begins.size else self._pack(self._loose())

    def drop(self, ref: str) -> None:
        """Forget an activity; see ``Index.drop``."""
        for row in self._rows_of(ref):
            self._box.all()[row] = np.inf
            self._dead += 1
        self._recent.pop(ref, None)

    def pack(self) -> None:
        """Pack all volumes into one tree, and give back the room of what was dropped; some seconds for a million."""
        if self._dead * 4 > self._begins.size:
            self._close_ranks()
        self._packs = []
        self._pack(0)

    def hits(self, asked: Asked) -> Hits:
        """Return what is not surely clear of a volume; see ``Index.hits``."""
        if (compiled := kernel()) is None:
            rows = self._near(-asked.box[5:], asked.box[:5])
            verdicts = judge_one(asked, self.rows, self._kind.all()[rows], rows)
            rows, verdicts = rows[verdicts != CLEAR], verdicts[verdicts != CLEAR]
            begins = starts_of(self._words.all(), self._begins.all()[rows])
        else:
            one = Records(asked.record(), _FIRST, _ONLY)
            seen = compiled.search(one, asked.box[None, :], self._as_read(), asked.limits[None, :, :], _ALL)
            rows, verdicts, begins = seen.found, seen.verdicts, seen.starts
        return self._in_order(rows, begins, verdicts, asked.after)

    def rows(self, handles: Sequence[int]) -> Rows:
        """Return volumes; see ``Index.rows``."""
        these = np.array(handles, np.int64)
        kinds = list(self._kinds)
        fields = unpack(self._words.all(), self._begins.all()[these])
        return Rows(
            self.parts(handles),
            self._box.all()[these],
            [kinds[kind] for kind in self._kind.all()[these].tolist()],
            *fields,
            [self._volumes.get(row) for row in handles],
        )

    def parts(self, handles: Sequence[int]) -> list[Part]:
        """Return which volumes these are."""
        numbers = self._part.all()[np.array(handles, np.int64)].tolist()
        return list(map(_part, zip(self._refs.words(handles), numbers, strict=True)))

    def kinds(self) -> Sequence[str]:
        """Return the kinds that may occur."""
        return list(self._kinds)

    def refs(self) -> Sequence[str]:
        """Return the references of all activities."""
        return sorted({self._refs.get(row).decode() for row in self._alive().tolist()})

    def whole(self) -> Rows:
        """Return all volumes."""
        return self.rows(self._alive().tolist())

    def of(self, ref: str) -> Rows:
        """Return the volumes of one activity."""
        return self.rows(self._rows_of(ref))

    def some(self, refs: Sequence[str]) -> Rows:
        """Return the volumes of some activities."""
        return self.rows([row for ref in refs for row in self._rows_of(ref)])

    def against(self, ours: Rows, limits: Integers, margin: Boxes) -> Sequence[Against]:
        """Return what is not surely clear of each of many; see ``Index.against``."""
        if (compiled := kernel()) is None:
            return one_by_one(self, ours, limits, margin)
        words, begins = pack(ours)
        each = np.arange(len(begins), dtype=np.int32)
        seen = compiled.search(
            Records(words, begins, each),
            grown(ours.box, margin),
            self._as_read(),
            limits,
            np.full(len(begins), -1, np.int64),
        )
        return [
            Against(*found)
            for found in zip(seen.asked.tolist(), seen.found.tolist(), seen.verdicts.tolist(), strict=True)
        ]

    def pairs(self, limits: Integers, margin: Boxes) -> Iterator[tuple[Integers, Integers, Integers]]:
        """Yield all pairs of volumes that are not surely clear of each other, each once: rows, rows, verdicts as in ``Hits``.

        Args:
            limits: Of each kind against each, (kinds, kinds, 7).
            margin: By how much a box is grown on each of its ten sides.
        """
        compiled = kernel()
        assert compiled is not None, "asked only where there is one"
        for group in self._neighbours(_TOGETHER):
            these = group[self._box.all()[group, 0] < np.inf]
            asked = Records(self._words.all(), self._begins.all()[these], self._kind.all()[these])
            seen = compiled.search(asked, grown(self._box.all()[these], margin), self._as_read(), limits, these)
            yield these[seen.asked], seen.found, seen.verdicts

    def groups(self) -> list[list[int]]:
        """Return all handles in groups of neighbours, for holding everything against everything without the kernel."""
        alive = self._box.all()[:, 0] < np.inf
        groups = (group[alive[group]].tolist() for group in self._neighbours(64))
        return [group for group in groups if group]

    def boxes(self, handles: Sequence[int]) -> Boxes:
        """Return these volumes' boxes."""
        found: Boxes = self._box.all()[np.array(handles, np.int64)]
        return found

    def near(self, low: Boxes, high: Boxes) -> list[int]:
        """Return handles of the volumes whose boxes meet this one."""
        found: list[int] = self._near(low, high).tolist()
        return found

    def _near(self, low: Boxes, high: Boxes) -> Integers:
        stored, found = self._box.all(), []
        for each in self._packs:
            rows = each.tree.near(low, high) + each.first
            found.append(rows[stored[rows, 0] < np.inf])  # what was dropped since has a box that meets nothing
        found.append(np.flatnonzero(meets(stored[self._loose() :], low, high)) + self._loose())
        return np.concatenate(found)

    def _neighbours(self, step: int) -> Iterator[Integers]:
        """Yield all rows in groups of neighbours."""
        for each in self._packs:
            yield from (leaves + each.first for leaves in each.tree.leaves(step))
        for begin in range(self._loose(), self._begins.size, step):
            yield np.arange(begin, min(self._begins.size, begin + step))

    def _as_read(self) -> Stored:
        """Return the index as the kernel reads it; made anew after each change."""
        if self._stored is None:
            records = Records(self._words.all(), self._begins.all(), self._kind.all())
            self._stored = Stored(records, self._box.all(), [each.tree for each in self._packs])
        return self._stored

    def _in_order(self, rows: Integers, starts: Integers, verdicts: Integers, after: Place | None) -> Hits:
        order = np.argsort(starts, kind="stable")
        handles, begins, said = rows[order].tolist(), starts[order].tolist(), verdicts[order].tolist()
        if after is None and len(set(begins)) == len(begins):
            return Hits(handles, begins, said)
        places = [Place(start, *part) for start, part in zip(begins, self.parts(handles), strict=True)]
        chosen = [n for _, n in sorted((place, n) for n, place in enumerate(places) if after is None or place > after)]
        return Hits([handles[n] for n in chosen], [begins[n] for n in chosen], [said[n] for n in chosen])

    def _alive(self) -> Integers:
        return np.flatnonzero(self._box.all()[:, 0] < np.inf)

    def _rows_of(self, ref: str) -> tuple[int, ...]:
        if (recent := self._recent.get(ref)) is not None:
            return recent
        found = [row for each in self._packs for row in each.rows_of(_digest(ref))]
        name, stored = ref.encode(), self._box.all()
        return tuple(row for row in found if stored[row, 0] < np.inf and self._refs.get(row) == name)

    def _known(self, refs: list[str]) -> list[str]:
        """Return the references that may be there."""
        digests = np.array([_digest(ref) for ref in refs], np.int64)
        known = np.array([ref in self._recent for ref in refs], np.bool_)
        for each in self._packs:
            known |= each.has(digests)
        return [refs[n] for n in np.flatnonzero(known)]

    def _loose(self) -> int:
        """Return the first row that no tree holds."""
        return self._packs[-1].first + self._packs[-1].tree.size if self._packs else 0

    def _append(self, rows: Rows) -> None:
        self._stored = None
        words, begins = pack(rows)
        self._box.add(rows.box)
        self._begins.add(begins + self._words.size)
        self._words.add(words)
        self._kind.add(np.array([self._kinds.setdefault(kind, len(self._kinds)) for kind in rows.kinds], np.int32))
        self._refs.add(ref.encode() for ref, _ in rows.parts)
        self._part.add(np.array([part for _, part in rows.parts], np.int32))
        self._hash.add(np.array([_digest(ref) for ref, _ in rows.parts], np.int64))
        self._volumes.add(rows.data(row) for row in range(len(rows.parts)))

    def _pack(self, first: int) -> None:
        self._stored, self._recent = None, {}
        while self._packs and self._packs[-1].tree.size <= 2 * (self._begins.size - first):
            first = self._packs.pop().first
        tree = Tree(self._box.all()[first:])
        self._arrange(first, tree.order.astype(np.int64))
        tree.order = np.arange(tree.size, dtype=np.int32)
        self._packs.append(_Pack(first, tree, self._hash.all()[first:]))

    def _arrange(self, first: int, order: Integers) -> None:
        """Put the rows from ``first`` on in the order of a tree: what is looked at together then lies together, and is fetched at once."""
        begins = self._begins.all()[first:]
        begin, long = int(begins.min(initial=self._words.size)), sizes(self._words.all(), begins)
        self._words.arrange_runs(begin, begins[order], long[order])
        self._begins.all()[first:] = begin + np.cumsum(long[order]) - long[order]
        for column in (self._box, self._kind, self._refs, self._part, self._hash, self._volumes):
            column.arrange(first, order)

    def _close_ranks(self) -> None:
        self._stored = None
        alive = self._box.all()[:, 0] < np.inf
        begins = self._begins.all()[alive]
        long = sizes(self._words.all(), begins)
        self._words.keep(runs(begins, long))
        self._begins.size = 0
        self._begins.add(np.cumsum(long) - long)
        for column in (self._box, self._kind, self._refs, self._part, self._hash, self._volumes):
            column.keep(alive)
        self._dead = 0


def _digest(ref: str) -> int:
    """Return a number by which a reference is looked for; two may share one."""
    return int.from_bytes(blake2b(ref.encode(), digest_size=8).digest(), "little", signed=True)


class _Pack:
    """A tree over rows from ``first``, and where the activities of these rows are found by the hashes of their references."""

    def __init__(self, first: int, tree: Tree, digests: Integers) -> None:
        self.first, self.tree = first, tree
        self._rows = np.argsort(digests, kind="stable").astype(np.int32)
        self._digests = digests[self._rows]

    def rows_of(self, digest: int) -> list[int]:
        """Return the rows of this hash, in their order."""
        begin, end = (int(np.searchsorted(self._digests, digest, side=side)) for side in ("left", "right"))
        return [self.first + row for row in self._rows[begin:end].tolist()]

    def has(self, digests: Integers) -> Flags:
        """Tell of each hash whether it occurs."""
        if not len(self._digests):
            return np.zeros(len(digests), np.bool_)
        at = np.minimum(np.searchsorted(self._digests, digests), len(self._digests) - 1)
        found: Flags = self._digests[at] == digests
        return found


def in_memory(index: Index) -> MemoryIndex:
    """Return an index with the same volumes in memory, packed; itself if it is one."""
    if isinstance(index, MemoryIndex):
        return index
    made = MemoryIndex()
    made.put(index.whole())
    made.pack()
    return made
