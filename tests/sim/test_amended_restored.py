"""A line whose charter was amended, and one of whose nodes then goes on in its next epoch: by which charter, and bound by what."""

import pytest

from tests.sim.test_epochs import log_of, quiet, record_at, restored
from tests.sim.test_restored import SAFE
from tests.sim.worlds import MINUTE, SECOND, Disks, alarms, cut_all, mend_all, opened, say, stop, wait
from tests.successors import successor
from watchline.line import SuccessorState
from watchline.node import AdoptFormer, SayCharterAnswered, SayCharterProposed, SayMessage
from watchline.record import EpochOpen, read_leaf
from watchline.sim import drive
from watchline.sim.checkers.mirror_is_prefix import MirrorIsPrefix
from watchline.view import LABEL

NOON = [{"minute": 720, "circuit": "one"}]
EVENING = [{"minute": 1200, "circuit": "one"}]
CIRCUITS = [{"name": "one", "carrier": "direct"}]


def act(world, code, item):
    (reply,) = drive(world[code].act(item))
    return reply


def propose(world, code, **changes):
    """Propose a successor of the charter that a node works by; return the reference of the proposal."""
    reply = act(world, code, SayCharterProposed(charter=successor(world[code].node.core.charter, **changes)))
    assert not reply.error, reply.error
    wait(world, MINUTE)
    return reply.ref


def answer(world, code, ref, how):
    reply = act(world, code, SayCharterAnswered(ref=ref, how=how))
    assert not reply.error, reply.error
    wait(world, MINUTE)


def amend(world, proposer="XAA", **changes):
    """Carry an amendment through; return the hash of the charter in force."""
    ref = propose(world, proposer, **changes)
    for code in world.members:
        if code != proposer:
            answer(world, code, ref, "sign")
    answer(world, proposer, ref, "enforce")
    return in_force(world, proposer)


def in_force(world, code):
    return world[code].node.core.charter.hash


def pinned(world, disks, code, name):
    _store, lock = drive(disks(code))
    return drive(lock.pins()).get(f"{name}/{world.charter.line.hex()}", b"")


def named(world, at, code, epoch):
    """The charter that each entry of an epoch names, as another node holds it."""
    log = log_of(world, at, code, epoch)
    return [read_leaf(log.entry(index, world[at].held).leaf).charter for index in range(log.size)]


def labels(world, code):
    return dict(world[code].held.rows(LABEL, world.charter.line, None, 1000))


@pytest.mark.parametrize("proposer", ["XAA", "XBB"])
@pytest.mark.parametrize("parties", [2, 3])
def test_a_restored_node_goes_on_by_the_charter_in_force_and_never_by_the_founding_one(parties, proposer):
    disks = Disks()
    world = opened(parties, seed=f"amended {proposer}", disks=disks, spares=1)
    new = amend(world, proposer, calendar=NOON, posts=["watch", "air"], circuits=CIRCUITS)
    drive(disks("XBB"))[1].lose()
    stop(world, "XBB", 5 * SECOND)
    wait(world, 2 * MINUTE)
    assert in_force(world, "XBB") == new, "a closed node shows what is in force"
    restored(world)
    wait(world, 10 * SECOND)
    core = world["XBB"].node.core
    assert core.gathering
    assert core.charter.hash == new, "while it gathers, too"
    assert core.peers["XAA"].listed == ("one",)
    wait(world, 2 * MINUTE)
    assert core.own.name.epoch == 2
    reply = act(world, "XBB", SayMessage(text="By the new one.", post="air"))
    assert not reply.error, reply.error
    wait(world, MINUTE)
    opening = record_at(world, "XAA", "XBB", 2, 0)
    assert isinstance(opening, EpochOpen)
    assert set(named(world, "XAA", "XBB", 2)) == {new}
    assert pinned(world, disks, "XBB", "charter") == new
    for code in world.members:
        assert in_force(world, code) == new
        assert not labels(world, code), "no entry names another charter than it must"
        assert not any(name.startswith(("refused", "circuit/XBB/two")) for name in alarms(world, code))
    again = amend(world, "XBB", calendar=EVENING, posts=["watch"])
    assert {in_force(world, code) for code in world.members} == {again}
    quiet(world)


def test_an_amendment_decided_after_the_new_epoch_counts_signatures_of_both_epochs():
    disks = Disks()
    world = opened(3, seed="signed before", disks=disks, spares=1)
    ref = propose(world, "XAA", calendar=NOON)
    answer(world, "XBB", ref, "sign")
    assert pinned(world, disks, "XBB", "signed")
    drive(disks("XBB"))[1].lose()
    restored(world)
    wait(world, 2 * MINUTE)
    reply = act(world, "XBB", SayCharterAnswered(ref=ref, how="sign"))
    assert "given once" in reply.error, "its signature of the epoch before stands"
    reply = act(world, "XBB", SayCharterProposed(charter=successor(world.charter, calendar=EVENING)))
    assert "not decided" in reply.error, "and binds it"
    answer(world, "XCC", ref, "sign")
    answer(world, "XAA", ref, "enforce")
    assert len({in_force(world, code) for code in world.members} | {world.charter.hash}) == 2
    assert not any(world[code].node.core.amended.model.doubles for code in world.members)
    quiet(world)


