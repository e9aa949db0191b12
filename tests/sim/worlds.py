"""Small worlds for tests: a line of invented parties, opened, with officers who answer and nobody who begins."""

import copy

from watchline.node import SayMessage
from watchline.sim import CHECKERS, Habits, Officer, World, drive, invented, memory_disks
from watchline.sim.faults import cut, mend
from watchline.sim.world import HOUR

MINUTE, SECOND = 60_000, 1_000
QUIET = Habits(messages=0.0, late=0.0, never=0.0, twice=0.0)
FOR_EVER = 1 << 50


def opened(parties=2, seed="test", *, checkers=CHECKERS, habits=QUIET, **fields):
    """Return a world whose line is open: half an hour old, nothing under way."""
    charter = fields.pop("charter", {})
    spares = fields.pop("spares", 0)
    world = World(invented(seed, parties, spares=spares, **charter), seed, **fields)
    world.watch(*checkers)
    drive(world.begin())
    world.officers = {code: Officer(world, member, habits, FOR_EVER) for code, member in world.members.items()}
    wait(world, HOUR // 2)
    for member in world.members.values():
        drive(member.act(SayMessage(text="The line is open.", precedence="R")))
    wait(world, 2 * MINUTE)
    return world


def wait(world, ms):
    """Let simulated time pass."""
    drive(world.run(world.time + ms))


def say(world, code, text="Nothing further.", **fields):
    """Let a party write a message; return its reference."""
    (reply,) = drive(world[code].act(SayMessage(text=text, **fields)))
    assert not reply.error, reply.error
    return reply.ref


def held(world, code, author):
    """Return how many entries of an author's log a party has on disk."""
    origin = world.charter.log(author, 1).origin()
    return {row.origin: row.head.size for row in world[code].held.logs(world.charter.line)}.get(origin, 0)


def size(world, code):
    """Return how many entries a party has written."""
    return held(world, code, code)


def alarms(world, code):
    """Return the alarms that stand at a party, by situation."""
    return {alarm.situation: alarm for alarm in world[code].node.core.alarms.standing()}


def cut_all(world, *, loud=False):
    """Cut every circuit of the world."""
    cut(world, world.network.links, loud=loud)


def mend_all(world):
    """Mend every circuit of the world."""
    mend(world, world.network.links)


class Disks:
    """Disks in memory whose contents a test can copy, put back or lose."""

    def __init__(self):
        self._inner = memory_disks()
        self.put = {}

    async def __call__(self, name):
        return self.put[name] if name in self.put else await self._inner(name)

    def copy(self, name):
        """Return a copy of a disk as it is now: (store, head lock)."""
        return copy.deepcopy(drive(self(name)))


def stop(world, code, for_ms):
    """Stop a machine now; it starts again later from whatever its disk then holds."""
    world.crash(world[code], for_ms=for_ms, loud=True)
