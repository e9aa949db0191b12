"""What must never be trusted again: an older store, a lost or foreign head lock, a key set that two machines use."""

import copy

import pytest

from tests.sim.worlds import MINUTE, SECOND, Disks, alarms, held, opened, say, size, stop, wait
from watchline.log.fork import fork_shown, read_evidence
from watchline.log.held import DOC_EVIDENCE
from watchline.node import SayMessage
from watchline.node.forks import BRANCH
from watchline.sim import drive
from watchline.sim.checkers.closed_signs_nothing import ClosedSignsNothing
from watchline.sim.checkers.cosignature_times import CosignatureTimes
from watchline.sim.checkers.cosigned_is_kept import CosignedIsKept
from watchline.sim.checkers.mirror_is_prefix import MirrorIsPrefix
from watchline.sim.checkers.one_history import OneHistory
from watchline.sim.checkers.stored_before_sent import StoredBeforeSent
from watchline.sim.world import HOUR

SAFE = (StoredBeforeSent, OneHistory, CosignatureTimes, ClosedSignsNothing)


def older_store(disks, code, world):
    """Put back an older copy of the store; the head lock is as it was left."""
    store, _lock = disks.copy(code)
    say(world, code, "Written after the copy was taken.")
    wait(world, MINUTE)
    _store, lock = drive(disks(code))
    disks.put[code] = (store, lock)


def lost_lock(disks, code, world):
    """Lose the head lock."""
    _store, lock = drive(disks(code))
    lock.lose()


def empty_lock(disks, code, world):
    """Find an anchor folder with nothing in it."""
    _store, lock = drive(disks(code))
    lock.roll_back(({}, {}))


def older_lock(disks, code, world):
    """Put back an older copy of the anchor folder, as a restore of the whole machine but its store would."""
    _store, lock = drive(disks(code))
    taken = lock.snapshot()
    for _ in range(3):
        say(world, code, "Written after the copy was taken.")
        wait(world, MINUTE)
    lock.roll_back(taken)


def lock_ahead(disks, code, world):
    """Lose what the store wrote last; the head lock knows it."""
    older_store(disks, code, world)
    _store, lock = disks.put[code]
    disks.put[code] = (disks.put[code][0], copy.deepcopy(lock))


@pytest.mark.parametrize(
    "harm", [older_store, lost_lock, empty_lock, older_lock, lock_ahead], ids=lambda harm: harm.__name__
)
@pytest.mark.parametrize("parties", [2, 3])
def test_a_node_that_may_not_trust_its_memory_signs_nothing_and_goes_on_receiving(harm, parties):
    disks = Disks()
    world = opened(parties, seed=f"{harm.__name__} {parties}", checkers=SAFE, disks=disks)
    harm(disks, "XBB", world)
    stop(world, "XBB", 5 * SECOND)
    wait(world, 2 * MINUTE)
    assert world["XBB"].node.core.closed
    assert alarms(world, "XBB")["closed"].level == 4
    own = size(world, "XBB")
    ref = say(world, "XAA", "Do you receive?")
    say(world, "XAA", "Stop.", precedence="Z")
    wait(world, 2 * MINUTE)
    assert held(world, "XBB", "XAA") == size(world, "XAA"), "it goes on receiving"
    assert f"message/{ref}" in alarms(world, "XBB"), "and ringing"
    (reply,) = drive(world["XBB"].act(SayMessage(text="No.")))
    assert "signs and cosigns nothing more" in reply.error
    assert size(world, "XBB") == own
    stop(world, "XBB", 5 * SECOND)
    wait(world, 2 * MINUTE)
    assert world["XBB"].node.core.closed, "also after the next start"
    (checker,) = [item for item in world.hooks.all if isinstance(item, ClosedSignsNothing)]
    assert checker.seen_closed > 10
    say(world, "XAA", "The others go on.")
    wait(world, MINUTE)
    if parties > 2:
        assert held(world, "XCC", "XAA") == size(world, "XAA")
        assert "held/XBB" in alarms(world, "XAA")
        assert "held/XCC" not in alarms(world, "XAA")


@pytest.mark.parametrize("second", range(4))
@pytest.mark.parametrize("first", range(4))
def test_two_crashes_between_any_two_effects_close_nothing_and_lose_nothing(first, second):
    world = opened(seed=f"crash {first} {second}", checkers=(*SAFE, MirrorIsPrefix, CosignedIsKept))
    member = world["XAA"]
    for effects in (first, second):
        starts = member.starts
        member.doors.crash_in = effects
        for _ in range(4):
            drive(member.act(SayMessage(text="Cut off in the middle.")))
        wait(world, HOUR)
        assert member.starts == starts + 1
    assert not member.node.core.closed
    say(world, "XAA", "And on.")
    wait(world, MINUTE)
    assert held(world, "XBB", "XAA") == size(world, "XAA")
    assert not {"closed", "held/XBB"} & set(alarms(world, "XAA"))
    for checker in world.hooks.quiet:
        checker.quiet()


def evidence(world, code):
    """Return the evidence files that a party keeps."""
    return [value for _, value in world[code].held.rows(DOC_EVIDENCE, world.charter.line, None, 100)]


@pytest.mark.parametrize("parties", [2, 3])
def test_two_machines_with_one_key_set_are_noticed_with_evidence_and_nothing_else_stops(parties):
    disks = Disks()
    world = opened(
        parties, seed=f"twin {parties}", checkers=(StoredBeforeSent, OneHistory, MirrorIsPrefix), disks=disks
    )
    disks.put["copy"] = disks.copy("XBB")
    twin = world.twin("XBB", "copy", ["two"])
    drive(twin.start())
    wait(world, MINUTE)
    say(world, "XBB", "I am here.")
    drive(twin.act(SayMessage(text="No, here.")))
    drive(twin.act(SayMessage(text="And again.")))
    wait(world, 2 * MINUTE)
    origin = world.charter.log("XBB", 1).origin()
    others = [code for code in world.members if code != "XBB"]
    for code in others:
        assert world[code].node.core.logs[origin].status == "disputed"
        assert f"fork/{origin}" in alarms(world, code)
        files = evidence(world, code)
        assert files
        kind, line, objects = read_evidence(files[0])
        assert line == world.charter.line
        assert fork_shown(kind, objects, world["XBB"].party.keys.public.log) == origin
        assert not world[code].node.core.closed
    assert any(world[code].held.rows(BRANCH, world.charter.line, None, 10) for code in others), "both branches are kept"
    assert world["XBB"].node.core.closed, "the machine learns that its key is elsewhere"
    before = {code: world[code].node.core.logs[origin].cosigned.size for code in others}
    for code in others:
        say(world, code, "We go on.")
    wait(world, MINUTE)
    stop(world, "XBB", 5 * SECOND)
    wait(world, MINUTE)
    assert world["XBB"].node.core.closed, "also after the next start"
    for code in others:
        assert world[code].node.core.logs[origin].cosigned.size == before[code], "no further head of it is cosigned"
        for other in others:
            assert held(world, code, other) == size(world, other)
