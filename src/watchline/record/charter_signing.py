"""Root signatures over a charter's hash, and the signed charter: its bytes with all of them (docs/spec/charter.md)."""

from __future__ import annotations

from typing import Any

from watchline.codec import decode, encode
from watchline.errors import InvalidFromPeer
from watchline.keys import Signer, labelled, verified
from watchline.party import checked_code
from watchline.party.shape import a_list, some_bytes
from watchline.record.charter import Charter, read_charter
from watchline.record.charter_limits import PARTIES_MAX


def sign_charter(charter: Charter, root: Signer) -> bytes:
    """Return a root's signature of a charter."""
    return root.sign(labelled("charter", charter.hash))


def signed_charter(charter: Charter, signatures: dict[str, bytes]) -> bytes:
    """Return the signed charter array, signatures in party order."""
    return encode([charter.data, [[code, signatures[code]] for code in charter.codes if code in signatures]])


def read_signed_charter(data: bytes) -> tuple[Charter, dict[str, bytes]]:
    """Return charter and signatures of a signed charter array, checking that every root signed.

    Raises:
        InvalidFromPeer: ``signature`` names who has not signed.
    """
    parts = a_list(decode(data), "signed charter", 2)
    if len(parts) != 2:
        raise InvalidFromPeer("malformed", "a signed charter has two parts")
    charter = read_charter(some_bytes(parts[0], "charter", None))
    signatures = read_signatures(parts[1])
    check_signatures(charter, signatures)
    return charter, signatures


def read_signatures(value: Any) -> dict[str, bytes]:
    """Return signatures by party code of an array of pairs."""
    found: dict[str, bytes] = {}
    for item in a_list(value, "signatures", PARTIES_MAX):
        pair = a_list(item, "signature", 2)
        if len(pair) != 2 or checked_code(pair[0]) in found:
            raise InvalidFromPeer("malformed", "a signature is a pair of code and signature, once for each party")
        found[pair[0]] = some_bytes(pair[1], "signature", 64)
    return found


def check_signatures(charter: Charter, signatures: dict[str, bytes]) -> None:
    """Check that every party's root signed, and nobody else did.

    Raises:
        InvalidFromPeer: ``signature``.
    """
    for party in charter.parties:
        if not verified(party.root, labelled("charter", charter.hash), signatures.get(party.code, b"")):
            raise InvalidFromPeer("signature", f"the charter is not signed by the root key of {party.code}")
    if len(signatures) != len(charter.parties):
        raise InvalidFromPeer("signature", "the charter bears the signature of somebody who is not a party")
