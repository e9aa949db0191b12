"""Every limit of the stores, with its unit and its reason."""

FEED_KEPT = 100_000
"""Feed rows kept. A desk that was away for longer reads its views anew: the first number it gets is not the next one."""

IDLE_S = 0.2
"""Seconds without a write that count as a pause: longer than the beats of a busy minute, shorter than anybody waits."""

WAL_PAGES_IDLE = 64
"""Pages (4 KiB) of write-ahead log below which a pause is not worth two waits for the disk."""

WAL_PAGES_MAX = 4_000
"""Pages of write-ahead log (16 MiB) that are moved even without a pause, so that it ends somewhere."""

BUSY_MS = 250
"""Milliseconds to wait for another program that writes our database. There should be none; this stalls the node."""

CACHE_KIB = 8_000
"""Page cache of one connection."""
