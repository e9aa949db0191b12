"""Our log goes on after its head lock is lost: a spare key set, the next epoch, and nothing that others hold is lost or forked."""

import pytest

from tests.sim.test_restored import SAFE, older_store
from tests.sim.worlds import MINUTE, SECOND, Disks, alarms, cut_all, held, mend_all, opened, say, size, stop, wait
from watchline.keys import PrivateKey
from watchline.log import Head
from watchline.node import (
    OWN_EPOCH,
    AdoptFormer,
    ConfirmEpoch,
    SayCorrection,
    SayMessage,
    SayRead,
    epoch_key,
    key_digits,
    read_epoch,
)
from watchline.node.logs import CLOSED
from watchline.party import PrivateKeySet
from watchline.record import EpochAdopt, EpochOpen, EpochSeen, Receipt, read_body, read_leaf
from watchline.sim import CHECKERS, drive
from watchline.sim.checkers.base import Checker
from watchline.sim.checkers.mirror_is_prefix import MirrorIsPrefix
from watchline.sim.checkers.views_agree import ViewsAgree


class NewMirrorGoesOn(Checker):
    """A mirror of a later epoch cosigns no head below what the one before it cosigned."""

    name = "new_mirror_goes_on"

    def __init__(self, world):
        super().__init__(world)
        self.newest = {}

    def sent(self, member, emitted):
        for spoken in emitted.heads:
            for name, _at in spoken.lines:
                code, epoch = name.split("/")[1:3]
                key = code, spoken.origin
                epoch_before, size_before = self.newest.get(key, (0, 0))
                if int(epoch) > epoch_before and spoken.head.size < size_before:
                    self.fail(f"{name[64:]} cosigned {spoken.head.size}, its predecessor {size_before}")
                self.newest[key] = max(self.newest.get(key, (0, 0)), (int(epoch), spoken.head.size))


def origin(world, code, epoch):
    return world.charter.log(code, epoch).origin()


def log_of(world, at, code, epoch):
    return world[at].node.core.logs.get(origin(world, code, epoch))


def record_at(world, at, code, epoch, index):
    entry = world[at].held.entry(origin(world, code, epoch), index)
    return read_body(read_leaf(entry.leaf).kind, entry.body)


def restored(world, code="XBB", number=1, *, for_ms=5 * SECOND):
    """Stop a machine, put the spare and a new head lock into its anchor store, and start it again."""
    stop(world, code, for_ms)
    drive(world[code].restore(number))


def quiet(world):
    for checker in world.hooks.quiet:
        checker.quiet()


