"""How fast a record is checked: both verifiers over one export, beside hashing alone."""

from __future__ import annotations

import asyncio
import hashlib
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import watchline
from watchline.host.check import check_path
from watchline.host.export import write_bundle
from watchline.log.bundle import bundle_files
from watchline.measure import Instant, Now
from watchline.node import CircuitOpened, FrameArrived, Node, OpenEpoch, SayMessage, perform
from watchline.party import fingerprint
from watchline.sim.setting import Setting, invented
from watchline.store import MemoryHeadLock, MemoryStore

LARGE, SMALL = 1_000_000, 20_000
_GROUP = 400


class _Side:
    """One node in memory whose frames the other gets at once."""

    def __init__(self, setting: Setting, number: int) -> None:
        self.party = setting.parties[number]
        self.store, self.lock, self.sent = MemoryStore(feed_kept=1), MemoryHeadLock(), []
        self.mono = 1_000
        rosters = {item.code: item.roster for item in setting.parties}
        self.node = Node(
            setting.charter, setting.signed, self.party.code, self.party.keys, rosters, self.store.held, {}, self.now()
        )
        self.node.core.line_is_open = True

    def now(self) -> Now:
        self.mono += 1
        return Now(Instant(1_790_000_000_000 + self.mono), self.mono)

    def carrier(self, circuit: str, peer: str) -> None:
        return None

    def carriers(self, peer: str) -> list[None]:
        return []

    async def handle(self, items: list[object]) -> None:
        outcome = self.node.handle(items, self.now(), _entropy, self.store.held)  # type: ignore[arg-type]
        await perform(outcome, self)  # type: ignore[arg-type]
        self.sent += [send.frame for send in outcome.sends]


def _entropy(count: int) -> bytes:
    import os

    return os.urandom(count)


async def record(entries: int) -> tuple[_Side, Setting]:
    """Return a node that holds a line of about ``entries`` entries, all of them held by the other."""
    setting = invented("bench verify", 2, calendar=[])
    a, b = sides = [_Side(setting, 0), _Side(setting, 1)]
    for side in sides:
        side.tenure = await side.store.acquire("bench", [setting.charter.line])
        await side.handle([OpenEpoch()])
    a.sent.clear()
    b.sent.clear()
    for side, other in ((a, b), (b, a)):
        await side.handle([CircuitOpened(circuit="one", peer=other.party.code)])

    async def settle() -> None:
        while a.sent or b.sent:
            for side, other in ((a, b), (b, a)):
                frames, side.sent = side.sent, []
                if frames:
                    await other.handle(
                        [FrameArrived(circuit="one", peer=side.party.code, frame=frame) for frame in frames]
                    )

    await settle()
    while a.node.core.own.size < entries:  # type: ignore[union-attr]
        text = f"a report of ordinary length, number {a.mono}, as a watch officer would write it down"
        await a.handle([SayMessage(text=text) for _ in range(_GROUP)])
        await settle()
    return a, setting


def _hashing(folder: Path) -> float:
    """Return the seconds of hashing every byte of a bundle once."""
    began = time.perf_counter()
    for path in folder.rglob("*"):
        if path.is_file():
            hashlib.sha256(path.read_bytes()).digest()
    return time.perf_counter() - began


def run() -> dict[str, float]:
    """Run the measurement."""
    found: dict[str, float] = {}
    for size in (SMALL, LARGE):
        with tempfile.TemporaryDirectory(prefix=".bench.", dir=".") as scratch:
            side, setting = asyncio.run(record(size))
            out = Path(scratch) / "bundle"
            write_bundle(bundle_files(side.store.held, setting.charter.line), out)
            entries = sum(row.head.size for row in side.store.held.logs(setting.charter.line))
            del side
            roots = [fingerprint(party.roster.root) for party in setting.parties]
            found[f"hashing alone s, {size:,}"] = _hashing(out)
            began = time.process_time()
            verdict = check_path(out, roots)
            took = time.process_time() - began
            assert verdict.exit_code == 0, verdict.words()
            found[f"watchline verify s, {size:,}"] = took
            found[f"watchline verify entries/s, {size:,}"] = entries / took
            if size == SMALL:
                script = Path(watchline.__file__).with_name("verify.py")
                command = [
                    sys.executable,
                    str(script),
                    str(out),
                    *(word for root in roots for word in ("--root", root)),
                ]
                began = time.perf_counter()
                subprocess.run(command, check=True, capture_output=True)
                found[f"verify.py entries/s, {size:,}"] = entries / (time.perf_counter() - began)
    return found
