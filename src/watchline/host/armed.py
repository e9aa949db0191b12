"""Whether a desk of ours can sound: each that can says so every 20 s. After a minute without one, a warning stands; it is no entry."""

from __future__ import annotations

from watchline.measure import Now
from watchline.sentence import worded
from watchline.watch import Alarm, Level

SITUATION = "desk"
GRACE_MS = 60_000
"""So long no desk must have been armed before the warning, after a start too."""
WORDS = worded(
    "No desk of ours can sound: an alarm would be seen by whoever looks, and heard by nobody. Turn the sound on at"
    " one desk."
)


class Armed:
    """When a desk last said that it can sound.

    Args:
        now: When this node began; from then on somebody should be armed.
    """

    def __init__(self, now: Now) -> None:
        self._last = now

    def note(self, now: Now) -> None:
        """A desk can sound now."""
        self._last = now

    def alarm(self, now: Now) -> Alarm | None:
        """Return the warning if no desk could sound for a minute; it lasts since that minute was over."""
        if now.mono - self._last.mono < GRACE_MS:
            return None
        return Alarm(SITUATION, int(Level.WARNING), self._last.wall + GRACE_MS, 0, WORDS)
