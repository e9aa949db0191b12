"""Amendment: every sequence of acts up to a length, for two and three parties with two rival successors (PROTOCOL 6.3 to 6.5)."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pair import Party, found
from watchline.codec import decode, encode
from watchline.line import (
    Act,
    ActKind,
    Double,
    SuccessorState,
    amendments,
    changed_fields,
    next_moves,
    root_signatures_needed,
    why_no_successor,
    why_not,
)
from watchline.line.acts import UNDECIDED
from watchline.record import read_charter

FOUNDING, S1, S2, S3 = (sha256(name).digest() for name in (b"founding", b"one", b"two", b"three"))
PROPOSED, SIGNED, REFUSED, IN_FORCE, WITHDRAWN = ActKind
TWO, THREE = ("XAA", "XBB"), ("XAA", "XBB", "XCC")


class Logs:
    """Logs of parties, written act by act; ``seen`` of an entry is what its author had synchronised before. A value."""

    def __init__(self, codes, acts=(), known=None):
        self.codes, self.acts = codes, acts
        self.known = known or {code: {} for code in codes}

    def sync(self, code, others=None):
        """The author's node holds and cosigns the logs of the others, whole."""
        sizes = {other: self.size(other) for other in others or self.codes if other != code}
        return Logs(self.codes, self.acts, self.known | {code: self.known[code] | sizes})

    def size(self, code):
        return sum(act.author == code for act in self.acts)

    def say(self, code, kind, successor, proposer, *, prev=FOUNDING, refs=None, void=False, sync=True):
        if sync:
            return self.sync(code).say(code, kind, successor, proposer, prev=prev, refs=refs, void=void, sync=False)
        seen = tuple((other, 1, size) for other, size in sorted(self.known[code].items()) if size)
        if refs is None:
            held = {other: size for other, _, size in seen}
            refs = tuple(
                act.leaf
                for act in self.acts
                if kind is IN_FORCE and act.kind is SIGNED and act.successor == successor
                if act.place[1] < held.get(act.author, 0)
            )
        place = (1, self.size(code))
        leaf = sha256(repr((code, place, kind, successor, proposer, prev, seen, refs)).encode()).digest()
        act = Act(kind, code, place, leaf, successor, prev, proposer, seen, refs, void)
        return Logs(self.codes, (*self.acts, act), self.known)

    @property
    def found(self):
        return amendments(self.codes, FOUNDING, self.acts)

    def identity(self):
        known = tuple((code, tuple(sorted((o, n) for o, n in self.known[code].items() if n))) for code in self.codes)
        return frozenset(self.acts), known


def after(prev, successor):
    """A charter holds the hash of the one that it replaces, so none follows itself."""
    return successor if prev == FOUNDING else sha256(prev + successor).digest()


def play(codes, *steps):
    logs = Logs(codes)
    for code, kind, successor, proposer in steps:
        logs = logs.say(code, kind, successor, proposer)
    return logs


def check(logs):
    """What holds of every record, honest or not."""
    found = logs.found
    chain = [FOUNDING, *(charter for charter, _ in found.decisions)]
    assert [act.prev for _, act in found.decisions] == chain[:-1], "the chain is broken"
    assert len(set(chain)) == len(chain), "two in force with one prev"
    in_force = [successor for successor in found.successors if successor.state is SuccessorState.IN_FORCE]
    assert {successor.hash for successor in in_force} == {charter for charter, _ in found.decisions}
    assert len({successor.prev for successor in in_force}) == len(in_force), "two in force with one prev"
    for successor in found.successors:
        if successor.state is SuccessorState.IN_FORCE:
            assert set(successor.signed) == set(logs.codes), "in force without everybody's signature"
            rivals = [other for other in found.successors if other.prev == successor.prev and other is not successor]
            assert all(other.dead for other in rivals), "a rival of the charter in force is alive"
            assert not successor.refused
        assert not set(successor.signed) & set(successor.refused)
        assert successor.dead == (successor.state not in UNDECIDED and successor.state is not SuccessorState.IN_FORCE)
    for double in found.doubles:
        pair = [act for act in logs.acts if act.leaf in {double.earlier, double.later}]
        assert len(pair) == 2
        assert {act.author for act in pair} == {double.author}, "evidence is two entries of one log"
        assert all(act.kind in {PROPOSED, SIGNED} for act in pair)
        assert len({(act.successor, act.proposer) for act in pair}) == 2
    counted = {leaf for successor in found.successors for leaf in successor.signed.values()}
    assert not counted & {double.later for double in found.doubles}, "a second signature counts"
    return found


