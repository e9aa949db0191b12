"""What the terminal desk knows: the newest status, the place in the stream, when something was heard. Pure: time is an argument, seconds."""

from __future__ import annotations

from typing import Literal

import msgspec

from watchline.errors import OurMistake
from watchline.terminal.events import STALE_S, Event
from watchline.terminal.shapes import Alarm, Beat, Change, Status, Trouble

Rhythm = Literal["", "emergency", "alarm", "warning"]
RANK = {"emergency": 3, "alarm": 2, "warning": 1, "caution": 0}
ESCALATES_MS = 300_000
"""A warning that nobody acknowledged for so long sounds as an alarm (docs/explanation/desk.md)."""
HUSH_S = 30.0
BELLS_S: dict[Rhythm, float] = {"emergency": 1.0, "alarm": 1.5, "warning": 30.0}
"""How often the terminal's bell rings: a terminal has one tone, so the rhythm alone tells them apart."""


class Known:
    """What one stream told so far.

    Args:
        now: Seconds of a clock that only goes forward.
    """

    def __init__(self, now: float) -> None:
        self.status: Status | None = None
        self.last = ""
        self.trouble = ""
        self._heard = now
        self._at, self._at_heard = 0, now
        self._hushed = now
        self._held = b""

    def take(self, event: Event, now: float) -> bool:
        """Take an event; return whether lists should be asked anew.

        Raises:
            OurMistake: the event cannot be read.
        """
        try:
            return self._take(event, now)
        except (msgspec.DecodeError, UnicodeDecodeError) as why:
            raise OurMistake(
                f"The desk says what this terminal cannot read ({why}): is the node of another version?"
            ) from why

    def _take(self, event: Event, now: float) -> bool:
        again = False
        match event.name:
            case "status":
                found = msgspec.json.decode(event.data, type=Status)
                # Who holds what is no row of the record: a change of it shows in the status alone.
                held = msgspec.json.encode(found.held)
                again = held != self._held
                self.status, self._held, self.trouble = found, held, ""
                self._clock(found.at, now)
            case "changes":
                again = bool(msgspec.json.decode(event.data, type=list[Change]))
                self.last = event.identity
            case "resync":
                again, self.last = True, event.identity
            case "beat":
                self._clock(msgspec.json.decode(event.data, type=Beat).at, now)
            case "trouble":
                self.trouble = msgspec.json.decode(event.data, type=Trouble).words
            case _:
                pass  # of a newer node
        self._heard = now
        return again

    def _clock(self, at: int, now: float) -> None:
        self._at, self._at_heard = at, now

    def begun(self, now: float) -> None:
        """The officer signed in, so the desk answered."""
        self._heard = now

    def silent_s(self, now: float) -> float:
        """Return for how long nothing was heard."""
        return max(0.0, now - self._heard)

    def stale(self, now: float) -> bool:
        """Tell whether what is shown may no longer be so."""
        return self.silent_s(now) >= STALE_S

    def clock(self, now: float) -> int:
        """Return the node's wall clock (ms) by what it said last; this machine's clock decides nothing. 0: not known."""
        return self._at + int(1000 * (now - self._at_heard)) if self._at else 0

    def alarms(self) -> list[Alarm]:
        """Return the alarms: those that wait first, the gravest, then the oldest."""
        found = self.status.alarms if self.status is not None else []
        return sorted(found, key=lambda item: (not item.waits, -RANK.get(item.level, 0), item.since))

    def waiting(self) -> list[Alarm]:
        """Return the alarms that wait for an officer, the next one first. There is no "acknowledge all"."""
        return [item for item in self.alarms() if item.waits]

    def hush(self, now: float) -> None:
        """Ring no bell for half a minute; it rings again for what nobody acknowledged."""
        self._hushed = now + HUSH_S

    def rhythm(self, now: float) -> Rhythm:
        """Return how the bell should ring now."""
        if now < self._hushed:
            return ""
        levels = {self._sounds_as(item, now) for item in self.waiting()}
        for level in ("emergency", "alarm", "warning"):
            if level in levels:
                return level
        return ""

    def _sounds_as(self, alarm: Alarm, now: float) -> str:
        waited = self.clock(now) - alarm.since
        return "alarm" if alarm.level == "warning" and waited > ESCALATES_MS else alarm.level
