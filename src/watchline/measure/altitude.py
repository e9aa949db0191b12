"""Altitude bands with their reference, compared by certain bounds: a doubtful height never makes two activities look apart.

Theory of operation. A height is known against a reference: the ellipsoid (W84), mean sea level (AMSL), the ground (AGL) or the
standard pressure surface (FL). Heights of one reference are compared exactly; heights of two references only through bounds:

* FL to AMSL: at most 450 m either way (sea-level pressure 960 to 1050 hPa; 1 hPa is 8.2 m low down).
* AGL to AMSL: by the ground that the author declared; without it the ground of the whole earth, and the band is *not usable*.
* AMSL to W84: by the least and greatest undulation of the geoid over the area (``geoid.py``). Nothing is ever taken as equal.

So each band is three pairs of bounds, one in each frame, and the gap between two bands is the greatest that any frame proves.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

LEVEL_CM_MAX: Final = 100_000_000
"""1,000 km: above it nothing is an activity in the air."""
FLIGHT_LEVEL_MAX: Final = 1_000
FLIGHT_LEVEL_CM: Final = 3_048
"""One flight level is 100 feet of 30.48 cm, on the standard pressure surface."""
PRESSURE_CM: Final = 45_000
GROUND_CM: Final = (-45_000, 900_000)
"""The lowest and the highest ground of the earth above mean sea level, with room."""
BEYOND: Final = 1_000_000_000
"""10,000 km stands for a height without a bound; differences of two stay exact everywhere."""


class Reference(StrEnum):
    """What a height is counted from."""

    W84 = "W84"
    AMSL = "AMSL"
    AGL = "AGL"
    FL = "FL"


class Level(NamedTuple):
    """A height: centimetres, or of FL the flight level (hundreds of feet)."""

    value: int
    reference: Reference


class Ground(NamedTuple):
    """The lowest and highest ground below an area as its author declares it, in centimetres AMSL."""

    low_cm: int
    high_cm: int


@dataclass(frozen=True, slots=True)
class Band:
    """From ``floor`` to ``ceiling``, both included.

    Attributes:
        floor: None: from the surface, and below it.
        ceiling: None: unlimited.
        ground: Declared ground; wanted for AGL.
        uncertainty_cm: How far the author says that floor and ceiling may be off; widens the band at both ends.
    """

    floor: Level | None = None
    ceiling: Level | None = None
    ground: Ground | None = None
    uncertainty_cm: int = 0


class Heights(NamedTuple):
    """The certain bounds of a band in the three frames, in centimetres: no part of it is below a floor or above a ceiling."""

    floor_fl: int
    floor_amsl: int
    floor_w84: int
    ceiling_fl: int
    ceiling_amsl: int
    ceiling_w84: int


def check_band(band: Band) -> None:
    """Raise ValueError if a band is out of bounds, or surely upside down."""
    for level in (band.floor, band.ceiling):
        if level is not None and level.reference is Reference.FL and not 0 <= level.value <= FLIGHT_LEVEL_MAX:
            raise ValueError(f"flight levels are 0 to {FLIGHT_LEVEL_MAX}")
        if level is not None and abs(level.value) > LEVEL_CM_MAX:
            raise ValueError("a height is at most 1,000 km")
    if band.ground is not None and not GROUND_CM[0] <= band.ground.low_cm <= band.ground.high_cm <= GROUND_CM[1]:
        raise ValueError("declared ground is -450 to 9,000 m AMSL, the lowest first")
    if not 0 <= band.uncertainty_cm <= LEVEL_CM_MAX:
        raise ValueError("an uncertainty is 0 to 1,000 km")
    floor, ceiling = band.floor, band.ceiling
    if floor and ceiling and floor.reference is ceiling.reference and ceiling.value < floor.value:
        raise ValueError("the ceiling is below the floor; exchange the two")


def usable(band: Band) -> bool:
    """Tell whether a band bounds anything: AGL without declared ground says too little to keep two activities apart."""
    return band.ground is not None or all(
        level is None or level.reference is not Reference.AGL for level in (band.floor, band.ceiling)
    )


def heights(band: Band, geoid_cm: tuple[int, int]) -> Heights:
    """Return the certain bounds of a band over an area with this least and greatest undulation (cm, geoid above ellipsoid)."""
    low = _lowest(band.floor, band.ground, geoid_cm)
    high = _highest(band.ceiling, band.ground, geoid_cm)
    return Heights(
        *(_bounded(cm - band.uncertainty_cm) for cm in low), *(_bounded(cm + band.uncertainty_cm) for cm in high)
    )


def vertical_gap(one: Heights, other: Heights) -> int:
    """Return the centimetres that surely lie between two bands; 0 if they may touch or overlap."""
    return max(
        0,
        *(one[frame] - other[frame + 3] for frame in range(3)),
        *(other[frame] - one[frame + 3] for frame in range(3)),
    )


def _bounded(cm: int) -> int:
    return max(-BEYOND, min(BEYOND, cm))


def _lowest(level: Level | None, ground: Ground | None, geoid_cm: tuple[int, int]) -> tuple[int, int, int]:
    if level is None:
        return -BEYOND, -BEYOND, -BEYOND
    match level.reference:
        case Reference.W84:
            return -BEYOND, level.value - geoid_cm[1], level.value
        case Reference.FL:
            above = level.value * FLIGHT_LEVEL_CM
            return above, above - PRESSURE_CM, above - PRESSURE_CM + geoid_cm[0]
        case Reference.AMSL:
            return -BEYOND, level.value, level.value + geoid_cm[0]
        case Reference.AGL:
            amsl = level.value + (ground.low_cm if ground else GROUND_CM[0])
            return -BEYOND, amsl, amsl + geoid_cm[0]


def _highest(level: Level | None, ground: Ground | None, geoid_cm: tuple[int, int]) -> tuple[int, int, int]:
    if level is None:
        return BEYOND, BEYOND, BEYOND
    match level.reference:
        case Reference.W84:
            return BEYOND, level.value - geoid_cm[0], level.value
        case Reference.FL:
            above = level.value * FLIGHT_LEVEL_CM
            return above, above + PRESSURE_CM, above + PRESSURE_CM + geoid_cm[1]
        case Reference.AMSL:
            return BEYOND, level.value, level.value + geoid_cm[1]
        case Reference.AGL:
            amsl = level.value + (ground.high_cm if ground else GROUND_CM[1])
            return BEYOND, amsl, amsl + geoid_cm[1]
