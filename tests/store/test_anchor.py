"""The head lock in a folder: torn and corrupted slots, lost files, pinned facts, the machine it was made on."""

import asyncio
import errno
import os
import stat
import threading
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.store.growth import ELSEWHERE, OURS, THEIRS, awaited
from watchline.errors import OurMistake, RolledBack, StoreFailed, StoreFull
from watchline.log import Head
from watchline.node.doors import LockChange, LockRow
from watchline.store import FileHeadLock, anchor, incarnation, slots

PAIR = slots.HEADER_BYTES


def head(size):
    return Head(size, sha256(b"%d" % size).digest())


def at(size, time_ms=0):
    return LockRow(head(size), time_ms)


@pytest.fixture
def folder(tmp_path):
    FileHeadLock.create(tmp_path / "anchor")
    return tmp_path / "anchor"


@pytest.fixture
def closing():
    opened = []
    yield lambda lock: opened.append(lock) or lock
    for lock in opened:
        lock.close()


async def loaded(folder):
    lock = FileHeadLock(folder, sync=False)
    try:
        return dict(await lock.load())
    finally:
        lock.close()


async def grown(folder, *sizes, origin=OURS):
    """Move an origin from head to head."""
    lock = FileHeadLock(folder, sync=False)
    old = (await lock.load()).get(origin)
    old = old.head if old else None
    for size in sizes:
        await lock.swap([LockChange(origin, old, at(size))])
        old = head(size)
    lock.close()


def overwrite(folder, where, data):
    with (folder / "heads").open("r+b") as file:
        file.seek(where)
        file.write(data)


@awaited
async def test_a_corrupted_newest_slot_leaves_the_one_before_it(folder):
    await grown(folder, 1, 2)  # the second row stands on the right
    overwrite(folder, PAIR + slots.SLOT_BYTES + 100, b"\xff")
    assert await loaded(folder) == {OURS: at(1)}
    await grown(folder, 2, 3)
    assert await loaded(folder) == {OURS: at(3)}


@awaited
async def test_a_corrupted_older_slot_is_no_loss(folder):
    await grown(folder, 1, 2)
    overwrite(folder, PAIR, bytes(slots.SLOT_BYTES))
    assert await loaded(folder) == {OURS: at(2)}


@awaited
async def test_both_slots_corrupted_close_the_origin_in_words(folder):
    await grown(folder, 1, 2)
    for side in (0, 1):
        overwrite(folder, PAIR + side * slots.SLOT_BYTES + 17, b"\xff")
    with pytest.raises(RolledBack, match=f"head lock damaged: no slot of {OURS} .* new epoch"):
        await loaded(folder)


@awaited
async def test_damage_to_one_pair_closes_although_others_are_good(folder):
    await grown(folder, 1)
    await grown(folder, 1, origin=THEIRS)
    overwrite(folder, PAIR, os.urandom(slots.PAIR_BYTES))
    with pytest.raises(RolledBack, match="damaged"):
        await loaded(folder)


@awaited
async def test_even_after_the_first_write_one_bad_slot_is_no_loss(folder):
    await grown(folder, 1)
    overwrite(folder, PAIR + 5, b"\xff")
    assert await loaded(folder) == {OURS: at(1)}


@pytest.mark.parametrize("kept", [0, 1, 8, 40, 100, 300, 479, 480, 511])
@awaited
async def test_a_torn_write_leaves_the_row_before_it(folder, kept):
    await grown(folder, 1, 2)
    old = (folder / "heads").read_bytes()
    await grown(folder, 3)
    new = (folder / "heads").read_bytes()
    torn = new[: PAIR + kept] + old[PAIR + kept :]
    assert torn != new
    (folder / "heads").write_bytes(torn)
    assert await loaded(folder) == {OURS: at(2)}
    await grown(folder, 3, 4)
    assert await loaded(folder) == {OURS: at(4)}


