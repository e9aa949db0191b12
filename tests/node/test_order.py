"""Depths in the common order: settled in one pass, in causal order, whatever the order of arrival and whatever a party writes."""

import random

import pytest

from watchline.node import order
from watchline.sim import Options, Run, drive
from watchline.sim.refold import common_rows, in_turn, mixed, pieces, refold


@pytest.fixture(scope="module")
def run():
    run = Run(Options(seed=11, days=2, parties=3, entries_per_day=120, faults=False), checkers=())
    drive(run.run())
    return run


def entries(run):
    return sum(row.head.size for row in run.world["XAA"].held.logs(run.world.charter.line))


@pytest.mark.parametrize("burst", [0, 1, 3, 40])
def test_any_order_of_arrival_gives_the_same_rows_and_costs_a_few_passes(run, burst, monkeypatch):
    world, computed = run.world, []
    real = order.place
    monkeypatch.setattr(order, "place", lambda *given: computed.append(None) or real(*given))
    held = world["XAA"].held
    logs = pieces(held, world.charter.line)
    arrival = mixed(logs, random.Random(burst), burst=burst) if burst else in_turn(logs)
    assert refold(world.setting, "XAA", held, arrival) == common_rows(held, world.charter.line)
    assert len(computed) < 12 * entries(run)


def test_depths_ascend_within_every_log_and_exceed_those_of_what_an_entry_has_seen(run):
    core = run.world["XBB"].node.core
    for log in core.logs.values():
        before = 0
        for index in range(log.size):
            depth = order.depth_at(core, log, index)
            assert depth > before
            before = depth
            header = core.header(log.entry(index, core.held).leaf)
            for seen in header.seen:
                other = core.logs[core.charter.log(seen.code, seen.epoch).origin()]
                assert depth > order.depth_at(core, other, seen.size - 1)
    assert all(log.unresolved == -1 for log in core.logs.values())
