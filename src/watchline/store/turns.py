"""One write at a time, and the wait for the disk in a thread, so that a stalled disk stalls no desk.

Theory of operation. A turn has two parts. The first (statements, comparisons, bytes handed to the system) is done where the
node runs: it is short, and in a thread each of its steps would have to ask a busy interpreter for leave (measured: 5 ms
tails). The second (commit, fdatasync) waits for the disk and is done in the thread. It is never cancelled: when the task
that waits for it is, it still ends, and only then does the next turn begin.
"""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class _Job(NamedTuple):
    """The second part of a turn, and who waits for it."""

    do: Callable[[], Any]
    afterwards: Callable[[], None] | None
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]


class Turns:
    """Turns in the order in which they were asked for.

    Args:
        name: Name of the thread, for a stack dump.
        threaded: Wait for the disk in a thread. Without it nothing suspends: right when nothing waits for the disk.
    """

    def __init__(self, name: str, *, threaded: bool) -> None:
        self._taken = False
        self._at_work = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._name, self._threaded = name, threaded
        self._thread: Thread | None = None

    def try_take(self) -> bool:
        """Take the turn if nobody has it, or if the loop ended in which it would have been given on."""
        if self._taken and (self._at_work or self._loop is None or not self._loop.is_closed()):
            return False
        self._taken, self._loop = True, asyncio.get_running_loop()
        return True

    async def take(self) -> None:
        """Wait for the turn. Whoever is cancelled here has done nothing."""
        if self.try_take():
            return
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        try:
            await future
        except asyncio.CancelledError:
            if future.done() and not future.cancelled():
                self.give()  # the turn came in the same moment
            raise

    def give(self) -> None:
        """Give the turn to the next who waits."""
        while self._waiting:
            future = self._waiting.popleft()
            if not future.done() and not future.get_loop().is_closed():
                self._loop = future.get_loop()
                future.set_result(None)
                return
        self._taken = False

    async def finish(self, job: Callable[[], T], afterwards: Callable[[], None] | None = None) -> T:
        """Do the part of a turn that waits for the disk, and give the turn on when it has ended.

        Args:
            job: What is waited for; what it raises is raised here.
            afterwards: Done in the same turn, when the end of ``job`` has been handed over; must not raise.
        """
        if self._threaded:
            return await self._hand_over(job, afterwards)
        try:
            result = job()
            if afterwards:
                afterwards()
            return result
        finally:
            self.give()

    def begin(self, job: Callable[[], None]) -> None:
        """Do a job in a turn that was taken, without waiting for it; it must not raise."""
        if self._threaded:
            self._hand_over(job, None)
        else:
            job()
            self.give()

    def close(self) -> None:
        """Wait for what was begun and end the thread. A second time does nothing."""
        if self._thread:
            self._jobs.put(None)
            self._thread.join()
            self._thread = None

    def _hand_over(self, job: Callable[[], T], afterwards: Callable[[], None] | None) -> asyncio.Future[T]:
        """Give a job to the thread; the future is its end."""
        if self._thread is None:
            # A daemon: a process that ends without closing must not hang; a commit is whole or absent either way.
            self._thread = Thread(target=self._work, name=self._name, daemon=True)
            self._thread.start()
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._at_work = True
        self._jobs.put(_Job(job, afterwards, loop, future))
        return future

    def _work(self) -> None:
        """Do one job after the other, until the end."""
        while (job := self._jobs.get()) is not None:
            result, error = None, None
            try:
                result = job.do()
            except BaseException as why:  # noqa: BLE001  it belongs to the one who asked
                error = why
            # A loop that is closed by now has nobody in it who waits.
            with suppress(RuntimeError):
                if job.afterwards:
                    job.loop.call_soon_threadsafe(_settle, job.future, result, error)
            if job.afterwards:
                job.afterwards()
            self._at_work = False
            with suppress(RuntimeError):
                job.loop.call_soon_threadsafe(self._end, job.future, result, error)
            del job, result, error

    def _end(self, future: asyncio.Future[Any], result: object, error: BaseException | None) -> None:
        """Hand over the end of a job and give the turn on."""
        _settle(future, result, error)
        self.give()


def _settle(future: asyncio.Future[Any], result: object, error: BaseException | None) -> None:
    """Give a future its end unless its task was cancelled."""
    if future.done():
        return
    if error is None:
        future.set_result(result)
    else:
        future.set_exception(error)
