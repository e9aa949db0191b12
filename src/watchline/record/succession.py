"""The succession file: a later charter on its way from root to root, as the founding file of the first one was (docs/spec/charter.md).

A change of parties, roots or record classes is in force only with the signature of every root of the old and of the new charter. The
file is carried by hand to the machine that holds each root; with all signatures it opens the log of a party that joins.
"""

from __future__ import annotations

import msgspec

from watchline.codec import decode, encode
from watchline.errors import InvalidFromPeer
from watchline.keys import Signer, labelled, verified
from watchline.party import Card, Roster, read_card, read_roster
from watchline.party.shape import a_list, a_map, some_bytes
from watchline.record.agreement import Leave
from watchline.record.charter import Charter, read_charter
from watchline.record.charter_limits import PARTIES_MAX
from watchline.record.charter_signing import read_signatures, sign_charter

SUCCESSION_BYTES_MAX = 1 << 20
_ROSTERS_MAX = 256


class Succession(msgspec.Struct, frozen=True):
    """A later charter on its way.

    Attributes:
        before: The charter that it is to replace.
        charter: The successor.
        signatures: Root signatures by party code, each checked.
        rosters: Of every party of the successor all rosters, signed, by party and number.
        cards: Of the parties that join, in the order of the charter.
        leaves: Statements of parties that left; their roots are not asked.
    """

    before: Charter
    charter: Charter
    signatures: dict[str, bytes]
    rosters: dict[str, Roster]
    signed_rosters: tuple[bytes, ...]
    cards: tuple[Card, ...]
    leaves: tuple[Leave, ...] = ()

    def asked(self) -> tuple[str, ...]:
        """Return the codes of all whose root is asked: parties of the old charter, then those that join."""
        left = {leave.code for leave in self.leaves} - set(self.charter.codes)
        return tuple(code for code in roots_of(self.before, self.charter) if code not in left)

    def missing(self) -> list[str]:
        """Return the codes of parties whose root has not signed yet."""
        return [code for code in self.asked() if code not in self.signatures]

    def joining(self) -> tuple[str, ...]:
        """Return the codes of the parties that join."""
        return tuple(code for code in self.charter.codes if code not in self.before.codes)

    def data(self) -> bytes:
        """Return the file."""
        return encode(
            {
                "v": 1,
                "before": self.before.data,
                "charter": self.charter.data,
                "signatures": [[code, self.signatures[code]] for code in self.asked() if code in self.signatures],
                "rosters": list(self.signed_rosters),
                "cards": [card.data for card in self.cards],
                "leaves": [[leave.code, leave.charter, leave.signature] for leave in self.leaves],
            }
        )

    def signed_by(self, root: Signer) -> tuple[Succession, str]:
        """Return the file with one more signature, and whose it is.

        Raises:
            InvalidFromPeer: ``key``: no party of either charter has this root.
        """
        roots = roots_of(self.before, self.charter)
        code = next((code for code, key in roots.items() if key == root.public), "")
        if not code:
            raise InvalidFromPeer(
                "key", f"no party of either charter has this root; they are {', '.join(self.asked())}"
            )
        signatures = self.signatures | {code: sign_charter(self.charter, root)}
        return msgspec.structs.replace(self, signatures=signatures), code


def roots_of(old: Charter, new: Charter) -> dict[str, bytes]:
    """Return the root of every party of two charters, by code: those of the old one first. One code has one root (``why_no_successor``)."""
    return {party.code: party.root for party in (*old.parties, *new.parties)}


def unsigned_roots(old: Charter, new: Charter, signatures: dict[str, bytes]) -> tuple[str, ...]:
    """Return the codes of parties of either charter whose root's signature of the new one is missing or false."""
    message = labelled("charter", new.hash)
    return tuple(
        code for code, root in roots_of(old, new).items() if not verified(root, message, signatures.get(code, b""))
    )


def roster_named(charter: Charter, code: str, signed: bytes) -> Roster:
    """Return the roster of a party that joins, as its charter names it.

    Raises:
        InvalidFromPeer: it does not verify, or is another one.
    """
    roster, party = read_roster(signed), charter.party(code)
    if (roster.code, roster.root, roster.number, roster.hash()) != (code, party.root, *party.roster):
        raise InvalidFromPeer("key", f"the roster of {code} is not the one that the charter names")
    return roster


