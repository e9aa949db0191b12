"""What every index of activities promises the search (watchline.conflict.Index), and what the search promises on each."""

import apsw
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conflict.areas import MINUTE, PLACES, TABLE, areas, at, away, band, placed
from tests.conflict.engines import engine
from tests.conflict.truth import edges
from watchline.conflict import (
    Activity,
    MemoryIndex,
    Minima,
    Part,
    Table,
    Verdict,
    assess,
    count,
    encounters,
    everything,
    in_memory,
    place,
    rows_of,
    search,
)
from watchline.conflict.rows import box_of
from watchline.measure.altitude import Band
from watchline.measure.area import Circle, Corridor
from watchline.measure.volume import Volume
from watchline.measure.window import Window
from watchline.store.sqlite_areas import SqliteIndex

__all__ = ["engine"]
pytestmark = pytest.mark.usefixtures("engine")
INDEXES = {
    "memory": MemoryIndex,
    "packs": lambda: MemoryIndex(delta_max=1),
    "sqlite": lambda: SqliteIndex(apsw.Connection(":memory:")),
}


@pytest.fixture(params=INDEXES.values(), ids=INDEXES)
def make(request):
    return request.param


def filled(index, *groups):
    for group in groups:
        index.put(rows_of(group))
    return index


def circle(number, lon=20.0, **more):
    return placed(Circle(at(50, lon), 100_000), ref=f"B{number:04d}", **more)


def test_an_empty_index_finds_nothing(make):
    index = make()
    assert search(index, circle(0), TABLE).found == ()
    assert list(everything(index, TABLE)) == []
    assert list(index.refs()) == list(index.kinds()) == []
    assert len(index.of("B0000").parts) == len(index.whole().parts) == 0


def test_what_was_put_is_there_as_it_was(make):
    theirs = placed(Circle(at(50, 20), 5), band(10, 20), (None, 9), "B", "fire")
    index = filled(make(), theirs)
    found = index.of("B").placed(0)
    assert (found.ref, found.part, found.kind, found.volume) == ("B", 0, "fire", theirs[0].volume)
    assert (found.outline.points == theirs[0].outline.points).all()
    rows = index.of("B")
    assert (rows.heights[0] == theirs[0].heights).all()
    assert (abs(rows.points[:-1] - theirs[0].outline.points) <= 1 / 512).all()
    assert (rows.begins[0], rows.sizes[0], rows.reach[0], rows.polygon[0]) == (0, 3, 0.05, False)


def test_what_is_put_again_replaces_all_its_volumes(make):
    legs = tuple(Volume(Circle(at(50, 20 + leg), 0), Band(), Window(0, 1)) for leg in range(3))
    index = filled(make(), place(Activity("B", "air", legs)), circle(1))
    index.put(rows_of(place(Activity("B", "air", legs[:1]))))
    assert list(index.of("B").parts) == [Part("B", 0)]
    assert list(index.refs()) == ["B", "B0001"]
    assert [answer.theirs for answer in search(index, circle(9, 22.0), TABLE).found] == []


def test_what_is_dropped_is_gone_and_dropping_it_twice_does_nothing(make):
    index = filled(make(), circle(1), circle(2))
    for _ in range(2):
        index.drop("B0001")
        assert [answer.theirs.ref for answer in search(index, circle(9), TABLE).found] == ["B0002"]
    assert list(everything(filled(index, circle(3)), TABLE)) == list(everything(in_memory(index), TABLE)) != []


def test_much_that_is_put_and_dropped_leaves_what_is_there(make):
    """Trees are packed together, and ranks are closed when a quarter is gone."""
    index = make()
    for turn in range(3):
        for number in range(20):
            index.put(rows_of(circle(number, 20.0 + turn / 50)))
        for number in range(turn, 20, 4):
            index.drop(f"B{number:04d}")
    wanted = [f"B{number:04d}" for number in range(20) if number % 4 != 2]
    assert list(index.refs()) == wanted
    assert [answer.theirs.ref for answer in search(index, circle(99, 20.04), TABLE).found] == wanted
    assert len(list(everything(index, TABLE))) == 15 * 14 // 2
    for ref in wanted:
        assert len(index.of(ref).parts) == 1
        assert index.of(ref).volume(0).area.centre == at(50, 20.04)


def test_an_activity_is_not_held_against_itself(make):
    index = filled(make(), circle(1), circle(2))
    assert [answer.theirs.ref for answer in search(index, circle(1), TABLE).found] == ["B0002"]


def test_pages_hold_everything_once_and_in_order(make):
    group = [circle(number, window=(number % 7 * MINUTE, None if number % 3 else 50 * MINUTE)) for number in range(60)]
    index = filled(make(), *group)
    legs = tuple(Volume(Circle(at(50, 20), 0), Band(), Window(0, MINUTE)) for _ in range(2))
    ours = place(Activity("A", "air", legs))
    whole = search(index, ours, TABLE, limit=1_000)
    assert whole.next is None
    assert len(whole.found) == len(set(whole.found)) == 120
    found, after, pages = [], None, 0
    while True:
        page = search(index, ours, TABLE, after=after, limit=7)
        found += page.found
        pages += 1
        assert len(page.found) <= 7
        if (after := page.next) is None:
            break
    assert (tuple(found), pages) == (whole.found, 18)
    order = [(answer.ours.part, int(answer.theirs.ref[1:]) % 7, answer.theirs) for answer in found]
    assert order == sorted(order)
    assert count(index, ours, TABLE) == {Verdict.CONFLICT: 120, Verdict.NEAR: 0, Verdict.PROXIMITY: 0}


