"""Activities as GeoJSON, exactly: what ``read_geojson`` reads back is the same integers.

Edges are geodesics and say so (``edges``). A program that does not know that word draws straight lines in degrees instead; for small
areas that is the same to the eye. What crosses the antimeridian is cut there (RFC 7946, section 3.1.9), and its coordinates before the
cut stand in ``whole``: our reader takes those, as long as the geometry is what their cut gives.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from watchline.interchange.antimeridian import Chain, cut_line, cut_rings
from watchline.interchange.understood import Shape
from watchline.measure.altitude import Band, Level, Reference
from watchline.measure.area import Area, Circle, Corridor, Polygon
from watchline.measure.instant import utc
from watchline.measure.position import E7
from watchline.measure.volume import Volume


def write_geojson(shapes: Iterable[Shape]) -> bytes:
    """Return activities as a FeatureCollection, a feature for each volume.

    Raises:
        ValueError: a time lies beyond the years 1 to 9999, which RFC 3339 cannot write.
    """
    features = [
        _feature(shape, volume, part if len(shape.volumes) > 1 else None)
        for shape in shapes
        for part, volume in enumerate(shape.volumes)
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":"))
    return text.encode() + b"\n"


def _feature(shape: Shape, volume: Volume, part: int | None) -> dict[str, Any]:
    geometry, more = geometry_of(volume.area)
    properties = {
        "id": shape.name,
        "kind": shape.kind or None,
        "part": part,
        **_band(volume.band),
        "from": rfc_3339(volume.window.start),
        "to": rfc_3339(volume.window.end),
        **more,
    }
    kept = {name: value for name, value in properties.items() if value is not None or name in _SHOWN}
    return {"type": "Feature", "properties": kept, "geometry": geometry}


_SHOWN = frozenset({"floor", "ceiling", "from", "to"})


def geometry_of(area: Area) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the geometry of an area, and the properties that belong to it."""
    match area:
        case Circle():
            return {"type": "Point", "coordinates": _degrees(*area.centre)}, {"radius_m": area.radius_cm / 100}
        case Corridor():
            line = [_degrees(*at) for at in area.line]
            parts = cut_line(area.line)
            more = {"half_width_m": area.half_width_cm / 100, "edges": "geodesic"}
            if len(parts) == 1:
                return {"type": "LineString", "coordinates": line}, more
            return {"type": "MultiLineString", "coordinates": _drawn(parts)}, more | {"whole": line}
        case Polygon():
            rings = [[_degrees(*at) for at in (*ring, ring[0])] for ring in area.rings]
            polygons = cut_rings(area.rings)
            if polygons is None:
                return {"type": "Polygon", "coordinates": rings}, {"edges": "geodesic"}
            made = [_drawn(_turned(ring, outer=not at) for at, ring in enumerate(rings)) for rings in polygons]
            form = {"type": "Polygon", "coordinates": made[0]} if len(made) == 1 else {"type": "MultiPolygon", "coordinates": made}  # fmt: skip
            return form, {"edges": "geodesic", "whole": rings}


def _drawn(chains: Iterable[Chain]) -> list[list[list[float]]]:
    return [[_degrees(*spot) for spot in chain] for chain in chains]


def _turned(ring: Chain, *, outer: bool) -> Chain:
    """Return a ring that turns as RFC 7946 wants it: the outer one counterclockwise, holes clockwise."""
    twice = sum(lon1 * lat2 - lon2 * lat1 for (lat1, lon1), (lat2, lon2) in pairwise(ring))
    return ring if (twice > 0) is outer else ring[::-1]


def _degrees(lat_e7: int, lon_e7: int) -> list[float]:
    # The nearest float to seven places is written with seven places.
    return [lon_e7 / E7, lat_e7 / E7]


def _band(band: Band) -> dict[str, Any]:
    ground = band.ground
    return {
        "floor": _level(band.floor),
        "ceiling": _level(band.ceiling),
        "ground": None if ground is None else {"lowest": ground.low_cm / 100, "highest": ground.high_cm / 100, "unit": "m"},
        "doubt_m": band.uncertainty_cm / 100 or None,
    }  # fmt: skip


def _level(level: Level | None) -> dict[str, Any] | None:
    if level is None:
        return None
    if level.reference is Reference.FL:
        return {"value": level.value, "unit": "FL", "reference": "FL"}
    return {"value": level.value / 100, "unit": "m", "reference": str(level.reference)}


def rfc_3339(at: int | None) -> str | None:
    """Return an instant as RFC 3339 text; None stays None.

    Raises:
        ValueError: it lies beyond the years 1 to 9999.
    """
    if at is None:
        return None
    text = utc(at)
    if not text.endswith("Z"):
        raise ValueError(f"{text} is beyond the years that RFC 3339 can write")
    return text
