"""Inclusion and consistency proofs of RFC 9162 section 2.1, made from stored hashes and checked from nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from watchline.log.tree import EMPTY_ROOT, TILE_HEIGHT, TILE_WIDTH, Head, cover, node_hash

HASH_BYTES = 32
Hashes = Callable[[int, int, int], Sequence[bytes]]
"""(level in {0, 8, 16, 24}, start, count) -> that many stored hashes of complete subtrees of that level."""


def subtree(hashes: Hashes, level: int, index: int) -> bytes:
    """Return the root of one complete subtree. Cost: one read of at most 256 hashes, and that many hashings."""
    base = level - level % TILE_HEIGHT
    width = 1 << (level - base)
    row = list(hashes(base, index * width, width))
    assert len(row) == width, "a complete subtree below the head is always stored"
    while len(row) > 1:
        row = [node_hash(row[at], row[at + 1]) for at in range(0, len(row), 2)]
    return row[0]


def range_root(hashes: Hashes, start: int, end: int) -> bytes:
    """Return the RFC 6962 hash of leaves [start, end), where ``start`` is as in a proof (a multiple of a large power)."""
    if start == end:
        return EMPTY_ROOT
    parts = [subtree(hashes, level, index) for level, index in cover(start, end)]
    found = parts.pop()
    while parts:
        found = node_hash(parts.pop(), found)
    return found


def inclusion_path(hashes: Hashes, index: int, size: int) -> list[bytes]:
    """Return the inclusion proof of leaf ``index`` in the tree of ``size``, from the leaf's sibling up."""
    assert 0 <= index < size
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        split = start + (1 << ((end - start - 1).bit_length() - 1))
        if index < split:
            path.append(range_root(hashes, split, end))
            end = split
        else:
            path.append(range_root(hashes, start, split))
            start = split
    path.reverse()
    return path


def included(leaf: bytes, index: int, path: Sequence[bytes], head: Head) -> bool:
    """Tell whether the leaf with hash ``leaf`` is at ``index`` in the tree of ``head`` (RFC 9162 section 2.1.3.2)."""
    if not 0 <= index < head.size or len(leaf) != HASH_BYTES or any(len(item) != HASH_BYTES for item in path):
        return False
    at, last, found = index, head.size - 1, leaf
    for item in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node_hash(item, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, item)
        at, last = at >> 1, last >> 1
    return last == 0 and found == head.root


def consistency_path(hashes: Hashes, old: int, new: int) -> list[bytes]:
    """Return the consistency proof between the trees of sizes ``old`` ≥ 1 and ``new`` (RFC 9162 section 2.1.4.1)."""
    assert 1 <= old <= new

    def sub(start: int, end: int, size: int, *, whole: bool) -> list[bytes]:
        if size == end:
            return [] if whole else [range_root(hashes, start, end)]
        split = start + (1 << ((end - start - 1).bit_length() - 1))
        if size <= split:
            return [*sub(start, split, size, whole=whole), range_root(hashes, split, end)]
        return [*sub(split, end, size, whole=False), range_root(hashes, start, split)]

    return sub(0, new, old, whole=True)


def consistent(old: Head, new: Head, path: Sequence[bytes]) -> bool:
    """Tell whether ``path`` proves that the tree ``new`` extends the tree ``old`` (RFC 9162 section 2.1.4.2).

    A proof from size 0 is not accepted: genesis is treated explicitly. Equal sizes need equal roots and an empty path.
    """
    if old.size < 1 or old.size > new.size or any(len(item) != HASH_BYTES for item in (*path, old.root, new.root)):
        return False
    if old.size == new.size:
        return not path and old.root == new.root
    if not path:
        return False
    rest = list(path)
    if old.size & (old.size - 1) == 0:
        rest.insert(0, old.root)
    at, last = old.size - 1, new.size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    first = second = rest[0]
    for item in rest[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            first, second = node_hash(item, first), node_hash(item, second)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            second = node_hash(second, item)
        at, last = at >> 1, last >> 1
    return last == 0 and first == old.root and second == new.root


def frontier_places(size: int) -> list[tuple[int, int]]:
    """Return the (level, index) of the frontier of a tree of ``size``, left to right."""
    return cover(0, size)


assert TILE_WIDTH == 1 << TILE_HEIGHT
