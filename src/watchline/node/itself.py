"""What a node writes by itself: its epoch, ``epoch_seen``, receipts, configured answers; each once, caused by a lower rank."""

from __future__ import annotations

from watchline.errors import InvalidFromPeer, OurMistake
from watchline.log.held import DOC_CHARTER
from watchline.node.accept import receipts_owed
from watchline.node.doors import RowChange
from watchline.node.due import answer_by_configuration
from watchline.node.logs import LogState
from watchline.node.memory import Core
from watchline.node.outcome import Reply
from watchline.node.parties import PARTIES
from watchline.node.revoking import rosters_to_state
from watchline.node.rosters import roster_row
from watchline.node.writing import may_cosign, ref_to, write_entry
from watchline.party import Means
from watchline.record import (
    NODE_POST,
    CharterBody,
    EpochOpen,
    EpochSeen,
    Kind,
    LineTest,
    Receipt,
    RosterSeen,
    read_body,
    read_signed_charter,
)
from watchline.view import EntryRef


def open_epoch(core: Core) -> Reply:
    """Open epoch 1 under the founding charter: its first two leaves, and what the anchor store must know of them."""
    if core.own is not None or core.former() is not None:
        raise OurMistake("This party's log on this line is open already.")
    if not core.may_sign():
        raise OurMistake(core.closed)
    _charter, signatures = read_signed_charter(core.signed_charter)
    core.own = LogState(core.charter.log(core.code, 1), core.keys.public, own=True, generation=core.founding.generation)
    core.logs[core.own.origin] = core.own
    rosters = [(code, core.rosters[code].number, core.rosters[code].hash()) for code in core.charter.codes]
    joining = core.founding.generation > 0
    opened = EpochOpen(reason=PARTIES if joining else "founding", key_set=core.keys.public.fields(), rosters=rosters)
    ref = write_entry(core, opened, post=NODE_POST)
    body = CharterBody(charter=core.charter.data, signatures=[(code, signatures[code]) for code in core.charter.codes])
    write_entry(core, body, post=NODE_POST)
    core.rows += [RowChange(DOC_CHARTER, core.line, core.signed_charter)]
    core.rows += [roster_row(core.line, core.rosters[code]) for code in core.charter.codes]
    core.pins |= {
        f"epoch/{core.line.hex()}": (1).to_bytes(4, "big"),
        f"charter/{core.line.hex()}": core.charter.hash,
    }
    for code in core.charter.codes:
        core.pins[f"roster/{code}"] = core.rosters[code].number.to_bytes(4, "big") + core.rosters[code].hash()
    return Reply(ref.text(), written=True)


def write_by_itself(core: Core) -> None:
    """Write what the entries that came ask of a node itself."""
    if core.own is None or not core.ready():
        return
    for code in rosters_to_state(core):
        roster = core.rosters[code]
        write_entry(core, RosterSeen(code=code, number=roster.number, hash=roster.hash()), post=NODE_POST)
    news = [log for log in core.logs.values() if log.receipted < log.head.size and may_cosign(core, log)]
    news = [log for log in news if log.generation == core.own.generation]  # what was before is answered where it stands
    for log in sorted(news, key=lambda log: log.origin):
        start, end = log.receipted, log.head.size if log.limit < 0 else min(log.head.size, log.limit)
        owed = receipts_owed(core, log, end)
        for index in range(start, end):
            _answer(core, log, index)
        if owed:
            receipt = Receipt(origin=log.origin, start=start, to=end, at=core.now.wall, circuit=log.arrived_by or None)
            write_entry(core, receipt, post=NODE_POST)
        log.receipted, log.dirty = log.head.size, True


def _spoken(kind: str, body: bytes | None) -> bool:
    """Tell whether a line test was made by voice or telephone: what became of it no node can say."""
    try:
        record = read_body(kind, body or b"")
    except InvalidFromPeer:
        return False
    return isinstance(record, LineTest) and record.outcome is not None


def _answer(core: Core, log: LogState, index: int) -> None:
    entry = log.entry(index, core.held)
    assert entry is not None
    header = core.header(entry.leaf)
    if header is None or header.kind not in {Kind.EPOCH_OPEN, Kind.LINE_TEST}:
        return
    ref = EntryRef(log.name.code, log.name.epoch, index)
    if header.kind == Kind.LINE_TEST:
        if core.rules.answer_tests == "node" and not _spoken(header.kind, entry.body):
            answer_by_configuration(core, ref)
        return
    try:
        opened = read_body(header.kind, entry.body or b"")
    except InvalidFromPeer:
        return
    roster = core.rosters[log.name.code]
    if index == 0 and isinstance(opened, EpochOpen):
        seen = EpochSeen(
            code=log.name.code,
            epoch=log.name.epoch,
            key_set=log.keys.hash(),
            roster=(roster.number, roster.hash()),
            means=core.rules.means.get(log.name.code, Means.FILES.value),
        )
        write_entry(core, seen, post=NODE_POST, refs=(ref_to(core, ref),))
