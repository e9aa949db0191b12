"""Every limit of the carriers in one place, with its unit and its reason."""

from __future__ import annotations

FRAME_BYTES_MAX = 65_536
"""Largest frame (docs/spec/frames.md); a longer one is announced only by a broken or hostile peer."""

LENGTH_BYTES = 4
"""The length before each frame, big-endian."""

HANDSHAKE_S_MAX = 5.0
"""TCP and TLS together, both ways: an honest peer on a satellite hop needs under 3 s."""

UNAUTHENTICATED_MAX = 64
"""Sockets of one port that have not shown a pinned certificate yet: about 10 MiB of memory at the worst."""

CONNECTIONS_MAX = 8
"""Standing connections of one circuit: ours, theirs, and what a few cuts left half open until the node hangs up."""

INBOX_BYTES_MAX = 1 << 20
"""What waits for the node before the carrier stops reading; one read (64 KiB) may still come on top."""

INBOX_BYTES_LOW = INBOX_BYTES_MAX // 2
"""Below this the carrier reads again."""

EVENT_BYTES = 256
"""What one event weighs beside its frame, so that a flood of empty frames is bounded as well."""

OUTBOX_BYTES_MAX = 4 << 20
"""What may wait for the network: 4 MiB is a minute at 0.5 Mbit/s. More is not queued but refused: the log is the queue."""

OUTBOX_BYTES_POLITE = 1 << 18
"""Above this a sender lets the event loop run once, so that a flood of our own cannot starve the reading side."""

DIAL_S_MIN = 0.1
"""From the beginning of one dial to the next, whatever wakes the dialler."""

DIAL_S_FIRST = 0.2
"""First pause between dials, before chance shortens it by up to a half."""

DIAL_S_DEFAULT = 10.0
"""Longest pause between dials unless the host says otherwise."""

DIAL_S_MAX = 30.0
"""No pause is ever longer: a peer that returns after three days is met within 30 s (docs/spec/frames.md)."""

USER_TIMEOUT_MS = 10_000
"""TCP_USER_TIMEOUT: bytes that nobody acknowledged for so long end the connection. So does a peer whose node does not
read for so long while more waits than the two systems hold; for a watch it is gone then, and it can dial again."""

KEEPALIVE_IDLE_S = 10
KEEPALIVE_INTERVAL_S = 5

LINGER_S = 1.0
"""How long a refused or closed connection may still take our last words; then it is cut."""
