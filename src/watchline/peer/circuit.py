"""Is a circuit alive: only if the peer echoes a nonce that we sent on it within the last 15 s (PROTOCOL 5.6)."""

from __future__ import annotations

from collections import OrderedDict

from watchline.peer.limits import BEAT_MS, DEAD_MS

_NONCES_MAX = 16


class Circuit:
    """One circuit to one peer, as the beats tell of it. All times are milliseconds of our monotonic clock.

    Args:
        name: The circuit's name in the charter.
        beat_ms, dead_ms: Pace and patience (5 s and 15 s; the simulator may stretch both by one written rule).
    """

    def __init__(self, name: str, beat_ms: int = BEAT_MS, dead_ms: int = DEAD_MS) -> None:
        self.name = name
        self.connected = False
        self.alive = False
        self.heard_at: int | None = None
        self.opened_at = 0
        self.beats = 0
        self.peer_nonce = b""
        self.next_beat = 0
        self.told: dict[str, int] = {}
        self.alarm_over = False
        self._sent: OrderedDict[bytes, int] = OrderedDict()
        self._beat_ms, self._dead_ms = beat_ms, dead_ms

    def open(self, mono: int) -> None:
        """A connection stands; nothing is proved by that yet."""
        self.connected, self.opened_at = True, mono
        self.next_beat = mono
        self.peer_nonce, self.beats = b"", 0
        self.told.clear()

    def close(self) -> None:
        """The last connection is gone."""
        self.connected = self.alive = False
        self._sent.clear()

    def beat(self, nonce: bytes, mono: int) -> None:
        """We send a beat with this nonce now."""
        self._sent[nonce] = mono
        self.beats += 1
        self.next_beat = mono + self._beat_ms
        while len(self._sent) > _NONCES_MAX:
            self._sent.popitem(last=False)

    def heard(self, nonce: bytes, echo: bytes, mono: int) -> bool:
        """A beat came in; return whether it is the first nonce of this connection (so that one is sent at once)."""
        first = not self.peer_nonce
        self.peer_nonce = nonce
        sent = self._sent.get(echo)
        if sent is not None and mono - sent < self._dead_ms:
            self.alive, self.heard_at = True, mono
        return first

    def skip_to(self, mono: int) -> None:
        """Take it that beats came and went until then: how the simulator collapses idle hours (docs/reference/simulator.md)."""
        self.heard_at, self.next_beat = mono, mono + self._beat_ms
        for nonce in self._sent:
            self._sent[nonce] = mono

    def expired(self, mono: int) -> bool:
        """Tell whether a connected circuit gave no live echo for 15 s (since its last, or since it opened)."""
        last = self.opened_at if self.heard_at is None else max(self.heard_at, self.opened_at)
        return self.connected and mono - last >= self._dead_ms

    def wake_at(self) -> int:
        """Return when this circuit next needs attention."""
        last = self.opened_at if self.heard_at is None else max(self.heard_at, self.opened_at)
        return min(self.next_beat, last + self._dead_ms)
