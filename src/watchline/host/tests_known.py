"""The line tests that no calendar asked for, and those by voice, kept beside the record: a list of them is not looked for among all messages.

Derived from the common view, so it can be built anew at any time: in one walk when it is first asked for, then by the feed, change by change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from watchline.host.followed import Feed, Followed
from watchline.host.order import ThreadSpot, newest_threads
from watchline.record import Kind
from watchline.view import THREAD, EntryRef, read_ref_key, read_thread
from watchline.view.spoken import spoken_test

if TYPE_CHECKING:
    from watchline.host.here import Here

TEST = Kind.LINE_TEST.value.encode()
"""Stands in the row of every line test: what lacks it need not be decoded."""


def counted_apart(spot: ThreadSpot) -> bool:
    """Tell whether a thread is a line test out of the calendar or one by voice: what a slot of the calendar does not lead to."""
    opener = spot.thread.opener[0]
    return opener.kind == Kind.LINE_TEST and (opener.due < 0 or spoken_test(spot.thread, spot.ref) is not None)


def tests_apart(here: Here) -> Iterator[ThreadSpot]:
    """Yield them all, newest first, by walking the whole line."""
    return (spot for spot in newest_threads(here, TEST) if counted_apart(spot))


class TestsKnown:
    """Them of one line, as of what is committed."""

    def __init__(self) -> None:
        self._found: dict[EntryRef, ThreadSpot] = {}
        self._followed = Followed()

    def newest(self, here: Here, feed: Feed) -> list[ThreadSpot]:
        """Return them, newest first.

        Args:
            here: What this node can show.
            feed: Of the same rows.
        """
        rows = self._followed.changed(feed)
        if rows is None:
            self._found = {spot.ref: spot for spot in tests_apart(here)}
        else:
            self._follow(here, {row.key for row in rows if row.view == THREAD})
        return sorted(self._found.values(), key=lambda spot: spot.place, reverse=True)

    def _follow(self, here: Here, changed: Iterable[bytes]) -> None:
        for key in changed:
            value, ref = here.held.row(THREAD, key), read_ref_key(key)
            self._found.pop(ref, None)
            if value is None or TEST not in value:
                continue
            thread = read_thread(value)
            if thread.opener:
                opener = thread.opener[0]
                spot = ThreadSpot((opener.depth, opener.order, opener.leaf_hash), ref, thread)
                if counted_apart(spot):
                    self._found[ref] = spot


__all__ = ["TestsKnown", "counted_apart", "tests_apart"]
