"""No pair of activities is left without a word: once all is healed each author's node has signed what it finds, and both find the same.

What they state is held against a measurement of every pair, one by one, without the index by which the nodes search.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from watchline.assess import PROXIMITY, activity_of, table_of
from watchline.conflict import Placed, Verdict, assess, place
from watchline.node.doors import Batch
from watchline.node.noticing import AGAIN_MS, ROUSES
from watchline.record.notices import PAIRS_MAX
from watchline.sim.assessor import MEASURING_MS
from watchline.sim.checkers.base import Checker
from watchline.sim.emitted import kind_of
from watchline.view.meetings import Meeting, differences, meetings
from watchline.view.notices import NoticeView, every_notice

if TYPE_CHECKING:
    from watchline.sim.member import Member
    from watchline.sim.world import World

ASSESSED_MS = 2 * AGAIN_MS + 4 * MEASURING_MS
"""So long after the last entry that may change something, and after the last fault, everything is assessed: one refusal included."""


class Standing(NamedTuple):
    """A notice that stands, ready to be measured; nothing where it has no area."""

    notice: NoticeView
    placed: tuple[Placed, ...]


class PairsAssessed(Checker):
    """Looks at every pair of notices of two parties some time after each healing, and at the end."""

    name = "assessed"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._roused_at = self._calm_at = 0
        self._placed: dict[tuple[str, int], tuple[Placed, ...]] = {}
        self._expected: dict[tuple[object, ...], Verdict] = {}
        self.pairs = 0

    def stored(self, member: Member, batch: Batch) -> None:
        """Note when something came that is to be assessed."""
        if any(kind_of(entry.leaf) in ROUSES for change in batch.changes for entry in change.entries):
            self._roused_at = self.world.time

    def healed(self, since: int) -> None:
        """All is delivered; a while later all is assessed."""
        self._calm_at = since
        self.world.post(self.world.time + ASSESSED_MS, self._look, since)

    def _look(self, since: int) -> None:
        if since != self._calm_at or not self.world.calm():
            return
        rest = self._roused_at + ASSESSED_MS - self.world.time
        if rest > 0:
            self.world.post(self.world.time + rest, self._look, since)
        else:
            self.quiet()

    def quiet(self) -> None:
        """Measure every pair, and look at what is stated of it."""
        for member in self.world.members.values():
            if not member.bent:
                self._member(member)

    def _member(self, member: Member) -> None:
        charter, held = self.world.charter, member.held
        standing = [self._ready(one) for one in every_notice(charter.line, held.row, held.rows) if not one.over]
        met = {pair.refs: pair for pair in meetings(charter.line, held.row, held.rows)}
        for notice, _ in standing:
            last = notice.assessed(member.code)
            if last is None or last.facts["version"] != notice.now.number:
                self.fail(
                    f"{member.code} has signed no assessment of version {notice.now.number} of {notice.ref.text()}"
                )
        for one, other in combinations(sorted(standing, key=lambda item: item.notice.ref), 2):
            if one.notice.ref.code != other.notice.ref.code:
                self._pair(member, one, other, met.get((one.notice.ref, other.notice.ref)))

    def _ready(self, notice: NoticeView) -> Standing:
        key = (notice.ref.text(), notice.now.number)
        if key not in self._placed:
            volumes = notice.now.volumes
            self._placed[key] = place(activity_of(notice.ref, notice.now)) if volumes else ()
        return Standing(notice, self._placed[key])

    def _pair(self, member: Member, one: Standing, other: Standing, found: Meeting | None) -> None:
        if not one.placed or not other.placed:
            return
        verdict = self._verdict(member, one, other)
        self.pairs += 1
        names = f"{one.notice.ref.text()} and {other.notice.ref.text()}"
        if found is None:
            if verdict is not Verdict.CLEAR and not self._crowded(one, other):
                self.fail(f"{member.code}: {names} are {verdict.value}, and nobody states it")
            return
        for code, one_states in found.current.items():
            if one_states.verdict != verdict:
                self.fail(f"{member.code}: {names} are {verdict.value}, and {code} states {one_states.verdict}")
        if verdict is not Verdict.CLEAR and found.pending and not self._crowded(one, other):
            self.fail(f"{member.code}: {names} are {verdict.value}, and {' and '.join(found.pending)} states nothing")
        if verdict is Verdict.CLEAR and found.gravest.verdict != "CLEAR":
            self.fail(
                f"{member.code}: {names} are CLEAR by now, and {found.gravest.verdict} is the last that is stated"
            )
        minima = table_of(member.node.core.charter).of(one.notice.now.activity, other.notice.now.activity)
        limits = None if minima is None else (minima.lateral_cm, minima.vertical_cm, minima.time_ms)
        if verdict is not Verdict.CLEAR and any(item.limits != limits for item in found.current.values()):
            self.fail(f"{member.code}: {names} are stated by other limits than those in force")
        if different := differences(found):
            self.fail(f"{member.code}: of {names} the two state different numbers: {different}")

    def _crowded(self, *pair: Standing) -> bool:
        """Tell whether an assessment had no room for all pairs of one of these."""
        return any(len(act.facts.get("pairs", ())) >= PAIRS_MAX for one in pair for act in one.notice.assessments)

    def _verdict(self, member: Member, one: Standing, other: Standing) -> Verdict:
        """Return what is so: by the separation in force, or by nearness where none is agreed."""
        table = table_of(member.node.core.charter)
        key = (table.hash(), *((item.notice.ref, item.notice.now.number) for item in (one, other)))
        if key not in self._expected:
            self._expected[key] = assess(one.placed, other.placed, table, PROXIMITY).verdict
        return self._expected[key]
