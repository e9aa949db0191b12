"""What only a running node knows: circuits, states towards each party, alarms. The own view, never a shared figure."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from watchline.line import LineState, gravest, line_state, next_due
from watchline.node.memory import Core
from watchline.node.undelivered import situation_of
from watchline.party.witness import witness_fingerprint
from watchline.view import line_open
from watchline.watch import Alarm


class CircuitFact(msgspec.Struct, frozen=True):
    """One circuit to one party. ``silent_s``: seconds since its last live echo; -1 if there was none since the start."""

    name: str
    connected: bool
    alive: bool
    silent_s: float


class PeerFact(msgspec.Struct, frozen=True):
    """One other party: the state of the line towards it, how much of our log it is known to hold, its clock beside ours."""

    code: str
    state: LineState
    circuits: tuple[CircuitFact, ...]
    held: int
    missed_in_a_row: int
    clock_apart_ms: int


class LogFact(msgspec.Struct, frozen=True):
    """One log: leaves held, how many of them we cosigned, status (``open``, ``disputed``, ``closed``), who holds how much."""

    origin: str
    code: str
    epoch: int
    size: int
    cosigned: int
    status: str
    held_by: dict[str, int]
    waiting: int


class UndeliveredFact(msgspec.Struct, frozen=True):
    """A head of ``code``'s log that ``seen_by`` lists as seen, was asked for and did not deliver; ``held``: our size of that log.

    ``since``: when that was first so here (ms, our wall clock).
    """

    code: str
    epoch: int
    size: int
    root: bytes
    held: int
    seen_by: str
    since: int
    words: str


class WitnessFact(msgspec.Struct, frozen=True):
    """A hash-only witness: how we call it, its fingerprint, whether it is connected, seconds since it last answered."""

    name: str
    fingerprint: str
    connected: bool
    silent_s: float


class Live(msgspec.Struct, frozen=True):
    """The own view at one moment. ``closed``: why this node signs nothing, in words; empty when it signs."""

    state: LineState
    open: bool
    closed: str
    peers: tuple[PeerFact, ...]
    logs: tuple[LogFact, ...]
    alarms: tuple[Alarm, ...]
    next_test: tuple[int, str, str] | None
    clock_step_ms: int
    refused: dict[str, int]
    undelivered: tuple[UndeliveredFact, ...] = ()
    witnesses: tuple[WitnessFact, ...] = ()


def live(core: Core) -> Live:
    """Return the own view as of the node's last step."""
    now = core.now
    peers = []
    for peer in core.peers.values():
        circuits = tuple(
            CircuitFact(
                item.name,
                item.connected,
                item.alive,
                -1.0 if item.heard_at is None else (now.mono - item.heard_at) / 1000,
            )
            for item in (peer.circuits[name] for name in peer.listed)
        )
        state = line_state(len(peer.alive()), len(circuits), peer.missed_in_a_row)
        own = core.own.cosignatures.get(peer.code) if core.own is not None else None
        held = own.head.size if own is not None else 0
        peers.append(PeerFact(peer.code, state, circuits, held, peer.missed_in_a_row, peer.clock_apart_ms))
    logs = tuple(
        LogFact(
            log.origin,
            log.name.code,
            log.name.epoch,
            log.head.size,
            log.cosigned.size,
            log.status,
            {code: item.head.size for code, item in sorted(log.cosignatures.items())},
            len(log.parking),
        )
        for log in sorted(core.logs.values(), key=lambda log: log.origin)
    )
    due = next_due(core.terms, now.wall + 1)
    return Live(
        state=gravest([peer.state for peer in peers]),
        open=line_open(core.charter, core.held.row, core.opening_codes()),
        closed=core.closed,
        peers=tuple(peers),
        logs=logs,
        alarms=tuple(core.alarms.standing()),
        next_test=None if due is None else (due.due, due.circuit, due.initiator),
        clock_step_ms=core.clock.step_ms(now),
        refused=dict(sorted(core.refused.items())),
        undelivered=tuple(_undelivered(core)),
        witnesses=tuple(
            WitnessFact(
                name, witness_fingerprint(side.rule.key), side.connected, max(0, now.mono - side.heard_at) / 1000
            )
            for name, side in core.witnesses.items()
        ),
    )


def _undelivered(core: Core) -> Iterator[UndeliveredFact]:
    for (seer, code), lack in sorted(core.lacks.items()):
        alarm = core.alarms.active.get(situation_of(seer, code))
        if alarm is not None:
            head = lack.head
            yield UndeliveredFact(code, head.epoch, head.size, head.root, lack.held, seer, alarm.since, alarm.words)
