"""Fold entries as they are appended: labels, depth in the common order, and what the watch must be told of them."""

from __future__ import annotations

from watchline.errors import InvalidFromPeer
from watchline.log import Entry
from watchline.log.standing import Standing, standing
from watchline.node.epochs import take_epoch_entry
from watchline.node.logs import LogState
from watchline.node.memory import Core
from watchline.node.order import place
from watchline.record import (
    AMENDMENTS,
    BODIES,
    RANK_BY_BODY,
    EpochAdopt,
    EpochOpen,
    Header,
    LineTest,
    LineTestAnswered,
    Message,
    Record,
    Seen,
    rank,
    read_body,
)
from watchline.record.calls import ACTS as CALL_ACTS
from watchline.record.calls import CALL
from watchline.record.notices import ACTS as NOTICE_ACTS
from watchline.record.notices import AMENDED, NOTICE
from watchline.record.suspension import BODIES as SUSPENSIONS
from watchline.sentence import joined, worded
from watchline.view import STOOD, THREAD, EntryRef, read_thread, ref_key, stood_by, stood_row
from watchline.view.amending import told_by
from watchline.view.fold import readable
from watchline.view.spoken import ANSWERED, NO_ANSWER
from watchline.view.thread import finished, test_state
from watchline.watch import BY_PRECEDENCE, Level

_RECEIPT_AS = {AMENDED: NOTICE}
"""Amendments need a receipt as what opened their thread does (PROTOCOL 4.7)."""


def take_in(core: Core, log: LogState, entry: Entry, *, written: tuple[Header, Record] | None = None) -> Entry:
    """Fold one entry that is being appended, and return it with its depth.

    Whatever its bytes say, the entry is stored; a view acts on it only if it can be read. ``written``: what we made it from.
    """
    ref = EntryRef(log.name.code, log.name.epoch, entry.index)
    header: Header | None
    record: Record | None
    if written is None:
        header, record, labels, kind = _read(core, ref, entry)
    else:
        (header, record), labels, kind = written, [], written[0].kind
    found = place(core, log, header, entry.body, log.seen, log.depth)
    if found.missing:
        log.waits = (log.waits or []) + [(entry.index, origin, size) for origin, size in found.missing]
        log.unresolved = entry.index if log.unresolved < 0 else log.unresolved
    stands = standing_of(core, log, entry.index)
    if header is not None and stands is not Standing.VOID:
        _stood(core, ref, header, None if labels else record, log.seen)
    if stands is Standing.VOID and header is not None and not labels:
        labels = [*_labels(core, ref, header, unknown_seen=found.unknown), stands.value]
    elif header is not None and not labels and record is not None:
        changed = core.fold.entry(ref, entry.leaf_hash, found.depth, header, record)
        if changed and header.kind in AMENDMENTS:
            core.was_told(ref, told_by(entry.leaf_hash, header, record))
        labels = _labels(core, ref, header, unknown_seen=found.unknown)
        labels += [stands.value] if stands is Standing.DISOWNED else []
        if changed:
            _tell_watch(core, ref, header, record)
            take_epoch_entry(core, log, entry.index, record)
            if isinstance(record, EpochOpen | EpochAdopt):
                core.logs_closed()
        else:
            labels.append("repeated_draft")
    if labels:
        core.fold.label(ref, labels, kind)
    ours = log.name.code == core.code
    if labels and not ours:
        words = worded(
            "Entry {ref} of {code} is {labels}; it is stored and shown so. Ask {code} what it says.",
            ref=ref.text(),
            code=ref.code,
            labels=", ".join(sorted(labels)),
        )
        core.alarms.set(f"entry/{ref.code}", Level.CAUTION, words, core.now.wall)
    if header is not None:
        log.seen = header.seen
        if header.serial is not None:
            log.serial = max(log.serial, header.serial)
    return entry._replace(depth=found.depth)


def _stood(core: Core, ref: EntryRef, header: Header, record: Record | None, before: tuple[Seen, ...]) -> None:
    """Keep what an entry tells of closed logs, before anything is judged by what its author had before him."""
    for stood in stood_by(ref, header, record, before):
        core.fold.put(STOOD, *stood_row(core.line, stood))
        core.logs_closed(stood)


def standing_of(core: Core, log: LogState, index: int) -> Standing:
    """Return what became of a leaf; ``STANDING`` where no key set was taken back."""
    bounds = core.bounds.get(log.origin)
    return Standing.STANDING if bounds is None else standing(index, *bounds)


def _labels(core: Core, ref: EntryRef, header: Header, *, unknown_seen: bool) -> list[str]:
    """Return the labels of an entry that can be read."""
    named = charter_named(core, ref, header)
    labels = [] if header.charter == named else ["foreign_charter"]
    return [*labels, "unknown_seen"] if unknown_seen else labels


def charter_named(core: Core, ref: EntryRef, header: Header) -> bytes:
    """Return the charter that an entry must name (PROTOCOL 2.4), by what is held here."""
    if not core.decided:
        return core.founding.hash
    seen = [(seen.code, seen.epoch, seen.size) for seen in header.seen]
    return core.amended_as_written.model.charter_at(ref.code, (ref.epoch, ref.index), seen)


def _read(core: Core, ref: EntryRef, entry: Entry) -> tuple[Header | None, Record | None, list[str], str]:
    """Return (header, record, labels that make it unreadable, kind)."""
    header = core.header(entry.leaf)
    if header is None:
        return None, None, ["not_canonical"], ""
    labels = readable(core.charter, ref, header, known=header.kind in BODIES)
    record: Record | None = None
    if not labels:
        try:
            record = read_body(header.kind, entry.body or b"")
        except InvalidFromPeer:
            labels.append("bad_body")
    return header, record, labels, header.kind