@pytest.mark.parametrize("kept", [1, 100, 511, 512, 513, 700, 1023])
@awaited
async def test_a_torn_first_write_is_a_row_or_none_and_never_damage(folder, kept):
    await grown(folder, 1)
    old = (folder / "heads").read_bytes()
    await grown(folder, 1, origin=THEIRS)
    new = (folder / "heads").read_bytes()
    cut = PAIR + slots.PAIR_BYTES + kept
    (folder / "heads").write_bytes(new[:cut] + old[cut:])
    assert await loaded(folder) == ({OURS: at(1), THEIRS: at(1)} if kept >= slots.SLOT_BYTES else {OURS: at(1)})
    if kept < slots.SLOT_BYTES:
        await grown(folder, 1, origin=THEIRS)
    await grown(folder, 2, origin=THEIRS)
    assert (await loaded(folder))[THEIRS] == at(2)


@awaited
async def test_a_missing_file_says_what_it_means(folder):
    (folder / "heads").unlink()
    with pytest.raises(RolledBack, match=r"head lock missing: .*new epoch"):
        await loaded(folder)
    lock = FileHeadLock(folder, sync=False)
    with pytest.raises(RolledBack, match="head lock missing"):
        await lock.swap([LockChange(OURS, None, at(1))])
    assert not (folder / "heads").exists()


@pytest.mark.parametrize("size", [0, 100, 4095, 4096, 5000, 4096 + 1024 * 63])
@awaited
async def test_a_file_cut_short_is_damage(folder, size):
    await grown(folder, 1)
    os.truncate(folder / "heads", size)
    with pytest.raises(RolledBack, match="head lock damaged"):
        await loaded(folder)


@awaited
async def test_two_pairs_of_one_origin_are_damage(folder):
    await grown(folder, 1)
    raw = (folder / "heads").read_bytes()[PAIR : PAIR + slots.PAIR_BYTES]
    overwrite(folder, PAIR + 5 * slots.PAIR_BYTES, raw)
    with pytest.raises(RolledBack, match="damaged"):
        await loaded(folder)


@awaited
async def test_slots_of_two_origins_in_one_pair_are_damage(folder):
    await grown(folder, 1)
    overwrite(folder, PAIR + slots.SLOT_BYTES, slots.pack(slots.Slot(THEIRS, 2, at(2))))
    with pytest.raises(RolledBack, match="damaged"):
        await loaded(folder)


@pytest.mark.parametrize("zeros", [1, 700, 3 * slots.PAIR_BYTES, 3 * slots.PAIR_BYTES + 512])
@awaited
async def test_a_file_that_grew_halfway_still_loads_and_grows_on(folder, zeros):
    await grown(folder, 1)
    with (folder / "heads").open("ab") as file:
        file.write(bytes(zeros))
    assert await loaded(folder) == {OURS: at(1)}
    origins = [f"{number:064x}.watchline/XAA/1" for number in range(150)]
    lock = FileHeadLock(folder, sync=False)
    await lock.swap([LockChange(origin, None, at(1)) for origin in origins])
    assert await loaded(folder) == dict.fromkeys([OURS, *origins], at(1))


@awaited
async def test_bytes_behind_the_last_pair_are_damage(folder):
    with (folder / "heads").open("ab") as file:
        file.write(b"x")
    with pytest.raises(RolledBack, match="damaged"):
        await loaded(folder)


def test_a_head_lock_is_never_made_over_another(folder):
    before = (folder / "heads").read_bytes()
    with pytest.raises(OurMistake, match="left as it is"):
        FileHeadLock.create(folder)
    assert (folder / "heads").read_bytes() == before


def test_a_second_beginning_after_a_crash_at_init_succeeds(folder):
    (folder / "heads").unlink()  # the last thing that create makes
    FileHeadLock.create(folder)
    assert asyncio.run(loaded(folder)) == {}


