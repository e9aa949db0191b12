"""What cannot be measured is refused in words, in bounded time; what can is taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conflict.areas import PLACES, at, star
from watchline.conflict.outline import outline
from watchline.measure.area import Circle, Corridor, Polygon, check_area
from watchline.measure.position import Position

SQUARE = tuple(at(*corner) for corner in ((10, 10), (10, 14), (14, 14), (14, 10)))
HOLE = tuple(at(*corner) for corner in ((11, 11), (11, 12), (12, 12), (12, 11)))


def ring(*corners):
    return tuple(at(*corner) for corner in corners)


@pytest.mark.parametrize(
    ("rings", "words"),
    [
        ((ring((0, 0), (1, 1), (0, 1), (1, 0)),), "crosses or touches itself"),
        ((ring((0, 0), (0, 2), (1, 1), (2, 2), (2, 0), (1, 1)),), "crosses or touches itself"),
        ((ring((0, 0), (1, 0), (2, 0), (1, 0), (0, 1)),), "crosses or touches itself"),
        ((ring((0, 0), (0, 3), (0, 1), (0, 2)),), "crosses or touches itself"),
        ((SQUARE, ring((11, 11), (11, 20), (12, 12))), "two rings"),
        ((SQUARE, HOLE, ring((11.5, 11.5), (11.5, 13), (13, 13))), "two rings"),
        ((SQUARE, SQUARE), "two rings"),
        ((SQUARE, ring((20, 20), (20, 21), (21, 20))), "a hole lies outside"),
        ((SQUARE, HOLE, ring((11.4, 11.4), (11.4, 11.6), (11.6, 11.5))), "a hole lies outside"),
        ((ring((0, 0), (0, 17), (17, 0), (0, -40)),), "2,000 km"),
        ((tuple(at(5, lon) for lon in range(-180, 180, 10)),), "5,000 km from its middle"),
        ((tuple(at(40, lon) for lon in range(-180, 180, 10)),), "5,000 km from its middle"),
    ],
)
def test_a_polygon_in_doubt_is_refused_in_words(rings, words):
    with pytest.raises(ValueError, match=words):
        outline(Polygon(rings))


@pytest.mark.parametrize(
    "corners", [((0, 0), (0, 179.9999)), ((0, 0), (0.0001, -180)), ((90, 0), (-90, 0)), ((0, 0), (18.1, 0))]
)
def test_an_edge_between_nearly_opposite_positions_is_refused(corners):
    with pytest.raises(ValueError, match="2,000 km"):
        outline(Corridor(ring(*corners), 0))


@pytest.mark.parametrize("name", sorted(PLACES))
@pytest.mark.parametrize("metres", [5, 1_000, 200_000, 1_500_000])
def test_a_simple_ring_is_taken_anywhere_at_any_size(name, metres):
    outline(star(PLACES[name], metres, [1, 0.6, 1, 0.6, 1, 0.6, 1, 0.6]))


def test_a_thousand_straight_positions_are_no_crossing():
    outline(Polygon(((*(at(10, 10 + n / 1000) for n in range(1000)), at(11, 10.5)),)))


def test_two_thousand_positions_take_bounded_time_and_a_self_crossing_among_them_is_found():
    comb = [at(50 + (n % 2) * 0.2, 20 + n / 1000) for n in range(1999)]
    outline(Polygon(((*comb, at(49, 21)),)))
    with pytest.raises(ValueError, match="crosses"):
        outline(Polygon(((*comb, at(50.1, 20.0005)),)))


def test_a_boundary_without_measure_is_refused():
    with pytest.raises(ValueError, match="divide"):
        outline(Corridor(tuple(at(0, (n % 2) * 17) for n in range(60)), 0))


@given(
    st.lists(
        st.builds(Position, st.integers(-900_000_000, 900_000_000), st.integers(-1_800_000_000, 1_799_999_999)),
        min_size=1,
        max_size=12,
    )
)
def test_any_positions_are_measured_or_refused_in_words(positions):
    for area in (Polygon((tuple(positions),)), Corridor(tuple(positions), 5), Circle(positions[0], 5)):
        try:
            check_area(area)
            made = outline(area)
        except ValueError:
            continue
        assert (made.low < made.high).all()
