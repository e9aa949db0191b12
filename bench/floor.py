"""The chained floor: what the disk and the wire alone cost, measured in the same run as the product.

A row made durable on A with its lock slot, one frame to B over mutual TLS, made durable there with its lock slot, a reply.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from pathlib import Path

import apsw

from watchline.carrier import Identity
from watchline.carrier.tls import make_context
from watchline.keys import make_certificate, private_pem

ROW = b"r" * 700
SLOT = b"s" * 512


class Disk:
    """One durable row and one durable lock slot, as a node needs them."""

    def __init__(self, folder: Path, *, sync: bool = True) -> None:
        self._base = apsw.Connection(str(folder / "floor.db"))
        self._base.execute("pragma journal_mode=wal")
        self._base.execute(f"pragma synchronous={'full' if sync else 'off'}")
        self._base.execute("create table row(number integer primary key, data blob)")
        self._lock = os.open(folder / "floor.lock", os.O_RDWR | os.O_CREAT, 0o600)
        os.write(self._lock, bytes(8192))
        os.fsync(self._lock)
        self._sync = sync

    def write(self, number: int) -> None:
        """Make one row and then one slot durable."""
        with self._base:
            self._base.execute("insert into row values(?, ?)", (number, ROW))
        os.pwrite(self._lock, SLOT, 512 * (number & 1))
        if self._sync:
            os.fdatasync(self._lock)

    def close(self) -> None:
        """Close both."""
        self._base.close()
        os.close(self._lock)


def probe(folder: Path, count: int = 200) -> float:
    """Return the median of a 512-byte overwrite with fdatasync, in ms: the phase of the disk."""
    number = os.open(folder / "probe", os.O_RDWR | os.O_CREAT, 0o600)
    os.write(number, bytes(4096))
    os.fsync(number)
    times = []
    for _ in range(count):
        began = time.perf_counter()
        os.pwrite(number, SLOT, 0)
        os.fdatasync(number)
        times.append(time.perf_counter() - began)
    os.close(number)
    return 1000 * sorted(times)[count // 2]


async def chained(count: int, *, sync: bool = True) -> list[float]:
    """Return the seconds of each of ``count`` round trips."""
    with tempfile.TemporaryDirectory(prefix=".bench.", dir=".") as scratch:
        folders = [Path(scratch) / name for name in ("a", "b")]
        for folder in folders:
            folder.mkdir()
        ours, theirs = (Disk(folder, sync=sync) for folder in folders)
        seeds = [bytes([number]) * 32 for number in (1, 2)]
        certificates = [make_certificate(seed, "floor") for seed in seeds]
        identities = [Identity(der, private_pem(seed)) for der, seed in zip(certificates, seeds, strict=True)]

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            number = 0
            while data := await reader.read(65_536):
                number += 1
                theirs.write(number)
                writer.write(data[:300])
            writer.close()

        server = await asyncio.start_server(
            serve, "127.0.0.1", 0, ssl=make_context(identities[1], [certificates[0]], server_side=True)
        )
        host, port = server.sockets[0].getsockname()[:2]
        reader, writer = await asyncio.open_connection(
            host, port, ssl=make_context(identities[0], [certificates[1]], server_side=False), server_hostname=""
        )
        times = []
        for number in range(1, count + 1):
            began = time.perf_counter()
            ours.write(number)
            writer.write(ROW)
            await reader.readexactly(300)
            times.append(time.perf_counter() - began)
        writer.close()
        server.close()
        ours.close()
        theirs.close()
        return times


def median(times: list[float], share: float = 0.5) -> float:
    """Return a quantile in ms."""
    return 1000 * sorted(times)[min(len(times) - 1, int(len(times) * share))]


__all__ = ["Disk", "chained", "median", "probe"]
