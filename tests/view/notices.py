"""Notices as threads, without nodes: an opener and acts, each a place later in the common order unless said otherwise."""

from tests.view.calls import facts, place_hash
from watchline.record.notices import NOTICE
from watchline.view import EntryRef, Opener, Thread
from watchline.view.notices import notice_view
from watchline.view.thread import with_act, with_opener

HOUR = 3_600_000
AUTHOR, OTHER, THIRD = "XAA", "XBB", "XCC"
REF = EntryRef(AUTHOR, 1, 5)
WIDE = {"area": {"circle": [500_000, 500_000_000, 200_000_000]}, "start": 10 * HOUR, "end": 20 * HOUR}
NARROW = WIDE | {"area": {"circle": [400_000, 500_000_000, 200_000_000]}}
FAR = WIDE | {"area": {"circle": [400_000, 400_000_000, 200_000_000]}}
FIELDS = {"activity": "live_fire", "volumes": [WIDE]}
USUAL = {
    "notice_amended": {"activity": "live_fire", "volumes": [NARROW]},
    "notice_active": {},
    "notice_ended": {},
    "notice_cancelled": {},
    "notice_read": {"version": 1},
    "notice_objected": {"version": 1},
    "notice_noted": {"version": 1},
    "notice_told": {"version": 1, "state": "State C"},
    "assessment": {"version": 1, "table": bytes(32)},
}


def act(kind, code, depth, *, t=None, how="", on=REF, **fields):
    """An act at a depth, as a row keeps it."""
    ref = EntryRef(code, 1, 100 + depth)
    kept = facts(kind, USUAL.get(kind, {}) | fields)
    at = depth if t is None else t
    return (depth, b"", place_hash(ref), code, 1, 100 + depth, kind, at, how, 0, kept, place_hash(on))


def thread(*given, ref=REF, t=0, **fields):
    """A thread of a notice and acts, which came in this order."""
    opener = Opener(1, b"", place_hash(ref), NOTICE, 7, t, "watch", "", (), "", -1, 0, facts(NOTICE, FIELDS | fields))
    row = with_opener(Thread((), ()), opener)
    for item in given:
        row = with_act(row, item)
    return row


def tell(*steps, **fields):
    """The notice of steps (kind, code[, fields]) written one after the other from depth 2 on."""
    given = [act(kind, code, depth, **dict(*more)) for depth, (kind, code, *more) in enumerate(steps, 2)]
    found = notice_view(thread(*given, **fields), REF)
    assert found is not None
    return found
