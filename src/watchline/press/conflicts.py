"""Where reports differ: with each other, with themselves, and with the calendar. Looser words that fit are no difference.

A conflict names both sides and decides nothing: which report is right is for a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import NamedTuple, TypeVar

from watchline.measure import Idiom, Saying, judge
from watchline.press.claim import Claim, Duration, Form, Kind, Principal, Report, Span, Status
from watchline.press.edtf import UNKNOWN, date_words, edtf, weekday
from watchline.press.timeline import Attest, Row, held_days, people_of

T = TypeVar("T")
ABOUT = 0.2
""""About an hour" is an hour give or take a fifth."""
ELSEWHERE_DAYS = 1
"""A report is dated where it is published: there it may still be the day before."""
LONG_WORD = 8
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


def conflicts(rows: Sequence[Row], reports: Sequence[Report]) -> list[Conflict]:
    """Return every difference, in the order of the rows.

    Args:
        rows: The timeline.
        reports: The reports it was made from.
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
            found.append(
                Conflict(
                    "weekday",
                    claim.date,
                    (_side(item, f"{claim.weekday}, {date_words(claim.date)}"),),
                    f"{item.report.name} says {claim.weekday}, but {date_words(claim.date)} is a {weekday(day)}.",
                    within=True,
                )
            )
        begins, published = edtf(claim.date).first, edtf(item.report.published).last
        if (
            claim.status is Status.HELD
            and begins is not None
            and published is not None
            and begins > published + ELSEWHERE_DAYS
        ):
            found.append(
                Conflict(
                    "date",
                    claim.date,
                    (_side(item, f"published {item.report.published}"), _side(item, f"held {claim.date}")),
                    f"{item.report.name} was published {date_words(item.report.published)} and tells of a contact as held {date_words(claim.date)}.",
                    within=True,
                )
            )
        if claim.value == Status.SCHEDULED.value and claim.status is Status.HELD:
            found.append(
                Conflict(
                    "status",
                    row.date,
                    (_side(item, "scheduled"), _side(item, "held")),
                    f"{item.report.name} announces the contact as still to come in one place and reports it as held in another.",
                    within=True,
                )
            )
        if claim.initiative_both:
            found.append(
                Conflict(
                    "initiative",
                    row.date,
                    (_side(item, "each side is named"),),
                    f"{item.report.name} names both sides as the one that asked.",
                    within=True,
                )
            )
    asked = _distinct((item.claim.initiative, item) for item in row.attests)
    for (first, ours), (second, theirs) in combinations(asked, 2):
        found.append(
            Conflict(
                "initiative",
                row.date,
                (_side(ours, str(first)), _side(theirs, str(second))),
                f"At the initiative of {first} ({ours.report.name}) or of {second} ({theirs.report.name}).",
                within=ours.report is theirs.report,
            )
        )
    lengths = _distinct((item.claim.duration, item) for item in row.attests)
    for (short, ours), (long, theirs) in combinations(lengths, 2):
        if not agree(short, long):
            found.append(
                Conflict(
                    "duration",
                    row.date,
                    (_side(ours, lasted(short)), _side(theirs, lasted(long))),
                    f"It lasted {lasted(short)} ({ours.report.name}) or {lasted(long)} ({theirs.report.name}).",
                )
            )
    return found


