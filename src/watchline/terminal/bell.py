"""The terminal's bell: when it rings, by the rhythm of the gravest alarm that waits, and when the node is told that this desk can sound.

Pure: time is an argument, seconds. A terminal has one tone, so the rhythm alone tells levels apart.
"""

from __future__ import annotations

from watchline.terminal.known import BELLS_S, Rhythm

ARMED_S = 20.0
"""How often a desk whose bell is on says so; see docs/explanation/desk.md."""


class Bell:
    """One bell; off at first, for nobody has heard it yet."""

    def __init__(self) -> None:
        self.on = False
        self._rung: tuple[Rhythm, float] = ("", 0.0)
        self._armed: float | None = None

    def turn(self) -> None:
        """Switch it on or off."""
        self.on = not self.on
        self._armed = None

    def rings(self, rhythm: Rhythm, now: float) -> bool:
        """Tell whether it rings now: at once when the rhythm changes, then at its pace; never while it is off."""
        before, at = self._rung
        if not rhythm:
            self._rung = ("", 0.0)
            return False
        if not self.on or (rhythm == before and now - at < BELLS_S[rhythm]):
            return False
        self._rung = (rhythm, now)
        return True

    def tells(self, now: float) -> bool:
        """Tell whether the node is to be told now that this desk can sound."""
        if not self.on or (self._armed is not None and now - self._armed < ARMED_S):
            return False
        self._armed = now
        return True
