"""Moving a draft, and the nearest time and height at which it is clear: tried against every smaller move."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conflict.areas import MINUTE, TABLE, at, band, flight, placed
from watchline.conflict import (
    Activity,
    MemoryIndex,
    moved,
    nearest_clear_height,
    nearest_clear_time,
    place,
    raised,
    resized,
    rows_of,
    search,
)
from watchline.measure.area import Circle, Corridor, Polygon
from watchline.measure.volume import Volume
from watchline.measure.window import Window

HERE = Circle(at(50, 20), 100_000)
NEIGHBOUR = Circle(at(50, 20.09), 100_000)


def index_of(*groups):
    index = MemoryIndex()
    for group in groups:
        index.put(rows_of(group))
    return index


def draft(height=None, window=(0, 60 * MINUTE), area=HERE):
    return Activity("A", "air", (Volume(area, height or band(), Window(*window)),))


def clear(index, activity):
    return not search(index, place(activity), TABLE).found


def test_the_example_of_the_two_desks():
    flight_corridor = placed(NEIGHBOUR, window=(50 * MINUTE, 90 * MINUTE), ref="B")
    index, ours = index_of(flight_corridor), draft(window=(0, 52 * MINUTE))
    move = nearest_clear_time(index, place(ours), TABLE, most_ms=180 * MINUTE)
    assert move == -19 * MINUTE
    assert clear(index, moved(ours, move))
    assert nearest_clear_time(index, place(ours), TABLE, most_ms=180 * MINUTE, earliest=0) == 107 * MINUTE
    assert nearest_clear_time(index, place(ours), TABLE, most_ms=10 * MINUTE) is None


def test_what_is_clear_is_not_moved():
    index = index_of(placed(Circle(at(51, 20), 0), ref="B"))
    assert nearest_clear_time(index, place(draft()), TABLE, most_ms=MINUTE) == 0
    assert nearest_clear_height(index, place(draft(band(0, 9))), TABLE, most_cm=100) == 0


def test_beside_something_without_an_end_there_is_no_clear_time():
    index = index_of(placed(HERE, window=(None, None), ref="B"))
    assert nearest_clear_time(index, place(draft()), TABLE, most_ms=10**12) is None
    assert (
        nearest_clear_time(index_of(placed(HERE, window=(0, None), ref="B")), place(draft()), TABLE, most_ms=10**9)
        == -77 * MINUTE
    )


def test_a_draft_without_an_end_can_only_begin_after_all_others():
    index = index_of(placed(HERE, window=(0, 100 * MINUTE), ref="B"))
    assert nearest_clear_time(index, place(draft(window=(0, None))), TABLE, most_ms=10**9) == 117 * MINUTE


def test_the_nearest_clear_height_and_never_below_the_ground():
    index = index_of(placed(HERE, band(1_000, 1_500), ref="B"))
    assert nearest_clear_height(index, place(draft(band(1_400, 1_600))), TABLE, most_cm=500_000) == 50_000
    assert nearest_clear_height(index, place(draft(band(900, 1_000))), TABLE, most_cm=500_000) == -40_000
    assert nearest_clear_height(index, place(draft(band(200, 1_000))), TABLE, most_cm=500_000) == 170_000
    assert nearest_clear_height(index, place(draft(band(0, None))), TABLE, most_cm=500_000) == 190_000


def test_flight_levels_move_by_whole_thousands_of_feet():
    index, ours = index_of(placed(HERE, flight(300, 320), ref="B")), draft(flight(310, 330))
    move = nearest_clear_height(index, place(ours), TABLE, most_cm=500_000)
    assert move == 3 * 30_480
    assert raised(ours, move).volumes[0].band == flight(340, 360)
    with pytest.raises(ValueError, match="whole flight levels"):
        raised(ours, 5_000)


@settings(max_examples=30)
@given(st.lists(st.tuples(st.integers(-9, 9), st.integers(0, 9)), max_size=5), st.integers(1, 9))
def test_no_smaller_move_in_time_is_clear(others, length):
    step = 20 * MINUTE
    index = index_of(
        *(placed(NEIGHBOUR, window=(a * step, (a + b) * step), ref=f"B{n}") for n, (a, b) in enumerate(others))
    )
    ours = draft(window=(0, length * 7 * MINUTE))
    found = nearest_clear_time(index, place(ours), TABLE, most_ms=40 * step, step_ms=10 * MINUTE)
    tries = sorted(range(-80, 81), key=lambda n: (abs(n), -n))
    wanted = next(n * 10 * MINUTE for n in tries if clear(index, moved(ours, n * 10 * MINUTE)))
    assert found == wanted


@settings(max_examples=30)
@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 5), st.booleans()), max_size=4), st.integers(0, 15))
def test_no_smaller_move_in_height_is_clear(others, floor):
    heights = [flight(3 * a, 3 * (a + b)) if level else band(100 * a, 100 * (a + b)) for a, b, level in others]
    index = index_of(*(placed(HERE, height, ref=f"B{n}") for n, height in enumerate(heights)))
    ours = draft(band(100 * floor, 100 * floor + 150))
    found = nearest_clear_height(index, place(ours), TABLE, most_cm=600_000)
    tries = sorted(range(-min(60, floor), 61), key=lambda n: (abs(n), -n))
    wanted = next((n * 10_000 for n in tries if clear(index, raised(ours, n * 10_000))), None)
    assert found == wanted


def test_circles_and_corridors_are_resized_and_polygons_are_drawn_anew():
    line = (at(0, 0), at(1, 1))
    assert resized(draft(area=Corridor(line, 5)), 7).volumes[0].area == Corridor(line, 7)
    assert resized(draft(), 7).volumes[0].area == Circle(HERE.centre, 7)
    with pytest.raises(ValueError, match="positions"):
        resized(draft(area=Polygon(((*line, at(0, 1)),))), 7)
