"""Looking beside the node: what every desk asks at once is looked up once, and nobody is told what was looked up before he asked."""

import asyncio
import contextlib
import threading

import pytest

from watchline.host import onlooker as module
from watchline.host.onlooker import KEPT_MAX, Onlooker


class Held:
    """Rows of a test: how often something was committed."""

    def __init__(self):
        self.commits = 1

    def snapshot(self):
        return contextlib.nullcontext()

    def version(self):
        return self.commits

    def close(self):
        pass


class Looks(Onlooker):
    """An onlooker whose looks wait until they are let."""

    def __init__(self):
        super().__init__(None, None, "XAA", None, None)
        self.begun, self.let, self.count = threading.Event(), threading.Event(), 0
        self._held = Held()

    def _here(self):
        self.begun.set()
        assert self.let.wait(60)
        self.count += 1
        return self.count, None


def asked(looks, same=b"x"):
    return asyncio.ensure_future(looks.read(lambda here, _: here, same))


async def first_under_way(looks):
    first = asked(looks)
    await asyncio.to_thread(looks.begun.wait, 10)
    return first


def test_the_same_question_is_looked_up_once_while_it_waits_and_anew_once_it_is_under_way():
    async def run():
        looks = Looks()
        first = await first_under_way(looks)
        rest = [asked(looks), asked(looks), asked(looks, b"y"), asked(looks, b""), asked(looks, b"")]
        await asyncio.sleep(0)
        looks.let.set()
        found = await first, *await asyncio.gather(*rest)
        looks.close()
        return found

    assert asyncio.run(run()) == (1, 2, 2, 3, 4, 5)


def test_one_who_goes_away_takes_the_answer_from_nobody():
    async def run():
        looks = Looks()
        first = await first_under_way(looks)
        one, two = asked(looks), asked(looks)
        await asyncio.sleep(0)
        one.cancel()
        looks.let.set()
        await first
        found = await two
        looks.close()
        return found

    assert asyncio.run(run()) == 2


def test_what_fails_fails_for_all_who_asked_it():
    async def run():
        looks = Looks()
        looks.let.set()

        def fails(_here, _charters):
            raise ZeroDivisionError

        for _ in range(2):
            with pytest.raises(ZeroDivisionError):
                await looks.read(fails, b"x")
        looks.close()

    asyncio.run(run())


def kept(looks, same=b"x", *, keeps=True):
    return asyncio.run(looks.read(lambda here, _: here, same, keeps=keeps))


def test_an_answer_of_the_record_is_given_again_until_something_is_committed_or_a_second_went_by(monkeypatch):
    looks, at = Looks(), [0.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: at[0])
    looks.let.set()
    assert [kept(looks), kept(looks), kept(looks, b"y"), kept(looks)] == [1, 1, 2, 1]
    assert kept(looks, keeps=False) == 3, "what depends on more than the record is looked up each time"
    looks._held.commits += 1
    assert [kept(looks), kept(looks)] == [4, 4]
    at[0] += 1.5
    assert [kept(looks), kept(looks)] == [5, 5]
    for number in range(KEPT_MAX + 5):
        kept(looks, b"%d" % number)
    assert len(looks._kept) <= KEPT_MAX
    looks.close()
