"""One log in a node's memory, own or mirrored: its head, its keys, what this step adds to it."""

from __future__ import annotations

from typing import Any

import msgspec

from watchline.log import (
    EMPTY,
    EMPTY_FRONTIER,
    Checkpoint,
    Cosignature,
    Entry,
    Frontier,
    Head,
    LogChange,
    LogRow,
    Node,
    cover,
    parse_checkpoint,
    parse_line,
    read_cosignature,
    subtree,
)
from watchline.node.doors import Held
from watchline.party import KeySet, LogName, parse_origin
from watchline.peer import Parking
from watchline.record import Seen
from watchline.sentence import english

_GENERATION_BITS = 40
OPEN, DISPUTED, CLOSED = "open", "disputed", "closed"


class _State(msgspec.Struct, array_like=True):
    """What of a log the store keeps without looking in."""

    log_key: bytes
    mirror_key: bytes
    status: str
    cosigned: tuple[int, bytes]
    cosigned_ms: int
    depth: int
    seen: list[tuple[str, int, int, bytes]]
    serial: int
    receipted: int
    told: str = ""
    unresolved: int = -1
    limit: int = -1
    floor: tuple[int, bytes] = (0, EMPTY.root)
    generation: int = 0
    ended: int = -1


class LogState:
    """A log as this node holds it, committed state plus what the present step adds.

    Attributes:
        cosigned: The newest head that we cosigned (mirrored logs), or released (own log).
        locked: What the head lock holds for it; None if it has no slot yet.
        unsent: Bytes of leaves and bodies since the newest own checkpoint.
        own, former: Whether it is ours to extend; whether it is ours of an earlier key set, never extended again.
        limit: Cosigned up to this size only, because its party's next epoch closed it; -1 while it is not closed.
        generation: Number of the change of parties under which it was opened: whom it is for (``parties.py``).
        ending: It was ours to extend until this very step.
        ended: Its party ended it as planned below this size (``epoch_close``): nothing after it counts; -1 if it did not.
        floor: The largest head that our own retired mirror key cosigned; the one in use starts from no lower.
        best: The largest signed head beyond what we hold, of a log of ours; not kept.
        unresolved: Index of the first entry that names a head not held here; -1 if there is none.
        waits: (index, origin, size) of every such head; None until it was looked for.
        version: Goes up with every new head or cosignature, so that beats tell each circuit once.
    """

    def __init__(self, name: LogName, keys: KeySet, *, own: bool, former: bool = False, generation: int = 0) -> None:
        self.name, self.origin, self.keys, self.own, self.former = name, name.origin(), keys, own, former
        self.generation, self.ending = generation, False
        self.limit, self.ended, self.floor, self.best = -1, -1, EMPTY, None
        self.frontier, self.head, self.note = EMPTY_FRONTIER, EMPTY, None
        self.cosigned, self.cosigned_ms, self.locked = EMPTY, -1, None
        self.status, self.words, self.serial, self.receipted = OPEN, "", 0, 0
        self.depth = depth_before(generation)
        self.seen: tuple[Seen, ...] = ()
        self.unresolved = -1
        self.waits: list[tuple[int, str, int]] | None = None
        self.cosignatures: dict[str, Cosignature] = {}
        self.parking = Parking()
        self.version = 1
        self.heard_of, self.heard_at, self.heads_asked, self.turn = 0, 0, False, 0
        self.arrived_by, self.relock, self.size_before = "", False, 0
        self.begin()

    note: Checkpoint | None
    best: Checkpoint | None
    locked: Head | None

    def hear_of(self, size: int, mono: int) -> None:
        """A signed head of this size exists; note since when we lack what it covers."""
        if self.heard_of <= self.size < size:
            self.heard_at = mono
        self.heard_of = max(self.heard_of, size)

    def begin(self) -> None:
        """Begin a step: nothing is new yet."""
        self.old, self._frontier_before = self.head, self.frontier
        self._roots: list[bytes] = []
        self.entries: list[Entry] = []
        self.nodes: list[Node] = []
        self.checkpoints: list[Checkpoint] = []
        self.new_cosignatures: dict[str, Cosignature] = {}
        self.unsigned_bytes = 0
        self.dirty = False

    @property
    def size(self) -> int:
        """Leaves held, counting those of the present step."""
        return self.frontier.size

    def append(self, entry: Entry) -> None:
        """Add one entry of the present step; the caller moves the frontier."""
        self.entries.append(entry)
        self.depth = entry.depth
        self.dirty = True

    def advance(self, checkpoint: Checkpoint) -> None:
        """The log's newest signed head is now this one."""
        self.head, self.note = checkpoint.head, checkpoint
        self.checkpoints.append(checkpoint)
        self.version += 1
        self.dirty = True

    def cosigned_by(self, code: str, cosignature: Cosignature) -> None:
        """A mirror's newer cosignature is kept."""
        self.cosignatures[code] = cosignature
        self.new_cosignatures[code] = cosignature
        self.version += 1
        self.dirty = True

    def entry(self, index: int, held: Held) -> Entry | None:
        """Return an entry, of this step or committed."""
        at = index - self.old.size
        if 0 <= at < len(self.entries):
            return self.entries[at]
        return held.entry(self.origin, index)

    def root_in_step(self, size: int) -> bytes | None:
        """Return the root of the first ``size`` leaves if the last of them was added in this step."""
        if not self.old.size < size <= self.old.size + len(self.entries):
            return None
        while len(self._roots) < size - self.old.size:
            entry = self.entries[len(self._roots)]
            self._frontier_before, _ = self._frontier_before.extended([entry.leaf_hash])
            self._roots.append(self._frontier_before.root())
        return self._roots[size - self.old.size - 1]

    def checkpoint(self, size: int, held: Held) -> Checkpoint | None:
        """Return the signed checkpoint of exactly this size, of this step or committed."""
        for checkpoint in self.checkpoints:
            if checkpoint.head.size == size:
                return checkpoint
        note = held.checkpoint(self.origin, size)
        return None if note is None else parse_checkpoint(note)

    def take_change(self) -> LogChange | None:
        """Return this step's change for the store and begin the next step; None if there is none."""
        if not self.dirty:
            return None
        change = LogChange(
            origin=self.origin,
            old=self.old,
            new=self.head,
            state=self._write(),
            entries=tuple(self.entries),
            nodes=tuple(self.nodes),
            checkpoints=tuple((item.head.size, item.note()) for item in self.checkpoints),
            cosignatures=tuple(
                (item.name, item.head.size, item.line.text().encode()) for item in self.new_cosignatures.values()
            ),
        )
        self.begin()
        return change

    def _write(self) -> bytes:
        state = _State(
            self.keys.log,
            self.keys.mirror,
            self.status,
            (self.cosigned.size, self.cosigned.root),
            self.cosigned_ms,
            self.depth,
            [(item.code, item.epoch, item.size, item.root) for item in self.seen],
            self.serial,
            self.receipted,
            english(self.words),
            self.unresolved,
            self.limit,
            (self.floor.size, self.floor.root),
            self.generation,
            self.ended,
        )
        return msgspec.msgpack.encode(state)


