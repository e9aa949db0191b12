"""Many reports, one timeline: one row for each contact of the real world, with every report that attests it.

Rows are joined, never averaged: each claim keeps its own report, date and words, and a row says which of them differ. A claim
whose own text does not tell the day ("on Friday") joins a row only if exactly one fits: the weekday, what the report says of
the last contact before, and the day of publication.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from watchline.press.claim import REQUESTS, Basis, Claim, Form, Kind, Principal, Report, Status
from watchline.press.edtf import OPEN, UNKNOWN, Days, date_words, edtf, overlap, weekday
from watchline.press.tables import ReferenceDay

SAME_REQUEST_DAYS = 31
"""Two reports that a call was sought "so far" tell of one approach if their as-of days are no further apart."""
SAME_PLAN_DAYS = 10
"""Two reports that no call is planned tell of one state of things if they are no further apart."""


@dataclass(frozen=True)
class Attest:
    """A claim and the report that makes it."""

    report: Report
    claim: Claim


@dataclass
class Row:
    """One contact of the real world.

    Attributes:
        people: Who, as a set of principals.
        group: ``held``, ``request``, ``plan`` or ``avoided``.
        date: EDTF, the sharpest that a claim gives.
        basis: How it is known.
        derivation: How it came about, in words.
        attests: The claims.
        doubts: Why a claim was not joined elsewhere, in words.
    """

    people: frozenset[Principal]
    group: str
    date: str
    basis: Basis
    derivation: str | None = None
    attests: list[Attest] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    @property
    def status(self) -> Status:
        """What became of it, by its latest word: held stands over announced, declined over sought."""
        found = {item.claim.status for item in self.attests}
        order = (Status.HELD, Status.CANCELLED, Status.DECLINED, Status.UNANSWERED, Status.SOUGHT, Status.AVOIDED, Status.NOT_SCHEDULED, Status.SCHEDULED)  # fmt: skip
        return next(status for status in order if status in found)

    @property
    def reports(self) -> tuple[str, ...]:
        """Names of the reports that attest it."""
        return tuple(dict.fromkeys(item.report.name for item in self.attests))


def group_of(status: Status | None) -> str:
    """Return which statuses may speak of one contact."""
    match status:
        case Status.SOUGHT | Status.DECLINED | Status.UNANSWERED:
            return "request"
        case Status.NOT_SCHEDULED:
            return "none_planned"
        case Status.AVOIDED:
            return "avoided"
        case Status.SCHEDULED | Status.CANCELLED:
            return "plan"
        case Status.HELD | None:
            return "held"


def people_of(claim: Claim) -> frozenset[Principal]:
    """Return the principals for comparison: persons by name and state, nameless ones by level and state."""
    from watchline.press.lexicon import level_of

    return frozenset(
        Principal(
            name=one.name, office=None if one.name or one.office is None else level_of(one.office), state=one.state
        )
        for one in claim.principals
    )


def timeline(reports: Sequence[Report], days: Iterable[ReferenceDay] = ()) -> list[Row]:
    """Return the rows of some reports, by date; rows without a date first.

    Args:
        reports: As read.
        days: Reference days: "first since the war began" counts from them.

    Cost: the claims of one set of people are compared with each other.
    """
    known = tuple(days)
    items = [
        Attest(report, claim)
        for report in reports
        for claim in report.claims
        if claim.kind in {Kind.CONTACT, Kind.REQUEST} and not claim.comment
    ]
    by_people: dict[tuple[frozenset[Principal], str], list[Attest]] = {}
    for item in items:
        by_people.setdefault((people_of(item.claim), group_of(item.claim.status)), []).append(item)
    rows: list[Row] = []
    for (people, group), found in by_people.items():
        made: list[Row] = []
        for item in sorted(
            found,
            key=lambda one: (
                edtf(one.claim.date).exact is None,
                one.claim.date == UNKNOWN,
                one.claim.background,
                one.report.name,
            ),
        ):
            _place(item, people, group, made, known)
        rows += made
    return sorted(rows, key=_order)


def _order(row: Row) -> tuple[int, str, list[str]]:
    days = edtf(row.date)
    at = days.last if days.last is not None else days.first
    return (-(10**9) if at is None else at, row.group, sorted(one.name or "" for one in row.people))


def _place(
    item: Attest, people: frozenset[Principal], group: str, rows: list[Row], known: tuple[ReferenceDay, ...]
) -> None:
    """Join a claim to the row it speaks of, or make it one."""
    claim = item.claim
    if group == "request":
        fitting = [
            row
            for row in rows
            if _near(row.date, claim.date, SAME_REQUEST_DAYS)
            and (
                row.date.startswith("../")
                or claim.date.startswith("../")
                or row.date == claim.date
                or UNKNOWN in {row.date, claim.date}
            )
        ]
    elif group in {"none_planned", "avoided"}:
        fitting = [row for row in rows if _near(row.date, claim.date, SAME_PLAN_DAYS)]
    elif edtf(claim.date).exact is not None:
        fitting = [row for row in rows if row.date == claim.date]
    else:
        bounds = _bounds(item, known)
        fitting = [row for row in rows if _may_be(row, item, bounds, rows)]
        same_report = [
            row
            for row in fitting
            if any(other.report is item.report and not other.claim.background for other in row.attests)
        ]
        fitting = [row for row in fitting if row not in same_report]
    if len(fitting) == 1 or (fitting and group not in {"held", "plan"}):
        row = fitting[0]
        row.attests.append(item)
        if edtf(row.date).exact is None and edtf(claim.date).exact is not None:
            row.date, row.basis, row.derivation = claim.date, claim.date_basis, claim.derivation
        elif (
            row.derivation is None
            and claim.derivation is not None
            and claim.date == row.date
            and claim.date_basis is Basis.INTERVAL
        ):
            row.derivation = claim.derivation
        return
    row = Row(people, group, claim.date, claim.date_basis, claim.derivation, [item])
    if len(fitting) > 1:
        row.doubts.append("more than one contact fits: " + ", ".join(date_words(other.date) for other in fitting))
    rows.append(row)


def _near(ours: str, theirs: str, most: int) -> bool:
    """Whether two dates are no more than some days apart; unknown ones are."""
    first, second = edtf(ours), edtf(theirs)
    ends = [days.last if days.last is not None else days.first for days in (first, second)]
    return (
        ends[0] is None
        or ends[1] is None
        or abs(ends[0] - ends[1]) <= most
        or (overlap(first, second) is not None and None not in (first.first, second.first))
    )


def _bounds(item: Attest, known: tuple[ReferenceDay, ...]) -> Days:
    """Return the days on which a contact without a day of its own can have been: after the last one before it, not after publication."""
    claim, report = item.claim, item.report
    if claim.date.startswith("XXXX"):
        return edtf(report.published)._replace(first=None) if report.published != UNKNOWN else OPEN
    bounds = edtf(claim.date)
    published = edtf(report.published).last
    if bounds.last is None and published is not None:
        bounds = bounds._replace(last=published)
    if claim.background or claim.status is not Status.HELD:
        return bounds
    first = bounds.first
    for other in report.claims:
        if other.kind is not Kind.PREVIOUS or people_of(other) != people_of(claim):
            continue
        day = (
            edtf(other.date).last
            if other.form in {Form.LAST_ON, Form.FIRST_SINCE} and other.date != UNKNOWN
            else event_day(other, known)
        )
        if day is not None and (bounds.last is None or day < bounds.last):
            first = day + 1 if first is None else max(first, day + 1)
    for other in report.claims:
        if (
            other.kind in {Kind.CONTACT, Kind.REQUEST}
            and other is not claim
            and people_of(other) == people_of(claim)
            and other.background
            and (day := edtf(other.date).exact) is not None
            and (bounds.last is None or day < bounds.last)
        ):
            first = day + 1 if first is None else max(first, day + 1)
    return Days(first, bounds.last)


def event_day(claim: Claim, known: Sequence[ReferenceDay]) -> int | None:
    """Return the reference day that "first since …" counts from, if the words name one."""
    if claim.form is not Form.FIRST_SINCE or not isinstance(claim.value, str):
        return None
    return next(
        (day.day for day in known if any(words in claim.value or claim.value in words for words in day.printed)), None
    )


def _may_be(row: Row, item: Attest, bounds: Days, rows: Sequence[Row]) -> bool:
    """Whether a claim without a day can speak of a row: the days meet, the weekday fits, and no other contact stands in between."""
    claim = item.claim
    days = edtf(row.date)
    if claim.date.startswith("XXXX"):
        return row.date[4:] == claim.date[4:] and (bounds.last is None or days.last is None or days.last <= bounds.last)
    if days == OPEN and bounds == OPEN:
        return (
            claim.weekday is None
            and not claim.background
            and all(other.claim.weekday is None for other in row.attests)
            and any(other.report is item.report for other in row.attests)
        )
    if OPEN in {bounds, days} or overlap(days, bounds) is None:
        return False
    if claim.weekday is not None and days.exact is not None and weekday(days.exact) != claim.weekday:
        return False
    if bounds.first is None or days.first is None:
        return bounds.first is not None or (
            bounds.last is not None and days.exact is not None and bounds.last - days.exact <= 7
        )
    return not any(
        other is not row and (day := edtf(other.date).exact) is not None and bounds.first <= day < days.first
        for other in rows
    )


def held_days(rows: Iterable[Row]) -> dict[frozenset[Principal], list[tuple[int, Row]]]:
    """Return the days on which each set of people is said to have spoken, ascending; only exact days count."""
    found: dict[frozenset[Principal], list[tuple[int, Row]]] = {}
    for row in rows:
        day = edtf(row.date).exact
        if row.group == "held" and day is not None:
            found.setdefault(row.people, []).append((day, row))
    return {people: sorted(days, key=lambda pair: pair[0]) for people, days in found.items()}


def requests(rows: Iterable[Row]) -> list[Row]:
    """Return the rows that tell of a contact sought and not held."""
    return [row for row in rows if any(item.claim.status in REQUESTS for item in row.attests)]


def sequence(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Return the days on which several contacts are said to have been held: who spoke with whom, in the order of the reports."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        if row.group == "held" and edtf(row.date).exact is not None:
            found.setdefault(row.date, []).append(row)
    return {
        date: sorted(some, key=lambda row: (row.attests[0].report.name, row.attests[0].claim.spans[0].start))
        for date, some in sorted(found.items())
        if len(some) > 1
    }
