"""Lines and rings as a file draws them, made into areas: closed, divided, without repeated points, in the right order of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Final

from watchline.interchange.dividing import divided, same_point, share_of_earth, turns_around, without_seam
from watchline.interchange.numbers import TURN_E7, eastward, number, rounded
from watchline.interchange.order import exchanged, in_order
from watchline.interchange.understood import Choice, Reading
from watchline.measure.area import POINTS_MAX, RADIUS_CM_MAX, RINGS_MAX, Circle, Corridor, Polygon
from watchline.measure.position import LAT_E7_MAX, Position

DRAWN_MAX: Final = 20_000
"""Positions of one shape in a file; above it nothing is tried."""

_NO_AREA: Final = "a ring has no area: it has fewer than three different positions"


class Edges(StrEnum):
    """What lies between two positions of a file: a straight line on the plate of degrees, or the shortest line on the ellipsoid."""

    LONLAT = "lonlat"
    GEODESIC = "geodesic"


def reach_of(text: str | None, name: str, reading: Reading) -> int:
    """Return a radius or half width in whole centimetres; one that is missing is asked, and 0 while the question is open.

    Raises:
        ValueError: it is no number, or out of bounds.
    """
    found = text or reading.ask(name, f"How far does it reach? It has no {name}; answer with metres.")
    return 0 if found is None else metres_cm(number(found), name)


def metres_cm(metres: Decimal, name: str, most_cm: int = RADIUS_CM_MAX) -> int:
    """Return metres in whole centimetres, rounded up.

    Raises:
        ValueError: below 0, or above the most.
    """
    if not 0 <= metres * 100 <= most_cm:
        raise ValueError(f"{name} is 0 to {most_cm // 100:,} m, not {metres}")
    return rounded(metres * 100, up=True)


def circle(reading: Reading, centre: Position, radius_cm: int, near: Position | None, written: str) -> Circle:
    """Return a circle; see ``in_order`` for the last two arguments."""
    (line,) = _ordered(reading, [[centre]], near, written)
    return Circle(_normal(line[0]), radius_cm)


def corridor(
    reading: Reading,
    line: Sequence[Position],
    half_width_cm: int,
    edges: Edges,
    near: Position | None,
    written: str,
    points_max: int = POINTS_MAX,
) -> Corridor:
    """Return a corridor around a line.

    Raises:
        ValueError: the line has no length, or it needs too many positions.
    """
    (made,) = _lines(reading, [line], edges, near, written, points_max)
    if len(made) < 2:
        raise ValueError("the line has no length: all its positions are one point; a point with a radius is a circle")
    return Corridor(made, half_width_cm)


def polygon(
    reading: Reading,
    rings: Sequence[Sequence[Position]],
    edges: Edges,
    near: Position | None,
    written: str,
    points_max: int = POINTS_MAX,
) -> Polygon:
    """Return a polygon.

    Args:
        reading: Takes notes and questions.
        rings: The outer ring, then the holes; the first position repeated at the end or not.
        edges: What lies between two positions.
        near: Where shapes are expected, if that is known.
        written: The order of numbers of the file.
        points_max: Positions that it may have when divided.

    Raises:
        ValueError: a ring has no area, more than half of the earth is inside, or it needs too many positions.
    """
    if not 1 <= len(rings) <= RINGS_MAX:
        raise ValueError(f"a polygon has one outer ring and at most {RINGS_MAX - 1} holes, not {len(rings)} rings")
    closed = []
    for ring in rings:
        if ring and ring[0] != ring[-1]:
            reading.note("A ring does not come back to its first position; it was closed.")
            closed.append([*ring, ring[0]])
        else:
            closed.append(list(ring))
        if len(set(ring)) in {1, 2}:
            raise ValueError(_NO_AREA)
    made = [without_seam(_open(ring)) for ring in _lines(reading, closed, edges, near, written, points_max)]
    if any(len(ring) < 3 for ring in made):
        raise ValueError(_NO_AREA)
    return Polygon(tuple(made))


def _lines(
    reading: Reading,
    lines: Sequence[Sequence[Position]],
    edges: Edges,
    near: Position | None,
    written: str,
    points_max: int,
) -> list[tuple[Position, ...]]:
    if sum(map(len, lines)) > DRAWN_MAX:
        raise ValueError(f"{sum(map(len, lines))} positions; a shape is read up to {DRAWN_MAX}")
    ordered = [_unrepeated(reading, line) for line in _ordered(reading, lines, near, written)]
    if edges is Edges.GEODESIC:
        return [tuple(_normal(at) for at in line) for line in ordered]
    ordered = _across(reading, ordered)
    for line in ordered:
        if max(at.lon_e7 for at in line) - min(at.lon_e7 for at in line) > TURN_E7:
            raise ValueError("it reaches around the earth more than once")
        if len(line) > 3 and line[0] == line[-1] and share_of_earth(line) > 0.5:
            raise ValueError("more than half of the earth is inside; an area is the smaller part")
    if any(eastward(at.lon_e7) != at.lon_e7 for line in ordered for at in line if at.lon_e7 != TURN_E7 // 2):
        reading.note("Longitudes beyond 180 degrees were read as going on eastward or westward.")
    made = divided(ordered, points_max)
    if made.added:
        reading.note(
            f"Its edges are straight in longitude and latitude; {made.added} positions were put between, so that the shortest lines on the"
            f" earth leave them by less than {made.beside_cm} cm."
        )
    return list(made.lines)


def _ordered(
    reading: Reading, lines: Sequence[Sequence[Position]], near: Position | None, written: str
) -> list[list[Position]]:
    flat = [at for line in lines for at in line]
    if not flat:
        raise ValueError("it has no position")
    if not in_order(reading, flat, near, written):
        if any(abs(at.lat_e7) > LAT_E7_MAX for at in flat):
            # The question stands open; for showing, the order that is possible.
            return [[exchanged(at) for at in line] for line in lines]
        return [list(line) for line in lines]
    reading.note("Latitude and longitude were exchanged.")
    return [[exchanged(at) for at in line] for line in lines]


def _across(reading: Reading, lines: list[list[Position]]) -> list[list[Position]]:
    """Return lines on the plate; one that goes more than half way around in an edge may be meant to go the other way.

    Where the other way is a quarter of a turn at most nobody means the long one: it is taken and said, and a person may decide otherwise.
    """
    if not any(turns_around(line) for line in lines):
        return lines
    unrolled = [_unrolled(line) for line in lines]
    widest = max(abs(other.lon_e7 - one.lon_e7) for line in unrolled for one, other in pairwise(line))
    if widest <= TURN_E7 // 4 and reading.answered("antimeridian") is None:
        reading.note(
            "Between two positions the longitude changes by more than 180 degrees: the short way, across the antimeridian, was read;"
            " antimeridian=as-written reads the long way around the earth."
        )
        return unrolled
    answer = reading.ask(
        "antimeridian",
        "Between two positions the longitude changes by more than 180 degrees. Read as it stands (RFC 7946, section 3.1.9) the line goes"
        " the long way around the earth; often the short way across the antimeridian is meant.",
        Choice("across", "the short way, across the antimeridian"),
        Choice("as-written", "the long way, as it stands"),
    )
    return lines if answer == "as-written" else unrolled


def _unrolled(line: list[Position]) -> list[Position]:
    made = [line[0]]
    for at in line[1:]:
        turns = round((made[-1].lon_e7 - at.lon_e7) / TURN_E7)
        made.append(Position(at.lat_e7, at.lon_e7 + turns * TURN_E7))
    return made


def _unrepeated(reading: Reading, line: list[Position]) -> list[Position]:
    """Return a line without positions that repeat the one before."""
    made = [line[0], *(at for before, at in pairwise(line) if at != before)]
    if len(made) < len(line):
        reading.note("Positions that stand twice in a row (within 1 cm) were left out once.")
    return made


def _open(ring: tuple[Position, ...]) -> tuple[Position, ...]:
    """Return a ring without its repeated first position, and without points that are one point at a pole."""
    made: list[Position] = []
    for at in ring:
        if not made or not same_point(made[-1], at):
            made.append(at)
    while len(made) > 1 and same_point(made[0], made[-1]):
        made.pop()
    return tuple(made)


def _normal(at: Position) -> Position:
    return Position(at.lat_e7, eastward(at.lon_e7))
