"""The connections of a node, shared by its lines: one port for each address, one carrier for each party and address.

Theory of operation. A certificate names a party, not a line: a party that shares two lines with us shows one certificate for both, and its
frames come over the same connections. So a connection belongs to the node; each frame goes to the line that it names (the node of that line
checks the name again, with everything else). A frame of a line that is not kept here, or not run now, is dropped and named in the
diagnostics. One line must not disturb another: while another line hears the party no hang-up of ours cuts the connection that both use, and
what a line does not take in time is dropped for that line alone (whatever was not acknowledged is sent again).
"""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import Callable

from watchline.carrier import DirectCarrier, DirectPort, Identity
from watchline.errors import CarrierDown
from watchline.node.doors import Arrived, Opened

FRAMES_WAITING_MAX = 64
"""Frames of one circuit to one party that wait for the node; beyond it the carrier holds back, and then the network does."""
SHARED_WAITING_MAX = 1_024
"""The same where lines share the connection: nobody holds back for another line. The credit of 4 MiB bounds their bytes."""
HEARD_S = 15.0
"""While another line heard the party so lately, a connection is not cut."""
OPEN_AGAIN_S = 5.0
"""After a hang-up that cut nothing the line is told of the connection again."""
STRANGE_LINE = "it sent a frame of a line that is not kept here, or not run now; nothing of it was taken"
_LINE_FIELD = b"\x64line\x58\x20"
_ORIGIN_FIELD = b"\x66origin\x78"
_LINE_BYTES = 32
Told = Callable[[str, str], None]
"""Called with (words, address)."""


def line_of_frame(frame: bytes) -> bytes | None:
    """Return the line that a frame between parties names (docs/spec/frames.md): a hint for where it goes, checked by whoever takes it."""
    at = frame.find(_LINE_FIELD)
    found = frame[at + len(_LINE_FIELD) :][:_LINE_BYTES]
    return found if at >= 0 and len(found) == _LINE_BYTES else None


def line_of_origin(frame: bytes) -> bytes | None:
    """Return the line of the log that a witness's frame is about."""
    at = frame.find(_ORIGIN_FIELD)
    try:
        return bytes.fromhex(frame[at + len(_ORIGIN_FIELD) + 1 :][: 2 * _LINE_BYTES].decode()) if at >= 0 else None
    except ValueError:
        return None


class End:
    """One line's end of a wire: its ``Carrier``, and what waits for its node.

    Attributes:
        waiting: What came, in order: True for opened, False for closed, bytes for a frame; with words.
        standing: Whether the line was told that a connection stands.
    """

    def __init__(self, wire: Wire, line: bytes, circuit: str, peer: str, rouse: Callable[[], None]) -> None:
        self._wire, self.line, self._circuit, self._peer, self._rouse = wire, line, circuit, peer, rouse
        self.waiting: deque[tuple[bool | bytes, str]] = deque()
        self.standing = False
        self.heard_at = float("-inf")
        self.dropped = 0

    @property
    def id(self) -> str:
        """The circuit's name in this line's charter."""
        return self._circuit

    @property
    def peer(self) -> str:
        """The party code on this line."""
        return self._peer

    @property
    def mtu(self) -> int:
        """Largest frame in bytes."""
        return self._wire.carrier.mtu

    @property
    def certificates(self) -> tuple[bytes, ...]:
        """The certificates pinned for the party."""
        return self._wire.carrier.certificates

    async def send(self, frame: bytes) -> None:
        """Hand over one frame; see ``Carrier``."""
        if not self.standing:
            raise CarrierDown(f"no connection to {self._peer} on circuit {self._circuit}")
        await self._wire.carrier.send(frame)

    def hang_up(self, words: str) -> None:
        """Cut the connections and dial anew, unless another line hears the party on them."""
        self._wire.hang_up(self, words)

    def wake(self) -> None:
        """Dial now."""
        self._wire.carrier.wake()

    def repin(self, number: int, certificates: tuple[bytes, ...]) -> None:
        """Pin what a roster of this number certifies; of several lines' rosters of one party the newest counts."""
        self._wire.repin(self.line, number, certificates)

    def take(self) -> list[tuple[bool | bytes, str]]:
        """Return what came since the last call."""
        found = list(self.waiting)
        self.waiting.clear()
        self._wire.made_room()
        return found

    def put(self, what: bool | bytes, words: str = "") -> None:  # noqa: FBT001 - an event, no switch
        """Add what came; a frame beyond the bound is dropped where lines share the wire."""
        if isinstance(what, bytes):
            if len(self.waiting) >= SHARED_WAITING_MAX:
                self.dropped += 1
                return
        else:
            self.standing = what
        self.waiting.append((what, words))
        self._rouse()

    def failed(self) -> BaseException | None:
        """Return the error by which reading ended, if it did: a fault of this program."""
        return self._wire.failed()

    async def aclose(self) -> None:
        """Leave the wire; the last one ends it."""
        await self._wire.leave(self)


