"""The node in memory beside its record: loaded at the start, thrown away and loaded again when the disk failed.

When storing fails nothing was sent and the memory is ahead of the record, so it is never mended in place. What is kept across loadings
is only what a person must know: why this key set is closed, and what is wrong with the disk. That alarm is kept here and not in the
node: a node that has to store it first could say nothing at all on a full disk.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from watchline.errors import OutcomeUnknown, RolledBack, StoreFailed, Superseded, WatchlineError
from watchline.host.anchor import LineAnchor
from watchline.host.clocks import Clocks
from watchline.host.closing import ClosedLock, facts, locks_behind, moved, rolled_back
from watchline.host.keyring import NodeKeys
from watchline.host.reading import Founded, founded
from watchline.node import Node, Outcome, Reply, Rules
from watchline.node.doors import HeadLock, LockRow, Store, Tenure
from watchline.sentence import worded
from watchline.watch import Alarm, Level

PAUSE_S = 1.0
"""Pause after a failure, before anything is handled again: a full disk must not become a busy loop. Shorter than a beat."""
Say = Callable[[str, str, str, str], None]
"""Writes diagnostics: (level, what, ref, words)."""


class LoadedNode:
    """A node and the doors that it stores through.

    Args:
        path: The record, for messages.
        line: The founded line in it.
        keys: Our private keys.
        rules: What this party set for its own node.
        store: The record, open for writing.
        anchor: The head lock of the anchor store.
        clocks: This node's clocks.
        say: Diagnostics.

    Attributes:
        node: None while the record cannot be used.
        lock: What the node locks through: the anchor store's, or one that changes nothing when this key set is closed.
        closed: Why this host closed the key set; the node has words of its own.
        trouble: The alarm that the disk is not as it must be; None when it is.
    """

    tenure: Tenure

    def __init__(
        self,
        path: Path,
        line: Founded,
        keys: NodeKeys,
        rules: Rules,
        store: Store,
        anchor: LineAnchor,
        clocks: Clocks,
        say: Say,
    ) -> None:
        self._path, self._keys, self._rules = path, keys, rules
        self._store, self._anchor, self._clocks, self._say = store, anchor, clocks, say
        self.line = line
        self.node: Node | None = None
        self._before: Node | None = None
        self.lock: HeadLock = anchor
        fit = anchor.incarnation_fits()
        self.closed = "" if fit.fits else fit.words
        self.trouble: Alarm | None = None
        self._doubt = False
        self._again_at = 0.0

    @property
    def words_of_trouble(self) -> str:
        """What is wrong with the disk, for whoever asked for something."""
        return self.trouble.words if self.trouble is not None else worded("The record cannot be used now.")

    def pause_s(self) -> float:
        """Return for how long nothing is to be handled."""
        return max(0.0, self._again_at - time.monotonic())

    async def acquire(self) -> None:
        """Take the right to write this line."""
        self.tenure = await self._store.acquire(f"{self._keys.code} {os.getpid()}", [self.line.line])

    async def load(self) -> None:
        """Load the node from record and head lock, and move a lock that lags, before anything is handled.

        Raises:
            StoreFailed: the record cannot be read, or the lock not be moved; there is no node then.
        """
        self._before = self.node or self._before
        self.node, node = None, None
        self.line = founded(self._store.held, self._path) or self.line
        if not self.closed:
            try:
                node = await self._load_open()
            except RolledBack as why:
                self.closed = str(why)
        if node is None:
            node = self._made(None)
        if not node.core.may_sign():
            self.lock = ClosedLock()
            self._say("error", "closed", "", f"{self.closed} {node.core.closed}".strip())
        if self._before is not None:
            node.take_circuits(self._before)
        self.node, self._before = node, None

    async def _load_open(self) -> Node:
        """Load the node with its head lock; raises RolledBack if the anchor store knows more than the record."""
        pins = await self._anchor.pins()
        rolled_back(self.line, pins)
        node = self._made(dict(await self._anchor.load()), pins)
        if node.core.may_sign():
            own = node.core.own
            known = facts(self.line, epoch=0 if own is None else own.name.epoch) | node.core.pins
            missing = known.items() - pins.items()
            if missing:
                await self._anchor.pin(dict(missing))
            changes = locks_behind(node)
            if changes:
                await self._anchor.swap(changes)
                moved(node, changes)
        return node

    def _made(self, locks: dict[str, LockRow] | None, pins: Mapping[str, bytes] | None = None) -> Node:
        line, keys, held = self.line, self._keys, self._store.held
        now = self._clocks.now()
        return Node(
            line.founding, line.signed_charter, keys.code, keys.keys, line.rosters, held, locks, now, self._rules, pins
        )

    async def failed(self, why: WatchlineError, outcome: Outcome | None, count: int) -> Sequence[Reply]:
        """Take note that a step failed: nothing was sent. Load the node again, and say what became of each input.

        Args:
            why: ``StoreFailed`` or ``RolledBack``; not ``Superseded``, which ends the node.
            outcome: What was to be performed; None if the node did not get so far.
            count: How many inputs the step had.
        """
        self._before, self.node = self.node, None
        self._doubt = self._doubt or isinstance(why, OutcomeUnknown)
        if isinstance(why, RolledBack):
            self.closed = str(why)
        self._in_trouble(why)
        self._again_at = time.monotonic() + PAUSE_S
        await self.mend()
        if outcome is None or not self._holds(outcome):
            return [Reply(error=str(why))] * count
        words = worded("{why} It is written, and is sent when that is mended: do not say it again.", why=why)
        return [reply._replace(error=words) if reply.written else reply for reply in outcome.replies]

    async def mend(self) -> bool:
        """Load the node again if there is none; return whether there is one now that was not there before."""
        if self.node is not None:
            return False
        try:
            if self._doubt:
                await self.acquire()
                self._doubt = False
            await self.load()
        except StoreFailed as why:
            if isinstance(why, Superseded):
                raise
            self._in_trouble(why)
            self._again_at = time.monotonic() + PAUSE_S
            return False
        return True

    def works(self) -> None:
        """Take note that a batch became durable."""
        if self.trouble is not None:
            self.trouble = None
            self._say("info", "store_works", "", worded("The record is written again."))

    def _holds(self, outcome: Outcome) -> bool:
        """Tell whether the record holds a batch now; only asked when there is a node, so that the record can be read."""
        if self.node is None or not outcome.batch.changes:
            return False
        heads = {row.origin: row.head for row in self._store.held.logs(self.line.line)}
        return all(heads.get(item.origin) == item.new for item in outcome.batch.changes)

    def _in_trouble(self, why: WatchlineError) -> None:
        words = worded("{why} Nothing was sent that is not durable; this node goes on by itself when it can.", why=why)
        now = self._clocks.now().wall
        since = self.trouble.since if self.trouble is not None else now
        self.trouble = Alarm("store", int(Level.EMERGENCY), since, 0, words)
        self._say("error", type(why).__name__, "", words)
