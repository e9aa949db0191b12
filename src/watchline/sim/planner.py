"""Simulated officers who plan activities: they announce, amend, begin, end and withdraw, read what others announce, object to it or note it.

Whatever a planner begins to say he says until his node answers, with the same draft: after a crash he does not know whether it was written.
What was written he keeps in a book of his own, by which the checkers look at every node's record.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

from watchline.codec import decode
from watchline.line import SuccessorState
from watchline.node import Outcome, Reply, SayCharterAnswered, SayCharterProposed, SayEntry, find_entry
from watchline.record import write_successor
from watchline.record.notices import ACTIVE, AMENDED, CANCELLED, ENDED, NOTED, NOTICE, OBJECTED, READ, volumes_of
from watchline.sim.activities import drawn, drawn_separation, moved, narrower, reviewed, wider
from watchline.sim.speaker import DAY, HOUR, MINUTE, Speaker
from watchline.view import THREAD, read_thread, ref_key
from watchline.view.notices import NoticeView, notice_view

if TYPE_CHECKING:
    from watchline.sim.member import Member
    from watchline.sim.world import World

AT_MOST_VERSIONS = 8
_BY_PROGRAM = frozenset({"v", "nonce", "line", "prev", "parties", "generation"})
_SHIFT_MS = 20 * MINUTE


class Plans(NamedTuple):
    """How often a day a party announces an activity, and how often it proposes another separation."""

    notices: float
    tables: float = 0.0


class Act(NamedTuple):
    """What its node confirmed as written: a kind, its fields, when it was first said (simulated ms).

    ``wider``: whether the author meant to say more than before; None: it may be either.
    """

    kind: str
    fields: dict[str, Any]
    time: int
    wider: bool | None = None


class Planner(Speaker):
    """Whoever plans and reads activities at one party.

    Args:
        world, member: Where and whose.
        plans: How busy he is.
        twice: Share of sayings handed in twice.
        until: He says nothing new after this simulated time; what he began he says to the end.

    Attributes:
        book: By reference of each notice of his party: what he said of it, in order.
        answers: By reference of each notice of others: what he said of it.
        lost: The book is not the record's any more: his machine was restored from an older state.
    """

    def __init__(self, world: World, member: Member, plans: Plans, twice: float, until: int) -> None:
        super().__init__(world, member, Random(f"{world.seed} planner {member.code}"), twice, until)
        self._plans = plans
        self.book: dict[str, list[Act]] = {}
        self.answers: dict[str, list[Act]] = {}
        self.lost = False
        self._unfinished: set[bytes] = set()
        self._meant: dict[bytes, bool | None] = {}
        world.planners[member.code] = self
        world.listeners.append(self._listen)
        self._plan(plans.notices, self._announce)
        self._plan(plans.tables, self._propose)

    # -- how anything is said ----------------------------------------------------------------------------------------

    def _plan(self, rate: float, what: Callable[[], Any]) -> None:
        if rate > 0:
            at = self._world.time + max(2 * MINUTE, int(self._random.expovariate(rate) * DAY))
            if at < self.until:
                self._world.post(at, what)

    def _open(self) -> bool:
        return self._world.time < self.until

    async def _say(self, item: Any) -> Reply | None:
        """Say something until the node answers; None: it is said again later, and answered then."""
        reply = await self._told(item)
        if reply is None:
            self._unfinished.add(item.draft)
            self._world.post(self._world.time + self._random.randrange(MINUTE, 10 * MINUTE), self._finish, item)
        else:
            self._unfinished.discard(item.draft)
            self._note(item, reply)
        return reply

    async def _finish(self, item: Any) -> None:
        await self._say(item)

    def _entry(self, kind: str, fields: dict[str, Any], on: str = "") -> SayEntry:
        return SayEntry(kind=kind, fields=fields, on=on, draft=self._draft())

    def _note(self, item: Any, reply: Reply) -> None:
        """Keep what was written."""
        if reply.error or not isinstance(item, SayEntry):
            return
        meant = self._meant.pop(item.draft, None)
        act = Act(item.kind, item.fields, self._world.time, meant)
        if item.kind == NOTICE:
            self.book.setdefault(reply.ref, [act])
            self._follow(reply.ref)
        elif item.kind in {READ, OBJECTED, NOTED}:
            self.answers.setdefault(item.on, []).append(act)
        else:
            self.book[item.on].append(act)
            if item.kind == AMENDED:
                self._follow(item.on)

    def _view(self, ref: str) -> NoticeView:
        charter, held = self._world.charter, self._member.held
        at = find_entry(charter, held.row, ref, charter.codes)
        found = notice_view(read_thread(held.row(THREAD, ref_key(charter.line, at))), at)
        assert found is not None, "what rang is a notice"
        return found

    # -- his own activities ------------------------------------------------------------------------------------------

    async def _announce(self) -> None:
        self._plan(self._plans.notices, self._announce)
        if not self._down() and self._member.node.core.line_is_open:
            await self._say(self._entry(NOTICE, drawn(self._random, self._member.now().wall)))

    def _follow(self, ref: str) -> None:
        """Plan what becomes of what was announced or amended."""
        random, fields = self._random, self.book[ref][-1].fields
        version = sum(act.kind in {NOTICE, AMENDED} for act in self.book[ref])
        windows = [volume.window for volume in volumes_of(fields["volumes"])]
        now = self._member.now().wall
        starts = [window.start for window in windows if window.start is not None]
        ends = [window.end for window in windows if window.end is not None]
        start = self._world.time + max(0, min(starts) - now) if starts else self._world.time + HOUR
        end = self._world.time + max(0, max(ends) - now) if ends else start + int(random.uniform(4, 40) * HOUR)
        if random.random() < 0.5:
            self._world.post(
                random.randrange(self._world.time, max(start, self._world.time + 1) + HOUR), self._amend, ref, version
            )
        if random.random() < 0.7:
            self._world.post(start + random.randrange(5 * MINUTE), self._act, ref, version, ACTIVE)
        if random.random() < 0.8:
            self._world.post(end + random.randrange(HOUR), self._act, ref, version, ENDED)
        if random.random() < 0.15:
            self._world.post(random.randrange(self._world.time, end + 1), self._act, ref, version, CANCELLED)

    def _stands(self, ref: str, version: int) -> bool:
        """Tell whether a notice of his may be spoken of now, and is still of this version."""
        versions = sum(act.kind in {NOTICE, AMENDED} for act in self.book[ref])
        return self._open() and versions == version

    async def _act(self, ref: str, version: int, kind: str) -> None:
        if not self._stands(ref, version):
            return
        if self._down() or self._unfinished:
            self._later(self._act, ref, version, kind)
        elif self.can(ref, kind):
            await self._say(self._entry(kind, {}, ref))

    def can(self, ref: str, kind: str) -> bool:
        """Tell whether the author may write this now, by his own node."""
        return not self.lost and kind in self._view(ref).places(self._member.code)

    async def _amend(self, ref: str, version: int, how: str = "") -> None:
        if not self._stands(ref, version) or version >= AT_MOST_VERSIONS:
            return
        if self._down() or self._unfinished:
            self._later(self._amend, ref, version, how)
            return
        if not self.can(ref, AMENDED):
            return
        random = self._random
        fields = next(act.fields for act in reversed(self.book[ref]) if act.kind in {NOTICE, AMENDED})
        how = how or random.choice(("narrower", "narrower", "wider", "moved"))
        meant: bool | None = True if len(fields["volumes"]) == 1 else None
        match how:
            case "narrower":
                made, meant = narrower(random, fields), False
            case "wider":
                made = wider(random, fields)
            case "reviewed":
                made, meant = reviewed(fields, self._member.now().wall + random.randrange(HOUR, 2 * DAY)), False
            case _:
                made = moved(fields, random.choice((1, 2, 3, 9)) * _SHIFT_MS)
                meant = meant and any("start" in volume for volume in fields["volumes"])
        item = self._entry(AMENDED, made, ref)
        self._meant[item.draft] = meant
        await self._say(item)

    # -- what he answers ---------------------------------------------------------------------------------------------

    def _listen(self, member: Member, outcome: Outcome) -> None:
        if member is self._member:
            for news in outcome.news:
                if news.what == "alarm":
                    self.rings(news.ref)

    def rings(self, situation: str) -> None:
        """An alarm rings: if it is one of an activity or of another separation, plan what he does."""
        what, _, ref = situation.partition("/")
        random, time = self._random, self._world.time
        match what:
            case "notice":
                self._world.post(time + int(random.uniform(1, 120) * MINUTE), self._read, ref)
            case "conflict" if random.random() < 0.5:
                ours = [one for one in ref.split("~") if one in self.book]
                if ours:
                    self._world.post(time + int(random.uniform(1, 60) * MINUTE), self._separate, random.choice(ours))
            case "stale":
                self._world.post(time + int(random.uniform(1, 120) * MINUTE), self._review, ref)
            case "charter":
                self._world.post(time + int(random.uniform(1, 60) * MINUTE), self._charter, ref)
            case _:
                pass

    def _versions(self, ref: str) -> int:
        return sum(act.kind in {NOTICE, AMENDED} for act in self.book.get(ref, ()))

    async def _separate(self, ref: str) -> None:
        await self._amend(ref, self._versions(ref), "moved")

    async def _review(self, ref: str) -> None:
        if ref in self.book:
            await self._amend(ref, self._versions(ref), "reviewed")

    async def _read(self, ref: str) -> None:
        if not self._open():
            return
        if self._down():
            self._later(self._read, ref)
            return
        notice = self._view(ref)
        if READ not in notice.places(self._member.code):
            return
        await self._say(self._entry(READ, {"version": notice.now.number}, ref))
        if self._random.random() < 0.4:
            self._later(self._answer, ref)

    async def _answer(self, ref: str) -> None:
        if not self._open():
            return
        if self._down():
            self._later(self._answer, ref)
            return
        notice, random = self._view(ref), self._random
        kinds = [kind for kind in notice.places(self._member.code) if kind in {OBJECTED, NOTED}]
        if kinds:
            kind = random.choice(kinds)
            text = {"text": "It stands across our route."} if kind == OBJECTED else {}
            await self._say(self._entry(kind, {"version": notice.now.number, **text}, ref))
            if random.random() < 0.4:
                self._later(self._answer, ref)

    # -- another separation ------------------------------------------------------------------------------------------

    async def _propose(self) -> None:
        self._plan(self._plans.tables, self._propose)
        if self._down() or not self._member.node.core.line_is_open:
            return
        charter = self._member.node.core.charter
        fields = {name: value for name, value in decode(charter.data).items() if name not in _BY_PROGRAM}
        made = write_successor(charter, fields | {"separation": drawn_separation(self._random)})
        await self._say(SayCharterProposed(charter=made.data, draft=self._draft()))

    async def _charter(self, ref: str) -> None:
        """Sign or refuse what another proposes; put in force what all have signed."""
        if not self._open():
            return
        if self._down():
            self._later(self._charter, ref)
            return
        amended = self._member.node.core.amended
        found = next(
            (item for item in amended.model.successors if amended.places[item.signed[item.proposer]].text() == ref),
            None,
        )
        if found is None or found.state not in {SuccessorState.PROPOSED, SuccessorState.SIGNED}:
            return
        how = "enforce" if found.proposer == self._member.code else "sign" if self._random.random() < 0.9 else "refuse"
        await self._say(SayCharterAnswered(ref=ref, how=how, draft=self._draft()))
