"""The node's socket: who may open it, what may be asked, and how every question ends."""

import asyncio
import json
import os
import socket
import stat

import pytest

from tests.host.founded import PATIENCE_S, awaited, open_it, running, two, until
from watchline.errors import OurMistake
from watchline.host import socket as node_socket
from watchline.host.socket import CALLERS_MAX, REQUEST_BYTES_MAX, NotRunning, call, stream
from watchline.host.verbs import KINDS, read_said
from watchline.node import SayCharterProposed, SayMessage, SayTest


async def asked(folder, request, patience_s=PATIENCE_S):
    """Ask in a thread, as another process does."""
    return await asyncio.to_thread(call, folder, request, patience_s)


class Caller:
    """A caller that writes what it likes."""

    def __init__(self, folder):
        self._folder = folder

    async def __aenter__(self):
        self.reader, self.writer = await asyncio.open_unix_connection(self._folder / "node.sock", limit=1 << 24)
        return self

    async def __aexit__(self, *_):
        self.writer.close()

    async def line(self, data):
        self.writer.write(data)
        return json.loads(await asyncio.wait_for(self.reader.readline(), PATIENCE_S))


def test_without_a_node_the_words_say_how_to_start_one(tmp_path):
    with pytest.raises(NotRunning, match=f"No node runs in {tmp_path}: start it with `watchline up {tmp_path}`"):
        call(tmp_path, {"verb": "version"})
    with pytest.raises(NotRunning):
        next(stream(tmp_path))
    with pytest.raises(NotRunning):
        call(tmp_path / "nowhere", {"verb": "version"})


def test_a_socket_that_a_dead_node_left_is_no_node(tmp_path):
    left = socket.socket(socket.AF_UNIX)
    left.bind(str(tmp_path / "node.sock"))
    left.close()
    with pytest.raises(NotRunning, match="No node runs"):
        call(tmp_path, {"verb": "version"})


@awaited
async def test_the_verbs_that_ask_once(tmp_path):
    xaa, xbb = two(tmp_path)
    async with running(xaa, xbb) as (a, b):
        await open_it(a, b)
        assert (await asked(xaa, {"verb": "version"})).items() >= {"code": "XAA", "pid": os.getpid()}.items()
        ref = (await asked(xaa, {"verb": "say", "kind": "message", "text": "one", "draft": "ab" * 16}))["ref"]
        again = await asked(xaa, {"verb": "say", "kind": "message", "text": "one", "draft": "ab" * 16})
        assert again == {"ref": ref, "written": False, "error": ""}
        status = await asked(xaa, {"verb": "status"})
        assert (status["party"], status["open"], status["alarms_more"]) == ("XAA", True, 0)
        assert status["live"]["peers"][0]["code"] == "XBB"
        assert await asked(xaa, {"verb": "clock_accept"}) == {"ref": "", "written": False, "error": ""}
        assert await asked(xaa, {"verb": "stop"}) == {"stopping": True}
        await a.task
        with pytest.raises(NotRunning):
            await asked(xaa, {"verb": "version"})


@awaited
async def test_what_the_line_does_not_allow_is_an_error_in_words(tmp_path):
    xaa, _ = two(tmp_path)
    async with running(xaa) as (a,):
        size = a.size()
        refused = {
            "'captain' is not a post of this line; the charter names watch": {"kind": "test", "post": "captain"},
            "'node' is not a post of this line": {"kind": "test", "post": "node"},
            "The line is not open yet": {"kind": "message", "text": "too early"},
            "'poem' cannot be said; what can is message, read": {"kind": "poem"},
            "None cannot be said": {},
            "test: unknown field 'speed'; known are answered, at, by, circuit, draft, post": {
                "kind": "test",
                "speed": 1,
            },
            "message: Object missing required field `text`": {"kind": "message"},
            "message: Expected `str`, got `int`": {"kind": "message", "text": 1},
            "test: non-hexadecimal number": {"kind": "test", "draft": "xyz"},
            "A draft id has 16 bytes": {"kind": "test", "draft": "abcd"},
        }
        for words, request in refused.items():
            answer = await asked(xaa, {"verb": "say", **request})
            assert words in answer["error"]
            assert not answer.get("written")
        assert "Unknown verb 'sing'; known are say, status" in (await asked(xaa, {"verb": "sing"}))["error"]
        assert a.size() == size


@awaited
async def test_bytes_that_are_no_request_are_refused_and_the_caller_may_go_on(tmp_path):
    xaa, _ = two(tmp_path)
    async with running(xaa), Caller(xaa) as caller:
        for line in (b"\n", b"{\n", b"[]\n", b"1\n", b"\xff\xfe\n", b"[" * 50_000 + b"\n", b'{"verb": NaN}\n'):
            assert "error" in await caller.line(line)
        assert (await caller.line(b'{"verb": "version"}\n'))["code"] == "XAA"
        answer = await caller.line(b'{"verb": "say", "kind": "test", "draft": "%s"}\n' % (b"a" * REQUEST_BYTES_MAX))
        assert f"more than {REQUEST_BYTES_MAX} bytes" in answer["error"]
        assert await caller.reader.read() == b""


