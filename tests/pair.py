"""Real nodes wired back to back in memory: real keys, real frames, the shipped ``perform``; no clock, no socket, no disk.

``Line(codes)`` founds a line; ``line["XAA"].say(...)`` acts for a person; ``line.settle()`` carries frames until none is left;
``line.wait(seconds)`` lets time pass. Circuits can be cut; a node can be stopped and loaded again from its store. ``missing`` names
pairs without any circuit between them; ``alter`` may change or drop (None) what a party sends.
"""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import Callable
from typing import Any

from watchline.errors import CarrierDown, OurMistake
from watchline.keys import PrivateKey, make_certificate
from watchline.measure import Now
from watchline.node import (
    CircuitClosed,
    CircuitOpened,
    FrameArrived,
    Input,
    News,
    Node,
    OpenEpoch,
    Outcome,
    Reply,
    Rules,
    SayTest,
    SayTestAnswered,
    Tick,
    grouped,
    newest_rosters,
    perform,
)
from watchline.party import PrivateKeySet, Roster, make_roster
from watchline.record import Charter, sign_charter, signed_charter, write_charter
from watchline.store import MemoryHeadLock, MemoryStore

T0 = 1_790_000_000_000 // 86_400_000 * 86_400_000 + 1000


def run(coroutine: Any) -> Any:
    """Run a coroutine whose doors never suspend."""
    try:
        coroutine.send(None)
    except StopIteration as done:
        return done.value
    raise AssertionError("a door in memory suspended")


class Party:
    """Keys and roster of an invented party, from a fixed seed."""

    def __init__(self, code: str, number: int) -> None:
        def seed(use: int) -> bytes:
            return bytes([number, use]) * 16

        self.code = code
        self.root = PrivateKey(seed(1))
        self.keys = PrivateKeySet(PrivateKey(seed(2)), PrivateKey(seed(3)))
        self.certificate = make_certificate(seed(4), code)
        self.roster: Roster = make_roster(
            self.root,
            code=code,
            names={"en": f"Side {code}"},
            key_sets=[self.keys],
            spares=[],
            tls=[self.certificate],
        )


def found(parties: list[Party], **fields: Any) -> tuple[Charter, bytes]:
    """Return a charter signed by all, and its signed array."""
    usual: dict[str, Any] = {
        "demo": 1,
        "circuits": [{"name": "one", "carrier": "direct"}, {"name": "two", "carrier": "direct"}],
        "calendar": [{"minute": 360, "circuit": "one"}, {"minute": 1080, "circuit": "two"}],
    }
    charter = write_charter(usual | fields, [party.roster for party in parties], bytes(32))
    return charter, signed_charter(charter, {party.code: sign_charter(charter, party.root) for party in parties})


class _Wire:
    """One direction of one circuit: frames in order, or cut."""

    def __init__(self, line: Line, circuit: str, sender: str, receiver: str) -> None:
        self.line, self.id, self.sender, self.peer = line, circuit, sender, receiver
        self.mtu = 65_536

    async def send(self, frame: bytes) -> None:
        key = (self.id, frozenset((self.sender, self.peer)))
        if key not in self.line.up:
            raise CarrierDown("no connection")
        self.line.sent.append((self.sender, self.peer, frame))
        arrives = frame if self.line.alter is None else self.line.alter(self.sender, self.peer, frame)
        if key not in self.line.silent and arrives is not None:
            self.line.flying.append((self.id, self.sender, self.peer, arrives))

    def hang_up(self, words: str) -> None:
        self.line.hung.append((self.id, self.sender, self.peer))
        self.line.disconnect(self.id, self.sender, self.peer)

    def wake(self) -> None:
        return


class Member:
    """One node with its doors."""

    def __init__(self, line: Line, party: Party, rules: Rules, joined: tuple[Charter, bytes] | None = None) -> None:
        self.line, self.party, self.code, self.rules = line, party, party.code, rules
        self.charter, self.signed = joined or (line.charter, line.signed)
        self.store, self.lock = MemoryStore(), MemoryHeadLock()
        self.tenure = run(self.store.acquire(self.code, [line.charter.line]))
        self.random = random.Random(self.code)
        self.news: list[News] = []
        self.outcomes: list[Outcome] = []
        self.wake_at = 0
        self.running = True
        self.offset = 0
        self.load()

    def load(self) -> None:
        """Build the node from its store and head lock, as at a start."""
        locks = run(self.lock.load())
        rosters = {party.code: party.roster for party in self.line.parties if party.code in self.charter.codes}
        rosters |= newest_rosters(self.store.held, self.line.charter.line)
        self.node = Node(
            self.charter,
            self.signed,
            self.code,
            self.party.keys,
            rosters,
            self.store.held,
            locks,
            self.now,
            self.rules,
            run(self.lock.pins()),
        )

    @property
    def now(self) -> Now:
        return Now(self.line.wall + self.offset, self.line.mono)

    def carrier(self, circuit: str, peer: str) -> _Wire:
        return _Wire(self.line, circuit, self.code, peer)

    def carriers(self, peer: str) -> list[_Wire]:
        return [self.carrier(circuit, peer) for circuit in self.line.charter.circuits]

    def handle(self, *inputs: Input) -> list[Reply]:
        replies: list[Reply] = []
        for group in grouped(inputs):
            outcome = self.node.handle(group, self.now, self.random.randbytes, self.store.held)
            run(perform(outcome, self))
            self.outcomes.append(outcome)
            self.news += outcome.news
            self.wake_at = outcome.wake_at
            replies += outcome.replies
        return replies

    def say(self, item: Input) -> str:
        """Say something and return its reference; fail if it was refused."""
        reply = self.handle(item)[0]
        assert not reply.error, reply.error
        return reply.ref

    def knows(self, ref: str) -> bool:
        """Tell whether an entry has come here."""
        self.node.core.begin(self.now, self.random.randbytes, self.store.held)
        try:
            self.node.core.find(ref)
        except OurMistake:
            return False
        return True

    def alarms(self) -> dict[str, str]:
        return {alarm.situation: alarm.words for alarm in self.node.core.alarms.standing()}


