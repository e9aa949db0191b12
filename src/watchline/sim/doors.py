"""The doors of a simulated node: any store and any head lock, with a crash or a fault of the disk between any two effects.

``perform`` acts through these; they count effects (an append, a pin, a swap, each frame handed over) and stop the machine before
the one that was chosen. They also keep what is known to be durable, against which every byte that leaves is checked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from watchline.errors import OutcomeUnknown, StoreFailed, StoreFull
from watchline.log import EMPTY, Head
from watchline.node.doors import Batch, Carrier, FeedRow, HeadLock, Held, LockChange, LockRow, Store, Stored, Tenure

if TYPE_CHECKING:
    from watchline.sim.network import Wire


class Crash(Exception):
    """The machine stops here: nothing after this effect happens, the node's memory is gone."""


class Fault(StrEnum):
    """What a disk does instead of what it was asked for."""

    FULL = "store full"
    FAILED = "store failed"
    UNKNOWN_STORED = "store: outcome unknown, stored"
    UNKNOWN_LOST = "store: outcome unknown, lost"
    LOCK_BEFORE = "lock failed before the write"
    LOCK_AFTER = "lock failed after the write"


STORE_FAULTS = (Fault.FULL, Fault.FAILED, Fault.UNKNOWN_STORED, Fault.UNKNOWN_LOST)


class Durable:
    """What is on disk of each log: head in the store, head in the lock."""

    def __init__(self) -> None:
        self.stored: dict[str, Head] = {}
        self.locked: dict[str, Head] = {}

    def load(self, held: Held, line: bytes, locks: Mapping[str, LockRow] | None) -> None:
        """Take over what a start found."""
        self.stored = {row.origin: row.head for row in held.logs(line)}
        self.locked = {origin: row.head for origin, row in (locks or {}).items()}


class SimDoors:
    """Store, head lock and wires of one member; implements both of them by handing on to the real ones.

    Args:
        store, lock: The real ones, in memory or on disk.
        tenure: The right to write.
        wires: Carriers by (circuit, peer).
    """

    def __init__(self, store: Store, lock: HeadLock, tenure: Tenure, wires: Mapping[tuple[str, str], Wire]) -> None:
        self.inner_store, self.inner_lock, self.tenure = store, lock, tenure
        self.store: Store = self
        self.lock: HeadLock = self
        self._wires = wires
        self.durable = Durable()
        self.on_stored: Callable[[Batch], None] | None = None
        self.crash_in: int | None = None
        self.fault: Fault | None = None
        self.effects = 0

    def effect(self) -> None:
        """An effect is about to happen; raise Crash if the machine was to stop before it."""
        self.effects += 1
        if self.crash_in is not None:
            if self.crash_in <= 0:
                self.crash_in = None
                raise Crash
            self.crash_in -= 1

    def carrier(self, circuit: str, peer: str) -> Carrier | None:
        """Return the carrier of a circuit to a peer, if there is one."""
        return self._wires.get((circuit, peer))

    def carriers(self, peer: str) -> Sequence[Carrier]:
        """Return every carrier to a peer."""
        return [wire for (_, code), wire in self._wires.items() if code == peer]

    @property
    def held(self) -> Held:
        """Synchronous reads of what is committed."""
        return self.inner_store.held

    async def acquire(self, owner: str, lines: Sequence[bytes]) -> Tenure:
        """Raise the fence and return the right to write."""
        self.tenure = await self.inner_store.acquire(owner, lines)
        return self.tenure

    async def append(self, tenure: Tenure, batch: Batch) -> Stored:
        """Make a batch durable, or fail as told."""
        self.effect()
        fault = self.fault if self.fault in STORE_FAULTS else None
        if fault is not None:
            self.fault = None
        if fault is Fault.FULL:
            raise StoreFull("the simulated disk is full; nothing was written")
        if fault is Fault.FAILED:
            raise StoreFailed("the simulated disk failed; nothing was written")
        if fault is Fault.UNKNOWN_LOST:
            raise OutcomeUnknown("the outcome of this write is unknown")
        done = await self.inner_store.append(tenure, batch)
        stored = self.durable.stored
        for change in batch.changes:
            stored[change.origin] = change.new
        if self.on_stored is not None:
            self.on_stored(batch)
        if fault is Fault.UNKNOWN_STORED:
            raise OutcomeUnknown("the outcome of this write is unknown")
        return done

    async def feed(self, after: int, limit: int) -> Sequence[FeedRow]:
        """Return feed rows."""
        return await self.inner_store.feed(after, limit)

    async def erase(self, tenure: Tenure, entries: Sequence[tuple[str, int]]) -> None:
        """Erase bodies."""
        await self.inner_store.erase(tenure, entries)

    async def release(self, tenure: Tenure) -> None:
        """Give the tenure back."""
        await self.inner_store.release(tenure)

    async def load(self) -> Mapping[str, LockRow]:
        """Return the lock's rows."""
        return await self.inner_lock.load()

    async def swap(self, changes: Sequence[LockChange]) -> None:
        """Move heads in the lock, or fail as told."""
        self.effect()
        fault = self.fault if self.fault in {Fault.LOCK_BEFORE, Fault.LOCK_AFTER} else None
        if fault is not None:
            self.fault = None
        if fault is Fault.LOCK_BEFORE:
            raise StoreFailed("the simulated anchor disk failed; nothing was written")
        await self.inner_lock.swap(changes)
        locked = self.durable.locked
        for change in changes:
            locked[change.origin] = change.new.head
        if fault is Fault.LOCK_AFTER:
            raise StoreFailed("the simulated anchor disk failed after the write")

    async def pins(self) -> Mapping[str, bytes]:
        """Return pinned facts."""
        return await self.inner_lock.pins()

    async def pin(self, facts: Mapping[str, bytes]) -> None:
        """Pin facts."""
        self.effect()
        await self.inner_lock.pin(facts)


__all__ = ["EMPTY", "STORE_FAULTS", "Crash", "Durable", "Fault", "SimDoors"]
