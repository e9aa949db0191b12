"""A node at rest: memory, and how long a start takes at 100,000 entries, unattended."""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from pathlib import Path

from bench.pair import pair
from watchline.demo.stage import CODES, set_up
from watchline.node import SayMessage

ENTRIES = 100_000
_GROUP = 500


def _rss_mib(pid: int) -> float:
    for row in Path(f"/proc/{pid}/status").read_text().splitlines():
        if row.startswith("VmRSS"):
            return int(row.split()[1]) / 1024
    return float("nan")


async def _start_s(folder: Path, credential: Path) -> tuple[float, float]:
    """Return (seconds until the node answers, MiB three seconds later)."""
    from watchline.errors import WatchlineError
    from watchline.host.socket import call

    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "watchline",
        "up",
        str(folder),
        "--passphrase-file",
        str(credential),
        stderr=asyncio.subprocess.DEVNULL,
    )
    while True:
        try:
            await asyncio.to_thread(call, folder, {"verb": "version"}, 1.0)
            break
        except WatchlineError:
            await asyncio.sleep(0.01)
    took = time.perf_counter() - began
    await asyncio.sleep(3)
    memory = _rss_mib(process.pid)
    process.terminate()
    await process.wait()
    return took, memory


async def measure() -> dict[str, float]:
    """Return seconds and MiB."""
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix=".bench.", dir=".") as scratch:
        stage = await asyncio.to_thread(set_up, Path(scratch) / "line", lambda _words: None, days=1)
        node = stage.nodes[CODES[0]]
        found["start s, a new line"], found["at rest MiB, a new line"] = await _start_s(node.folder, node.credential)
    async with pair(sync=False) as timed:
        folder = timed.node._folder
        credential = folder.parent / "roots" / f"{CODES[0]}.credential"
        while timed.size < ENTRIES:
            await asyncio.gather(*(timed.node.ask(SayMessage(text="a report")) for _ in range(_GROUP)))
        timed.node.stop()
        await asyncio.sleep(2)
        found[f"start s, {ENTRIES:,} entries"], found[f"at rest MiB, {ENTRIES:,} entries"] = await _start_s(
            folder, credential
        )
    return found


def run() -> dict[str, float]:
    """Run the measurement."""
    return asyncio.run(measure())
