"""How fast the direct circuit is, beside the barest asyncio TLS echo, in one run: python tests/carrier/measure.py.

No test: it prints. Both ends live in this process, so every figure holds the work of both; the ratios are what counts.
"""

import asyncio
import random
import ssl
import statistics
import sys
import time

from watchline.carrier import DirectCarrier, DirectPort, Identity
from watchline.carrier.tls import make_context
from watchline.errors import CarrierDown
from watchline.keys import make_certificate, private_pem
from watchline.node.doors import Arrived, Opened

ROUNDS, TRIPS, FRAME = 7, 1_000, b"f" * 300
BULK_FRAMES, BULK = 8_000, b"b" * 16_384


def identity(letter):
    seed = letter.encode() * 32
    return Identity(make_certificate(seed, letter), private_pem(seed))


ALPHA, BRAVO = identity("a"), identity("b")


class Direct:
    """Two carriers; BRAVO echoes short frames and counts long ones."""

    async def open(self):
        self.port = DirectPort("c", BRAVO)
        await self.port.listen("127.0.0.1", 0)
        self.ours = DirectCarrier("c", "BRAVO", [BRAVO.certificate], ALPHA, self.port.address, jitter=random.random)
        self.theirs = DirectCarrier("c", "ALPHA", [ALPHA.certificate], BRAVO, None, jitter=random.random)
        self.port.attach(self.theirs)
        self.echoing = asyncio.create_task(self._echo())
        self.events = aiter(self.ours)
        assert isinstance(await anext(self.events), Opened)

    async def _echo(self):
        count = 0
        async for event in self.theirs:
            if not isinstance(event, Arrived):
                continue
            count += len(event.frame) == len(BULK)
            if len(event.frame) != len(BULK) or count == BULK_FRAMES:
                await self.theirs.send(event.frame[:300])
                count = count % BULK_FRAMES

    async def trip(self):
        await self.ours.send(FRAME)
        await anext(self.events)

    async def bulk(self):
        for _ in range(BULK_FRAMES):
            while True:
                try:
                    await self.ours.send(BULK)
                    break
                except CarrierDown:
                    await asyncio.sleep(0)
        await anext(self.events)

    async def close(self):
        await self.ours.aclose()
        await self.theirs.aclose()
        await self.port.aclose()
        await self.echoing


class Streams:
    """asyncio streams over asyncio's own TLS, length and frame."""

    async def open(self):
        self.server = await asyncio.start_server(
            self._echo, "127.0.0.1", 0, ssl=make_context(BRAVO, [ALPHA.certificate], server_side=True)
        )
        where = self.server.sockets[0].getsockname()
        context = make_context(ALPHA, [BRAVO.certificate], server_side=False)
        self.reader, self.writer = await asyncio.open_connection(*where, ssl=context, server_hostname="")

    async def _echo(self, reader, writer):
        count = 0
        try:
            while True:
                frame = await self._read(reader)
                count += len(frame) == len(BULK)
                if len(frame) != len(BULK) or count == BULK_FRAMES:
                    self._write(writer, frame[:300])
                    count = count % BULK_FRAMES
        except (OSError, EOFError, ssl.SSLError):
            writer.transport.abort()

    @staticmethod
    async def _read(reader):
        return await reader.readexactly(int.from_bytes(await reader.readexactly(4), "big"))

    @staticmethod
    def _write(writer, frame):
        writer.write(len(frame).to_bytes(4, "big") + frame)

    async def trip(self):
        self._write(self.writer, FRAME)
        await self._read(self.reader)

    async def bulk(self):
        for _ in range(BULK_FRAMES):
            self._write(self.writer, BULK)
            await self.writer.drain()
        await self._read(self.reader)

    async def close(self):
        self.writer.transport.abort()
        self.server.close()
        await asyncio.sleep(0.05)


class Bare(asyncio.Protocol):
    """The floor: a Protocol over asyncio's own TLS that sends back what comes; no frames, no events, no queue."""

    def __init__(self, whole=None):
        self.whole = whole

    def connection_made(self, transport):
        self.transport = transport
        self.want, self.done = 0, None

    def data_received(self, data):
        if self.whole is None:
            self.transport.write(data)
            return
        self.want -= len(data)
        if self.want == 0:
            self.done.set_result(None)


class Echo:
    async def open(self):
        loop = asyncio.get_running_loop()
        self.server = await loop.create_server(
            Bare, "127.0.0.1", 0, ssl=make_context(BRAVO, [ALPHA.certificate], server_side=True)
        )
        context = make_context(ALPHA, [BRAVO.certificate], server_side=False)
        where = self.server.sockets[0].getsockname()
        _, self.near = await loop.create_connection(lambda: Bare(whole=True), *where, ssl=context, server_hostname="")

    async def trip(self):
        self.near.want, self.near.done = len(FRAME) + 4, asyncio.get_running_loop().create_future()
        self.near.transport.write(len(FRAME).to_bytes(4, "big") + FRAME)
        await self.near.done

    async def close(self):
        self.near.transport.abort()
        self.server.close()
        await asyncio.sleep(0.05)


async def main():
    kinds = {"direct circuit": Direct(), "asyncio streams + TLS": Streams(), "bare asyncio TLS echo": Echo()}
    trips = {name: [] for name in kinds}
    bulk = {name: [] for name in kinds}
    for kind in kinds.values():
        await kind.open()
    for _ in range(ROUNDS):
        for name, kind in kinds.items():
            for _ in range(TRIPS):
                began = time.perf_counter()
                await kind.trip()
                trips[name].append(time.perf_counter() - began)
            if hasattr(kind, "bulk"):
                began = time.perf_counter()
                await kind.bulk()
                bulk[name].append(BULK_FRAMES / (time.perf_counter() - began))
    floor = statistics.median(trips["bare asyncio TLS echo"])
    for name, kind in kinds.items():
        p50, p99 = (statistics.quantiles(trips[name], n=100)[at] for at in (49, 98))
        line = f"{name:24} p50 {p50 * 1e6:6.1f} us  p99 {p99 * 1e6:6.1f} us  x{p50 / floor:.2f}"
        if bulk[name]:
            rate = statistics.median(bulk[name])
            line += f"   16 KiB one way {rate:7,.0f} frames/s = {rate * 16_384 / 1e6:5.0f} MB/s"
        sys.stdout.write(line + "\n")
        await kind.close()


asyncio.run(main())
