"""The doors of a node: what it needs from disk, wire and anchor store, as Protocols.

The node decides; a door does one thing and decides nothing. Every store, carrier and head lock passes one contract suite
(tests/contract). Reads that a decision needs are synchronous over committed rows (``Held``); writes are asynchronous and
have three outcomes: stored, superseded, outcome unknown.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol

from watchline.log import Head, LogChange
from watchline.log.held import HeldLogs


class RowChange(NamedTuple):
    """A view row as data: upsert of ``value`` at (view, key), or deletion when it is None. Keys begin with the line id."""

    view: str
    key: bytes
    value: bytes | None


class Batch(NamedTuple):
    """One transaction: many logs, many rows, all or nothing."""

    changes: tuple[LogChange, ...] = ()
    rows: tuple[RowChange, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether there is anything to store."""
        return bool(self.changes or self.rows)


class Tenure(NamedTuple):
    """The right to write these lines, until somebody else acquires it."""

    owner: str
    fence: int
    lines: tuple[bytes, ...]


class Stored(NamedTuple):
    """A commit that is durable. ``feed`` is the number of the last feed row written."""

    feed: int


class FeedRow(NamedTuple):
    """One change of a view row, in commit order without gaps: what a desk follows."""

    number: int
    view: str
    key: bytes


class Held(HeldLogs, Protocol):
    """Committed rows, read-only and synchronous. Missing things are None or absent, never an error."""

    def snapshot(self) -> AbstractContextManager[None]:
        """Read one state of the record, and cheaper, until the context ends; not nested, never across a write."""
        ...


class Store(Protocol):
    """The durable record. One writer; one call is one transaction; a commit is never cancelled."""

    @property
    def held(self) -> Held:
        """Synchronous reads of what is committed."""
        ...

    async def acquire(self, owner: str, lines: Sequence[bytes]) -> Tenure:
        """Raise the fence of these lines, durably, and return the right to write them. Nothing is sent before it.

        Raises:
            StoreFailed: the database cannot be used as it is; the message names the setting.
        """
        ...

    async def append(self, tenure: Tenure, batch: Batch) -> Stored:
        """Make a batch durable. The same batch again is success.

        Raises:
            Superseded: another tenure began, or a log's head is not ``old``: stop signing.
            OutcomeUnknown: acquire again and compare heads before anything else.
            StoreFull: nothing was written.
            StoreFailed: nothing was written.
        """
        ...

    async def feed(self, after: int, limit: int) -> Sequence[FeedRow]:
        """Return feed rows numbered above ``after``, in order, without gaps."""
        ...

    async def erase(self, tenure: Tenure, entries: Sequence[tuple[str, int]]) -> None:
        """Erase body and salt of (origin, index) entries; leaves stay. Needs an agreed order, which the caller holds."""
        ...

    async def release(self, tenure: Tenure) -> None:
        """Give the tenure back and close."""
        ...


class LockRow(NamedTuple):
    """What the head lock knows of one origin: own (last released) or mirrored (last cosigned at ``time_ms``)."""

    head: Head
    time_ms: int


class LockChange(NamedTuple):
    """Compare-and-swap of one origin: ``old`` None means that no slot exists yet."""

    origin: str
    old: Head | None
    new: LockRow


class HeadLock(Protocol):
    """Last released and last cosigned heads, and a few pinned facts, outside the store and outside every backup."""

    async def load(self) -> Mapping[str, LockRow]:
        """Return every origin's row.

        Raises:
            RolledBack: missing, or both slots of an origin damaged.
        """
        ...

    async def swap(self, changes: Sequence[LockChange]) -> None:
        """Move all these heads with one durable write; nothing may leave the node before it returns.

        Raises:
            RolledBack: a current head is not ``old``.
            StoreFailed: the anchor's disk.
        """
        ...

    async def pins(self) -> Mapping[str, bytes]:
        """Return pinned facts: highest own epoch, charter in force, newest roster of each party."""
        ...

    async def pin(self, facts: Mapping[str, bytes]) -> None:
        """Add or replace pinned facts, durably and atomically."""
        ...


class Opened(NamedTuple):
    """A connection of this circuit to this peer stands; the certificate was compared."""

    connection: int


class Arrived(NamedTuple):
    """A frame came in over a connection: untrusted bytes of at most 64 KiB."""

    connection: int
    frame: bytes


class Closed(NamedTuple):
    """A connection is gone; ``words`` say how. It says nothing about the other party."""

    connection: int
    words: str


CarrierEvent = Opened | Arrived | Closed


class Outward(Protocol):
    """What a node does with a circuit to a peer; somebody else reads it."""

    async def send(self, frame: bytes) -> None:
        """Hand over one frame; see ``Carrier``."""
        ...

    def hang_up(self, words: str) -> None:
        """Drop the connections that stand and dial anew at once."""
        ...

    def wake(self) -> None:
        """Dial now instead of at the next even pace."""
        ...


class Carrier(Outward, Protocol):
    """One circuit to one pinned peer: an untrusted, lossy, reordering pipe for frames. Acknowledges nothing."""

    @property
    def id(self) -> str:
        """The circuit's name in the charter."""
        ...

    @property
    def peer(self) -> str:
        """The party code whose certificate is pinned."""
        ...

    @property
    def mtu(self) -> int:
        """Largest frame in bytes."""
        ...

    async def send(self, frame: bytes) -> None:
        """Hand over one frame, best effort, on the connection heard last. Never waits for the peer for long.

        Raises:
            CarrierDown: no connection, or its queue is full.
        """
        ...

    def __aiter__(self) -> AsyncIterator[CarrierEvent]:
        """Iterate over what happens on this circuit, until it is closed."""
        ...

    def hang_up(self, words: str) -> None:
        """Drop the connections that stand (no live echo for 15 s) and dial anew at once."""
        ...

    def wake(self) -> None:
        """Dial now instead of at the next even pace (a FLASH waits, another circuit spoke, an officer asked)."""
        ...

    async def aclose(self) -> None:
        """Close for good."""
        ...
