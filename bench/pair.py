"""Two real nodes: A in this process, so that it can be timed, B in a process of its own; mutual TLS on loopback."""

from __future__ import annotations

import asyncio
import contextlib
import sys
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

from bench.child import without_sync
from watchline.demo.stage import CODES, set_up
from watchline.host import runtime
from watchline.store import FileHeadLock, SqliteStore


class Timed:
    """Node A, with what a measurement looks at."""

    def __init__(self, node: runtime.Runtime) -> None:
        self.node = node

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
        """Wait until B holds ``size`` leaves, looking at every turn of the loop."""
        while self.held < size:
            await asyncio.sleep(0)

    async def settled(self) -> None:
        """Wait until nothing is under way for half a second."""
        before = (-1, -1, -1)
        while before != (self.size, self.held, self.theirs) or self.held < self.size:
            before = (self.size, self.held, self.theirs)
            await asyncio.sleep(0.5)


@contextlib.asynccontextmanager
async def pair(*, sync: bool = True, days: int = 1) -> AsyncIterator[Timed]:
    """Found a line, start both nodes, and wait until the line is NORMAL."""
    with tempfile.TemporaryDirectory(dir=".") as scratch:
        folder = Path(scratch) / "line"
        stage = await asyncio.to_thread(set_up, folder, lambda _words: None, days=days)
        a, b = (stage.nodes[code] for code in CODES)
        for relays in stage.relays.values():
            for relay in relays:
                await relay.start()
        extra = [] if sync else ["--no-sync"]
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bench.child", str(b.folder), str(b.credential), *extra
        )
        if not sync:
            without_sync()
        up = asyncio.Event()
        node = runtime.Runtime(a.folder, a.credential.read_bytes().strip(), ready=up.set, write=lambda _line: None)
        running = asyncio.create_task(node.run())
        try:
            await up.wait()
            timed = Timed(node)
            while (live := node.live()) is None or live.state != "NORMAL":
                await asyncio.sleep(0.1)
            yield timed
        finally:
            node.stop()
            await running
            child.terminate()
            await child.wait()
            for relays in stage.relays.values():
                for relay in relays:
                    await relay.aclose()
            runtime.SqliteStore, runtime.FileHeadLock = SqliteStore, FileHeadLock  # type: ignore[misc]
