"""How many entries a second two nodes sustain: folded in batches, and one by one with every entry durable, pipelined."""

from __future__ import annotations

import asyncio
import time

from bench.pair import Timed, pair
from watchline.node import SayMessage, SayService

BULK, PIPELINED = 20_000, 2_000
_WINDOW = 512


async def _said(timed: Timed, count: int, window: int, *, message: bool) -> float:
    """Say ``count`` things with at most ``window`` unanswered, wait until B holds them all; return the seconds."""
    want, numbers = timed.size + count, iter(range(count))

    async def speaker() -> None:
        for number in numbers:
            text = f"entry {number} of a sustained run, as long as an ordinary report of some hundred characters would be, no more"
            await timed.node.ask(SayMessage(text=text) if message else SayService(text=text))

    began = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for _ in range(window):
            group.create_task(speaker())
    while timed.held < want:
        await asyncio.sleep(0.001)
    return time.perf_counter() - began


async def measure() -> dict[str, float]:
    """Return entries a second."""
    found: dict[str, float] = {}
    async with pair() as timed:
        await timed.settled()
        await _said(timed, 500, _WINDOW, message=True)
        await timed.settled()
        found["sustained, messages folded, entries/s"] = BULK / await _said(timed, BULK, _WINDOW, message=True)
        await timed.settled()
        found["sustained, service messages, entries/s"] = BULK / await _said(timed, BULK, _WINDOW, message=False)
        await timed.settled()
        seconds = await _said(timed, PIPELINED, 8, message=True)
        found["pipelined, 8 under way, durable, entries/s"] = PIPELINED / seconds
    return found


def run() -> dict[str, float]:
    """Run the measurement."""
    return asyncio.run(measure())
