"""What a node's folder keeps of pairing: which roots were compared and how (``verified``), and the voice ceremonies (``pairing``).

Both are small files, replaced whole, readable by their owner only. One process at a time changes them; a running node only reads
``verified``, at its start.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from watchline.errors import InvalidFromPeer, Misconfigured, OurMistake
from watchline.measure import times, utc
from watchline.party import (
    Book,
    Card,
    Means,
    Roster,
    Verification,
    card_hash,
    fingerprint,
    newest,
    read_book,
    read_verifications,
    write_book,
    write_verifications,
)
from watchline.party.verification import VERIFICATIONS_MAX
from watchline.record import Charter, Founding
from watchline.sentence import worded
from watchline.store.files import disk_in_words, replace

VERIFIED, PAIRING = "verified", "pairing"
BYTES_MAX = 1 << 20
_Read = TypeVar("_Read")


def load_verifications(folder: Path) -> tuple[Verification, ...]:
    """Return the comparisons that are kept, the oldest first; none if there is no file.

    Raises:
        Misconfigured: the file cannot be read or is damaged.
    """
    return _load(folder / VERIFIED, read_verifications, ())


def load_book(folder: Path) -> Book:
    """Return the voice ceremonies that are kept.

    Raises:
        Misconfigured: the file cannot be read or is damaged.
    """
    return _load(folder / PAIRING, read_book, Book())


def save_book(folder: Path, book: Book) -> None:
    """Keep the voice ceremonies, durably, before anybody is told what came of a step.

    Raises:
        StoreFailed: the disk.
    """
    _save(folder / PAIRING, write_book(book))


def keep_verifications(folder: Path, fresh: Iterable[Verification]) -> None:
    """Add comparisons to those that are kept.

    Raises:
        OurMistake: as many are kept as the file holds.
        StoreFailed: the disk.
    """
    records = (*load_verifications(folder), *fresh)
    if len(records) > VERIFICATIONS_MAX:
        raise OurMistake(
            f"{folder / VERIFIED} holds {VERIFICATIONS_MAX} comparisons, as many as it may. Nothing was kept."
        )
    _save(folder / VERIFIED, write_verifications(records))


@contextmanager
def pairing_turn(folder: Path) -> Iterator[None]:
    """Wait for the turn to change these files: two programs at once would each lose what the other wrote.

    Raises:
        StoreFailed: the folder cannot be locked.
    """
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as why:
        raise disk_in_words(why, folder) from why
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def wall_ms() -> int:
    """Return this machine's clock, ms: what a comparison is dated with."""
    return time.time_ns() // 1_000_000


def check_root(folder: Path, code: str, root: bytes) -> None:
    """Check a party's code and root against those that are kept here.

    Raises:
        OurMistake: the code is known with another root, or the root with another code.
    """
    for item in reversed(load_verifications(folder)):
        if item.code == code and item.root != root:
            raise OurMistake(
                f"{code} is known here with another root since {utc(item.at)} ({_how(item.means)}); this one has the root fingerprint"
                f" {fingerprint(root)}. Nothing was written. Ask {code} by another means, in person or by a number that you knew before, which"
                " root it stands by, and why there are two."
            )
        if item.code != code and item.root == root:
            raise OurMistake(
                f"This root is known here as that of {item.code}, and this names it {code}. Nothing was written. Ask its party by another means"
                " which code it has."
            )


def check_founding(folder: Path, founding: Founding, own: str) -> None:
    """Check the roots of a founding file against those that are kept here.

    Raises:
        OurMistake: a party has another root or code than it had when it was compared.
    """
    for party in founding.charter.parties:
        if party.code != own:
            check_root(folder, party.code, party.root)


def note_files(folder: Path, cards: Iterable[Card], own: str, at: int) -> None:
    """Keep of each other party of which nothing is known here that its root came by files only.

    Raises:
        StoreFailed: the disk.
    """
    with pairing_turn(folder):
        known = {item.code for item in load_verifications(folder)}
        fresh = [
            Verification(
                code=card.roster.code,
                root=card.roster.root,
                card=card_hash(card),
                means=Means.FILES,
                place="",
                ours="",
                theirs="",
                at=at,
            )
            for card in cards
            if card.roster.code != own and card.roster.code not in known
        ]
        if fresh:
            keep_verifications(folder, fresh)


