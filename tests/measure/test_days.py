"""Whole UTC days, and the two ways in which an instant is written."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchline.measure import (
    DAY_MS,
    count_of_days,
    day_end,
    day_of,
    day_start,
    day_text,
    day_words,
    dtg,
    parse_day,
    parse_instant,
    utc,
)

instants = st.integers(-62_135_596_800_000, 253_402_300_799_999)


@given(instants)
def test_a_day_holds_its_instants_and_is_written_and_read_back(at):
    day = day_of(at)
    assert day_start(day) <= at <= day_end(day)
    assert day_end(day) - day_start(day) == DAY_MS - 1
    assert day_text(day) == utc(at)[:10]
    assert parse_day(day_text(day)) == day


@given(st.dates(), st.dates())
def test_days_between_are_those_of_the_calendar(first, second):
    assert parse_day(second.isoformat()) - parse_day(first.isoformat()) == (second - first).days


@pytest.mark.parametrize(
    ("text", "words"),
    [("2026-03-02", "2 March 2026"), ("2024-02-29", "29 February 2024"), ("0001-01-01", "1 January 1")],
)
def test_a_day_in_words(text, words):
    assert day_words(parse_day(text)) == words


@given(st.integers(-(2**62), 2**62))
def test_a_day_that_the_calendar_cannot_write_is_written_all_the_same(day):
    assert day_words(day)
    assert day_text(day)


@pytest.mark.parametrize("text", ["", "2026-3-2", "20260302", "2026-02-30", "yesterday", "2026-W10-1", "2026-03-02T0"])
def test_another_form_is_no_day(text):
    with pytest.raises(ValueError):
        parse_day(text)


@given(st.integers(946_684_800_000, 4_102_444_799_999))
def test_an_instant_is_read_as_a_date_time_group_or_as_iso_text(at):
    assert parse_instant(utc(at)) == at
    assert parse_instant(dtg(at)) == at - at % 60_000
    assert parse_instant(datetime.fromtimestamp(at // 1000, UTC).isoformat()) == at - at % 1000


def test_another_zone_is_the_same_instant():
    assert parse_instant("2026-11-22T17:30:00+02:00") == parse_instant("221530Z NOV 26")


@pytest.mark.parametrize("text", ["", "now", "2026-11-22T15:30:00", "2026-11-22", "321530Z NOV 26", "221530Z"])
def test_what_is_no_instant_or_says_no_zone_is_refused_with_the_form_to_use(text):
    with pytest.raises(ValueError, match=r"221530Z NOV 26|end it with Z"):
        parse_instant(text)


def test_one_day_is_not_days():
    assert [count_of_days(days) for days in (0, 1, 2)] == ["0 days", "1 day", "2 days"]
    assert date(1970, 1, 1).toordinal() + parse_day("1970-01-02") == date(1970, 1, 2).toordinal()
