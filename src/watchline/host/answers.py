"""What the reading verbs answer, as the JSON of docs/reference/json.md; the command line, the socket and the demonstration share it.

Pure functions of committed rows, an instant and, where a node runs, its own view. They decide nothing and sign nothing. An instant
is two fields: ``t`` in ms, ``t_utc`` in ISO text. *Held* is the statement of a node, *read* and *acknowledged* are those of a watch.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from watchline.codec import decode
from watchline.errors import InvalidFromPeer
from watchline.host.figures import line_tests
from watchline.host.here import (
    Here,
    held_among,
    held_sizes,
    instant,
    labels_of,
    plain,
    reference,
    tally,
    witness_statements,
)
from watchline.host.order import EntrySpot, ThreadSpot, entries_page, place_of, threads_page
from watchline.host.phrases import LANGUAGE_DEFAULT, phrases_of
from watchline.host.status import DEMO_WORDS, NO_RELEASE_RULE, NOT_RUNNING, WHO_MAY_ACT, status
from watchline.measure import dtg
from watchline.record import BODIES, Header, Kind, Message, Ref, read_body, read_leaf
from watchline.sentence import worded
from watchline.view import THREAD, Act, EntryRef, Thread, acts, message_state, read_thread, recipients, ref_key
from watchline.watch import receipt_of

LIMIT_DEFAULT = 50
_SAID_MAX = 256
"""Entries kept decoded: the newest page is asked for again and again, and an entry never changes."""
PRECEDENCE_NAMES = {"Z": "FLASH", "O": "IMMEDIATE", "P": "PRIORITY", "R": "ROUTINE"}
NOT_CONSENT = worded("An acknowledgement says that it was understood; it is not consent.")


def message(here: Here, ref: EntryRef, now: int, language: str = LANGUAGE_DEFAULT) -> dict[str, Any]:
    """Return one message with what each party it is for has stated about it; its phrases in the reader's language."""
    thread = read_thread(here.held.row(THREAD, ref_key(here.charter.line, ref)))
    return _message(here, ref, thread, now, language, held_sizes(here, _origin(here, ref)))


def inbox(
    here: Here,
    now: int,
    limit: int = LIMIT_DEFAULT,
    after: str = "",
    before: str = "",
    language: str = LANGUAGE_DEFAULT,
) -> dict[str, Any]:
    """Return the messages of both sides in the common order: the newest, or those after or before a reference.

    Args:
        here: What this node can show.
        now: Wall clock, ms; only ``overdue`` depends on it.
        limit: How many at most; ``more`` says whether others follow or precede, ``next`` how to ask for them.
        after: A reference: what follows it.
        before: A reference: what precedes it; at most one of the two.
        language: Of the reader: phrases are shown in it.
    """
    spots, more = threads_page(here, _is_message, limit, _cursor(here, after), _cursor(here, before))
    sizes = {origin: held_sizes(here, origin) for origin in {_origin(here, spot.ref) for spot in spots}}
    messages = [_message(here, spot.ref, spot.thread, now, language, sizes[_origin(here, spot.ref)]) for spot in spots]
    return {**_page_of(here, after, [spot.ref for spot in spots], more=more), "messages": messages}


def log_entries(
    here: Here, limit: int = LIMIT_DEFAULT, after: str = "", before: str = "", party: str = ""
) -> dict[str, Any]:
    """Return the entries of all logs (or of one party's) in the common order, the newest or from a reference on."""
    spots, more = entries_page(
        here, lambda spot: not party or spot.ref.code == party, limit, _cursor(here, after), _cursor(here, before)
    )
    sizes = {row.origin: held_sizes(here, row.origin) for row in here.held.logs(here.charter.line)}
    entries = [_entry(here, spot, sizes[here.charter.log(spot.ref.code, spot.ref.epoch).origin()]) for spot in spots]
    page = _page_of(here, after, [spot.ref for spot in spots], more=more)
    return {**page, "entries": entries, "witnessed": witness_statements(here)}


def entry(here: Here, ref: EntryRef) -> dict[str, Any]:
    """Return one entry as it stands in its log."""
    origin = here.charter.log(ref.code, ref.epoch).origin()
    found = here.held.entry(origin, ref.index)
    assert found is not None, "the caller found it"
    return _entry(here, EntrySpot(place_of(here, ref), ref, found), held_sizes(here, origin))


def _cursor(here: Here, text: str) -> EntryRef | None:
    return here.find(text) if text else None


def _page_of(here: Here, after: str, refs: list[EntryRef], *, more: bool) -> dict[str, Any]:
    """Return the head of every list: whose it is, whether there is more, and how to ask for it."""
    asked: dict[str, str] | None = None
    if more and refs:
        asked = {"after": reference(here, refs[-1])} if after else {"before": reference(here, refs[0])}
    return {"line": here.charter.line.hex(), "party": here.code, "demo": here.charter.demo, "more": more, "next": asked}


def is_message(here: Here, ref: EntryRef) -> bool:
    """Tell whether an entry opened the thread of a message."""
    thread = read_thread(here.held.row(THREAD, ref_key(here.charter.line, ref)))
    return bool(thread.opener) and thread.opener[0].kind == Kind.MESSAGE


def _is_message(spot: ThreadSpot) -> bool:
    return spot.thread.opener[0].kind == Kind.MESSAGE


def _act(act: Act | None) -> dict[str, Any] | None:
    """Return who stated something, when by its own clock, and where that stands."""
    if act is None:
        return None
    return {"ref": act.ref.text(), "from": act.code, **instant("t", act.t), **({"how": act.how} if act.how else {})}


def _origin(here: Here, ref: EntryRef) -> str:
    return here.charter.log(ref.code, ref.epoch).origin()


