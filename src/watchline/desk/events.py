"""The stream that a console follows: server-sent events whose ids are the numbers of the feed, so that nothing is missed.

    event: changes   id: N     what changed up to N: ``[{"number", "view", "ref"}, …]``, without gaps from where the reader was
    event: resync    id: N     the reader was too far behind, or knows a number that this record does not: ask everything anew
    event: alarms              what began or grew worse since, from memory and before everything else; the next status has it too
    event: status              the line at a glance, whole; a later one replaces it
    event: lines               every line of the node, short, with its alarms; a later one replaces it
    event: beat                at least every 4 s: ``{"at"}``; a desk that hears nothing for 12 s shows STALE

No queue is kept for anybody: each reader has a place in the feed, and the newest status is one. A reader that takes nothing is dropped; it
comes back with the last id that it has (``Last-Event-ID``), to this process or to the next.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import Any

import msgspec

from watchline.desk.board import Board
from watchline.desk.doors import Change, Operations, Refused
from watchline.desk.guard import Send
from watchline.desk.limits import (
    ALARM_AHEAD_S,
    ALARMS_AHEAD_MAX,
    BEAT_S,
    CHANGES_MAX,
    RESYNC_BEHIND,
    SEND_S_MAX,
    STATUS_PACE_S,
    STREAMS_MAX,
)
from watchline.desk.words import Words
from watchline.errors import WatchlineError
from watchline.sentence import plain, worded

Lasts = Callable[[], bool]
_RETRY = b"retry: 1000\n\n"


class Event:
    """An event without a number, put into words and encoded once for each language in which it is told.

    Args:
        name: Empty: there was none yet.
        data: What it tells.
    """

    def __init__(self, name: str, data: Any) -> None:
        self.name, self._data = name, data
        self._by: dict[str, bytes] = {}

    def said(self, words: Words | None) -> bytes:
        """Return it as bytes of the stream; None: in English."""
        tag = "" if words is None else words.tag
        if tag not in self._by:
            self._by[tag] = _event(self.name, self._data, words=words)
        return self._by[tag]


class Reader:
    """One console that follows: its place in the feed, which status, board and alarms it has, and in which words it is told."""

    def __init__(self, place: int | None, alarms: int, words: Words | None) -> None:
        self.place, self.status, self.board, self.alarms, self.words = place, 0, 0, alarms, words
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
        self._status, self._number = Event("", None), 0
        # Situations that rang, each with the number of the event that told it, until a status that was begun later has them.
        self._rung: dict[str, int] = {}
        self._alarms, self._alarms_number = Event("", None), 0
        self._lines, self._lines_number = Event("", None), 0
        self._asked: dict[int, asyncio.Future[tuple[Sequence[Change], int]]] = {}
        self._asked_number = 0
        self._roused, self._rang = asyncio.Event(), asyncio.Event()
        # Something happened, or time went by, while nobody followed.
        self._old = True
        self._closing = False

    @property
    def readers(self) -> int:
        """How many follow now."""
        return len(self._readers)

    def tell(self, rang: Collection[str]) -> None:
        """Something happened.

        Args:
            rang: Situations whose alarm began or grew worse: readers are told at once, and the pace of long records does not hold
                the status back.
        """
        self._old = self._old or not self._board.readers
        if rang and self._readers:
            self._ring(rang)
        self._roused.set()
        if rang:
            self._rang.set()

    async def run(self) -> None:
        """Make a status after each change, and at the pace of the beat; hand it to all readers, and to those of the other lines in short."""
        while not self._closing:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(BEAT_S):
                    await self._roused.wait()
            if self._rang.is_set():
                # The alarm is on its way to the screens; working out a status, and what desks ask after it, would hold it up there.
                await asyncio.sleep(ALARM_AHEAD_S)
            self._roused.clear()
            self._rang.clear()
            if not self._board.readers:
                self._old = True
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
        place = int(last) if last.isascii() and last.isdecimal() and len(last) < 19 else None
        reader = Reader(place, self._alarms_number, words)
        self._readers.add(reader)
        self._board.readers += 1
        self._board.follow(reader.roused.set)
        watching = asyncio.create_task(self._until_gone(gone, reader))
        try:
            headers = [(b"content-type", b"text/event-stream; charset=utf-8"), (b"cache-control", b"no-store")]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await _give(send, _RETRY)
            if self._old:
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

        A reader that follows gets alarms first, then the status: what every desk asks anew after a change would stand before them.
        One that begins gets its place first, so that nothing lies between.
        """
        told = await self._alarms_told(send, reader)
        if told and reader.status == self._number:
            return  # what changed comes with the status that follows
        told = (reader.status != 0 and await self._newest(send, reader)) or told
        told = await self._changes(send, reader) or told
        told = await self._newest(send, reader) or told
        told = await self._board_told(send, reader) or told
        if not told:
            await _give(send, _event("beat", {"at": self._operations.now()}))

    async def _newest(self, send: Send, reader: Reader) -> bool:
        if reader.status == self._number:
            return False
        reader.status = self._number
        await _give(send, self._status.said(reader.words))
        return True

    async def _board_told(self, send: Send, reader: Reader) -> bool:
        if reader.board == self._board.number:
            return False
        reader.board = self._board.number
        if self._lines_number != self._board.number:
            self._lines, self._lines_number = Event("lines", {"lines": self._board.rows()}), self._board.number
        await _give(send, self._lines.said(reader.words))
        return True

    async def _alarms_told(self, send: Send, reader: Reader) -> bool:
        if reader.alarms == self._alarms_number:
            return False
        reader.alarms = self._alarms_number
        await _give(send, self._alarms.said(reader.words))
        return True

    def _ring(self, rang: Collection[str]) -> None:
        """Tell all readers what rings, from memory: everything else can wait until it is on their screens."""
        rung = self._rung | dict.fromkeys(rang, self._alarms_number + 1)
        found = self._operations.alarms(rung)
        self._rung = {alarm["situation"]: rung[alarm["situation"]] for alarm in found}
        if not found:
            return
        data = {"at": self._operations.now(), "alarms": found[:ALARMS_AHEAD_MAX]}
        self._alarms, self._alarms_number = Event("alarms", data), self._alarms_number + 1
        for reader in self._readers:
            reader.roused.set()

    def _since(self, after: int, *, begins: bool) -> Awaitable[tuple[Sequence[Change], int]]:
        """Look up changes once for all readers at one place; after every commit there is a new status, and then they are looked up anew.

        ``begins``: nothing that was looked up before the reader came will do.
        """
        if begins:
            return self._operations.changes(after, CHANGES_MAX)
        if self._asked_number != self._number:
            self._asked, self._asked_number = {}, self._number
        found = self._asked.get(after)
        if found is None:
            found = self._asked[after] = asyncio.ensure_future(self._operations.changes(after, CHANGES_MAX))
        # One who goes away takes the answer from nobody.
        return asyncio.shield(found)

    async def _changes(self, send: Send, reader: Reader) -> bool:
        told = False
        while True:
            after = reader.place if reader.place is not None else 1 << 62
            try:
                changes, newest = await self._since(after, begins=reader.status == 0)
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
            if reader.place >= newest:
                return told

    async def _look(self) -> None:
        began, self._old = self._alarms_number, False
        try:
            status = await self._operations.status()
            later = [situation for situation, number in self._rung.items() if number > began]
            if later:
                status = _with_alarms(status, self._operations.alarms(later))
            self._rung = {situation: self._rung[situation] for situation in later}
            event = Event("status", status)
            self._board.put(self._line, status)
        except WatchlineError as why:
            self._board.trouble(self._line, str(why))
            event = Event("trouble", {"words": str(why)})
        self._status, self._number = event, self._number + 1
        for reader in self._readers:
            reader.roused.set()

    async def _until_gone(self, gone: Callable[[], Awaitable[None]], reader: Reader) -> None:
        await gone()
        reader.roused.set()


def _with_alarms(status: Mapping[str, Any], rang: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return a status with alarms that rang while it was worked out: it must not take back what the readers were told."""
    names = {alarm["situation"] for alarm in rang}
    return {**status, "alarms": [*rang, *(alarm for alarm in status["alarms"] if alarm["situation"] not in names)]}


def _event(name: str, data: Any, number: int | None = None, words: Words | None = None) -> bytes:
    identity = b"" if number is None else b"id: %d\n" % number
    said = data if words is None else words.put(data)
    return b"event: %s\n%sdata: %s\n\n" % (name.encode(), identity, msgspec.json.encode(said, enc_hook=plain))


async def _give(send: Send, data: bytes) -> None:
    """Hand a reader some bytes; one that takes nothing for long is given up."""
    async with asyncio.timeout(SEND_S_MAX):
        await send({"type": "http.response.body", "body": data, "more_body": True})
