"""A world of simulated nodes: one queue of events ordered by (time, sequence), and everything in it from one seed.

The nodes are the shipped ones, with real keys and real bytes, through the same ``handle`` and ``perform`` as at a host. Stores
and head locks come from a factory: in memory, or real ones on disk (their coroutines may suspend; then use ``run``).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Iterable
from heapq import heappop, heappush
from random import Random
from types import CoroutineType
from typing import Any, TextIO

from watchline.node import Outcome, Rules
from watchline.node.doors import HeadLock, Store
from watchline.record import Charter
from watchline.sim.checkers import Checker, Hooks
from watchline.sim.clock import WANDER_MS_MAX, WANDER_PPM_MAX, FakeClock
from watchline.sim.collapse import Collapse
from watchline.sim.emitted import Emitted
from watchline.sim.member import Member
from watchline.sim.network import Link, Network
from watchline.sim.planner import Planner
from watchline.sim.setting import Setting
from watchline.sim.trace import Trace
from watchline.store import MemoryHeadLock, MemoryStore

START = 1_790_000_000_000 // 86_400_000 * 86_400_000
"""UTC milliseconds of simulated time 0 unless told otherwise: a midnight in September 2026."""
HOUR, DAY = 3_600_000, 86_400_000
DELIVERED_MS = 35_000
"""After the last fault ends, everything written before is held by every party within this time: 30 s to dial, 5 s to bring it."""
RELAYED_MS = 15_000
"""And so much later for each party that stands between two others: a beat to hear of it, a pause before it is asked for."""
Disks = Callable[[str], Awaitable[tuple[Store, HeadLock]]]
"""From the name of a disk (a party code) to its store and head lock, each time its node starts."""
Listener = Callable[[Member, Outcome], None]
_Due = tuple[int, int, Any, tuple[Any, ...]]
"""(simulated time, sequence, what to call or whom to look at, with what); no two have the same sequence."""


def memory_disks() -> Disks:
    """Return disks in memory; they outlive every crash of their node."""
    made: dict[str, tuple[MemoryStore, MemoryHeadLock]] = {}

    async def disks(name: str) -> tuple[Store, HeadLock]:
        return made.setdefault(name, (MemoryStore(), MemoryHeadLock()))

    return disks


def drive(work: Coroutine[Any, Any, Any]) -> Any:
    """Run a coroutine whose doors never suspend; for doors that do, await it instead."""
    try:
        work.send(None)
    except StopIteration as done:
        return done.value
    work.close()
    raise RuntimeError("a door suspended; run this world with `await world.run(…)`")


class World:
    """Nodes, network, clocks and disks.

    Args:
        setting: Charter and parties.
        seed: Any text; all randomness comes from it.
        disks: Where stores and head locks come from.
        start: UTC milliseconds of simulated time 0.
        rules: Of every node; or of each, by code.
        collapse: Whether idle beats are collapsed.
        links: Pairs of codes that have any circuit; None for all pairs.
        trace: Where to note every event.
    """

    def __init__(
        self,
        setting: Setting,
        seed: str,
        *,
        disks: Disks | None = None,
        start: int = START,
        rules: Rules | dict[str, Rules] | None = None,
        collapse: bool = True,
        links: Iterable[tuple[str, str]] | None = None,
        words: TextIO | None = None,
    ) -> None:
        self.setting, self.seed = setting, seed
        self.charter: Charter = setting.charter
        self.disks = disks or memory_disks()
        self.start_wall = start
        self.random = Random(f"{seed} world")
        self.time = 0
        self.trace = Trace(words)
        self.hooks = Hooks(())
        self.listeners: list[Listener] = []
        self.planners: dict[str, Planner] = {}
        self._events: list[_Due] = []
        self._wakes: list[_Due] = []
        self._sequence = 0
        pairs = None if links is None else frozenset(frozenset(pair) for pair in links)
        self.network = Network(self, Random(f"{seed} network"), pairs)
        self.members: dict[str, Member] = {}
        self.machines: list[Member] = []
        for party in setting.parties:
            own = rules.get(party.code, Rules()) if isinstance(rules, dict) else rules or Rules()
            self.members[party.code] = Member(self, party, self._clock(party.code), own)
        self.machines = list(self.members.values())
        self.delivered_ms = DELIVERED_MS + RELAYED_MS * (self.network.longest_way() - 1)
        for link in self.network.links:
            link.members = {code: self.members[code] for code in link.ends}
        self._collapse = Collapse(self) if collapse else None
        self.faults = 0
        self._calm_since = 0
        self.frames: dict[str, int] = {}
        self.bytes = 0
        self.steps = 0

    def _clock(self, code: str) -> FakeClock:
        random = Random(f"{self.seed} clock {code}")
        wander = random.randrange(WANDER_MS_MAX)
        period = max(HOUR, 4 * wander * 1_000_000 // WANDER_PPM_MAX) + random.randrange(DAY)
        return FakeClock(self.start_wall, wander, period, random.randrange(10**6, 10**9))

    def __getitem__(self, code: str) -> Member:
        """Return the member of a party."""
        return self.members[code]

    def watch(self, *kinds: Callable[[World], Checker]) -> None:
        """Let these checkers watch the run."""
        self.hooks = Hooks([*self.hooks.all, *(kind(self) for kind in kinds)])

    def twin(self, code: str, disk: str, circuits: Iterable[str]) -> Member:
        """Return a second machine of a party, with the same keys and a disk of its own, at some circuits of all its links.

        Start it with ``await twin.start()``. Both machines of that party count as bent from now on.
        """
        first = self.members[code]
        made = Member(self, first.party, self._clock(disk), first.rules, disk=disk)
        first.bent = made.bent = True
        self.machines.append(made)
        names = set(circuits)
        for link in self.network.links:
            if code in link.ends and link.circuit in names:
                self.network.move(link, made)
        return made

    # -- the queue ---------------------------------------------------------------------------------------------------

    def post(self, at: int, what: Callable[..., Any], *args: Any) -> None:
        """Call something at a simulated time; if it returns a coroutine, it is awaited."""
        self._sequence += 1
        heappush(self._events, (max(at, self.time), self._sequence, what, args))

    def post_wake(self, at: int, member: Member) -> None:
        """Look at a member at a simulated time."""
        self._sequence += 1
        heappush(self._wakes, (max(at, self.time), self._sequence, member, ()))

    def next_event(self) -> int:
        """Return when the next thing happens that is not a node looking at its clock."""
        return self._events[0][0] if self._events else 1 << 62

    def note(self, who: str, what: str, data: bytes = b"") -> None:
        """Note an event in the trace."""
        self.trace.note(self.time, who, what, data)

    def leaves(self, member: Member, link: Link, frame: bytes) -> None:
        """A frame leaves a node: an effect, and the only thing that the outside ever sees of it."""
        member.doors.effect()
        self.trace.note(self.time, member.disk, link.name, frame)
        self.bytes += len(frame)
        if self._collapse is not None:
            self._collapse.resume()
        emitted = Emitted(frame, link.other(member.code), link.circuit)
        self.frames[emitted.kind] = self.frames.get(emitted.kind, 0) + 1
        for checker in self.hooks.sent:
            checker.sent(member, emitted)

    async def begin(self) -> None:
        """Start every node."""
        for member in self.members.values():
            await member.start()

    async def run(self, until: int) -> None:
        """Let everything happen that is due up to a simulated time."""
        events, wakes, network, collapse = self._events, self._wakes, self.network, self._collapse
        while events or wakes:
            is_event = not wakes or (bool(events) and events[0] < wakes[0])
            if (events[0][0] if is_event else wakes[0][0]) > until:
                break
            self.steps += 1
            if collapse is not None and not network.flying and collapse.skip():
                continue
            if is_event:
                self.time, _, what, args = heappop(events)
                found = what(*args)
                if isinstance(found, CoroutineType):
                    await found
            else:
                self.time, _, member, _ = heappop(wakes)
                if member.woken(self.time) and member.running:
                    await member.tick()
        self.time = until

    # -- faults ------------------------------------------------------------------------------------------------------

    def fault(self, what: str) -> None:
        """A fault begins."""
        self.faults += 1
        self.something_happens()
        self.note("-", what)

    def fault_over(self, what: str) -> None:
        """A fault ends; if it was the last one, in 35 s everything must be delivered."""
        self.faults -= 1
        self.something_happens()
        self.note("-", what)
        self.look_for_calm()

    def look_for_calm(self) -> None:
        """If nothing is broken now, look again in 35 s."""
        if self.calm():
            self._calm_since = self.time
            for checker in self.hooks.calmed:
                checker.calmed()
            self.post(self.time + self.delivered_ms, self._healed, self.time)

    def calm(self) -> bool:
        """Tell whether no fault is going on and every machine runs."""
        return not self.faults and all(member.running for member in self.members.values())

    def _healed(self, since: int) -> None:
        if since == self._calm_since and self.calm():
            for checker in self.hooks.healed:
                checker.healed(since)

    def something_happens(self) -> None:
        """A fault or a stepped clock: end the collapse of beats, if one is going on, until all have heard each other twice."""
        if self._collapse is not None:
            self._collapse.beat_on()

    def crash(self, member: Member, *, for_ms: int = 0, loud: bool | None = None) -> None:
        """A member's machine stops now and starts again later (after 1 s to 30 min unless told)."""
        self.something_happens()
        random = self.random
        loud = random.random() < 0.5 if loud is None else loud
        down = for_ms or (1_000 * 2 ** random.randrange(1, 12)) * random.randrange(50, 100) // 100
        self.note(member.code, f"crash for {down} ms")
        self.faults += 1
        member.stop(loud=loud)
        member.down_until = self.time + down
        self.post(self.time + down, self._restart, member, member.stops)

    async def _restart(self, member: Member, stops: int) -> None:
        if member.stops == stops and not member.running:
            member.down_until = 0
            member.clock.reboot(self.time, self.random.randrange(10**6, 10**9))
            await member.start()
        self.fault_over(f"restart {member.code}")
