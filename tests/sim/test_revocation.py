"""A stolen key set is taken back: what stands, what others had relied on, and what never counted; the same at every node."""

from hashlib import sha256

import msgspec
import pytest

from tests.sim.test_epochs import log_of, origin, record_at
from tests.sim.test_rotation import next_keys, whole
from tests.sim.worlds import MINUTE, SECOND, Disks, alarms, cut_all, mend_all, opened, say, stop, wait
from watchline.keys import PrivateKey
from watchline.log.standing import Standing, standing
from watchline.node import SayCorrection, SayMessage, TakeRoster
from watchline.party import Revoked, make_roster
from watchline.record import EpochOpen, RosterSeen
from watchline.sim import drive
from watchline.sim.checkers.views_agree import ViewsAgree
from watchline.sim.refold import common_rows
from watchline.view import LABEL, THREAD, EntryRef, read_thread, ref_key


def taken_back(world, code, heads, cosigned):
    """Return (the next key set, the roster that takes back the one in use)."""
    keys = next_keys(code, "after the theft")
    root = PrivateKey(sha256(f"watchline sim {world.seed} {code} root".encode()).digest())
    before = world[code].node.core.rosters[code]
    revoked = Revoked(
        keys=world[code].keys.public, heads=tuple(heads), cosigned=tuple(cosigned), number=before.number + 1
    )
    made = make_roster(
        root,
        code=code,
        names=before.names,
        key_sets=[keys],
        spares=list(before.spares),
        tls=list(before.tls),
        prev=before,
        revoked=[revoked],
    )
    return keys, made


def own_heads(world, code):
    """Return what a party stands by when it stands by all that its own node wrote and cosigned."""
    core = world[code].node.core
    heads = [(core.own.origin, core.own.head.size, core.own.head.root)]
    return heads, [(log.origin, log.cosigned.size) for log in core.logs.values() if not log.own and log.cosigned.size]


def revoked(world, code, heads=None, cosigned=None):
    """What `watchline key DIR revoke` does."""
    ours = own_heads(world, code)
    keys, roster = taken_back(
        world, code, ours[0] if heads is None else heads, ours[1] if cosigned is None else cosigned
    )
    (reply,) = drive(world[code].act(TakeRoster(roster=roster.signed)))
    assert not reply.error, reply.error
    stop(world, code, 5 * SECOND)
    drive(world[code].restore(keys=keys))
    return keys, roster


def labels(world, at, ref):
    row = world[at].held.row(LABEL, ref_key(world.charter.line, ref))
    return set() if row is None else set(msgspec.msgpack.decode(row)[0])


def shown(world, at, text):
    """Tell whether a message changed a view of a node: its thread is there."""
    line = world.charter.line
    rows = world[at].held.rows(THREAD, line, None, 10_000)
    threads = [read_thread(row) for _key, row in rows]
    return any(text == world.charter.reference("XBB", item.opener[0].serial) for item in threads if item.opener)


def stolen(parties=2, seed="stolen"):
    """A world in which somebody with a copy of XBB's machine wrote two entries: one that XAA answered with a receipt, one after it."""
    disks = Disks()
    world = opened(parties, seed=seed, disks=disks, checkers=())
    say(world, "XBB", "Ours.")
    wait(world, 2 * MINUTE)
    disks.put["copy"] = disks.copy("XBB")
    honest = world["XBB"].node.core.own.head
    stop(world, "XBB", 10 * MINUTE)
    twin = world.twin("XBB", "copy", ["two"])
    drive(twin.start())
    wait(world, MINUTE)
    (first,) = drive(twin.act(SayMessage(text="Relied on.")))
    wait(world, MINUTE)
    drive(twin.act(SayCorrection(ref=first.ref, text="Nobody relied on this.")))
    wait(world, 20 * SECOND)
    assert log_of(world, "XAA", "XBB", 1).size == honest.size + 2
    twin.stop(loud=True)
    wait(world, 15 * MINUTE)
    return world, honest, first.ref


@pytest.mark.parametrize("parties", [2, 3])
def test_what_stands_what_is_disowned_and_what_is_void(parties, tmp_path):
    world, honest, relied = stolen(parties, f"stolen {parties}")
    assert shown(world, "XAA", relied)
    core = world["XBB"].node.core
    assert core.own.head == honest or core.closed
    revoked(world, "XBB", heads=[(origin(world, "XBB", 1), honest.size, honest.root)])
    wait(world, 4 * MINUTE)
    core = world["XBB"].node.core
    assert (core.own.name.epoch, core.closed) == (2, "")
    opening = record_at(world, "XAA", "XBB", 2, 0)
    assert isinstance(opening, EpochOpen)
    assert (opening.reason, opening.prev) == ("revocation", (origin(world, "XBB", 1), honest.size, honest.root))
    for code in world.members:
        there = world[code].node.core
        assert there.rosters["XBB"].number == 2
        assert labels(world, code, EntryRef("XBB", 1, honest.size - 1)) == set()
        assert labels(world, code, EntryRef("XBB", 1, honest.size)) == {"disowned"}
        assert labels(world, code, EntryRef("XBB", 1, honest.size + 1)) == {"void"}
        assert shown(world, code, relied), "kept and shown"
        assert "revoked/XBB/1" in alarms(world, code)
        if code != "XBB":
            log = there.own
            words = [record_at(world, code, code, 1, at) for at in range(log.size)]
            stated = [item for item in words if isinstance(item, RosterSeen)]
            assert [(item.code, item.number) for item in stated] == [("XBB", 2)]
            assert log_of(world, code, "XBB", 1).limit == honest.size
    rows = [common_rows(world[code].held, world.charter.line) for code in world.members]
    assert all(other == rows[0] for other in rows)
    say(world, "XBB", "Under the new key.")
    say(world, "XAA", "Read.")
    wait(world, 2 * MINUTE)
    before = common_rows(world["XAA"].held, world.charter.line)
    for code in world.members:
        stop(world, code, 5 * SECOND)
    wait(world, 2 * MINUTE)
    say(world, "XBB", "After a start.")
    wait(world, 2 * MINUTE)
    after = common_rows(world["XAA"].held, world.charter.line)
    assert {key: after[key] for key in before if key[0] == LABEL} == {
        key: before[key] for key in before if key[0] == LABEL
    }
    assert log_of(world, "XAA", "XBB", 2).cosigned.size == world["XBB"].node.core.own.size
    if parties == 2:
        for code in world.members:
            verdict = whole(world, tmp_path / code, code)
            assert any(f"disowned {honest.size}, void {honest.size + 1}" in words for words in verdict.found)


