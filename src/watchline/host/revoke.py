"""``watchline key DIR revoke``: a key set of ours was copied; our roster takes it back, and the log goes on in a forced epoch.

It is done while the node does not run. First the roster is stored: from then on nothing is signed here with the key set that it takes back.
Then the new key set and a new head lock take the place of the old ones, as in a restore. The node opens the next epoch by itself when it
runs. Cut off anywhere, the same command is given again and goes on.
"""

from __future__ import annotations

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from watchline.errors import Misconfigured, OurMistake
from watchline.host.clocks import clocks_of
from watchline.host.config import CONFIG, RECORD, Config, load_config, node_of
from watchline.host.keyring import KEYS, open_keys, open_spare_file
from watchline.host.places import line_folders
from watchline.host.reading import NOT_FOUNDED, founded
from watchline.host.restore import Restored, restore_node
from watchline.node import Node, TakeRoster
from watchline.party import PrivateKeySet, read_roster
from watchline.store import DirectoryLock, SqliteStore


class Taken(NamedTuple):
    """What was done.

    Attributes:
        code: Our party code.
        roster: Number of the roster in use.
        moved: The new key set in place; None if the key set taken back was not in use any more.
    """

    code: str
    roster: int
    moved: Restored | None


def revoke_node(
    folder: Path, roster: bytes, keys: Path, keys_passphrase: bytes, passphrase: bytes, *, light: bool = False
) -> Taken:
    """Store the roster that takes a key set back; if that one is in use here, put the next one in its place.

    Args:
        folder: The node; it does not run. The roster is stored on each of its lines.
        roster: The signed roster.
        keys: The file of the key set that it lists as the next one, or of a spare.
        keys_passphrase: Opens it: that of the root key.
        passphrase: Opens the node's keys, the old ones and the new ones.
        light: Cheap sealing, for passphrases that are random already.

    Raises:
        InvalidFromPeer: the roster is not sound.
        OurMistake: no line here, or it is not our next roster. Nothing was changed.
        Misconfigured: a file or passphrase does not fit, or the node runs. Nothing was changed.
        StoreFailed: the disk; give the command again.
    """
    folder = node_of(folder)
    config = load_config(folder)
    made, found = read_roster(roster), open_spare_file(keys, keys_passphrase)
    if (made.code, found.code) != (config.code, config.code):
        raise Misconfigured(
            f"This node is of {config.code}; the roster is of {made.code}, the key set of {found.code}."
        )
    if not made.revoked:
        raise OurMistake(
            "This roster takes no key set back; `watchline key DIR rotate` is the command for it. Nothing was changed."
        )
    path = config.anchor_folder(folder) / KEYS
    here = open_keys(path, passphrase).keys if path.exists() else found.keys
    with DirectoryLock(folder), ThreadPoolExecutor(1) as thread:
        for line in line_folders(folder):
            thread.submit(asyncio.run, _take(line, config, here, roster)).result()
    moved = None
    if here.public in made.revoked or here.public == found.keys.public:
        moved = restore_node(folder, keys, keys_passphrase, passphrase, light=light)
    return Taken(config.code, made.number, moved)


async def _take(folder: Path, config: Config, keys: PrivateKeySet, roster: bytes) -> None:
    """Store our roster and what it changes in the views; nothing is signed with these keys, and nothing leaves the node."""
    path = folder / RECORD
    store = SqliteStore(path)
    try:
        line = founded(store.held, path)
        if line is None:
            raise OurMistake(NOT_FOUNDED.format(folder=folder))
        tenure = await store.acquire(f"{config.code} {os.getpid()}", [line.line])
        now = clocks_of(line.charter, config.clock_offset_ms, node_of(folder) / CONFIG).now()
        node = Node(line.founding, line.signed_charter, config.code, keys, line.rosters, store.held, None, now)
        outcome = node.handle([TakeRoster(roster=roster)], now, os.urandom, store.held)
        if outcome.replies[0].error:
            raise OurMistake(outcome.replies[0].error)
        if outcome.batch:
            await store.append(tenure, outcome.batch)
        await store.release(tenure)
    finally:
        store.close()
