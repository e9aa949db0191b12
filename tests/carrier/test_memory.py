import asyncio
import contextlib
import random

import pytest

from tests.carrier.circuits import Ear, standing
from watchline.carrier import Faults, MemoryWire
from watchline.errors import CarrierDown
from watchline.node.doors import Arrived


def run(story):
    async def main():
        async with asyncio.timeout(60), standing("memory") as circuit:
            await circuit.up()
            await story(circuit)

    asyncio.run(main())


async def sent(circuit, faults, count=400):
    """Send numbered frames over a faulty wire, then one good frame, and return what came before it."""
    circuit.wire.faults = faults
    for number in range(count):
        await circuit.ours.send(number.to_bytes(4, "big") * 8)
    circuit.wire.faults = Faults()
    await circuit.ours.send(b"the last")
    await circuit.their_ear.until(lambda ear: b"the last" in ear.frames)
    return [frame for frame in circuit.their_ear.frames if frame != b"the last"]


WHOLE = [number.to_bytes(4, "big") * 8 for number in range(400)]


def test_a_wire_without_faults_keeps_everything_in_order():
    async def story(circuit):
        assert await sent(circuit, Faults()) == WHOLE

    run(story)


def test_dropped_frames_are_gone_and_the_rest_is_as_it_was():
    async def story(circuit):
        got = await sent(circuit, Faults(drop=0.3))
        assert 200 < len(got) < 360
        assert got == [frame for frame in WHOLE if frame in set(got)]

    run(story)


def test_duplicated_frames_come_twice():
    async def story(circuit):
        got = await sent(circuit, Faults(duplicate=0.3))
        assert set(got) == set(WHOLE)
        assert 440 < len(got) < 600

    run(story)


def test_reordered_frames_are_all_there_in_another_order():
    async def story(circuit):
        got = await sent(circuit, Faults(reorder=0.3))
        assert sorted(got) == WHOLE
        assert got != WHOLE

    run(story)


def test_a_flip_changes_exactly_one_bit():
    async def story(circuit):
        got = await sent(circuit, Faults(flip=0.3))
        bits = [
            (int.from_bytes(ours, "big") ^ int.from_bytes(theirs, "big")).bit_count()
            for ours, theirs in zip(WHOLE, got, strict=True)
        ]
        assert set(bits) == {0, 1}
        assert 40 < sum(bits) < 200

    run(story)


def test_a_stalled_wire_holds_frames_back_and_gives_them_later():
    async def story(circuit):
        circuit.wire.stall()
        for number in range(10):
            await circuit.ours.send(bytes([number]))
        await circuit.their_ear.quiet(for_s=0.05)
        circuit.wire.flow()
        await circuit.their_ear.until(lambda ear: ear.frames == [bytes([number]) for number in range(10)])

    run(story)


def test_what_comes_out_of_a_stall_for_a_connection_that_is_gone_is_not_passed_on():
    async def story(circuit):
        circuit.wire.stall()
        circuit.ours.hang_up("no live echo")
        await circuit.our_ear.until(lambda ear: not ear.standing)
        await circuit.theirs.send(b"on a connection that ours gave up")
        circuit.wire.flow()
        await circuit.comes_back(b"after")
        assert circuit.our_ear.frames[0] == b"after"

    run(story)


def test_a_wire_to_a_node_that_lags_holds_frames_back_at_the_sender():
    async def story(circuit):
        circuit.their_ear.deaf()
        with contextlib.suppress(CarrierDown):
            for _ in range(1_000):
                await circuit.ours.send(bytes(16_384))
                await asyncio.sleep(0)
        waiting = sum(len(event.frame) for event in circuit.theirs._inbox._events if isinstance(event, Arrived))
        assert waiting < (1 << 20) + 16_384
        circuit.their_ear.deaf(now=False)

    run(story)


def test_a_half_open_wire_loses_one_direction_only():
    async def story(circuit):
        circuit.wire.silence(circuit.ours)
        await circuit.ours.send(b"lost")
        await circuit.theirs.send(b"heard")
        await circuit.our_ear.until(lambda ear: ear.frames == [b"heard"])
        await circuit.their_ear.quiet(for_s=0.05)
        circuit.ours.hang_up("no live echo")
        await circuit.our_ear.until(lambda ear: not ear.standing)
        await circuit.their_ear.quiet(for_s=0.05)  # the hanging up is lost as well
        circuit.wire.restore()
        await circuit.comes_back(b"after")
        assert [event.words for event in circuit.their_ear.closed] == ["the other side dialled anew"]

    run(story)


def test_a_cut_wire_tells_both_ends_and_a_wake_connects_them_again():
    async def story(circuit):
        circuit.wire.cut("a digger")
        for ear in (circuit.our_ear, circuit.their_ear):
            await ear.until(lambda ear: [event.words for event in ear.closed] == ["a digger"])
        circuit.theirs.wake()
        await circuit.comes_back(b"after")

    run(story)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_same_seed_gives_the_same_run(seed):
    async def day():
        wire = MemoryWire(
            "c1",
            ("ALPHA", "BRAVO"),
            chance=random.Random(seed),
            faults=Faults(drop=0.1, duplicate=0.1, reorder=0.1, flip=0.1),
        )
        ears = [Ear(end) for end in wire.ends]
        await asyncio.sleep(0)
        for number in range(200):
            await wire.ends[number % 2].send(bytes([number]) * 9)
        for end in wire.ends:
            await asyncio.sleep(0)
            await end.aclose()
        for ear in ears:
            await ear.task
        return [ear.events for ear in ears]

    assert asyncio.run(day()) == asyncio.run(day())
