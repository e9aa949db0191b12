"""The bytes of a volume: deterministic CBOR of docs/spec/shapes.md, and back."""

from __future__ import annotations

from typing import Any, Final

from watchline.codec.cbor import Cbor, decode, encode
from watchline.errors import InvalidFromPeer
from watchline.measure.altitude import Band, Ground, Level, Reference
from watchline.measure.area import Area, Circle, Corridor, Polygon
from watchline.measure.instant import Instant
from watchline.measure.position import Position
from watchline.measure.volume import Volume, check_volume
from watchline.measure.window import Window

VOLUME_BYTES_MAX: Final = 24_576
"""Bytes: a notice of one volume fits into the body of one entry (32 KiB) with its words."""
_FIELDS: Final = frozenset({"area", "floor", "ceiling", "ground", "doubt", "start", "end"})


def write_volume(volume: Volume) -> bytes:
    """Return the one encoding of a volume.

    Raises:
        ValueError: it is out of bounds; our mistake.
    """
    return encode(volume_fields(volume))


def read_volume(data: bytes) -> Volume:
    """Return the volume of its bytes.

    Raises:
        InvalidFromPeer: ``malformed`` or ``limit``; the sender's fault.
    """
    if len(data) > VOLUME_BYTES_MAX:
        raise InvalidFromPeer("limit", f"a volume of {len(data)} bytes; at most {VOLUME_BYTES_MAX}")
    return volume_of(decode(data))


def volume_fields(volume: Volume) -> dict[str, Cbor]:
    """Return the map that stands for a volume in a record.

    Raises:
        ValueError: it is out of bounds; our mistake.
    """
    check_volume(volume)
    band, window = volume.band, volume.window
    fields: dict[str, Cbor | None] = {
        "area": _area_fields(volume.area),
        "floor": _level_fields(band.floor),
        "ceiling": _level_fields(band.ceiling),
        "ground": list(band.ground) if band.ground else None,
        "doubt": band.uncertainty_cm or None,
        "start": window.start,
        "end": window.end,
    }
    return {name: value for name, value in fields.items() if value is not None}


def volume_of(value: Cbor) -> Volume:
    """Return the volume that a map in a record stands for.

    Raises:
        InvalidFromPeer: ``malformed``; the author's fault.
    """
    try:
        if not isinstance(value, dict) or not value.keys() <= _FIELDS:
            raise ValueError("a volume is a map of area, floor, ceiling, ground, doubt, start and end")
        ground = value.get("ground")
        band = Band(
            _level_of(value.get("floor")),
            _level_of(value.get("ceiling")),
            None if ground is None else Ground(*_whole(ground, 2)),
            _whole([value["doubt"]], 1)[0] if "doubt" in value else 0,
        )
        if value.get("doubt") == 0:
            raise ValueError("a doubt of 0 is left out")
        times = [None if name not in value else Instant(_whole([value[name]], 1)[0]) for name in ("start", "end")]
        made = Volume(_area_of(value.get("area")), band, Window(*times))
        check_volume(made)
    except ValueError as why:
        raise InvalidFromPeer("malformed", f"no volume: {why}") from None
    return made


def _area_fields(area: Area) -> dict[str, Cbor]:
    match area:
        case Circle():
            return {"circle": [area.radius_cm, *area.centre]}
        case Corridor():
            return {"corridor": [area.half_width_cm, *_flat(area.line)]}
        case Polygon():
            return {"polygon": [_flat(ring) for ring in area.rings]}


def _area_of(value: Any) -> Area:
    if not isinstance(value, dict) or len(value) != 1:
        raise ValueError("an area is one of circle, corridor and polygon")
    ((form, numbers),) = value.items()
    match form:
        case "circle":
            radius, *rest = _whole(numbers, 3)
            return Circle(Position(*rest), radius)
        case "corridor":
            half_width, *rest = _whole(numbers)
            return Corridor(_pairs(rest), half_width)
        case "polygon" if isinstance(numbers, list):
            return Polygon(tuple(_pairs(_whole(ring)) for ring in numbers))
    raise ValueError("an area is one of circle, corridor and polygon")


def _flat(line: tuple[Position, ...]) -> list[int]:
    return [number for position in line for number in position]


def _pairs(numbers: list[int]) -> tuple[Position, ...]:
    if len(numbers) % 2:
        raise ValueError("a latitude without its longitude")
    return tuple(Position(*pair) for pair in zip(numbers[::2], numbers[1::2], strict=True))


def _level_fields(level: Level | None) -> list[Cbor] | None:
    return None if level is None else [level.value, str(level.reference)]


def _level_of(value: Any) -> Level | None:
    if value is None:
        return None
    if not isinstance(value, list) or len(value) != 2:
        raise ValueError("a height is [number, reference]")
    return Level(_whole(value[:1], 1)[0], Reference(value[1]))


def _whole(numbers: Any, count: int | None = None) -> list[int]:
    """Return a list of whole numbers, at least one."""
    if not isinstance(numbers, list) or not numbers or any(type(number) is not int for number in numbers):
        raise ValueError("write a list of whole numbers")
    if count is not None and len(numbers) != count:
        raise ValueError(f"write {count} numbers, not {len(numbers)}")
    return numbers
