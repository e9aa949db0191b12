"""What measures beside the node: it goes on after a fault, and says how far a changed separation is compared until nothing is left."""

import asyncio

import pytest

from watchline.errors import StoreFailed
from watchline.host import assessor
from watchline.host.areas import Reassessed
from watchline.host.assessing import Due, Turn
from watchline.host.assessor import Assessor
from watchline.node import Reply
from watchline.record.notices import Assessment
from watchline.view import EntryRef


@pytest.mark.parametrize("fault", [StoreFailed("The disk is full."), ValueError("a fault of the program")])
def test_a_fault_ends_no_assessments(monkeypatch, fault):
    monkeypatch.setattr(assessor, "AGAIN_S", 0.01)
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
        async with asyncio.timeout(10):
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
