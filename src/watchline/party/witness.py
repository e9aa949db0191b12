"""A hash-only witness as others know it: the name it cosigns under, its card, its fingerprint (docs/spec/witness.md).

A witness is no party. Its cosigner name holds its public key, so whoever has a cosignature can check it and compare the key's fingerprint,
and no roster, charter or list certifies it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from watchline.codec import decode, encode
from watchline.errors import InvalidFromPeer
from watchline.keys import Signer, certificate_key, enrolled, labelled, verified
from watchline.party.names import fingerprint
from watchline.party.shape import a_count, a_list, a_map, a_text, some_bytes

_NAME = re.compile(r"([0-9a-f]{64})\.watchline(-demo)?/witness/([0-9a-f]{64})")
_LOCAL = re.compile(r"[a-z][a-z0-9-]{1,30}")


class WitnessName(NamedTuple):
    """The name of a witness on a line: (line id, demonstration?, its public key)."""

    line: bytes
    demo: bool
    key: bytes

    def text(self) -> str:
        """Return the cosigner name. No party code is ``witness``, so no mirror's name looks like it."""
        return f"{self.line.hex()}.watchline{'-demo' if self.demo else ''}/witness/{self.key.hex()}"


def parse_witness(text: str) -> WitnessName | None:
    """Return what the cosigner name of a witness says, or None if it is none."""
    found = _NAME.fullmatch(text)
    return (
        None if found is None else WitnessName(bytes.fromhex(found[1]), found[2] is not None, bytes.fromhex(found[3]))
    )


def witness_fingerprint(key: bytes) -> str:
    """Return the 30 digits of a witness's key, as those of a root: six groups of five."""
    return fingerprint(key)


def checked_witness(name: object) -> str:
    """Return the short name of a witness (2 to 31 of a-z 0-9 -, a letter first): no party code can be one.

    Raises:
        InvalidFromPeer: ``malformed``.
    """
    if isinstance(name, str) and _LOCAL.fullmatch(name):
        return name
    raise InvalidFromPeer("malformed", f"not the short name of a witness: {str(name)[:40]!r}; write it like w-one")


class WitnessCard(NamedTuple):
    """What a witness hands to a party: short name, key, circuit certificate (DER), where it is dialled. ``data``: as received."""

    name: str
    key: bytes
    certificate: bytes
    host: str
    port: int
    data: bytes

    @property
    def fingerprint(self) -> str:
        """The 30 digits to compare by another means."""
        return witness_fingerprint(self.key)


def make_witness_card(key: Signer, name: str, certificate: bytes, host: str, port: int) -> WitnessCard:
    """Return a card signed by the witness's key."""
    fields = {"v": 1, "name": name, "key": key.public, "tls": certificate, "endpoint": [host, port]}
    document = encode(fields)
    return read_witness_card(encode([document, key.sign(labelled("witness-card", document))]))


def read_witness_card(data: bytes) -> WitnessCard:
    """Return the card of its bytes; its signature shows possession of the key, whose digits are compared by another means.

    Raises:
        InvalidFromPeer: what is wrong, by code.
    """
    parts = a_list(decode(data), "witness card", 2)
    if len(parts) != 2:
        raise InvalidFromPeer("malformed", "the card of a witness has two parts")
    document, signature = some_bytes(parts[0], "witness card", None), some_bytes(parts[1], "signature", 64)
    fields = a_map(decode(document), "witness card")
    if fields.get("v") != 1:
        raise InvalidFromPeer("version", "a witness's card of another version; update this program")
    key = enrolled(fields.get("key"))
    if not verified(key, labelled("witness-card", document), signature):
        raise InvalidFromPeer("signature", "the card is not signed by the witness's key")
    certificate, point = some_bytes(fields.get("tls"), "tls", None), a_list(fields.get("endpoint"), "endpoint", 2)
    if certificate_key(certificate) == key:
        raise InvalidFromPeer("key", "one key for cosignatures and for circuits")
    if len(point) != 2:
        raise InvalidFromPeer("malformed", "an endpoint is host and port")
    host, port = a_text(point[0], "host"), a_count(point[1], "port", 1, 65_535)
    return WitnessCard(checked_witness(fields.get("name")), key, certificate, host, port, data)
