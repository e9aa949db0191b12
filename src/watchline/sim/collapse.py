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


def _same(members: list[Member]) -> bool:
    """Tell whether these nodes, which reach each other, hold the same logs, and every author knows it."""
    first, *others = (member.node.core for member in members)
    for log in first.logs.values():
        for core in others:
            theirs = core.logs.get(log.origin)
            if theirs is None or theirs.size != log.size:
                return False
    for core in (first, *others):
        if core.own is None or any(log.heard_of > log.size for log in core.logs.values()):
            return False
        for member in members:
            known = core.own.cosignatures.get(member.code)
            if member.code != core.code and (known is None or known.head != core.own.head):
                return False
    return True


def _groups(members: list[Member], pairs: list[tuple[Member, Member]]) -> list[list[Member]]:
    """Return the members in groups that reach each other."""
    groups = [[member] for member in members]
    for a, b in pairs:
        one = next(group for group in groups if a in group)
        other = next(group for group in groups if b in group)
        if one is not other:
            one += other
            groups.remove(other)
    return groups


def _quiet(world: World) -> bool:
    """Tell whether nothing is on its way, every circuit is alive or down at both ends, and nobody lacks what it can reach."""
    if world.network.flying:
        return False
    pairs = []
    for link in world.network.links:
        a, b = (link.members[code] for code in link.ends)
        up = [link.connected[member.code] and member.running for member in (a, b)]
        if up[0] != up[1]:
            return False
        if up[0]:
            if not link.clear():
                return False
            for member in (a, b):
                circuit = member.node.core.peer(link.other(member.code)).circuits[link.circuit]
                if not circuit.alive:
                    return False
            pairs.append((a, b))
    running = [member for member in world.machines if member.running]
    return all(_same(group) for group in _groups(running, pairs))


class Collapse:
    """Moves the clocks of beats over idle hours."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._until = self._beats_until = 0
        self._least = 2 * max(member.rules.beat_ms for member in world.machines)

    def skip(self) -> bool:
        """If the line is idle, move the beats of all nodes to the next thing that happens; return whether that was done."""
        world = self._world
        now = world.time
        if self._until > now or self._beats_until > now or world.network.flying:
            return False
        until = min(world.next_event(), now + COLLAPSE_MS_MAX)
        if until - now <= self._least or not _quiet(world):
            return False
        self._until = until
        if until - now == COLLAPSE_MS_MAX:
            self._beats_until = until + self._least
        for member in world.machines:
            if member.running:
                self._move(member, until)
                member.wake_at(member.clock.when(next_wake(member.node.core)))
        return True

    def beat_on(self) -> None:
        """A fault begins or ends, a clock is stepped: beats go on from now, at least twice."""
        self.resume()
        self._beats_until = self._world.time + self._least + 1_000

    def resume(self) -> None:
        """Something happens before the time that was skipped to: beats go on from now."""
        world = self._world
        if self._until <= world.time:
            return
        self._until = self._beats_until = 0
        for member in world.machines:
            if member.running:
                self._move(member, world.time)
                if member.wake_time is not None:
                    member.wake_at(min(member.wake_time, world.time + member.rules.beat_ms))

    def _move(self, member: Member, time: int) -> None:
        mono = member.clock.mono(time)
        for peer in member.node.core.everyone():
            for circuit in peer.circuits.values():
                if circuit.alive:
                    circuit.skip_to(mono)
