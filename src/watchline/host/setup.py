"""How a node begins: its folder, its keys, its card; then the founding file, its signatures, and the opening of its log.

Everything here is done while the node does not run. Nothing is overwritten: what exists already is refused in words.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from watchline.errors import InvalidFromPeer, Misconfigured, OurMistake, RolledBack
from watchline.host.anchor import LineAnchor, pin_scope
from watchline.host.annex import make_annex
from watchline.host.clocks import clocks_of
from watchline.host.config import (
    ANCHOR,
    CARD,
    CONFIG,
    RECORD,
    CircuitConfig,
    Config,
    check_config,
    load_config,
    node_of,
    save_config,
    save_line,
    written,
)
from watchline.host.keyring import (
    KEYS,
    NodeKeys,
    fresh_key_set,
    fresh_keys,
    open_keys,
    open_root,
    seal_keys,
    seal_root,
    seal_spare,
    spare_path,
)
from watchline.host.pairing import check_founding, check_root, note_files, wall_ms
from watchline.host.places import kept_lines, line_folder
from watchline.host.reading import founded
from watchline.host.succession import Opening, read_opening
from watchline.keys import PrivateKey
from watchline.node import Node, OpenEpoch, perform
from watchline.node.doors import HeadLock, Outward, Store, Tenure
from watchline.party import Card, Endpoint, PrivateKeySet, Roster, checked_code, make_card, make_roster, read_card
from watchline.record import Founding, read_founding, signed_charter, write_charter
from watchline.store import DirectoryLock, FileHeadLock, SqliteStore
from watchline.store.files import FOLDER_MODE, disk_in_words, replace

OPEN_ALREADY = "This line is open here already. Nothing was written; `watchline up` runs it."
NOWHERE = (
    "No card says where anybody is dialled, so there is no circuit to found a line on. Nothing was written. One of you names an address: "
    "`watchline card DIR --circuit one=HOST:PORT --root-key PATH`; then send that card."
)
_SEED_BYTES = 32
_NONCE_BYTES = 32
SPARES_DEFAULT = 3
CALENDAR_MINUTES = (360, 1080)
"""0600Z and 1800Z: the line tests of a charter that says nothing else (DESIGN section 7)."""


class CircuitAddress(NamedTuple):
    """Where this node's end of a circuit listens, and where the other parties dial it."""

    name: str
    host: str
    port: int


def init_node(
    folder: Path,
    *,
    code: str,
    names: dict[str, str],
    circuits: Sequence[CircuitAddress],
    passphrase: bytes,
    root_key: Path,
    root_passphrase: bytes,
    anchor: Path | None = None,
    spares: int = SPARES_DEFAULT,
    light: bool = False,
) -> Card:
    """Make a node: folder, configuration, empty record, anchor store, keys, roster 1 and card.

    The root key and the spare key sets go to ``root_key`` and beside it, never under the node's folder: whoever takes the machine must
    not take the root with it.

    Args:
        folder: Made with mode 0700; it may exist if it is empty.
        code: Party code.
        names: The party's name by language tag.
        circuits: Our end of each circuit; none for a node that begins alone.
        passphrase: Opens the node's keys at every start.
        root_key: Where the root key is written; take it off this machine afterwards.
        root_passphrase: Opens the root key and the spares.
        anchor: Folder of the anchor store; None: ``anchor`` in the node's folder.
        spares: How many spare key sets are made.
        light: Cheap sealing, for passphrases that are random already.

    Raises:
        OurMistake: a path that must not be used, or something is there already.
        Misconfigured, InvalidFromPeer: code, names or circuits are not such.
        StoreFailed: the disk.
    """
    folder, root_key = folder.resolve(), root_key.resolve()
    place = folder / ANCHOR if anchor is None else anchor.resolve()
    _check_paths(folder, root_key, place, spares)
    config = Config(
        code=checked_code(code),
        names=names,
        circuits=tuple(CircuitConfig(item.name, written(item.host, item.port)) for item in circuits),
        anchor="" if anchor is None else str(place),
    )
    check_config(config, folder / CONFIG)
    keys, root = fresh_keys(code), PrivateKey(os.urandom(_SEED_BYTES))
    kept = [fresh_key_set() for _ in range(spares)]
    roster = _first_roster(root, keys, names, kept)
    card = make_card(root, roster, [Endpoint(item.name, item.host, item.port) for item in circuits])
    _make_folder(folder)
    with DirectoryLock(folder):
        _make_parent(root_key)
        seal_root(root_key, code, root, root_passphrase, light=light)
        for number, spare in enumerate(kept, 1):
            seal_spare(spare_path(root_key, number), code, spare, root_passphrase, tls=keys.tls, light=light)
        FileHeadLock.create(place)
        seal_keys(place / KEYS, keys, passphrase, light=light)
        SqliteStore.create(folder / RECORD)
        make_annex(folder, place)
        try:
            replace(folder / CARD, card.data)
        except OSError as why:
            raise disk_in_words(why, folder / CARD) from why
        save_config(folder, config)
    return card


