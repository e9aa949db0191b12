"""Turns: in order, one at a time, never cut short."""

import asyncio
import threading
import time

import pytest

from tests.store.growth import awaited
from watchline.store.turns import Turns


@pytest.fixture(params=[True, False], ids=["thread", "inline"])
def turns(request):
    made = Turns("test", threaded=request.param)
    yield made
    made.close()


@awaited
async def test_turns_come_in_order_one_at_a_time(turns):
    running, seen = [], []

    async def turn(number):
        await turns.take()
        running.append(number)
        assert len(running) == 1

        def job():
            assert running == [number]
            return number

        def afterwards():
            running.remove(number)

        assert await turns.finish(job, afterwards) == number
        seen.append(number)

    await asyncio.gather(*(turn(number) for number in range(50)))
    assert seen == list(range(50))


@awaited
async def test_what_a_job_raises_is_raised_and_the_turn_goes_on(turns):
    for _ in range(3):
        await turns.take()
        with pytest.raises(ZeroDivisionError):
            await turns.finish(lambda: 1 // 0)
    await turns.take()
    assert await turns.finish(lambda: 5) == 5


@awaited
async def test_who_is_cancelled_while_waiting_for_a_turn_blocks_nobody(turns):
    await turns.take()
    waiting = [asyncio.create_task(turns.take()) for _ in range(4)]
    await asyncio.sleep(0)
    waiting[0].cancel()
    waiting[2].cancel()
    await asyncio.sleep(0)
    turns.give()
    await waiting[1]
    assert not turns.try_take()
    turns.give()
    await waiting[3]
    turns.give()
    assert turns.try_take()


@awaited
async def test_a_turn_that_comes_in_the_moment_of_cancelling_goes_to_the_next(turns):
    await turns.take()
    waiting = [asyncio.create_task(turns.take()) for _ in range(2)]
    await asyncio.sleep(0)
    turns.give()
    waiting[0].cancel()
    await asyncio.wait_for(waiting[1], 60)
    assert waiting[0].cancelled()


@awaited
async def test_a_job_ends_although_its_task_was_cancelled_and_keeps_the_turn_until_then():
    turns = Turns("test", threaded=True)
    go, done = threading.Event(), []

    async def turn():
        await turns.take()
        await turns.finish(lambda: done.append(go.wait(20)))

    task = asyncio.create_task(turn())
    await asyncio.sleep(0.01)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert task.cancelled()
    assert not turns.try_take()
    go.set()
    await turns.take()
    assert done == [True]
    turns.close()


def test_a_loop_that_is_broken_off_before_it_gives_the_turn_on_blocks_nobody():
    turns = Turns("test", threaded=True)
    go, tasks, wrong = threading.Event(), [], []

    async def leave():
        await turns.take()
        tasks.append(asyncio.create_task(turns.finish(lambda: go.wait(20))))
        tasks.append(asyncio.create_task(turns.take()))
        await asyncio.sleep(0)
        go.set()
        while turns._at_work:
            time.sleep(0.001)  # noqa: ASYNC251  the loop must not come round again
        raise KeyboardInterrupt

    loop = asyncio.new_event_loop()
    with pytest.raises(KeyboardInterrupt):
        loop.run_until_complete(leave())
    loop.close()

    async def return_():
        asyncio.get_running_loop().set_exception_handler(lambda _loop, why: wrong.append(why))
        for number in range(3):
            await turns.take()
            assert await turns.finish(lambda number=number: number) == number

    asyncio.run(asyncio.wait_for(return_(), 60))
    assert not wrong
    turns.close()


def test_a_loop_that_ended_in_the_middle_of_a_job_leaves_the_turn_to_the_next_loop():
    turns = Turns("test", threaded=True)
    go, ended = threading.Event(), threading.Event()

    async def leave():
        await turns.take()
        task = asyncio.create_task(turns.finish(lambda: go.wait(20)))
        await asyncio.sleep(0.01)
        task.cancel()
        _ = asyncio.create_task(turns.take())  # noqa: RUF006  it waits for ever in a loop that ends
        await asyncio.sleep(0)

    asyncio.run(leave())
    go.set()

    async def return_():
        while not turns.try_take():  # noqa: ASYNC110  there is nothing to wait for but the thread
            await asyncio.sleep(0.001)
        return await turns.finish(ended.set)

    asyncio.run(asyncio.wait_for(return_(), 60))
    assert ended.is_set()
    turns.close()


@awaited
async def test_a_job_begun_without_waiting_holds_the_turn(turns):
    done = []
    await turns.take()
    turns.begin(lambda: done.append(1))
    await turns.take()
    assert done == [1]
    turns.give()


def test_closing_waits_for_what_was_begun():
    turns = Turns("test", threaded=True)
    done = []

    async def begin():
        await turns.take()
        turns.begin(lambda: done.append(1))

    asyncio.run(begin())
    turns.close()
    turns.close()
    assert done == [1]
