"""Circuits for tests: two carriers, what happened at each end, and a wire that can fall silent."""

import asyncio
import contextlib
import functools
import inspect
import random
from contextlib import AsyncExitStack, asynccontextmanager

import pytest

from watchline.carrier import DirectCarrier, DirectPort, Identity, MemoryWire, Relay
from watchline.errors import CarrierDown
from watchline.keys import make_certificate, private_pem
from watchline.node.doors import Arrived, Closed, Opened

PATIENCE_S = 40.0
"""A wait ends when what it waits for has come: this is only how long a machine that is busy with other things may take."""


def identity(name):
    seed = name.encode().ljust(32, b".")
    return Identity(make_certificate(seed, name), private_pem(seed))


ALPHA, BRAVO, CHARLIE, STRANGER = (identity(name) for name in ("ALPHA", "BRAVO", "CHARLIE", "STRANGER"))


class Ear:
    """Reads a carrier's events and lets a test wait for one. ``deaf`` stops the reading: a node that lags."""

    def __init__(self, carrier):
        self.carrier = carrier
        self.events = []
        self._hearing = asyncio.Event()
        self._hearing.set()
        self._news = asyncio.Condition()
        self.task = asyncio.create_task(self._listen())

    async def _listen(self):
        async for event in self.carrier:
            async with self._news:
                self.events.append(event)
                self._news.notify_all()
            await self._hearing.wait()

    def deaf(self, now=True):
        if now:
            self._hearing.clear()
        else:
            self._hearing.set()

    async def until(self, wanted, patience_s=PATIENCE_S):
        """Wait until ``wanted(self)`` is true of what happened so far, and return its value."""
        try:
            async with asyncio.timeout(patience_s), self._news:
                while not (found := wanted(self)):
                    await self._news.wait()
                return found
        except TimeoutError:
            raise AssertionError(f"not within {patience_s} s; so far: {[short(e) for e in self.events]}") from None

    async def quiet(self, for_s):
        """Check that nothing at all happens for a while: the one thing that only waiting can show."""
        before = len(self.events)
        try:
            async with asyncio.timeout(for_s), self._news:
                await self._news.wait()
        except TimeoutError:
            return
        raise AssertionError(f"something happened: {[short(e) for e in self.events[before:]]}")

    @property
    def opened(self):
        return [event.connection for event in self.events if isinstance(event, Opened)]

    @property
    def closed(self):
        return [event for event in self.events if isinstance(event, Closed)]

    @property
    def frames(self):
        return [event.frame for event in self.events if isinstance(event, Arrived)]

    @property
    def standing(self):
        gone = {event.connection for event in self.closed}
        return [number for number in self.opened if number not in gone]


def short(event):
    return event._replace(frame=event.frame[:20]) if isinstance(event, Arrived) else event


class Circuit:
    """Two ends, an ear at each, and what the ends refused (end, words, address)."""

    def __init__(self, ours, theirs, silence, restore):
        self.ours, self.theirs = ours, theirs
        self.silence, self.restore = silence, restore
        self.refused = []
        self.our_ear = self.their_ear = None

    def listen(self):
        self.our_ear, self.their_ear = Ear(self.ours), Ear(self.theirs)
        return self.our_ear, self.their_ear

    async def up(self, connections=1):
        """Listen at both ends and wait for so many connections."""
        ears = self.listen()
        for ear in ears:
            await ear.until(lambda ear: len(ear.standing) >= connections)
        return ears

    async def passes(self, frame):
        """Show that a frame gets through both ways, now."""
        await self.ours.send(b"to them " + frame)
        await self.their_ear.until(lambda ear: b"to them " + frame in ear.frames)
        await self.theirs.send(b"to us " + frame)
        await self.our_ear.until(lambda ear: b"to us " + frame in ear.frames)

    async def comes_back(self, frame):
        """Show that frames get through both ways soon: what a carrier loses, a node sends again."""
        for sender, ear in ((self.ours, self.their_ear), (self.theirs, self.our_ear)):
            async with asyncio.timeout(PATIENCE_S):
                while frame not in ear.frames:
                    with contextlib.suppress(CarrierDown):
                        await sender.send(frame)
                    with contextlib.suppress(AssertionError):
                        await ear.until(lambda ear: frame in ear.frames, patience_s=0.1)


