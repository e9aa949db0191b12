"""Readouts as both sides' entries tell them: every kind by both sides in every state, and no state by the order of arrival."""

from __future__ import annotations

from hashlib import sha256
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pair import T0, Party, found
from watchline.record import Header, Ref, Seen
from watchline.record.calls import Call
from watchline.record.kinds import KIND_OF
from watchline.record.readouts import (
    ACTS,
    AGREED,
    CORRECTED,
    NOT_AGREED,
    PROPOSED,
    PUBLISHED,
    SHARED,
    SUPPLEMENTED,
    ConfidentialityAgreed,
    ConfidentialityNotAgreed,
    ConfidentialityProposed,
    Readout,
    ReadoutCorrected,
    ReadoutPublished,
    ReadoutShared,
    ReadoutSupplemented,
    commitment,
)
from watchline.view import EntryRef, Fold
from watchline.view.confidentiality import Confidential
from watchline.view.readouts import ReadoutState, call_readouts, refuse_amendment
from watchline.view.side_by_side import side_by_side

CHARTER, _ = found([Party("XAA", 1), Party("XBB", 2), Party("XCC", 3)])
SALT = b"s" * 32
TEXT = "The two spoke."


class World:
    """Entries of three parties as their logs would hold them; everybody holds everything, unless he is said to be blind."""

    def __init__(self):
        self.entries = []
        self.at = {}
        self.logs = {code: [] for code in CHARTER.codes}
        self.seen = dict.fromkeys(CHARTER.codes, ())

    def write(self, code, record, *refs, t=T0, blind=False):
        """Append an entry. ``blind``: its author holds nothing new of the others."""
        log = self.logs[code]
        if not blind:
            self.seen[code] = tuple(
                Seen(other, 1, len(entries), bytes(32))
                for other, entries in self.logs.items()
                if other != code and entries
            )
        below = [log[-1]] if log else []
        below += [self.logs[item.code][item.size - 1] for item in self.seen[code]]
        ref = EntryRef(code, 1, len(log))
        digest = sha256(ref.text().encode()).digest()
        header = Header(
            line=CHARTER.line, charter=CHARTER.hash, author=code, epoch=1, index=ref.index, t=t,
            kind=KIND_OF[type(record)], post="watch", draft=digest[:16], seen=self.seen[code],
            refs=tuple(Ref(*item, self.at[item][1]) for item in refs), body_hash=bytes(32), body_class=1,
            serial=len(log) + 1 if isinstance(record, Call | Readout) else None,
        )  # fmt: skip
        depth = 1 + max((self.at[item][0] for item in below), default=0)
        self.at[ref] = (depth, digest, header, record)
        log.append(ref)
        self.entries.append(ref)
        return ref

    def call(self, code="XAA", to="XBB"):
        fields = {"level": "watch", "office": "o", "with_office": "p", "purpose": "q", "language": "en"}
        return self.write(code, Call(to=to, **fields))

    def commit(self, code, call, *replaced, text=TEXT, language="en", made=None, **more):
        made = made or commitment(CHARTER.line, CHARTER.ids[code], Ref(*call, self.at[call][1]), language, SALT, text)
        return self.write(code, Readout(language=language, commitment=made, **more), call, *replaced)

    def read(self, ref):
        return self.at[ref][2:] if ref in self.at else (None, None)

    def told(self, call, order=None):
        fold = Fold(CHARTER, lambda view, key: None)
        for ref in order or self.entries:
            depth, digest, header, record = self.at[ref]
            fold.entry(ref, digest, depth, header, record)
        return call_readouts(CHARTER, fold.row, self.read, call)

    def one(self, call, ref):
        return next(item for item in self.told(call).readouts if item.ref == ref)

    def arrivals(self, seed):
        """Every entry in an order in which it may arrive: each log in its own order."""
        random, left = Random(seed), {code: list(log) for code, log in self.logs.items()}
        order = []
        while any(left.values()):
            order.append(left[random.choice([code for code, log in left.items() if log])].pop(0))
        return order


def said(kind, text=TEXT):
    return {
        SHARED: ReadoutShared(text=text, salt=SALT),
        PUBLISHED: ReadoutPublished(text=text, salt=SALT),
        CORRECTED: ReadoutCorrected(text="Read: They spoke.", language="en"),
        SUPPLEMENTED: ReadoutSupplemented(text="At noon.", language="en"),
    }[kind]