def read_own_card(folder: Path) -> Card:
    """Return the card of the node in ``folder``.

    Raises:
        Misconfigured: it is missing or damaged.
    """
    path = folder / CARD
    try:
        return read_card(path.read_bytes())
    except OSError as why:
        raise Misconfigured(
            f"{path} cannot be read ({why.strerror}): make a node with `watchline init` first."
        ) from why
    except InvalidFromPeer as why:
        raise Misconfigured(f"{path} is damaged: {why}.") from why


def propose(folder: Path, cards: Sequence[bytes], fields: dict[str, Any]) -> Founding:
    """Return the founding file of a new line, signed by nobody yet.

    Args:
        folder: Our node.
        cards: Cards in party order. Ours is put first if it is not among them.
        fields: Fields of the charter (docs/spec/charter.md) but ``v``, ``nonce``, ``parties``. Without ``circuits`` those of our
            configuration are taken, else those of the cards; without ``calendar`` a line test at 0600Z and one at 1800Z.

    Raises:
        InvalidFromPeer: a card or a field is not such.
        OurMistake: fewer than two parties, or one party twice.
    """
    own = read_own_card(folder)
    parties = [read_card(data) for data in cards]
    if own.roster.party_id not in {card.roster.party_id for card in parties}:
        parties.insert(0, own)
    for card in parties:
        if card.roster.party_id != own.roster.party_id:
            check_root(folder, card.roster.code, card.roster.root)
    codes = [card.roster.code for card in parties]
    if len(codes) < 2:
        raise OurMistake("A line needs the card of at least one other party.")
    if len(set(codes)) != len(codes):
        raise OurMistake(f"A party code stands twice: {', '.join(codes)}. Each code is used once on a line.")
    whole = dict(fields)
    if "circuits" not in whole:
        ours = [item.name for item in load_config(folder).circuits]
        names = ours or list(dict.fromkeys(point.circuit for card in parties for point in card.endpoints))
        if not names:
            raise OurMistake(NOWHERE)
        whole["circuits"] = [{"name": name, "carrier": "direct"} for name in names]
    if "calendar" not in whole and whole["circuits"]:
        listed = [item["name"] for item in whole["circuits"]]
        whole["calendar"] = [
            {"minute": minute, "circuit": listed[at % len(listed)]} for at, minute in enumerate(CALENDAR_MINUTES)
        ]
    charter = write_charter(whole, [card.roster for card in parties], os.urandom(_NONCE_BYTES))
    return Founding(charter, {}, tuple(parties))


def sign_founding(data: bytes, root_key: Path, root_passphrase: bytes) -> Founding:
    """Return a founding file with the signature of this root added.

    Raises:
        InvalidFromPeer: the file is not a sound founding file.
        Misconfigured: the root key does not open.
        OurMistake: the charter names no party with this root key.
    """
    founding = read_founding(data)
    root = open_root(root_key, root_passphrase)
    for party in founding.charter.parties:
        if party.root == root.public:
            return founding.signed_by(party.code, root)
    raise OurMistake(
        f"No party of this charter has the root key in {root_key}; the parties are {', '.join(founding.charter.codes)}."
    )


