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
    """

    def __init__(self, stored: Boxes) -> None:
        self.size = len(stored)
        self._order = _along_the_curve(stored)
        level = stored[self._order]
        self._levels = []
        while True:
            spare = -len(level) % FAN
            level = np.concatenate((level, np.full((spare, 10), np.inf, np.float32)))
            self._levels.append(level)
            if len(level) <= FAN:
                break
            level = level.reshape(-1, FAN, 10).min(axis=1)
        self._levels.reverse()

    def near(self, low: Boxes, high: Boxes) -> Integers:
        """Return the numbers of the boxes that meet this one, in no order that means anything."""
        asked = np.concatenate((high, -low))
        nodes = np.arange(len(self._levels[0]))
        for depth, level in enumerate(self._levels):
            if depth:
                nodes = (nodes[:, None] * FAN + np.arange(FAN)).ravel()
            nodes = nodes[(level[nodes] <= asked).all(axis=1)]
        found: Integers = self._order[nodes]
        return found

    def leaves(self) -> list[Integers]:
        """Return all numbers in groups of neighbours."""
        step = FAN * 4
        return [self._order[begin : begin + step] for begin in range(0, self.size, step)]


def _along_the_curve(stored: Boxes) -> Integers:
    low, high = stored[:, :4].astype(np.float64), -stored[:, 5:9].astype(np.float64)
    long = high[:, 0] - low[:, 0] > _LONG_S
    middle = np.clip(low, -1e12, 1e12) + np.clip(high, -1e12, 1e12)
    key = np.zeros(len(stored), np.uint64)
    for axis in range(4):
        rank = np.empty(len(stored), np.int64)
        rank[np.argsort(middle[:, axis], kind="stable")] = np.arange(len(stored))
        key |= _spread(rank * (1 << _BITS) // max(1, len(stored))) << np.uint64(axis)
    return np.argsort(key | (long.astype(np.uint64) << np.uint64(63)), kind="stable")


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
