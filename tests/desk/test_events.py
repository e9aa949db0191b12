"""The stream: nothing is missed, across reconnects and a killed node; a reader that is too far behind is told so; nobody waits for a slow one."""

import asyncio
import contextlib
import json
from collections.abc import Sequence

import httpx
import pytest

from tests.desk.conftest import PATIENCE_S, events
from watchline.desk import events as stream_file
from watchline.desk.board import Board
from watchline.desk.doors import Change, Facts
from watchline.desk.events import Stream
from watchline.desk.limits import RESYNC_BEHIND
from watchline.errors import StoreFailed


def follow(client, last="", until=lambda event: event[1] == "status", by="header"):
    headers = {"last-event-id": last} if last and by == "header" else {}
    query = {"last": last} if last and by == "address" else {}
    with client.stream("GET", "/events", headers=headers, params=query) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        return events(answer, until)


def numbers(found):
    return [change["number"] for _, name, data in found if name == "changes" for change in data]


def test_a_reader_begins_now_and_is_told_the_status(watch):
    found = follow(watch)
    assert [name for _, name, _ in found] == ["changes", "status"]
    assert found[0][2] == []
    assert int(found[0][0]) > 0
    assert found[1][2]["party"] == "XAA"


@pytest.mark.parametrize("by", ["header", "address"])
def test_nothing_is_missed_across_a_reconnect_and_a_killed_node(desks, watch, by):
    last = follow(watch)[0][0]
    refs = [watch.post("/messages", json={"text": f"before {number}"}).json()["ref"] for number in range(3)]
    seen = follow(watch, last, lambda event: event[1] == "changes" and event[2], by)
    middle = seen[-1][0]
    desks.restart("XAA")
    refs += [watch.post("/messages", json={"text": f"after {number}"}).json()["ref"] for number in range(3)]
    places = {watch.get(f"/messages/{ref}").json()["place"] for ref in refs}
    told = [item["ref"] for event in seen if event[1] == "changes" for item in event[2]]

    def all_told(event):
        told.extend(item["ref"] for item in event[2] if event[1] == "changes")
        return places <= set(told)

    again = follow(watch, middle, all_told, by)
    found = numbers(seen) + numbers(again)
    assert found == list(range(int(last) + 1, int(last) + 1 + len(found))), "without a gap, each once"


@pytest.mark.parametrize("last", ["999999999", "0"])
def test_a_reader_whose_number_this_record_does_not_know_is_told_to_ask_anew(desks, watch, last):
    newest = int(follow(watch)[0][0])
    found = follow(watch, last, lambda event: event[1] in {"resync", "changes"})
    if last == "0" and newest <= RESYNC_BEHIND:
        assert numbers(found)[0] == 1, "the whole feed is kept here"
    else:
        assert found[0][1] == "resync"
        assert int(found[0][0]) == newest


@pytest.mark.parametrize("last", ["x", "-1", "1e3", "٣", "9" * 40])
def test_an_id_that_is_none_begins_now(watch, last):
    assert follow(watch, last, by="address")[0][1:] == ("changes", [])


def test_a_stream_ends_with_its_session(desks):
    with desks.client("second") as second, desks.client("admin") as admin:
        with admin.stream("GET", "/events") as answer:
            lines = answer.iter_lines()
            assert "retry" in next(lines)
            assert second.post("/officers/admin/disable", json={}).status_code == 200
            with contextlib.suppress(httpx.HTTPError):
                assert len(list(lines)) < 200
        assert admin.get("/events").status_code == 401
        second.post("/officers/admin/reset", json={"password": "four words in a row"})


# The stream alone, with a node and readers of the test's own.


STATUS = {
    "at": 7, "line": "0" * 64, "title": "A line", "demo": True, "party": "XAA", "parties": [{"party": "XAA"}], "state": "NORMAL", "shown": "NORMAL",
    "open": True, "unread": 0, "tests_waiting_for_us": 0, "calls_waiting_for_us": 0, "alarms": [], "alarms_more": 0,
}  # fmt: skip


class Node:
    """Operations of a test."""

    facts = Facts("XAA", "0" * 64, "A line", True, "", ("watch",), ("en",), "1")

    def __init__(self):
        self.feed = [Change(number, "thread", "") for number in range(1, 11)]
        self.first, self.fails, self.lasting, self.asked = 1, False, [], 0

    def now(self):
        return 7

    async def status(self):
        if self.fails:
            raise StoreFailed("no space")
        return {**STATUS, "alarms": list(self.lasting)}

    def alarms(self, situations):
        return [alarm for alarm in self.lasting if alarm["situation"] in situations]

    async def changes(self, after, limit) -> tuple[Sequence[Change], int]:
        self.asked += 1
        found = [change for change in self.feed if change.number > max(after, self.first - 1)]
        return found[:limit], self.feed[-1].number


