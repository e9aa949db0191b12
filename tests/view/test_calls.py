"""A call: every kind from every side in every state; attempts, lapse, accounts and their differences; any order of arrival."""

from __future__ import annotations

import itertools
import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.view.calls import ASKED, ASKER, BODIES, REF, REQUEST, act, tell, thread
from tools.tree import ROOT
from watchline.record.calls import ACTS
from watchline.view import EntryRef, Thread
from watchline.view.call_rules import VERBS
from watchline.view.call_table import BODY_DECIDES, STATE_WORDS, CallState, Side, Step, has_place, places, steps_of
from watchline.view.calls import call_view, crossing, differences, lapsed
from watchline.view.thread import BESIDE

SHORT = {
    "Rq": "requested",
    "Rd": "read",
    "Pd": "proposed_by_asked",
    "Pk": "proposed_by_asker",
    "Sc": "scheduled",
    "Po": "postponed",
    "De": "declined",
    "Ca": "cancelled",
    "Tr": "tried",
    "Ac": "accounted",
}
# Written by hand from docs/spec/calls.md, not from the table: what is written, by which side, and the state after it from each state.
EXPECTED = """
                        Rq Rd Pd Pk Sc Po De Ca Tr Ac
call_read          asker -  -  -  -  -  -  -  -  -  -
call_read          asked Rd -  -  -  -  -  -  -  -  -
call_attempt       asker Rq Rd Pd Pk -  Rq Rq -  Rq -
call_attempt       asked -  -  -  -  -  -  -  -  -  -
call_accepted      asker -  -  Sc -  -  -  -  -  -  -
call_accepted      asked Sc Sc -  Sc -  -  -  -  Sc -
call_declined      asker -  -  De -  -  -  -  -  -  -
call_declined      asked De De De De -  -  -  -  De -
call_proposed      asker Pk Pk Pk Pk -  Pk Pk -  Pk -
call_proposed      asked Pd Pd Pd Pd -  Pd Pd -  Pd -
call_postponed     asker -  -  -  -  Po -  -  -  Po -
call_postponed     asked -  -  -  -  Po -  -  -  Po -
call_postponed_to  asker -  -  -  -  Pk -  -  -  Pk -
call_postponed_to  asked -  -  -  -  Pd -  -  -  Pd -
call_cancelled     asker Ca Ca Ca Ca Ca Ca -  -  Ca -
call_cancelled     asked -  -  -  -  Ca Ca -  -  Ca -
call_account_held  asker Ac Ac Ac Ac Ac Ac Ac Ac Ac Ac
call_account_held  asked Ac Ac Ac Ac Ac Ac Ac Ac Ac Ac
call_account_tried asker Tr Tr Tr Tr Tr Tr De Ca Tr Ac
call_account_tried asked Tr Tr Tr Tr Tr Tr De Ca Tr Ac
"""
WAY = {
    "requested": [],
    "read": [("call_read", ASKED)],
    "proposed_by_asked": [("call_proposed", ASKED)],
    "proposed_by_asker": [("call_proposed", ASKER)],
    "scheduled": [("call_accepted", ASKED)],
    "postponed": [("call_accepted", ASKED), ("call_postponed", ASKED)],
    "declined": [("call_declined", ASKED)],
    "cancelled": [("call_cancelled", ASKER)],
    "tried": [("call_accepted", ASKED), ("call_account_tried", ASKER)],
    "accounted": [("call_account_held", ASKER)],
}
"""How a call comes to each state."""


def expected():
    head, *rows = [line.split() for line in EXPECTED.strip().splitlines()]
    return {
        (SHORT[column], step, side): None if cell == "-" else SHORT[cell]
        for step, side, *cells in rows
        for column, cell in zip(head, cells, strict=True)
    }


def test_the_expectation_knows_every_state_step_and_side():
    assert set(expected()) == set(
        itertools.product((state.value for state in CallState), (step.value for step in Step), (s.value for s in Side))
    )
    assert set(WAY) == set(STATE_WORDS) == set(CallState)


def test_every_kind_is_a_step_and_every_step_of_a_kind():
    """A kind that is new in the record must have its place here."""
    assert {step for kind in ACTS for step in steps_of(kind)} == set(Step)
    assert set(VERBS) == set(ACTS) >= set(BODY_DECIDES)
    assert set(BODIES) == {step.value for step in Step}


@pytest.mark.parametrize("state", list(CallState), ids=str)
@pytest.mark.parametrize("step", list(Step), ids=str)
@pytest.mark.parametrize("side", list(Side), ids=str)
def test_every_kind_from_every_side_in_every_state(state, step, side):
    before = tell(*WAY[state])
    assert before.state == state
    after = tell(*WAY[state], (step, ASKER if side is Side.ASKER else ASKED))
    wanted = expected()[state, step, side]
    if wanted is None:
        assert (after.state, len(after.acts), len(after.without_effect)) == (state, len(before.acts), 1)
    else:
        assert (after.state, len(after.acts), len(after.without_effect)) == (wanted, len(before.acts) + 1, 0)
    kind = BODIES[step][0]
    assert has_place(state, kind, side) == (kind in places(state, side))


