"""Each checker seen red once: a fault is planted in a part of the node, and the checker that should see it does."""

import msgspec
import pytest

from tests.sim.worlds import MINUTE, SECOND, Disks, alarms, opened, say, stop, wait
from watchline.node import SayMessage, SayRead
from watchline.sim import Broken, Habits, Options, drive, simulate
from watchline.sim.checkers.alarms import AlarmsFit
from watchline.sim.checkers.chains_end import ChainsEnd
from watchline.sim.checkers.closed_signs_nothing import ClosedSignsNothing
from watchline.sim.checkers.cosignature_times import CosignatureTimes
from watchline.sim.checkers.cosigned_is_kept import CosignedIsKept
from watchline.sim.checkers.delivered import Delivered
from watchline.sim.checkers.mirror_is_prefix import MirrorIsPrefix
from watchline.sim.checkers.one_history import OneHistory
from watchline.sim.checkers.stored_before_sent import StoredBeforeSent
from watchline.sim.checkers.views_agree import ViewsAgree
from watchline.sim.world import DAY, HOUR


def red(checker, act):
    """Expect one checker, and no other, to stop what is done."""
    with pytest.raises(Broken) as found:
        act()
    assert found.value.checker == checker.name, str(found.value)


def look(world):
    """Let every checker look at everything, as at the end of a run."""
    for member in world.members.values():
        drive(member.tick())
    for checker in world.hooks.quiet:
        checker.quiet()


async def sent_first(outcome, doors):
    for send in outcome.sends:
        carrier = doors.carrier(send.circuits[0], send.peer)
        await carrier.send(send.frame)
    if outcome.batch:
        await doors.store.append(doors.tenure, outcome.batch)
    if outcome.locks:
        await doors.lock.swap(outcome.locks)


async def never_locked(outcome, doors):
    if outcome.batch:
        await doors.store.append(doors.tenure, outcome.batch)
    for send in outcome.sends:
        await doors.carrier(send.circuits[0], send.peer).send(send.frame)


@pytest.mark.parametrize("perform", [sent_first, never_locked])
def test_stored_before_sent_sees_a_node_that_sends_first_or_never_locks(perform, monkeypatch):
    world = opened(checkers=(StoredBeforeSent,))
    monkeypatch.setattr("watchline.sim.member.perform", perform)
    red(StoredBeforeSent, lambda: say(world, "XAA"))


def test_one_history_sees_a_node_whose_whole_machine_was_put_back():
    disks = Disks()
    world = opened(checkers=(OneHistory,), disks=disks)
    store, lock = disks.copy("XAA")
    say(world, "XAA", "One history.")
    wait(world, MINUTE)
    disks.put["XAA"] = (store, lock)  # the lock as old as the store: what a snapshot of the whole machine would be
    stop(world, "XAA", SECOND)

    def another():
        wait(world, SECOND + 10)  # before anybody can tell it
        say(world, "XAA", "Another one.")
        wait(world, MINUTE)

    red(OneHistory, another)


def test_closed_signs_nothing_sees_a_node_that_does_not_mind_its_lock(monkeypatch):
    disks = Disks()
    world = opened(checkers=(ClosedSignsNothing,), disks=disks)
    drive(disks("XBB"))[1].lose()
    monkeypatch.setattr("watchline.node.memory.Core.may_sign", lambda core: True)
    stop(world, "XBB", SECOND)

    def spoken_to():
        wait(world, 2 * MINUTE)
        say(world, "XAA")
        wait(world, MINUTE)

    red(ClosedSignsNothing, spoken_to)


def test_cosignature_times_sees_a_clock_that_follows_the_wall(monkeypatch):
    monkeypatch.setattr("watchline.node.clock.CosigningClock.tell", lambda clock, now: now.wall)
    world = opened(checkers=(CosignatureTimes,))

    def stepped_back():
        say(world, "XAA")
        wait(world, MINUTE)
        world["XBB"].clock.step(-10 * MINUTE)
        say(world, "XAA")
        wait(world, MINUTE)

    red(CosignatureTimes, stepped_back)


def test_mirror_is_prefix_sees_a_mirror_that_keeps_another_body(monkeypatch):
    from watchline.node import accept

    real = accept.take_in
    world = opened(checkers=(MirrorIsPrefix,))
    monkeypatch.setattr(accept, "take_in", lambda *given: real(*given)._replace(body=b""))

    def written():
        say(world, "XAA")
        wait(world, SECOND)

    red(MirrorIsPrefix, written)


@pytest.mark.parametrize("code", ["XAA", "XBB"])
def test_cosigned_is_kept_sees_a_lost_entry_on_the_author_s_and_on_the_mirror_s_side(code):
    disks = Disks()
    world = opened(checkers=(CosignedIsKept,), disks=disks)
    store, _lock = disks.copy(code)
    say(world, "XAA", "Not to be lost.")
    wait(world, MINUTE)
    disks.put[code] = (store, drive(disks(code))[1])
    stop(world, code, SECOND)
    red(CosignedIsKept, lambda: wait(world, 2 * SECOND))


def test_cosigned_is_kept_sees_a_body_that_is_gone():
    world = opened(checkers=(CosignedIsKept,))
    store = world["XBB"].doors.inner_store
    origin = world.charter.log("XAA", 1).origin()
    drive(store.erase(world["XBB"].doors.tenure, [(origin, 3)]))
    red(CosignedIsKept, lambda: look(world))


