"""Areas on the ellipsoid as exact integers: a skeleton and how far around it, never a polygon drawn around an arc."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final, TypeAlias

from watchline.measure.position import Position, check_position

RADIUS_CM_MAX: Final = 50_000_000
"""500 km: with the widest separation of a charter, distances stay below 2,300 km, where the measuring is proven."""
POINTS_MAX: Final = 2_000
"""Positions of one area: 22 KB, what the body of one entry has room for."""
RINGS_MAX: Final = 64


@dataclass(frozen=True, slots=True)
class Circle:
    """All points at most ``radius_cm`` from a centre, measured along the ellipsoid; 0 is a point."""

    centre: Position
    radius_cm: int


@dataclass(frozen=True, slots=True)
class Corridor:
    """All points at most ``half_width_cm`` from a line of WGS 84 geodesics; its ends are round."""

    line: tuple[Position, ...]
    half_width_cm: int


@dataclass(frozen=True, slots=True)
class Polygon:
    """The smaller of the two regions that a ring of WGS 84 geodesics makes, without its holes; the ring itself belongs to it.

    Attributes:
        rings: The outer ring, then the holes; in either sense of rotation, the first position not repeated at the end.
    """

    rings: tuple[tuple[Position, ...], ...]


Area: TypeAlias = Circle | Corridor | Polygon


def reach_cm(area: Area) -> int:
    """Return how far an area goes beyond its skeleton: radius, half width, or 0."""
    match area:
        case Circle():
            return area.radius_cm
        case Corridor():
            return area.half_width_cm
        case Polygon():
            return 0


def chains(area: Area) -> tuple[tuple[Position, ...], ...]:
    """Return the lines of an area's skeleton; a ring comes back to its first position, a circle's is its centre."""
    match area:
        case Circle():
            return ((area.centre,),)
        case Corridor():
            return (area.line,)
        case Polygon():
            return tuple((*ring, ring[0]) for ring in area.rings)


def check_area(area: Area) -> None:
    """Check what can be read off the numbers: counts, bounds, repeated positions.

    Whether a ring crosses itself or an edge is too long is found where it is measured (``watchline.conflict.outline``).

    Raises:
        ValueError: what is wrong, and what to write.
    """
    if isinstance(area, Polygon) and not 1 <= len(area.rings) <= RINGS_MAX:
        raise ValueError(f"a polygon has one outer ring and at most {RINGS_MAX - 1} holes")
    if not 0 <= reach_cm(area) <= RADIUS_CM_MAX:
        raise ValueError("a radius or half width is 0 to 500 km")
    lines, shortest = _lines(area)
    if sum(map(len, lines)) > POINTS_MAX:
        raise ValueError(f"an area has at most {POINTS_MAX} positions; leave some out or divide it")
    for line in lines:
        if len(line) < shortest:
            raise ValueError(f"{len(line)} positions are too few: a line has two or more, a ring three or more")
        for position in line:
            check_position(position)
    if any(_same(one, other) for chain in chains(area) for one, other in pairwise(chain)):
        raise ValueError("a position stands twice in a row; a ring is not closed by repeating its first position")


def _lines(area: Area) -> tuple[tuple[tuple[Position, ...], ...], int]:
    """Return the positions of an area line by line, and how many a line has at least."""
    match area:
        case Circle():
            return ((area.centre,),), 1
        case Corridor():
            return (area.line,), 2
        case Polygon():
            return area.rings, 3


def _same(one: Position, other: Position) -> bool:
    """Tell whether two positions are one point; at a pole the longitude means nothing."""
    return one == other or (one.lat_e7 == other.lat_e7 and abs(one.lat_e7) == 900_000_000)
