"""Planned rotation: the log ends with its last leaf, the next key set of the roster opens the next one, cut off anywhere or not."""

from hashlib import sha256

import pytest

from tests.log.bundles import both
from tests.sim.test_epochs import log_of, origin, quiet, record_at, restored
from tests.sim.worlds import MINUTE, SECOND, Disks, alarms, cut_all, mend_all, opened, say, size, stop, wait
from watchline.keys import PrivateKey
from watchline.log.bundle import bundle_files
from watchline.log.verdict import Result
from watchline.node import AdoptFormer, CloseEpoch, ConfirmEpoch, SayMessage, key_digits
from watchline.node.logs import CLOSED
from watchline.party import PrivateKeySet, make_roster
from watchline.record import EpochClose, EpochOpen, EpochSeen, read_leaf
from watchline.sim import CHECKERS, drive
from watchline.sim.world import HOUR


def next_keys(code, seed):
    return PrivateKeySet(*(PrivateKey(sha256(f"{code} {seed} {use}".encode()).digest()) for use in ("log", "mirror")))


def next_roster(world, code, *, seed="next", keep=True):
    """Return (the next key set, the roster that lists it), as the machine with the root key makes them."""
    party = next(party for party in world.setting.parties if party.code == code)
    root = PrivateKey(sha256(f"watchline sim {world.seed} {code} root".encode()).digest())
    keys = next_keys(code, seed)
    before = world[code].node.core.rosters[code]
    listed = [*(before.key_sets if keep else ()), keys]
    spares, tls = list(before.spares), list(before.tls)
    assert root.public == party.roster.root
    made = make_roster(root, code=code, names=before.names, key_sets=listed, spares=spares, tls=tls, prev=before)
    return keys, made


def close(world, code, keys, roster):
    (reply,) = drive(world[code].act(CloseEpoch(roster=roster.signed, key_set=keys.public.hash())))
    return reply


def rotated(world, code="XBB", **how):
    """What `watchline key DIR rotate` does: end the log, exchange the key set while the machine is down, start it."""
    keys, roster = next_roster(world, code, **how)
    reply = close(world, code, keys, roster)
    assert not reply.error, reply.error
    stop(world, code, 5 * SECOND)
    world[code].keys = keys
    return keys


@pytest.mark.parametrize("parties", [2, 3])
def test_the_others_take_the_next_epoch_without_a_human_act_and_everything_goes_on(parties, tmp_path):
    world = opened(parties, seed=f"rotate {parties}", checkers=CHECKERS)
    before = say(world, "XBB", "Written in the first epoch.")
    wait(world, MINUTE)
    keys = rotated(world)
    first = size(world, "XBB")
    wait(world, 2 * MINUTE)
    core = world["XBB"].node.core
    assert (core.own.name.epoch, core.own.keys, core.closed) == (2, keys.public, "")
    last = record_at(world, "XAA", "XBB", 1, first - 1)
    assert isinstance(last, EpochClose)
    opening = record_at(world, "XAA", "XBB", 2, 0)
    assert isinstance(opening, EpochOpen)
    assert (opening.reason, opening.missing) == ("rotation", None)
    assert opening.prev[:2] == (origin(world, "XBB", 1), first)
    assert [number for code, number, _hash in opening.rosters if code == "XBB"] == [2]
    for code in set(world.members) - {"XBB"}:
        there = world[code].node.core
        assert there.rosters["XBB"].number == 2
        former, new = log_of(world, code, "XBB", 1), log_of(world, code, "XBB", 2)
        assert (former.status, former.limit, former.cosigned.size) == (CLOSED, first, first)
        assert new.cosigned == new.head == core.own.head
        assert "epoch/XBB/2" in alarms(world, code), "shown as of a new key, not confirmed"
        assert "ended/XBB/1" not in alarms(world, code)
        seen = [record_at(world, code, code, 1, at) for at in range(there.own.size)]
        assert [item.epoch for item in seen if isinstance(item, EpochSeen) and item.code == "XBB"] == [1, 2]
        assert [item.roster[0] for item in seen if isinstance(item, EpochSeen) and item.code == "XBB"] == [1, 2]
    after = say(world, "XBB", "Written in the second epoch.")
    assert int(after[-4:]) == int(before[-4:]) + 1, "no number is skipped: nothing was lost"
    say(world, "XAA", "And back.")
    wait(world, 2 * MINUTE)
    header = read_leaf(core.own.entry(core.own.size - 1, world["XBB"].held).leaf)
    assert {item.code for item in header.seen} == set(world.members) - {"XBB"}
    digits = key_digits(keys.public)
    (reply,) = drive(world["XAA"].act(ConfirmEpoch(code="XBB", digits=digits)))
    assert not reply.error
    assert "epoch/XBB/2" not in alarms(world, "XAA")
    stop(world, "XBB", 5 * SECOND)
    stop(world, "XAA", 5 * SECOND)
    wait(world, 2 * MINUTE)
    assert world["XBB"].node.core.own.name.epoch == 2
    say(world, "XBB", "And on.")
    wait(world, 2 * MINUTE)
    quiet(world)
    if parties == 2:  # of three, one does not learn of every cosignature of one other over the log of the third
        whole(world, tmp_path)


