"""Cursor on Target (MITRE MP090284, and the drawings of TAK clients) to and from activities.

An event says how long *it* is fresh (``start``, ``stale``), not how long an activity lasts; so its end is asked. Its heights are
above the ellipsoid (``hae``).
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from watchline.errors import InvalidFromPeer
from watchline.interchange.drawn import DRAWN_MAX, Edges, circle, corridor, metres_cm, polygon, reach_of
from watchline.interchange.levels import CM_IN, level, unit_of
from watchline.interchange.moments import moment
from watchline.interchange.numbers import number, position_numbers
from watchline.interchange.understood import Answers, Choice, Reading, Shape, refusal
from watchline.interchange.xml_text import Element, read_xml
from watchline.measure.altitude import Band, Reference, check_band
from watchline.measure.area import Area
from watchline.measure.position import Position
from watchline.measure.volume import Volume
from watchline.measure.window import Window, check_window

BYTES_MAX: Final = 16 << 20
SHAPES_MAX: Final = 10_000
UNKNOWN: Final = Decimal(9_999_999)
"""What an event writes for a number that it does not know."""
WRITTEN: Final = "lat before lon"


def read_cot(data: bytes, answers: Answers | None = None, near: Position | None = None) -> tuple[Shape, ...]:
    """Return the activities of one event, or of several in one element.

    Args:
        data: XML.
        answers: What a person decided of earlier questions.
        near: Where shapes are expected, if that is known.

    Raises:
        InvalidFromPeer: ``malformed`` or ``limit``: which event, and what is wrong.
    """
    root = read_xml(data, BYTES_MAX)
    events = [root] if root.name == "event" else list(root.every("event"))
    if not events:
        raise refusal("Cursor on Target", "it holds no event")
    if len(events) > SHAPES_MAX:
        raise InvalidFromPeer("limit", f"{len(events):,} events; at most {SHAPES_MAX:,} are read")
    made: dict[str, Shape] = {}
    for at, event in enumerate(events, 1):
        uid = event.attributes.get("uid", "")[:200] or f"#{at}"
        if uid in made:
            raise refusal(f"event {at} ({uid})", "another event has this uid; leave the older one out")
        try:
            made[uid] = _shape(event, Reading(uid, answers or {}), near)
        except ValueError as why:
            raise refusal(f"event {at} ({uid})", why) from None
    return tuple(made.values())


def _shape(event: Element, reading: Reading, near: Position | None) -> Shape:
    detail = event.first("detail") or Element("detail", {})
    callsign = (detail.first("contact") or detail).attributes.get("callsign", "")
    if callsign:
        reading.note(f"Its call sign: {callsign[:80]}.")
    window = _window(event, reading)
    check_window(window)
    areas = list(_areas(event, detail, reading, near))
    band = _band(event, detail, reading)
    check_band(band)
    return reading.shape("", (Volume(area, band, window) for area in areas))


def _window(event: Element, reading: Reading) -> Window:
    start = moment(event.attributes.get("start"), "start", up=False)
    stale = moment(event.attributes.get("stale"), "stale", up=True)
    if stale is None:
        return Window(start, None)
    answer = reading.ask(
        "end",
        f"The event is fresh until {event.attributes['stale'][:40]}; it does not say when the activity ends.",
        Choice("stale", "it ends when the event turns stale"),
        Choice("open", "until further notice"),
    )
    return Window(start, stale if answer == "stale" else None)


def _areas(event: Element, detail: Element, reading: Reading, near: Position | None) -> Iterable[Area]:
    """Yield the areas of an event: its shape, its points, or a circle around where it is."""
    shape = detail.first("shape")
    for ellipse in () if shape is None else shape.every("ellipse"):
        axes = {metres_cm(number(ellipse.attributes.get(name, "")), name) for name in ("major", "minor")}
        if len(axes) != 1:
            raise ValueError("an ellipse that is no circle is not read; draw a polygon")
        yield circle(reading, _at(event.first("point")), axes.pop(), near, WRITTEN)
        return
    polyline = None if shape is None else next(shape.every("polyline"), None)
    if polyline is not None:
        points = [_at(vertex) for vertex in polyline.inner if vertex.name == "vertex"]
        closed = polyline.attributes.get("closed", "").lower() in {"true", "1"}
    else:
        points = [_linked(link) for link in detail.inner if link.name == "link" and "point" in link.attributes]
        closed = len(points) > 3 and points[0] == points[-1]
    if len(points) > DRAWN_MAX:
        raise ValueError(f"{len(points)} positions; a shape is read up to {DRAWN_MAX}")
    reading.note("Edges are taken to be the shortest lines on the earth.") if points else None
    if closed and len(points) >= 3:
        yield polygon(reading, [points], Edges.GEODESIC, near, WRITTEN)
    elif points:
        yield corridor(reading, points, reach_of(None, "half_width_m", reading), Edges.GEODESIC, near, WRITTEN)
    else:
        around = (event.first("point") or event).attributes.get("ce")
        if around is not None and number(around) != UNKNOWN:
            reading.note(f"It is one point; how exactly it is known, {around[:20]} m, is not taken for a radius.")
        yield circle(reading, _at(event.first("point")), reach_of(None, "radius_m", reading), near, WRITTEN)


def _band(event: Element, detail: Element, reading: Reading) -> Band:
    """Return from the height of an event's point up to the height of its shape; the surface to unlimited if it says none."""
    point = event.first("point")
    hae = number(point.attributes.get("hae", "9999999")) if point is not None else UNKNOWN
    tall = detail.first("height")
    if tall is None or not tall.attributes.get("value", tall.text.strip()):
        reading.note("It says no height of the activity; it is from the surface to unlimited.")
        return Band()
    value = number(tall.attributes.get("value") or tall.text.strip())
    unit = unit_of(tall.attributes.get("unit", "m"))
    if hae == UNKNOWN:
        answer = reading.ask(
            "height",
            f"It is {value} {unit} tall and does not say from where.",
            Choice("AGL", "above ground, from the surface"),
            Choice("none", "heights are left open"),
        )
        return Band(None, level(value, unit, Reference.AGL, up=True)) if answer == "AGL" else Band()
    reading.note("Heights are above the ellipsoid, from its point upward.")
    top = hae + value * CM_IN[unit] / 100
    return Band(level(hae, "m", Reference.W84, up=False), level(top, "m", Reference.W84, up=True))


def _at(point: Element | None) -> Position:
    if point is None or not {"lat", "lon"} <= point.attributes.keys():
        raise ValueError("a point has lat and lon")
    return position_numbers(number(point.attributes["lat"]), number(point.attributes["lon"]))


def _linked(link: Element) -> Position:
    numbers = link.attributes["point"].split(",")
    if len(numbers) < 2:
        raise ValueError("the point of a link is lat,lon")
    return position_numbers(number(numbers[0].strip()), number(numbers[1].strip()))
