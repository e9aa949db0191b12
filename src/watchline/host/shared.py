"""What the lines of a node share while it runs: the folder's lock, the keys, the anchor store, the connections, the doors, one stop."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from watchline.carrier import Identity
from watchline.host.config import CONFIG, Config, check_reach, load_config
from watchline.host.doors import NodeDoors
from watchline.host.keyring import KEYS, NodeKeys, open_keys
from watchline.host.wires import Wires
from watchline.store import DirectoryLock, FileHeadLock


class Shared:
    """The opened parts of a node.

    Attributes:
        config: Of the node.
        anchor: Its anchor store, with one head lock for all lines.
        doors: What all lines are looked at through.
    """

    def __init__(self, node: Path, config: Config, anchor: FileHeadLock, opening: asyncio.Task[NodeKeys]) -> None:
        self.config, self.anchor, self._opening = config, anchor, opening
        self.doors = NodeDoors(node, config)
        self._wires: Wires | None = None

    async def keys(self) -> NodeKeys:
        """Return the keys of the node; opening them is the one slow thing of a start, and goes on beside everything else.

        Raises:
            Misconfigured: no keys, or another passphrase.
        """
        return await asyncio.shield(self._opening)

    def wires(self, keys: NodeKeys) -> Wires:
        """Return the connections of the node."""
        if self._wires is None:
            self._wires = Wires(Identity(keys.certificate, keys.certificate_key))
        return self._wires

    async def aclose(self) -> None:
        """Stop listening."""
        if self._wires is not None:
            await self._wires.aclose()


@contextlib.asynccontextmanager
async def open_shared(
    node: Path, passphrase: bytes, open_anchor: Callable[[Path], FileHeadLock] = FileHeadLock
) -> AsyncIterator[Shared]:
    """Open what the lines of the node in a folder share.

    Raises:
        Misconfigured: found at start; names the file and the key; or the node runs already.
    """
    config = load_config(node)
    check_reach(config, node / CONFIG)
    anchor = config.anchor_folder(node)
    with DirectoryLock(node):
        opening = asyncio.create_task(asyncio.to_thread(open_keys, anchor / KEYS, passphrase))
        lock = open_anchor(anchor)
        shared = Shared(node, config, lock, opening)
        try:
            yield shared
        finally:
            await asyncio.gather(opening, return_exceptions=True)
            await shared.aclose()
            lock.close()
