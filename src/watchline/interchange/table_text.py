"""Tables of positions (CSV), in and out: a row for each position, in any of the forms in which people write one.

Columns by name, in any order: ``id``, ``part``, ``shape`` (circle, corridor, polygon), ``ring`` (0: the outer), ``position``, or ``lat``
and ``lon``, or ``mgrs``; ``reach_m``; ``kind``, ``floor``, ``ceiling``, ``ground_low_m``, ``ground_high_m``, ``doubt_m``, ``from``, ``to``.
Only the position must be there. What is said of a volume is said in its first row.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from watchline.errors import InvalidFromPeer
from watchline.interchange.drawn import DRAWN_MAX, Edges, circle, corridor, metres_cm, polygon, reach_of
from watchline.interchange.geojson_out import rfc_3339
from watchline.interchange.grid import grid_reference
from watchline.interchange.levels import height_text
from watchline.interchange.moments import moment
from watchline.interchange.numbers import number
from watchline.interchange.order import exchanged
from watchline.interchange.position_text import read_position
from watchline.interchange.understood import Answers, Choice, Reading, Shape, refusal
from watchline.interchange.words import plain_degrees, plain_level, plain_metres
from watchline.measure.altitude import LEVEL_CM_MAX, Band, Ground, check_band
from watchline.measure.area import Area, Circle, Corridor, Polygon, reach_cm
from watchline.measure.position import Position
from watchline.measure.volume import Volume
from watchline.measure.window import Window, check_window

BYTES_MAX: Final = 16 << 20
ROWS_MAX: Final = 200_000
COLUMNS: Final = (
    "id", "part", "shape", "ring", "lat", "lon", "mgrs", "reach_m", "kind", "floor", "ceiling", "ground_low_m", "ground_high_m",
    "doubt_m", "from", "to",
)  # fmt: skip
_NAMES: Final = {
    **{name: name for name in (*COLUMNS, "position")},
    "name": "id", "latitude": "lat", "longitude": "lon", "lng": "lon", "long": "lon", "radius_m": "reach_m", "half_width_m": "reach_m",
    "coordinates": "position", "grid": "mgrs",
}  # fmt: skip


@dataclass(slots=True)
class _Part:
    """The rows of one volume: what its first row says, and its rings."""

    said: Mapping[str, str]
    rings: dict[str, list[Position]] = field(default_factory=dict)
    lettered: bool = True


def read_table(data: bytes, answers: Answers | None = None, near: Position | None = None) -> tuple[Shape, ...]:
    """Return the activities of a table; rows without ``id`` are one activity.

    Args:
        data: UTF-8, with a line of names; columns divided by commas, semicolons or tabs. Without that line every row is a position.
        answers: What a person decided of earlier questions.
        near: Where shapes are expected, if that is known.

    Raises:
        InvalidFromPeer: ``malformed`` or ``limit``: which row, what is wrong, and what to write.
    """
    if len(data) > BYTES_MAX:
        raise InvalidFromPeer("limit", f"{len(data):,} bytes; at most {BYTES_MAX:,} are read")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise refusal("table", "it is not UTF-8") from None
    names, rows = _rows(text)
    shapes: dict[str, dict[str, _Part]] = {}
    for at, cells in rows:
        row = {name: cell.strip() for name, cell in zip(names, cells, strict=False) if cell.strip()}
        try:
            parts = shapes.setdefault(row.get("id", "#1")[:200], {})
            part = parts.setdefault(row.get("part", "0"), _Part(row))
            where, lettered = _position(row)
            part.rings.setdefault(row.get("ring", "0"), []).append(where)
            part.lettered = part.lettered and lettered
        except ValueError as why:
            raise refusal(f"row {at}", why) from None
    made = []
    for name, parts in shapes.items():
        try:
            made.append(_shape(parts, Reading(name, answers or {}), near))
        except ValueError as why:
            raise refusal(f"table, {name}", why) from None
    return tuple(made)


def _rows(text: str) -> tuple[tuple[str, ...], list[tuple[int, list[str]]]]:
    """Return the names of the columns, and the rows with their numbers."""
    lines = text.splitlines()
    first = next((line for line in lines if line.strip() and not line.startswith("#")), "")
    divider = max(",;\t", key=first.count)
    try:
        found = [
            (at, row)
            for at, row in enumerate(csv.reader(lines, delimiter=divider, strict=True), 1)
            if any(cell.strip() for cell in row) and not row[0].startswith("#")
        ]
    except csv.Error as why:
        raise refusal("table", why) from None
    if not found:
        raise refusal("table", "it has no row")
    if len(found) > ROWS_MAX:
        raise InvalidFromPeer("limit", f"{len(found):,} rows; at most {ROWS_MAX:,} are read")
    names = tuple(_NAMES.get(cell.strip().lower(), "") for cell in found[0][1])
    if {"position", "mgrs"} & set(names) or {"lat", "lon"} <= set(names):
        doubled = [name for name in names if name and names.count(name) > 1]
        if doubled:
            raise refusal("table", f"two columns are {doubled[0]}")
        return names, found[1:]
    if any(_NAMES.get(cell.strip().lower()) for cell in found[0][1]):
        raise refusal("table", "no column is position, lat and lon, or mgrs")
    # No line of names: all cells of a row together are one position.
    return ("position",), [(at, [" ".join(cell.strip() for cell in row)]) for at, row in found]


def _position(row: Mapping[str, str]) -> tuple[Position, bool]:
    if "position" in row:
        found = read_position(row["position"])
        return found.position, found.lettered
    if "lat" in row and "lon" in row:
        # The names of the columns say which is which; a letter in the cell may say it again.
        return read_position(f"{row['lat'].replace(',', '.')} {row['lon'].replace(',', '.')}").position, True
    if "mgrs" in row:
        return read_position(row["mgrs"]).position, True
    raise ValueError("it has no position")


def _shape(parts: Mapping[str, _Part], reading: Reading, near: Position | None) -> Shape:
    volumes = [_volume(part, reading, near) for part in parts.values()]
    return reading.shape(next(iter(parts.values())).said.get("kind", "")[:64], volumes)


def _volume(part: _Part, reading: Reading, near: Position | None) -> Volume:
    said = part.said
    low, high = (said.get(name) for name in ("ground_low_m", "ground_high_m"))
    if (low is None) != (high is None):
        raise ValueError("ground has its lowest and its highest: ground_low_m and ground_high_m")
    ground = None
    if low is not None and high is not None:
        ground = Ground(_metres(low, up=False), _metres(high, up=True))
    band = Band(
        height_text(said.get("floor", "SFC"), "floor", reading, up=False),
        height_text(said.get("ceiling", "UNL"), "ceiling", reading, up=True),
        ground,
        metres_cm(number(said.get("doubt_m", "0")), "doubt_m", LEVEL_CM_MAX),
    )
    check_band(band)
    window = Window(
        moment(said.get("from"), "from", up=False),
        moment(said.get("to"), "to", up=True),
    )
    check_window(window)
    return Volume(_area(part, reading, near), band, window)


def _metres(text: str, *, up: bool) -> int:
    found = height_text(f"{text}M AMSL", "", Reading("", {}), up=up)
    assert found is not None
    return found.value


def _area(part: _Part, reading: Reading, near: Position | None) -> Area:
    rings = list(part.rings.values())
    if sum(map(len, rings)) > DRAWN_MAX:
        raise ValueError(f"more than {DRAWN_MAX} positions")
    if not part.lettered and _longitude_first(reading):
        rings = [[exchanged(at) for at in ring] for ring in rings]
    written = "latitude first"
    form = part.said.get("shape") or _asked_form(rings, reading)
    reach = part.said.get("reach_m")
    match form:
        case "circle":
            if [len(ring) for ring in rings] != [1]:
                raise ValueError("a circle has one position")
            return circle(reading, rings[0][0], reach_of(reach, "reach_m", reading), near, written)
        case "corridor":
            if len(rings) != 1:
                raise ValueError("a corridor has one line, no rings")
            reading.note("Edges are shortest lines.")
            return corridor(reading, rings[0], reach_of(reach, "reach_m", reading), Edges.GEODESIC, near, written)
        case "polygon":
            reading.note("Edges are shortest lines.")
            return polygon(reading, rings, Edges.GEODESIC, near, written)
        case _:
            raise ValueError(f"a shape is circle, corridor or polygon, not {form[:40]!r}")


def _longitude_first(reading: Reading) -> bool:
    answer = reading.ask(
        "columns",
        "Its positions are two numbers without letters, and no column says which is the latitude.",
        Choice("lat-lon", "the latitude first"),
        Choice("lon-lat", "the longitude first"),
    )
    return answer == "lon-lat"


def _asked_form(rings: list[list[Position]], reading: Reading) -> str:
    if [len(ring) for ring in rings] == [1]:
        return "circle"
    if len(rings) > 1:
        return "polygon"
    if len(rings[0]) == 2:
        return "corridor"
    answer = reading.ask(
        "shape",
        f"{len(rings[0])} positions: it does not say whether they are a line or the corners of an area.",
        Choice("polygon", "the corners of an area"),
        Choice("corridor", "a line; how far it reaches to each side is asked too"),
    )
    return answer or "polygon"


def write_table(shapes: Iterable[Shape]) -> bytes:
    """Return activities as a table with the columns ``COLUMNS``, which ``read_table`` reads back to the same integers.

    Raises:
        ValueError: a time lies beyond the years 1 to 9999.
    """
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for shape in shapes:
        for part, volume in enumerate(shape.volumes):
            for row, (ring, at) in enumerate(_positions_of(volume.area)):
                first = [shape.name, part, _form(volume.area), ring, *map(plain_degrees, at), grid_reference(at)]
                table.writerow([*first, *(_said(shape, volume) if row == 0 else [""] * 9)])
    return out.getvalue().encode()


def _positions_of(area: Area) -> list[tuple[int, Position]]:
    match area:
        case Circle():
            return [(0, area.centre)]
        case Corridor():
            return [(0, at) for at in area.line]
        case Polygon():
            return [(number, at) for number, ring in enumerate(area.rings) for at in ring]


def _form(area: Area) -> str:
    return type(area).__name__.lower()


def _said(shape: Shape, volume: Volume) -> list[str]:
    band, window = volume.band, volume.window
    ground = ["", ""] if band.ground is None else [plain_metres(cm) for cm in band.ground]
    return [
        plain_metres(reach_cm(volume.area)),
        shape.kind,
        plain_level(band.floor),
        plain_level(band.ceiling),
        *ground,
        plain_metres(band.uncertainty_cm),
        rfc_3339(window.start) or "",
        rfc_3339(window.end) or "",
    ]
