"""What goes wrong, and when: faults drawn from the seed, each with an end."""

from __future__ import annotations

from functools import partial
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from watchline.sim.doors import Fault
from watchline.sim.network import FAIR, Link, Weather

if TYPE_CHECKING:
    from watchline.sim.member import Member
    from watchline.sim.world import World

SECOND, MINUTE, HOUR, DAY = 1_000, 60_000, 3_600_000, 86_400_000


class Rates(NamedTuple):
    """How often each thing happens, per simulated day."""

    cut: float = 0.6
    deaf: float = 0.3
    gone: float = 0.02
    crash: float = 0.5
    disk: float = 0.3
    rain: float = 0.5
    clock: float = 0.1


USUAL, NONE = Rates(), Rates(0, 0, 0, 0, 0, 0, 0)


def _length(random: Random, least: int, most: int) -> int:
    """Return a length between two, each order of magnitude equally likely."""
    return int(least * (most / least) ** random.random())


class Faults:
    """Draws all faults of a run beforehand and posts them.

    Args:
        world: Where.
        rates: How often.
        start, end: Simulated ms; every fault begins and ends between them.
    """

    def __init__(self, world: World, rates: Rates, start: int, end: int) -> None:
        self._world, self._end = world, end
        self._random = random = Random(f"{world.seed} faults")
        kinds = (self._cut, self._deaf, self._gone, self._crash, self._disk, self._rain, self._clock)
        world.post(end, self._end_all)
        for kind, rate in zip(kinds, rates, strict=True):
            at = start
            while rate > 0:
                at += int(random.expovariate(rate) * DAY)
                if at >= end:
                    break
                kind(at)

    def _end_all(self) -> None:
        """Nothing that was to happen at the next effects happens any more."""
        for member in self._world.members.values():
            if member.running:
                member.doors.crash_in = member.doors.fault = None

    def _until(self, at: int, length: int) -> int:
        return min(at + length, self._end)

    def _member(self) -> Member:
        return self._random.choice(list(self._world.members.values()))

    def _links(self) -> list[Link]:
        """Return the links that one fault touches: one, or all of a pair, or all of a party."""
        random, links = self._random, self._world.network.links
        one = random.choice(links)
        chance = random.random()
        if chance < 0.3:
            return [one]
        if chance < 0.7:
            return [link for link in links if link.ends == one.ends]
        code = random.choice(one.ends)
        return [link for link in links if code in link.ends]

    def _cut(self, at: int) -> None:
        self._cut_links(at, self._until(at, _length(self._random, SECOND, 6 * HOUR)))

    def _gone(self, at: int) -> None:
        code = self._member().code
        links = [link for link in self._world.network.links if code in link.ends]
        self._cut_links(at, self._until(at, 72 * HOUR), links)

    def _cut_links(self, at: int, until: int, links: list[Link] | None = None) -> None:
        links = links or self._links()
        loud = self._random.random() < 0.5
        self._world.post(at, partial(cut, self._world, links, loud=loud))
        self._world.post(until, mend, self._world, links)

    def _deaf(self, at: int) -> None:
        until = self._until(at, _length(self._random, SECOND, HOUR))
        link = self._random.choice(self._world.network.links)
        code = self._random.choice(link.ends)
        self._world.post(at, self._deafen, link, code)
        self._world.post(until, self._undeafen, link, code)

    def _deafen(self, link: Link, code: str) -> None:
        self._world.fault(f"{code} deaf on {link.name}")
        self._world.network.deafen(link, code)

    def _undeafen(self, link: Link, code: str) -> None:
        self._world.network.undeafen(link, code)
        self._world.fault_over(f"{code} hears on {link.name}")

    def _rain(self, at: int) -> None:
        random = self._random
        until = self._until(at, _length(random, MINUTE, 12 * HOUR))
        heavy = random.random() < 0.3
        weather = Weather(
            delay_ms=random.randrange(20, 900),
            jitter_ms=random.randrange(1, 400),
            loss=random.random() * (0.3 if heavy else 0.03),
            twice=random.random() * 0.1,
            late=random.random() * 0.1,
            bent=random.random() * 0.02 if random.random() < 0.3 else 0.0,
        )
        links = self._links()
        self._world.post(at, self._weather, links, weather)
        self._world.post(until, self._weather, links, FAIR)

    def _weather(self, links: list[Link], weather: Weather) -> None:
        fair = weather == FAIR
        names = " ".join(link.name for link in links)
        if not fair:
            self._world.fault(f"rain on {names}")
        for link in links:
            link.weather = weather
        if fair:
            self._world.fault_over(f"fair on {names}")

    def _crash(self, at: int) -> None:
        """Stop a machine a few effects from then on: in the middle of whatever it does next."""
        member = self._member()
        self._world.post(at, self._crash_soon, member, self._random.randrange(0, 9))

    def _crash_soon(self, member: Member, effects: int) -> None:
        if member.running:
            member.doors.crash_in = effects

    def _disk(self, at: int) -> None:
        member = self._member()
        self._world.post(at, self._disk_fault, member, self._random.choice(list(Fault)))

    def _disk_fault(self, member: Member, fault: Fault) -> None:
        if member.running:
            self._world.note(member.code, fault.value)
            member.doors.fault = fault

    def _clock(self, at: int) -> None:
        random, member = self._random, self._member()
        until = self._until(at, _length(random, 10 * MINUTE, 12 * HOUR))
        by = random.randrange(-10 * MINUTE, 10 * MINUTE)
        member.disturbed.append((at, until))
        self._world.post(at, self._step, member, by)
        self._world.post(until, self._step, member, -by)

    def _step(self, member: Member, by: int) -> None:
        self._world.something_happens()
        self._world.note(member.code, f"clock stepped by {by} ms")
        member.clock.step(by)


def cut(world: World, links: list[Link], *, loud: bool) -> None:
    """Cut these links, as one fault."""
    world.fault(f"cut {'loud' if loud else 'silent'} {' '.join(link.name for link in links)}")
    for link in links:
        world.network.cut(link, loud=loud)


def mend(world: World, links: list[Link]) -> None:
    """Mend these links."""
    for link in links:
        world.network.mend(link)
    world.fault_over(f"mended {' '.join(link.name for link in links)}")