def steps_of(codes, rivals, *, partial):
    """Every act that a party may write, honest or not, about two rivals; partial: with and without the newest of the others."""
    for successor, proposer in rivals:
        for code in codes:
            for kind in (PROPOSED, IN_FORCE, WITHDRAWN) if code == proposer else (SIGNED, REFUSED):
                for sync in (True, False) if partial else (True,):
                    yield code, kind, successor, proposer, sync


def every(codes, rivals, length, *, partial=True, repeats=False):
    """Yield every record of up to ``length`` acts once, whatever the order in which it was written."""
    steps = list(steps_of(codes, rivals, partial=partial))
    level = {Logs(codes).identity(): Logs(codes)}
    for _ in range(length):
        following = {}
        for logs in level.values():
            written = {(act.author, act.kind, act.successor, act.proposer) for act in logs.acts}
            for code, kind, successor, proposer, sync in steps:
                if not repeats and (code, kind, successor, proposer) in written:
                    continue
                longer = logs.say(code, kind, successor, proposer, sync=sync)
                following.setdefault(longer.identity(), longer)
        yield from following.values()
        level = following


ONE_EACH = ((S1, "XAA"), (S2, "XBB"))
BOTH_BY_ONE = ((S1, "XAA"), (S2, "XAA"))
SAME_BYTES = ((S1, "XAA"), (S1, "XBB"))


@pytest.mark.parametrize(("rivals", "length"), [(ONE_EACH, 5), (BOTH_BY_ONE, 4), (SAME_BYTES, 4)])
def test_every_record_of_two_parties_and_two_rivals(rivals, length):
    records = in_force = doubles = 0
    for logs in every(TWO, rivals, length):
        found = check(logs)
        records += 1
        in_force += bool(found.decisions)
        doubles += bool(found.doubles)
    assert records > 2_000
    assert in_force, "no record brings a charter into force: the enumeration is too short"
    assert doubles


def test_every_record_of_three_parties_and_two_rivals():
    records = in_force = 0
    for logs in every(THREE, ONE_EACH, 4, partial=False):
        in_force += bool(check(logs).decisions)
        records += 1
    assert records > 5_000
    assert in_force, "no record brings a charter into force: the enumeration is too short"


@pytest.mark.parametrize("rivals", [ONE_EACH, BOTH_BY_ONE])
def test_an_answer_given_twice_changes_nothing(rivals):
    for logs in every(TWO, rivals, 3, repeats=True):
        check(logs)


def honest(codes, length, seeds=ONE_EACH):
    """Yield every record that parties write who keep to ``next_moves`` of what they hold, up to ``length`` acts."""
    level = {Logs(codes).identity(): Logs(codes)}
    for _ in range(length):
        following = {}
        for logs in level.values():
            for code in codes:
                for held in (logs, logs.sync(code)):
                    sizes = held.known[code] | {code: held.size(code)}
                    mine = [act for act in held.acts if act.place[1] < sizes.get(act.author, 0)]
                    found = amendments(codes, FOUNDING, mine)
                    for kind, successor in next_moves(found, code):
                        own = [(after(found.in_force, one), by) for one, by in seeds if by == code]
                        fresh = [(one, by) for one, by in own if not why_not(found, code, kind, one, by)]
                        for hash_, proposer in [(successor.hash, successor.proposer)] if successor else fresh:
                            longer = held.say(code, kind, hash_, proposer, prev=found.in_force, sync=False)
                            following.setdefault(longer.identity(), longer)
        yield from following.values()
        level = following


@pytest.mark.parametrize(("codes", "length"), [(TWO, 8), (THREE, 6)])
def test_parties_that_keep_to_what_they_may_write_leave_no_evidence(codes, length):
    ends = set()
    for logs in honest(codes, length):
        found = check(logs)
        assert found.doubles == ()
        ends |= {successor.state for successor in found.successors}
        late = {reason for _, reason in found.without_effect}
        assert late <= CROSSED, "an act that was allowed had no effect, and not because it crossed another on its way"
    assert ends == set(SuccessorState)