def means_of(folder: Path, charter: Charter, own: str) -> dict[str, str]:
    """Return by which means the root of each other party was compared; one that came by files only is left out."""
    records = load_verifications(folder)
    found = {}
    for party in charter.parties:
        item = newest(records, party.code)
        if party.code != own and item is not None and item.root == party.root and item.means != Means.FILES:
            found[party.code] = item.means.value
    return found


def compared(folder: Path, parties: Iterable[tuple[str, bytes]]) -> list[dict[str, Any]]:
    """Return how each of these roots was compared, as JSON has it.

    Args:
        folder: Our node.
        parties: (code, root) of other parties.
    """
    records = load_verifications(folder)
    return [compared_of(code, root, newest(records, code)) for code, root in parties]


def compared_by_fingerprint(folder: Path, parties: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    """Return the same as ``compared``, of parties whose root is known by its fingerprint.

    Args:
        folder: Our node.
        parties: (code, root fingerprint) of other parties.
    """
    records = load_verifications(folder)
    found = []
    for code, shown in parties:
        item = newest(records, code)
        known = item if item is not None and item.fingerprint == shown else None
        found.append(compared_of(code, b"" if known is None else known.root, known))
    return found


def compared_of(code: str, root: bytes, item: Verification | None) -> dict[str, Any]:
    """Return how one root was compared, as JSON has it."""
    known = item if item is not None and item.root == root else None
    means = Means.FILES if known is None else known.means
    answer = {
        "party": code,
        "means": means.value,
        "place": "" if known is None else known.place,
        "post": "" if known is None else known.ours,
        "their_post": "" if known is None else known.theirs,
        "at": None if known is None else known.at,
        "at_utc": None if known is None else utc(known.at),
        "mistyped": 0 if known is None else known.mistyped,
    }
    return answer | {"words": _words(code, known)}


def other_parties(charter: Charter, own: str) -> list[tuple[str, bytes]]:
    """Return code and root of the other parties of a line."""
    return [(party.code, party.root) for party in charter.parties if party.code != own]


def verification(
    roster: Roster, card: bytes, means: Means, *, place: str, ours: str, theirs: str, mistyped: int = 0
) -> Verification:
    """Return a comparison made now."""
    return Verification(
        code=roster.code,
        root=roster.root,
        card=card,
        means=means,
        place=place,
        ours=ours,
        theirs=theirs,
        at=wall_ms(),
        mistyped=mistyped,
    )


def _words(code: str, item: Verification | None) -> str:
    if item is None or item.means == Means.FILES:
        return worded(
            "The root of {party} came by files only; nobody compared it here. `watchline pair DIR CARD` says how.",
            party=code,
        )
    compared = worded(
        "The root of {party} was compared {how} on {at}, {place}: {theirs} of {party} read, {ours} typed",
        party=code,
        how=_how(item.means),
        at=utc(item.at),
        place=item.place,
        theirs=item.theirs,
        ours=item.ours,
    )
    if not item.mistyped:
        return worded("{compared}.", compared=compared)
    return worded(
        "{compared}; before that it typed other digits {times}.", compared=compared, times=times(item.mistyped)
    )


def _how(means: Means) -> str:
    return {
        Means.IN_PERSON: worded("in person"),
        Means.VOICE: worded("by voice"),
        Means.INSTRUMENT: worded("with a signed instrument"),
        Means.FILES: worded("by files only"),
    }[means]


def _load(path: Path, read: Callable[[bytes], _Read], none: _Read) -> _Read:
    try:
        with path.open("rb") as file:
            data = file.read(BYTES_MAX + 1)
    except FileNotFoundError:
        return none
    except OSError as why:
        raise Misconfigured(f"{path} cannot be read ({why.strerror}): see that it is yours.") from why
    if len(data) > BYTES_MAX:
        raise Misconfigured(f"{path} is larger than this program writes it; it is damaged.")
    try:
        return read(data)
    except InvalidFromPeer as why:
        raise Misconfigured(
            f"{path} is damaged: {why}. Put it aside and compare the roots anew; what it held is not taken in part."
        ) from why


def _save(path: Path, data: bytes) -> None:
    try:
        replace(path, data)
    except OSError as why:
        raise disk_in_words(why, path) from why