class Browser:
    """A reader that keeps what it is sent; ``stuck``: it takes nothing after its head."""

    def __init__(self, stuck=False):
        self.stuck, self.sent, self.away = stuck, [], asyncio.Event()

    async def send(self, message):
        if self.stuck and message["type"] == "http.response.body":
            await asyncio.Event().wait()
        self.sent.append(message.get("body", b""))

    async def gone(self):
        await self.away.wait()

    @property
    def names(self):
        return [line[7:].decode() for body in self.sent for line in body.splitlines() if line.startswith(b"event: ")]

    @property
    def last(self):
        return [line[4:].decode() for body in self.sent for line in body.splitlines() if line.startswith(b"id: ")][-1]


async def serve(node, browser, last="", turns=30, lasts=lambda: True):
    stream = Stream(node, Board())
    task = asyncio.create_task(stream.serve(browser.send, last, lasts, browser.gone))
    for _ in range(turns):
        await asyncio.sleep(0)
    return stream, task


def test_who_begins_after_a_time_without_readers_is_told_what_is_so_now_and_not_what_was():
    async def run():
        node, first, second = Node(), Browser(), Browser()
        stream, task = await serve(node, first)
        running = asyncio.create_task(stream.run())
        first.away.set()
        await task
        node.lasting = [ALARM]
        stream.tell(["message/1"])
        await turns()
        later = asyncio.create_task(stream.serve(second.send, "", lambda: True, second.gone))
        await turns(60)
        running.cancel()
        stream.close()
        await asyncio.gather(later, running, return_exceptions=True)
        return told(first, "status")[0], told(second, "status")[0]

    before, now = asyncio.run(run())
    assert before["alarms"] == []
    assert now["alarms"] == [ALARM]


def test_a_reader_behind_what_is_kept_is_told_to_ask_anew():
    async def run():
        node, browser = Node(), Browser()
        node.first = 5
        stream, task = await serve(node, browser, "2")
        stream.close()
        await task
        return browser

    browser = asyncio.run(run())
    assert browser.names[:3] == ["resync", "status", "lines"]
    assert browser.last == "10"


def test_pages_of_changes_join_without_a_gap(monkeypatch):
    monkeypatch.setattr(stream_file, "CHANGES_MAX", 3)

    async def run():
        browser = Browser()
        stream, task = await serve(Node(), browser, "1")
        stream.close()
        await task
        return browser

    browser = asyncio.run(run())
    told = [json.loads(line[6:]) for body in browser.sent for line in body.splitlines() if line.startswith(b"data: [")]
    assert [change["number"] for page in told for change in page] == list(range(2, 11))


def test_a_reader_that_takes_nothing_is_dropped_and_nobody_waits_for_it(monkeypatch):
    monkeypatch.setattr(stream_file, "SEND_S_MAX", 0.02)

    async def run():
        browser = Browser(stuck=True)
        stream, task = await serve(Node(), browser)
        await asyncio.wait_for(task, PATIENCE_S)
        return stream.readers

    assert asyncio.run(run()) == 0


def test_a_reader_that_follows_hears_of_an_alarm_before_it_hears_what_changed():
    async def run():
        node, browser = Node(), Browser()
        stream, task = await serve(node, browser, "10")
        node.feed.append(Change(11, "thread", ""))
        await stream._look()
        for _ in range(30):
            await asyncio.sleep(0)
        stream.close()
        await task
        return browser.names

    names = asyncio.run(run())
    assert names[-2:] == ["status", "changes"], "what desks ask after a change would stand before the next status"


class Endless:
    """asyncio with a pace that never ends by itself, as if the record were that long."""

    def __getattr__(self, name):
        return getattr(asyncio, name)

    def sleep(self, _seconds):
        return asyncio.sleep(0)

    def timeout(self, _seconds):
        return asyncio.timeout(3_600)


def test_an_alarm_is_not_held_back_by_the_pace_of_a_long_record(monkeypatch):
    monkeypatch.setattr(stream_file, "asyncio", Endless())

    async def run():
        stream, task = await serve(Node(), Browser(), "10")
        running = asyncio.create_task(stream.run())
        numbers = []
        for rings in (False, False, True):
            stream.tell(["message/1"] if rings else ())
            for _ in range(100):
                await asyncio.sleep(0)
            numbers.append(stream._number)
        running.cancel()
        stream.close()
        await asyncio.gather(task, running, return_exceptions=True)
        return numbers

    first, held_back, rung = asyncio.run(run())
    assert first == held_back
    assert rung == first + 1