@pytest.mark.parametrize("parties", [2, 3])
def test_a_lost_head_lock_and_a_spare_open_the_next_epoch_and_everything_goes_on(parties):
    disks = Disks()
    world = opened(parties, seed=f"restore {parties}", disks=disks, spares=2, checkers=(*CHECKERS, NewMirrorGoesOn))
    before = say(world, "XBB", "Written in the first epoch.")
    theirs = say(world, "XAA", "Read this later.")
    wait(world, MINUTE)
    first = size(world, "XBB")
    drive(disks("XBB"))[1].lose()
    stop(world, "XBB", 5 * SECOND)
    wait(world, 2 * MINUTE)
    assert world["XBB"].node.core.closed
    restored(world)
    wait(world, 2 * MINUTE)
    core = world["XBB"].node.core
    assert (core.own.name.epoch, core.own.keys) == (2, world["XBB"].party.spares[0].public)
    assert not {"closed", "gathering"} & set(alarms(world, "XBB"))
    opening = record_at(world, "XAA", "XBB", 2, 0)
    assert isinstance(opening, EpochOpen)
    assert (opening.reason, opening.prev[:2], opening.missing) == ("restore", (origin(world, "XBB", 1), first), None)
    for code in set(world.members) - {"XBB"}:
        former, new = log_of(world, code, "XBB", 1), log_of(world, code, "XBB", 2)
        assert (former.status, former.limit, former.cosigned.size) == (CLOSED, first, first)
        assert new.cosigned == new.head == core.own.head
        assert "epoch/XBB/2" in alarms(world, code)
        log = world[code].node.core.own
        seen = [record_at(world, code, code, 1, at) for at in range(log.size)]
        assert [item.epoch for item in seen if isinstance(item, EpochSeen) and item.code == "XBB"] == [1, 2]
        header = read_leaf(log.entry(log.size - 1, world[code].held).leaf)
        assert ("XBB", 1, first) in {(item.code, item.epoch, item.size) for item in header.seen}, (
            "all of the former log first"
        )
        say(world, code, "I know of the new epoch.")
        header = read_leaf(log.entry(log.size - 1, world[code].held).leaf)
        assert ("XBB", 2) in {(item.code, item.epoch) for item in header.seen}, "seen goes on in the new epoch"
    after = say(world, "XBB", "Written in the second epoch.")
    assert int(after[-4:]) == int(before[-4:]) + 1, "serials go on"
    (reply,) = drive(world["XBB"].act(SayRead(ref=theirs)))
    assert not reply.error
    (reply,) = drive(world["XBB"].act(SayCorrection(ref=before, text="Read: first.")))
    assert not reply.error, "an entry of the former log is ours still"
    (reply,) = drive(world["XAA"].act(SayRead(ref=before)))
    assert not reply.error
    wait(world, 2 * MINUTE)
    for code in world.members:
        assert world[code].held.entry(origin(world, "XBB", 2), core.own.size - 1)
        assert f"message/{before}" not in alarms(world, code) or parties > 2
    quiet(world)


@pytest.mark.parametrize("parties", [2, 3])
def test_what_an_older_store_lacks_comes_back_from_the_mirrors(parties):
    disks = Disks()
    world = opened(
        parties, seed=f"older {parties}", disks=disks, spares=1, checkers=(*SAFE, MirrorIsPrefix, NewMirrorGoesOn)
    )
    older_store(disks, "XBB", world)
    say(world, "XAA", "Cosigned by the mirror that was lost.")
    wait(world, MINUTE)
    whole = size(world, "XBB")
    cosigned = log_of(world, "XAA", "XAA", 1).cosignatures["XBB"].head.size
    stop(world, "XBB", 5 * SECOND)
    wait(world, 2 * MINUTE)
    assert world["XBB"].node.core.closed
    assert world["XBB"].node.core.logs[origin(world, "XBB", 1)].status != CLOSED, "a rollback is no stolen key"
    restored(world)
    wait(world, 3 * MINUTE)
    assert size(world, "XBB") == whole, "its own entries came back, as leaves of a mirrored log"
    opening = record_at(world, "XAA", "XBB", 2, 0)
    assert (opening.prev[1], opening.missing) == (whole, None)
    mirrored = log_of(world, "XBB", "XAA", 1)
    assert mirrored.floor.size == cosigned, "the new mirror key starts from what the old one cosigned"
    assert mirrored.cosigned.size >= cosigned
    say(world, "XBB", "And on.")
    wait(world, MINUTE)
    assert held(world, "XAA", "XBB") == whole
    quiet(world)


