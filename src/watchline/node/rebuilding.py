"""Fold the common views anew from the entries held: needed only when entries that were folded change no view any more."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from watchline.errors import InvalidFromPeer
from watchline.log import Entry
from watchline.log.standing import Standing, standing
from watchline.node.logs import LogState
from watchline.node.memory import Core
from watchline.record import AMENDMENTS, BODIES, Header, Record, Seen, read_body
from watchline.record.agreement import IN_FORCE
from watchline.record.notices import NOTICE
from watchline.view import (
    COMMON,
    KIND,
    LABEL,
    STOOD,
    EntryRef,
    Fold,
    kind_key,
    read_ref_key,
    ref_key,
    stood_by,
    stood_row,
)
from watchline.view.amending import told_by
from watchline.view.fold import UNREADABLE

_PAGE = 512
_STANDING = frozenset({Standing.DISOWNED.value, Standing.VOID.value, "repeated_draft"})
_ROWS_PAGE = 1_000


def rebuild(core: Core) -> None:
    """Put in place of the common rows those that the entries held give now, void ones left out. Cost: linear in entries and rows."""
    fresh = Fold(core.founding, lambda _view, _key: None, core.ids, core.codes_at)
    core.told, core.stood = {}, set()
    for log in core.logs.values():
        seen: tuple[Seen, ...] = ()
        for entry in _entries(core, log):
            _fold(core, log, entry, fresh, seen)
            header = core.header(entry.leaf)
            seen = seen if header is None else header.seen
    for view in COMMON:
        after = None
        while page := core.held.rows(view, core.line, after, _ROWS_PAGE):
            for key, _value in page:
                core.fold.put(view, key, None)
            after = page[-1][0]
    for view, key in [at for at in core.fold.changes if at[0] in COMMON]:
        core.fold.put(view, key, None)
    for (view, key), value in fresh.changes.items():
        core.fold.put(view, key, value)
    core.suspensions_touched = True
    prefix = kind_key(core.line, NOTICE)
    core.noticed.touched.update(
        {read_ref_key(key): None for view, key in fresh.changes if view == KIND and key.startswith(prefix)}
    )
    core.forget_amended(decided=any(told.kind == IN_FORCE for told in core.told.values()))


def _entries(core: Core, log: LogState) -> Iterator[Entry]:
    at = 0
    while at < log.old.size:
        page = core.held.entries(log.origin, at, min(_PAGE, log.old.size - at))
        yield from page
        at += len(page)
    yield from log.entries


def _fold(core: Core, log: LogState, entry: Entry, fresh: Fold, seen: tuple[Seen, ...]) -> None:
    ref = EntryRef(log.name.code, log.name.epoch, entry.index)
    row = core.fold.row(LABEL, ref_key(core.line, ref))
    known, kind = ([], "") if row is None else msgspec.msgpack.decode(row)
    labels = [label for label in known if label not in _STANDING]
    header = core.header(entry.leaf)
    bounds = core.bounds.get(log.origin)
    stands = Standing.STANDING if bounds is None else standing(entry.index, *bounds)
    if stands is not Standing.STANDING:
        labels.append(stands.value)
    record = _record(header, entry) if header is not None and not UNREADABLE & set(labels) else None
    if header is not None and stands is not Standing.VOID:
        for stood in stood_by(ref, header, record, seen):
            fresh.put(STOOD, *stood_row(core.line, stood))
            core.stood.add(stood)
    if stands is Standing.VOID:
        _silence(core, ref, header)
    elif header is not None and record is not None:
        if not fresh.entry(ref, entry.leaf_hash, entry.depth, header, record):
            labels.append("repeated_draft")
        elif header.kind in AMENDMENTS:
            core.told[ref] = told_by(entry.leaf_hash, header, record)
    if labels:
        fresh.label(ref, labels, kind or (header.kind if header is not None else ""))


def _record(header: Header, entry: Entry) -> Record | None:
    try:
        return read_body(header.kind, entry.body or b"") if header.kind in BODIES else None
    except InvalidFromPeer:
        return None


def _silence(core: Core, ref: EntryRef, header: Header | None) -> None:
    """End what still rings for an entry that is void."""
    text = ref.text() if header is None else core.reference(ref, header.serial)
    for situation in (f"message/{text}", f"test/{text}", f"call/{text}", f"notice/{text}"):
        core.alarms.clear(situation, core.now.wall)
