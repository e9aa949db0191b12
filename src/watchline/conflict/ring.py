"""The inside of a polygon, told in a plane.

Seen from the middle of the earth, the points of the ellipsoid go straight onto a plane that touches it near the polygon (the gnomonic
projection), and the short chords of a border onto straight lines. There inside and outside, and whether a ring crosses itself, are
plane geometry, at a pole and on the antimeridian as anywhere. Between two points 10 km apart a geodesic is up to 7 mm beside such
a line, so whoever asks closer than 1 cm to a border asks with points 500 m apart (0.02 mm).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from watchline.conflict.arithmetic import Flags, Floats, Integers, dot, length

if TYPE_CHECKING:
    from collections.abc import Iterator

COSINE_MIN: Final = 0.7071
"""Nothing of a polygon is more than 45 degrees (5,000 km) from its middle: so the smaller region is never in doubt."""
_PAIRS_AT_ONCE: Final = 1 << 20


class Plane(NamedTuple):
    """The rings of a polygon in their plane.

    Attributes:
        axes: Unit vectors (3, 3): towards the middle, and two across.
        start, end: The pieces of all rings, (n, 2).
        ring: Of which ring each is, 0 the outer.
    """

    axes: Floats
    start: Floats
    end: Floats
    ring: Integers

    def holds(self, point: Floats) -> bool:
        """Tell whether a geocentric point is inside the outer ring and in no hole."""
        return bool(self.hold(point[None, :])[0])

    def hold(self, points: Floats) -> Flags:
        """Tell of each of the points (n, 3) whether it is inside."""
        u, v, seen = _projected(self.axes, points)
        return np.array(
            [
                bool(there) and bool(_crossings(self.start, self.end, x, y) & 1)
                for x, y, there in zip(u, v, seen, strict=True)
            ],
            np.bool_,
        )


def plane_of(points: Floats) -> Plane:
    """Return the plane of the rings in ``points``, (n, 3) with a row of NaN between two rings.

    Raises:
        ValueError: the polygon is more than 45 degrees wide from its middle.
    """
    gap = np.isnan(points[:, 0])
    solid = points[~gap]
    middle = (solid.min(axis=0) + solid.max(axis=0)) / 2.0
    size = length(middle)
    refusal = "a polygon reaches more than 5,000 km from its middle, so that its inside is in doubt; divide it"
    if size < 1_000_000.0:
        raise ValueError(refusal)
    front = middle / size
    helper = np.array([0.0, 0.0, 1.0]) if abs(front[2]) < 0.9 else np.array([1.0, 0.0, 0.0])
    across = _cross(helper, front)
    across = across / length(across)
    axes = np.stack((front, across, _cross(front, across)))
    u, v, seen = _projected(axes, solid)
    if not seen.all():
        raise ValueError(refusal)
    flat = np.empty((len(points), 2))
    flat[~gap] = np.stack((u, v), axis=1)
    whole = ~(gap[:-1] | gap[1:])
    return Plane(axes, flat[:-1][whole], flat[1:][whole], np.cumsum(gap)[:-1][whole])


def _cross(one: Floats, other: Floats) -> Floats:
    return np.array(
        [
            one[1] * other[2] - one[2] * other[1],
            one[2] * other[0] - one[0] * other[2],
            one[0] * other[1] - one[1] * other[0],
        ]
    )


def _projected(axes: Floats, points: Floats) -> tuple[Floats, Floats, Flags]:
    front = dot(points, axes[0])
    seen = front > COSINE_MIN * length(points)
    divisor = np.where(seen, front, 1.0)
    return dot(points, axes[1]) / divisor, dot(points, axes[2]) / divisor, seen


def _crossings(start: Floats, end: Floats, u: float, v: float) -> int:
    above, below = start[:, 1] > v, end[:, 1] > v
    passed = above != below
    s, e = start[passed], end[passed]
    at = s[:, 0] + (v - s[:, 1]) * (e[:, 0] - s[:, 0]) / (e[:, 1] - s[:, 1])
    return int(np.count_nonzero(at > u))


def check_rings(plane: Plane) -> None:
    """Check that no ring crosses or touches itself or another, and that each hole lies in the outer ring and in no other hole.

    Raises:
        ValueError: which of it, in words for the author.
    """
    start, end, ring = plane.start, plane.end, plane.ring
    for one, other in _pairs(start, end):
        meet = _meet(start[one], end[one], start[other], end[other])
        same = ring[one] == ring[other]
        if (meet & ~same).any():
            raise ValueError("two rings of a polygon cross or touch; holes keep clear of the border and of each other")
        if (meet & same & ~_neighbours(plane, one, other)).any():
            raise ValueError(
                "a ring crosses or touches itself; give its positions in the order in which they are walked"
            )
    for number in range(1, int(ring.max(initial=0)) + 1):
        u, v = start[ring == number][0]
        around = [
            n
            for n in range(int(ring.max()) + 1)
            if n != number and _crossings(start[ring == n], end[ring == n], u, v) & 1
        ]
        if around != [0]:
            raise ValueError("a hole lies outside the outer ring or in another hole")


def _neighbours(plane: Plane, one: Integers, other: Integers) -> Flags:
    """Tell which of two pieces of a ring follow each other and meet in that point only."""
    start, end = plane.start, plane.end
    after, before = (end[one] == start[other]).all(axis=1), (end[other] == start[one]).all(axis=1)
    first, second = end[one] - start[one], end[other] - start[other]
    turn = first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0]
    back = (turn == 0.0) & (first[:, 0] * second[:, 0] + first[:, 1] * second[:, 1] < 0.0)
    follow = (np.abs(one - other) == 1) | _closing(plane, one, other)
    found: Flags = follow & (after ^ before) & ~back
    return found


def _closing(plane: Plane, one: Integers, other: Integers) -> Flags:
    """Tell which pairs are the last and the first piece of one ring."""
    count = np.bincount(plane.ring)
    first = np.concatenate(([0], np.cumsum(count)))[plane.ring[one]]
    last = first + count[plane.ring[one]] - 1
    found: Flags = (np.minimum(one, other) == first) & (np.maximum(one, other) == last)
    return found


def _pairs(start: Floats, end: Floats) -> Iterator[tuple[Integers, Integers]]:
    """Yield all pairs of pieces whose extents along u overlap, many at a time."""
    low, high = np.minimum(start[:, 0], end[:, 0]), np.maximum(start[:, 0], end[:, 0])
    order = np.argsort(low, kind="stable")
    until = np.searchsorted(low[order], high[order], side="right")
    counts = np.maximum(0, until - np.arange(len(order)) - 1)
    total, begin = np.concatenate(([0], np.cumsum(counts))), 0
    while begin < len(counts):
        stop = max(begin + 1, int(np.searchsorted(total, total[begin] + _PAIRS_AT_ONCE, side="right")) - 1)
        count = counts[begin:stop]
        one = np.repeat(np.arange(begin, stop), count)
        other = one + 1 + np.arange(len(one)) - np.repeat(np.cumsum(count) - count, count)
        yield order[one], order[other]
        begin = stop


def _meet(a: Floats, b: Floats, c: Floats, d: Floats) -> Flags:
    """Tell which closed segments a-b and c-d have a point in common."""
    near = (np.minimum(a[:, 1], b[:, 1]) <= np.maximum(c[:, 1], d[:, 1])) & (
        np.minimum(c[:, 1], d[:, 1]) <= np.maximum(a[:, 1], b[:, 1])
    )
    one = np.sign(_turn(a, b, c)) * np.sign(_turn(a, b, d)) <= 0.0
    other = np.sign(_turn(c, d, a)) * np.sign(_turn(c, d, b)) <= 0.0
    return near & one & other


def _turn(a: Floats, b: Floats, c: Floats) -> Floats:
    found: Floats = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
    return found
