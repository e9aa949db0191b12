"""Volumes in words: what an importer shows a person beside the map."""

from __future__ import annotations

from watchline.measure.altitude import Level, Reference, usable
from watchline.measure.area import Area, Circle, Corridor, Polygon
from watchline.measure.instant import utc
from watchline.measure.position import E7, position_words
from watchline.measure.volume import Volume


def volume_words(volume: Volume) -> str:
    """Return where, how high and when, in one sentence."""
    band, window = volume.band, volume.window
    height = f"from {level_words(band.floor, 'the surface')} to {level_words(band.ceiling, 'unlimited')}"
    if not usable(band):
        height += " (above a ground that is not declared: heights keep nothing apart)"
    start = "now and before" if window.start is None else utc(window.start)
    end = "until further notice" if window.end is None else f"to {utc(window.end)}"
    return f"{area_words(volume.area)}; {height}; {start} {end}."


def area_words(area: Area) -> str:
    """Return an area in words, with its first position."""
    match area:
        case Circle():
            return f"Circle of {_metres(area.radius_cm)} around {position_words(area.centre)}"
        case Corridor():
            return f"Corridor of {_metres(area.half_width_cm)} to each side of {len(area.line)} positions from {position_words(area.line[0])}"
        case Polygon():
            holes = len(area.rings) - 1
            beside = f" and {holes} hole{'s' if holes > 1 else ''}" if holes else ""
            return f"Polygon of {len(area.rings[0])} positions from {position_words(area.rings[0][0])}{beside}"


def _metres(cm: int) -> str:
    metres = f"{cm / 100:,.2f}".rstrip("0").rstrip(".")
    return f"{metres} m ({cm / 185_200:.2f} NM)"


def level_words(of: Level | None, absent: str) -> str:
    """Return a height in words, ``FL 85``, ``762 m (2,500 ft) AMSL``."""
    if of is None:
        return absent
    if of.reference is Reference.FL:
        return f"FL {of.value}"
    metres = f"{of.value / 100:,.2f}".rstrip("0").rstrip(".")
    feet = f"{of.value / 30.48:,.1f}".rstrip("0").rstrip(".")
    return f"{metres} m ({feet} ft) {of.reference}"


def plain_level(of: Level | None) -> str:
    """Return a height as ``levels.height_text`` reads it, exactly, ``FL085``, ``762.00M AMSL``; empty if there is none."""
    if of is None:
        return ""
    if of.reference is Reference.FL:
        return f"FL{of.value:03d}"
    return f"{plain_metres(of.value)}M {of.reference}"


def plain_metres(cm: int) -> str:
    """Return centimetres as metres with two places, exactly."""
    return f"{'-' if cm < 0 else ''}{abs(cm) // 100}.{abs(cm) % 100:02d}"


def plain_degrees(angle_e7: int) -> str:
    """Return 1e-7 degrees as degrees with seven places, exactly."""
    return f"{'-' if angle_e7 < 0 else ''}{abs(angle_e7) // E7}.{abs(angle_e7) % E7:07d}"
