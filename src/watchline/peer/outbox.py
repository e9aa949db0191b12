"""What goes to one peer next: its subscriptions, its credit, what it has acknowledged, when to send again.

The log is the outbox: nothing is queued here but numbers. The receiver sets the pace (WANT with credit); what no HAVE or COSIGN
acknowledges is sent again at an even pace, for ever, without any back-off.
"""

from __future__ import annotations

from watchline.peer.limits import RESEND_MS


class Stream:
    """One log on its way to one peer.

    Attributes:
        next: Index of the next leaf to send.
        end: Index after the last one asked for; 0 = whatever follows.
        held: Size that the peer is known to hold.
        waits_since: When the oldest leaves that are not acknowledged went out, or the last acknowledgement came (ms, monotonic).
            Newer leaves do not move it: else what was lost would wait as long as others follow.
    """

    __slots__ = ("end", "held", "next", "waits_since")

    def __init__(self, start: int, end: int) -> None:
        self.next = self.held = start
        self.end = end
        self.waits_since = 0

    def limit(self, size: int) -> int:
        """Return the index after the last leaf that may go now, of a log of ``size``."""
        return size if self.end == 0 else min(size, self.end)

    def waits(self, size: int) -> bool:
        """Tell whether something can be sent."""
        return self.next < self.limit(size)

    def done(self) -> bool:
        """Tell whether a bounded request is served."""
        return self.end != 0 and self.next >= self.end


class Outbox:
    """All streams to one peer, and the credit it gave.

    Attributes:
        early: Places (origin, index) of entries that went ahead of what waits before them; cleared when anything is to go again.
    """

    def __init__(self) -> None:
        self.streams: dict[str, Stream] = {}
        self.early: set[tuple[str, int]] = set()
        self.credit = 0

    def want(self, origin: str, start: int, end: int) -> None:
        """The peer asks for leaves [start, end) of a log, or for all that follows."""
        known = self.streams.get(origin)
        made = Stream(start, end)
        if known is not None and known.end == 0 and end != 0:
            known.next = min(known.next, start)
            return
        self.streams[origin] = made

    def acknowledged(self, origin: str, size: int, mono: int) -> bool:
        """The peer holds ``size`` leaves of a log since ``mono``; return whether that is news."""
        stream = self.streams.get(origin)
        if stream is None or size <= stream.held:
            return False
        stream.held = size
        stream.waits_since = max(stream.waits_since, mono)
        stream.next = max(stream.next, size)
        return True

    def sent(self, origin: str, end: int, spent: int, mono: int) -> None:
        """Leaves below ``end`` went out in a frame of ``spent`` bytes."""
        stream = self.streams[origin]
        if stream.next <= stream.held:
            stream.waits_since = mono
        stream.next = max(stream.next, end)
        self.credit -= spent
        if stream.done():
            del self.streams[origin]

    def rewind(self) -> None:
        """A circuit that carried them is gone: what was not acknowledged goes again."""
        self.early.clear()
        for stream in self.streams.values():
            stream.next = stream.held

    def resend(self, mono: int) -> bool:
        """Rewind every stream with leaves that went unacknowledged for too long; return whether there was one."""
        late = [stream for stream in self.streams.values() if stream.next > stream.held]
        late = [stream for stream in late if mono - stream.waits_since >= RESEND_MS]
        for stream in late:
            stream.next = stream.held
        if late:
            self.early.clear()
        return bool(late)

    def wake_at(self) -> int | None:
        """Return when the next resend is due."""
        return min(
            (stream.waits_since + RESEND_MS for stream in self.streams.values() if stream.next > stream.held),
            default=None,
        )
