"""Amendments that change the parties: every sequence of acts with roots that signed or not, a party that left, one that joins."""

from __future__ import annotations

from tests.line.test_amendment import FOUNDING, IN_FORCE, ONE_EACH, PROPOSED, S1, S2, SIGNED, THREE, TWO, Logs, every
from tests.pair import Party, found
from watchline.codec import decode, encode
from watchline.line import (
    Left,
    Stood,
    SuccessorState,
    amendments,
    changes_parties,
    history,
    next_moves,
    root_signatures_needed,
    why_no_successor,
    why_not,
)
from watchline.record import read_charter

JOINED, LEFT = (*TWO, "XCC"), ("XAA", "XBB")


def judged(logs, *, unsigned=(), parties=None, left=(), stood=()):
    """What a record says if these roots have not signed each decision."""
    acts = [act._replace(unsigned=tuple(unsigned)) if act.kind is IN_FORCE else act for act in logs.acts]
    return amendments(logs.codes, FOUNDING, acts, parties=parties, left=left, history=history(stood))


def test_every_record_of_two_parties_with_and_without_every_root():
    """Without a root nothing comes into force; with all of them exactly what would without the rule. Nothing else differs."""
    came = 0
    for logs in every(TWO, ONE_EACH, 4):
        plain = logs.found
        lacking = judged(logs, unsigned=("XCC",), parties={S1: JOINED, S2: JOINED})
        whole = judged(logs, parties={S1: JOINED, S2: JOINED})
        assert lacking.decisions == ()
        assert lacking.codes == TWO
        assert [hash_ for hash_, _ in whole.decisions] == [hash_ for hash_, _ in plain.decisions]
        assert whole.doubles == plain.doubles
        assert whole.codes == (JOINED if whole.decisions else TWO)
        came += bool(whole.decisions)
    assert came


def test_every_record_of_three_parties_one_of_whom_left():
    """Who left is asked by no successor that does not name it, and by every other one as before; only the rest decide."""
    names = {S1: LEFT, S2: THREE}
    left = [Left("XCC", FOUNDING, "XAA", (1, -1))]  # before everything that its recorder wrote
    came = 0
    for logs in every(THREE, ONE_EACH, 4, partial=False):
        told = judged(logs, unsigned=("XCC",), parties=names, left=left)
        for hash_, _act in told.decisions:
            came += 1
            assert hash_ == S1, "one that names who left needs its root as before"
            signed = {act.author for act in logs.acts if act.kind in {PROPOSED, SIGNED} and act.successor == hash_}
            assert signed >= set(LEFT)
            assert told.codes == LEFT
        for successor in told.successors:
            assert successor.asked == (LEFT if successor.hash == S1 else THREE)
    assert came


def through(codes, *acts, **how):
    logs = Logs(codes)
    for code, kind, successor, proposer in acts:
        logs = logs.say(code, kind, successor, proposer)
    return judged(logs, **how)


def test_a_statement_to_leave_counts_only_to_who_had_it_before_him():
    logs = Logs(THREE).say("XAA", PROPOSED, S1, "XAA").say("XBB", SIGNED, S1, "XAA").say("XAA", IN_FORCE, S1, "XAA")
    for place, counts in (("XAA", (1, 0)), True), (("XAA", (1, 2)), False), (("XBB", (1, 0)), True), (("XBB", (1, 5)), False):  # fmt: skip
        found = judged(logs, unsigned=("XCC",), parties={S1: LEFT}, left=[Left("XCC", FOUNDING, *place)])
        assert found.in_force == (S1 if counts else FOUNDING)
        assert counts or "XCC" in found.without_effect[0][1]


def test_a_statement_of_another_charter_or_from_before_a_party_was_admitted_anew_counts_no_more():
    logs = Logs(THREE).say("XAA", PROPOSED, S1, "XAA").say("XBB", SIGNED, S1, "XAA").say("XCC", SIGNED, S1, "XAA")
    logs = logs.say("XAA", IN_FORCE, S1, "XAA")
    assert judged(logs, parties={S1: THREE}, left=[Left("XCC", FOUNDING, "XBB", (1, 0))]).left == ("XCC",)
    assert judged(logs, parties={S1: LEFT}, left=[Left("XCC", FOUNDING, "XBB", (1, 0))]).left == ()
    assert judged(logs, parties={S1: THREE}, left=[Left("XCC", S2, "XBB", (1, 0))]).left == ()


