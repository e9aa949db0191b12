"""GeoJSON (RFC 7946) read as activities: Polygon, Point with ``radius_m``, LineString with ``half_width_m``, and several of them in one.

The properties are ``id``, ``kind``, ``floor`` and ``ceiling`` ({value, unit, reference} or null), ``from`` and ``to`` (RFC 3339 or null),
``edges`` (``lonlat``, straight lines in degrees as RFC 7946 says; or ``geodesic``), ``ground``, ``doubt_m`` and ``part``; see
docs/reference/interchange.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from watchline.errors import InvalidFromPeer
from watchline.interchange.drawn import DRAWN_MAX, Edges, circle, corridor, metres_cm, polygon, reach_of
from watchline.interchange.geojson_out import geometry_of
from watchline.interchange.json_text import decimal_of, read_json, text_of
from watchline.interchange.levels import ground_of, level_of
from watchline.interchange.moments import moment
from watchline.interchange.numbers import position_numbers
from watchline.interchange.order import middle
from watchline.interchange.understood import Answers, Reading, Shape, refusal
from watchline.measure.altitude import LEVEL_CM_MAX, Band, check_band
from watchline.measure.area import POINTS_MAX, Area
from watchline.measure.position import Position
from watchline.measure.volume import VOLUMES_MAX, Volume
from watchline.measure.window import Window, check_window

BYTES_MAX: Final = 128 << 20
SHAPES_MAX: Final = 200_000
WRITTEN: Final = "longitude first"
_PLACED: Final = ("Point", "LineString", "Polygon")
_NAMES: Final = {
    "id", "kind", "floor", "ceiling", "from", "to", "edges", "ground", "doubt_m", "part", "radius_m", "half_width_m", "whole",
}  # fmt: skip


def read_geojson(
    data: bytes, answers: Answers | None = None, near: Position | None = None, points_max: int = POINTS_MAX
) -> tuple[Shape, ...]:
    """Return the activities of a GeoJSON text: a FeatureCollection, or one Feature.

    Args:
        data: UTF-8.
        answers: What a person decided of earlier questions.
        near: Where shapes are expected; None: by the middle of all of them, if there are three or more.
        points_max: Positions of an area when its lines are divided.

    Raises:
        InvalidFromPeer: ``malformed`` or ``limit``: which feature, what is wrong, and what to write.
    """
    features = _features(read_json(data, BYTES_MAX))
    if near is None and len(features) >= 3:
        near = middle(_firsts(features))
    made: dict[str, tuple[Shape, set[int]]] = {}
    for at, feature in enumerate(features, 1):
        where = f"feature {at}"
        try:
            name = _name(feature, at)
            where = f"feature {at} ({name})"
            shape, part = _shape(feature, Reading(name, answers or {}), near, points_max)
            if name in made:
                made[name] = _joined(*made[name], shape, part)
            else:
                made[name] = shape, set() if part is None else {part}
        except ValueError as why:
            raise refusal(where, why) from None
    return tuple(shape for shape, _ in made.values())


def _features(value: Any) -> list[Any]:
    if not isinstance(value, dict):
        raise refusal("GeoJSON", "it is one object, a FeatureCollection or a Feature")
    if "crs" in value and not _is_wgs84(value["crs"]):
        raise refusal("GeoJSON", "positions are WGS 84 (RFC 7946, section 4); convert them, and leave out crs")
    features = value.get("features") if value.get("type") == "FeatureCollection" else [value]
    if not isinstance(features, list):
        raise refusal("GeoJSON", "the features of a FeatureCollection are a list")
    if len(features) > SHAPES_MAX:
        raise InvalidFromPeer("limit", f"{len(features):,} features; at most {SHAPES_MAX:,} are read")
    return features


def _is_wgs84(crs: Any) -> bool:
    """Tell whether a ``crs`` of the former GeoJSON says WGS 84 with longitude first."""
    name = crs.get("properties", {}).get("name") if isinstance(crs, dict) and isinstance(crs.get("properties"), dict) else None  # fmt: skip
    return str(name) in {"urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:OGC::CRS84"}


def _firsts(features: list[Any]) -> Iterator[Position]:
    """Yield the first position of each feature that has one; what cannot be read is found later."""
    for feature in features:
        inner = feature.get("geometry") if isinstance(feature, dict) else None
        found = inner.get("coordinates") if isinstance(inner, dict) else None
        while isinstance(found, list) and found and isinstance(found[0], list):
            found = found[0]
        if isinstance(found, list) and len(found) >= 2:
            try:
                at = _position(found)
            except ValueError:
                continue
            if abs(at.lat_e7) <= 900_000_000:
                yield at


def _name(feature: Any, at: int) -> str:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise ValueError("it is no Feature")
    properties = _properties(feature)
    found = properties.get("id", feature.get("id"))
    return f"#{at}" if found is None else text_of(found, "id")


def _properties(feature: Mapping[str, Any]) -> Mapping[str, Any]:
    properties = feature.get("properties")
    if properties is None:
        return {}
    if not isinstance(properties, dict):
        raise ValueError("properties are an object or null")
    return properties


def _shape(
    feature: Mapping[str, Any], reading: Reading, near: Position | None, points_max: int
) -> tuple[Shape, int | None]:
    """Return what a feature describes, and which part of its activity it is."""
    properties = _properties(feature)
    kind = text_of(properties["kind"], "kind", 64) if properties.get("kind") is not None else ""
    doubt = properties.get("doubt_m")
    band = Band(
        level_of(properties.get("floor"), "floor", up=False),
        level_of(properties.get("ceiling"), "ceiling", up=True),
        ground_of(properties.get("ground")),
        0 if doubt is None else metres_cm(decimal_of(doubt, "doubt_m"), "doubt_m", LEVEL_CM_MAX),
    )
    check_band(band)
    window = Window(
        moment(properties.get("from"), "from", up=False),
        moment(properties.get("to"), "to", up=True),
    )
    check_window(window)
    ignored = sorted(name for name in properties if name not in _NAMES)
    if ignored:
        reading.note(f"Not used: {', '.join(ignored)[:200]}.")
    geometry = feature.get("geometry")
    area = _before_its_cut(geometry, properties, reading, near, points_max) if "whole" in properties else None
    areas = _areas(geometry, properties, reading, near, points_max) if area is None else [area]
    part = properties.get("part")
    if part is not None and (not isinstance(part, Decimal) or not 0 <= part < VOLUMES_MAX or part % 1):
        raise ValueError(f"part is a whole number, 0 to {VOLUMES_MAX - 1}")
    return reading.shape(kind, (Volume(area, band, window) for area in areas)), None if part is None else int(part)


def _joined(shape: Shape, parts: set[int], more: Shape, part: int | None) -> tuple[Shape, set[int]]:
    """Return one activity of two features with the same id."""
    if part is None or not parts or part in parts:
        raise ValueError("another feature has this id; features of one activity are told apart by part: 0, 1, 2, …")
    if shape.kind != more.kind:
        raise ValueError("the parts of one activity are of one kind")
    whole = Reading(shape.name, {}, list(dict.fromkeys((*shape.notes, *more.notes))), [*shape.asks])
    whole.asks += [question for question in more.asks if question not in shape.asks]
    return whole.shape(shape.kind, (*shape.volumes, *more.volumes)), parts | {part}


def _areas(
    geometry: Any, properties: Mapping[str, Any], reading: Reading, near: Position | None, points_max: int
) -> list[Area]:
    if not isinstance(geometry, dict):
        raise ValueError("it has no geometry")
    form = str(geometry.get("type"))
    if form == "GeometryCollection":
        inner = geometry.get("geometries")
        if not isinstance(inner, list) or any(isinstance(one, dict) and one.get("type") == form for one in inner):
            raise ValueError("the geometries of a collection are a list, and none is a collection")
        return [area for one in inner for area in _areas(one, properties, reading, near, points_max)]
    coordinates = geometry.get("coordinates")
    if form in {f"Multi{plain}" for plain in _PLACED}:
        if not isinstance(coordinates, list) or not 1 <= len(coordinates) <= VOLUMES_MAX:
            raise ValueError(f"a {form} has 1 to {VOLUMES_MAX} parts")
        form = form.removeprefix("Multi")
        return [_area(form, one, properties, reading, near, points_max) for one in coordinates]
    if form not in _PLACED:
        raise ValueError(f"a geometry is a Point, LineString or Polygon, or several, not {form[:40]!r}")
    return [_area(form, coordinates, properties, reading, near, points_max)]


def _before_its_cut(
    geometry: Any, properties: Mapping[str, Any], reading: Reading, near: Position | None, points_max: int
) -> Area | None:
    """Return the area of ``whole``, if the geometry is what its cut at the antimeridian gives; else None, and a note says so."""
    whole = properties["whole"]
    form = "Polygon" if isinstance(whole, list) and whole and isinstance(whole[0], list) and whole[0] and isinstance(whole[0][0], list) else "LineString"  # fmt: skip
    trying = Reading(reading.name, reading.answers)
    try:
        area = _area(form, whole, properties, trying, near, points_max)
    except ValueError:
        area = None
    cut = None if area is None else read_json(json.dumps(geometry_of(area)[0]).encode(), BYTES_MAX)
    given = geometry if isinstance(geometry, dict) else {}
    if trying.asks or cut is None or cut != {name: given.get(name) for name in ("type", "coordinates")}:
        reading.note("What stands in whole is not what was cut at the antimeridian here; it was not used.")
        return None
    reading.note("It is cut at the antimeridian; its coordinates before the cut were used.")
    for words in trying.notes:
        reading.note(words)
    return area


def _area(
    form: str,
    coordinates: Any,
    properties: Mapping[str, Any],
    reading: Reading,
    near: Position | None,
    points_max: int,
) -> Area:
    match form:
        case "Point":
            return circle(reading, _position(coordinates), _reach(properties, "radius_m", reading), near, WRITTEN)
        case "LineString":
            reach = _reach(properties, "half_width_m", reading)
            return corridor(reading, _line(coordinates), reach, _edges(properties), near, WRITTEN, points_max)
        case _:
            if not isinstance(coordinates, list):
                raise ValueError("the coordinates of a polygon are a list of rings")
            if sum(len(ring) for ring in coordinates if isinstance(ring, list)) > DRAWN_MAX:
                raise ValueError(f"more than {DRAWN_MAX} positions")
            rings = [_line(ring) for ring in coordinates]
            return polygon(reading, rings, _edges(properties), near, WRITTEN, points_max)


def _edges(properties: Mapping[str, Any]) -> Edges:
    found = properties.get("edges")
    if found is None:
        return Edges.LONLAT
    if not isinstance(found, str) or found not in set(Edges):
        raise ValueError("edges are lonlat (straight lines in degrees) or geodesic")
    return Edges(found)


def _reach(properties: Mapping[str, Any], name: str, reading: Reading) -> int:
    value = properties.get(name)
    return reach_of(None, name, reading) if value is None else metres_cm(decimal_of(value, name), name)


def _line(value: Any) -> Sequence[Position]:
    if not isinstance(value, list) or len(value) > DRAWN_MAX:
        raise ValueError(f"a line or ring is a list of at most {DRAWN_MAX} positions")
    return [_position(one) for one in value]


def _position(value: Any) -> Position:
    """Return a position as it stands; whether its second number is a latitude at all is asked later."""
    if not isinstance(value, list) or not 2 <= len(value) <= 4:
        raise ValueError("a position is [longitude, latitude]")
    lon, lat = (decimal_of(one, "a longitude or latitude") for one in value[:2])
    return position_numbers(lat, lon)
