"""Suspensions: every step in every state, each party for itself, any order of arrival, what has no effect."""

from __future__ import annotations

import itertools
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchline.record import Header, Ref
from watchline.record.suspension import (
    AgreementResumed,
    AgreementSuspended,
    Resumption,
    Suspension,
)
from watchline.view import EntryRef, Placed
from watchline.view.suspensions import TABLE, Step, Use, told
from watchline.view.thread import EMPTY_THREAD, act_of, opener_of, with_act, with_opener

LINE, T = bytes(32), 1_790_000_000_000
KINDS = {
    Suspension: "suspension",
    Resumption: "resumption",
    AgreementSuspended: "agreement_suspended",
    AgreementResumed: "agreement_resumed",
}
# Written by hand from docs/spec/suspension.md, not from the table.
EXPECTED = {
    ("in use", "suspends"): "suspended",
    ("in use", "resumes"): None,
    ("in use", "resumes_other"): None,
    ("suspended", "suspends"): "suspended",
    ("suspended", "resumes"): "in use",
    ("suspended", "resumes_other"): None,
}


class Logs:
    """Entries of these kinds in the logs of some parties, as the views fold them."""

    def __init__(self):
        self.entries = []
        self.sizes = {}

    def say(self, code, record, *names, t=None):
        """Write an entry; ``names`` are the entries it refers to, first to last."""
        index = self.sizes[code] = self.sizes.get(code, 0) + 1
        ref = EntryRef(code, 1, index)
        refs = tuple(Ref(*name, leaf(name)) for name in names)
        header = Header(
            line=LINE, charter=LINE, author=code, epoch=1, index=index, t=T + index if t is None else t,
            kind=KINDS[type(record)], post="watch", draft=bytes(16), seen=(), refs=refs, body_hash=LINE, body_class=1, serial=None,
        )  # fmt: skip
        self.entries.append(Placed(ref, leaf(ref), index, code.encode(), header, record))
        return ref

    def threads(self, entries=None):
        found = {}
        for entry in self.entries if entries is None else entries:
            if isinstance(entry.record, Suspension | AgreementSuspended):
                known = found.get(entry.ref, EMPTY_THREAD)
                found[entry.ref] = with_opener(known, opener_of(entry))
            for name in entry.header.refs:
                at = EntryRef(name.code, name.epoch, name.index)
                found[at] = with_act(found.get(at, EMPTY_THREAD), act_of(entry, name.leaf_hash))
        return list(found.items())

    def told(self):
        return told(self.threads())


def leaf(ref):
    return f"{ref.text()}".encode().ljust(32, b"\0")


def test_the_expectation_knows_every_state_and_step():
    assert set(EXPECTED) == set(itertools.product(list(Use), list(Step)))
    assert {pair: state for pair, state in EXPECTED.items() if state is not None} == TABLE


@pytest.mark.parametrize("agreement", [None, "launch-notices"])
@pytest.mark.parametrize("state", list(Use), ids=str)
@pytest.mark.parametrize("step", list(Step), ids=str)
def test_every_step_in_every_state(state, step, agreement):
    logs = Logs()
    suspends = Suspension() if agreement is None else AgreementSuspended(agreement=agreement)
    resumes = Resumption() if agreement is None else AgreementResumed()
    old = logs.say("XAA", suspends)
    logs.say("XAA", resumes, old)
    newest = logs.say("XAA", suspends) if state is Use.SUSPENDED else old
    before = logs.told()
    assert (before.standing("XAA", agreement) is not None) == (state is Use.SUSPENDED)
    match step:
        case Step.SUSPENDS:
            logs.say("XAA", suspends)
        case Step.RESUMES:
            logs.say("XAA", resumes, newest)
        case Step.RESUMES_OTHER:
            logs.say("XAA", resumes, old)
    after = logs.told()
    wanted = EXPECTED[state, step] or state
    assert (after.standing("XAA", agreement) is not None) == (wanted is Use.SUSPENDED or wanted == "suspended")
    assert len(after.without_effect) == (EXPECTED[state, step] is None)
    assert [spell.code for spell in after.all_standing()] == (["XAA"] if wanted == "suspended" else [])


def test_each_party_suspends_and_resumes_for_itself():
    logs = Logs()
    ours, theirs = logs.say("XAA", Suspension()), logs.say("XBB", Suspension())
    logs.say("XBB", Resumption(), ours)
    found = logs.told()
    assert [spell.code for spell in found.all_standing()] == ["XAA", "XBB"]
    assert [said.ref.code for said in found.without_effect] == ["XBB"]
    logs.say("XBB", Resumption(), theirs)
    assert [spell.code for spell in logs.told().all_standing()] == ["XAA"]


def test_line_and_agreements_are_apart():
    logs = Logs()
    line = logs.say("XAA", Suspension())
    notices = logs.say("XAA", AgreementSuspended(agreement="launch-notices"))
    logs.say("XAA", AgreementSuspended(agreement="visits"))
    logs.say("XAA", Resumption(), line)
    found = logs.told()
    assert [spell.agreement for spell in found.all_standing()] == ["launch-notices", "visits"]
    logs.say("XAA", AgreementResumed(), line)  # names no suspension of an agreement
    logs.say("XAA", Resumption(), notices)
    assert len(logs.told().all_standing()) == 2
    logs.say("XAA", AgreementResumed(), notices)
    assert [spell.agreement for spell in logs.told().all_standing()] == ["visits"]


def test_what_is_said_again_keeps_the_beginning_and_any_of_them_is_named():
    for named in (0, 1):
        logs = Logs()
        refs = [logs.say("XAA", Suspension(start=T + 99)), logs.say("XAA", Suspension(start=T + 199))]
        (spell,) = logs.told().all_standing()
        assert (spell.began.ref, spell.newest.ref, spell.began.since, spell.newest.since) == (*refs, T + 99, T + 199)
        logs.say("XAA", Resumption(), refs[named])
        (spell,) = logs.told().spells
        assert spell.ended.names == refs[named]


def test_since_is_the_entrys_own_time_unless_it_names_another():
    logs = Logs()
    logs.say("XAA", Suspension(), t=7)
    assert logs.told().all_standing()[0].began.since == 7


def test_a_resumption_that_names_the_suspension_only_second_ends_nothing():
    logs = Logs()
    line, notices = logs.say("XAA", Suspension()), logs.say("XAA", AgreementSuspended(agreement="a"))
    logs.say("XAA", AgreementResumed(), notices, line)
    logs.say("XAA", Resumption(), notices, line)
    found = logs.told()
    assert [spell.agreement for spell in found.all_standing()] == [None]
    assert [said.beside for said in found.without_effect] == [True]


SAID = st.lists(
    st.tuples(st.sampled_from(["XAA", "XBB"]), st.sampled_from(["s", "r", "as", "ar"]), st.integers(0, 9)), max_size=10
)


@given(SAID, st.integers(0, 2**32))
def test_any_order_of_arrival_tells_the_same(said, seed):
    logs = Logs()
    for code, what, number in said:
        targets = [entry.ref for entry in logs.entries]
        names = [targets[number % len(targets)]] if targets and what in {"r", "ar"} else []
        record = {
            "s": Suspension(),
            "r": Resumption(),
            "as": AgreementSuspended(agreement="a"),
            "ar": AgreementResumed(),
        }
        logs.say(code, record[what], *names)
    shuffled = logs.entries[:]
    Random(seed).shuffle(shuffled)
    assert told(logs.threads(shuffled)) == logs.told()
    for spell in logs.told().spells:
        assert spell.ended is None or spell.ended.ref.code == spell.code
