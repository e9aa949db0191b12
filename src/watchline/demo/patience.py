"""Waiting until something is so, with a deadline that names it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

PACE_S = 0.1
DEADLINE_S = 60.0


async def until(what: str, met: Callable[[], Awaitable[bool]], within_s: float = DEADLINE_S) -> float:
    """Wait until something is so; return how long it took.

    Raises:
        TimeoutError: it did not come within the time; the words name it.
    """
    began = time.monotonic()
    while not await met():
        if time.monotonic() - began > within_s:
            raise TimeoutError(f"within {within_s:.0f} s this did not come: {what}")
        await asyncio.sleep(PACE_S)
    return time.monotonic() - began
