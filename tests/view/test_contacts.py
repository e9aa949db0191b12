"""The contact record: days counted, first in how many, what it rests on, and as of which day."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.view.calls import ASKED, ASKER, DAY, act, place_hash, thread
from watchline.measure import day_words
from watchline.view import EntryRef
from watchline.view.contact_record import contact_record
from watchline.view.contacts import KnownCall, Rung, contacts, sentence

START = 20_000
"""A day (days since 1970): the story's day 0."""
CHIEFS = {"level": "chief of staff", "office": "chief of the general staff", "with_office": "chief of defence"}
MINISTERS = {"office": "minister of defence", "with_office": "minister of war"}


def known(number, offices, day, *accounts, held=True, **fields):
    """A call asked for on a day, with accounts (code, outcome, started) written on that day too."""
    ref = EntryRef(ASKER, 1, number)
    at = (START + day) * DAY + 3_600_000
    given = []
    for depth, (code, outcome, started) in enumerate(accounts, 10 * number):
        spoke = {"office": offices["office"], "with_office": offices["with_office"]}
        if code == ASKED:
            spoke = {"office": offices["with_office"], "with_office": offices["office"]}
        more = {} if started is None else {"started": started}
        given.append(act("call_account", code, depth, t=at + 7_200_000, on=ref, outcome=outcome, **spoke, **more))
    row = thread(*given, ref=ref, t=at, **offices | fields)
    assert row.opener[0].leaf_hash == place_hash(ref)
    accounts_held = frozenset(EntryRef(item[3], 1, item[5]) for item in given) if held else frozenset()
    return KnownCall(ref, f"XAA-{number:04d}", row, accounts_held)


def spoke(number, offices, day, **fields):
    begun = (START + day) * DAY + 5_400_000
    return known(number, offices, day, (ASKER, "held", begun), (ASKED, "held", begun + 2_000), **fields)


def by_office(found):
    return {item.between[0][1]: item for item in found}


STORY = [
    spoke(1, CHIEFS, 0),
    spoke(2, MINISTERS, 7),
    spoke(3, MINISTERS, 91, initiative="XBB"),
    spoke(4, MINISTERS, 252),
]


def test_eighty_four_days():
    """Chiefs last on day 0, ministers on days 7, 91 and 252."""
    found = by_office(contacts(STORY, START + 91))
    chiefs, ministers = found["chief of the general staff"], found["minister of defence"]
    assert (chiefs.days_since, chiefs.gap_days, chiefs.calls) == (91, None, 1)
    assert "91 days ago; the only one in this record" in chiefs.sentence
    assert (ministers.days_since, ministers.gap_days, ministers.calls) == (0, 84, 2)
    assert ministers.sentence == (
        f"Last call between minister of defence (XAA) and minister of war (XBB): {day_words(START + 91)}, on the day asked;"
        f" the first in 84 days (before it: {day_words(START + 7)}); 2 in all."
    )
    assert ministers.derivation == ("XAA-0002", "XAA/1/120", "XAA-0003", "XAA/1/130")
    assert ministers.initiative == {"XBB": 1, "not_stated": 1}
    later = by_office(contacts(STORY, START + 252))["minister of defence"]
    assert "the first in 161 days" in later.sentence
    assert "3 in all" in later.sentence
    before = by_office(contacts(STORY, START + 90))["minister of defence"]
    assert (before.days_since, before.calls) == (83, 1)
    assert contacts(STORY, START - 1) == []


@given(st.lists(st.integers(0, 3_000), min_size=1, max_size=8), st.integers(0, 3_000))
def test_days_are_whole_utc_days_between_the_call_and_the_day_asked(days, on):
    found = contacts([spoke(number, MINISTERS, day) for number, day in enumerate(days, 1)], START + on)
    counted = sorted(day for day in days if day <= on)
    if not counted:
        assert found == []
        return
    (item,) = found
    assert (item.days_since, item.calls) == (on - counted[-1], len(counted))
    assert item.gap_days == (counted[-1] - counted[-2] if len(counted) > 1 else None)
    numbers = [int(text) for text in re.findall(r"\b(\d+) days?\b", item.sentence)]
    wanted = [number for number in (item.days_since, item.gap_days) if number]
    assert numbers == wanted
    assert "1 days" not in re.sub(r"\d1 days", "", item.sentence)


@given(st.integers(0, DAY - 1), st.integers(0, 500), st.integers(0, DAY - 1))
def test_the_hour_of_a_call_changes_no_count_of_days(first, days, second):
    calls = [
        known(number, MINISTERS, day + 1, (ASKER, "held", (START + day) * DAY + hour))
        for number, (day, hour) in enumerate([(0, first), (days, second)], 1)
    ]
    (item,) = contacts(calls, START + days + 1)
    assert (item.days_since, item.gap_days) == (1, days)


