"""A slow second opinion, written from nothing of the source: Karney's geodesics (geographiclib), dense samples, local descent."""

import math
from fractions import Fraction

from geographiclib.geodesic import Geodesic

from watchline.measure.area import Circle, Corridor

EARTH = Geodesic.WGS84
SAMPLES = 24


def inverse(one, other):
    return EARTH.Inverse(one[0] / 1e7, one[1] / 1e7, other[0] / 1e7, other[1] / 1e7)


def metres(one, other):
    """Return the geodesic between two positions in 1e-7 degree."""
    return inverse(one, other)["s12"]


def edges(area):
    """Return each edge as a function of 0 to 1 that gives (lat, lon) in degrees, and its length."""
    if isinstance(area, Circle):
        lines = [(area.centre, area.centre)]
    elif isinstance(area, Corridor):
        lines = zip(area.line, area.line[1:], strict=False)
    else:
        lines = [pair for ring in area.rings for pair in zip(ring, (*ring[1:], ring[0]), strict=True)]
    return [_edge(*pair) for pair in lines]


def _edge(start, end):
    found = inverse(start, end)
    line = EARTH.Line(start[0] / 1e7, start[1] / 1e7, found["azi1"])

    def at(share):
        place = line.Position(share * found["s12"])
        return place["lat2"], place["lon2"]

    return at, found["s12"]


def reach(area):
    if isinstance(area, Circle):
        return area.radius_cm / 100
    return area.half_width_cm / 100 if isinstance(area, Corridor) else 0.0


def border_metres(one, other):
    """Return the least geodesic distance between two skeletons: a grid, then a descent from its best points and best corners.

    Nearly parallel edges have a valley of their own at each end, too narrow for the grid: there the descent begins in small steps.
    """
    ours, theirs = edges(one), edges(other)
    grid = _grid(ours, theirs)
    corners = [place for place in grid if place[3] in (0, 1) and place[4] in (0, 1)]
    starts = [(place, 1 / SAMPLES) for place in grid[:6]] + [(place, 1 / SAMPLES / 16) for place in corners[:4]]
    return min(_descend(ours[a], theirs[b], u, v, step) for (_, a, b, u, v), step in starts)


def _grid(ours, theirs):
    rows = [(a, u, _point(*edge[0](u))) for a, edge in enumerate(ours) for u in _shares(edge)]
    columns = [(b, v, _point(*edge[0](v))) for b, edge in enumerate(theirs) for v in _shares(edge)]
    return sorted((math.dist(p, q), a, b, u, v) for a, u, p in rows for b, v, q in columns)


def _shares(edge):
    return [n / SAMPLES for n in range(SAMPLES + 1)] if edge[1] else [0.0]


def _point(lat, lon):
    lat, lon = math.radians(lat), math.radians(lon)
    e2 = EARTH.f * (2 - EARTH.f)
    normal = EARTH.a / math.sqrt(1 - e2 * math.sin(lat) ** 2)
    return (
        normal * math.cos(lat) * math.cos(lon),
        normal * math.cos(lat) * math.sin(lon),
        normal * (1 - e2) * math.sin(lat),
    )


def _descend(ours, theirs, u, v, step):
    def far(u, v):
        return EARTH.Inverse(*ours[0](u), *theirs[0](v))["s12"]

    best = far(u, v)
    # Where two edges cross, what is left of the step is what the truth itself is wrong by: well below half a millimetre.
    while step * max(ours[1], theirs[1]) > 0.0004:
        tries = [
            (min(1, max(0, u + du * step)), min(1, max(0, v + dv * step))) for du in (-1, 0, 1) for dv in (-1, 0, 1)
        ]
        found, place = min((far(*place), place) for place in tries)
        if found < best:
            best, (u, v) = found, place
        else:
            step /= 2
    return best


def inside(polygon, point):
    """Tell whether a position (degrees) is in a polygon: the directions to its border turn once around, ring by ring."""
    turns = 0
    for ring in polygon.rings:
        sides = [_edge(*pair) for pair in zip(ring, (*ring[1:], ring[0]), strict=True)]
        looks = [EARTH.Inverse(*point, *at(n / SAMPLES))["azi1"] for at, _ in sides for n in range(SAMPLES)]
        turned = sum(
            (after - before + 180) % 360 - 180 for before, after in zip(looks, (*looks[1:], looks[0]), strict=True)
        )
        turns += round(abs(turned) / 360)
    return turns % 2 == 1


def lateral_metres(one, other):
    """Return the least distance between two areas; 0 if they touch."""
    for holder, held in ((one, other), (other, one)):
        if hasattr(holder, "rings") and inside(holder, edges(held)[0][0](0.0)):
            return 0.0
    return max(0.0, border_metres(one, other) - reach(one) - reach(other))


def verdict(lateral, vertical_cm, time_ms, minima):
    """Return the verdict on exact gaps (lateral in metres, a Fraction) by the words of the rule."""
    gaps = (lateral * 100, vertical_cm, time_ms)
    for name, parts in (("CONFLICT", Fraction(1)), ("NEAR", Fraction(11, 10))):
        if all(gap <= limit * parts for gap, limit in zip(gaps, minima, strict=True)):
            return name
    return "CLEAR"