def _distinct(pairs: Iterable[tuple[T | None, Attest]]) -> list[tuple[T, Attest]]:
    """Return each value that is stated once, with the first claim that states it."""
    found: dict[T, Attest] = {}
    for value, item in pairs:
        if value is not None:
            found.setdefault(value, item)
    return list(found.items())


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
    mains: dict[tuple[str, frozenset[Principal]], list[int]] = {}
    for index, row in enumerate(rows):
        for item in row.attests if row.group == "held" else ():
            if not item.claim.background:
                mains.setdefault((item.report.name, row.people), []).append(index)
    told: dict[tuple[frozenset[Principal], int], dict[int, Attest]] = {}
    for report in reports:
        published = edtf(report.published).exact
        for claim in report.claims:
            day = edtf(claim.date).exact
            if (
                claim.kind is not Kind.PREVIOUS
                or claim.form not in {Form.LAST_ON, Form.FIRST_SINCE}
                or claim.comment
                or day is None
            ):
                continue
            people = people_of(claim)
            # One key for each contact that the statement counts back from, else for the week of the report.
            keys = mains.get((report.name, people), []) or ([-1 - published // 7] if published is not None else [])
            for key in keys:
                told.setdefault((people, key), {}).setdefault(day, Attest(report, claim))
    found: list[Conflict] = []
    for by_day in told.values():
        for (_, ours), (_, theirs) in combinations(sorted(by_day.items()), 2):
            if (
                ours.report is not theirs.report
                and people_of(ours.claim) == people_of(theirs.claim)
                and not _bound(ours, theirs)
            ):
                found.append(
                    Conflict(
                        "date",
                        ours.claim.date,
                        (_side(ours, ours.claim.date), _side(theirs, theirs.claim.date)),
                        f"The contact before was on {date_words(ours.claim.date)} ({ours.report.name}) or on {date_words(theirs.claim.date)} ({theirs.report.name}).",
                    )
                )
    return found


def _bound(ours: Attest, theirs: Attest) -> bool:
    """Whether "first since" an earlier day leaves room for the later one of the other report: no difference."""
    loose = [item.claim.form is Form.FIRST_SINCE for item in (ours, theirs)]
    return all(loose)


def _participants(rows: Sequence[Row]) -> list[Conflict]:
    """Return contacts of one day that differ only in who else took part."""
    found: list[Conflict] = []
    held: dict[str, list[Row]] = {}
    for row in rows:
        if row.group == "held" and edtf(row.date).exact is not None:
            held.setdefault(row.date, []).append(row)
    for some in held.values():
        for ours, theirs in combinations(some, 2):
            if (ours.people < theirs.people or theirs.people < ours.people) and not set(ours.reports) & set(
                theirs.reports
            ):
                found.append(
                    Conflict(
                        "participants",
                        ours.date,
                        tuple(
                            _side(row.attests[0], ", ".join(sorted(one.name or one.state or "" for one in row.people)))
                            for row in (ours, theirs)
                        ),
                        f"Reports of {date_words(ours.date)} name different participants.",
                    )
                )
    return found


def _ordinals(rows: Sequence[Row], reports: Sequence[Report]) -> list[Conflict]:
    """Return where one contact is counted as the second here and as the third there."""
    found: list[Conflict] = []
    mains = {
        (item.report.name, row.people): index
        for index, row in enumerate(rows)
        if row.group == "held"
        for item in row.attests
        if not item.claim.background
    }
    told: dict[tuple[frozenset[Principal], object], dict[object, Attest]] = {}
    for report in reports:
        for claim in report.claims:
            if claim.kind is Kind.PREVIOUS and claim.form is Form.NTH and not claim.comment:
                people = people_of(claim)
                told.setdefault((people, mains.get((report.name, people), report.name)), {}).setdefault(
                    claim.value, Attest(report, claim)
                )
    for by_value in told.values():
        for ours, theirs in combinations(by_value.values(), 2):
            found.append(
                Conflict(
                    "ordinal",
                    UNKNOWN,
                    (_side(ours, str(ours.claim.value)), _side(theirs, str(theirs.claim.value))),
                    f"It is counted as number {ours.claim.value} ({ours.report.name}) and as number {theirs.claim.value} ({theirs.report.name}).",
                    within=ours.report is theirs.report,
                )
            )
    return found


def words_of(text: str) -> set[str]:
    """Return the words of a text by which it is known again: those of four letters and more."""
    return set(re.findall(r"[^\W\d_]{4,}", text.lower()))


def same_words(one: set[str], other: set[str]) -> bool:
    """Whether two texts have so many words in common that they are taken for the same words."""
    return len(one & other) >= max(4, SAME_WORDS * min(len(one), len(other)))


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
    # Compared where they share a long word, each body's first in it: about linear in the number of reports.
    told: dict[tuple[str | None, str], dict[str, Attest]] = {}
    for report in reports:
        for claim in report.claims:
            words = words_of(claim.gist or "")
            body = _body(claim)
            if claim.kind is not Kind.READOUT or len(words) < 4 or body is None:
                continue
            for word in words:
                if len(word) >= LONG_WORD:
                    told.setdefault((claim.party, word), {}).setdefault(body, Attest(report, claim))
    seen: set[tuple[str, str, str, str]] = set()
    for (_, _), by_body in sorted(told.items(), key=lambda pair: (pair[0][0] or "", pair[0][1])):
        for (first, ours), (second, theirs) in combinations(sorted(by_body.items()), 2):
            one, other = words_of(ours.claim.gist or ""), words_of(theirs.claim.gist or "")
            pair = (ours.report.name, first, theirs.report.name, second)
            if ours.report is theirs.report or pair in seen or not same_words(one, other):
                continue
            seen.add(pair)
            found.append(
                Conflict(
                    "attribution",
                    theirs.claim.date,
                    (
                        _side(ours, ", ".join(ours.claim.attribution)),
                        _side(theirs, ", ".join(theirs.claim.attribution)),
                    ),
                    f"The same words of {ours.claim.party} are credited to {ours.claim.attribution[-1]} ({ours.report.name}) and to {theirs.claim.attribution[-1]} ({theirs.report.name}).",
                )
            )
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
                words = (
                    f"{report.name} counts {claim.value} days; its own dates give another number."
                    if claim.form is Form.GAP_DAYS
                    else f"{report.name} says {str(claim.form or '').replace('_', ' ')} {claim.value}; its own dates say otherwise."
                )
                found.append(Conflict("arithmetic", claim.date, (_side(item, str(claim.value)),), words, within=True))
                continue
            main = next(
                (
                    day
                    for day, row in known.get(people_of(claim), ())
                    if any(one.report is report and not one.claim.background for one in row.attests)
                ),
                None,
            )
            if main is None:
                continue
            every = [day for day, _ in known[people_of(claim)]]
            saying = None
            if (
                claim.form is Form.GAP_DAYS
                and isinstance(claim.value, int)
                and claim.arithmetic is None
                and claim.gist != "loose"
            ):
                saying = Saying(Idiom.FIRST_IN, claim.value, 0)
            elif claim.form is Form.FIRST_SINCE and (day := edtf(claim.date).last) is not None:
                saying = Saying(Idiom.FIRST_SINCE, 0, day)
            if saying is None:
                continue
            judged = judge(saying, every, main)
            if judged.agrees is False:
                found.append(
                    Conflict(
                        "arithmetic",
                        claim.date,
                        (_side(item, str(claim.value)),),
                        f"{report.name}: {claim.value}; {judged.words}.",
                    )
                )
    return found
