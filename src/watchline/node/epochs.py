"""Epochs after the first: whose keys may open one, what closes the one before, and how our own log goes on after its head lock is lost.

Theory of operation (PROTOCOL 1.6, 7, 4.5). An epoch uses one key set and its log is never extended under another. A party whose head lock
is gone brings a spare key set that its roster lists by hash. Its node then has logs of its own that it cannot sign (``former``), and no
log that it can: it *gathers*. For as long as it listens it takes signed heads and leaves of the former log from anybody, and its own
older cosignatures; then it opens the next epoch, whose leaf 0 names the largest such head as ``prev``.

The other parties take the new epoch without a human act, because roster and leaf 0 authorise its key set; they cosign the former log no
further than it stood, and show the new entries as of a *new key, not confirmed* until an officer compared the key by another means.
"""

from __future__ import annotations

from typing import NamedTuple

from watchline.errors import InvalidFromPeer, OurMistake
from watchline.keys import body_hash
from watchline.log import Checkpoint, Cosignature, log_line
from watchline.node.logs import CLOSED, DISPUTED, LogState
from watchline.node.memory import OWN_EPOCH, Core, EpochRow, epoch_key, read_epoch, write_epoch
from watchline.node.outcome import Reply
from watchline.node.parties import PARTIES, kept_key_set
from watchline.node.peers import Peer
from watchline.node.rosters import take_roster
from watchline.party import KeySet, LogName, Roster, fingerprint
from watchline.peer import Append, Want
from watchline.peer.limits import ASK_OTHERS_MS, CREDIT_BYTES
from watchline.record import EpochAdopt, EpochClose, EpochOpen, Record, read_body, read_leaf
from watchline.sentence import joined, worded
from watchline.watch import Level

ROTATION = "rotation"
"""Reason of an epoch that was planned: the log before it ends with ``epoch_close``."""
REVOCATION = "revocation"
"""Reason of an epoch that was opened because the key set of the log before it was taken back."""
_UNCONFIRMED = worded("Its entries are kept, cosigned and shown as of a new key, not confirmed.")
ENDED = worded(
    "Our log was ended by a rotation of its keys that was not finished; nothing more is written under the old ones. Stop the node and give the"
    " same `watchline key DIR rotate …` again: it goes on where it was."
)


def key_digits(keys: KeySet) -> str:
    """Return what two officers read to each other to compare a key set: six groups of five digits, as for a root."""
    return fingerprint(keys.document())


# -- whose keys ------------------------------------------------------------------------------------------------------


class First(NamedTuple):
    """Leaf 0 of a log as it arrived with salt and body: nothing in it counts before it is checked."""

    leaf: bytes
    salt: bytes
    body: bytes


def first_of(frame: Append) -> First | None:
    """Return leaf 0 with its body, if a frame brings both."""
    if frame.start or not frame.leaves:
        return None
    return next((First(frame.leaves[0], salt, body) for index, salt, body in frame.bodies if index == 0), None)


def next_epoch(core: Core, code: str) -> int:
    """Return the number of the epoch after the newest that is known here of a party; 1 if none is."""
    return 1 + max((log.name.epoch for log in core.logs.values() if log.name.code == code), default=0)


def follows(core: Core, name: LogName) -> bool:
    """Tell whether a log is the next of its party; to who joined the first that he hears of may bear any number."""
    epoch = next_epoch(core, name.code)
    return name.epoch == epoch or (epoch == 1 and core.founding.generation > 0)


def key_set_of(core: Core, name: LogName, checkpoint: Checkpoint, first: First | None) -> tuple[KeySet, Checkpoint]:
    """Return the key set that may speak for a log not known yet, and the checkpoint as it signed it.

    It is one that the newest roster lists, or the spare that leaf 0 shows.

    Raises:
        InvalidFromPeer: ``key``: nothing authorises it. The log key of an older epoch authorises nothing.
    """
    core.awaited.pop(
        checkpoint.origin, None
    )  # it is here, or it is refused and asked for when somebody tells of it again
    roster = core.rosters.get(name.code)
    if roster is None or not follows(core, name):
        raise InvalidFromPeer("key", f"no roster here certifies keys for {checkpoint.origin}")
    used = {log.keys for log in core.logs.values() if log.name.code == name.code}
    for keys in roster.key_sets:
        signed = log_line(checkpoint, keys.log) if keys not in used else None
        if signed is not None:
            return keys, signed
    if name.epoch > 1 and first is not None:
        keys = _opened_with(core, name, first)
        signed = log_line(checkpoint, keys.log) if keys == kept_key_set(core, name, first.leaf) else None
        if signed is not None:
            return keys, signed
        check_spare(roster, keys, used)
        signed = log_line(checkpoint, keys.log)
        if signed is not None:
            return keys, signed
    raise InvalidFromPeer("key", f"no key set of roster {roster.number} of {name.code} signed {checkpoint.origin}")


