"""The cable that can be cut, and what the two nodes at its ends can know of it."""

import asyncio
import socket

import pytest

from tests.carrier.circuits import PATIENCE_S, on
from watchline.carrier import Relay
from watchline.errors import CarrierDown, Misconfigured

HALF_OPEN_S = 1.5


@on("direct, relayed")
async def test_a_cut_cable_is_noticed_by_the_missing_echo_and_by_nothing_else_and_heals_in_seconds(circuit):
    ours, theirs = await circuit.up(connections=2)
    await circuit.passes(b"before")
    circuit.silence()
    beats = 0
    loop = asyncio.get_running_loop()
    until = loop.time() + HALF_OPEN_S
    while loop.time() < until:  # a BEAT goes out and the carrier takes it gladly: TCP has room
        await circuit.ours.send(b"BEAT")
        await circuit.theirs.send(b"BEAT")
        beats += 1
        await ours.quiet(for_s=0.1)
    assert beats
    assert not ours.closed
    assert not theirs.closed
    assert b"BEAT" not in theirs.frames
    for end in (circuit.ours, circuit.theirs):
        end.hang_up("no live echo for 15 s")
    for ear in (ours, theirs):
        await ear.until(lambda ear: not ear.standing)
    with pytest.raises(CarrierDown):
        await circuit.ours.send(b"now we know")
    circuit.restore()
    for ear in (ours, theirs):
        await ear.until(lambda ear: ear.standing)
    await circuit.comes_back(b"after")


@on("direct, relayed")
async def test_a_cut_shorter_than_the_nodes_patience_delays_and_loses_nothing(circuit):
    ours, theirs = await circuit.up(connections=2)
    await circuit.passes(b"before")
    circuit.silence()
    for number in range(20):
        await circuit.ours.send(b"%d" % number * 500)
    await theirs.quiet(for_s=0.2)
    circuit.restore()
    await theirs.until(lambda ear: len(ear.frames) == 21)
    await circuit.comes_back(b"after")
    assert not ours.closed
    assert not theirs.closed


@on("direct, relayed")
async def test_one_side_hanging_up_during_a_cut_is_not_told_to_the_other(circuit):
    ours, theirs = await circuit.up(connections=2)
    circuit.silence()
    circuit.ours.hang_up("no live echo for 15 s")
    await ours.until(lambda ear: not ear.standing)
    await theirs.quiet(for_s=0.3)
    circuit.restore()
    await theirs.until(lambda ear: len(ear.closed) >= 2)
    for ear in (ours, theirs):
        await ear.until(lambda ear: ear.standing)
    await circuit.comes_back(b"after")


@on("direct, relayed")
async def test_cutting_and_restoring_again_and_again_ends_well(circuit):
    ours, theirs = await circuit.up()
    for _ in range(5):
        circuit.silence()
        circuit.ours.hang_up("a test")
        await ours.until(lambda ear: not ear.standing)
        circuit.silence()
        circuit.restore()
        circuit.restore()
    for ear in (ours, theirs):
        await ear.until(lambda ear: ear.standing)
    circuit.theirs.hang_up("the last stale ones")
    await ours.until(lambda ear: ear.standing and len(ear.standing) <= 2)
    await theirs.until(lambda ear: ear.standing)
    await circuit.comes_back(b"after")


def run(story):
    async def main():
        async with asyncio.timeout(120):
            await story()

    asyncio.run(main())


def test_it_carries_every_byte_both_ways_and_passes_a_half_close_on():
    async def story():
        async def echo(reader, writer):
            writer.write(await reader.read() + b" end")
            writer.close()

        server = await asyncio.start_server(echo, "127.0.0.1", 0)
        relay = Relay(("127.0.0.1", 0), server.sockets[0].getsockname()[:2])
        await relay.start()
        reader, writer = await asyncio.open_connection(*relay.address)
        sent = bytes(range(256)) * 8_000
        writer.write(sent)
        writer.write_eof()
        assert await reader.read() == sent + b" end"
        writer.close()
        await relay.aclose()
        server.close()

    run(story)


def test_what_calls_during_a_cut_is_taken_in_silence_and_closed_at_the_end_of_it():
    async def story():
        called = []
        server = await asyncio.start_server(lambda reader, writer: called.append(writer), "127.0.0.1", 0)
        relay = Relay(("127.0.0.1", 0), server.sockets[0].getsockname()[:2])
        await relay.start()
        relay.cut()
        assert relay.is_cut
        reader, writer = await asyncio.open_connection(*relay.address)
        writer.write(b"hello?")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(reader.read(1), 0.2)
        relay.restore()
        assert await asyncio.wait_for(reader.read(1), PATIENCE_S) == b""
        assert not called
        writer.close()
        await relay.aclose()
        server.close()

    run(story)


def test_a_reset_during_a_cut_is_not_told_to_the_other_end():
    async def story():
        near, far = asyncio.get_running_loop().create_future(), []

        async def serve(reader, writer):
            far.append(writer)
            near.set_result(reader)

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        relay = Relay(("127.0.0.1", 0), server.sockets[0].getsockname()[:2])
        await relay.start()
        _, writer = await asyncio.open_connection(*relay.address)
        reader = await near
        relay.cut()
        reset = b"\x01\x00\x00\x00\x00\x00\x00\x00"  # struct linger: on, 0 s
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, reset)
        writer.transport.abort()
        coming = asyncio.ensure_future(reader.read(1))
        done, _ = await asyncio.wait([coming], timeout=0.3)
        assert not done
        relay.restore()
        assert await asyncio.wait_for(coming, PATIENCE_S) == b""
        far[0].transport.abort()
        await relay.aclose()
        server.close()

    run(story)


def test_a_target_that_does_not_listen_is_a_close():
    async def story():
        gone = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0)
        target = gone.sockets[0].getsockname()[:2]
        gone.close()
        relay = Relay(("127.0.0.1", 0), target)
        await relay.start()
        reader, writer = await asyncio.open_connection(*relay.address)
        assert await asyncio.wait_for(reader.read(1), PATIENCE_S) == b""
        writer.close()
        with pytest.raises(Misconfigured, match="cannot listen"):
            await Relay(relay.address, target).start()
        await relay.aclose()

    run(story)
