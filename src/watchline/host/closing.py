"""Between store and head lock, at a start: what of the lock lags and is moved on, and what closes this key set to us for ever.

PROTOCOL 3.3: store equal to lock: go on. Store one batch ahead: move the lock before anything leaves. Anything else: the node runs,
receives and shows, and signs nothing more. The heads are compared by the node itself; here stand the facts that only a host knows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from watchline.errors import RolledBack
from watchline.host.reading import Founded
from watchline.node import Node
from watchline.node.doors import LockChange, LockRow
from watchline.party import Roster


class ClosedLock:
    """The head lock of a node that signs nothing more: what is there stays as it was found, as evidence."""

    async def load(self) -> Mapping[str, LockRow]:
        """Return nothing."""
        return {}

    async def swap(self, changes: Sequence[LockChange]) -> None:
        """Change nothing: nothing new is signed or cosigned, so nothing is released."""

    async def pins(self) -> Mapping[str, bytes]:
        """Return nothing."""
        return {}

    async def pin(self, facts: Mapping[str, bytes]) -> None:
        """Change nothing."""


def locks_behind(node: Node) -> list[LockChange]:
    """Return how the head lock is moved on to what the store holds, before a node that was loaded sends anything.

    The node has compared the two already: what is behind here is one batch behind and consistent. To write another batch first
    would make it two, and that closes a key set.
    """
    core = node.core
    if not core.may_sign():
        return []
    changes = []
    for log in core.logs.values():
        kept = log.head if log.own else log.cosigned
        if kept.size and kept != log.locked:
            time_ms = core.now.wall if log.own else log.cosigned_ms
            changes.append(LockChange(log.origin, log.locked, LockRow(kept, time_ms)))
    return changes


def moved(node: Node, changes: Sequence[LockChange]) -> None:
    """Let the node know that its head lock stands there now."""
    for change in changes:
        log = node.core.logs[change.origin]
        log.locked, log.relock = change.new.head, False


def facts(line: Founded, *, epoch: int) -> dict[str, bytes]:
    """Return what must be pinned of what the record holds; ``epoch``: that of our own log, 0 if we have none to extend."""
    name = line.line.hex()
    found = {f"roster/{code}": _roster_pin(roster) for code, roster in line.rosters.items()}
    found[f"charter/{name}"] = line.charter.hash
    if epoch:
        found[f"epoch/{name}"] = epoch.to_bytes(4, "big")
    return found


def rolled_back(line: Founded, pins: Mapping[str, bytes]) -> None:
    """Compare what is pinned with what the record holds.

    Raises:
        RolledBack: the anchor store knows more than the record.
    """
    for code, roster in line.rosters.items():
        pinned = pins.get(f"roster/{code}") or bytes(4)
        number = int.from_bytes(pinned[:4], "big")
        if number > roster.number or (number == roster.number and pinned != _roster_pin(roster)):
            raise RolledBack(
                f"The anchor store knows roster {number} of {code} by hash {pinned[4:12].hex()}…, the record holds roster {roster.number} by"
                f" hash {roster.hash()[:8].hex()}…: the record is older than the anchor store, or another one."
            )
    pinned_charter = pins.get(f"charter/{line.line.hex()}", line.charter.hash)
    if pinned_charter not in {term.charter.hash for term in line.charters.terms}:
        raise RolledBack(
            "The anchor store knows another charter in force than the record: the record is older than the anchor store."
        )


def _roster_pin(roster: Roster) -> bytes:
    """Return number and hash of a roster, as they are pinned."""
    return roster.number.to_bytes(4, "big") + roster.hash()
