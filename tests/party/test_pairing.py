"""Voice ceremonies: both ends agree if and only if nothing was altered; one try; every input in every state."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.party.parties import PARTIES, key, keys, made
from tests.refusal import refusal
from watchline.errors import InvalidFromPeer, OurMistake
from watchline.keys import digest
from watchline.party import Endpoint, card_hash, make_card
from watchline.party.pairing import (
    DONE,
    GROUP,
    NEXT,
    NONCE_BYTES,
    Given,
    State,
    answer,
    commitment,
    digits,
    marks,
    reads,
    start,
    string_of,
    take,
    two_parties,
    type_digits,
)
from watchline.party.pairing_text import Text, read_nonce, write_commit, write_nonce

CARDS = {roster.code: make_card(root, roster, [Endpoint("one", "192.0.2.10", 7001)]) for root, _, roster in PARTIES}
A, B, C = CARDS["XAA"], CARDS["XBB"], CARDS["XHH"]
OTHER_A = make_card(PARTIES[0][0], PARTIES[0][2], [])
"""Another card of the same root as A."""
THEIRS = make_card(key("somebody"), made(keys("2"), root=key("somebody"), code="XAA"), [])
"""A card with A's code and somebody's root."""


def drawn(name):
    """Entropy that is named: the same name, the same nonce."""
    return lambda size: digest(name.encode())[:size]


def up_to_reveal(a=A, b=B, at_a=B, at_b=A, names=("a", "b")):
    """Return both ends after the third string; ``at_a`` is the card of B that A has, ``at_b`` that of A at B."""
    ours = start(a, at_a, drawn(names[0]))
    theirs = answer(b, at_b, string_of(ours, a), drawn(names[1]))
    return ours, theirs


def compared(ours, theirs):
    """Let both read to each other what their programs show, and type what they hear; return both ends."""
    for _ in range(3):
        for reader in ("ours", "theirs"):
            heard = reads(ours if reader == "ours" else theirs)
            typist = theirs if reader == "ours" else ours
            if heard and NEXT[typist.state, Given.DIGITS] is not None:
                typist = type_digits(typist, heard).ceremony
            if reader == "ours":
                theirs = typist
            else:
                ours = typist
    return ours, theirs


def whole(**more):
    ours, theirs = up_to_reveal(**more)
    second = string_of(theirs, more.get("b", B))
    ours = take(ours, more.get("a", A), more.get("at_a", B), second).ceremony
    third = string_of(ours, more.get("a", A))
    theirs = take(theirs, more.get("b", B), more.get("at_b", A), third).ceremony
    return compared(ours, theirs)


def states(pair):
    return tuple(item.state for item in pair)


def test_two_ends_with_the_same_cards_agree():
    assert states(whole()) == (State.CLOSING, State.COMPARED)


@given(st.binary(min_size=4, max_size=12), st.binary(min_size=4, max_size=12))
def test_both_ends_show_the_same_eight_digits_and_none_that_its_own_operator_types(one, two):
    ours, theirs = up_to_reveal(names=(one.hex(), two.hex() + "b"))
    ours = take(ours, A, B, string_of(theirs, B)).ceremony
    theirs = take(theirs, B, A, string_of(ours, A)).ceremony
    both = digits(card_hash(A), card_hash(B), ours.nonce, theirs.nonce)
    assert all(len(part) == GROUP and part.isdigit() for part in both)
    assert (reads(ours), reads(theirs)) == (both.first, "")
    theirs = type_digits(theirs, both.first).ceremony
    assert (reads(ours), reads(theirs)) == (both.first, both.last)
    ours = type_digits(ours, both.last).ceremony
    assert reads(ours) == both.closing
    theirs = type_digits(theirs, both.closing).ceremony
    assert (states((ours, theirs)), reads(theirs)) == ((State.CLOSING, State.COMPARED), "")


ALTERED = st.tuples(st.sampled_from(["first", "second", "third"]), st.integers(0, 10**6), st.integers(1, 255))


@given(ALTERED)
def test_a_string_of_which_anything_was_altered_never_leads_to_agreement(how):
    """Whoever carries the strings writes the check anew, so only what is in them counts."""
    which, at, flip = how
    ours = start(A, B, drawn("a"))
    bent = bytearray(ours.commitment)
    if which == "first":
        bent[at % 32] ^= flip
    theirs = answer(B, A, write_commit("XAA", bytes(bent)), drawn("b"))

    def passed(what, end, own):
        _, mark, nonce = read_nonce(what, string_of(end, own))
        body = bytearray(mark + nonce)
        if which == ("second" if what == Text.ANSWER else "third"):
            body[at % 64] ^= flip
        return write_nonce(what, own.roster.code, bytes(body[:32]), bytes(body[32:]))

    ours = take(ours, A, B, passed(Text.ANSWER, theirs, B)).ceremony
    if ours.state != State.ENDED:
        theirs = take(theirs, B, A, passed(Text.REVEAL, ours, A)).ceremony
    ours, theirs = compared(ours, theirs)
    assert not {ours.state, theirs.state} & DONE


@given(st.integers(0, 200))
def test_whoever_exchanges_the_cards_and_plays_both_sides_is_seen(number):
    """B has a card of A's code with another root; somebody answers A as B and begins with B as A, with all strings well made."""
    somebody = drawn(f"somebody {number}")
    ours = start(A, THEIRS_B, drawn(f"a {number}"))
    as_b = answer(THEIRS_B, A, string_of(ours, A), somebody)
    as_a = start(THEIRS, B, somebody)
    theirs = answer(B, THEIRS, string_of(as_a, THEIRS), drawn(f"b {number}"))
    ours = take(ours, A, THEIRS_B, string_of(as_b, THEIRS_B)).ceremony
    as_a = take(as_a, THEIRS, B, string_of(theirs, B)).ceremony
    theirs = take(theirs, B, THEIRS, string_of(as_a, THEIRS)).ceremony
    assert states((ours, theirs)) == (State.REVEALED, State.LISTENING)
    ours, theirs = compared(ours, theirs)
    assert not {ours.state, theirs.state} & DONE


