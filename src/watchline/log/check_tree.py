"""One log of a bundle, second pass: root and tiles from the leaf hashes, and what others said of it (checks 4, 8, 10)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256

from watchline.errors import InvalidFromPeer
from watchline.log.check_claims import CheckedLog, Claims
from watchline.log.check_log import Files
from watchline.log.tiles import level_widths, tile_path, tiles_of
from watchline.log.tree import EMPTY_ROOT, TILE_HEIGHT, TILE_WIDTH
from watchline.log.verdict import Findings, Places

_HASH = 32
_TILE_BYTES = TILE_WIDTH * _HASH


class Growing:
    """The tree of one log, grown leaf by leaf from its hashes to the sizes asked for.

    Attributes:
        rows: Hashes of the complete subtrees of levels 8, 16, 24 …, by level of tiles; ``rows[0]`` is what was given.
    """

    def __init__(self, hashes: bytearray) -> None:
        self.size = 0
        self.rows: list[bytearray] = [hashes]
        self._stack: list[bytes] = []

    def grow(self, size: int) -> None:
        """Append leaves up to this size."""
        hashes, stack = self.rows[0], self._stack
        for index in range(self.size, size):
            node, at, level = bytes(hashes[_HASH * index : _HASH * index + _HASH]), index, 0
            while at & 1:
                node = sha256(b"\x01" + stack.pop() + node).digest()
                at >>= 1
                level += 1
                if not level & 7:
                    self._keep(level >> 3, node)
            stack.append(node)
        self.size = max(size, self.size)

    def _keep(self, level: int, node: bytes) -> None:
        if level == len(self.rows):
            self.rows.append(bytearray())
        self.rows[level] += node

    def root(self) -> bytes:
        """Return the root at the present size."""
        if not self._stack:
            return EMPTY_ROOT
        found = self._stack[-1]
        for at in range(len(self._stack) - 2, -1, -1):
            found = sha256(b"\x01" + self._stack[at] + found).digest()
        return found


def check_tree(
    files: Files,
    log: CheckedLog,
    said: list[tuple[CheckedLog, Claims]],
    findings: Findings,
    step: Callable[[int], None],
) -> None:
    """Grow the tree of a log whose leaves are all there; compare each root that was claimed, its own, and its tiles.

    What an entry claims falsely is that author's word under a valid signature: it is named and rejects nothing.

    Args:
        files: The bundle.
        log: The log.
        said: (who, what its leaves say in ``seen`` about this log).
        findings: Notes what differs.
        step: Called with the number of entries done.
    """
    tree, done, root = Growing(log.hashes), 0, b""
    apart: list[str] = []
    for size, claimed, author, by in _ordered(said):
        if size > log.size:
            break
        if size > tree.size:
            tree.grow(size)
            root = tree.root()
            if size - done >= TILE_WIDTH:
                step(size - done)
                done = size
        if claimed != root and len(apart) < TILE_WIDTH:
            apart.append(
                f"the head of {log.text} at size {size} that logs/{author.text} entry {by} names; here is another"
            )
    tree.grow(log.size)
    step(log.size - done)
    # First its own head: were a leaf changed here, every claim would look wrong.
    if tree.root() != log.newest.head.root:
        findings.reject(f"logs/{log.text}/checkpoint", "the leaves do not hash to the signed root")
        return
    for words in apart:
        findings.missing(words)
    _check_tiles(files, log, tree, findings)


def _ordered(said: list[tuple[CheckedLog, Claims]]) -> Iterator[tuple[int, bytes, CheckedLog, int]]:
    """Yield (size, root, author's log, entry) of every claim, by size."""
    if len(said) == 1:
        author, claims = said[0]
        for at in sorted(range(len(claims.numbers)), key=claims.numbers.__getitem__):
            yield claims.numbers[at], claims.digest(at), author, claims.by[at]
        return
    places = [(size, number, at) for number, (_, claims) in enumerate(said) for at, size in enumerate(claims.numbers)]
    places.sort()
    for size, number, at in places:
        author, claims = said[number]
        yield size, claims.digest(at), author, claims.by[at]


def _check_tiles(files: Files, log: CheckedLog, tree: Growing, findings: Findings) -> None:
    absent = []
    for level, count in enumerate(level_widths(log.size)):
        row = memoryview(tree.rows[level])
        for number, width in tiles_of(count):
            path = f"logs/{log.text}/{tile_path(level, number, width)}"
            start = number * _TILE_BYTES
            try:
                data = files.read(path, _TILE_BYTES)
            except InvalidFromPeer as why:
                findings.reject(path, why.words)
                return
            if data is None:
                absent.append(path)
            elif data != row[start : start + width * _HASH]:
                findings.reject(path, "not the hashes of the leaves")
                return
    if absent:
        more = f" and {len(absent) - 1} more" if len(absent) > 1 else ""
        findings.missing(f"tile {absent[0]}{more}")


def check_refs(author: CheckedLog, target: CheckedLog, claims: Claims, findings: Findings) -> None:
    """Compare each reference of one log to another (or to itself) with the leaf it names; name where that is another."""
    hashes, size, apart = target.hashes, target.size, Places()
    for at, index in enumerate(claims.numbers):
        if (
            index < size
            and hashes[_HASH * index : _HASH * index + _HASH] != claims.digests[_HASH * at : _HASH * at + _HASH]
        ):
            apart.add(claims.by[at])
    if apart:
        words = f"entries of {target.text} that logs/{author.text}, entries {apart.text()}, refers to; here are others"
        findings.missing(words)


assert 1 << TILE_HEIGHT == TILE_WIDTH