def test_a_proposer_that_is_restored_decides_in_its_next_epoch():
    disks = Disks()
    world = opened(2, seed="proposer", disks=disks, spares=1)
    ref = propose(world, "XBB", calendar=NOON)
    answer(world, "XAA", ref, "sign")
    drive(disks("XBB"))[1].lose()
    restored(world)
    wait(world, 2 * MINUTE)
    answer(world, "XBB", ref, "enforce")
    assert in_force(world, "XAA") == in_force(world, "XBB") != world.charter.hash
    assert not labels(world, "XAA")
    quiet(world)


def test_what_it_signed_and_lost_binds_it_still_by_the_anchor_store():
    disks = Disks()
    world = opened(2, seed="bound", disks=disks, spares=1, checkers=(*SAFE, MirrorIsPrefix))
    ref = propose(world, "XAA", calendar=NOON)
    taken, _lock = disks.copy("XBB")
    answer(world, "XBB", ref, "sign")
    _store, lock = drive(disks("XBB"))
    disks.put["XBB"] = (taken, lock)
    stop(world, "XBB", 5 * SECOND)
    cut_all(world)
    restored(world)
    wait(world, MINUTE)
    assert world["XBB"].node.core.own.name.epoch == 2, "it waits for nobody"
    rival = SayCharterProposed(charter=successor(world.charter, calendar=EVENING))
    assert "anchor store knows that we signed another" in act(world, "XBB", rival).error
    mend_all(world)
    wait(world, 3 * MINUTE)
    assert act(world, "XBB", rival).error
    assert pinned(world, disks, "XBB", "signed")
    assert not world["XAA"].node.core.amended.model.doubles


def lost_and_alone(world, disks, whole):
    """XBB loses all that it wrote since the copy ``whole`` was taken, and opens its next epoch before anybody tells it of that."""
    _store, lock = drive(disks("XBB"))
    disks.put["XBB"] = (whole, lock)
    stop(world, "XBB", 5 * SECOND)
    cut_all(world)
    restored(world)
    wait(world, MINUTE)
    assert world["XBB"].node.core.own.name.epoch == 2
    say(world, "XBB", "Alone, by what I know.")
    mend_all(world)
    wait(world, 3 * MINUTE)


def test_a_decision_that_its_author_lost_holds_where_it_was_held_and_for_its_author_once_it_adopts_it():
    disks = Disks()
    world = opened(2, seed="decided and lost", disks=disks, spares=1, checkers=(*SAFE, MirrorIsPrefix))
    taken, _lock = disks.copy("XBB")
    new = amend(world, "XBB", calendar=NOON)
    lost_and_alone(world, disks, taken)
    assert in_force(world, "XAA") == new
    assert not labels(world, "XAA"), "what it wrote alone names the charter that it had before it"
    assert set(named(world, "XAA", "XBB", 2)) == {world.charter.hash}
    assert "late/XBB/1" in alarms(world, "XBB")
    reply = act(world, "XBB", AdoptFormer())
    assert not reply.error, reply.error
    wait(world, MINUTE)
    assert in_force(world, "XBB") == new
    say(world, "XBB", "By the new one.")
    wait(world, MINUTE)
    assert named(world, "XAA", "XBB", 2)[-1] == new
    assert not labels(world, "XAA")
    assert not labels(world, "XBB")
    assert in_force(world, "XAA") == new


def test_a_signature_that_nobody_adopted_is_named_by_no_decision():
    disks = Disks()
    world = opened(2, seed="signed and lost", disks=disks, spares=1, checkers=(*SAFE, MirrorIsPrefix))
    ref = propose(world, "XAA", calendar=NOON)
    taken, _lock = disks.copy("XBB")
    answer(world, "XBB", ref, "sign")
    lost_and_alone(world, disks, taken)
    reply = act(world, "XAA", SayCharterAnswered(ref=ref, how="enforce"))
    assert "stands in a log that it closed" in reply.error
    assert in_force(world, "XAA") == world.charter.hash
    reply = act(world, "XBB", AdoptFormer())
    assert not reply.error, reply.error
    wait(world, MINUTE)
    answer(world, "XAA", ref, "enforce")
    assert in_force(world, "XAA") == in_force(world, "XBB") != world.charter.hash
    states = {item.state for item in world["XBB"].node.core.amended.model.successors}
    assert states == {SuccessorState.IN_FORCE}


def test_a_decision_that_turns_up_late_and_unadopted_undoes_nothing():
    """The proposer put it in force and lost that before anybody had it, withdrew it, and agreed to another; then it turns up."""
    disks = Disks()
    world = opened(2, seed="withdrawn again", disks=disks, spares=1, checkers=())
    ref = propose(world, "XBB", calendar=NOON)
    answer(world, "XAA", ref, "sign")
    disks.put["copy"] = disks.copy("XBB")
    drive(disks("XBB"))[1].lose()
    restored(world)
    wait(world, 2 * MINUTE)
    answer(world, "XBB", ref, "withdraw")
    second = amend(world, "XAA", calendar=EVENING)
    twin = world.twin("XBB", "copy", ["two"])
    drive(twin.start())
    wait(world, MINUTE)
    drive(twin.act(SayCharterAnswered(ref=ref, how="enforce")))
    wait(world, 2 * MINUTE)
    assert log_of(world, "XAA", "XBB", 1).size > log_of(world, "XAA", "XBB", 1).limit
    assert in_force(world, "XAA") == in_force(world, "XBB") == second
    stop(world, "XAA", SECOND)
    wait(world, MINUTE)
    assert in_force(world, "XAA") == second