def whole(world, folder, code="XAA"):
    """Both verifiers say that a party's export is verified and complete."""
    given = [party.roster.fingerprint for party in world.setting.parties]
    verdict = both(dict(bundle_files(world[code].held, world.charter.line)), given, folder)
    assert verdict.result is Result.VERIFIED, verdict.words()
    return verdict


def test_a_party_that_was_away_takes_it_when_it_is_back():
    world = opened(2, seed="rotate away", checkers=CHECKERS)
    cut_all(world)
    wait(world, MINUTE)
    rotated(world)
    wait(world, MINUTE)
    core = world["XBB"].node.core
    assert core.own.name.epoch == 2, "it waits for nobody"
    say(world, "XBB", "Written while nobody heard.")
    assert log_of(world, "XAA", "XBB", 2) is None
    wait(world, HOUR)
    mend_all(world)
    wait(world, 2 * MINUTE)
    assert log_of(world, "XAA", "XBB", 2).cosigned.size == core.own.size
    former = log_of(world, "XAA", "XBB", 1)
    assert former.cosigned.size == former.size == former.limit
    quiet(world)


def test_two_rotations_one_after_the_other_and_one_by_each_party(tmp_path):
    world = opened(2, seed="rotate twice", checkers=CHECKERS)
    for code, seed, epoch in (("XBB", "a", 2), ("XAA", "b", 2), ("XBB", "c", 3)):
        rotated(world, code, seed=seed, keep=seed != "c")
        wait(world, 2 * MINUTE)
        assert world[code].node.core.own.name.epoch == epoch
        say(world, "XAA", f"After {seed}.")
        say(world, "XBB", f"After {seed}.")
        wait(world, 2 * MINUTE)
    for code in ("XAA", "XBB"):
        for log in world[code].node.core.logs.values():
            assert log.own or log.former or log.cosigned.size == log.size
    quiet(world)
    whole(world, tmp_path)


@pytest.mark.parametrize("effects", range(5))
def test_a_crash_between_any_two_effects_of_the_end_leaves_one_history(effects):
    world = opened(2, seed=f"end cut off {effects}", checkers=CHECKERS)
    keys, roster = next_roster(world, "XBB")
    member = world["XBB"]
    member.doors.crash_in = effects
    drive(member.act(CloseEpoch(roster=roster.signed, key_set=keys.public.hash())))
    while not member.running:
        wait(world, 10 * MINUTE)
    if member.node.core.own.ended < 0:
        say(world, "XBB", "Nothing had happened.")
        assert not close(world, "XBB", keys, roster).error
    else:
        assert "not finished" in alarms(world, "XBB")["closed"].words, "started under the old keys: it says what to do"
        (reply,) = drive(member.act(SayMessage(text="No more.")))
        assert reply.error
    stop(world, "XBB", 5 * SECOND)
    member.keys = keys
    wait(world, 2 * MINUTE)
    assert member.node.core.own.name.epoch == 2
    assert not member.node.core.closed
    assert "closed" not in alarms(world, "XBB")
    say(world, "XBB", "And on.")
    wait(world, 2 * MINUTE)
    former = log_of(world, "XAA", "XBB", 1)
    assert former.cosigned.size == former.size == former.ended
    assert log_of(world, "XAA", "XBB", 2).cosigned.size == member.node.core.own.size
    quiet(world)


