"""All pairs at the awkward places, through the index and without one: the box filter and the reject tests lose nothing."""

import random

import numpy as np
import pytest

from tests.conflict.areas import MINUTE, PLACES, at, away, star
from tests.conflict.engines import ENGINES, using
from watchline.conflict import Activity, MemoryIndex, Minima, Table, Verdict, everything, meet, place_all, rows_of
from watchline.conflict.judging import VERDICTS, judge, limits_by_kind, pair_limits
from watchline.measure.altitude import Band
from watchline.measure.area import Circle, Corridor
from watchline.measure.volume import Volume
from watchline.measure.window import Window

COUNT = 300


def crowd(centre, seed):
    dice = random.Random(seed)
    activities = []
    for number in range(COUNT):
        middle = away(*centre, dice.uniform(0, 360), dice.uniform(0, 400_000))
        size = 10 ** dice.uniform(2, 5.2)
        match number % 3:
            case 0:
                area = Circle(at(*middle), int(size * 100))
            case 1:
                line = (at(*middle), at(*away(*middle, dice.uniform(0, 360), 2 * size)))
                area = Corridor(line, dice.randint(0, 500_000))
            case _:
                area = star(
                    middle, size, [dice.uniform(0.4, 1) for _ in range(dice.randint(3, 8))], dice.uniform(0, 90)
                )
        start = dice.randint(0, 1) * 60 * MINUTE
        activities.append(
            Activity(f"N{number:04d}", "air", (Volume(area, Band(), Window(start, start + 20 * MINUTE)),))
        )
    return [placed for (placed,) in place_all(activities)]


@pytest.mark.parametrize("name", sorted(PLACES))
@pytest.mark.parametrize("lateral_cm", [0, 5_500_000])
def test_no_pair_is_lost_between_the_index_and_the_verdict(name, lateral_cm):
    placed, table = crowd(PLACES[name], lateral_cm), Table({"air": Minima(lateral_cm, 0, 0)})
    rows, index = rows_of(placed), MemoryIndex()
    index.put(rows)
    index.pack()
    one, other = np.triu_indices(COUNT, 1)
    limits = pair_limits(np.repeat(limits_by_kind(["air"], ["air"], table, None)[0], len(one), axis=0))
    verdicts = judge(rows, rows, one, other, limits).tolist()
    wanted = {
        (rows.parts[a], rows.parts[b], VERDICTS[verdict])
        for a, b, verdict in zip(one.tolist(), other.tolist(), verdicts, strict=True)
        if VERDICTS[verdict] is not Verdict.CLEAR
    }
    for engine in ENGINES:
        with using(engine):
            assert set(everything(index, table)) == wanted, engine
    assert len(wanted) > (1_900 if lateral_cm else 600)  # in all cases together more than 22,000
    sample = random.Random(1).sample(range(len(one)), 25)
    assert [meet(placed[one[n]], placed[other[n]], table.of("air", "air")).verdict for n in sample] == [
        VERDICTS[verdicts[n]] for n in sample
    ]
