"""The clocks of this machine: the only place of the product where a node's time comes from."""

from __future__ import annotations

import time

from watchline.errors import Misconfigured
from watchline.measure import Instant, Now
from watchline.record import Charter


class Clocks:
    """Wall clock with the configured offset, and the clock that only goes forward.

    Args:
        offset_ms: Added to the wall clock.
    """

    def __init__(self, offset_ms: int = 0) -> None:
        self._offset_ms = offset_ms

    def now(self) -> Now:
        """Return both clocks."""
        return Now(Instant(time.time_ns() // 1_000_000 + self._offset_ms), time.monotonic_ns() // 1_000_000)


def clocks_of(charter: Charter, offset_ms: int, path: object) -> Clocks:
    """Return the clocks of a node on a line.

    Raises:
        Misconfigured: an offset on a line that is no demonstration.
    """
    if offset_ms and not charter.demo:
        raise Misconfigured(
            f"{path}: clock_offset_ms is {offset_ms}, but the charter of this line does not say demo: a node that speaks for a party"
            " tells the time as it is. Write clock_offset_ms = 0."
        )
    return Clocks(offset_ms)