def check_spare(roster: Roster, keys: KeySet, used: set[KeySet]) -> None:
    """Check that a roster lists a key set as a spare that may be opened now.

    It stands behind every spare that was used: one that was passed over (its medium was lost) is never opened afterwards.

    Raises:
        InvalidFromPeer: ``key``.
    """
    hashes = [item.hash() for item in used]
    last = max((at for at, item in enumerate(roster.spares) if item in hashes), default=-1)
    if keys.hash() not in roster.spares[last + 1 :]:
        raise InvalidFromPeer(
            "key",
            f"roster {roster.number} of {roster.code} lists no unused spare with the hash {keys.hash().hex()[:16]}…",
        )
    if {keys.log, keys.mirror} & roster.uses.keys():
        raise InvalidFromPeer("key", f"a spare of {roster.code} holds a key that has another use")


def _opened_with(core: Core, name: LogName, first: First) -> KeySet:
    """Return the key set that leaf 0 of a log shows, once the leaf stands where it says and commits to its body."""
    header = read_leaf(first.leaf)
    if (header.line, header.author, header.epoch, header.index) != (core.line, name.code, name.epoch, 0):
        raise InvalidFromPeer("key", f"leaf 0 of {name.origin()} says that it stands elsewhere")
    if body_hash(core.line, core.ids[name.code], first.salt, first.body) != header.body_hash:
        raise InvalidFromPeer("malformed", f"the body sent for entry 0 of {name.origin()} is not the one it commits to")
    opened = read_body(header.kind, first.body)
    if not isinstance(opened, EpochOpen):
        raise InvalidFromPeer("key", f"leaf 0 of {name.origin()} opens no epoch")
    return KeySet.of(opened.key_set)


def hear_of_epoch(core: Core, peer: Peer, origin: str, size: int) -> bool:
    """A log that is not known yet: ask for it if it is a party's next epoch. Return whether there is no more to do with it now.

    Its first checkpoint says nothing without leaf 0, which names the keys; so it is asked for and not judged here.
    """
    if origin in core.logs:
        return False
    name = core.parse_name(origin)
    if name.epoch == 1:
        return False
    ours = name.code == core.code
    if not size or not follows(core, name) or (ours and not core.gathering):
        return True
    core.awaited[origin] = size
    if core.now.mono - peer.asked.get(origin, -ASK_OTHERS_MS) >= ASK_OTHERS_MS:
        peer.asked[origin] = core.now.mono
        peer.credit_left = CREDIT_BYTES
        end = 0 if name.code == peer.code else size
        core.send(peer, Want(ranges=[(origin, 0, end, "leaves")], credit=CREDIT_BYTES))
    return True


def ask_awaited(core: Core) -> None:
    """Ask again for an epoch that was heard of: what asked for it before may have been lost on its way."""
    for origin, size in list(core.awaited.items()):
        if origin in core.logs:
            del core.awaited[origin]
            continue
        for peer in core.peers.values():
            if peer.connected():
                hear_of_epoch(core, peer, origin, size)


# -- at the other parties --------------------------------------------------------------------------------------------


def take_epoch_entry(core: Core, log: LogState, index: int, record: Record) -> None:
    """Do what an entry about epochs asks of our mirrors; it is folded like every other entry beside this."""
    if isinstance(record, EpochClose):
        _ended(core, log, index, record)
    if log.name.epoch == 1:
        return
    if index == 0 and isinstance(record, EpochOpen):
        _opened(core, log, record)
    elif isinstance(record, EpochAdopt):
        _adopted(core, log, record)


def _ended(core: Core, log: LogState, index: int, record: EpochClose) -> None:
    """A party ends its epoch as planned (PROTOCOL 7.1): the first such entry of a log is its last that counts."""
    if log.ended >= 0:
        return
    log.ended, log.dirty = index + 1, True
    if log.own:
        core.closed = core.closed or ENDED
        core.alarms.set("closed", Level.EMERGENCY, core.closed, core.now.wall)
        return
    text = f"{log.name.code}/{log.name.epoch}"
    words = worded(
        "{party} ended its log {log} as planned and goes on in its next epoch, under the next key set of its roster. Nothing is to"
        " be done; if the next epoch does not appear soon, ask by another means.",
        party=log.name.code,
        log=text,
    )
    try:
        take_roster(core, record.roster)
    except InvalidFromPeer as why:
        words = worded(
            "{party} ended its log {log} with a roster that is not taken here: {why}. Ask it by another means.",
            party=log.name.code,
            log=text,
            why=why.words,
        )
    _close(core, log, log.ended)
    if not log.former:
        core.alarms.set(f"ended/{text}", Level.CAUTION, words, core.now.wall)


