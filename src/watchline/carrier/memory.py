"""Two carriers back to back in one process, with the faults of a bad wire: for rehearsals and tests.

The wire decides by chance that is handed in, so a seed repeats a run. It knows no TLS and no address; what it shares with
the direct circuit is the contract (tests/contract/test_carrier.py): connections open and close with numbers and words,
frames may be lost, silence is not told.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from watchline.carrier.inbox import Inbox
from watchline.carrier.limits import FRAME_BYTES_MAX, OUTBOX_BYTES_MAX
from watchline.errors import CarrierDown, OurMistake
from watchline.node.doors import Arrived, Closed, Opened

if TYPE_CHECKING:
    import random
    from collections.abc import AsyncIterator

    from watchline.node.doors import CarrierEvent


class Faults(NamedTuple):
    """What may befall one frame, each as a probability from 0 to 1."""

    drop: float = 0.0
    duplicate: float = 0.0
    reorder: float = 0.0
    flip: float = 0.0


class MemoryWire:
    """The wire between two memory carriers, ``ends``; both directions alike unless a method says otherwise.

    Args:
        circuit: The circuit's name in the charter.
        parties: The codes of the two parties; ``ends[0]`` belongs to the first and leads to the second.
        chance: Decides the faults; a seeded ``random.Random`` repeats them.
        faults: Probabilities; may be replaced at any time.
    """

    def __init__(
        self, circuit: str, parties: tuple[str, str], *, chance: random.Random, faults: Faults | None = None
    ) -> None:
        self.faults = faults or Faults()
        self._chance = chance
        self._silent: set[MemoryCarrier] = set()
        self._stalled = False
        first, second = MemoryCarrier(self, circuit, parties[1]), MemoryCarrier(self, circuit, parties[0])
        first.other, second.other = second, first
        self.ends = (first, second)

    def stall(self) -> None:
        """Hold all frames back."""
        self._stalled = True

    def flow(self) -> None:
        """Let the held frames through, in order."""
        self._stalled = False
        for end in self.ends:
            end.drain()
        self.connect()

    def silence(self, *mute: MemoryCarrier) -> None:
        """Lose everything that these ends send (both if none is named) and tell nobody: a half-open connection."""
        self._silent.update(mute or self.ends)

    def restore(self) -> None:
        """Carry everything again, and connect ends that hung up meanwhile."""
        self._silent.clear()
        self.connect()

    def cut(self, words: str) -> None:
        """Close the connection at both ends."""
        for end in self.ends:
            end.lose(words)

    def connect(self) -> None:
        """Open a connection if both ends want one and the wire carries; a stale one at either end closes first."""
        if self._silent or self._stalled or not all(end.dialling for end in self.ends):
            return
        if all(end.connected for end in self.ends) and self.ends[0].number == self.ends[1].number:
            return
        number = 1 + max(end.number for end in self.ends)
        for end in self.ends:
            end.lose("the other side dialled anew")
            end.open(number)

    @property
    def stalled(self) -> bool:
        """Whether frames are held back."""
        return self._stalled

    def fate(self, sender: MemoryCarrier, frame: bytes) -> list[bytes]:
        """Return what the wire makes of a frame: nothing, itself, a twin, or an altered one."""
        if sender in self._silent or self._chance.random() < self.faults.drop:
            return []
        if frame and self._chance.random() < self.faults.flip:
            bit = self._chance.randrange(len(frame) * 8)
            frame = frame[: bit // 8] + bytes([frame[bit // 8] ^ (1 << bit % 8)]) + frame[bit // 8 + 1 :]
        return [frame, frame] if self._chance.random() < self.faults.duplicate else [frame]

    def carries(self, sender: MemoryCarrier) -> bool:
        """Tell whether word of this end's hanging up reaches the other."""
        return sender not in self._silent and not self._stalled

    def swaps(self) -> bool:
        """Decide whether a frame overtakes the one before it."""
        return self._chance.random() < self.faults.reorder


