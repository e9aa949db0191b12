"""The distance between two areas against the slow second opinion, at the awkward places of the earth."""

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.conflict.areas import PLACES, areas, at, away, pairs, star
from tests.conflict.truth import border_metres, edges, lateral_metres, metres
from watchline.conflict.nearest import approach
from watchline.conflict.outline import outline
from watchline.measure.area import Circle, Corridor, Polygon
from watchline.measure.position import Position


def lateral(one, other):
    return approach(outline(one), outline(other)).lateral_m


@settings(max_examples=30)
@given(pairs())
def test_a_distance_is_the_true_one_within_half_a_millimetre(pair):
    assert lateral(*pair) == pytest.approx(lateral_metres(*pair), abs=0.0005)


@settings(max_examples=12)
@given(pairs(size=200_000.0))
def test_and_for_edges_of_two_hundred_kilometres(pair):
    assert lateral(*pair) == pytest.approx(lateral_metres(*pair), abs=0.0005)


@settings(max_examples=12)
@given(st.sampled_from(sorted(PLACES)), st.floats(0, 360), st.floats(100_000, 2_200_000), st.data())
def test_and_far_apart(name, azimuth, far, data):
    one = data.draw(areas(PLACES[name], far=0.0))
    other = data.draw(areas(away(*PLACES[name], azimuth, far), far=0.0))
    assert lateral(one, other) == pytest.approx(lateral_metres(one, other), abs=0.002)


@settings(max_examples=30)
@given(pairs())
def test_the_order_of_a_pair_changes_no_bit(pair):
    one, other = map(outline, pair)
    found, turned = approach(one, other), approach(other, one)
    assert found.lateral_m == turned.lateral_m
    assert (found.ours, found.theirs) == (turned.theirs, turned.ours)


@settings(max_examples=30)
@given(pairs())
def test_the_nearest_points_are_as_far_apart_as_is_said(pair):
    found = approach(*map(outline, pair))
    assert metres(found.ours, found.theirs) == pytest.approx(found.lateral_m, abs=0.03)


@settings(max_examples=30)
@given(pairs(), st.integers(-1_800_000_000, 1_800_000_000))
def test_turning_the_earth_changes_nothing(pair, turn):
    turned = [_turned(area, turn) for area in pair]
    assert lateral(*turned) == pytest.approx(lateral(*pair), abs=1e-6)


@settings(max_examples=30)
@given(pairs(), st.integers(0, 6), st.booleans())
def test_where_a_ring_begins_and_which_way_it_goes_changes_nothing(pair, start, backwards):
    assert lateral(*(_walked(area, start, backwards) for area in pair)) == pytest.approx(lateral(*pair), abs=1e-6)


@settings(max_examples=30)
@given(st.sampled_from(sorted(PLACES)), st.data())
def test_a_position_put_in_on_an_edge_moves_nothing_farther_than_it_is_rounded(name, data):
    one, other = data.draw(areas(PLACES[name])), data.draw(areas(PLACES[name]))
    assume(isinstance(one, Polygon))
    ring = one.rings[0]
    middles = [at(*place(0.5)) for place, _ in edges(one)]
    split = Polygon((tuple(position for pair in zip(ring, middles, strict=True) for position in pair),))
    assert lateral(split, other) == pytest.approx(lateral(one, other), abs=0.01)


def _turned(area, turn):
    def one(position):
        return Position(position.lat_e7, (position.lon_e7 + turn + 1_800_000_000) % 3_600_000_000 - 1_800_000_000)

    match area:
        case Circle():
            return replace(area, centre=one(area.centre))
        case Corridor():
            return replace(area, line=tuple(map(one, area.line)))
    return Polygon(tuple(tuple(map(one, ring)) for ring in area.rings))


def _walked(area, start, backwards):
    if isinstance(area, Polygon):
        rings = [ring[start % len(ring) :] + ring[: start % len(ring)] for ring in area.rings]
        return Polygon(tuple(ring[::-1] if backwards else ring for ring in rings))
    return replace(area, line=area.line[::-1]) if isinstance(area, Corridor) and backwards else area


# -- traps that others fell into ---------------------------------------------------------------------------------------


def test_a_circle_is_a_circle_and_no_polygon_of_twenty_corners():
    circle = Circle(at(0, 0), 10_000_000)
    for azimuth in range(0, 360, 9):
        inner, outer = (Circle(at(*away(0, 0, azimuth, far)), 0) for far in (99_999, 100_001))
        assert lateral(circle, inner) == 0.0
        assert lateral(circle, outer) == pytest.approx(1.0, abs=0.02)


