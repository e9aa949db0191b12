"""Every thread of one kind, and a thread as it stood at an instant: what the views of calls, notices and suspensions begin with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeAlias

from watchline.view.keys import KIND, THREAD, EntryRef, kind_key, read_ref_key, ref_key
from watchline.view.thread import Act, Opener, Thread, acts, read_thread

Look: TypeAlias = Callable[[str, bytes], bytes | None]
"""Returns a row of a view by its key, or None."""
Rows: TypeAlias = Callable[[str, bytes, bytes | None, int], Sequence[tuple[bytes, bytes]]]
"""Returns rows of a view by the prefix of their keys, those behind a key (None: from the first), at most so many."""
PAGE: Final = 256


def every_thread(line: bytes, kind: str, look: Look, rows: Rows) -> Iterator[tuple[EntryRef, Thread]]:
    """Yield where each thread of a kind was opened, and its row, by reference. Cost: one read for each."""
    prefix, after = kind_key(line, kind), None
    while page := rows(KIND, prefix, after, PAGE):
        for key, _ in page:
            ref = read_ref_key(key)
            yield ref, read_thread(look(THREAD, ref_key(line, ref)))
        after = page[-1][0]


def told_by(thread: Thread, kind: str, until: int | None) -> tuple[Opener, list[Act]] | None:
    """Return what opened a thread, and its acts in the common order; None if it was not opened by an entry of this kind.

    Args:
        thread: Its row.
        kind: Of what opened it.
        until: Leave out what its author claims to have written after this instant (ms); None: take everything.
    """
    if not thread.opener or thread.opener[0].kind != kind:
        return None
    opener = thread.opener[0]
    if until is not None and opener.t > until:
        return None
    return opener, [act for act in acts(thread) if until is None or act.t <= until]
