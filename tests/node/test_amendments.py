"""Amendments of the charter on real nodes back to back: in force, refused, withdrawn, crossing, hostile, across a restart."""

from __future__ import annotations

import msgspec
import pytest

from tests.forger import Forger
from tests.pair import Line, run
from tests.successors import roots, successor
from watchline.codec import decode
from watchline.keys import labelled_digest
from watchline.line import SuccessorState
from watchline.log import leaf_hash
from watchline.node import (
    FrameArrived,
    SayCharterAnswered,
    SayCharterProposed,
    SayMessage,
    Tick,
    live,
)
from watchline.record import (
    CharterInForce,
    CharterProposed,
    CharterSigned,
    Ref,
    Seen,
    ServiceMessage,
    read_charter,
    read_leaf,
)
from watchline.view import COMMON, LABEL, EntryRef, ref_key

NOON = [{"minute": 720, "circuit": "one"}]
EVENING = [{"minute": 1200, "circuit": "two"}]
FREE = {"posts": ["watch", "air"]}


def propose(member, **changes):
    return member.say(SayCharterProposed(charter=successor(member.node.core.charter, **changes)))


def answer(member, ref, how, text=""):
    return member.handle(SayCharterAnswered(ref=ref, how=how, text=text))[0]


def say(member, ref, how):
    reply = answer(member, ref, how)
    assert not reply.error, reply.error
    member.line.settle()
    return reply.ref


def in_force(member):
    return member.node.core.charter.hash


def states(member):
    return {item.proposer: item.state for item in member.node.core.amended.model.successors}


def headers(member, code):
    origin = member.line.charter.log(code, 1).origin()
    return [read_leaf(entry.leaf) for entry in member.store.held.entries(origin, 0, 10_000)]


def labels(member, ref):
    row = member.store.held.row(LABEL, ref_key(member.line.charter.line, ref))
    return [] if row is None else msgspec.msgpack.decode(row)[0]


def views(member):
    return {view: list(member.store.held.rows(view, b"", None, 100_000)) for view in COMMON}


def amend(line, proposer="XAA", **changes):
    """Carry an amendment through: proposed, signed by all, put in force."""
    ref = propose(line[proposer], **changes)
    line.settle()
    for code in line.members:
        if code != proposer:
            say(line[code], ref, "sign")
    say(line[proposer], ref, "enforce")
    return ref


def test_signed_by_all_and_in_force_both_nodes_work_by_the_new_charter():
    line = Line().open()
    a, b = line["XAA"], line["XBB"]
    old = in_force(a)
    ref = propose(a, calendar=NOON, precedence={"Z": 60, "O": 600, "P": 3600, "R": 7200}, **FREE)
    line.settle()
    assert states(a) == states(b) == {"XAA": SuccessorState.PROPOSED}
    assert "Not signed yet by XBB" in answer(a, ref, "enforce").error
    assert "Only XAA" in answer(b, ref, "enforce").error
    signed = say(b, ref, "sign")
    assert in_force(a) == in_force(b) == old
    assert states(b) == {"XAA": SuccessorState.SIGNED}
    decided = say(a, ref, "enforce")
    new = in_force(a)
    assert new == in_force(b) != old
    for member in (a, b):
        core = member.node.core
        assert live(core).next_test[0] % 86_400_000 == 720 * 60_000
        assert core.charter.precedence["Z"] == 60
        assert run(member.lock.pins())[f"charter/{line.charter.line.hex()}"] == new
    leaf = headers(a, "XAA")[int(decided.split("/")[-1])]
    assert leaf.charter == new
    assert [f"{item.code}/{item.epoch}/{item.index}" for item in leaf.refs] == [ref, signed]
    a.say(SayMessage(text="by the new one", post="air"))
    line.settle()
    said = b.say(SayMessage(text="so do we"))
    line.settle()
    assert {headers(b, "XAA")[-2].charter, headers(a, "XBB")[-1].charter} == {new}
    assert not labels(a, a.node.core.find(said))
    assert "not a post" in b.handle(SayMessage(text="x", post="sea"))[0].error
    line.wait(5)
    assert views(a) == views(b)
    assert not [key for member in (a, b) for key in member.alarms() if key.startswith(("entry/", "refused"))]


