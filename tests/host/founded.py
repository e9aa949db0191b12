"""Founded nodes in folders, made once and copied; and nodes that run in this process, on real sockets and disks."""

import asyncio
import atexit
import contextlib
import functools
import inspect
import json
import shutil
import tempfile
from pathlib import Path

import msgspec

from watchline.demo.ports import free_ports
from watchline.host.config import load_config, save_config
from watchline.host.runtime import Runtime
from watchline.host.setup import CircuitAddress, init_node, open_line, propose, sign_founding
from watchline.node import SayMessage, SayTest, SayTestAnswered

PASSPHRASE, ROOT_PASSPHRASE = b"correct horse", b"battery staple"
PATIENCE_S = 60.0
"""A wait ends when what it waits for has come: this is only how long a machine that is busy with other things may take."""


def init(base, code, *, folder=None, **more):
    """Make a node in ``base/CODE``, or in another folder, as cheaply as it goes."""
    usual = {
        "code": code,
        "names": {"en": f"Side {code}"},
        "circuits": [
            CircuitAddress(name, "127.0.0.1", port) for name, port in zip(("one", "two"), free_ports(2), strict=True)
        ],
        "passphrase": PASSPHRASE,
        "root_key": base / "roots" / code,
        "root_passphrase": ROOT_PASSPHRASE,
        "spares": 0,
        "light": True,
    }
    return init_node(folder or base / code, **(usual | more))


def found(base, codes=("XAA", "XBB"), **fields):
    """Found a line of these nodes; return the founding file's bytes, signed by all."""
    cards = [init(base, code) for code in codes]
    founding = propose(base / codes[0], [card.data for card in cards], fields)
    for code in codes:
        founding = sign_founding(founding.data(), base / "roots" / code, ROOT_PASSPHRASE)
    return founding.data()


@functools.cache
def _pattern(*, demo, opened):
    base = Path(tempfile.mkdtemp(prefix="watchline-test-"))
    atexit.register(shutil.rmtree, base, ignore_errors=True)
    data = found(base, **({"demo": 1} if demo else {}))
    (base / "founding").write_bytes(data)
    for code in ("XAA", "XBB") if opened else ():
        open_line(base / code, data, PASSPHRASE)
    return base


def signed(base, *, demo=True):
    """Copy two nodes into ``base`` whose founding file all roots have signed; return its bytes. Nothing is opened yet."""
    shutil.copytree(_pattern(demo=demo, opened=False), base, dirs_exist_ok=True)
    return (base / "founding").read_bytes()


def two(base, *, demo=True):
    """Copy a founded line of two nodes into ``base``, on ports of their own; return the two folders."""
    shutil.copytree(_pattern(demo=demo, opened=True), base, dirs_exist_ok=True)
    folders = [base / "XAA", base / "XBB"]
    ends = [(folder.name, name) for folder in folders for name in ("one", "two")]
    ports = {end: f"127.0.0.1:{port}" for end, port in zip(ends, free_ports(4), strict=True)}
    for folder, other in (folders, folders[::-1]):
        circuits = [
            msgspec.structs.replace(
                item, listen=ports[folder.name, item.name], dial={other.name: ports[other.name, item.name]}
            )
            for item in load_config(folder).circuits
        ]
        configure(folder, circuits=tuple(circuits))
    return folders


def configure(folder, **fields):
    save_config(folder, msgspec.structs.replace(load_config(folder), **fields))


class Running:
    """A node that runs in this process."""

    def __init__(self, folder, **how):
        self.folder, self.code = folder, folder.name
        self.lines = []
        self.ready = asyncio.Event()
        self.runtime = Runtime(folder, PASSPHRASE, ready=self.ready.set, write=self.lines.append, **how)
        self.task = asyncio.create_task(self.runtime.run())

    @property
    def diagnostics(self):
        return [json.loads(line) for line in b"".join(self.lines).splitlines()]

    async def up(self):
        waiting = asyncio.create_task(self.ready.wait())
        await asyncio.wait([waiting, self.task], return_when=asyncio.FIRST_COMPLETED, timeout=PATIENCE_S)
        waiting.cancel()
        if self.task.done():
            await self.task  # what it raises is the test's to see
        return self

    async def down(self):
        self.runtime.stop()
        with contextlib.suppress(Exception):
            await asyncio.wait_for(self.task, PATIENCE_S)

    @property
    def core(self):
        return self.runtime._loaded.node.core

    def size(self, code=None):
        return next((log.size for log in self.runtime.live().logs if log.code == (code or self.code)), 0)

    def held(self):
        """Tell whether the other party is known to hold all of ours."""
        found = self.runtime.live()
        return found is not None and all(peer.held >= self.size() for peer in found.peers)

    def situations(self):
        found, trouble = self.runtime.live(), self.runtime._loaded.trouble
        alarms = found.alarms if found is not None else [trouble] if trouble else []
        return {alarm.situation for alarm in alarms}

    async def say(self, item):
        reply = await self.runtime.ask(item)
        assert not reply.error, reply.error
        return reply.ref

    async def message(self, text="Nothing to report.", precedence="R"):
        return await self.say(SayMessage(text=text, precedence=precedence))


async def until(wanted, patience_s=PATIENCE_S):
    """Wait until ``wanted()`` is true and return its value."""
    end = asyncio.get_running_loop().time() + patience_s
    while not (value := wanted()):
        assert asyncio.get_running_loop().time() < end, f"not within {patience_s} s"
        await asyncio.sleep(0.01)
    return value


@contextlib.asynccontextmanager
async def running(*folders, **how):
    """Run nodes in these folders and end them afterwards."""
    nodes = []
    try:
        for folder in folders:
            nodes.append(Running(folder, **how))
            await nodes[-1].up()
        yield nodes
    finally:
        for node in nodes:
            await node.down()


async def open_it(xaa, xbb):
    """Answer one line test each way, so that the line is open."""
    for asking, answering in ((xaa, xbb), (xbb, xaa)):
        await until(lambda asking=asking: any(peer.circuits[0].alive for peer in asking.runtime.live().peers))
        ref = await asking.say(SayTest())
        await until(lambda answering=answering, asking=asking: answering.size(asking.code) >= asking.size())
        await answering.say(SayTestAnswered(ref=ref, quality=5))
    await until(lambda: xaa.runtime.live().open and xbb.runtime.live().open)


def awaited(story):
    """Run an ``async def`` test with a deadline; a task or a complaint of the event loop that is left fails it."""

    @functools.wraps(story)
    def test(*args, **fixtures):
        async def run():
            complaints = []
            asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context))
            async with asyncio.timeout(4 * PATIENCE_S):
                await story(*args, **fixtures)
            left = asyncio.all_tasks() - {asyncio.current_task()}
            assert not left, left
            assert not complaints, complaints

        asyncio.run(run())

    test.__signature__ = inspect.signature(story)
    return test
