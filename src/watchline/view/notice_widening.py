"""Whether an amendment says more than what was there: then it must be read again (docs/spec/notices.md)."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from watchline.measure.area import Area, chains
from watchline.measure.volume import Volume

Volumes = tuple[Volume, ...]
_BUDGET: Final = 4_000_000
_EACH: Final = 60_000
"""What the comparison of two areas costs beside the product of their positions. All of it is at most a second, whatever a peer writes."""


def widens(before: Volumes, after: Volumes) -> bool:
    """Tell whether not every volume of ``after`` surely lies within one of ``before``.

    In doubt it widens: reading once more costs a minute. Where there was no area yet, any is wider; none at all is never.
    """
    left = _BUDGET
    for one in after:
        if one in before:
            continue
        found, left = _within_one(one, before, left)
        if not found:
            return True
    return False


def _within_one(one: Volume, before: Volumes, left: int) -> tuple[bool, int]:
    """Tell whether a volume surely lies within one of others, and what is left to be spent on it."""
    from watchline.conflict.containment import then_and_there  # geometry is loaded where it is needed, and only there

    for other in before:
        if not then_and_there(one, other):
            continue
        left -= _EACH + _positions(one.area) * _positions(other.area)
        if left < 0:
            return False, left
        if _area_within(one.area, other.area):
            return True, left
    return False, left


@lru_cache(maxsize=4096)
def _area_within(one: Area, other: Area) -> bool:
    from watchline.conflict.containment import area_within

    return area_within(one, other)


def _positions(area: Area) -> int:
    return sum(map(len, chains(area)))
