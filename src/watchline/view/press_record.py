"""Confirmed press beside our own record: ours first, the press second, what nobody confirmed named and never counted.

A contact of which our record and a report both tell is one contact, and stays on the rung that our record gives it. Where they cannot
both stand the difference is named; it decides nothing, and what the report alone says is then not counted as another contact.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from watchline.annex import Belief, Judged, Press
from watchline.measure import Edtf, Precision, edtf_of_day, parse_edtf
from watchline.measure.edtf import UNKNOWN_DATE
from watchline.press import Claim, Duration, Report, Row, shipped_days, timeline
from watchline.press.conflicts import agree, lasted
from watchline.press.edtf import date_words, edtf
from watchline.press.entries import claim_of, report_of
from watchline.press.lexicon import level_of
from watchline.view.contacts import NOT_STATED, Office

PRESS_SOURCE = "press"
BOTH = "both"
NEAR_DAYS = 10
"""A report whose day of a contact is no further from ours than this, and fits no contact of ours, is taken to tell of the same one."""


class Source(NamedTuple):
    """Who says so: the outlet, or what the report is called here; and the day of publication, EDTF."""

    outlet: str
    published: str

    def words(self) -> str:
        """Return it in words."""
        return self.outlet if self.published == "unknown" else f"{self.outlet}, {date_words(self.published)}"


class Told(NamedTuple):
    """One contact (or request, or plan) as claims of reports tell it.

    Attributes:
        row: As the timeline joins it.
        date: Never sharper than the reports'.
        sides: Each principal's office, with the name where it is told.
        refs: The claims in our annex.
        sources: Who says so.
        initiative: A code, or ``not_stated`` where the reports do not say or differ.
    """

    row: Row
    date: Edtf
    sides: tuple[tuple[Office, str | None], ...]
    refs: tuple[str, ...]
    sources: tuple[Source, ...]
    initiative: str

    @property
    def held(self) -> bool:
        """Whether it is said to have taken place."""
        return self.row.group == "held"

    @property
    def means(self) -> str:
        """By which means, where the reports agree."""
        told = {item.claim.channel for item in self.row.attests if item.claim.channel}
        return told.pop() if len(told) == 1 else "unstated"


class Read(NamedTuple):
    """Reports of the annex with claims of some belief, and where each claim stands.

    Attributes:
        reports: With these claims only; each called by a name of its own.
        places: (name of the report, claim): the claim's entry and what was made of it.
    """

    reports: tuple[Report, ...]
    places: dict[tuple[str, Claim], Judged]


def read_press(press: Press, *beliefs: Belief) -> Read:
    """Return the reports with their claims of these beliefs."""
    names = [filed.report.name for filed in press.reports]
    reports: list[Report] = []
    places: dict[tuple[str, Claim], Judged] = {}
    by_report: dict[object, list[Judged]] = {}
    for item in press.claims:
        if item.belief in beliefs:
            by_report.setdefault(item.of.stood.place, []).append(item)
    for filed in press.reports:
        name = filed.report.name
        name = name if names.count(name) == 1 else f"{name} ({filed.stood.place.text()})"
        claims = []
        for item in by_report.get(filed.stood.place, []):
            claim = claim_of(item.claim)
            claims.append(claim)
            places[name, claim] = item
        reports.append(report_of(filed.report, tuple(claims), name))
    return Read(tuple(reports), places)


def told_of(read: Read, on: int) -> list[Told]:
    """Return what reports tell of contacts that may have been on a UTC day or before it, as the timeline has them."""
    found = []
    for row in timeline(read.reports, shipped_days()):
        date = date_of_press(row.date)
        if date.first is not None and date.first > on:
            continue
        main = [item for item in row.attests if not item.claim.background] or row.attests
        sides = tuple(
            ((one.state, one.office or one.name or ""), one.name) for one in main[0].claim.principals if one.state
        )
        asked = {item.claim.initiative for item in row.attests if item.claim.initiative}
        found.append(
            Told(
                row,
                date,
                sides,
                tuple(
                    dict.fromkeys(read.places[item.report.name, item.claim].stood.place.text() for item in row.attests)
                ),
                tuple(
                    dict.fromkeys(
                        Source(item.report.outlet or item.report.name, item.report.published) for item in row.attests
                    )
                ),
                asked.pop() if len(asked) == 1 else NOT_STATED,
            )
        )
    return found


def date_of_press(text: str) -> Edtf:
    """Return a date of a report as dates are written here: as sharp, or less sharp where there is no such form."""
    days = edtf(text)
    if days.exact is not None:
        return edtf_of_day(days.exact)
    if days.last is None:
        return UNKNOWN_DATE
    last = edtf_of_day(days.last).text
    if days.first is None:
        return parse_edtf(f"../{last}")
    first = edtf_of_day(days.first).text
    for length, precision in ((7, Precision.MONTH), (4, Precision.YEAR)):
        if first[:length] == last[:length]:
            whole = parse_edtf(first[:length])
            return Edtf(whole.text, days.first, days.last, precision)
    return parse_edtf(f"../{last}")


class Offices:
    """One name for each office: as our own record writes it, else as it was first read."""

    def __init__(self, ours: Iterable[Office]) -> None:
        self._known: dict[tuple[str, str], str] = {}
        for state, office in ours:
            self.of(state, office)

    def of(self, state: str, office: str) -> Office:
        """Return the office under its one name."""
        return state, self._known.setdefault((state, level_of(office) if office else ""), office)


class Ours(NamedTuple):
    """What our own record has of a contact, for comparison.

    Attributes:
        ref: The entry that it is called by.
        names: (state, name) of principals, where they were noted.
        minutes, bound: How long, if that was noted.
    """

    ref: str
    date: Edtf
    initiative: str
    names: tuple[tuple[str, str], ...]
    minutes: int | None
    bound: str


class Differs(NamedTuple):
    """Where our record and a report cannot both stand.

    Attributes:
        field: ``date``, ``status``, ``duration``, ``initiative`` or ``participants``.
        ours, theirs: What each says.
        our_ref: Our entry.
        refs: The claims.
        sources: Who says so.
    """

    field: str
    ours: str
    theirs: str
    our_ref: str
    refs: tuple[str, ...]
    sources: tuple[Source, ...]

    @property
    def words(self) -> str:
        """The same in a sentence."""
        who = " and ".join(source.words() for source in self.sources)
        return f"{self.field}: our record has {self.ours} ({self.our_ref}), the press {self.theirs} ({who})"


def fitting(told: Told, ours: Sequence[Ours]) -> Ours | None:
    """Return the contact of ours that a report may be of: of those whose days meet, the last; of an unknown day none."""
    if told.date.last is None:
        return None
    return next((one for one in reversed(ours) if one.date.last is not None and one.date.overlaps(told.date)), None)


def near(told: Told, ours: Sequence[Ours]) -> Ours | None:
    """Return the contact of ours whose day is nearest to the report's, if it is within ``NEAR_DAYS`` and both are days."""
    day = told.date.day
    days = [(abs(one.date.day - day), one.ref, one) for one in ours if day is not None and one.date.day is not None]
    return min(days)[2] if days and min(days)[0] <= NEAR_DAYS else None


