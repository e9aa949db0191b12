"""The private annex of a node on disk: a record and a head lock of its own, beside those of the lines and never opened by what sends.

Written by a verb or by anybody who has the keys, one at a time, whether the node runs or not: the annex has its own folder lock. The
order is that of every log: store, then head lock; there is no third step, for nothing is sent.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from watchline.annex import (
    AnnexName,
    Log,
    Note,
    Place,
    Said,
    Tip,
    begun,
    logs_of,
    opening,
    parse_annex_origin,
    said,
    tip_of,
    written,
)
from watchline.codec import decode, encode
from watchline.errors import InvalidFromPeer, Misconfigured, OurMistake, RolledBack, StoreFailed
from watchline.host.config import CARD, LINES, RECORD, Config, load_config, node_of
from watchline.host.keyring import KEYS, NodeKeys, open_keys
from watchline.log import EMPTY, Head, range_root
from watchline.log.held import DOC_ROSTER, HeldLogs, every_row
from watchline.node.doors import Batch, LockChange, LockRow, RowChange
from watchline.party import PrivateKeySet, Roster, read_card, read_roster
from watchline.record import Ref
from watchline.store import DirectoryLock, FileHeadLock, SqliteStore, open_read_only
from watchline.store.files import FOLDER_MODE, disk_in_words
from watchline.store.pins import read_pins, write_pins

ANNEX = "annex"
_HEADS = "heads"
_FORMER = "former/"
"""Pins of the annex's head lock: the last head of each epoch that a key set signed which is destroyed."""
_CLOSED = (
    "{why} This may be an older copy of the private annex, so nothing more is noted with this key set: two histories would be signed."
    " What was noted stays readable. With a spare key set (`watchline restore`) the annex goes on in its next epoch."
)


class Written(NamedTuple):
    """What was noted: where each note stands, and the head that covers it."""

    places: tuple[Place, ...]
    head: Head
    epoch_opened: bool


class Own(NamedTuple):
    """An annex open for reading; ``kept``: what was read of it before, where somebody keeps that."""

    config: Config
    rosters: tuple[Roster, ...]
    held: HeldLogs
    kept: list[Said] | None = None

    @property
    def party(self) -> bytes:
        """Our party id."""
        return self.rosters[-1].party_id

    def said(self) -> Iterator[Said]:
        """Yield every entry, oldest first."""
        if self.kept is None:
            return said(self.held, self.party)
        self.kept.extend(said(self.held, self.party, len(self.kept)))
        return iter(self.kept)

    def ref(self, place: Place, code: str) -> Ref:
        """Return a reference to an entry.

        Raises:
            OurMistake: no such entry.
        """
        entry = self.held.entry(AnnexName(self.party, place.epoch).origin(), place.index)
        if entry is None:
            raise OurMistake(f"No entry {place.text()} is in the annex; `watchline annex DIR list` shows what is.")
        return Ref(code, place.epoch, place.index, entry.leaf_hash)


def make_annex(folder: Path, anchor: Path) -> None:
    """Make an empty annex: at init, together with the node's keys, and at no other time.

    Args:
        folder: The node's folder.
        anchor: Its anchor store.
    """
    try:
        (folder / ANNEX).mkdir(mode=FOLDER_MODE)
    except OSError as why:
        raise disk_in_words(why, folder / ANNEX) from why
    SqliteStore.create(folder / ANNEX / RECORD)
    FileHeadLock.create(anchor / ANNEX)


def renew_annex_lock(anchor: Path) -> None:
    """Put a new, empty head lock in place of the annex's: at a restore, when the key set it served is destroyed.

    What the old one knew is pinned in the new one, so that the next epoch can say what of the former one is lost; the old one is kept
    beside it as evidence. Cut off anywhere, it can be done again. Raises StoreFailed: the disk.
    """
    place = anchor / ANNEX
    try:
        place.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        facts = _former(place)
        write_pins(place, facts)
        if (place / _HEADS).exists():
            number = 1
            while (place / f"{_HEADS}.closed-{number}").exists():
                number += 1
            (place / _HEADS).rename(place / f"{_HEADS}.closed-{number}")
    except OSError as why:
        raise disk_in_words(why, place) from why
    FileHeadLock.create(place, facts)


