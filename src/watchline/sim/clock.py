"""Fake clocks: true milliseconds in, what a node reads out.

Both clocks of a machine run on one oscillator that a time service holds near the true time: they wander together by up to a second,
at up to 40 millionths. The wall clock stands off by what it was stepped; the monotonic one begins anywhere at each boot.
"""

from __future__ import annotations

from watchline.measure import Instant, Now

WANDER_MS_MAX, WANDER_PPM_MAX = 900, 40


class FakeClock:
    """Both clocks of one machine.

    Args:
        start: UTC milliseconds of simulated time 0.
        wander_ms: How far the clocks wander to either side of true time.
        period_ms: In which time they do so and come back.
        mono: What the monotonic clock shows at simulated time 0.
    """

    def __init__(self, start: int, wander_ms: int = 0, period_ms: int = 1, mono: int = 0) -> None:
        self._start, self._wander, self._half = start, wander_ms, max(1, period_ms // 2)
        self.offset_ms = 0
        self._mono, self._since, self._off_since = mono, 0, self._off(0)

    def _off(self, time: int) -> int:
        turns, at = divmod(time, self._half)
        run = 2 * self._wander * at // self._half - self._wander
        return -run if turns & 1 else run

    def at(self, time: int) -> Now:
        """Return what the node reads at a simulated time."""
        off = self._off(time)
        mono = self._mono - self._since - self._off_since + time + off
        return Now(Instant(self._start + time + off + self.offset_ms), mono)

    def mono(self, time: int) -> int:
        """Return the monotonic clock at a simulated time."""
        return self._mono + time - self._since + self._off(time) - self._off_since

    def when(self, mono: int) -> int:
        """Return the first simulated time at which the monotonic clock shows at least ``mono``."""
        wanted = mono - self._mono + self._since + self._off_since  # what time and wander must make together
        time = wanted - self._off_since
        time = wanted - self._off(time) - 1
        while time + self._off(time) < wanted:
            time += 1
        return time

    def step(self, by_ms: int) -> None:
        """Step the wall clock."""
        self.offset_ms += by_ms

    def reboot(self, time: int, mono: int) -> None:
        """The machine starts anew: its monotonic clock begins somewhere else."""
        self._mono, self._since, self._off_since = mono, time, self._off(time)
