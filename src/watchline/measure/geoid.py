"""How far the geoid lies above or below the ellipsoid, as certain bounds for each cell of five degrees.

The table is made by ``tools/make_geoid.py`` from EGM96 on a grid of 5 minutes (the Earth Gravitational Model 1996 of the U.S.
National Geospatial-Intelligence Agency, in the public domain; read from the Python package egm96 0.3.0, MIT, which is not needed
to run). Each cell holds the least and greatest grid value within it and on its border, rounded outward to whole metres.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from watchline.measure.geoid_cells import CELLS
from watchline.measure.position import E7

CELL_E7: Final = 5 * E7
ROWS: Final = 36
COLUMNS: Final = 72
MEAN_SEA_CM: Final = 300
"""Mean sea level of a national survey, the error of EGM96 and what lies between grid points: together at most 3 m."""


@cache
def _cells() -> tuple[tuple[int, int], ...]:
    raw = bytes.fromhex(CELLS)
    signed = [byte - 256 if byte > 127 else byte for byte in raw]
    return tuple(zip(signed[::2], signed[1::2], strict=True))


def undulation_cm(south_e7: int, north_e7: int, west_e7: int, east_e7: int) -> tuple[int, int]:
    """Return the least and greatest height of mean sea level above the ellipsoid within these bounds, in centimetres.

    Args:
        south_e7: The least latitude, -90 to 90 degrees.
        north_e7: The greatest.
        west_e7: The longitude where the bounds begin; it may be below -180 degrees.
        east_e7: Where they end, going east; it may pass 180 degrees. A span of 360 degrees is every longitude.
    """
    rows = range(_row(south_e7), _row(north_e7) + 1)
    first = (west_e7 + 180 * E7) // CELL_E7
    columns = range(first, min((east_e7 + 180 * E7) // CELL_E7, first + COLUMNS - 1) + 1)
    cells = _cells()
    found = [cells[row * COLUMNS + column % COLUMNS] for row in rows for column in columns]
    return min(low for low, _ in found) * 100 - MEAN_SEA_CM, max(high for _, high in found) * 100 + MEAN_SEA_CM


def _row(lat_e7: int) -> int:
    return max(0, min(ROWS - 1, (lat_e7 + 90 * E7) // CELL_E7))
