"""Three become two on machines that fail: the new epoch is opened once, whatever is cut off, and nothing signed forks or is lost."""

from hashlib import sha256

import pytest

from tests.sim.test_amended_restored import answer, in_force, propose
from tests.sim.test_epochs import NewMirrorGoesOn, log_of, origin, restored
from tests.sim.test_restored import SAFE
from tests.sim.worlds import MINUTE, SECOND, Disks, alarms, opened, say, stop, wait
from tests.successors import successor
from watchline.codec import decode
from watchline.keys import PrivateKey
from watchline.node import Rules, SayCharterAnswered, SayMessage
from watchline.record import read_charter, sign_charter
from watchline.sim import drive
from watchline.sim.checkers.cosigned_is_kept import CosignedIsKept
from watchline.sim.checkers.mirror_is_prefix import MirrorIsPrefix

SLOW = Rules(beat_ms=60_000, dead_ms=180_000)
"""Who left holds less than the others for ever, so the simulator never skips idle hours here; slower beats make up for it."""
CHECKS = (*SAFE, MirrorIsPrefix, CosignedIsKept, NewMirrorGoesOn)


def root(seed, code):
    return PrivateKey(sha256(f"watchline sim {seed} {code} root".encode()).digest())


def agreed(world):
    """XAA proposes a charter without XCC, and every party signs; return the reference, the charter and the root signatures."""
    before = decode(world.charter.data)
    fields = {"parties": [item for item in before["parties"] if item["code"] != "XCC"], "generation": 1}
    ref = propose(world, "XAA", **fields)
    for code in ("XBB", "XCC"):
        answer(world, code, ref, "sign")
    charter = read_charter(successor(world.charter, **fields))
    signatures = tuple((code, sign_charter(charter, root(world.seed, code))) for code in world.charter.codes)
    return SayCharterAnswered(ref=ref, how="enforce", signatures=signatures), charter


@pytest.mark.parametrize("effects", range(6))
@pytest.mark.parametrize("who", ["XAA", "XBB"])
def test_a_crash_between_any_two_effects_of_the_new_epoch_leaves_one_history(who, effects):
    world = opened(3, seed="three become two", checkers=CHECKS, rules=SLOW)
    enforce, charter = agreed(world)
    world[who].doors.crash_in = effects
    drive(world["XAA"].act(enforce))
    wait(world, 60 * MINUTE)
    if in_force(world, "XAA") == world.charter.hash:
        assert who == "XAA", "the machine stopped before the decision was written"
        (reply,) = drive(world["XAA"].act(enforce))
        assert not reply.error, reply.error
        wait(world, 5 * MINUTE)
    assert in_force(world, "XAA") == in_force(world, "XBB") == charter.hash
    for code in ("XAA", "XBB"):
        core = world[code].node.core
        assert not core.closed
        assert core.own.name.epoch == 2
    assert "left" in alarms(world, "XCC")
    ref = say(world, "XAA", "Between the two of us.")
    wait(world, 2 * MINUTE)
    assert world["XBB"].node.core.logs[origin(world, "XAA", 2)].cosigned == world["XAA"].node.core.own.head
    assert log_of(world, "XCC", "XAA", 2) is None
    assert not world["XCC"].held.entry(origin(world, "XAA", 2), 0), ref
    (reply,) = drive(world["XCC"].act(SayMessage(text="And I?")))
    assert "no party of this line any more" in reply.error


@pytest.mark.parametrize("knew", [True, False])
def test_a_party_that_lost_its_head_lock_goes_on_among_those_who_are_there(knew):
    disks = Disks()
    seed = f"restored {knew}"
    world = opened(3, seed=seed, checkers=CHECKS, rules=SLOW, spares=1, disks=disks)
    enforce, charter = agreed(world)
    if knew:
        drive(world["XAA"].act(enforce))
        wait(world, 5 * MINUTE)
        assert world["XBB"].node.core.own.name.epoch == 2
    drive(disks("XBB"))[1].lose()
    stop(world, "XBB", 5 * SECOND)
    wait(world, 5 * MINUTE)
    if not knew:
        drive(world["XAA"].act(enforce))
        wait(world, 5 * MINUTE)
    restored(world)
    wait(world, 10 * MINUTE)
    core = world["XBB"].node.core
    assert core.own.name.epoch == (3 if knew else 2)
    assert core.own.generation == 1
    assert core.own.keys == world["XBB"].party.spares[0].public
    say(world, "XBB", "On, among the two of us.")
    say(world, "XAA", "Received.")
    wait(world, 5 * MINUTE)
    assert in_force(world, "XAA") == in_force(world, "XBB") == charter.hash
    mirror = world["XAA"].node.core.logs[core.own.origin]
    assert mirror.cosigned == mirror.head == core.own.head
    assert mirror.generation == 1
    assert core.own.origin not in world["XCC"].node.core.logs
    for code in ("XAA", "XBB"):
        assert not [name for name in alarms(world, code) if name.startswith(("entry/", "refused"))]
