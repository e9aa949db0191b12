"""When to dial again: soon, then less often, never less than every 30 s, for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from watchline.carrier.limits import DIAL_S_FIRST, DIAL_S_MAX
from watchline.errors import Misconfigured

if TYPE_CHECKING:
    from collections.abc import Callable


class Pace:
    """Pauses of 0.2 s doubling up to a cap, each shortened by chance so that two nodes do not dial in step.

    Args:
        cap_s: Longest pause in seconds.
        jitter: Returns a number from 0 up to 1, ``random.Random(seed).random`` for example.

    Raises:
        Misconfigured: the cap is not between 0.2 s and 30 s.
    """

    def __init__(self, cap_s: float, jitter: Callable[[], float]) -> None:
        if not DIAL_S_FIRST <= cap_s <= DIAL_S_MAX:
            raise Misconfigured(
                f"dial at most {cap_s:g} s apart: must be between {DIAL_S_FIRST:g} and {DIAL_S_MAX:g} s, because a peer"
                " that comes back must be met at once"
            )
        self._cap_s = cap_s
        self._jitter = jitter
        self._next_s = DIAL_S_FIRST

    def reset(self) -> None:
        """Begin again with the shortest pause."""
        self._next_s = DIAL_S_FIRST

    def take(self) -> float:
        """Return the pause in seconds between the beginning of the last dial and of the next."""
        pause = self._next_s * (0.5 + 0.5 * self._jitter())
        self._next_s = min(self._cap_s, self._next_s * 2)
        return pause
