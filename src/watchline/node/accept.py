"""What comes in over a circuit that is about a log: leaves, checkpoints, cosignatures. Order of work: docs/spec/frames.md.

Limits, then channel, then key set, then signature, then overlap, then the gap, then the root. *Bytes decide what is mirrored;
meaning decides only what is shown*: nothing here asks what a leaf says, but for the hash of its body.
"""

from __future__ import annotations

from watchline.errors import InvalidFromPeer
from watchline.keys import body_hash
from watchline.log import (
    Checkpoint,
    Entry,
    Head,
    SignatureLine,
    included,
    leaf_hash,
    log_line,
    parse_checkpoint,
    parse_line,
    read_cosignature,
)
from watchline.node.epochs import First, first_of, key_set_of, take_own_cosignature, tell_late
from watchline.node.forks import examine, keep_branch, own_log_elsewhere
from watchline.node.logs import CLOSED, DISPUTED, LogState
from watchline.node.meaning import needs_receipt, take_in
from watchline.node.memory import Core
from watchline.node.parties import ahead_of_us, generation_of, may_grow
from watchline.node.peers import Peer
from watchline.node.phrases import in_words
from watchline.peer import Append, Cosign
from watchline.record import BODY_BYTES_MAX, LEAF_BYTES_MAX, Message, read_body
from watchline.sentence import worded
from watchline.view import EntryRef
from watchline.watch import Level


def verified_checkpoint(core: Core, note: bytes, first: First | None = None) -> tuple[LogState, Checkpoint]:
    """Return the log and the checkpoint of a note whose signature verifies; the first one of an origin makes its mirror.

    Args:
        core: The node.
        note: The checkpoint as received.
        first: Leaf 0 with its body, if they came with it: it shows the key set of a log that no roster lists.

    Raises:
        InvalidFromPeer: ``origin``, ``key`` or ``signature``.
    """
    checkpoint = parse_checkpoint(note)
    log = core.logs.get(checkpoint.origin)
    if log is not None:
        if log.note is not None and log.note.text == checkpoint.text:
            return log, log.note
        signed = log_line(checkpoint, log.keys.log)
        if signed is None:
            raise InvalidFromPeer("signature", f"a checkpoint of {checkpoint.origin} that its log key did not sign")
        return log, signed
    name = core.parse_name(checkpoint.origin)
    ours = name.code == core.code
    if ours and not core.gathering:
        raise InvalidFromPeer("origin", "a log of our own that this node does not have")
    keys, signed = key_set_of(core, name, checkpoint, first)
    if ours and keys == core.keys.public:
        raise InvalidFromPeer("origin", "a log of our own, under the key set that this node has not used yet")
    named = None if first is None else core.header(first.leaf)
    generation = generation_of(core, name, None if named is None else named.charter)
    log = LogState(name, keys, own=False, former=ours, generation=generation)
    core.logs[log.origin] = log
    return log, signed


def accept_append(core: Core, peer: Peer, circuit: str, frame: Append) -> None:
    """Take leaves and bodies of one log; whatever can be held now is appended, the rest waits.

    Raises:
        InvalidFromPeer: refused before anything of it was kept; the code says what the peer is told.
    """
    _check_limits(frame)
    first = first_of(frame)
    if first is not None and ahead_of_us(core, frame.origin, first.leaf, first.body):
        if not core.stranger(frame.origin):
            core.awaited[frame.origin] = frame.start + len(frame.leaves)
        return
    log, checkpoint = verified_checkpoint(core, frame.checkpoint, first)
    if checkpoint.head.size < frame.start + len(frame.leaves):
        raise InvalidFromPeer("size", "a checkpoint smaller than the leaves sent with it")
    if log.own:
        own_log_elsewhere(core, checkpoint)
        return
    if log.former and log.status == CLOSED and log.keys not in core.rosters[core.code].revoked:
        return  # its key set was copied: nothing more of it is ours (PROTOCOL 3.5), until a roster says how far it stands
    peer.credit_left -= sum(map(len, frame.leaves)) + sum(len(body) for _, _, body in frame.bodies)
    before = log.size
    if not examine(core, log, checkpoint):
        return
    _check_overlap(core, log, frame)
    if frame.proof is not None and len(frame.leaves) == 1 and frame.start > log.size:
        _ring_early(core, log, frame, checkpoint)
    _park(log, frame, checkpoint)
    _advance(core, log, circuit)
    if log.limit >= 0 and log.size > before:
        tell_late(core, log)
    take_cosignatures(core, log, checkpoint.head, frame.cosignatures)
    if log.status == DISPUTED or log.former or (log.limit >= 0 and log.size > log.limit):
        core.have_to.add(peer.code)
    elif log.size > before or (frame.start < log.size and not len(log.parking)):
        core.cosign_to.setdefault(log.origin, set()).add(peer.code)
    if log.size < checkpoint.head.size:
        core.have_to.add(peer.code)


