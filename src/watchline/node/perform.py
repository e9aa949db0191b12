"""Store, then lock, then send: the one place where a node's decisions become effects. Host and simulator both call it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Protocol

from watchline.errors import CarrierDown
from watchline.measure import Precedence
from watchline.node.doors import HeadLock, Outward, Store, Tenure
from watchline.node.inputs import FrameArrived, Input, SayMessage
from watchline.node.node import Node
from watchline.node.outcome import Outcome

GROUP_MAX = 256
"""Inputs handled as one batch at most: bounds the latency of the last one."""


class Doors(Protocol):
    """What ``perform`` acts through."""

    store: Store
    lock: HeadLock
    tenure: Tenure

    def carrier(self, circuit: str, peer: str) -> Outward | None:
        """Return the carrier of a circuit to a peer, if there is one."""
        ...

    def carriers(self, peer: str) -> Sequence[Outward]:
        """Return every carrier to a peer."""
        ...


async def catch_up(node: Node, lock: HeadLock) -> None:
    """Move the head lock to what the store holds, before a node that was loaded does anything (PROTOCOL 3.3).

    The node has compared the two: what is behind here is one batch behind and consistent. To write another batch first would make
    it two, and a crash then would close the key set.

    Raises:
        RolledBack, StoreFailed: like ``HeadLock.swap``.
    """
    changes = node.locks_behind()
    if changes:
        await lock.swap(changes)
        node.locks_moved(changes)


async def perform(outcome: Outcome, doors: Doors) -> None:
    """Carry out one outcome. Nothing leaves the node before what it speaks of is durable and locked.

    Raises:
        StoreFailed: nothing was sent; the node in memory is ahead of the store and must be loaded again.
        RolledBack: nothing was sent; the key set signs nothing more.
    """
    if outcome.batch:
        await doors.store.append(doors.tenure, outcome.batch)
    if outcome.pins:
        await doors.lock.pin(outcome.pins)
    if outcome.locks:
        await doors.lock.swap(outcome.locks)
    for hang_up in outcome.hang_ups:
        carrier = doors.carrier(hang_up.circuit, hang_up.peer)
        if carrier is not None:
            carrier.hang_up(hang_up.words)
    for wake in outcome.wakes:
        for carrier in doors.carriers(wake.peer):
            carrier.wake()
    for send in outcome.sends:
        for circuit in send.circuits:
            carrier = doors.carrier(circuit, send.peer)
            if carrier is None:
                continue
            with suppress(CarrierDown):
                await carrier.send(send.frame)
                if not send.every:
                    break


def grouped(inputs: Sequence[Input]) -> Iterator[Sequence[Input]]:
    """Yield groups of inputs to handle as one batch each, in order; a FLASH is a batch of its own (PROTOCOL 3.1)."""
    group: list[Input] = []
    for item in inputs:
        flash = isinstance(item, SayMessage) and item.precedence == Precedence.FLASH
        if group and (flash or len(group) >= GROUP_MAX):
            yield group
            group = []
        group.append(item)
        if flash:
            yield group
            group = []
    if group:
        yield group


__all__ = ["GROUP_MAX", "Doors", "FrameArrived", "catch_up", "grouped", "perform"]
