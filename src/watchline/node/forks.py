"""Two histories by one key: notice, keep both, show evidence, go on with everything else (PROTOCOL 8, 3.5)."""

from __future__ import annotations

from collections.abc import Sequence

from watchline.errors import InvalidFromPeer
from watchline.keys import digest
from watchline.log import Checkpoint
from watchline.log.fork import fork_shown, read_evidence, same_size, two_sizes, write_evidence
from watchline.log.held import DOC_EVIDENCE
from watchline.node.logs import CLOSED, DISPUTED, LogState
from watchline.node.memory import Core
from watchline.node.parties import may_have
from watchline.node.peers import Peer
from watchline.peer import Evidence
from watchline.peer.limits import EVIDENCE_MAX, FRAME_BYTES_MAX
from watchline.sentence import worded
from watchline.watch import Level

BRANCH_MAX = 4096
_FRAME_ROOM = 512
"""Bytes of a frame around the evidence it carries."""
BRANCH = "branch"
"""(line, digest of origin, leaf hash) -> a leaf of a second branch, with its index: kept and shown, in no view."""


def examine(core: Core, log: LogState, checkpoint: Checkpoint) -> bool:
    """Compare a verified checkpoint with what is held; return whether the log may go on from it.

    A checkpoint not larger than what we hold must name a root of our tree; if it does not, two heads by one key disagree, and
    both are signed: that is evidence.
    """
    if checkpoint.head.size > log.size:
        note_best(log, checkpoint)
        log.hear_of(checkpoint.head.size, core.now.mono)
        return True
    root = core.root_at(log, checkpoint.head.size)
    if root is None or root == checkpoint.head.root:
        return True
    newest = log.note
    assert newest is not None, "a log that holds leaves has a signed head"
    if newest.head.size == checkpoint.head.size:
        kind, objects = "E1", same_size(newest, checkpoint)
    elif (mine := log.checkpoint(checkpoint.head.size, core.held)) is not None:
        kind, objects = "E1", same_size(mine, checkpoint)
    else:
        larger = newest if newest.head.size <= log.old.size else None
        if larger is None:
            return True
        kind = "E2"
        objects = two_sizes(
            checkpoint, larger, lambda level, start, count: core.held.hashes(log.origin, level, start, count)
        )
    dispute(core, log, kind, objects)
    return True


def note_best(log: LogState, checkpoint: Checkpoint) -> None:
    """Remember the largest signed head of a log of ours that we do not hold: the next epoch names it as ``prev``."""
    if (log.own or log.former) and (log.best is None or log.best.head.size < checkpoint.head.size):
        log.best = checkpoint


def dispute(core: Core, log: LogState, kind: str, objects: list[object]) -> None:
    """Keep the evidence, cosign no further head of this log, tell all parties. Nothing else stops."""
    rosters = [core.rosters[code].signed for code in core.charter.codes if code in core.rosters]
    data = write_evidence(kind, core.line, rosters, core.signed_charter, objects)
    keep_evidence(core, log, data)


def keep_evidence(core: Core, log: LogState, data: bytes) -> None:
    """Store evidence that verified, once, and pass it on."""
    key = core.line + digest(log.origin.encode()) + digest(data)
    known = core.held.rows(DOC_EVIDENCE, core.line + digest(log.origin.encode()), None, EVIDENCE_MAX)
    if len(known) >= EVIDENCE_MAX or core.fold.row(DOC_EVIDENCE, key) is not None:
        return
    core.fold.put(DOC_EVIDENCE, key, data)
    if log.status != CLOSED:
        log.status, log.dirty = DISPUTED, True
    words = worded(
        "The log of {code} has two histories signed by one key. Both are kept and shown; no further head of it is"
        " cosigned. An evidence file is kept (`watchline log export` writes it). Speak with its party by another"
        " means. It shows two histories by one key, never an intent.",
        code=log.name.code,
    )
    core.alarms.set(f"fork/{log.origin}", Level.ALARM, words, core.now.wall)
    core.tell("fork", log.origin, words)
    for peer in core.everyone():
        if may_have(core, peer.code, log):
            _send(core, peer, data)


def _send(core: Core, peer: Peer, data: bytes) -> None:
    """Send evidence on every circuit: of two machines with one key each may stand at another. It asks for no answer."""
    if len(data) <= FRAME_BYTES_MAX - _FRAME_ROOM:  # a larger file is kept, shown and exported
        core.send(peer, Evidence(evidence=data), every=True)


def send_evidence(core: Core, peer: Peer) -> None:
    """Tell a peer that a connection stands with again: evidence is never answered, so nobody knows whether it came."""
    for log in core.logs.values():
        if not may_have(core, peer.code, log):
            continue
        if log.status == DISPUTED or ((log.own or log.former) and log.status == CLOSED):
            prefix = core.line + digest(log.origin.encode())
            for _key, data in core.held.rows(DOC_EVIDENCE, prefix, None, 1):
                _send(core, peer, data)


def accept_evidence(core: Core, data: bytes) -> None:
    """Take evidence from a peer: only what shows two histories by a key that a roster here certifies changes anything."""
    kind, line, objects = read_evidence(data)
    if line != core.line:
        raise InvalidFromPeer("line", "evidence about another line")
    for log in core.logs.values():
        if fork_shown(kind, objects, log.keys.log) == log.origin:
            if log.own:
                _stolen(core, log, "A peer sent evidence of a second history under our own log key.")
            keep_evidence(core, log, data)
            return


def keep_branch(core: Core, log: LogState, start: int, leaves: Sequence[bytes]) -> None:
    """Keep leaves of a log in dispute that are not those held: shown with the label, folded into no view, never cosigned."""
    for index, leaf in enumerate(leaves, start):
        key = core.line + digest(log.origin.encode()) + index.to_bytes(8, "big") + digest(leaf)
        if core.fold.row(BRANCH, key) is None and len(core.held.rows(BRANCH, key[:64], None, BRANCH_MAX)) < BRANCH_MAX:
            core.fold.put(BRANCH, key, leaf)
            core.tell("disputed", f"{log.name.code}/{log.name.epoch}/{index}", "an entry of the second history")


def own_log_elsewhere(core: Core, checkpoint: Checkpoint) -> None:
    """A head of our own log from outside counts only if our key signed it; beyond or beside ours, the key is elsewhere (3.5).

    That holds for an intact head lock. Without one a larger head is what our store lost: the next epoch names it.
    """
    log = core.own
    if log is None or checkpoint.origin != log.origin:
        return
    if core.closed and log.status != CLOSED and checkpoint.head.size > log.size:
        note_best(log, checkpoint)
        return
    beyond = checkpoint.head.size > log.size
    beside = not beyond and core.root_at(log, checkpoint.head.size) not in {None, checkpoint.head.root}
    if beyond or beside:
        _stolen(
            core,
            log,
            worded(
                "A head of size {size} that our node never made bears our own log key's signature.",
                size=checkpoint.head.size,
            ),
        )


def _stolen(core: Core, log: LogState, found: str) -> None:
    """Stop signing with this key set; adopt nothing."""
    words = worded(
        "{found} Somebody else signs with this key set: it was copied. This node signs and cosigns nothing more with"
        " it; it goes on receiving and showing. Tell the other parties by another means; the next epoch needs a spare"
        " key set.",
        found=found,
    )
    core.closed = core.closed or words
    log.status, log.words, log.dirty = CLOSED, words, True
    core.alarms.set("closed", Level.EMERGENCY, words, core.now.wall)