class Wire:
    """All connections of one circuit to one party, whatever the number of lines on it."""

    def __init__(self, carrier: DirectCarrier, route: Callable[[bytes], bytes | None], strange: Told) -> None:
        self.carrier, self._route, self._strange = carrier, route, strange
        self.ends: dict[bytes, End] = {}
        self._pins: dict[bytes, tuple[int, tuple[bytes, ...]]] = {}
        self._standing: set[int] = set()
        self._room = asyncio.Event()
        self.gone: Callable[[], None] = lambda: None
        self.task = asyncio.create_task(self._listen(), name=f"wire {carrier.id} {carrier.peer}")

    def join(self, end: End, number: int) -> None:
        """Take in a line's end."""
        self.ends[end.line] = end
        self._pins[end.line] = (number, self.carrier.certificates)
        if self._standing:
            end.put(True)

    def repin(self, line: bytes, number: int, certificates: tuple[bytes, ...]) -> None:
        """Pin the newest certificates that any line knows."""
        self._pins[line] = (number, tuple(sorted(set(certificates))))
        newest = max(self._pins.values())[1]
        if newest != self.carrier.certificates:
            self.carrier.repin(newest)

    def hang_up(self, end: End, words: str) -> None:
        """Cut the connections, unless another line hears the party on them; then let this line try again in a while."""
        now = asyncio.get_running_loop().time()
        if any(now - other.heard_at < HEARD_S for other in self.ends.values() if other is not end):
            end.put(False, words)
            asyncio.get_running_loop().call_later(OPEN_AGAIN_S, self._open_again, end)
        else:
            self.carrier.hang_up(words)

    def made_room(self) -> None:
        """Let reading go on."""
        self._room.set()

    async def leave(self, end: End) -> None:
        """Take an end out; the last one closes the circuit."""
        if self.ends.pop(end.line, None) is None:
            return
        self._pins.pop(end.line, None)
        if self.ends:
            return
        self.gone()
        self.made_room()
        await self.carrier.aclose()
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)

    def failed(self) -> BaseException | None:
        """Return the error by which reading ended, if it did: a fault of this program."""
        if self.task.done() and not self.task.cancelled():
            return self.task.exception()
        return None

    def _open_again(self, end: End) -> None:
        if self._standing and not end.standing and self.ends.get(end.line) is end:
            end.put(True)

    async def _listen(self) -> None:
        loop = asyncio.get_running_loop()
        async for event in self.carrier:
            match event:
                case Opened(number):
                    first = not self._standing
                    self._standing.add(number)
                    for end in self.ends.values():
                        if first or not end.standing:
                            end.put(True)
                case Arrived(_, frame):
                    self._arrived(frame, loop.time())
                case _:
                    self._standing.discard(event.connection)
                    if not self._standing:
                        for end in self.ends.values():
                            if end.standing:
                                end.put(False, event.words)
            while len(self.ends) == 1 and len(next(iter(self.ends.values())).waiting) >= FRAMES_WAITING_MAX:
                self._room.clear()
                await self._room.wait()

    def _arrived(self, frame: bytes, now: float) -> None:
        line = self._route(frame)
        end = self.ends.get(line) if line is not None else None
        if end is None and line is None and len(self.ends) == 1:
            end = next(iter(self.ends.values()))  # not a frame: its node says so in its own words
        if end is None:
            self._strange(STRANGE_LINE, f"{self.carrier.peer}:")
            return
        end.heard_at = now
        end.put(frame)


class Wires:
    """All wires and ports of a node.

    Args:
        identity: What we show.
    """

    def __init__(self, identity: Identity) -> None:
        self._identity = identity
        self._ports: dict[str, DirectPort] = {}
        self._wires: dict[tuple[bytes, str], Wire] = {}
        self._lines = 0
        self._opening = asyncio.Lock()

    def enter(self) -> None:
        """Count a line that uses them."""
        self._lines += 1

    async def leave(self) -> None:
        """A line goes: before the last one lets go of its wires, nobody is let in any more."""
        self._lines -= 1
        if not self._lines:
            await self.aclose()

    async def port(self, circuit: str, listen: str, place: tuple[str, int], told: Told) -> DirectPort:
        """Return the port at an address; the first line that asks for it opens it.

        Raises:
            Misconfigured: the address is taken or not ours.
        """
        async with self._opening:  # two lines that start at once ask for it at once
            port = self._ports.get(listen)
            if port is None:
                port = DirectPort(circuit, self._identity, on_refused=told)
                await port.listen(*place)
                self._ports[listen] = port
            return port

    def wire(
        self,
        key: tuple[bytes, str],
        circuit: str,
        peer: str,
        certificates: tuple[bytes, ...],
        dial: tuple[str, int] | None,
        told: Told,
        *,
        port: DirectPort | None = None,
        route: Callable[[bytes], bytes | None] = line_of_frame,
    ) -> Wire:
        """Return the wire to a party at an address; the first line that needs it makes it.

        Args:
            key: Who (root or witness key), and our address or, without one, theirs.
            circuit: The circuit's name on the line that makes it.
            peer: The party code there.
            certificates: Pinned.
            dial: Where the party's end is; None: it is waited for.
            told: Told of dials that failed, and of frames that no line takes.
            port: Where it calls.
            route: Frame → line.
        """
        found = self._wires.get(key)
        if found is not None:
            return found
        circuit = circuit if port is None else port.circuit
        taken = {wire.carrier.peer for wire in self._wires.values()}
        name = peer if peer not in taken or port is None else f"{peer} {key[0].hex()[:8]}"
        jitter = random.Random().random  # noqa: S311 - pauses between dials are no secret
        carrier = DirectCarrier(circuit, name, certificates, self._identity, dial, jitter=jitter, on_refused=told)
        if port is not None:
            port.attach(carrier)
        made = self._wires[key] = Wire(carrier, route, told)

        def gone() -> None:
            del self._wires[key]
            if port is not None:
                port.detach(carrier)

        made.gone = gone
        return made

    async def aclose(self) -> None:
        """Stop listening; the wires end with their last line."""
        ports, self._ports = self._ports, {}
        await asyncio.gather(*(port.aclose() for port in ports.values()))