def test_the_parties_of_the_charter_in_force_decide_the_next_one():
    logs = Logs(JOINED).say("XAA", PROPOSED, S1, "XAA").say("XBB", SIGNED, S1, "XAA").say("XAA", IN_FORCE, S1, "XAA")
    first = amendments(TWO, FOUNDING, logs.acts, parties={S1: JOINED})
    assert first.codes == JOINED
    assert why_not(first, "XCC", PROPOSED, S2, "XCC") == ""
    later = logs.say("XCC", PROPOSED, S2, "XCC", prev=S1).say("XAA", SIGNED, S2, "XCC", prev=S1)
    short = later.say("XCC", IN_FORCE, S2, "XCC", prev=S1)
    assert amendments(TWO, FOUNDING, short.acts, parties={S1: JOINED}).in_force == S1
    later = later.say("XBB", SIGNED, S2, "XCC", prev=S1).say("XCC", IN_FORCE, S2, "XCC", prev=S1)
    assert amendments(TWO, FOUNDING, later.acts, parties={S1: JOINED}).in_force == S2
    gone = amendments(JOINED, FOUNDING, logs.say("XCC", SIGNED, S1, "XAA").say("XAA", IN_FORCE, S1, "XAA").acts, parties={S1: LEFT})  # fmt: skip
    assert gone.codes == LEFT
    assert "no party" in why_not(gone, "XCC", PROPOSED, S2, "XCC")
    assert not next_moves(gone, "XCC")


def test_an_epoch_opened_for_a_charter_works_by_it_though_its_decision_is_not_seen():
    """A party that joined holds none of the older entries; a party that was there knows them by its own log."""
    logs = Logs(TWO).say("XAA", PROPOSED, S1, "XAA").say("XBB", SIGNED, S1, "XAA").say("XAA", IN_FORCE, S1, "XAA")
    opened = [Stood(code, (epoch, 0), code, epoch - 1, size, S1) for code, epoch, size in (("XAA", 2, 2), ("XBB", 2, 1), ("XCC", 1, 0))]  # fmt: skip
    found = judged(logs, parties={S1: JOINED}, stood=opened)
    for code, epoch in (("XAA", 2), ("XBB", 2), ("XCC", 1)):
        assert found.charter_at(code, (epoch, 0), ()) == S1
        assert found.charter_at(code, (epoch, 7), ()) == S1
    assert found.charter_at("XBB", (1, 1), ()) == FOUNDING
    newcomer = amendments(JOINED, S1, ())
    assert newcomer.charter_at("XAA", (2, 3), ()) == S1


def test_a_refused_signature_of_the_leaver_binds_nobody_any_longer():
    found = through(THREE, ("XAA", PROPOSED, S1, "XAA"), ("XBB", SIGNED, S1, "XAA"))
    assert found.successors[0].state is SuccessorState.PROPOSED
    left = [Left("XCC", FOUNDING, "XBB", (1, -1))]
    found = through(THREE, ("XAA", PROPOSED, S1, "XAA"), ("XBB", SIGNED, S1, "XAA"), parties={S1: LEFT}, left=left)
    assert found.successors[0].state is SuccessorState.SIGNED
    assert why_not(found, "XAA", IN_FORCE, S1, "XAA") == ""


PARTIES = [Party(code, number) for number, code in enumerate(THREE, 1)]
CHARTER, _ = found(PARTIES[:2])
WIDER, _ = found(PARTIES)


def later(before, **changes):
    fields = {name: value for name, value in decode(before.data).items() if name != "nonce"}
    return read_charter(encode(dict(sorted((fields | {"line": before.line, "prev": before.hash} | changes).items()))))


def test_who_joins_and_who_leaves_is_a_change_of_parties_and_their_order_only_needs_the_roots():
    every_party = decode(WIDER.data)["parties"]
    for before, after, changed in (
        (CHARTER, every_party, True),
        (WIDER, every_party[:2], True),
        (CHARTER, every_party[:2][::-1], False),
        (CHARTER, every_party[:2], False),
    ):
        new = later(before, parties=after, generation=int(changed), clock_ms=1)
        assert changes_parties(before, new) == changed
        assert bool(root_signatures_needed(before, new)) == (after != decode(before.data)["parties"])
        assert why_no_successor(before, new) == ""
        assert "generation" in why_no_successor(before, later(before, parties=after, generation=2, clock_ms=1))
    assert root_signatures_needed(CHARTER, later(CHARTER, retention=1)) == ("retention",)


def test_a_code_is_given_once_on_a_line():
    new = later(CHARTER, parties=decode(WIDER.data)["parties"], generation=1)
    assert "XCC was a party of this line once" in why_no_successor(CHARTER, new, ("XAA", "XBB", "XCC"))
