"""What people and programs look at a node through, one for all its lines: the desk, and the page of metrics.

Both are there while any line runs. A line takes its place when it runs and leaves it when it ends; the others stay as they are.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from watchline.host.armed import Armed
from watchline.host.config import CONFIG, Config
from watchline.host.places import kept_lines
from watchline.measure import Now

if TYPE_CHECKING:
    from watchline.host.annex_desk import AnnexDesk
    from watchline.host.desk import NodeDesk
    from watchline.host.keyring import NodeKeys
    from watchline.host.onlooker import Onlooker
    from watchline.host.runtime import Runtime
    from watchline.record import Charter
    from watchline.store import OwnBook
    from watchline.watch import Alarm


class Tell(Protocol):
    """Called when something happened on a line; ``rang``: situations whose alarm began or grew worse."""

    def __call__(self, rang: Collection[str]) -> None:
        """Look again."""


class Attached(NamedTuple):
    """A line at the doors.

    Attributes:
        tell: Something happened on it.
        end: It ends.
    """

    tell: Tell
    end: Callable[[], Awaitable[None]]


class NodeDoors:
    """The doors of a node.

    Args:
        node: Its folder.
        config: What its operator set.
    """

    def __init__(self, node: Path, config: Config) -> None:
        self._node, self._config = node, config
        self._turn = asyncio.Lock()
        self._lines: dict[str, Runtime] = {}
        self._desk: NodeDesk | None = None
        self._end_metrics: Callable[[], Awaitable[None]] | None = None
        self._armed: Armed | None = None
        self._annex: AnnexDesk | None = None

    def desk_armed(self, now: Now) -> None:
        """A desk of ours can sound now: it sounds for every line."""
        if self._armed is not None:
            self._armed.note(now)

    def mute(self, folder: Path, now: Now) -> Alarm | None:
        """Return the warning that no desk can sound, on the first line alone; see ``armed.py``."""
        return None if self._armed is None or folder != self._node else self._armed.alarm(now)

    async def attach(
        self, line: Runtime, look: Callable[[], Onlooker], charter: Charter, keys: NodeKeys, folder: Path, book: OwnBook
    ) -> Attached:
        """A line runs: let it be looked at. The first one opens the doors.

        Args:
            line: It.
            look: Returns an onlooker of its record; a status does not wait behind what desks ask.
            charter: The founding charter.
            keys: What the node signs with; what desks note in the annex is signed with the same.
            folder: The line's.
            book: The own side's book of the line.

        Raises:
            Misconfigured: an address is taken or not ours, or the certificate cannot be read.
        """
        ident = charter.line.hex()
        async with self._turn:
            if not self._lines:
                await self._open(line, keys)
            self._lines[ident] = line
        if self._desk is None:
            return Attached(_nothing, lambda: self._leave(ident))
        from watchline.host.desk import NodeOperations

        assert self._annex is not None
        onlooker = look()
        operations = NodeOperations(line, onlooker, charter, self._config.code, folder, self._annex)
        stream = self._desk.add(operations, book, first=folder == self._node)
        following = asyncio.create_task(stream.run())

        async def end() -> None:
            stream.close()
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)
            await self._leave(ident)
            await operations.aclose()
            onlooker.close()

        return Attached(stream.tell, end)

    async def _leave(self, ident: str) -> None:
        """A line ends; the last one closes the doors."""
        async with self._turn:
            if len(self._lines) == 1:
                await self._close()
            elif self._desk is not None:
                self._desk.remove(ident)
            del self._lines[ident]

    async def _open(self, line: Runtime, keys: NodeKeys) -> None:
        config, path = self._config, self._node / CONFIG
        if config.metrics:
            from watchline.host.metrics import serve_metrics

            self._end_metrics = await serve_metrics(config.metrics, path, self._lines)
        if config.desk:
            from watchline.host.annex_desk import AnnexDesk
            from watchline.host.desk import NodeDesk

            first = next((item.line for item in kept_lines(self._node)[:1] if item.line is not None), b"")
            desk = NodeDesk(config, self._node, first.hex(), time.monotonic, line.fault)
            try:
                await desk.start()
            except BaseException:
                await self._close()
                raise
            self._desk, self._armed = desk, Armed(line.now)
            self._annex = AnnexDesk(self._node, keys, lambda: line.now.wall)

    async def _close(self) -> None:
        desk, self._desk, self._armed = self._desk, None, None
        if desk is not None:
            await desk.aclose()
        annex, self._annex = self._annex, None
        if annex is not None:
            await asyncio.to_thread(annex.close)
        if self._end_metrics is not None:
            with contextlib.suppress(OSError):
                await self._end_metrics()
            self._end_metrics = None


def _nothing(rang: Collection[str]) -> None:
    """Nobody looks."""
