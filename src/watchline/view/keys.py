"""Names of views and the keys of their rows: bytewise order is the order a reader wants; every key begins with the line.

A view whose name begins with ``_`` is an index: rebuilt like the others, not told to desks one by one.
"""

from __future__ import annotations

from typing import NamedTuple

THREAD = "thread"
"""(line, ref) -> what opened a thread and every act upon it, sorted in the common order."""
LABEL = "label"
"""(line, ref) -> labels of an entry that cannot be read, is unknown or refers to what it may not."""
RECEIPT = "receipt"
"""(line, author, epoch, to, writer) -> one receipt: entries below ``to`` stored by the writer's node, when, where."""
OPENING = "opening"
"""(line, code, fact) -> the facts that open the line: epochs opened, seen, tests answered."""
SERIAL = "_serial"
"""(line, code, serial) -> which entry bears this number."""
DRAFT = "_draft"
"""(line, code, draft) -> the first entry with this draft id."""
SLOT = "_slot"
"""(line, due, code) -> the line test that answers a slot of the calendar."""
DUE = "_due"
"""(line, precedence, instant, ref) -> an open message and when it was written, by its author's clock.

Until when it should have been read depends on the charter in force, so that is no view: whoever asks adds the objective."""
KIND = "_kind"
"""(line, kind, ref) -> a thread of this kind, for the kinds of which there are few: not line tests, not messages.

Of `assessment` the notice is named that one of them lists pairs of."""
AMENDMENT = "amendment"
"""(line, ref) -> what one entry of an amendment of the charter tells (``view/amending.py``)."""
SUCCESSOR = "_successor"
"""(line, charter hash) -> the bytes of a proposed charter of this line."""
STOOD = "stood"
"""(line, ref, code) -> how much of a party's closed log an entry has before it (``view/epochs.py``)."""
ROSTER_SEEN = "_roster_seen"
"""(line, author, code, number) -> the first entry of the author that says it holds this roster of that party."""
DEPTH = "_depth"
"""(line, ref) -> the depth of an entry whose first depth was provisional; bookkeeping of this node, not a common view."""

COMMON = (THREAD, LABEL, RECEIPT, OPENING, SERIAL, DRAFT, SLOT, DUE, KIND, AMENDMENT, SUCCESSOR, STOOD, ROSTER_SEEN)
"""Every view that is a function of log entries alone: the same bytes on every node that holds the same entries."""


class EntryRef(NamedTuple):
    """Where an entry stands: (party code, epoch, index)."""

    code: str
    epoch: int
    index: int  # type: ignore[assignment]  # hides tuple.index, which nobody calls

    def text(self) -> str:
        """Return the reference of an entry without a serial, ``XAA/1/57``."""
        return f"{self.code}/{self.epoch}/{self.index}"


def ref_key(line: bytes, ref: EntryRef) -> bytes:
    """Return the key of an entry: line, code (8 bytes), epoch (4), index (8)."""
    return line + ref.code.encode().ljust(8, b"\0") + ref.epoch.to_bytes(4, "big") + ref.index.to_bytes(8, "big")


def read_ref_key(key: bytes) -> EntryRef:
    """Return the entry of the last 20 bytes of a key."""
    tail = key[-20:]
    return EntryRef(
        tail[:8].rstrip(b"\0").decode(), int.from_bytes(tail[8:12], "big"), int.from_bytes(tail[12:], "big")
    )


def code_key(line: bytes, code: str) -> bytes:
    """Return the prefix of a party's rows: line, code (8 bytes)."""
    return line + code.encode().ljust(8, b"\0")


def roster_key(line: bytes, author: str, code: str, number: int = -1) -> bytes:
    """Return the key of a party's first word of a roster, or without a number the prefix of those of one party's rosters."""
    prefix = code_key(line, author) + code.encode().ljust(8, b"\0")
    return prefix if number < 0 else prefix + number.to_bytes(8, "big")


def serial_key(line: bytes, code: str, serial: int) -> bytes:
    """Return the key of a thread number."""
    return code_key(line, code) + serial.to_bytes(8, "big")


def kind_key(line: bytes, kind: str) -> bytes:
    """Return the prefix of the threads of a kind: line, kind (24 bytes)."""
    return line + kind.encode().ljust(24, b"\0")


def instant_key(line: bytes, at: int) -> bytes:
    """Return the prefix of rows ordered by an instant (ms; before 1970 counts as 1970)."""
    return line + max(at, 0).to_bytes(8, "big")


def due_key(line: bytes, precedence: str, at: int) -> bytes:
    """Return the prefix of open messages of a precedence written at an instant (ms; before 1970 counts as 1970)."""
    return line + precedence.encode() + max(at, 0).to_bytes(8, "big")


def receipt_key(line: bytes, code: str, epoch: int, to: int, writer: str) -> bytes:
    """Return the key of a receipt."""
    return code_key(line, code) + epoch.to_bytes(4, "big") + to.to_bytes(8, "big") + writer.encode()
