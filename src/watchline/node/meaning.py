"""Fold entries as they are appended: labels, depth in the common order, and what the watch must be told of them."""

from __future__ import annotations

from watchline.errors import InvalidFromPeer
from watchline.log import Entry
from watchline.node.core import Core
from watchline.node.logs import LogState
from watchline.record import BODIES, RANK_BY_BODY, Header, LineTestAnswered, Message, Record, rank, read_body
from watchline.view import DEPTH, LABEL, THREAD, EntryRef, read_thread, ref_key
from watchline.view.fold import readable
from watchline.view.thread import finished
from watchline.watch import BY_PRECEDENCE, Level


def depth_at(core: Core, log: LogState, index: int) -> int:
    """Return the depth of an entry held, as it is known now."""
    row = core.fold.row(DEPTH, ref_key(core.line, EntryRef(log.name.code, log.name.epoch, index)))
    if row is not None:
        return int.from_bytes(row, "big")
    entry = log.entry(index, core.held)
    return 0 if entry is None else entry.depth


def depth_of(core: Core, log: LogState, header: Header | None, previous: int) -> tuple[int, bool]:
    """Return (depth of the next entry of a log, whether every head in its ``seen`` is held here)."""
    depth, whole = previous, True
    if header is not None and header.seen != log.seen:
        for seen in header.seen:
            other = core.log_of(EntryRef(seen.code, seen.epoch, 0))
            if other is None or seen.size > other.size:
                whole = False
            elif other is not log:
                depth = max(depth, depth_at(core, other, seen.size - 1))
    return depth + 1, whole


def _seen_labels(core: Core, log: LogState, header: Header) -> list[str]:
    """Return ``unknown_seen`` if a head in ``seen`` is not one that its author's log signed, as far as is known here."""
    if header.seen == log.seen:
        return []
    before = {item.code: item for item in log.seen}
    for seen in header.seen:
        if before.get(seen.code) == seen or seen.code == log.name.code:
            continue
        other = core.log_of(EntryRef(seen.code, seen.epoch, 0))
        if other is not None and seen.size <= other.size:
            root = core.root_at(other, seen.size)
            if root is not None and root != seen.root:
                return ["unknown_seen"]
    return []


def take_in(core: Core, log: LogState, entry: Entry) -> Entry:
    """Fold one entry that is being appended, and return it with its depth.

    Whatever its bytes say, the entry is stored; a view acts on it only if it can be read.
    """
    ref = EntryRef(log.name.code, log.name.epoch, entry.index)
    header, record, labels, kind = _read(core, ref, entry)
    depth, whole = depth_of(core, log, header, log.depth)
    if not whole and log.unresolved < 0:
        log.unresolved = entry.index
    if header is not None and not labels and record is not None:
        if header.charter != core.charter.hash:
            labels.append("foreign_charter")
        labels += _seen_labels(core, log, header)
        changed = core.fold.entry(ref, entry.leaf_hash, depth, header, record)
        if changed:
            _tell_watch(core, log, ref, header, record)
        if labels:
            core.fold.label(ref, labels, kind)
    else:
        core.fold.label(ref, labels, kind)
    if labels and not log.own:
        words = f"Entry {ref.text()} of {ref.code} is {', '.join(sorted(labels))}; it is stored and shown so. Ask {ref.code} what it says."
        core.alarms.set(f"entry/{ref.code}", Level.CAUTION, words, core.now.wall)
    if header is not None:
        log.seen = header.seen
        if header.serial is not None:
            log.serial = max(log.serial, header.serial)
    return entry._replace(depth=depth)


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
    if header.kind not in core.charter.receipt_kinds:
        return False
    if header.kind not in RANK_BY_BODY:
        return rank(header.kind, None) == 0
    try:
        return rank(header.kind, read_body(header.kind, body or b"")) == 0
    except InvalidFromPeer:
        return True


