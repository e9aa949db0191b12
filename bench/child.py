"""The other node of a measurement, as a process: ``python -m bench.child DIR CREDENTIAL [--no-sync]``."""

from __future__ import annotations

import asyncio
import functools
import sys
from collections.abc import Callable
from pathlib import Path

from watchline.host.runtime import Runtime
from watchline.store import FileHeadLock, SqliteStore


def node(folder: Path, credential: Path, *, sync: bool, ready: Callable[[], None] | None = None) -> Runtime:
    """Return a node; without ``sync`` it does not wait for the disk, so that the code alone is measured."""
    return Runtime(
        folder,
        credential.read_bytes().strip(),
        ready=ready,
        write=lambda _line: None,
        open_store=functools.partial(SqliteStore, sync=sync),
        open_anchor=functools.partial(FileHeadLock, sync=sync),
    )


if __name__ == "__main__":
    asyncio.run(node(Path(sys.argv[1]), Path(sys.argv[2]), sync="--no-sync" not in sys.argv).run())
