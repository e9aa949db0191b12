"""What we send of what we hold: answers to WANT, and the streams that a WANT opened."""

from __future__ import annotations

from watchline.errors import InvalidFromPeer
from watchline.keys import digest
from watchline.log import Checkpoint, Entry, inclusion_path, parse_checkpoint
from watchline.log.held import DOC_EVIDENCE, DOC_ROSTER
from watchline.measure import Precedence
from watchline.node.logs import LogState
from watchline.node.memory import Core
from watchline.node.parties import may_have
from watchline.node.peers import Peer
from watchline.peer import Append, CharterFrame, Cosign, Evidence, Keys, Want
from watchline.peer.limits import FRAME_BYTES_MAX
from watchline.record import Kind, Message, read_body

_PAGE = 512
_FRAMES_AT_ONCE = 64
_OVERHEAD = 1024
_CHECKPOINTS_MAX = 64
_LOOKED_BACK = 4_096
"""Entries of our own log looked at for a FLASH at a start: as many as a peer lets wait ahead of a gap."""


def accept_want(core: Core, peer: Peer, frame: Want) -> None:
    """Answer what a peer asks for. Ranges of leaves become streams; the rest is answered at once, within bounds."""
    peer.outbox.credit = min(frame.credit, 64 << 20)
    for origin, start, end, what in frame.ranges:
        match what:
            case "leaves" | "bodies":
                log = core.logs.get(origin)
                if log is None:
                    core.parse_name(origin)
                    continue
                if not may_have(core, peer.code, log):
                    continue
                if start > log.size:
                    continue
                peer.outbox.want(origin, start, end)
            case "checkpoints":
                _send_checkpoints(core, peer, origin, start, end)
            case "cosignatures":
                _send_cosignatures(core, peer, origin)
            case "roster":
                _send_rosters(core, peer, origin, start)
            case "charter":
                core.send(peer, CharterFrame(charter=core.signed_charter))
            case "evidence":
                for log in core.logs.values():
                    if may_have(core, peer.code, log):
                        for _key, value in core.held.rows(
                            DOC_EVIDENCE, core.line + digest(log.origin.encode()), None, 16
                        ):
                            core.send(peer, Evidence(evidence=value))
            case _:
                raise InvalidFromPeer("malformed", f"nothing here is called {what!r}")


def _send_checkpoints(core: Core, peer: Peer, origin: str, start: int, end: int) -> None:
    """Send signed checkpoints of sizes in [start, end), newest first; at least one that is not smaller, if there is one."""
    log = core.logs.get(origin)
    size = end - 1 if end else 1 << 53
    if log is None or not may_have(core, peer.code, log):
        return
    near = core.held.checkpoint_near(origin, max(start, 1), below=False)
    found = [] if near is None else [near]
    while len(found) < _CHECKPOINTS_MAX and size >= start:
        near = core.held.checkpoint_near(origin, size, below=True)
        if near is None or near[0] < start:
            break
        found.append(near)
        size = near[0] - 1
    for at, note in sorted(set(found), reverse=True):
        core.send(peer, Append(origin=origin, start=at, leaves=[], bodies=[], checkpoint=note))


def _send_cosignatures(core: Core, peer: Peer, origin: str) -> None:
    log = core.logs.get(origin)
    if log is None or not may_have(core, peer.code, log):
        return
    for cosignature in log.cosignatures.values():
        head = cosignature.head
        core.send(peer, Cosign(origin=origin, size=head.size, root=head.root, lines=[cosignature.line.text()]))


def _send_rosters(core: Core, peer: Peer, code: str, start: int) -> None:
    if not any(code in seated.codes and peer.code in seated.codes for seated in core.seats.values()):
        return
    prefix = core.line + code.encode().ljust(8, b"\0")
    rows = core.held.rows(DOC_ROSTER, prefix, None, 64)
    found = [value for key, value in rows if int.from_bytes(key[-4:], "big") >= start]
    for at in range(0, len(found), 4):
        core.send(peer, Keys(rosters=found[at : at + 4]))


def push(core: Core, peer: Peer) -> None:
    """Send what a peer asked for and has credit for, from its streams, in frames that end at a signed head."""
    if not peer.outbox.streams or not any(circuit.connected for circuit in peer.circuits.values()):
        return
    frames = 0
    # Our own log first where a FLASH of it may wait: another log's length must not hold it back.
    for origin in sorted(peer.outbox.streams, key=lambda name: not (core.flashes and core.logs[name].own)):
        log = core.logs[origin]
        if log.own and core.flashes:
            _early(core, peer, log)
        while frames < _FRAMES_AT_ONCE and origin in peer.outbox.streams:
            stream = peer.outbox.streams[origin]
            if not stream.waits(log.head.size) or peer.outbox.credit <= 0:
                break
            end, spent = _send_chunk(core, peer, log, stream.next, stream.limit(log.head.size))
            if end == stream.next:
                break
            peer.outbox.sent(origin, end, spent, core.now.mono)
            frames += 1


def _send_chunk(core: Core, peer: Peer, log: LogState, start: int, end: int) -> tuple[int, int]:
    """Send one APPEND from ``start`` on; return (index after the last leaf sent, bytes spent)."""
    checkpoint, taken = _chunk(core, log, start, end)
    if checkpoint is None or not taken:
        return start, 0
    bodies = [(item.index, item.salt, item.body) for item in taken if item.salt is not None and item.body is not None]
    lines = [item.line.text() for item in log.cosignatures.values() if item.head == checkpoint.head]
    frame = Append(
        origin=log.origin,
        start=start,
        leaves=[item.leaf for item in taken],
        bodies=bodies,
        checkpoint=checkpoint.note(),
        cosignatures=lines,
    )
    first = circuit_named(core, taken[-1]) if log.own else ""
    return start + len(taken), core.send(peer, frame, every=core.flash and log.own, first=first)