def test_a_party_that_was_away_learns_of_it_later_and_says_the_same():
    world, honest, _relied = stolen(3, "stolen and away")
    cut_all(world)
    wait(world, MINUTE)
    revoked(world, "XBB", heads=[(origin(world, "XBB", 1), honest.size, honest.root)])
    wait(world, 10 * MINUTE)
    assert labels(world, "XAA", EntryRef("XBB", 1, honest.size + 1)) == set(), "it does not know yet"
    say(world, "XAA", "This lists what the other one wrote.")
    mend_all(world)
    wait(world, 5 * MINUTE)
    for code in world.members:
        assert labels(world, code, EntryRef("XBB", 1, honest.size + 1)) == {"disowned"}, (
            "XAA relied on it before it knew"
        )
    rows = [common_rows(world[code].held, world.charter.line) for code in world.members]
    assert all(other == rows[0] for other in rows)


def test_a_key_set_taken_back_after_a_restore_keeps_what_others_had_relied_on(tmp_path):
    disks = Disks()
    world = opened(2, seed="restored, then revoked", disks=disks, spares=1, checkers=())
    stood = world["XBB"].node.core.own.head
    relied = say(world, "XBB", "Somebody else could have written this.")
    wait(world, MINUTE)
    say(world, "XAA", "This lists it.")
    wait(world, MINUTE)
    size = log_of(world, "XAA", "XBB", 1).size
    old = world["XBB"].keys
    stop(world, "XBB", 5 * SECOND)
    drive(world["XBB"].restore())
    wait(world, 2 * MINUTE)
    for _ in range(12):
        say(world, "XAA", "By now this lists the second epoch.")
        say(world, "XBB", "And on.")
        wait(world, MINUTE)
    core = world["XBB"].node.core
    world["XBB"].keys, using = old, world["XBB"].keys
    cosigned = [(origin(world, "XAA", 1), core.logs[origin(world, "XAA", 1)].cosigned.size)]
    _keys, roster = taken_back(world, "XBB", [(origin(world, "XBB", 1), stood.size, stood.root)], cosigned)
    world["XBB"].keys = using
    (reply,) = drive(world["XBB"].act(TakeRoster(roster=roster.signed)))
    assert not reply.error, reply.error
    wait(world, 2 * MINUTE)
    assert not world["XBB"].node.core.closed, "the key set in use is another"
    for code in world.members:
        found = [labels(world, code, EntryRef("XBB", 1, index)) for index in range(size)]
        assert found[: stood.size] == [set()] * stood.size
        # Before XAA lists anything of the second epoch it lists all that it cosigned of the first (docs/spec/leaf.md).
        assert found[stood.size :] == [{"disowned"}] * (size - stood.size)
        assert shown(world, code, relied)
        say(world, code, "And on.")
        wait(world, 2 * MINUTE)
    for code in world.members:
        whole(world, tmp_path / code, code)


def test_a_revoked_key_set_is_never_listed_again_and_what_was_said_first_stands():
    world = opened(2, seed="twice revoked", checkers=(ViewsAgree,))
    heads, cosigned = own_heads(world, "XBB")
    keys, roster = taken_back(world, "XBB", heads, cosigned)
    old = world["XBB"].keys
    root = PrivateKey(sha256(f"watchline sim {world.seed} XBB root".encode()).digest())
    given = {"code": "XBB", "names": {}, "spares": [], "tls": [], "prev": roster}
    again = Revoked(keys=old.public, heads=(), cosigned=(), number=3)
    third = make_roster(root, key_sets=[keys.public], revoked=[again], **given)
    assert third.revoked[old.public].number == 2
    with pytest.raises(Exception, match="was revoked"):
        make_roster(root, key_sets=[keys.public, old.public], **given)


def test_every_position_has_one_label():
    for stood in range(4):
        for covered in range(5):
            found = [standing(index, stood, covered) for index in range(6)]
            assert found[:stood] == [Standing.STANDING] * stood
            assert all(item is Standing.DISOWNED for item in found[stood:covered])
            assert all(item is Standing.VOID for item in found[max(stood, covered) :])
