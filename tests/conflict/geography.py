"""Our areas in PostGIS's words: a skeleton as a geography, and how far the area goes beyond it."""

from tests.conflict.truth import reach
from watchline.measure.area import Circle, Corridor


def _at(position):
    return f"{position.lon_e7 / 1e7:.7f} {position.lat_e7 / 1e7:.7f}"


def skeleton(area):
    """Return the well-known text of an area's skeleton."""
    match area:
        case Circle():
            return f"SRID=4326;POINT({_at(area.centre)})"
        case Corridor():
            return f"SRID=4326;LINESTRING({','.join(map(_at, area.line))})"
    rings = ("(" + ",".join(map(_at, (*ring, ring[0]))) + ")" for ring in area.rings)
    return f"SRID=4326;POLYGON({','.join(rings)})"


__all__ = ["reach", "skeleton"]
