"""The circuits of a line at this end: to each party on each of them one end of a wire, and what they bring, in order.

The node speaks of a circuit to a party: it opens with its first connection and closes with its last. Which connections there are, and which
other lines of this node use them, is known to the wires and nowhere else.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from watchline.codec import parse_b64
from watchline.errors import Misconfigured
from watchline.host.config import Config, host_port
from watchline.host.wires import FRAMES_WAITING_MAX, End, Wires, line_of_origin
from watchline.node import (
    WITNESS_CIRCUIT,
    CircuitClosed,
    CircuitOpened,
    FrameArrived,
    Input,
    WitnessArrived,
    WitnessClosed,
    WitnessOpened,
)
from watchline.node.doors import Outward
from watchline.party import Roster
from watchline.record import Charter

Told = Callable[[str, str, str], None]
"""Called with (circuit, words, address) of a dial that failed, a caller that was not let in, or a frame that no line takes."""


class Circuits:
    """All circuits of one line at this end.

    Args:
        config: Where each listens and dials.
        path: The configuration file, for messages.
        wires: The connections of the node, shared by its lines.
        rouse: Called when something waits in ``take``.
        told: Told of what failed.
    """

    def __init__(self, config: Config, path: object, wires: Wires, rouse: Callable[[], None], told: Told) -> None:
        self._config, self._path, self._wires, self._rouse, self._told = config, path, wires, rouse, told
        self._ends: dict[tuple[str, str], End] = {}
        self._entered = False

    async def start(self, charter: Charter, code: str, rosters: dict[str, Roster]) -> list[str]:
        """Begin to listen and to dial.

        Returns:
            list[str]: Circuits of the charter for which there is nothing in the configuration.

        Raises:
            Misconfigured: an address that is taken, or a roster that lists our own certificate.
        """
        without = []
        self._wires.enter()
        self._entered = True
        for name in charter.carried:
            end = self._config.circuit(name)
            if end is None or not (end.listen or end.dial):
                without.append(name)
                continue
            told, port = self._teller(name), None
            if end.listen:
                place = host_port(end.listen, f"{self._path}: circuits: {name}: listen")
                port = await self._wires.port(name, end.listen, place, told)
            for peer in charter.codes:
                if peer == code:
                    continue
                address = end.dial.get(peer)
                dial = None if address is None else host_port(address, f"{self._path}: circuits: {name}: dial: {peer}")
                roster = rosters[peer]
                key = (roster.root, end.listen or address or name)
                wire = self._wires.wire(key, name, peer, tuple(roster.tls), dial, told, port=port)
                if charter.line in wire.ends:
                    raise Misconfigured(
                        f"{self._path}: circuits: {name}: another circuit of this line has the address {key[1]}; each has one of its own."
                    )
                made = self._ends[name, peer] = End(wire, charter.line, name, peer, self._rouse)
                wire.join(made, roster.number)
                made.repin(roster.number, roster.tls)
        self._dial_witnesses(charter.line)
        return without

    def _dial_witnesses(self, line: bytes) -> None:
        for item in self._config.witnesses:
            if item.lines and line.hex() not in item.lines:
                continue
            dial = host_port(item.dial, f"{self._path}: witnesses: {item.name}: dial")
            told, pinned = self._teller(f"witness {item.name}"), (parse_b64(item.certificate),)
            key = (bytes.fromhex(item.key), WITNESS_CIRCUIT)
            wire = self._wires.wire(key, WITNESS_CIRCUIT, item.name, pinned, dial, told, route=line_of_origin)
            made = self._ends[WITNESS_CIRCUIT, item.name] = End(wire, line, WITNESS_CIRCUIT, item.name, self._rouse)
            wire.join(made, 0)

    def carrier(self, circuit: str, peer: str) -> Outward | None:
        """Return the carrier of a circuit to a party, if there is one."""
        return self._ends.get((circuit, peer))

    def take(self) -> list[Input]:
        """Return what the circuits brought since the last call, each circuit's in order."""
        return [_input(end, what, words) for end in self._ends.values() for what, words in end.take()]

    def standing(self) -> list[Input]:
        """Return the circuits that stand, as a node hears of them that was loaded anew."""
        return [_input(end, True, "") for end in self._ends.values() if end.standing]

    def carriers(self, peer: str) -> list[Outward]:
        """Return every carrier to a party."""
        return [end for (_, other), end in self._ends.items() if other == peer]

    def repin(self, rosters: dict[str, Roster]) -> None:
        """Pin the certificates of the newest rosters; connections on others end."""
        for (_, peer), end in self._ends.items():
            if peer in rosters:  # else a witness: what its card pinned stands until it is taken in anew
                end.repin(rosters[peer].number, rosters[peer].tls)

    def failed(self) -> BaseException | None:
        """Return the error of a circuit whose reading ended by one, if any: a fault of this program."""
        return next((why for end in self._ends.values() if (why := end.failed()) is not None), None)

    async def aclose(self) -> None:
        """End all connections that no other line uses, with a word to the other side, and stop dialling there."""
        if self._entered:
            self._entered = False
            await self._wires.leave()
        await asyncio.gather(*(end.aclose() for end in self._ends.values()))

    def _teller(self, circuit: str) -> Callable[[str, str], None]:
        return lambda words, address: self._told(circuit, words, address)


def _input(end: End, what: bool | bytes, words: str) -> Input:  # noqa: FBT001 - an event, no switch
    """Return what came as the node hears it."""
    circuit, peer = end.id, end.peer
    witness = circuit == WITNESS_CIRCUIT and peer[0].islower()
    if isinstance(what, bytes):
        frame = what
        return (
            WitnessArrived(witness=peer, frame=frame)
            if witness
            else FrameArrived(circuit=circuit, peer=peer, frame=frame)
        )
    if what:
        return WitnessOpened(witness=peer) if witness else CircuitOpened(circuit=circuit, peer=peer)
    return WitnessClosed(witness=peer) if witness else CircuitClosed(circuit=circuit, peer=peer, words=words)


__all__ = ["FRAMES_WAITING_MAX", "Circuits", "Told"]