def annex_epoch(anchor: Path) -> int:
    """Return the newest epoch of the annex that its head lock knows of; 0: none, or nothing that can be read."""
    names = [name.removeprefix(_FORMER) for name in _former(anchor / ANNEX) if name.startswith(_FORMER)]
    return max((parse_annex_origin(name).epoch for name in names), default=0)


def _former(place: Path) -> dict[str, bytes]:
    """Return the heads that the head lock of an annex knows, and those that were pinned before it; none of a damaged one."""
    try:
        facts = dict(read_pins(place))
    except RolledBack:
        facts = {}
    lock = FileHeadLock(place)
    try:
        with suppress(RolledBack), ThreadPoolExecutor(1) as thread:
            rows = thread.submit(asyncio.run, lock.load()).result()
            facts |= {f"{_FORMER}{origin}": encode([row.head.size, row.head.root]) for origin, row in rows.items()}
    finally:
        lock.close()
    return facts


@contextmanager
def open_annex(folder: Path, kept: list[Said] | None = None) -> Iterator[Own]:
    """Open the annex of the node in ``folder`` for reading.

    Args:
        folder: The node's folder.
        kept: Takes what is read, so that the next opening reads only what came since.

    Raises:
        Misconfigured, StoreFailed: no node there, or its files are missing or damaged.
    """
    folder = node_of(folder)
    config = load_config(folder)
    held = open_read_only(folder / ANNEX / RECORD)
    try:
        yield Own(config, own_rosters(folder, config.code), held, kept)
    finally:
        held.close()


def note(folder: Path, notes: Sequence[Note], passphrase: bytes, now: int, *, keys: NodeKeys | None = None) -> Written:
    """Write notes into the annex, durably, and return where they stand.

    Args:
        folder: The node; it may run.
        notes: What is noted, in order, under one signature.
        passphrase: Opens the node's keys.
        now: Wall clock, ms.
        keys: The node's keys, where they are open already.

    Raises:
        RolledBack: record and head lock of the annex disagree; nothing was noted.
        OurMistake, Misconfigured, StoreFailed: in words; nothing was noted.
    """
    folder = node_of(folder)
    config = load_config(folder)
    anchor = config.anchor_folder(folder)
    opened = keys or open_keys(anchor / KEYS, passphrase)
    rosters = own_rosters(folder, config.code)
    if opened.code != config.code:
        raise Misconfigured(f"{anchor / KEYS} holds keys of {opened.code}; this node is of {config.code}.")
    if not (folder / ANNEX).is_dir():
        raise RolledBack(_CLOSED.format(why=f"{folder / ANNEX} is not there."))
    with DirectoryLock(folder / ANNEX), ThreadPoolExecutor(1) as thread:
        # In a thread, so that a program that has an event loop can call this too.
        return thread.submit(asyncio.run, _note(folder, anchor, rosters, opened.keys, notes, now)).result()


async def _note(
    folder: Path, anchor: Path, rosters: tuple[Roster, ...], keys: PrivateKeySet, notes: Sequence[Note], now: int
) -> Written:
    store, lock = SqliteStore(folder / ANNEX / RECORD), FileHeadLock(anchor / ANNEX)
    try:
        try:
            locks = await lock.load()
        except RolledBack as why:
            raise RolledBack(_CLOSED.format(why=f"{why}.")) from why
        fit = lock.incarnation_fits()
        if not fit.fits:
            raise RolledBack(fit.words)
        party = rosters[-1].party_id
        former = {
            parse_annex_origin(name.removeprefix(_FORMER)): Head(*_size_and_root(value))
            for name, value in (await lock.pins()).items()
            if name.startswith(_FORMER)
        }
        tip, first, relock = _tip(store.held, party, rosters, keys, locks, former)
        if relock is not None:
            await lock.swap([relock])
        fence = await store.acquire(f"annex {os.getpid()}", [party])
        change, after, places = written(tip, [*first, *notes], keys, now, os.urandom)
        rows = tuple(RowChange(DOC_ROSTER, _roster_key(party, roster), roster.signed) for roster in rosters)
        await store.append(fence, Batch((change,), rows if first else ()))
        await lock.swap([LockChange(change.origin, change.old if change.old.size else None, LockRow(after.head, now))])
        await store.release(fence)
        return Written(places[len(first) :], after.head, bool(first))
    finally:
        store.close()
        lock.close()


