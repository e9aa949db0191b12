import asyncio

import pytest

from watchline.carrier.inbox import Inbox
from watchline.node.doors import Arrived, Closed, Opened


def test_the_brake_is_set_once_when_too_much_waits_and_released_below_half():
    async def story():
        brakes = []
        inbox = Inbox(brakes.append)
        for number in range(40):
            inbox.put(Arrived(number, bytes(65_536)))
        assert brakes == [True]
        for number in range(40):
            assert (await anext(inbox)).connection == number
            left = (39 - number) * 65_792
            assert brakes == ([True] if left >= 524_288 else [True, False])

    asyncio.run(story())


def test_a_flood_of_empty_frames_is_bounded_too():
    brakes = []
    inbox = Inbox(brakes.append)
    put = 0
    while not brakes:
        inbox.put(Arrived(1, b""))
        put += 1
    assert put == 4_097


def test_what_waits_is_still_read_after_the_end_and_then_the_iteration_stops():
    async def story():
        inbox = Inbox(lambda _: None)
        inbox.put(Opened(1))
        inbox.put(Closed(1, "the end"))
        inbox.shut()
        assert [event async for event in inbox] == [Opened(1), Closed(1, "the end")]
        assert [event async for event in inbox] == []

    asyncio.run(story())


def test_a_reader_that_waits_is_woken_by_an_event_by_the_end_and_by_a_fault():
    async def story():
        inbox = Inbox(lambda _: None)
        for wake, expected in ((lambda: inbox.put(Opened(7)), Opened(7)), (inbox.shut, None)):
            reader = asyncio.create_task(anext(inbox, None))
            await asyncio.sleep(0)
            wake()
            assert await reader == expected
        inbox.shut(KeyError("a bug"))
        with pytest.raises(KeyError):
            await anext(inbox)

    asyncio.run(story())


def test_a_reader_that_gave_up_loses_no_event():
    async def story():
        inbox = Inbox(lambda _: None)
        reader = asyncio.create_task(anext(inbox))
        await asyncio.sleep(0)
        inbox.put(Opened(1))
        reader.cancel()
        await asyncio.gather(reader, return_exceptions=True)
        assert await anext(inbox) == Opened(1)

    asyncio.run(story())
