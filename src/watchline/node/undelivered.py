"""Heads that another party's log lists as seen and that we do not hold: asked for, and shown where they do not come (PROTOCOL 9.1).

Whoever lists a head in ``seen`` serves its leaves to any party that asks (PROTOCOL 2.3). Here that party is asked too, not only the
author; while it is alive and nothing comes, the line says ``seen by C, not delivered by C``: an observation of ours, without a cause.
It is no evidence, and it ends when the leaves arrive, by whatever way.
"""

from __future__ import annotations

from watchline.node.beats import ask_range
from watchline.node.logs import OPEN, LogState
from watchline.node.memory import Core
from watchline.node.peers import Lack, Peer
from watchline.peer import Want
from watchline.peer.limits import ASK_OTHERS_MS, CREDIT_BYTES, PARKED_LEAVES_MAX
from watchline.record import Seen
from watchline.sentence import worded
from watchline.watch import Level

SITUATION = "undelivered/"


def watch_seen(core: Core) -> None:
    """Compare what the newest entries of the others list as seen with what we hold; ask, raise, end."""
    if len(core.peers) < 2:
        return  # of two parties each lists the other only
    fresh = any(log.entries for log in core.logs.values() if not log.own)
    if not (fresh or core.lacks or not core.seen_compared):
        return
    logs = {(log.name.code, log.name.epoch): log for log in core.logs.values()}
    lacking = _lacking(core, logs)
    for key in [key for key in core.lacks if key not in lacking]:
        del core.lacks[key]
        core.alarms.clear(situation_of(*key), core.now.wall)
    if not core.seen_compared:
        core.seen_compared = True
        wanted = {situation_of(*key) for key in lacking}
        for situation in [name for name in core.alarms.active if name.startswith(SITUATION) and name not in wanted]:
            core.alarms.clear(situation, core.now.wall)
    for key, head in lacking.items():
        _follow(core, core.peers[key[0]], logs.get((head.code, head.epoch)), head)


def _lacking(core: Core, logs: dict[tuple[str, int], LogState]) -> dict[tuple[str, str], Seen]:
    """Return the heads seen by others that we do not hold: (who lists it, whose log) → head.

    A log that is in dispute or closed here is left out: that it does not grow has another reason, which is shown.
    """
    found = {}
    for seer in core.peers:
        theirs = max(
            (log for log in logs.values() if log.name.code == seer), key=lambda log: log.name.epoch, default=None
        )
        for head in () if theirs is None else theirs.seen:
            if head.code in {core.code, seer} or head.code not in core.peers:
                continue
            log = logs.get((head.code, head.epoch))
            if log is None or (head.size > log.size and log.status == OPEN):
                found[seer, head.code] = head
    return found


def _follow(core: Core, seer: Peer, log: LogState | None, head: Seen) -> None:
    """Ask for a head that we lack, and say so once its seer was asked, is alive, and nothing came for as long as the charter has it."""
    mono, held = core.now.mono, 0 if log is None else log.size
    key = (seer.code, head.code)
    situation = situation_of(*key)
    lack = core.lacks.get(key)
    if lack is None or held >= lack.size:
        if lack is not None:
            core.alarms.clear(situation, core.now.wall)  # what was shown has arrived; this is a later head
        lack = core.lacks[key] = Lack(head, mono, held)
    lack.head = head
    if held != lack.held:
        lack.held, lack.asked_at = held, None if lack.asked_at is None else mono
    if log is not None:
        log.hear_of(head.size, mono)
    author = core.peers[head.code]
    if not seer.alive():
        lack.asked_at = None
    elif mono - lack.since >= ASK_OTHERS_MS or not author.alive():
        _ask(core, seer, log, head)
        lack.asked_at = mono if lack.asked_at is None else lack.asked_at
    due = lack.asked_at is not None and mono - lack.asked_at >= 1000 * core.charter.windows.held_s
    if due or situation in core.alarms.active:
        core.alarms.set(situation, Level.CAUTION, words_of(seer.code, head, held), core.now.wall)


def _ask(core: Core, seer: Peer, log: LogState | None, head: Seen) -> None:
    """Ask the party that lists a head for its leaves; of a log that is not known here at all, the other parties too, in turn."""
    if log is not None:
        ask_range(core, seer, log)
        return
    origin = core.charter.log(head.code, head.epoch).origin()
    if core.now.mono - seer.asked.get(origin, -ASK_OTHERS_MS) < ASK_OTHERS_MS:
        return
    seer.asked[origin] = core.now.mono
    others = [peer for peer in core.peers.values() if peer is not seer and peer.connected()]
    core.unknown_turn += 1
    for peer in (seer, *others[core.unknown_turn % max(1, len(others)) :][:1]):
        peer.credit_left = CREDIT_BYTES
        core.send(peer, Want(ranges=[(origin, 0, min(head.size, PARKED_LEAVES_MAX), "leaves")], credit=CREDIT_BYTES))


def situation_of(seer: str, code: str) -> str:
    """Return the situation of what a party lists of another's log and does not deliver."""
    return f"{SITUATION}{seer}/{code}"


def words_of(seer: str, head: Seen, held: int) -> str:
    """Return what is said of a head that a party lists and does not deliver; the screen says since when."""
    return worded(
        "seen by {seer}, not delivered by {seer}: the log {code}/{epoch} to size {size}, root {root}. Held here to"
        " size {held}. It is asked for again without end; the cause is not known here.",
        seer=seer,
        code=head.code,
        epoch=head.epoch,
        size=head.size,
        root=head.root.hex()[:16],
        held=held,
    )


__all__ = ["situation_of", "watch_seen", "words_of"]