def _opened(core: Core, log: LogState, record: EpochOpen) -> None:
    """A party goes on with another key set: its logs before this one are closed, at what we cosigned or at what it names."""
    code, text = log.name.code, f"{log.name.code}/{log.name.epoch}"
    for other in core.logs.values():
        if other.name.code != code or other.name.epoch >= log.name.epoch:
            continue
        if other.keys in core.rosters[code].revoked:
            continue  # its roster says how far it stands
        named = record.prev[1] if record.prev is not None and record.prev[0] == other.origin else 0
        _close(core, other, max(other.limit, other.cosigned.size, named if other.ended < 0 else 0))
        core.alarms.clear(f"ended/{code}/{other.name.epoch}", core.now.wall)
    put_epoch(core, log)
    if record.reason == PARTIES and (code == core.code or log.keys in _before(core, log)):
        key = epoch_key(core.line, code, log.name.epoch)
        known = read_epoch(core.fold.row(OWN_EPOCH, key))
        before = read_epoch(core.fold.row(OWN_EPOCH, epoch_key(core.line, code, log.name.epoch - 1)))
        kept = log.keys in core.rosters[code].key_sets or bool(before.confirmed) or before.kept
        core.fold.put(OWN_EPOCH, key, write_epoch(known._replace(kept=kept)))
        return
    lost = sum(max(0, to - start) for start, to, _root in record.missing or ())
    gap = (
        [
            worded(
                "It names {n} entry of its former log that nobody could deliver to it.",
                "It names {n} entries of its former log that nobody could deliver to it.",
                n=lost,
            )
        ]
        if lost
        else []
    )
    if record.reason == ROTATION:
        words = _rotated(core, log, text)
    elif record.reason == REVOCATION and code != core.code:
        took = worded(
            "{party} took back the key set of its former log and opened {log} with another.", party=code, log=text
        )
        words = joined((took, _UNCONFIRMED, *gap, _have_it_read(code)))
    elif code == core.code:
        begun = worded(
            "Our log goes on as {log}, under a spare key set with the digits {digits}. The former log is kept and shown and never extended.",
            log=text,
            digits=key_digits(log.keys),
        )
        then = worded(
            "Read the digits to every other party by another means, look at what came back from them, then state it here:"
            " `watchline key DIR confirm {party} --digits '…'`. Make new spares soon: it needs the root key.",
            party=code,
        )
        words = joined((begun, *gap, then))
    else:
        spare = worded(
            "{party} opened {log} with a key set that its roster lists as a spare: it lost its head lock, or its keys are elsewhere.",
            party=code,
            log=text,
        )
        words = joined((spare, _UNCONFIRMED, *gap, _have_it_read(code)))
    core.alarms.set(f"epoch/{text}", Level.WARNING, words, core.now.wall)


def _before(core: Core, log: LogState) -> list[KeySet]:
    """Return the key sets that a party is known to have had before an epoch: by its roster, and in its earlier logs."""
    earlier = [item.keys for item in core.logs.values() if item.name.code == log.name.code and item is not log]
    return [*core.rosters[log.name.code].key_sets, *earlier]


def _rotated(core: Core, log: LogState, text: str) -> str:
    code = log.name.code
    if code == core.code:
        return worded(
            "Our keys were rotated: our log goes on as {log}, under a key set with the digits {digits}. The old private keys are"
            " destroyed; what was written under them stands. The other parties take the new key without any act of theirs, those that"
            " are away as soon as they are back. Read the digits to every other party by another means, then state it here:"
            " `watchline key DIR confirm {party} --digits '…'`.",
            log=text,
            digits=key_digits(log.keys),
            party=code,
        )
    opened = worded(
        "{party} rotated its keys as planned: it opened {log} with the next key set of its roster.",
        party=code,
        log=text,
    )
    return joined((opened, _UNCONFIRMED, _have_it_read(code)))


def _have_it_read(code: str) -> str:
    return worded(
        "Have {party} read its digits to you by another means, and type what you hear: `watchline key DIR confirm {party} --digits '…'`.",
        party=code,
    )


def _close(core: Core, log: LogState, limit: int) -> None:
    """Cosign a log only up to a size from now on; later leaves are kept and shown as late."""
    if log.former:
        log.limit = max(log.limit, limit)
    else:
        log.status, log.limit = (CLOSED if log.status != DISPUTED else DISPUTED), limit
    log.dirty = True
    put_epoch(core, log)
    if log.size > log.limit:
        tell_late(core, log)


