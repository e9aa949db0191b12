"""How long one entry takes: durable on both sides, locked, signed, folded, cosigned; beside the chained floor."""

from __future__ import annotations

import asyncio
import time

from bench.floor import chained, median
from bench.pair import Timed, pair
from watchline.node import SayMessage, SayService

COUNT = 300


async def _times(timed: Timed, count: int, *, receipt: bool) -> tuple[list[float], list[float]]:
    """Return (to cosignature, to the receipt held by A) of each entry, in seconds; the second only with a receipt."""
    cosigned, echoed = [], []
    for number in range(count):
        size, theirs = timed.size + 1, timed.theirs
        text = f"one entry, {number}"
        began = time.perf_counter()
        await timed.node.ask(SayMessage(text=text) if receipt else SayService(text=text))
        await timed.until_held(size)
        cosigned.append(time.perf_counter() - began)
        while receipt and timed.theirs == theirs:
            await timed.step()
        echoed.append(time.perf_counter() - began)
        await asyncio.sleep(0.002)
    return cosigned, echoed


async def measure() -> dict[str, float]:
    """Return medians and ratios, in ms."""
    found: dict[str, float] = {}
    for sync in (True, False):
        name = "" if sync else ", sync off"
        async with pair(sync=sync) as timed:
            await timed.settled()
            await _times(timed, 30, receipt=False)
            floor = await chained(COUNT, sync=sync)
            plain, _ = await _times(timed, COUNT, receipt=False)
            again = await chained(COUNT, sync=sync)
            cosigned, echoed = await _times(timed, COUNT, receipt=True)
            base = median(floor + again)
            found[f"chained floor p50 ms{name}"] = base
            found[f"one entry p50 ms{name}"] = median(plain)
            found[f"one entry p99 ms{name}"] = median(plain, 0.99)
            found[f"one entry / floor{name}"] = median(plain) / base
            found[f"message p50 ms{name}"] = median(cosigned)
            found[f"message with its receipt p50 ms{name}"] = median(echoed)
    return found


def run() -> dict[str, float]:
    """Run the measurement."""
    return asyncio.run(measure())
