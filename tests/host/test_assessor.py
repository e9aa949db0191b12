"""What measures beside the node goes on after a fault: a disk that was full, a fault of its own."""

import asyncio

import pytest

from watchline.errors import StoreFailed
from watchline.host import assessor
from watchline.host.assessor import Assessor


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
            return []

    async def steps():
        made = Assessor(Reads(), None, "XAA", lambda *words: said.append(words))
        made.start()
        async with asyncio.timeout(60):
            await again.wait()
        await made.aclose()

    asyncio.run(steps())
    assert [words[1] for words in said] == ["not_assessed"]
