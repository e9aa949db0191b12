"""A demonstration whose terminal is closed, or that is told to end, stops the nodes that it started."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Coroutine
from typing import Any, TypeVar

from watchline.errors import OurMistake

T = TypeVar("T")
ENDED_BY = (signal.SIGTERM, signal.SIGHUP)
"""Told to end; the terminal was closed. Ctrl-C cancels by itself."""


def run_until_ended(work: Coroutine[Any, Any, T]) -> T:
    """Return what ``work`` returns; on a signal of ``ENDED_BY`` it is cancelled, so that its ``finally`` runs.

    Raises:
        OurMistake: it was told to end before it was done.
    """

    async def watched() -> T:
        task = asyncio.ensure_future(work)
        for number in ENDED_BY:
            asyncio.get_running_loop().add_signal_handler(number, task.cancel)
        try:
            return await task
        except asyncio.CancelledError:
            raise OurMistake("The demonstration was told to end before it was done; its nodes are stopped.") from None

    return asyncio.run(watched())