ALARM = {"situation": "message/1", "level": "emergency"}


def told(browser, name):
    """Return the data of every event of a name."""
    found = b"".join(browser.sent).decode().split("\n\n")
    return [json.loads(one.partition("data: ")[2]) for one in found if one.startswith(f"event: {name}\n")]


async def turns(count=30):
    for _ in range(count):
        await asyncio.sleep(0)


def test_what_rings_is_told_from_memory_before_anything_is_looked_up():
    async def run():
        node, browser = Node(), Browser()
        stream, task = await serve(node, browser, "10")
        before = node.asked, browser.names.count("status")
        node.lasting = [ALARM]
        stream.tell(["message/1", "message/2"])
        await turns()
        heard = told(browser, "alarms"), node.asked, browser.names.count("status")
        stream.close()
        await task
        return before, heard

    (asked, statuses), (alarms, later_asked, later_statuses) = asyncio.run(run())
    assert alarms == [{"at": 7, "alarms": [ALARM]}]
    assert (later_asked, later_statuses) == (asked, statuses), "nothing was looked up for it"


def test_nothing_is_told_of_an_alarm_that_no_longer_lasts_or_to_nobody():
    async def run():
        node, browser = Node(), Browser()
        stream, task = await serve(node, browser, "10")
        stream.tell(["message/1"])
        await turns()
        stream.close()
        await task
        node.lasting = [ALARM]
        stream.tell(["message/1"])
        return browser.names, stream._alarms.name

    names, kept = asyncio.run(run())
    assert "alarms" not in names
    assert not kept


def test_a_status_that_was_begun_before_an_alarm_does_not_take_it_back():
    async def run():
        node, browser = Node(), Browser()
        stream, task = await serve(node, browser, "10")
        found, go = node.status, asyncio.Event()

        async def slow():
            status = await found()
            await go.wait()
            return status

        node.status = slow
        looking = asyncio.create_task(stream._look())
        await turns()
        node.lasting = [ALARM]
        stream.tell(["message/1"])
        await turns()
        go.set()
        await looking
        await turns()
        first, rung = told(browser, "status")[-1], dict(stream._rung)
        node.lasting = []
        await stream._look()
        await turns()
        stream.close()
        await task
        return browser.names, first, rung, told(browser, "status")[-1], stream._rung

    names, first, rung, last, later = asyncio.run(run())
    assert names.index("alarms") < len(names) - 1 - names[::-1].index("status"), "first the alarm, then the status"
    assert first["alarms"] == [ALARM]
    assert set(rung) == {"message/1"}, "until a status that was begun later has it"
    assert last["alarms"] == []
    assert later == {}


def test_readers_at_one_place_are_looked_up_for_once_and_one_that_begins_anew():
    async def run():
        node = Node()
        stream, first = await serve(node, Browser(), "10")
        others = [Browser() for _ in range(4)]
        tasks = [asyncio.create_task(stream.serve(one.send, "10", lambda: True, one.gone)) for one in others]
        await turns()
        began = node.asked
        node.feed.append(Change(11, "thread", ""))
        await stream._look()
        await turns(60)
        asked = node.asked - began
        stream.close()
        await asyncio.gather(first, *tasks)
        return began, asked, [one.last for one in others]

    began, asked, last = asyncio.run(run())
    assert began == 5, "what was looked up before a reader came will not do"
    assert asked == 1
    assert last == ["11"] * 4


def test_a_reader_that_goes_is_forgotten_at_once():
    async def run():
        browser = Browser()
        stream, task = await serve(Node(), browser)
        assert stream.readers == 1
        browser.away.set()
        await asyncio.wait_for(task, PATIENCE_S)
        return stream.readers

    assert asyncio.run(run()) == 0


def test_an_unchanged_node_is_heard_all_the_same_and_a_record_that_fails_says_so(monkeypatch):
    monkeypatch.setattr(stream_file, "BEAT_S", 0.01)

    async def run():
        node, browser = Node(), Browser()
        node.fails = True
        stream, task = await serve(node, browser)
        async with asyncio.timeout(PATIENCE_S):
            while browser.names.count("beat") < 3 or "trouble" not in browser.names:  # noqa: ASYNC110 - as for a browser
                await asyncio.sleep(0.01)
        stream.close()
        await task

    asyncio.run(run())


def test_streams_are_bounded(monkeypatch):
    monkeypatch.setattr(stream_file, "STREAMS_MAX", 0)

    async def run():
        _, task = await serve(Node(), Browser())
        with pytest.raises(Exception, match="desks follow"):
            await task

    asyncio.run(run())
