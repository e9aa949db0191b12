"""The search: which of all announced activities come too near to one, and which to each other."""

from __future__ import annotations

from functools import partial
from itertools import repeat
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias, cast

import numpy as np

from watchline.conflict.encounter import NEAR_PARTS, Encounter, Part, Verdict, meet
from watchline.conflict.index import Asked, Place
from watchline.conflict.judging import (
    CLEAR,
    VERDICTS,
    Limits,
    judge,
    limits_by_kind,
    measured,
    pair_limits,
    widest,
)
from watchline.conflict.kernel import kernel
from watchline.conflict.memory import in_memory
from watchline.conflict.rows import outward, search_box

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from watchline.conflict.activity import Placed
    from watchline.conflict.arithmetic import Flags, Floats, Integers
    from watchline.conflict.index import Index
    from watchline.conflict.memory import MemoryIndex
    from watchline.conflict.rows import Boxes, Rows
    from watchline.conflict.separation import Minima, Table

PAGE: Final = 200
_MANY: Final = 2_000
"""Volumes named at once."""


class Found(NamedTuple):
    """One volume of ours and one of another activity that are not clear of each other."""

    ours: Part
    theirs: Part
    verdict: Verdict


_found: Final = cast("Callable[[tuple[Part, Part, Verdict]], Found]", partial(tuple.__new__, Found))
"""Makes an answer of its three fields, in half the time: of a long answer most of the time would go into that."""


class Cursor(NamedTuple):
    """Behind which answer the next page begins: a volume of ours, and the place of one of theirs."""

    part: int
    place: Place


class Page(NamedTuple):
    """Some answers, by our volumes and then by start, reference and part; ``next`` is None on the last page."""

    found: tuple[Found, ...]
    next: Cursor | None


def search(
    index: Index,
    ours: Sequence[Placed],
    table: Table,
    *,
    after: Cursor | None = None,
    limit: int = PAGE,
    proximity: Minima | None = None,
) -> Page:
    """Return the volumes of other activities that are in conflict with an activity, or near one.

    Nothing is left out: what does not fit on the page is on the next. An activity is never held against itself, known by its reference.

    Args:
        index: What to search.
        ours: The activity; it need not be in the index.
        table: The agreed separation.
        after: ``next`` of the page before.
        limit: Answers on a page.
        proximity: Up to where activities of kinds without minima are reported; None: not at all.
    """
    found: list[Found] = []
    last = 0
    for one in ours:
        if after is not None and one.part < after.part:
            continue
        behind = after.place if after is not None and one.part == after.part else None
        for answers, starts in _answers(index, one, table, behind, proximity, limit - len(found)):
            room = limit - len(found)
            found += answers[:room]
            if len(answers) > room:
                start = starts[room - 1] if room else last
                return Page(tuple(found), Cursor(found[-1].ours.part, Place(start, *found[-1].theirs)))
            last = starts[-1] if starts else last
    return Page(tuple(found), None)


def count(index: Index, ours: Sequence[Placed], table: Table, proximity: Minima | None = None) -> dict[Verdict, int]:
    """Return how many volumes of other activities there are of each verdict but CLEAR."""
    made = dict.fromkeys(VERDICTS[:3], 0)
    for one in ours:
        for answers, _ in _answers(index, one, table, None, proximity, _MANY):
            for answer in answers:
                made[answer.verdict] += 1
    return made


def encounters(index: Index, ours: Sequence[Placed], found: Sequence[Found], table: Table) -> list[Encounter]:
    """Return the numbers and nearest points of answers, in their order. About 8 ms each."""
    mine = {one.part: one for one in ours}
    made = []
    for answer in found:
        rows = index.of(answer.theirs.ref)
        theirs = rows.placed(list(rows.parts).index(answer.theirs))
        one = mine[answer.ours.part]
        made.append(meet(one, theirs, table.of(one.kind, theirs.kind)))
    return made


def everything(asked: Index, table: Table, proximity: Minima | None = None) -> Iterator[Found]:
    """Yield all pairs of volumes of different activities that are not clear of each other, each pair once.

    For a changed separation table, or a record read anew. The lesser reference is ``ours``.
    """
    index = in_memory(asked)
    limits = limits_by_kind(index.kinds(), index.kinds(), table, proximity)
    pairs = _pairs_told if kernel() else _pairs_by_numpy
    for ones, others, verdicts in pairs(index, limits, _margin(limits)):
        named = zip(index.parts(ones), index.parts(others), verdicts, strict=True)
        for mine, yours, verdict in named:
            if mine.ref != yours.ref:
                yield Found(min(mine, yours), max(mine, yours), VERDICTS[verdict])


def beside(ours: Rows, index: Index, table: Table, proximity: Minima | None = None) -> list[Found]:
    """Return which volumes of other activities in an index are not clear of each of many, in no order that means anything.

    For many at once: nothing is measured but what is too close to a limit to tell.
    """
    kinds = list(dict.fromkeys(ours.kinds))
    number = {kind: n for n, kind in enumerate(kinds)}
    limits = limits_by_kind(kinds, index.kinds(), table, proximity)[[number[kind] for kind in ours.kinds]]
    seen = index.against(ours, limits, _ten(_margin(limits))) if len(ours.parts) and index.kinds() else ()
    made = []
    for (row, handle, verdict), theirs in zip(seen, index.parts([each.handle for each in seen]), strict=True):
        mine = ours.parts[row]
        if mine.ref == theirs.ref:
            continue
        said = verdict if verdict >= 0 else _measured(index, ours.placed(row), handle, limits[row])
        if said != CLEAR:
            made.append(Found(mine, theirs, VERDICTS[said]))
    return made


