"""Tiles and entry bundles as in C2SP tlog-tiles: what they are called, and the bytes of an entry bundle.

A tile holds up to 256 hashes of one level of the tree (level L of tiles = tree level 8·L); a tile that is not full has
``.p/<width>`` after its name. An entry bundle holds the leaves below one tile of level 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from watchline.errors import InvalidFromPeer
from watchline.log.tree import TILE_HEIGHT, TILE_WIDTH

_LENGTH_BYTES = 2
_THOUSAND = 1000


def number_path(number: int) -> str:
    """Return a tile's number as path elements: 3 digits each, all but the last after an ``x``: ``x001/x234/067``."""
    path = f"{number % _THOUSAND:03d}"
    while number := number // _THOUSAND:
        path = f"x{number % _THOUSAND:03d}/{path}"
    return path


def tile_path(level: int | str, number: int, width: int) -> str:
    """Return the path of a tile below its log's folder; level ``entries`` is for entry bundles."""
    partial = "" if width == TILE_WIDTH else f".p/{width}"
    return f"tile/{level}/{number_path(number)}{partial}"


def bodies_path(number: int) -> str:
    """Return the path of the file with the bodies of entry bundle ``number``."""
    return f"bodies/{number_path(number)}"


def level_widths(size: int) -> list[int]:
    """Return how many hashes each tile level of a tree of ``size`` holds, from level 0 up to the last that has any."""
    found = []
    while size:
        found.append(size)
        size >>= TILE_HEIGHT
    return found


def tiles_of(count: int) -> Iterator[tuple[int, int]]:
    """Yield (tile number, width) of the tiles that hold ``count`` hashes or leaves."""
    for number in range(count // TILE_WIDTH):
        yield number, TILE_WIDTH
    if rest := count % TILE_WIDTH:
        yield count // TILE_WIDTH, rest


def write_entry_bundle(leaves: Iterable[bytes]) -> bytes:
    """Return an entry bundle: each leaf after its length as 2 bytes big-endian."""
    return b"".join(len(leaf).to_bytes(_LENGTH_BYTES, "big") + leaf for leaf in leaves)


def read_entry_bundle(data: bytes, width: int) -> list[bytes]:
    """Return the ``width`` leaves of an entry bundle.

    Raises:
        InvalidFromPeer: ``malformed``: cut off, or more or fewer leaves than its name says.
    """
    leaves, at, end = [], 0, len(data)
    while at + 1 < end:
        start = at + _LENGTH_BYTES
        at = start + (data[at] << 8 | data[at + 1])
        leaves.append(data[start:at])
    if at != end or len(leaves) != width:
        raise InvalidFromPeer("malformed", f"an entry bundle that does not hold {width} whole leaves")
    return leaves