def test_delivered_sees_entries_that_are_never_asked_for(monkeypatch):
    world = opened(checkers=(Delivered,))
    world.fault("the circuits lose everything")
    for link in world.network.links:
        link.weather = link.weather._replace(loss=1.0)
    monkeypatch.setattr("watchline.peer.outbox.Outbox.rewind", lambda outbox: None)
    monkeypatch.setattr("watchline.peer.outbox.Outbox.resend", lambda outbox, mono: False)
    monkeypatch.setattr("watchline.node.beats.want_stream", lambda core, peer: None)
    say(world, "XAA")
    wait(world, SECOND)
    for link in world.network.links:
        link.weather = link.weather._replace(loss=0.0)
    world.fault_over("fair")
    red(Delivered, lambda: wait(world, MINUTE))


def test_views_agree_sees_a_fold_that_depends_on_the_order_of_arrival(monkeypatch):
    world = opened(3, checkers=(ViewsAgree,))
    ref = say(world, "XAA", "Read this.")
    wait(world, MINUTE)
    look(world)

    def unsorted(thread, act):
        return type(thread)(thread.opener, (*(item for item in thread.acts if item[2] != act[2]), act))

    monkeypatch.setattr("watchline.view.fold.with_act", unsorted)
    for code in ("XBB", "XCC"):
        drive(world[code].act(SayRead(ref=ref)))
    wait(world, MINUTE)
    red(ViewsAgree, lambda: look(world))


@pytest.mark.parametrize("long", [0, 2_000])
def test_views_agree_sees_in_the_second_fold_alone_that_the_order_of_arrival_matters(long, monkeypatch):
    monkeypatch.setattr("watchline.sim.checkers.views_agree.LONG", long)
    world = opened(3, checkers=(ViewsAgree,))
    for _ in range(8):
        ref = say(world, "XAA", "Read this.")
        wait(world, MINUTE)
        for code in ("XBB", "XCC"):
            drive(world[code].act(SayRead(ref=ref)))
        wait(world, MINUTE)
    look(world)

    def unsorted(thread, act):
        return type(thread)(thread.opener, (*(item for item in thread.acts if item[2] != act[2]), act))

    monkeypatch.setattr("watchline.view.fold.with_act", unsorted)
    red(ViewsAgree, lambda: look(world))


@pytest.mark.parametrize("long", [0, 2_000])
def test_views_agree_sees_a_row_that_no_entry_gives(long, monkeypatch):
    monkeypatch.setattr("watchline.sim.checkers.views_agree.LONG", long)
    world = opened(checkers=(ViewsAgree,))
    say(world, "XAA")
    wait(world, MINUTE)
    for member in world.members.values():
        rows = member.held.rows("thread", world.charter.line, None, 1)
        view = member.doors.inner_store._views["thread"]
        view.put(rows[0][0], rows[0][1] + b"\x00")
    red(ViewsAgree, lambda: look(world))


def test_chains_end_sees_receipts_of_receipts(monkeypatch):
    from watchline.node import accept

    world = opened(checkers=(ChainsEnd,))
    kinds = (*world.charter.receipt_kinds, "receipt")
    monkeypatch.setattr(accept, "needs_receipt", lambda *given: True)
    for member in world.members.values():
        member.node.core.charter = msgspec.structs.replace(world.charter, receipt_kinds=kinds)
    red(ChainsEnd, lambda: (say(world, "XAA"), wait(world, 10 * MINUTE)))


def test_chains_end_sees_an_idle_line_that_grows():
    world = opened(checkers=(ChainsEnd,))
    for checker in world.hooks.idle:
        checker.idle()
    say(world, "XAA", "Who is there?")
    wait(world, MINUTE)
    red(ChainsEnd, lambda: look(world))


def test_alarms_sees_a_missed_test_without_an_alarm(monkeypatch):
    monkeypatch.setattr("watchline.node.due._ring", lambda core, row: None)
    world = opened(checkers=(AlarmsFit,), habits=Habits(messages=0.0, never=1.0))

    red(AlarmsFit, lambda: (wait(world, DAY), look(world)))


def test_alarms_sees_an_unread_message_that_rings_nowhere(monkeypatch):
    world = opened(checkers=(AlarmsFit,))
    monkeypatch.setattr("watchline.node.due._overdue", lambda core, ref: None)
    say(world, "XAA", precedence="O")
    world.officers["XBB"].until = world.time
    red(AlarmsFit, lambda: (wait(world, HOUR), look(world)))


def test_alarms_sees_one_that_nothing_calls_for():
    world = opened(checkers=(AlarmsFit,))
    look(world)
    world["XAA"].node.core.alarms.set("dark/XBB", 3, "The line is dark.", world["XAA"].now().wall)
    world["XAA"].node.core.peers["XBB"].circuits["one"].alive = False
    world["XAA"].node.core.peers["XBB"].circuits["two"].alive = False
    assert "dark/XBB" in alarms(world, "XAA")
    red(AlarmsFit, lambda: look(world))


def test_a_whole_run_finds_a_planted_fault_and_names_the_seed(monkeypatch):
    monkeypatch.setattr("watchline.sim.member.perform", sent_first)
    red(StoredBeforeSent, lambda: simulate(Options(seed=1, days=1)))


def test_a_saying_that_never_reaches_the_node_is_no_entry():
    world = opened()
    stop(world, "XAA", 5 * SECOND)
    assert drive(world["XAA"].act(SayMessage(text="Nobody is here."))) == []
