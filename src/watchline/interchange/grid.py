"""MGRS: the grid in which armies write positions, out of UTM and, around the poles, UPS. WGS 84.

A reference names a square, 100 km to 1 m wide; reading one gives its middle, so that writing it again gives the same reference.
Sources: NGA.SIG.0012 (the grids), Karney, Transverse Mercator with an accuracy of a few nanometers, J. Geod. 85 (2011) (the series,
to the sixth order: 5 nm). Tests hold it against references that GEOTRANS made.
"""

from __future__ import annotations

import math
import re
from typing import Final, NamedTuple

from watchline.interchange.numbers import eastward
from watchline.measure.position import E7, Position

_A: Final = 6_378_137.0
_F: Final = 1.0 / 298.257223563
_E: Final = math.sqrt(_F * (2.0 - _F))
_N: Final = _F / (2.0 - _F)
_UTM_SCALE: Final = 0.9996
_UPS_SCALE: Final = 0.994
_MERIDIAN: Final = _A / (1.0 + _N) * (1.0 + _N**2 / 4.0 + _N**4 / 64.0 + _N**6 / 256.0)
# Karney (2011), equations 35 and 36.
_ALPHA: Final = (
    _N / 2 - _N**2 * 2 / 3 + _N**3 * 5 / 16 + _N**4 * 41 / 180 - _N**5 * 127 / 288 + _N**6 * 7891 / 37800,
    _N**2 * 13 / 48 - _N**3 * 3 / 5 + _N**4 * 557 / 1440 + _N**5 * 281 / 630 - _N**6 * 1983433 / 1935360,
    _N**3 * 61 / 240 - _N**4 * 103 / 140 + _N**5 * 15061 / 26880 + _N**6 * 167603 / 181440,
    _N**4 * 49561 / 161280 - _N**5 * 179 / 168 + _N**6 * 6601661 / 7257600,
    _N**5 * 34729 / 80640 - _N**6 * 3418889 / 1995840,
    _N**6 * 212378941 / 319334400,
)
_BETA: Final = (
    _N / 2 - _N**2 * 2 / 3 + _N**3 * 37 / 96 - _N**4 / 360 - _N**5 * 81 / 512 + _N**6 * 96199 / 604800,
    _N**2 / 48 + _N**3 / 15 - _N**4 * 437 / 1440 + _N**5 * 46 / 105 - _N**6 * 1118711 / 3870720,
    _N**3 * 17 / 480 - _N**4 * 37 / 840 - _N**5 * 209 / 4480 + _N**6 * 5569 / 90720,
    _N**4 * 4397 / 161280 - _N**5 * 11 / 504 - _N**6 * 830251 / 7257600,
    _N**5 * 4583 / 161280 - _N**6 * 108847 / 3991680,
    _N**6 * 20648693 / 638668800,
)

_BANDS: Final = "CDEFGHJKLMNPQRSTUVWX"
_COLUMNS: Final = ("STUVWXYZ", "ABCDEFGH", "JKLMNPQR")
"""By zone modulo 3: squares of 100 km from 100 to 900 km east."""
_ROWS: Final = "ABCDEFGHJKLMNPQRSTUV"
_POLAR_COLUMNS: Final = {
    "A": ("JKLPQRSTUXYZ", 8),
    "B": ("ABCFGHJKLPQR", 20),
    "Y": ("RSTUXYZ", 13),
    "Z": ("ABCFGHJ", 20),
}
_POLAR_ROWS: Final = {
    "A": ("ABCDEFGHJKLMNPQRSTUVWXYZ", 8),
    "B": ("ABCDEFGHJKLMNPQRSTUVWXYZ", 8),
    "Y": ("ABCDEFGHJKLMNP", 13),
    "Z": ("ABCDEFGHJKLMNP", 13),
}
"""Letters, and the hundreds of kilometres of the first one."""
_SQUARE: Final = 100_000
_GRID: Final = re.compile(r"(?:([0-9]{1,2})([C-HJ-NP-X])|([ABYZ]))([A-HJ-NP-Z])([A-HJ-NP-Z])((?:[0-9]{2}){0,5})")
DIGITS_MAX: Final = 5


