"""After the last fault ends, all that was written before is held by every party within 35 s, and every author knows it.

Where parties reach each other only through others, 15 s more are given for each in between.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from watchline.log import EMPTY
from watchline.sim.checkers.base import Checker

if TYPE_CHECKING:
    from watchline.sim.world import World


class Delivered(Checker):
    """Notes every log's size when the last fault ends, and looks 35 s later."""

    name = "delivered"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._written: dict[str, int] = {}
        self.healings = 0

    def calmed(self) -> None:
        """The last fault ended just now."""
        self._written = {}
        for member in self.world.members.values():
            own = member.node.core.own
            if own is not None and not member.bent:
                self._written[own.origin] = member.doors.durable.stored.get(own.origin, EMPTY).size

    def healed(self, since: int) -> None:
        """35 s have passed since."""
        self.healings += 1
        waited = (self.world.time - since) // 1000
        for origin, size in self._written.items():
            author = self.world.members[origin.rsplit("/", 2)[1]]
            for member in self.world.members.values():
                held = member.doors.durable.stored.get(origin, EMPTY).size
                if held < size:
                    self.fail(
                        f"{member.code} holds {held} of {size} entries of {author.code}, {waited} s after all healed"
                    )
                own = author.node.core.own
                if member is author or own is None or member.node.core.closed or member.bent:
                    continue
                known = own.cosignatures.get(member.code)
                if known is None or known.head.size < size:
                    self.fail(f"{author.code} does not know that {member.code} holds its {size} entries")
