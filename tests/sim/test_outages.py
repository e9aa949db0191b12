"""Outages of every length end with everything delivered; clocks that are stepped stop nothing."""

import pytest

from tests.sim.worlds import MINUTE, SECOND, alarms, cut_all, held, mend_all, opened, say, size, wait
from watchline.node import SayMessage, SayRead
from watchline.sim import Fault, drive
from watchline.sim.checkers.cosignature_times import CosignatureTimes
from watchline.sim.network import DIAL_MAX_MS
from watchline.sim.world import DELIVERED_MS, HOUR


def both_hold_everything(world):
    return all(held(world, code, author) == size(world, author) for code in world.members for author in world.members)


@pytest.mark.parametrize("loud", [False, True])
def test_a_peer_gone_for_72_hours_has_everything_35_seconds_after_it_returns(loud):
    world = opened(seed=f"gone {loud}")
    cut_all(world, loud=loud)
    for hour in range(72):
        wait(world, HOUR)
        say(world, "XAA", f"Hour {hour}.")
        say(world, "XBB", f"Hour {hour} here.")
    assert held(world, "XBB", "XAA") < size(world, "XAA")
    assert "dark/XBB" in alarms(world, "XAA")
    assert "held/XBB" in alarms(world, "XAA")
    written = {code: size(world, code) for code in world.members}
    mend_all(world)
    wait(world, DELIVERED_MS)
    assert held(world, "XBB", "XAA") >= written["XAA"]
    assert held(world, "XAA", "XBB") >= written["XBB"]
    wait(world, MINUTE)
    assert both_hold_everything(world)
    assert not [name for name in alarms(world, "XAA") if name.startswith(("dark", "circuit", "held"))]


@pytest.mark.parametrize("seconds", [0.05, 0.3, 1, 3, 9])
def test_an_outage_shorter_than_any_threshold_resyncs_too(seconds):
    world = opened(seed=f"short {seconds}")
    cut_all(world)
    say(world, "XAA", "Lost on the way.")
    wait(world, int(seconds * SECOND))
    mend_all(world)
    wait(world, DELIVERED_MS)
    assert both_hold_everything(world)
    assert all(link.connection == 1 for link in world.network.links), "no circuit was dialled anew"


def test_the_last_entry_lost_on_a_circuit_that_stays_up_goes_again():
    world = opened(seed="lost")
    for link in world.network.links:
        link.weather = link.weather._replace(loss=1.0)
    say(world, "XAA", "Lost.")
    wait(world, SECOND)
    for link in world.network.links:
        link.weather = link.weather._replace(loss=0.0)
    wait(world, 12 * SECOND)
    assert both_hold_everything(world)


def test_a_node_loaded_anew_on_standing_circuits_is_asked_again_at_once():
    world = opened(seed="loaded anew")
    world["XAA"].doors.fault = Fault.FULL
    world.fault("a full disk is watched")
    world.fault_over("from here on")
    assert drive(world["XAA"].act(SayMessage(text="Not written."))) == []
    wait(world, 2 * SECOND)
    assert world["XAA"].starts == 2
    say(world, "XAA", "Written.")
    wait(world, SECOND)
    assert both_hold_everything(world)
    assert all(link.connection == 1 for link in world.network.links)


def test_a_flash_rings_at_the_other_party_a_delay_later_also_in_the_middle_of_collapsed_hours():
    world = opened(seed="flash")
    wait(world, 3 * HOUR + 12_345)
    ref = say(world, "XAA", "Stop.", precedence="Z")
    wait(world, 200)
    assert alarms(world, "XBB")[f"message/{ref}"].level == 4
    drive(world["XBB"].act(SayRead(ref=ref)))
    wait(world, 200)
    assert f"message/{ref}" not in alarms(world, "XBB")


@pytest.mark.parametrize("minutes", [10, -10])
def test_a_stepped_clock_stops_no_cosigning_and_its_time_never_goes_back(minutes):
    world = opened(seed=f"clock {minutes}")
    member = world["XBB"]
    wait(world, HOUR)
    world.something_happens()
    member.clock.step(minutes * MINUTE)
    member.disturbed.append((world.time, world.time + HOUR))
    (checker,) = [item for item in world.hooks.all if isinstance(item, CosignatureTimes)]
    ahead = []
    for _ in range(5):
        wait(world, 10 * MINUTE)
        say(world, "XAA")
        wait(world, SECOND)
        assert both_hold_everything(world)
        ahead.append(checker.latest("XBB") - (world.start_wall + world.time) // 1000)
    assert "clock" in alarms(world, "XBB")
    assert "clock/XBB" in alarms(world, "XAA")
    allowed = world.charter.clock_ms // 1000
    if minutes > 0:
        assert all(allowed - 3 <= each <= allowed + 3 for each in ahead), (
            "T follows as far as the charter allows, and no farther"
        )
    else:
        assert max(ahead) < 3
    world.something_happens()
    member.clock.step(-minutes * MINUTE)
    wait(world, 2 * MINUTE)
    say(world, "XAA")
    wait(world, MINUTE)
    assert both_hold_everything(world)
    assert "clock" not in alarms(world, "XBB")


def test_a_silent_cut_is_noticed_after_fifteen_seconds_also_in_collapsed_hours():
    world = opened(seed="silent")
    wait(world, 5 * HOUR)
    cut_all(world)
    wait(world, 21 * SECOND)
    assert {"circuit/XBB/one", "circuit/XBB/two", "dark/XBB"} <= set(alarms(world, "XAA"))
    mend_all(world)
    wait(world, DIAL_MAX_MS + 2 * SECOND)
    assert "dark/XBB" not in alarms(world, "XAA")


def test_two_hours_at_full_cadence_beat_every_five_seconds_and_collapsed_ones_hardly_ever():
    beats = {}
    for collapse in (True, False):
        world = opened(seed="cadence", collapse=collapse)
        before = world.frames["BEAT"]
        wait(world, 2 * HOUR)
        beats[collapse] = world.frames["BEAT"] - before
        assert both_hold_everything(world)
    assert beats[False] == pytest.approx(4 * 2 * 720, rel=0.02)
    assert beats[True] < 50


def test_an_entry_lost_while_others_follow_without_a_pause_is_brought_within_thirteen_seconds():
    world = opened(seed="steady")
    for link in world.network.links:
        link.weather = link.weather._replace(loss=1.0)
    say(world, "XAA", "Lost.")
    lost = size(world, "XAA")
    for link in world.network.links:
        link.weather = link.weather._replace(loss=0.0)
    for at in range(4):
        wait(world, 3 * SECOND)
        say(world, "XAA", f"Another, {at}.")
    wait(world, SECOND)
    assert held(world, "XBB", "XAA") >= lost + 4
