"""Planned rotation (PROTOCOL 7.1): our log ends with ``epoch_close``, the next one opens under the next key set of our roster.

Two steps, each stored and locked before anything follows: the old key set signs the last leaf, and signs nothing after it; the host then puts
the new key set in its place, which opens the next epoch by itself. Cut off in between, the node says so, and the same command goes on.
"""

from __future__ import annotations

from watchline.errors import InvalidFromPeer, OurMistake
from watchline.log import Head
from watchline.node.epochs import ENDED
from watchline.node.logs import LogState
from watchline.node.memory import Core
from watchline.node.outcome import Reply
from watchline.node.rosters import take_roster
from watchline.node.writing import own_log, write_entry
from watchline.party import KeySet, read_roster
from watchline.record import EpochClose, read_body, read_leaf
from watchline.sentence import worded
from watchline.watch import Level


def close_epoch(core: Core, roster: bytes, key_set: bytes, post: str) -> Reply:
    """End our log as planned.

    Args:
        core: The node.
        roster: The signed roster that lists the next key set; the newest one, or the one after it.
        key_set: Hash of the key set that is to open the next epoch.
        post: The post that speaks.

    Raises:
        OurMistake: why it cannot be done now; nothing was written.
    """
    if post not in core.charter.posts:
        raise OurMistake(
            worded(
                "{post} is not a post of this line; the charter names {posts}.",
                post=repr(post),
                posts=", ".join(core.charter.posts),
            )
        )
    if not core.may_sign():
        raise OurMistake(core.closed)
    own_log(core)
    newest = core.rosters[core.code]
    if newest.signed != roster:
        try:
            newest = read_roster(roster, newest)
        except InvalidFromPeer as why:
            raise OurMistake(
                worded("This roster is not the next of ours: {words}. Nothing was written.", words=why.words)
            ) from why
    used = {log.keys for log in core.logs.values() if log.name.code == core.code}
    found = next((keys for keys in newest.key_sets if keys.hash() == key_set and keys not in used), None)
    if found is None:
        raise OurMistake(
            worded(
                "Roster {number} of {code} lists no unused key set with the hash {key_set}…. Nothing was written.",
                number=newest.number,
                code=core.code,
                key_set=key_set.hex()[:16],
            )
        )
    take_roster(core, roster)
    ref = write_entry(core, EpochClose(roster=roster, key_set=found.fields()), post=post)
    return Reply(ref.text(), written=True)


def ended_at(core: Core, former: LogState, keys: KeySet) -> Head | None:
    """Return the head with which a log of ours was ended for a key set; None if it was not."""
    entry = former.entry(former.ended - 1, core.held) if former.ended > 0 else None
    root = core.root_at(former, former.ended) if former.ended > 0 else None
    if entry is None or root is None:
        return None
    try:
        record = read_body(read_leaf(entry.leaf).kind, entry.body or b"")
        fits = isinstance(record, EpochClose) and KeySet.of(record.key_set) == keys
    except InvalidFromPeer:
        return None
    return Head(former.ended, root) if fits else None


def say_unfinished(core: Core) -> None:
    """At a start under the old key set: its log is ended, so it signs nothing more."""
    if core.own is not None and core.own.ended >= 0 and not core.closed:
        core.closed = ENDED
        core.alarms.set("closed", Level.EMERGENCY, ENDED, core.now.wall)
