"""A key set that its party took back: how far its logs stand, what of them changes no view any more (PROTOCOL 7.5, 7.6).

Where a leaf stands decides, and what others had written before they knew; so every node that holds the same entries and rosters says
the same, whatever came first. Until the roster is known its leaves count like all others. When it is, and whenever that
changes what became of a leaf, the common views are folded anew without the void ones (``rebuilding.py``).
"""

from __future__ import annotations

import msgspec

from watchline.log.standing import Standing, standing
from watchline.node.epochs import put_epoch
from watchline.node.logs import CLOSED, DISPUTED, LogState
from watchline.node.memory import Core
from watchline.node.rebuilding import rebuild
from watchline.party import Revoked
from watchline.record import Seen
from watchline.sentence import joined, worded
from watchline.view import ROSTER_SEEN, roster_key
from watchline.watch import Level

REVOKED = worded(
    "Our roster takes back the key set in use here: this node signs and cosigns nothing more with it; it goes on"
    " receiving and showing. Stop it and give `watchline key DIR revoke …` again: it goes on where it was, and the"
    " next epoch is opened under another key set."
)
_PAGE = 256


def revoked_by(core: Core, log: LogState) -> Revoked | None:
    """Return what its party says of the key set of a log that it took back; None if it did not."""
    roster = core.rosters.get(log.name.code)
    return None if roster is None else roster.revoked.get(log.keys)


def settle_revoked(core: Core) -> None:
    """Close logs whose key set was taken back, and fold anew where that, or what came since, changes what became of a leaf."""
    if not any(roster.revoked for roster in core.rosters.values()):
        return
    changed = False
    for log in core.logs.values():
        _forget_disowned_cosignatures(core, log)
        found = revoked_by(core, log)
        if found is None:
            continue
        bounds = found.stands(log.origin)[0], covered(core, log, found)
        if log.origin not in core.bounds:
            _close(core, log, found)
        before = core.bounds.get(log.origin, (log.size, log.size))
        core.bounds[log.origin] = bounds
        if any(
            standing(index, *bounds) != standing(index, *before) for index in range(min(*bounds, *before), log.size)
        ):
            changed = True
        if changed or log.size > max(log.old.size, bounds[0]):
            _tell(core, log, bounds)
    if changed:
        rebuild(core)


def load_revoked(core: Core) -> None:
    """At a start: note how far the logs of revoked key sets stand; the views are folded so already."""
    for log in core.logs.values():
        found = revoked_by(core, log)
        if found is not None:
            core.bounds[log.origin] = found.stands(log.origin)[0], covered(core, log, found)
            if log.own and not core.closed:
                core.closed = REVOKED
                core.alarms.set("closed", Level.EMERGENCY, REVOKED, core.now.wall)


def rosters_to_state(core: Core) -> list[str]:
    """Return the parties whose newest roster takes back a key set, and of which our log does not say yet that we have seen it."""
    found = []
    for code, roster in core.rosters.items():
        newest = max((item.number for item in roster.revoked.values()), default=0)
        if code != core.code and newest and _first_word(core, core.code, code, newest) is None:
            found.append(code)
    return found


def covered(core: Core, log: LogState, found: Revoked) -> int:
    """Return the largest size of a log that another party lists before its word of the roster that takes it back."""
    sizes = [0]
    for code in core.charter.codes:
        if code == log.name.code:
            continue
        word = _first_word(core, code, log.name.code, found.number)
        for other in core.logs.values():
            if other.name.code == code and (word is None or other.name.epoch <= word[0]):
                end = other.size if word is None or other.name.epoch < word[0] else min(word[1], other.size)
                seen = _last_listing(core, other, end, log)
                if seen is not None and core.root_at(log, seen.size) in {None, seen.root}:
                    sizes.append(seen.size)
    return max(sizes)


def _first_word(core: Core, author: str, code: str, least: int) -> tuple[int, int] | None:
    """Return (epoch, index) of a party's first ``roster_seen`` of a roster of this number or a later one."""
    places = [
        tuple(msgspec.msgpack.decode(row))
        for key, row in core.fold_rows(ROSTER_SEEN, roster_key(core.line, author, code), None, _PAGE)
        if int.from_bytes(key[-8:], "big") >= least
    ]
    return min(places, default=None)


def _last_listing(core: Core, log: LogState, end: int, of: LogState) -> Seen | None:
    """Return what the last leaf below an index that lists a log says it has seen of it; found by halves, as ``seen`` never goes down."""
    low, high, found = 0, end, None
    while low < high:
        middle = (low + high) // 2
        seen = _listed(core, log, low, middle, of.name.code)
        if seen is not None and seen.epoch > of.name.epoch:
            high = middle
            continue
        low = middle + 1
        found = seen if seen is not None and seen.epoch == of.name.epoch else found
    return found


def _listed(core: Core, log: LogState, low: int, index: int, code: str) -> Seen | None:
    """Return what the leaf at an index lists of a party; of one that cannot be read or is misplaced, the one before it."""
    for at in range(index, low - 1, -1):
        entry = log.entry(at, core.held)
        header = None if entry is None else core.header(entry.leaf)
        place = (core.line, log.name.code, log.name.epoch, at)
        if header is not None and (header.line, header.author, header.epoch, header.index) == place:
            return next((seen for seen in header.seen if seen.code == code), None)
    return None


def _close(core: Core, log: LogState, found: Revoked) -> None:
    """Cosign a log no further than its party stands by it."""
    if log.own:
        core.closed = core.closed or REVOKED
        core.alarms.set("closed", Level.EMERGENCY, core.closed, core.now.wall)
        return
    log.limit, log.ended, log.dirty = found.stands(log.origin)[0], -1, True
    if not log.former and log.status != DISPUTED:
        log.status = CLOSED
    core.alarms.clear(f"late/{log.name.code}/{log.name.epoch}", core.now.wall)
    core.alarms.clear(f"ended/{log.name.code}/{log.name.epoch}", core.now.wall)
    put_epoch(core, log)


def _forget_disowned_cosignatures(core: Core, log: LogState) -> None:
    """A cosignature beyond the last by which its party stands says nothing of receipt any more (PROTOCOL 7.6)."""
    for code, made in list(log.cosignatures.items()):
        mirror = core.logs.get(made.name.removesuffix("/mirror"))
        found = None if mirror is None else revoked_by(core, mirror)
        if found is not None and made.head.size > found.cosigned_until(log.origin):
            del log.cosignatures[code]
            log.version += 1


def _tell(core: Core, log: LogState, bounds: tuple[int, int]) -> None:
    text, kinds = (
        f"{log.name.code}/{log.name.epoch}",
        [standing(index, *bounds) for index in range(bounds[0], log.size)],
    )
    disowned, void = kinds.count(Standing.DISOWNED), kinds.count(Standing.VOID)
    words = joined(
        (
            worded("We took back the key set of {log}.", log=text)
            if log.name.code == core.code
            else worded("{party} took back the key set of {log}.", party=log.name.code, log=text),
            worded(
                "Its first {first} entries stand. {disowned} after them are disowned: others had relied on them before they knew, so they are"
                " kept, shown and marked. {void} are void and change nothing: `watchline log list DIR` shows them all.",
                first=bounds[0],
                disowned=disowned,
                void=void,
            ),
        )
    )
    core.alarms.set(f"revoked/{text}", Level.ALARM, words, core.now.wall)
