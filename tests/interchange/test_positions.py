"""Positions as people write them, and MGRS against references that GEOTRANS made (package mgrs 1.6.0)."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.tree import ROOT
from watchline.interchange.grid import grid_reference, is_grid, read_grid
from watchline.interchange.position_text import degrees_text, read_position
from watchline.measure.position import Position, position_words

REFERENCES = [
    (Position(round(float(row["latitude"]) * 1e7), round(float(row["longitude"]) * 1e7)), row["reference"])
    for row in csv.DictReader((ROOT / "tests" / "interchange" / "mgrs.csv").read_text(encoding="ascii").splitlines())
]
everywhere = st.builds(Position, st.integers(-900_000_000, 900_000_000), st.integers(-1_800_000_000, 1_799_999_999))


def numbers(reference):
    head = reference.rstrip("0123456789")
    digits = reference[len(head) :]
    return head, int(digits[:5]), int(digits[5:])


def test_references_are_those_of_geotrans():
    others = []
    for at, reference in REFERENCES:
        head, east, north = numbers(grid_reference(at))
        # A position on the border of two squares of 1 m may be on either side.
        assert (head, pytest.approx(east, abs=1), pytest.approx(north, abs=1)) == numbers(reference)
        square = read_grid(reference)
        assert square.width_m == 1
        assert abs(square.middle.lat_e7 - at.lat_e7) <= 140
        others += [at] if grid_reference(at) != reference else []
    assert len(REFERENCES) > 500
    assert len(others) <= 1


@given(everywhere, st.integers(2, 5))
def test_the_middle_of_a_square_is_in_that_square_or_beyond_the_border_of_its_zone(at, digits):
    reference = grid_reference(at, digits)
    square = read_grid(reference)
    again = grid_reference(square.middle, digits)
    head = reference.rstrip("0123456789")
    assert again == reference or again.rstrip("0123456789") != head
    near = 0.8 * square.width_m / 111_000 * 1e7
    assert abs(square.middle.lat_e7 - at.lat_e7) < near


def test_fewer_digits_are_greater_squares():
    assert [read_grid(text).width_m for text in ("33UUP", "33UUP16", "33UUP1460", "33U UP 14855 60445")] == [100_000, 10_000, 1_000, 1]  # fmt: skip
    assert grid_reference(Position(483_700_000, 125_000_000), 0) == "33UUP"


@pytest.mark.parametrize("text", ["", "33UUP1", "61UUP1234", "33IUP1234", "33UAA1234", "33UUW1234", "32XMA1234", "AAA1234", "33UUP123456789012", "0CAA12"])  # fmt: skip
def test_what_is_no_square_is_refused(text):
    with pytest.raises(ValueError, match=r"reference|square"):
        read_grid(text)


@pytest.mark.parametrize(
    ("lat", "lon"), [(90, -1), (-90, -180), (85, -180), (-85, -180), (85, 0), (-80, -180), (84, -180)]
)
def test_poles_and_the_antimeridian_have_references(lat, lon):
    at = Position(lat * 10_000_000, lon * 10_000_000)
    assert abs(read_grid(grid_reference(at)).middle.lat_e7 - at.lat_e7) <= 140


@pytest.mark.parametrize("text", ["31NEA6621", "30NWN1234567890", "ZAA0000033272"])
def test_letters_of_a_grid_are_not_taken_for_those_of_the_compass(text):
    assert is_grid(text)
    assert read_position(text).form == "grid"


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        ("48°20'15.5\"N 012°34'00\"E", 483_376_389, 125_666_667),
        ("48° 20′ 15″ N, 12° 34′ 0″ W", 483_375_000, -125_666_667),
        ("N48 20.25 E012 34.0", 483_375_000, 125_666_667),
        ("4820N01234E", 483_333_333, 125_666_667),
        ("482015N0123400E", 483_375_000, 125_666_667),
        ("482015.25N0123400.75E", 483_375_694, 125_668_750),
        ("N4820 W01234", 483_333_333, -125_666_667),
        ("48-20-15S 012-34-00W", -483_375_000, -125_666_667),
        ("E12.5 N48", 480_000_000, 125_000_000),
        ("90N 180E", 900_000_000, -1_800_000_000),
        ("48.3375n 12.5e", 483_375_000, 125_000_000),
    ],
)
def test_a_position_is_read(text, lat, lon):
    found = read_position(text)
    assert found.position == Position(lat, lon)
    assert found.lettered


def test_two_plain_numbers_say_not_which_is_which():
    found = read_position("-33.5; 151.25")
    assert (found.position, found.lettered) == (Position(-335_000_000, 1_512_500_000), False)


@pytest.mark.parametrize("text", ["", "48N", "48 12 13", "4860N01234E", "91N 0E", "48N 181E", "48N 12N", "48.5.1N 12E", "48.5 20N 12E", "1e3 2", "48N 12E 5", "x48N 12E", "9" * 99, "500 1"])  # fmt: skip
def test_another_form_is_refused_with_the_forms_to_write(text):
    with pytest.raises(ValueError, match=r"not a position: .*482015N0123400E"):
        read_position(text)


@given(everywhere)
def test_degrees_minutes_and_seconds_lose_nothing(at):
    assert read_position(degrees_text(at)).position == at
    assert read_position(position_words(at)).position == at


@given(st.text(st.sampled_from("0123456789.,;NSEW°'\" -+ABYZQ"), max_size=24))
def test_garbage_is_a_position_or_refused(text):
    try:
        read_position(text)
    except ValueError as why:
        if "not a position" not in str(why):
            raise
