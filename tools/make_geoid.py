"""Write src/watchline/measure/geoid_cells.py anew: ``python -m tools.make_geoid egm96-5.npz``.

The grid is ``egm96/data/egm96-5.npz`` of the Python package egm96 0.3.0 (MIT): EGM96 undulations in centimetres on a grid of
5 minutes, stored as second differences along both axes. EGM96 is the work of the U.S. NGA and in the public domain.
"""

import sys
import textwrap
from pathlib import Path

import numpy as np

TARGET = Path(__file__).resolve().parent.parent / "src" / "watchline" / "measure" / "geoid_cells.py"
STEPS = 60
"""Grid steps of 5 minutes in one cell of 5 degrees."""
HEAD = '''"""Least and greatest EGM96 undulation of each cell of 5 degrees: made by ``tools/make_geoid.py``, not by hand.

Rows from 90 S northwards, in a row 72 cells from 180 W eastwards; of each cell two signed bytes in metres, the least rounded down
and the greatest rounded up.
"""

CELLS = """
'''


def metres(path: Path) -> np.ndarray:
    """Return the grid, (2161, 4321) from 90 S 180 W, in metres."""
    with np.load(path) as packed:
        found: np.ndarray = packed["undulation_d2"].astype(np.int64).cumsum(0).cumsum(1) / 100.0
    return found


def cells(grid: np.ndarray) -> bytes:
    """Return two signed bytes for each cell; a cell holds its border."""
    found = []
    for row in range(0, grid.shape[0] - 1, STEPS):
        for column in range(0, grid.shape[1] - 1, STEPS):
            cell = grid[row : row + STEPS + 1, column : column + STEPS + 1]
            found += [np.floor(cell.min()), np.ceil(cell.max())]
    return np.array(found).astype(np.int8).tobytes()


def main() -> None:
    """Write the table."""
    rows = "\n".join(textwrap.wrap(cells(metres(Path(sys.argv[1]))).hex(), 144))
    TARGET.write_text(f'{HEAD}{rows}\n"""\n', encoding="ascii")


if __name__ == "__main__":
    main()
