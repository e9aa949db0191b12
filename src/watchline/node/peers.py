"""Another party as seen from here, and what it lists as seen that we lack: what a node keeps in memory of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from watchline.peer import Circuit, Outbox
from watchline.record import Seen

if TYPE_CHECKING:
    from watchline.node.memory import Rules


class Peer:
    """Another party as seen from here: its circuits, what goes to it, what it holds and what we asked of it."""

    def __init__(self, code: str, circuits: Sequence[str], rules: Rules) -> None:
        self.code, self._rules = code, rules
        self.circuits: dict[str, Circuit] = {}
        self.list_circuits(circuits)
        self.outbox = Outbox()
        self.credit_left = 0
        self.asked: dict[str, int] = {}
        self.heard_have = False
        self.missed_in_a_row = 0
        self.clock_apart_ms = 0
        self.answer_have = False

    def list_circuits(self, names: Sequence[str]) -> None:
        """Take the circuits of a charter: those that it no longer names may carry frames, but they are no circuits of the line."""
        self.listed = tuple(names)
        for name in names:
            self.circuit(name)

    def circuit(self, name: str) -> Circuit:
        """Return a circuit that frames come by, listed or not."""
        if name not in self.circuits:
            self.circuits[name] = Circuit(name, self._rules.beat_ms, self._rules.dead_ms)
        return self.circuits[name]

    def connected(self) -> list[Circuit]:
        """Return the circuits with a connection, those alive first, the one heard last before the others."""
        found = [circuit for circuit in self.circuits.values() if circuit.connected]
        return sorted(found, key=lambda item: (not item.alive, -(item.heard_at or 0), item.name))

    def alive(self) -> list[str]:
        """Return the names of the circuits that are alive, in charter order."""
        return [name for name in self.listed if self.circuits[name].alive]


class Lack:
    """A head that another party lists as seen and that we do not hold.

    Attributes:
        head: The newest one listed.
        size: Of the first one that we lacked: when that much is held, it has arrived.
        since: When we first lacked it (ms, monotonic).
        held: How much of that log we held when something last came.
        asked_at: Since when the party that lists it was asked, is alive and sent nothing; None: it cannot be asked.
    """

    __slots__ = ("asked_at", "head", "held", "since", "size")

    def __init__(self, head: Seen, since: int, held: int) -> None:
        self.head, self.size, self.since, self.held = head, head.size, since, held
        self.asked_at: int | None = None
