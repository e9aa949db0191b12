"""What the reading verbs look at: the record of a node, opened for reading, and the running node beside it if there is one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from watchline.errors import StoreFailed
from watchline.host.clocks import clocks_of
from watchline.host.config import CONFIG
from watchline.host.here import Here
from watchline.host.reading import Reading, open_reading

ASK_S = 15.0


class Look(NamedTuple):
    """A record open for reading: the host's view of it, what the answers need, and this node's wall clock (ms)."""

    reading: Reading
    here: Here
    now: int


@contextmanager
def look(folder: Path) -> Iterator[Look]:
    """Open the record of a node for reading; nothing is written and nothing is signed."""
    with open_reading(folder) as reading:
        clocks = clocks_of(reading.charter, reading.config.clock_offset_ms, folder / CONFIG)
        yield Look(reading, reading.here, clocks.now().wall)


def nobody_took_it(why: Exception) -> bool:
    """Tell whether no node runs at all, so that nothing can have come of a request."""
    return str(why).startswith("No node runs")


def running_status(folder: Path) -> dict[str, Any] | None:
    """Return the status that the running node answers (docs/reference/json.md), or None if none runs.

    Raises:
        StoreFailed, NotRunning: it runs but cannot answer, or not in time; the words say why.
    """
    from watchline.host.socket import NotRunning, call

    try:
        answer = call(folder, {"verb": "status"}, ASK_S)
    except NotRunning as why:
        if nobody_took_it(why):
            return None
        raise
    if "error" in answer:
        raise StoreFailed(str(answer["error"]))
    answer.pop("live", None)  # the same facts as the node has them, for screens that follow it
    return answer
