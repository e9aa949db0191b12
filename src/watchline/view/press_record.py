"""Reports of the annex as they are read for the contact record: what they tell of contacts, who says so, and where each claim stands.

What nobody confirmed is named and never counted. Where a report and our own record differ: ``press_compare.py``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from watchline.annex import Belief, Judged, Press
from watchline.measure import Edtf, Precision, day_of, edtf_of_day, parse_edtf
from watchline.measure.edtf import UNKNOWN_DATE
from watchline.press import Claim, Report, Row, shipped_days, timeline
from watchline.press.edtf import date_words, edtf
from watchline.press.entries import claim_of, report_of
from watchline.press.lexicon import level_of
from watchline.press.timeline import Attest
from watchline.view.contacts import NOT_STATED, Office

PRESS_SOURCE = "press"


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
        credited: To whom the reports credit it, where they do.
        places: The claim in our annex of each of ``row.attests``, in their order.
    """

    row: Row
    date: Edtf
    sides: tuple[tuple[Office, str | None], ...]
    refs: tuple[str, ...]
    sources: tuple[Source, ...]
    initiative: str
    credited: tuple[str, ...] = ()
    places: tuple[str, ...] = ()

    def saying(self, field: Literal["initiative", "duration"], value: object) -> Told:
        """Return the same as it rests on those claims alone that say this: nobody is named for what another report says."""
        both = zip(self.places, self.row.attests, strict=True)
        said = [(place, item) for place, item in both if getattr(item.claim, field) == value]
        attests = [item for _, item in said]
        return self._replace(
            refs=_unique(place for place, _ in said), sources=_sources(attests), credited=_credited(attests)
        )

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
    """Return what reports tell of contacts that may have been on a UTC day or before it, and of what is to come those noted by it."""
    found = []
    for row in timeline(read.reports, shipped_days()):
        date = date_of_press(row.date)
        if date.first is not None and date.first > on and not _to_come(row, read, on):
            continue
        main = [item for item in row.attests if not item.claim.background] or row.attests
        sides = tuple(
            ((one.state, one.office or one.name or ""), one.name) for one in main[0].claim.principals if one.state
        )
        asked = {item.claim.initiative for item in row.attests if item.claim.initiative}
        places = tuple(read.places[item.report.name, item.claim].stood.place.text() for item in row.attests)
        initiative = asked.pop() if len(asked) == 1 else NOT_STATED
        sources, credited = _sources(row.attests), _credited(row.attests)
        found.append(Told(row, date, sides, _unique(places), sources, initiative, credited, places))
    return found


def _to_come(row: Row, read: Read, on: int) -> bool:
    """Tell whether a contact of a later day is one that was planned or called off, as noted by a UTC day."""
    noted = (read.places[item.report.name, item.claim].stood.said[0].header.t for item in row.attests)
    return row.group == "plan" and any(day_of(at) <= on for at in noted)


def _unique(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def _sources(attests: Iterable[Attest]) -> tuple[Source, ...]:
    return tuple(
        dict.fromkeys(Source(item.report.outlet or item.report.name, item.report.published) for item in attests)
    )


def _credited(attests: Iterable[Attest]) -> tuple[str, ...]:
    return _unique(item.claim.attribution[-1] for item in attests if item.claim.attribution)


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
