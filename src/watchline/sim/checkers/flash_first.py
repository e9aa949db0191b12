"""A FLASH is behind nothing: no frame with other entries of its author goes out between its storing and its own going out, to any party reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from watchline.node.doors import Batch
from watchline.record import Message, read_body
from watchline.sim.checkers.base import Checker
from watchline.sim.emitted import kind_of

if TYPE_CHECKING:
    from watchline.sim.emitted import Emitted
    from watchline.sim.member import Member
    from watchline.sim.world import World


class FlashFirst(Checker):
    """Follows each FLASH from the moment it is durable."""

    name = "flash_first"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._waits: dict[tuple[str, str], tuple[str, int]] = {}
        self.seen = 0

    def stored(self, member: Member, batch: Batch) -> None:
        """Note a FLASH of a member's own, and whom it can reach now."""
        for change in batch.changes:
            for entry in change.entries if f"/{member.code}/" in change.origin else ():
                if kind_of(entry.leaf) != "message":
                    continue
                record = read_body("message", entry.body or b"")
                if isinstance(record, Message) and record.precedence == "Z":
                    self.seen += 1
                    for peer in self.world.charter.codes:
                        self._waits[member.code, peer] = (change.origin, entry.index)

    def started(self, member: Member) -> None:
        """What a machine had in hand when it stopped it reads from its disk, with all else."""
        for key in [key for key in self._waits if key[0] == member.code]:
            del self._waits[key]

    def stepped(self, member: Member, inputs: object, outcome: object) -> None:
        """The step is over: who was not reached in it gets the FLASH with what it asks for."""
        self.started(member)

    def sent(self, member: Member, emitted: Emitted) -> None:
        """A frame leaves: the one with the FLASH, or one before it."""
        waits = self._waits.get((member.code, emitted.peer))
        if waits is None or emitted.kind != "APPEND" or emitted.fields["origin"] != waits[0]:
            return
        start = emitted.fields["start"]
        leaves = emitted.fields["leaves"]
        if start <= waits[1] < start + len(leaves):
            del self._waits[member.code, emitted.peer]
        elif leaves:
            kinds = {kind_of(leaf) for leaf in leaves}
            self.fail(f"{member.code} sends {', '.join(sorted(kinds))} to {emitted.peer} before its FLASH {waits[1]}")
