"""The idiom of the press and its checker are one arithmetic."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchline.measure import Idiom, Saying, hear, judge, parse_day, say, statements

DAYS = st.lists(st.integers(10_000, 25_000), max_size=12)
ON = st.integers(10_000, 25_000)


@given(DAYS, ON)
def test_whatever_is_said_of_some_days_agrees_with_them(days, on):
    for saying in statements(days, on):
        assert judge(saying, days, on).agrees is True


@given(DAYS, ON)
def test_what_is_said_is_heard_as_the_same(days, on):
    for saying in statements(days, on):
        assert hear(say(saying)) == saying


@given(DAYS, ON, st.integers(1, 40))
def test_a_number_that_is_off_does_not_agree(days, on, off):
    for saying in statements(days, on):
        match saying.idiom:
            case Idiom.FIRST_IN | Idiom.NTH_SINCE:
                other = saying._replace(number=saying.number + off)
            case Idiom.FIRST_SINCE:
                other = saying._replace(day=saying.day - off)
            case _:
                other = saying._replace(day=saying.day + off)
        assert judge(other, days, on).agrees is False


@given(DAYS, ON)
def test_only_what_is_true_of_the_last_contact_can_be_said_of_it(days, on):
    said = {saying.idiom: saying for saying in statements(days, on)}
    if Idiom.FIRST_IN in said:
        assert on in days
        assert on - said[Idiom.FIRST_IN].number == said[Idiom.FIRST_SINCE].day == said[Idiom.LAST_ON].day
    if Idiom.NOT_SINCE in said:
        assert on not in days


def test_eighty_four_days():
    last, now = parse_day("2022-02-18"), parse_day("2022-05-13")
    judged = judge(Saying(Idiom.FIRST_IN, 84, 0), [last, now], now)
    assert judged == (True, "13 May 2022: 18 February 2022 + 84 days")
    assert judge(Saying(Idiom.FIRST_IN, 83, 0), [last, now], now).words.endswith("84 days, not 83")
    assert judge(Saying(Idiom.FIRST_IN, 84, 0), [now], now).agrees is None
    assert say(Saying(Idiom.NOT_SINCE, 0, last)) == "not since 18 February 2022"


def test_first_since_a_day_without_a_contact_is_judged_by_what_lies_between():
    war, last, now = (parse_day(day) for day in ("2022-02-24", "2022-05-13", "2022-10-21"))
    assert judge(Saying(Idiom.FIRST_SINCE, 0, war), [last], last).agrees is True
    assert judge(Saying(Idiom.FIRST_SINCE, 0, war), [last, now], now) == (
        False,
        "there was one in between: 13 May 2022",
    )


@pytest.mark.parametrize("words", ["", "the first in a while", "not since Friday", "the first since 31 February 2022"])
def test_other_words_are_no_statement(words):
    with pytest.raises(ValueError):
        hear(words)
