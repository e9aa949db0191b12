"""``watchline restore``: a spare key set takes the place of one whose head lock cannot be trusted any more.

It is done while the node does not run. The order is such that at every moment either the old key set is still there, with its old head
lock (which keeps its log closed), or no key set at all, or the spare with a new, empty head lock; never two. Cut off anywhere, the same
command is given again and goes on. The node opens the next epoch by itself when it runs (``node/restoring.py``).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from watchline.annex import logs_of
from watchline.errors import InvalidFromPeer, Misconfigured, OurMistake, RolledBack
from watchline.host.anchor import of_scope, pin_scope
from watchline.host.annex import ANNEX, annex_epoch, own_rosters, renew_annex_lock
from watchline.host.config import RECORD, load_config
from watchline.host.keyring import KEYS, NEXT_KEYS, NodeKeys, SpareFile, open_keys, open_spare_file, seal_keys
from watchline.host.places import line_folders
from watchline.host.reading import founded
from watchline.node import check_spare, key_digits
from watchline.node.logs import keys_of
from watchline.party import KeySet, Roster, parse_origin
from watchline.store import DirectoryLock, FileHeadLock, open_read_only
from watchline.store.files import FOLDER_MODE, disk_in_words, sync_folder
from watchline.store.pins import read_pins

_HEADS = "heads"
_KEPT = ("spare/", "signed/")
"""Pins that bind us whatever the record holds: a spare is used once, and one undecided successor of a charter is signed (PROTOCOL 6.4)."""


class Restored(NamedTuple):
    """What was done.

    Attributes:
        code: Our party code.
        former: The newest epoch of ours that the record knows; its log is closed for ever.
        digits: Those of the key set in use from now on, to be read to the other parties.
        spares_left: How many spares the roster lists behind this one.
        removed: The spare's file was taken away; False if it could not be, then a person destroys it.
    """

    code: str
    former: int
    digits: str
    spares_left: int
    removed: bool


class _Record(NamedTuple):
    line: bytes
    charter: bytes
    roster: Roster
    used: set[KeySet]
    newest: int


def restore_node(
    folder: Path, spare: Path, spare_passphrase: bytes, passphrase: bytes, *, light: bool = False
) -> Restored:
    """Put a spare key set and a new head lock into the anchor store, destroy the old key set, and take the spare's file away.

    Args:
        folder: The node; it does not run. Its key set serves all its lines, so each goes on in its next epoch.
        spare: The file that ``init`` wrote beside the root key, brought from the safe.
        spare_passphrase: Opens it: that of the root key.
        passphrase: Opens the node's keys, the old ones and the new ones.
        light: Cheap sealing, for passphrases that are random already.

    Raises:
        OurMistake: no line here, or not a spare that may be opened now. Nothing was changed.
        Misconfigured: a file or passphrase does not fit, or the node runs. Nothing was changed.
        StoreFailed: the disk; give the command again.
    """
    config = load_config(folder)
    anchor = config.anchor_folder(folder)
    with DirectoryLock(folder):
        records = [_read_record(item, folder, anchor, config.code) for item in line_folders(folder)]
        record = records[0]
        found = open_spare_file(spare, spare_passphrase)
        if found.code != config.code:
            raise Misconfigured(f"{spare} is a spare of {found.code}; this node is of {config.code}.")
        try:
            old = _keys_here(anchor, passphrase)
            if old is None or old[0] != KEYS or old[1].keys.public != found.keys.public:
                for each in records:
                    _check(anchor, each, found)
                keys = _new_keys(anchor, record, found, None if old is None else old[1])
                _put(anchor, records, keys, passphrase, light=light)
            removed = _take_away(spare)
        except OSError as why:
            raise disk_in_words(why, anchor) from why
    public = found.keys.public
    used = {keys.hash() for keys in (*record.used, public)}
    left = (
        len(record.roster.spares)
        - 1
        - max((at for at, one in enumerate(record.roster.spares) if one in used), default=-1)
    )
    return Restored(config.code, record.newest, key_digits(public), left, removed)


def _read_record(folder: Path, node: Path, anchor: Path, code: str) -> _Record:
    path = folder / RECORD
    held = open_read_only(path)
    try:
        line = founded(held, path)
        if line is None:
            return _solo_record(node, anchor, code)
        rows = [row for row in held.logs(line.line) if parse_origin(row.origin).code == code]
        if not rows:
            raise OurMistake(f"{path} holds no log of {code}; there is none to go on from. Open it: `watchline found`.")
        newest = max(parse_origin(row.origin).epoch for row in rows)
        return _Record(line.line, line.charter.hash, line.rosters[code], {keys_of(row) for row in rows}, newest)
    finally:
        held.close()


def _solo_record(folder: Path, anchor: Path, code: str) -> _Record:
    """Return what a node without a line has signed: its private annex."""
    roster = own_rosters(folder, code)[-1]
    held = open_read_only(folder / ANNEX / RECORD)
    try:
        logs = logs_of(held, roster.party_id)
    finally:
        held.close()
    newest = max([*(log.name.epoch for log in logs), annex_epoch(anchor)])
    if not newest:
        raise OurMistake(
            f"{folder} has signed nothing yet, on no line and in no annex; there is nothing to go on from."
        )
    # A node without a line names no charter; its party id stands where a line id would.
    return _Record(roster.party_id, bytes(32), roster, {log.keys for log in logs}, newest)


def _keys_here(anchor: Path, passphrase: bytes) -> tuple[str, NodeKeys] | None:
    """Return the keys in the anchor store: those in use, else those of a restore that was cut off; None if there are none."""
    for name in (KEYS, NEXT_KEYS):
        if (anchor / name).exists():
            try:
                return name, open_keys(anchor / name, passphrase)
            except Misconfigured:
                if name == KEYS:
                    raise
    return None  # a file that was cut off while it was written is no key file


def _check(anchor: Path, record: _Record, found: SpareFile) -> None:
    public = found.keys.public
    try:
        pins = read_pins(anchor)
    except RolledBack:
        pins = {}
    try:
        if (
            public in record.used or public not in record.roster.key_sets
        ):  # else it is the next one that the roster lists
            check_spare(record.roster, public, record.used)
    except InvalidFromPeer as why:
        raise OurMistake(
            f"This spare cannot be opened now: {why}. A spare is used once, and those before a used one never again. Bring the next one; if"
            " none is left, the root key signs a roster with new ones. Nothing was changed."
        ) from None
    if any(name.endswith(_pin(record, public)) for name in pins) and (anchor / KEYS).exists():
        raise OurMistake("This spare was used here already. Bring the next one. Nothing was changed.")


def _pin(record: _Record, keys: KeySet) -> str:
    return f"spare/{record.line.hex()}/{keys.hash().hex()}"


def _new_keys(anchor: Path, record: _Record, found: SpareFile, old: NodeKeys | None) -> NodeKeys:
    """Return the keys to run with: the spare, and the circuit key that the roster certifies."""
    tls = found.tls or (old.tls if old is not None else b"")
    if not tls:
        raise Misconfigured(
            f"The circuit key is gone with {anchor / KEYS}, and this spare was made without one: the root key must sign a roster with a new"
            " circuit certificate first. Nothing was changed."
        )
    keys = NodeKeys(found.code, found.keys, tls)
    if keys.certificate not in record.roster.tls:
        raise Misconfigured(
            f"The circuit key is not the one that roster {record.roster.number} of {found.code} certifies. Nothing was changed."
        )
    return keys


def _put(anchor: Path, records: list[_Record], keys: NodeKeys, passphrase: bytes, *, light: bool) -> None:
    """Exchange key set and head lock; each step durable before the next."""
    anchor.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    (anchor / NEXT_KEYS).unlink(missing_ok=True)
    seal_keys(anchor / NEXT_KEYS, keys, passphrase, light=light)
    record, pins = records[0], dict[str, bytes]()
    for number, each in enumerate(records):
        scope = pin_scope(each.line, first=number == 0)
        kept = _kept_pins(anchor, each, scope) | {_pin(each, keys.keys.public): b"\x01"}
        pins |= {scope + name: value for name, value in kept.items()}
    (anchor / KEYS).unlink(missing_ok=True)  # from here on nothing signs with the old key set any more
    sync_folder(anchor)
    closed = anchor / f"{_HEADS}.closed-{record.newest}"
    if (anchor / _HEADS).exists():
        if closed.exists():
            (
                anchor / _HEADS
            ).unlink()  # made by a restore that was cut off, or not: what was there first is kept as evidence
        else:
            (anchor / _HEADS).rename(closed)
        sync_folder(anchor)
    FileHeadLock.create(anchor, pins)
    renew_annex_lock(anchor)
    (anchor / NEXT_KEYS).rename(anchor / KEYS)
    sync_folder(anchor)


def _kept_pins(anchor: Path, record: _Record, scope: str) -> dict[str, bytes]:
    """Return what stays pinned of a line: the spares used, the charter that we signed last, the highest epoch of ours known in any way.

    What the record may be older than (rosters, the charter in force) is not: it is pinned anew by what is held then.
    """
    try:
        pins = of_scope(read_pins(anchor), scope)
    except RolledBack:
        pins = {}
    name = f"epoch/{record.line.hex()}"
    highest = max(record.newest, int.from_bytes(pins.get(name, b""), "big"))
    kept = {key: value for key, value in pins.items() if key.startswith(_KEPT)}
    return kept | {name: highest.to_bytes(4, "big")}


def _take_away(spare: Path) -> bool:
    """Remove the spare's file: it is used once. On a medium that cannot be written a person destroys it."""
    try:
        spare.unlink()
        sync_folder(spare.parent)
    except OSError:
        return not os.path.lexists(spare)
    return True
