"""Pairing by voice: commit, answer, reveal; then digits that people read and type (docs/spec/pairing.md).

The initiator commits to its card and a nonce before it knows the answerer's nonce, and the answerer chooses its nonce before it knows
the initiator's. So whoever stands between them has fixed everything of one side before the digits of the other are determined, and
has one try: two strings of eight digits that are alike by chance.

No program shows what its own operator must type. The initiator's operator reads the first four, and the answerer's types them; only
then does the answerer's program show the last four, which the initiator's operator types; only then does the initiator's program show
four closing digits, which the answerer's operator types. So each side has compared eight digits when it is done, whoever begins.

One machine for both roles, as a table; one wrong digit ends it for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from enum import StrEnum
from typing import NamedTuple

import msgspec

from watchline.errors import InvalidFromPeer, OurMistake
from watchline.keys import digest, labelled_digest
from watchline.party.card import Card
from watchline.party.pairing_text import (
    Text,
    card_hash,
    read_commit,
    read_nonce,
    write_commit,
    write_nonce,
)

Entropy = Callable[[int], bytes]
NONCE_BYTES = 32
GROUP = 4
"""Digits that one side reads at a time: what people keep in mind between hearing and typing."""


class State(StrEnum):
    """Where a ceremony stands, at one end."""

    COMMITTED = "committed"
    """Initiator: the first string is sent, the second is awaited."""
    REVEALED = "revealed"
    """Initiator: the third string is made; reads the first four digits, types the last four."""
    CLOSING = "closing"
    """Initiator: compared; reads the closing digits."""
    ANSWERED = "answered"
    """Answerer: the second string is sent, the third is awaited."""
    LISTENING = "listening"
    """Answerer: shows nothing; types the first four digits."""
    READING = "reading"
    """Answerer: reads the last four digits, types the closing ones."""
    COMPARED = "compared"
    """Answerer: compared."""
    ENDED = "ended"
    """Ended without a result, for ever."""


class Given(StrEnum):
    """What an operator brings."""

    STRING = "string"
    DIGITS = "digits"


NEXT: dict[tuple[State, Given], State | None] = {
    (State.COMMITTED, Given.STRING): State.REVEALED,
    (State.COMMITTED, Given.DIGITS): None,
    (State.REVEALED, Given.STRING): None,
    (State.REVEALED, Given.DIGITS): State.CLOSING,
    (State.CLOSING, Given.STRING): None,
    (State.CLOSING, Given.DIGITS): None,
    (State.ANSWERED, Given.STRING): State.LISTENING,
    (State.ANSWERED, Given.DIGITS): None,
    (State.LISTENING, Given.STRING): None,
    (State.LISTENING, Given.DIGITS): State.READING,
    (State.READING, Given.STRING): None,
    (State.READING, Given.DIGITS): State.COMPARED,
    (State.COMPARED, Given.STRING): None,
    (State.COMPARED, Given.DIGITS): None,
    (State.ENDED, Given.STRING): None,
    (State.ENDED, Given.DIGITS): None,
}
"""Where a right string or right digits lead; wrong ones lead to ENDED; None: nothing of the kind is awaited, nothing changes."""
DONE = frozenset({State.CLOSING, State.COMPARED})
INITIATOR = frozenset({State.COMMITTED, State.REVEALED, State.CLOSING})
_NOT_AWAITED = {
    State.COMMITTED: "the second string of the other side is awaited",
    State.REVEALED: "the digits that the other side reads are awaited",
    State.CLOSING: "the comparison is done",
    State.ANSWERED: "the third string of the other side is awaited",
    State.LISTENING: "the digits that the other side reads are awaited",
    State.READING: "the closing digits that the other side reads are awaited",
    State.COMPARED: "the comparison is done",
    State.ENDED: "this ceremony has ended; a new one needs fresh strings",
}


class Digits(NamedTuple):
    """What both ends compute: four digits that the initiator reads, four that the answerer reads, four to close."""

    first: str
    last: str
    closing: str


class Ceremony(msgspec.Struct, frozen=True, kw_only=True):
    """One voice ceremony at one end.

    Attributes:
        code: The other party.
        state: Where it stands.
        number: How many ceremonies with this party were begun here, this one included.
        own, other: Hashes of the two cards.
        nonce: Ours, 32 bytes.
        commitment: The initiator's.
        answer: The other side's nonce, once it is known; else empty.
        begun: When it was begun, ms, by our clock.
    """

    code: str
    state: State
    number: int
    own: bytes
    other: bytes
    nonce: bytes
    commitment: bytes
    answer: bytes = b""
    begun: int = 0

    @property
    def initiates(self) -> bool:
        """Whether our side began; of an ended one this is no longer known."""
        return self.state in INITIATOR


class Step(NamedTuple):
    """A ceremony after a step, and why it ended if it did (else empty)."""

    ceremony: Ceremony
    ended: str


def commitment(card: bytes, nonce: bytes) -> bytes:
    """Return what the initiator commits to: the hash of its card, its nonce."""
    return labelled_digest("pairing-commit", card + nonce)


def digits(card_a: bytes, card_b: bytes, nonce_a: bytes, nonce_b: bytes) -> Digits:
    """Return the digits over both card hashes and both nonces; A is the initiator."""
    both = card_a + card_b + nonce_a + nonce_b
    eight = f"{int.from_bytes(labelled_digest('pairing-digits', both), 'big') % 10 ** (2 * GROUP):0{2 * GROUP}d}"
    closing = f"{int.from_bytes(labelled_digest('pairing-closing', both), 'big') % 10**GROUP:0{GROUP}d}"
    return Digits(eight[:GROUP], eight[GROUP:], closing)


def start(own: Card, other: Card, entropy: Entropy, *, number: int = 1, begun: int = 0) -> Ceremony:
    """Begin a ceremony as its initiator.

    Raises:
        OurMistake: the two cards are of one party.
    """
    two_parties(own, other)
    nonce, mark = entropy(NONCE_BYTES), card_hash(own)
    return Ceremony(
        code=other.roster.code,
        state=State.COMMITTED,
        number=number,
        own=mark,
        other=card_hash(other),
        nonce=nonce,
        commitment=commitment(mark, nonce),
        begun=begun,
    )


def answer(
    own: Card,
    other: Card,
    text: str,
    entropy: Entropy,
    *,
    used: Collection[bytes] = (),
    number: int = 1,
    begun: int = 0,
) -> Ceremony:
    """Take the first string of the other side and answer it.

    Args:
        own: Our card.
        other: The initiator's card, as it was sent to us.
        text: The first string.
        entropy: Draws our nonce.
        used: Marks of what came in earlier ceremonies (``marks``).
        number: See ``Ceremony``.
        begun: See ``Ceremony``.

    Raises:
        OurMistake: the two cards are of one party.
        InvalidFromPeer: the string is none, is not of this party, or was used before.
    """
    two_parties(own, other)
    code, committed = read_commit(text)
    _of_party(code, other.roster.code, own.roster.code)
    if digest(committed) in used:
        raise InvalidFromPeer(
            "malformed",
            f"this string of {code} came in an earlier ceremony; each one needs a new string, or somebody sends an old one again",
        )
    return Ceremony(
        code=code,
        state=State.ANSWERED,
        number=number,
        own=card_hash(own),
        other=card_hash(other),
        nonce=entropy(NONCE_BYTES),
        commitment=committed,
        begun=begun,
    )


def take(ceremony: Ceremony, own: Card, other: Card, text: str, *, used: Collection[bytes] = ()) -> Step:
    """Take the second string (as initiator) or the third (as answerer).

    A string that is misread changes nothing; one that says something else than it must ends the ceremony.

    Raises:
        OurMistake: no string is awaited now, or the cards at hand are not those of this ceremony.
        InvalidFromPeer: the text is not that string.
    """
    after = _awaited(ceremony, Given.STRING)
    same_cards(ceremony, own, other)
    code, mark, nonce = read_nonce(Text.ANSWER if ceremony.initiates else Text.REVEAL, text)
    _of_party(code, ceremony.code, own.roster.code)
    if mark != ceremony.other:
        return _end(
            ceremony,
            f"{code} speaks of another card of its own than the one that we have: a card was altered or exchanged on its way.",
        )
    if nonce == ceremony.nonce or digest(nonce) in used:
        return _end(ceremony, f"{code} sends a number that was used before; a fresh one is drawn for each ceremony.")
    if not ceremony.initiates and commitment(mark, nonce) != ceremony.commitment:
        return _end(
            ceremony,
            f"What {code} reveals is not what it committed to: one of its strings was altered, or they are of two ceremonies.",
        )
    return Step(msgspec.structs.replace(ceremony, state=after, answer=nonce), "")


def type_digits(ceremony: Ceremony, typed: str) -> Step:
    """Compare the digits that the other side read with ours. One try.

    Raises:
        OurMistake: no digits are awaited now, or not four digits were typed; nothing was compared.
    """
    after = _awaited(ceremony, Given.DIGITS)
    plain = "".join(typed.split())
    if len(plain) != GROUP or not plain.isascii() or not plain.isdigit():
        raise OurMistake(f"{GROUP} digits are read at a time; this is something else. Nothing was compared.")
    ours = _digits(ceremony)
    expected = {State.REVEALED: ours.last, State.LISTENING: ours.first, State.READING: ours.closing}[ceremony.state]
    if plain != expected:
        return _end(ceremony, "The digits differ.")
    return Step(msgspec.structs.replace(ceremony, state=after), "")


def string_of(ceremony: Ceremony, own: Card) -> str:
    """Return the string that our side sends now; empty if it sends none."""
    code = own.roster.code
    match ceremony.state:
        case State.COMMITTED:
            return write_commit(code, ceremony.commitment)
        case State.ANSWERED:
            return write_nonce(Text.ANSWER, code, ceremony.own, ceremony.nonce)
        case State.REVEALED:
            return write_nonce(Text.REVEAL, code, ceremony.own, ceremony.nonce)
        case _:
            return ""


def reads(ceremony: Ceremony) -> str:
    """Return the digits that our operator reads aloud now; empty if none. Those that it types are never shown."""
    match ceremony.state:
        case State.REVEALED:
            return _digits(ceremony).first
        case State.READING:
            return _digits(ceremony).last
        case State.CLOSING:
            return _digits(ceremony).closing
        case _:
            return ""


def marks(ceremony: Ceremony) -> list[bytes]:
    """Return what is remembered of a ceremony, so that nothing the other side sent is taken again."""
    committed = [] if ceremony.state in INITIATOR else [digest(ceremony.commitment)]
    return [*committed, *([digest(ceremony.answer)] if ceremony.answer else [])]


def two_parties(own: Card, other: Card) -> None:
    """Check that two cards are of two parties.

    Raises:
        OurMistake: a party does not pair with itself.
    """
    if own.roster.root == other.roster.root:
        raise OurMistake(
            f"This is a card of our own root ({own.roster.code}): a party does not pair with itself. Take the card that the other party sent."
        )
    if own.roster.code == other.roster.code:
        raise OurMistake(
            f"This card has our own code {own.roster.code} and another root. Two parties of a line have two codes: ask its party."
        )


def same_cards(ceremony: Ceremony, own: Card, other: Card) -> None:
    """Check that the cards at hand are those with which a ceremony was begun.

    Raises:
        OurMistake: which one is not.
    """
    if other.roster.code != ceremony.code:
        raise OurMistake(
            f"This is a card of {other.roster.code}; the ceremony under way is with {ceremony.code}. Name the card of {ceremony.code}."
        )
    if card_hash(other) != ceremony.other or card_hash(own) != ceremony.own:
        raise OurMistake(
            f"The card of {other.roster.code if card_hash(other) != ceremony.other else own.roster.code} at hand is not the one with which"
            " this ceremony was begun. Name that card, or begin a new ceremony with this one."
        )


def _digits(ceremony: Ceremony) -> Digits:
    if ceremony.initiates:
        return digits(ceremony.own, ceremony.other, ceremony.nonce, ceremony.answer)
    return digits(ceremony.other, ceremony.own, ceremony.answer, ceremony.nonce)


def _awaited(ceremony: Ceremony, given: Given) -> State:
    after = NEXT[ceremony.state, given]
    if after is None:
        raise OurMistake(f"{_NOT_AWAITED[ceremony.state].capitalize()}. Nothing was changed.")
    return after


def _end(ceremony: Ceremony, words: str) -> Step:
    return Step(msgspec.structs.replace(ceremony, state=State.ENDED), words)


def _of_party(code: str, expected: str, own: str) -> None:
    if code == own:
        raise InvalidFromPeer("sender", "this is a string of our own; enter the one that the other side sent")
    if code != expected:
        raise InvalidFromPeer("sender", f"this is a string of {code}, and the card is that of {expected}")
