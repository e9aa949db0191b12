"""What is said to lie within lies within, at every awkward place; and the amendments that officers make are recognised as shrinking."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.conflict.areas import PLACES, areas, at, away, band, flight, star
from tests.conflict.truth import edges, metres, reach
from watchline.conflict.coarser import coarser
from watchline.conflict.containment import within
from watchline.conflict.nearest import approach
from watchline.conflict.outline import outline
from watchline.measure.altitude import Band, Ground, Level, Reference
from watchline.measure.area import RADIUS_CM_MAX, Circle, Corridor, Polygon, chains
from watchline.measure.volume import Volume
from watchline.measure.window import Window

OPEN = Window(None, None)


def volume(area, height=None, window=OPEN):
    return Volume(area, height or Band(), window)


def inside(one, other):
    return within(volume(one), volume(other))


def border(area):
    """Points of an area's border, in degrees: along its lines, as far aside as it reaches."""
    for edge, far in edges(area):
        for share in (0.0, 0.31, 0.77, 1.0) if far else (0.0,):
            place = edge(share)
            yield from [away(*place, azimuth, reach(area)) for azimuth in range(0, 360, 45)] if reach(area) else [place]


@settings(max_examples=80, deadline=None)
@given(st.data(), st.sampled_from(sorted(PLACES)))
def test_what_is_said_to_be_within_is(data, name):
    centre = PLACES[name]
    other = data.draw(areas(centre, far=1_000.0, size=60_000.0))
    one = data.draw(areas(centre, far=4_000.0, size=3_000.0))
    assume(inside(one, other))
    held = outline(other)
    for place in border(one):
        assert approach(outline(Circle(at(*place), 0)), held).lateral_m <= 0.01  # a position is rounded to 1.1 cm
        if isinstance(other, Circle):
            assert metres(at(*place), other.centre) <= other.radius_cm / 100 + 0.02


@pytest.mark.parametrize("name", sorted(PLACES))
def test_a_circle_holds_what_is_within_to_the_centimetre(name):
    centre = PLACES[name]
    other = Circle(at(*centre), 1_000_000)
    assert inside(Circle(at(*centre), 999_997), other)
    assert inside(other, other)
    assert not inside(Circle(at(*centre), 1_000_001), other)
    moved = Circle(at(*away(*centre, 120, 4_000)), 600_000 - 10)
    assert inside(moved, other)
    assert not inside(replace(moved, radius_cm=600_010), other)
    assert inside(star(centre, 9_900, [1, 0.5, 1, 0.7]), other)
    assert not inside(star(centre, 10_100, [1, 0.5, 1, 0.7]), other)
    line = tuple(at(*away(*centre, azimuth, 8_000)) for azimuth in (10, 130, 200))
    assert inside(Corridor(line, 190_000), other)
    assert not inside(Corridor(line, 210_000), other)


def test_a_corridor_holds_its_legs_and_circles_on_it():
    line = (at(50, 20), at(50, 21), at(50.5, 21.5), at(51, 21))
    other = Corridor(line, 500_000)
    assert inside(Corridor(line[1:3], 500_000), other)
    assert inside(Corridor(line[::-1], 300_000), other)
    assert not inside(Corridor(line[:2], 500_001), other)
    assert not inside(Corridor((line[0], line[2]), 100), other)
    assert inside(Circle(at(50.25, 21.25), 100_000), other)
    assert not inside(Circle(at(50.25, 20.0), 100_000), other)
    assert not inside(star((50.25, 21.25), 100, [1, 1, 1]), other)


def test_a_polygon_holds_what_was_drawn_in_and_nothing_in_its_holes():
    square = (at(50, 20), at(50, 21), at(51, 21), at(51, 20))
    other = Polygon((square,))
    drawn_in = Polygon(((at(50.2, 20.2), *square[1:]),))
    assert inside(drawn_in, other)
    assert not inside(other, drawn_in)
    assert not inside(Polygon(((at(49.9, 20.2), *square[1:]),)), other)
    assert inside(Circle(at(50.5, 20.5), 1_000_000), other)
    assert not inside(Circle(at(50.5, 20.05), 1_000_000), other)
    assert inside(Corridor((at(50.4, 20.4), at(50.6, 20.6)), 100_000), other)
    hole = (at(50.4, 20.4), at(50.4, 20.6), at(50.6, 20.6), at(50.6, 20.4))
    pierced = Polygon((square, hole))
    assert not inside(Circle(at(50.5, 20.5), 1_000), pierced)
    assert not inside(Polygon(((at(50.3, 20.3), at(50.3, 20.7), at(50.7, 20.7), at(50.7, 20.3)),)), pierced)
    assert inside(Circle(at(50.2, 20.2), 100_000), pierced)
    assert inside(pierced, other)
    assert inside(Polygon(((at(50.1, 20.1), at(50.1, 20.2), at(50.2, 20.2)),)), pierced)


