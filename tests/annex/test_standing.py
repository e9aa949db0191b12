"""What stands of an annex: corrections, withdrawals, requests, debts; every act in every state of a request."""

from __future__ import annotations

import itertools

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchline.annex import Place, Said, standing
from watchline.annex.requests import ANSWERS, OPEN, TABLE, RequestState, after
from watchline.measure import parse_day
from watchline.record import Header, Ref
from watchline.record.claims import (
    ANNEX_KIND_OF,
    Act,
    ClaimWithdrawn,
    ContactClaim,
    ContactRequest,
    Participant,
    PhoneTest,
    RequestAct,
    Undertaking,
    UndertakingEnded,
)

ON = parse_day("2022-12-31")
SIDES = [Participant(office="minister", state="XAA"), Participant(office="minister", state="XBB")]


def digest(index):
    return index.to_bytes(32, "big")


def entry(index, record, *refs):
    header = Header(
        line=bytes(32), charter=bytes(32), author="XAA", epoch=1, index=index, t=index, kind=ANNEX_KIND_OF[type(record)],
        post="watch", draft=bytes(16), seen=(), refs=tuple(Ref("XAA", 1, at, digest(at)) for at in refs), body_hash=bytes(32),
        body_class=1,
    )  # fmt: skip
    return Said(Place(1, index), digest(index), header, record)


def claim(date="2022-05-13", status="held", **more):
    return ContactClaim(status=status, date=date, participants=SIDES, **more)


def request(date="2022-03-01", **more):
    return ContactRequest(participants=SIDES, initiative="XAA", date=date, **more)


EXPECTED = {
    # state: what attempt, reminder, declined, unanswered, lapsed, accepted, met, withdrawn make of it; - no effect
    "standing": "standing standing declined unanswered lapsed accepted met withdrawn",
    "declined": "standing standing declined - - accepted met withdrawn",
    "unanswered": "standing standing declined unanswered lapsed accepted met withdrawn",
    "lapsed": "standing standing declined - - accepted met -",
    "accepted": "- accepted declined - lapsed accepted met withdrawn",
    "met": "- - - - - - - -",
    "withdrawn": "- - - - - - - -",
}


@pytest.mark.parametrize(("state", "act"), list(itertools.product(RequestState, Act)))
def test_every_act_in_every_state_of_a_request(state, act):
    expected = EXPECTED[state.value].split()[list(Act).index(act)]
    found = after(state, act)
    assert (None if found is None else found.value) == (None if expected == "-" else expected)
    assert set(TABLE) == set(RequestState)
    assert set(TABLE[state]) == set(Act)


def reached(state):
    """The acts that lead from a new request to a state."""
    paths = {RequestState.STANDING: []}
    while state not in paths:
        for known, acts in list(paths.items()):
            for act in Act:
                new = after(known, act)
                if new is not None:
                    paths.setdefault(new, [*acts, act])
    return paths[state]


@pytest.mark.parametrize(("state", "act"), list(itertools.product(RequestState, Act)))
def test_the_fold_goes_by_the_table_and_shows_what_has_no_effect(state, act):
    acts = [*reached(state), act]
    entries = [entry(0, request())]
    for index, item in enumerate(acts, 1):
        record = (
            claim(date=f"2022-04-{index:02}")
            if item is Act.MET
            else RequestAct(act=item.value, date=f"2022-04-{index:02}")
        )
        entries.append(entry(index, record, 0))
    (found,) = standing(entries, ON).requests
    new = after(state, act)
    assert found.state is (state if new is None else new)
    assert [effect for _, effect in found.acts] == [True] * (len(acts) - 1) + [new is not None]


def test_a_standing_request_counts_its_attempts_and_the_days_to_each_answer():
    entries = [
        entry(0, request("2022-03-01")),
        entry(1, RequestAct(act="declined", date="2022-03-24"), 0),
        entry(2, RequestAct(act="attempt", date="2022-04-01"), 0),
        entry(3, RequestAct(act="reminder", date="2022-05-01"), 0),
        entry(4, claim("2022-05-13"), 0),
    ]
    (found,) = standing(entries, ON).requests
    assert (found.state, len(found.asked), found.answer_days) == (RequestState.MET, 3, (23, 12))
    (before,) = standing(entries, parse_day("2022-04-30")).requests
    assert (before.state, len(before.asked)) == (RequestState.STANDING, 2)
    assert before.state in OPEN


