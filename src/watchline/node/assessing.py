"""What our node finds of each notice beside those of other parties, ready to be signed: once for each version and each table of separation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from watchline.conflict import Encounter, Placed, Table, Verdict, assess, gravest
from watchline.node.areas import PROXIMITY, Areas, Known, Look, table_of
from watchline.record.notices import PAIRS_MAX, Assessment, Pair
from watchline.view import EntryRef
from watchline.view.meetings import meeting_of

_PRODUCT_MAX = 64
"""Pairs of volumes measured for the numbers of two activities that came apart."""
_WORDS_MAX = 256


class Due(NamedTuple):
    """An assessment that is to be written."""

    ref: EntryRef
    assessment: Assessment


def assessments_due(look: Look, areas: Areas, most: int) -> list[Due]:
    """Return assessments of the notices that stand and that we have not assessed by the separation in force, at most so many.

    Each pair is found twice, from either notice; of what one party states the newest counts.
    """
    table = table_of(look.charter)
    name = table.hash()
    areas.expect(name)
    made: list[Due] = []
    for ref in list(areas.waiting):
        if len(made) == most:
            break
        known = areas.known.get(ref)
        if known is None or _assessed(look, known, name):
            del areas.waiting[ref]
        else:
            made.append(Due(known.notice.ref, _assess(look, areas, known, table)))
    return made


def _assessed(look: Look, known: Known, table: bytes) -> bool:
    last = known.notice.assessed(look.code)
    return last is not None and (last.facts["version"], last.facts["table"]) == (known.notice.now.number, table)


def _assess(look: Look, areas: Areas, known: Known, table: Table) -> Assessment:
    notice = known.notice
    if known.without:
        return Assessment(version=notice.now.number, table=table.hash(), without=known.without[:_WORDS_MAX])
    ours = areas.placed(notice.ref.text())
    found = gravest(areas.beside(notice.ref.code), ours, table, most=PAIRS_MAX, proximity=PROXIMITY)
    pairs = [_pair(areas, one) for one in found.encounters]
    listed = {one.theirs.ref for one in found.encounters}
    pairs += [_pair(areas, one) for one in _come_apart(look, areas, known, ours, table, listed)]
    return Assessment(
        version=notice.now.number,
        table=table.hash(),
        pairs=pairs[:PAIRS_MAX],
        counts=(found.counts[Verdict.CONFLICT], found.counts[Verdict.NEAR], found.counts[Verdict.PROXIMITY]),
    )


def _come_apart(
    look: Look,
    areas: Areas,
    known: Known,
    ours: tuple[Placed, ...],
    table: Table,
    listed: set[str],
) -> Iterator[Encounter]:
    """Yield the encounters with notices that were near this one by our last word and are clear of it now."""
    for other in sorted(areas.neighbours.get(known.notice.ref, ())):
        found = meeting_of(look.charter.line, look.held.row, known.notice.ref, other)
        last = None if found is None else found.newest.get(look.code)
        if last is None or last.verdict == "CLEAR" or other.text() in listed:
            continue
        theirs = areas.placed(other.text())
        if theirs and len(ours) * len(theirs) <= _PRODUCT_MAX:
            yield assess(ours, theirs, table, PROXIMITY)


def _pair(areas: Areas, one: Encounter) -> Pair:
    other = areas.known[one.theirs.ref].notice
    start, end = (None, None)
    if one.verdict is Verdict.CONFLICT and one.period is not None:
        start, end = one.period.start, one.period.end
    (lat, lon), (other_lat, other_lon) = one.nearest
    return Pair(
        code=other.ref.code,
        epoch=other.ref.epoch,
        index=other.ref.index,
        version=other.now.number,
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
