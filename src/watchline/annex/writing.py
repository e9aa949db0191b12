"""The next entries of a private annex: the same leaves, tree and signature as every log; nothing is sent, so nothing is awaited.

Pure. The caller stores the change, then moves the head lock, and only then says that the entry is written.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from watchline.annex.name import AnnexName, Place
from watchline.codec import encode
from watchline.errors import InvalidFromPeer, OurMistake
from watchline.keys import body_hash
from watchline.log import EMPTY_FRONTIER, Entry, Frontier, Head, LogChange, cover, leaf_hash, sign_checkpoint, subtree
from watchline.log.held import HeldLogs
from watchline.party import KeySet, PrivateKeySet, Roster
from watchline.record import (
    BODY_BYTES_MAX,
    DRAFT_BYTES,
    SALT_BYTES,
    EpochOpen,
    Header,
    Ref,
    body_class,
    read_leaf,
    write_body,
    write_leaf,
)
from watchline.record.body import Body
from watchline.record.claims import ANNEX_KIND_OF, read_annex_body

NO_CHARTER = bytes(32)
"""An annex stands under no charter; the field of the leaf is there all the same."""
BEGUN, KEYS_CHANGED = "annex", "new_key_set"
"""Reasons of an ``epoch_open`` of an annex: it is begun; another key set is in use since."""


class Note(NamedTuple):
    """One entry to be written: what it says, for which post, and which entries of the annex it refers to.

    ``back``: it refers first to the note this many before it in the same batch (a claim to its report); 0: to none.
    """

    record: Body
    post: str
    refs: tuple[Ref, ...] = ()
    back: int = 0


class Tip(NamedTuple):
    """Where a log of the annex stands."""

    name: AnnexName
    code: str
    keys: KeySet
    frontier: Frontier

    @property
    def head(self) -> Head:
        """Size and root."""
        return self.frontier.head()


def begun(name: AnnexName, code: str, keys: KeySet) -> Tip:
    """Return the tip of a log without entries."""
    return Tip(name, code, keys, EMPTY_FRONTIER)


def tip_of(held: HeldLogs, name: AnnexName, code: str, keys: KeySet, size: int) -> Tip:
    """Return the tip of a stored log. Cost: one read of at most 256 hashes for each bit of its size."""
    origin = name.origin()

    def hashes(level: int, index: int, count: int) -> Sequence[bytes]:
        return held.hashes(origin, level, index, count)

    nodes = tuple(subtree(hashes, level, index) for level, index in cover(0, size))
    return Tip(name, code, keys, Frontier(size, nodes))


def opening(roster: Roster, keys: KeySet, prev: tuple[str, Head] | None, missing: Head | None) -> EpochOpen:
    """Return leaf 0 of an epoch of the annex.

    Args:
        roster: Our newest roster.
        keys: The key set that signs this epoch.
        prev: Origin and last head of the epoch before that we stand by.
        missing: A larger head of it that the head lock knew and the record has not.
    """
    return EpochOpen(
        reason=BEGUN if prev is None else KEYS_CHANGED,
        key_set=keys.fields(),
        rosters=[(roster.code, roster.number, roster.hash())],
        prev=None if prev is None else (prev[0], prev[1].size, prev[1].root),
        missing=None if missing is None or prev is None else [(prev[1].size, missing.size, missing.root)],
    )


def written(
    tip: Tip, notes: Sequence[Note], keys: PrivateKeySet, now: int, entropy: Callable[[int], bytes]
) -> tuple[LogChange, Tip, tuple[Place, ...]]:
    """Return the change that appends these notes under one signature, the tip after it, and where each stands.

    Args:
        tip: Where the log stands.
        notes: At least one.
        keys: The private key set; its public half is that of the tip.
        now: Wall clock, ms.
        entropy: Random bytes.

    Raises:
        OurMistake: a text is too long or a field has not its form; nothing is to be stored.
    """
    assert keys.public == tip.keys, "an epoch has one key set from its first leaf to its last"
    entries: list[Entry] = []
    for note in notes:
        index = tip.frontier.size + len(entries)
        body = write_body(note.record)
        if len(body) > BODY_BYTES_MAX:
            raise OurMistake(f"The note is too long: {len(body)} bytes; an entry takes {BODY_BYTES_MAX}.")
        refs = note.refs
        if note.back:
            of = entries[-note.back]
            refs = (Ref(tip.code, tip.name.epoch, of.index, of.leaf_hash), *refs)
        salt = entropy(SALT_BYTES)
        header = Header(
            line=tip.name.party,
            charter=NO_CHARTER,
            author=tip.code,
            epoch=tip.name.epoch,
            index=index,
            t=now,
            kind=ANNEX_KIND_OF[type(note.record)],
            post=note.post,
            draft=entropy(DRAFT_BYTES),
            seen=(),
            refs=refs,
            body_hash=body_hash(tip.name.party, tip.name.party, salt, body),
            body_class=body_class(len(body)),
        )
        leaf = _leaf(header, body)
        entries.append(Entry(index, leaf, leaf_hash(leaf), salt, body, index))
    frontier, nodes = tip.frontier.extended(entry.leaf_hash for entry in entries)
    after = tip._replace(frontier=frontier)
    checkpoint = sign_checkpoint(tip.name.origin(), after.head, keys.log)
    change = LogChange(
        tip.name.origin(),
        tip.head,
        after.head,
        write_state(tip),
        tuple(entries),
        tuple(nodes),
        ((after.head.size, checkpoint.note()),),
    )
    return change, after, tuple(Place(tip.name.epoch, entry.index) for entry in entries)


def _leaf(header: Header, body: bytes) -> bytes:
    """Return the leaf of an entry that can be read back: signed once, one that cannot would stand there for ever."""
    try:
        leaf = write_leaf(header)
        read_leaf(leaf)
        read_annex_body(header.kind, body)
    except (InvalidFromPeer, ValueError) as why:
        raise OurMistake(f"The note would not be readable ({why}). Nothing was noted.") from None
    return leaf


def write_state(tip: Tip) -> bytes:
    """Return what of a log the store keeps without looking in: whose it is and which key set signs it."""
    return encode({"code": tip.code, "key_set": tip.keys.fields()})
