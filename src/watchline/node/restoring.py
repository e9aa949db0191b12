"""How our own log goes on after its head lock is lost: gather what others hold of it, then open the next epoch with a spare key set.

The host has put the spare into the anchor store and the old key set is gone (``watchline restore``), so nothing here can extend the former
log, however it ends. Until leaf 0 of the next epoch is stored a node that starts again gathers again; once it is, it goes on from it.
"""

from __future__ import annotations

from watchline.errors import OurMistake
from watchline.line import Stood
from watchline.log import EMPTY, Head
from watchline.node.epochs import REVOCATION, ROTATION, next_epoch
from watchline.node.logs import CLOSED, DISPUTED, LogState
from watchline.node.memory import Core
from watchline.node.outcome import Reply
from watchline.node.revoking import revoked_by
from watchline.node.rotating import ended_at
from watchline.node.writing import write_entry
from watchline.record import NODE_POST, EpochAdopt, EpochOpen
from watchline.sentence import worded

SERIALS_APART = 1_000
"""Serials go on at the next multiple of this where some may be lost, so that no number is given twice (PROTOCOL 2.1)."""


def head_before(core: Core, former: LogState) -> Head:
    """Return the largest head of our former log that our key signed, as far as we know; of a copied key none but our own."""
    taken_back = revoked_by(core, former)
    if taken_back is not None:
        size, root = taken_back.stands(former.origin)
        return Head(size, root) if size else EMPTY
    if former.status not in {CLOSED, DISPUTED} and former.best is not None:
        return max(former.head, former.best.head, key=lambda head: head.size)
    return former.head


def open_when_gathered(core: Core) -> None:
    """Open the next epoch once we listened long enough, and nothing more of the former log is on its way."""
    former = core.former()
    if not core.gathering or former is None or not core.may_sign():
        return
    planned = ended_at(core, former, core.keys.public)
    if planned is not None:
        _open_next(core, former, planned, ROTATION)
        return
    if former.size != core.gathered[0]:
        core.gathered = (former.size, core.now.mono)
    listen = core.rules.listen_ms
    if core.now.mono - core.started_at < listen:
        return
    prev = head_before(core, former)
    if former.size < prev.size and core.now.mono - core.gathered[1] < listen:
        return
    _open_next(core, former, prev, "restore" if revoked_by(core, former) is None else REVOCATION)


def gathered_at(core: Core) -> int | None:
    """Return when to look again, by our monotonic clock, while we gather."""
    if not core.gathering or not core.may_sign():
        return None
    listen = core.rules.listen_ms
    return max(core.started_at + listen, core.gathered[1] + listen if core.now.mono >= core.started_at + listen else 0)


def _open_next(core: Core, former: LogState, prev: Head, reason: str) -> None:
    epoch = max(next_epoch(core, core.code), core.epoch_pinned + 1)
    generation = core.charter.generation
    own = LogState(core.charter.log(core.code, epoch), core.keys.public, own=True, generation=generation)
    missing = [(former.size, prev.size, prev.root)] if prev.size > former.size else None
    lost = prev.size - former.size if missing else 0
    own.serial = max(log.serial for log in core.logs.values() if log.former)
    if missing or (reason != ROTATION and not all(peer.heard_have for peer in core.peers.values())):
        own.serial = ((own.serial + lost) // SERIALS_APART + 1) * SERIALS_APART - 1
    core.own, core.gathering = own, False
    core.logs[own.origin] = own
    rosters = [(code, core.rosters[code].number, core.rosters[code].hash()) for code in core.charter.codes]
    named = (former.origin, prev.size, prev.root) if prev.size else None
    opened = EpochOpen(reason=reason, key_set=core.keys.public.fields(), rosters=rosters, prev=named, missing=missing)
    if named is not None:  # leaf 0 names the charter by what it itself stands by
        core.logs_closed(Stood(core.code, (epoch, 0), core.code, former.name.epoch, prev.size, core.charter.hash))
    core.written_at.clear()
    core.test_circuits.clear()
    write_entry(core, opened, post=NODE_POST, charter=core.charter.hash)
    core.pins |= {f"epoch/{core.line.hex()}": epoch.to_bytes(4, "big"), f"charter/{core.line.hex()}": core.charter.hash}
    for code in core.charter.codes:
        core.pins[f"roster/{code}"] = core.rosters[code].number.to_bytes(4, "big") + core.rosters[code].hash()
    for situation in ("closed", "gathering"):
        core.alarms.clear(situation, core.now.wall)
    core.have_to |= set(core.peers)
    core.tell("epoch", f"{core.code}/{epoch}", "our log goes on in a new epoch")


def adopt_former(core: Core, post: str) -> Reply:
    """State that a head of our former log which turned up after its epoch was closed is our own (PROTOCOL 7.3).

    Raises:
        OurMistake: there is none, or nobody may say so.
    """
    if post not in core.charter.posts:
        raise OurMistake(
            worded(
                "{post} is not a post of this line; the charter names {posts}.",
                post=repr(post),
                posts=", ".join(core.charter.posts),
            )
        )
    former = core.former()
    if former is not None and former.ended >= 0:
        raise OurMistake(
            "We ended our former log as planned; what came after its last entry is not ours. Nothing was written."
        )
    if core.own is None or former is None or former.limit < 0 or former.head.size <= former.limit:
        raise OurMistake(
            "No entry of a former log of ours turned up after the new epoch was opened; nothing was written."
        )
    head = former.head
    ref = write_entry(core, EpochAdopt(origin=former.origin, size=head.size, root=head.root), post=post)
    return Reply(ref.text(), written=True)
