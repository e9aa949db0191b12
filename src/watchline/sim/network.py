"""The fake network: for each pair and circuit one link that loses, delays, doubles, reorders and bends frames, or is cut.

A link is like a direct circuit: both ends dial, at most 30 s apart; a cut is *loud* (both ends learn of it) or *silent* (nobody
does until no echo came for 15 s). What was on its way over a connection that is gone never arrives.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, NamedTuple

from watchline.errors import CarrierDown
from watchline.node import CircuitClosed, CircuitOpened, FrameArrived

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from watchline.node.doors import CarrierEvent
    from watchline.sim.member import Member
    from watchline.sim.world import World

DIAL_FIRST_MS, DIAL_MAX_MS = 200, 30_000
FRAME_MTU = 65_536


class Weather(NamedTuple):
    """What a link does to frames: one-way delay and jitter in ms, and probabilities for each frame."""

    delay_ms: int = 40
    jitter_ms: int = 20
    loss: float = 0.0
    twice: float = 0.0
    late: float = 0.0
    bent: float = 0.0


FAIR = Weather()


class Link:
    """One circuit between two parties. ``members`` are the machines at its ends; a twin may stand at one of them."""

    def __init__(self, circuit: str, a: str, b: str) -> None:
        self.circuit, self.ends = circuit, (a, b)
        self.members: dict[str, Member] = {}
        self.name = f"{a}-{b}/{circuit}"
        self.weather = FAIR
        self.cuts = 0
        self.deaf = {a: 0, b: 0}
        self.connected = {a: False, b: False}
        self.opened_at = {a: 0, b: 0}
        self.newest = {a: 0, b: 0}
        self.connection = 0
        self.down_since = 0
        self.dial_at: int | None = None

    def other(self, code: str) -> str:
        """Return the other end."""
        a, b = self.ends
        return b if code == a else a

    def clear(self) -> bool:
        """Tell whether frames pass both ways."""
        return not self.cuts and not any(self.deaf.values())


class Wire:
    """The carrier of one end of a link."""

    mtu = FRAME_MTU

    def __init__(self, network: Network, link: Link, member: Member) -> None:
        self._network, self.link, self._member, self._code = network, link, member, member.code

    @property
    def id(self) -> str:
        """The circuit's name."""
        return self.link.circuit

    @property
    def peer(self) -> str:
        """The party at the other end."""
        return self.link.other(self._code)

    async def send(self, frame: bytes) -> None:
        """Hand over one frame."""
        self._network.send(self.link, self._member, frame)

    def __aiter__(self) -> AsyncIterator[CarrierEvent]:
        """Events come through the world's queue instead."""
        raise NotImplementedError

    def hang_up(self, words: str) -> None:
        """Drop the connection that stands and dial anew."""
        self._network.hang_up(self.link, self._code, words)

    def wake(self) -> None:
        """Dial now."""
        self._network.dial_soon(self.link, DIAL_FIRST_MS)

    async def aclose(self) -> None:
        """Nothing to close."""


