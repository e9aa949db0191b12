"""Activities as KML and as Cursor on Target: what the formats can say, and what they cannot in words beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from watchline.interchange.geojson_out import rfc_3339
from watchline.interchange.understood import Shape
from watchline.interchange.words import plain_degrees, plain_level, plain_metres, volume_words
from watchline.measure.altitude import Reference
from watchline.measure.area import Area, Circle, Corridor, Polygon
from watchline.measure.instant import DAY_MS
from watchline.measure.position import Position
from watchline.measure.volume import Volume

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_UNKNOWN: Final = "9999999.0"
_NO_XML: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write_kml(shapes: Iterable[Shape]) -> bytes:
    """Return activities as KML, a placemark for each volume; ``read_kml`` reads it back to the same integers, but for ground and doubt.

    Raises:
        ValueError: a time lies beyond the years 1 to 9999.
    """
    marks = [
        _placemark(shape, volume, _part_name(shape, part))
        for shape in shapes
        for part, volume in enumerate(shape.volumes)
    ]
    body = "\n".join(marks)
    return f'{_HEAD}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>\n{body}\n</Document></kml>\n'.encode()


def write_cot(shapes: Iterable[Shape], now: int) -> bytes:
    """Return activities as events of Cursor on Target, one for each volume, in one ``events`` element.

    Holes, heights above the sea or the ground and flight levels have no place in an event: they stand in its remarks.

    Args:
        shapes: Activities.
        now: Wall clock, ms: when the events are made; also where an open window begins. Without an end an event is fresh for a day.

    Raises:
        ValueError: a time lies beyond the years 1 to 9999.
    """
    events = [
        _event(shape, volume, _part_name(shape, part), now)
        for shape in shapes
        for part, volume in enumerate(shape.volumes)
    ]
    body = "\n".join(events)
    return f"{_HEAD}<events>\n{body}\n</events>\n".encode()


def _part_name(shape: Shape, part: int) -> str:
    return shape.name if len(shape.volumes) == 1 else f"{shape.name} part {part}"


def _placemark(shape: Shape, volume: Volume, name: str) -> str:
    band, window = volume.band, volume.window
    begin, end = rfc_3339(window.start), rfc_3339(window.end)
    times = "".join(f"<{tag}>{text}</{tag}>" for tag, text in (("begin", begin), ("end", end)) if text)
    form, reach = _kml_form(volume.area)
    data = {
        "kind": shape.kind,
        "floor": plain_level(band.floor),
        "ceiling": plain_level(band.ceiling),
        **reach,
    }
    inner = "".join(
        f"<Data name={quoteattr(key)}><value>{escape(text)}</value></Data>" for key, text in data.items() if text
    )
    return (
        f"<Placemark><name>{_text(name)}</name><description>{_text(volume_words(volume))}</description>"
        f"{f'<TimeSpan>{times}</TimeSpan>' if times else ''}<ExtendedData>{inner}</ExtendedData>{form}</Placemark>"
    )


def _kml_form(area: Area) -> tuple[str, dict[str, str]]:
    match area:
        case Circle():
            point = f"<Point><coordinates>{_lon_lat([area.centre])}</coordinates></Point>"
            return point, {"radius_m": plain_metres(area.radius_cm)}
        case Corridor():
            line = (
                f"<LineString><tessellate>1</tessellate><coordinates>{_lon_lat(area.line)}</coordinates></LineString>"
            )
            return line, {"half_width_m": plain_metres(area.half_width_cm), "edges": "geodesic"}
        case Polygon():
            rings = "".join(
                f"<{tag}><LinearRing><coordinates>{_lon_lat([*ring, ring[0]])}</coordinates></LinearRing></{tag}>"
                for tag, ring in zip(_boundaries(), area.rings, strict=False)
            )
            return f"<Polygon><tessellate>1</tessellate>{rings}</Polygon>", {"edges": "geodesic"}


def _boundaries() -> Iterator[str]:
    yield "outerBoundaryIs"
    while True:
        yield "innerBoundaryIs"


def _event(shape: Shape, volume: Volume, name: str, now: int) -> str:
    start = volume.window.start
    end = volume.window.end
    begin = start if start is not None else now if end is None else min(now, end)
    stale = max(now, begin) + DAY_MS if end is None else end
    at, form, kind = _cot_form(volume.area)
    floor, ceiling = volume.band.floor, volume.band.ceiling
    hae, tall = _UNKNOWN, ""
    if floor and ceiling and floor.reference is ceiling.reference is Reference.W84:
        hae = plain_metres(floor.value)
        tall = f'<height unit="m" value="{plain_metres(ceiling.value - floor.value)}"/>'
    attributes = {
        "version": "2.0",
        "uid": name,
        "type": kind,
        "how": "h-g-i-g-o",
        "time": rfc_3339(now),
        "start": rfc_3339(begin),
        "stale": rfc_3339(stale),
    }
    written = " ".join(f"{key}={quoteattr(_clean(value or ''))}" for key, value in attributes.items())
    holes = _holes(volume.area)
    words = (
        f"{volume_words(volume)} {holes} hole{'s' if holes > 1 else ''} not drawn." if holes else volume_words(volume)
    )
    return (
        f'<event {written}><point lat="{plain_degrees(at.lat_e7)}" lon="{plain_degrees(at.lon_e7)}" hae="{hae}" ce="{_UNKNOWN}" le="{_UNKNOWN}"/>'
        f"<detail><contact callsign={quoteattr(_clean(shape.name))}/>{form}{tall}<remarks>{_text(words)}</remarks></detail></event>"
    )


def _holes(area: Area) -> int:
    return len(area.rings) - 1 if isinstance(area, Polygon) else 0


def _cot_form(area: Area) -> tuple[Position, str, str]:
    """Return the position of an event, its shape and its type."""
    match area:
        case Circle():
            axes = plain_metres(area.radius_cm)
            return area.centre, f'<shape><ellipse major="{axes}" minor="{axes}" angle="360"/></shape>', "u-d-c-c"
        case Corridor():
            return area.line[0], _links(area.line), "u-d-f"
        case Polygon():
            ring = area.rings[0]
            return ring[0], _links((*ring, ring[0])), "u-d-f"


def _links(line: tuple[Position, ...]) -> str:
    return "".join(f'<link point="{plain_degrees(at.lat_e7)},{plain_degrees(at.lon_e7)}"/>' for at in line)


def _lon_lat(line: Iterable[Position]) -> str:
    return " ".join(f"{plain_degrees(at.lon_e7)},{plain_degrees(at.lat_e7)},0" for at in line)


def _text(text: str) -> str:
    return escape(_clean(text))


def _clean(text: str) -> str:
    """Return text without the characters that XML 1.0 cannot hold."""
    return _NO_XML.sub("", text)
