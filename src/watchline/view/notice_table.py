"""The two state tables of a notice (docs/spec/notices.md): its author's course, and what each other party says of it.

The third sort of state, *expired* and *stale*, depends on now and is told from these and an instant elsewhere.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from watchline.record.notices import ACTIVE, AMENDED, CANCELLED, ENDED, NOTED, OBJECTED, READ
from watchline.sentence import worded


class NoticeState(StrEnum):
    """Where an activity stands by its author's entries."""

    PLANNED = "planned"
    AMENDED = "amended"
    ACTIVE = "active"
    ENDED = "ended"
    CANCELLED = "cancelled"


class Reader(StrEnum):
    """What another party has said of the version that it must know: nothing, or that it is read; objected; noted without recognition."""

    WAITING = "waiting"
    READ = "read"
    OBJECTED = "objected"
    NOTED = "noted"


class Side(StrEnum):
    """Who acts."""

    AUTHOR = "author"
    OTHER = "other"


_S, _R = NoticeState, Reader
COURSE: Final[dict[tuple[NoticeState, str], NoticeState]] = {
    (_S.PLANNED, AMENDED): _S.AMENDED,
    (_S.PLANNED, ACTIVE): _S.ACTIVE,
    (_S.PLANNED, CANCELLED): _S.CANCELLED,
    (_S.AMENDED, AMENDED): _S.AMENDED,
    (_S.AMENDED, ACTIVE): _S.ACTIVE,
    (_S.AMENDED, CANCELLED): _S.CANCELLED,
    (_S.ACTIVE, AMENDED): _S.ACTIVE,
    (_S.ACTIVE, ENDED): _S.ENDED,
    (_S.ACTIVE, CANCELLED): _S.CANCELLED,
}
"""(state, kind) -> the state after it, for the author; what is not here has no place."""
HEARD: Final[dict[tuple[Reader, str], Reader]] = {
    (_R.WAITING, READ): _R.READ,
    (_R.READ, OBJECTED): _R.OBJECTED,
    (_R.READ, NOTED): _R.NOTED,
    (_R.OBJECTED, NOTED): _R.NOTED,
    (_R.NOTED, OBJECTED): _R.OBJECTED,
}
"""(state, kind) -> the state after it, for each other party. Once it is read, a later read of a newer version is counted and changes nothing.

An amendment that widens puts every party back to ``WAITING``, whatever it had said; an objection to an earlier version stays shown.
"""
OVER: Final = frozenset({_S.ENDED, _S.CANCELLED})
STATE_WORDS: Final[dict[NoticeState, str]] = {
    _S.PLANNED: worded("is planned"),
    _S.AMENDED: worded("is planned, and was amended"),
    _S.ACTIVE: worded("is active by its author's word"),
    _S.ENDED: worded("is over by its author's word"),
    _S.CANCELLED: worded("is withdrawn"),
}
READER_WORDS: Final[dict[Reader, str]] = {
    _R.WAITING: worded("has not stated that it read what stands now"),
    _R.READ: worded("read it"),
    _R.OBJECTED: "objects",
    _R.NOTED: worded("notes it without recognition"),
}


def places(state: NoticeState, reader: Reader | None, *, humanitarian: bool) -> tuple[str, ...]:
    """Return the kinds that have a place now.

    Args:
        state: Of the notice.
        reader: What the party has said so far; None: it is the author.
        humanitarian: Then there is nothing to object to.
    """
    if reader is None:
        return tuple(kind for kind in (AMENDED, ACTIVE, ENDED, CANCELLED) if (state, kind) in COURSE)
    if state in OVER:
        return (READ,) if reader is Reader.WAITING else ()
    found = tuple(kind for kind in (READ, OBJECTED, NOTED) if (reader, kind) in HEARD)
    return tuple(kind for kind in found if kind != OBJECTED or not humanitarian)
