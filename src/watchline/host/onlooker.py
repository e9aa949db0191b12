"""The status of the line, worked out beside the node: in a thread, on a connection of its own that only reads.

A status walks through open threads and the tests of days; on a long record that takes longer than a FLASH may wait.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import msgspec

from watchline.host.here import Here
from watchline.host.reading import Charters, charters_of
from watchline.host.shared_areas import SharedAreas
from watchline.node import Live
from watchline.node.doors import FeedRow
from watchline.phrase import Shelf
from watchline.record import Charter
from watchline.sentence import plain
from watchline.store import SqliteHeld, open_read_only

if TYPE_CHECKING:
    from watchline.assess import Areas
    from watchline.host.messages_known import MessagesKnown
    from watchline.host.order import ThreadSpot
    from watchline.host.tests_known import TestsKnown

T = TypeVar("T")
ALARMS_SHOWN = 500
"""Alarms of one answer, the gravest first; ``alarms_more`` counts the others. The record has them all."""
KEPT_S = 1.0
"""An answer in which only the clock can differ is given again for so long, while nothing is committed."""
KEPT_MAX = 64


class Question:
    """Something that is looked up, and whether that has begun."""

    answer: asyncio.Future[Any]

    def __init__(self) -> None:
        self.begun = False


class Kept(NamedTuple):
    """An answer, and when it was found (s)."""

    answer: Any
    at: float


class Onlooker:
    """Answers for callers while the node goes on.

    Args:
        path: The record.
        founding: The founding charter; the one in force is looked up for each answer.
        code: Our party code.
        shelf: Our phrasebooks.
        areas: The index of announced activities, one for all onlookers of a line.
    """

    def __init__(self, path: Path, founding: Charter, code: str, shelf: Shelf, areas: SharedAreas) -> None:
        self._path, self._founding, self._code, self._shelf = path, founding, code, shelf
        self._thread = ThreadPoolExecutor(1, "watchline-status")
        self._held: SqliteHeld | None = None
        self._areas = areas
        self._tests: TestsKnown | None = None
        self._messages: MessagesKnown | None = None
        self._waiting: dict[bytes, Question] = {}
        self._kept: dict[bytes, Kept] = {}
        self._kept_version = 0

    async def status(self, live: Live, now: int) -> dict[str, Any]:
        """Return the status, ready for JSON, with the own view that it was made of as ``live``.

        Args:
            live: The own view of the running node.
            now: Wall clock, ms.

        Raises:
            StoreFailed: the record cannot be read.
        """
        more = max(0, len(live.alarms) - ALARMS_SHOWN)
        shown = msgspec.structs.replace(live, alarms=live.alarms[:ALARMS_SHOWN])
        answer = await asyncio.get_running_loop().run_in_executor(self._thread, self._work_out, shown, now)
        return {**answer, "alarms_more": more}

    async def read(self, look: Callable[[Here, Charters], T], same: bytes = b"", *, keeps: bool = False) -> T:
        """Return what a function of committed rows answers.

        Args:
            look: Called in the thread with what this node has here.
            same: Whoever asks the same while it still waits to be looked up is given the same answer: after a change every desk asks
                for what its screen shows. Empty: nobody is.
            keeps: The answer depends on the record and the clock alone: who asks the same within a second is given it again unless
                something was committed since. Desks do not all ask in the same moment.

        Raises:
            StoreFailed: the record cannot be read.
        """
        question = self._waiting.get(same)
        if question is None or question.begun:
            question = Question()
            question.answer = asyncio.get_running_loop().run_in_executor(
                self._thread, self._look, look, question, same if keeps else b""
            )
            if same:
                self._waiting[same] = question
                question.answer.add_done_callback(lambda _: self._answered(same, question))
        # One who goes away takes the answer from nobody.
        answer: asyncio.Future[T] = question.answer
        return await asyncio.shield(answer)

    def _look(self, look: Callable[[Here, Charters], T], question: Question, kept: bytes) -> T:
        # From here on what is committed may be missed, so whoever asks now asks anew.
        question.begun = True
        held = self._open()
        with held.snapshot():
            if not kept:
                return look(*self._here())
            version = held.version()
            if version != self._kept_version or len(self._kept) >= KEPT_MAX:
                self._kept, self._kept_version = {}, version
            known = self._kept.get(kept)
            if known is None or time.monotonic() - known.at > KEPT_S:
                known = self._kept[kept] = Kept(look(*self._here()), time.monotonic())
            answer: T = known.answer
            return answer

    def _answered(self, same: bytes, question: Question) -> None:
        if self._waiting.get(same) is question:
            del self._waiting[same]

    async def changes(self, after: int, limit: int) -> tuple[Sequence[FeedRow], int]:
        """Return the feed rows above a number, and the number of the newest."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._changes, after, limit)

    def areas(self, here: Here) -> AbstractContextManager[Areas]:
        """Give the index of announced activities as of what is committed. Only within ``read``, on the connection of the thread."""
        return self._areas.use(here, self._open())

    def tests(self, here: Here) -> Sequence[ThreadSpot]:
        """Return the line tests that no calendar asked for, newest first. Only within ``read``, as ``areas``."""
        from watchline.host.tests_known import TestsKnown

        if self._tests is None:
            self._tests = TestsKnown()
        return self._tests.newest(here, self._open())

    def close(self) -> None:
        """End the thread after what it does now."""
        self._thread.shutdown(wait=True, cancel_futures=True)
        if self._held is not None:
            self._held.close()

    def _work_out(self, live: Live, now: int) -> dict[str, Any]:
        from watchline.host.glance import glance
        from watchline.host.messages_known import MessagesKnown

        if self._messages is None:
            self._messages = MessagesKnown()
        held = self._open()
        with held.snapshot():
            here, _charters = self._here()
            shown = glance(here, now, live, self._messages.opened(here, held))
            return {**shown, "live": msgspec.to_builtins(live, enc_hook=plain)}

    def _open(self) -> SqliteHeld:
        if self._held is None:
            self._held = open_read_only(self._path)
        return self._held

    def _here(self) -> tuple[Here, Charters]:
        held = self._open()
        charters = charters_of(held, self._founding)
        return Here(charters.in_force, self._code, held, charters.terms, self._shelf), charters

    def _changes(self, after: int, limit: int) -> tuple[Sequence[FeedRow], int]:
        held = self._open()
        newest = held.feed_last()
        # Rows that were committed between the two looks come at the next one.
        return [row for row in held.feed(after, limit) if row.number <= newest], newest