@awaited
async def test_the_folder_and_its_files_are_their_owner_s_alone(folder):
    await grown(folder, 1)
    lock = FileHeadLock(folder, sync=False)
    await lock.pin({"a": b"b"})
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {
        "heads": 0o600,
        "pins": 0o600,
        "incarnation": 0o600,
    }


@awaited
async def test_one_swap_of_many_heads_waits_for_the_disk_once_and_only_then_returns(folder, monkeypatch, closing):
    syncs = []
    monkeypatch.setattr(anchor.os, "fdatasync", lambda file: syncs.append(os.pread(file, 1 << 20, 0)))
    lock = closing(FileHeadLock(folder))
    await lock.swap([LockChange(origin, None, at(1)) for origin in (OURS, THEIRS, ELSEWHERE)])
    assert len(syncs) == 1
    assert syncs[0] == (folder / "heads").read_bytes()
    assert all(origin.encode() in syncs[0] for origin in (OURS, THEIRS, ELSEWHERE))


@awaited
async def test_a_stalled_disk_stalls_no_loop_and_no_row_is_known_before_it_is_durable(folder, monkeypatch, closing):
    go, entered = threading.Event(), threading.Event()

    def stall(_file):
        entered.set()
        assert go.wait(20)

    monkeypatch.setattr(anchor.os, "fdatasync", stall)
    lock = closing(FileHeadLock(folder))
    task = asyncio.create_task(lock.swap([LockChange(OURS, None, at(1))]))
    assert await asyncio.to_thread(entered.wait, 20)
    for _ in range(10):
        await asyncio.sleep(0.001)
    assert not task.done()
    assert dict(await lock.load()) == {}
    go.set()
    await task
    assert dict(await lock.load()) == {OURS: at(1)}


@pytest.mark.parametrize(("number", "kind"), [(errno.EIO, StoreFailed), (errno.ENOSPC, StoreFull)])
@pytest.mark.parametrize("call", ["fdatasync", "pwrite"])
@awaited
async def test_a_failing_disk_is_reported_and_the_swap_can_be_made_again(
    folder, monkeypatch, closing, number, kind, call
):
    lock = closing(FileHeadLock(folder))
    await lock.swap([LockChange(OURS, None, at(1))])

    def fail(*_):
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(os, call, fail)
        with pytest.raises(kind) as caught:
            await lock.swap([LockChange(OURS, head(1), at(2)), LockChange(THEIRS, None, at(1))])
        assert type(caught.value) is kind
    assert dict(await lock.load()) == {OURS: at(1)}
    await lock.swap([LockChange(OURS, head(1), at(2)), LockChange(THEIRS, None, at(1))])
    assert await loaded(folder) == {OURS: at(2), THEIRS: at(1)}


@awaited
async def test_pins_survive_a_write_that_fails_and_a_leftover_of_one(folder, monkeypatch, closing):
    lock = closing(FileHeadLock(folder))
    await lock.pin({"a": b"1"})

    def fail(*_):
        raise OSError(errno.EIO, "broken")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fail)
        with pytest.raises(StoreFailed):
            await lock.pin({"a": b"2"})
    assert dict(await lock.pins()) == {"a": b"1"}
    assert not (folder / "pins.new").exists()
    (folder / "pins.new").write_bytes(b"half of something")
    other = closing(FileHeadLock(folder))
    assert dict(await other.pins()) == {"a": b"1"}
    await other.pin({"b": b"3"})
    assert dict(await other.pins()) == {"a": b"1", "b": b"3"}
    assert not (folder / "pins.new").exists()


@pytest.mark.parametrize("damage", ["missing", "empty", "cut", "bit", "magic"])
@awaited
async def test_damaged_pins_close_in_words_and_are_not_written_over(folder, damage, closing):
    lock = closing(FileHeadLock(folder, sync=False))
    await lock.pin({"a": b"1"})
    path = folder / "pins"
    raw = path.read_bytes()
    if damage == "missing":
        path.unlink()
    else:
        path.write_bytes({"empty": b"", "cut": raw[:-1], "bit": raw[:-1] + b"\x33", "magic": b"W" + raw[1:]}[damage])
    for action in ("pins", "pin"):
        fresh = closing(FileHeadLock(folder, sync=False))
        with pytest.raises(RolledBack, match=r"pinned facts (missing|damaged)"):
            await (fresh.pins() if action == "pins" else fresh.pin({"b": b"2"}))


