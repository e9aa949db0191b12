"""A demonstration that is told to end, or whose terminal is closed, leaves no process behind."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest


def named(folder: Path) -> list[str]:
    """Return the processes that name the folder in their command line."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = entry.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if str(folder) in words:
            found.append(words)
    return found


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="no /proc to see which processes live")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=["told to end", "terminal closed"])
def test_it_stops_the_nodes_that_it_started(tmp_path, number):
    folder = tmp_path / "line"
    command = [sys.executable, "-m", "watchline", "demo", "--headless", "--json", "--days", "1", "--dir", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as demo:
        give_up = time.monotonic() + 200
        while len(named(folder)) < 4 and time.monotonic() < give_up:
            time.sleep(0.05)
        assert len(named(folder)) == 4, "the demonstration, two nodes and the witness"
        demo.send_signal(number)
        said, _ = demo.communicate(timeout=60)
    assert demo.returncode == 1
    assert "told to end" in said
    assert named(folder) == []
