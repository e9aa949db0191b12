"""What our node finds of each notice beside those of other parties, ready to be signed: once for each version, and where a new table changes it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from watchline.assess.areas import PROXIMITY, Areas, Look, Reassessed, read_notice, table_of
from watchline.assess.reassessing import compare_some
from watchline.conflict import Encounter, Placed, Table, Verdict, assess, gravest
from watchline.record.notices import PAIRS_MAX, Assessment, Pair
from watchline.store.area_file import NoticeRow
from watchline.view import EntryRef

_PRODUCT_MAX = 64
"""Pairs of volumes measured for the numbers of two activities that came apart."""
_PAIRS_AT_ONCE = 32
"""Pairs measured, some 8 ms each, before others have their turn at the index."""
_WORDS_MAX = 256


class Due(NamedTuple):
    """An assessment that is to be written."""

    ref: EntryRef
    assessment: Assessment


class Turn(NamedTuple):
    """What one turn at the index came to: assessments to be written, how many notices were compared, how far that has come."""

    due: list[Due]
    compared: int
    reassessed: Reassessed | None


def assessments_due(look: Look, areas: Areas, most: int) -> Turn:
    """Return assessments of the notices that stand and of whose version we have none, at most so many; then of those to be stated anew.

    After a changed separation our notices are compared with it, some in each turn, and only those that would say something else are
    assessed again. Each pair is found from either notice when a version is new, from ours afterwards; of what one party states the newest
    counts.
    """
    table = table_of(look.charter)
    areas.expect(table.hash())
    made: list[Due] = []
    pairs = 0
    for ref in [*areas.waiting, *areas.changed]:
        if len(made) == most or pairs >= _PAIRS_AT_ONCE:
            break
        row = areas.known(ref)
        if row is not None:
            made.append(Due(read_notice(look, ref).ref, _assess(areas, row, table)))
            pairs += len(made[-1].assessment.pairs)
    compared = compare_some(areas, table) if areas.again and not made else 0
    return Turn(made, compared, areas.reassessed)


def _assess(areas: Areas, row: NoticeRow, table: Table) -> Assessment:
    if row.without:
        return Assessment(version=row.version, table=table.hash(), without=row.without[:_WORDS_MAX])
    ours = areas.placed(row.ref)
    found = gravest(areas.index(ours=not row.ours), ours, table, most=PAIRS_MAX, proximity=PROXIMITY)
    pairs = [_pair(areas, one) for one in found.encounters]
    listed = {one.theirs.ref for one in found.encounters}
    pairs += [_pair(areas, one) for one in _come_apart(areas, row, ours, table, listed)]
    return Assessment(
        version=row.version,
        table=table.hash(),
        pairs=pairs[:PAIRS_MAX],
        counts=(found.counts[Verdict.CONFLICT], found.counts[Verdict.NEAR], found.counts[Verdict.PROXIMITY]),
    )


def _come_apart(
    areas: Areas, row: NoticeRow, ours: tuple[Placed, ...], table: Table, listed: set[str]
) -> Iterator[Encounter]:
    """Yield the encounters with notices that were near this one by our last word and are clear of it now."""
    for last in areas.stated(row):
        if last.verdict == Verdict.CLEAR or last.other in listed:
            continue
        theirs = areas.placed(last.other)
        if theirs and len(ours) * len(theirs) <= _PRODUCT_MAX:
            yield assess(ours, theirs, table, PROXIMITY)


def _pair(areas: Areas, one: Encounter) -> Pair:
    other = areas.known(one.theirs.ref)
    assert other is not None, "what was found is in the index"
    code, epoch, index = other.ref.split("/")
    start, end = (None, None)
    if one.verdict is Verdict.CONFLICT and one.period is not None:
        start, end = one.period.start, one.period.end
    (lat, lon), (other_lat, other_lon) = one.nearest
    return Pair(
        code=code,
        epoch=int(epoch),
        index=int(index),
        version=other.version,
        verdict=one.verdict.value,
        part=one.ours.part,
        other=one.theirs.part,
        lateral=one.lateral_mm,
        vertical=one.vertical_cm,
        time=one.time_ms,
        limits=None if one.minima is None else (one.minima.lateral_cm, one.minima.vertical_cm, one.minima.time_ms),
        at=(lat, lon, other_lat, other_lon),
        start=start,
        to=end,
        heights=None if one.altitude_usable else 1,
    )