def depth_before(generation: int) -> int:
    """Return the depth before the first entry of a generation: deeper than all of the generations before (docs/spec/leaf.md)."""
    return generation << _GENERATION_BITS


def keys_of(row: LogRow) -> KeySet:
    """Return the key set that speaks for a log in the store."""
    state = msgspec.msgpack.decode(row.state, type=_State)
    return KeySet(state.log_key, state.mirror_key)


def read_logs(
    held: Held, line: bytes, own_code: str, own_keys: KeySet, mirror_keys: dict[str, bytes]
) -> list[LogState]:
    """Return all logs of a line from the store.

    Args:
        held: Committed rows.
        line: The line id.
        own_code: Our party code.
        own_keys: The key set we hold now: our newest log is ours to extend only if it is that log's.
        mirror_keys: Mirror name → public mirror key, where no log tells it.
    """
    rows = held.logs(line)
    newest = max(
        (parse_origin(row.origin).epoch for row in rows if parse_origin(row.origin).code == own_code), default=0
    )
    known = mirror_keys | {parse_origin(row.origin).mirror(): keys_of(row).mirror for row in rows}
    found = []
    for row in rows:
        name = parse_origin(row.origin)
        ours = name.code == own_code
        own = ours and name.epoch == newest and keys_of(row) == own_keys
        found.append(_read_log(row, held, known, own=own, former=ours and not own))
    return found


def _read_log(row: LogRow, held: Held, mirror_keys: dict[str, bytes], *, own: bool, former: bool) -> LogState:
    state = msgspec.msgpack.decode(row.state, type=_State)
    name = parse_origin(row.origin)
    log = LogState(name, KeySet(state.log_key, state.mirror_key), own=own, former=former)

    def hashes(level: int, start: int, count: int) -> Any:
        return held.hashes(row.origin, level, start, count)

    places = cover(0, row.head.size)
    log.frontier = Frontier(row.head.size, tuple(subtree(hashes, level, index) for level, index in places))
    assert log.frontier.root() == row.head.root, f"the store's tree of {row.origin} does not give its head"
    log.head, log.size_before = row.head, row.size_before
    note = held.checkpoint(row.origin, row.head.size)
    log.note = None if note is None else parse_checkpoint(note)
    log.status, log.words, log.depth = state.status, state.told, state.depth
    log.cosigned, log.cosigned_ms = Head(*state.cosigned), state.cosigned_ms
    log.seen = tuple(Seen(*item) for item in state.seen)
    log.serial, log.receipted, log.unresolved = state.serial, state.receipted, state.unresolved
    log.limit, log.ended, log.floor = state.limit, state.ended, Head(*state.floor)
    log.generation = state.generation
    for mirror, size, line in held.cosignatures(row.origin):
        known = held.checkpoint(row.origin, size)
        key = mirror_keys.get(mirror)
        if known is not None and key is not None:
            found = read_cosignature(parse_line(line.decode()), row.origin, parse_checkpoint(known).head, key)
            if found is not None:
                code = parse_origin(mirror).code
                before = log.cosignatures.get(code)
                if before is None or (before.head.size, before.time_s) < (size, found.time_s):
                    log.cosignatures[code] = found
    log.begin()
    return log
