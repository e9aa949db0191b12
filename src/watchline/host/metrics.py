"""The Prometheus page of a node: numbers for an operator's screens, on loopback unless the configuration says otherwise.

The page is answered by the node's own event loop, so that it reads the node between two steps and no second thread looks into it.
It speaks just enough HTTP for a collector and a browser on this machine.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterable, Mapping
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


LINE = "line"
"""The label that every metric has: the first 16 hexadecimal digits of the line's id."""
_ID_DIGITS = 16
Family = GaugeMetricFamily | CounterMetricFamily


class _Page(Collector):
    """The numbers of the lines that run, collected when they are asked for."""

    def __init__(self, lines: Mapping[str, Runtime]) -> None:
        self._lines = lines

    def collect(self) -> Iterable[Metric]:
        """Return every metric; names and labels stay from version to version."""
        found = {family.name: family for family in (*_of_runtime(), *_of_line())}
        for ident, line in self._lines.items():
            _count(found, ident[:_ID_DIGITS], line)
            view = line.live()
            found["watchline_loaded"].add_metric((ident[:_ID_DIGITS],), int(view is not None))
            if view is not None:
                _measure(found, ident[:_ID_DIGITS], view)
        return found.values()


_COUNTED = (
    ("watchline_commits", "Batches made durable.", "commits"),
    ("watchline_commit_seconds", "Seconds from handling a batch to the last byte handed over.", "commit_s"),
    ("watchline_frames_received", "Frames that circuits brought.", "frames_in"),
    ("watchline_frames_sent", "Frames handed to circuits.", "frames_out"),
    ("watchline_inputs", "Inputs handled.", "inputs"),
    ("watchline_reloads", "Times the node was loaded again after the disk failed.", "reloads"),
    ("watchline_callers_refused", "Connections that were not let in.", "callers_refused"),
    ("watchline_dials_failed", "Dials that failed.", "dials_failed"),
)


def _of_runtime() -> Iterable[Family]:
    for name, words, _ in _COUNTED:
        yield CounterMetricFamily(name, words, labels=(LINE,))
    yield GaugeMetricFamily("watchline_commit_seconds_max", "The slowest batch.", labels=(LINE,))
    yield GaugeMetricFamily("watchline_loaded", "1 while the record can be used.", labels=(LINE,))


def _count(found: Mapping[str, Family], line: str, node: Runtime) -> None:
    for name, _, field in _COUNTED:
        found[name].add_metric((line,), getattr(node.counts, field))
    found["watchline_commit_seconds_max"].add_metric((line,), node.counts.commit_s_max)


def _of_line() -> Iterable[Family]:
    """Yield what the own view says of a line."""
    for name, words, labels in (
        ("watchline_signs", "1 while this node signs; 0 when its key set is closed.", ()),
        ("watchline_line_open", "1 once the line is open.", ()),
        ("watchline_state", "1 for the state towards a party.", ("party", "state")),
        ("watchline_circuit_alive", "1 while a circuit gives live echoes.", ("party", "circuit")),
        (
            "watchline_circuit_silent_seconds",
            "Seconds since the last live echo; -1 if there was none.",
            ("party", "circuit"),
        ),
        ("watchline_held_lag", "Entries of ours that a party is not known to hold.", ("party",)),
        ("watchline_tests_missed_in_a_row", "Our newest tests that a watch did not answer.", ("party",)),
        ("watchline_clock_apart_seconds", "A party's clock minus ours.", ("party",)),
        ("watchline_entries", "Entries held of a log.", ("party", "epoch")),
        ("watchline_cosigned", "Entries of a log that we cosigned.", ("party", "epoch")),
        ("watchline_alarms", "Alarms that last.", ("level",)),
    ):
        yield GaugeMetricFamily(name, words, labels=(LINE, *labels))
    yield CounterMetricFamily("watchline_frames_refused", "Frames refused, by code.", labels=(LINE, "code"))


def _measure(page: Mapping[str, Family], line: str, found: Live) -> None:
    """Add what the own view says of a line."""

    def add(name: str, value: float, *labels: str) -> None:
        page[f"watchline_{name}"].add_metric((line, *labels), value)

    add("signs", int(not found.closed))
    add("line_open", int(found.open))
    for peer in found.peers:
        for state in LineState:
            add("state", int(peer.state is state), peer.code, state.value)
        for circuit in peer.circuits:
            add("circuit_alive", int(circuit.alive), peer.code, circuit.name)
            add("circuit_silent_seconds", circuit.silent_s, peer.code, circuit.name)
        ours = [(log.epoch, log.size) for log in found.logs if log.code not in {item.code for item in found.peers}]
        add("held_lag", max(0, max(ours, default=(0, 0))[1] - peer.held), peer.code)
        add("tests_missed_in_a_row", peer.missed_in_a_row, peer.code)
        add("clock_apart_seconds", peer.clock_apart_ms / 1000, peer.code)
    for log in found.logs:
        add("entries", log.size, log.code, str(log.epoch))
        add("cosigned", log.cosigned, log.code, str(log.epoch))
    for level in Level:
        add("alarms", sum(alarm.level == level for alarm in found.alarms), level.name.lower())
    for code, count in found.refused.items():
        add("frames_refused", count, code)


def page(lines: Mapping[str, Runtime]) -> bytes:
    """Return the page as Prometheus reads it."""
    registry = CollectorRegistry()
    registry.register(_Page(lines))
    return generate_latest(registry)


async def serve_metrics(address: str, path: Path, lines: Mapping[str, Runtime]) -> Callable[[], Awaitable[None]]:
    """Serve ``/metrics`` of the lines that run; return what ends it.

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
                    writer.write(_answer(await reader.readuntil(b"\r\n\r\n"), lines))
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


def _answer(request: bytes, lines: Mapping[str, Runtime]) -> bytes:
    method, _, rest = request.partition(b" ")
    place = rest.partition(b" ")[0].partition(b"?")[0]
    if place != b"/metrics":
        return _reply("404 Not Found", "text/plain; charset=utf-8", b"The numbers are at /metrics.\n")
    if method != b"GET":
        return _reply("405 Method Not Allowed", "text/plain; charset=utf-8", b"GET only.\n")
    return _reply("200 OK", CONTENT_TYPE_LATEST, page(lines))


def _reply(status: str, kind: str, body: bytes) -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\nConnection: close\r\nCache-Control: no-store\r\n\r\n"
    return head.encode() + body
