"""A party: its code, its root, its roster of certified keys, its card; how two parties pair and what is kept of it.

Pure. It knows no line and no log; it does not decide whether a root key is the right one (people compare, ``pairing.py``).
"""

from watchline.party.card import Card, Endpoint, make_card, read_card
from watchline.party.names import (
    LogName,
    checked_code,
    fingerprint,
    parse_fingerprint,
    parse_origin,
    party_id,
)
from watchline.party.pairing import Ceremony, Given, State, Step
from watchline.party.pairing_book import Book, read_book, write_book
from watchline.party.pairing_text import CardMark, card_hash, qr_payload, read_qr_payload
from watchline.party.roster import KeySet, PrivateKeySet, Revoked, Roster, make_roster, read_roster
from watchline.party.verification import Means, Verification, newest, read_verifications, write_verifications

__all__ = [
    "Book",
    "Card",
    "CardMark",
    "Ceremony",
    "Endpoint",
    "Given",
    "KeySet",
    "LogName",
    "Means",
    "PrivateKeySet",
    "Revoked",
    "Roster",
    "State",
    "Step",
    "Verification",
    "card_hash",
    "checked_code",
    "fingerprint",
    "make_card",
    "make_roster",
    "newest",
    "parse_fingerprint",
    "parse_origin",
    "party_id",
    "qr_payload",
    "read_book",
    "read_card",
    "read_qr_payload",
    "read_roster",
    "read_verifications",
    "write_book",
    "write_verifications",
]
