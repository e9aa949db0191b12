"""Two real nodes: A in this process, so that it can be timed, B in a process of its own; mutual TLS on loopback."""

from __future__ import annotations

import asyncio
import contextlib
import sys
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec

from bench.child import node as node_of
from watchline.demo.stage import CODES, Stage, set_up
from watchline.host.config import load_config, save_config
from watchline.host.runtime import Runtime


class Timed:
    """Node A, with what a measurement looks at."""

    def __init__(self, node: Runtime, stage: Stage) -> None:
        self.node, self.stage = node, stage
        self.stepped = asyncio.Event()
        performed = node._performed

        def told(*args: object) -> None:
            performed(*args)  # type: ignore[arg-type]
            self.stepped.set()

        node._performed = told  # type: ignore[method-assign]

    async def step(self) -> None:
        """Wait for the next step that A has performed."""
        self.stepped.clear()
        await self.stepped.wait()

    @property
    def size(self) -> int:
        """Leaves of A's own log."""
        assert self.node._loaded.node is not None
        assert self.node._loaded.node.core.own is not None
        return self.node._loaded.node.core.own.head.size

    @property
    def held(self) -> int:
        """Leaves of it that B cosigned."""
        assert self.node._loaded.node is not None
        assert self.node._loaded.node.core.own is not None
        found = self.node._loaded.node.core.own.cosignatures.get(CODES[1])
        return found.head.size if found else 0

    @property
    def theirs(self) -> int:
        """Leaves of B's log that A holds."""
        assert self.node._loaded.node is not None
        return max((log.head.size for log in self.node._loaded.node.core.logs.values() if not log.own), default=0)

    async def until_held(self, size: int) -> None:
        """Wait until A has performed the step in which B's cosignature of ``size`` leaves came."""
        while self.held < size:
            await self.step()

    async def settled(self) -> None:
        """Wait until nothing is under way for half a second."""
        before = (-1, -1, -1)
        while before != (self.size, self.held, self.theirs) or self.held < self.size:
            before = (self.size, self.held, self.theirs)
            await asyncio.sleep(0.5)


def _dial_directly(stage: Stage) -> None:
    """Let each node dial the other's own port, without the demonstration's relays."""
    configs = {code: load_config(node.folder) for code, node in stage.nodes.items()}
    for code, node in stage.nodes.items():
        other = next(item for item in CODES if item != code)
        ports = {item.name: item.listen for item in configs[other].circuits}
        circuits = tuple(
            msgspec.structs.replace(item, dial={other: ports[item.name]}) for item in configs[code].circuits
        )
        save_config(node.folder, msgspec.structs.replace(configs[code], circuits=circuits))


@contextlib.asynccontextmanager
async def pair(*, sync: bool = True, days: int = 1) -> AsyncIterator[Timed]:
    """Found a line, start both nodes, and wait until the line is NORMAL."""
    with tempfile.TemporaryDirectory(prefix=".bench.", dir=".") as scratch:
        folder = Path(scratch) / "line"
        stage = await asyncio.to_thread(set_up, folder, lambda _words: None, days=days)
        a, b = (stage.nodes[code] for code in CODES)
        _dial_directly(stage)
        extra = [] if sync else ["--no-sync"]
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bench.child", str(b.folder), str(b.credential), *extra
        )
        up = asyncio.Event()
        node = node_of(a.folder, a.credential, sync=sync, ready=up.set)
        running = asyncio.create_task(node.run())
        try:
            await up.wait()
            timed = Timed(node, stage)
            while (live := node.live()) is None or live.state != "NORMAL":
                await asyncio.sleep(0.1)
            yield timed
        finally:
            node.stop()
            await running
            child.terminate()
            await child.wait()
