"""Two activities held against each other: the verdict, and the numbers that both desks show."""

from __future__ import annotations

from enum import StrEnum
from itertools import product
from typing import TYPE_CHECKING, Final, NamedTuple

from watchline.conflict.nearest import approach
from watchline.measure.altitude import usable, vertical_gap
from watchline.measure.window import Window, common, widened, window_gap

if TYPE_CHECKING:
    from watchline.conflict.activity import Placed
    from watchline.conflict.separation import Minima, Table
    from watchline.measure.position import Position

FAIL_SAFE_MM: Final = 2
"""Measuring may be off by 0.5 mm and the number is rounded to 1 mm: so much less than 2 mm beyond a limit counts as within it."""
NEAR_PARTS: Final = (11, 10)
"""NEAR: no conflict, but one if each of the three limits were 10 % larger."""


class Verdict(StrEnum):
    """What is said of a pair of activities.

    CONFLICT: no more than the agreed separation lies between them, in all three measures. NEAR: it would be one if all three
    limits were 10 % larger. CLEAR: neither. PROXIMITY: nothing is agreed for these kinds, so nothing is judged.
    """

    CONFLICT = "CONFLICT"
    NEAR = "NEAR"
    CLEAR = "CLEAR"
    PROXIMITY = "PROXIMITY"


_RANK: Final = {Verdict.CONFLICT: 0, Verdict.NEAR: 1, Verdict.PROXIMITY: 2, Verdict.CLEAR: 3}


class Part(NamedTuple):
    """One volume of an activity: its reference, and which volume, counted from 0."""

    ref: str
    part: int


class Encounter(NamedTuple):
    """How two volumes stand to each other.

    Attributes:
        verdict: See ``Verdict``.
        ours, theirs: Which volumes.
        lateral_mm, vertical_cm, time_ms: What lies between them at least; 0 where they touch or overlap.
        minima: What was agreed, or None.
        nearest: A nearest point of ours and of theirs; one and the same where the areas overlap.
        shared: The time that both windows share, or None.
        period: While one goes on and the other is within the agreed time of it: the conflict, if it is one. None: never.
        altitude_usable: False: a band is above a ground that nobody declared, so heights keep nothing apart.
    """

    verdict: Verdict
    ours: Part
    theirs: Part
    lateral_mm: int
    vertical_cm: int
    time_ms: int
    minima: Minima | None
    nearest: tuple[Position, Position]
    shared: Window | None
    period: Window | None
    altitude_usable: bool

    @property
    def margins(self) -> tuple[int, int, int] | None:
        """What is left beyond the minima: mm, cm, ms; negative where there is less than was agreed, None if nothing was."""
        if self.minima is None:
            return None
        lateral, vertical, time = self.minima
        return self.lateral_mm - lateral * 10, self.vertical_cm - vertical, self.time_ms - time


def judged(gaps: tuple[int, int, int], minima: Minima | None) -> Verdict:
    """Return the verdict on gaps in mm, cm and ms. All three limits are closed: as much as was agreed is a conflict still."""
    if minima is None:
        return Verdict.PROXIMITY
    limits = (minima.lateral_cm * 10, minima.vertical_cm, minima.time_ms)
    safe = (FAIL_SAFE_MM, 0, 0)
    more, whole = NEAR_PARTS
    if all(gap <= limit + add for gap, limit, add in zip(gaps, limits, safe, strict=True)):
        return Verdict.CONFLICT
    if all((gap - add) * whole <= limit * more for gap, limit, add in zip(gaps, limits, safe, strict=True)):
        return Verdict.NEAR
    return Verdict.CLEAR


def meet(ours: Placed, theirs: Placed, minima: Minima | None) -> Encounter:
    """Return how two volumes stand to each other. About 2 ms."""
    near = approach(ours.outline, theirs.outline)
    gaps = (
        int(near.lateral_m * 1000.0 + 0.5),
        vertical_gap(ours.heights, theirs.heights),
        window_gap(ours.volume.window, theirs.volume.window),
    )
    return Encounter(
        judged(gaps, minima),
        Part(ours.ref, ours.part),
        Part(theirs.ref, theirs.part),
        *gaps,
        minima,
        (near.ours, near.theirs),
        common(ours.volume.window, theirs.volume.window),
        _period(ours.volume.window, theirs.volume.window, minima.time_ms if minima else 0),
        usable(ours.volume.band) and usable(theirs.volume.band),
    )


def assess(ours: tuple[Placed, ...], theirs: tuple[Placed, ...], table: Table) -> Encounter:
    """Return the encounter of two activities that matters most: the worst verdict of all pairs of volumes, the first in time.

    A pair of activities is in conflict if one pair of their volumes is; see ``place``.
    """
    minima = table.of(ours[0].kind, theirs[0].kind)
    return min((meet(one, other, minima) for one, other in product(ours, theirs)), key=weight)


def weight(encounter: Encounter) -> tuple[int, float, int, Part, Part]:
    """Return by what encounters are sorted: the gravest verdict first, then the first in time, then the nearest."""
    period = encounter.period
    begins = float("inf") if period is None else float("-inf") if period.start is None else period.start
    ends = sorted((encounter.ours, encounter.theirs))
    return _RANK[encounter.verdict], begins, encounter.lateral_mm, ends[0], ends[1]


def _period(ours: Window, theirs: Window, apart_ms: int) -> Window | None:
    """Return from the first to the last moment at which one goes on and the other is at most so far from it in time."""
    found = [
        part for part in (common(ours, widened(theirs, apart_ms)), common(theirs, widened(ours, apart_ms))) if part
    ]
    if not found:
        return None
    starts, ends = [part.start for part in found], [part.end for part in found]
    return Window(
        None if None in starts else min(start for start in starts if start is not None),
        None if None in ends else max(end for end in ends if end is not None),
    )
