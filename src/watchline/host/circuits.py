"""The circuits of a running node: a port for each that listens, a carrier for each to each party, and what they bring, in order.

The node speaks of a circuit to a party: it opens with its first connection and closes with its last. Which connections there are is
known here and nowhere else.
"""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import Callable

from watchline.carrier import DirectCarrier, DirectPort, Identity
from watchline.host.config import Config, host_port
from watchline.node import CircuitClosed, CircuitOpened, FrameArrived, Input
from watchline.node.doors import Arrived, Carrier, Opened
from watchline.party import Roster
from watchline.record import Charter

Told = Callable[[str, str, str], None]
"""Called with (circuit, words, address) of a dial that failed or a caller that was not let in."""

FRAMES_WAITING_MAX = 64
"""Frames of one circuit to one party that wait for the node; beyond it the carrier holds back, and then the network does."""


class _Ear:
    """Reads one carrier's events and turns them into inputs."""

    def __init__(self, carrier: DirectCarrier, rouse: Callable[[], None]) -> None:
        self.carrier = carrier
        self.standing: set[int] = set()
        self.waiting: deque[Input] = deque()
        self._rouse = rouse
        self._room = asyncio.Event()
        self._room.set()
        self.task = asyncio.create_task(self._listen(), name=f"circuit {carrier.id} {carrier.peer}")

    def take(self) -> list[Input]:
        """Return what came since the last call."""
        found = list(self.waiting)
        self.waiting.clear()
        self._room.set()
        return found

    async def _listen(self) -> None:
        circuit, peer = self.carrier.id, self.carrier.peer
        async for event in self.carrier:
            match event:
                case Opened(number):
                    if not self.standing:
                        self.waiting.append(CircuitOpened(circuit=circuit, peer=peer))
                    self.standing.add(number)
                case Arrived(_, frame):
                    self.waiting.append(FrameArrived(circuit=circuit, peer=peer, frame=frame))
                case _:
                    self.standing.discard(event.connection)
                    if not self.standing:
                        self.waiting.append(CircuitClosed(circuit=circuit, peer=peer, words=event.words))
            self._rouse()
            if len(self.waiting) >= FRAMES_WAITING_MAX:
                self._room.clear()
                await self._room.wait()


class Circuits:
    """All circuits of one line at this end.

    Args:
        config: Where each listens and dials.
        path: The configuration file, for messages.
        identity: What we show.
        rouse: Called when something waits in ``take``.
        told: Told of what failed.
    """

    def __init__(self, config: Config, path: object, identity: Identity, rouse: Callable[[], None], told: Told) -> None:
        self._config, self._path, self._identity = config, path, identity
        self._rouse, self._told = rouse, told
        self._ports: dict[str, DirectPort] = {}
        self._ears: dict[tuple[str, str], _Ear] = {}

    async def start(self, charter: Charter, code: str, rosters: dict[str, Roster]) -> list[str]:
        """Begin to listen and to dial.

        Returns:
            list[str]: Circuits of the charter for which there is nothing in the configuration.

        Raises:
            Misconfigured: an address that is taken, or a roster that lists our own certificate.
        """
        without = []
        for name in charter.carried:
            end = self._config.circuit(name)
            if end is None or not (end.listen or end.dial):
                without.append(name)
                continue
            told = self._teller(name)
            carriers = []
            for peer in charter.codes:
                if peer == code:
                    continue
                address = end.dial.get(peer)
                dial = None if address is None else host_port(address, f"{self._path}: circuits: {name}: dial: {peer}")
                jitter = random.Random().random  # noqa: S311 - pauses between dials are no secret
                made = DirectCarrier(
                    name, peer, rosters[peer].tls, self._identity, dial, jitter=jitter, on_refused=told
                )
                carriers.append(made)
            if end.listen:
                port = DirectPort(name, self._identity, on_refused=told)
                for carrier in carriers:
                    port.attach(carrier)
                await port.listen(*host_port(end.listen, f"{self._path}: circuits: {name}: listen"))
                self._ports[name] = port
            for carrier in carriers:
                self._ears[name, carrier.peer] = _Ear(carrier, self._rouse)
        return without

    def carrier(self, circuit: str, peer: str) -> Carrier | None:
        """Return the carrier of a circuit to a party, if there is one."""
        ear = self._ears.get((circuit, peer))
        return None if ear is None else ear.carrier

    def take(self) -> list[Input]:
        """Return what the circuits brought since the last call, each circuit's in order."""
        return [item for ear in self._ears.values() for item in ear.take()]

    def standing(self) -> list[Input]:
        """Return the circuits that stand, as a node hears of them that was loaded anew."""
        return [
            CircuitOpened(circuit=circuit, peer=peer) for (circuit, peer), ear in self._ears.items() if ear.standing
        ]

    def carriers(self, peer: str) -> list[Carrier]:
        """Return every carrier to a party."""
        return [ear.carrier for (_, other), ear in self._ears.items() if other == peer]

    def repin(self, rosters: dict[str, Roster]) -> None:
        """Pin the certificates of the newest rosters; connections on others end."""
        for (_, peer), ear in self._ears.items():
            pinned = tuple(sorted(set(rosters[peer].tls)))
            if pinned != ear.carrier.certificates:
                ear.carrier.repin(pinned)

    def failed(self) -> BaseException | None:
        """Return the error of a circuit whose reading ended by one, if any: a fault of this program."""
        for ear in self._ears.values():
            if ear.task.done() and not ear.task.cancelled() and ear.task.exception() is not None:
                return ear.task.exception()
        return None

    async def aclose(self) -> None:
        """End all connections with a word to the other side, and stop listening and dialling."""
        await asyncio.gather(*(port.aclose() for port in self._ports.values()))
        for ear in self._ears.values():
            ear.take()  # whoever waits for room goes on to the end
        await asyncio.gather(*(ear.carrier.aclose() for ear in self._ears.values()))
        for ear in self._ears.values():
            ear.task.cancel()
        await asyncio.gather(*(ear.task for ear in self._ears.values()), return_exceptions=True)

    def _teller(self, circuit: str) -> Callable[[str, str], None]:
        return lambda words, address: self._told(circuit, words, address)
