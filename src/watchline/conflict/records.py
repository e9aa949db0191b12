"""Volumes as one row of 32-bit words each, the form that is kept in memory, on disk, and read by the compiled kernel.

A record is start and end (two words each), six heights, the reach (two words, a double), whether it has an inside, how many points, and
the points: geocentric, in units of 1/256 m. That is 4 mm, and verdicts leave 5 cm to ``meet``, which goes back to the announced integers.
Words are in the machine's own order of bytes, for what they say can be derived anew.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from watchline.measure.area import Polygon

if TYPE_CHECKING:
    from watchline.conflict.activity import Placed
    from watchline.conflict.arithmetic import Flags, Floats, Integers
    from watchline.conflict.rows import Rows
    from watchline.measure.window import Window

Words: TypeAlias = npt.NDArray[np.int32]

HEAD: Final = 14
GRAIN: Final = 256.0
"""A metre has so many units of a stored point; points of ``Rows`` are whole multiples, so nothing is lost on the way here."""
GAP: Final = -(1 << 31)
"""In place of x: no point, a chain ends here."""


NEVER: Final = 1 << 61
"""Milliseconds: stands for an end that is not said, and its negative for a start."""
_HEAD: Final = struct.Struct("=2q6id2i")


class Records(NamedTuple):
    """Volumes, n of them: all words, where each one's begin, and the number of each one's kind."""

    words: Words
    begins: Integers
    kinds: Words


class Fields(NamedTuple):
    """What records say, as the attributes of ``Rows`` of the same names."""

    start: Integers
    end: Integers
    heights: Integers
    reach: Floats
    polygon: Flags
    points: Floats
    begins: Integers
    sizes: Integers


def bounds_of(window: Window) -> tuple[int, int]:
    """Return start and end of a window, open ends as ``NEVER``."""
    return -NEVER if window.start is None else window.start, NEVER if window.end is None else window.end


def grained(points: Floats) -> Floats:
    """Return points in whole units, in metres; NaN stays."""
    return np.rint(points * GRAIN) / GRAIN


def pack(rows: Rows) -> tuple[Words, Integers]:
    """Return the records of volumes one after the other, and where each begins."""
    count = rows.sizes - 1  # the row of NaN at the end says nothing
    ends = np.cumsum(HEAD + 3 * count)
    begins = ends - (HEAD + 3 * count)
    head = np.empty((len(count), HEAD), np.int32)
    head[:, 0:2] = _halves(rows.start)
    head[:, 2:4] = _halves(rows.end)
    head[:, 4:10] = rows.heights
    head[:, 10:12] = _halves(rows.reach)
    head[:, 12] = rows.polygon
    head[:, 13] = count
    words = np.empty(int(ends[-1]) if len(ends) else 0, np.int32)
    words[begins[:, None] + np.arange(HEAD)] = head
    points = rows.points[runs(rows.begins, count)]
    whole = np.where(np.isnan(points), GAP / GRAIN, points) * GRAIN
    words[runs(begins + HEAD, 3 * count)] = whole.astype(np.int32).ravel()
    return words, begins


def record_of(placed: Placed) -> Words:
    """Return the record of one volume; the same words as ``pack`` gives."""
    points = placed.outline.points
    start, end = bounds_of(placed.volume.window)
    head = _HEAD.pack(
        start, end, *placed.heights, placed.outline.reach_m, isinstance(placed.volume.area, Polygon), len(points)
    )
    whole = np.rint(np.where(np.isnan(points), GAP / GRAIN, points) * GRAIN)
    return np.concatenate((np.frombuffer(head, np.int32), whole.astype(np.int32).ravel()))


def unpack(words: Words, begins: Integers) -> Fields:
    """Return what records say."""
    head = words[begins[:, None] + np.arange(HEAD)]
    count = head[:, 13].astype(np.int64)
    sizes = count + 1
    ends = np.cumsum(sizes)
    points = np.full((int(ends[-1]) if len(ends) else 0, 3), np.nan)
    found = words[runs(begins + HEAD, 3 * count)].reshape(-1, 3)
    points[runs(ends - sizes, count)] = np.where(found[:, :1] == GAP, np.nan, found / GRAIN)
    return Fields(
        _whole(head[:, 0:2], np.int64),
        _whole(head[:, 2:4], np.int64),
        head[:, 4:10].astype(np.int64),
        _whole(head[:, 10:12], np.float64),
        head[:, 12] != 0,
        points,
        ends - sizes,
        sizes,
    )


def starts_of(words: Words, begins: Integers) -> Integers:
    """Return the starts alone."""
    found: Integers = _whole(words[begins[:, None] + np.arange(2)], np.int64)
    return found


def sizes(words: Words, begins: Integers) -> Integers:
    """Return how many words each record has."""
    found: Integers = HEAD + 3 * words[begins + (HEAD - 1)].astype(np.int64)
    return found


def runs(begins: Integers, counts: Integers) -> Integers:
    """Return the whole numbers from each of ``begins``, so many as ``counts`` says, one run after the other."""
    ends = np.cumsum(counts)
    return np.repeat(begins - (ends - counts), counts) + np.arange(int(ends[-1]) if len(ends) else 0)


def _halves(values: Integers | Floats) -> Words:
    return np.stack((values,), axis=1).view(np.int32)


def _whole(halves: Words, kind: Any) -> Any:
    return np.concatenate((halves,)).view(kind)[:, 0]
