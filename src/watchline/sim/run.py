"""One run from options to report: safety under faults first, then liveness after they stop, then hours of idleness."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TextIO

import msgspec

from watchline.node import Rules
from watchline.sim.activities import SEPARATION
from watchline.sim.checkers import Checker
from watchline.sim.checkers.activities_kept import ActivitiesKept
from watchline.sim.checkers.alarms import AlarmsFit
from watchline.sim.checkers.assessed import PairsAssessed
from watchline.sim.checkers.chains_end import ChainsEnd
from watchline.sim.checkers.closed_signs_nothing import ClosedSignsNothing
from watchline.sim.checkers.cosignature_times import CosignatureTimes
from watchline.sim.checkers.cosigned_is_kept import CosignedIsKept
from watchline.sim.checkers.delivered import Delivered
from watchline.sim.checkers.flash_first import FlashFirst
from watchline.sim.checkers.mirror_is_prefix import MirrorIsPrefix
from watchline.sim.checkers.notice_alarms import NoticeAlarms
from watchline.sim.checkers.one_history import OneHistory
from watchline.sim.checkers.stored_before_sent import StoredBeforeSent
from watchline.sim.checkers.views_agree import ViewsAgree
from watchline.sim.faults import NONE, USUAL, Faults, Rates
from watchline.sim.officer import Officer, habits_for
from watchline.sim.planner import Planner, Plans
from watchline.sim.setting import invented
from watchline.sim.world import DAY, HOUR, Disks, World, drive

CHECKERS: tuple[Callable[[World], Checker], ...] = (
    StoredBeforeSent,
    OneHistory,
    CosignatureTimes,
    MirrorIsPrefix,
    CosignedIsKept,
    ClosedSignsNothing,
    Delivered,
    ViewsAgree,
    ChainsEnd,
    AlarmsFit,
    FlashFirst,
    ActivitiesKept,
    PairsAssessed,
    NoticeAlarms,
)
QUIET_MS, IDLE_MS = 2 * HOUR, 90 * 60_000
"""Before the end: faults stop and nobody says anything more; then the idle hours are looked at."""

TABLES = 0.1
"""Proposals of another separation for each notice."""


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What a run is made from; the same options give the same trace, byte for byte.

    Attributes:
        seed: Whole number that all randomness comes from.
        days: Simulated days, at least 1.
        parties: 2 to 12.
        entries_per_day: Entries by which all logs together grow each day, about.
        faults: Whether anything goes wrong.
        full_cadence: Beats every 5 s also over idle hours.
        missing: Pairs of parties without any circuit between them, ``XAA-XCC``.
        suspensions: How often a day each party suspends the line or an agreement for some hours.
        notices: How often a day each party announces an activity; then it also proposes another separation, a tenth as often.
    """

    seed: int = 7
    days: int = 30
    parties: int = 2
    entries_per_day: float = 40.0
    faults: bool = True
    full_cadence: bool = False
    missing: tuple[str, ...] = ()
    suspensions: float = 0.0
    notices: float = 0.0

    def command(self) -> str:
        """Return the command that repeats the run."""
        words = [f"python -m watchline.sim --seed {self.seed} --days {self.days} --parties {self.parties}"]
        if self.entries_per_day != Options().entries_per_day:
            words.append(f"--entries-per-day {self.entries_per_day:g}")
        words += [] if self.faults else ["--no-faults"]
        words += ["--full-cadence"] if self.full_cadence else []
        words += [f"--missing {pair}" for pair in self.missing]
        words += [f"--suspensions {self.suspensions:g}"] if self.suspensions else []
        words += [f"--notices {self.notices:g}"] if self.notices else []
        return " ".join(words)


class Report(msgspec.Struct, kw_only=True):
    """What a run was, in figures. ``trace`` is the digest over every event and every byte that left a node."""

    seed: int
    days: int
    parties: int
    entries: int
    entries_by_people: int
    frames: dict[str, int]
    bytes_sent: int
    frames_lost: int
    starts: int
    healings: int
    folds: int
    rows_compared: int
    alarms: int
    refused_sayings: int
    trace: str


