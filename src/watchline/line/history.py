"""What a party had before it when it wrote an entry, over all epochs of all logs: its own entries, and those of others that it has seen.

Within one log an entry precedes the next, and a head in ``seen`` covers what lies below it. Between the epochs of a party there is only
what it says itself (PROTOCOL 7.2 to 7.4): leaf 0 of the new one names as ``prev`` how far it stands by the former one, and it may adopt
more of it later. An entry beyond that was never before its author again: it binds nobody, and nothing rests on it, until it is adopted.
But whoever had seen it before goes on having seen it, though from then on he lists heads of the new epoch only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

Place = tuple[int, int]
"""(epoch, index) of an entry in its party's logs; of a head (epoch, size)."""
Heads = Sequence[tuple[str, int, int]]
"""(code, epoch, size) of each head that an entry lists as seen."""


class Stood(NamedTuple):
    """An entry that tells of a closed log how much of it its author has before him.

    Attributes:
        author: Code of the party whose entry it is.
        place: Where it stands. Of its own logs: leaf 0 of a later epoch, or an ``epoch_adopt``; of another party's: the first entry that
            lists a head of a later epoch of it as seen.
        code: Whose closed log it is.
        epoch, size: That log, and how much of it; both 0 if there is none.
        opened_for: Hash of the charter for which the author's epoch was opened, if that changed the parties (PROTOCOL 6.5); else empty.
    """

    author: str
    place: Place
    code: str
    epoch: int
    size: int
    opened_for: bytes = b""


class History(msgspec.Struct, frozen=True):
    """What was before whom; made by ``history``.

    Attributes:
        stood: What entries say of closed logs, in the order of their places.
    """

    stood: tuple[Stood, ...] = ()

    def covers(self, author: str, head: Place, place: Place) -> bool:
        """Tell whether an entry of a party lies below a head of it: in the same log, or in a former one as far as it stands by it."""
        if head[0] == place[0]:
            return place[1] < head[1]
        return head[0] > place[0] and place[1] < self._below(author, head).get(place[0], 0)

    def had(self, reader: str, at: Place, heads: Heads, author: str, place: Place) -> bool:
        """Tell whether a party had an entry before it when it wrote one of its own.

        Args:
            reader: The party.
            at: Where its entry stands.
            heads: What that entry lists as seen.
            author: Whose the entry is that it may have had.
            place: Where that one stands.
        """
        if author == reader:
            return self.covers(reader, at, place)
        return any(code == author and self.covers(code, (epoch, size), place) for code, epoch, size in heads) or any(
            item.code == author and self.covers(author, (item.epoch, item.size), place)
            for item in self._told(reader, (at[0], at[1] + 1))
        )

    def stands(self, author: str, place: Place) -> bool:
        """Tell whether an entry precedes what its party writes now: it is not late in a log that was closed."""
        newest = max((item.place[0] for item in self.stood if item.author == author == item.code), default=place[0])
        return newest <= place[0] or self.covers(author, (newest, 1 << 62), place)

    def opened_for(self, author: str, head: Place) -> frozenset[bytes]:
        """Return the charters for which epochs of a party were opened whose leaf 0 lies below a head of it."""
        return frozenset(item.opened_for for item in self._told(author, head) if item.opened_for)

    def _told(self, author: str, head: Place) -> Iterator[Stood]:
        """Yield what entries of a party below a head of it say."""
        below = self._below(author, head)
        return (item for item in self.stood if item.author == author and _lies_below(item.place, below))

    def _below(self, author: str, head: Place) -> dict[int, int]:
        """Return, by epoch, how much of each log of a party lies below a head."""
        below = dict([head])
        for item in reversed(self.stood):  # later entries first: an epoch names earlier ones only
            if item.author == author == item.code and _lies_below(item.place, below):
                below[item.epoch] = max(below.get(item.epoch, 0), item.size)
        return below


def _lies_below(place: Place, below: dict[int, int]) -> bool:
    """Tell whether an entry lies below these heads; leaf 0 of an epoch has before it what it names itself."""
    return place[0] in below and (not place[1] or place[1] < below[place[0]])


def history(stood: Iterable[Stood]) -> History:
    """Return the history that these entries tell, whatever their order.

    What an entry says of its own party's log of no earlier epoch tells nothing.
    """
    known = {item for item in stood if item.author != item.code or item.epoch < item.place[0]}
    return History(tuple(sorted(known)))