def test_the_specification_page_has_the_same_table():
    page = (ROOT / "docs" / "spec" / "calls.md").read_text(encoding="utf-8")
    found = {}
    for line in page.splitlines():
        row = re.match(r"\| `(call_\w+)`([^|]*)\| (asker|asked) \|(.*)\|$", line)
        if row:
            name = row[1] + {"": "", "to windows": "_to", "held": "_held", "not held": "_tried"}[row[2].strip(" ,")]
            for column, cell in zip(SHORT, row[4].split("|"), strict=True):
                found[SHORT[column], name, row[3]] = SHORT.get(cell.strip())
    assert found == expected()


@pytest.mark.parametrize("step", list(Step), ids=str)
def test_who_has_no_part_in_the_call_changes_nothing(step):
    for way in WAY.values():
        before, after = tell(*way), tell(*way, (step, "XCC"))
        assert (after.state, after.acts, len(after.without_effect)) == (before.state, before.acts, 1)


@pytest.mark.parametrize("step", list(Step), ids=str)
def test_an_act_upon_another_call_that_names_this_one_besides_changes_nothing(step):
    for way, code in itertools.product(WAY.values(), (ASKER, ASKED)):
        given = [act(name, by, depth) for depth, (name, by) in enumerate(way, 2)]
        before = call_view(thread(*given), REF)
        after = call_view(thread(*given, act(step, code, 50, how=BESIDE)), REF)
        assert (after.state, after.acts, len(after.without_effect)) == (before.state, before.acts, 1)


steps = st.lists(st.tuples(st.sampled_from(list(BODIES)), st.sampled_from([ASKER, ASKED, "XCC"])), max_size=9)


@given(steps, st.integers(0, 2**32))
def test_a_call_is_the_same_whatever_the_order_of_arrival(said, seed):
    acts = [act(step, code, depth, t=99 - depth) for depth, (step, code) in enumerate(said, 2)]
    shuffled = acts[:]
    Random(seed).shuffle(shuffled)
    assert call_view(thread(*acts), REF) == call_view(thread(*shuffled), REF)


@given(steps)
def test_an_account_never_loses_its_place_and_every_act_is_shown_once(said):
    call = tell(*said)
    assert len(call.acts) + len(call.without_effect) == len(said)
    assert not [item for item in call.without_effect if item.kind == "call_account" and item.code != "XCC"]
    accounts = [item for item in call.acts if item.kind == "call_account"]
    shown = [*call.accounts.values(), *call.later_accounts, *call.earlier_accounts]
    assert sorted(item.ref for item in accounts) == sorted(item.ref for item in shown)
    if any(step == "call_account_held" and code != "XCC" for step, code in said):
        assert call.state == CallState.ACCOUNTED


@given(steps, st.integers(0, 20))
def test_as_of_an_instant_later_entries_do_not_count(said, until):
    acts = [act(step, code, depth) for depth, (step, code) in enumerate(said, 2)]
    assert call_view(thread(*acts), REF, until) == call_view(thread(*[item for item in acts if item[7] <= until]), REF)
    assert call_view(thread(*acts, t=until + 1), REF, until) is None


def test_what_was_not_opened_by_a_call_is_none():
    assert call_view(Thread((), ()), REF) is None


def test_asking_again_is_counted_and_may_let_the_request_stand_longer():
    call = tell(
        ("call_attempt", ASKER), ("call_attempt", ASKER, {"valid_until": 900}), ("call_attempt", ASKED), valid_until=500
    )
    assert (call.attempts, call.valid_until) == (3, 900)
    assert not lapsed(call, 900)
    assert lapsed(call, 901)
    assert tell(("call_attempt", ASKER)).valid_until is None


@pytest.mark.parametrize("state", list(CallState), ids=str)
def test_only_a_request_that_waits_can_lapse(state):
    waiting = state in {"requested", "read", "proposed_by_asked", "proposed_by_asker"}
    assert lapsed(tell(*WAY[state], valid_until=10), 11) == waiting
    assert not lapsed(tell(*WAY[state]), 2**60)


@pytest.mark.parametrize("step", ["call_accepted", "call_declined", "call_proposed"])
def test_an_answer_after_the_time_of_the_request_counts_and_both_claims_are_kept(step):
    call = tell((step, ASKED, {"t": 11}), valid_until=10)
    assert call.state in {"scheduled", "declined", "proposed_by_asked"}
    (answer,) = call.answers
    assert answer.after_lapse()
    assert not answer.after_lapse(10)
    (early,) = tell((step, ASKED, {"t": 10}), valid_until=10).answers
    assert not early.after_lapse()
    assert early.after_lapse(11)
    (longer,) = tell(("call_attempt", ASKER, {"valid_until": 20}), (step, ASKED, {"t": 11}), valid_until=10).answers
    assert not longer.after_lapse()
    (standing,) = tell((step, ASKED, {"t": 2**50})).answers
    assert not standing.after_lapse()


