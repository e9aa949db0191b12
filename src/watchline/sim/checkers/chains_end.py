"""Every chain of entries ends: an idle line gains none, and what nodes write by themselves is bounded by what people wrote.

Assessments are bounded by what they are of: a node writes one for each version of a notice and each table of separation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from watchline.log import Entry
from watchline.node.doors import Batch
from watchline.record import RANK_BY_BODY, rank, read_body
from watchline.record.notices import ASSESSMENT, Assessment
from watchline.sim.checkers.base import Checker
from watchline.sim.emitted import first_ref_of, kind_of

if TYPE_CHECKING:
    from watchline.sim.member import Member
    from watchline.sim.world import World


class ChainsEnd(Checker):
    """Counts entries by rank, and looks at the sizes before and after the idle hours."""

    name = "chains_end"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._sizes: dict[str, int] = {}
        self._assessed: set[tuple[object, ...]] = set()
        self.by_people: dict[str, int] = dict.fromkeys(world.charter.codes, 0)
        self.by_nodes: dict[str, int] = dict.fromkeys(world.charter.codes, 0)

    def stored(self, member: Member, batch: Batch) -> None:
        """Count what a member wrote, by rank; an automatic entry needs an entry of lower rank by somebody else."""
        if member.bent:
            return
        for change in batch.changes:
            if change.entries and change.origin.rsplit("/", 2)[1] == member.code:
                for entry in change.entries:
                    kind = kind_of(entry.leaf)
                    if kind == ASSESSMENT:
                        self._assessment(member, entry)
                        continue
                    record = read_body(kind, entry.body or b"") if kind in RANK_BY_BODY else None
                    by_people = rank(kind, record) == 0
                    counts = self.by_people if by_people else self.by_nodes
                    counts[member.code] += 1
                parties = len(self.by_people)
                others = sum(self.by_people.values()) - self.by_people[member.code]
                if self.by_nodes[member.code] > 2 * others + 1 + parties:
                    self.fail(
                        f"{member.code} wrote {self.by_nodes[member.code]} entries by itself on {others} of others"
                    )

    def _assessment(self, member: Member, entry: Entry) -> None:
        record = read_body(ASSESSMENT, entry.body or b"")
        assert isinstance(record, Assessment)
        one = (member.code, *first_ref_of(entry.leaf), record.version, record.table)
        if one in self._assessed:
            self.fail(
                f"{member.code} assesses version {record.version} of {one[1]}/{one[2]}/{one[3]} twice by one table"
            )
        self._assessed.add(one)

    def idle(self) -> None:
        """Idle hours begin."""
        self._sizes = self._now()

    def quiet(self) -> None:
        """Idle hours end."""
        now = self._now()
        for origin, size in self._sizes.items():
            if now[origin] != size:
                self.fail(f"{origin[64:]} grew from {size} to {now[origin]} while the line was idle")

    def _now(self) -> dict[str, int]:
        return {
            f"{row.origin} at {member.code}": row.head.size
            for member in self.world.members.values()
            for row in member.held.logs(self.world.charter.line)
        }
