"""The simulator's doors to disk: each way to fail, on order."""

import pytest

from tests.store.growth import LINE, OTHER_LINE, OURS, THEIRS, Grown, awaited, everything, row
from watchline.errors import OutcomeUnknown, RolledBack, StoreFailed, StoreFull, Superseded
from watchline.log import Head
from watchline.node.doors import LockChange, LockRow
from watchline.store import Fault, LockFault, MemoryHeadLock, MemoryStore


@pytest.mark.parametrize(("fault", "kind"), [(Fault.FULL, StoreFull), (Fault.FAILED, StoreFailed)])
@awaited
async def test_a_failure_writes_nothing_and_the_next_append_succeeds(fault, kind):
    store = MemoryStore()
    tenure, log = await store.acquire("node", [LINE]), Grown()
    await store.append(tenure, log.batch())
    before = everything(store.held)
    batch = log.batch(1, row(b"a"))
    store.fail_next(fault, fault)
    for _ in range(2):
        with pytest.raises(kind) as caught:
            await store.append(tenure, batch)
        assert type(caught.value) is kind
        assert everything(store.held) == before
    await store.append(tenure, batch)


@pytest.mark.parametrize("fault", [Fault.UNKNOWN_STORED, Fault.UNKNOWN_LOST])
@awaited
async def test_an_unknown_outcome_stays_unknown_until_somebody_acquires(fault):
    store = MemoryStore()
    tenure, log = await store.acquire("node", [LINE]), Grown()
    batch = log.batch(2, row(b"a"))
    store.fail_next(fault)
    for _ in range(2):
        with pytest.raises(OutcomeUnknown):
            await store.append(tenure, batch)
    with pytest.raises(OutcomeUnknown):
        await store.erase(tenure, [(OURS, 0)])
    assert len(store.held.logs(LINE)) == (fault is Fault.UNKNOWN_STORED)
    tenure = await store.acquire("node", [LINE])
    await store.append(tenure, batch)
    assert store.held.logs(LINE)[0].head == log.head
    assert len(await store.feed(0, 9)) == 1


@awaited
async def test_a_node_that_is_superseded_stays_so():
    store = MemoryStore()
    tenure, log = await store.acquire("node", [LINE, OTHER_LINE]), Grown()
    store.fail_next(Fault.SUPERSEDED)
    batch = log.batch()
    for _ in range(3):
        with pytest.raises(Superseded):
            await store.append(tenure, batch)
    await store.append(await store.acquire("node", [LINE]), batch)


def test_nothing_suspends():
    store, lock = MemoryStore(), MemoryHeadLock()

    def done(coroutine):
        with pytest.raises(StopIteration) as caught:
            coroutine.send(None)
        return caught.value.value

    tenure = done(store.acquire("node", [LINE]))
    done(store.append(tenure, Grown().batch(3, row(b"a"))))
    assert len(done(store.feed(0, 9))) == 1
    done(store.erase(tenure, [(OURS, 1)]))
    done(store.release(tenure))
    done(lock.swap([LockChange(OURS, None, LockRow(Head(1, bytes(32)), 0))]))
    done(lock.pin({"a": b"b"}))
    assert done(lock.load())
    assert done(lock.pins())


@awaited
async def test_rows_added_by_the_thousand_come_in_order_after_any_mixture_of_changes():
    store = MemoryStore()
    tenure = await store.acquire("node", [LINE])
    known = {}
    for step in range(60):
        changes = []
        for number in range(step * 7 % 90):
            name = b"%d" % (number * 7919 * (step + 1) % 500)
            value = None if (number + step) % 5 == 0 else b"%d" % step
            changes.append(row(name, value))
            known.pop(LINE + name, None) if value is None else known.__setitem__(LINE + name, value)
        await store.append(tenure, Grown().batch(0)._replace(changes=(), rows=tuple(changes)))
        if step % 3 == 0:
            assert list(store.held.rows("board", LINE, None, 10_000)) == sorted(known.items())


@awaited
async def test_a_head_lock_fails_before_or_after_its_write():
    lock = MemoryHeadLock()
    first = LockChange(OURS, None, LockRow(Head(1, b"1" * 32), 1))
    lock.fail_next(LockFault.FAILED_BEFORE, LockFault.FAILED_AFTER)
    with pytest.raises(StoreFailed):
        await lock.swap([first])
    assert dict(await lock.load()) == {}
    with pytest.raises(StoreFailed):
        await lock.swap([first])
    assert dict(await lock.load()) == {OURS: first.new}
    await lock.swap([first])


@awaited
async def test_a_head_lock_is_lost_or_rolled_back():
    lock = MemoryHeadLock()
    await lock.swap([LockChange(OURS, None, LockRow(Head(1, b"1" * 32), 1))])
    await lock.pin({"epoch": b"1"})
    taken = lock.snapshot()
    await lock.swap([LockChange(OURS, Head(1, b"1" * 32), LockRow(Head(2, b"2" * 32), 2))])
    await lock.swap([LockChange(THEIRS, None, LockRow(Head(1, b"1" * 32), 1))])
    await lock.pin({"epoch": b"2"})
    lock.lose()
    for action in (lock.load(), lock.pins(), lock.pin({}), lock.swap([])):
        with pytest.raises(RolledBack, match="head lock missing"):
            await action
    lock.roll_back(taken)
    assert dict(await lock.load()) == {OURS: LockRow(Head(1, b"1" * 32), 1)}
    assert dict(await lock.pins()) == {"epoch": b"1"}
    with pytest.raises(RolledBack):
        await lock.swap([LockChange(OURS, Head(2, b"2" * 32), LockRow(Head(3, b"3" * 32), 3))])
