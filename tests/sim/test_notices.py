"""Activities through faults: announced, amended, assessed by both nodes, and the same verdict at both whatever happens in between."""

import pytest

from tests.notices import HOUR, SEPARATION, corridor, range_area, volume
from tests.notices import at as place
from tests.sim.test_amended_restored import amend as amend_charter
from tests.sim.test_amended_restored import answer, propose
from tests.sim.test_epochs import restored
from tests.sim.test_restored import SAFE
from tests.sim.worlds import MINUTE, SECOND, Disks, alarms, cut_all, mend_all, opened, say, stop, wait
from watchline.measure.area import Corridor
from watchline.node import Assessed, SayEntry
from watchline.record.notices import notice_fields
from watchline.sim import Options, drive, simulate
from watchline.sim.checkers.assessed import ASSESSED_MS, PairsAssessed
from watchline.sim.checkers.flash_first import FlashFirst
from watchline.sim.checkers.notice_alarms import NoticeAlarms
from watchline.sim.doors import Fault
from watchline.view.meetings import differences, meetings

OTHER = [{**item, "lateral_m": 1_000} for item in SEPARATION]
CHECKED = (*SAFE, PairsAssessed, NoticeAlarms, FlashFirst)


def agreed(seed, parties=2, checkers=CHECKED, **fields):
    return opened(parties, seed=seed, checkers=checkers, charter={"separation": SEPARATION}, **fields)


def write(world, code, kind, on="", **fields):
    (reply,) = drive(world[code].act(SayEntry(kind=kind, fields=fields, on=on)))
    assert not reply.error, reply.error
    return reply.ref


def announce(world, code, activity, *volumes, on="", **more):
    kind = "notice_amended" if on else "activity_notice"
    return write(world, code, kind, on, **notice_fields(activity, volumes, **more))


def fire_and_flight(world, hours=30):
    """A live-fire area of XAA and a flight of XBB through it, at the same time."""
    start = world["XAA"].now().wall + hours * HOUR
    fire = announce(world, "XAA", "live_fire", range_area(start, start + HOUR))
    flight = announce(world, "XBB", "air", corridor(start, start + HOUR))
    return fire, flight


def pairs(world, code):
    line, held = world.charter.line, world[code].held
    return meetings(line, held.row, held.rows)


def verdicts(world):
    """What each party states now of each pair, as each node has it."""
    found = [
        {(pair.refs, who): one.verdict for pair in pairs(world, at) for who, one in pair.current.items()}
        for at in world.members
    ]
    assert all(each == found[0] for each in found)
    return sorted(found[0].values())


def look(world):
    """Let the checkers look, after all that may be assessed was."""
    wait(world, ASSESSED_MS)
    for checker in world.hooks.quiet:
        checker.quiet()


@pytest.mark.parametrize(("seed", "parties"), [(6, 2), (36, 3)])
def test_a_run_with_faults_and_notices_holds(seed, parties):
    options = Options(seed=seed, days=1, parties=parties, notices=4)
    report = simulate(options)
    assert report.entries_by_people > 20
    assert options.command().endswith("--notices 4")


def test_a_node_that_gathers_its_former_log_assesses_once_its_next_epoch_is_open():
    disks = Disks()
    world = agreed("gathers", disks=disks, spares=1)
    stop(world, "XBB", 10 * MINUTE)
    start = world["XAA"].now().wall + 30 * HOUR
    announce(world, "XAA", "live_fire", range_area(start, start + HOUR))
    drive(disks("XBB"))[1].lose()
    restored(world)
    look(world)
    assert world["XBB"].node.core.own.name.epoch == 2
    announce(world, "XBB", "air", corridor(start, start + HOUR))
    look(world)
    assert verdicts(world) == ["CONFLICT"] * 2


