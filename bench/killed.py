"""Nothing acknowledged is lost in 1,000 kill -9 of either side, two real processes, every entry durable.

``WATCHLINE_KILLS`` sets another number.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from pathlib import Path
from random import Random

from watchline.demo.headless import _missing, _until
from watchline.demo.stage import CODES, Node, Stage, set_up
from watchline.errors import WatchlineError

KILLS = int(os.environ.get("WATCHLINE_KILLS", "1000"))


async def _writes(node: Node, refs: list[str], until: asyncio.Event) -> None:
    """Say one thing after the other until told to stop; keep the references that were acknowledged to us."""
    number = 0
    while not until.is_set():
        try:
            refs.append(await node.say("message", text=f"{node.code} {number}"))
            number += 1
        except (WatchlineError, OSError):
            await asyncio.sleep(0.01)


async def _kills(stage: Stage) -> dict[str, float]:
    random = Random(1)
    refs: list[str] = []
    done = asyncio.Event()
    await stage.start()
    writers = [asyncio.create_task(_writes(node, refs, done)) for node in stage.nodes.values()]
    for _ in range(KILLS):
        node = stage.nodes[random.choice(CODES)]
        await asyncio.sleep(random.random() * 0.25)
        await node.kill()
        await node.start()

        async def answers(node: Node = node) -> bool:
            return bool(await node.status())

        await _until("the killed node is back", answers, 30)
    done.set()
    await asyncio.gather(*writers)

    async def agree() -> bool:
        found = [await node.status() for node in stage.nodes.values()]
        if not all(found):
            return False
        heads = [[(log["origin"], log["size"]) for log in status["live"]["logs"]] for status in found]
        return heads[0] == heads[1]

    await _until("both hold the same", agree, 90)
    await stage.close()
    lost = sum(_missing(node, refs) for node in stage.nodes.values())
    return {"kill -9": KILLS, "entries acknowledged": len(refs), "acknowledged entries lost on either side": lost}


def run() -> dict[str, float]:
    """Run the measurement."""
    with tempfile.TemporaryDirectory(prefix=".bench.", dir=".") as scratch:
        stage = set_up(Path(scratch) / "line", lambda _words: None, days=1)
        return asyncio.run(_kills(stage))
