"""A head lock in memory, for the simulator: it outlives a simulated crash and can be told to lose what it holds."""

from __future__ import annotations

from collections import deque
from enum import Enum, auto
from typing import TYPE_CHECKING

from watchline.errors import OurMistake, RolledBack, StoreFailed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from watchline.node.doors import LockChange, LockRow


class LockFault(Enum):
    """What the next swap is told to do instead of succeeding."""

    FAILED_BEFORE = auto()
    FAILED_AFTER = auto()


class MemoryHeadLock:
    """A ``HeadLock`` that lives as long as this object. Its coroutines never suspend."""

    def __init__(self) -> None:
        self._rows: dict[str, LockRow] = {}
        self._facts: dict[str, bytes] = {}
        self._faults: deque[LockFault] = deque()
        self._missing = False

    async def load(self) -> Mapping[str, LockRow]:
        """Return every origin's row; see ``HeadLock.load``."""
        self._refuse_missing()
        return dict(sorted(self._rows.items()))

    async def swap(self, changes: Sequence[LockChange]) -> None:
        """Move all these heads at once; see ``FileHeadLock.swap``."""
        self._refuse_missing()
        if len(changes) > 1 and len({change.origin for change in changes}) != len(changes):
            raise OurMistake("one origin twice in one swap; a torn write could damage both its slots")
        rows = self._rows
        for origin, old, new in changes:
            row = rows.get(origin)
            head = row.head if row else None
            if head not in (old, new.head):
                raise RolledBack(
                    f"{origin}: the head lock holds another head than this node; it must sign nothing more"
                )
        fault = self._faults.popleft() if self._faults else None
        if fault is not LockFault.FAILED_BEFORE:
            for origin, _, new in changes:
                rows[origin] = new
        if fault:
            raise StoreFailed("the anchor's disk failed; nothing may leave this node")

    async def pins(self) -> Mapping[str, bytes]:
        """Return pinned facts."""
        self._refuse_missing()
        return dict(self._facts)

    async def pin(self, facts: Mapping[str, bytes]) -> None:
        """Add or replace pinned facts."""
        self._refuse_missing()
        self._facts.update(facts)

    def fail_next(self, *faults: LockFault) -> None:
        """Tell the next swaps, one each, to fail in these ways."""
        self._faults.extend(faults)

    def lose(self) -> None:
        """Be missing from now on, as after the loss of the anchor's disk."""
        self._missing = True

    def renew(self) -> None:
        """Be a head lock that was made just now; it holds nothing but what binds its owner whatever is lost (``host/restore.py``)."""
        self._facts = {name: value for name, value in self._facts.items() if name.startswith("signed/")}
        self._rows, self._missing = {}, False

    def snapshot(self) -> tuple[dict[str, LockRow], dict[str, bytes]]:
        """Return what a copy of the anchor folder would hold now."""
        return dict(self._rows), dict(self._facts)

    def roll_back(self, taken: tuple[dict[str, LockRow], dict[str, bytes]]) -> None:
        """Hold what a snapshot held, as after a restore that nobody should have made."""
        self._rows, self._facts = dict(taken[0]), dict(taken[1])
        self._missing = False

    def _refuse_missing(self) -> None:
        if self._missing:
            raise RolledBack(
                "head lock missing: nobody can say what this node signed last; its origins are closed,"
                " a new epoch must be opened"
            )