def test_an_answer_whose_day_is_not_known_gives_no_interval():
    entries = [entry(0, request("2022-03")), entry(1, RequestAct(act="declined", date="2022-03-24"), 0)]
    assert standing(entries, ON).requests[0].answer_days == ()
    assert Act.DECLINED in ANSWERS


def test_a_request_lapses_by_its_own_time_and_stands_again_when_asked_again():
    entries = [entry(0, request("2022-03-01", valid_until="2022-03-31"))]
    assert standing(entries, parse_day("2022-03-31")).requests[0].state is RequestState.STANDING
    assert standing(entries, parse_day("2022-04-01")).requests[0].state is RequestState.LAPSED
    entries.append(entry(1, RequestAct(act="attempt", date="2022-04-02", valid_until="2022-05-01"), 0))
    assert standing(entries, parse_day("2022-04-10")).requests[0].state is RequestState.STANDING


def test_a_correction_takes_the_place_of_what_it_corrects_and_both_stay():
    entries = [entry(0, claim("2022-02-18")), entry(1, claim("2022-02-11", corrects=1), 0), entry(2, claim("2022-02-12", corrects=1), 1)]  # fmt: skip
    (found,) = standing(entries, ON).contacts
    assert found.place == Place(1, 0)
    assert [said.record.date for said in found.said] == ["2022-02-18", "2022-02-11", "2022-02-12"]
    assert found.record.date == "2022-02-12"


def test_a_correction_of_another_kind_or_of_nothing_replaces_nothing():
    test = PhoneTest(state="XBB", date="2022-02-18", answered=1, corrects=1)
    found = standing([entry(0, claim()), entry(1, test, 0), entry(2, claim("2022-01-01", corrects=1))], ON)
    assert len(found.contacts) == 2
    assert len(found.tests) == 1


def test_a_reference_with_another_leaf_hash_names_nothing():
    wrong = entry(1, ClaimWithdrawn(reason="x"), 0)
    header = msgspec.structs.replace(wrong.header, refs=(Ref("XAA", 1, 0, digest(9)),))
    wrong = wrong._replace(header=header)
    found = standing([entry(0, claim()), wrong], ON)
    assert len(found.contacts) == 1
    assert found.unread == (wrong,)


def test_what_is_withdrawn_counts_no_longer_and_is_still_shown():
    found = standing([entry(0, claim()), entry(1, ClaimWithdrawn(reason="another day"), 0)], ON)
    assert found.contacts == ()
    assert [stood.withdrawn for stood in found.withdrawn] == ["another day"]


def test_an_undertaking_is_owed_until_it_is_ended_and_overdue_after_its_day():
    owes = [Undertaking(who="XBB", what="send the list", by="2022-06-01"), Undertaking(who="XAA", what="answer")]
    entries = [entry(0, claim(undertakings=owes)), entry(1, UndertakingEnded(number=1, how="done", date="2022-07-01"), 0)]  # fmt: skip
    before = standing(entries, parse_day("2022-06-02")).owed
    assert [(item.number, item.overdue(parse_day("2022-06-02"))) for item in before] == [(1, True), (2, False)]
    assert not before[0].overdue(parse_day("2022-06-01"))
    assert [item.number for item in standing(entries, ON).owed] == [2]


def test_as_of_a_day_only_what_may_have_been_by_then_counts():
    entries = [entry(0, claim("2022-10")), entry(1, claim("2022-05-13")), entry(2, claim("XXXX-XX-XX"))]
    found = standing(entries, parse_day("2022-05-13")).contacts
    assert [stood.place.index for stood in found] == [2, 1]
    assert len(standing(entries, parse_day("2022-10-01")).contacts) == 3


@given(st.lists(st.sampled_from(list(Act)), max_size=12))
def test_no_sequence_of_acts_leaves_met_or_withdrawn(acts):
    state, ended = RequestState.STANDING, False
    for act in acts:
        new = after(state, act)
        assert not (ended and new is not None)
        state = state if new is None else new
        ended = state in {RequestState.MET, RequestState.WITHDRAWN}