def _park(log: LogState, frame: Append, checkpoint: Checkpoint) -> None:
    """Let what a frame brings wait for what lies before it."""
    if may_grow(log):
        for at, leaf in enumerate(frame.leaves, frame.start):
            if at >= log.size:
                log.parking.add_leaf(at, leaf, log.size)
        for index, salt, body in frame.bodies:
            if index >= log.size:
                log.parking.add_body(index, salt, body, log.size)
    if checkpoint.head.size > log.size:
        log.parking.add_head(checkpoint)


def _check_limits(frame: Append) -> None:
    if any(len(leaf) > LEAF_BYTES_MAX for leaf in frame.leaves):
        raise InvalidFromPeer("limit", f"a leaf above {LEAF_BYTES_MAX} bytes")
    if any(len(body) > BODY_BYTES_MAX for _, _, body in frame.bodies):
        raise InvalidFromPeer("limit", f"a body above {BODY_BYTES_MAX} bytes")


def _check_overlap(core: Core, log: LogState, frame: Append) -> None:
    """Leaves below what we hold must be those we hold; those of a second history are kept beside them once it is proven."""
    for at, leaf in enumerate(frame.leaves[: max(0, log.size - frame.start)], frame.start):
        entry = log.entry(at, core.held)
        assert entry is not None, "every index below the size is held"
        if entry.leaf != leaf:
            if log.status != DISPUTED:
                raise InvalidFromPeer("root", f"entry {at} of {log.origin} is not the one held here")
            keep_branch(core, log, at, [leaf])


def _advance(core: Core, log: LogState, circuit: str) -> None:
    """Append what waits without a gap, up to the largest signed head that it hashes into."""
    end = _whole_until(core, log)
    heads = log.parking.heads(log.size, end)
    if not heads:
        return
    checkpoint = heads[-1]
    leaves = [log.parking.leaf(index) for index in range(log.size, checkpoint.head.size)]
    hashes = [leaf_hash(leaf) for leaf in leaves if leaf is not None]
    grown, nodes = log.frontier.extended(hashes)
    if grown.root() != checkpoint.head.root:
        _not_our_root(core, log, checkpoint, [leaf for leaf in leaves if leaf is not None])
        return
    for at, (leaf, hashed) in enumerate(zip(leaves, hashes, strict=True), log.size):
        assert leaf is not None, "a leaf waits at every index below the gap"
        salt, body = log.parking.body(at) or (None, None)
        log.append(take_in(core, log, Entry(at, leaf, hashed, salt, body, 0)))
    log.checkpoints += heads[:-1]
    log.frontier, log.arrived_by = grown, circuit
    log.nodes += nodes
    log.advance(checkpoint)
    log.parking.clear(log.size)


def _whole_until(core: Core, log: LogState) -> int:
    """Return the index after the last leaf that waits without a gap before it and with its body, if it has one."""
    index = log.size
    author = core.ids[log.name.code]
    while (leaf := log.parking.leaf(index)) is not None:
        header = core.header(leaf)
        if header is None:
            log.parking.drop_body(index)
            index += 1
            continue
        found = log.parking.body(index)
        if found is None:
            break
        if body_hash(core.line, author, *found) != header.body_hash:
            log.parking.drop_body(index)
            raise InvalidFromPeer(
                "malformed", f"the body sent for entry {index} of {log.origin} is not the one its leaf commits to"
            )
        index += 1
    return index


def _not_our_root(core: Core, log: LogState, checkpoint: Checkpoint, leaves: list[bytes]) -> None:
    """Leaves that do not hash into the signed head they came with are refused; the heads they may belong to are asked for.

    In a log whose second history is proven they are that history's: kept beside, not refused.
    """
    start = log.size
    log.parking.forget(start, checkpoint.head.size)
    if log.status == DISPUTED:
        keep_branch(core, log, start, leaves)
        return
    log.heads_asked = True
    words = f"leaves {start} to {checkpoint.head.size - 1} of {log.origin} do not hash to the signed root"
    raise InvalidFromPeer("root", words)


