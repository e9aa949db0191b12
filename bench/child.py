"""The other node of a measurement, as a process: ``python -m bench.child DIR CREDENTIAL [--no-sync]``."""

from __future__ import annotations

import asyncio
import functools
import sys
from pathlib import Path

from watchline.host import runtime
from watchline.store import FileHeadLock, SqliteStore


def without_sync() -> None:
    """Let nodes of this process not wait for the disk: the code alone is measured."""
    runtime.SqliteStore = functools.partial(SqliteStore, sync=False)  # type: ignore[misc,assignment]
    runtime.FileHeadLock = functools.partial(FileHeadLock, sync=False)  # type: ignore[misc,assignment]


if __name__ == "__main__":
    if "--no-sync" in sys.argv:
        without_sync()
    node = runtime.Runtime(Path(sys.argv[1]), Path(sys.argv[2]).read_bytes().strip(), write=lambda _line: None)
    asyncio.run(node.run())
