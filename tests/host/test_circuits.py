"""The circuits of a running node: when it is told that one stands, and what holds a flood back."""

import asyncio
from contextlib import asynccontextmanager

from tests.carrier.circuits import ALPHA, BRAVO, CHARLIE
from tests.host.founded import awaited, until
from watchline.demo.ports import free_ports
from watchline.host.circuits import FRAMES_WAITING_MAX, Circuits
from watchline.host.config import CircuitConfig, Config
from watchline.host.wires import Wires
from watchline.node import CircuitClosed, CircuitOpened, FrameArrived


def kinds(inputs):
    return [type(item) for item in inputs]


@awaited
async def test_a_circuit_opens_with_its_first_connection_and_closes_with_its_last():
    async with _two_ends() as (ours, theirs):
        told = []

        def seen():
            told.extend(ours.take())
            return told

        await until(lambda: kinds(seen()).count(CircuitOpened) == 1)
        # Both ends dial: a second connection of the same circuit is no second opening.
        await until(lambda: len(ours._ends["one", "BRAVO"]._wire._standing) == 2)
        assert ours.standing() == [CircuitOpened(circuit="one", peer="BRAVO")]
        await until(theirs.standing)
        await theirs.carrier("one", "ALPHA").send(b"frame")
        await until(lambda: FrameArrived in kinds(seen()))
        await theirs.aclose()
        await until(lambda: CircuitClosed in kinds(seen()))
        assert kinds(told) == [CircuitOpened, FrameArrived, CircuitClosed]
        assert told[-1].words
        assert ours.standing() == []


@awaited
async def test_a_node_that_does_not_take_holds_the_other_side_back():
    async with _two_ends() as (ours, theirs):
        await until(ours.standing)
        await until(theirs.standing)
        carrier = theirs.carrier("one", "ALPHA")
        for _ in range(400):
            await carrier.send(bytes(16_384))
        ear = ours._ends["one", "BRAVO"]
        await until(lambda: len(ear.waiting) >= FRAMES_WAITING_MAX)
        for _ in range(50):
            await asyncio.sleep(0)
        assert len(ear.waiting) <= FRAMES_WAITING_MAX + 2
        frames = 0

        def some():
            nonlocal frames
            frames += kinds(ours.take()).count(FrameArrived)
            return frames == 400

        await until(some)


@awaited
async def test_the_carriers_of_a_party_and_what_it_takes_to_have_one():
    async with _two_ends(circuits=("one", "two")) as (ours, _theirs):
        assert [carrier.id for carrier in ours.carriers("BRAVO")] == ["one"]
        assert ours.carriers("CHARLIE") == []
        assert ours.carrier("two", "BRAVO") is None


class _Charter:
    codes = ("ALPHA", "BRAVO")

    line = bytes(32)

    def __init__(self, names):
        self.circuits = self.carried = names


class _Roster:
    def __init__(self, certificate, number=1):
        self.tls, self.root, self.number = (certificate,), certificate[:32], number


@asynccontextmanager
async def _two_ends(circuits=("one",)):
    """Two ends of circuit ``one``, each listening and dialling."""
    ports = free_ports(2)
    rosters = {"ALPHA": _Roster(ALPHA.certificate), "BRAVO": _Roster(BRAVO.certificate)}
    made = []
    for at, (code, other, identity) in enumerate((("ALPHA", "BRAVO", ALPHA), ("BRAVO", "ALPHA", BRAVO))):
        end = CircuitConfig("one", f"127.0.0.1:{ports[at]}", {other: f"127.0.0.1:{ports[1 - at]}"})
        wires = Wires(identity)
        mine = Circuits(Config(code=code, circuits=(end,)), "config.toml", wires, lambda: None, lambda *_: None)
        assert await mine.start(_Charter(circuits), code, rosters) == list(circuits[1:])
        made.append(mine)
    try:
        yield made
    finally:
        for mine in made:
            await mine.aclose()


@awaited
async def test_a_new_roster_ends_connections_on_the_old_certificate():
    async with _two_ends() as (ours, _theirs):
        await until(ours.standing)
        ours.repin({"BRAVO": _Roster(CHARLIE.certificate, 2)})
        await until(lambda: not ours.standing())


@awaited
async def test_a_fault_in_a_circuit_is_not_swallowed():
    async with _two_ends() as (ours, theirs):
        await until(ours.standing)
        await until(theirs.standing)
        ear = ours._ends["one", "BRAVO"]
        ear._rouse = lambda: 1 / 0
        await theirs.carrier("one", "ALPHA").send(b"frame")
        await until(ours.failed)
        assert isinstance(ours.failed(), ZeroDivisionError)
