"""Fold a store's entries anew, from nothing, in another order of arrival: through the code that folds them at a node."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from random import Random
from typing import TYPE_CHECKING, Any

from watchline.log import Entry, LogRow, parse_checkpoint
from watchline.measure import Instant, Now
from watchline.node import Rules
from watchline.node.clock import CosigningClock
from watchline.node.doors import Held
from watchline.node.logs import LogState
from watchline.node.meaning import fold_again, take_in
from watchline.node.memory import Core
from watchline.node.order import settle
from watchline.party import parse_origin
from watchline.record import Header
from watchline.view import COMMON
from watchline.watch import Alarms

if TYPE_CHECKING:
    from watchline.sim.setting import Setting

Piece = tuple[str, int, int]
"""Part of one log as it may arrive at once: (origin, index of its first entry, size of the signed head that it ends at)."""
Rows = dict[tuple[str, bytes], bytes]
_PAGE = 1024


def pieces(held: Held, line: bytes) -> dict[str, list[Piece]]:
    """Return every log of a store in the pieces between its signed heads."""
    found: dict[str, list[Piece]] = {}
    for row in held.logs(line):
        parts, start = [], 0
        while start < row.head.size:
            near = held.checkpoint_near(row.origin, start + 1, below=False)
            assert near is not None, "the newest head of a log is signed"
            parts.append((row.origin, start, near[0]))
            start = near[0]
        found[row.origin] = parts
    return found


def in_turn(logs: dict[str, list[Piece]]) -> Iterator[Piece]:
    """Yield all of one log, then all of the next: the order farthest from the causal one."""
    for origin in sorted(logs):
        yield from logs[origin]


def mixed(logs: dict[str, list[Piece]], random: Random, *, burst: int) -> Iterator[Piece]:
    """Yield pieces of logs chosen by chance, up to ``burst`` of one at a time, each log in its own order."""
    left = {origin: list(reversed(parts)) for origin, parts in sorted(logs.items()) if parts}
    while left:
        origin = random.choice(list(left))
        for _ in range(random.randrange(1, burst + 1)):
            if left[origin]:
                yield left[origin].pop()
        if not left[origin]:
            del left[origin]


def joined(order: Iterable[Piece], most: int) -> Iterator[Piece]:
    """Yield an order with up to ``most`` pieces in turn of one log as one: what a node takes in one step when it catches up."""
    open_piece, count = None, 0
    for piece in order:
        if open_piece is not None and count < most and (piece[0], piece[1]) == (open_piece[0], open_piece[2]):
            open_piece, count = (open_piece[0], open_piece[1], piece[2]), count + 1
            continue
        if open_piece is not None:
            yield open_piece
        open_piece, count = piece, 1
    if open_piece is not None:
        yield open_piece


def common_rows(held: Held, line: bytes) -> Rows:
    """Return every common row of a store."""
    rows: Rows = {}
    for view in COMMON:
        after: bytes | None = None
        while page := held.rows(view, line, after, _PAGE):
            rows.update({(view, key): value for key, value in page})
            after = page[-1][0]
    return rows


class _Core(Core):
    """A core that reads each leaf once, however often its entry is folded."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self._read: dict[bytes, Header | None] = {}

    def header(self, leaf: bytes) -> Header | None:
        if leaf not in self._read:
            self._read[leaf] = super().header(leaf)
        return self._read[leaf]


def refold(setting: Setting, code: str, held: Held, order: Iterable[Piece]) -> Rows:
    """Return the common rows that the entries of a store give when they arrive in this order.

    Args:
        setting: Charter and parties.
        code: Whose node folds; its own log is folded like any other.
        held: Where the entries are read from.
        order: Pieces, each log's in its own order.
    """
    charter, now = setting.charter, Now(Instant(0), 0)
    keys = {party.code: party.keys for party in setting.parties}
    rosters = {party.code: party.roster for party in setting.parties}
    clock = CosigningClock(None, charter.clock_ms, now)
    core = _Core(charter, code, keys[code], rosters, Rules(), {}, Alarms([]), clock, now)
    source = _Source(held)
    for origin, start, end in order:
        core.begin(now, bytes, source)
        log = core.logs.get(origin)
        if log is None:
            name = parse_origin(origin)
            log = core.logs[origin] = LogState(name, keys[name.code].public, own=name.code == code)
        for entry in held.entries(origin, start, end - start):
            log.frontier, _ = log.frontier.extended([entry.leaf_hash])
            log.append(take_in(core, log, entry))
        note = held.checkpoint(origin, end)
        assert note is not None, "a piece ends at a signed head"
        log.advance(parse_checkpoint(note))
        settle(core, fold_again)
        source.take(core)
    core.begin(now, bytes, source)
    settle(core, fold_again)
    source.take(core)
    return {key: value for key, value in source.folded.items() if key[0] in COMMON}


class _Source:
    """Committed rows of a fold under way: entries and roots of the store that is read, rows and depths of the fold."""

    def __init__(self, held: Held) -> None:
        self._held = held
        self.folded: Rows = {}
        self._entries: dict[str, list[Entry]] = {}

    def take(self, core: Core) -> None:
        """Commit a step."""
        for key, value in core.fold.changes.items():
            if value is None:
                self.folded.pop(key, None)
            else:
                self.folded[key] = value
        for log in core.logs.values():
            if log.entries:
                self._entries.setdefault(log.origin, []).extend(log.entries)
                log.begin()

    def snapshot(self) -> AbstractContextManager[None]:
        return nullcontext()

    def entry(self, origin: str, index: int) -> Entry | None:
        entries = self._entries.get(origin, ())
        return entries[index] if 0 <= index < len(entries) else None

    def row(self, view: str, key: bytes) -> bytes | None:
        return self.folded.get((view, key))

    def checkpoint(self, origin: str, size: int) -> bytes | None:
        return self._held.checkpoint(origin, size)

    def hashes(self, origin: str, level: int, start: int, count: int) -> Sequence[bytes]:
        return self._held.hashes(origin, level, start, count)

    def logs(self, line: bytes) -> Sequence[LogRow]:
        return self._held.logs(line)

    def entries(self, origin: str, start: int, limit: int) -> Sequence[Entry]:
        return self._held.entries(origin, start, limit)

    def checkpoint_near(self, origin: str, size: int, *, below: bool) -> tuple[int, bytes] | None:
        return self._held.checkpoint_near(origin, size, below=below)

    def cosignatures(self, origin: str) -> Sequence[tuple[str, int, bytes]]:
        return self._held.cosignatures(origin)

    def rows(self, view: str, prefix: bytes, after: bytes | None, limit: int) -> Sequence[tuple[bytes, bytes]]:
        found = sorted(key for name, key in self.folded if name == view and key.startswith(prefix))
        return [(key, self.folded[view, key]) for key in found if after is None or key > after][:limit]