THEIRS_B = make_card(key("somebody else"), made(keys("3"), root=key("somebody else"), code="XBB"), [])


def test_a_card_exchanged_after_the_commitment_ends_it():
    ours, theirs = up_to_reveal(at_b=OTHER_A)
    step = take(theirs, B, OTHER_A, string_of(take(ours, A, B, string_of(theirs, B)).ceremony, A))
    assert step.ceremony.state == State.ENDED
    assert "another card" in step.ended


def test_an_answer_about_another_card_ends_it():
    ours, theirs = up_to_reveal()
    _, _, nonce = read_nonce(Text.ANSWER, string_of(theirs, B))
    step = take(ours, A, B, write_nonce(Text.ANSWER, "XBB", card_hash(C), nonce))
    assert (step.ceremony.state, "another card" in step.ended) == (State.ENDED, True)


def test_a_reveal_that_does_not_match_the_commitment_ends_it():
    ours, theirs = up_to_reveal()
    step = take(theirs, B, A, write_nonce(Text.REVEAL, "XAA", card_hash(A), bytes(32)))
    assert step.ceremony.state == State.ENDED
    assert "committed" in step.ended
    with pytest.raises(OurMistake, match="has ended"):
        take(step.ceremony, B, A, string_of(ours, A) or write_nonce(Text.REVEAL, "XAA", card_hash(A), ours.nonce))


def test_the_digits_are_spread_evenly():
    """Chi-square over the first digit and over the last of 4,000 draws: nine degrees of freedom, one in a million is 48."""
    found = [digits(bytes(32), bytes(32), digest(b"%d" % n), bytes(32)) for n in range(4_000)]
    for place in (lambda one: one.first[0], lambda one: one.last[-1], lambda one: one.closing[0]):
        counts = [sum(place(one) == str(digit) for one in found) for digit in range(10)]
        assert sum((count - 400) ** 2 / 400 for count in counts) < 48
    assert len({one.first + one.last for one in found}) > 3_990


def awaiting(state):
    """Return an end in a state that awaits digits, and the right ones."""
    ours, theirs = up_to_reveal()
    ours = take(ours, A, B, string_of(theirs, B)).ceremony
    theirs = take(theirs, B, A, string_of(ours, A)).ceremony
    both = digits(card_hash(A), card_hash(B), ours.nonce, theirs.nonce)
    right = {State.REVEALED: both.last, State.LISTENING: both.first, State.READING: both.closing}
    reading = type_digits(theirs, both.first).ceremony
    return {State.REVEALED: ours, State.LISTENING: theirs, State.READING: reading}[state], right[state]


