"""Comparing the root of another party, step by step: what the verb `pair` and the first run in a browser both do.

Each step is kept before anybody is told what came of it. Nothing here shows digits that its own operator must type.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from watchline.errors import InvalidFromPeer, OurMistake
from watchline.host.pairing import (
    check_root,
    keep_verifications,
    load_book,
    load_verifications,
    pairing_turn,
    save_book,
    verification,
    wall_ms,
)
from watchline.party import Card, Ceremony, Means, Verification, card_hash, parse_fingerprint, read_qr_payload
from watchline.party.pairing import Step, answer, same_cards, start
from watchline.party.verification import PLACE_MAX, POST_MAX

TRIES_MAX = 5
"""Fingerprints typed in one go; a slip may be corrected."""
MakeStep = Callable[[Ceremony, frozenset[bytes]], Step]


def differs(own: Card, other: Card, text: str, *, qr: bool) -> str:
    """Return why what was typed or scanned is not the root on this card; empty if it is.

    Args:
        own: Our card.
        other: The card that is compared.
        text: Thirty digits, or what a QR holds.
        qr: Whether a QR may be scanned here: in person, not from an instrument.
    """
    roster = other.roster
    if qr and "/" in text:
        try:
            mark = read_qr_payload(text)
        except InvalidFromPeer as why:
            return f"This is not to be read: {why}."
        if mark.root == own.roster.root:
            return "This is our own QR; scan theirs."
        if mark.root != roster.root or mark.code != roster.code:
            return f"The QR is of {mark.code} with another root than this card: the card was exchanged, or is of another party."
        if mark.card != card_hash(other):
            return f"The QR names another card of the same root: have {roster.code} give you that card file and begin again."
        return ""
    try:
        shown = parse_fingerprint(text)
    except ValueError as why:
        return f"{str(why).capitalize()}."
    if shown == own.roster.fingerprint:
        return f"These are our own digits; type those of {roster.code}."
    return "" if shown == roster.fingerprint else "These are not the digits of the root on this card."


def check_place(place: str, ours: str, theirs: str) -> None:
    """Check what is kept of a comparison beside its means.

    Raises:
        OurMistake: something is missing or too long.
    """
    if not (place and ours and theirs):
        raise OurMistake("Say where our post is and which post of theirs reads; both are kept.")
    if len(place) > PLACE_MAX or max(len(ours), len(theirs)) > POST_MAX:
        raise OurMistake(f"A place has at most {PLACE_MAX} characters, a post {POST_MAX}.")


def keep_comparison(
    folder: Path, other: Card, means: Means, *, place: str, ours: str, theirs: str, mistyped: int = 0
) -> Verification:
    """Keep a comparison made now.

    Raises:
        OurMistake: the code is known with another root, or the root with another code.
        StoreFailed: the disk.
    """
    roster = other.roster
    record = verification(roster, card_hash(other), means, place=place, ours=ours, theirs=theirs, mistyped=mistyped)
    with pairing_turn(folder):
        check_root(folder, roster.code, roster.root)
        keep_verifications(folder, [record])
    return record


def begin_ceremony(folder: Path, own: Card, other: Card, string: str | None = None) -> Ceremony:
    """Begin a ceremony by voice, or answer the first string of the other side.

    Raises:
        OurMistake, InvalidFromPeer: as ``party.pairing.start`` and ``answer``.
        StoreFailed: the disk.
    """
    with pairing_turn(folder):
        book = load_book(folder)
        number, begun = book.number(other.roster.code), wall_ms()
        if string is None:
            made = start(own, other, os.urandom, number=number, begun=begun)
        else:
            made = answer(own, other, string, os.urandom, used=book.used, number=number, begun=begun)
        save_book(folder, book.with_one(made))
    return made


def go_on(folder: Path, own: Card, other: Card, make: MakeStep) -> Step:
    """Make one step of the ceremony with a party and keep it before anybody is told what came of it.

    Raises:
        OurMistake, InvalidFromPeer: as the step; or there is no ceremony.
        StoreFailed: the disk.
    """
    with pairing_turn(folder):
        book = load_book(folder)
        now = book.of(other.roster.code)
        if now is None:
            raise OurMistake("The ceremony is gone: another program began anew here. Begin a new one.")
        same_cards(now, own, other)
        step = make(now, book.used_before(now))
        save_book(folder, book.with_one(step.ceremony))
    return step


def kept_of(folder: Path, made: Ceremony) -> Verification | None:
    """Return the comparison that came of a ceremony, if it was kept already; a second look keeps nothing more."""
    known = [item for item in load_verifications(folder) if item.code == made.code and item.means == Means.VOICE]
    fits = known and known[-1].card == made.other and known[-1].at >= made.begun
    return known[-1] if fits else None


def ended_words(code: str, made: Ceremony, words: str) -> list[str]:
    """Return what is said of a ceremony that ended without a result."""
    return [
        f"{words} This ceremony (number {made.number} with {code}) has ended for ever: its digits count no more, on no try.",
        f"Tell {code} on the telephone that it has ended. On its side too nothing counts: it must not go on.",
        f"Then call {code} again by another number, or meet.",
    ]