# -- states of one readout ------------------------------------------------------------------------------------------------

PATHS = {
    "committed": (),
    "shared": (SHARED,),
    "published": (PUBLISHED,),
    "corrected": (PUBLISHED, CORRECTED),
    "supplemented": (PUBLISHED, SUPPLEMENTED),
}
AFTER = {
    "committed": {SHARED: "shared", PUBLISHED: "published"},
    "shared": {PUBLISHED: "published"},
    "published": {CORRECTED: "corrected", SUPPLEMENTED: "supplemented"},
    "corrected": {CORRECTED: "corrected", SUPPLEMENTED: "corrected"},
    "supplemented": {CORRECTED: "corrected", SUPPLEMENTED: "supplemented"},
}
"""What docs/spec/readouts.md says; a kind that is not here changes nothing."""


@pytest.mark.parametrize("author", ["XAA", "XBB"])
@pytest.mark.parametrize("speaker", ["XAA", "XBB", "XCC"])
@pytest.mark.parametrize("kind", [SHARED, PUBLISHED, CORRECTED, SUPPLEMENTED])
@pytest.mark.parametrize("state", sorted(PATHS))
def test_every_kind_by_every_side_in_every_state(state, kind, speaker, author):
    world = World()
    call = world.call()
    ref = world.commit(author, call)
    for step in PATHS[state]:
        world.write(author, said(step), ref)
    assert world.one(call, ref).state == state
    act = world.write(speaker, said(kind), ref)
    found_now = world.one(call, ref)
    after = AFTER[state].get(kind) if speaker == author else None
    assert found_now.state == (after or state)
    assert (act in [item.ref for item in found_now.without_effect]) == (after is None)


def test_every_state_is_reached():
    assert set(PATHS) == {state.value for state in ReadoutState}
    assert set(ACTS) == {SHARED, PUBLISHED, CORRECTED, SUPPLEMENTED, PROPOSED, AGREED, NOT_AGREED}


def test_what_another_party_publishes_for_our_commitment_is_no_text_of_ours():
    world = World()
    call = world.call()
    ref = world.commit("XAA", call)
    world.write("XBB", said(PUBLISHED), ref)
    assert world.one(call, ref).published == ()


# -- the commitment ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("record", "matches"),
    [
        (ReadoutPublished(text=TEXT, salt=SALT), True),
        (ReadoutPublished(text=TEXT, salt=SALT, points=[("a", "b")], where="x"), True),
        (ReadoutPublished(text="The two spoke!", salt=SALT), False),
        (ReadoutPublished(text=TEXT + " ", salt=SALT), False),
        (ReadoutPublished(text=TEXT, salt=b"t" + SALT[1:]), False),
        (ReadoutShared(text=TEXT, salt=SALT), True),
        (ReadoutShared(text="", salt=SALT), False),
    ],
)
def test_a_text_matches_its_commitment_or_is_shown_not_to(record, matches):
    world = World()
    call = world.call()
    ref = world.commit("XAA", call)
    world.write("XAA", record, ref)
    (shown,) = (*world.one(call, ref).shared, *world.one(call, ref).published)
    assert shown.matches is matches


def test_a_commitment_of_the_other_side_is_not_ours_though_we_repeat_text_and_salt():
    world = World()
    call = world.call()
    theirs = world.commit("XBB", call)
    ours = world.commit("XAA", call, made=world.at[theirs][3].commitment)
    world.write("XBB", said(PUBLISHED), theirs)
    world.write("XAA", said(PUBLISHED), ours)
    assert world.one(call, theirs).published[0].matches
    assert not world.one(call, ours).published[0].matches


def test_a_commitment_to_another_call_or_language_does_not_match():
    world = World()
    call, other = world.call(), world.call()
    first = world.commit("XAA", other)
    again = world.commit("XAA", call, made=world.at[first][3].commitment)
    third = world.commit("XAA", call, language="fr", made=world.at[first][3].commitment)
    for ref in (first, again, third):
        world.write("XAA", said(PUBLISHED), ref)
    assert world.one(other, first).published[0].matches
    assert not world.one(call, again).published[0].matches
    assert not world.one(call, third).published[0].matches


def test_an_erased_text_matches_nothing_and_is_not_said_to_differ():
    world = World()
    call = world.call()
    ref = world.commit("XAA", call)
    act = world.write("XAA", said(PUBLISHED), ref)
    fold_time = world.told
    whole = world.read
    world.read = lambda at: (whole(at)[0], None) if at == act else whole(at)
    (shown,) = next(item for item in fold_time(call).readouts).published
    assert (shown.matches, shown.record) == (None, None)


