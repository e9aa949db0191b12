"""A party's card: what it hands to another party to pair (docs/spec/roster.md)."""

from __future__ import annotations

import msgspec

from watchline.codec import decode, encode
from watchline.errors import InvalidFromPeer
from watchline.keys import Signer, labelled, verified
from watchline.party.roster import Roster, read_roster
from watchline.party.shape import a_count, a_list, a_map, a_text, some_bytes

ENDPOINTS_MAX = 16


class Endpoint(msgspec.Struct, frozen=True):
    """Where a circuit may be dialled: a hint, never an identity."""

    circuit: str
    host: str
    port: int


class Card(msgspec.Struct, frozen=True):
    """Roster 1 and endpoints, signed by the root. ``data`` is the card as received."""

    roster: Roster
    endpoints: tuple[Endpoint, ...]
    data: bytes


def make_card(root: Signer, roster: Roster, endpoints: list[Endpoint]) -> Card:
    """Return a card signed by the root."""
    document = encode(
        {
            "v": 1,
            "roster": roster.signed,
            "endpoints": [[point.circuit, point.host, point.port] for point in endpoints],
        }
    )
    return read_card(encode([document, root.sign(labelled("card", document))]))


def read_card(data: bytes) -> Card:
    """Return the card of its bytes after checking every signature on it.

    Raises:
        InvalidFromPeer: what is wrong, by code. The root key itself is only as good as the way it came: compare the
            fingerprint by another means.
    """
    parts = a_list(decode(data), "card", 2)
    if len(parts) != 2:
        raise InvalidFromPeer("malformed", "a card has two parts")
    document, signature = some_bytes(parts[0], "card", None), some_bytes(parts[1], "root signature", 64)
    fields = a_map(decode(document), "card")
    if fields.get("v") != 1:
        raise InvalidFromPeer("version", "a card of another version; update this program before pairing")
    roster = read_roster(some_bytes(fields.get("roster"), "roster", None))
    if roster.number != 1:
        raise InvalidFromPeer("malformed", f"the card of {roster.code} does not hold its roster 1")
    if not verified(roster.root, labelled("card", document), signature):
        raise InvalidFromPeer("signature", f"the card of {roster.code} is not signed by its root key")
    points = []
    for item in a_list(fields.get("endpoints"), "endpoints", ENDPOINTS_MAX):
        point = a_list(item, "endpoint", 3)
        if len(point) != 3:
            raise InvalidFromPeer("malformed", "an endpoint is circuit, host, port")
        points.append(
            Endpoint(a_text(point[0], "circuit", 16), a_text(point[1], "host"), a_count(point[2], "port", 1, 65_535))
        )
    return Card(roster, tuple(points), data)
