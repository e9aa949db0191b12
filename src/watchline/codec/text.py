"""Base64 in the one form that signed notes take."""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error

from watchline.errors import InvalidFromPeer


def b64(data: bytes) -> str:
    """Return RFC 4648 section 4 base64 with padding."""
    return b64encode(data).decode("ascii")


def parse_b64(text: str) -> bytes:
    """Return the bytes of base64 text; only the one canonical form is taken.

    Raises:
        InvalidFromPeer: ``malformed``: characters outside the alphabet, missing padding, non-zero trailing bits.
    """
    try:
        data = b64decode(text.encode("ascii"), validate=True)
    except (Error, ValueError):
        raise InvalidFromPeer("malformed", "not base64") from None
    if b64(data) != text:
        raise InvalidFromPeer("malformed", "base64 with non-zero trailing bits")
    return data
