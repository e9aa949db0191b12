"""Our own log: one leaf after the other, each citing every head that we cosigned; one signature for a batch."""

from __future__ import annotations

from watchline.errors import OurMistake
from watchline.keys import body_hash
from watchline.log import Entry, Head, leaf_hash, parse_checkpoint, sign_checkpoint
from watchline.node.logs import CLOSED, OPEN, LogState
from watchline.node.meaning import take_in
from watchline.node.memory import Core
from watchline.node.outcome import Wake
from watchline.peer.limits import CHUNK_BYTES
from watchline.record import (
    BODY_BYTES_MAX,
    DRAFT_BYTES,
    KIND_OF,
    OPENS_THREAD,
    SALT_BYTES,
    Header,
    Message,
    Record,
    Ref,
    Seen,
    body_class,
    write_body,
    write_leaf,
)
from watchline.sentence import worded
from watchline.view import EntryRef

_SALT_BYTES = SALT_BYTES


def write_entry(
    core: Core, record: Record, *, post: str, refs: tuple[Ref, ...] = (), draft: bytes = b"", charter: bytes = b""
) -> EntryRef:
    """Append one entry to our own log and return where it stands.

    ``seen`` is filled in here and nowhere else: the newest head of each other party that we have cosigned, those of this very
    step included (they become durable in the same transaction). ``charter``: what the leaf names, if it is the entry that puts it in force.

    Raises:
        OurMistake: the node may not sign, or the body is too long; nothing was written.
    """
    if not core.may_sign():
        raise OurMistake(core.closed)
    if core.ended:
        raise OurMistake(core.ended)
    log = own_log(core)
    kind = KIND_OF[type(record)]
    body = write_body(record)
    if len(body) > BODY_BYTES_MAX:
        raise OurMistake(
            worded(
                "The text is too long: {n} bytes; an entry takes {most}. Send it in parts.",
                n=len(body),
                most=BODY_BYTES_MAX,
            )
        )
    salt = core.entropy(_SALT_BYTES)
    seen = _seen(core)
    serial = log.serial + 1 if kind in OPENS_THREAD else None
    header = Header(
        line=core.line,
        charter=charter or charter_of_next(core, seen),
        author=core.code,
        epoch=log.name.epoch,
        index=log.size,
        t=core.now.wall,
        kind=kind,
        post=post,
        draft=draft or core.entropy(DRAFT_BYTES),
        seen=seen,
        refs=refs,
        body_hash=body_hash(core.line, core.ids[core.code], salt, body),
        body_class=body_class(len(body)),
        serial=serial,
    )
    leaf = write_leaf(header)
    core.know_header(leaf, header)
    hashed = leaf_hash(leaf)
    if log.unsigned_bytes + len(leaf) + len(body) + _SALT_BYTES > CHUNK_BYTES:
        sign_head(core, log)
    log.append(take_in(core, log, Entry(log.size, leaf, hashed, salt, body, 0), written=(header, record)))
    log.frontier, nodes = log.frontier.extended([hashed])
    log.nodes += nodes
    log.unsigned_bytes += len(leaf) + len(body) + _SALT_BYTES
    if isinstance(record, Message) and record.precedence == "Z":
        core.flash = True
        core.flashes[log.origin, header.index] = None
        core.wakes += [Wake(code) for code in core.peers]
    return EntryRef(core.code, log.name.epoch, header.index)


def charter_of_next(core: Core, seen: tuple[Seen, ...] | None = None) -> bytes:
    """Return the hash of the charter that our next leaf names: the newest in force by our own log and by what it lists as seen."""
    if not core.decided:
        return core.founding.hash
    model = core.amended.model
    if core.own is None or not core.may_sign():
        return model.in_force
    heads = (
        *(_seen(core) if seen is None else seen),
        *core.own.seen,
    )  # what the leaf before listed is before this one, too
    listed = [(item.code, item.epoch, item.size) for item in heads]
    return model.charter_at(core.code, (core.own.name.epoch, core.own.size), listed)