def test_a_node_alone_opens_at_once_what_turns_up_later_is_late_until_its_party_adopts_it():
    disks = Disks()
    world = opened(2, seed="alone", disks=disks, spares=1, checkers=(*SAFE, MirrorIsPrefix))
    older_store(disks, "XBB", world)
    whole = size(world, "XBB")
    stop(world, "XBB", 5 * SECOND)
    cut_all(world)
    restored(world)
    wait(world, MINUTE)
    core = world["XBB"].node.core
    assert core.own is not None, "it waits for nobody"
    kept = record_at(world, "XBB", "XBB", 2, 0).prev[1]
    assert kept < held(world, "XAA", "XBB") == whole, "nobody could tell it of what its store lacks"
    first = say(world, "XBB", "Alone.")
    assert int(first[-4:]) == 1000, "numbers that may have been lost are not given again"
    mend_all(world)
    wait(world, 3 * MINUTE)
    mirror, former = log_of(world, "XAA", "XBB", 1), log_of(world, "XBB", "XBB", 1)
    assert mirror.size > kept
    assert former.size == mirror.size, "shown here too"
    assert mirror.limit == mirror.cosigned.size == mirror.size, "what XAA cosigned before stands"
    (reply,) = drive(world["XBB"].act(AdoptFormer()))
    assert not reply.error
    wait(world, MINUTE)
    place = [int(part) for part in reply.ref.split("/")[1:]]
    adopted = record_at(world, "XAA", "XBB", *place)
    assert isinstance(adopted, EpochAdopt)
    assert adopted.size == former.size
    (reply,) = drive(world["XBB"].act(AdoptFormer()))
    assert "turned up" in reply.error, "once"


@pytest.mark.parametrize("effects", range(6))
def test_a_crash_between_any_two_effects_of_the_opening_leaves_one_history(effects):
    disks = Disks()
    world = opened(2, seed=f"cut off {effects}", disks=disks, spares=1, checkers=(*CHECKERS, NewMirrorGoesOn))
    drive(disks("XBB"))[1].lose()
    restored(world)
    wait(world, 8 * SECOND)
    member = world["XBB"]
    core = member.node.core
    assert core.gathering
    wait(world, core.started_at + core.rules.listen_ms - member.now().mono - 100)
    assert core.gathering
    member.doors.crash_in = effects
    wait(world, 60 * MINUTE)
    assert member.starts == 3
    assert not member.node.core.closed
    assert member.node.core.own.name.epoch == 2
    say(world, "XBB", "Cut off, and on.")
    wait(world, MINUTE)
    new = log_of(world, "XAA", "XBB", 2)
    assert new.cosigned.size == member.node.core.own.size
    quiet(world)


def test_a_copied_old_key_set_writes_on_and_moves_nothing_that_counts():
    disks = Disks()
    world = opened(2, seed="copied", disks=disks, spares=1, checkers=())
    disks.put["copy"] = disks.copy("XBB")
    drive(disks("XBB"))[1].lose()
    restored(world)
    wait(world, 2 * MINUTE)
    mirror = log_of(world, "XAA", "XBB", 1)
    limit = mirror.limit
    assert limit == mirror.size
    twin = world.twin("XBB", "copy", ["two"])
    drive(twin.start())
    wait(world, MINUTE)
    drive(twin.act(SayMessage(text="I go on.")))
    wait(world, 2 * MINUTE)
    mirror = log_of(world, "XAA", "XBB", 1)
    assert mirror.size > limit, "stored and shown"
    assert (mirror.status, mirror.cosigned.size) == (CLOSED, limit), "and never cosigned"
    assert "late/XBB/1" in alarms(world, "XAA")
    row = read_epoch(world["XAA"].held.row(OWN_EPOCH, epoch_key(world.charter.line, "XBB", 1)))
    assert row.limit == limit
    assert "late/XBB/1" in alarms(world, "XBB"), "its own officers hear of it"
    own = world["XAA"].node.core.own
    receipts = [record_at(world, "XAA", "XAA", 1, at) for at in range(own.size)]
    assert all(item.to <= limit for item in receipts if isinstance(item, Receipt) and item.origin == mirror.origin)
    say(world, "XAA", "We go on with the new epoch.")
    wait(world, MINUTE)
    assert log_of(world, "XAA", "XBB", 2).cosigned.size == log_of(world, "XBB", "XBB", 2).size


