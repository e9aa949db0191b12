"""What a carrier has for its node: events in order, a bound, and a brake on the connections that fill it."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING

from watchline.carrier.limits import EVENT_BYTES, INBOX_BYTES_LOW, INBOX_BYTES_MAX
from watchline.node.doors import Arrived

if TYPE_CHECKING:
    from collections.abc import Callable

    from watchline.node.doors import CarrierEvent


class Inbox:
    """An asynchronous iterator over carrier events for one reader.

    Nothing put here is dropped: a brake stops the sources instead, because whoever dropped a ``Closed`` would leave the
    node with a connection that does not exist.

    Args:
        brake: Called with True when the reader lags (stop reading) and with False when it caught up.
    """

    def __init__(self, brake: Callable[[bool], None]) -> None:
        self._brake = brake
        self._events: deque[CarrierEvent] = deque()
        self._bytes = 0
        self._reader: asyncio.Future[None] | None = None
        self._shut = False
        self._why: Exception | None = None
        self.lagging = False

    def put(self, event: CarrierEvent) -> None:
        """Add an event; brake the sources if too much waits."""
        self._events.append(event)
        self._bytes += _weight(event)
        if self._bytes > INBOX_BYTES_MAX and not self.lagging:
            self.lagging = True
            self._brake(True)
        self._rouse()

    def shut(self, why: Exception | None = None) -> None:
        """End the iteration after the events that wait; with an exception, let the reader have it."""
        self._shut, self._why = True, why
        self._rouse()

    def __aiter__(self) -> Inbox:
        return self

    async def __anext__(self) -> CarrierEvent:
        while not self._events:
            if self._shut:
                raise self._why or StopAsyncIteration
            assert self._reader is None, "a carrier has one reader"
            self._reader = asyncio.get_running_loop().create_future()
            try:
                await self._reader
            finally:
                self._reader = None
        event = self._events.popleft()
        self._bytes -= _weight(event)
        if self.lagging and self._bytes < INBOX_BYTES_LOW:
            self.lagging = False
            self._brake(False)
        return event

    def _rouse(self) -> None:
        if self._reader is not None and not self._reader.done():
            self._reader.set_result(None)


def _weight(event: CarrierEvent) -> int:
    return EVENT_BYTES + (len(event.frame) if isinstance(event, Arrived) else 0)
