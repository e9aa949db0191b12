"""Calls as threads, without nodes: an opener and acts, each a place later in the common order unless said otherwise."""

from watchline.record.kinds import BODIES as KINDS
from watchline.record.kinds import read_body, write_body
from watchline.view import EntryRef, Opener, Thread
from watchline.view.calls import call_view
from watchline.view.facts import facts_of
from watchline.view.thread import with_act, with_opener

DAY = 86_400_000
ASKER, ASKED = "XAA", "XBB"
REF = EntryRef(ASKER, 1, 5)
REQUEST = {
    "to": ASKED,
    "level": "minister",
    "office": "minister of defence",
    "with_office": "minister of war",
    "purpose": "The exercise.",
    "language": "en",
}
USUAL = {
    "call_read": {},
    "call_attempt": {},
    "call_accepted": {"at": 50},
    "call_declined": {"reason": "none"},
    "call_proposed": {"windows": [[40, 60]]},
    "call_postponed": {},
    "call_cancelled": {},
    "call_account": {"outcome": "held", "office": "minister of defence", "with_office": "minister of war"},
}
BODIES = {
    **{kind: (kind, fields) for kind, fields in USUAL.items()},
    "call_postponed_to": ("call_postponed", {"windows": [[40, 60]]}),
    "call_account_held": ("call_account", USUAL["call_account"]),
    "call_account_tried": ("call_account", USUAL["call_account"] | {"outcome": "no_answer"}),
}
"""A sound body for every step, by its name."""
del BODIES["call_account"]


def facts(kind, fields):
    """What a row keeps of a body: it goes through its bytes, so that it is one that can be written."""
    record = KINDS[kind](**{name: fields[name] for name in fields})
    return facts_of(kind, read_body(kind, write_body(record)))


def opener(ref=REF, t=0, **fields):
    kept = facts("call", REQUEST | fields)
    return Opener(1, b"", place_hash(ref), "call", 7, t, "watch", "", (), "", -1, 0, kept)


def place_hash(ref):
    return f"{ref.code}/{ref.index}".encode().ljust(32, b".")


def act(step, code, depth, *, t=None, how="", on=REF, **fields):
    """An act at a depth, as a row keeps it. ``step`` is a kind or a step of the table."""
    kind, usual = BODIES.get(step, (step, USUAL.get(step, {})))
    kept = facts(kind, usual | fields)
    ref = EntryRef(code, 1, 100 + depth)
    return (
        depth,
        b"",
        place_hash(ref),
        code,
        1,
        100 + depth,
        kind,
        depth if t is None else t,
        how,
        0,
        kept,
        place_hash(on),
    )


def thread(*given, ref=REF, t=0, **fields):
    """A thread of a request and acts, which came in this order."""
    row = with_opener(Thread((), ()), opener(ref, t, **fields))
    for item in given:
        row = with_act(row, item)
    return row


def tell(*steps, **fields):
    """The call of steps (step, code[, fields]) written one after the other from depth 2 on."""
    given = [act(step, code, depth, **dict(*more)) for depth, (step, code, *more) in enumerate(steps, 2)]
    found = call_view(thread(*given, **fields), REF)
    assert found is not None
    return found
