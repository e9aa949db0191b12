"""A FLASH is behind nothing: to no party goes a frame with what its author wrote before it, until the FLASH itself went there.

Whether it was written just now, while the line was cut, or before the machine stopped and started again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from watchline.log import EMPTY
from watchline.node.doors import Batch
from watchline.record import Message, read_body
from watchline.sim.checkers.base import Checker
from watchline.sim.emitted import kind_of

if TYPE_CHECKING:
    from watchline.sim.emitted import Emitted
    from watchline.sim.member import Member
    from watchline.sim.world import World


class FlashFirst(Checker):
    """Follows each FLASH from the moment it is durable until it went to each other party."""

    name = "flash_first"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._waits: dict[tuple[str, str], dict[tuple[str, int], None]] = {}
        self.seen = 0

    def stored(self, member: Member, batch: Batch) -> None:
        """Note a FLASH of a member's own."""
        if member.bent:
            return
        for change in batch.changes:
            for entry in change.entries if f"/{member.code}/" in change.origin else ():
                if kind_of(entry.leaf) != "message":
                    continue
                record = read_body("message", entry.body or b"")
                if isinstance(record, Message) and record.precedence == "Z":
                    self.seen += 1
                    for peer in self.world.charter.codes:
                        self._waits.setdefault((member.code, peer), {})[change.origin, entry.index] = None

    def sent(self, member: Member, emitted: Emitted) -> None:
        """A frame leaves: one with a FLASH, or with something before it."""
        waits = self._waits.get((member.code, emitted.peer))
        if not waits or emitted.kind != "APPEND" or not emitted.fields["leaves"]:
            return
        origin, start, leaves = emitted.fields["origin"], emitted.fields["start"], emitted.fields["leaves"]
        own = member.node.core.own
        held = self.world.members[emitted.peer].doors.durable.stored.get(origin, EMPTY).size
        for place in list(waits):
            if place[0] == origin and (place[1] < held or start <= place[1] < start + len(leaves)):
                del waits[place]
            elif place[0] == origin and start + len(leaves) <= place[1] and own is not None and own.origin == origin:
                kinds = ", ".join(sorted({kind_of(leaf) for leaf in leaves}))
                self.fail(f"{member.code} sends {kinds} to {emitted.peer} before its FLASH {place[1]}")
