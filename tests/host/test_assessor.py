"""What measures beside the node: it goes on after a fault, and says how far a changed separation is compared until nothing is left."""

import asyncio

import pytest

from watchline.assess import Due, Reassessed, Turn
from watchline.errors import StoreFailed
from watchline.host import assessor
from watchline.host.assessor import Assessor
from watchline.node import Reply
from watchline.node.noticing import look_again
from watchline.record.notices import Assessment
from watchline.view import EntryRef


@pytest.mark.parametrize("fault", [StoreFailed("The disk is full."), ValueError("a fault of the program")])
def test_a_fault_ends_no_assessments(monkeypatch, fault):
    monkeypatch.setattr(assessor, "AGAIN_MS", 10)
    looked, said, again = [], [], asyncio.Event()

    class Reads:
        async def read(self, _look):
            looked.append(1)
            if len(looked) == 1:
                raise fault
            again.set()

    async def steps():
        made = Assessor(Reads(), None, "XAA", lambda *words: said.append(words))
        made.start()
        async with asyncio.timeout(60):
            await again.wait()
        await made.aclose()

    asyncio.run(steps())
    assert [words[1] for words in said] == ["not_assessed"]


def test_it_compares_until_nothing_is_left_and_ends_where_the_node_takes_nothing():
    due = Due(EntryRef("XAA", 1, 7), Assessment(version=1, table=bytes(32)))
    refused = Turn([due], 0, Reassessed(2, 3))
    turns = [Turn([], 2, Reassessed(2, 3)), Turn([due], 0, Reassessed(2, 3)), refused]
    shown, done = [], asyncio.Event()

    class Reads:
        async def read(self, _look):
            shown.append(made.shown()["reassessed"])
            return turns.pop(0)

    async def ask(_item):
        if not turns:
            done.set()
        return Reply("XAA/1/8", written=bool(turns))

    made = Assessor(Reads(), ask, "XAA", lambda *words: pytest.fail(str(words)))

    async def steps():
        made.start()
        async with asyncio.timeout(10):
            await done.wait()
        await made.aclose()

    asyncio.run(steps())
    assert not turns
    assert shown[0] is None
    assert shown[1] == {"done": 2, "of": 3, "words": "2 of 3 of our notices re-assessed by the separation in force"}


def test_what_the_node_refuses_is_tried_again_until_it_is_written(monkeypatch):
    monkeypatch.setattr(assessor, "look_again", lambda replies: look_again(replies) and 10)
    due = Due(EntryRef("XAA", 1, 7), Assessment(version=1, table=bytes(32)))
    replies, written = (
        [Reply(error="The next epoch is not open yet.")] * 2 + [Reply("XAA/1/8", written=True)],
        asyncio.Event(),
    )

    class Reads:
        async def read(self, _look):
            return Turn([due] if replies else [], 0, None)

    async def ask(_item):
        reply = replies.pop(0)
        if reply.written:
            written.set()
        return reply

    async def steps():
        made = Assessor(Reads(), ask, "XAA", lambda *words: None)
        made.start()
        async with asyncio.timeout(10):
            await written.wait()
        await made.aclose()

    asyncio.run(steps())
    assert replies == []


def test_after_a_refusal_it_is_looked_again_in_half_a_minute_and_with_nothing_due_when_an_entry_asks_for_it():
    no, yes = Reply(error="A full disk."), Reply("XAA/1/8", written=True)
    assert [look_again(replies) for replies in ([], [no], [no, yes], [yes])] == [None, 30_000, 0, 0]