def _adopted(core: Core, log: LogState, record: EpochAdopt) -> None:
    other = core.logs.get(record.origin)
    if other is None or other.name.code != log.name.code or other.name.epoch >= log.name.epoch or other.limit < 0:
        return
    if other.ended >= 0:
        return  # its own last word on that log was another
    if core.root_at(other, record.size) in {None, record.root} and record.size > other.limit:
        other.limit, other.dirty = record.size, True
        put_epoch(core, other)
        tell_late(core, other)


def tell_late(core: Core, log: LogState) -> None:
    """Say that a closed log grew, or that all of it is stood by now."""
    text = f"{log.name.code}/{log.name.epoch}"
    if log.limit < 0 or log.size <= log.limit:
        core.alarms.clear(f"late/{text}", core.now.wall)
        return
    count = log.size - log.limit
    if log.former:
        words = joined(
            (
                worded(
                    "{n} entry of our former log {log} turned up after our new epoch was opened, signed with the old key.",
                    "{n} entries of our former log {log} turned up after our new epoch was opened, signed with the old key.",
                    n=count,
                    log=text,
                ),
                worded(
                    "Look at them in `watchline log list DIR`. If they are ours: `watchline key DIR adopt`. If nobody here wrote them the old"
                    " key was copied: adopt nothing, and tell the other parties by another means."
                ),
            )
        )
    else:
        words = joined(
            (
                worded(
                    "{n} entry of {log} came after {party} had closed that log with its next epoch.",
                    "{n} entries of {log} came after {party} had closed that log with its next epoch.",
                    n=count,
                    log=text,
                    party=log.name.code,
                ),
                worded(
                    "They are kept and shown as late from a closed epoch, and not cosigned. Ask {party} by another means whether they are"
                    " its own; it can state so in its new log.",
                    party=log.name.code,
                ),
            )
        )
    core.alarms.set(f"late/{text}", Level.WARNING, words, core.now.wall)


def put_epoch(core: Core, log: LogState) -> None:
    """Keep for displays what is not in the log itself: how far it counts, and whether an officer confirmed its key."""
    key = epoch_key(core.line, log.name.code, log.name.epoch)
    known = read_epoch(core.fold.row(OWN_EPOCH, key))
    core.fold.put(OWN_EPOCH, key, write_epoch(known._replace(limit=log.limit, digits=key_digits(log.keys))))


def confirm_epoch(core: Core, code: str, digits: str, post: str) -> Reply:
    """State that the key of a party's newest epoch was compared by another means: an act on our own side, no entry.

    Raises:
        OurMistake: nothing to confirm, or the digits typed are not those of its key set.
    """
    if post not in core.charter.posts:
        raise OurMistake(
            worded(
                "{post} is not a post of this line; the charter names {posts}.",
                post=repr(post),
                posts=", ".join(core.charter.posts),
            )
        )
    logs = [log for log in core.logs.values() if log.name.code == code]
    newest = max(logs, key=lambda log: log.name.epoch, default=None)
    if newest is None or newest.name.epoch == 1:
        raise OurMistake(
            worded("{code} has opened no epoch after its first here; there is nothing to confirm.", code=code)
        )
    text = f"{code}/{newest.name.epoch}"
    if "".join(digits.split()) != "".join(key_digits(newest.keys).split()):
        raise OurMistake(
            worded(
                "These are not the digits of the key set of {text}. Either they were misread, or somebody else opened that"
                " log: have them read again by another means, and if they still differ, do not rely on {text} and tell {code}."
                " Nothing was changed.",
                text=text,
                code=code,
            )
        )
    key = epoch_key(core.line, code, newest.name.epoch)
    known = read_epoch(core.fold.row(OWN_EPOCH, key))
    if not known.confirmed:
        row = EpochRow(core.now.wall, post, newest.limit, key_digits(newest.keys))
        core.fold.put(OWN_EPOCH, key, write_epoch(row))
    core.alarms.clear(f"epoch/{text}", core.now.wall)
    return Reply(text)


def take_own_cosignature(log: LogState, found: Cosignature) -> None:
    """Our retired mirror key cosigned this head: the new one starts from no lower (PROTOCOL 4.5)."""
    if found.head.size > log.floor.size:
        log.floor, log.dirty = found.head, True


def gather_from(core: Core, peer: Peer) -> None:
    """A circuit stands while we gather: ask for what a restored node lacks, its own heads and its own older cosignatures."""
    former = core.former()
    if not core.gathering or former is None:
        return
    ranges = [(log.origin, 0, 0, "cosignatures") for log in core.logs.values() if not log.former]
    ranges.append((former.origin, former.size + 1, 0, "checkpoints"))
    peer.credit_left = CREDIT_BYTES
    core.send(peer, Want(ranges=ranges, credit=CREDIT_BYTES))