class Network:
    """All links of a world.

    Args:
        world: Whose queue carries the frames.
        random: The network's own randomness.
        links: Pairs that have any link; None for all.
    """

    def __init__(self, world: World, random: Random, links: frozenset[frozenset[str]] | None) -> None:
        self._world, self._random = world, random
        codes, circuits = world.charter.codes, world.charter.carried
        self.links = [
            Link(circuit, a, b)
            for at, a in enumerate(codes)
            for b in codes[at + 1 :]
            if links is None or frozenset((a, b)) in links
            for circuit in circuits
        ]
        self.flying = 0
        self.carried = self.lost = self.bent = 0

    def longest_way(self) -> int:
        """Return over how many circuits the two parties are that are farthest apart (1 where all have one between them)."""
        codes = dict.fromkeys(code for link in self.links for code in link.ends)
        longest = 1
        for start in codes:
            reached, steps, edge = {start: 0}, 0, [start]
            while edge:
                steps += 1
                near = [link.other(code) for code in edge for link in self.links if code in link.ends]
                edge = [code for code in dict.fromkeys(near) if code not in reached]
                reached |= dict.fromkeys(edge, steps)
            longest = max(longest, *reached.values())
        return longest

    def wires(self, member: Member) -> dict[tuple[str, str], Wire]:
        """Return the carriers of a member, by (circuit, peer)."""
        return {(link.circuit, link.other(member.code)): Wire(self, link, member) for link in self.of(member)}

    def of(self, member: Member) -> list[Link]:
        """Return the links at which a member stands."""
        return [link for link in self.links if link.members.get(member.code) is member]

    def move(self, link: Link, member: Member) -> None:
        """Let another machine of the same party stand at one end of a link."""
        old = link.members.get(member.code)
        link.members[member.code] = member
        if link.connected[member.code] and old is not None:
            link.connected[member.code] = False
            self._tell_other(link, member.code)
            self._world.post(self._world.time, self._left, link, old)
        self._went_down(link)

    def _left(self, link: Link, old: Member) -> object:
        return old.act(CircuitClosed(circuit=link.circuit, peer=link.other(old.code), words="moved"))

    def send(self, link: Link, member: Member, frame: bytes) -> None:
        """Take a frame from one end; whether it arrives is the weather's business."""
        world, code = self._world, member.code
        if not link.connected[code] or link.members[code] is not member:
            raise CarrierDown("no connection")
        world.leaves(member, link, frame)
        if link.cuts or link.deaf[link.other(code)]:
            self.lost += 1
            return
        weather, random = link.weather, self._random
        copies = 1
        if weather.loss and random.random() < weather.loss:
            self.lost += 1
            return
        if weather.twice and random.random() < weather.twice:
            copies = 2
        for _ in range(copies):
            carried = frame
            if weather.bent and random.random() < weather.bent:
                at = random.randrange(8 * len(frame))
                self.bent += 1
                carried = frame[: at // 8] + bytes((frame[at // 8] ^ 1 << at % 8,)) + frame[at // 8 + 1 :]
            self._carry(link, code, carried)

    def _carry(self, link: Link, code: str, frame: bytes) -> None:
        weather, random, other = link.weather, self._random, link.other(code)
        at = self._world.time + weather.delay_ms + int(random.random() * weather.jitter_ms)
        if weather.late and random.random() < weather.late:
            at += int(random.expovariate(1 / 2_000))
        else:
            link.newest[code] = at = max(at, link.newest[code])
        at = max(at, link.opened_at[other])
        self.flying += 1
        self._world.post(at, self._arrive, link, other, link.connection, frame)

    def _arrive(self, link: Link, code: str, connection: int, frame: bytes) -> None:
        if connection != link.connection or not link.connected[code]:
            self.flying -= 1
            self.lost += 1
            return
        self.carried += 1
        member = link.members[code]
        member.inbox.append(FrameArrived(circuit=link.circuit, peer=link.other(code), frame=frame))
        if len(member.inbox) == 1:  # what arrives in the same millisecond is handled as one group, as at a host
            self._world.post(self._world.time, self._taken, member)

    def _taken(self, member: Member) -> object:
        inbox, member.inbox = member.inbox, []
        self.flying -= len(inbox)
        return member.act(*inbox)

    # -- connections -------------------------------------------------------------------------------------------------

    def hang_up(self, link: Link, code: str, words: str) -> None:
        """One end drops its connection; the other learns of it if anything passes."""
        if link.connected[code]:
            link.connected[code] = False
            self._world.post(self._world.time, self._closed, link, code, words)
            self._tell_other(link, code)
        self._went_down(link)

    def _tell_other(self, link: Link, code: str) -> None:
        other = link.other(code)
        if link.connected[other] and not link.cuts and not link.deaf[other]:
            at = self._world.time + link.weather.delay_ms
            self._world.post(at, self._gone, link, other, link.connection)

    def _gone(self, link: Link, code: str, connection: int) -> object:
        if connection != link.connection or not link.connected[code]:
            return None
        link.connected[code] = False
        self._went_down(link)
        return self._closed(link, code, "the other end closed the connection")

    def _closed(self, link: Link, code: str, words: str) -> object:
        if link.connected[code]:
            return None
        return link.members[code].act(CircuitClosed(circuit=link.circuit, peer=link.other(code), words=words))

    def _went_down(self, link: Link) -> None:
        link.down_since = self._world.time
        self.dial_soon(link)

    def dial_soon(self, link: Link, most: int = DIAL_MAX_MS) -> None:
        """Dial after a pause that is shorter the shorter the link was down; never longer than 30 s."""
        down = self._world.time - link.down_since
        at = self._world.time + self._random.randrange(100, max(200, min(most, DIAL_FIRST_MS + down)))
        if link.dial_at is None or at < link.dial_at:
            link.dial_at = at
            self._world.post(at, self._dial, link, at)

    def _dial(self, link: Link, at: int) -> None:
        if link.dial_at != at:
            return
        link.dial_at = None
        a, b = link.ends
        members = link.members
        if not link.clear() or not (members[a].running and members[b].running):
            return
        if link.connected[a] and link.connected[b]:
            return
        link.connection += 1
        first, second = (a, b) if self._random.random() < 0.5 else (b, a)
        for code, when in ((first, at), (second, at + link.weather.delay_ms)):
            stood = link.connected[code]
            link.connected[code], link.opened_at[code] = True, when
            if not stood:  # a host tells its node of the first connection and of the last
                self._world.post(when, self._opened, link, code, link.connection)

    def _opened(self, link: Link, code: str, connection: int) -> object:
        if connection != link.connection or not link.connected[code]:
            return None
        return link.members[code].act(CircuitOpened(circuit=link.circuit, peer=link.other(code)))

    # -- faults ------------------------------------------------------------------------------------------------------

    def cut(self, link: Link, *, loud: bool) -> None:
        """Cut a link; loud: both ends learn of it at once."""
        link.cuts += 1
        if loud:
            for code in link.ends:
                if link.connected[code]:
                    link.connected[code] = False
                    self._world.post(self._world.time, self._closed, link, code, "cut")
            link.down_since = self._world.time

    def mend(self, link: Link) -> None:
        """Undo one cut."""
        link.cuts -= 1
        self._redial(link)

    def deafen(self, link: Link, code: str) -> None:
        """Nothing arrives at one end any more, and nobody is told."""
        link.deaf[code] += 1

    def undeafen(self, link: Link, code: str) -> None:
        """Undo one deafness."""
        link.deaf[code] -= 1
        self._redial(link)

    def _redial(self, link: Link) -> None:
        if link.clear() and not all(link.connected.values()):
            self.dial_soon(link)

    def stopped(self, member: Member, *, loud: bool) -> None:
        """A member's machine stopped; loud: its system still closes the connections."""
        code = member.code
        for link in self.of(member):
            if link.connected[code]:
                link.connected[code] = False
                link.down_since = self._world.time
                if loud:
                    self._tell_other(link, code)

    def started(self, member: Member) -> None:
        """A member's machine runs again."""
        for link in self.of(member):
            self._redial(link)

    def reopen(self, member: Member) -> None:
        """A new node took the place of one in the same process: tell it which connections stand."""
        if not member.running:
            return
        code = member.code
        for link in self.of(member):
            if link.connected[code]:
                self._world.post(self._world.time, self._opened, link, code, link.connection)