def test_a_call_put_off_is_scheduled_again_and_says_who_put_it_off():
    first = tell(("call_accepted", ASKED, {"at": 50}), ("call_postponed_to", ASKER))
    assert (first.state, first.scheduled, first.windows, first.windows_by) == (
        "proposed_by_asker",
        None,
        ((40, 60),),
        ASKER,
    )
    again = tell(("call_accepted", ASKED), ("call_postponed_to", ASKER), ("call_accepted", ASKED, {"at": 60}))
    assert (again.state, again.scheduled, again.outside_windows) == ("scheduled", 60, False)
    assert [item.code for item in again.postponed] == [ASKER]
    outside = tell(("call_accepted", ASKED), ("call_postponed_to", ASKER), ("call_accepted", ASKED, {"at": 61}))
    assert (outside.state, outside.outside_windows) == ("scheduled", True)


def test_who_declined_and_who_cancelled_is_told_while_it_is_so():
    assert tell(("call_declined", ASKED)).declined.code == ASKED
    assert tell(("call_proposed", ASKED), ("call_declined", ASKER)).declined.code == ASKER
    assert tell(("call_declined", ASKED), ("call_attempt", ASKER)).declined is None
    assert tell(("call_accepted", ASKED), ("call_cancelled", ASKED)).cancelled.code == ASKED


def test_of_one_sides_accounts_the_first_counts_and_a_later_one_stands_beside_it():
    call = tell(
        ("call_account", ASKER, {"started": 10}), ("call_account", ASKER, {"started": 20}), ("call_account", ASKED)
    )
    assert call.accounts[ASKER].facts["started"] == 10
    assert [item.facts["started"] for item in call.later_accounts] == [20]
    assert call.confirmed
    dialled_again = tell(("call_account_tried", ASKER), ("call_account_held", ASKER))
    assert dialled_again.accounts[ASKER].facts["outcome"] == "held"
    assert [item.facts["outcome"] for item in dialled_again.later_accounts] == ["no_answer"]
    assert not dialled_again.confirmed


def test_accounts_of_a_try_stay_with_that_try_when_the_call_is_asked_for_again():
    call = tell(
        ("call_accepted", ASKED),
        ("call_account_tried", ASKER),
        ("call_attempt", ASKER),
        ("call_accepted", ASKED),
        ("call_account_held", ASKED),
    )
    assert (call.state, call.attempts, list(call.accounts)) == ("accounted", 2, [ASKED])
    assert [item.facts["outcome"] for item in call.earlier_accounts] == ["no_answer"]


@pytest.mark.parametrize("first", ["held", "no_answer", "deputy", "cut_off"])
@pytest.mark.parametrize("second", ["held", "no_answer", "deputy", "cut_off"])
def test_confirmed_is_only_what_both_accounts_say_was_held(first, second):
    call = tell(("call_account", ASKER, {"outcome": first}), ("call_account", ASKED, mirrored(outcome=second)))
    assert call.confirmed == (first == second == "held")
    assert (call.state == "accounted") == ("held" in {first, second})
    found = {item["field"] for item in differences(call, 0)}
    assert found == ({"outcome"} if first != second else set())


def mirrored(**fields):
    return {"office": REQUEST["with_office"], "with_office": REQUEST["office"], **fields}


def test_differences_are_both_statements_beside_each_other():
    ours = {"started": 1_000, "ended": 90_000, "next": 500_000, "with_office": "deputy minister"}
    theirs = mirrored(started=12_000, ended=80_000)
    call = tell(("call_account", ASKER, ours), ("call_account", ASKED, theirs))
    assert differences(call, 10_000) == [
        {"field": "started", "by_party": {ASKER: 1_000, ASKED: 12_000}},
        {"field": "next", "by_party": {ASKER: 500_000, ASKED: None}},
        {"field": "office of XBB", "by_party": {ASKER: "deputy minister", ASKED: "minister of war"}},
    ]
    assert call.next == {ASKER: 500_000, ASKED: None}
    assert differences(tell(("call_account", ASKER, ours)), 0) == []


@given(st.integers(-(2**50), 2**50), st.integers(-(2**50), 2**50), st.integers(0, 3_600_000))
def test_starts_differ_beyond_the_clock_difference_and_not_before(first, second, clock_ms):
    call = tell(("call_account", ASKER, {"started": first}), ("call_account", ASKED, mirrored(started=second)))
    found = [item["field"] for item in differences(call, clock_ms)]
    assert found == (["started"] if abs(first - second) > clock_ms else [])


def test_two_parties_that_ask_each_other_at_once_cross_and_both_stand():
    theirs = EntryRef(ASKED, 1, 9)
    back = {"to": ASKER, "office": REQUEST["with_office"], "with_office": REQUEST["office"]}
    other = call_view(thread(ref=theirs, **back), theirs)
    assert crossing([other, tell()]) == [(REF, theirs)]
    assert crossing([tell(), other, tell(("call_accepted", ASKED))]) == [(REF, theirs)] * 2
    for state, way in WAY.items():
        is_open = state not in {"declined", "cancelled", "accounted"}
        assert bool(crossing([tell(*way), other])) == is_open
    elsewhere = call_view(thread(ref=theirs, **back | {"office": "another"}), theirs)
    assert crossing([tell(), elsewhere]) == []