def _chunk(core: Core, log: LogState, start: int, end: int) -> tuple[Checkpoint | None, list[Entry]]:
    """Return what goes into one frame from ``start`` on, with the checkpoint to it; nothing if no head covers it."""
    entries = _entries(core, log, start, min(end, start + _PAGE))
    checkpoint, count = _covering(core, log, start, entries)
    return checkpoint, entries[:count]


def circuit_named(core: Core, entry: Entry) -> str:
    """Return the circuit that an entry of ours is to go by first: that of a line test, else none."""
    return core.test_circuits.get(entry.index, "")


def _entries(core: Core, log: LogState, start: int, end: int) -> list[Entry]:
    """Return entries [start, end), committed ones and those of this step."""
    found: list[Entry] = []
    if start < log.old.size:
        found = list(core.held.entries(log.origin, start, min(end, log.old.size) - start))
    at = max(start - log.old.size, 0)
    if end > log.old.size:
        found += log.entries[at : end - log.old.size]
    return found


def _covering(core: Core, log: LogState, start: int, entries: list[Entry]) -> tuple[Checkpoint | None, int]:
    """Return the checkpoint to send with the leaves that fit into one frame, and how many they are."""
    room, fits = FRAME_BYTES_MAX - _OVERHEAD, 0
    for entry in entries:
        room -= len(entry.leaf) + len(entry.body or b"") + 64
        if room < 0:
            break
        fits += 1
    whole = _checkpoint_at_most(core, log, start + fits)
    if whole is not None and whole.head.size > start:
        return whole, whole.head.size - start
    return _checkpoint_at_least(core, log, start + fits), fits


def _checkpoint_at_most(core: Core, log: LogState, size: int) -> Checkpoint | None:
    for checkpoint in reversed(log.checkpoints):
        if checkpoint.head.size <= size:
            return checkpoint
    near = core.held.checkpoint_near(log.origin, size, below=True)
    return None if near is None else parse_checkpoint(near[1])


def _checkpoint_at_least(core: Core, log: LogState, size: int) -> Checkpoint | None:
    near = core.held.checkpoint_near(log.origin, size, below=False)
    if near is not None:
        return parse_checkpoint(near[1])
    return next((item for item in log.checkpoints if item.head.size >= size), None)


def load_flashes(core: Core) -> None:
    """Note, at a start, the FLASH messages of our own log that some party may not hold."""
    log = core.own
    if log is None:
        return
    known = min((log.cosignatures[code].head.size if code in log.cosignatures else 0 for code in core.peers), default=0)
    for start in range(max(known, log.size - _LOOKED_BACK), log.size, _PAGE):
        for entry in core.held.entries(log.origin, start, _PAGE):
            if _is_flash(core, entry):
                core.flashes[log.origin, entry.index] = None


def _is_flash(core: Core, entry: Entry) -> bool:
    header = core.header(entry.leaf)
    if header is None or header.kind != Kind.MESSAGE:
        return False
    record = read_body(header.kind, entry.body or b"")
    return isinstance(record, Message) and record.precedence == Precedence.FLASH


def _early(core: Core, peer: Peer, log: LogState) -> None:
    """Each FLASH before which something else waits goes alone and first, with its inclusion proof: it rings before the rest is there (5.5)."""
    held = min((log.cosignatures[code].head.size if code in log.cosignatures else 0 for code in core.peers), default=0)
    for place in [place for place in core.flashes if place[0] != log.origin or place[1] < held]:
        del core.flashes[place]
    stream, waiting = peer.outbox.streams[log.origin], [index for _, index in core.flashes]
    if log.note is None or not any(index >= stream.next for index in waiting):
        return
    next_ones: list[Entry] = []
    if peer.outbox.credit > 0:
        _checkpoint, next_ones = _chunk(core, log, stream.next, stream.limit(log.head.size))
    end = stream.next + len(next_ones)
    for index in waiting:
        if index >= end and (log.origin, index) not in peer.outbox.early:
            _send_early(core, peer, log, index)


def _send_early(core: Core, peer: Peer, log: LogState, index: int) -> None:
    entry = log.entry(index, core.held)
    if entry is None or log.note is None or entry.salt is None or entry.body is None:
        return
    peer.outbox.early.add((log.origin, index))
    size = log.note.head.size
    hashes = {item.index: item.leaf_hash for item in log.entries}
    nodes = {(item.level, item.index): item.hash for item in log.nodes}

    def read(level: int, start: int, count: int) -> list[bytes]:
        if level:
            stored = list(core.held.hashes(log.origin, level, start, count))
            return stored + [nodes[level, at] for at in range(start + len(stored), start + count)]
        below = max(0, min(start + count, log.old.size) - start)
        stored = list(core.held.hashes(log.origin, 0, start, below)) if below else []
        return stored + [hashes[at] for at in range(start + below, start + count)]

    frame = Append(
        origin=log.origin,
        start=entry.index,
        leaves=[entry.leaf],
        bodies=[(entry.index, entry.salt, entry.body)],
        checkpoint=log.note.note(),
        proof=inclusion_path(read, entry.index, size),
    )
    core.send(peer, frame, every=True)