def test_the_calendar_changes_when_the_charter_does_and_what_was_due_before_stays():
    line = Line(calendar=[{"minute": 360, "circuit": "one"}]).open()
    a, b = line["XAA"], line["XBB"]
    line.wait(7 * 3600, 60)
    before = len([header for header in headers(a, "XAA") + headers(a, "XBB") if header.kind == "line_test"])
    assert before == 3, "two to open the line, one at 0600"
    amend(line, calendar=NOON)
    slots = {key for member in (a, b) for key in member.alarms() if key.startswith("slot/")}
    line.wait(4.5 * 3600, 60)
    assert len([header for header in headers(a, "XAA") + headers(a, "XBB") if header.kind == "line_test"]) == before
    line.wait(3600, 60)
    tests = [header for header in headers(a, "XAA") + headers(a, "XBB") if header.kind == "line_test"]
    assert len(tests) == before + 1
    new = {key for member in (a, b) for key in member.alarms() if key.startswith("slot/")} - slots
    assert all("/one" in key for key in new)
    assert not any(str(720 * 60_000) == key for key in slots)
    line.wait(19 * 3600, 60)
    assert len([header for header in headers(a, "XAA") + headers(a, "XBB") if header.kind == "line_test"]) == before + 1


def test_refused_is_dead_and_another_may_be_proposed():
    line = Line().open()
    a, b = line["XAA"], line["XBB"]
    ref = propose(a, calendar=NOON)
    line.settle()
    assert "signed" in a.handle(SayCharterProposed(charter=successor(line.charter, calendar=EVENING)))[0].error
    answer(b, ref, "refuse", "One test a day is too few.")
    line.settle()
    assert states(a) == states(b) == {"XAA": SuccessorState.REFUSED}
    assert "Nothing more can be done" in answer(a, ref, "enforce").error
    assert "Nothing more can be done" in answer(b, ref, "sign").error
    amend(line, "XBB", calendar=EVENING)
    assert in_force(a) == in_force(b) != line.charter.hash


def test_withdrawn_is_dead():
    line = Line().open()
    a, b = line["XAA"], line["XBB"]
    ref = propose(a, calendar=NOON)
    line.settle()
    say(b, ref, "sign")
    say(a, ref, "withdraw")
    assert states(a) == states(b) == {"XAA": SuccessorState.WITHDRAWN}
    assert "Nothing more can be done" in answer(a, ref, "enforce").error
    assert in_force(a) == in_force(b) == line.charter.hash
    amend(line, "XBB", calendar=EVENING)
    assert in_force(a) == in_force(b) != line.charter.hash


def test_two_rivals_crossing_are_both_shown_each_side_bound_by_its_own_until_one_is_withdrawn():
    line = Line().open()
    a, b = line["XAA"], line["XBB"]
    ours, theirs = propose(a, calendar=NOON), propose(b, calendar=EVENING)
    line.settle()
    assert states(a) == states(b) == {"XAA": SuccessorState.PROPOSED, "XBB": SuccessorState.PROPOSED}
    for member, rival in ((a, theirs), (b, ours)):
        assert "signed" in answer(member, rival, "sign").error
        assert member.handle(SayCharterProposed(charter=successor(line.charter, **FREE)))[0].error
    assert in_force(a) == in_force(b) == line.charter.hash
    say(a, ours, "withdraw")
    say(a, theirs, "sign")
    say(b, theirs, "enforce")
    assert in_force(a) == in_force(b) == labelled_digest("charter", successor(line.charter, calendar=EVENING))
    assert states(a) == states(b) == {"XAA": SuccessorState.WITHDRAWN, "XBB": SuccessorState.IN_FORCE}
    assert not a.node.core.amended.model.doubles


