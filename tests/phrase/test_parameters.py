"""Parameters: each has one form, and what is shown can be typed again."""

import pytest
from hypothesis import given

from tests.phrase.strategies import TYPED
from watchline.codec import decode, encode
from watchline.measure import parse_dtg
from watchline.phrase import TYPES

NOV = parse_dtg("221530Z NOV 26")


@given(TYPED)
def test_what_is_shown_can_be_typed_again(typed):
    kind, value = typed
    shown = TYPES[kind].show(value)
    assert TYPES[kind].read(shown) == value
    assert decode(encode(value)) == value
    assert "\n" not in shown


@pytest.mark.parametrize(
    ("kind", "typed", "value", "shown"),
    [
        ("dtg", "221530z nov 26", NOV, "221530Z NOV 26"),
        ("window", "221530Z NOV 26 - 221600Z NOV 26", [NOV, NOV + 1_800_000], "221530Z NOV 26 - 221600Z NOV 26"),
        ("position", "36swc12345678", "36S WC 1234 5678", "36S WC 1234 5678"),
        ("position", "4QFJ 12345 67890", "04Q FJ 12345 67890", "04Q FJ 12345 67890"),
        ("position", "33.5138n 36.2765e", "33.5138N 036.2765E", "33.5138N 036.2765E"),
        ("position", "0.0S 180.0W", "00.0N 180.0E", "00.0N 180.0E"),
        ("area", "36S WC 1234 5678 r 500 m", "36S WC 1234 5678 r 500 m", "36S WC 1234 5678 r 500 m"),
        ("area", "Area Kilo", "Area Kilo", "Area Kilo"),
        ("path", "36SWC1234,36SWC1235", ["36S WC 12 34", "36S WC 12 35"], "36S WC 12 34, 36S WC 12 35"),
        ("altitude", "fl90", "FL090", "FL090"),
        ("altitude", "03000m amsl", "3000 m AMSL", "3000 m AMSL"),
        ("band", "-50 m AMSL - 100 m AMSL", ["-50 m AMSL", "100 m AMSL"], "-50 m AMSL - 100 m AMSL"),
        ("course", "45", 45, "045°T"),
        ("course", "045°T", 45, "045°T"),
        ("frequency", "121.500mhz", "121.500 MHz", "121.500 MHz"),
        ("ref", "d-xaa-0412/2", "D-XAA-0412/2", "D-XAA-0412/2"),
        ("refs", "XAA-0412,XBB-0007", ["XAA-0412", "XBB-0007"], "XAA-0412, XBB-0007"),
        ("seconds", "-12", -12, "-12"),
        ("text", "  e\u0301tat-major ", "état-major", "état-major"),
    ],
)
def test_what_an_officer_types_gets_its_one_form(kind, typed, value, shown):
    assert TYPES[kind].read(typed) == value
    assert TYPES[kind].show(value) == shown


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("dtg", "321530Z NOV 26"),
        ("dtg", "221530 NOV 26"),
        ("window", "221530Z NOV 26"),
        ("window", "221600Z NOV 26 - 221530Z NOV 26"),
        ("position", "61SWC12345678"),  # no such zone
        ("position", "32XNH12345678"),  # no such zone in this band
        ("position", "36SAC12345678"),  # a square of another zone
        ("position", "36IWC12345678"),  # no band I
        ("position", "36SWC1234567"),  # as many digits east as north
        ("position", "36SWC12345 678"),
        ("position", "036.2765E 33.5138N"),  # swapped
        ("position", "33.5138N 036.27E"),  # one of them less exact
        ("position", "90.0001N 036.2765E"),
        ("position", "33.5138N 180.0001E"),
        ("position", "33.5138 36.2765"),
        ("area", "36S WC 1234 5678, 36S WC 1235 5678"),  # two points are no area
        ("area", "36S WC 1234 5678"),
        ("area", "36S WC 1234 5678 r 500"),  # no unit
        ("area", "Kilo, Lima"),
        ("path", "36S WC 1234 5678"),
        ("altitude", "3000"),
        ("altitude", "3000 m"),
        ("altitude", "3000 AMSL"),
        ("altitude", "FL1000"),
        ("band", "3000 m AMSL - 5000 m AGL"),
        ("band", "5000 m AMSL - 3000 m AMSL"),
        ("course", "360"),
        ("count", "-1"),
        ("count", "1.5"),
        ("count", "٣"),
        ("frequency", "121.5"),
        ("minutes", "0"),
        ("quality", "6"),
        ("level", "0"),
        ("km", "12 km"),
        ("language", "русский"),
        ("circuit", "One"),
        ("ref", "XAA-412"),
        ("ref", "XAA-0412\n"),
        ("ref", "XAA-00412"),
        ("refs", ""),
        ("text", ""),
        ("text", "one\ntwo"),
        ("text", "turned \u202e round"),
        ("text", "x" * 257),
    ],
)
def test_what_does_not_fit_is_refused(kind, typed):
    with pytest.raises(ValueError):
        TYPES[kind].read(typed)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("dtg", "221530Z NOV 26"),
        ("dtg", NOV + 1),  # a part of a minute would not be shown
        ("dtg", 0),
        ("dtg", 4_102_444_800_000),
        ("count", True),
        ("count", "3"),
        ("position", "36SWC12345678"),  # not the one form
        ("position", 5),
        ("position", ["36S WC 1234 5678"]),
        ("altitude", "fl090"),
        ("text", "e\u0301"),
        ("text", " x"),
        ("refs", "XAA-0412"),
        ("refs", ["XAA-0412"] * 17),
        ("area", ["36S WC 1234 5678"] * 2),
        ("area", ["36S WC 1234 5678", 5, "36S WC 1234 5678"]),
        ("band", ["FL100", "FL100"]),
        ("window", [NOV + 60_000, NOV]),
    ],
)
def test_a_value_of_another_type_or_form_is_refused(kind, value):
    with pytest.raises(ValueError):
        TYPES[kind].show(value)


@pytest.mark.parametrize("kind", sorted(TYPES))
def test_every_type_says_what_it_is_for_the_officer_who_got_it_wrong(kind):
    assert len(TYPES[kind].means) > 5
    for value in (-(2**53), [], [[]], {}, None, b"", 1.5):
        with pytest.raises(ValueError):
            TYPES[kind].show(value)