def test_an_anchor_fits_the_machine_it_was_made_on(folder, tmp_path, monkeypatch):
    fit = FileHeadLock(folder).incarnation_fits()
    assert fit.fits
    other = tmp_path / "machine-id"
    other.write_text("another machine\n")
    monkeypatch.setattr(incarnation, "MACHINE_ID", other)
    fit = FileHeadLock(folder).incarnation_fits()
    assert not fit.fits
    assert "another machine" in fit.words
    assert "new epoch" in fit.words


def test_an_anchor_of_a_nameless_machine_fits_and_says_what_that_leaves_open(tmp_path, monkeypatch):
    monkeypatch.setattr(incarnation, "MACHINE_ID", tmp_path / "none")
    FileHeadLock.create(tmp_path / "anchor")
    fit = FileHeadLock(tmp_path / "anchor").incarnation_fits()
    assert fit.fits
    assert "clone" in fit.words


@pytest.mark.parametrize("damage", ["missing", "cut", "garbage"])
def test_a_damaged_incarnation_fits_nowhere(folder, damage):
    path = folder / "incarnation"
    raw = path.read_bytes()
    if damage == "missing":
        path.unlink()
    else:
        path.write_bytes(raw[:-1] if damage == "cut" else b"garbage")
    assert not FileHeadLock(folder).incarnation_fits().fits


def test_the_machine_s_own_id_is_not_in_the_folder(folder, tmp_path, monkeypatch):
    machine = tmp_path / "machine-id"
    machine.write_bytes(b"0123456789abcdef0123456789abcdef\n")
    monkeypatch.setattr(incarnation, "MACHINE_ID", machine)
    FileHeadLock.create(tmp_path / "second")
    found = (tmp_path / "second" / "incarnation").read_bytes()
    assert b"0123456789abcdef" not in found
    assert bytes.fromhex("0123456789abcdef") not in found
    assert FileHeadLock(tmp_path / "second").incarnation_fits().fits


origins = st.builds(
    lambda line, rest: line.hex() + "." + rest,
    st.binary(min_size=32, max_size=32),
    st.text("abcdefghijklmnopqrstuvwxyz/0123456789", min_size=1, max_size=100),
)
rows = st.builds(
    LockRow,
    st.builds(Head, st.integers(0, 2**63 - 1), st.binary(min_size=32, max_size=32)),
    st.integers(0, 2**63 - 1),
)
good_slots = st.builds(slots.Slot, origins, st.integers(0, 2**63 - 1), rows)


@given(good_slots)
def test_a_slot_reads_back_as_it_was_packed(slot):
    data = slots.pack(slot)
    assert len(data) == slots.SLOT_BYTES
    assert slots.unpack(data) == slot


@given(good_slots, st.integers(0, slots.SLOT_BYTES * 8 - 1))
def test_no_flipped_bit_of_a_slot_passes(slot, bit):
    data = bytearray(slots.pack(slot))
    data[bit // 8] ^= 1 << bit % 8
    assert slots.unpack(bytes(data)) is None


@given(st.binary(max_size=2 * slots.PAIR_BYTES))
def test_garbage_is_no_slot_and_no_error(data):
    assert slots.unpack(data) is None
    assert slots.read_pair(data.ljust(slots.PAIR_BYTES, b"\0")).slot is None


def test_an_origin_too_long_for_a_slot_is_our_mistake():
    with pytest.raises(OurMistake, match="room for"):
        slots.pack(slots.Slot("a" * 400, 1, at(1)))