def own_log(core: Core) -> LogState:
    """Return our own log, or say that there is none yet."""
    if core.own is None and core.gathering:
        raise OurMistake(
            "The next epoch of our log is not open yet: the node listens for what others hold of the former one, half a minute or as long as"
            " entries still arrive. Nothing was written; say it again when `watchline status` shows the new epoch."
        )
    if core.own is None:
        raise OurMistake("This party has not opened its log on this line yet: run `watchline found DIR --open FILE`.")
    return core.own


def sign_head(core: Core, log: LogState) -> None:
    """Sign a checkpoint over all that was appended. It may leave only after the commit and the head lock."""
    if log.frontier.size > log.head.size:
        log.advance(sign_checkpoint(log.origin, log.frontier.head(), core.keys.log))
        log.unsigned_bytes = 0


def ref_to(core: Core, ref: EntryRef) -> Ref:
    """Return a reference to an entry held here."""
    log = core.log_of(ref)
    entry = log.entry(ref.index, core.held) if log is not None else None
    if entry is None:
        raise OurMistake(worded("{ref} is not held here.", ref=ref.text()))
    return Ref(ref.code, ref.epoch, ref.index, entry.leaf_hash)


def _seen(core: Core) -> tuple[Seen, ...]:
    """Return the newest cosigned head of each other party, in charter order; it never goes down."""
    own = own_log(core)
    listed = {item.code: item for item in own.seen}
    fresh: dict[str, Seen] = {}
    for log in core.logs.values():
        if log.own or log.former or log.generation != own.generation:
            continue
        code = log.name.code
        found = _newer(core, log, listed.get(code))
        if found is not None and (code not in fresh or found.epoch < fresh[code].epoch):
            fresh[code] = found
    listed |= fresh
    return tuple(listed[code] for code in core.charter.codes if code in listed)


def _newer(core: Core, log: LogState, before: Seen | None) -> Seen | None:
    """Return the head of a log that is listed after another one of its party, if there is one.

    Of a log that its party has closed all that we cosigned is listed, before a later epoch is: that we had it stands nowhere else.
    """
    if before is not None and log.name.epoch < before.epoch:
        return None
    head = cosigned_after(core, log)
    if not head.size or (before is not None and (log.name.epoch, head.size) <= (before.epoch, before.size)):
        return None
    return Seen(log.name.code, log.name.epoch, head.size, head.root)


def cosigned_after(core: Core, log: LogState) -> Head:
    """Return the head of a mirrored log that we will have cosigned when this step is done."""
    if not may_cosign(core, log):
        return log.cosigned
    head = log.head if log.limit < 0 or log.head.size <= log.limit else _newest_within(core, log)
    if head.size <= log.cosigned.size or not _above_floor(core, log, head):
        return log.cosigned
    return head


def _newest_within(core: Core, log: LogState) -> Head:
    """Return the newest signed head of a closed log that is not beyond what its party stands by."""
    for checkpoint in reversed(log.checkpoints):
        if checkpoint.head.size <= log.limit:
            return checkpoint.head
    near = core.held.checkpoint_near(log.origin, log.limit, below=True)
    return log.cosigned if near is None else parse_checkpoint(near[1]).head


def _above_floor(core: Core, log: LogState, head: Head) -> bool:
    """Tell whether a head contains what our retired mirror key cosigned of this log."""
    if not log.floor.size:
        return True
    return head.size >= log.floor.size and core.root_at(log, log.floor.size) == log.floor.root


def may_cosign(core: Core, log: LogState) -> bool:
    """Tell whether our mirror may cosign the newest head of a log (docs/spec/cosignature.md)."""
    if log.own or log.former or not core.may_sign() or core.own is None:
        return False
    return log.status == OPEN or (log.status == CLOSED and log.limit >= 0)
