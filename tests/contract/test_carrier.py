"""What every carrier promises the node (watchline.node.doors.Carrier), on real sockets with real TLS and in memory."""

import asyncio
import contextlib

import pytest

from tests.carrier.circuits import EVERY, PATIENCE_S, SILENCEABLE, on
from watchline.errors import CarrierDown, OurMistake
from watchline.node.doors import Arrived, Closed, Opened


@on(*EVERY)
async def test_it_names_the_circuit_and_the_peer(circuit):
    assert [end.id for end in (circuit.ours, circuit.theirs)] == ["c1", "c1"]
    assert [end.peer for end in (circuit.ours, circuit.theirs)] == ["BRAVO", "ALPHA"]
    assert circuit.ours.mtu == circuit.theirs.mtu == 65_536


@on(*EVERY)
async def test_frames_arrive_as_they_were_sent_both_ways(circuit):
    ears = await circuit.up()
    sent = [bytes([size % 251]) * size for size in (0, 1, 3, 300, 16_380, 16_384, 65_535, 65_536, 2)]
    for frame in sent:
        await circuit.ours.send(frame)
        await circuit.theirs.send(frame[::-1])
    for ear in ears:
        await ear.until(lambda ear: len(ear.frames) == len(sent))
    # Not the order: two connections may carry one circuit, and a carrier promises no order.
    assert sorted(circuit.their_ear.frames) == sorted(sent)
    assert sorted(circuit.our_ear.frames) == sorted(frame[::-1] for frame in sent)


@on(*EVERY)
async def test_a_frame_longer_than_the_mtu_is_our_mistake_and_harms_nothing(circuit):
    await circuit.up()
    with pytest.raises(OurMistake, match="65,537 bytes"):
        await circuit.ours.send(bytes(65_537))
    await circuit.passes(b"after it")
    assert len(circuit.their_ear.frames) == 1
    assert not circuit.our_ear.closed


@on(*EVERY)
async def test_sending_without_a_connection_says_so(circuit):
    with pytest.raises(CarrierDown, match="no connection to BRAVO"):
        await circuit.ours.send(b"nobody is there")
    await circuit.up()
    await circuit.passes(b"now")


@on(*EVERY)
async def test_hanging_up_closes_what_stands_with_our_words_and_dials_anew(circuit):
    ours, theirs = await circuit.up()
    stood = list(ours.standing)
    circuit.ours.hang_up("no live echo for 15 s")
    await ours.until(lambda ear: {event.connection for event in ear.closed} >= set(stood))
    assert {event.words for event in ours.closed} == {"hung up: no live echo for 15 s"}
    await ours.until(lambda ear: ear.standing)
    await theirs.until(lambda ear: ear.closed and ear.standing)
    assert not set(ours.standing) & set(stood), "a number is used twice"
    await circuit.comes_back(b"again")


@on(*EVERY)
async def test_closing_ends_the_iteration_and_the_other_side_sees_it(circuit):
    ours, theirs = await circuit.up()
    await circuit.ours.aclose()
    await asyncio.wait_for(ours.task, PATIENCE_S)
    assert not ours.standing
    await theirs.until(lambda ear: not ear.standing)
    with pytest.raises(CarrierDown):
        await circuit.ours.send(b"too late")
    circuit.ours.wake()
    circuit.ours.hang_up("nothing there")
    await circuit.ours.aclose()
    assert not ours.standing


@on(*EVERY)
async def test_what_was_sent_just_before_closing_still_arrives(circuit):
    _, theirs = await circuit.up()
    for number in range(50):
        await circuit.ours.send(number.to_bytes(2, "big") * 1_000)
    if hasattr(circuit, "wire"):
        await theirs.until(lambda ear: len(ear.frames) == 50)  # a memory wire loses what is on its way
    await circuit.ours.aclose()
    await theirs.until(lambda ear: len(ear.frames) == 50)


@on(*EVERY)
async def test_a_node_that_lags_slows_the_sender_down_and_loses_nothing(circuit):
    _, theirs = await circuit.up()
    theirs.deaf()
    sent = 0
    with contextlib.suppress(CarrierDown):
        while sent < 4_000:
            await circuit.ours.send(sent.to_bytes(4, "big") * 4_096)
            sent += 1
    assert 200 < sent < 3_000, "ours holds 4 MiB, theirs 1 MiB, the two systems a few more"
    assert len(theirs.frames) <= 1
    theirs.deaf(now=False)
    await theirs.until(lambda ear: len(ear.frames) == sent)
    assert sorted(int.from_bytes(frame[:4], "big") for frame in theirs.frames) == list(range(sent))
    await circuit.passes(b"as before")
    assert not theirs.closed


@on(*EVERY)
async def test_waking_at_any_time_harms_nothing(circuit):
    circuit.ours.wake()
    ours, theirs = await circuit.up()
    for number in range(100):
        circuit.ours.wake()
        circuit.theirs.wake()
        await circuit.passes(b"%d" % number)
    assert not ours.closed
    assert not theirs.closed


@on(*EVERY)
async def test_each_frame_belongs_to_a_connection_that_stands(circuit):
    ears = await circuit.up()
    for round_ in range(6):
        hanging, other = (circuit.ours, circuit.our_ear), (circuit.theirs, circuit.their_ear)
        if round_ % 2:
            hanging, other = other, hanging
        await circuit.comes_back(b"round %d" % round_)
        await hanging[0].send(b"on its way while we hang up")
        gone = max(hanging[1].opened)
        hanging[0].hang_up("a test")
        await hanging[1].until(lambda ear, gone=gone: max(ear.standing, default=0) > gone)
        await other[1].until(lambda ear: ear.standing)
        # The far end may still hold a connection whose end is on its way to it.
        await asyncio.sleep(0)
        for ear in ears:
            standing = set()
            for event in ear.events:
                match event:
                    case Opened(number):
                        assert number not in standing
                        standing.add(number)
                    case Arrived(number, _):
                        assert number in standing
                    case Closed(number, words):
                        standing.remove(number)
                        assert words
            numbers = ear.opened
            assert len(numbers) == len(set(numbers))


@on(*SILENCEABLE)
async def test_silence_is_not_told_by_the_carrier_and_hanging_up_recovers(circuit):
    ours, theirs = await circuit.up()
    await circuit.passes(b"before")
    circuit.silence()
    for number in range(20):
        await circuit.ours.send(b"into the void %d" % number)  # accepted: only a BEAT without echo tells the truth
    await theirs.quiet(for_s=0.5)
    assert not ours.closed
    for end in (circuit.ours, circuit.theirs):
        end.hang_up("no live echo for 15 s")
    await ours.until(lambda ear: not ear.standing)
    await theirs.until(lambda ear: not ear.standing)
    circuit.restore()
    for ear in (ours, theirs):
        await ear.until(lambda ear: ear.standing)
    await circuit.comes_back(b"after")
    assert not any(frame.startswith(b"into") for frame in theirs.frames), "hung up, so nothing old comes out of it"