def test_an_edge_is_a_geodesic_and_no_parallel():
    corridor = Corridor((at(70, 0), at(70, 8)), 0)
    assert lateral(corridor, Circle(at(70, 4), 0)) > 4_000
    assert lateral(corridor, Circle(at(*edges(corridor)[0][0](0.5)), 0)) < 0.01


def test_two_circles_on_either_side_of_the_antimeridian_are_a_kilometre_apart():
    one, other = Circle(at(10, 179.99), 0), Circle(at(10, -179.99), 0)
    assert lateral(one, other) == pytest.approx(metres(one.centre, other.centre), abs=1e-4)
    assert lateral(one, other) < 2_200


def test_a_polygon_across_the_antimeridian_holds_what_is_in_it_and_not_the_rest_of_the_world():
    polygon = star((0, 180), 200_000, [1, 1, 1, 1])
    assert lateral(polygon, Circle(at(0.5, 180), 0)) == 0
    assert lateral(polygon, Circle(at(0.5, -179.5), 0)) == 0
    assert lateral(polygon, Circle(at(0, 0), 0)) > 10_000_000


def test_a_ring_around_a_pole_holds_it_in_either_sense_of_rotation():
    ring = tuple(at(-85, lon) for lon in range(-180, 180, 30))
    for rings in ((ring,), (ring[::-1],)):
        assert lateral(Polygon(rings), Circle(at(-90, 33), 0)) == 0
        assert lateral(Polygon(rings), Circle(at(-80, 0), 0)) > 500_000


def test_two_positions_across_the_pole_are_as_near_as_they_are():
    one, other = Circle(at(89.99, 0), 0), Circle(at(89.99, -180), 0)
    assert lateral(one, other) == pytest.approx(metres(one.centre, other.centre), abs=1e-4)


def test_a_line_that_lies_on_another_touches_it():
    line = (at(50, 20), at(51, 23))
    part = (at(50, 20), at(51, 23), at(52, 23))
    assert lateral(Corridor(line, 0), Corridor(part, 0)) == 0
    assert lateral(Corridor(line, 0), Corridor(line[::-1], 0)) == 0


def test_areas_that_share_an_edge_of_a_thousand_kilometres_touch():
    one = Polygon(((at(10, 10), at(10, 19), at(18, 19)),))
    other = Polygon(((at(10, 10), at(10, 19), at(3, 12)),))
    assert lateral(one, other) == 0


def test_what_is_in_a_hole_is_outside_and_as_far_as_the_rim():
    outer, hole = star((50, 20), 100_000, [1] * 6).rings[0], star((50, 20), 50_000, [1] * 6).rings[0]
    point = Circle(at(50, 20), 0)
    assert lateral(Polygon((outer,)), point) == 0
    assert lateral(Polygon((outer, hole)), point) == pytest.approx(border_metres(Polygon((hole,)), point), abs=5e-4)
    assert lateral(Polygon((outer, hole)), star((50, 20), 30_000, [1] * 5)) > 10_000
    assert lateral(Polygon((outer, hole)), star((50, 20), 70_000, [1] * 5)) == 0


def test_a_large_area_holds_a_small_one_and_the_other_way_round():
    large, small = star((50, 20), 200_000, [1] * 5), star((50.1, 20.2), 500, [1] * 5)
    assert lateral(large, small) == lateral(small, large) == 0


def test_an_edge_is_inside_or_outside_to_the_width_of_a_finger():
    """A chord is 2 m below its arc, and a plane through the middle of the earth 7 mm beside it: neither may show."""
    edge = (at(50, 20), at(50.05, 20.13))
    polygon = Polygon(((*edge, at(49.9, 20.2)),))
    middle = edges(Corridor(edge, 0))[0][0](0.5)
    for azimuth, far in ((302, 0.05), (302, 0.5), (302, 3.0)):
        outside = at(*away(*middle, azimuth, far))
        assert lateral(polygon, Circle(outside, 0)) == pytest.approx(
            lateral_metres(polygon, Circle(outside, 0)), abs=5e-4
        )
        within = at(*away(*middle, azimuth + 180, far))
        assert lateral(polygon, Circle(within, 0)) == 0