@pytest.mark.parametrize("effects", range(5))
def test_a_crash_between_any_two_effects_of_the_opening_leaves_one_history(effects, monkeypatch):
    world = opened(2, seed=f"opening cut off {effects}", checkers=CHECKERS)
    keys, roster = next_roster(world, "XBB")
    assert not close(world, "XBB", keys, roster).error
    member = world["XBB"]
    stop(world, "XBB", 5 * SECOND)
    member.keys = keys
    crashed, step = [], member._step

    def broken(group):  # the doors are made by the start itself
        if not crashed:
            crashed.append(True)
            member.doors.crash_in = effects
        return step(group)

    monkeypatch.setattr(member, "_step", broken)
    wait(world, 60 * MINUTE)
    assert crashed
    assert member.node.core.own.name.epoch == 2
    assert not member.node.core.closed
    say(world, "XBB", "Cut off, and on.")
    wait(world, MINUTE)
    assert log_of(world, "XAA", "XBB", 2).cosigned.size == member.node.core.own.size
    quiet(world)


def test_the_record_of_a_restored_party_is_verified_and_complete(tmp_path):
    disks = Disks()
    world = opened(2, seed="restored and whole", disks=disks, spares=1, checkers=CHECKERS)
    drive(disks("XBB"))[1].lose()
    restored(world)
    wait(world, 2 * MINUTE)
    for code in ("XAA", "XBB"):
        say(world, code, "And on.")
        wait(world, 2 * MINUTE)
    whole(world, tmp_path)


def test_what_comes_after_the_last_leaf_is_late_and_never_cosigned():
    disks = Disks()
    world = opened(2, seed="rotate copied", disks=disks, checkers=())
    disks.put["copy"] = disks.copy("XBB")
    rotated(world)
    wait(world, 2 * MINUTE)
    whole = log_of(world, "XAA", "XBB", 1).size
    twin = world.twin("XBB", "copy", ["two"])
    twin.keys = next(party.keys for party in world.setting.parties if party.code == "XBB")
    drive(twin.start())
    wait(world, 2 * MINUTE)
    mirror = log_of(world, "XAA", "XBB", 1)
    assert mirror.cosigned.size == whole
    (reply,) = drive(world["XBB"].act(AdoptFormer()))
    assert reply.error
    assert log_of(world, "XAA", "XBB", 2).cosigned.size == world["XBB"].node.core.own.size


def test_what_cannot_end_a_log_changes_nothing():
    world = opened(2, seed="rotate refused", checkers=CHECKERS)
    keys, roster = next_roster(world, "XBB")
    other, foreign = next_roster(world, "XAA")
    before = size(world, "XBB")
    assert "lists no unused key set" in close(world, "XBB", other, roster).error
    assert "lists no unused key set" in close(world, "XBB", world["XBB"].keys, roster).error
    first = world["XBB"].node.core.rosters["XBB"]
    assert close(world, "XBB", keys, foreign).error
    assert size(world, "XBB") == before
    assert first.number in {1, 2}
    (reply,) = drive(world["XBB"].act(CloseEpoch(roster=b"\xff", key_set=bytes(32))))
    assert "not the next of ours" in reply.error
    (reply,) = drive(
        world["XBB"].act(CloseEpoch(roster=roster.signed, key_set=keys.public.hash(), post="nobody's post"))
    )
    assert "is not a post" in reply.error
    say(world, "XBB", "It goes on.")
    wait(world, MINUTE)
    quiet(world)
