"""Many volumes side by side in arrays, as the search reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from watchline.conflict.activity import Activity, Placed, place
from watchline.conflict.encounter import Part
from watchline.conflict.records import bounds_of, grained
from watchline.measure.area import Polygon
from watchline.measure.volume import Volume
from watchline.record.volumes import read_volume, write_volume

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from watchline.conflict.arithmetic import Flags, Floats, Integers

BASE_MS: Final = 1_767_225_600_000
"""2026-01-01: times in boxes are seconds from here, so that single precision is a few seconds in this decade."""
DIMENSIONS: Final = 5
"""Seconds, geocentric x, y, z in metres, height above the ellipsoid in metres."""


Boxes: TypeAlias = npt.NDArray[np.float32]
"""(n, 10): the least corner, then the greatest with its sign turned, so that one comparison tells whether two boxes meet."""


class Rows(NamedTuple):
    """Volumes, n of them.

    Attributes:
        parts: Which volume of which activity each is.
        box: The box that holds each, (n, 10); see ``boxes``.
        kinds: Its kind.
        start, end: Its window; ``NEVER`` for an open end.
        heights: Its band's bounds, (n, 6).
        reach: How far it goes beyond its skeleton, metres.
        polygon: Whether it has an inside.
        points: All skeletons, (k, 3), a row of NaN behind each chain; to 1/256 m (``records.py``).
        begins, sizes: Which of these rows are each one's.
        volumes: As it was announced, or the bytes of that.
    """

    parts: Sequence[Part]
    box: Boxes
    kinds: Sequence[str]
    start: Integers
    end: Integers
    heights: Integers
    reach: Floats
    polygon: Flags
    points: Floats
    begins: Integers
    sizes: Integers
    volumes: Sequence[bytes | Volume]

    def volume(self, row: int) -> Volume:
        """Return a volume as it was announced."""
        volume = self.volumes[row]
        return read_volume(volume) if isinstance(volume, bytes) else volume

    def data(self, row: int) -> bytes:
        """Return the bytes of a volume."""
        volume = self.volumes[row]
        return volume if isinstance(volume, bytes) else write_volume(volume)

    def only(self, row: int) -> Rows:
        """Return one of them alone."""
        begin, size = int(self.begins[row]), int(self.sizes[row])
        one = slice(row, row + 1)
        return Rows(
            [self.parts[row]],
            self.box[one],
            [self.kinds[row]],
            self.start[one],
            self.end[one],
            self.heights[one],
            self.reach[one],
            self.polygon[one],
            self.points[begin : begin + size],
            np.zeros(1, np.int64),
            self.sizes[one],
            [self.volumes[row]],
        )

    def placed(self, row: int) -> Placed:
        """Return a volume ready to be measured, anew from its bytes. About 3 ms."""
        ref, part = self.parts[row]
        made = place(Activity(ref, self.kinds[row], (self.volume(row),)))[0]
        return Placed(ref, part, made.kind, made.volume, made.outline, made.heights)


_UP: Final = np.float32(np.inf)
GAP_ROW: Final = np.full((1, 3), np.nan)


def rows_of(placed: Iterable[Placed]) -> Rows:
    """Return volumes side by side."""
    these = list(placed)
    counts = np.array([len(one.outline.points) + 1 for one in these], np.int64)
    bounds = np.array([bounds_of(one.volume.window) for one in these], np.int64).reshape(-1, 2)
    return Rows(
        [Part(one.ref, one.part) for one in these],
        boxes(*outward(*(np.array(corner).reshape(-1, DIMENSIONS) for corner in zip(*map(box_of, these), strict=True))))
        if these
        else np.empty((0, 2 * DIMENSIONS), np.float32),
        [one.kind for one in these],
        bounds[:, 0],
        bounds[:, 1],
        np.array([one.heights for one in these], np.int64).reshape(-1, 6),
        np.array([one.outline.reach_m for one in these]),
        np.array([isinstance(one.volume.area, Polygon) for one in these], np.bool_),
        grained(np.concatenate([block for one in these for block in (one.outline.points, GAP_ROW)] or [GAP_ROW[:0]])),
        np.cumsum(counts) - counts,
        counts,
        [one.volume for one in these],
    )


def box_of(placed: Placed) -> tuple[Floats, Floats]:
    """Return the least and greatest corner, (5), of the box that holds a volume: seconds, x, y, z, height."""
    start, end = bounds_of(placed.volume.window)
    low, high = placed.outline.low.tolist(), placed.outline.high.tolist()
    return (
        np.array(((start - BASE_MS) / 1000.0, *low, placed.heights.floor_w84 / 100.0)),
        np.array(((end - BASE_MS) / 1000.0, *high, placed.heights.ceiling_w84 / 100.0)),
    )


def search_box(placed: Placed, margin: tuple[float, float, float]) -> Boxes:
    """Return what the box of a volume that may come too near must not exceed, (10): so ``stored <= search_box`` is all there is to ask.

    Args:
        placed: The volume that is searched for.
        margin: By how much it is grown: metres on the ground, metres of height, seconds.
    """
    lateral, vertical, time = margin
    low, high = box_of(placed)
    wide = np.array((time, lateral, lateral, lateral, vertical))
    return np.nextafter(np.concatenate((high + wide, wide - low)).astype(np.float32), _UP)


def grown(stored: Boxes, margin: Boxes) -> Boxes:
    """Return for each of n boxes what another that may come too near must not exceed, (n, 10), as ``search_box`` does for a volume.

    Args:
        stored: The boxes.
        margin: By how much each of the ten sides is moved outward.
    """
    return np.nextafter(np.concatenate((margin[:5] - stored[:, 5:], margin[5:] - stored[:, :5]), axis=1), _UP)


def outward(low: Floats, high: Floats) -> tuple[Boxes, Boxes]:
    """Return corners in single precision that hold the given ones."""
    return np.nextafter(low.astype(np.float32), -_UP), np.nextafter(high.astype(np.float32), _UP)


def boxes(low: Boxes, high: Boxes) -> Boxes:
    """Return boxes from their corners, (n, 5) each."""
    return np.concatenate((low, -high), axis=1)