def test_a_key_set_that_nothing_authorises_opens_no_epoch():
    disks = Disks()
    world = opened(2, seed="thief", disks=disks, spares=1, checkers=SAFE)
    drive(disks("XBB"))[1].lose()
    stop(world, "XBB", 5 * SECOND)
    drive(world["XBB"].restore())
    seeds = [bytes([at]) * 32 for at in (1, 2)]
    world["XBB"].keys = PrivateKeySet(*(PrivateKey(seed) for seed in seeds))
    wait(world, 2 * MINUTE)
    assert world["XBB"].node.core.own.name.epoch == 2
    assert log_of(world, "XAA", "XBB", 2) is None
    assert world["XAA"].node.core.refused["key"] > 0
    former = log_of(world, "XAA", "XBB", 1)
    assert (former.status, former.limit) == ("open", -1)


def test_a_spare_that_was_passed_over_is_never_opened_and_each_only_once():
    disks = Disks()
    world = opened(2, seed="twice", disks=disks, spares=3, checkers=(*SAFE, MirrorIsPrefix, ViewsAgree))
    drive(disks("XBB"))[1].lose()
    restored(world, number=2)
    wait(world, 2 * MINUTE)
    assert log_of(world, "XAA", "XBB", 2).cosigned.size
    restored(world, number=1)
    wait(world, 2 * MINUTE)
    assert log_of(world, "XAA", "XBB", 3) is None
    assert world["XAA"].node.core.refused["key"] > 0


def test_an_officer_confirms_the_new_key_by_typing_what_the_other_side_reads():
    disks = Disks()
    world = opened(2, seed="confirm", disks=disks, spares=1)
    drive(disks("XBB"))[1].lose()
    (reply,) = drive(world["XAA"].act(ConfirmEpoch(code="XBB", digits="1")))
    assert "nothing to confirm" in reply.error
    restored(world)
    wait(world, 2 * MINUTE)
    digits = key_digits(world["XBB"].party.spares[0].public)
    assert digits in alarms(world, "XBB")["epoch/XBB/2"].words, "read out at XBB"
    assert digits not in alarms(world, "XAA")["epoch/XBB/2"].words, "typed at XAA, not copied"
    (reply,) = drive(world["XAA"].act(ConfirmEpoch(code="XBB", digits=digits.replace("1", "2").replace("3", "4"))))
    assert "not the digits" in reply.error
    assert "epoch/XBB/2" in alarms(world, "XAA")
    (reply,) = drive(world["XAA"].act(ConfirmEpoch(code="XBB", digits=digits.replace(" ", ""))))
    assert not reply.error
    assert "epoch/XBB/2" not in alarms(world, "XAA")
    stop(world, "XAA", SECOND)
    wait(world, MINUTE)
    assert "epoch/XBB/2" not in alarms(world, "XAA"), "also after a start"
    quiet(world)


def test_while_it_gathers_nothing_is_written_and_the_words_say_why():
    disks = Disks()
    world = opened(2, seed="gathering", disks=disks, spares=1)
    drive(disks("XBB"))[1].lose()
    restored(world)
    wait(world, 10 * SECOND)
    (reply,) = drive(world["XBB"].act(SayMessage(text="Already?")))
    assert "not open yet" in reply.error
    assert "gathering" in alarms(world, "XBB")
    wait(world, MINUTE)
    say(world, "XBB", "Now.")


def test_no_head_is_cosigned_that_lacks_what_our_retired_mirror_key_cosigned():
    world = opened(2, seed="floor", checkers=SAFE)
    log = log_of(world, "XBB", "XAA", 1)
    before = log.cosigned
    log.floor = Head(log.size + 2, bytes(32))
    say(world, "XAA", "Below it.")
    wait(world, 2 * MINUTE)
    assert (log.size, log.cosigned) == (before.size + 1, before)
    log.floor = Head(before.size, bytes(32))
    say(world, "XAA", "Above it, in another history.")
    wait(world, 2 * MINUTE)
    assert log.cosigned == before
    log.floor = before
    say(world, "XAA", "Above it.")
    wait(world, MINUTE)
    assert log.cosigned == log.head