def leave_message(line: bytes, code: str, charter: bytes) -> bytes:
    """Return what the root of a party that leaves signs."""
    return labelled("leave", line + charter + code.encode())


def sign_leave(charter: Charter, code: str, root: Signer) -> Leave:
    """Return the statement of a party that it leaves."""
    return Leave(code=code, charter=charter.hash, signature=root.sign(leave_message(charter.line, code, charter.hash)))


def left_by_root(charter: Charter, leave: Leave) -> bool:
    """Tell whether a statement to leave bears the signature of its party's root, and names this charter."""
    party = next((party for party in charter.parties if party.code == leave.code), None)
    if party is None or leave.charter != charter.hash:
        return False
    return verified(party.root, leave_message(charter.line, leave.code, charter.hash), leave.signature)


def read_succession(data: bytes) -> Succession:
    """Return the succession file of its bytes; charters, rosters, cards and signatures must agree.

    Raises:
        InvalidFromPeer: what does not.
    """
    if len(data) > SUCCESSION_BYTES_MAX:
        raise InvalidFromPeer("limit", "a succession file above 1 MiB")
    fields = a_map(decode(data), "succession file")
    if fields.get("v") != 1 or "before" not in fields:
        raise InvalidFromPeer("version", "no succession file of this version")
    before = read_charter(some_bytes(fields.get("before"), "before", None))
    charter = read_charter(some_bytes(fields.get("charter"), "charter", None))
    if (charter.line, charter.prev) != (before.line, before.hash):
        raise InvalidFromPeer("malformed", "the charter in this file does not replace the one beside it")
    signed = tuple(some_bytes(item, "rosters", None) for item in a_list(fields.get("rosters"), "rosters", _ROSTERS_MAX))
    rosters = _rosters(charter, signed)
    cards = tuple(
        read_card(some_bytes(item, "cards", None)) for item in a_list(fields.get("cards"), "cards", PARTIES_MAX)
    )
    leaves = tuple(_leave(item, before) for item in a_list(fields.get("leaves"), "leaves", PARTIES_MAX))
    found = Succession(before, charter, read_signatures(fields.get("signatures")), rosters, signed, cards, leaves)
    if [(card.roster.code, card.roster.hash()) for card in cards] != [
        (code, charter.party(code).roster[1]) for code in found.joining()
    ]:
        raise InvalidFromPeer("key", "the cards in this file are not those of the parties that join")
    false = set(unsigned_roots(before, charter, found.signatures)) & found.signatures.keys()
    if false or found.signatures.keys() - roots_of(before, charter).keys():
        raise InvalidFromPeer(
            "signature", f"a signature in this file is not by the root of {', '.join(sorted(false)) or 'any party'}"
        )
    return found


def _rosters(charter: Charter, signed: tuple[bytes, ...]) -> dict[str, Roster]:
    """Return the newest roster of every party, after reading each after the one before it."""
    newest: dict[str, Roster] = {}
    known: set[tuple[str, bytes, int, bytes]] = set()
    for data in signed:
        roster = read_roster(data)
        before = newest.get(roster.code)
        roster = roster if before is None else read_roster(data, before)
        newest[roster.code] = roster
        known.add((roster.code, roster.root, roster.number, roster.hash()))
    named = {(party.code, party.root, *party.roster) for party in charter.parties}
    if newest.keys() != set(charter.codes) or not named <= known:
        raise InvalidFromPeer("key", "the rosters in this file are not those that the charter names")
    return newest


def _leave(value: object, before: Charter) -> Leave:
    parts = a_list(value, "leaves", 3)
    if len(parts) != 3 or not isinstance(parts[0], str):
        raise InvalidFromPeer("malformed", "a statement to leave is code, charter and signature")
    made = Leave(code=parts[0], charter=some_bytes(parts[1], "leaves"), signature=some_bytes(parts[2], "leaves", 64))
    if not left_by_root(before, made):
        raise InvalidFromPeer(
            "signature", f"the statement of {made.code} to leave is not signed by its root, or names another charter"
        )
    return made
