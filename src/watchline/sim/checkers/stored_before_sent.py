"""Nothing leaves before it is durable: no frame speaks of a head that store and head lock did not have at that moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from watchline.log import EMPTY, Head
from watchline.sim.checkers.base import Checker

if TYPE_CHECKING:
    from watchline.sim.emitted import Emitted
    from watchline.sim.member import Member


class StoredBeforeSent(Checker):
    """Compares every frame with what doors know to be on disk."""

    name = "stored_before_sent"

    def sent(self, member: Member, emitted: Emitted) -> None:
        """A frame leaves a node."""
        if member.bent:
            return
        stored, locked = member.doors.durable.stored, member.doors.durable.locked
        closed = bool(member.node.core.closed)
        ours, own = member.ours, member.node.core.own
        mine = "" if own is None else own.origin  # heads of a former epoch are shown again, not signed
        for spoken in emitted.heads:
            origin, head = spoken.origin, spoken.head
            self._durable(member, stored, origin, head, emitted.kind)
            if closed:
                continue  # what it shows again was locked once (closed_signs_nothing); its lock may be gone or older
            if (spoken.signed and origin == mine) or any(ours in name for name, _ in spoken.lines):
                lock = locked.get(origin, EMPTY)
                if lock.size < head.size or (lock.size == head.size and lock.root != head.root):
                    self.fail(f"{member.code} sent {origin[64:]} size {head.size}; its head lock holds {lock.size}")
        fields = emitted.fields
        if emitted.kind == "APPEND":
            origin, end = fields["origin"], fields["start"] + len(fields["leaves"])
            if stored.get(origin, EMPTY).size < end:
                self.fail(f"{member.code} sent leaves of {origin[64:]} below {end} that its store does not hold")
        elif emitted.kind == "HAVE":
            for origin, size, root, cosigned, _bitmap in fields["logs"]:
                if size:
                    self._durable(member, stored, origin, Head(size, root), "HAVE")
                if not closed and cosigned and ours not in origin and locked.get(origin, EMPTY).size < cosigned:
                    self.fail(f"{member.code} told of cosigned size {cosigned} of {origin[64:]}, which is not locked")

    def _durable(self, member: Member, stored: dict[str, Head], origin: str, head: Head, frame: str) -> None:
        held = stored.get(origin, EMPTY)
        if held.size < head.size or (held.size == head.size and held.root != head.root):
            what = f"a head of {origin[64:]} in a {frame}, size {head.size}"
            self.fail(f"{member.code} sent {what}; its store holds {held.size}")
