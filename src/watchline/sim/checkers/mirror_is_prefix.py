"""What a mirror stores of a log is, byte for byte, what the log's author has on disk at those places: a prefix, never more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from watchline.node.doors import Batch
from watchline.sim.checkers.base import Checker

if TYPE_CHECKING:
    from watchline.sim.member import Member

_PAGE = 256


class MirrorIsPrefix(Checker):
    """Compares leaf, salt and body of every entry as it is stored, and all of them at the end."""

    name = "mirror_is_prefix"

    def stored(self, member: Member, batch: Batch) -> None:
        """A batch became durable at a node."""
        if member.bent:
            return
        for change in batch.changes:
            code = change.origin.rsplit("/", 2)[1]
            author = self.world.members.get(code)
            if code == member.code or author is None or author.bent:
                continue
            for entry in change.entries:
                theirs = author.held.entry(change.origin, entry.index)
                if theirs is None or (theirs.leaf, theirs.salt, theirs.body) != (entry.leaf, entry.salt, entry.body):
                    self.fail(f"{member.code} stored entry {entry.index} of {code} that is not on its author's disk so")

    def quiet(self) -> None:
        """Compare everything."""
        world = self.world
        for member in world.members.values():
            for row in member.held.logs(world.charter.line):
                author = world.members[row.origin.rsplit("/", 2)[1]]
                if author is member or author.bent or member.bent:
                    continue
                for start in range(0, row.head.size, _PAGE):
                    count = min(_PAGE, row.head.size - start)
                    mine = member.held.entries(row.origin, start, count)
                    theirs = author.held.entries(row.origin, start, count)
                    if [(item.leaf, item.salt, item.body) for item in mine] != [
                        (item.leaf, item.salt, item.body) for item in theirs
                    ]:
                        self.fail(f"the mirror of {author.code} at {member.code} is not a prefix from {start} on")