CROSSED = {
    # Its author had not seen what the other had written; allowed, and without effect.
    "The successor was refused or withdrawn already.",
    "A successor of the same charter was in force already.",
}


ALL_STEPS = {codes: list(steps_of(codes, (*ONE_EACH, (S3, codes[-1])), partial=True)) for codes in (TWO, THREE)}


@st.composite
def records(draw, most=14):
    """Return logs of honest and dishonest acts, some void, over two generations of charters."""
    codes = draw(st.sampled_from([TWO, THREE]))
    logs = Logs(codes)
    for _ in range(draw(st.integers(1, most))):
        found = logs.found
        if draw(st.booleans()) and (moves := [(c, move) for c in codes for move in next_moves(found, c)]):
            code, move = draw(st.sampled_from(moves))
            successor = move.successor
            fresh = after(found.in_force, draw(st.sampled_from([S1, S2, S3])))
            named = (successor.hash, successor.proposer) if successor else (fresh, code)
            logs = logs.say(code, move.kind, *named, prev=found.in_force)
        else:
            code, kind, successor, proposer, sync = draw(st.sampled_from(ALL_STEPS[codes]))
            prev = draw(st.sampled_from([FOUNDING, found.in_force, S1]))
            void = draw(st.integers(0, 5)) == 0
            logs = logs.say(code, kind, after(prev, successor), proposer, prev=prev, void=void, sync=sync)
    return logs


@given(records())
def test_longer_records_keep_the_rules(logs):
    check(logs)


