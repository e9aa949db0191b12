"""What goes between two parties while they pair, as text: the payload of a card's QR, and the three strings of a voice ceremony.

Capitals, digits and ``/ . : - [ ]`` only, so that it can be typed, mailed or scanned; spaces and line ends mean nothing. Each text has a
first field that says what it is and a check at its end, so that a slip is told apart from another card (docs/spec/pairing.md).
"""

from __future__ import annotations

import re
from base64 import b32decode, b32encode
from binascii import Error
from enum import StrEnum
from typing import NamedTuple

from watchline.errors import InvalidFromPeer
from watchline.keys import labelled_digest
from watchline.party.card import Card
from watchline.party.names import checked_code

QR_MAX = 150
"""Characters of a QR payload: version 6 to 8, which a telephone reads off a screen at arm's length."""
CHECK_BYTES = 4
_HINT = re.compile(r"[0-9A-Z.:\[\]-]*")
_BYTES = 32
TEXT_MAX = 1_024


class Text(StrEnum):
    """What a text is; the first field of it."""

    CARD = "WLQ1"
    COMMIT = "WLC1"
    ANSWER = "WLA1"
    REVEAL = "WLR1"


class CardMark(NamedTuple):
    """What a QR says of a card: whose, which root, which card; and where it may be fetched (a hint, may be empty)."""

    code: str
    root: bytes
    card: bytes
    hint: str


def card_hash(card: Card) -> bytes:
    """Return the hash of a card's bytes as received."""
    return labelled_digest("pairing-card", card.data)


def qr_payload(card: Card) -> str:
    """Return what the QR of a card holds, at most 150 characters; the address is left out if it does not fit."""
    hint = ""
    if card.endpoints:
        point = card.endpoints[0]
        host = f"[{point.host}]" if ":" in point.host else point.host
        hint = f"{host}:{point.port}".upper()
    body = card.roster.root + card_hash(card)
    whole = _written(Text.CARD, card.roster.code, body, hint) if _HINT.fullmatch(hint) else ""
    return whole if 0 < len(whole) <= QR_MAX else _written(Text.CARD, card.roster.code, body, "")


def read_qr_payload(text: str) -> CardMark:
    """Return what a QR says.

    Raises:
        InvalidFromPeer: ``malformed``: it is none, or was misread.
    """
    if len(_plain(text)) > QR_MAX:
        raise InvalidFromPeer("malformed", f"the text of a card's QR has at most {QR_MAX} characters")
    code, body, hint = _read(Text.CARD, text, 2 * _BYTES)
    return CardMark(code, body[:_BYTES], body[_BYTES:], hint)


def write_commit(code: str, commitment: bytes) -> str:
    """Return the first string of a voice ceremony; ``code`` is the party that sends it."""
    return _written(Text.COMMIT, code, commitment, "")


def read_commit(text: str) -> tuple[str, bytes]:
    """Return (sender, commitment) of a first string; raises InvalidFromPeer ``malformed``."""
    code, body, _ = _read(Text.COMMIT, text, _BYTES)
    return code, body


def write_nonce(what: Text, code: str, card: bytes, nonce: bytes) -> str:
    """Return the second string (ANSWER) or the third (REVEAL): the sender's card hash and nonce."""
    return _written(what, code, card + nonce, "")


def read_nonce(what: Text, text: str) -> tuple[str, bytes, bytes]:
    """Return (sender, card hash, nonce) of a second or third string; raises InvalidFromPeer ``malformed``."""
    code, body, _ = _read(what, text, 2 * _BYTES)
    return code, body[:_BYTES], body[_BYTES:]


_SAID = {
    Text.CARD: "the text of a card's QR",
    Text.COMMIT: "the first string of a voice ceremony",
    Text.ANSWER: "the second string of a voice ceremony",
    Text.REVEAL: "the third string of a voice ceremony",
}


def _plain(text: str) -> str:
    return "".join(text.split()).upper()


def _base32(data: bytes) -> str:
    return b32encode(data).decode("ascii").rstrip("=")


def _check(front: str) -> str:
    return _base32(labelled_digest("pairing-text", front.encode("ascii"))[:CHECK_BYTES])


def _written(what: Text, code: str, body: bytes, hint: str) -> str:
    front = "/".join([what.value, code, _base32(body), *([hint] if what == Text.CARD else [])])
    return f"{front}/{_check(front)}"


def _read(what: Text, text: str, size: int) -> tuple[str, bytes, str]:
    said = _SAID[what]
    if len(text) > TEXT_MAX:
        raise InvalidFromPeer("malformed", f"this is longer than {said}")
    if not text.isascii():  # before capitals are made: some letters of other alphabets become ours
        raise InvalidFromPeer("malformed", f"{said} holds only A-Z, 0-9 and / . : - [ ]")
    plain = _plain(text)
    front, _, check = plain.rpartition("/")
    fields = front.split("/")
    if fields[0] != what.value:
        known = next((name for kind, name in _SAID.items() if kind.value == fields[0]), "")
        is_words = f"this is {known}" if known else "this is something else"
        raise InvalidFromPeer("malformed", f"{said} begins with {what.value}/; {is_words}")
    if check != _check(front):
        raise InvalidFromPeer(
            "malformed", f"the check at the end of {said} does not fit: it was cut off or misread; take it again"
        )
    if len(fields) != (4 if what == Text.CARD else 3) or (what == Text.CARD and not _HINT.fullmatch(fields[3])):
        raise InvalidFromPeer("malformed", f"{said} has not the right fields")
    return checked_code(fields[1]), _bytes(fields[2], size, said), fields[3] if what == Text.CARD else ""


def _bytes(text: str, size: int, said: str) -> bytes:
    try:
        data = b32decode(text + "=" * (-len(text) % 8))
    except (Error, ValueError):
        data = b""
    if len(data) != size or _base32(data) != text:
        raise InvalidFromPeer("malformed", f"{said} does not hold {size} bytes in base32")
    return data