class Direct(Circuit):
    """Two nodes with real sockets and real TLS; each dials through a relay if asked."""

    @classmethod
    async def make(cls, stack, *, both_dial=True, relays=False, dial_s_max=10.0):
        circuit = cls(None, None, None, None)
        ports, relay = [], []
        for end, who in (("ours", ALPHA), ("theirs", BRAVO)):
            port = DirectPort("c1", who, on_refused=circuit.note(end))
            await port.listen("127.0.0.1", 0)
            stack.push_async_callback(port.aclose)
            ports.append(port)
        doors = [port.address for port in ports]
        if relays:
            for at, door in enumerate(doors):
                relay.append(Relay(("127.0.0.1", 0), door))
                await relay[at].start()
                stack.push_async_callback(relay[at].aclose)
                doors[at] = relay[at].address
        chance = random.Random(7)
        make = functools.partial(DirectCarrier, "c1", jitter=chance.random, dial_s_max=dial_s_max)
        circuit.ours = make("BRAVO", [BRAVO.certificate], ALPHA, doors[1], on_refused=circuit.note("ours"))
        circuit.theirs = make(
            "ALPHA", [ALPHA.certificate], BRAVO, doors[0] if both_dial else None, on_refused=circuit.note("theirs")
        )
        ports[0].attach(circuit.ours)
        ports[1].attach(circuit.theirs)
        circuit.our_port, circuit.their_port = ports
        circuit.relays = relay
        circuit.silence = lambda: [each.cut() for each in relay]
        circuit.restore = lambda: [each.restore() for each in relay]
        return circuit

    def note(self, end):
        return lambda words, address: self.refused.append((end, words, address))

    async def refusal(self, fragment, end="theirs"):
        """Wait until an end refused somebody with these words in it."""
        found = await soon(lambda: [told for told in self.refused if told[0] == end and fragment in told[1]])
        return found[0][1:]


def at(address):
    return f"{address[0]}:{address[1]}"


async def soon(is_so, patience_s=PATIENCE_S):
    """Wait for something that nobody announces."""
    async with asyncio.timeout(patience_s):
        while not (found := is_so()):  # noqa: ASYNC110 - the thing watched knows of no Event
            await asyncio.sleep(0.005)
        return found


async def _memory(stack):
    wire = MemoryWire("c1", ("ALPHA", "BRAVO"), chance=random.Random(7))
    circuit = Circuit(*wire.ends, wire.silence, wire.restore)
    circuit.wire = wire
    return circuit


MAKERS = {
    "direct": Direct.make,
    "direct, one dials": functools.partial(Direct.make, both_dial=False),
    "direct, relayed": functools.partial(Direct.make, relays=True),
    "memory": _memory,
}
EVERY = tuple(MAKERS)
SILENCEABLE = ("direct, relayed", "memory")


@asynccontextmanager
async def standing(kind, **how):
    """A circuit of this kind, closed afterwards; fails if a task or a complaint of the event loop is left."""
    loop = asyncio.get_running_loop()
    complaints = []
    loop.set_exception_handler(lambda _, context: complaints.append(context))
    async with AsyncExitStack() as stack:
        circuit = await MAKERS[kind](stack, **how)
        stack.push_async_callback(circuit.ours.aclose)
        stack.push_async_callback(circuit.theirs.aclose)
        yield circuit
    for ear in (circuit.our_ear, circuit.their_ear):
        if ear is not None:
            await asyncio.wait_for(ear.task, PATIENCE_S)
    # A call that was just accepted may have a round of the loop to go.
    await soon(lambda: asyncio.all_tasks() == {asyncio.current_task()})
    assert not complaints, complaints


def on(*kinds, **how):
    """Run a story, ``async def story(circuit, ...)``, on circuits of these kinds."""

    def wrap(story):
        # Not wraps(): pytest would follow it to the story and ask for a fixture named circuit.
        @pytest.mark.parametrize("kind", kinds)
        def test(kind, **fixtures):
            async def run():
                async with asyncio.timeout(120), standing(kind, **how) as circuit:
                    await story(circuit, **fixtures)

            asyncio.run(run())

        names = list(inspect.signature(story).parameters)[1:]
        keep = inspect.Parameter.POSITIONAL_OR_KEYWORD
        test.__signature__ = inspect.Signature([inspect.Parameter(name, keep) for name in ("kind", *names)])
        test.__name__, test.__doc__ = story.__name__, story.__doc__
        test.pytestmark = [*getattr(story, "pytestmark", []), *test.pytestmark]
        return test

    return wrap