@given(st.permutations(STORY), st.integers(0, 400))
def test_the_order_of_the_calls_changes_nothing(calls, on):
    assert contacts(calls, START + on) == contacts(STORY, START + on)


def test_the_account_that_is_first_in_the_common_order_tells_the_day():
    midnight = (START + 8) * DAY
    call = known(1, MINISTERS, 8, (ASKED, "held", midnight - 1), (ASKER, "held", midnight))
    (item,) = contacts([call], START + 8)
    assert (item.last, item.days_since) == (midnight - 1, 1)
    late = known(1, MINISTERS, 8, (ASKER, "held", (START + 99) * DAY))
    assert contacts([late], START + 8)[0].days_since == 0, "no call begins after the account of it was written"
    without = known(1, MINISTERS, 8, (ASKER, "held", None))
    assert contacts([without], START + 8)[0].days_since == 0


def test_the_rung_says_what_of_a_call_can_be_shown():
    def rung(*accounts, **fields):
        return contacts([known(1, MINISTERS, 1, *accounts, **fields)], START + 1)[0].rung

    assert rung((ASKER, "held", None), held=False) == Rung.OURS_ONLY
    assert rung((ASKER, "held", None)) == Rung.HELD
    assert rung((ASKER, "held", None), (ASKED, "held", None)) == Rung.ESTABLISHED
    assert rung((ASKER, "held", None), (ASKED, "no_answer", None)) == Rung.HELD
    half = known(1, MINISTERS, 1, (ASKER, "held", None), (ASKED, "held", None))
    theirs = frozenset(ref for ref in half.held if ref.code == ASKED)
    assert contacts([half._replace(held=theirs)], START + 1)[0].rung == Rung.HELD


@pytest.mark.parametrize("outcome", ["no_answer", "deputy", "cut_off"])
def test_a_try_is_no_contact(outcome):
    (item,) = contacts([known(1, MINISTERS, 1, (ASKER, outcome, None))], START + 5)
    assert (item.last, item.days_since, item.calls, item.rung, item.next) == (None, None, 0, None, None)
    assert [(asked.name, asked.status, asked.attempts) for asked in item.requests] == [("XAA-0001", "tried", 1)]
    assert item.sentence.endswith("is in this record; asked for and not held: 1.")


def test_a_request_that_lapsed_is_lapsed_and_not_refused():
    until = (START + 2) * DAY
    asked = known(1, MINISTERS, 1, valid_until=until)
    assert contacts([asked], START + 1)[0].requests[0].status == "requested"
    assert contacts([asked], START + 2)[0].requests[0].status == "lapsed"


def test_the_next_call_is_the_scheduled_one_or_what_accounts_state():
    at = (START + 20) * DAY
    ref = EntryRef(ASKER, 1, 2)
    row = thread(act("call_accepted", ASKED, 30, t=START * DAY + 9, on=ref, at=at), ref=ref, t=START * DAY, **MINISTERS)
    scheduled = KnownCall(ref, "XAA-0002", row, frozenset())
    (item,) = contacts([spoke(1, MINISTERS, 0), scheduled], START + 3)
    assert (item.next.at, item.next.name, item.next.stated_by) == (at, "XAA-0002", (ASKER, ASKED))
    assert contacts([spoke(1, MINISTERS, 0), scheduled], START + 21)[0].next is None


def test_two_calls_on_one_day_and_one_day_are_said_in_right_english():
    pair = (("XAA", "minister"), ("XBB", "minister"))
    assert "another on the same day" in sentence(pair, [5, 5], 0, 5)
    assert "1 day ago; the first in 1 day (" in sentence(pair, [4, 5], 0, 6)


def test_the_days_to_an_answer_count_from_the_newest_asking():
    ref = EntryRef(ASKER, 1, 9)
    at = START * DAY
    given = [
        act(step, code, depth, t=at + days * DAY, on=ref)
        for depth, (step, code, days) in enumerate(
            [("call_read", ASKED, 1), ("call_declined", ASKED, 3), ("call_attempt", ASKER, 10), ("call_read", ASKED, 11), ("call_declined", ASKED, 15)], 2
        )
    ]  # fmt: skip
    (row,) = contacts([KnownCall(ref, "XAA-0009", thread(*given, ref=ref, t=at), frozenset())], START + 20)
    assert (row.answer_days, row.requests[0].answer_days) == ((3, 5), (3, 5))
    (held,) = contacts([spoke(1, MINISTERS, 0)], START + 20)
    assert held.answer_days == ()
    (joined,) = contact_record([], [row], None, START + 20)
    assert (joined.answer_days, joined.sought[0].answer_days) == ((3, 5), (3, 5))