class MemoryCarrier:
    """One end of a ``MemoryWire``; see ``Carrier`` for what the methods promise."""

    other: MemoryCarrier

    def __init__(self, wire: MemoryWire, circuit: str, peer: str) -> None:
        self._wire, self._circuit, self._peer = wire, circuit, peer
        self._inbox = Inbox(self._brake)
        self._held: deque[bytes] = deque()
        self._held_bytes = 0
        self._closed = False
        self.dialling = False
        self.connected = False
        self.number = 0

    @property
    def id(self) -> str:
        """The circuit's name in the charter."""
        return self._circuit

    @property
    def peer(self) -> str:
        """The party code at the other end."""
        return self._peer

    @property
    def mtu(self) -> int:
        """Largest frame in bytes."""
        return FRAME_BYTES_MAX

    async def send(self, frame: bytes) -> None:
        """Hand over one frame.

        Raises:
            CarrierDown: no connection, or more than 4 MiB wait.
            OurMistake: the frame is longer than ``mtu``.
        """
        if len(frame) > FRAME_BYTES_MAX:
            raise OurMistake(
                f"a frame of {len(frame):,} bytes does not fit circuit {self._circuit}: {FRAME_BYTES_MAX:,}"
            )
        if not self.connected:
            raise CarrierDown(f"no connection to {self._peer} on circuit {self._circuit}")
        if self._held_bytes > OUTBOX_BYTES_MAX:
            raise CarrierDown(f"{self._held_bytes:,} bytes wait for the wire already; the frame was not sent")
        for made in self._wire.fate(self, frame):
            place = len(self._held) - 1 if self._held and self._wire.swaps() else len(self._held)
            self._held.insert(place, made)
            self._held_bytes += len(made)
        # Delivered in the loop's next round and not here: a send that makes the other end act before it returns would
        # hide every mistake of order in the node, and without a queue there is nothing to overtake.
        asyncio.get_running_loop().call_soon(self.drain)

    def __aiter__(self) -> AsyncIterator[CarrierEvent]:
        """Iterate over the events; the first call begins to dial."""
        self.dialling = not self._closed
        self._wire.connect()
        return self._inbox

    def hang_up(self, words: str) -> None:
        """Drop the connection and dial anew at once."""
        self._part(f"hung up: {words}")
        self._wire.connect()

    def wake(self) -> None:
        """Dial now."""
        self._wire.connect()

    async def aclose(self) -> None:
        """Close for good."""
        self._closed, self.dialling = True, False
        self._part("this side closed the circuit")
        self._inbox.shut()

    # What the wire and the other end call.

    def open(self, number: int) -> None:
        """Begin a connection."""
        self.connected, self.number = True, number
        self._inbox.put(Opened(number))

    def lose(self, words: str) -> None:
        """End the connection, with everything on its way."""
        self._held.clear()
        self._held_bytes = 0
        if self.connected:
            self.connected = False
            self._inbox.put(Closed(self.number, words))

    def drain(self) -> None:
        """Deliver what waits, unless the wire stalls or the other node lags."""
        while self._held and not self._wire.stalled and not self.other.lagging:
            frame = self._held.popleft()
            self._held_bytes -= len(frame)
            self.other.take(self.number, frame)

    @property
    def lagging(self) -> bool:
        """Whether this end's node has too much unread."""
        return self._inbox.lagging

    def take(self, number: int, frame: bytes) -> None:
        """Receive a frame, if it belongs to the connection that stands here."""
        if self.connected and number == self.number:
            self._inbox.put(Arrived(number, frame))

    # Inside.

    def _part(self, words: str) -> None:
        carries = self._wire.carries(self)
        self.lose(words)
        if carries:
            self.other.lose("the other side closed the connection")

    def _brake(self, on: bool) -> None:  # noqa: FBT001 - the brake of Inbox
        if not on:
            self.other.drain()
