"""The Prometheus page of a node: numbers for an operator's screens, on loopback unless the configuration says otherwise.

The page is answered by the node's own event loop, so that it reads the node between two steps and no second thread looks into it.
It speaks just enough HTTP for a collector and a browser on this machine.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from watchline.errors import Misconfigured
from watchline.host.config import host_port
from watchline.line import LineState
from watchline.node import Live
from watchline.watch import Level

if TYPE_CHECKING:
    from watchline.host.runtime import Runtime

_REQUEST_BYTES_MAX = 8_192
_REQUEST_S_MAX = 5.0
_CALLERS_MAX = 16


class _Page(Collector):
    """The numbers of a running node, collected when they are asked for."""

    def __init__(self, node: Runtime) -> None:
        self._node = node

    def collect(self) -> Iterable[Metric]:
        """Yield every metric; names and labels stay from version to version."""
        counts = self._node.counts
        for name, words, value in (
            ("watchline_commits", "Batches made durable.", counts.commits),
            (
                "watchline_commit_seconds",
                "Seconds from handling a batch to the last byte handed over.",
                counts.commit_s,
            ),
            ("watchline_frames_received", "Frames that circuits brought.", counts.frames_in),
            ("watchline_frames_sent", "Frames handed to circuits.", counts.frames_out),
            ("watchline_inputs", "Inputs handled.", counts.inputs),
            ("watchline_reloads", "Times the node was loaded again after the disk failed.", counts.reloads),
            ("watchline_callers_refused", "Connections that were not let in.", counts.callers_refused),
            ("watchline_dials_failed", "Dials that failed.", counts.dials_failed),
        ):
            yield CounterMetricFamily(name, words, value=value)
        yield GaugeMetricFamily("watchline_commit_seconds_max", "The slowest batch.", value=counts.commit_s_max)
        found = self._node.live()
        yield GaugeMetricFamily("watchline_loaded", "1 while the record can be used.", value=int(found is not None))
        if found is not None:
            yield from _of_line(found)


def _of_line(found: Live) -> Iterable[Metric]:
    """Yield what the own view says of the line."""
    signs = GaugeMetricFamily(
        "watchline_signs", "1 while this node signs; 0 when its key set is closed.", value=int(not found.closed)
    )
    opened = GaugeMetricFamily("watchline_line_open", "1 once the line is open.", value=int(found.open))
    state = GaugeMetricFamily("watchline_state", "1 for the state towards a party.", labels=("party", "state"))
    alive = GaugeMetricFamily(
        "watchline_circuit_alive", "1 while a circuit gives live echoes.", labels=("party", "circuit")
    )
    silent = GaugeMetricFamily(
        "watchline_circuit_silent_seconds",
        "Seconds since the last live echo; -1 if there was none.",
        labels=("party", "circuit"),
    )
    lag = GaugeMetricFamily(
        "watchline_held_lag", "Entries of ours that a party is not known to hold.", labels=("party",)
    )
    missed = GaugeMetricFamily(
        "watchline_tests_missed_in_a_row", "Our newest tests that a watch did not answer.", labels=("party",)
    )
    clock = GaugeMetricFamily("watchline_clock_apart_seconds", "A party's clock minus ours.", labels=("party",))
    entries = GaugeMetricFamily("watchline_entries", "Entries held of a log.", labels=("party", "epoch"))
    cosigned = GaugeMetricFamily("watchline_cosigned", "Entries of a log that we cosigned.", labels=("party", "epoch"))
    alarms = GaugeMetricFamily("watchline_alarms", "Alarms that last.", labels=("level",))
    refused = CounterMetricFamily("watchline_frames_refused", "Frames refused, by code.", labels=("code",))
    for peer in found.peers:
        for name in LineState:
            state.add_metric((peer.code, name.value), int(peer.state is name))
        for circuit in peer.circuits:
            alive.add_metric((peer.code, circuit.name), int(circuit.alive))
            silent.add_metric((peer.code, circuit.name), circuit.silent_s)
        ours = [(log.epoch, log.size) for log in found.logs if log.code not in {item.code for item in found.peers}]
        lag.add_metric((peer.code,), max(0, max(ours, default=(0, 0))[1] - peer.held))
        missed.add_metric((peer.code,), peer.missed_in_a_row)
        clock.add_metric((peer.code,), peer.clock_apart_ms / 1000)
    for log in found.logs:
        entries.add_metric((log.code, str(log.epoch)), log.size)
        cosigned.add_metric((log.code, str(log.epoch)), log.cosigned)
    for level in Level:
        alarms.add_metric((level.name.lower(),), sum(alarm.level == level for alarm in found.alarms))
    for code, count in found.refused.items():
        refused.add_metric((code,), count)
    yield from (signs, opened, state, alive, silent, lag, missed, clock, entries, cosigned, alarms, refused)


def page(node: Runtime) -> bytes:
    """Return the page as Prometheus reads it."""
    registry = CollectorRegistry()
    registry.register(_Page(node))
    return generate_latest(registry)


async def serve_metrics(address: str, path: Path, node: Runtime) -> Callable[[], Awaitable[None]]:
    """Serve ``/metrics``; return what ends it.

    Raises:
        Misconfigured: the address is taken or not ours.
    """
    host, port = host_port(address, f"{path}: metrics")
    callers: set[asyncio.Task[None]] = set()

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        callers.add(task)
        try:
            if len(callers) <= _CALLERS_MAX:
                async with asyncio.timeout(_REQUEST_S_MAX):
                    writer.write(_answer(await reader.readuntil(b"\r\n\r\n"), node))
                    await writer.drain()
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError):
            pass  # gone, slow, or no HTTP: nothing depends on it
        finally:
            callers.discard(task)
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    try:
        server = await asyncio.start_server(take, host, port, limit=_REQUEST_BYTES_MAX)
    except OSError as why:
        raise Misconfigured(
            f"{path}: metrics: cannot listen on {address}: {why.strerror or why}. Is another program using it? Choose another address."
        ) from why

    async def end() -> None:
        server.close()
        for caller in callers:
            caller.cancel()
        await asyncio.gather(*callers, return_exceptions=True)

    return end


def _answer(request: bytes, node: Runtime) -> bytes:
    method, _, rest = request.partition(b" ")
    place = rest.partition(b" ")[0].partition(b"?")[0]
    if place != b"/metrics":
        return _reply("404 Not Found", "text/plain; charset=utf-8", b"The numbers are at /metrics.\n")
    if method != b"GET":
        return _reply("405 Method Not Allowed", "text/plain; charset=utf-8", b"GET only.\n")
    return _reply("200 OK", CONTENT_TYPE_LATEST, page(node))


def _reply(status: str, kind: str, body: bytes) -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\nConnection: close\r\nCache-Control: no-store\r\n\r\n"
    return head.encode() + body
