"""A node that may not trust its own memory (store older than its head lock, lock lost, key elsewhere) signs nothing new.

What it signed before it may show again; whatever bears its keys and was never seen or stored before is new.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from watchline.log import Head
from watchline.node.doors import Batch
from watchline.sim.checkers.base import Checker

if TYPE_CHECKING:
    from watchline.sim.emitted import Emitted
    from watchline.sim.member import Member
    from watchline.sim.world import World


class ClosedSignsNothing(Checker):
    """Remembers every signed head and cosignature that left, or was stored by, a node that was not closed."""

    name = "closed_signs_nothing"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._known: set[tuple[str, str, Head, int]] = set()
        self.seen_closed = 0

    def sent(self, member: Member, emitted: Emitted) -> None:
        """A frame leaves a node."""
        closed = _closed(member)
        self.seen_closed += closed
        ours, known = member.ours, self._known
        for spoken in emitted.heads:
            origin, head = spoken.origin, spoken.head
            signed = [(origin, origin, head, 0)] if spoken.signed and ours in origin else []
            signed += [(name, origin, head, at) for name, at in spoken.lines if ours in name]
            if closed and not known.issuperset(signed):
                self.fail(f"{member.code} is closed and signed size {head.size} of {origin[64:]}")
            known.update(signed)

    def stored(self, member: Member, batch: Batch) -> None:
        """A closed node stores what it receives and never an entry of its own."""
        if _closed(member):
            for change in batch.changes:
                if f"/{member.code}/" in change.origin and change.entries:
                    self.fail(f"{member.code} is closed and wrote {len(change.entries)} entries of its own")


def _closed(member: Member) -> bool:
    """Tell whether a node is closed; one that has just ended its own log as planned still shows its last leaf, and nothing after it."""
    core = member.node.core
    return bool(core.closed) and (core.own is None or core.own.ended != core.own.frontier.size)
