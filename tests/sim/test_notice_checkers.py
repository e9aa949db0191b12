"""Each checker of activities seen red once: a fault is planted in a part of the node, and the checker that should see it does."""

import pytest

from tests.notices import HOUR, range_area
from tests.sim.test_checkers import look as at_the_end
from tests.sim.test_checkers import red
from tests.sim.test_notices import agreed, announce, fire_and_flight, look, write
from tests.sim.worlds import MINUTE, stop, wait
from watchline.assess import Turn
from watchline.node import noticing
from watchline.record.notices import AMENDED, CANCELLED, NOTICE
from watchline.sim import drive
from watchline.sim.checkers.activities_kept import ActivitiesKept
from watchline.sim.checkers.assessed import PairsAssessed
from watchline.sim.checkers.chains_end import ChainsEnd
from watchline.sim.checkers.notice_alarms import NoticeAlarms
from watchline.sim.planner import Act, Planner, Plans
from watchline.watch import Level


def planned(seed):
    """A world with a planner at each party, who says what the test asks of him, and one notice of Side A that begins now."""
    world = agreed(seed, checkers=(ActivitiesKept,))
    for member in world.members.values():
        Planner(world, member, Plans(0.0), 0.0, 1 << 50)
    planner = world.planners["XAA"]
    start = world["XAA"].now().wall
    fields = {
        "activity": "naval",
        "volumes": [
            {"area": {"circle": [500_000, 480_000_000, -300_000_000]}, "start": start, "end": start + 40 * HOUR}
        ],
    }
    drive(planner._say(planner._entry(NOTICE, fields)))
    wait(world, MINUTE)
    (ref,) = planner.book
    at_the_end(world)
    return world, planner, ref


def test_activities_kept_sees_an_activity_that_is_in_no_record():
    world, planner, ref = planned("lost")
    planner.book[ref].append(Act(CANCELLED, {}, world.time))
    red(ActivitiesKept, lambda: at_the_end(world))
    planner.book[ref][1:] = [Act(AMENDED, planner.book[ref][0].fields, world.time)]
    red(ActivitiesKept, lambda: at_the_end(world))


def test_activities_kept_sees_a_wider_amendment_that_nobody_has_to_read(monkeypatch):
    world, planner, ref = planned("wider")
    drive(world.planners["XBB"]._read(ref))
    monkeypatch.setattr("watchline.view.notices.widens", lambda before, after: False)
    drive(planner._amend(ref, 1, "wider"))
    red(ActivitiesKept, lambda: at_the_end(world))


def test_activities_kept_sees_one_in_force_after_its_end(monkeypatch):
    world, planner, ref = planned("over")
    drive(planner._act(ref, 1, CANCELLED))
    wait(world, MINUTE)
    at_the_end(world)
    monkeypatch.setattr("watchline.watch.notices.OVER", frozenset())
    red(ActivitiesKept, lambda: at_the_end(world))


def test_activities_kept_sees_a_read_that_does_not_count(monkeypatch):
    world, _planner, ref = planned("read")
    monkeypatch.setattr("watchline.view.notices._Told._read", lambda told, act, heard, version: False)
    drive(world.planners["XBB"]._read(ref))
    wait(world, MINUTE)
    red(ActivitiesKept, lambda: at_the_end(world))


def test_what_a_planner_said_when_his_machine_stopped_he_says_again_until_it_is_answered():
    world, planner, ref = planned("again")
    item = planner._entry(CANCELLED, {}, ref)
    drive(world["XAA"].act(item))
    stop(world, "XAA", MINUTE)
    drive(planner._say(item))
    assert CANCELLED not in [act.kind for act in planner.book[ref]]
    wait(world, 30 * MINUTE)
    assert [act.kind for act in planner.book[ref]].count(CANCELLED) == 1
    at_the_end(world)


def test_assessed_sees_a_pair_of_which_nobody_says_anything(monkeypatch):
    monkeypatch.setattr("watchline.sim.assessor.assessments_due", lambda *given: Turn([], 0, None))
    world = agreed("nothing", checkers=(PairsAssessed,))
    fire_and_flight(world)
    red(PairsAssessed, lambda: look(world))


def test_assessed_sees_a_search_that_leaves_one_out(monkeypatch):
    from watchline.assess import assessing

    real = assessing.gravest
    monkeypatch.setattr(assessing, "gravest", lambda *given, **more: real(*given, **more)._replace(encounters=()))
    world = agreed("left out", checkers=(PairsAssessed,))
    fire_and_flight(world)
    red(PairsAssessed, lambda: look(world))


def test_assessed_sees_numbers_that_differ(monkeypatch):
    from watchline.assess import assessing

    real = assessing._pair
    monkeypatch.setattr(
        assessing,
        "_pair",
        lambda areas, one: real(areas, one._replace(vertical_cm=one.vertical_cm + (areas._code == "XBB"))),
    )
    world = agreed("differ", checkers=(PairsAssessed,))
    fire_and_flight(world)
    red(PairsAssessed, lambda: look(world))


def test_chains_end_sees_an_assessment_written_twice(monkeypatch):
    monkeypatch.setattr("watchline.view.notices.NoticeView.assessed", lambda notice, code: None)
    world = agreed("twice", checkers=(ChainsEnd,))
    fire_and_flight(world)
    red(ChainsEnd, lambda: wait(world, MINUTE))


def test_notice_alarms_sees_a_conflict_that_rings_nowhere_and_one_that_nothing_calls_for(monkeypatch):
    monkeypatch.setattr(noticing, "_ring_pair", lambda core, found: None)
    world = agreed("silent", checkers=(NoticeAlarms,))
    fire_and_flight(world)
    red(NoticeAlarms, lambda: look(world))
    world = agreed("loud", checkers=(NoticeAlarms,))
    world["XAA"].node.core.alarms.set("stale/D-XAA-0002", Level.CAUTION, "Stale.", world["XAA"].now().wall)
    drive(world["XAA"].tick())
    red(NoticeAlarms, lambda: look(world))


def test_notice_alarms_sees_a_time_that_passes_unheard(monkeypatch):
    world = agreed("passes", checkers=(NoticeAlarms,))
    start = world["XAA"].now().wall
    ref = announce(world, "XAA", "naval", range_area(start, start + HOUR))
    wait(world, MINUTE)
    write(world, "XBB", "notice_read", ref, version=1)
    look(world)
    monkeypatch.setattr(noticing, "_times", lambda notice: iter(()))
    for member in world.members.values():
        member.node.core.noticed.due.clear()
    wait(world, 2 * HOUR)
    red(NoticeAlarms, lambda: look(world))


@pytest.mark.parametrize("code", ["XAA", "XBB"])
def test_every_other_party_searches_in_another_index(code):
    world = agreed("indexes", checkers=())
    fire_and_flight(world)
    look(world)
    assert type(world[code].assessor._areas.ours).__name__ == {"XAA": "SqliteIndex", "XBB": "MemoryIndex"}[code]
