"""Our card with other addresses: for a node that began alone and is now to be dialled, or that has moved. Keys and roster stay."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from watchline.errors import OurMistake
from watchline.host.config import CARD, CONFIG, CircuitConfig, check_config, load_config, node_of, save_config, written
from watchline.host.keyring import open_root
from watchline.host.setup import CircuitAddress, read_own_card
from watchline.party import Card, Endpoint, make_card
from watchline.sentence import worded
from watchline.store import DirectoryLock
from watchline.store.files import disk_in_words, replace


def readdress(folder: Path, circuits: Sequence[CircuitAddress], root_key: Path, root_passphrase: bytes) -> Card:
    """Sign our card anew with addresses of ours, and listen there from the next start on.

    Args:
        folder: Our node; it does not run.
        circuits: Our ends; circuits that are not named keep the address that they have.
        root_key: Our root, which signs the card.
        root_passphrase: Opens it.

    Raises:
        OurMistake: another root's key.
        Misconfigured: the root key does not open, an address is not such, or the node runs.
        StoreFailed: the disk.
    """
    folder = node_of(folder)
    own, config = read_own_card(folder), load_config(folder)
    root = open_root(root_key, root_passphrase)
    if root.public != own.roster.root:
        raise OurMistake(
            worded(
                "{root_key} is not the root key of {code}. Nothing was written.",
                root_key=root_key,
                code=own.roster.code,
            )
        )
    points = {point.circuit: point for point in own.endpoints}
    ends = {item.name: item for item in config.circuits}
    for item in circuits:
        points[item.name] = Endpoint(item.name, item.host, item.port)
        end = ends.get(item.name, CircuitConfig(item.name))
        ends[item.name] = msgspec.structs.replace(end, listen=written(item.host, item.port))
    changed = msgspec.structs.replace(config, circuits=tuple(ends.values()))
    check_config(changed, folder / CONFIG)
    card = make_card(root, own.roster, list(points.values()))
    with DirectoryLock(folder):
        try:
            replace(folder / CARD, card.data)
        except OSError as why:
            raise disk_in_words(why, folder / CARD) from why
        save_config(folder, changed)
    return card