def _message(
    here: Here, ref: EntryRef, thread: Thread, now: int, language: str, sizes: dict[str, int]
) -> dict[str, Any]:
    charter = here.charter
    opener = thread.opener[0]
    header, record = said_by(here, ref)
    said = record if isinstance(record, Message) else None
    state = message_state(thread, ref.code)
    to = recipients(opener, ref.code, here.codes_at(ref))
    holders = held_among(sizes, ref)
    states = {}
    for code in to:
        receipt = receipt_of(charter, here.held.rows, ref, code)
        states[code] = {
            "held": code in holders,
            **instant("received_at", None if receipt is None else receipt.at),
            "read": _act(state.read.get(code)),
            "acknowledged": _act(state.acknowledged.get(code)),
            "acknowledged_before_read": _act(state.acknowledged_before_read.get(code)),
        }
    due = opener.t + 1000 * charter.precedence[opener.precedence]
    return {
        "ref": charter.reference(ref.code, opener.serial) if opener.serial else ref.text(),
        "place": ref.text(),
        "from": ref.code,
        "ours": ref.code == here.code,
        "post": opener.post,
        "to": list(to),
        "precedence": opener.precedence,
        "precedence_name": PRECEDENCE_NAMES[opener.precedence],
        "dtg": dtg(said.dtg if said else opener.t),
        **instant("t", opener.t),
        "language": said.language if said else "",
        "text": said.text if said else None,
        "phrases": _phrases(here, ref, thread, said, language) if said else [],
        "states": states,
        "held": tally("held", [code for code in here.codes_at(ref) if code != ref.code], holders),
        "read": tally("read", to, state.read),
        "acknowledged": tally("acknowledged", to, state.acknowledged),
        **instant("due", due),
        "overdue": now > due and any(code not in state.read for code in to),
        "corrected": any(act.code == ref.code for act in state.corrected),
        "corrections": [_correction(here, act) for act in state.corrected],
        "refs": [_ref(here, item) for item in header.refs] if header else [],
        "labels": labels_of(here, ref),
    }


def _phrases(here: Here, ref: EntryRef, thread: Thread, said: Message, language: str) -> list[dict[str, Any]]:
    """Return the phrases of a message; a later message of its author withdraws one by CANCEL, and names this one in its refs."""
    cancelled = []
    names = {ref.text(), here.charter.reference(ref.code, thread.opener[0].serial)}
    for act in acts(thread) if said.phrases else ():
        if act.kind == Kind.MESSAGE and act.code == ref.code:
            later = said_by(here, act.ref)[1]
            uses = later.phrases if isinstance(later, Message) else []
            at = reference(here, act.ref)
            cancelled += [(use, at) for use in uses if use.op == "CANCEL" and use.ref in names]
    return phrases_of(said.phrases, here, language, said.language, cancelled=cancelled)


def _correction(here: Here, act: Act) -> dict[str, Any]:
    _header, record = said_by(here, act.ref)
    return {"ref": act.ref.text(), "from": act.code, **instant("t", act.t), "text": getattr(record, "text", None)}


def _ref(here: Here, ref: Ref) -> str:
    return reference(here, EntryRef(ref.code, ref.epoch, ref.index))


def said_by(here: Here, ref: EntryRef) -> tuple[Header | None, Any]:
    """Return (header, record) of an entry; None where it cannot be read or its body is erased."""
    entry = here.held.entry(_origin(here, ref), ref.index)
    return (None, None) if entry is None else _said(entry.leaf, entry.body)


@lru_cache(_SAID_MAX)
def _said(leaf: bytes, body: bytes | None) -> tuple[Header | None, Any]:
    try:
        header = read_leaf(leaf)
    except InvalidFromPeer:
        return None, None
    if body is None:
        return header, None
    try:
        return header, read_body(header.kind, body)
    except InvalidFromPeer:
        return header, None


def _entry(here: Here, spot: EntrySpot, sizes: dict[str, int]) -> dict[str, Any]:
    """Return one entry as it stands in its log: what cannot be read is shown as such, an unknown kind with its fields."""
    ref, entry = spot.ref, spot.entry
    try:
        header: Header | None = read_leaf(entry.leaf)
    except InvalidFromPeer:
        header = None
    holders = [code for code, size in sizes.items() if code != ref.code and size > ref.index]
    return {
        "ref": here.charter.reference(ref.code, header.serial) if header and header.serial else ref.text(),
        "place": ref.text(),
        "from": ref.code,
        "kind": header.kind if header else None,
        "known": header is not None and header.kind in BODIES,
        "post": header.post if header else None,
        **instant("t", header.t if header else None),
        "held_by": holders,
        "not_held_by": [code for code in sizes if code != ref.code and code not in holders],
        "refs": [_ref(here, item) for item in header.refs] if header else [],
        "labels": labels_of(here, ref),
        "leaf_hash": entry.leaf_hash.hex(),
        "erased": header is not None and entry.body is None,
        "body": plain(_fields(entry.body)),
    }


def _fields(body: bytes | None) -> Any:
    """Return a body's fields, or its bytes if they cannot be read; an erased one is null."""
    if not body:
        return None if body is None else {}
    try:
        return decode(body)
    except InvalidFromPeer:
        return body


__all__ = [
    "DEMO_WORDS",
    "LIMIT_DEFAULT",
    "NOT_CONSENT",
    "NOT_RUNNING",
    "NO_RELEASE_RULE",
    "WHO_MAY_ACT",
    "Here",
    "entry",
    "inbox",
    "is_message",
    "line_tests",
    "log_entries",
    "message",
    "said_by",
    "status",
]
