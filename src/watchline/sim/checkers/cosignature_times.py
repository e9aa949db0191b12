"""The time of cosignatures: never back while the size grows, and never ahead of every clock by more than the charter allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from watchline.sim.checkers.base import Checker

if TYPE_CHECKING:
    from watchline.sim.emitted import Emitted
    from watchline.sim.member import Member
    from watchline.sim.world import World


class CosignatureTimes(Checker):
    """Remembers, of each mirror and origin, the newest size and the times given at it."""

    name = "cosignature_times"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._newest: dict[tuple[str, str], tuple[int, int, int]] = {}

    def latest(self, code: str) -> int:
        """Return the latest time, in seconds, that a party's mirror gave to any cosignature; 0 if to none."""
        return max((latest for (name, _), (_, _, latest) in self._newest.items() if f"/{code}/" in name), default=0)

    def sent(self, member: Member, emitted: Emitted) -> None:
        """A frame leaves a node."""
        if member.bent:
            return
        for spoken in emitted.heads:
            for name, time_s in spoken.lines:
                if member.ours in name:
                    self._one(name, spoken.origin, spoken.head.size, time_s)

    def _one(self, name: str, origin: str, size: int, time_s: int) -> None:
        largest, before, latest = self._newest.get((name, origin), (0, 0, 0))
        if size == largest:
            if time_s < before:
                self.fail(f"{name[64:]} cosigned size {size} of {origin[64:]} at {time_s}, a smaller size at {before}")
            self._newest[name, origin] = (size, before, max(latest, time_s))
        elif size > largest:
            if time_s < latest:
                self.fail(f"{name[64:]} cosigned size {size} of {origin[64:]} at {time_s}, size {largest} at {latest}")
            self._newest[name, origin] = (size, latest, time_s)
