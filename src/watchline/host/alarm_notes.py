"""What officers noted about alarms, one row each in the own side's book; a row that cannot be read costs no other, and is named at its alarm."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from watchline.store import OwnBook

DAMAGED = "(What an officer of ours noted about this alarm cannot be read and does not count: it stands here as if it were new.)"
_Note = TypeVar("_Note")


def notes(book: OwnBook, table: str, kind: type[_Note]) -> dict[str, _Note | None]:
    """Return the notes of a table by situation; None: it was damaged, or written by another version."""
    return {key: read_note(row, kind) for key, row in book.rows(table)}


def read_note(row: bytes, kind: type[_Note]) -> _Note | None:
    """Return the note of a row, or None where it cannot be read."""
    try:
        return msgspec.msgpack.decode(row, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def named(alarm: dict[str, Any]) -> dict[str, Any]:
    """Return an alarm that says that a note about it cannot be read."""
    words = alarm["words"]
    return alarm if DAMAGED in words else {**alarm, "words": f"{words} {DAMAGED}"}
