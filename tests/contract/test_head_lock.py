"""What every head lock promises the node (watchline.node.doors.HeadLock)."""

import asyncio
from hashlib import sha256

import pytest

from tests.store.growth import ELSEWHERE, INT_MAX, OURS, THEIRS, awaited
from tests.store.places import LOCKS
from watchline.errors import OurMistake, RolledBack
from watchline.log import EMPTY, Head
from watchline.node.doors import LockChange, LockRow


def head(size, word=b""):
    return Head(size, sha256(word + b"%d" % size).digest())


def at(size, time_ms=0, word=b""):
    return LockRow(head(size, word), time_ms)


@pytest.fixture(params=LOCKS.values(), ids=LOCKS)
def place(request, tmp_path):
    made = request.param(tmp_path)
    yield made
    made.close()


@awaited
async def test_a_new_head_lock_is_empty(place):
    lock = place.open()
    assert dict(await lock.load()) == {}
    assert dict(await lock.pins()) == {}


@awaited
async def test_a_head_moves_and_is_there_for_the_next_process(place):
    lock = place.open()
    await lock.swap([LockChange(OURS, None, at(1))])
    for size in range(1, 12):
        await lock.swap([LockChange(OURS, head(size), at(size + 1, size))])
        assert dict(await lock.load()) == {OURS: at(size + 1, size)}
        assert dict(await place.open().load()) == {OURS: at(size + 1, size)}


@awaited
async def test_every_process_goes_on_where_the_last_one_was(place):
    await place.open().swap([LockChange(OURS, None, at(1))])
    for size in range(1, 6):
        lock = place.open()
        await lock.load()
        await lock.swap([LockChange(OURS, head(size), at(size + 1))])
    assert dict(await place.open().load()) == {OURS: at(6)}


@awaited
async def test_many_heads_move_with_one_write(place):
    lock = place.open()
    await lock.swap(
        [LockChange(OURS, None, at(1)), LockChange(THEIRS, None, at(2, 5)), LockChange(ELSEWHERE, None, at(3))]
    )
    await lock.swap([LockChange(THEIRS, head(2), at(4, 6)), LockChange(OURS, head(1), at(2))])
    expected = {OURS: at(2), THEIRS: at(4, 6), ELSEWHERE: at(3)}
    assert dict(await lock.load()) == expected
    assert dict(await place.open().load()) == expected


@pytest.mark.parametrize(
    "wrong",
    [
        LockChange(OURS, head(4), at(6)),
        LockChange(OURS, head(5, b"another"), at(6)),
        LockChange(OURS, None, at(6)),
        LockChange(ELSEWHERE, head(1), at(2)),
        LockChange(ELSEWHERE, EMPTY, at(2)),
    ],
    ids=[
        "an older head",
        "another root",
        "none, where there is one",
        "one, where there is none",
        "an empty one for none",
    ],
)
@awaited
async def test_a_head_that_is_not_old_moves_nothing(place, wrong):
    lock = place.open()
    await lock.swap([LockChange(OURS, None, at(5)), LockChange(THEIRS, None, at(5))])
    for changes in ([wrong], [LockChange(THEIRS, head(5), at(6)), wrong], [wrong, LockChange(THEIRS, head(5), at(6))]):
        with pytest.raises(RolledBack, match="sign nothing more"):
            await lock.swap(changes)
    assert dict(await lock.load()) == {OURS: at(5), THEIRS: at(5)}
    assert dict(await place.open().load()) == {OURS: at(5), THEIRS: at(5)}
    await lock.swap([LockChange(OURS, head(5), at(6))])


@awaited
async def test_the_same_swap_again_is_success(place):
    lock = place.open()
    change = LockChange(OURS, None, at(1, 7))
    await lock.swap([change])
    await lock.swap([change])
    onward = LockChange(OURS, head(1), at(2, 8))
    await lock.swap([onward])
    await lock.swap([onward, LockChange(THEIRS, None, at(1))])
    assert dict(await place.open().load()) == {OURS: at(2, 8), THEIRS: at(1)}


