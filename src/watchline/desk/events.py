"""The stream that a console follows: server-sent events whose ids are the numbers of the feed, so that nothing is missed.

    event: changes   id: N     what changed up to N: ``[{"number", "view", "ref"}, …]``, without gaps from where the reader was
    event: resync    id: N     the reader was too far behind, or knows a number that this record does not: ask everything anew
    event: status              the line at a glance, whole; a later one replaces it
    event: lines               every line of the node, short, with its alarms; a later one replaces it
    event: beat                at least every 4 s: ``{"at"}``; a desk that hears nothing for 12 s shows STALE

No queue is kept for anybody: each reader has a place in the feed, and the newest status is one. A reader that takes nothing is dropped; it
comes back with the last id that it has (``Last-Event-ID``), to this process or to the next.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

from watchline.desk.board import Board
from watchline.desk.doors import Operations, Refused
from watchline.desk.guard import Send
from watchline.desk.limits import BEAT_S, CHANGES_MAX, RESYNC_BEHIND, SEND_S_MAX, STATUS_PACE_S, STREAMS_MAX
from watchline.desk.words import Words
from watchline.errors import WatchlineError
from watchline.sentence import plain, worded

Lasts = Callable[[], bool]
_RETRY = b"retry: 1000\n\n"


class Reader:
    """One console that follows: its place in the feed, which status it has, and in which words it is told."""

    def __init__(self, place: int | None, words: Words | None) -> None:
        self.place, self.status, self.board, self.words = place, 0, 0, words
        self.roused = asyncio.Event()


class Stream:
    """All readers of one line.

    Args:
        operations: The running node.
        board: Every line of the node; this one puts its own there.
    """

    def __init__(self, operations: Operations, board: Board) -> None:
        self._operations, self._board, self._line = operations, board, operations.facts.line
        self._readers: set[Reader] = set()
        self._name, self._number = "", 0
        self._status: dict[str, Any] = {}
        self._said: dict[str, bytes] = {}
        self._roused, self._rang = asyncio.Event(), asyncio.Event()
        self._closing = False

    @property
    def readers(self) -> int:
        """How many follow now."""
        return len(self._readers)

    def tell(self, *, rings: bool) -> None:
        """Something happened; ``rings``: an alarm began or grew worse, so that the pace of long records does not hold it back."""
        self._roused.set()
        if rings:
            self._rang.set()

    async def run(self) -> None:
        """Make a status after each change, and at the pace of the beat; hand it to all readers, and to those of the other lines in short."""
        while not self._closing:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(BEAT_S):
                    await self._roused.wait()
            self._roused.clear()
            self._rang.clear()
            if not self._board.readers:
                continue
            began = asyncio.get_running_loop().time()
            await self._look()
            # A long record: the node itself has three quarters of the time, and half of it while alarms begin one after the other.
            took = asyncio.get_running_loop().time() - began
            await asyncio.sleep(max(STATUS_PACE_S, took))
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(2 * took):
                    await self._rang.wait()

    def close(self) -> None:
        """End all streams; the readers come back when there is somebody to come back to."""
        self._closing = True
        for reader in self._readers:
            reader.roused.set()

    async def serve(
        self, send: Send, last: str, lasts: Lasts, gone: Callable[[], Awaitable[None]], words: Words | None = None
    ) -> None:
        """Serve one reader until it goes, its session ends, or the node ends.

        Args:
            send: Where to.
            last: ``Last-Event-ID``; empty: from now on.
            lasts: Tells whether the session lasts.
            gone: Returns when the reader went away.
            words: In which it is told; None: English.

        Raises:
            Refused: too many readers.
        """
        if len(self._readers) >= STREAMS_MAX:
            raise Refused(
                503,
                "limit",
                worded("{n} desk follows this node already.", "{n} desks follow this node already.", n=STREAMS_MAX),
                "This one is not told what happens.",
                "Close one of them.",
            )
        reader = Reader(int(last) if last.isascii() and last.isdecimal() and len(last) < 19 else None, words)
        self._readers.add(reader)
        self._board.readers += 1
        self._board.follow(reader.roused.set)
        watching = asyncio.create_task(self._until_gone(gone, reader))
        try:
            headers = [(b"content-type", b"text/event-stream; charset=utf-8"), (b"cache-control", b"no-store")]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await _give(send, _RETRY)
            if not self._name:
                await self._look()
            while not self._closing and not watching.done() and lasts():
                reader.roused.clear()
                await self._turn(send, reader)
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(BEAT_S):
                        await reader.roused.wait()
            await send({"type": "http.response.body", "body": b""})
        except (OSError, TimeoutError):
            pass  # gone, or it takes nothing
        finally:
            self._readers.discard(reader)
            self._board.readers -= 1
            self._board.leave(reader.roused.set)
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)

    async def _turn(self, send: Send, reader: Reader) -> None:
        """Tell one reader what is new, or at least that we are here.

        A reader that follows gets the status first: an alarm rings by it, and what every desk asks anew after a change would stand before it.
        One that begins gets its place first, so that nothing lies between.
        """
        told = reader.status != 0 and await self._newest(send, reader)
        told = await self._changes(send, reader) or told
        told = await self._newest(send, reader) or told
        told = await self._board_told(send, reader) or told
        if not told:
            await _give(send, _event("beat", {"at": self._operations.now()}))

    async def _newest(self, send: Send, reader: Reader) -> bool:
        if reader.status == self._number:
            return False
        reader.status = self._number
        await _give(send, self._told(reader.words))
        return True

    def _told(self, words: Words | None) -> bytes:
        """Return the newest status, encoded once for each language that is followed in."""
        tag = "" if words is None else words.tag
        if tag not in self._said:
            self._said[tag] = _event(self._name, self._status, words=words)
        return self._said[tag]

    async def _board_told(self, send: Send, reader: Reader) -> bool:
        if reader.board == self._board.number:
            return False
        reader.board = self._board.number
        await _give(send, _event("lines", {"lines": self._board.rows()}, words=reader.words))
        return True

    async def _changes(self, send: Send, reader: Reader) -> bool:
        told = False
        while True:
            after = reader.place if reader.place is not None else 1 << 62
            try:
                changes, newest = await self._operations.changes(after, CHANGES_MAX)
            except WatchlineError:
                return told  # the record cannot be read now; the status says so
            place, reader.place = reader.place, newest
            if place is None:
                await _give(send, _event("changes", [], newest))
                return True
            behind = newest - place
            missed = bool(changes) and changes[0].number != place + 1
            if behind < 0 or behind > RESYNC_BEHIND or missed or (behind and not changes):
                await _give(send, _event("resync", {}, newest))
                return True
            if not changes:
                return told
            reader.place = changes[-1].number
            await _give(send, _event("changes", [change._asdict() for change in changes], reader.place))
            told = True

    async def _look(self) -> None:
        try:
            status = await self._operations.status()
            name = "status"
            self._board.put(self._line, status)
        except WatchlineError as why:
            self._board.trouble(self._line, str(why))
            name, status = "trouble", {"words": str(why)}
        self._name, self._status, self._number = name, status, self._number + 1
        self._said.clear()
        for reader in self._readers:
            reader.roused.set()

    async def _until_gone(self, gone: Callable[[], Awaitable[None]], reader: Reader) -> None:
        await gone()
        reader.roused.set()


def _event(name: str, data: Any, number: int | None = None, words: Words | None = None) -> bytes:
    identity = b"" if number is None else b"id: %d\n" % number
    said = data if words is None else words.put(data)
    return b"event: %s\n%sdata: %s\n\n" % (name.encode(), identity, msgspec.json.encode(said, enc_hook=plain))


async def _give(send: Send, data: bytes) -> None:
    """Hand a reader some bytes; one that takes nothing for long is given up."""
    async with asyncio.timeout(SEND_S_MAX):
        await send({"type": "http.response.body", "body": data, "more_body": True})