def open_line(folder: Path, data: bytes, passphrase: bytes) -> bytes:
    """Open this party's log on a founded line: check everything, write ``epoch_open`` and ``charter``, note where to dial.

    Returns:
        bytes: The line id.

    Raises:
        OurMistake: signatures are missing, this node is no party of it, or it keeps a line already.
        InvalidFromPeer: the founding file is not sound.
        Misconfigured: keys, card or configuration do not fit; or the node runs.
        RolledBack: the anchor store knows a line that the record does not.
        StoreFailed: the disk.
    """
    folder = node_of(folder)
    opening = read_opening(data)
    founding, missing = opening.founding, opening.missing
    if missing:
        raise OurMistake(f"The charter is not signed by {', '.join(missing)} yet. Nothing was written.")
    config = load_config(folder)
    with DirectoryLock(folder):
        keys = open_keys(config.anchor_folder(folder) / KEYS, passphrase)
        roster = _own_roster(folder, opening, config, keys)
        check_founding(folder, founding, config.code)
        clocks_of(founding.charter, config.clock_offset_ms, folder / CONFIG)
        place = _place_of(folder, founding)
        if place == folder:
            save_config(folder, _with_dials(config, founding))
        else:
            save_line(place, _of_line(_with_dials(_listening(config), founding), founding))
        # In a thread, so that a program that has an event loop (the demonstration) can call this too.
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, _open_epoch(place, config, opening, keys.keys, roster)).result()
        note_files(folder, founding.cards, config.code, wall_ms())
    return founding.charter.line


def check_keys(keys: NodeKeys, roster: Roster, anchor: Path) -> None:
    """Check that the keys of the anchor store are those that our newest roster certifies, or lists as a spare.

    Raises:
        Misconfigured: what does not fit.
    """
    listed = keys.keys.public in roster.key_sets or keys.keys.public.hash() in roster.spares
    if keys.code != roster.code or not listed:
        raise Misconfigured(
            f"{anchor / KEYS} holds keys of {keys.code} that roster {roster.number} of {roster.code} does not certify: is it the anchor store"
            " of another node?"
        )
    if keys.certificate not in roster.tls:
        raise Misconfigured(
            f"{anchor / KEYS}: the circuit key is not the one that roster {roster.number} of {roster.code} certifies."
        )


class NoCircuits:
    """What ``perform`` acts through before the node has circuits."""

    def __init__(self, store: Store, lock: HeadLock, tenure: Tenure) -> None:
        self.store, self.lock, self.tenure = store, lock, tenure

    def carrier(self, circuit: str, peer: str) -> Outward | None:
        """Return none."""
        return None

    def carriers(self, peer: str) -> Sequence[Outward]:
        """Return none."""
        return ()


def _place_of(node: Path, founding: Founding) -> Path:
    """Return the folder in which a line is opened: the node's own for the first one, for each further one a folder made for it.

    Raises:
        OurMistake: the line is open here already.
        StoreFailed: the disk.
    """
    lines = kept_lines(node)
    if any(item.line == founding.charter.line for item in lines):
        raise OurMistake(OPEN_ALREADY)
    if all(item.folder != node for item in lines):
        return node
    place = line_folder(node, founding.charter.line)
    try:
        place.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        place.parent.chmod(FOLDER_MODE)
    except OSError as why:
        raise disk_in_words(why, place) from why
    if not (place / RECORD).exists():
        SqliteStore.create(place / RECORD)
    return place


def _listening(config: Config) -> Config:
    """Return the configuration with its own ends only: whom a further line dials stands on the cards of that line."""
    ends = tuple(msgspec.structs.replace(item, dial={}) for item in config.circuits)
    return msgspec.structs.replace(config, circuits=ends)


def _of_line(config: Config, founding: Founding) -> tuple[CircuitConfig, ...]:
    return tuple(item for item in config.circuits if item.name in founding.charter.circuits)


async def _open_epoch(folder: Path, config: Config, opening: Opening, keys: PrivateKeySet, own: Roster) -> None:
    path, place = folder / RECORD, config.anchor_folder(folder)
    founding, rosters = opening.founding, opening.rosters
    charter = founding.charter
    store, anchor = SqliteStore(path), FileHeadLock(place)
    lock = LineAnchor(anchor, pin_scope(charter.line, first=folder == node_of(folder)))
    try:
        known = founded(store.held, path)
        if known is not None and known.line == charter.line:
            raise OurMistake(OPEN_ALREADY)
        _nothing_pinned(await lock.pins(), path)
        locks = await lock.load()
        fit = lock.incarnation_fits()
        if not fit.fits:
            raise RolledBack(fit.words)
        tenure = await store.acquire(f"{config.code} {os.getpid()}", [charter.line])
        now = clocks_of(charter, config.clock_offset_ms, node_of(folder) / CONFIG).now()
        signed = signed_charter(charter, founding.signatures)
        node = Node(charter, signed, own.code, keys, rosters, store.held, locks, now)
        outcome = node.handle([OpenEpoch()], now, os.urandom, store.held)
        if outcome.replies[0].error:
            raise OurMistake(outcome.replies[0].error)
        await perform(outcome, NoCircuits(store, lock, tenure))
        await store.release(tenure)
    finally:
        store.close()
        anchor.close()