def test_more_than_ten_thousand_answers_are_all_there():
    index, one = MemoryIndex(), circle(0)[0]
    rows = rows_of([one] * 12_000)
    index.put(rows._replace(parts=[Part(f"B{number:05d}", 0) for number in range(12_000)]))
    assert sum(count(index, placed(Circle(at(50, 20), 0)), TABLE).values()) == 12_000


def test_an_open_end_is_found_at_any_time_and_once(make):
    index = filled(make(), circle(1, window=(None, None)), circle(2, window=(0, None)), circle(3, window=(None, 0)))
    century = 3_155_760_000_000
    for start, wanted in ((-century, ["B0001", "B0003"]), (century, ["B0001", "B0002"])):
        found = search(index, placed(Circle(at(50, 20), 0), window=(start, start + 1)), TABLE).found
        assert [answer.theirs.ref for answer in found] == wanted


def test_without_minima_proximity_is_reported_up_to_where_it_is_asked(make):
    index = filled(make(), circle(1), circle(2, 20.2), circle(3, 21.0))
    ours, near = placed(Circle(at(50, 20), 0)), Minima(2_000_000, 0, 0)
    assert search(index, ours, Table()).found == ()
    found = search(index, ours, Table(), proximity=near).found
    assert [(answer.theirs.ref, answer.verdict) for answer in found] == [("B0001", "PROXIMITY"), ("B0002", "PROXIMITY")]


def test_numbers_of_a_page_are_those_of_the_pair(make):
    index = filled(make(), circle(1), circle(2, 20.05))
    ours = placed(Circle(at(50, 20), 0))
    page = search(index, ours, TABLE)
    wanted = [assess(ours, these, TABLE) for these in (circle(1), circle(2, 20.05))]
    assert encounters(index, ours, page.found, TABLE) == wanted


def test_a_changed_table_changes_what_is_found(make):
    index = filled(make(), circle(1), circle(2, 20.1))
    assert [answer.verdict for answer in everything(index, Table({"air": Minima(600_000, 0, 0)}))] == ["CONFLICT"]
    assert list(everything(index, Table({"air": Minima(100_000, 0, 0)}))) == []


@pytest.mark.parametrize("share", [0.1, 0.25, 0.5, 0.7])
def test_lines_that_cross_touch_though_one_chord_passes_two_metres_below_the_other(make, share):
    line = Corridor((at(50, 20), at(50.01, 20.27)), 0)
    crossing = edges(line)[0][0](share)
    other = Corridor((at(*away(*crossing, 180, 60)), at(*away(*crossing, 0, 9_000))), 0)
    beside = Corridor((at(*away(*crossing, 0, 1)), at(*away(*crossing, 0, 9_000))), 0)
    index, touching = filled(make(), placed(line, ref="B")), Table({"air": Minima(0, 0, 0)})
    assert [answer.verdict for answer in search(index, placed(other), touching).found] == ["CONFLICT"]
    assert search(index, placed(beside), touching).found == ()


@st.composite
def crowds(draw):
    centre = PLACES[draw(st.sampled_from(sorted(PLACES)))]
    made = []
    for number in range(draw(st.integers(2, 7))):
        height = band(draw(st.integers(0, 3)) * 200, 700) if draw(st.booleans()) else Band()
        start = draw(st.integers(0, 5)) * 20 * MINUTE
        window = (start, None if draw(st.booleans()) else start + 25 * MINUTE)
        kind = draw(st.sampled_from(["air", "fire", "ship"]))
        made.append(
            placed(draw(areas(centre, size=draw(st.sampled_from([3e3, 150e3])))), height, window, f"N{number}", kind)
        )
    return made


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(crowds(), st.sampled_from([0, 40, 500_000, 5_500_000]))
def test_every_index_finds_what_holding_each_against_each_finds(crowd, lateral_cm):
    table = Table({"air": Minima(lateral_cm, 30_000, 15 * MINUTE), "fire": Minima(lateral_cm // 2, 0, 0)})
    wanted = set()
    for one in crowd:
        for other in crowd:
            found = assess(one, other, table)
            if one[0].ref < other[0].ref and found.verdict in ("CONFLICT", "NEAR"):
                wanted.add((found.ours, found.theirs, found.verdict))
    for make_one in INDEXES.values():
        index = filled(make_one(), *crowd)
        assert set(everything(index, table)) == wanted
        for ours in crowd:
            found = {(min(a, b), max(a, b), verdict) for a, b, verdict in search(index, ours, table).found}
            assert found == {pair for pair in wanted if ours[0].ref in (pair[0].ref, pair[1].ref)}


@given(crowds())
def test_a_box_holds_its_volume(crowd):
    for (one,) in crowd:
        low, high = box_of(one)
        points = one.outline.points[~(one.outline.points != one.outline.points).any(axis=1)]
        assert (low[1:4] <= points).all()
        assert (points <= high[1:4]).all()
