"""A cable that can be cut: a TCP relay between two nodes, for demonstrations and rehearsals.

A cut cable is silence, not a close. While it is cut the relay keeps every socket open, still takes new ones, and
forwards nothing; both ends believe in their connections until somebody misses an echo. It never looks into the bytes.

After ``restore`` a connection that stood before the cut goes on where it was, like TCP after a short outage: what waited
(in the system's buffers and at most 200 KiB here) is delivered late. A connection taken during the cut is closed: its dialler
would otherwise wait for the end of its patience, and its stale first bytes would only puzzle the node behind us.
"""

from __future__ import annotations

import asyncio
import contextlib

from watchline.errors import Misconfigured

_CHUNK_BYTES = 65_536
_HELD_MAX = 256
"""Connections taken during one cut; the oldest is closed beyond it. Two nodes make about 20 a minute."""


class Relay:
    """Forwards TCP connections from ``listen`` to ``target`` until it is cut.

    Args:
        listen: (host, port) that one node dials; port 0 takes any free one, see ``address``.
        target: (host, port) of the other node's circuit.
    """

    def __init__(self, listen: tuple[str, int], target: tuple[str, int]) -> None:
        self._listen, self._target = listen, target
        self._server: asyncio.Server | None = None
        self._flowing = asyncio.Event()
        self._flowing.set()
        self._held: dict[asyncio.StreamWriter, None] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def address(self) -> tuple[str, int]:
        """Host and port that the relay listens on."""
        assert self._server is not None, "start first"
        name = self._server.sockets[0].getsockname()
        return name[0], name[1]

    @property
    def is_cut(self) -> bool:
        """Whether nothing gets through."""
        return not self._flowing.is_set()

    async def start(self) -> None:
        """Begin to listen.

        Raises:
            Misconfigured: the address is taken or not ours.
        """
        try:
            self._server = await asyncio.start_server(self._take, *self._listen)
        except OSError as why:
            host, port = self._listen
            raise Misconfigured(f"the relay cannot listen on {host}:{port}: {why.strerror or why}") from why

    def cut(self) -> None:
        """Let nothing through from now on."""
        self._flowing.clear()

    def restore(self) -> None:
        """Let bytes through again; close what came during the cut."""
        held, self._held = self._held, {}
        for writer in held:
            writer.transport.abort()
        self._flowing.set()

    async def aclose(self) -> None:
        """Stop listening and close all connections."""
        if self._server is not None:
            self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self.restore()

    def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.is_cut:
            self._held[writer] = None
            if len(self._held) > _HELD_MAX:
                oldest = next(iter(self._held))
                del self._held[oldest]
                oldest.transport.abort()
            return
        task = asyncio.get_running_loop().create_task(self._join(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _join(self, near: asyncio.StreamReader, near_out: asyncio.StreamWriter) -> None:
        """Connect to the target and forward both ways until both are done or one broke off."""
        far_out: asyncio.StreamWriter | None = None
        try:
            far, far_out = await asyncio.open_connection(*self._target)
            async with asyncio.TaskGroup() as both:
                both.create_task(self._forward(near, far_out))
                both.create_task(self._forward(far, near_out))
        except* OSError:
            # The target does not listen, or an end broke off: close the other, but not through a cut cable.
            await self._flowing.wait()
        finally:
            for writer in (near_out, far_out):
                if writer is not None:
                    writer.transport.abort()

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            chunk = await reader.read(_CHUNK_BYTES)
            await self._flowing.wait()
            if not chunk:
                break
            writer.write(chunk)
            await writer.drain()
        with contextlib.suppress(OSError):
            writer.write_eof()
