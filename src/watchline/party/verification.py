"""What is kept of a comparison of roots: by which means, where, between which posts, when (docs/spec/pairing.md).

A record says what people did. Without one, or with means ``files``, a root came with a file and nobody compared it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

import msgspec

from watchline.codec import decode, encode
from watchline.errors import InvalidFromPeer
from watchline.party.names import checked_code, fingerprint
from watchline.party.shape import a_count, a_list, a_map, a_text, some_bytes

VERIFICATIONS_MAX = 256
"""Comparisons that a node keeps: a few for each party over decades."""
PLACE_MAX, POST_MAX = 200, 64
"""Characters; a place is a name, a post is as in a charter."""
MISTYPED_MAX = 1_000


class Means(StrEnum):
    """How a root came to be known here."""

    IN_PERSON = "in_person"
    VOICE = "voice"
    INSTRUMENT = "instrument"
    FILES = "files"


class Verification(msgspec.Struct, frozen=True, kw_only=True):
    """One comparison of another party's root.

    Attributes:
        code: The other party.
        root: Its root public key, 32 bytes.
        card: Hash of the card that was at hand (``card_hash``).
        means: How it was compared; ``files``: it came with a file and was not.
        place: Where our post was.
        ours: Our post, which typed; posts, not persons.
        theirs: Their post, which read.
        at: When, ms, by our clock.
        mistyped: How many times other digits were typed before the right ones.
    """

    code: str
    root: bytes
    card: bytes
    means: Means
    place: str
    ours: str
    theirs: str
    at: int
    mistyped: int = 0

    @property
    def fingerprint(self) -> str:
        """The root fingerprint that was compared."""
        return fingerprint(self.root)


def write_verifications(records: Sequence[Verification]) -> bytes:
    """Return the bytes of the file that keeps comparisons, the oldest first."""
    rows = [msgspec.structs.asdict(item) | {"means": item.means.value} for item in records]
    return encode({"v": 1, "verifications": rows})


def read_verifications(data: bytes) -> tuple[Verification, ...]:
    """Return the comparisons of a file.

    Raises:
        InvalidFromPeer: the file is not such, by code.
    """
    fields = a_map(decode(data), "file")
    if fields.get("v") != 1:
        raise InvalidFromPeer("version", "written by another version of this program")
    return tuple(_record(item) for item in a_list(fields.get("verifications"), "verifications", VERIFICATIONS_MAX))


def newest(records: Iterable[Verification], code: str) -> Verification | None:
    """Return how a party's root was compared last, if it was; else that it came by files, if that is kept."""
    found = None
    for item in records:
        if item.code == code and (item.means != Means.FILES or found is None or found.means == Means.FILES):
            found = item
    return found


def _record(value: object) -> Verification:
    found = a_map(value, "verification")
    try:
        means = Means(a_text(found.get("means"), "means", 16))
    except ValueError:
        raise InvalidFromPeer("malformed", "field means is none of in_person, voice, instrument, files") from None
    made = Verification(
        code=checked_code(found.get("code")),
        root=some_bytes(found.get("root"), "root"),
        card=some_bytes(found.get("card"), "card"),
        means=means,
        place=a_text(found.get("place"), "place", PLACE_MAX),
        ours=a_text(found.get("ours"), "ours", POST_MAX),
        theirs=a_text(found.get("theirs"), "theirs", POST_MAX),
        at=a_count(found.get("at"), "at"),
        mistyped=a_count(found.get("mistyped"), "mistyped", 0, MISTYPED_MAX),
    )
    if found.keys() != set(Verification.__struct_fields__):
        raise InvalidFromPeer("malformed", "a verification has a field that this version does not know")
    return made


__all__ = [
    "PLACE_MAX",
    "POST_MAX",
    "VERIFICATIONS_MAX",
    "Means",
    "Verification",
    "newest",
    "read_verifications",
    "write_verifications",
]