def test_an_old_successor_is_signed_by_nobody_once_another_is_in_force():
    line = Line("XAA XBB XCC").open()
    a, b, c = (line[code] for code in line.members)
    old = successor(line.charter, calendar=NOON)
    ref = a.say(SayCharterProposed(charter=old))
    line.settle()
    say(a, ref, "withdraw")
    amend(line, "XBB", calendar=EVENING)
    assert in_force(a) == in_force(b) == in_force(c)
    assert "No such proposal" in answer(c, ref, "sign").error
    assert "another charter than the one in force" in c.handle(SayCharterProposed(charter=old))[0].error


class Hostile(Forger):
    """A party that is played by hand from some moment on."""

    def take_over(self):
        """Go on with the log of the node that is played."""
        for entry in self.line[self.code].store.held.entries(self.origin, 0, 1000):
            self.leaves.append(entry.leaf)
            self.bodies.append((entry.index, entry.salt, entry.body))
        self.frontier, _ = self.frontier.extended([leaf_hash(leaf) for leaf in self.leaves])
        return self

    def ref(self, code, index):
        if code == self.code:
            return Ref(code, 1, index, leaf_hash(self.leaves[index]))
        entry = self.receiver.store.held.entry(self.line.charter.log(code, 1).origin(), index)
        return Ref(code, 1, index, entry.leaf_hash)

    def seen(self):
        head = self.receiver.node.core.own.head
        return (Seen(self.to, 1, head.size, head.root),)

    def put(self, record, **changes):
        start = len(self.leaves)
        self.write(record, seen=self.seen(), **changes)
        self.send(self.append(start))
        return EntryRef(self.code, 1, start)


def test_a_peers_signature_of_an_old_successor_and_its_decision_without_ours_have_no_effect():
    line = Line().open()
    forger = Hostile(line, "XAA", "XBB").take_over()
    b = line["XBB"]
    first = b.say(SayCharterProposed(charter=successor(line.charter, calendar=NOON)))
    at = int(first.split("/")[-1])
    b.say(SayCharterAnswered(ref=first, how="withdraw"))
    forger.put(CharterSigned(), refs=(forger.ref("XBB", at),))
    assert states(b) == {"XBB": SuccessorState.WITHDRAWN}
    assert [words for _, words in b.node.core.amended.model.without_effect] == ["The successor was refused or withdrawn already."]  # fmt: skip
    theirs = forger.put(CharterProposed(charter=successor(line.charter, calendar=EVENING)))
    decided = forger.put(CharterInForce(), refs=(forger.ref("XAA", theirs.index),))
    assert in_force(b) == line.charter.hash
    assert "names no signature of XBB" in b.node.core.amended.model.without_effect[-1][1]
    new = labelled_digest("charter", successor(line.charter, calendar=EVENING))
    claimed = forger.put(CharterSigned(), refs=(forger.ref("XBB", at),), charter=new)
    assert labels(b, claimed) == ["foreign_charter"]
    assert not labels(b, decided)
    b.say(SayCharterAnswered(ref=theirs.text(), how="sign"))
    assert in_force(b) == line.charter.hash, "a decision that came before the signature decides nothing"
    signed = b.node.core.own.size - 1
    last = forger.put(CharterInForce(), refs=(forger.ref("XAA", theirs.index), forger.ref("XBB", signed)), charter=new)
    assert in_force(b) == new
    assert not labels(b, last)
    assert labels(b, forger.put(CharterSigned(), refs=(forger.ref("XBB", at),))) == ["foreign_charter"]


def test_two_signatures_against_the_rule_are_evidence_and_an_alarm():
    line = Line().open()
    forger = Hostile(line, "XAA", "XBB").take_over()
    b = line["XBB"]
    forger.put(CharterProposed(charter=successor(line.charter, calendar=EVENING)))
    forger.put(CharterProposed(charter=successor(line.charter, calendar=NOON)))
    (double,) = b.node.core.amended.model.doubles
    assert double.author == "XAA"
    assert "signed two successors" in b.alarms()["double/XAA"]


