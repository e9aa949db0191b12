"""A hash-only witness, run: parties dial, one frame after the other is judged, stored, locked, then answered.

One task does all work, so check and store are one step (C2SP tlog-witness): nobody else can tell it another head in between.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

import watchline
from watchline.carrier import DirectCarrier, DirectPort, Identity
from watchline.errors import CarrierDown, RolledBack, WatchlineError
from watchline.host.clocks import Clocks
from watchline.host.config import RECORD, host_port
from watchline.host.diagnostics import Diagnostics, Write
from watchline.host.keyring import KEYS, open_witness
from watchline.host.witness_folder import WITNESS_CONFIG, enrolled, load_settings, owner_words
from watchline.node import WITNESS_CIRCUIT
from watchline.node.doors import Arrived, LockRow
from watchline.store import DirectoryLock, FileHeadLock, SqliteStore
from watchline.witness import Enrolment, Judged, Witness

FRAMES_WAITING_MAX = 64
"""Of one party; beyond it the circuit holds back."""
PACE_PER_S = 20.0
"""Frames of one party that are judged in a second, after a burst of as many as may wait: a witness of many serves each."""


class WitnessRuntime:
    """A witness in its folder.

    Args:
        folder: Made by ``witness_folder.init_witness``.
        passphrase: Opens its keys.
        ready: Called once, when it listens.
        write: Takes diagnostics; None: standard error.

    Attributes:
        address: Where it listens, once it does.
        received: Told of every frame as it came; a test looks at all bytes that a witness receives.
    """

    def __init__(
        self,
        folder: Path,
        passphrase: bytes,
        *,
        ready: Callable[[], None] | None = None,
        write: Write | None = None,
    ) -> None:
        self._folder, self._passphrase, self._ready = folder.resolve(), passphrase, ready
        self._clocks = Clocks()
        self._diagnostics = Diagnostics(lambda: self._clocks.now().wall, write)
        self._waiting: deque[tuple[DirectCarrier, bytes, bytes]] = deque()
        self._roused, self._ending = asyncio.Event(), asyncio.Event()
        self.received: Callable[[bytes], None] = lambda _frame: None
        self.address = ("", 0)

    def stop(self) -> None:
        """End after the step under way."""
        self._ending.set()
        self._roused.set()

    async def run(self) -> None:
        """Run until told to stop (``stop``, SIGTERM, SIGINT, SIGHUP).

        Raises:
            Misconfigured: found at start.
            StoreFailed: the disk; nothing was answered that is not durable.
        """
        with contextlib.closing(self._diagnostics):
            try:
                async with contextlib.AsyncExitStack() as stack:
                    await self._start(stack)
                    loop = asyncio.get_running_loop()
                    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
                        with contextlib.suppress(RuntimeError, ValueError):
                            loop.add_signal_handler(number, self.stop)
                            stack.callback(loop.remove_signal_handler, number)
                    self._say("info", "up", "", f"process {os.getpid()}, version {watchline.__version__}")
                    if self._ready is not None:
                        self._ready()
                    await self._work()
            except WatchlineError as why:
                self._say("error", type(why).__name__, "", str(why))
                raise
            self._say("info", "down", "", "")

    async def _start(self, stack: contextlib.AsyncExitStack) -> None:
        folder, settings = self._folder, load_settings(self._folder)
        anchor = settings.anchor_folder(folder)
        self._clocks = Clocks(settings.clock_offset_ms)
        stack.enter_context(DirectoryLock(folder))
        keys = await asyncio.to_thread(open_witness, anchor / KEYS, self._passphrase)
        self._passphrase = b""
        known = enrolled(folder)
        self._store = SqliteStore(folder / RECORD)
        stack.callback(self._store.close)
        lines = sorted({made.log.line for made in known.values()})
        self._tenure = await self._store.acquire(owner_words(), lines)
        self._lock = FileHeadLock(anchor)
        stack.callback(self._lock.close)
        await self._load(keys.key, known, settings.clock_ms)
        identity = Identity(keys.certificate, keys.certificate_key)
        port = DirectPort(WITNESS_CIRCUIT, identity, on_refused=self._not_let_in)
        stack.push_async_callback(port.aclose)
        parties = {made.root: made for made in known.values()}
        for root in parties:
            pinned = sorted({der for made in known.values() if made.root == root for der in made.certificates})
            # One root is one party, whatever its code on each of its lines.
            carrier = DirectCarrier(
                WITNESS_CIRCUIT, root.hex(), pinned, identity, None, jitter=lambda: 0.0, on_refused=self._not_let_in
            )
            port.attach(carrier)
            task = asyncio.create_task(self._listen(carrier, root))
            stack.push_async_callback(_ended, task)
            stack.push_async_callback(carrier.aclose)
        await port.listen(*host_port(settings.listen, f"{folder / WITNESS_CONFIG}: listen"))
        self.address = port.address

    async def _load(self, key: object, known: dict[str, Enrolment], allowed_ms: int) -> None:
        """Load the witness from its head lock and record; without a good lock it answers and cosigns nothing."""
        from watchline.keys import PrivateKey

        assert isinstance(key, PrivateKey)
        locks: dict[str, LockRow] | None = None
        pins: dict[str, bytes] = {}
        fit = self._lock.incarnation_fits()
        try:
            locks, pins = dict(await self._lock.load()), dict(await self._lock.pins())
        except RolledBack as why:
            self._say("error", "closed", "", str(why))
        if not fit.fits:
            pins |= {"closed": fit.words.encode()}
        now = self._clocks.now()
        self._witness = Witness(key, known, locks, self._store.held.rows, pins, allowed_ms, now)
        if self._witness.closed:
            self._say("error", "closed", "", self._witness.closed)

    async def _listen(self, carrier: DirectCarrier, root: bytes) -> None:
        budget, at = float(FRAMES_WAITING_MAX), time.monotonic()
        async for event in carrier:
            if not isinstance(event, Arrived):
                continue
            now = time.monotonic()
            budget, at = min(FRAMES_WAITING_MAX, budget + (now - at) * PACE_PER_S), now
            self.received(event.frame)
            self._waiting.append((carrier, root, event.frame))
            self._roused.set()
            budget -= 1
            if budget < 0:
                await asyncio.sleep(-budget / PACE_PER_S)

    async def _work(self) -> None:
        while not self._ending.is_set():
            await self._roused.wait()
            self._roused.clear()
            while self._waiting and not self._ending.is_set():
                await self._one(*self._waiting.popleft())

    async def _one(self, carrier: DirectCarrier, root: bytes, frame: bytes) -> None:
        """Judge one frame: store, lock, then answer."""
        judged = self._witness.handle(root, frame, self._clocks.now())
        if judged.batch:
            await self._store.append(self._tenure, judged.batch)
        if judged.pins:
            await self._lock.pin(judged.pins)
        if judged.locks:
            await self._lock.swap(judged.locks)
        self._witness.stored(judged)
        self._tell(judged)
        with contextlib.suppress(CarrierDown):
            await carrier.send(judged.answer)

    def _tell(self, judged: Judged) -> None:
        if judged.code not in {"ok", "old"}:
            self._say("warning", judged.code, "", judged.words)

    def _not_let_in(self, words: str, address: str) -> None:
        self._say("warning", "not_let_in", WITNESS_CIRCUIT, f"{address.rpartition(':')[0]}: {words}")

    def _say(self, level: str, what: str, ref: str, words: str) -> None:
        self._diagnostics.say(level, what, ref, words)


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
