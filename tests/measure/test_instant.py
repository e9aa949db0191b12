"""Instants and date-time groups."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchline.measure import DAY_MS, Instant, Now, dtg, parse_dtg, utc

DAY_22_NOV_26 = 1_795_305_600_000
YEAR_2000, YEAR_2100 = 946_684_800_000, 4_102_444_800_000
YEAR_1, YEAR_10000 = -62_135_596_800_000, 253_402_300_800_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (DAY_22_NOV_26 + 55_800_000, "221530Z NOV 26"),
        (DAY_22_NOV_26, "220000Z NOV 26"),
        (DAY_22_NOV_26 - 1, "212359Z NOV 26"),
        (YEAR_2000, "010000Z JAN 00"),
        (YEAR_2100 - 1, "312359Z DEC 99"),
        (1_709_164_800_000, "290000Z FEB 24"),
    ],
)
def test_a_date_time_group_is_day_time_month_year(at, words):
    assert dtg(at) == words
    assert parse_dtg(words) == at - at % 60_000


@given(st.integers(YEAR_2000 // 60_000, YEAR_2100 // 60_000 - 1))
def test_every_minute_of_the_century_reads_back(minute):
    assert parse_dtg(dtg(minute * 60_000)) == minute * 60_000


@given(st.integers(YEAR_2000, YEAR_2100 - 1))
def test_seconds_are_cut_off_never_rounded(at):
    assert parse_dtg(dtg(at)) == at - at % 60_000


@pytest.mark.parametrize("at", [YEAR_2000 - 1, YEAR_2100, 0, -1, YEAR_1, YEAR_10000, 2**53, -(2**53), 2**63])
def test_a_time_of_another_century_is_never_shown_with_two_digits_of_a_year(at):
    """Times are their authors' claims: a leaf may say any number, and the desk must still show it."""
    assert dtg(at) == utc(at)


def test_words_are_read_as_officers_type_them():
    assert parse_dtg(" 221530z nov 26\n") == DAY_22_NOV_26 + 55_800_000


@pytest.mark.parametrize(
    "words",
    [
        "",
        "221530 NOV 26",
        "221530ZNOV26",
        "221530Z NOV 2026",
        "221530Z NOX 26",
        "301530Z FEB 26",
        "290000Z FEB 26",
        "001530Z NOV 26",
        "321530Z JAN 26",
        "222400Z NOV 26",
        "221560Z NOV 26",
        "221530A NOV 26",
        "\u0662\u0662\u0661\u0665\u0663\u0660Z NOV 26",
        "\u0662\u06621530Z NOV 26",
        "221530Z NOV \u0662\u0666",
        "221530Z NOV 26 221530Z NOV 26",
    ],
)
def test_what_is_no_date_time_group_is_refused_in_words(words):
    with pytest.raises(ValueError):
        parse_dtg(words)


@given(st.text("0123456789Z NOVDECJAN", max_size=16) | st.text(max_size=16))
def test_any_text_is_an_instant_or_a_value_error(words):
    try:
        at = parse_dtg(words)
    except ValueError:
        return
    assert dtg(at) == words.strip().upper()


@given(st.integers(YEAR_1, YEAR_10000 - 1))
def test_utc_is_iso_8601_with_milliseconds(at):
    words = utc(at)
    assert len(words) == len("2026-11-22T15:30:00.000Z")
    assert datetime.fromisoformat(words) == EPOCH + timedelta(milliseconds=at)


@given(st.lists(st.integers(YEAR_1, YEAR_10000 - 1), max_size=8))
def test_utc_sorts_as_its_instants_do(instants):
    assert [utc(at) for at in sorted(instants)] == sorted(utc(at) for at in instants)


@given(st.integers(min_value=YEAR_10000) | st.integers(max_value=YEAR_1 - 1))
def test_what_no_calendar_holds_is_written_as_its_number(at):
    assert utc(at) == f"{at} ms"


def test_a_day_has_its_milliseconds_and_now_has_two_clocks():
    assert timedelta(milliseconds=DAY_MS) == timedelta(days=1)
    assert Now(Instant(5), 7)._asdict() == {"wall": 5, "mono": 7}
