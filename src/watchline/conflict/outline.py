"""Outlines: areas made ready to be measured, once for each.

An outline holds the skeleton of an area as points on the ellipsoid at most 10 km apart along its geodesics, and the box around all of
the area.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from watchline.conflict import ellipsoid
from watchline.conflict.arithmetic import Floats, Integers, arctangent, e7_of, length
from watchline.conflict.ring import check_rings, plane_of
from watchline.measure.area import Area, Polygon, chains, reach_cm
from watchline.measure.geoid import undulation_cm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from watchline.measure.position import Position

STEP_M: Final = 10_000.0
"""A chord of 10 km is 2 m below its arc; what that does to a distance is bounded in ``nearest.py``."""
FINE_M: Final = 500.0
EDGE_M_MAX: Final = 2_000_000.0
"""Nobody means a longer edge; and the shortest line between nearly opposite positions would jump with the last digit."""
PIECES_MAX: Final = 10_000
_WIDENED_E7: Final = 3_000_000
"""0.3 degree: geodetic and geocentric latitude differ by less than 0.2."""


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """An area as it is measured.

    Attributes:
        area: What was announced.
        points: Geocentric metres (n, 3), chain after chain with a row of NaN between two; a circle's is its centre, twice.
        reach_m: How far the area goes beyond these lines.
        low, high: A box that holds the whole area, its inside too, (3).
        geoid_cm: Least and greatest undulation over the area.
    """

    area: Area
    points: Floats
    reach_m: float
    low: Floats
    high: Floats
    geoid_cm: tuple[int, int]

    def holds(self, point: Floats) -> bool:
        """Tell whether a point is in a polygon; certain unless it is within 1 cm of its border."""
        return isinstance(self.area, Polygon) and plane_of(self.points).holds(point)


def outline(area: Area) -> Outline:
    """Return an area ready to be measured. About 2 ms; for many at once see ``outlines``.

    Args:
        area: One that ``check_area`` finds sound.

    Raises:
        ValueError: an edge is too long, a ring crosses or touches itself or another, a hole is not inside; in words for its author.
    """
    return outlines([area])[0]


def outlines(areas: Sequence[Area], step_m: float = STEP_M, *, checked: bool = False) -> list[Outline]:
    """Return areas ready to be measured, in the same order.

    Args:
        areas: Ones that ``check_area`` finds sound.
        step_m: Greatest distance between two points of a chain.
        checked: Their rings were found simple before.

    Raises:
        ValueError: as ``outline``, about the first that is not sound.
    """
    if not areas:
        return []
    points, bounds = _dense(areas, step_m)
    made = [points[bounds[n] : bounds[n + 1] - 1] for n in range(len(areas))]
    reach = np.array([reach_cm(area) for area in areas]) / 100.0
    # The row of NaN behind each area ends its slice; fmin and fmax pass over it.
    low, high = np.fmin.reduceat(points, bounds[:-1]), np.fmax.reduceat(points, bounds[:-1])
    diagonal = length(high - low)
    grown = reach + diagonal * diagonal / (6.0 * ellipsoid.RADIUS_MIN) + 3.0
    centre = (low + high) / 2.0
    ball = diagonal / 2.0 + grown
    geoid = _undulations(centre, ball)
    if not checked:
        for area, mine in zip(areas, made, strict=True):
            if isinstance(area, Polygon):
                check_rings(plane_of(mine))
    low, high = low - grown[:, None], high + grown[:, None]
    return [Outline(area, made[n], float(reach[n]), low[n], high[n], geoid[n]) for n, area in enumerate(areas)]


class _Edges(NamedTuple):
    """All edges of many areas, one after the other, and after which of them a chain or an area ends."""

    starts: list[Position]
    ends: list[Position]
    chain_ends: list[bool]
    of_area: list[int]


def _edges(areas: Sequence[Area]) -> _Edges:
    made = _Edges([], [], [], [])
    for area in areas:
        for chain in chains(area):
            edges = list(pairwise(chain)) or [(chain[0], chain[0])]
            made.starts.extend(start for start, _ in edges)
            made.ends.extend(end for _, end in edges)
            made.chain_ends.extend([False] * (len(edges) - 1) + [True])
        made.of_area.append(len(made.starts))
    return made


def _dense(areas: Sequence[Area], step_m: float) -> tuple[Floats, Integers]:
    """Return the points of all areas, each chain with a row of NaN behind it, and where each area begins (and the last ends)."""
    edges = _edges(areas)
    first, last = np.array(edges.starts, np.int64), np.array(edges.ends, np.int64)
    # An edge is the same points whichever way it is walked, so that two areas that share it share it to the last bit.
    turned = (last[:, 0] < first[:, 0]) | ((last[:, 0] == first[:, 0]) & (last[:, 1] < first[:, 1]))
    start = ellipsoid.surface(*np.where(turned[:, None], last, first).T)
    end = ellipsoid.surface(*np.where(turned[:, None], first, last).T)
    lines = ellipsoid.geodesic(start, end)
    if not (lines.metres <= EDGE_M_MAX).all() or not (length(end - start) <= EDGE_M_MAX).all():
        raise ValueError("an edge is longer than 2,000 km; say where it passes in between")
    pieces = np.maximum(1, np.ceil(lines.metres / step_m)).astype(np.int64)
    ends_chain = np.array(edges.chain_ends)
    rows = pieces + 2 * ends_chain  # its end and the row of NaN
    begins = np.concatenate(([0], np.cumsum(rows)))
    bounds = begins[np.array([0, *edges.of_area])]
    if step_m == STEP_M and (np.diff(bounds) > PIECES_MAX).any():
        raise ValueError(
            f"a boundary is longer than {PIECES_MAX // 100 * 1_000:,} km; divide the area".replace(",", " ")
        )
    edge = np.repeat(np.arange(len(rows)), rows)
    step = np.arange(begins[-1]) - begins[edge]
    fraction = step / pieces[edge]
    fraction = np.where(turned[edge], 1.0 - fraction, fraction)
    points = np.empty((len(edge), 3))
    inner = np.flatnonzero((step > 0) & (step < pieces[edge]))
    of = edge[inner]
    found = ellipsoid.along(start[of], end[of], ellipsoid.Geodesic(*(row[of] for row in lines)), fraction[inner])
    points[inner] = found
    points[step == 0] = np.where(turned[:, None], end, start)
    points[step == pieces[edge]] = np.where(turned[:, None], start, end)[ends_chain]
    points[step > pieces[edge]] = np.nan
    return points, bounds


def _undulations(centre: Floats, ball: Floats) -> list[tuple[int, int]]:
    """Return the least and greatest undulation within each ball."""
    far = length(centre)
    rho = np.sqrt(centre[:, 0] * centre[:, 0] + centre[:, 1] * centre[:, 1])
    sine = np.minimum(1.0, ball / np.maximum(far, 1.0))
    angle = e7_of(arctangent(sine, np.sqrt(1.0 - sine * sine))) + _WIDENED_E7
    lat = e7_of(arctangent(centre[:, 2], rho))
    lon = e7_of(arctangent(centre[:, 1], centre[:, 0]))
    # Tangent meridians of a cap: sin(dlon) = sin(angle) / cos(lat).
    wide = np.minimum(1.0, sine * far / np.maximum(rho, 1.0))
    dlon = e7_of(arctangent(wide, np.sqrt(1.0 - wide * wide))) + _WIDENED_E7
    south, north = np.maximum(lat - angle, -900_000_000), np.minimum(lat + angle, 900_000_000)
    whole = (lat + angle >= 900_000_000) | (lat - angle <= -900_000_000) | (ball >= far)
    west, east = np.where(whole, -1_800_000_000, lon - dlon), np.where(whole, 1_799_999_999, lon + dlon)
    south, north = np.where(ball >= far, -900_000_000, south), np.where(ball >= far, 900_000_000, north)
    rows = zip(south.tolist(), north.tolist(), west.tolist(), east.tolist(), strict=True)
    return [undulation_cm(*row) for row in rows]
