"""Positions, lengths, windows, areas, heights and the geoid: whole numbers, their bounds, and what is refused in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchline.measure.altitude import Band, Ground, Level, Reference, check_band
from watchline.measure.area import Circle, Corridor, Polygon, check_area
from watchline.measure.geoid import undulation_cm
from watchline.measure.length import feet_of_cm, parse_length
from watchline.measure.position import E7, Position, check_position, position_words
from watchline.measure.window import Window, check_window, shifted, widened

A, B, C = Position(0, 0), Position(1, 0), Position(0, 1)


@pytest.mark.parametrize(
    ("text", "cm"), [("5000m", 500_000), ("2.5 NM", 463_000), ("1000ft", 30_480), ("0.000001km", 1), ("0m", 0)]
)
def test_a_length_is_read_in_whole_centimetres_and_never_shortened(text, cm):
    assert parse_length(text) == cm


@pytest.mark.parametrize("text", ["5000", "-1m", "5 miles", "1e3m", "m", "nanm", "5,5m"])
def test_another_form_of_length_is_refused(text):
    with pytest.raises(ValueError, match="5000m"):
        parse_length(text)


@pytest.mark.parametrize(("cm", "feet"), [(30_480, 1_000), (15, 0), (16, 1), (-16, -1), (0, 0)])
def test_feet(cm, feet):
    assert feet_of_cm(cm) == feet


def test_a_position_in_words():
    assert position_words(Position(483_700_000, -125_000_000)) == "48.3700000N 012.5000000W"
    assert position_words(Position(-1, 1)) == "00.0000001S 000.0000001E"


@pytest.mark.parametrize(
    ("position", "words"),
    [
        (Position(90 * E7 + 1, 0), "pole"),
        (Position(0, 180 * E7), "write 180 as -180"),
        (Position(0, -180 * E7 - 1), "-180"),
    ],
)
def test_a_position_beyond_the_globe_is_refused(position, words):
    with pytest.raises(ValueError, match=words):
        check_position(position)


@pytest.mark.parametrize(
    ("area", "words"),
    [
        (Circle(A, -1), "500 km"),
        (Circle(A, 50_000_001), "500 km"),
        (Corridor((A,), 5), "too few"),
        (Corridor((A, B, B), 5), "twice in a row"),
        (Polygon(()), "one outer ring"),
        (Polygon(((A, B),)), "too few"),
        (Polygon(((A, B, C, A),)), "twice in a row"),
        (Polygon(((Position(90 * E7, 0), Position(90 * E7, 5), A),)), "twice in a row"),
        (Polygon(((A, B, C),) * 65), "63 holes"),
        (Corridor(tuple(Position(n, 0) for n in range(2_001)), 5), "2000 positions"),
        (Circle(Position(91 * E7, 0), 5), "latitude"),
    ],
)
def test_an_area_out_of_bounds_is_refused_in_words(area, words):
    with pytest.raises(ValueError, match=words):
        check_area(area)


@pytest.mark.parametrize(
    ("band", "words"),
    [
        (Band(Level(5, Reference.AMSL), Level(4, Reference.AMSL)), "below the floor"),
        (Band(Level(1_001, Reference.FL)), "flight levels"),
        (Band(Level(-1, Reference.FL)), "flight levels"),
        (Band(Level(100_000_001, Reference.W84)), "1,000 km"),
        (Band(ground=Ground(5, 4)), "lowest first"),
        (Band(ground=Ground(-45_001, 4)), "ground"),
        (Band(uncertainty_cm=-1), "uncertainty"),
    ],
)
def test_a_band_out_of_bounds_is_refused_in_words(band, words):
    with pytest.raises(ValueError, match=words):
        check_band(band)


def test_a_floor_and_a_ceiling_of_two_references_may_be_in_any_order():
    check_band(Band(Level(50_000, Reference.AGL), Level(5, Reference.FL)))


@pytest.mark.parametrize("window", [Window(1, 0), Window(2**53 + 1, None), Window(None, -(2**53) - 1)])
def test_a_window_that_is_none_is_refused(window):
    with pytest.raises(ValueError, match="time"):
        check_window(window)


def test_open_ends_stay_open():
    assert shifted(Window(None, 5), 3) == Window(None, 8)
    assert widened(Window(4, None), 3) == Window(1, None)


def test_the_geoid_is_bounded_where_it_is_known():
    """EGM96: 45.5 m near Munich, -107 m south of India at its lowest, 85 m near New Guinea at its highest."""
    low, high = undulation_cm(481_400_000, 481_400_000, 115_800_000, 115_800_000)
    assert low < 4_550 < high
    assert high - low < 3_000
    assert undulation_cm(-90 * E7, 90 * E7, -180 * E7, 180 * E7) == (-11_100, 8_900)


@given(
    st.integers(-90 * E7, 90 * E7), st.integers(-180 * E7, 180 * E7), st.integers(0, 20 * E7), st.integers(0, 20 * E7)
)
def test_a_larger_area_never_has_narrower_bounds_and_the_antimeridian_is_no_edge(lat, lon, north, east):
    low, high = undulation_cm(lat, lat, lon, lon)
    more = undulation_cm(lat, min(90 * E7, lat + north), lon, lon + east)
    assert more[0] <= low <= high <= more[1]
    assert undulation_cm(lat, lat, lon + 360 * E7, lon + 360 * E7) == (low, high)