def _ring_early(core: Core, log: LogState, frame: Append, checkpoint: Checkpoint) -> None:
    """A leaf ahead of a gap with its inclusion proof: verified at once, shown and rung, neither held nor cosigned (5.5)."""
    leaf = frame.leaves[0]
    if not included(leaf_hash(leaf), frame.start, frame.proof or [], checkpoint.head):
        raise InvalidFromPeer("root", "an early leaf whose inclusion proof does not verify")
    header = core.header(leaf)
    if header is None or len(frame.bodies) != 1:
        return
    index, salt, body = frame.bodies[0]
    try:
        record = read_body(header.kind, body)
    except InvalidFromPeer:
        return
    fits = body_hash(core.line, core.ids[log.name.code], salt, body) == header.body_hash
    here = (header.line, header.author, header.epoch, header.index) == (
        core.line,
        log.name.code,
        log.name.epoch,
        frame.start,
    )
    if index == frame.start and fits and here and isinstance(record, Message):
        text = core.reference(EntryRef(log.name.code, log.name.epoch, index), header.serial)
        said = in_words(core, record)
        words = worded(
            "{text} from {code}, precedence {precedence}, came early: entries before it are on their way. {said}",
            text=text,
            code=log.name.code,
            precedence=record.precedence,
            said=said,
        )
        again = f"message/{text}" in core.alarms.active  # sent once more: it rang already
        core.alarms.set(f"message/{text}", Level.EMERGENCY, words, core.now.wall)
        if not again:
            core.tell("early", text, said)


def take_cosignatures(core: Core, log: LogState, head: Head, lines: list[str]) -> bool:
    """Keep cosignature lines over a head of a log, of any party; return whether one was news.

    A line of a key that is not a party's mirror key is ignored; a smaller size than the newest known changes nothing.
    """
    news = False
    for text in lines[:16]:
        line = parse_line(text)
        mirror = _mirror_of(core, line.name)
        if mirror is None or mirror[0] == log.name.code:
            continue
        code, key, newest = mirror
        if code == core.code:
            _our_own(core, log, head, line, key)
            continue
        if not newest:
            continue
        known = log.cosignatures.get(code)
        if known is not None and (known.head.size > head.size or (known.head == head and known.line == line)):
            continue
        if head.size > log.size or core.root_at(log, head.size) != head.root:
            continue
        found = read_cosignature(line, log.origin, head, key)
        if found is None:
            raise InvalidFromPeer("signature", f"a cosignature in the name of {code} that its mirror key did not make")
        if known is None or head.size > known.head.size:
            log.cosigned_by(code, found)
            news = True
            if log.own:
                _tell_held(core, code, head.size)
        elif found.time_s > known.time_s:
            log.cosignatures[code] = found
            log.version += 1
    return news


def _tell_held(core: Core, code: str, size: int) -> None:
    """Say how long our newest messages took to be held by a party: written to its cosignature here, by our monotonic clock."""
    for index, (mono, ref) in list(core.written_at.items()):
        if index < size:
            core.tell("held", ref, f"{code} {core.now.mono - mono}")
            if len(core.peers) == 1:
                del core.written_at[index]


def _mirror_of(core: Core, name: str) -> tuple[str, bytes, bool] | None:
    """Return whose mirror bears this name (1 if no epoch of that party is known here), its key, and whether it is the newest.

    With its party's next epoch a mirror is retired: what it says from then on counts for nothing.
    """
    origin = name.removesuffix("/mirror")
    log = core.logs.get(origin)
    if origin != name and log is not None:
        newest = max(
            (item for item in core.logs.values() if item.name.code == log.name.code), key=lambda item: item.name.epoch
        )
        return log.name.code, log.keys.mirror, newest.keys == log.keys  # a change of parties retires no mirror
    for code in core.ids:
        if name == core.mirror_name(code, 1) and all(log.name.code != code for log in core.logs.values()):
            return code, core.rosters[code].key_sets[0].mirror, True
    return None


def _our_own(core: Core, log: LogState, head: Head, line: SignatureLine, key: bytes) -> None:
    """A cosignature in our own name: of a retired key of ours it says from where the one in use may begin."""
    origin = line.name.removesuffix("/mirror")
    ours = core.logs.get(origin)
    if ours is None or not ours.former or head.size <= log.floor.size or log.former:
        return
    found = read_cosignature(line, log.origin, head, key)
    if found is not None:
        take_own_cosignature(log, found)


def accept_cosign(core: Core, peer: Peer, frame: Cosign) -> None:
    """Take the cosignature of a head, of any party."""
    log = core.logs.get(frame.origin)
    if log is None:
        core.parse_name(frame.origin)
        return
    head = Head(frame.size, frame.root)
    take_cosignatures(core, log, head, frame.lines)
    mine = log.cosignatures.get(peer.code)
    if mine is not None and mine.head.size >= frame.size:
        peer.outbox.acknowledged(log.origin, mine.head.size, core.now.mono)


def receipts_owed(core: Core, log: LogState, end: int) -> bool:
    """Tell whether entries from ``log.receipted`` up to ``end`` need a receipt; move the mark past those that need none."""
    for index in range(log.receipted, end):
        entry = log.entry(index, core.held)
        assert entry is not None
        header = core.header(entry.leaf)
        if header is not None and needs_receipt(core, header, entry.body):
            return True
    log.receipted = end
    return False
