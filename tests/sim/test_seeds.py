"""Whole runs: a few quick seeds, and every seed that once failed."""

import shlex
from pathlib import Path

import pytest

from watchline.sim import Options, simulate

ONCE = [
    line.partition("#")[0].strip()
    for line in (Path(__file__).parent / "seeds.txt").read_text(encoding="utf-8").splitlines()
    if line.partition("#")[0].strip()
]


def options(words):
    """Return the options of a command line of the simulator."""
    fields, rest = {}, shlex.split(words)
    while rest:
        name = rest.pop(0).removeprefix("--").replace("-", "_")
        fields[name] = int(rest.pop(0))
    return Options(**fields)


@pytest.mark.parametrize("words", ONCE)
def test_a_seed_that_once_failed_does_so_no_more(words):
    simulate(options(words))


@pytest.mark.parametrize(("seed", "days", "parties"), [(101, 12, 2), (102, 12, 2), (103, 4, 3), (104, 2, 4)], ids=str)
def test_a_quick_seed_runs_through(seed, days, parties):
    report = simulate(Options(seed=seed, days=days, parties=parties))
    assert report.entries > 20 * days
    assert report.rows_compared > report.entries
    assert report.folds > parties


def test_a_day_without_faults_has_no_restart_and_loses_no_frame():
    report = simulate(Options(seed=5, days=3, faults=False))
    assert (report.starts, report.frames_lost, report.refused_sayings) == (2, 0, 0)
    assert 90 <= report.entries <= 150


def test_parties_that_reach_each_other_only_through_others_get_everything():
    report = simulate(Options(seed=2, days=2, parties=3, missing=("XAA-XCC",)))
    assert report.healings
    report = simulate(Options(seed=2, days=2, parties=4, missing=("XAA-XCC", "XAA-XDD", "XBB-XDD")))
    assert report.healings
