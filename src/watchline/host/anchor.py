"""The anchor store of a node as one of its lines sees it: one head lock for all, slots by origin, pins apart.

What is pinned by line or origin has its line in its name; what is pinned by party code has not, and a code may name another party on
another line. So a further line's pins bear its id in front; those of the first line are as they always were.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from watchline.host.config import LINES
from watchline.node.doors import LockChange, LockRow
from watchline.store import FileHeadLock
from watchline.store.incarnation import Fit


def pin_scope(line: bytes, *, first: bool) -> str:
    """Return what stands before the names of a line's pins."""
    return "" if first else f"{LINES}/{line.hex()}/"


def of_scope(pins: Mapping[str, bytes], scope: str) -> dict[str, bytes]:
    """Return the pins of one line, by their plain names."""
    if scope:
        return {name[len(scope) :]: value for name, value in pins.items() if name.startswith(scope)}
    return {name: value for name, value in pins.items() if not name.startswith(f"{LINES}/")}


class LineAnchor:
    """The ``HeadLock`` door of one line, over the anchor store of its node.

    Args:
        anchor: The node's; it is closed by whoever opened it.
        scope: Before the names of this line's pins.
    """

    def __init__(self, anchor: FileHeadLock, scope: str) -> None:
        self._anchor, self._scope = anchor, scope

    def incarnation_fits(self) -> Fit:
        """Tell whether this anchor was made on this machine."""
        return self._anchor.incarnation_fits()

    async def load(self) -> Mapping[str, LockRow]:
        """Return every origin's row; see ``HeadLock.load``. An origin names its line."""
        return await self._anchor.load()

    async def swap(self, changes: Sequence[LockChange]) -> None:
        """Move these heads with one durable write; see ``HeadLock.swap``."""
        await self._anchor.swap(changes)

    async def pins(self) -> Mapping[str, bytes]:
        """Return what is pinned of this line."""
        return of_scope(await self._anchor.pins(), self._scope)

    async def pin(self, facts: Mapping[str, bytes]) -> None:
        """Add or replace what is pinned of this line."""
        await self._anchor.pin({self._scope + name: value for name, value in facts.items()})
