"""Which conflicts go on now, which begin when, and at what moment the answer changes next."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from watchline.conflict.encounter import Verdict
from watchline.measure.instant import Instant

if TYPE_CHECKING:
    from collections.abc import Iterable

    from watchline.conflict.encounter import Encounter


class Standing(NamedTuple):
    """Conflicts as they stand at one moment.

    Attributes:
        active: Those going on, the one that ends first before the others; without an end last.
        upcoming: Those that begin later, the next one first.
        past: Those that ended, the last one first.
        next_at: When this changes next by itself; None: never.
    """

    active: tuple[Encounter, ...]
    upcoming: tuple[Encounter, ...]
    past: tuple[Encounter, ...]
    next_at: Instant | None


def standing(encounters: Iterable[Encounter], now: int) -> Standing:
    """Sort the conflicts among these encounters by what they are at ``now``; others are left out.

    A conflict goes on from the first to the last moment at which one activity does and the other is within the agreed time of it,
    both included; so it changes at its first moment, and one millisecond after its last.
    """
    active: list[tuple[float, Encounter]] = []
    upcoming: list[tuple[float, Encounter]] = []
    past: list[tuple[float, Encounter]] = []
    changes: list[int] = []
    for encounter in encounters:
        if encounter.verdict is not Verdict.CONFLICT or encounter.period is None:
            continue
        start, end = encounter.period
        if start is not None and now < start:
            upcoming.append((start, encounter))
            changes.append(start)
        elif end is not None and end < now:
            past.append((-end, encounter))
        else:
            active.append((float("inf") if end is None else end, encounter))
            changes += [] if end is None else [end + 1]
    next_at = Instant(min(changes)) if changes else None
    return Standing(_in_order(active), _in_order(upcoming), _in_order(past), next_at)


def _in_order(these: list[tuple[float, Encounter]]) -> tuple[Encounter, ...]:
    return tuple(encounter for _, encounter in sorted(these, key=lambda pair: (pair[0], pair[1].ours, pair[1].theirs)))
