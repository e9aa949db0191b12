"""An area made coarser by its author on purpose: it holds the true one, and its positions and sizes tell no more than steps of so many metres."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final, assert_never

from watchline.conflict.containment import metres_to, within
from watchline.measure.area import Circle, Corridor, Polygon, chains
from watchline.measure.position import LON_E7_MAX, Position

if TYPE_CHECKING:
    from watchline.measure.area import Area
    from watchline.measure.volume import Volume

_E7_OF_METRE: Final = 90
"""Units of latitude in a metre, about; a step is as wide in longitude as it is at the equator, so near a pole less."""
_BETWEEN: Final = 1.05
"""Between its corners a long line moves a little more than they do."""


def coarser(volume: Volume, step_m: int) -> Volume:
    """Return a volume that holds this one, its area in steps of so many metres. A polygon becomes the circle around it.

    Raises:
        ValueError: the area would grow beyond what a notice holds.
    """
    made = replace(volume, area=_coarser(volume.area, step_m))
    if not within(volume, made) and isinstance(volume.area, Circle | Polygon):
        raise ValueError(
            "this area cannot be made coarser by that much; choose a smaller step, or draw the coarse area yourself"
        )
    return made


def _coarser(area: Area, step_m: int) -> Area:
    match area:
        case Circle():
            centre = _snapped(area.centre, step_m)
            return Circle(centre, _up(metres_to(centre, [area.centre]) + area.radius_cm / 100.0, step_m))
        case Polygon():
            corners = [corner for chain in chains(area) for corner in chain]
            centre = _snapped(_middle(corners), step_m)
            return Circle(centre, _up(metres_to(centre, corners), step_m))
        case Corridor():
            line = [_snapped(corner, step_m) for corner in area.line]
            moved = max(metres_to(one, [other]) for one, other in zip(line, area.line, strict=True))
            kept = [line[0], *(after for before, after in pairwise(line) if after != before)]
            width = area.half_width_cm / 100.0 + moved * _BETWEEN
            return Corridor(tuple(kept), _up(width, step_m)) if len(kept) > 1 else Circle(kept[0], _up(width, step_m))
        case _:
            assert_never(area)


def _snapped(at: Position, step_m: int) -> Position:
    step = step_m * _E7_OF_METRE
    lat = max(-900_000_000, min(900_000_000, round(at.lat_e7 / step) * step))
    lon = round(at.lon_e7 / step) * step
    return Position(lat, (lon + LON_E7_MAX) % (2 * LON_E7_MAX) - LON_E7_MAX)


def _middle(corners: list[Position]) -> Position:
    """Return a position amid corners; across the antimeridian too."""
    first = corners[0].lon_e7
    turned = [(corner.lon_e7 - first + LON_E7_MAX) % (2 * LON_E7_MAX) - LON_E7_MAX for corner in corners]
    lats = [corner.lat_e7 for corner in corners]
    lon = (min(turned) + max(turned)) // 2 + first
    return Position((min(lats) + max(lats)) // 2, (lon + LON_E7_MAX) % (2 * LON_E7_MAX) - LON_E7_MAX)


def _up(metres: float, step_m: int) -> int:
    """Return centimetres: the next whole step above, with room for what measuring leaves open."""
    return (int((metres + 1.0) // step_m) + 1) * step_m * 100