@pytest.mark.parametrize("fault", [Fault.FULL, Fault.UNKNOWN_STORED])
def test_a_full_disk_puts_an_assessment_off_and_ends_none(fault, monkeypatch):
    world = agreed("full disk")
    act = world["XBB"].act

    async def full(*inputs):
        if world["XBB"].starts == 1 and isinstance(inputs[0], Assessed):
            world["XBB"].doors.fault = fault
        return await act(*inputs)

    monkeypatch.setattr(world["XBB"], "act", full)
    fire_and_flight(world)
    look(world)
    assert world["XBB"].starts == 2, "its disk was full once"
    assert verdicts(world) == ["CONFLICT"] * 2


def test_a_separation_amended_while_notices_stand_and_the_line_is_cut():
    world = agreed("table")
    fire_and_flight(world)
    look(world)
    assert verdicts(world) == ["CONFLICT"] * 2
    ref = propose(world, "XAA", separation=OTHER)
    answer(world, "XBB", ref, "sign")
    cut_all(world)
    answer(world, "XAA", ref, "enforce")
    wait(world, 10 * MINUTE)
    (pair,) = pairs(world, "XAA")
    assert len({one.table for one in pair.current.values()}) == 2, "one of them cannot know it yet"
    assert [one["field"] for one in differences(pair)] == ["limits", "verdict"]
    mend_all(world)
    look(world)
    (pair,) = pairs(world, "XBB")
    assert len({one.table for one in pair.current.values()}) == 1
    amend_charter(world, "XBB", separation=SEPARATION)
    look(world)


def test_activities_of_many_legs_are_found_alike_from_either_side():
    world = agreed("legs")
    start = world["XAA"].now().wall + 30 * HOUR

    def legs(turn):
        made = []
        for n in range(5):
            ends = (
                (place(50 + n / 50, 20), place(50 + n / 50, 20.1))
                if turn
                else (place(50, 20 + n / 50), place(50.1, 20 + n / 50))
            )
            made.append(volume(Corridor(ends, 50_000 + 1_000 * n), start + n * MINUTE, start + HOUR - n * MINUTE))
        return made

    announce(world, "XAA", "air", *legs(True))
    announce(world, "XBB", "air", *legs(False))
    look(world)
    assert verdicts(world) == ["CONFLICT"] * 2
    assert not [name for name in alarms(world, "XAA") if name.startswith("assessed")]


def test_what_nothing_was_agreed_for_and_comes_apart_is_clear():
    world = agreed("apart")
    start = world["XAA"].now().wall + 30 * HOUR
    ours = announce(world, "XAA", "naval", range_area(start, start + HOUR))
    announce(world, "XBB", "drone", range_area(start, start + HOUR))
    look(world)
    assert verdicts(world) == ["PROXIMITY"] * 2
    announce(world, "XAA", "naval", range_area(start + 30 * HOUR, start + 31 * HOUR), on=ours)
    look(world)
    assert verdicts(world) == ["CLEAR"] * 2


@pytest.mark.parametrize("started_again", [False, True])
def test_a_flash_overtakes_what_waits(started_again):
    world = agreed("flash", checkers=(FlashFirst,))
    start = world["XAA"].now().wall + 30 * HOUR
    cut_all(world)
    for n in range(16):
        area = range_area(start, start + HOUR, lat=50 + n / 2)
        announce(world, "XAA", "live_fire", area, text="x" * 9_000, language="en")
    wait(world, MINUTE)
    ref = say(world, "XAA", "Hold fire.", precedence="Z")
    if started_again:
        stop(world, "XAA", SECOND)
        wait(world, MINUTE)
    told = []
    world.listeners.append(
        lambda member, outcome: told.extend(item.what for item in outcome.news if member.code == "XBB")
    )
    mend_all(world)
    wait(world, MINUTE)
    assert told.index("early") < told.index("activity_notice")
    assert told.count("early") == 1
    assert alarms(world, "XBB")[f"message/{ref}"]
    assert not world["XAA"].node.core.flashes, "every party holds it"
