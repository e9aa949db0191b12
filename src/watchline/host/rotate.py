"""``watchline key DIR rotate``: our log is ended, the next key set takes the place of the old one, the next epoch is opened.

It is done while the node does not run, in this order, each step durable before the next: the last leaf under the old key set, stored and locked;
the new key set in place of the old one, whose file is gone with that; leaf 0 of the next epoch. Cut off anywhere, the same command is
given again and goes on; a node that is started in between either says so or opens the next epoch itself. Nothing is sent here: the other
parties get it when the node runs, those that are away when they are back.
"""

from __future__ import annotations

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from watchline.errors import Misconfigured, OurMistake, RolledBack
from watchline.host.anchor import LineAnchor, pin_scope
from watchline.host.clocks import clocks_of
from watchline.host.closing import facts, rolled_back
from watchline.host.config import CONFIG, RECORD, Config, load_config, node_of
from watchline.host.keyring import KEYS, NEXT_KEYS, NodeKeys, open_keys, open_spare_file, seal_keys
from watchline.host.places import line_folders
from watchline.host.reading import NOT_FOUNDED, founded
from watchline.host.setup import NoCircuits
from watchline.node import CloseEpoch, Input, Node, catch_up, key_digits, perform
from watchline.node.rotating import ended_at
from watchline.party import KeySet, read_roster
from watchline.store import DirectoryLock, FileHeadLock, SqliteStore
from watchline.store.files import disk_in_words, sync_folder


class Rotated(NamedTuple):
    """What was done.

    Attributes:
        code: Our party code.
        epoch: The epoch of our log from now on; of the first line.
        digits: Those of its key set, to be read to the other parties.
        roster: Number of the roster in use.
        removed: The key set's file was taken away; False if it could not be, then a person destroys it.
    """

    code: str
    epoch: int
    digits: str
    roster: int
    removed: bool


def rotate_node(
    folder: Path,
    roster: bytes,
    keys: Path,
    keys_passphrase: bytes,
    passphrase: bytes,
    *,
    post: str,
    light: bool = False,
) -> Rotated:
    """End our log, put the next key set into the anchor store, open the next epoch.

    Args:
        folder: The node; it does not run. Its key set serves all its lines: our log is ended and the next epoch opened on each.
        roster: The signed roster that lists the next key set.
        keys: The file of that key set, sealed on the machine with the root key.
        keys_passphrase: Opens it: that of the root key.
        passphrase: Opens the node's keys, the old ones and the new ones.
        post: The post that ends the log.
        light: Cheap sealing, for passphrases that are random already.

    Raises:
        InvalidFromPeer: the roster is not sound.
        OurMistake: no line here, or the roster or key set is not the next one. Nothing was changed.
        Misconfigured: a file or passphrase does not fit, or the node runs. Nothing was changed.
        RolledBack: this key set may sign nothing: `watchline restore` is the way on.
        StoreFailed: the disk; give the command again.
    """
    folder = node_of(folder)
    config, lines = load_config(folder), line_folders(folder)
    anchor = config.anchor_folder(folder)
    with DirectoryLock(folder):
        found = open_spare_file(keys, keys_passphrase)
        made = read_roster(roster)
        if (found.code, made.code) != (config.code, config.code):
            raise Misconfigured(
                f"This node is of {config.code}; the key set is of {found.code}, the roster of {made.code}."
            )
        here = open_keys(anchor / KEYS, passphrase)
        if here.certificate not in made.tls:
            raise Misconfigured(
                f"Roster {made.number} does not certify the circuit key of this node. Nothing was changed."
            )
        public = found.keys.public
        if here.keys.public != public:
            end = CloseEpoch(roster=roster, key_set=public.hash(), post=post)
            for line in lines:
                _run(line, config, here, end, ended_for=public)
            here = NodeKeys(config.code, found.keys, here.tls)
            _exchange(anchor, here, passphrase, light=light)
        epochs = [_run(line, config, here) for line in lines]
        removed = _take_away(keys)
    return Rotated(config.code, epochs[0], key_digits(public), made.number, removed)


def _exchange(anchor: Path, keys: NodeKeys, passphrase: bytes, *, light: bool) -> None:
    """Put the new key set in the place of the old one in one step: there is always exactly one."""
    try:
        (anchor / NEXT_KEYS).unlink(missing_ok=True)
        seal_keys(anchor / NEXT_KEYS, keys, passphrase, light=light)
        (anchor / NEXT_KEYS).replace(anchor / KEYS)
        sync_folder(anchor)
    except OSError as why:
        raise disk_in_words(why, anchor) from why


def _take_away(path: Path) -> bool:
    try:
        path.unlink()
        sync_folder(path.parent)
    except OSError:
        return not os.path.lexists(path)
    return True


def _run(folder: Path, config: Config, keys: NodeKeys, *inputs: Input, ended_for: KeySet | None = None) -> int:
    # In a thread, so that a program that has an event loop can call this too.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, _step(folder, config, keys, inputs, ended_for)).result()


async def _step(
    folder: Path, config: Config, keys: NodeKeys, inputs: tuple[Input, ...], ended_for: KeySet | None
) -> int:
    """Load the node, let it take one step without circuits, and return the epoch of its own log."""
    path = folder / RECORD
    store, anchor = SqliteStore(path), FileHeadLock(config.anchor_folder(folder))
    try:
        line = founded(store.held, path)
        if line is None:
            raise OurMistake(NOT_FOUNDED.format(folder=folder))
        lock = LineAnchor(anchor, pin_scope(line.line, first=folder == node_of(folder)))
        pins, locks, fit = await lock.pins(), await lock.load(), lock.incarnation_fits()
        if not fit.fits:
            raise RolledBack(fit.words)
        rolled_back(line, pins)
        tenure = await store.acquire(f"{config.code} {os.getpid()}", [line.line])
        now = clocks_of(line.charter, config.clock_offset_ms, node_of(folder) / CONFIG).now()
        node = Node(
            line.founding, line.signed_charter, config.code, keys.keys, line.rosters, store.held, locks, now, pins=pins
        )
        core = node.core
        if ended_for is not None and core.own is not None and core.own.ended >= 0:
            if ended_at(core, core.own, ended_for) is None:
                raise OurMistake("Our log was ended for another key set than this one. Bring that one.")
            await store.release(tenure)
            return core.own.name.epoch  # ended already: what was cut off goes on
        if core.closed:
            raise RolledBack(core.closed)
        if core.own is None and ended_for is not None:
            raise OurMistake(
                "The next epoch is not open yet; start the node first: `watchline up`. Nothing was changed."
            )
        known = facts(line, epoch=0 if core.own is None else core.own.name.epoch)
        if known.items() - pins.items():
            await lock.pin(known)
        await catch_up(node, lock)
        outcome = node.handle(inputs, now, os.urandom, store.held)
        for reply in outcome.replies:
            if reply.error:
                raise OurMistake(reply.error)
        await perform(outcome, NoCircuits(store, lock, tenure))
        await store.release(tenure)
        if core.own is None:
            raise OurMistake("The next epoch is not open yet; start the node: `watchline up`.")
        return core.own.name.epoch
    finally:
        store.close()
        anchor.close()
