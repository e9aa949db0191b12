"""A packed tree of boxes: built whole, never changed, searched level by level with one array operation each.

The rows are ordered along a Morton curve through time and space (by ranks, so that an outlier spoils nothing), sixteen neighbours make
a node, sixteen nodes the next. Those without an end or a start are put apart from the others, or they would widen every node.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from watchline.conflict.arithmetic import Flags, Integers
from watchline.conflict.rows import Boxes

FAN: Final = 16
_BITS: Final = 15
_LONG_S: Final = 4_000_000.0
"""46 days: longer windows count as open-ended."""


def meets(stored: Boxes, low: Boxes, high: Boxes) -> Flags:
    """Tell which boxes meet the box of these corners, touching included."""
    found: Flags = np.logical_and.reduce(stored <= np.concatenate((high, -low)), axis=1)
    return found


class Tree:
    """The tree over n boxes.

    Args:
        stored: The boxes.

    Attributes:
        size: n.
        order: Which box each leaf is.
        nodes: The boxes of all levels, the root's children first; each level is filled up with boxes that nothing meets.
        begins: Where each level begins in ``nodes``, and where the last ends.
    """

    def __init__(self, stored: Boxes) -> None:
        self.size = len(stored)
        self.order = _along_the_curve(stored)
        sizes = [_full(self.size)]
        while sizes[-1] > FAN:
            sizes.append(_full(sizes[-1] // FAN))
        self.begins = np.concatenate(([0], np.cumsum(np.array(sizes[::-1], np.int64))))
        self.nodes = np.full((int(self.begins[-1]), 10), np.inf, np.float32)
        below = self._level(len(sizes) - 1)
        below[: self.size] = stored[self.order]
        for depth in range(len(sizes) - 2, -1, -1):
            level = self._level(depth)
            level[: len(below) // FAN] = below.reshape(-1, FAN, 10).min(axis=1)
            below = level

    def near(self, low: Boxes, high: Boxes) -> Integers:
        """Return the numbers of the boxes that meet this one, in no order that means anything."""
        asked = np.concatenate((high, -low))
        nodes = np.arange(len(self._level(0)))
        for depth in range(len(self.begins) - 1):
            if depth:
                nodes = (nodes[:, None] * FAN + np.arange(FAN)).ravel()
            nodes = nodes[(self._level(depth)[nodes] <= asked).all(axis=1)]
        return self.order[nodes].astype(np.int64)

    def leaves(self, step: int = FAN * 4) -> list[Integers]:
        """Return all numbers in groups of neighbours."""
        return [self.order[begin : begin + step].astype(np.int64) for begin in range(0, self.size, step)]

    def _level(self, depth: int) -> Boxes:
        return self.nodes[self.begins[depth] : self.begins[depth + 1]]


def _full(size: int) -> int:
    return max(1, -(-size // FAN)) * FAN


def _along_the_curve(stored: Boxes) -> npt.NDArray[np.int32]:
    key = np.zeros(len(stored), np.uint64)
    for axis in range(4):  # one after the other: this is where memory peaks
        low, high = stored[:, axis].astype(np.float64), -stored[:, axis + 5].astype(np.float64)
        if axis == 0:
            key |= (high - low > _LONG_S).astype(np.uint64) << np.uint64(63)
        middle = np.clip(low, -1e12, 1e12) + np.clip(high, -1e12, 1e12)
        rank = np.empty(len(stored), np.int64)
        rank[np.argsort(middle, kind="stable")] = np.arange(len(stored))
        key |= _spread(rank * (1 << _BITS) // max(1, len(stored))) << np.uint64(axis)
    return np.argsort(key, kind="stable").astype(np.int32)


def _spread(number: Integers) -> npt.NDArray[np.uint64]:
    """Return numbers with three zero bits between any two of their bits."""
    found = number.astype(np.uint64)
    for shift, mask in (
        (24, 0x000000FF000000FF),
        (12, 0x000F000F000F000F),
        (6, 0x0303030303030303),
        (3, 0x1111111111111111),
    ):
        found = (found | (found << np.uint64(shift))) & np.uint64(mask)
    return found
