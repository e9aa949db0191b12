"""A date with its precision: read, written, compared, never sharper than it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchline.measure import parse_day
from watchline.measure.edtf import UNKNOWN_DATE, Precision, edtf_of_day, parse_edtf


@pytest.mark.parametrize(
    ("text", "written", "precision", "first", "last", "words"),
    [
        ("2022-05-13", "2022-05-13", "day", "2022-05-13", "2022-05-13", "13 May 2022"),
        ("2022-05-13~", "2022-05-13~", "day", "2022-05-13", "2022-05-13", "about 13 May 2022"),
        ("2022-10", "2022-10", "month", "2022-10-01", "2022-10-31", "October 2022 (day not known)"),
        ("2022-10-XX", "2022-10", "month", "2022-10-01", "2022-10-31", "October 2022 (day not known)"),
        ("2024-02-XX", "2024-02", "month", "2024-02-01", "2024-02-29", "February 2024 (day not known)"),
        ("2022", "2022", "year", "2022-01-01", "2022-12-31", "2022 (month and day not known)"),
        ("2022-XX-XX", "2022", "year", "2022-01-01", "2022-12-31", "2022 (month and day not known)"),
        ("../2022-03-24", "../2022-03-24", "open_start", None, "2022-03-24", "on or before 24 March 2022"),
        ("XXXX-XX-XX", "XXXX-XX-XX", "unknown", None, None, "on a day that is not known"),
    ],
)
def test_each_form_says_what_it_may_be(text, written, precision, first, last, words):
    found = parse_edtf(text)
    assert (found.text, found.precision.value, found.words()) == (written, precision, words)
    assert found.first == (None if first is None else parse_day(first))
    assert found.last == (None if last is None else parse_day(last))
    assert parse_edtf(found.text) == found


@pytest.mark.parametrize(
    "text", ["", "13 May 2022", "2022-13", "2022-02-30", "2022-XX-13", "0000", "2022-5-13", "../", "2022-05-13 ", "XXXX-05"]
)  # fmt: skip
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError, match="not a date"):
        parse_edtf(text)


def test_only_a_sharp_day_is_one_day():
    assert parse_edtf("2022-05-13").day == parse_day("2022-05-13")
    assert [parse_edtf(text).day for text in ("2022-05-13~", "2022-05", "2022", "../2022-05-13", "XXXX")] == [None] * 5


def test_dates_overlap_where_they_may_be_the_same_day():
    day, month = parse_edtf("2022-05-13"), parse_edtf("2022-05")
    assert day.overlaps(month)
    assert month.overlaps(day)
    assert day.overlaps(UNKNOWN_DATE)
    assert not day.overlaps(parse_edtf("2022-05-14"))
    assert day.overlaps(parse_edtf("2022-05-14~"))
    assert parse_edtf("../2022-05-12").overlaps(parse_edtf("2022-05-01"))
    assert not parse_edtf("../2022-05-12").overlaps(day)


@given(st.integers(0, 40_000))
def test_a_day_comes_back(day):
    found = edtf_of_day(day)
    assert parse_edtf(found.text) == found
    assert (found.day, found.precision) == (day, Precision.DAY)
