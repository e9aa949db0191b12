"""The limits of the desk: what a browser may hold, send and ask at once."""

BODY_BYTES_MAX = 65_536
"""One request; a text of 30,000 bytes fits in any language."""
BODY_S_MAX = 10.0
"""A body that has not come in full by then is given up: a hung upload holds nothing."""
REPORT_BYTES_MAX = 5 * 1024 * 1024
"""A report of the press as it came: a file or a paste."""
LARGE_BODY_BYTES_MAX = REPORT_BYTES_MAX * 4 // 3 + 4_096
"""The same in base64, and what is said of it."""
COMPARED_FILES_MAX = 4_096
"""Files of an export that is handed over as a folder; together at most as large as a report."""
LARGE_BODY_S_MAX = 60.0
"""So long one may take in all; nothing for ``BODY_S_MAX`` gives it up before."""
LARGE_AT_ONCE = 2
QUERY_BYTES_MAX = 2_048
PAGE_DEFAULT, PAGE_MAX = 50, 500
"""Items of one page; a list that goes on says so (``more``, ``next``) and is never cut silently."""
STREAMS_MAX = 64
"""Desks that follow the node at once."""
CALLERS_MAX = 256
"""Connections at once, the streams among them."""
CHANGES_MAX = 256
"""Changes of one event of the stream."""
RESYNC_BEHIND = 20_000
"""A desk so many changes behind is told to ask anew instead of being told them all."""
BEAT_S = 4.0
"""The stream says something at least so often: a desk that hears nothing for 12 s shows STALE."""
SEND_S_MAX = 8.0
"""A reader that takes nothing for so long is dropped; it comes back with the number of the last event that it has."""
ALARM_AHEAD_S = 0.1
"""An alarm goes ahead of the status by so much: until it is on the screens the processor is theirs."""
ALARMS_AHEAD_MAX = 50
"""Alarms of one event, the gravest first; the status that follows has the others."""
STATUS_PACE_S = 0.05
"""Between two statuses at least; a burst becomes one."""
SESSION_MS = 13 * 3_600_000
"""A watch and its handover."""
IDLE_MS = 3_600_000
"""Without a request and without a stream for so long, a session is over."""
SESSIONS_MAX = 256
FAILURES_MAX = 5
"""Wrong passwords in a row before an officer's password is locked."""
LOCK_MS, LOCK_MS_MAX = 60_000, 3_600_000
"""The first lock, and the longest; each further failure doubles it."""
SIGN_INS_A_MINUTE = 20
"""Of one address."""
REQUESTS_A_SECOND, REQUESTS_BURST = 25, 120
"""Of one address that changes something."""
PASSWORD_CHARS_MIN, PASSWORD_CHARS_MAX = 12, 256
CHALLENGES_MAX, CHALLENGE_MS = 256, 300_000
"""Ceremonies of a passkey under way, and how long one may take."""
DRAFTS_MAX, DRAFT_MS = 256, 3_600_000
"""Drafts that wait for a releaser, and for how long: then it is composed again (PROTOCOL 10.3, ``not_after``)."""
PASSKEYS_MAX = 8
"""Of one officer."""
NAME_CHARS_MAX = 32
SHOWN_CHARS_MAX = 80
ACTS_PAGE_MAX = 500
