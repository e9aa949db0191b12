"""Party codes, party ids, root fingerprints, and the names that logs and mirrors bear."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from watchline.errors import InvalidFromPeer
from watchline.keys import digest

_CODE = re.compile(r"[A-Z0-9]{2,8}")
_ORIGIN = re.compile(r"([0-9a-f]{64})\.watchline(-demo)?/([A-Z0-9]{2,8})/([1-9][0-9]{0,8})(/mirror)?")
FINGERPRINT_DIGITS = 30
EPOCH_MAX = 999_999_999
"""As many as nine digits of an origin can write."""


class LogName(NamedTuple):
    """What an origin says: (line id, demonstration?, party code, epoch)."""

    line: bytes
    demo: bool
    code: str
    epoch: int

    def origin(self) -> str:
        """Return the origin line of this log."""
        return _origin(self)

    def mirror(self) -> str:
        """Return the cosigner name of the mirror that this party runs in this epoch."""
        return self.origin() + "/mirror"


@lru_cache(maxsize=512)
def _origin(name: LogName) -> str:
    """Written several times for every entry, of the few logs there are."""
    return f"{name.line.hex()}.watchline{'-demo' if name.demo else ''}/{name.code}/{name.epoch}"


def checked_code(code: object) -> str:
    """Return ``code`` if it is a party code (2 to 8 of ``A-Z0-9``).

    Raises:
        InvalidFromPeer: ``malformed``; nothing else may enter an origin or a key name.
    """
    if isinstance(code, str) and _CODE.fullmatch(code):
        return code
    raise InvalidFromPeer("malformed", f"not a party code: {str(code)[:20]!r}; it has 2 to 8 characters A-Z 0-9")


def parse_origin(text: str) -> LogName:
    """Return what an origin or a mirror name says.

    Raises:
        InvalidFromPeer: ``origin``.
    """
    found = _ORIGIN.fullmatch(text)
    if found is None:
        raise InvalidFromPeer("origin", f"not the name of a log: {text[:120]!r}")
    return LogName(bytes.fromhex(found[1]), found[2] is not None, found[3], int(found[4]))


def party_id(root: bytes) -> bytes:
    """Return SHA-256 of the root public key."""
    return digest(root)


def fingerprint(root: bytes) -> str:
    """Return the root fingerprint, 30 digits in six groups of five (PROTOCOL 1.1)."""
    digits = f"{int.from_bytes(digest(root), 'big') % 10**FINGERPRINT_DIGITS:030d}"
    return " ".join(digits[at : at + 5] for at in range(0, FINGERPRINT_DIGITS, 5))


def parse_fingerprint(text: str) -> str:
    """Return a fingerprint as ``fingerprint`` writes it; spaces on input are optional.

    Raises:
        ValueError: not 30 digits.
    """
    digits = "".join(text.split())
    if len(digits) != FINGERPRINT_DIGITS or not digits.isascii() or not digits.isdigit():
        raise ValueError(f"a root fingerprint has {FINGERPRINT_DIGITS} digits; this has {len(digits)} characters")
    return " ".join(digits[at : at + 5] for at in range(0, FINGERPRINT_DIGITS, 5))
