"""The succession file of a line: made from the record, signed by each root by hand, read to put it in force or to open who joins.

The file goes from machine to machine as the founding file did. What is in it is public to the parties; it holds no entry of any log.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from watchline.codec import decode, encode
from watchline.errors import InvalidFromPeer, Misconfigured, OurMistake
from watchline.host.keyring import open_root
from watchline.host.reading import Reading
from watchline.line import root_signatures_needed
from watchline.log.held import DOC_ROSTER, every_row
from watchline.party import Card, Roster, read_card, read_roster
from watchline.record import (
    Charter,
    Founding,
    Leave,
    Succession,
    left_by_root,
    read_founding,
    read_succession,
    sign_leave,
)
from watchline.record.agreement import LEAVE
from watchline.view import AMENDMENT, read_told

LEAVE_BYTES_MAX = 1 << 16


class Opening(NamedTuple):
    """What opens a party's log: a founding file, or a succession file that it joins by.

    Attributes:
        founding: The charter with the signatures of its parties, and the cards that came with it.
        rosters: The newest roster of every party; ``signed``: all that came, in order.
        joins: Whether it is a succession file.
        missing: Codes of the roots that have not signed yet.
    """

    founding: Founding
    rosters: dict[str, Roster]
    signed: tuple[bytes, ...]
    joins: bool
    missing: tuple[str, ...]


def read_opening(data: bytes) -> Opening:
    """Return what opens a log.

    Raises:
        InvalidFromPeer: neither a sound founding file nor a sound succession file.
    """
    if not _is_succession(data):
        founding = read_founding(data)
        rosters = {card.roster.code: card.roster for card in founding.cards}
        return Opening(founding, rosters, tuple(r.signed for r in rosters.values()), False, tuple(founding.missing()))
    found = read_succession(data)
    signatures = {code: found.signatures[code] for code in found.charter.codes if code in found.signatures}
    founding = Founding(found.charter, signatures, found.cards)
    return Opening(founding, found.rosters, found.signed_rosters, True, tuple(found.missing()))


def _is_succession(data: bytes) -> bool:
    fields = decode(data)
    return isinstance(fields, dict) and "before" in fields


def make_succession(reading: Reading, charter: Charter, cards: Sequence[Card]) -> Succession:
    """Return the succession file of a charter that is to replace the one in force, signed by nobody yet.

    Raises:
        OurMistake: it needs no root signature.
        InvalidFromPeer: a card is not that of a party that joins.
    """
    before = reading.charter
    if not root_signatures_needed(before, charter):
        raise OurMistake("This change needs no signature of a root; propose it, and every party signs in its log.")
    rows = [row for _key, row in every_row(reading.held, DOC_ROSTER, reading.line)]
    signed = [row for row in rows if read_roster(row).code in charter.codes] + [card.roster.signed for card in cards]
    unsigned = Succession(before, charter, {}, {}, tuple(signed), tuple(cards), _leaves(reading))
    return read_succession(unsigned.data())


def _leaves(reading: Reading) -> tuple[Leave, ...]:
    """Return the statements to leave that are on record and count."""
    found = {}
    left = reading.charters.amended.model.left
    for _key, row in every_row(reading.held, AMENDMENT, reading.line):
        told = read_told(row)
        if told.kind == LEAVE and told.roots and told.roots[0][0] in left and told.prev == reading.charter.hash:
            ((code, signature),) = told.roots
            made = Leave(code=code, charter=told.prev, signature=signature)
            if left_by_root(reading.charter, made):
                found[code] = made
    return tuple(found.values())


def sign_succession(data: bytes, root_key: Path, root_passphrase: bytes) -> tuple[Succession, str]:
    """Return a succession file with the signature of this root added, and whose it is.

    Raises:
        InvalidFromPeer: the file is not a sound succession file, or neither charter has this root.
        Misconfigured: the root key does not open.
    """
    return read_succession(data).signed_by(open_root(root_key, root_passphrase))


def in_force_by(data: bytes, charter: bytes) -> dict[str, Any]:
    """Return the fields of a request that puts a proposal in force with the roots of a succession file.

    Raises:
        OurMistake: the file is about another charter, or lacks a root.
        InvalidFromPeer: the file is not sound.
    """
    found = read_succession(data)
    if found.charter.hash != charter:
        raise OurMistake(
            f"The file is about the charter {found.charter.hash.hex()[:16]}…, the proposal is {charter.hex()[:16]}…. Nothing was written."
        )
    if found.missing():
        raise OurMistake(
            f"The file is not signed by the root of {', '.join(found.missing())} yet. Nothing was written."
        )
    return {
        "signatures": [[code, signature.hex()] for code, signature in found.signatures.items()],
        "rosters": [card.roster.signed.hex() for card in found.cards],
    }


def leave_file(charter: Charter, root_key: Path, root_passphrase: bytes) -> tuple[str, bytes]:
    """Return whose root this is and the statement, as a file, that its party leaves the line.

    Raises:
        OurMistake: no party of the charter in force has this root.
        Misconfigured: the root key does not open.
    """
    root = open_root(root_key, root_passphrase)
    code = next((party.code for party in charter.parties if party.root == root.public), "")
    if not code:
        raise OurMistake(f"No party of the charter in force has the root key in {root_key}. Nothing was written.")
    made = sign_leave(charter, code, root)
    return code, encode({"v": 1, "code": code, "charter": made.charter, "signature": made.signature})


def read_leave(data: bytes) -> dict[str, str]:
    """Return the fields of a request that records a statement to leave.

    Raises:
        Misconfigured: it is no such file.
    """
    try:
        fields = decode(data[:LEAVE_BYTES_MAX])
        return {
            "code": str(fields["code"]),
            "charter": bytes(fields["charter"]).hex(),
            "signature": bytes(fields["signature"]).hex(),
        }
    except (InvalidFromPeer, KeyError, TypeError, ValueError) as why:
        raise Misconfigured("The file holds no statement to leave; `watchline charter DIR leave` writes one.") from why


def read_cards(cards: Sequence[bytes]) -> list[Card]:
    """Return cards of parties that join."""
    return [read_card(data) for data in cards]


__all__ = [
    "Opening",
    "in_force_by",
    "leave_file",
    "make_succession",
    "read_cards",
    "read_leave",
    "read_opening",
    "sign_succession",
]