_Pairs: TypeAlias = "Iterator[tuple[list[int], list[int], list[int]]]"
"""Handles of volumes, handles of others, the verdict on each pair; no clear ones."""


def _pairs_told(index: MemoryIndex, limits: Integers, margin: Floats) -> _Pairs:
    """Yield all pairs, by the kernel."""
    for ones, others, verdicts in index.pairs(limits, _ten(margin)):
        for n in np.flatnonzero(verdicts < 0).tolist():
            rows = index.rows([int(ones[n]), int(others[n])])
            verdicts[n] = judge(
                rows, rows, np.array([0]), np.array([1]), _between(index, limits, rows, rows, [0], [1])
            )[0]
        said = verdicts != CLEAR
        yield ones[said].tolist(), others[said].tolist(), verdicts[said].tolist()


def _pairs_by_numpy(index: MemoryIndex, limits: Integers, margin: Floats) -> _Pairs:
    for group in index.groups():
        low, high = _corners(index.boxes(group))
        handles = index.near(*outward(low.min(axis=0) - margin, high.max(axis=0) + margin))
        first, last = _corners(index.boxes(handles))
        near = _meeting(low - margin, high + margin, first, last)
        here = np.array(group)
        one, other = np.nonzero(near & (here[:, None] < np.array(handles)[None, :]))
        if not len(one):
            continue
        ours, theirs = index.rows(group), index.rows(handles)
        pairs = _between(index, limits, ours, theirs, one.tolist(), other.tolist())
        verdicts = judge(ours, theirs, one, other, pairs)
        said = verdicts != CLEAR
        yield here[one[said]].tolist(), np.array(handles)[other[said]].tolist(), verdicts[said].tolist()


def _between(
    index: MemoryIndex, limits: Integers, ours: Rows, theirs: Rows, one: Sequence[int], other: Sequence[int]
) -> Limits:
    """Return the limits of pairs of volumes."""
    number = {kind: n for n, kind in enumerate(index.kinds())}
    return pair_limits(limits[[number[ours.kinds[n]] for n in one], [number[theirs.kinds[n]] for n in other]])


def _corners(boxes: Boxes) -> tuple[Floats, Floats]:
    wide = boxes.astype(np.float64)
    return wide[:, :5], -wide[:, 5:]


def _meeting(low: Floats, high: Floats, first: Floats, last: Floats) -> Flags:
    """Tell which of n boxes meet which of m; (n, m)."""
    apart = (low[:, None, :] > last[None, :, :]) | (first[None, :, :] > high[:, None, :])
    found: Flags = ~np.logical_or.reduce(apart, axis=2)
    return found


def _margin(limits: Integers) -> Floats:
    """Return by how much the corners of a box are moved apart: seconds, metres on the ground, metres of height."""
    lateral, vertical, time = widest(limits)
    return np.array([time, lateral, lateral, lateral, vertical])


def _ten(margin: Floats) -> Boxes:
    """Return a margin for the ten sides of a box, not less in single precision."""
    return np.nextafter(np.concatenate((margin, margin)).astype(np.float32), np.float32(np.inf))


def _answers(
    index: Index, one: Placed, table: Table, after: Place | None, proximity: Minima | None, at_once: int
) -> Iterator[tuple[list[Found], Sequence[int]]]:
    """Yield the answers about one volume in order, some at once, with the start of each; one that is too close to tell is measured only then."""
    limits = limits_by_kind([one.kind], index.kinds(), table, proximity)[0]
    mine = Part(one.ref, one.part)
    hits = index.hits(Asked(one, search_box(one, widest(limits)), limits, after))
    step = min(at_once + 1, _MANY)
    for begin in range(0, len(hits.handles), step):
        some = slice(begin, begin + step)
        parts, verdicts, starts = index.parts(hits.handles[some]), hits.verdicts[some], hits.starts[some]
        said = [
            verdict if verdict >= 0 else CLEAR if part.ref == one.ref else _measured(index, one, handle, limits)
            for verdict, part, handle in zip(verdicts, parts, hits.handles[some], strict=True)
        ] if min(verdicts) < 0 else verdicts  # fmt: skip
        chosen = [n for n, part in enumerate(parts) if said[n] != CLEAR and part.ref != one.ref]
        if len(chosen) < len(parts):
            parts, said = [parts[n] for n in chosen], [said[n] for n in chosen]
            starts = [starts[n] for n in chosen]
        words = map(VERDICTS.__getitem__, said)
        yield list(map(_found, zip(repeat(mine), parts, words, strict=False))), starts


def _measured(index: Index, one: Placed, handle: int, limits: Integers) -> int:
    rows = index.rows([handle])
    of_kind = limits[list(index.kinds()).index(rows.kinds[0])]
    agreed = bool(of_kind[6])
    return measured(one, rows.placed(0), of_kind[:3] if agreed else of_kind[3:6] // NEAR_PARTS[1], agreed=agreed)