def test_held_before_is_shown_only_by_an_entry_of_the_other_side_that_the_author_held():
    def published(*, they_write, they_hold, we_hold):
        world = World()
        call = world.call()
        world.write("XBB", said_nothing(), call)
        ref = world.commit("XAA", call)
        if they_write:
            world.write("XBB", said_nothing(), call, blind=not they_hold)
        world.write("XAA", said(PUBLISHED), ref, blind=not we_hold)
        return world.one(call, ref).published[0].held_before

    def said_nothing():
        return ConfidentialityProposed()

    assert published(they_write=True, they_hold=True, we_hold=True)
    assert not published(they_write=True, they_hold=True, we_hold=False)
    assert not published(they_write=True, they_hold=False, we_hold=True)
    assert not published(they_write=False, they_hold=False, we_hold=True)


def test_a_third_party_that_held_the_commitment_is_not_the_other_side():
    world = World()
    call = world.call()
    world.write("XBB", ConfidentialityProposed(), call)
    ref = world.commit("XAA", call)
    world.write("XCC", ConfidentialityProposed(), call)
    world.write("XAA", said(PUBLISHED), ref)
    assert not world.one(call, ref).published[0].held_before


def test_published_before_its_time_is_a_fact_by_its_authors_clock():
    world = World()
    call = world.call()
    ref = world.commit("XAA", call, not_before=T0 + 1000)
    world.write("XAA", said(SHARED), ref, t=T0)
    world.write("XAA", said(PUBLISHED), ref, t=T0 + 999)
    world.write("XAA", said(PUBLISHED), ref, t=T0 + 1000)
    found_now = world.one(call, ref)
    assert [item.early for item in found_now.published] == [True, False]
    assert not found_now.shared[0].early


def test_committed_and_never_published_stays_visible():
    world = World()
    call = world.call()
    first = world.commit("XAA", call)
    second = world.commit("XAA", call, first, text="Another.")
    world.write("XAA", ReadoutPublished(text="Another.", salt=SALT), second)
    told = world.told(call)
    assert [(item.ref, item.state, item.replaced_by) for item in told.readouts] == [
        (first, "committed", second),
        (second, "published", None),
    ]


def test_a_further_commitment_names_the_one_it_replaces_or_stands_beside_it():
    world = World()
    call = world.call()
    first = world.commit("XAA", call)
    unnamed = world.commit("XAA", call)
    french = world.commit("XAA", call, language="fr")
    theirs = world.commit("XBB", call)
    wrong = world.commit("XAA", call, theirs)
    third = world.commit("XAA", call, first)
    late = world.commit("XAA", call, first)
    told = world.told(call)
    by = {item.ref: item for item in told.readouts}
    assert by[unnamed].beside == by[wrong].beside == first
    assert (by[first].replaced_by, by[third].replaces, by[late].beside) == (third, first, third)
    assert by[french].beside is by[theirs].beside is None
    assert told.open_of("XAA", "en").ref == third
    assert told.open_of("XAA", "fr").ref == french
    assert told.open_of("XBB", "en").ref == theirs
    assert told.open_of("XBB", "fr") is None


def test_a_replaced_readout_that_is_published_nevertheless_is_shown():
    world = World()
    call = world.call()
    first = world.commit("XAA", call)
    second = world.commit("XAA", call, first)
    world.write("XAA", said(PUBLISHED), first)
    found_now = world.one(call, first)
    assert (found_now.state, found_now.replaced_by) == ("published", second)


def test_a_text_published_without_a_commitment_is_listed_with_the_call():
    world = World()
    call = world.call()
    act = world.write("XBB", said(PUBLISHED), call)
    (shown,) = world.told(call).without_commitment
    assert (shown.act.ref, shown.matches, shown.held_before) == (act, None, False)


def test_what_only_refers_to_a_call_or_is_of_a_party_not_on_it_is_no_readout_of_it():
    world = World()
    call, other = world.call(), world.call("XBB", "XAA")
    world.write("XAA", Readout(language="en", commitment=bytes(32)), other, call)
    third = world.commit("XCC", call)
    told = world.told(call)
    assert told.readouts == ()
    assert [act.ref for act in told.of_others] == [third]
    assert world.told(third) is None


