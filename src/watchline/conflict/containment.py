"""Whether one volume surely lies within another: exact for time and height, and for areas never said in doubt.

Distances are measured within 0.5 mm (``nearest.py``); ``SURELY_M`` is left on top of that, so what is said to be within is. The other way
round nothing is promised: an amendment that is not said to be within is read once more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, assert_never

import numpy as np

from watchline.conflict import ellipsoid
from watchline.conflict.arithmetic import dot, length
from watchline.conflict.nearest import approach
from watchline.conflict.outline import Outline, outline
from watchline.measure.altitude import Band, Level, Reference, usable
from watchline.measure.area import Area, Circle, Corridor, Polygon, chains, reach_cm

if TYPE_CHECKING:
    from watchline.conflict.arithmetic import Floats
    from watchline.measure.position import Position
    from watchline.measure.volume import Volume
    from watchline.measure.window import Window

SURELY_M: Final = 0.02
_EDGE_M_MAX: Final = 200_000.0
_BEND: Final = 0.05
_CORNERS_MAX: Final = 64
_FAR_M: Final = 2_000_000.0


def within(one: Volume, other: Volume) -> bool:
    """Tell whether the first volume surely lies within the second."""
    return then_and_there(one, other) and area_within(one.area, other.area)


def then_and_there(one: Volume, other: Volume) -> bool:
    """Tell whether the first lies within the second in time and height, wherever they are. Costs nothing."""
    return _window(one.window, other.window) and _band(one.band, other.band)


def metres_to(centre: Position, corners: list[Position]) -> float:
    """Return the greatest distance of positions from one."""
    return float(_metres(corners, [centre]).max())


def _window(one: Window, other: Window) -> bool:
    starts = other.start is None or (one.start is not None and one.start >= other.start)
    return starts and (other.end is None or (one.end is not None and one.end <= other.end))


def _band(one: Band, other: Band) -> bool:
    """Heights of one reference are compared exactly; of two, only an open end of the other surely holds them."""
    if one == other or (other.floor is None and other.ceiling is None):
        return True
    over_ground = Reference.AGL in {level.reference for level in (other.floor, other.ceiling) if level is not None}
    if over_ground and (one.ground != other.ground or not usable(one)):
        return False
    less, doubt = one.uncertainty_cm, other.uncertainty_cm
    return _beyond(one.floor, other.floor, doubt - less, 1) and _beyond(one.ceiling, other.ceiling, doubt - less, -1)


def _beyond(one: Level | None, other: Level | None, spare_cm: int, sign: int) -> bool:
    """Tell whether a floor is not below another (``sign`` 1), or a ceiling not above it (-1)."""
    if other is None:
        return True
    if one is None or one.reference is not other.reference:
        return False
    difference = sign * (one.value - other.value)
    if one.reference is Reference.FL:
        return difference >= 0 and spare_cm >= 0
    return difference + spare_cm >= 0


def area_within(one: Area, other: Area) -> bool:
    """Tell whether the first area surely lies within the second; up to half a second for two of 1,400 positions."""
    if one == other:
        return True
    try:
        match other:
            case Circle():
                return _in_circle(one, other)
            case Corridor():
                return _in_corridor(one, other)
            case Polygon():
                return _in_polygon(one, other)
            case _:
                assert_never(other)
    except ValueError:  # one of them cannot be measured
        return False


def _in_circle(one: Area, circle: Circle) -> bool:
    """A geodesic disc of at most 500 km is convex: what has its corners within has its edges and its inside within."""
    far = _metres(_corners(one), [circle.centre])
    return bool((far + (reach_cm(one) / 100.0 + SURELY_M) <= circle.radius_cm / 100.0).all())


def _in_corridor(one: Area, corridor: Corridor) -> bool:
    if isinstance(one, Polygon):
        return False
    spare = (corridor.half_width_cm - reach_cm(one)) / 100.0
    if isinstance(one, Corridor) and _part_of(one.line, corridor.line):
        return spare >= 0.0
    # The neighbourhood of a line is not convex: of two other lines only reading tells.
    return isinstance(one, Circle) and _apart(one, corridor.line) + SURELY_M <= spare


def _in_polygon(one: Area, polygon: Polygon) -> bool:
    here = outline(polygon)
    if isinstance(one, Polygon) and len(one.rings[0]) <= _CORNERS_MAX and _convex(polygon):
        # Of a convex ring it is enough that each corner is one of its own or inside.
        ring = polygon.rings[0]
        border = outline(_thin((*ring, ring[0])))
        return all(corner in ring or _inside(here, border, corner) for corner in one.rings[0])
    first = outline(one).points[0]
    if not here.holds(first):
        return False
    # The border of the polygon, its holes too, keeps away from the skeleton by more than its reach; so nothing crosses it.
    borders = [(*ring, ring[0]) for ring in polygon.rings]
    skeleton = chains(one)
    apart = min(
        approach(outline(_thin(border)), outline(_thin(line))).lateral_m for border in borders for line in skeleton
    )
    if apart <= reach_cm(one) / 100.0 + SURELY_M:
        return False
    if not isinstance(one, Polygon):
        return True
    # No hole may lie inside: neither border crosses the other, so one corner tells.
    mine = outline(one)
    return not any(mine.holds(outline(Circle(hole[0], 0)).points[0]) for hole in polygon.rings[1:])


def _inside(here: Outline, border: Outline, corner: Position) -> bool:
    """Tell whether a position is inside a polygon and more than ``SURELY_M`` from its border."""
    at = outline(Circle(corner, 0))
    return here.holds(at.points[0]) and approach(at, border).lateral_m > SURELY_M


def _convex(polygon: Polygon) -> bool:
    """Tell whether it surely turns one way at every corner, by 3 degrees at least; its edges are short enough to be taken as straight."""
    ring = polygon.rings[0]
    if len(polygon.rings) > 1 or len(ring) > _CORNERS_MAX:
        return False
    points = _surface(ring)
    after = np.concatenate((points[1:], points[:1]))
    edges = after - points
    following = np.concatenate((edges[1:], edges[:1]))
    far = length(edges)
    if (far > _EDGE_M_MAX).any():
        return False
    bends = dot(_across(edges, following), after) / (far * length(following) * length(after))
    return bool((bends > _BEND).all() or (bends < -_BEND).all())


def _across(one: Floats, other: Floats) -> Floats:
    """Return the vector products of the vectors in two arrays (n, 3)."""
    x, y, z = (one[:, a] * other[:, b] - one[:, b] * other[:, a] for a, b in ((1, 2), (2, 0), (0, 1)))
    return np.stack((x, y, z), axis=-1)


def _part_of(line: tuple[Position, ...], whole: tuple[Position, ...]) -> bool:
    """Tell whether a line is a run of corners of another, in either direction."""
    runs = [whole[at : at + len(line)] for at in range(len(whole) - len(line) + 1)]
    return line in runs or line[::-1] in runs


def _corners(area: Area) -> list[Position]:
    return [position for chain in chains(area) for position in chain]


def _metres(ones: list[Position], others: list[Position]) -> Floats:
    a, b = _surface(ones), _surface(others)
    found = ellipsoid.geodesic(a, np.repeat(b, len(a), axis=0))
    # What is so far that the lengths of lines are no more exact is within nothing.
    return np.where(length(a - b) > _FAR_M, np.inf, found.metres)


def _surface(positions: list[Position] | tuple[Position, ...]) -> Floats:
    made = np.array(positions, np.int64)
    return ellipsoid.surface(made[:, 0], made[:, 1])


def _apart(circle: Circle, line: tuple[Position, ...]) -> float:
    return approach(outline(Circle(circle.centre, 0)), outline(_thin(line))).lateral_m


def _thin(line: tuple[Position, ...]) -> Area:
    return Circle(line[0], 0) if len(line) == 1 else Corridor(line, 0)
