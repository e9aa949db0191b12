"""What an append costs at entry 1,000 and at entry 1,000,000 of a log: the node's step and the store's transaction, sync off."""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path
from random import Random

from bench.floor import median
from watchline.measure import Instant, Now
from watchline.node import Node, OpenEpoch, SayMessage
from watchline.sim.setting import invented
from watchline.store import SqliteStore

SIZES = (1_000, 1_000_000)
_STEP, _COUNT = 100, 400


async def measure() -> dict[str, float]:
    """Return the median of one append at each size, in ms, and the ratio."""
    setting = invented("bench", 2, calendar=[])
    party = setting.parties[0]
    rosters = {item.code: item.roster for item in setting.parties}
    random = Random(1)
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix=".bench.", dir=".") as scratch:
        path = Path(scratch) / "record"
        SqliteStore.create(path)
        store = SqliteStore(path, sync=False)
        tenure = await store.acquire("bench", [setting.charter.line])
        mono = 1_000

        def now() -> Now:
            return Now(Instant(1_790_000_000_000 + mono), mono)

        node = Node(setting.charter, setting.signed, party.code, party.keys, rosters, store.held, {}, now())
        node.core.line_is_open = True

        async def step(count: int) -> float:
            nonlocal mono
            mono += 1
            said = [
                SayMessage(text="a report of ordinary length, as a watch officer would write it down")
                for _ in range(count)
            ]
            began = time.perf_counter()
            outcome = node.handle(said, now(), random.randbytes, store.held)
            await store.append(tenure, outcome.batch)
            return time.perf_counter() - began

        await store.append(tenure, node.handle([OpenEpoch()], now(), random.randbytes, store.held).batch)
        for size in SIZES:
            own = node.core.own
            assert own is not None
            while own.size < size:
                await step(_STEP)
            found[f"append at {size:,} p50 ms"] = median([await step(1) for _ in range(_COUNT)])
            found[f"append of {_STEP} at {size:,} p50 ms"] = median([await step(_STEP) for _ in range(50)])
        await store.release(tenure)
        store.close()
    small, large = (found[f"append at {size:,} p50 ms"] for size in SIZES)
    found["append at 1,000,000 / at 1,000"] = large / small
    small, large = (found[f"append of {_STEP} at {size:,} p50 ms"] for size in SIZES)
    found["append of 100 at 1,000,000 / at 1,000"] = large / small
    return found


def run() -> dict[str, float]:
    """Run the measurement."""
    return asyncio.run(measure())