def test_only_the_author_amends_and_only_what_is_published():
    def words(code, kind, *steps):
        world = World()
        call = world.call()
        ref = world.commit("XAA", call)
        for step in steps:
            world.write("XAA", said(step), ref)
        fold = Fold(CHARTER, lambda view, key: None)
        for item in world.entries:
            depth, digest, header, record = world.at[item]
            fold.entry(item, digest, depth, header, record)
        return refuse_amendment(fold._thread(_key(ref)), ref, kind, code)

    def _key(ref):
        from watchline.view import ref_key

        return ref_key(CHARTER.line, ref)

    assert "nothing to correct" in words("XAA", CORRECTED)
    assert "nothing to supplement" in words("XAA", SUPPLEMENTED, SHARED)
    assert words("XAA", CORRECTED, PUBLISHED) == ""
    assert "only its author" in words("XBB", CORRECTED, PUBLISHED)


# -- confidentiality ----------------------------------------------------------------------------------------------------------

ANSWER = {AGREED: ConfidentialityAgreed(), NOT_AGREED: ConfidentialityNotAgreed()}


def confidential_world(state):
    """A call and the proposals by side, brought to a state by the side that asked (``a``) and the other (``b``)."""
    world = World()
    call = world.call()
    made = {}
    if state != "none":
        made["XAA"] = world.write("XAA", ConfidentialityProposed(), call)
    if state in {"proposed by both", "one refused"}:
        made["XBB"] = world.write("XBB", ConfidentialityProposed(), call)
    if state == "agreed":
        world.write("XBB", ConfidentialityAgreed(), call, made["XAA"])
    if state in {"not agreed", "one refused"}:
        world.write("XBB", ConfidentialityNotAgreed(), call, made["XAA"])
    return world, call, made


STATES = {
    "none": Confidential.NONE,
    "proposed": Confidential.PROPOSED,
    "proposed by both": Confidential.PROPOSED,
    "one refused": Confidential.PROPOSED,
    "agreed": Confidential.AGREED,
    "not agreed": Confidential.NOT_AGREED,
}
CHANGES = {
    ("none", PROPOSED, "XAA", None): "proposed",
    ("none", PROPOSED, "XBB", None): "proposed",
    ("proposed", PROPOSED, "XBB", None): "proposed",
    ("proposed", AGREED, "XBB", "XAA"): "agreed",
    ("proposed", NOT_AGREED, "XBB", "XAA"): "not agreed",
    ("proposed by both", AGREED, "XBB", "XAA"): "agreed",
    ("proposed by both", AGREED, "XAA", "XBB"): "agreed",
    ("proposed by both", NOT_AGREED, "XBB", "XAA"): "proposed",
    ("proposed by both", NOT_AGREED, "XAA", "XBB"): "proposed",
    ("one refused", PROPOSED, "XAA", None): "proposed",
    ("one refused", AGREED, "XAA", "XBB"): "agreed",
    ("one refused", NOT_AGREED, "XAA", "XBB"): "not agreed",
    ("not agreed", PROPOSED, "XAA", None): "proposed",
    ("not agreed", PROPOSED, "XBB", None): "proposed",
}
"""(state, kind, who says it, whose proposal it names) -> the state after it; everything else changes nothing."""


@pytest.mark.parametrize("names", [None, "XAA", "XBB"])
@pytest.mark.parametrize("speaker", ["XAA", "XBB", "XCC"])
@pytest.mark.parametrize("kind", [PROPOSED, AGREED, NOT_AGREED])
@pytest.mark.parametrize("state", sorted(STATES))
def test_every_word_about_confidentiality_by_every_side_in_every_state(state, kind, speaker, names):
    world, call, made = confidential_world(state)
    assert world.told(call).confidentiality.state == STATES[state]
    if kind == PROPOSED:
        names = None
    refs = [made[names]] if names in made else []
    record = ConfidentialityProposed() if kind == PROPOSED else ANSWER[kind]
    act = world.write(speaker, record, call, *refs)
    now = world.told(call).confidentiality
    after = CHANGES.get((state, kind, speaker, names if refs else None))
    assert now.state == STATES[after or state]
    assert (act in [item.ref for item in now.without_effect]) == (after is None)
    assert (now.agreed is not None) == (now.state == Confidential.AGREED)