class Run:
    """A world with officers, faults and checkers, from options.

    Args:
        options: What to run.
        disks: Where stores and head locks come from; None: in memory.
        rates: How often what goes wrong; None: as the options say.
        words: Where every event is written as a line; None: nowhere.
        checkers: Which watch.
    """

    def __init__(
        self,
        options: Options,
        *,
        disks: Disks | None = None,
        rates: Rates | None = None,
        words: TextIO | None = None,
        checkers: tuple[Callable[[World], Checker], ...] = CHECKERS,
        rules: Rules | None = None,
    ) -> None:
        self.options = options
        self.end = options.days * DAY
        articles: dict[str, Any] = {"separation": SEPARATION} if options.notices else {}
        setting = invented(str(options.seed), options.parties, **articles)
        codes = setting.charter.codes
        gone = {frozenset(pair.split("-")) for pair in options.missing}
        links = [(a, b) for a in codes for b in codes if a < b and frozenset((a, b)) not in gone]
        self.world = World(
            setting,
            str(options.seed),
            disks=disks,
            rules=rules,
            collapse=not options.full_cadence,
            links=links if gone else None,
            words=words,
        )
        self.world.watch(*checkers)
        self.rates = rates or (USUAL if options.faults else NONE)
        self.officers: dict[str, Officer] = {}

    async def begin(self) -> None:
        """Start the nodes, put officers on watch, draw the faults."""
        world, options = self.world, self.options
        await world.begin()
        quiet = self.end - QUIET_MS
        habits = habits_for(options.entries_per_day, options.parties, len(world.charter.calendar))
        habits = habits._replace(suspensions=options.suspensions)
        self.officers = {code: Officer(world, member, habits, quiet) for code, member in world.members.items()}
        plans = Plans(options.notices, options.notices * TABLES)
        if options.notices:
            for member in world.members.values():
                Planner(world, member, plans, habits.twice, quiet)
        Faults(world, self.rates, HOUR, quiet)

    async def run(self) -> Report:
        """Run to the end.

        Raises:
            Broken: a checker saw what must not be.
        """
        await self.begin()
        await self.go_on(self.end)
        return await self.finish()

    async def go_on(self, until: int) -> None:
        """Run up to a simulated time."""
        idle = self.end - IDLE_MS
        if self.world.time < idle <= until:
            await self.world.run(idle)
            for checker in self.world.hooks.idle:
                checker.idle()
        await self.world.run(until)

    async def finish(self) -> Report:
        """Look at everything once more and report."""
        world = self.world
        for member in world.members.values():
            await member.tick()
        for checker in world.hooks.quiet:
            checker.quiet()
        return self.report()

    def report(self) -> Report:
        """Return the figures of the run so far."""
        world = self.world
        found = {type(checker): checker for checker in world.hooks.all}
        delivered, views = found.get(Delivered), found.get(ViewsAgree)
        chains, alarms = found.get(ChainsEnd), found.get(AlarmsFit)
        return Report(
            seed=self.options.seed,
            days=self.options.days,
            parties=self.options.parties,
            entries=sum(log.size for member in world.members.values() if (log := member.node.core.own)),
            entries_by_people=sum(chains.by_people.values()) if isinstance(chains, ChainsEnd) else 0,
            frames=dict(sorted(world.frames.items())),
            bytes_sent=world.bytes,
            frames_lost=world.network.lost,
            starts=sum(member.starts for member in world.members.values()),
            healings=delivered.healings if isinstance(delivered, Delivered) else 0,
            folds=views.folds if isinstance(views, ViewsAgree) else 0,
            rows_compared=views.compared if isinstance(views, ViewsAgree) else 0,
            alarms=alarms.rang if isinstance(alarms, AlarmsFit) else 0,
            refused_sayings=sum(officer.refused for officer in self.officers.values()),
            trace=world.trace.digest(),
        )


def days_of(run: Run) -> Iterator[int]:
    """Run day by day with doors that never suspend; yield the number of days done."""
    drive(run.begin())
    for day in range(1, run.options.days + 1):
        drive(run.go_on(day * DAY))
        yield day


def simulate(options: Options, *, words: TextIO | None = None) -> Report:
    """Run with stores in memory and return the report.

    Raises:
        Broken: a checker saw what must not be.
    """
    report: Report = drive(Run(options, words=words).run())
    return report
