"""A start: store and head lock are compared (PROTOCOL 3.3); what does not fit closes this key set for us, for ever."""

from __future__ import annotations

from collections.abc import Mapping

from watchline.log import EMPTY
from watchline.node.doors import LockRow
from watchline.node.logs import CLOSED, LogState
from watchline.node.memory import Core
from watchline.node.rotating import ended_at, say_unfinished
from watchline.sentence import worded
from watchline.watch import Level


def compare_locks(core: Core, locks: Mapping[str, LockRow] | None) -> None:
    """Compare every log with its slot.

    Equal: go on. Store one batch ahead of the lock and consistent: the first step moves the lock before anything leaves. A log
    without a slot never had a head released or cosigned: the slot is written before the first one leaves.
    """
    if core.gathering:
        _gather(core, locks)
    for log in core.logs.values():
        if log.former:
            continue
        kept = log.head if log.own else log.cosigned
        row = None if locks is None else locks.get(log.origin)
        log.locked = None if row is None else row.head
        if log.own and log.status == CLOSED:
            core.closed = log.words
            core.alarms.set("closed", Level.EMERGENCY, log.words, core.now.wall)
        if row is not None and row.head == kept:
            continue
        if locks is None and kept.size:
            _close(
                core,
                log,
                worded(
                    "The head lock is missing; it should hold size {size} of {origin}.",
                    size=kept.size,
                    origin=log.origin,
                ),
            )
        elif row is None:
            if log.own and log.size_before:
                _close(
                    core,
                    log,
                    worded("The head lock has no slot for {origin}, which it must have held.", origin=log.origin),
                )
            log.relock = bool(kept.size)
        elif row.head.size > kept.size or _root(core, log, row.head.size) != row.head.root:
            _close(
                core,
                log,
                worded(
                    "The head lock of {origin} holds size {size}, the store {stored}.",
                    origin=log.origin,
                    size=row.head.size,
                    stored=kept.size,
                ),
            )
        elif log.own and row.head.size < log.size_before:
            _close(
                core,
                log,
                worded("The store is more than one batch ahead of the head lock of {origin}.", origin=log.origin),
            )
        else:
            log.relock = True
    _close_unknown(core, locks or {})
    say_unfinished(core)
    if core.closed:  # what was stored and then not locked was never released, and is not released by showing it
        for log in core.logs.values():
            if not log.own and log.cosigned != log.locked:
                log.cosignatures.pop(core.code, None)


def _close_unknown(core: Core, locks: Mapping[str, LockRow]) -> None:
    for origin in locks:
        if origin not in core.logs and origin.startswith(core.line.hex()):
            _close(
                core,
                None,
                worded(
                    "The head lock knows {origin}, the store does not: the store is older than the lock.",
                    origin=origin[64:],
                ),
            )


def _gather(core: Core, locks: Mapping[str, LockRow] | None) -> None:
    """Our logs are of other key sets than the one we hold: a spare was brought, or an older anchor store was put back."""
    former = core.former()
    assert former is not None, "a node gathers for the log after its former one"
    if locks is None:
        _close(core, None, worded("The head lock is missing."))
    elif any(log.keys == core.keys.public for log in core.logs.values() if log.former):
        _close(
            core,
            None,
            worded("The anchor store holds the key set of an earlier epoch of ours, which is never used again."),
        )
    elif ended_at(core, former, core.keys.public) is not None:
        core.alarms.clear("closed", core.now.wall)
    else:
        words = worded(
            "A spare key set is in place; our former log, {code}/{epoch}, is closed and stays as it is. This node listens"
            " for what others hold of it and then opens the next epoch by itself, in half a minute or as soon as nothing"
            " more arrives. Write nothing until then; receiving and showing go on.",
            code=former.name.code,
            epoch=former.name.epoch,
        )
        core.alarms.clear("closed", core.now.wall)
        core.alarms.set("gathering", Level.WARNING, words, core.now.wall)


def _root(core: Core, log: LogState, size: int) -> bytes | None:
    return EMPTY.root if size == 0 else core.root_at(log, size)


def _close(core: Core, log: LogState | None, why: str) -> None:
    words = worded(
        "{why} This may be an older copy of the record, so this node signs and cosigns nothing more with this key set;"
        " it goes on receiving and showing. Nothing is lost. The next epoch, with a spare key set, is opened by an"
        " officer and the administrator.",
        why=why,
    )
    core.closed = words
    core.alarms.set("closed", Level.EMERGENCY, words, core.now.wall)
    if log is not None and log.own:
        log.words = words
