"""What export and proof read of a record: committed rows, read-only. Any node's ``Held`` door fulfils it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from watchline.log.entry import Entry, LogRow

DOC_ROSTER, DOC_CHARTER, DOC_EVIDENCE = "doc.roster", "doc.charter", "doc.evidence"
"""Views that keep signed documents. Keys: line + code padded to 8 + number in 4 bytes; line; line + anything."""

_CODE_BYTES = 8
_PAGE = 64


class HeldLogs(Protocol):
    """Committed rows. Missing things are None or absent, never an error."""

    def logs(self, line: bytes) -> Sequence[LogRow]:
        """Return every log of a line, by origin."""
        ...

    def entry(self, origin: str, index: int) -> Entry | None:
        """Return one entry."""
        ...

    def entries(self, origin: str, start: int, limit: int) -> Sequence[Entry]:
        """Return at most ``limit`` entries from index ``start`` on, in order."""
        ...

    def hashes(self, origin: str, level: int, start: int, count: int) -> Sequence[bytes]:
        """Return stored hashes of complete subtrees: level 0 (leaf hashes), 8, 16 or 24."""
        ...

    def checkpoint(self, origin: str, size: int) -> bytes | None:
        """Return the signed note of exactly this size."""
        ...

    def checkpoint_near(self, origin: str, size: int, *, below: bool) -> tuple[int, bytes] | None:
        """Return (size, note) of the largest checkpoint of at most ``size`` (below) or the smallest of at least it."""
        ...

    def cosignatures(self, origin: str) -> Sequence[tuple[str, int, bytes]]:
        """Return (mirror name, size, signature line), the newest of each mirror, by name."""
        ...

    def row(self, view: str, key: bytes) -> bytes | None:
        """Return one view row."""
        ...

    def rows(self, view: str, prefix: bytes, after: bytes | None, limit: int) -> Sequence[tuple[bytes, bytes]]:
        """Return at most ``limit`` (key, value) in bytewise key order, keys beginning with ``prefix``, beyond ``after``."""
        ...


def held_charter(held: HeldLogs, line: bytes) -> bytes | None:
    """Return the signed founding charter that a node keeps of a line."""
    return held.row(DOC_CHARTER, line)


def held_rosters(held: HeldLogs, line: bytes, code: str) -> list[tuple[int, bytes]]:
    """Return (number, signed roster) of every roster that a node keeps of a party, number 1 first."""
    prefix = line + code.encode().ljust(_CODE_BYTES, b"\0")
    return [(int.from_bytes(key[len(prefix) :], "big"), value) for key, value in every_row(held, DOC_ROSTER, prefix)]


def every_row(held: HeldLogs, view: str, prefix: bytes) -> list[tuple[bytes, bytes]]:
    """Return all rows of a view whose keys begin with ``prefix``; for documents, which are few."""
    found: list[tuple[bytes, bytes]] = []
    while page := held.rows(view, prefix, found[-1][0] if found else None, _PAGE):
        found += page
    return found