class Square(NamedTuple):
    """What a reference names: the middle of a square and its width."""

    middle: Position
    width_m: int


def grid_reference(at: Position, digits: int = DIGITS_MAX) -> str:
    """Return the MGRS reference of the square that holds a position, ``33UUP1234567890``.

    Args:
        at: Any position.
        digits: Of easting and northing each: 5 for squares of 1 m, 0 for squares of 100 km.
    """
    lat, lon = at.lat_e7 / E7, at.lon_e7 / E7
    if -80.0 <= lat < 84.0:
        zone = _zone(lat, lon)
        east, north = _utm(lat, lon, zone)
        band = _BANDS[min(int((lat + 80.0) // 8.0), 19)]
        column = _COLUMNS[zone % 3][int(east // _SQUARE) - 1]
        row = _ROWS[(int(north // _SQUARE) + (0 if zone % 2 else 5)) % 20]
        head = f"{zone:02d}{band}{column}{row}"
    else:
        east, north = _ups(lat, lon)
        band = ("AB" if lat < 0 else "YZ")[east >= 2_000_000]
        columns, first_column = _POLAR_COLUMNS[band]
        rows, first_row = _POLAR_ROWS[band]
        head = band + columns[int(east // _SQUARE) - first_column] + rows[int(north // _SQUARE) - first_row]
    width = 10 ** (DIGITS_MAX - digits)
    parts = (int(metres % _SQUARE) // width for metres in (east, north))
    return head + "".join(f"{part:0{digits}d}" for part in parts) if digits else head


def is_grid(text: str) -> bool:
    """Tell whether a text has the form of a grid reference; whether its square is there is found when it is read."""
    return _GRID.fullmatch("".join(text.upper().split())) is not None


def read_grid(text: str) -> Square:
    """Return what an MGRS reference names; spaces mean nothing.

    Raises:
        ValueError: it is none, or names a square that is not there.
    """
    found = _GRID.fullmatch("".join(text.upper().split()))
    if found is None:
        raise ValueError(f"not a grid reference: {text[:40]!r}; write it like 33UUP 12345 67890")
    zone, band, polar, column, row, numbers = found.groups()
    half = len(numbers) // 2
    width = 10 ** (DIGITS_MAX - half)
    inner = [int(part or 0) * width + width / 2 for part in (numbers[:half], numbers[half:])]
    try:
        lat, lon = _polar(polar, column, row, inner) if polar else _plain(int(zone), band, column, row, inner, width)
    except (IndexError, ValueError):
        raise ValueError(f"there is no square {text[:40]!r}: its letters do not fit together") from None
    return Square(Position(round(lat * E7), eastward(round(lon * E7))), width)


def _plain(zone: int, band: str, column: str, row: str, inner: list[float], width: int) -> tuple[float, float]:
    if not 1 <= zone <= 60 or (band == "X" and zone in {32, 34, 36}):
        raise ValueError
    east = (_COLUMNS[zone % 3].index(column) + 1) * _SQUARE + inner[0]
    low = (_ROWS.index(row) - (0 if zone % 2 else 5)) % 20 * _SQUARE + inner[1]
    south = _BANDS.index(band) * 8.0 - 80.0
    north = south + (12.0 if band == "X" else 8.0)
    base = -10_000_000 if south < 0 else 0
    # Rows come again every 2,000 km, which is more than twice a band. A square on the border of a band belongs to both.
    for turn in range(6):
        lat, lon = _utm_back(east, base + low + turn * 2_000_000, zone)
        reach = (width / 2 + 10.0) / 110_000.0 + (0.3 if width == _SQUARE else 0.0)
        if south - reach <= lat < north + reach:
            return lat, lon
    raise ValueError


def _polar(band: str, column: str, row: str, inner: list[float]) -> tuple[float, float]:
    columns, first_column = _POLAR_COLUMNS[band]
    rows, first_row = _POLAR_ROWS[band]
    east = (columns.index(column) + first_column) * _SQUARE + inner[0]
    north = (rows.index(row) + first_row) * _SQUARE + inner[1]
    return _ups_back(east, north, south=band in "AB")


def _zone(lat: float, lon: float) -> int:
    zone = int((lon + 180.0) // 6.0) + 1
    if 56.0 <= lat < 64.0 and 3.0 <= lon < 12.0:
        return 32
    if lat >= 72.0 and 0.0 <= lon < 42.0:
        return 31 + 2 * int((lon + 3.0) // 12.0)
    return zone


def _conformal(lat: float) -> float:
    """Return the tangent of the conformal latitude."""
    tau = math.tan(math.radians(lat))
    sigma = math.sinh(_E * math.atanh(_E * tau / math.hypot(1.0, tau)))
    return tau * math.hypot(1.0, sigma) - sigma * math.hypot(1.0, tau)


def _geodetic(conformal: float) -> float:
    """Return the latitude of the tangent of a conformal latitude, by Newton's method."""
    rest = 1.0 - _E * _E
    tau = conformal / rest
    for _ in range(6):
        sigma = math.sinh(_E * math.atanh(_E * tau / math.hypot(1.0, tau)))
        mine = tau * math.hypot(1.0, sigma) - sigma * math.hypot(1.0, tau)
        tau += (conformal - mine) / math.hypot(1.0, mine) * (1.0 + rest * tau * tau) / (rest * math.hypot(1.0, tau))
    return math.degrees(math.atan(tau))


def _utm(lat: float, lon: float, zone: int) -> tuple[float, float]:
    """Return easting and northing in metres."""
    conformal, lam = _conformal(lat), math.radians(_from_meridian(lon, zone))
    xi0 = math.atan2(conformal, math.cos(lam))
    eta0 = math.asinh(math.sin(lam) / math.hypot(conformal, math.cos(lam)))
    xi, eta = xi0, eta0
    for turn, alpha in enumerate(_ALPHA, 1):
        xi += alpha * math.sin(2 * turn * xi0) * math.cosh(2 * turn * eta0)
        eta += alpha * math.cos(2 * turn * xi0) * math.sinh(2 * turn * eta0)
    scale = _UTM_SCALE * _MERIDIAN
    return 500_000.0 + scale * eta, scale * xi + (10_000_000.0 if lat < 0 else 0.0)


def _utm_back(east: float, north: float, zone: int) -> tuple[float, float]:
    """Return latitude and longitude; northings of the south are below 0."""
    scale = _UTM_SCALE * _MERIDIAN
    xi, eta = north / scale, (east - 500_000.0) / scale
    xi0, eta0 = xi, eta
    for turn, beta in enumerate(_BETA, 1):
        xi0 -= beta * math.sin(2 * turn * xi) * math.cosh(2 * turn * eta)
        eta0 -= beta * math.cos(2 * turn * xi) * math.sinh(2 * turn * eta)
    conformal = math.sin(xi0) / math.hypot(math.sinh(eta0), math.cos(xi0))
    lam = math.degrees(math.atan2(math.sinh(eta0), math.cos(xi0)))
    return _geodetic(conformal), zone * 6.0 - 183.0 + lam


def _from_meridian(lon: float, zone: int) -> float:
    return (lon - (zone * 6.0 - 183.0) + 540.0) % 360.0 - 180.0


_POLAR_SCALE: Final = 2.0 * _A * _UPS_SCALE / math.sqrt((1.0 + _E) ** (1.0 + _E) * (1.0 - _E) ** (1.0 - _E))


def _ups(lat: float, lon: float) -> tuple[float, float]:
    """Return easting and northing in metres around the nearer pole."""
    conformal, lam = _conformal(abs(lat)), math.radians(lon)
    far = _POLAR_SCALE / (conformal + math.hypot(1.0, conformal)) if abs(lat) < 90.0 else 0.0
    away = math.cos(lam) if lat < 0 else -math.cos(lam)
    return 2_000_000.0 + far * math.sin(lam), 2_000_000.0 + far * away


def _ups_back(east: float, north: float, *, south: bool) -> tuple[float, float]:
    x, y = east - 2_000_000.0, north - 2_000_000.0
    share = math.hypot(x, y) / _POLAR_SCALE
    lat = _geodetic((1.0 / share - share) / 2.0) if share > 1e-12 else 90.0
    return (-lat, math.degrees(math.atan2(x, y))) if south else (lat, math.degrees(math.atan2(x, -y)))
