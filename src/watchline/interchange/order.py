"""Latitude and longitude exchanged: by the numbers where they leave no doubt, by the neighbourhood where they do."""

from __future__ import annotations

import math
from collections.abc import Iterable
from statistics import median
from typing import Final

from watchline.interchange.understood import Choice, Reading, Shape
from watchline.measure.area import Area, chains
from watchline.measure.position import E7, LAT_E7_MAX, Position

FAR_KM: Final = 1_000.0
"""So far from everything else, and four times nearer if exchanged: then a person is asked."""
_RADIANS: Final = math.pi / (180 * E7)
_RADIUS_KM: Final = 6_371.0


def exchanged(at: Position) -> Position:
    """Return a position with its two numbers exchanged."""
    return Position(at.lon_e7, at.lat_e7)


def middle(positions: Iterable[Position]) -> Position | None:
    """Return about where most of some positions are; None of none, or if they are all around the earth."""
    points = [_point(at) for at in positions]
    if not points:
        return None
    x, y, z = (median(axis) for axis in zip(*points, strict=True))
    size = math.sqrt(x * x + y * y + z * z)
    if size < 0.1:
        return None
    return Position(
        round(math.asin(max(-1.0, min(1.0, z / size))) / _RADIANS),
        min(round(math.atan2(y, x) / _RADIANS), 180 * E7 - 1),
    )


def middle_of(shapes: Iterable[Shape]) -> Position | None:
    """Return about where most of some shapes are, or None; see ``middle``."""
    return middle(first_of(volume.area) for shape in shapes for volume in shape.volumes[:1])


def first_of(area: Area) -> Position:
    """Return the first position of an area, or the middle of a circle."""
    return chains(area)[0][0]


def kilometres(one: Position, other: Position) -> float:
    """Return about how far two positions are apart."""
    cosine = sum(a * b for a, b in zip(_point(one), _point(other), strict=True))
    return _RADIUS_KM * math.acos(max(-1.0, min(1.0, cosine)))


def seems_exchanged(at: Position, near: Position) -> bool:
    """Tell whether a position is far from where it is expected, and would be near with its numbers exchanged."""
    if abs(at.lon_e7) > LAT_E7_MAX:
        return False
    apart = kilometres(at, near)
    return apart > FAR_KM and kilometres(exchanged(at), near) * 4.0 < apart


def in_order(reading: Reading, positions: list[Position], near: Position | None, written: str) -> bool:
    """Tell whether to exchange the two numbers of each position of a shape; a doubt is asked.

    Args:
        reading: Of the shape; the answer to ``order`` is looked up in it.
        positions: As the form of the file says; latitudes may be beyond a pole.
        near: Where shapes are expected, if that is known.
        written: The order of that form, ``longitude first``.

    Raises:
        ValueError: neither order gives positions on the earth.
    """
    as_is = all(abs(at.lat_e7) <= LAT_E7_MAX for at in positions)
    other_way = all(abs(at.lon_e7) <= LAT_E7_MAX for at in positions)
    if not as_is and not other_way:
        raise ValueError("neither number of a position is a latitude; write degrees, latitudes -90 to 90")
    found = middle(positions) if as_is else None
    doubtful = not as_is or (near is not None and found is not None and seems_exchanged(found, near))
    if not doubtful:
        return False
    keep = Choice("as-written", f"the numbers stand as they are, {written}")
    turn = Choice("exchanged", "latitude and longitude are exchanged")
    if not as_is:
        beyond = next(at for at in positions if abs(at.lat_e7) > LAT_E7_MAX)
        words = f"A latitude of {beyond.lat_e7 / E7:g} is beyond a pole: latitude and longitude seem to be exchanged ({written} is the rule here)."
        return reading.ask("order", words, turn) is not None
    words = f"It lies {kilometres(found or positions[0], near or positions[0]):,.0f} km from everything else, but would lie near it with latitude and longitude exchanged."
    return reading.ask("order", words, keep, turn) == "exchanged"


def _point(at: Position) -> tuple[float, float, float]:
    lat, lon = at.lat_e7 * _RADIANS, at.lon_e7 * _RADIANS
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)
