"""Verdicts on many pairs of volumes at once by NumPy, each the same as ``encounter.meet`` would give; ``kernel.c`` does the same.

Theory of operation. Time and altitude are whole numbers and compared first. Then the straight distances between the middles of pieces
decide most pairs: two middles nearer than the limit are a conflict, pieces that cannot reach each other are none. For the rest the
chords themselves are measured. A chord that is nearer or farther than the limit by more than its doubt decides; what lies between is
handed to ``meet``, some pairs in ten thousand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from watchline.conflict import ellipsoid
from watchline.conflict.arithmetic import Flags, Floats, Integers, dot, length
from watchline.conflict.encounter import NEAR_PARTS, Verdict, meet
from watchline.conflict.nearest import Chords, between, slack, turn
from watchline.conflict.outline import STEP_M
from watchline.conflict.ring import plane_of
from watchline.conflict.separation import Minima

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from watchline.conflict.activity import Placed
    from watchline.conflict.index import Asked
    from watchline.conflict.records import Words
    from watchline.conflict.rows import Rows
    from watchline.conflict.separation import Table

VERDICTS: Final = (Verdict.CONFLICT, Verdict.NEAR, Verdict.PROXIMITY, Verdict.CLEAR)
_CONFLICT, _NEAR, _PROXIMITY, CLEAR = range(4)
_DOUBT_M: Final = 0.05
_AT_ONCE: Final = 1 << 18
_CHUNK: Final = 2_000
"""Volumes judged at once."""


class Limits(NamedTuple):
    """Limits of n pairs: of a conflict, and of what is reported beside it; centimetres, centimetres and tenths of milliseconds.

    Attributes:
        hard: (n, 3); -1 where nothing is agreed.
        soft: (n, 3), ten times as fine (a tenth of each unit).
        agreed: Whether a pair has minima.
    """

    hard: Integers
    soft: Integers
    agreed: Flags


def limits_by_kind(ours: Sequence[str], theirs: Sequence[str], table: Table, proximity: Minima | None) -> Integers:
    """Return the limits of each of n kinds against each of m, (n, m, 7): three hard, three soft, whether agreed; as ``Limits``."""
    made = [_seven(table.of(one, other), proximity) for one in ours for other in theirs]
    return np.array(made, np.int64).reshape(len(ours), len(theirs), 7)


def _seven(minima: Minima | None, proximity: Minima | None) -> tuple[int, ...]:
    more, whole = NEAR_PARTS
    if minima is not None:
        return (*minima, *(limit * more for limit in minima), 1)
    return (-1, -1, -1, *((limit * whole for limit in proximity) if proximity else (-1, -1, -1)), 0)


def pair_limits(block: Integers) -> Limits:
    """Return the limits of n pairs from (n, 7)."""
    return Limits(block[:, :3], block[:, 3:6], block[:, 6] != 0)


def widest(limits: Integers) -> tuple[float, float, float]:
    """Return the greatest metres, metres and seconds at which anything is reported by these limits, (…, 7)."""
    lateral, vertical, time = (
        max(these) for these in zip((0, 0, 0), *limits.reshape(-1, 7)[:, 3:6].tolist(), strict=True)
    )
    return lateral / 1000.0 + 0.01, vertical / 1000.0, time / 10_000.0


def judge_one(asked: Asked, rows: Callable[[Sequence[int]], Rows], kinds: Words, handles: Integers) -> Integers:
    """Return the verdicts on one volume against stored ones, by NumPy, as ``Hits.verdicts``, or 3 for clear.

    Args:
        asked: The volume.
        rows: Gives stored volumes by their handles.
        kinds: The number of each one's kind.
        handles: Which of them.
    """
    found, mine = np.empty(len(handles), np.int64), asked.rows()
    for begin in range(0, len(handles), _CHUNK):
        these = handles[begin : begin + _CHUNK]
        pairs = pair_limits(asked.limits[kinds[begin : begin + _CHUNK]])
        zero = np.zeros(len(these), np.int64)
        found[begin : begin + _CHUNK] = told(mine, rows(these.tolist()), zero, np.arange(len(these)), pairs)
    return found


def judge(ours: Rows, theirs: Rows, one: Integers, other: Integers, limits: Limits) -> Integers:
    """Return the verdicts on pairs of volumes, as places in ``VERDICTS``; arguments as ``told``."""
    found = told(ours, theirs, one, other, limits)
    for n in np.flatnonzero(found < 0):
        agreed = bool(limits.agreed[n])
        minima = limits.hard[n] if agreed else limits.soft[n] // NEAR_PARTS[1]
        found[n] = measured(ours.placed(int(one[n])), theirs.placed(int(other[n])), minima, agreed=agreed)
    return found


def told(ours: Rows, theirs: Rows, one: Integers, other: Integers, limits: Limits) -> Integers:
    """Return the verdicts on pairs of volumes, as places in ``VERDICTS``; -1 where it is too close to a limit to tell.

    Args:
        ours: Volumes.
        theirs: Volumes; may be the same.
        one: Which of ours each pair holds, (n).
        other: Against which of theirs, (n).
        limits: Of each pair.
    """
    found = np.full(len(one), CLEAR)
    time = np.maximum(0, np.maximum(theirs.start[other] - ours.end[one], ours.start[one] - theirs.end[other]))
    a, b = ours.heights[one], theirs.heights[other]
    vertical = np.maximum(0, np.maximum(a[:, :3] - b[:, 3:], b[:, :3] - a[:, 3:]).max(axis=1, initial=0))
    whole = NEAR_PARTS[1]
    soft = (vertical * whole <= limits.soft[:, 1]) & (time * whole <= limits.soft[:, 2])
    pairs = np.flatnonzero(soft)
    if not len(pairs):
        return found
    hard = (vertical <= limits.hard[:, 1]) & (time <= limits.hard[:, 2])
    one, other, hard = one[pairs], other[pairs], hard[pairs]
    reach = ours.reach[one] + theirs.reach[other]
    # A pair whose heights or times are only near cannot be a conflict whatever the distance.
    inner = np.where(hard, reach + limits.hard[pairs, 0] / 100.0, -1.0)
    outer = np.maximum(reach + limits.soft[pairs, 0] / 1000.0, inner)
    lateral = _lateral(ours, theirs, one, other, inner, outer)
    lateral[lateral == _NEAR] = np.where(limits.agreed[pairs], _NEAR, _PROXIMITY)[lateral == _NEAR]
    found[pairs] = lateral
    return found


def measured(ours: Placed, theirs: Placed, minima: Integers, *, agreed: bool) -> int:
    """Return the verdict of ``meet`` on two volumes; of minima that nobody agreed, whether they are within them."""
    verdict = meet(ours, theirs, Minima(*minima.tolist())).verdict
    if agreed:
        return VERDICTS.index(verdict)
    return _PROXIMITY if verdict is Verdict.CONFLICT else CLEAR


class _Pieces(NamedTuple):
    """The chords of the chosen volumes: middles, half lengths, and which belong to each volume."""

    chords: Chords
    middle: Floats
    half: Floats
    begins: Integers
    sizes: Integers


def _pieces(rows: Rows) -> _Pieces:
    start, end = rows.points[:-1], rows.points[1:]
    whole = ~(np.isnan(start[:, 0]) | np.isnan(end[:, 0]))
    before = np.concatenate(([0], np.cumsum(whole)))
    first = before[rows.begins]
    count = before[np.minimum(rows.begins + rows.sizes, len(whole))] - first
    chords = Chords(start[whole], end[whole])
    return _Pieces(chords, (chords.start + chords.end) / 2.0, length(chords.end - chords.start) / 2.0, first, count)


def _lateral(ours: Rows, theirs: Rows, one: Integers, other: Integers, inner: Floats, outer: Floats) -> Integers:
    """Return for each pair whether it is within its inner limit (0), its outer one (1), beyond (3), or too close to tell (-1)."""
    mine = _pieces(ours)
    yours = mine if theirs is ours else _pieces(theirs)
    piece = np.full(len(one), STEP_M)
    surely, perhaps = _bounds(inner, piece)
    surely_soft, perhaps_soft = _bounds(outer, piece)
    nearest = np.full(len(one), np.inf)
    total = np.cumsum(mine.sizes[one] * yours.sizes[other])
    begin = 0
    while begin < len(one):
        done = int(total[begin - 1]) if begin else 0
        stop = max(begin + 1, int(np.searchsorted(total, done + _AT_ONCE, side="right")))
        chosen = slice(begin, stop)
        nearest[chosen] = _straight(mine, yours, one[chosen], other[chosen], surely[chosen], perhaps_soft[chosen])
        begin = stop
    found = np.full(len(one), -1)
    found[(nearest > perhaps) & (nearest <= surely_soft)] = _NEAR
    found[nearest > perhaps_soft] = CLEAR
    found[nearest <= surely] = _CONFLICT
    _look_inside(ours, theirs, one, other, inner, found)
    return found


def _bounds(metres: Floats, piece: Floats) -> tuple[Floats, Floats]:
    """Return straight distances up to which two chords are surely within a distance, and beyond which they surely are not."""
    doubt = slack(metres, piece) + turn(metres) + _DOUBT_M
    return (
        np.where(metres < 0.0, -1.0, ellipsoid.chord(metres, ellipsoid.RADIUS_MIN) - doubt),
        np.where(metres < 0.0, -1.0, ellipsoid.chord(metres, ellipsoid.RADIUS_MAX) + doubt),
    )


def _straight(mine: _Pieces, yours: _Pieces, one: Integers, other: Integers, enough: Floats, most: Floats) -> Floats:
    """Return the least straight distance of each pair's chords; any that is small enough will do, and inf if above the most."""
    columns = yours.sizes[other]
    size = mine.sizes[one] * columns
    pair = np.repeat(np.arange(len(one)), size)
    place = np.arange(len(pair)) - np.repeat(np.cumsum(size) - size, size)
    wide = columns[pair]
    i, j = mine.begins[one][pair] + place // wide, yours.begins[other][pair] + place % wide
    straight = length(mine.middle[i] - yours.middle[j])
    found = np.full(len(one), np.inf)
    middles = np.minimum.reduceat(straight, np.cumsum(size) - size)
    decided = middles <= enough
    found[decided] = middles[decided]
    left = np.flatnonzero(~decided[pair] & (straight - mine.half[i] - yours.half[j] <= most[pair]))
    if len(left):
        i, j, pair = i[left], j[left], pair[left]
        a, b = mine.chords, yours.chords
        metres = between(Chords(a.start[i], a.end[i]), Chords(b.start[j], b.end[j]))[0]
        begins = np.flatnonzero(np.diff(pair, prepend=-1))
        found[pair[begins]] = np.minimum.reduceat(metres, begins)
    return found


def _look_inside(ours: Rows, theirs: Rows, one: Integers, other: Integers, inner: Floats, found: Integers) -> None:
    """Mark the pairs of which one lies in the other's polygon, among those whose borders are too far apart."""
    beyond = np.flatnonzero(found > _CONFLICT)
    for holder, held, a, b in ((ours, theirs, one, other), (theirs, ours, other, one)):
        mine = beyond[holder.polygon[a[beyond]]]
        for row in np.unique(a[mine]):
            pairs = mine[a[mine] == row]
            begin = int(holder.begins[row])
            points = holder.points[begin : begin + int(holder.sizes[row]) - 1]
            firsts = held.points[held.begins[b[pairs]]]
            low, high = np.fmin.reduce(points), np.fmax.reduce(points)
            grown = dot(high - low, high - low) / (6.0 * ellipsoid.RADIUS_MIN) + 3.0
            near = ((firsts >= low - grown) & (firsts <= high + grown)).all(axis=1)
            if not near.any():
                continue
            inside = plane_of(points).hold(firsts[near])
            pairs = pairs[near][inside]
            found[pairs] = np.where(inner[pairs] >= 0.0, _CONFLICT, _NEAR)
