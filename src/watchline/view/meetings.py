"""Pairs of notices that came near each other, by what each party's node states of them (docs/spec/notices.md).

Folded from `assessment` entries alone, so that it is the same on every node and needs no geometry. Of what one party states of a pair the
newest in the common order counts; both parties' statements stand beside each other, and a difference between them is shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import msgspec

from watchline.record.notices import ASSESSMENT, Pair
from watchline.view.every import Look, Rows
from watchline.view.keys import KIND, THREAD, EntryRef, kind_key, read_ref_key, ref_key
from watchline.view.notices import NoticeView, notice_view
from watchline.view.thread import Act, read_thread

_PAGE = 256
_GRAVEST = ("CONFLICT", "NEAR", "PROXIMITY", "CLEAR")
COMPARED = ("verdict", "parts", "lateral_mm", "vertical_cm", "time_ms", "limits", "nearest", "start", "end")
"""What is compared between two statements on the same versions by the same limits."""


class Statement(NamedTuple):
    """What one party's node states of a pair, turned so that the lesser reference comes first.

    Attributes:
        act: The assessment.
        versions: Of the first and of the second notice.
        table: Hash of the separation it was measured by.
        verdict: CONFLICT, NEAR, PROXIMITY or CLEAR.
        parts: Which volumes.
        lateral_mm, vertical_cm, time_ms: What lies between them at least.
        limits: The agreed separation: cm, cm, ms; None if there is none.
        nearest: Nearest points of the first and of the second: lat, lon, lat, lon in 1e-7 degree.
        start, end: First and last moment of the conflict, ms; None: open.
        altitude_usable: False: a ground is undeclared.
    """

    act: Act
    versions: tuple[int, int]
    table: bytes
    verdict: str
    parts: tuple[int, int]
    lateral_mm: int
    vertical_cm: int
    time_ms: int
    limits: tuple[int, int, int] | None
    nearest: tuple[int, int, int, int]
    start: int | None
    end: int | None
    altitude_usable: bool

    @property
    def margins(self) -> tuple[int, int, int] | None:
        """What is left beyond the limits: mm, cm, ms; negative where there is less than was agreed, None if nothing was."""
        if self.limits is None:
            return None
        lateral, vertical, time = self.limits
        return self.lateral_mm - lateral * 10, self.vertical_cm - vertical, self.time_ms - time


class Meeting(NamedTuple):
    """A pair of notices that some assessment lists.

    Attributes:
        first, second: The notices; the lesser reference first.
        newest: By party, its newest statement.
        all: Every statement, in the common order.
    """

    first: NoticeView
    second: NoticeView
    newest: dict[str, Statement]
    all: tuple[Statement, ...]

    @property
    def refs(self) -> tuple[EntryRef, EntryRef]:
        """Where the two notices stand."""
        return self.first.ref, self.second.ref

    @property
    def versions(self) -> tuple[int, int]:
        """The versions that stand."""
        return self.first.now.number, self.second.now.number

    @property
    def current(self) -> dict[str, Statement]:
        """Those of the newest statements that are of the versions that stand."""
        return {code: one for code, one in self.newest.items() if one.versions == self.versions}

    @property
    def pending(self) -> tuple[str, ...]:
        """The two authors whose nodes have not stated anything on the versions that stand."""
        return tuple(code for code in dict.fromkeys(ref.code for ref in self.refs) if code not in self.current)

    @property
    def gravest(self) -> Statement:
        """The gravest of what is stated on the versions that stand; before there is any, of what was stated last."""
        found = self.current or self.newest
        return min(found.values(), key=lambda one: (_GRAVEST.index(one.verdict), one.act.place))

    @property
    def ever(self) -> str:
        """The gravest verdict that was ever stated."""
        return min((one.verdict for one in self.all), key=_GRAVEST.index)

    @property
    def separated_by(self) -> tuple[str, ...]:
        """In which measures more than was agreed lies between the two now: time, altitude, area."""
        margins = self.gravest.margins
        if self.gravest.verdict != "CLEAR" or margins is None:
            return ()
        lateral, vertical, time = margins
        measures = (("time", time), ("altitude", vertical), ("area", lateral))
        return tuple(name for name, left in measures if left > 0)


def meetings(line: bytes, look: Look, rows: Rows) -> list[Meeting]:
    """Return every pair that an assessment of a line lists, by reference. Cost: one read for each notice that has such a pair, and its others."""
    views: dict[EntryRef, NoticeView | None] = {}

    def view(ref: EntryRef) -> NoticeView | None:
        if ref not in views:
            views[ref] = notice_view(read_thread(look(THREAD, ref_key(line, ref))), ref)
        return views[ref]

    listed: list[NoticeView] = []
    prefix, after = kind_key(line, ASSESSMENT), None
    while page := rows(KIND, prefix, after, _PAGE):
        listed += [found for key, _ in page if (found := view(read_ref_key(key))) is not None]
        after = page[-1][0]
    said: dict[tuple[EntryRef, EntryRef], list[Statement]] = {}
    for notice in listed:
        for act in notice.assessments:
            for refs, statement in statements_of(notice.ref, act):
                said.setdefault(refs, []).append(statement)
    made = []
    for (first, second), statements in sorted(said.items()):
        one, other = view(first), view(second)
        if one is not None and other is not None:
            made.append(meeting(one, other, statements))
    return made


def meeting_of(line: bytes, look: Look, one: EntryRef, other: EntryRef) -> Meeting | None:
    """Return a pair, or None if no assessment lists it. Cost: two reads."""
    refs = (one, other) if one < other else (other, one)
    first, second = (notice_view(read_thread(look(THREAD, ref_key(line, ref))), ref) for ref in refs)
    if first is None or second is None:
        return None
    said = [
        statement
        for notice in (first, second)
        for act in notice.assessments
        for named, statement in statements_of(notice.ref, act)
        if named == refs
    ]
    return meeting(first, second, said) if said else None


def meeting(first: NoticeView, second: NoticeView, statements: Iterable[Statement]) -> Meeting:
    """Return a pair and what was stated of it; ``first`` has the lesser reference."""
    ordered = sorted(statements, key=lambda one: one.act.place)
    parties = {first.ref.code, second.ref.code}
    # Each of the two authors speaks for its side; what a third party's node finds is in its assessment and moves nothing here.
    ordered = [one for one in ordered if one.act.code in parties] or ordered
    return Meeting(first, second, {one.act.code: one for one in ordered}, tuple(ordered))


def statements_of(ref: EntryRef, act: Act) -> list[tuple[tuple[EntryRef, EntryRef], Statement]]:
    """Return what an assessment of a notice states of each pair it lists."""
    made = []
    for fields in act.facts.get("pairs", ()):
        pair = msgspec.convert(fields, Pair)
        other = EntryRef(pair.code, pair.epoch, pair.index)
        if other == ref:
            continue
        ours = int(act.facts["version"])
        turned = other < ref
        statement = Statement(
            act,
            (pair.version, ours) if turned else (ours, pair.version),
            bytes(act.facts["table"]),
            pair.verdict,
            (pair.other, pair.part) if turned else (pair.part, pair.other),
            pair.lateral,
            pair.vertical,
            pair.time,
            pair.limits,
            (*pair.at[2:], *pair.at[:2]) if turned else pair.at,
            pair.start,
            pair.to,
            pair.heights is None,
        )
        made.append(((other, ref) if turned else (ref, other), statement))
    return made


def by_different_separations(found: Meeting) -> bool:
    """Tell whether the two sides' statements on the versions that stand were measured by different limits."""
    current = found.current
    return (
        len(current) == 2
        and len({one.table for one in current.values()}) == len({one.limits for one in current.values()}) == 2
    )


def differences(found: Meeting) -> list[dict[str, Any]]:
    """Return where the two sides' statements on the versions that stand differ: ``field`` and what each states, by code.

    By one table of separation, or by two that agree on this pair, every number is compared; by different limits the numbers differ as they
    must, so the limits and the verdicts are named.
    """
    if len(found.current) != 2:
        return []
    (code, ours), (other, theirs) = sorted(found.current.items())
    return [
        {"field": name, "by_party": {code: getattr(ours, name), other: getattr(theirs, name)}}
        for name in (("limits", "verdict") if by_different_separations(found) else COMPARED)
        if getattr(ours, name) != getattr(theirs, name)
    ]
