"""KML (OGC 07-147r2) read as activities: placemarks with a polygon, a line or a point, their times and the data that we know by name.

KML says where and when, seldom how high: what it draws is lifted only for show. Heights come from ExtendedData, in words as pilots
write them; without them an activity is from the surface to unlimited.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from watchline.errors import InvalidFromPeer
from watchline.interchange.drawn import DRAWN_MAX, Edges, circle, corridor, polygon, reach_of
from watchline.interchange.levels import height_text
from watchline.interchange.moments import moment
from watchline.interchange.numbers import number, position_numbers
from watchline.interchange.understood import Answers, Reading, Shape, refusal
from watchline.interchange.xml_text import Element, read_xml
from watchline.measure.altitude import Band, check_band
from watchline.measure.area import Area
from watchline.measure.position import Position
from watchline.measure.volume import VOLUMES_MAX, Volume
from watchline.measure.window import Window, check_window

BYTES_MAX: Final = 16 << 20
SHAPES_MAX: Final = 10_000
WRITTEN: Final = "longitude first"
_DRAWN: Final = frozenset({"Polygon", "LineString", "LinearRing", "Point"})


def read_kml(data: bytes, answers: Answers | None = None, near: Position | None = None) -> tuple[Shape, ...]:
    """Return the activities of a KML text, one for each placemark.

    Args:
        data: XML; a KMZ is to be unpacked before.
        answers: What a person decided of earlier questions.
        near: Where shapes are expected, if that is known.

    Raises:
        InvalidFromPeer: ``malformed`` or ``limit``: which placemark, what is wrong, and what to write.
    """
    if data[:2] == b"PK":
        raise refusal("KML", "this is a KMZ; unpack it and give the KML in it")
    root = read_xml(data, BYTES_MAX)
    if root.name != "kml":
        raise refusal("KML", f"its first element is {root.name[:40]}, not kml")
    if next(root.every("NetworkLink"), None) is not None:
        raise refusal("KML", "it links to other files, which are not fetched; give the file itself")
    placemarks = list(root.every("Placemark"))
    if len(placemarks) > SHAPES_MAX:
        raise InvalidFromPeer("limit", f"{len(placemarks):,} placemarks; at most {SHAPES_MAX:,} are read")
    made: dict[str, Shape] = {}
    for at, placemark in enumerate(placemarks, 1):
        name = (placemark.said("name") or placemark.attributes.get("id", ""))[:200] or f"#{at}"
        if name in made:
            name = f"{name} #{at}"
        try:
            made[name] = _shape(placemark, Reading(name, answers or {}), near)
        except ValueError as why:
            raise refusal(f"placemark {at} ({name})", why) from None
    return tuple(made.values())


def _shape(placemark: Element, reading: Reading, near: Position | None) -> Shape:
    data = _data(placemark)
    band = Band(
        height_text(data.get("floor", "SFC"), "floor", reading, up=False),
        height_text(data.get("ceiling", "UNL"), "ceiling", reading, up=True),
    )
    check_band(band)
    window = _window(placemark, reading)
    check_window(window)
    if not {"floor", "ceiling"} & data.keys():
        reading.note("KML says no heights that bind; it is from the surface to unlimited.")
    forms = list(_forms(placemark))
    if not 1 <= len(forms) <= VOLUMES_MAX:
        raise ValueError(f"it has {len(forms)} shapes; an activity has 1 to {VOLUMES_MAX}")
    volumes = [Volume(_area(form, data, reading, near), band, window) for form in forms]
    return reading.shape(data.get("kind", ""), volumes)


def _forms(element: Element) -> Iterator[Element]:
    """Yield what is drawn, a LinearRing only where it stands alone."""
    for inner in element.inner:
        if inner.name in _DRAWN:
            yield inner
        elif inner.name == "MultiGeometry":
            yield from _forms(inner)


def _data(placemark: Element) -> dict[str, str]:
    """Return the extended data by name."""
    found = {one.attributes.get("name", ""): one.said("value") for one in placemark.every("Data")}
    found |= {one.attributes.get("name", ""): one.text.strip() for one in placemark.every("SimpleData")}
    return {name: text for name, text in found.items() if text}


def _window(placemark: Element, reading: Reading) -> Window:
    span = placemark.first("TimeSpan")
    if span is None:
        stamp = placemark.said("TimeStamp", "when")
        if stamp:
            reading.note(f"Its time stamp, {stamp[:40]}, says no beginning and no end; it is not used.")
        return Window(None, None)
    return Window(
        moment(span.said("begin") or None, "TimeSpan begin", up=False),
        moment(span.said("end") or None, "TimeSpan end", up=True),
    )


def _area(form: Element, data: dict[str, str], reading: Reading, near: Position | None) -> Area:
    match form.name:
        case "Point":
            return circle(
                reading, _positions(form)[0], reach_of(data.get("radius_m"), "radius_m", reading), near, WRITTEN
            )
        case "LineString":
            reach = reach_of(data.get("half_width_m"), "half_width_m", reading)
            return corridor(reading, _positions(form), reach, _edges(data, reading), near, WRITTEN)
        case _:
            rings = [form] if form.name == "LinearRing" else list(_rings(form))
            return polygon(reading, [_positions(ring) for ring in rings], _edges(data, reading), near, WRITTEN)


def _rings(form: Element) -> Iterator[Element]:
    outer = form.first("outerBoundaryIs", "LinearRing")
    if outer is None:
        raise ValueError("a polygon has no outer boundary")
    yield outer
    for inner in form.inner:
        if inner.name == "innerBoundaryIs":
            yield from (ring for ring in inner.inner if ring.name == "LinearRing")


def _edges(data: dict[str, str], reading: Reading) -> Edges:
    if data.get("edges") in set(Edges):
        return Edges(data["edges"])
    reading.note("KML does not say what lies between two positions; it is taken to be the shortest line on the earth.")
    return Edges.GEODESIC


def _positions(form: Element) -> list[Position]:
    words = form.said("coordinates").split()
    if len(words) > DRAWN_MAX:
        raise ValueError(f"{len(words)} positions; a shape is read up to {DRAWN_MAX}")
    if not words:
        raise ValueError("it has no coordinates")
    made = []
    for word in words:
        numbers = word.split(",")
        if not 2 <= len(numbers) <= 3 or not all(numbers[:2]):
            raise ValueError(
                f"coordinates are like 12.5,48.37,0 with white space between two positions, not {word[:40]!r}"
            )
        made.append(position_numbers(number(numbers[1]), number(numbers[0])))
    return made