@awaited
async def test_the_time_moves_while_the_head_stands_still(place):
    lock = place.open()
    await lock.swap([LockChange(OURS, None, at(3, 10))])
    await lock.swap([LockChange(OURS, head(3), at(3, 20))])
    assert dict(await place.open().load()) == {OURS: at(3, 20)}


@awaited
async def test_one_origin_twice_in_one_swap_is_our_mistake(place):
    lock = place.open()
    with pytest.raises(OurMistake):
        await lock.swap([LockChange(OURS, None, at(1)), LockChange(OURS, head(1), at(2))])
    assert dict(await lock.load()) == {}


@awaited
async def test_a_swap_of_nothing_does_nothing(place):
    lock = place.open()
    await lock.swap([])
    assert dict(await lock.load()) == {}


@awaited
async def test_sizes_and_times_have_64_bits(place):
    lock = place.open()
    row = LockRow(Head(INT_MAX, b"\xff" * 32), INT_MAX)
    await lock.swap([LockChange(OURS, None, row)])
    assert dict(await place.open().load()) == {OURS: row}


@awaited
async def test_there_is_room_for_many_origins(place):
    lock = place.open()
    origins = [f"{number:064x}.watchline/XAA/1" for number in range(200)]
    await lock.swap([LockChange(origins[0], None, at(1))])
    await lock.swap([LockChange(origin, None, at(1)) for origin in origins[1:100]])
    for origin in origins[100:]:
        await lock.swap([LockChange(origin, None, at(1))])
    await lock.swap([LockChange(origin, head(1), at(2)) for origin in origins])
    found = await place.open().load()
    assert dict(found) == {origin: at(2) for origin in origins}
    assert list(found) == sorted(origins)


@awaited
async def test_swaps_take_their_turn(place):
    lock = place.open()
    await lock.swap([LockChange(OURS, None, at(1))])
    await asyncio.gather(*(lock.swap([LockChange(OURS, head(size), at(size + 1))]) for size in range(1, 40)))
    assert dict(await place.open().load()) == {OURS: at(40)}


@pytest.mark.parametrize("turns", range(6))
@awaited
async def test_a_cancelled_swap_has_happened_or_not_and_can_be_made_again(place, turns):
    lock = place.open()
    await lock.swap([LockChange(OURS, None, at(1))])
    change = LockChange(OURS, head(1), at(2))
    task = asyncio.create_task(lock.swap([change]))
    for _ in range(turns):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await lock.swap([change])
    await lock.swap([LockChange(OURS, head(2), at(3))])
    assert dict(await place.open().load()) == {OURS: at(3)}


@awaited
async def test_pins_are_added_and_replaced_and_there_for_the_next_process(place):
    lock = place.open()
    await lock.pin({"epoch/" + "ab" * 32: b"1", "charter": b"\x00\xff"})
    await lock.pin({"charter": b"new", "roster/XBB": b""})
    expected = {"epoch/" + "ab" * 32: b"1", "charter": b"new", "roster/XBB": b""}
    assert dict(await lock.pins()) == expected
    assert dict(await place.open().pins()) == expected
    await lock.pin({})
    assert dict(await place.open().pins()) == expected


@awaited
async def test_what_was_read_is_a_copy(place):
    lock = place.open()
    await lock.swap([LockChange(OURS, None, at(1))])
    await lock.pin({"a": b"1"})
    rows, facts = dict(await lock.load()), dict(await lock.pins())
    (await lock.load()).clear()
    (await lock.pins()).clear()
    assert dict(await lock.load()) == rows
    assert dict(await lock.pins()) == facts


@awaited
async def test_swaps_and_pins_may_cross(place):
    lock = place.open()
    await lock.swap([LockChange(OURS, None, at(1))])
    work = []
    for size in range(1, 20):
        work += [lock.swap([LockChange(OURS, head(size), at(size + 1))]), lock.pin({f"fact {size}": b"x"})]
    await asyncio.gather(*work)
    again = place.open()
    assert dict(await again.load()) == {OURS: at(20)}
    assert len(await again.pins()) == 19
