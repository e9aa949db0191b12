"""A node run with all its lines, each on its own: one line that cannot go on leaves the others as they are."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from watchline.errors import WatchlineError
from watchline.host.config import load_config
from watchline.host.diagnostics import Write
from watchline.host.places import kept_lines
from watchline.host.runtime import Runtime
from watchline.host.shared import open_shared

START_AGAIN_S = 30.0
"""A line whose record cannot be used is tried again so often: the disk may be mended while the others go on."""


SWITCH_S = 0.001
"""A thread that works out what a desk asked lets the node's own go on after so long: a FLASH waits for some ten such turns."""


class NodeProcess:
    """All lines of the node in a folder.

    Args:
        folder: The node's.
        passphrase: Opens its keys.
        ready: Called once, when every line that can run does.
        write: Takes diagnostics.

    Attributes:
        running: The lines that run now, by folder.
    """

    def __init__(
        self, folder: Path, passphrase: bytes, *, ready: Callable[[], None] | None = None, write: Write | None = None
    ) -> None:
        self._folder, self._passphrase, self._ready, self._write = folder.resolve(), passphrase, ready, write
        self.running: dict[Path, Runtime] = {}
        self._ending = asyncio.Event()
        self._failed: dict[Path, BaseException] = {}

    async def run(self) -> None:
        """Run every line until told to stop; of a node that keeps one line, just as that line alone.

        Raises:
            Misconfigured, OurMistake, StoreFailed: as ``Runtime.run``: of the only line, or of all of them.
        """
        sys.setswitchinterval(SWITCH_S)
        load_config(self._folder)
        lines = kept_lines(self._folder)
        if len(lines) <= 1:
            folder = lines[0].folder if lines else self._folder
            if folder == self._folder:
                only = self.running[folder] = Runtime(folder, self._passphrase, ready=self._ready, write=self._write)
                await only.run()
                return
        async with contextlib.AsyncExitStack() as stack:
            shared = await stack.enter_async_context(open_shared(self._folder, self._passphrase))
            await shared.keys()
            self._passphrase = b""
            loop = asyncio.get_running_loop()
            for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
                with contextlib.suppress(RuntimeError, ValueError):
                    loop.add_signal_handler(number, self.stop)
                    stack.callback(loop.remove_signal_handler, number)
            waiting = {line.folder for line in lines}

            def up(folder: Path) -> None:
                waiting.discard(folder)
                if not waiting and self._ready is not None:
                    self._ready()

            async def keep(folder: Path) -> None:
                while not self._ending.is_set():
                    line = Runtime(folder, b"", ready=lambda: up(folder), write=self._write, shared=shared)
                    self.running[folder] = line
                    try:
                        await line.run()
                        self.stop()  # told to, by its socket: the node ends, not a line of it
                    except WatchlineError as why:  # said in its diagnostics
                        self._failed[folder] = why
                        up(folder)
                    finally:
                        self.running.pop(folder, None)
                    if len(self._failed) == len(lines) and not self.running:
                        self.stop()
                    with contextlib.suppress(TimeoutError):
                        async with asyncio.timeout(START_AGAIN_S):
                            await self._ending.wait()

            async with asyncio.TaskGroup() as group:
                for line in lines:
                    group.create_task(keep(line.folder), name=f"line {line.named()}")
        if len(self._failed) == len(lines):
            raise next(iter(self._failed.values()))

    def stop(self) -> None:
        """End all lines after the step under way."""
        self._ending.set()
        for line in self.running.values():
            line.stop()