def differences(told: Told, one: Ours) -> list[Differs]:
    """Return in what a report of the same contact cannot stand beside our record; looser words that fit are none."""

    def differs(field: str, ours: str, theirs: str) -> Differs:
        return Differs(field, ours, theirs, one.ref, told.refs, told.sources)

    found = []
    if not one.date.overlaps(told.date):
        found.append(differs("date", one.date.words(), told.date.words()))
    asked = sorted({item.claim.initiative for item in told.row.attests if item.claim.initiative})
    if one.initiative not in {NOT_STATED, BOTH}:
        found += [differs("initiative", one.initiative, code) for code in asked if code != one.initiative]
    if one.minutes is not None:
        mine = Duration(minutes=one.minutes, bound=one.bound.replace("_", " "))
        lengths = sorted({item.claim.duration for item in told.row.attests if item.claim.duration}, key=lasted)
        found += [differs("duration", lasted(mine), lasted(theirs)) for theirs in lengths if not agree(mine, theirs)]
    for (state, _), name in told.sides:
        mine_names = [known for code, known in one.names if code == state]
        if name and mine_names and not any(_same_name(name, known) for known in mine_names):
            found.append(differs("participants", ", ".join(mine_names), name))
    return found


def _same_name(one: str, other: str) -> bool:
    first, second = one.casefold().split(), other.casefold().split()
    return first == second or set(first) <= set(second) or set(second) <= set(first)