def test_what_is_never_delivered_silences_a_second_signature_only_for_a_while():
    line = Line().open()
    forger = Hostile(line, "XAA", "XBB").take_over()
    b = line["XBB"]
    forger.put(CharterProposed(charter=successor(line.charter, calendar=EVENING)))
    beyond = Seen("XBB", 1, b.node.core.own.size + 5, bytes(32))
    forger.seen = lambda: (beyond,)
    forger.put(CharterProposed(charter=successor(line.charter, calendar=NOON)))
    assert b.node.core.amended.model.doubles
    assert "double/XAA" not in b.alarms(), "it may be on its way"
    line.wait(line.charter.windows.held_s + 10, step=5)
    assert "entries before it that are not here" in b.alarms()["double/XAA"]


def test_what_a_third_party_lists_as_seen_excuses_no_second_signature():
    line = Line("XAA XBB XCC").open()
    b = line["XBB"]
    third = Hostile(line, "XCC", "XBB").take_over()
    third.seen = lambda: (Seen("XBB", 1, b.node.core.own.size + 5, bytes(32)),)
    third.put(ServiceMessage(text="We have seen more of you.", language="en"))
    assert any(log.unresolved >= 0 for log in b.node.core.logs.values())
    forger = Hostile(line, "XAA", "XBB").take_over()
    forger.put(CharterProposed(charter=successor(line.charter, calendar=EVENING)))
    forger.put(CharterProposed(charter=successor(line.charter, calendar=NOON)))
    assert "signed two successors" in b.alarms()["double/XAA"]


def test_a_proposal_that_is_no_charter_changes_nothing():
    line = Line().open()
    forger = Hostile(line, "XAA", "XBB").take_over()
    b = line["XBB"]
    ref = forger.put(CharterProposed(charter=b"\xff"))
    assert b.node.core.amended.model.successors == ()
    assert "No such proposal" in answer(b, ref.text(), "sign").error
    other = Line(title="another").charter
    forger.put(CharterProposed(charter=successor(other)))
    assert b.node.core.amended.model.successors == ()


def test_a_party_that_signs_and_vanishes_leaves_the_old_charter_in_force():
    line = Line().open()
    a, b = line["XAA"], line["XBB"]
    ref = propose(a, calendar=NOON)
    line.settle()
    b.say(SayCharterAnswered(ref=ref, how="sign"))
    b.running = False
    line.flying.clear()
    for circuit in line.charter.circuits:
        line.disconnect(circuit, "XAA", "XBB")
    assert "Not signed yet by XBB" in answer(a, ref, "enforce").error
    line.wait(600)
    assert in_force(a) == line.charter.hash
    assert a.handle(SayCharterProposed(charter=successor(line.charter, calendar=EVENING)))[0].error
    say(a, ref, "withdraw")
    assert a.say(SayCharterProposed(charter=successor(line.charter, calendar=EVENING)))


@pytest.mark.parametrize("at", ["proposed", "signed", "in force"])
def test_a_restart_in_the_middle_changes_nothing(at):
    line = Line().open()
    a, b = line["XAA"], line["XBB"]

    def restart(when):
        if at == when:
            for member in (a, b):
                before = member.node.core.charter.hash, states(member)
                member.load()
                assert (member.node.core.charter.hash, states(member)) == before
            line.up.clear()
            line.connect_all()
            line.settle()

    ref = propose(a, calendar=NOON, clock_ms=5_000)
    line.settle()
    restart("proposed")
    say(b, ref, "sign")
    restart("signed")
    say(a, ref, "enforce")
    restart("in force")
    for member in (a, b):
        assert member.node.core.charter.clock_ms == 5_000
        assert live(member.node.core).next_test[0] % 86_400_000 == 720 * 60_000
        assert [term.charter.hash for term in member.node.core.terms] == [line.charter.hash, in_force(member)]
    a.say(SayMessage(text="after it"))
    line.settle()
    assert headers(b, "XAA")[-1].charter == in_force(b)


