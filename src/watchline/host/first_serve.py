"""The first run listens on loopback until the node is to be started, or until it is told to end."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from watchline.desk.assets import Console
from watchline.desk.first_app import FirstDesk, Gate, listen
from watchline.errors import Misconfigured, OurMistake
from watchline.host.first_run import NodeFirstRun
from watchline.host.places import kept_lines

_LAST_ANSWER_S = 0.5


async def serve_first_run(
    folder: Path, port: int, link: Callable[[str], None], say: Callable[[str], None], *, light: bool = False
) -> bytes | None:
    """Serve the first run of a node.

    Args:
        folder: The node's.
        port: Where on this machine.
        link: Takes the address to be opened, each time that there is a new one.
        say: Takes words for whoever started it.
        light: Cheap sealing.

    Returns:
        bytes | None: What opens the node's keys: it is to be started. None: told to end before that.

    Raises:
        OurMistake: the node has a line and officers, or the console is not here.
        Misconfigured: the port is taken.
    """
    passphrase: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
    loop = asyncio.get_running_loop()
    first = NodeFirstRun(folder, port, lambda given: loop.call_soon_threadsafe(_settle, passphrase, given), light=light)
    over = first.over() or _done(folder, officers=bool(first.state()["officers"]))
    if over:
        raise OurMistake(over)
    console = Console()
    if "first.html" not in console.files:
        raise OurMistake(f"{console.words} Without a browser: watchline init, card, pair, found.")
    gate = Gate(os.urandom)
    listening = listen(FirstDesk(first, gate, console, port, say), port, time.monotonic)
    try:
        await listening.start()
    except OSError as why:
        raise Misconfigured(f"Port {port} cannot be used ({why.strerror or why}); name another with --port.") from why

    def renew() -> None:
        link(f"http://localhost:{port}/#{gate.renew()}")

    renew()
    try:
        with contextlib.ExitStack() as stack:
            _on_enter(stack, renew)
            await _until(passphrase, stack)
        if passphrase.done():
            await asyncio.sleep(_LAST_ANSWER_S)  # the browser hears where the desk will be
    finally:
        await listening.aclose()
    return passphrase.result() if passphrase.done() else None


async def _until(passphrase: asyncio.Future[bytes], stack: contextlib.ExitStack) -> None:
    """Wait until the node is to be started, or a signal ends the first run."""
    loop, ended = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        with contextlib.suppress(RuntimeError, ValueError):
            loop.add_signal_handler(number, ended.set)
            stack.callback(loop.remove_signal_handler, number)
    waits = asyncio.create_task(ended.wait())
    try:
        await asyncio.wait((passphrase, waits), return_when=asyncio.FIRST_COMPLETED)
    finally:
        waits.cancel()


def _settle(passphrase: asyncio.Future[bytes], given: bytes) -> None:
    if not passphrase.done():
        passphrase.set_result(given)


def _done(folder: Path, *, officers: bool) -> str:
    if not officers or not kept_lines(folder):
        return ""
    return f"This node has a line and officers: `watchline up {folder}` starts it, and its desk is where they sign in. Nothing is left of a first run."


def _on_enter(stack: contextlib.ExitStack, renew: Callable[[], None]) -> None:
    """Print a new link when somebody presses Enter at the terminal."""
    if not sys.stdin.isatty():
        return
    loop = asyncio.get_running_loop()

    def read() -> None:
        if sys.stdin.readline():
            renew()
        else:
            loop.remove_reader(sys.stdin)

    loop.add_reader(sys.stdin, read)
    stack.callback(loop.remove_reader, sys.stdin)
