"""What a releaser signs: a text on its way into the record, byte for byte (PROTOCOL 10.3, docs/spec/release.md).

Everything of the entry that people decide is in it. What the log adds when it writes is not: author, epoch, index, serial, time,
heads seen, salt, and with the salt the hash of the body.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from watchline.codec import encode
from watchline.keys import digest, labelled_digest
from watchline.record.header import Ref

RELEASE_MS_MAX: Final = 7_200_000
"""Between the time in a released text and the end of its release; a later text is composed anew."""


class Release(msgspec.Struct, frozen=True):
    """What a released text is held to when it is written.

    Attributes:
        digest: SHA-256 of the form that was released.
        dtg: The time in the body, ms: when the text was put before a releaser.
        not_after: Until when it may be written, ms.
    """

    digest: bytes
    dtg: int
    not_after: int


def release_form(
    *,
    line: bytes,
    charter: bytes,
    kind: str,
    post: str,
    refs: Sequence[Ref],
    precedence: str,
    draft: bytes,
    body: bytes,
    not_after: int,
) -> bytes:
    """Return the form: deterministic CBOR of these fields, ``refs`` as in the leaf, ``body`` the bytes of the body."""
    return encode(
        {
            "line": line,
            "charter": charter,
            "kind": str(kind),
            "post": post,
            "refs": [list(ref) for ref in refs],
            "precedence": precedence,
            "draft": draft,
            "body": body,
            "not_after": not_after,
        }
    )


def release_challenge(form: bytes) -> bytes:
    """Return what a releaser's key signs: the labelled digest of the form's SHA-256."""
    return labelled_digest("release", digest(form))
