"""Simulated watch officers: they say what people say, through the same inputs, at seeded times.

An officer writes messages of every precedence, reads and acknowledges those of others, answers line tests (mostly in time,
sometimes late, sometimes never), corrects himself, says a thing twice by a double click, and looks at the standing alarms when
his node comes back.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, NamedTuple

from watchline.node import (
    AcceptClock,
    Input,
    Outcome,
    SayAcknowledged,
    SayCorrection,
    SayMessage,
    SayRead,
    SayResumed,
    SayService,
    SaySuspended,
    SayTest,
    SayTestAnswered,
)
from watchline.sim.speaker import DAY, HOUR, MINUTE, Speaker

if TYPE_CHECKING:
    from watchline.sim.member import Member
    from watchline.sim.world import World

TEXTS = (
    "Request position of your vessel north of the agreed line.",
    "Our patrol will operate in sector four until 1800Z.",
    "Nothing further to report.",
    "Aircraft returning to base with one engine out; it may cross the line.",
    "We have noted your activity notice and relayed it.",
    "Confirm that the exercise ended as announced.",
)
READ_S = {"Z": (15, 110), "O": (40, 540), "P": (120, 3_400), "R": (300, 20_000)}
"""Seconds until a message is read, by precedence: mostly within the charter's objectives."""


class Habits(NamedTuple):
    """How busy and how careful the officers of a party are.

    Attributes:
        messages: Messages a day.
        late: Share of messages read and tests answered after their time.
        never: Share of tests never answered.
        twice: Share of sayings handed in twice.
        texts: What messages say.
        suspensions: How often a day he suspends the line, or an agreement of the charter, for some hours.
    """

    messages: float
    late: float = 0.04
    never: float = 0.01
    twice: float = 0.03
    texts: tuple[str, ...] = TEXTS
    suspensions: float = 0.0


def habits_for(entries_per_day: float, parties: int, tests: int) -> Habits:
    """Return habits by which the logs of all parties grow by about this many entries a day in all.

    A message and its receipts, readings and acknowledgements make 1 + 2.9 (n - 1) entries among n parties, a test of the
    calendar 1 + 2 (n - 1).
    """
    others = parties - 1
    messages = (entries_per_day - tests * (1 + 2 * others)) / (1.06 + 2.9 * others)
    return Habits(max(0.0, messages / parties))


