"""The RFC 6962 Merkle tree, kept as its frontier: an append costs the same at entry 10 and at entry 1,000,000.

The *frontier* of a tree of size n is the roots of its maximal complete subtrees, left to right; there are as many as n
has bits set. Inner nodes are stored only at levels 8, 16, 24 (one row per 256 leaves): any other node is recomputed
from the 256 hashes below it, as with the tiles of C2SP tlog-tiles.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import NamedTuple

EMPTY_ROOT = sha256(b"").digest()
TILE_HEIGHT = 8
TILE_WIDTH = 1 << TILE_HEIGHT


def leaf_hash(leaf: bytes) -> bytes:
    """Return the RFC 6962 hash of a leaf."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the RFC 6962 hash of an inner node."""
    return sha256(b"\x01" + left + right).digest()


class Head(NamedTuple):
    """A tree: its size (leaves, from 1; 0 is empty) and its root."""

    size: int
    root: bytes


EMPTY = Head(0, EMPTY_ROOT)


class Node(NamedTuple):
    """A stored inner node: the subtree of 2**level leaves that begins at index * 2**level."""

    level: int
    index: int  # type: ignore[assignment]  # hides tuple.index, which nobody calls
    hash: bytes


class Frontier(NamedTuple):
    """A tree as its size and the roots of its maximal complete subtrees, left to right."""

    size: int
    hashes: tuple[bytes, ...]

    def root(self) -> bytes:
        """Return the root. Cost: at most log2(size) hashes."""
        if not self.hashes:
            return EMPTY_ROOT
        found = self.hashes[-1]
        for left in reversed(self.hashes[:-1]):
            found = node_hash(left, found)
        return found

    def head(self) -> Head:
        """Return (size, root)."""
        return Head(self.size, self.root())

    def extended(self, hashes: Iterable[bytes]) -> tuple[Frontier, list[Node]]:
        """Return the frontier after appending leaf hashes, and the nodes to store (levels 8, 16, 24)."""
        size, stack, stored = self.size, list(self.hashes), []
        for found in hashes:
            node, level, at = found, 0, size
            while at & 1:
                node = sha256(b"\x01" + stack.pop() + node).digest()
                level += 1
                at >>= 1
                if not level & 7:
                    stored.append(Node(level, at, node))
            stack.append(node)
            size += 1
        return Frontier(size, tuple(stack)), stored


EMPTY_FRONTIER = Frontier(0, ())


def cover(start: int, end: int) -> list[tuple[int, int]]:
    """Return the maximal complete subtrees (level, index) that cover leaves [start, end), left to right."""
    found = []
    while start < end:
        level = (start & -start).bit_length() - 1 if start else (end - start).bit_length() - 1
        while start + (1 << level) > end:
            level -= 1
        found.append((level, start >> level))
        start += 1 << level
    return found


def fold_cover(size: int, hashes: Sequence[bytes], start: int = 0) -> bytes | None:
    """Return the root of the tree of ``size`` leaves from the nodes ``cover(start, size)`` gives, or None.

    With ``start`` > 0, ``hashes`` holds the nodes of ``cover(0, start)`` and then of ``cover(start, size)``.
    """
    if size < 1 or not 0 <= start <= size:
        return None
    places = cover(0, start) + cover(start, size)
    if len(places) != len(hashes) or any(len(item) != len(EMPTY_ROOT) for item in hashes):
        return None
    stack: list[tuple[int, int, bytes]] = []
    for (level, index), node in zip(places, hashes, strict=True):
        at, height, found = index, level, node
        while at & 1 and stack and stack[-1][0] == height and stack[-1][1] == at - 1:
            found = node_hash(stack.pop()[2], found)
            height, at = height + 1, at >> 1
        stack.append((height, at, found))
    found = stack.pop()[2]
    while stack:
        found = node_hash(stack.pop()[2], found)
    return found
