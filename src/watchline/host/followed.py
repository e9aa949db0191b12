"""A place in the feed of the record, for what is kept beside it: what changed since the last look, or that all must be read anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from watchline.node.doors import FeedRow


class Feed(Protocol):
    """Committed changes, numbered from 1 without gaps; the oldest are dropped after a while."""

    def feed(self, after: int, limit: int) -> Sequence[FeedRow]:
        """Return feed rows numbered above ``after``, in order."""
        ...

    def feed_last(self) -> int:
        """Return the number of the newest."""
        ...


class Followed:
    """Where somebody is who follows a feed."""

    def __init__(self) -> None:
        self._at = -1

    def changed(self, feed: Feed) -> Sequence[FeedRow] | None:
        """Return what was committed since the last call; None: it is the first one, or the feed no longer has all of it."""
        at, self._at = self._at, feed.feed_last()
        if at < 0:
            return None
        rows = feed.feed(at, self._at - at)
        return rows if len(rows) == self._at - at else None
