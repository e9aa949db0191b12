"""Dates as precise as they are known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchline.measure import parse_day
from watchline.press import compatible, date_words, edtf, of_days
from watchline.press.edtf import Days, only_weekday, overlap, weekday

DAY = st.integers(0, 40_000)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2022-05-13", "2022-05-13", "2022-05-13"),
        ("2022-02", "2022-02-01", "2022-02-28"),
        ("2024-02-XX", "2024-02-01", "2024-02-29"),
        ("2022", "2022-01-01", "2022-12-31"),
        ("../2022-03-24", None, "2022-03-24"),
        ("2022-03-24/..", "2022-03-24", None),
        ("2022-05-13/2022-05-15", "2022-05-13", "2022-05-15"),
        ("unknown", None, None),
        ("XXXX-05-13", None, None),
    ],
)
def test_a_date_is_some_days(text, first, last):
    assert edtf(text) == tuple(None if day is None else parse_day(day) for day in (first, last))


@pytest.mark.parametrize(
    "text", ["", "2022-13", "2022-02-30", "13 May 2022", "../..", "2022-05-15/2022-05-13", "XXXX-02-30", "2022-5-1"]
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError):
        edtf(text)


@given(DAY, st.integers(0, 800))
def test_days_become_a_date_and_come_back(first, length):
    days = Days(first, first + length)
    assert edtf(of_days(days)) == days
    assert edtf(of_days(Days(first, None))) == (first, None)
    assert edtf(of_days(Days(None, first))) == (None, first)


@given(DAY, DAY, DAY, DAY)
def test_overlap_is_what_both_may_be(a, b, c, d):
    ours, theirs = Days(min(a, b), max(a, b)), Days(min(c, d), max(c, d))
    both = overlap(ours, theirs)
    days = (
        set(range(ours.first, ours.last + 1)) & set(range(theirs.first, theirs.last + 1))
        if ours.last - ours.first < 900
        else None
    )
    if days is not None:
        assert (both is None) == (not days)
        if both is not None:
            assert both == (min(days), max(days))


def test_a_day_without_a_year_is_compared_by_month_and_day():
    assert compatible("XXXX-05-13", "2022-05-13")
    assert not compatible("XXXX-05-13", "2022-05-14")
    assert compatible("2022-05", "2022-05-13")
    assert not compatible("../2022-03-24", "2022-05-13")


def test_weekdays():
    assert weekday(parse_day("2022-05-13")) == "Friday"
    week = edtf("2022-05-13/2022-05-15")
    assert only_weekday(week, "Saturday") == edtf("2022-05-14")
    assert only_weekday(week, "Monday") == week
    assert only_weekday(edtf("2022-05"), "Friday") == edtf("2022-05")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2022-05-13", "13 May 2022"),
        ("2022-10", "October 2022"),
        ("../2022-03-24", "up to 24 March 2022"),
        ("XXXX-03-11", "11 March, year unknown"),
        ("2022-05-13/2022-05-15", "13 May 2022 to 15 May 2022"),
        ("unknown", "date unknown"),
    ],
)
def test_a_date_in_words(text, words):
    assert date_words(text) == words
