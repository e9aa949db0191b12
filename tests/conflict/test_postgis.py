"""PostGIS, which nobody here wrote, asked about the same pairs: the same verdict on each outside its own error.

PostGIS finds the nearest points of two edges on a sphere, and then measures between them on the spheroid. Against dense geodesics its
distances were off by up to 0.64 m with edges of 150 km; what it says closer than a metre to a limit is no second opinion.
"""

import random

import numpy as np
import pytest

from tests.conflict.areas import PLACES, at, away, star
from tests.conflict.engines import ENGINES
from tests.conflict.geography import reach, skeleton
from tools import postgis
from watchline.conflict import Activity, Minima, Table, kernel, place_all, rows_of
from watchline.conflict.judging import VERDICTS, judge, limits_by_kind, pair_limits
from watchline.conflict.records import Records, pack
from watchline.measure.altitude import Band
from watchline.measure.area import Circle, Corridor
from watchline.measure.volume import Volume
from watchline.measure.window import Window

COUNT = 70
ERROR_M = 1.0
LIMITS_CM = (0, 500_000, 5_500_000)


@pytest.fixture(scope="session")
def server():
    """PostGIS; one start for all tests."""
    if why := postgis.missing():
        pytest.skip(why)
    with postgis.server() as found:
        yield found


def crowd(centre, seed):
    """Return volumes with edges up to 150 km around a place, near enough to each other that many pairs are close calls."""
    dice = random.Random(seed)
    made = []
    for number in range(COUNT):
        middle = away(*centre, dice.uniform(0, 360), dice.uniform(0, 200_000))
        size = 10 ** dice.uniform(2, 4.87)
        match number % 3:
            case 0:
                area = Circle(at(*middle), int(size * 100))
            case 1:
                area = Corridor(
                    (at(*middle), at(*away(*middle, dice.uniform(0, 360), 2 * size))), dice.randint(0, 500_000)
                )
            case _:
                shares = [dice.uniform(0.4, 1) for _ in range(dice.randint(3, 8))]
                area = star(middle, size, shares, dice.uniform(0, 90))
        made.append(Activity(f"N{number:04d}", "air", (Volume(area, Band(), Window(0, 1)),)))
    return [placed for (placed,) in place_all(made)]


def distances(server, areas, pairs):
    """Return PostGIS's distance of each pair of skeletons."""
    shapes = postgis.copied("area", ((n, skeleton(area)) for n, area in enumerate(areas)))
    wanted = postgis.copied("pair", ((n, *pair) for n, pair in enumerate(pairs)))
    answer = server.ask(
        "CREATE TEMP TABLE area (n int PRIMARY KEY, shape geography); CREATE TEMP TABLE pair (n int, a int, b int);\n"
        + shapes
        + wanted
        + "SELECT ST_Distance(a.shape, b.shape, true) FROM pair JOIN area a ON a.n = pair.a JOIN area b ON b.n = pair.b ORDER BY pair.n;"
    )
    return np.array(answer.split(), np.float64)


def test_each_pair_gets_the_verdict_that_postgis_gives_it(server):
    """27,000 and more verdicts on pairs, at every awkward place, by both engines."""
    compared = close = conflicts = 0
    for name in sorted(PLACES):
        placed = crowd(PLACES[name], 11)
        rows = rows_of(placed)
        one, other = np.triu_indices(len(placed), 1)
        metres = distances(
            server, [each.volume.area for each in placed], zip(one.tolist(), other.tolist(), strict=True)
        )
        far = metres - np.array(
            [reach(placed[a].volume.area) + reach(placed[b].volume.area) for a, b in zip(one, other, strict=True)]
        )
        for limit_cm in LIMITS_CM:
            seven = limits_by_kind(["air"], ["air"], Table({"air": Minima(limit_cm, 0, 0)}), None)[0]
            sure = np.abs(far - limit_cm / 100) > ERROR_M
            if limit_cm == 0:
                sure |= metres == 0.0  # they overlap
            wanted = far[sure] <= limit_cm / 100
            found = judge(rows, rows, one[sure], other[sure], pair_limits(np.repeat(seven, sure.sum(), axis=0)))
            assert [VERDICTS[verdict] == "CONFLICT" for verdict in found] == wanted.tolist(), name
            compared, close, conflicts = compared + sure.sum(), close + (~sure).sum(), conflicts + wanted.sum()
            if "compiled" in ENGINES:
                _same_by_the_kernel(rows, one[sure], other[sure], found, seven)
    assert compared >= 20_000
    assert close < compared / 500
    assert min(conflicts, compared - conflicts) > 5_000


def _same_by_the_kernel(rows, one, other, wanted, limits):
    words, begins = pack(rows)
    for row in np.unique(one):
        theirs = begins[other[one == row]]
        mine = Records(words, begins[row : row + 1], np.zeros(1, np.int32))
        found = kernel.kernel().judge(mine, Records(words, theirs, np.zeros(len(theirs), np.int32)), limits)
        assert ((found == wanted[one == row]) | (found < 0)).all()
