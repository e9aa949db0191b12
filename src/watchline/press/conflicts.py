"""Where reports differ: with each other, with themselves, and with the calendar. Looser words that fit are no difference.

A conflict names both sides and decides nothing: which report is right is for a person.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from watchline.measure import Idiom, Saying, judge
from watchline.press.claim import Claim, Duration, Form, Kind, Report, Span, Status
from watchline.press.edtf import UNKNOWN, date_words, edtf, weekday
from watchline.press.tables import ReferenceDay
from watchline.press.timeline import Attest, Row, held_days, people_of

ABOUT = 0.2
""""About an hour" is an hour give or take a fifth."""
SAME_WORDS = 0.6
"""Share of common words from which two readouts are taken for the same words."""
_BODY_WORDS = ("kremlin", "president", "foreign ministry", "ministry of foreign affairs", "defence ministry", "defense ministry", "ministry of defence", "ministry of defense", "pentagon", "department of defense", "state department", "white house", "general staff", "joint staff", "ministry", "минобороны", "мид", "кремль")  # fmt: skip


class Side(NamedTuple):
    """One side of a conflict: report, what it says, and where."""

    report: str
    says: str
    spans: tuple[Span, ...]


class Conflict(NamedTuple):
    """Two statements that cannot both stand, or that name different authors.

    Attributes:
        field: ``date``, ``status``, ``duration``, ``initiative``, ``attribution``, ``participants``, ``ordinal``, ``weekday``, ``arithmetic``.
        date: Of the contact, EDTF.
        sides: What is said, by whom.
        words: The same in a sentence.
        within: Whether one report contradicts itself.
    """

    field: str
    date: str
    sides: tuple[Side, ...]
    words: str
    within: bool = False


def conflicts(rows: Sequence[Row], reports: Sequence[Report], days: Sequence[ReferenceDay] = ()) -> list[Conflict]:
    """Return every difference, in the order of the rows.

    Args:
        rows: The timeline.
        reports: The reports it was made from.
        days: Reference days.
    """
    found: list[Conflict] = []
    for row in rows:
        found += _fields(row)
    found += _last_ones(rows, reports)
    found += _participants(rows)
    found += _ordinals(rows, reports)
    found += _authors(reports)
    found += _arithmetic(rows, reports)
    return found


def _side(item: Attest, says: str) -> Side:
    return Side(item.report.name, says, item.claim.spans)


def _fields(row: Row) -> list[Conflict]:
    """Return what the claims of one row differ in."""
    found: list[Conflict] = []
    for item in row.attests:
        claim = item.claim
        day = edtf(claim.date).exact
        if day is not None and claim.weekday is not None and weekday(day) != claim.weekday:
            found.append(Conflict("weekday", claim.date, (_side(item, f"{claim.weekday}, {date_words(claim.date)}"),), f"{item.report.name} says {claim.weekday}, but {date_words(claim.date)} is a {weekday(day)}.", within=True))
        if claim.value == Status.SCHEDULED.value and claim.status is Status.HELD:
            found.append(Conflict("status", row.date, (_side(item, "scheduled"), _side(item, "held")), f"{item.report.name} announces the contact as still to come in one place and reports it as held in another.", within=True))
        if claim.initiative_both:
            found.append(Conflict("initiative", row.date, (_side(item, "each side is named"),), f"{item.report.name} names both sides as the one that asked.", within=True))
    for ours, theirs in combinations(row.attests, 2):
        if ours.report is theirs.report:
            continue
        first, second = ours.claim.initiative, theirs.claim.initiative
        if first is not None and second is not None and first != second:
            found.append(Conflict("initiative", row.date, (_side(ours, first), _side(theirs, second)), f"At the initiative of {first} ({ours.report.name}) or of {second} ({theirs.report.name})."))
        if ours.claim.duration is not None and theirs.claim.duration is not None and not agree(ours.claim.duration, theirs.claim.duration):
            found.append(Conflict("duration", row.date, (_side(ours, lasted(ours.claim.duration)), _side(theirs, lasted(theirs.claim.duration))), f"It lasted {lasted(ours.claim.duration)} ({ours.report.name}) or {lasted(theirs.claim.duration)} ({theirs.report.name})."))
    return found


def minutes(duration: Duration) -> tuple[float, float]:
    """Return the minutes that a duration may mean."""
    match duration.bound:
        case "about":
            return duration.minutes * (1 - ABOUT), duration.minutes * (1 + ABOUT)
        case "more than":
            return duration.minutes, duration.minutes * 2.0
        case "less than":
            return duration.minutes / 2, duration.minutes
        case _:
            return duration.minutes, duration.minutes


def agree(ours: Duration, theirs: Duration) -> bool:
    """Whether two durations can be the same: "about an hour" and "more than an hour" can."""
    (low, high), (least, most) = minutes(ours), minutes(theirs)
    return max(low, least) <= min(high, most)


def lasted(duration: Duration) -> str:
    """Return a duration in words."""
    return f"{'' if duration.bound == 'exactly' else duration.bound + ' '}{duration.minutes} minutes"


def _last_ones(rows: Sequence[Row], reports: Sequence[Report]) -> list[Conflict]:
    """Return where two reports of the same days name different last contacts of the same people."""
    found: list[Conflict] = []
    told: list[tuple[Attest, int]] = []
    for report in reports:
        for claim in report.claims:
            day = edtf(claim.date).exact
            if claim.kind is Kind.PREVIOUS and claim.form in {Form.LAST_ON, Form.FIRST_SINCE} and not claim.comment and day is not None:
                told.append((Attest(report, claim), day))
    for (ours, first), (theirs, second) in combinations(told, 2):
        if ours.report is theirs.report or first == second or people_of(ours.claim) != people_of(theirs.claim):
            continue
        main = [row for row in rows if row.group == "held" and row.people == people_of(ours.claim) and any(item.report is ours.report and not item.claim.background for item in row.attests) and any(item.report is theirs.report and not item.claim.background for item in row.attests)]
        published = [edtf(item.report.published).last for item in (ours, theirs)]
        close = published[0] is not None and published[1] is not None and abs(published[0] - published[1]) <= 3
        if main or close:
            found.append(Conflict("date", ours.claim.date, (_side(ours, ours.claim.date), _side(theirs, theirs.claim.date)), f"The contact before was on {date_words(ours.claim.date)} ({ours.report.name}) or on {date_words(theirs.claim.date)} ({theirs.report.name})."))
    return found


def _participants(rows: Sequence[Row]) -> list[Conflict]:
    """Return contacts of one day that differ only in who else took part."""
    found: list[Conflict] = []
    held = [row for row in rows if row.group == "held" and edtf(row.date).exact is not None]
    for ours, theirs in combinations(held, 2):
        if ours.date == theirs.date and (ours.people < theirs.people or theirs.people < ours.people) and not set(ours.reports) & set(theirs.reports):
            found.append(Conflict("participants", ours.date, tuple(_side(row.attests[0], ", ".join(sorted(one.name or one.state or "" for one in row.people))) for row in (ours, theirs)), f"Reports of {date_words(ours.date)} name different participants."))
    return found


def _ordinals(rows: Sequence[Row], reports: Sequence[Report]) -> list[Conflict]:
    """Return where one contact is counted as the second here and as the third there."""
    found: list[Conflict] = []
    told = [Attest(report, claim) for report in reports for claim in report.claims if claim.kind is Kind.PREVIOUS and claim.form is Form.NTH and not claim.comment]
    for ours, theirs in combinations(told, 2):
        if people_of(ours.claim) != people_of(theirs.claim) or ours.claim.value == theirs.claim.value:
            continue
        same = ours.report is theirs.report or any(row.people == people_of(ours.claim) and {ours.report.name, theirs.report.name} <= set(row.reports) for row in rows)
        if same:
            found.append(Conflict("ordinal", UNKNOWN, (_side(ours, str(ours.claim.value)), _side(theirs, str(theirs.claim.value))), f"It is counted as number {ours.claim.value} ({ours.report.name}) and as number {theirs.claim.value} ({theirs.report.name}).", within=ours.report is theirs.report))
    return found


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"[^\W\d_]{4,}", text.lower())}


def _body(claim: Claim) -> str | None:
    """Return the body whose words a readout gives, by the innermost of its sources."""
    for source in reversed(claim.attribution):
        low = source.lower()
        body = next((word for word in _BODY_WORDS if word in low), None)
        if body is not None:
            return "the ministry" if "ministry" in body or body in {"pentagon", "department of defense"} else body
    return None


def _authors(reports: Sequence[Report]) -> list[Conflict]:
    """Return readouts in the same words that are credited to different bodies of one state."""
    found: list[Conflict] = []
    told = [Attest(report, claim) for report in reports for claim in report.claims if claim.kind is Kind.READOUT and claim.gist and _body(claim)]
    for ours, theirs in combinations(told, 2):
        if ours.report is theirs.report or ours.claim.party != theirs.claim.party or _body(ours.claim) == _body(theirs.claim):
            continue
        first, second = _words(ours.claim.gist or ""), _words(theirs.claim.gist or "")
        if len(first & second) >= SAME_WORDS * min(len(first), len(second)) and len(first & second) >= 4:
            found.append(Conflict("attribution", theirs.claim.date, (_side(ours, ", ".join(ours.claim.attribution)), _side(theirs, ", ".join(theirs.claim.attribution))), f"The same words of {ours.claim.party} are credited to {ours.claim.attribution[-1]} ({ours.report.name}) and to {theirs.claim.attribution[-1]} ({theirs.report.name})."))
    return found


def _arithmetic(rows: Sequence[Row], reports: Sequence[Report]) -> list[Conflict]:
    """Return counts of days and "first since" that the known days contradict."""
    found: list[Conflict] = []
    known = held_days(rows)
    for report in reports:
        for claim in report.claims:
            if claim.kind is not Kind.PREVIOUS or claim.comment:
                continue
            item = Attest(report, claim)
            if claim.arithmetic == "wrong":
                found.append(Conflict("arithmetic", claim.date, (_side(item, f"{claim.value} days"),), f"{report.name} counts {claim.value} days; its own dates give another number.", within=True))
                continue
            main = next((day for day, row in known.get(people_of(claim), ()) if any(one.report is report and not one.claim.background for one in row.attests)), None)
            if main is None:
                continue
            every = [day for day, _ in known[people_of(claim)]]
            saying = None
            if claim.form is Form.GAP_DAYS and isinstance(claim.value, int) and claim.arithmetic is None and claim.gist != "loose":
                saying = Saying(Idiom.FIRST_IN, claim.value, 0)
            elif claim.form is Form.FIRST_SINCE and (day := edtf(claim.date).last) is not None:
                saying = Saying(Idiom.FIRST_SINCE, 0, day)
            if saying is None:
                continue
            judged = judge(saying, every, main)
            if judged.agrees is False:
                found.append(Conflict("arithmetic", claim.date, (_side(item, str(claim.value)),), f"{report.name}: {claim.value}; {judged.words}."))
    return found
