"""No test is missed without a row, no alarm is false: after the faults, what stands is what the record says stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from watchline.node import Input, Outcome
from watchline.node.core import OWN_ALARM, OWN_ALARM_ENDED
from watchline.sim.checkers.base import Checker
from watchline.view import THREAD, message_state, read_thread, recipients, ref_key
from watchline.watch import TestOutcome, read_alarm, test_rows

if TYPE_CHECKING:
    from watchline.sim.member import Member
    from watchline.sim.world import World

_PAGE = 100_000


class AlarmsFit(Checker):
    """Compares alarms with the record, at every node, when all is quiet."""

    name = "alarms"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.rang = 0

    def quiet(self) -> None:
        """Look at every alarm that stands, and at every slot of the calendar that has passed."""
        for member in self.world.members.values():
            if not member.bent:
                self._member(member)

    def _member(self, member: Member) -> None:
        line, held = self.world.charter.line, member.held
        standing = {read_alarm(value).situation: read_alarm(value) for _, value in held.rows(OWN_ALARM, line, None, _PAGE)}
        ended = [read_alarm(value) for _, value in held.rows(OWN_ALARM_ENDED, line, None, _PAGE)]
        memory = {alarm.situation for alarm in member.node.core.alarms.standing()}
        if memory != set(standing):
            self.fail(f"{member.code}: alarms in memory and in the store differ: {sorted(memory ^ set(standing))}")
        self._false_ones(member, sorted(standing))
        known = set(standing) | {alarm.situation for alarm in ended}
        self._missed_ones(member, known)
        self.rang += len(standing) + len(ended)