def _tip(
    held: HeldLogs,
    party: bytes,
    rosters: tuple[Roster, ...],
    keys: PrivateKeySet,
    locks: Mapping[str, LockRow],
    former: Mapping[AnnexName, Head],
) -> tuple[Tip, list[Note], LockChange | None]:
    """Return where to go on, what opens an epoch there, and how the lock follows a record that is one batch ahead of it."""
    logs, code, public = logs_of(held, party), rosters[-1].code, keys.public
    unknown = sorted(set(locks) - {log.row.origin for log in logs})
    if unknown:
        raise RolledBack(_CLOSED.format(why=f"The head lock knows {unknown[-1][64:]}, the record does not."))
    if logs and logs[-1].keys == public:
        return _goes_on(held, logs[-1], code, locks.get(logs[-1].row.origin))
    if any(log.keys == public for log in logs):
        raise RolledBack(_CLOSED.format(why="The anchor store holds the key set of an earlier epoch of the annex."))
    known = {log.name: log.row.head for log in logs}
    signed = {AnnexName(party, name.epoch): head for name, head in former.items() if name.party == party}
    signed |= {log.name: locks[log.row.origin].head for log in logs if log.row.origin in locks}
    before = max((*known, *signed), default=None)
    if before is None:
        return begun(AnnexName(party, 1), code, public), [Note(opening(rosters[-1], public, None, None), "node")], None
    stands, last = known.get(before, EMPTY), signed.get(before, EMPTY)
    record = opening(rosters[-1], public, (before.origin(), stands), last if last.size > stands.size else None)
    return begun(AnnexName(party, before.epoch + 1), code, public), [Note(record, "node")], None


def _goes_on(held: HeldLogs, log: Log, code: str, locked: LockRow | None) -> tuple[Tip, list[Note], LockChange | None]:
    """Compare record and head lock (PROTOCOL 3.3)."""
    head, before = log.row.head, EMPTY if locked is None else locked.head
    tip = tip_of(held, log.name, code, log.keys, head.size)
    if tip.head != head:
        raise StoreFailed(f"The record of the annex does not hash to its own head at size {head.size}: it was damaged.")
    if before == head:
        return tip, [], None
    why = f"The head lock of the annex holds size {before.size}, the record {head.size}."
    if before.size >= head.size or before.size < log.row.size_before:
        raise RolledBack(_CLOSED.format(why=why))

    def hashes(level: int, index: int, count: int) -> Sequence[bytes]:
        return held.hashes(log.row.origin, level, index, count)

    if range_root(hashes, 0, before.size) != before.root:
        raise RolledBack(_CLOSED.format(why=why))
    return tip, [], LockChange(log.row.origin, None if locked is None else before, LockRow(head, 0))


def _size_and_root(value: bytes) -> tuple[int, bytes]:
    size, root = decode(value)
    return size, root


def own_rosters(folder: Path, code: str) -> tuple[Roster, ...]:
    """Return our rosters, 1 to the newest that this node has: on its card, in its annex, in the record of a line.

    Raises:
        Misconfigured: the card is missing or damaged.
        StoreFailed: a roster is missing between two others.
    """
    try:
        known = {1: read_card((folder / CARD).read_bytes()).roster}
    except (OSError, InvalidFromPeer) as why:
        raise Misconfigured(
            f"{folder / CARD} cannot be read ({why}): make a node with `watchline init` first."
        ) from why
    party = known[1].party_id
    later: dict[int, bytes] = {}
    for path in (folder / ANNEX / RECORD, folder / RECORD, *sorted((folder / LINES).glob(f"*/{RECORD}"))):
        with suppress(StoreFailed):
            held = open_read_only(path)
            try:
                for _, row in every_row(held, DOC_ROSTER, b""):
                    roster = read_roster(row)
                    if roster.party_id == party:
                        later[roster.number] = row
            finally:
                held.close()
    for number in sorted(later):
        if number > 1:
            if number - 1 not in known:
                raise StoreFailed(f"roster {number - 1} of {code} is not here, but roster {number} is.")
            known[number] = read_roster(later[number], known[number - 1])
    return tuple(known[number] for number in sorted(known))


def _roster_key(party: bytes, roster: Roster) -> bytes:
    return party + roster.code.encode() + roster.number.to_bytes(4, "big")
