"""A party: its code, its root, its roster of certified keys, its card.

Pure. It knows no line and no log; it does not decide whether a root key is the right one (people compare fingerprints).
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
from watchline.party.roster import KeySet, PrivateKeySet, Roster, make_roster, read_roster

__all__ = [
    "Card",
    "Endpoint",
    "KeySet",
    "LogName",
    "PrivateKeySet",
    "Roster",
    "checked_code",
    "fingerprint",
    "make_card",
    "make_roster",
    "parse_fingerprint",
    "parse_origin",
    "party_id",
    "read_card",
    "read_roster",
]
