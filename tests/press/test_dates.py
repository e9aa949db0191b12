"""Dates as printed, read against the day of publication."""

import pytest

from watchline.measure import parse_day
from watchline.press.dateline import dateline
from watchline.press.dates import Calendar
from watchline.press.edtf import OPEN, edtf
from watchline.press.printed import number, printed_dates

FRIDAY = edtf("2022-05-13")


def read(words, published=FRIDAY, **how):
    found = printed_dates(words)
    assert found, words
    return Calendar(published).resolve(found[0], **how)


@pytest.mark.parametrize(
    ("words", "date", "basis"),
    [
        ("on Friday", "2022-05-13", "weekday"),
        ("on Thursday", "2022-05-12", "weekday"),
        ("last Friday", "2022-05-06", "weekday"),
        ("Tuesday last week", "2022-05-03", "weekday"),
        ("next Tuesday", "2022-05-17", "weekday"),
        ("yesterday", "2022-05-12", "relative"),
        ("today", "2022-05-13", "relative"),
        ("February 18", "2022-02-18", "printed"),
        ("18 February", "2022-02-18", "printed"),
        ("the 18th of February", "2022-02-18", "printed"),
        ("Feb. 18, 2021", "2021-02-18", "printed"),
        ("December 3", "2021-12-03", "printed"),
        ("in July", "2021-07", "printed"),
        ("in May", "2022-05", "printed"),
        ("last month", "2022-04", "relative"),
        ("next month", "2022-06", "relative"),
        ("three days ago", "2022-05-10", "relative"),
        ("a week ago", "2022-05-06", "relative"),
        ("2022-03-24", "2022-03-24", "printed"),
        ("18 февраля", "2022-02-18", "printed"),
        ("18 февраля 2021 года", "2021-02-18", "printed"),
        ("Двадцать третьего ноября 2021 года", "2021-11-23", "printed"),
        ("в пятницу", "2022-05-13", "weekday"),
        ("вчера", "2022-05-12", "relative"),
    ],
)
def test_a_date_is_read_against_publication(words, date, basis):
    found = read(words)
    assert (found.date, found.basis.value) == (date, basis)


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("on Friday", "2022-05-13"),
        ("next Friday", "2022-05-20"),
        ("on Monday", "2022-05-16"),
        ("on 30 May", "2022-05-30"),
        ("on 2 January", "2023-01-02"),
    ],
)
def test_a_plan_looks_ahead(words, date):
    assert read(words, ahead=True).date == date


@pytest.mark.parametrize(
    ("words", "date", "weekday"),
    [
        ("on Friday", "unknown", "Friday"),
        ("February 18", "XXXX-02-18", None),
        ("yesterday", "unknown", None),
        ("last month", "unknown", None),
    ],
)
def test_without_publication_nothing_is_guessed(words, date, weekday):
    found = read(words, OPEN)
    assert (found.date, found.weekday) == (date, weekday)


def test_a_day_that_the_report_counts_from_gives_the_year():
    assert Calendar(OPEN, (parse_day("2022-02-24"),)).resolve(printed_dates("February 18")[0]).date == "2022-02-18"


def test_a_weekday_within_a_few_days_of_publication():
    assert read("on Friday", edtf("2022-05-13/2022-05-15")).date == "2022-05-13"
    assert read("on Friday", edtf("2022-10")).date == "2022-10"


@pytest.mark.parametrize("words", ["30 February 2022", "31 April"])
def test_an_impossible_date_stays_unknown(words):
    assert read(words).date == "unknown"


@pytest.mark.parametrize(
    "words",
    [
        "they may speak",
        "troops march on",
        "84 days",
        "in 20 minutes",
        "at 5 p.m.",
        "a 2022 model",
        "the first in a year",
    ],
)
def test_what_is_no_date_is_none(words):
    assert not [item for item in printed_dates(words) if item.kind != "year"]


@pytest.mark.parametrize(
    ("words", "value"), [("84", 84), ("eighty-four", 84), ("a", 1), ("twelve", 12), ("several", None)]
)
def test_numbers(words, value):
    assert number(words) == value


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("TOLLVIK, 16 May 2031 - The", "2031-05-16"),
        ("Title\n\n17 January 2034\n\nText", "2034-01-17"),
        ("They met on 16 May 2031 in X", None),
    ],
)
def test_a_dateline_dates_the_report(text, date):
    found = dateline(text)
    assert (found[0] if found else None) == date
