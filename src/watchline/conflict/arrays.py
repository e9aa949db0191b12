"""Very many volumes given as arrays, held against some others: the same verdicts and numbers as pair by pair.

Both sides are read in blocks, so memory is that of the arrays themselves and some 100 MB, whatever their number, and time is in
proportion to it: some 8,000 volumes a second are made ready to be measured, once for every 4,000 of the other side.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from watchline.conflict.activity import Activity, Placed, place_all
from watchline.conflict.encounter import NEAR_PARTS, Encounter, meet
from watchline.conflict.judging import VERDICTS, Limits, judge
from watchline.conflict.rows import Rows, rows_of
from watchline.measure.altitude import Band, Ground, Level, Reference
from watchline.measure.area import Area, Circle, Corridor, Polygon, chains, reach_cm
from watchline.measure.instant import Instant
from watchline.measure.position import LAT_E7_MAX, LON_E7_MAX, Position
from watchline.measure.volume import Volume
from watchline.measure.window import Window

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from watchline.conflict.arithmetic import Floats, Integers
    from watchline.conflict.separation import Minima

CIRCLE: Final = 0
CORRIDOR: Final = 1
POLYGON: Final = 2
REFERENCES: Final = (None, Reference.W84, Reference.AMSL, Reference.AGL, Reference.FL)
"""By number; 0: no floor (from the surface), or no ceiling (unlimited)."""
OPEN: Final = 1 << 61
"""Stands for an end that is not said, and its negative for a start."""
BLOCK: Final = 4_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Volumes:
    """Many volumes, side by side; all arrays of whole numbers.

    Attributes:
        form: (n) ``CIRCLE``, ``CORRIDOR`` or ``POLYGON``.
        reach_cm: (n) Radius or half width in centimetres; 0 for a polygon.
        lines: (n + 1) Volume v has the lines ``lines[v]`` to below ``lines[v + 1]``: one centre, one line, or outer ring and holes.
        points: (m + 1) Line l has the positions ``points[l]`` to below ``points[l + 1]``; a ring does not repeat its first.
        positions: (k, 2) Latitude and longitude in 1e-7 degree.
        floor, ceiling: (n) Centimetres; of FL the flight level.
        floor_reference, ceiling_reference: (n) Places in ``REFERENCES``; 0 where there is none.
        start, end: (n) Milliseconds since 1970, UTC; ``-OPEN`` and ``OPEN`` where they are open.
        ground: (n, 2) Declared ground, centimetres AMSL; the first above the second, like (1, 0), or no array: not declared.
        doubt_cm: (n) How far floor and ceiling may be off; no array: nothing.
    """

    form: Integers
    reach_cm: Integers
    lines: Integers
    points: Integers
    positions: Integers
    floor: Integers
    ceiling: Integers
    floor_reference: Integers
    ceiling_reference: Integers
    start: Integers
    end: Integers
    ground: Integers | None = None
    doubt_cm: Integers | None = None

    def __len__(self) -> int:
        return len(self.form)

    def volume(self, at: int) -> Volume:
        """Return one volume as a notice has it."""
        low, high = (1, 0) if self.ground is None else self.ground[at].tolist()
        band = Band(
            _level(self.floor[at], self.floor_reference[at]),
            _level(self.ceiling[at], self.ceiling_reference[at]),
            Ground(low, high) if low <= high else None,
            0 if self.doubt_cm is None else int(self.doubt_cm[at]),
        )
        start, end = int(self.start[at]), int(self.end[at])
        window = Window(None if start == -OPEN else Instant(start), None if end == OPEN else Instant(end))
        return Volume(self._area(at), band, window)

    def _area(self, at: int) -> Area:
        lines = tuple(
            tuple(Position(*pair) for pair in self.positions[self.points[line] : self.points[line + 1]].tolist())
            for line in range(int(self.lines[at]), int(self.lines[at + 1]))
        )
        form, reach = int(self.form[at]), int(self.reach_cm[at])
        if form == POLYGON:
            return Polygon(lines)
        if len(lines) != 1 or (form == CIRCLE and len(lines[0]) != 1):
            raise ValueError("a circle has one position, a corridor one line")
        return Corridor(lines[0], reach) if form == CORRIDOR else Circle(lines[0][0], reach)


class Pairs(NamedTuple):
    """Pairs of volumes that are not clear of each other, by query and then by notice; arrays of k.

    Attributes:
        query, notice: Places in the two sets.
        verdict: ``CONFLICT`` or ``NEAR``.
        lateral_mm, vertical_cm, time_ms: What lies between them; 0 where they touch or overlap.
        nearest: (k, 4) Latitude and longitude of a nearest point of the query and of the notice, in 1e-7 degree.
    """

    query: Integers
    notice: Integers
    verdict: npt.NDArray[np.str_]
    lateral_mm: Integers
    vertical_cm: Integers
    time_ms: Integers
    nearest: Integers


def compare(notices: Volumes, queries: Volumes, minima: Minima) -> Pairs:
    """Return all pairs of a query and a notice that are in conflict or near it, with the numbers of each.

    Every volume is checked on the way, so a set that is not sound gives no answer at all. Time and memory: see the head of this file;
    5 ms more for each pair that is found.

    Args:
        notices: Up to millions.
        queries: What is held against them.
        minima: The separation that is asked for; all three limits are closed.

    Raises:
        ValueError: arrays do not fit together, or a volume is not sound; which one, in words for its author.
    """
    _check(notices, "notices")
    _check(queries, "queries")
    found: list[tuple[int, int, Encounter]] = []
    for first in range(0, len(queries), BLOCK):
        ours = _placed(queries, first, "query")
        mine = rows_of(ours)
        for begin in range(0, len(notices), BLOCK):
            theirs = _placed(notices, begin, "notice")
            for one, other in _not_clear(mine, rows_of(theirs), minima):
                found.append((first + one, begin + other, meet(ours[one], theirs[other], minima)))
    found.sort(key=lambda item: item[:2])
    meetings = [encounter for _, _, encounter in found]
    return Pairs(
        np.array([one for one, _, _ in found], np.int64),
        np.array([other for _, other, _ in found], np.int64),
        np.array([str(encounter.verdict) for encounter in meetings], np.str_),
        np.array([encounter.lateral_mm for encounter in meetings], np.int64),
        np.array([encounter.vertical_cm for encounter in meetings], np.int64),
        np.array([encounter.time_ms for encounter in meetings], np.int64),
        np.array([[*encounter.nearest[0], *encounter.nearest[1]] for encounter in meetings], np.int64).reshape(-1, 4),
    )


def volumes_of(volumes: Sequence[Volume]) -> Volumes:
    """Return volumes as arrays."""
    lines = [_lines(volume.area) for volume in volumes]
    flat = [line for those in lines for line in those]
    bands = [volume.band for volume in volumes]
    return Volumes(
        form=_array([_form(volume.area) for volume in volumes]),
        reach_cm=_array([reach_cm(volume.area) for volume in volumes]),
        lines=np.cumsum(_array([0, *map(len, lines)])),
        points=np.cumsum(_array([0, *map(len, flat)])),
        positions=_array([at for line in flat for at in line]).reshape(-1, 2),
        floor=_array([band.floor.value if band.floor else 0 for band in bands]),
        ceiling=_array([band.ceiling.value if band.ceiling else 0 for band in bands]),
        floor_reference=_array([REFERENCES.index(band.floor and band.floor.reference) for band in bands]),
        ceiling_reference=_array([REFERENCES.index(band.ceiling and band.ceiling.reference) for band in bands]),
        start=_array([-OPEN if volume.window.start is None else volume.window.start for volume in volumes]),
        end=_array([OPEN if volume.window.end is None else volume.window.end for volume in volumes]),
        ground=_array([band.ground or (1, 0) for band in bands]).reshape(-1, 2),
        doubt_cm=_array([band.uncertainty_cm for band in bands]),
    )


def joined(sets: Sequence[Volumes]) -> Volumes:
    """Return several sets as one, in their order; all with ``ground`` and ``doubt_cm``, or all without."""
    made: dict[str, Any] = {}
    for field in fields(Volumes):
        arrays = [getattr(one, field.name) for one in sets]
        if field.name in {"lines", "points"}:
            # Where each set begins is where the one before it ended.
            bases = np.cumsum(_array([0, *(int(array[-1]) for array in arrays[:-1])]))
            made[field.name] = np.concatenate(
                [_array([0]), *(array[1:] + base for array, base in zip(arrays, bases, strict=True))]
            )
        else:
            made[field.name] = None if arrays[0] is None else np.concatenate(arrays)
    return Volumes(**made)


def positions_of(lat: Floats, lon: Floats) -> Integers:
    """Return positions (n, 2) in 1e-7 degree of degrees; longitudes up to 360 either way are brought to -180 to below 180.

    Raises:
        ValueError: one is not finite or not on the earth.
    """
    degrees = np.stack((np.asarray(lat, np.float64), np.asarray(lon, np.float64)), axis=1)
    if not (np.abs(degrees) <= (90.0, 360.0)).all():  # no comparison holds for NaN
        at = int(np.flatnonzero(~(np.abs(degrees) <= (90.0, 360.0)).all(axis=1))[0])
        raise ValueError(f"position {at}, {degrees[at][0]} {degrees[at][1]}, is not on the earth")
    found = np.rint(degrees * 1e7).astype(np.int64)
    found[:, 1] = (found[:, 1] + LON_E7_MAX) % (2 * LON_E7_MAX) - LON_E7_MAX
    return found


def _array(values: list[Any]) -> Integers:
    return np.array(values, np.int64)


def _form(area: Area) -> int:
    match area:
        case Circle():
            return CIRCLE
        case Corridor():
            return CORRIDOR
        case Polygon():
            return POLYGON


def _lines(area: Area) -> tuple[tuple[Position, ...], ...]:
    return area.rings if isinstance(area, Polygon) else chains(area)


def _level(value: Any, reference: Any) -> Level | None:
    named = REFERENCES[int(reference)]
    return None if named is None else Level(int(value), named)


def _check(volumes: Volumes, name: str) -> None:
    """Check that arrays fit together and that their numbers can be read; what they mean is checked volume by volume."""
    size = len(volumes.form)
    for field in (one.name for one in fields(Volumes)):
        array = getattr(volumes, field)
        if array is not None and (not isinstance(array, np.ndarray) or array.dtype.kind not in "iu"):
            raise ValueError(f"{name}: {field} is an array of whole numbers")
    shapes: dict[str, tuple[int, ...]] = {
        **dict.fromkeys(("form", "reach_cm", "floor", "ceiling", "floor_reference", "ceiling_reference", "start", "end"), (size,)),
        "lines": (size + 1,),
        "positions": (len(volumes.positions), 2),
        **({} if volumes.ground is None else {"ground": (size, 2)}),
        **({} if volumes.doubt_cm is None else {"doubt_cm": (size,)}),
    }  # fmt: skip
    for field, shape in shapes.items():
        if getattr(volumes, field).shape != shape:
            raise ValueError(f"{name}: {field} has the shape {getattr(volumes, field).shape}, not {shape}")
    _check_begins(volumes.lines, len(volumes.points) - 1, f"{name}: lines")
    _check_begins(volumes.points, len(volumes.positions), f"{name}: points")
    if size and not (volumes.form.min() >= 0 and volumes.form.max() <= POLYGON):
        raise ValueError(f"{name}: form is 0 (circle), 1 (corridor) or 2 (polygon)")
    for field in ("floor_reference", "ceiling_reference"):
        array = getattr(volumes, field)
        if size and not (array.min() >= 0 and array.max() < len(REFERENCES)):
            raise ValueError(f"{name}: {field} is 0 to {len(REFERENCES) - 1}")
    if (
        np.abs(volumes.positions).max(initial=0) > LON_E7_MAX
        or np.abs(volumes.positions[:, 0]).max(initial=0) > LAT_E7_MAX
    ):
        raise ValueError(f"{name}: a position is not on the earth; latitudes come first, in 1e-7 degree")


def _check_begins(begins: Integers, most: int, name: str) -> None:
    if begins.ndim != 1 or not len(begins) or begins[0] != 0 or begins[-1] != most or (np.diff(begins) < 1).any():
        raise ValueError(f"{name} begin at 0, go up by one or more, and end at {most}")


def _placed(volumes: Volumes, begin: int, name: str) -> list[Placed]:
    """Return a block of volumes, ready to be measured."""
    made = []
    for at in range(begin, min(begin + BLOCK, len(volumes))):
        try:
            made.append(Activity(str(at), "", (volumes.volume(at),)))
        except ValueError as why:
            raise ValueError(f"{name} {at}: {why}") from None
    try:
        return [one for (one,) in place_all(made)]
    except ValueError:
        for activity in made:
            try:
                place_all([activity])
            except ValueError as why:
                raise ValueError(f"{name} {activity.ref}: {why}") from None
        raise


def _not_clear(mine: Rows, theirs: Rows, minima: Minima) -> Iterator[tuple[int, int]]:
    """Yield the pairs of volumes of two blocks that are not clear of each other."""
    more, whole = NEAR_PARTS
    limits = np.array([minima], np.int64)
    lateral, vertical, time = (limit * more / whole for limit in minima)
    # Boxes are metres and seconds, single precision outward; one metre more than is asked for is never too little.
    margin = np.array([time / 1000.0, *[lateral / 100.0 + 1.0] * 3, vertical / 100.0])
    low, negative_high = mine.box[:, :5].astype(np.float64) - margin, mine.box[:, 5:].astype(np.float64) - margin
    one: list[Integers] = []
    other: list[Integers] = []
    for row in range(len(mine.parts)):
        asked = np.concatenate((-negative_high[row], -low[row]))
        hits = np.flatnonzero(np.logical_and.reduce(theirs.box <= asked, axis=1))
        one.append(np.full(len(hits), row))
        other.append(hits)
    ours, beside = np.concatenate(one), np.concatenate(other)
    if not len(ours):
        return
    size = len(ours)
    asked_for = Limits(np.repeat(limits, size, axis=0), np.repeat(limits * more, size, axis=0), np.ones(size, np.bool_))
    verdicts = judge(mine, theirs, ours, beside, asked_for)
    for n in np.flatnonzero(verdicts != len(VERDICTS) - 1).tolist():
        yield int(ours[n]), int(beside[n])
