"""How many messages wait to be read, kept beside the record: a status is asked for often, and counts them by the feed, change by change."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from watchline.host.followed import Feed, Followed
from watchline.view import DUE, THREAD, message_state, read_ref_key, read_thread, recipients, ref_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from watchline.host.here import Here
    from watchline.node.doors import FeedRow

OPEN_MAX = 5_000
"""Open messages counted at least, before a status says that it did not count all."""
_REF_BYTES = 20
"""The end of a key that names an entry."""


class Opened(NamedTuple):
    """Open messages that our watch has not read, those of ours that not every party has read, and whether that is all."""

    unread: int
    ours: int
    whole: bool


def opened(here: Here) -> Opened:
    """Count open messages: the first ``OPEN_MAX`` by precedence and time."""
    rows = here.held.rows(DUE, here.charter.line, None, OPEN_MAX)
    return _counted([_waits(here, key) for key, _value in rows], whole=len(rows) < OPEN_MAX)


def _waits(here: Here, key: bytes) -> bool | None:
    """Tell whether an open message waits for our watch; None: it is ours."""
    ref = read_ref_key(key)
    if ref.code == here.code:
        return None
    thread = read_thread(here.held.row(THREAD, ref_key(here.charter.line, ref)))
    for_us = bool(thread.opener) and here.code in recipients(thread.opener[0], ref.code, here.codes_at(ref))
    return for_us and here.code not in message_state(thread, ref.code).read


def _counted(waits: list[bool | None], *, whole: bool) -> Opened:
    return Opened(waits.count(True), waits.count(None), whole)


class MessagesKnown:
    """The open messages of one line, as of what is committed."""

    def __init__(self) -> None:
        self._waits: dict[bytes, bool | None] = {}
        self._last: bytes | None = None
        self._whole = False
        self._charter = b""
        self._followed = Followed()

    def opened(self, here: Here, feed: Feed) -> Opened:
        """Count them.

        Args:
            here: What this node can show.
            feed: Of the same rows.
        """
        rows = self._followed.changed(feed)
        if rows is None or self._charter != here.charter.hash:  # the parties may be others now
            self._waits, self._last, self._whole = {}, None, False
            self._charter = here.charter.hash
        else:
            self._follow(here, self._waits, rows)
        self._fill(here, self._waits)
        return _counted(list(self._waits.values()), whole=self._whole)

    def _follow(self, here: Here, waits: dict[bytes, bool | None], rows: Sequence[FeedRow]) -> None:
        threads = {row.key[-_REF_BYTES:] for row in rows if row.view == THREAD}
        changed = {row.key for row in rows if row.view == DUE}
        changed |= {key for key in waits if key[-_REF_BYTES:] in threads} if threads else set()
        for key in changed:
            if here.held.row(DUE, key) is None:
                waits.pop(key, None)
            elif self._whole or (self._last is not None and key <= self._last):
                waits[key] = _waits(here, key)

    def _fill(self, here: Here, waits: dict[bytes, bool | None]) -> None:
        """Go on behind the last place that was looked at, while there is more and room for it."""
        lacks = OPEN_MAX - len(waits)
        if self._whole or lacks <= 0:
            return
        rows = here.held.rows(DUE, here.charter.line, self._last, lacks)
        for key, _value in rows:
            waits[key] = _waits(here, key)
        self._last = rows[-1][0] if rows else self._last
        self._whole = len(rows) < lacks


__all__ = ["OPEN_MAX", "MessagesKnown", "Opened", "opened"]
