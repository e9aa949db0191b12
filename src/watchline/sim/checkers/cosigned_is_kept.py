"""Nothing cosigned is lost: what a mirror said it holds it holds for ever, leaf and body; what an author let out it keeps.

Counted from the bytes that left, so across every crash: whoever received them may rely on them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from watchline.keys import body_hash
from watchline.log import EMPTY, EMPTY_FRONTIER, Head, leaf_hash, parse_checkpoint
from watchline.sim.checkers.base import Checker
from watchline.sim.emitted import body_hash_of

if TYPE_CHECKING:
    from watchline.sim.emitted import Emitted
    from watchline.sim.member import Member
    from watchline.sim.world import World


class CosignedIsKept(Checker):
    """Remembers the largest head that each member cosigned or signed, by origin."""

    name = "cosigned_is_kept"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._said: dict[tuple[str, str], Head] = {}

    def sent(self, member: Member, emitted: Emitted) -> None:
        """A frame leaves a node."""
        if member.bent:
            return
        ours = member.ours
        for spoken in emitted.heads:
            if (spoken.signed and ours in spoken.origin) or any(ours in name for name, _ in spoken.lines):
                key = member.code, spoken.origin
                if spoken.head.size > self._said.get(key, EMPTY).size:
                    self._said[key] = spoken.head

    def started(self, member: Member) -> None:
        """After every start: the disk still has what was said."""
        for (code, origin), head in self._said.items():
            if code == member.code and not member.bent:
                note = member.held.checkpoint(origin, head.size)
                if note is None or parse_checkpoint(note).head != head:
                    self.fail(
                        f"{code} started without size {head.size} of {origin[64:]}, which it had signed or cosigned"
                    )

    def quiet(self) -> None:
        """Read everything again and recompute it from the bytes."""
        for member in self.world.members.values():
            if not member.bent:
                self.started(member)
                for row in member.held.logs(self.world.charter.line):
                    self._whole(member, row.origin, row.head)

    def _whole(self, member: Member, origin: str, head: Head) -> None:
        party = self.world.charter.party(origin.rsplit("/", 2)[1])
        entries, cosigned = member.held.entries(origin, 0, head.size), self._said.get((member.code, origin), EMPTY)
        hashes = [leaf_hash(entry.leaf) for entry in entries]
        below, _ = EMPTY_FRONTIER.extended(hashes[: cosigned.size])
        if below.head() != cosigned:
            self.fail(f"{member.code} holds other leaves of {origin[64:]} than those that it cosigned")
        for entry in entries:
            whole = entry.salt is not None and entry.body is not None
            if entry.index < cosigned.size and not whole:
                self.fail(f"{member.code} cosigned entry {entry.index} of {origin[64:]} and has no body of it")
            if entry.salt is not None and entry.body is not None:
                wanted = body_hash_of(entry.leaf)
                if body_hash(self.world.charter.line, party.id, entry.salt, entry.body) != wanted:
                    self.fail(f"{member.code} holds another body of entry {entry.index} of {origin[64:]}")
        if below.extended(hashes[cosigned.size :])[0].head() != head:
            self.fail(f"the leaves of {origin[64:]} at {member.code} do not give the head in its store")