def _tell_watch(core: Core, log: LogState, ref: EntryRef, header: Header, record: Record) -> None:
    """Ring for what asks something of our watch, and end what an entry answers."""
    text = core.reference(ref, header.serial)
    core.tell(header.kind, text, "")
    at = core.now.wall
    if isinstance(record, Message) and not log.own and (not record.to or core.code in record.to):
        words = f"{text} from {ref.code}, precedence {record.precedence}, is not read yet. Read it: `watchline read DIR {text}`."
        core.alarms.set(f"message/{text}", BY_PRECEDENCE[record.precedence], words, at)
    elif header.kind == "message_read" and header.refs:
        first = header.refs[0]
        target = EntryRef(first.code, first.epoch, first.index)
        if log.own or (first.code == core.code and _read_by_all(core, target)):
            core.alarms.clear(f"message/{_reference_of(core, target)}", at)
    elif isinstance(record, LineTestAnswered) and record.answered_by == "watch" and header.refs:
        if header.refs[0].code == core.code:
            core.peers[ref.code].missed_in_a_row = 0
        target = EntryRef(header.refs[0].code, header.refs[0].epoch, header.refs[0].index)
        core.tests_touched.append(target)
        core.alarms.clear(f"test/{_reference_of(core, target)}", at)
    elif header.kind == "line_test" and not log.own:
        core.tests_touched.append(ref)
        words = f"{text}: a line test of {ref.code} waits for the watch. Answer it: `watchline test DIR --answer {text}`."
        core.alarms.set(f"test/{text}", Level.CAUTION, words, at)


def _read_by_all(core: Core, ref: EntryRef) -> bool:
    """Tell whether every party that a message of ours is for has read it."""
    thread = read_thread(core.fold.row(THREAD, ref_key(core.line, ref)))
    return bool(thread.opener) and finished(thread, ref.code, core.charter.codes)


def _reference_of(core: Core, ref: EntryRef) -> str:
    log = core.log_of(ref)
    entry = log.entry(ref.index, core.held) if log is not None else None
    header = _header(core, entry)
    return ref.text() if header is None else core.reference(ref, header.serial)


def resolve_depths(core: Core) -> None:
    """Compute again the depths that were provisional because a head in ``seen`` was not held, and fold those entries anew.

    A depth that changes moves every later entry of its log, and entries of others that cover it; they are walked in log order
    until nothing changes. Rare: it happens only when a party's entries reach us by another way than those they refer to.
    """
    start = {log.origin: log.unresolved for log in core.logs.values() if log.unresolved >= 0}
    moved = bool(start)
    while moved:
        moved = False
        for origin in sorted(start):
            moved |= _walk(core, core.logs[origin], start)


def _walk(core: Core, log: LogState, start: dict[str, int]) -> bool:
    """Recompute the depths of a log from an entry on; return whether one changed."""
    changed = False
    index = start[log.origin]
    depth = depth_at(core, log, index - 1) if index else 0
    unresolved = -1
    for at in range(index, log.size):
        entry = log.entry(at, core.held)
        assert entry is not None, "every index below the size is held"
        header = _header(core, entry)
        for seen in header.seen if header is not None else ():
            other = core.log_of(EntryRef(seen.code, seen.epoch, 0))
            if other is None or seen.size > other.size:
                unresolved = at if unresolved < 0 else unresolved
            elif other is not log:
                depth = max(depth, depth_at(core, other, seen.size - 1))
        depth += 1
        if depth != depth_at(core, log, at):
            changed = True
            _move(core, log, entry, depth)
            _follow(core, log, at, start)
    if (log.depth, log.unresolved) != (depth, unresolved):
        log.depth, log.unresolved, log.dirty = depth, unresolved, True
    return changed


def _follow(core: Core, moved: LogState, index: int, start: dict[str, int]) -> None:
    """Entries of other logs that cover a moved entry must be walked too, from the first that does."""
    for log in core.logs.values():
        if log is moved:
            continue
        for at in range(log.size - 1, -1, -1):
            header = _header(core, log.entry(at, core.held))
            covers = header is not None and any(
                seen.code == moved.name.code and seen.epoch == moved.name.epoch and seen.size > index
                for seen in header.seen
            )
            if not covers:
                break
            start[log.origin] = min(start.get(log.origin, at), at)


def _move(core: Core, log: LogState, entry: Entry, depth: int) -> None:
    """Fold an entry again at another depth."""
    ref = EntryRef(log.name.code, log.name.epoch, entry.index)
    core.fold.put(DEPTH, ref_key(core.line, ref), depth.to_bytes(8, "big"))
    header, record, labels, _kind = _read(core, ref, entry)
    repeated = core.fold.row(LABEL, ref_key(core.line, ref))
    if header is not None and record is not None and not labels and not (repeated and b"repeated_draft" in repeated):
        core.fold.entry(ref, entry.leaf_hash, depth, header, record)


def _header(core: Core, entry: Entry | None) -> Header | None:
    return None if entry is None else core.header(entry.leaf)