class Line:
    """A line of nodes in memory."""

    def __init__(
        self, codes: str = "XAA XBB", *, rules: Rules | None = None, start: int = T0, missing: str = "", **charter: Any
    ) -> None:
        self.missing = {frozenset(pair.split("-")) for pair in missing.split()}
        self.alter: Callable[[str, str, bytes], bytes | None] | None = None
        self.parties = [Party(code, number) for number, code in enumerate(codes.split(), 1)]
        self.charter, self.signed = found(self.parties, **charter)
        self.wall, self.mono = start, 1_000_000
        self.flying: deque[tuple[str, str, str, bytes]] = deque()
        self.sent: list[tuple[str, str, bytes]] = []
        self.hung: list[tuple[str, str, str]] = []
        self.up: set[tuple[str, frozenset[str]]] = set()
        self.silent: set[tuple[str, frozenset[str]]] = set()
        self.members = {party.code: Member(self, party, rules or Rules()) for party in self.parties}

    def __getitem__(self, code: str) -> Member:
        return self.members[code]

    def pairs(self) -> list[tuple[str, str]]:
        codes = list(self.members)
        return [(a, b) for at, a in enumerate(codes) for b in codes[at + 1 :]]

    def connect(self, circuit: str, a: str, b: str) -> None:
        key = (circuit, frozenset((a, b)))
        if key in self.up or key in self.silent or key[1] in self.missing:
            return
        self.up.add(key)
        self[a].handle(CircuitOpened(circuit=circuit, peer=b))
        self[b].handle(CircuitOpened(circuit=circuit, peer=a))

    def disconnect(self, circuit: str, a: str, b: str) -> None:
        self.up.discard((circuit, frozenset((a, b))))

    def connect_all(self) -> None:
        for a, b in self.pairs():
            for circuit in self.charter.circuits:
                self.connect(circuit, a, b)

    def settle(self, most: int = 100_000) -> int:
        """Deliver frames until none is left; return how many."""
        count = 0
        while self.flying:
            circuit, sender, receiver, frame = self.flying.popleft()
            count += 1
            assert count < most, "frames never end"
            if self[receiver].running:
                self[receiver].handle(FrameArrived(circuit=circuit, peer=sender, frame=frame))
        return count

    def wait(self, seconds: float, step: float = 1.0) -> None:
        """Let time pass, with a tick where a node asked for one."""
        end = self.mono + int(seconds * 1000)
        while self.mono < end:
            jump = min(int(step * 1000), end - self.mono)
            self.mono += jump
            self.wall += jump
            for member in self.members.values():
                if member.running and member.wake_at <= self.mono:
                    member.handle(Tick())
            self.reconnect()
            self.settle()

    def reconnect(self) -> None:
        for circuit, a, b in self.hung:
            for ours, theirs in ((a, b), (b, a)):
                if self[ours].running:
                    self[ours].handle(CircuitClosed(circuit=circuit, peer=theirs))
        self.hung.clear()
        for a, b in self.pairs():
            if self[a].running and self[b].running:
                for circuit in self.charter.circuits:
                    self.connect(circuit, a, b)

    def open(self) -> Line:
        """Found the line and answer one test each way, so that it is open."""
        for member in self.members.values():
            member.say(OpenEpoch())
        self.connect_all()
        self.settle()
        self.open_tests()
        return self

    def join(self, party: Party, charter: Charter, signed: bytes) -> Member:
        """Let a party that a later charter names open its log and connect."""
        self.parties.append(party)
        member = self.members[party.code] = Member(self, party, Rules(), (charter, signed))
        member.say(OpenEpoch())
        self.connect_all()
        self.settle()
        return member

    def open_tests(self) -> None:
        """Answer one line test of each party by every other."""
        for a in self.members:
            ref = self[a].say(SayTest())
            self.settle()
            for b in self.members:
                if a != b:
                    if not self[b].knows(ref):
                        self.wait(30)
                    self[b].say(SayTestAnswered(ref=ref, quality=5))
                    self.settle()


__all__ = ["T0", "Line", "Member", "Party", "asyncio", "found", "run"]