class Officer(Speaker):
    """Whoever is on watch at one party.

    Args:
        world, member: Where and whose.
        habits: How he works.
        until: He says nothing new after this simulated time.
    """

    def __init__(self, world: World, member: Member, habits: Habits, until: int) -> None:
        super().__init__(world, member, Random(f"{world.seed} officer {member.code}"), habits.twice, until)
        self._habits, self.messages_until = habits, until
        self._taken: set[str] = set()
        world.listeners.append(self._listen)
        world.post(world.time + 1_000 + self._random.randrange(20_000), self._open)
        self._plan_message()
        self._suspending = Random(
            f"{world.seed} officer {member.code} suspensions"
        )  # its own: other runs stay as they are
        self._plan_suspension()

    # -- what he begins ----------------------------------------------------------------------------------------------

    async def _say(self, item: Input) -> str | None:
        """Say something; return its reference, or None if it could not be said now."""
        reply = await self._told(item) if self._world.time < self.until else None
        return None if reply is None or reply.error else reply.ref

    async def _open(self) -> None:
        """Ask for one test, so that the line opens; again until it is open."""
        if not self._member.running or not self._member.node.core.line_is_open:
            await self._say(SayTest(draft=self._draft()))

    def _plan_message(self) -> None:
        if self._habits.messages > 0:
            pause = int(self._random.expovariate(self._habits.messages) * DAY)
            at = self._world.time + max(2 * MINUTE, pause)
            if at < self.messages_until:
                self._world.post(at, self._begin)

    async def _begin(self) -> None:
        random = self._random
        self._plan_message()
        text = random.choice(self._habits.texts)
        chance = random.random()
        if chance < 0.02:
            await self._say(SayService(text="Circuit two will be down for maintenance.", draft=self._draft()))
            return
        precedence = "Z" if chance < 0.05 else "O" if chance < 0.15 else "P" if chance < 0.4 else "R"
        others = [code for code in self._world.charter.codes if code != self._member.code]
        to = tuple(code for code in others if random.random() < 0.6) if random.random() < 0.2 else ()
        ref = await self._say(SayMessage(text=text, precedence=precedence, to=to, draft=self._draft()))
        if ref is None:
            if self._world.time + HOUR < self.until:
                self._world.post(self._world.time + random.randrange(MINUTE, HOUR), self._begin_again)
        elif random.random() < 0.03:
            self._world.post(self._world.time + random.randrange(MINUTE, HOUR), self._correct, ref)

    async def _begin_again(self) -> None:
        await self._say(SayMessage(text=self._random.choice(self._habits.texts), draft=self._draft()))

    async def _correct(self, ref: str) -> None:
        await self._say(SayCorrection(ref=ref, text="Read 'south' for 'north'.", draft=self._draft()))

    def _plan_suspension(self) -> None:
        if self._habits.suspensions > 0:
            pause = int(self._suspending.expovariate(self._habits.suspensions) * DAY)
            at = self._world.time + max(HOUR, pause)
            if at < self.messages_until:
                self._world.post(at, self._suspend)

    async def _suspend(self) -> None:
        """Suspend the line or an agreement; half the time from an hour later. What he suspended already he is refused."""
        random = self._suspending
        self._plan_suspension()
        known = [item.id for item in self._world.charter.agreements if item.suspendable]
        about = random.choice(["", *known])
        start = self._member.now().wall + HOUR if random.random() < 0.5 else None
        if await self._say(SaySuspended(agreement=about, start=start, draft=random.randbytes(16))) is not None:
            self._world.post(self._world.time + random.randrange(HOUR, 12 * HOUR), self._resume, about)

    async def _resume(self, about: str) -> None:
        if self._down():
            self._later(self._resume, about)
        elif self._world.time < self.until:
            await self._say(SayResumed(agreement=about, draft=self._suspending.randbytes(16)))

    # -- what he answers ---------------------------------------------------------------------------------------------

    def _listen(self, member: Member, outcome: Outcome) -> None:
        if member is not self._member:
            return
        for news in outcome.news:
            if news.what == "alarm":
                self.rings(news.ref)

    def rings(self, situation: str) -> None:
        """An alarm rings: if it is one that an officer answers, plan when he does."""
        what, _, ref = situation.partition("/")
        if situation in self._taken or what not in {"message", "test", "clock"}:
            return
        author = ref.removeprefix("D-").rpartition("-")[0]
        if what == "clock":
            if not ref:
                self._world.post(self._world.time + self._random.randrange(HOUR, 6 * HOUR), self._accept_clock)
            return
        if author == self._member.code:
            return
        self._taken.add(situation)
        random = self._random
        late = random.random() < self._habits.late
        if what == "test":
            if random.random() >= self._habits.never:
                pause = random.randrange(20 * MINUTE, 3 * HOUR) if late else random.randrange(10_000, 12 * MINUTE)
                self._world.post(self._world.time + pause, self._answer, ref)
            return
        opener = self._precedence(ref)
        low, high = READ_S[opener]
        pause = random.randrange(1000 * low, 1000 * high) * (8 if late else 1)
        self._world.post(self._world.time + pause, self._read, ref)

    def _precedence(self, ref: str) -> str:
        words = self._member.node.core.alarms.active.get(f"message/{ref}")
        marked = words.words.partition("precedence ")[2][:1] if words is not None else ""
        return marked if marked in READ_S else "R"

    async def _read(self, ref: str) -> None:
        if self._down():
            self._later(self._read, ref)
        elif await self._say(SayRead(ref=ref, draft=self._draft())) is None:
            if self._down():  # it stopped in the middle
                self._later(self._read, ref)
        elif self._random.random() < 0.9:
            pause = self._random.randrange(20_000, 20 * MINUTE)
            self._world.post(self._world.time + pause, self._acknowledge, ref)

    async def _acknowledge(self, ref: str) -> None:
        if not self._member.running:
            self._later(self._acknowledge, ref)
            return
        how = "read_back" if self._random.random() < 0.2 else "understood"
        await self._say(SayAcknowledged(ref=ref, how=how, draft=self._draft()))

    async def _answer(self, ref: str) -> None:
        if not self._member.running:
            self._later(self._answer, ref)
            return
        await self._say(SayTestAnswered(ref=ref, quality=self._random.randrange(1, 6), draft=self._draft()))

    async def _accept_clock(self) -> None:
        """Accept our clock if it is right by a third one (the world's)."""
        world, member = self._world, self._member
        if member.running and abs(member.now().wall - world.start_wall - world.time) < 5_000:
            await self._say(AcceptClock())


def back_on_watch(officers: dict[str, Officer], member: Member) -> None:
    """The node is back: its officer looks at the alarms that stand."""
    officer = officers.get(member.code)
    if officer is not None:
        for alarm in member.node.core.alarms.standing():
            officer.rings(alarm.situation)
