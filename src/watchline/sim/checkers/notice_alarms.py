"""What rings of activities is what the record says of them now, at every party: found anew from all of the record, not entry by entry as a node does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from watchline.node.memory import OWN_ALARM
from watchline.sim.checkers.base import Checker
from watchline.view.meetings import differences, meetings
from watchline.view.notice_table import Reader
from watchline.view.notices import every_notice
from watchline.watch import Level, read_alarm
from watchline.watch.notices import MeetingState, expired, goes_on, meeting_state, stale

if TYPE_CHECKING:
    from watchline.sim.member import Member

RINGS = frozenset({"notice", "objection", "expired", "stale", "conflict", "assessed", "charter"})
"""What rings of activities, and of the amendments of the separation they are held against."""
_PAGE = 100_000


class NoticeAlarms(Checker):
    """Compares what rings with the record, at every member, at the end."""

    name = "notice_alarms"

    def quiet(self) -> None:
        """Look at everything that stands."""
        for member in self.world.members.values():
            if not member.bent:
                self._member(member)

    def _member(self, member: Member) -> None:
        alarms = [read_alarm(row) for _, row in member.held.rows(OWN_ALARM, self.world.charter.line, None, _PAGE)]
        standing = {alarm.situation: alarm.level for alarm in alarms if alarm.situation.split("/")[0] in RINGS}
        standing = {name: level for name, level in standing.items() if not name.startswith("charter/")}
        expected = self._of_each(member) | self._of_pairs(member)
        for situation in sorted(standing.keys() | expected.keys()):
            if situation not in standing:
                self.fail(f"{member.code}: nothing rings for {situation}")
            if situation not in expected:
                self.fail(f"{member.code}: {situation} rings, and nothing in the record calls for it")
            if expected[situation] not in {None, standing[situation]}:
                self.fail(f"{member.code}: {situation} rings as {standing[situation]}, not as {expected[situation]}")

    def _of_each(self, member: Member) -> dict[str, Level | None]:
        """Return the situations of single notices; of one that is not read the level depends on its receipt, and is not looked at here."""
        charter, now, code = self.world.charter, member.now().wall, member.code
        found: dict[str, Level | None] = {}
        for notice in every_notice(charter.line, member.held.row, member.held.rows):
            if notice.over:
                continue
            text, gone = charter.reference(notice.ref.code, notice.opener.serial), expired(notice, now)
            if notice.ref.code != code:
                found |= {f"notice/{text}": None} if notice.of(code).state is Reader.WAITING and not gone else {}
                continue
            objects = any(heard.state is Reader.OBJECTED for heard in notice.heard.values())
            found |= {f"expired/{text}": Level.CAUTION} if gone else {}
            found |= {f"stale/{text}": Level.CAUTION} if stale(notice, now) else {}
            found |= {f"objection/{text}": Level.WARNING} if objects else {}
        return found

    def _of_pairs(self, member: Member) -> dict[str, Level | None]:
        charter, now = self.world.charter, member.now().wall
        found: dict[str, Level | None] = {}
        for pair in meetings(charter.line, member.held.row, member.held.rows):
            if member.code not in {ref.code for ref in pair.refs}:
                continue
            names = (charter.reference(one.ref.code, one.opener.serial) for one in (pair.first, pair.second))
            text = "~".join(names)
            if meeting_state(pair, now) is MeetingState.CONFLICT:
                found[f"conflict/{text}"] = Level.ALARM if goes_on(pair, now) else None
            if differences(pair):
                found[f"assessed/{text}"] = Level.CAUTION
        return found
