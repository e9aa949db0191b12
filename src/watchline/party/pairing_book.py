"""The voice ceremonies that a node keeps, so that one outlives a restart and none is tried twice (docs/spec/pairing.md)."""

from __future__ import annotations

from typing import Any

import msgspec

from watchline.codec import decode, encode
from watchline.errors import InvalidFromPeer
from watchline.party.names import checked_code
from watchline.party.pairing import NONCE_BYTES, Ceremony, State, marks
from watchline.party.shape import a_count, a_list, a_map, a_text, some_bytes

CEREMONIES_MAX = 64
"""Parties with which a ceremony is kept."""
USED_MAX = 4_096
"""Marks of what others sent that are remembered; the oldest are forgotten beyond that."""


class Book(msgspec.Struct, frozen=True, kw_only=True):
    """What a node keeps of its voice ceremonies: the newest with each party, and marks of what others sent (``marks``)."""

    ceremonies: tuple[Ceremony, ...] = ()
    used: tuple[bytes, ...] = ()

    def of(self, code: str) -> Ceremony | None:
        """Return the newest ceremony with a party."""
        return next((item for item in self.ceremonies if item.code == code), None)

    def number(self, code: str) -> int:
        """Return the number of the next ceremony with a party."""
        known = self.of(code)
        return 1 if known is None else known.number + 1

    def with_one(self, ceremony: Ceremony) -> Book:
        """Return the book with this ceremony in the place of an earlier one with the same party."""
        others = [item for item in self.ceremonies if item.code != ceremony.code]
        fresh = [mark for mark in marks(ceremony) if mark not in self.used]
        return Book(
            ceremonies=(*others, ceremony)[-CEREMONIES_MAX:],
            used=(*self.used, *fresh)[-USED_MAX:],
        )

    def used_before(self, ceremony: Ceremony | None) -> frozenset[bytes]:
        """Return the marks of all ceremonies but this one."""
        return frozenset(self.used) - frozenset(() if ceremony is None else marks(ceremony))


def write_book(book: Book) -> bytes:
    """Return the bytes of the file that keeps the ceremonies."""
    rows = [msgspec.structs.asdict(item) | {"state": item.state.value} for item in book.ceremonies]
    return encode({"v": 1, "ceremonies": rows, "used": list(book.used)})


def read_book(data: bytes) -> Book:
    """Return the ceremonies of a file.

    Raises:
        InvalidFromPeer: the file is not such, by code.
    """
    fields = a_map(decode(data), "file")
    if fields.get("v") != 1:
        raise InvalidFromPeer("version", "written by another version of this program")
    rows = a_list(fields.get("ceremonies"), "ceremonies", CEREMONIES_MAX)
    used = tuple(some_bytes(item, "used") for item in a_list(fields.get("used"), "used", USED_MAX))
    return Book(ceremonies=tuple(_ceremony(row) for row in rows), used=used)


def _ceremony(value: Any) -> Ceremony:
    found = a_map(value, "ceremony")
    try:
        state = State(a_text(found.get("state"), "state", 16))
    except ValueError:
        raise InvalidFromPeer("malformed", "field state is none that this version knows") from None
    met = state in {State.REVEALED, State.CLOSING, State.LISTENING, State.READING, State.COMPARED}
    heard = some_bytes(found.get("answer"), "answer", None, NONCE_BYTES)
    if len(heard) not in ({NONCE_BYTES} if met else {0, NONCE_BYTES} if state == State.ENDED else {0}):
        raise InvalidFromPeer("malformed", "field answer does not fit the state")
    return Ceremony(
        code=checked_code(found.get("code")),
        state=state,
        number=a_count(found.get("number"), "number", 1),
        own=some_bytes(found.get("own"), "own"),
        other=some_bytes(found.get("other"), "other"),
        nonce=some_bytes(found.get("nonce"), "nonce", NONCE_BYTES),
        commitment=some_bytes(found.get("commitment"), "commitment"),
        answer=heard,
        begun=a_count(found.get("begun"), "begun"),
    )
