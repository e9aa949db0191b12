"""Positions on the WGS 84 ellipsoid, as exact integers."""

from __future__ import annotations

from typing import Final, NamedTuple

E7: Final = 10_000_000
"""Units in one degree; one unit is 1.1 cm of latitude."""
LAT_E7_MAX: Final = 90 * E7
LON_E7_MAX: Final = 180 * E7


class Position(NamedTuple):
    """A point of the datum, (latitude, longitude), in units of 1e-7 degree; north and east are positive."""

    lat_e7: int
    lon_e7: int


def check_position(position: Position) -> None:
    """Raise ValueError unless a position lies on the globe: latitude -90 to 90, longitude -180 to below 180 degrees."""
    lat, lon = position
    if not -LAT_E7_MAX <= lat <= LAT_E7_MAX:
        raise ValueError(f"latitude {lat}e-7 is beyond a pole; write -90 to 90 degrees, and the latitude first")
    if not -LON_E7_MAX <= lon < LON_E7_MAX:
        raise ValueError(f"longitude {lon}e-7 is not -180 to below 180 degrees; write 180 as -180")


def position_words(position: Position) -> str:
    """Return a position as an officer reads it, ``48.3700000N 012.5000000W``: degrees to seven places, nothing rounded."""
    lat, lon = position
    north, east = "S" if lat < 0 else "N", "W" if lon < 0 else "E"
    return f"{abs(lat) // E7:02d}.{abs(lat) % E7:07d}{north} {abs(lon) // E7:03d}.{abs(lon) % E7:07d}{east}"
