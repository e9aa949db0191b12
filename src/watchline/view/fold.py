"""Fold entries into views: each entry touches a bounded number of rows, whatever the length of the logs.

Every row is a function of the set of entries held, not of the order in which they came: a thread's row sorts its acts in the
common order, indexes name first-by-position, facts are sets. ``Fold`` reads rows through ``look`` and collects changes; the
caller stores them in the transaction that stores the entries. A rebuild folds the same entries from nothing and gets the
same bytes (tests/view).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Any

import msgspec

from watchline.keys import labelled
from watchline.record import (
    AMENDMENTS,
    ANSWERS,
    OPENS_THREAD,
    Charter,
    CharterProposed,
    EpochOpen,
    EpochSeen,
    Header,
    Kind,
    LineTest,
    LineTestAnswered,
    Receipt,
    Record,
    RosterSeen,
)
from watchline.record.notices import ASSESSMENT, Assessment
from watchline.record.suspension import AGREEMENT_SUSPENDED, SUSPENSION
from watchline.view.amending import told_by, write_told
from watchline.view.keys import (
    AMENDMENT,
    DRAFT,
    DUE,
    KIND,
    LABEL,
    OPENING,
    RECEIPT,
    ROSTER_SEEN,
    SERIAL,
    SLOT,
    SUCCESSOR,
    THREAD,
    EntryRef,
    code_key,
    due_key,
    instant_key,
    kind_key,
    receipt_key,
    ref_key,
    roster_key,
    serial_key,
)
from watchline.view.thread import (
    Placed,
    Thread,
    act_of,
    finished,
    opener_of,
    read_thread,
    with_act,
    with_opener,
    write_thread,
)

Look = Callable[[str, bytes], bytes | None]
_pack = msgspec.msgpack.Encoder(order="deterministic").encode
_unpack = msgspec.msgpack.Decoder().decode
_MANY = frozenset({Kind.LINE_TEST.value, Kind.MESSAGE.value})
_WITHOUT_SERIAL = frozenset({SUSPENSION, AGREEMENT_SUSPENDED})
"""Kinds that take no serial number and are found by their kind all the same."""
UNREADABLE = frozenset({"not_canonical", "misplaced", "unknown_kind", "bad_body"})
"""Labels of entries that no view acts on."""


def order_hash(line: bytes, depth: int, party: bytes) -> bytes:
    """Return the second key of the common order: which party comes first at this depth (docs/spec/leaf.md)."""
    return sha256(labelled("order", line + depth.to_bytes(8, "big") + party)).digest()


class Fold:
    """Collects the view changes of entries folded one after the other.

    Args:
        charter: Any charter of the line: its parties are all that matters here.
        look: Reads a committed (or not yet committed) row.
        ids: Party id by code of every party that ever was on the line; None: those of the charter.
        codes_at: Returns the parties that were on the line when an entry was written; None: those of the charter.
    """

    def __init__(
        self,
        charter: Charter,
        look: Look,
        ids: Mapping[str, bytes] | None = None,
        codes_at: Callable[[EntryRef], tuple[str, ...]] | None = None,
    ) -> None:
        self._line, self._look = charter.line, look
        self._ids = charter.ids if ids is None else ids
        self._codes_at = codes_at or (lambda _ref: charter.codes)
        self.changes: dict[tuple[str, bytes], bytes | None] = {}
        self.due_changed: list[bytes] = []

    def row(self, view: str, key: bytes) -> bytes | None:
        """Return a row as it stands after what was folded so far."""
        found = self.changes.get((view, key), _ABSENT)
        return self._look(view, key) if found is _ABSENT else found

    def put(self, view: str, key: bytes, value: bytes | None) -> None:
        """Set a row (or delete it with None)."""
        self.changes[view, key] = value

    def order(self, depth: int, code: str) -> bytes:
        """Return the order hash of a party at a depth."""
        return order_hash(self._line, depth, self._ids[code])

    def label(self, ref: EntryRef, labels: list[str], kind: str) -> None:
        """Note the labels of an entry; none may be left of those that it had while less was here."""
        key = ref_key(self._line, ref)
        if labels:
            self.put(LABEL, key, _pack([sorted(labels), kind]))
        elif self.row(LABEL, key) is not None:
            self.put(LABEL, key, None)

    def entry(self, ref: EntryRef, leaf_hash: bytes, depth: int, header: Header, record: Record | None) -> bool:
        """Fold one readable entry; return whether it changed any view (a repeated draft changes none).

        Args:
            ref: Where it stands.
            leaf_hash: Hash of its leaf.
            depth: Its depth in the common order.
            header: Its header.
            record: Its record; never None here (unknown kinds are only labelled).
        """
        key = ref_key(self._line, ref)
        if self._repeated(ref, header.draft):
            self.label(ref, ["repeated_draft"], header.kind)
            return False
        placed = Placed(ref, leaf_hash, depth, self.order(depth, ref.code), header, record)
        self._opener(key, placed)
        for target in header.refs:
            at = EntryRef(target.code, target.epoch, target.index)
            target_key = ref_key(self._line, at)
            thread = with_act(self._thread(target_key), act_of(placed, target.leaf_hash))
            self._put_thread(target_key, at, thread)
        self._facts(placed)
        return True

    def _repeated(self, ref: EntryRef, draft: bytes) -> bool:
        key = code_key(self._line, ref.code) + draft
        first = ref.epoch.to_bytes(4, "big") + ref.index.to_bytes(8, "big")
        known = self.row(DRAFT, key)
        if known is None:
            self.put(DRAFT, key, first)
        return known is not None and known < first

    def _thread(self, key: bytes) -> Thread:
        return read_thread(self.row(THREAD, key))

    def _opener(self, key: bytes, entry: Placed) -> None:
        header = entry.header
        if header.kind in ANSWERS or header.kind == Kind.RECEIPT:
            return
        thread = with_opener(self._thread(key), opener_of(entry))
        self._put_thread(key, entry.ref, thread)
        if header.kind in _WITHOUT_SERIAL:
            self.put(KIND, kind_key(self._line, header.kind) + key[32:], b"\x01")
        if header.serial is not None and header.kind in OPENS_THREAD:
            place = _pack([entry.ref.epoch, entry.ref.index, header.kind])
            number = serial_key(self._line, entry.ref.code, header.serial)
            if header.kind not in _MANY:
                self.put(KIND, kind_key(self._line, header.kind) + key[32:], b"\x01")
            known = self.row(SERIAL, number)
            if known is None or _unpack(known)[:2] > [entry.ref.epoch, entry.ref.index]:
                self.put(SERIAL, number, place)

    def _put_thread(self, key: bytes, ref: EntryRef, thread: Thread) -> None:
        self.put(THREAD, key, write_thread(thread))
        if thread.opener and thread.opener[0].kind == Kind.MESSAGE:
            opener = thread.opener[0]
            due = due_key(self._line, opener.precedence, opener.t) + key[32:]
            self.due_changed.append(due)
            if finished(thread, ref.code, self._codes_at(ref)):
                if self.row(DUE, due) is not None:
                    self.put(DUE, due, None)
            else:
                self.put(DUE, due, opener.precedence.encode())

    def _facts(self, entry: Placed) -> None:
        record, ref = entry.record, entry.ref
        if isinstance(record, Receipt):
            self._receipt(ref, entry.header, record)
        elif isinstance(record, LineTest) and record.due is not None:
            key = (
                instant_key(self._line, record.due) + ref.code.encode().ljust(8, b"\0") + ref_key(self._line, ref)[40:]
            )
            self.put(SLOT, key, record.circuit.encode())
        elif isinstance(record, EpochOpen):
            self._fact(ref.code, "open", str(ref.epoch))
        elif isinstance(record, EpochSeen):
            self._fact(ref.code, "seen", f"{record.code}/{record.epoch}")
            self._fact(ref.code, "seen", record.code)
        elif isinstance(record, RosterSeen):
            self._roster_seen(ref, record)
        elif isinstance(record, LineTestAnswered) and entry.header.refs and record.outcome is None:
            self._fact(ref.code, "answered", entry.header.refs[0].code)
        elif isinstance(record, Assessment) and record.pairs and entry.header.refs:
            first = entry.header.refs[0]
            of = ref_key(self._line, EntryRef(first.code, first.epoch, first.index))
            self.put(KIND, kind_key(self._line, ASSESSMENT) + of[32:], b"\x01")
        elif entry.header.kind in AMENDMENTS and record is not None:
            told = told_by(entry.leaf_hash, entry.header, record)
            self.put(AMENDMENT, ref_key(self._line, ref), write_told(told))
            if isinstance(record, CharterProposed) and told.prev:
                self.put(SUCCESSOR, self._line + told.successor, record.charter)

    def _fact(self, code: str, fact: str, of: str) -> None:
        key = code_key(self._line, code) + f"{fact}/{of}".encode()
        if self.row(OPENING, key) is None:
            self.put(OPENING, key, b"\x01")

    def _roster_seen(self, ref: EntryRef, record: RosterSeen) -> None:
        if record.code not in self._ids or record.number < 0:
            return
        key = roster_key(self._line, ref.code, record.code, record.number)
        known = self.row(ROSTER_SEEN, key)
        if known is None or [ref.epoch, ref.index] < _unpack(known):
            self.put(ROSTER_SEEN, key, _pack([ref.epoch, ref.index]))

    def _receipt(self, ref: EntryRef, header: Header, record: Receipt) -> None:
        from_log = record.origin.rsplit("/", 2)
        if len(from_log) != 3 or from_log[1] not in self._ids or not from_log[2].isdecimal() or from_log[1] == ref.code:
            return
        if not record.start < record.to <= 1 << 53 or len(from_log[2]) > 9:
            return
        key = receipt_key(self._line, from_log[1], int(from_log[2]), record.to, ref.code)
        value = [record.start, record.at, header.t, ref.epoch, ref.index, record.circuit or ""]
        known = self.row(RECEIPT, key)
        if known is None or value[3:5] < _unpack(known)[3:5]:
            self.put(RECEIPT, key, _pack(value))


_ABSENT: Any = object()


def line_open(charter: Charter, look: Look, codes: Sequence[str] = ()) -> bool:
    """Tell whether the line is open (docs/spec/charter.md): an epoch of each seen by all, one test answered each way.

    ``codes``: between which parties; none named: those of the charter.
    """
    codes = codes or charter.codes

    def known(code: str, fact: str) -> bool:
        return look(OPENING, code_key(charter.line, code) + fact.encode()) is not None

    seen = all(known(code, f"seen/{other}") for code in codes for other in codes if other != code)
    return seen and all(any(known(other, f"answered/{code}") for other in codes if other != code) for code in codes)


def readable(charter: Charter, ref: EntryRef, header: Header, *, known: bool) -> list[str]:
    """Return the labels that make an entry unreadable, by its header's place and kind."""
    labels = []
    if (header.line, header.author, header.epoch, header.index) != (charter.line, ref.code, ref.epoch, ref.index):
        labels.append("misplaced")
    if not known:
        labels.append("unknown_kind")
    return labels


__all__ = ["UNREADABLE", "Fold", "line_open", "order_hash", "readable"]