def test_of_a_polygon_that_turns_both_ways_a_corner_is_not_enough():
    notched = Polygon(((at(50, 20), at(50, 21), at(50.1, 20.5), at(51, 21), at(51, 20)),))
    across = Polygon(((at(50, 20), at(50, 21), at(51, 21), at(51, 20)),))
    assert not inside(across, notched)
    assert inside(Polygon(((at(50.02, 20.1), at(50.3, 20.3), at(50.3, 20.1)),)), notched)


def test_what_cannot_be_measured_is_within_nothing():
    bow = Polygon(((at(0, 0), at(1, 1), at(0, 1), at(1, 0)),))
    wide = Polygon(((at(-5, -5), at(-5, 5), at(5, 5), at(5, -5)),))
    assert not inside(Circle(at(0.5, 0.5), 1), bow)
    assert not inside(Corridor((at(0, 0), at(0, 170)), 0), wide)
    assert inside(bow, bow)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((5, 9), (5, 9), True),
        ((6, 8), (5, 9), True),
        ((4, 8), (5, 9), False),
        ((6, 10), (5, 9), False),
        ((None, 8), (5, 9), False),
        ((6, None), (5, 9), False),
        ((6, 8), (None, 9), True),
        ((None, None), (None, None), True),
        ((6, None), (5, None), True),
    ],
)
def test_windows_are_compared_exactly(one, other, expected):
    here = Circle(at(50, 20), 100)
    assert within(volume(here, window=Window(*one)), volume(here, window=Window(*other))) is expected


GROUND = Ground(0, 20_000)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (band(100, 200), band(100, 200), True),
        (band(110, 190), band(100, 200), True),
        (band(99, 190), band(100, 200), False),
        (band(110, 201), band(100, 200), False),
        (band(None, 190), band(100, 200), False),
        (band(110, None), band(100, 200), False),
        (band(110, 190), band(), True),
        (band(None, None), band(None, 200), False),
        (band(110, 190, uncertainty_cm=1000), band(100, 200), True),
        (band(110, 190, uncertainty_cm=1001), band(100, 200), False),
        (band(95, 205), band(100, 200, uncertainty_cm=500), True),
        (band(110, 190, Reference.W84), band(100, 200), False),
        (flight(100, 200), flight(90, 210), True),
        (flight(80, 200), flight(90, 210), False),
        (flight(100, 200), replace(flight(100, 200), uncertainty_cm=5), True),
        (replace(flight(100, 200), uncertainty_cm=5), flight(100, 200), False),
        (band(10, 90, Reference.AGL), band(0, 100, Reference.AGL), False),
        (band(10, 90, Reference.AGL, ground=GROUND), band(0, 100, Reference.AGL, ground=GROUND), True),
        (band(10, 90, Reference.AGL, ground=Ground(0, 1)), band(0, 100, Reference.AGL, ground=GROUND), False),
        (Band(Level(0, Reference.AMSL), Level(10, Reference.FL)), Band(Level(0, Reference.AMSL), None), True),
    ],
)
def test_heights_of_one_reference_are_compared_exactly_and_of_two_never(one, other, expected):
    here = Circle(at(50, 20), 100)
    assert within(volume(here, one), volume(here, other)) is expected


@settings(max_examples=30, deadline=None)
@given(st.data(), st.sampled_from(sorted(PLACES)), st.sampled_from([100, 1_000, 10_000]))
def test_a_coarser_area_holds_the_true_one_and_tells_only_steps(data, name, step):
    true = volume(data.draw(areas(PLACES[name], size=20_000.0)))
    try:
        made = coarser(true, step)
    except ValueError:
        assume(false_only_where_it_is_big(true, step))
        return
    held = outline(made.area)
    for place in border(true.area):
        assert approach(outline(Circle(at(*place), 0)), held).lateral_m <= 0.01  # a position is rounded to 1.1 cm
    assert reach(made.area) % step == 0
    for chain in chains(made.area):
        for lat, lon in chain:
            assert lat % (90 * step) == 0 or abs(lat) == 900_000_000
            assert lon % (90 * step) == 0 or (lon + 3_600_000_000) % (90 * step) == 0 or abs(lon) > 1_799_000_000


def false_only_where_it_is_big(true, step):
    return 100 * (reach(true.area) + 2 * step) > RADIUS_CM_MAX / 100
