"""One node with its machine: the shipped ``Node`` and ``perform`` on fake clocks and breakable doors."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TYPE_CHECKING

from watchline.errors import RolledBack, StoreFailed
from watchline.measure import Now
from watchline.node import Input, Node, OpenEpoch, Outcome, Reply, Rules, catch_up, grouped, newest_rosters, perform
from watchline.node.doors import Batch, Held
from watchline.party import PrivateKeySet
from watchline.sim.assessor import Assessor
from watchline.sim.clock import FakeClock
from watchline.sim.doors import Crash, SimDoors
from watchline.sim.setting import Party
from watchline.store import MemoryHeadLock

if TYPE_CHECKING:
    from watchline.sim.world import World

RELOAD_MS = 1_000


class Member:
    """A party's node in the world.

    Attributes:
        running: Whether its machine runs and a node is loaded.
        ours: What is in the name of each of its logs and mirrors.
        keys: The key set in its anchor store.
        wake_time: Simulated time at which the node wants to be looked at; None while it does not run.
        bent: Whether this party does on purpose what no honest node does; the checkers then expect the other parties to notice.
    """

    def __init__(self, world: World, party: Party, clock: FakeClock, rules: Rules, *, disk: str = "") -> None:
        self.world, self.party, self.code = world, party, party.code
        self.ours, self.keys = f"/{party.code}/", party.keys
        self.clock, self.rules, self.disk = clock, rules, disk or party.code
        self.random = Random(f"{world.seed} member {self.disk}")
        self.node: Node
        self.doors: SimDoors
        self.running = False
        self.inbox: list[Input] = []
        self.assessor = Assessor(world, self)
        self.bent = False
        self.starts = 0
        self.stops = 0
        self.wake_time: int | None = None
        self._wake_posted: int | None = None
        self.down_until = 0
        self.disturbed: list[tuple[int, int]] = []
        self._stopped_at = 0

    @property
    def held(self) -> Held:
        """What is committed on this member's disk."""
        return self.doors.inner_store.held

    def now(self) -> Now:
        """Return both clocks of this machine."""
        return self.clock.at(self.world.time)

    async def start(self, *, again: bool = False) -> None:
        """Load a node from disk, as at the start of a process, and open its epoch if it has none; ``again``: within the same process."""
        world = self.world
        store, lock = await world.disks(self.disk)
        line = world.charter.line
        tenure = await store.acquire(self.code, [line])
        self.doors = SimDoors(store, lock, tenure, world.network.wires(self))
        try:
            locks, pins = await lock.load(), await lock.pins()
        except RolledBack:
            locks, pins = None, {}
        self.doors.durable.load(store.held, line, locks)
        self.doors.on_stored = self._stored if world.hooks.stored else None
        rosters = {party.code: party.roster for party in world.setting.parties} | newest_rosters(store.held, line)
        self.node = Node(
            world.charter,
            world.setting.signed,
            self.code,
            self.keys,
            rosters,
            store.held,
            locks,
            self.now(),
            self.rules,
            pins,
        )
        if self.starts:
            self.disturbed.append((self._stopped_at, world.time))
        self.running = True
        self.starts += 1
        world.note(self.code, "start")
        for checker in world.hooks.started:
            checker.started(self)
        if again:
            self.assessor.loaded_again()
        else:
            self.assessor.started()
        try:
            await catch_up(self.node, self.doors)
        except Crash:
            world.crash(self)
            return
        core = self.node.core
        if core.own is None and core.former() is None and core.may_sign():
            await self.act(OpenEpoch())
        else:
            await self.tick()
        if self.running:
            world.network.started(self)

    async def restore(self, number: int = 1, keys: PrivateKeySet | None = None) -> None:
        """What `watchline restore` does while the machine is down: a spare or a new key set, and a new head lock in place of the old ones."""
        _store, lock = await self.world.disks(self.disk)
        assert isinstance(lock, MemoryHeadLock), "only a head lock in memory can be made anew here"
        lock.renew()
        self.keys = keys or self.party.spares[number - 1]

    def _stored(self, batch: Batch) -> None:
        for checker in self.world.hooks.stored:
            checker.stored(self, batch)

    async def act(self, *inputs: Input) -> list[Reply]:
        """Hand inputs to the node and carry out what it decides; no replies if the machine is down or stops in between."""
        if not self.running:
            return []
        replies: list[Reply] = []
        for group in grouped(inputs):
            done = await self._step(group)
            if done is None:
                return []
            replies += done.replies
        return replies

    async def tick(self) -> None:
        """Let the node look at the clock."""
        if self.running:
            await self._step(())

    async def _step(self, group: Sequence[Input]) -> Outcome | None:
        world = self.world
        outcome = self.node.handle(group, self.now(), self.random.randbytes, self.doors.held)
        try:
            await perform(outcome, self.doors)
        except Crash:
            world.crash(self)
            return None
        except (StoreFailed, RolledBack) as why:
            world.fault(f"disk {self.code} {type(why).__name__}")
            self.running, self.wake_time, self._stopped_at = False, None, world.time
            world.post(world.time + RELOAD_MS, self._reload, self.starts)
            return None
        self.assessor.performed(outcome)
        for checker in world.hooks.stepped:
            checker.stepped(self, group, outcome)
        for listener in world.listeners:
            listener(self, outcome)
        self.wake_at(self.clock.when(outcome.wake_at))
        return outcome

    async def _reload(self, starts: int) -> None:
        """What a host does after its disk failed: load a new node in the same process; the connections stand."""
        if not self.running and self.starts == starts and self.down_until <= self.world.time:
            await self.start(again=True)
            self.world.network.reopen(self)
        self.world.fault_over(f"disk {self.code} works")

    def stop(self, *, loud: bool) -> None:
        """The machine stops; loud: its system closes the connections."""
        self.running, self.wake_time, self._stopped_at = False, None, self.world.time
        self.stops += 1
        self.world.network.stopped(self, loud=loud)

    def disturbed_between(self, start: int, end: int) -> bool:
        """Tell whether this member's machine was down or its clock wrong at any time in between."""
        return any(began <= end and ended >= start for began, ended in self.disturbed)

    def wake_at(self, time: int) -> None:
        """Look at the node at this time, unless something moves it again."""
        self.wake_time = time
        if self._wake_posted is None or time < self._wake_posted:
            self._wake_posted = time
            self.world.post_wake(time, self)

    def woken(self, time: int) -> bool:
        """A wake of this member came up; tell whether it is due, else post it again where it belongs."""
        if self._wake_posted != time:
            return False
        self._wake_posted = None
        if self.wake_time is None:
            return False
        if self.wake_time > time:
            self.wake_at(self.wake_time)
            return False
        return True
