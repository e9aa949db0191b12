"""Lines that are straight in degrees, divided until the shortest lines between their points are as good as they.

Theory of operation. RFC 7946 draws a straight line on the plate of longitude and latitude; an edge of a volume is a geodesic. Along a
parallel at 70 degrees over 8 degrees the two are kilometres apart. A line straight in degrees turns against the geodesic by at most
``dlon * sin(lat) * (1 + cos²(heading))``, so a piece of length L leaves its geodesic by at most an eighth of L times that, and equal pieces
n times as short are n² times as near. Meridians and the
equator are geodesics and stay whole.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from watchline.interchange.numbers import TURN_E7, eastward
from watchline.measure.area import POINTS_MAX
from watchline.measure.position import E7, LAT_E7_MAX, LON_E7_MAX, Position

if TYPE_CHECKING:
    from collections.abc import Sequence

BESIDE_CM: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000)
"""How far a geodesic may leave the line that was drawn, the finest first: 1 cm is the unit of a position."""
RADIUS_M: Final = 6_400_000.0
"""Above the greatest radius of the ellipsoid: lengths are never taken too short."""
EDGE_M: Final = 1_500_000.0
"""An edge of an area is at most 2,000 km."""
_RADIANS: Final = math.pi / (180 * E7)


class Divided(NamedTuple):
    """Lines of an area with their new points.

    Attributes:
        lines: As they came, with points between; longitudes -180 to below 180.
        added: How many points are new.
        beside_cm: How far the new edges leave the lines that were drawn, at most.
    """

    lines: tuple[tuple[Position, ...], ...]
    added: int
    beside_cm: int


def divided(lines: Sequence[Sequence[Position]], points_max: int = POINTS_MAX) -> Divided:
    """Return lines whose geodesics run along the lines that are straight in degrees, as finely as ``points_max`` positions allow.

    Args:
        lines: Open or closed; longitudes may run on beyond 180 degrees, and an edge goes from one number to the next.
        points_max: Positions of all lines together.

    Raises:
        ValueError: even 10 m beside needs more positions.
    """
    for beside_cm in BESIDE_CM:
        pieces = [[_pieces(one, other, beside_cm / 100.0) for one, other in pairwise(line)] for line in lines]
        if sum(map(sum, pieces)) + len(lines) <= points_max:
            made = tuple(_walked(line, counts) for line, counts in zip(lines, pieces, strict=True))
            return Divided(made, sum(count - 1 for counts in pieces for count in counts), beside_cm)
    raise ValueError(
        f"lines straight in degrees would need more than {points_max} positions; divide the area, or draw it with edges: geodesic"
    )


def _pieces(one: Position, other: Position, beside_m: float) -> int:
    """Return into how many pieces an edge is divided."""
    dlon, dlat = abs(other.lon_e7 - one.lon_e7) * _RADIANS, abs(other.lat_e7 - one.lat_e7) * _RADIANS
    if not dlon:
        return max(1, math.ceil(RADIUS_M * dlat / EDGE_M))
    highest = max(abs(one.lat_e7), abs(other.lat_e7)) * _RADIANS
    lowest = 0.0 if one.lat_e7 * other.lat_e7 < 0 else min(abs(one.lat_e7), abs(other.lat_e7)) * _RADIANS
    wide = dlon * math.cos(lowest)
    length = math.hypot(wide, dlat)
    # The heading is steepest, and cos² of it greatest, where the parallels are shortest.
    narrow = dlon * math.cos(highest)
    steep = dlat * dlat / (dlat * dlat + narrow * narrow) if dlat else 0.0
    leaves = RADIUS_M * length * dlon * math.sin(highest) * (1.0 + steep) / 8.0
    return max(1, math.ceil(math.sqrt(leaves / beside_m)), math.ceil(RADIUS_M * length / EDGE_M))


def _walked(line: Sequence[Position], counts: Sequence[int]) -> tuple[Position, ...]:
    made: list[Position] = []
    for (one, other), count in zip(pairwise(line), counts, strict=True):
        made.extend(_between(one, other, step, count) for step in range(count))
    made.append(_normal(line[-1]))
    return tuple(made)


def _between(one: Position, other: Position, step: int, count: int) -> Position:
    """Return the point so many steps along an edge; the same one whichever way it is walked, so that neighbours share it."""
    return _normal(Position(*(_part(a, b, step, count) for a, b in zip(one, other, strict=True))))


def _part(start: int, end: int, step: int, count: int) -> int:
    return (2 * (start * (count - step) + end * step) + count) // (2 * count)


def _normal(at: Position) -> Position:
    return Position(at.lat_e7, eastward(at.lon_e7))


def without_seam(ring: tuple[Position, ...]) -> tuple[Position, ...]:
    """Return a ring without what is walked there and back along the antimeridian: around a pole the plate has a border there, the earth none.

    Args:
        ring: Positions, none twice in a row, the first not repeated.
    """
    made = list(ring)
    at = 0
    while len(made) > 2 and at < len(made):
        before, after = made[at - 1], made[(at + 1) % len(made)]
        if same_point(before, after) and _on_seam(before) and _on_seam(made[at]):
            for index in sorted((at, (at + 1) % len(made)), reverse=True):
                del made[index]
            at = max(0, at - 2)
        else:
            at += 1
    return tuple(made)


def _on_seam(at: Position) -> bool:
    return at.lon_e7 == -LON_E7_MAX or abs(at.lat_e7) == LAT_E7_MAX


def same_point(one: Position, other: Position) -> bool:
    """Tell whether two positions are one point; at a pole the longitude means nothing."""
    return one == other or (one.lat_e7 == other.lat_e7 and abs(one.lat_e7) == LAT_E7_MAX)


def share_of_earth(ring: Sequence[Position]) -> float:
    """Return what part of the earth a ring drawn on the plate of degrees holds, 0 to 1; on the sphere, which is near enough.

    Args:
        ring: The first position repeated at the end; longitudes as drawn, -180 and 180 being two borders of the plate.
    """
    total = math.fsum(
        (other.lon_e7 - one.lon_e7) * _RADIANS * _mean_sine(one.lat_e7 * _RADIANS, other.lat_e7 * _RADIANS)
        for one, other in pairwise(ring)
    )
    return abs(total) / (4.0 * math.pi)


def _mean_sine(one: float, other: float) -> float:
    """Return the mean of the sine between two angles."""
    if abs(other - one) < 1e-6:
        return math.sin((one + other) / 2.0)
    return (math.cos(one) - math.cos(other)) / (other - one)


def turns_around(line: Sequence[Position]) -> bool:
    """Tell whether an edge of a line on the plate goes more than half way around the earth; all the way around is a parallel, and meant."""
    return any(TURN_E7 // 2 < abs(other.lon_e7 - one.lon_e7) < TURN_E7 for one, other in pairwise(line))
