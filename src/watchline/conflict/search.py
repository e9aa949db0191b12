"""The search: which of all announced activities come too near to one, and which to each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from watchline.conflict.encounter import Encounter, Part, Verdict, meet
from watchline.conflict.index import Place
from watchline.conflict.judging import VERDICTS, judge, limits_of, widest
from watchline.conflict.memory import in_memory
from watchline.conflict.rows import box_of, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from watchline.conflict.activity import Placed
    from watchline.conflict.arithmetic import Flags, Floats, Integers
    from watchline.conflict.index import Index
    from watchline.conflict.rows import Rows
    from watchline.conflict.separation import Minima, Table

PAGE: Final = 200
_CHUNK: Final = 2_000
"""Volumes judged at once."""


class Found(NamedTuple):
    """One volume of ours and one of another activity that are not clear of each other."""

    ours: Part
    theirs: Part
    verdict: Verdict


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
    last: Place | None = None
    for one in ours:
        if after is not None and one.part < after.part:
            continue
        behind = after.place if after is not None and one.part == after.part else None
        for answer, place in _beside(index, one, table, behind, proximity):
            if last is not None and len(found) >= limit:
                return Page(tuple(found), Cursor(found[-1].ours.part, last))
            found.append(answer)
            last = place
    return Page(tuple(found), None)


def count(index: Index, ours: Sequence[Placed], table: Table, proximity: Minima | None = None) -> dict[Verdict, int]:
    """Return how many volumes of other activities there are of each verdict but CLEAR."""
    made = dict.fromkeys(VERDICTS[:3], 0)
    for one in ours:
        for answer, _ in _beside(index, one, table, None, proximity):
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
    margin = np.max(
        [widest(index.kinds(), kind, table, proximity) for kind in index.kinds()] or [(0.0, 0.0, 0.0)], axis=0
    )
    for group in index.groups():
        low, high = index.corners(group)
        handles = index.near(*_grown(low.min(axis=0), high.max(axis=0), margin))
        first, last = index.corners(handles)
        near = _meeting(low, high, first, last, margin)
        here = np.array(group)
        one, other = np.nonzero(near & (here[:, None] < np.array(handles)[None, :]))
        if not len(one):
            continue
        ours, theirs = index.rows(group), index.rows(handles)
        yield from _judged(ours, theirs, one, other, table, proximity)


def _meeting(low: Floats, high: Floats, first: Floats, last: Floats, margin: Floats) -> Flags:
    """Tell which of n boxes meet which of m, the n grown by a margin; (n, m)."""
    grown_low, grown_high = _grown(low, high, margin)
    apart = (grown_low[:, None, :] > last[None, :, :]) | (first[None, :, :] > grown_high[:, None, :])
    found: Flags = ~np.logical_or.reduce(apart, axis=2)
    return found


def _judged(
    ours: Rows, theirs: Rows, one: Integers, other: Integers, table: Table, proximity: Minima | None
) -> Iterator[Found]:
    names, beside = [ours.parts[n] for n in one], [theirs.parts[n] for n in other]
    limits = limits_of([ours.kinds[n] for n in one], [theirs.kinds[n] for n in other], table, proximity)
    for mine, yours, verdict in zip(names, beside, judge(ours, theirs, one, other, limits).tolist(), strict=True):
        if VERDICTS[verdict] is not Verdict.CLEAR and mine.ref != yours.ref:
            yield Found(min(mine, yours), max(mine, yours), VERDICTS[verdict])


def _grown(low: Floats, high: Floats, margin: Floats) -> tuple[Floats, Floats]:
    """Return corners moved apart by metres on the ground, metres of height and seconds."""
    lateral, vertical, time = margin
    wide = np.array([time, lateral, lateral, lateral, vertical])
    return low - wide, high + wide


def _beside(
    index: Index, one: Placed, table: Table, after: Place | None, proximity: Minima | None
) -> Iterator[tuple[Found, Place]]:
    low, high = box_of(one)
    margin = np.array(widest(index.kinds(), one.kind, table, proximity))
    handles = index.near(*_grown(low, high, margin), after)
    mine = rows_of([one])
    for begin in range(0, len(handles), _CHUNK):
        theirs = index.rows(handles[begin : begin + _CHUNK])
        limits = limits_of([one.kind] * len(theirs.parts), theirs.kinds, table, proximity)
        size = len(theirs.parts)
        verdicts = judge(mine, theirs, np.zeros(size, np.int64), np.arange(size), limits)
        for n in np.flatnonzero(verdicts != 3).tolist():
            part = theirs.parts[n]
            if part.ref != one.ref:
                yield Found(mine.parts[0], part, VERDICTS[verdicts[n]]), Place(int(theirs.start[n]), *part)
