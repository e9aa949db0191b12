"""Common views are the same bytes: on every node that holds the same entries, and in any order in which they arrive.

At each healing the rows that changed are compared between the nodes; at the end all rows, and each node's rows with those that
its entries give when they are folded again from nothing, log after log and in random orders. A long record, which all nodes were
just found to hold alike, is folded again by one of them, in one of the orders: the seed draws which.
"""

from __future__ import annotations

from collections.abc import Iterable
from random import Random
from typing import TYPE_CHECKING

from watchline.node.doors import Batch
from watchline.sim.checkers.base import Checker
from watchline.sim.refold import Piece, Rows, common_rows, in_turn, joined, mixed, pieces, refold
from watchline.view import COMMON

if TYPE_CHECKING:
    from watchline.sim.member import Member
    from watchline.sim.world import World

LONG = 2_000
"""Entries above which a record is folded again once, and in steps as long as those of a node that catches up."""
_STEP_MAX = 16


class ViewsAgree(Checker):
    """Compares common rows, byte for byte."""

    name = "views_agree"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._changed: dict[tuple[str, bytes], None] = {}
        self.compared = self.folds = 0

    def stored(self, member: Member, batch: Batch) -> None:
        """Remember which common rows changed since the nodes were compared last."""
        for row in batch.rows:
            if row.view in COMMON:
                self._changed[row.view, row.key] = None

    def healed(self, since: int) -> None:
        """Compare what changed, if all hold the same entries just now."""
        if self._same_entries():
            self._compare(self._changed)

    def _same_entries(self) -> bool:
        line = self.world.charter.line
        heads = [[(row.origin, row.head) for row in member.held.logs(line)] for member in self.world.members.values()]
        return all(each == heads[0] for each in heads)

    def _compare(self, keys: dict[tuple[str, bytes], None]) -> None:
        first, *others = self.world.members.values()
        for view, key in keys:
            value = first.held.row(view, key)
            for other in others:
                if other.held.row(view, key) != value:
                    self.fail(f"row {view} {key[32:].hex()} is not the same at {first.code} and {other.code}")
        self.compared += len(keys)
        self._changed = {}

    def quiet(self) -> None:
        """Compare everything, and fold everything again."""
        if not self._same_entries():
            if not any(member.bent for member in self.world.members.values()):
                self.fail("the nodes do not hold the same entries at the end")
            return
        members = list(self.world.members.values())
        line = self.world.charter.line
        rows = {member.code: common_rows(member.held, line) for member in members}
        self._compare(dict.fromkeys(key for found in rows.values() for key in found))
        random = Random(f"{self.world.seed} orders")
        if sum(row.head.size for row in members[0].held.logs(line)) > LONG:
            one = random.choice(members)
            logs = pieces(one.held, line)
            order = in_turn(logs) if random.random() < 0.5 else mixed(logs, random, burst=_STEP_MAX)
            self._fold(one, rows[one.code], joined(order, _STEP_MAX))
            return
        for at, member in enumerate(members):
            logs = pieces(member.held, line)
            if at == 0:
                self._fold(member, rows[member.code], in_turn(logs))
            self._fold(member, rows[member.code], mixed(logs, random, burst=3**at))

    def _fold(self, member: Member, rows: Rows, order: Iterable[Piece]) -> None:
        self.folds += 1
        self._same(member.code, rows, refold(self.world.setting, member.code, member.held, order))

    def _same(self, code: str, stored: Rows, folded: Rows) -> None:
        if stored != folded:
            view, place = min(key for key in stored.keys() | folded.keys() if stored.get(key) != folded.get(key))
            self.fail(f"{code}: folded again in another order, row {view} {place[32:].hex()} is not what it stored")