def test_three_parties_and_one_that_is_late():
    line = Line("XAA XBB XCC").open()
    a, b, c = (line[code] for code in line.members)
    ref = propose(a, calendar=NOON)
    line.settle()
    say(b, ref, "sign")
    assert "Not signed yet by XCC" in answer(a, ref, "enforce").error
    say(c, ref, "sign")
    for circuit in line.charter.circuits:
        line.disconnect(circuit, "XAA", "XCC")
        line.disconnect(circuit, "XBB", "XCC")
    say(a, ref, "enforce")
    assert in_force(a) == in_force(b) != in_force(c) == line.charter.hash
    old = c.say(SayMessage(text="I know nothing of it"))
    line.wait(40)
    assert in_force(a) == in_force(b) == in_force(c)
    assert not labels(a, a.node.core.find(old))
    line.wait(5)
    assert views(a) == views(b) == views(c)


def test_an_entry_under_a_charter_whose_decision_is_not_here_yet_loses_its_label_when_it_comes():
    line = Line("XAA XBB XCC").open()
    a, b, c = (line[code] for code in line.members)
    ref = propose(a, calendar=NOON)
    line.settle()
    say(b, ref, "sign")
    say(c, ref, "sign")
    for circuit in line.charter.circuits:
        line.disconnect(circuit, "XAA", "XCC")
        line.disconnect(circuit, "XBB", "XCC")
    say(a, ref, "enforce")
    said = b.say(SayMessage(text="under the new one", to=("XAA",)))
    line.settle()
    place = b.node.core.find(said)
    for circuit in line.charter.circuits:
        line.connect(circuit, "XBB", "XCC")
    seen_foreign = False
    while line.flying:
        circuit, sender, receiver, frame = line.flying.popleft()
        line[receiver].handle(FrameArrived(circuit=circuit, peer=sender, frame=frame))
        seen_foreign = seen_foreign or "foreign_charter" in labels(c, place)
    for _ in range(60):
        line.mono += 1000
        line.wall += 1000
        for member in (b, c):
            member.handle(Tick())
        line.settle()
    assert seen_foreign, "it came before what it rests on"
    assert labels(c, place) == []
    assert in_force(c) == in_force(a)
    line.wait(30)
    assert views(a) == views(b) == views(c)


def test_one_amendment_after_the_other():
    line = Line().open()
    a, b = line["XAA"], line["XBB"]
    amend(line, calendar=NOON)
    first = in_force(a)
    amend(line, "XBB", calendar=EVENING)
    assert in_force(a) == in_force(b) != first
    assert [term.charter.hash for term in a.node.core.terms] == [line.charter.hash, first, in_force(a)]
    line.wait(5)
    assert views(a) == views(b)


def test_circuits_that_remain():
    line = Line().open()
    a, b = line["XAA"], line["XBB"]
    amend(line, circuits=[{"name": "two", "carrier": "direct"}, {"name": "new", "carrier": "direct"}], calendar=EVENING)
    for member in (a, b):
        (peer,) = live(member.node.core).peers
        assert [(item.name, item.alive) for item in peer.circuits] == [("two", True), ("new", False)]
    line.wait(60)
    assert not any("/one" in name for member in (a, b) for name in member.alarms() if name.startswith("circuit/"))
    assert "circuit/XBB/new" in a.alarms()
    assert a.say(SayMessage(text="still heard"))
    line.settle()


CONFIDENTIAL = {"record_class": {"confidential": ["message"]}}


def with_roots(member, ref, signatures):
    return member.handle(SayCharterAnswered(ref=ref, how="enforce", signatures=signatures))[0]


def agreed(line, **changes):
    """Propose and let every other party sign; return reference and charter."""
    ref = propose(line["XAA"], **changes)
    line.settle()
    for code in list(line.members)[1:]:
        say(line[code], ref, "sign")
    return ref, read_charter(successor(line.charter, **changes))


