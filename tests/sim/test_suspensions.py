"""Parties suspend and resume through faults: every checker agrees, and nothing that a suspension could have stopped has stopped."""

import pytest

from tests.sim.worlds import MINUTE, alarms, opened, say, size, wait
from watchline.node import SayResumed, SaySuspended
from watchline.sim import Options, drive, simulate
from watchline.sim.world import DAY, HOUR
from watchline.view.suspensions import suspensions

AGREEMENTS = [{"id": "notices", "title": "Notices", "text": "Each notifies.", "suspendable": 1}]


def told(world, code):
    return suspensions(world.charter.line, world[code].held.row, world[code].held.rows)


@pytest.mark.parametrize(("seed", "parties"), [(5, 2), (6, 3)])
def test_a_run_with_faults_and_suspensions_holds(seed, parties):
    options = Options(seed=seed, days=2, parties=parties, suspensions=6)
    report = simulate(options)
    plain = simulate(Options(seed=seed, days=2, parties=parties))
    assert report.entries_by_people > plain.entries_by_people + parties
    assert options.command().endswith("--suspensions 6")


def test_a_suspended_line_goes_on_for_days_and_both_parties_tell_the_same():
    world = opened(charter={"agreements": AGREEMENTS})
    for code, about in (("XAA", ""), ("XBB", ""), ("XBB", "notices")):
        (reply,) = drive(world[code].act(SaySuspended(agreement=about)))
        assert not reply.error
    wait(world, MINUTE)
    before = {code: size(world, code) for code in world.members}
    for _ in range(2):
        wait(world, DAY)
        say(world, "XAA", "Nothing further.", precedence="Z")
    wait(world, HOUR)
    for code in world.members:
        assert size(world, code) > before[code] + 4, "tests are started and answered, receipts written"
        own = world[code].node.core.own
        assert all(signed.head.size == own.size for signed in own.cosignatures.values())
    assert told(world, "XAA") == told(world, "XBB")
    assert [(spell.code, spell.agreement) for spell in told(world, "XAA").all_standing()] == [
        ("XAA", None),
        ("XBB", None),
        ("XBB", "notices"),
    ]
    (reply,) = drive(world["XBB"].act(SayResumed()))
    assert not reply.error
    wait(world, MINUTE)
    assert [name for name in alarms(world, "XAA") if name.startswith("suspension")] == ["suspension/XBB/notices"]
