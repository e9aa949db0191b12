"""The Prometheus page: what it counts, and that it is only that."""

import asyncio

from prometheus_client.parser import text_string_to_metric_families

from tests.host.founded import PATIENCE_S, awaited, configure, open_it, running, two, until
from watchline.demo.ports import free_ports


async def get(port, request=b"GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n"):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    answer = await asyncio.wait_for(reader.read(), PATIENCE_S)
    writer.close()
    head, _, body = answer.partition(b"\r\n\r\n")
    return head.decode(), body.decode()


def read(body):
    """Return {name: {labels: value}} of the one line."""
    found = {}
    for family in text_string_to_metric_families(body):
        for sample in family.samples:
            assert len(sample.labels.pop("line")) == 16
            found.setdefault(sample.name, {})[tuple(sorted(sample.labels.items()))] = sample.value
    return found


@awaited
async def test_the_page_tells_what_the_line_does(tmp_path):
    xaa, xbb = two(tmp_path)
    port = free_ports(1)[0]
    configure(xaa, metrics=f"127.0.0.1:{port}")
    async with running(xaa, xbb) as (a, b):
        await open_it(a, b)
        await until(a.held)
        head, body = await get(port)
        assert head.startswith("HTTP/1.1 200 OK")
        found = read(body)
        assert found["watchline_entries"][("epoch", "1"), ("party", "XAA")] == a.size()
        assert found["watchline_entries"][("epoch", "1"), ("party", "XBB")] == a.size("XBB")
        assert found["watchline_held_lag"][("party", "XBB"),] == 0
        assert found["watchline_circuit_alive"][("circuit", "one"), ("party", "XBB")] == 1
        assert found["watchline_state"][("party", "XBB"), ("state", "NORMAL")] == 1
        assert found["watchline_state"][("party", "XBB"), ("state", "DARK")] == 0
        assert set(found["watchline_alarms"]) == {
            (("level", name),) for name in ("caution", "warning", "alarm", "emergency")
        }
        assert found["watchline_signs"][()] == found["watchline_line_open"][()] == found["watchline_loaded"][()] == 1
        assert found["watchline_commits_total"][()] > 0
        assert found["watchline_commit_seconds_total"][()] > 0
        assert found["watchline_frames_received_total"][()] > 0
        assert all(family.documentation for family in text_string_to_metric_families(body))


@awaited
async def test_anything_but_the_page_is_refused_and_a_slow_caller_is_left(tmp_path, monkeypatch):
    monkeypatch.setattr("watchline.host.metrics._REQUEST_S_MAX", 0.2)
    xaa, _ = two(tmp_path)
    port = free_ports(1)[0]
    configure(xaa, metrics=f"127.0.0.1:{port}")
    async with running(xaa):
        assert (await get(port, b"GET / HTTP/1.1\r\n\r\n"))[0].startswith("HTTP/1.1 404")
        assert (await get(port, b"POST /metrics HTTP/1.1\r\n\r\n"))[0].startswith("HTTP/1.1 405")
        assert (await get(port, b"\x16\x03\x01\r\n\r\n"))[0].startswith("HTTP/1.1 404")
        assert await get(port, b"GET /metrics HTTP/1.1\r\n") == ("", "")
        assert await get(port, b"x" * 20_000) == ("", "")
        assert (await get(port))[0].startswith("HTTP/1.1 200")


@awaited
async def test_without_a_configuration_there_is_no_page(tmp_path):
    xaa, _ = two(tmp_path)
    async with running(xaa) as (a,):
        assert not a.runtime._config.metrics
