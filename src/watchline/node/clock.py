"""The clock of our cosignatures (docs/spec/cosignature.md): it never goes back, and never jumps without an officer.

The limit is kept from a fixed base (a time accepted, at a moment of the monotonic clock), not from the last cosignature: else
each cosignature could creep forward by the whole allowed difference.
"""

from __future__ import annotations

from watchline.measure import Now


class CosigningClock:
    """T of our cosignatures, in milliseconds.

    Args:
        last: The last T given, from store and head lock; None if we never cosigned.
        allowed: The charter's ``clock_ms``.
        now: Both clocks at start.
    """

    def __init__(self, last: int | None, allowed: int, now: Now) -> None:
        self.last = -1 if last is None else last
        self._allowed = allowed
        self._base = now.wall if last is None else last
        self._since: int | None = now.mono if last is None else None

    def allow(self, allowed: int) -> None:
        """Take the clock difference of another charter."""
        self._allowed = allowed

    def _expected(self, now: Now) -> int:
        return self._base + (0 if self._since is None else now.mono - self._since)

    def step_ms(self, now: Now) -> int:
        """Return how far the wall clock stands from what our timer expects, beyond what is allowed; 0 if it is within.

        Positive: it was stepped forward. Unknown (0) after a restart until the peer has stated a time.
        """
        if self._since is None:
            return 0
        apart = now.wall - self._expected(now)
        return apart if abs(apart) > self._allowed else 0

    def tell(self, now: Now) -> int:
        """Return T for a cosignature made now; it stands still rather than jump."""
        self.last = max(self.last, min(now.wall, self._expected(now) + self._allowed))
        return self.last

    def peer_says(self, peer_now: int, now: Now) -> None:
        """A BEAT that echoes our nonce stated the peer's time: after a restart our elapsed time counts from there."""
        if self._since is None:
            self._base, self._since = max(self.last, peer_now), now.mono

    def accept(self, now: Now) -> None:
        """An officer accepts the wall clock as it is."""
        self._base, self._since = max(now.wall, self.last), now.mono
