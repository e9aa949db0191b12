"""Every limit of what a peer may make us do, with its unit and its reason (PROTOCOL 12)."""

FRAME_BYTES_MAX = 65_536
CHUNK_BYTES = 48 * 1024
"""A log signs a checkpoint at least this often, so that every frame can end at one."""
PARKED_LEAVES_MAX = 4_096
PARKED_BYTES_MAX = 16 << 20
SIGNATURE_CHECKS_MAX = 200
"""Per frame; each costs about 50 µs, so a frame costs at most 10 ms of it."""
EVIDENCE_MAX = 64
CREDIT_BYTES = 4 << 20
"""What a peer may send before we say go on; twice this is the most that ever waits for us."""
CREDIT_RENEW = CREDIT_BYTES // 2
BEAT_MS = 5_000
DEAD_MS = 15_000
HAVE_EVERY_BEATS = 12
RESEND_MS = 10_000
"""What nothing acknowledged is sent again at this pace, for ever; the rule allows 30 s at most."""
ASK_OTHERS_MS = 10_000
"""How long a head heard of may be missing before it is asked for from the next party."""
RANGES_MAX = 64
HEADS_MAX = 64
"""Heads in one BEAT; the rest go with the next one."""
