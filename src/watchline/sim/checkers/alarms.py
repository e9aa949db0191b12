"""No test is missed without a row, no alarm is false: when all is quiet, what rings is what the record says, and nothing else.

The expected situations are computed from the record alone (the views of the member's own store); what happened to a member's
machine or clock meanwhile excuses a slot of the calendar, never a message.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from watchline.node.memory import OWN_ALARM, OWN_ALARM_ENDED
from watchline.sim.checkers.base import Checker
from watchline.sim.checkers.notice_alarms import RINGS
from watchline.view import THREAD, Opener, Thread, message_state, read_ref_key, read_thread, recipients, test_state
from watchline.view.suspensions import suspensions
from watchline.watch import EXPIRES_MS, Level, TestOutcome, read_alarm, test_rows

if TYPE_CHECKING:
    from watchline.sim.member import Member
    from watchline.sim.world import World

_PAGE = 100_000
_DAY = 86_400_000
_SLACK_MS = 60_000


class AlarmsFit(Checker):
    """Compares alarms with the record, at every member, at the end."""

    name = "alarms"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.rang = 0

    def quiet(self) -> None:
        """Look at every alarm that stands, every open thread, every slot of the calendar that has passed."""
        tables = []
        for member in self.world.members.values():
            if not member.bent:
                self._member(member)
                rows = member.held.rows
                tables.append(
                    test_rows(
                        self.world.charter,
                        member.held.row,
                        rows,
                        self.world.start_wall,
                        self.world.start_wall + self.world.time,
                        self.world.start_wall + self.world.time,
                    )
                )
        if any(table != tables[0] for table in tables):
            self.fail("the table of line tests is not the same at every party")

    def _member(self, member: Member) -> None:
        line, held = self.world.charter.line, member.held
        alarms = [read_alarm(row) for _, row in held.rows(OWN_ALARM, line, None, _PAGE)]
        standing = {alarm.situation: alarm for alarm in alarms}
        ended = {read_alarm(row).situation for _, row in held.rows(OWN_ALARM_ENDED, line, None, _PAGE)}
        memory = {alarm.situation for alarm in member.node.core.alarms.standing()}
        if memory != set(standing):
            self.fail(f"{member.code}: alarms in memory and in the store differ: {sorted(memory ^ set(standing))}")
        self.rang += len(standing) + len(ended)
        just_due = self._threads(member, slack_ms=0)
        expected = self._threads(member) | self._slots(member, set(standing) | ended) | self._suspended(member)
        for situation, alarm in standing.items():
            if situation in expected:
                if alarm.level < expected[situation]:
                    self.fail(f"{member.code}: alarm {situation} stands too low ({alarm.level})")
            elif situation not in just_due and not self._allowed(member, situation, alarm.since):
                self.fail(f"{member.code}: alarm {situation} stands, and nothing calls for it: {alarm.words}")
        for situation in expected:
            if situation not in standing:
                self.fail(f"{member.code}: nothing rings for {situation}")

    def _allowed(self, member: Member, situation: str, since: int) -> bool:
        """Tell whether an alarm that the record does not call for has another reason."""
        what, _, ref = situation.partition("/")
        if what in {"circuit", "dark"}:
            ends = {member.code, ref.partition("/")[0]}
            return all(set(link.ends) != ends for link in self.world.network.links)
        if what in {"refused", "refused_by"}:
            return self.world.network.bent > 0
        if what == "slot" or what in RINGS:  # of activities: looked at by ``notice_alarms``
            return True
        if what == "test":
            return ref in self._unanswered(member) and member.now().wall < since + EXPIRES_MS["test"] + _SLACK_MS
        if what in {"epoch", "late", "ended", "revoked"}:
            return any(log.origin.endswith(f"/{ref}") for log in member.node.core.logs.values())
        if what == "closed":
            return member.node.core.closed != ""
        return what == "fork" and any(other.bent for other in self.world.members.values())

    def _unanswered(self, member: Member) -> set[str]:
        """Return the tests of others that no watch has answered."""
        charter, found = self.world.charter, set()
        for key, row in member.held.rows(THREAD, charter.line, None, _PAGE):
            thread, author = read_thread(row), read_ref_key(key).code
            if thread.opener and thread.opener[0].kind == "line_test" and test_state(thread, author).watch is None:
                found.add(charter.reference(author, thread.opener[0].serial))
        return found

    def _threads(self, member: Member, slack_ms: int = _SLACK_MS) -> dict[str, Level]:
        """Return the situations that open threads call for, with the least level of each; what was due only just now may not ring yet."""
        charter, now = self.world.charter, member.now().wall
        expected: dict[str, Level] = {}
        for key, row in member.held.rows(THREAD, charter.line, None, _PAGE):
            thread, author = read_thread(row), read_ref_key(key).code
            if not thread.opener:
                continue
            opener = thread.opener[0]
            text = charter.reference(author, opener.serial)
            if opener.kind == "message":
                level = self._message(member, thread, opener, author, now - slack_ms)
                if level is not None:
                    expected[f"message/{text}"] = level
            elif opener.kind == "line_test" and author != member.code and test_state(thread, author).watch is None:
                late = now >= opener.t + EXPIRES_MS["test"] - _SLACK_MS
                expected |= {} if late else {f"test/{text}": Level.CAUTION}
        return expected

    def _suspended(self, member: Member) -> dict[str, Level]:
        """Return what others state that they have suspended: each rings, and nothing else stops."""
        found = suspensions(self.world.charter.line, member.held.row, member.held.rows)
        return {
            f"suspension/{spell.code}" + ("" if spell.agreement is None else f"/{spell.agreement}"): Level.CAUTION
            for spell in found.all_standing()
            if spell.code != member.code
        }

    def _message(self, member: Member, thread: Thread, opener: Opener, author: str, now: int) -> Level | None:
        codes = self.world.charter.codes
        meant, read = recipients(opener, author, codes), message_state(thread, author).read
        late = now > opener.t + 1000 * self.world.charter.precedence[opener.precedence]
        if author == member.code:
            return Level.ALARM if late and any(code not in read for code in meant) else None
        if member.code in meant and member.code not in read:
            return Level.ALARM if late else Level.CAUTION
        return None

    def _slots(self, member: Member, rang: set[str]) -> dict[str, Level]:
        """Look at all slots; return the situations that those of the last day call for."""
        world, charter = self.world, self.world.charter
        now = world.start_wall + world.time
        expected: dict[str, Level] = {}
        window = 1000 * charter.windows.answer_s
        for row in test_rows(charter, member.held.row, member.held.rows, world.start_wall, now, now):
            situation = f"slot/{row.due}/{row.circuit}"
            began = row.due - world.start_wall
            if (
                member.disturbed_between(began - _SLACK_MS, began + window + _SLACK_MS)
                or began + window + _SLACK_MS > world.time
            ):
                continue
            if row.outcome in {TestOutcome.MISSED, TestOutcome.NOT_INITIATED}:
                if situation not in rang:
                    self.fail(f"{member.code}: the test due at {row.due} is {row.outcome}, and nothing rang")
                if began > world.time - _DAY + 2 * window:
                    expected[situation] = Level.CAUTION
            elif row.outcome in {TestOutcome.GOOD, TestOutcome.LATE} and self._stands(member, situation):
                self.fail(f"{member.code}: the alarm {situation} stands; the test is {row.outcome}")
        return expected

    @staticmethod
    def _stands(member: Member, situation: str) -> bool:
        return situation in member.node.core.alarms.active
