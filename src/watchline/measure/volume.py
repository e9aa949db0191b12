"""A volume: an area, a band of altitude and a window of time. One activity is one or more of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from watchline.measure.altitude import Band, check_band
from watchline.measure.area import Area, check_area
from watchline.measure.window import Window, check_window

VOLUMES_MAX: Final = 256
"""Volumes of one activity: a route has one for each leg."""


@dataclass(frozen=True, slots=True)
class Volume:
    """Where, how high and when; nothing outside is announced."""

    area: Area
    band: Band
    window: Window


def check_volume(volume: Volume) -> None:
    """Raise ValueError, in words for its author, if a part of a volume is out of bounds."""
    check_area(volume.area)
    check_band(volume.band)
    check_window(volume.window)
