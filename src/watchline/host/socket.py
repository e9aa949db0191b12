"""``node.sock``: how the verbs on this machine speak to the running node. Whoever may open it acts for the post that it names.

One JSON object a line, each way; a request has a ``verb``:

    say           ``kind`` and the fields of that input by name  → ``{"ref", "written", "error"}``
    status        → the own view, see ``glance.py``
    clock_accept  ``post``                                        → as ``say``
    epoch_confirm ``code``, ``digits``, ``post``                   → as ``say``
    epoch_adopt   ``post``                                        → as ``say``
    watch         → a stream: ``{"status": …}`` first and after a change, ``{"news": {"what", "ref", "words"}}``
    version       → ``{"version", "code", "line", "pid"}``
    stop          → ``{"stopping": true}``; the node ends as by SIGTERM

Whatever could not be done is ``{"error": words}``. The file is 0600 in a folder that is 0700, and the kernel says who calls.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
import struct
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

from watchline.errors import OurMistake, StoreFailed
from watchline.host.config import SOCKET
from watchline.host.verbs import read_said
from watchline.node import AcceptClock, AdoptFormer, ConfirmEpoch, Input, News, Reply, Said
from watchline.store.files import FILE_MODE, disk_in_words

REQUEST_BYTES_MAX = 65_536
"""One request; a text of 30,000 bytes fits in any language."""
ANSWER_BYTES_MAX = 16 << 20
CALLERS_MAX = 32
"""Callers at once, the streams among them."""
NEWS_WAITING_MAX = 256
"""News that wait for one watcher; older ones are dropped and counted: the status that follows is whole."""
_STATUS_PACE_S = 0.2
_STATUS_EVERY_S = 5.0
_LAST_WORDS_S = 1.0
_CREDENTIALS = struct.Struct("3i")


class NotRunning(OurMistake):
    """No node runs on this folder, or it does not answer."""


class Operated(Protocol):
    """What the socket needs of the running node."""

    async def ask(self, item: Input) -> Reply:
        """Have one input handled; return when it is durable."""
        ...

    async def status(self) -> dict[str, Any]:
        """Return the status, ready for JSON."""
        ...

    def version(self) -> dict[str, Any]:
        """Return what runs here."""
        ...

    def stop(self) -> None:
        """End the node cleanly."""
        ...


class Watcher:
    """One caller that follows the node."""

    def __init__(self) -> None:
        self.news: deque[News] = deque(maxlen=NEWS_WAITING_MAX)
        self.lost = 0
        self.roused = asyncio.Event()

    def tell(self, news: tuple[News, ...]) -> None:
        """Let the watcher know that something happened."""
        self.lost += max(0, len(self.news) + len(news) - NEWS_WAITING_MAX)
        self.news.extend(news)
        self.roused.set()


class NodeSocket:
    """The serving end.

    Args:
        folder: The node's folder; the caller holds its lock, so a socket that lies there is a dead one's.
        node: Who answers.
        check: Refuses in words what may not be said this way.
    """

    def __init__(self, folder: Path, node: Operated, check: Callable[[Said], Awaitable[None]]) -> None:
        self._path = folder / SOCKET
        self._node, self._check = node, check
        self._server: asyncio.Server | None = None
        self._callers: set[asyncio.Task[None]] = set()
        self._idle: set[asyncio.Task[None]] = set()
        self._watchers: dict[Watcher, None] = {}

    async def start(self) -> None:
        """Begin to listen.

        Raises:
            StoreFailed: the file cannot be made.
        """
        bound = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            self._path.unlink(missing_ok=True)
            with _short(self._path) as name:
                bound.bind(name)
            # Before anybody can connect: listening begins below.
            self._path.chmod(FILE_MODE)
            self._server = await asyncio.start_unix_server(self._take, sock=bound, limit=REQUEST_BYTES_MAX)
        except OSError as why:
            bound.close()
            raise disk_in_words(why, self._path) from why

    def tell(self, news: tuple[News, ...]) -> None:
        """Let all watchers know that something happened."""
        for watcher in self._watchers:
            watcher.tell(news)

    async def aclose(self) -> None:
        """Stop listening, end all callers, remove the file. Whoever asked something gets the answer first."""
        if self._server is None:
            return
        self._server.close()
        self._path.unlink(missing_ok=True)
        for caller in self._idle:
            caller.cancel()
        if self._callers:
            await asyncio.wait(self._callers, timeout=_LAST_WORDS_S)
        for caller in self._callers:
            caller.cancel()
        await asyncio.gather(*self._callers, return_exceptions=True)

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._callers.add(task)
        try:
            words = self._objection(writer)
            if words:
                await _answer(writer, {"error": words})
            else:
                await self._serve(task, reader, writer)
        except (OSError, asyncio.CancelledError):
            pass  # the caller went away, or the node ends
        finally:
            self._callers.discard(task)
            self._idle.discard(task)
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    def _objection(self, writer: asyncio.StreamWriter) -> str:
        if len(self._callers) > CALLERS_MAX:
            return f"More than {CALLERS_MAX} callers at once; end one of them."
        raw = writer.get_extra_info("socket").getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
        owner = _CREDENTIALS.unpack(raw)[1]
        if owner not in {os.geteuid(), 0}:
            return f"Only the owner of this node may act here, not account {owner}."
        return ""

    async def _serve(
        self, task: asyncio.Task[None], reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        while True:
            self._idle.add(task)
            try:
                line = await reader.readuntil(b"\n")
                self._idle.discard(task)
            except asyncio.IncompleteReadError:
                return
            except asyncio.LimitOverrunError:
                await _answer(writer, {"error": f"A request of more than {REQUEST_BYTES_MAX} bytes."})
                return
            try:
                request = json.loads(line)
                if not isinstance(request, dict):
                    raise OurMistake("A request is one JSON object in a line.")
                if request.get("verb") == "watch":
                    self._idle.add(task)
                    await self._watch(reader, writer)
                    return
                answer = await self._do(request)
            except (OurMistake, StoreFailed) as why:
                answer = {"error": str(why)}
            except (ValueError, RecursionError):
                answer = {"error": "A request is one JSON object in a line."}
            await _answer(writer, answer)

    async def _do(self, request: dict[str, Any]) -> dict[str, Any]:
        match request.get("verb"):
            case "say":
                said = read_said(request)
                await self._check(said)
                return (await self._node.ask(said))._asdict()
            case "clock_accept":
                return (await self._node.ask(AcceptClock(post=str(request.get("post", "watch")))))._asdict()
            case "epoch_confirm":
                fields = {name: str(request.get(name, "")) for name in ("code", "digits")}
                item = ConfirmEpoch(**fields, post=str(request.get("post", "watch")))
                return (await self._node.ask(item))._asdict()
            case "epoch_adopt":
                return (await self._node.ask(AdoptFormer(post=str(request.get("post", "watch")))))._asdict()
            case "status":
                return await self._node.status()
            case "version":
                return self._node.version()
            case "stop":
                self._node.stop()
                return {"stopping": True}
            case _:
                pass
        raise OurMistake(
            f"Unknown verb {request.get('verb')!r}; known are say, status, clock_accept, epoch_confirm, epoch_adopt, watch, version, stop."
        )

    async def _watch(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        watcher = Watcher()
        self._watchers[watcher] = None
        # Whoever watches says nothing more: the end of reading is the end of the watcher.
        gone = asyncio.create_task(reader.read(1))
        gone.add_done_callback(lambda _: watcher.roused.set())
        try:
            while not gone.done():
                watcher.roused.clear()
                while watcher.news:
                    await _answer(writer, {"news": watcher.news.popleft()._asdict()})
                if watcher.lost:
                    await _answer(writer, {"lost": watcher.lost})
                    watcher.lost = 0
                began = time.monotonic()
                status = await self._node.status()
                # A long record or many watchers: the node itself has nine tenths of the time.
                pause = max(_STATUS_PACE_S, 10 * len(self._watchers) * (time.monotonic() - began))
                await _answer(writer, {"status": status})
                await asyncio.sleep(pause)
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(_STATUS_EVERY_S):
                        await watcher.roused.wait()
        finally:
            del self._watchers[watcher]
            gone.cancel()
            await asyncio.gather(gone, return_exceptions=True)


async def _answer(writer: asyncio.StreamWriter, answer: dict[str, Any]) -> None:
    writer.write(json.dumps(answer, ensure_ascii=False, default=_plain).encode("utf-8", "backslashreplace") + b"\n")
    await writer.drain()


def _plain(value: object) -> Any:
    """Return bytes as hex; anything else is a mistake of ours."""
    if isinstance(value, bytes):
        return value.hex()
    raise TypeError(f"{type(value).__name__} in an answer")


@contextlib.contextmanager
def _short(path: Path) -> Iterator[str]:
    """Lend a short name of a path: a socket's name has room for 107 bytes, a folder's may be longer."""
    handle = os.open(path.parent, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{handle}/{path.name}"
    finally:
        os.close(handle)


# The calling end: synchronous, for verbs that ask once.


def call(folder: Path, request: dict[str, Any], timeout: float = 30.0) -> dict[str, Any]:
    """Ask the running node once and return its answer; what it refuses is in ``error``.

    Args:
        folder: The node's folder.
        request: ``verb`` and its fields.
        timeout: Seconds to wait for the answer.

    Raises:
        NotRunning: nobody answers.
        OurMistake: the request is too long.
    """
    with _connected(folder, timeout) as connection:
        _ask(connection, request)
        try:
            with connection.makefile("rb") as lines:
                line = lines.readline(ANSWER_BYTES_MAX)
        except TimeoutError:
            raise NotRunning(f"The node in {folder} did not answer within {timeout:g} s. {_DOUBT}") from None
        except OSError as why:
            raise NotRunning(f"The node in {folder} broke off ({why.strerror}). {_DOUBT}") from why
    return _read(line, folder)


def stream(folder: Path, request: dict[str, Any] | None = None) -> Iterator[dict[str, Any]]:
    """Yield what the running node tells a watcher, until it ends or the iterator is closed.

    Raises:
        NotRunning: nobody answers, or the node ended.
    """
    with _connected(folder, None) as connection:
        _ask(connection, request or {"verb": "watch"})
        with connection.makefile("rb") as lines:
            while True:
                try:
                    line = lines.readline(ANSWER_BYTES_MAX)
                except OSError as why:
                    raise NotRunning(f"The node in {folder} broke off: {why.strerror}.") from why
                if not line:
                    raise NotRunning(f"The node in {folder} ended.")
                yield _read(line, folder)


@contextlib.contextmanager
def _connected(folder: Path, timeout: float | None) -> Iterator[socket.socket]:
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.settimeout(timeout)
        try:
            with _short(folder / SOCKET) as name:
                connection.connect(name)
        except PermissionError as why:
            raise NotRunning(
                f"{folder / SOCKET} is not yours to open; only the owner of the node acts for a post."
            ) from why
        except OSError as why:
            raise NotRunning(f"No node runs in {folder}: start it with `watchline up {folder}`.") from why
        yield connection
    finally:
        connection.close()


def _ask(connection: socket.socket, request: dict[str, Any]) -> None:
    line = json.dumps(request, ensure_ascii=False).encode() + b"\n"
    if len(line) > REQUEST_BYTES_MAX:
        raise OurMistake(
            f"That is too long: {len(line)} bytes; the node takes {REQUEST_BYTES_MAX} at once. Send it in parts."
        )
    with contextlib.suppress(OSError):  # the answer, or its absence, says why
        connection.sendall(line)


_DOUBT = (
    "What was said may or may not have been written: look with `watchline log`, or say it again with the same draft id."
)


def _read(line: bytes, folder: Path) -> dict[str, Any]:
    try:
        answer = json.loads(line)
    except ValueError:
        raise NotRunning(f"The node in {folder} ended without an answer. {_DOUBT}") from None
    if not isinstance(answer, dict):
        raise NotRunning(f"Something else answers in {folder}.")
    return answer
