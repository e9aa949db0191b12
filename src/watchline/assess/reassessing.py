"""After a changed table of separation: our notices are compared with it some at a time, and named where something else is to be stated.

A comparison tells verdicts and limits, by the index alone, some 60 to 200 us for each notice; only what is named is measured and signed.
"""

from __future__ import annotations

from typing import Final

from watchline.assess.areas import PROXIMITY, Areas
from watchline.conflict import Table, Verdict, beside
from watchline.store.area_file import NoticeRow

AT_ONCE: Final = 128
"""Notices compared before others have their turn at the index."""
_GRAVE: Final = {Verdict.CONFLICT: 0, Verdict.NEAR: 1, Verdict.PROXIMITY: 2}
_Met = tuple[str, tuple[int, int, int] | None]


def compare_some(areas: Areas, table: Table) -> int:
    """Compare the next of ours with the separation in force; return how many."""
    refs = list(areas.again)[:AT_ONCE]
    met: dict[str, dict[str, Verdict]] = {ref: {} for ref in refs}
    for one in beside(areas.ours.some(refs), areas.others, table, PROXIMITY):
        others = met[one.ours.ref]
        others[one.theirs.ref] = min(one.verdict, others.get(one.theirs.ref, one.verdict), key=_GRAVE.__getitem__)
    areas.compared(refs, [ref for ref in refs if not _as_stated(areas, ref, met[ref], table)])
    return len(refs)


def _as_stated(areas: Areas, ref: str, met: dict[str, Verdict], table: Table) -> bool:
    """Tell whether what a notice meets now is what our node last stated: the same others, verdicts and limits."""
    row = areas.known(ref)
    if row is None:
        return True
    found = {other: _met(areas, row, other, verdict, table) for other, verdict in met.items()}
    stated: dict[str, _Met] = {
        one.other: (one.verdict, one.limits)
        for one in areas.stated(row)
        if one.verdict != Verdict.CLEAR and areas.known(one.other) is not None
    }
    return found == stated


def _met(areas: Areas, row: NoticeRow, other: str, verdict: Verdict, table: Table) -> _Met:
    theirs = areas.known(other)
    minima = None if theirs is None else table.of(row.kind, theirs.kind)
    return verdict.value, None if minima is None else (minima.lateral_cm, minima.vertical_cm, minima.time_ms)
