"""Lines and rings cut at the antimeridian, as RFC 7946, section 3.1.9, wants shapes that cross it.

Theory of operation. The plate of degrees is a sheet whose left and right edges are one meridian. Every ring is broken where it crosses
that meridian; what is left are chains whose ends lie on an edge of the sheet. Along the meridian the area lies inside between the first
and the second crossing, the third and the fourth, and so on, so chains are joined along the edges there: on both edges alike. An area that
holds a pole crosses an odd number of times; the pole is then the last crossing, and the upper or lower border of the sheet a chain.
What is cut is for programs that draw; where an edge crosses is found on the plane through its ends and the middle of the earth, which leaves
the geodesic by less than 1 m for an edge of 500 km and some 30 m for one of 2,000 km.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from watchline.measure.position import E7, Position

Spot = tuple[int, int]
"""(latitude, longitude) in 1e-7 degree; unlike a position's, a longitude may be 180 degrees: the right edge of the sheet."""
Chain = list[Spot]
EDGE: Final = 180 * E7
_TURN: Final = 2 * EDGE
_POLE: Final = 90 * E7
_FLATTENING: Final = 1.0 / 298.257223563


class _End(NamedTuple):
    """Where a chain ends on an edge of the sheet: its latitude, which chain, and whether it is its last position."""

    lat: int
    chain: int
    last: bool


def cut_line(line: Sequence[Position]) -> list[Chain]:
    """Return the parts of a line; one part, as it is, if it does not cross."""
    return [part for part in _broken(_spots(line), closed=False)[0] if len(part) > 1]


def cut_rings(rings: Sequence[Sequence[Position]]) -> list[list[Chain]] | None:
    """Return the polygons that an area is on the sheet, each an outer ring and its holes, closed; None if it does not cross.

    Args:
        rings: The outer ring, then the holes; of either sense, the first position not repeated.
    """
    whole: list[Chain] = []
    chains: list[Chain] = []
    for ring in rings:
        parts, crosses = _broken(_spots(_from_off_pole(ring)), closed=True)
        (chains if crosses else whole).extend(parts)
        if not chains:
            return None
    if len(chains) % 2:
        pole = _POLE if _holds_north(rings[0]) else -_POLE
        chains.append([(pole, EDGE), (pole, -EDGE)])
    polygons = [[ring] for ring in _joined(chains) if _has_area(ring)]
    for hole in whole:
        for polygon in polygons:
            if _inside(hole[0], polygon[0]):
                polygon.append(hole)
                break
    return polygons


def _from_off_pole(ring: Sequence[Position]) -> list[Position]:
    """Return a ring closed, begun where it has a longitude."""
    first = next((at for at, here in enumerate(ring) if abs(here.lat_e7) != _POLE), 0)
    return [*ring[first:], *ring[: first + 1]]


def _spots(line: Sequence[Position]) -> Chain:
    """Return a line without what has no longitude of its own: over a pole it runs up one meridian and down another."""
    made: Chain = []
    for at, here in enumerate(line):
        if abs(here.lat_e7) == _POLE:
            beside = [line[other].lon_e7 for other in (at - 1, at + 1) if 0 <= other < len(line)]
            made += [(here.lat_e7, lon) for lon in beside]
            continue
        if made and abs(here.lon_e7 - made[-1][1]) == EDGE and abs(made[-1][0]) != _POLE:
            pole = _POLE if here.lat_e7 + made[-1][0] >= 0 else -_POLE
            made += [(pole, made[-1][1]), (pole, here.lon_e7)]
        made.append((here.lat_e7, here.lon_e7))
    return made


def _broken(line: Chain, *, closed: bool) -> tuple[list[Chain], bool]:
    """Return the parts of a line between its crossings, and whether there are any; of a ring the last part goes on with the first."""
    parts: list[Chain] = [[line[0]]]
    for one, other in pairwise(line):
        if abs(other[1] - one[1]) > EDGE:
            lat = _crossing(one, other)
            side = EDGE if one[1] > other[1] else -EDGE
            _put(parts[-1], (lat, side))
            parts.append([(lat, -side)])
        _put(parts[-1], other)
    crosses = len(parts) > 1
    if closed and crosses:
        last = parts.pop()
        for spot in parts[0][1:]:
            _put(last, spot)
        parts[0] = last
    return parts, crosses


def _put(chain: Chain, spot: Spot) -> None:
    if chain[-1] != spot:
        chain.append(spot)


def _crossing(one: Spot, other: Spot) -> int:
    """Return the latitude at which an edge crosses the antimeridian."""
    for lat, lon in (one, other):
        if abs(lon) == EDGE or abs(lat) == _POLE:
            return lat
    (x1, y1, z1), (x2, y2, z2) = _geocentric(one), _geocentric(other)
    # The plane of both and of the middle of the earth, met with the half plane y = 0, x < 0.
    share = y1 / (y1 - y2)
    x, z = x1 + (x2 - x1) * share, z1 + (z2 - z1) * share
    return round(math.degrees(math.atan2(z, -x * (1.0 - _FLATTENING) ** 2)) * E7)


def _geocentric(spot: Spot) -> tuple[float, float, float]:
    lat, lon = (math.radians(angle / E7) for angle in spot)
    near = math.atan((1.0 - _FLATTENING) * math.tan(lat))  # reduced latitude
    return math.cos(near) * math.cos(lon), math.cos(near) * math.sin(lon), (1.0 - _FLATTENING) * math.sin(near)


def _joined(chains: list[Chain]) -> list[Chain]:
    """Return the rings that chains make when those are joined along the edges of the sheet where the area lies between."""
    partner: dict[tuple[int, bool], tuple[int, bool]] = {}
    for side in (EDGE, -EDGE):
        ends = [
            _End(chain[-last][0], at, bool(last))
            for at, chain in enumerate(chains)
            for last in (0, 1)
            if chain[-last][1] == side
        ]
        ends.sort()
        for one, other in zip(ends[::2], ends[1::2], strict=True):
            partner[one.chain, one.last], partner[other.chain, other.last] = other[1:], one[1:]
    left, rings = set(range(len(chains))), []
    while left:
        first = at = min(left)
        forward = True
        ring: Chain = []
        while True:
            left.discard(at)
            for spot in chains[at] if forward else reversed(chains[at]):
                if not ring or ring[-1] != spot:
                    ring.append(spot)
            at, entered_at_last = partner[at, forward]
            forward = not entered_at_last
            if at == first and forward:
                break
        if ring[0] != ring[-1]:
            ring.append(ring[0])
        rings.append(ring)
    return rings


def _holds_north(ring: Sequence[Position]) -> bool:
    """Tell whether an area that goes once around the earth holds the north pole: an area is the smaller part of the earth."""
    around = beyond = 0.0
    for one, other in pairwise([*ring, ring[0]]):
        wide = (other.lon_e7 - one.lon_e7 + EDGE) % _TURN - EDGE
        around += wide
        beyond += wide * sum(math.sin(math.radians(at.lat_e7 / E7)) for at in (one, other))
    return around * beyond > 0


def _has_area(ring: Chain) -> bool:
    return len(set(ring)) > 2 and len({lon for _, lon in ring}) > 1


def _inside(spot: Spot, ring: Chain) -> bool:
    lat, lon = spot
    found = False
    for (lat1, lon1), (lat2, lon2) in pairwise(ring):
        if (lat1 > lat) != (lat2 > lat) and lon < (lon2 - lon1) * (lat - lat1) / (lat2 - lat1) + lon1:
            found = not found
    return found


__all__ = ["EDGE", "Chain", "Spot", "cut_line", "cut_rings"]
