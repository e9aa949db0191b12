"""The founding file: what the parties pass round until every root has signed (docs/spec/charter.md)."""

from __future__ import annotations

import msgspec

from watchline.codec import decode, encode
from watchline.errors import InvalidFromPeer
from watchline.keys import Signer
from watchline.party import Card, read_card
from watchline.party.shape import a_list, a_map, some_bytes
from watchline.record.charter import Charter, read_charter
from watchline.record.charter_limits import PARTIES_MAX
from watchline.record.charter_signing import check_signatures, read_signatures, sign_charter

FOUNDING_BYTES_MAX = 1 << 20


class Founding(msgspec.Struct, frozen=True):
    """A charter on its way: whose roots have signed, and everybody's card."""

    charter: Charter
    signatures: dict[str, bytes]
    cards: tuple[Card, ...]

    def missing(self) -> list[str]:
        """Return the codes of parties whose root has not signed yet."""
        return [code for code in self.charter.codes if code not in self.signatures]

    def data(self) -> bytes:
        """Return the founding file."""
        return encode(
            {
                "v": 1,
                "charter": self.charter.data,
                "signatures": [[code, self.signatures[code]] for code in self.charter.codes if code in self.signatures],
                "cards": [card.data for card in self.cards],
            }
        )

    def signed_by(self, code: str, root: Signer) -> Founding:
        """Return the file with one more signature.

        Raises:
            InvalidFromPeer: ``key``: this is not the root key that the charter names for this party.
        """
        if self.charter.party(code).root != root.public:
            raise InvalidFromPeer("key", f"the charter names another root key for {code}; ask the proposer")
        return msgspec.structs.replace(self, signatures=self.signatures | {code: sign_charter(self.charter, root)})


def read_founding(data: bytes) -> Founding:
    """Return the founding file of its bytes; cards, rosters and charter must agree.

    Raises:
        InvalidFromPeer: what does not.
    """
    if len(data) > FOUNDING_BYTES_MAX:
        raise InvalidFromPeer("limit", "a founding file above 1 MiB")
    fields = a_map(decode(data), "founding file")
    if fields.get("v") != 1:
        raise InvalidFromPeer("version", "a founding file of another version; update this program")
    charter = read_charter(some_bytes(fields.get("charter"), "charter", None))
    cards = tuple(
        read_card(some_bytes(item, "cards", None)) for item in a_list(fields.get("cards"), "cards", PARTIES_MAX)
    )
    named = [(party.code, party.root, *party.roster) for party in charter.parties]
    shown = [(card.roster.code, card.roster.root, card.roster.number, card.roster.hash()) for card in cards]
    if named != shown:
        raise InvalidFromPeer("key", "the cards in this file are not those that the charter names")
    signatures = read_signatures(fields.get("signatures"))
    for code, signature in signatures.items():
        one = msgspec.structs.replace(charter, parties=(charter.party(code),))
        check_signatures(one, {code: signature})
    return Founding(charter, signatures, cards)
