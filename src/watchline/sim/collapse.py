"""The written rule by which idle beats are collapsed (docs/reference/simulator.md).

While nothing is on its way, everything written is known to be held, and every circuit is either alive at both ends or down at
both, the clocks of the beats are moved forward to the next thing that happens (a person, the calendar, a fault), at most six
hours; as though the beats between had been sent and echoed. From the first thing that happens on, beats run at 5 s and 15 s again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from watchline.node.due import next_wake

if TYPE_CHECKING:
    from watchline.sim.member import Member
    from watchline.sim.world import World

COLLAPSE_MS_MAX = 6 * 3_600_000


def _at_rest(member: Member) -> bool:
    """Tell whether a node knows of nothing that anybody lacks."""
    core = member.node.core
    if any(log.heard_of > log.size for log in core.logs.values()):
        return False
    if core.own is None:
        return False
    for peer in core.peers.values():
        if peer.connected():
            known = core.own.cosignatures.get(peer.code)
            if known is None or known.head != core.own.head:
                return False
    return True


def _quiet(world: World) -> bool:
    if world.network.flying:
        return False
    for member in world.members.values():
        if member.running and not _at_rest(member):
            return False
    for link in world.network.links:
        a, b = link.ends
        up = [link.connected[code] and world.members[code].running for code in (a, b)]
        if up[0] != up[1]:
            return False
        if up[0]:
            if not link.clear():
                return False
            for code in (a, b):
                circuit = world.members[code].node.core.peers[link.other(code)].circuits[link.circuit]
                if not circuit.alive:
                    return False
    return True


class Collapse:
    """Moves the clocks of beats over idle hours."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._until = self._beats_until = 0
        self._least = 2 * max(member.rules.beat_ms for member in world.members.values())

    def skip(self) -> bool:
        """If the line is idle, move the beats of all nodes to the next thing that happens; return whether that was done."""
        world = self._world
        if max(self._until, self._beats_until) > world.time or world.network.flying:
            return False
        until = min(world.next_event(), world.time + COLLAPSE_MS_MAX)
        if until - world.time <= self._least or not _quiet(world):
            return False
        self._until = until
        if until - world.time == COLLAPSE_MS_MAX:
            self._beats_until = until + self._least
        for member in world.members.values():
            if member.running:
                self._move(member, until)
                member.wake_at(member.clock.when(next_wake(member.node.core)))
        return True

    def resume(self) -> None:
        """Something happens before the time that was skipped to: beats go on from now."""
        world = self._world
        if self._until <= world.time:
            return
        self._until = self._beats_until = 0
        for member in world.members.values():
            if member.running:
                self._move(member, world.time)
                if member.wake_time is not None:
                    member.wake_at(min(member.wake_time, world.time + member.rules.beat_ms))

    def _move(self, member: Member, time: int) -> None:
        mono = member.clock.mono(time)
        for peer in member.node.core.peers.values():
            for circuit in peer.circuits.values():
                if circuit.alive:
                    circuit.skip_to(mono)