@given(records(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nothing_and_neither_do_repeats(logs, random):
    shuffled = [*logs.acts, *random.sample(logs.acts, random.randint(0, len(logs.acts)))]
    random.shuffle(shuffled)
    assert amendments(logs.codes, FOUNDING, shuffled) == logs.found


@given(records(), st.integers(0, 14))
def test_what_came_into_force_stays_in_force_whatever_comes_later(logs, cut):
    earlier = amendments(logs.codes, FOUNDING, logs.acts[:cut])
    assert logs.found.decisions[: len(earlier.decisions)] == earlier.decisions
    assert set(logs.found.doubles) >= set(earlier.doubles)


@given(records())
def test_an_act_that_is_allowed_counts_and_one_that_is_not_changes_nothing(logs):
    found = logs.found
    for code in logs.codes:
        moves = {(kind, s.hash, s.proposer) for kind, s in next_moves(found, code) if s is not None}
        for successor in found.successors:
            for kind in (SIGNED, REFUSED, IN_FORCE, WITHDRAWN):
                if successor.prev != found.in_force:
                    continue
                longer = logs.say(code, kind, successor.hash, successor.proposer, prev=successor.prev)
                counts = longer.acts[-1] not in [act for act, _ in longer.found.without_effect]
                allowed = (kind, successor.hash, successor.proposer) in moves
                assert allowed == counts or (counts and kind in {REFUSED, WITHDRAWN} and successor.dead)
                assert allowed == (not why_not(found, code, kind, successor.hash, successor.proposer))


@given(records())
def test_a_leaf_names_the_newest_charter_that_its_author_had_before_him(logs):
    found = logs.found
    for code in logs.codes:
        everything = [(other, 1, logs.size(other)) for other in logs.codes if other != code]
        assert found.charter_at(code, (1, logs.size(code)), everything) == found.in_force
        assert found.charter_at(code, (1, 0), []) in {FOUNDING, *(c for c, a in found.decisions if a.place == (1, 0))}
    for charter, act in found.decisions:
        assert found.charter_at(act.author, act.place, act.seen) == charter, "the entry itself names it"


# -- one plot each ------------------------------------------------------------------------------------------------------


def test_an_amendment_as_it_should_be():
    logs = play(THREE, ("XAA", PROPOSED, S1, "XAA"), ("XBB", SIGNED, S1, "XAA"))
    assert logs.found.in_force == FOUNDING
    assert list(logs.found.successors[0].signed) == ["XAA", "XBB"]
    assert "XCC" in why_not(logs.found, "XAA", IN_FORCE, S1, "XAA")
    logs = logs.say("XCC", SIGNED, S1, "XAA")
    assert logs.found.successors[0].state is SuccessorState.SIGNED
    assert logs.found.in_force == FOUNDING, "the proposer's log decides"
    logs = logs.say("XAA", IN_FORCE, S1, "XAA")
    assert logs.found.in_force == S1
    assert logs.acts[-1].refs == logs.found.successors[0].signatures()


def test_a_party_that_vanishes_after_signing_leaves_the_old_charter_in_force():
    for gone in TWO:
        logs = play(TWO, ("XAA", PROPOSED, S1, "XAA"), ("XBB", SIGNED, S1, "XAA"))
        if gone == "XAA":
            assert logs.found.in_force == FOUNDING
            assert [move.kind for move in next_moves(logs.found, "XBB")] == []
        else:
            assert [move.kind for move in next_moves(logs.found, "XAA")] == [IN_FORCE, WITHDRAWN]


def test_a_refusal_or_a_withdrawal_frees_the_parties_for_another():
    for end in (("XBB", REFUSED), ("XAA", WITHDRAWN)):
        logs = play(TWO, ("XAA", PROPOSED, S1, "XAA"), (*end, S1, "XAA"))
        assert logs.found.successors[0].dead
        logs = logs.say("XAA", PROPOSED, S2, "XAA").say("XBB", SIGNED, S2, "XAA").say("XAA", IN_FORCE, S2, "XAA")
        assert logs.found.in_force == S2
        assert logs.found.doubles == ()


def test_a_second_signature_is_evidence_and_does_not_count():
    logs = play(TWO, ("XAA", PROPOSED, S1, "XAA"), ("XBB", PROPOSED, S2, "XBB"), ("XBB", SIGNED, S1, "XAA"))
    assert logs.found.doubles == (Double("XBB", logs.acts[1].leaf, logs.acts[2].leaf),)
    assert list(logs.found.of(S1, "XAA").signed) == ["XAA"]
    logs = logs.say("XAA", IN_FORCE, S1, "XAA")
    assert logs.found.in_force == FOUNDING
    assert "XBB" in logs.found.without_effect[0][1]


def test_a_signature_after_a_refusal_that_its_author_had_not_seen_is_a_second_one():
    logs = play(THREE, ("XAA", PROPOSED, S1, "XAA"), ("XBB", SIGNED, S1, "XAA"), ("XCC", PROPOSED, S2, "XCC"))
    logs = logs.sync("XBB").say("XCC", REFUSED, S1, "XAA")
    assert logs.say("XBB", SIGNED, S2, "XCC", sync=False).found.doubles
    assert not logs.say("XBB", SIGNED, S2, "XCC").found.doubles


def test_a_signature_for_an_old_successor_does_nothing():
    logs = play(THREE, ("XBB", PROPOSED, S2, "XBB"), ("XBB", WITHDRAWN, S2, "XBB"), ("XAA", PROPOSED, S1, "XAA"))
    logs = logs.say("XBB", SIGNED, S1, "XAA").say("XCC", SIGNED, S1, "XAA").say("XAA", IN_FORCE, S1, "XAA")
    assert logs.found.in_force == S1
    before = logs.found.successors
    logs = logs.say("XCC", SIGNED, S2, "XBB").say("XCC", PROPOSED, S3, "XCC")
    assert (logs.found.successors, logs.found.in_force) == (before, S1)
    assert len(logs.found.without_effect) == 2


def test_a_void_signature_does_not_count():
    logs = Logs(TWO).say("XAA", PROPOSED, S1, "XAA").say("XBB", SIGNED, S1, "XAA", void=True)
    logs = logs.say("XAA", IN_FORCE, S1, "XAA")
    assert logs.found.in_force == FOUNDING
    logs = logs.say("XBB", SIGNED, S1, "XAA").say("XAA", IN_FORCE, S1, "XAA")
    assert logs.found.in_force == S1


def test_a_decision_that_does_not_name_every_signature_does_nothing():
    logs = play(THREE, ("XAA", PROPOSED, S1, "XAA"), ("XBB", SIGNED, S1, "XAA"), ("XCC", SIGNED, S1, "XAA"))
    short = logs.say("XAA", IN_FORCE, S1, "XAA", refs=(logs.acts[1].leaf,))
    assert short.found.in_force == FOUNDING
    assert "XCC" in short.found.without_effect[0][1]
    assert short.say("XAA", IN_FORCE, S1, "XAA").found.in_force == S1


def test_only_the_proposer_decides_and_the_first_decision_stands():
    logs = play(TWO, ("XAA", PROPOSED, S1, "XAA"), ("XBB", SIGNED, S1, "XAA"))
    for kind in (IN_FORCE, WITHDRAWN):
        assert logs.say("XBB", kind, S1, "XAA").found.successors == logs.found.successors
        assert "XAA" in why_not(logs.found, "XBB", kind, S1, "XAA")
    logs = logs.say("XAA", WITHDRAWN, S1, "XAA").say("XAA", IN_FORCE, S1, "XAA")
    assert logs.found.in_force == FOUNDING


def test_charters_follow_one_another_and_a_party_must_know_the_one_it_replaces():
    logs = play(TWO, ("XAA", PROPOSED, S1, "XAA"), ("XBB", SIGNED, S1, "XAA"))
    unaware = logs.sync("XBB").say("XAA", IN_FORCE, S1, "XAA")
    early = unaware.say("XBB", PROPOSED, S2, "XBB", prev=S1, sync=False)
    assert "before him" in early.found.without_effect[0][1]
    logs = unaware.say("XBB", PROPOSED, S2, "XBB", prev=S1)
    logs = logs.say("XAA", SIGNED, S2, "XBB", prev=S1).say("XBB", IN_FORCE, S2, "XBB", prev=S1)
    assert [charter for charter, _ in logs.found.decisions] == [S1, S2]
    assert logs.say("XAA", PROPOSED, S3, "XAA", prev=S1).found.without_effect


def test_entries_that_name_each_other_as_seen_change_nothing():
    one = Act(PROPOSED, "XAA", (1, 0), b"1", S1, FOUNDING, "XAA", (("XBB", 1, 1),))
    two = Act(SIGNED, "XBB", (1, 0), b"2", S1, FOUNDING, "XAA", (("XAA", 1, 1),))
    found = amendments(TWO, FOUNDING, [one, two])
    assert (found.successors, found.in_force, len(found.without_effect)) == ((), FOUNDING, 2)


def test_a_stranger_and_an_unknown_proposal_are_refused_in_words():
    logs = play(TWO, ("XAA", PROPOSED, S1, "XAA"))
    assert "no party" in why_not(logs.found, "XHH", SIGNED, S1, "XAA")
    assert "No such proposal" in why_not(logs.found, "XBB", SIGNED, S2, "XAA")
    assert "our signature" in why_not(logs.found, "XAA", SIGNED, S1, "XAA")
    assert "not decided" in why_not(logs.found, "XAA", PROPOSED, S2, "XAA")
    stranger = Act(SIGNED, "XHH", (1, 0), b"stranger", S1, FOUNDING, "XAA", (("XAA", 1, 1),))
    assert amendments(TWO, FOUNDING, [*logs.acts, stranger]).successors == logs.found.successors


# -- the documents ------------------------------------------------------------------------------------------------------

PARTIES = [Party(code, number) for number, code in enumerate(("XAA", "XBB"), 1)]
CHARTER, _ = found(PARTIES)


def later(**changes):
    fields = {name: value for name, value in decode(CHARTER.data).items() if name != "nonce"}
    fields |= {"line": CHARTER.line, "prev": CHARTER.hash} | changes
    return read_charter(encode({name: value for name, value in sorted(fields.items()) if value is not None}))


def test_what_changed_is_named_and_some_changes_need_the_roots_again():
    new = later(clock_ms=5_000, record_class={"confidential": ["message"]})
    assert changed_fields(CHARTER, new) == ("clock_ms", "record_class")
    assert root_signatures_needed(CHARTER, new) == ("record_class",)
    assert root_signatures_needed(CHARTER, later(clock_ms=5_000)) == ()
    turned = list(reversed(decode(CHARTER.data)["parties"]))
    assert root_signatures_needed(CHARTER, later(parties=turned)) == ("parties",)


def test_what_cannot_replace_a_charter_is_said_in_words():
    assert why_no_successor(CHARTER, later(clock_ms=5_000)) == ""
    assert "founding" in why_no_successor(CHARTER, CHARTER)
    assert "another line" in why_no_successor(CHARTER, later(line=bytes(32), clock_ms=1))
    assert "another charter" in why_no_successor(CHARTER, later(prev=bytes(32), clock_ms=1))
    assert "nothing else" in why_no_successor(CHARTER, later())
    assert "demonstration" in why_no_successor(CHARTER, later(demo=None if CHARTER.demo else 1))
