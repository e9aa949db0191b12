"""What lies between two activities, in words and in the units of an operations room: metres and nautical miles, feet, minutes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Protocol

from watchline.host.here import instant
from watchline.sentence import joined, worded

if TYPE_CHECKING:
    from watchline.conflict import Encounter


class Gaps(Protocol):
    """What is told in words: an assessment's statement, or an encounter that was just measured."""

    @property
    def lateral_mm(self) -> int:
        """Millimetres between the areas."""
        ...

    @property
    def vertical_cm(self) -> int:
        """Centimetres that surely lie between the bands."""
        ...

    @property
    def time_ms(self) -> int:
        """Milliseconds between the windows."""
        ...

    @property
    def margins(self) -> tuple[int, int, int] | None:
        """What is left beyond the minima: mm, cm, ms; negative where there is less than was agreed, None if nothing was."""
        ...

    @property
    def altitude_usable(self) -> bool:
        """False: a band is above a ground that nobody declared."""
        ...


def gaps_shown(one: Encounter) -> dict[str, Any]:
    """Return the numbers of two volumes that were just measured, as the JSON of docs/reference/json.md."""
    margins, period = one.margins, one.period
    start, end = (None, None) if period is None else (period.start, period.end)
    return {
        "verdict": one.verdict.value,
        "parts": [one.ours.part, one.theirs.part],
        "lateral_mm": one.lateral_mm,
        "vertical_cm": one.vertical_cm,
        "time_ms": one.time_ms,
        "limits": None if one.minima is None else list(one.minima),
        "margins": None if margins is None else list(margins),
        "nearest": [list(at) for at in one.nearest],
        **instant("start", start),
        **instant("end", end),
        "altitude_usable": one.altitude_usable,
        "words": gap_words(one),
    }


def gap_words(gaps: Gaps) -> str:
    """Return the gaps and margins of a pair as one sentence for each measure."""
    margins = gaps.margins or (None, None, None)
    lateral, vertical, time = margins
    parts = [
        *_measured(
            worded("area: {gap} apart", gap=_metres(gaps.lateral_mm))
            if gaps.lateral_mm
            else worded("area: they overlap or touch"),
            lateral,
            _metres,
        ),
        *_measured(
            worded("altitude: {gap} apart", gap=_height(gaps.vertical_cm))
            if gaps.vertical_cm
            else worded("altitude: nothing surely lies between"),
            vertical,
            _height,
        ),
        *_measured(
            worded("time: {gap} apart", gap=_minutes(gaps.time_ms))
            if gaps.time_ms
            else worded("time: they go on at once"),
            time,
            _minutes,
        ),
    ]
    if not gaps.altitude_usable:
        parts.append(worded("altitude is not usable: a height is above a ground that nobody declared"))
    return joined(parts, "; ")


def _measured(gap: str, left: int | None, words: Callable[[int], str]) -> Iterator[str]:
    """Yield a gap, with what it is beside the agreed one."""
    if left is None:
        yield gap
    elif not left:
        yield worded("{gap} (as much as was agreed)", gap=gap)
    elif left > 0:
        yield worded("{gap} ({by} more than agreed)", gap=gap, by=words(left))
    else:
        yield worded("{gap} ({by} less than agreed)", gap=gap, by=words(-left))


def _metres(mm: int) -> str:
    metres = mm / 1000
    return (
        f"{metres:,.3f} m".replace(",", " ") if mm < 1_000_000 else f"{metres / 1000:,.3f} km ({metres / 1852:.2f} NM)"
    )


def _height(cm: int) -> str:
    return f"{cm / 100:.0f} m ({cm / 30.48:.0f} ft)"


def _minutes(ms: int) -> str:
    seconds = ms / 1000
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.1f} min"