@pytest.mark.parametrize("state", [State.REVEALED, State.LISTENING, State.READING])
@given(other=st.integers(0, 9_999))
def test_there_is_one_try(state, other):
    end, right = awaiting(state)
    if f"{other:04d}" == right:
        return
    step = type_digits(end, f"{other:04d}")
    assert (step.ceremony.state, step.ended) == (State.ENDED, "The digits differ.")
    assert reads(step.ceremony) == ""
    with pytest.raises(OurMistake, match="has ended"):
        type_digits(step.ceremony, right)


@pytest.mark.parametrize("state", [State.REVEALED, State.LISTENING, State.READING])
@pytest.mark.parametrize("place", range(GROUP))
def test_every_digit_counts(state, place):
    end, right = awaiting(state)
    other = right[:place] + str((int(right[place]) + 1) % 10) + right[place + 1 :]
    assert type_digits(end, right).ceremony.state == NEXT[state, Given.DIGITS]
    assert type_digits(end, other).ceremony.state == State.ENDED


@pytest.mark.parametrize("typed", ["", "123", "12345", "12a4", "yes", "١٢٣٤", "-123"])
def test_what_is_not_four_digits_is_no_try(typed):
    end, right = awaiting(State.LISTENING)
    with pytest.raises(OurMistake, match="Nothing was compared"):
        type_digits(end, typed)
    assert type_digits(end, f" {right[:2]} {right[2:]} ").ceremony.state == State.READING


def test_every_input_in_every_state():
    """What is not awaited is refused in words and changes nothing; the table has a row for every pair."""
    assert set(NEXT) == {(state, given_) for state in State for given_ in Given}
    base, _ = up_to_reveal()
    for (state, what), after in NEXT.items():
        end = msgspec.structs.replace(base, state=state)
        if after is not None:
            continue
        with pytest.raises(OurMistake, match="Nothing was changed"):
            type_digits(end, "0000") if what == Given.DIGITS else take(end, A, B, "anything")


def test_a_party_does_not_pair_with_itself_nor_with_its_own_code():
    for other, words in ((A, "our own root"), (OTHER_A, "our own root"), (THEIRS, "our own code")):
        with pytest.raises(OurMistake, match=words):
            two_parties(A, other)
        with pytest.raises(OurMistake, match=words):
            start(A, other, drawn("a"))
        with pytest.raises(OurMistake, match=words):
            answer(A, other, "", drawn("a"))


def test_the_cards_of_a_ceremony_are_not_exchanged_between_its_steps():
    ours, theirs = up_to_reveal()
    for own, other, words in ((A, C, "with XBB"), (A, THEIRS_B, "card of XBB"), (OTHER_A, B, "card of XAA")):
        with pytest.raises(OurMistake, match=words):
            take(ours, own, other, string_of(theirs, B))


def test_a_string_of_another_party_or_of_our_own_is_refused_and_changes_nothing():
    ours, _theirs = up_to_reveal()
    for code in ("XHH", "XAA"):
        assert refusal(take, ours, A, B, write_nonce(Text.ANSWER, code, card_hash(B), bytes(32))) == "sender"
        assert refusal(answer, A, B, write_commit(code, bytes(32)), drawn("a")) == "sender"


def test_nothing_that_came_before_is_taken_again():
    ours, theirs = up_to_reveal()
    first, second = string_of(ours, A), string_of(theirs, B)
    with pytest.raises(InvalidFromPeer, match="earlier ceremony"):
        answer(B, A, first, drawn("b"), used=marks(theirs))
    heard = take(ours, A, B, second).ceremony
    again = start(A, B, drawn("a again"))
    step = take(again, A, B, second, used=frozenset(marks(heard)))
    assert (step.ceremony.state, "used before" in step.ended) == (State.ENDED, True)
    mirrored = take(ours, A, B, write_nonce(Text.ANSWER, "XBB", card_hash(B), ours.nonce))
    assert mirrored.ceremony.state == State.ENDED


def test_a_commitment_is_over_card_and_nonce():
    one = commitment(card_hash(A), bytes(NONCE_BYTES))
    assert one not in {commitment(card_hash(OTHER_A), bytes(32)), commitment(card_hash(A), digest(b""))}
