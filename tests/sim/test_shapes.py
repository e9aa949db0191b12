"""Partial connectivity: parties that reach each other only through others converge in a bounded time, faults or not.

``Delivered`` holds a run to 35 s after the last fault ends, and 15 s more for each party in between; ``AlarmsFit`` lets no alarm stand
that nothing calls for, so nobody is said to have seen and not delivered what it does deliver.
"""

from itertools import pairwise

import pytest

from tests.sim.worlds import MINUTE, SECOND, alarms, held, opened, say, size, wait
from watchline.sim import Options, simulate
from watchline.sim.setting import CODES
from watchline.sim.world import HOUR


def links(shape, count):
    """The pairs that have circuits: a chain, a ring, or a star around the first party."""
    codes = CODES[:count]
    if shape == "star":
        return [(codes[0], code) for code in codes[1:]]
    return list(pairwise(codes)) + ([(codes[0], codes[-1])] if shape == "ring" else [])


def missing(shape, count):
    """The pairs without any circuit, as the simulator is told."""
    there = {frozenset(pair) for pair in links(shape, count)}
    codes = CODES[:count]
    pairs = [(a, b) for at, a in enumerate(codes) for b in codes[at + 1 :]]
    return tuple(f"{a}-{b}" for a, b in pairs if frozenset((a, b)) not in there)


def test_the_shapes_are_what_they_say():
    assert missing("chain", 3) == ("XAA-XCC",)
    assert missing("ring", 3) == ()
    assert [len(missing(shape, 5)) for shape in ("chain", "ring", "star")] == [6, 5, 6]


@pytest.mark.parametrize("seed", [11, 12])
@pytest.mark.parametrize(
    ("shape", "count"),
    [("chain", 2), ("chain", 3), ("star", 3), ("ring", 3), ("chain", 5), ("ring", 5), ("star", 5)],
)
def test_parties_in_every_shape_converge_through_faults(shape, count, seed):
    report = simulate(Options(seed=seed, days=1, parties=count, missing=missing(shape, count)))
    assert report.healings
    assert report.entries > 10 * count


@pytest.mark.parametrize("shape", ["chain", "ring", "star"])
def test_an_entry_goes_round_five_parties_and_back_in_a_minute(shape):
    world = opened(5, seed=f"{shape} of five", links=links(shape, 5))
    wait(world, HOUR)
    say(world, CODES[0], "From one end.")
    say(world, CODES[4], "From the other.")
    wait(world, MINUTE)
    for author in (CODES[0], CODES[4]):
        own = world[author].node.core.own
        for code in world.members:
            assert held(world, code, author) == size(world, author)
            if code != author:
                assert own.cosignatures[code].head.size == own.size, f"{author} knows that {code} holds it"
    wait(world, 10 * SECOND)
    assert not [name for code in world.members for name in alarms(world, code) if name.startswith("undelivered")]
