"""The other activities that one is not clear of, each by the pair of volumes that matters most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from watchline.conflict.encounter import Encounter, Verdict, weight
from watchline.conflict.search import encounters, search

if TYPE_CHECKING:
    from collections.abc import Sequence

    from watchline.conflict.activity import Placed
    from watchline.conflict.index import Index
    from watchline.conflict.search import Found
    from watchline.conflict.separation import Minima, Table

_ALL: Final = 1 << 62
_MEASURED: Final = 8
"""Pairs of volumes of two activities that are measured for their numbers: of equal verdict, those that begin first."""
_RANK: Final = {Verdict.CONFLICT: 0, Verdict.NEAR: 1, Verdict.PROXIMITY: 2, Verdict.CLEAR: 3}


class Gravest(NamedTuple):
    """Answers about one activity.

    Attributes:
        encounters: One for each other activity, the gravest and first in time before the others; at most as many as were asked for.
        counts: Of all other activities that it is not clear of, by verdict; none is left out here.
    """

    encounters: tuple[Encounter, ...]
    counts: dict[Verdict, int]


def gravest(
    index: Index, ours: Sequence[Placed], table: Table, *, most: int, begin: int = 0, proximity: Minima | None = None
) -> Gravest:
    """Return the activities of an index that one is not clear of, with the numbers of the gravest ``most`` of them behind the first ``begin``.

    About 8 ms for each of these.
    """
    by_ref: dict[str, list[Found]] = {}
    for found in search(index, ours, table, limit=_ALL, proximity=proximity).found:
        by_ref.setdefault(found.theirs.ref, []).append(found)
    counts = dict.fromkeys((Verdict.CONFLICT, Verdict.NEAR, Verdict.PROXIMITY), 0)
    chosen = []
    for ref, these in by_ref.items():
        worst = min((one.verdict for one in these), key=_RANK.__getitem__)
        counts[worst] += 1
        chosen.append((_RANK[worst], ref, [one for one in these if one.verdict is worst][:_MEASURED]))
    chosen.sort(key=lambda item: item[:2])
    made = [min(encounters(index, ours, these, table), key=weight) for _, _, these in chosen[begin : begin + most]]
    return Gravest(tuple(sorted(made, key=weight)), counts)
