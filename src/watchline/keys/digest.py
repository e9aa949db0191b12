"""SHA-256 with the domain separation of docs/spec/encoding.md, and the commitment to a body."""

from __future__ import annotations

from hashlib import sha256


def digest(*parts: bytes) -> bytes:
    """Return SHA-256 over the parts joined."""
    return sha256(b"".join(parts)).digest()


def labelled(use: str, data: bytes) -> bytes:
    r"""Return ``"watchline/<use>/v1\0"`` followed by ``data``: what is hashed or signed for that use."""
    return b"watchline/" + use.encode("ascii") + b"/v1\0" + data


def labelled_digest(use: str, data: bytes) -> bytes:
    """Return SHA-256 over the labelled bytes."""
    return sha256(labelled(use, data)).digest()


_BODY = labelled("body", b"")


def body_hash(line: bytes, author_id: bytes, salt: bytes, body: bytes) -> bytes:
    """Return the salted commitment to a body (docs/spec/leaf.md).

    Args:
        line: Line id, 32 bytes.
        author_id: Party id of the author, 32 bytes; with the line it keeps others from re-using the commitment.
        salt: 32 random bytes, never used twice.
        body: The plain body.
    """
    return sha256(_BODY + line + author_id + salt + body).digest()