def needs_receipt(core: Core, header: Header, body: bytes | None) -> bool:
    """Tell whether an entry of another party needs our node's receipt (PROTOCOL 4.7, 4.8): of a listed kind, and of rank 0."""
    if _RECEIPT_AS.get(header.kind, header.kind) not in core.charter.receipt_kinds:
        return False
    if header.kind not in RANK_BY_BODY:
        return rank(header.kind, None) == 0
    try:
        return rank(header.kind, read_body(header.kind, body or b"")) == 0
    except InvalidFromPeer:
        return True


def _tell_watch(core: Core, ref: EntryRef, header: Header, record: Record) -> None:
    """Ring for what asks something of our watch, and end what an entry answers."""
    _touch(core, ref, header)
    text = core.reference(ref, header.serial)
    core.tell(header.kind, text, "")
    at = core.now.wall
    if isinstance(record, Message) and ref.code != core.code and (not record.to or core.code in record.to):
        words = worded(
            "{text} from {code}, precedence {precedence}, is not read yet. Read it: `watchline read DIR {text}`.",
            text=text,
            code=ref.code,
            precedence=record.precedence,
        )
        core.alarms.set(f"message/{text}", BY_PRECEDENCE[record.precedence], words, at)
    elif header.kind == "message_read" and header.refs:
        first = header.refs[0]
        target = EntryRef(first.code, first.epoch, first.index)
        if ref.code == core.code or (first.code == core.code and _read_by_all(core, target)):
            core.alarms.clear(f"message/{_reference_of(core, target)}", at)
    elif isinstance(record, LineTestAnswered) and record.answered_by == "watch" and header.refs:
        if header.refs[0].code == core.code and ref.code in core.peers and record.outcome != NO_ANSWER:
            core.peers[ref.code].missed_in_a_row = 0
        target = EntryRef(header.refs[0].code, header.refs[0].epoch, header.refs[0].index)
        core.tests_touched.append(target)
        core.alarms.clear(f"test/{_reference_of(core, target)}", at)
    elif isinstance(record, LineTest) and ref.code == core.code:
        called = core.peers.get(record.to or "")
        if called is not None and record.outcome == ANSWERED:
            called.missed_in_a_row = 0
    elif isinstance(record, LineTest):
        core.tests_touched.append(ref)
        if test_state(read_thread(core.fold.row(THREAD, ref_key(core.line, ref))), ref.code).watch is not None:
            return  # answered before it was here: the answer came by another way
        words = worded(
            "{text}: a line test of {code} waits for the watch. Answer it: `watchline test DIR --answer {text}`.",
            text=text,
            code=ref.code,
        )
        if record.outcome is not None:
            if record.to not in {None, core.code}:
                return  # they called another party: only that one confirms it
            fields = {"ref": text, "party": ref.code, "circuit": record.circuit}
            words = joined(
                (
                    worded("{ref}: {party} states that it called our watch on {circuit} and was answered.", **fields)
                    if record.outcome == ANSWERED
                    else worded(
                        "{ref}: {party} states that it called our watch on {circuit} and was not answered.", **fields
                    ),
                    worded(
                        "Write our own account: `watchline test DIR --answer {ref}`, or with --no-answer.", ref=text
                    ),
                )
            )
        core.alarms.set(f"test/{text}", Level.CAUTION, words, at)


def _touch(core: Core, ref: EntryRef, header: Header) -> None:
    """Note what is to be looked at again at the end of the step: calls, notices, suspensions."""
    if header.kind == CALL:
        core.calls_touched[ref] = None
    elif header.kind in CALL_ACTS and header.refs:
        core.calls_touched[EntryRef(header.refs[0].code, header.refs[0].epoch, header.refs[0].index)] = None
    elif header.kind == NOTICE:
        core.noticed.touched[ref] = None
    elif header.kind in NOTICE_ACTS and header.refs:
        core.noticed.touched[EntryRef(header.refs[0].code, header.refs[0].epoch, header.refs[0].index)] = None
    elif header.kind in SUSPENSIONS:
        core.suspensions_touched = True


def _read_by_all(core: Core, ref: EntryRef) -> bool:
    """Tell whether every party that a message of ours is for has read it."""
    thread = read_thread(core.fold.row(THREAD, ref_key(core.line, ref)))
    return bool(thread.opener) and finished(thread, ref.code, core.codes_at(ref))


def _reference_of(core: Core, ref: EntryRef) -> str:
    log = core.log_of(ref)
    entry = log.entry(ref.index, core.held) if log is not None else None
    header = None if entry is None else core.header(entry.leaf)
    return ref.text() if header is None else core.reference(ref, header.serial)


def fold_again(core: Core, log: LogState, entry: Entry, depth: int, unknown_seen: bool) -> None:  # noqa: FBT001 - order.Move
    """Fold an entry again: at another depth, or because what it refers to is known now."""
    ref = EntryRef(log.name.code, log.name.epoch, entry.index)
    header, record, labels, kind = _read(core, ref, entry)
    if header is None or record is None or labels:
        return
    labels = _labels(core, ref, header, unknown_seen=unknown_seen)
    stands = standing_of(core, log, entry.index)
    labels += [] if stands is Standing.STANDING else [stands.value]
    if stands is Standing.VOID:
        pass
    elif core.fold.entry(ref, entry.leaf_hash, depth, header, record):
        _touch(core, ref, header)
    else:
        labels.append("repeated_draft")
    core.fold.label(ref, labels, kind)