def test_published_while_agreed_confidential_is_a_fact_with_both_references():
    world, call, _ = confidential_world("proposed")
    early = world.commit("XBB", call)
    world.write("XBB", said(PUBLISHED), early)
    agreed = world.write("XBB", ConfidentialityAgreed(), call, world.logs["XAA"][1])
    ref = world.commit("XAA", call)
    world.write("XAA", said(SHARED), ref)
    world.write("XAA", said(PUBLISHED), ref)
    alone = world.write("XAA", said(PUBLISHED), call)
    told = world.told(call)
    (before,) = next(item for item in told.readouts if item.ref == early).published
    mine = next(item for item in told.readouts if item.ref == ref)
    assert before.agreed is None
    assert mine.shared[0].agreed is None
    assert (mine.published[0].agreed, mine.published[0].agreed_listed) == (agreed, True)
    assert [(item.act.ref, item.agreed) for item in told.without_commitment] == [(alone, agreed)]


def test_who_did_not_hold_the_agreement_yet_is_shown_not_to_have_held_it():
    world, call, made = confidential_world("proposed")
    ref = world.commit("XAA", call)
    agreed = world.write("XBB", ConfidentialityAgreed(), call, made["XAA"])
    for _ in range(3):  # so that it stands later in the common order, though its author held nothing new
        world.write("XAA", ConfidentialityProposed(), call, blind=True)
    world.write("XAA", said(PUBLISHED), ref, blind=True)
    (shown,) = world.one(call, ref).published
    assert (shown.agreed, shown.agreed_listed) == (agreed, False)


def test_a_proposal_that_is_not_agreed_to_makes_no_publication_a_fact_of_that_kind():
    world, call, _ = confidential_world("not agreed")
    ref = world.commit("XAA", call)
    world.write("XAA", said(PUBLISHED), ref)
    assert world.one(call, ref).published[0].agreed is None


# -- arrival ------------------------------------------------------------------------------------------------------------------


@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_no_state_depends_on_the_order_of_arrival(seed, random):
    world = World()
    call = world.call()
    proposals, commitments = [], []
    for _ in range(random.randrange(4, 24)):
        code, blind = random.choice(["XAA", "XBB", "XCC"]), random.random() < 0.4
        kind = random.choice(
            ["commit", "commit", SHARED, PUBLISHED, CORRECTED, SUPPLEMENTED, PROPOSED, AGREED, NOT_AGREED]
        )
        if kind == "commit":
            commitments.append(world.commit(code, call, *random.sample(commitments, min(1, len(commitments)))))
        elif kind == PROPOSED:
            proposals.append(world.write(code, ConfidentialityProposed(), call, blind=blind))
        elif kind in ANSWER:
            world.write(code, ANSWER[kind], call, *random.sample(proposals, min(1, len(proposals))), blind=blind)
        else:
            on = random.choice([call, *commitments])
            world.write(code, said(kind, random.choice([TEXT, "x"])), on, blind=blind)
    assert world.told(call, world.arrivals(seed)) == world.told(call)


# -- side by side -----------------------------------------------------------------------------------------------------------

points = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(["x", "y"])), max_size=6)


def test_points_of_both_of_one_and_in_other_words():
    found_now = side_by_side(
        [("length", "15 minutes"), ("next", "Friday"), ("topic", "fish"), ("two", "a"), ("two", "b")],
        [("topic", "meat"), ("length", "15 minutes"), ("place", "Geneva"), ("two", "a")],
    )
    assert found_now.both == (("length", ("15 minutes",)),)
    assert found_now.only_first == (("next", ("Friday",)),)
    assert found_now.only_second == (("place", ("Geneva",)),)
    assert found_now.differently == (("topic", ("fish",), ("meat",)), ("two", ("a", "b"), ("a",)))


@given(points, points)
def test_every_key_stands_in_one_place_and_neither_side_comes_first(first, second):
    one, two = side_by_side(first, second), side_by_side(second, first)
    keys = [item[0] for part in one for item in part]
    assert sorted(keys) == sorted({key for key, _ in (*first, *second)})
    assert (one.both, one.only_first, one.only_second) == (two.both, two.only_second, two.only_first)
    assert [(key, b, a) for key, a, b in one.differently] == list(two.differently)


@given(st.text(max_size=5), st.text(max_size=5))
def test_statements_are_equal_or_not_equal_as_they_stand(first, second):
    assert bool(side_by_side([("k", first)], [("k", second)]).both) == (first == second)