def _nothing_pinned(pins: Any, path: Path) -> None:
    """Refuse to begin a log that this key set began before: it would be a second history."""
    lines = [name.removeprefix("epoch/") for name in pins if name.startswith("epoch/")]
    if lines:
        raise RolledBack(
            f"The anchor store has signed on line {lines[0][:16]} already, but {path} holds no line: the record is gone or older. Restore it;"
            " these keys never begin that log again."
        )


def _own_roster(folder: Path, opening: Opening, config: Config, keys: NodeKeys) -> Roster:
    founding = opening.founding
    own = read_own_card(folder).roster
    if own.code not in founding.charter.codes:
        raise OurMistake(
            f"{own.code} is not a party of this charter; its parties are {', '.join(founding.charter.codes)}."
        )
    if opening.joins and own.code not in {card.roster.code for card in founding.cards}:
        raise OurMistake(
            f"{own.code} does not join by this file: it sits on the line already. A party whose node is lost restores it (`watchline restore`)."
        )
    if opening.rosters[own.code].hash() != own.hash():
        raise OurMistake(
            f"The charter names another {own.code}: its card is not the card of this node. Ask the proposer."
        )
    if config.code != own.code:
        raise Misconfigured(f"{folder / CONFIG}: code is {config.code}, but the card of this node says {own.code}.")
    check_keys(keys, own, config.anchor_folder(folder))
    return own


def _with_dials(config: Config, founding: Founding) -> Config:
    """Return the configuration with the addresses of the other parties' cards, where it has none."""
    circuits = []
    for name in founding.charter.carried:
        known = config.circuit(name) or CircuitConfig(name)
        dial = dict(known.dial)
        for card in founding.cards:
            for point in card.endpoints:
                if point.circuit == name and card.roster.code != config.code:
                    dial.setdefault(card.roster.code, written(point.host, point.port))
        circuits.append(msgspec.structs.replace(known, dial=dial))
    others = [item for item in config.circuits if item.name not in founding.charter.circuits]
    return msgspec.structs.replace(config, circuits=(*circuits, *others))


def _check_paths(folder: Path, root_key: Path, anchor: Path, spares: int) -> None:
    if root_key.is_relative_to(folder):
        raise OurMistake(
            f"The root key would lie under {folder}: whoever takes this machine would take the root with it. Choose a path outside, best on a"
            " medium that is taken away."
        )
    if root_key.is_relative_to(anchor):
        raise OurMistake(f"The root key would lie in the anchor store {anchor}; choose a path outside.")
    for path in (root_key, *(spare_path(root_key, number) for number in range(1, spares + 1))):
        if path.exists():
            raise OurMistake(f"{path} exists already and is left as it is; a key is never written over another one.")
    if anchor == folder:
        raise OurMistake("The anchor store needs a folder of its own, outside every backup of the node's folder.")
    if (anchor / KEYS).exists():
        raise OurMistake(f"{anchor} holds the keys of a node already.")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OurMistake(f"{folder} exists and is not empty; a node is made in a folder of its own.")


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        folder.chmod(FOLDER_MODE)
    except OSError as why:
        raise disk_in_words(why, folder) from why


def _make_parent(path: Path) -> None:
    try:
        path.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    except OSError as why:
        raise disk_in_words(why, path) from why


def _first_roster(root: PrivateKey, keys: NodeKeys, names: dict[str, str], spares: list[PrivateKeySet]) -> Roster:
    return make_roster(
        root,
        code=keys.code,
        names=names,
        key_sets=[keys.keys],
        spares=[spare.public.hash() for spare in spares],
        tls=[keys.certificate],
    )
