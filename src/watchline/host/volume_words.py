"""Where, how high and when an announced activity is, as an officer reads it."""

from __future__ import annotations

from typing import Any

from watchline.measure import dtg
from watchline.measure.position import Position, position_words


def area_words(area: dict[str, Any]) -> str:
    """Return an area in words, with its positions."""
    match area:
        case {"circle": [radius, lat, lon]}:
            return f"circle of {radius / 100:.0f} m around {_at(lat, lon)}"
        case {"corridor": [width, *flat]}:
            return f"corridor {width / 100:.0f} m to either side of {_line(flat)}"
        case {"polygon": [outer, *holes]}:
            inner = f", without {len(holes)} holes" if holes else ""
            return f"polygon {_line(outer)}{inner}"
        case _:
            return str(area)


def band_words(volume: dict[str, Any]) -> str:
    """Return how high a volume reaches, from where."""
    floor, ceiling = volume.get("floor"), volume.get("ceiling")
    return f"{'surface' if floor is None else _level(floor)} to {'unlimited' if ceiling is None else _level(ceiling)}"


def window_words(item: dict[str, Any]) -> str:
    """Return from when to when, by ``start`` and ``end`` (ms; absent or None: open)."""
    start, end = item.get("start"), item.get("end")
    return f"{'now and before' if start is None else dtg(start)} to {'further notice' if end is None else dtg(end)}"


def _line(flat: list[int]) -> str:
    return " - ".join(_at(*pair) for pair in zip(flat[::2], flat[1::2], strict=True))


def _at(lat: int, lon: int) -> str:
    return position_words(Position(lat, lon))


def _level(level: list[Any]) -> str:
    number, reference = level
    return f"FL{number:03d}" if reference == "FL" else f"{number / 100:.0f} m ({number / 30.48:.0f} ft) {reference}"
