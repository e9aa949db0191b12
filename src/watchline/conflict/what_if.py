"""What if: a draft moved in time or height, resized, and the nearest time and height at which it is clear of everything.

A suggestion is CLEAR, not only free of conflict. Only one thing is moved at a time, so the others stay as the author gave them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from watchline.conflict.activity import Activity, Placed
from watchline.conflict.encounter import NEAR_PARTS
from watchline.conflict.records import NEVER, bounds_of
from watchline.conflict.search import search
from watchline.measure.altitude import FLIGHT_LEVEL_CM, Band, Heights, Level, Reference
from watchline.measure.area import Circle, Corridor, Polygon
from watchline.measure.window import shifted, widened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from watchline.conflict.index import Index
    from watchline.conflict.separation import Table

ALL: Final = 1 << 62
STEP_MS: Final = 60_000
STEP_CM: Final = 10_000
"""100 m; with a flight level in the band 1,000 feet."""


def moved(activity: Activity, ms: int) -> Activity:
    """Return an activity so much later (earlier if negative); open ends stay open."""
    return replace(activity, volumes=tuple(replace(one, window=shifted(one.window, ms)) for one in activity.volumes))


def raised(activity: Activity, cm: int) -> Activity:
    """Return an activity so much higher (lower if negative); what is unlimited stays so.

    Raises:
        ValueError: a flight level would move by a fraction.
    """
    return replace(activity, volumes=tuple(replace(one, band=_raised(one.band, cm)) for one in activity.volumes))


def resized(activity: Activity, reach_cm: int) -> Activity:
    """Return an activity whose circles have this radius and whose corridors this half width.

    Raises:
        ValueError: a polygon is resized by drawing it anew.
    """
    made = []
    for one in activity.volumes:
        match one.area:
            case Circle():
                made.append(replace(one, area=replace(one.area, radius_cm=reach_cm)))
            case Corridor():
                made.append(replace(one, area=replace(one.area, half_width_cm=reach_cm)))
            case Polygon():
                raise ValueError("a polygon has no radius; move its positions")
    return replace(activity, volumes=tuple(made))


def nearest_clear_time(
    index: Index,
    ours: Sequence[Placed],
    table: Table,
    *,
    most_ms: int,
    earliest: int | None = None,
    step_ms: int = STEP_MS,
) -> int | None:
    """Return by how many milliseconds to move an activity so that it is clear of all others, the least; 0 if it is clear.

    Args:
        index: What is announced.
        ours: The draft.
        table: The agreed separation.
        most_ms: Move at most so far, either way.
        earliest: No volume may begin before this moment; None: no limit.
        step_ms: Move by whole steps.

    Returns:
        The least move, the later one of two; None if there is none within ``most_ms``.
    """
    taken = []
    for one in ours:
        start, end = bounds_of(one.volume.window)
        if earliest is not None:
            taken.append((-ALL, earliest - start - 1))
        wide = replace(one, volume=replace(one.volume, window=widened(one.volume.window, most_ms)))
        for kind, other in _beside(index, wide, table):
            apart = _soft(table, one.kind, kind)[2]
            other_start, other_end = bounds_of(other.volume.window)
            taken.append(
                (_far(other_start - apart - end, other_start, -end), _far(other_end + apart - start, other_end, -start))
            )
    return _least_free(taken, most_ms, step_ms)


def nearest_clear_height(
    index: Index, ours: Sequence[Placed], table: Table, *, most_cm: int, step_cm: int | None = None
) -> int | None:
    """Return by how many centimetres to raise an activity so that it is clear of all others, the least; 0 if it is clear.

    It is never lowered below the zero of a reference that it names.

    Args:
        index: What is announced.
        ours: The draft.
        table: The agreed separation.
        most_cm: Move at most so far, either way.
        step_cm: Move by whole steps; None: 100 m, or 1,000 feet if a flight level moves.

    Returns:
        The least move, the higher one of two; None if there is none within ``most_cm``.
    """
    levels = [level for one in ours for level in (one.volume.band.floor, one.volume.band.ceiling) if level is not None]
    flight = any(level.reference is Reference.FL for level in levels)
    step = step_cm or (10 * FLIGHT_LEVEL_CM if flight else STEP_CM)
    taken = []
    for one in ours:
        taken += [
            (-ALL, -_cm(level) - 1)
            for level in (one.volume.band.floor, one.volume.band.ceiling)
            if level is not None and level.value >= 0
        ]
        tall = replace(one, heights=_stretched(one.heights, most_cm))
        for kind, other in _beside(index, tall, table):
            taken.append(_heights_taken(one.heights, other.heights, _soft(table, one.kind, kind)[1]))
    return _least_free(taken, most_cm, step)


def _beside(index: Index, one: Placed, table: Table) -> Iterator[tuple[str, Placed]]:
    """Yield what is not clear of a volume, with its kind."""
    for answer in search(index, [one], table, limit=ALL).found:
        rows = index.of(answer.theirs.ref)
        row = list(rows.parts).index(answer.theirs)
        yield rows.kinds[row], rows.placed(row)


def _soft(table: Table, one: str, other: str) -> tuple[int, int, int]:
    """Return the limits within which a pair is not clear."""
    minima = table.of(one, other)
    assert minima is not None, "what has no minima is never found beside another"
    lateral, vertical, time = (limit * NEAR_PARTS[0] // NEAR_PARTS[1] for limit in minima)
    return lateral, vertical, time


def _heights_taken(ours: Heights, theirs: Heights, apart: int) -> tuple[int, int]:
    """Return the least and greatest move in height at which two bands are not farther apart than this."""
    above = min(theirs[frame + 3] - ours[frame] for frame in range(3))
    below = max(theirs[frame] - ours[frame + 3] for frame in range(3))
    return below - apart, above + apart


def _far(move: int, *ends: int) -> int:
    """Return a move, or one beyond all moves if it comes from an open end."""
    for end in ends:
        if abs(end) == NEVER:
            return ALL if end > 0 else -ALL
    return move


def _least_free(taken: list[tuple[int, int]], most: int, step: int) -> int | None:
    """Return the multiple of ``step`` nearest to 0, at most ``most`` from it, that is in none of these closed spans."""
    up, down = _first_free(sorted(taken), step), _first_free(sorted((-high, -low) for low, high in taken), step)
    moves = [move for move in (up, -down) if abs(move) <= most]
    return min(moves, key=lambda move: (abs(move), -move), default=None)


def _first_free(spans: list[tuple[int, int]], step: int) -> int:
    """Return the least multiple of ``step``, 0 or more, that is in none of the sorted spans."""
    move = 0
    for low, high in spans:
        if low <= move <= high:
            move = (high // step + 1) * step
    return move


def _cm(level: Level) -> int:
    return level.value * (FLIGHT_LEVEL_CM if level.reference is Reference.FL else 1)


def _stretched(heights: Heights, cm: int) -> Heights:
    return Heights(*(bound - cm for bound in heights[:3]), *(bound + cm for bound in heights[3:]))


def _raised(band: Band, cm: int) -> Band:
    return replace(band, floor=_lifted(band.floor, cm), ceiling=_lifted(band.ceiling, cm))


def _lifted(level: Level | None, cm: int) -> Level | None:
    if level is None or level.reference is not Reference.FL:
        return None if level is None else level._replace(value=level.value + cm)
    if cm % FLIGHT_LEVEL_CM:
        raise ValueError("a flight level moves by whole flight levels of 100 feet")
    return level._replace(value=level.value + cm // FLIGHT_LEVEL_CM)