@awaited
async def test_a_request_that_is_too_long_is_not_even_sent(tmp_path):
    xaa, _ = two(tmp_path)
    async with running(xaa):
        with pytest.raises(OurMistake, match="too long"):
            await asked(xaa, {"verb": "say", "kind": "message", "text": "x" * REQUEST_BYTES_MAX})
        longest = await asked(xaa, {"verb": "say", "kind": "service", "text": "ж" * 15_000})
        assert not longest["error"], "30,000 bytes of any language fit"


@awaited
async def test_the_file_is_for_its_owner_only_and_others_are_refused(tmp_path, monkeypatch):
    xaa, _ = two(tmp_path)
    async with running(xaa):
        assert stat.S_IMODE((xaa / "node.sock").stat().st_mode) == 0o600
        assert stat.S_IMODE(xaa.stat().st_mode) == 0o700
        mine = os.geteuid()
        monkeypatch.setattr(node_socket, "_CREDENTIALS", _Somebody(mine + 1 if mine else 4711))
        answer = await asked(xaa, {"verb": "version"})
        assert "Only the owner of this node may act here" in answer["error"]
        monkeypatch.setattr(node_socket, "_CREDENTIALS", _Somebody(0))
        assert (await asked(xaa, {"verb": "version"}))["code"] == "XAA"


class _Somebody:
    """What the kernel says of the caller, as if it were another account."""

    size = 12

    def __init__(self, account):
        self._account = account

    def unpack(self, _raw):
        return 1, self._account, 1


@awaited
async def test_more_callers_than_the_bound_are_told_so_and_the_node_goes_on(tmp_path):
    xaa, _ = two(tmp_path)
    async with running(xaa) as (a,):
        callers = [Caller(xaa) for _ in range(CALLERS_MAX)]
        for caller in callers:
            await caller.__aenter__()
            assert "code" in await caller.line(b'{"verb": "version"}\n')
        assert "callers at once" in (await asked(xaa, {"verb": "version"}))["error"]
        for caller in callers:
            await caller.__aexit__()
        await until(lambda: len(a.runtime._socket._callers) < CALLERS_MAX)
        assert "code" in await asked(xaa, {"verb": "version"})


@awaited
async def test_a_watcher_hears_the_news_and_the_status_after_it(tmp_path):
    xaa, xbb = two(tmp_path)
    async with running(xaa, xbb) as (a, b), Caller(xbb) as watcher:
        await open_it(a, b)
        assert "status" in await watcher.line(b'{"verb": "watch"}\n')
        ref = await a.message("Come to the telephone.", "Z")
        told = []
        while not any(item.get("news", {}).get("ref") == ref for item in told):
            told.append(json.loads(await watcher.reader.readline()))
        while "status" not in told[-1]:
            told.append(json.loads(await watcher.reader.readline()))
        assert f"message/{ref}" in {item["situation"] for item in told[-1]["status"]["alarms"]}


@awaited
async def test_a_watcher_that_reads_nothing_stops_nobody(tmp_path):
    xaa, _ = two(tmp_path)
    async with running(xaa) as (a,):
        sleeper = socket.socket(socket.AF_UNIX)
        sleeper.connect(str(xaa / "node.sock"))
        sleeper.sendall(b'{"verb": "watch"}\n')
        for _ in range(300):
            await a.say(SayTest())
        assert len(a.runtime._socket._watchers) == 1
        sleeper.close()
        await until(lambda: not a.runtime._socket._watchers)


@awaited
async def test_a_watcher_that_is_slow_is_told_how_much_it_missed(tmp_path, monkeypatch):
    monkeypatch.setattr(
        node_socket, "NEWS_WAITING_MAX", 8
    )  # a batch brings more than that, however slow this machine is
    xaa, _ = two(tmp_path)
    async with running(xaa) as (a,), Caller(xaa) as watcher:
        await watcher.line(b'{"verb": "watch"}\n')
        await asyncio.gather(*(a.say(SayTest()) for _ in range(700)))
        told = []
        while not any("lost" in item for item in told):
            told.append(json.loads(await watcher.reader.readline()))
        assert sum(item.get("lost", 0) for item in told) > 0


@awaited
async def test_a_node_in_a_folder_with_a_long_name_has_a_socket_too(tmp_path):
    deep = tmp_path / ("d" * 100) / ("e" * 100)
    deep.mkdir(parents=True)
    xaa, _ = two(deep)
    async with running(xaa):
        assert (await asked(xaa, {"verb": "version"}))["code"] == "XAA"


@awaited
async def test_a_node_that_does_not_answer_in_time_leaves_a_doubt_in_words(tmp_path):
    deaf = socket.socket(socket.AF_UNIX)
    deaf.bind(str(tmp_path / "node.sock"))
    deaf.listen()
    with pytest.raises(
        NotRunning, match=r"did not answer within 0.2 s\. What was said may or may not have been written"
    ):
        await asked(tmp_path, {"verb": "version"}, 0.2)
    deaf.close()


def test_every_kind_that_can_be_said_has_a_name():
    assert read_said({"verb": "say", "kind": "test"}) == SayTest()
    said = read_said({"kind": "message", "text": "x", "to": ["XBB"], "precedence": "Z", "draft": "00" * 16})
    assert said == SayMessage(text="x", to=("XBB",), precedence="Z", draft=bytes(16))
    said = read_said({"kind": "charter_proposed", "charter": "a1" * 31_000})
    assert said == SayCharterProposed(charter=b"\xa1" * 31_000)
    assert len(KINDS) == 17