def test_a_change_of_record_classes_is_in_force_with_every_root_and_not_before():
    line = Line().open()
    a, b = line["XAA"], line["XBB"]
    ref, charter = agreed(line, **CONFIDENTIAL)
    both = roots(line, charter)
    other = read_charter(successor(line.charter, calendar=NOON))
    for given, named in (
        ((), "XAA, XBB"),
        (roots(line, charter, "XAA"), "XBB"),
        ((*roots(line, charter, "XAA"), *roots(line, other, "XBB")), "XBB"),
        (tuple(("XBB" if code == "XAA" else "XAA", signature) for code, signature in both), "XAA, XBB"),
        (tuple((code, signature[:-1] + bytes([signature[-1] ^ 1])) for code, signature in both), "XAA, XBB"),
    ):
        reply = with_roots(a, ref, given)
        assert f"that of {named} has not" in reply.error
        assert "record_class" in reply.error
    assert in_force(a) == line.charter.hash
    reply = with_roots(a, ref, both)
    assert not reply.error, reply.error
    line.settle()
    assert in_force(a) == in_force(b) == charter.hash
    for member in (a, b):
        before = in_force(member)
        member.load()
        assert in_force(member) == before
    assert views(a) == views(b)


@pytest.mark.parametrize("given", ["none", "one", "forged"])
def test_a_decision_without_every_root_counts_for_nothing_wherever_it_came_from(given):
    line = Line().open()
    forger = Hostile(line, "XAA", "XBB").take_over()
    b = line["XBB"]
    charter = read_charter(successor(line.charter, **CONFIDENTIAL))
    theirs = forger.put(CharterProposed(charter=charter.data))
    b.say(SayCharterAnswered(ref=theirs.text(), how="sign"))
    refs = (forger.ref("XAA", theirs.index), forger.ref("XBB", b.node.core.own.size - 1))
    signatures = {"none": (), "one": roots(line, charter, "XAA"), "forged": (*roots(line, charter, "XAA"), ("XBB", bytes(64)))}[given]  # fmt: skip
    decided = forger.put(CharterInForce(signatures=list(signatures)), refs=refs, charter=charter.hash)
    assert in_force(b) == line.charter.hash
    assert labels(b, decided) == ["foreign_charter"]
    ((_act, words),) = b.node.core.amended.model.without_effect
    assert "by the root of" in words
    assert "XBB" in words
    forger.put(CharterInForce(signatures=list(roots(line, charter))), refs=refs, charter=charter.hash)
    assert in_force(b) == charter.hash


def test_what_can_be_no_successor_is_refused_in_words():
    line = Line().open()
    a = line["XAA"]
    parties = decode(line.charter.data)["parties"]
    other = decode(Line("X1 X2 XCC").charter.data)["parties"][2]
    for data, words in (
        (b"\xff", "no charter"),
        (line.charter.data, "founding"),
        (successor(line.charter), "nothing else"),
        (successor(line.charter, calendar=NOON, generation=1), "generation"),
        (successor(line.charter, parties=[*parties, other]), "generation"),
        (successor(line.charter, parties=[parties[0], parties[1] | {"root": other["root"]}], generation=1), "another root for XBB"),
    ):  # fmt: skip
        assert words in a.handle(SayCharterProposed(charter=data))[0].error


def test_a_restored_node_does_not_sign_a_second_successor():
    line = Line().open()
    a, b = line["XAA"], line["XBB"]
    pin = f"signed/{line.charter.line.hex()}"
    ref = propose(a, calendar=NOON)
    assert run(a.lock.pins())[pin][:32] == labelled_digest("charter", successor(line.charter, calendar=NOON))
    line.settle()
    b.node.core.pinned = {pin: b"s" * 32 + line.charter.hash + b"XBB"}
    assert "anchor store knows that we signed another" in answer(b, ref, "sign").error
    b.node.core.pinned = {pin: b"s" * 32 + b"o" * 32 + b"XBB"}
    say(b, ref, "sign")
    assert run(b.lock.pins())[pin].endswith(b"XAA")
    say(a, ref, "enforce")
    assert run(a.lock.pins())[pin] == b""
