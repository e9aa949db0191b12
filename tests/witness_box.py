"""A hash-only witness in memory beside a ``Line``: the real judge over a real store and head lock, and every byte that it receives.

``Box(line)`` enrols every party (or those named) and takes the witness in at each; ``box.wait(seconds)`` lets time pass with it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

from tests.pair import Line, Member, run
from watchline.errors import CarrierDown
from watchline.keys import PrivateKey
from watchline.log import LogRow
from watchline.log.witnessed import Statement, held_statements
from watchline.node import WITNESS_CIRCUIT, Rules, WitnessArrived, WitnessOpened, WitnessRule
from watchline.party import LogName
from watchline.store import MemoryHeadLock, MemoryStore
from watchline.witness import Enrolment, Judged, Witness

KEY = PrivateKey(bytes([77]) * 32)
EVERY_MS = 10_000
RULES = Rules(witnesses=(WitnessRule(name="w-one", key=KEY.public, every_ms=EVERY_MS),))


class _Wire:
    def __init__(self, box: Box, member: Member) -> None:
        self.box, self.member = box, member

    async def send(self, frame: bytes) -> None:
        if self.box.down:
            raise CarrierDown("no connection")
        self.box.received.append(frame)
        self.box.waiting.append((self.member, frame))


class Box:
    """The witness.

    Attributes:
        received: Every frame that came.
        answer: What is done to an answer on its way; None drops it.
        crash: Stop after this many steps of the next submission: 0 before the store, 1 after it, 2 after the lock.
    """

    def __init__(self, line: Line, codes: str = "") -> None:
        self.line = line
        self.received: list[bytes] = []
        self.waiting: deque[tuple[Member, bytes]] = deque()
        self.answer: Callable[[bytes], bytes | None] = lambda data: data
        self.judged: list[Judged] = []
        self.down, self.crash = False, -1
        self.enrolled: dict[str, Enrolment] = {}
        for party in line.parties:
            if not codes or party.code in codes.split():
                log = line.charter.log(party.code, 1)
                made = Enrolment(log, party.keys.log.public, party.root.public, (party.certificate,), b"")
                self.enrolled[log.origin()] = made
        self.store, self.lock = MemoryStore(), MemoryHeadLock()
        self.load()
        for member in line.members.values():
            self._attach(member)

    def load(self) -> None:
        """Begin, as after a start."""
        self.tenure = run(self.store.acquire("witness", [self.line.charter.line]))
        locks, pins = run(self.lock.load()), run(self.lock.pins())
        self.witness = Witness(KEY, self.enrolled, locks, self.store.held.rows, pins, 10_000, self.now)

    @property
    def now(self) -> Any:
        return self.line["XAA"].now

    def _attach(self, member: Member) -> None:
        plain = member.carrier

        def carrier(circuit: str, peer: str) -> Any:
            return _Wire(self, member) if circuit == WITNESS_CIRCUIT else plain(circuit, peer)

        member.carrier = carrier  # type: ignore[method-assign]
        member.handle(WitnessOpened(witness="w-one"))

    def settle(self) -> None:
        """Judge and answer until nothing waits."""
        while self.waiting:
            member, frame = self.waiting.popleft()
            data = self.submit(member.party.root.public, frame)
            data = None if data is None else self.answer(data)
            if data is not None and member.running:
                member.handle(WitnessArrived(witness="w-one", frame=data))
                self.line.settle()

    def submit(self, sender: bytes, frame: bytes) -> bytes | None:
        """Store, lock, answer."""
        judged = self.witness.handle(sender, frame, self.now)
        if self.crash == 0:
            return None
        run(self.store.append(self.tenure, judged.batch))
        if self.crash == 1:
            return None
        if judged.pins:
            run(self.lock.pin(judged.pins))
        run(self.lock.swap(judged.locks))
        if self.crash == 2:
            return None
        self.witness.stored(judged)
        self.judged.append(judged)
        return judged.answer

    def wait(self, seconds: int) -> None:
        """Let time pass on the line and at the witness."""
        for _ in range(seconds):
            self.line.wait(1)
            self.settle()

    def stated(self, code: str, author: str) -> Statement | None:
        """Return what ``code`` keeps of the witness about the log of ``author``."""
        log: LogName = self.line.charter.log(author, 1)
        found = held_statements(self.line[code].store.held, log)
        return found[0][1] if found else None

    def row(self, code: str, author: str) -> LogRow:
        """Return the log of ``author`` as ``code`` holds it."""
        origin = self.line.charter.log(author, 1).origin()
        return next(row for row in self.line[code].store.held.logs(self.line.charter.line) if row.origin == origin)
