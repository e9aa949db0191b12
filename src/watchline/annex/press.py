"""What stands of the press in an annex: reports, their claims, and what a person decided of each. Nothing automatic is ever believed."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from watchline.annex.name import Place
from watchline.annex.reading import Said
from watchline.annex.standing import Standing, Stood
from watchline.record.press_notes import PERSON, PressClaim, PressRejected, PressReport


class Belief(StrEnum):
    """What our side made of a claim. Only ``confirmed`` is counted anywhere."""

    SUGGESTED = "suggested"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    COMMENT = "comment"
    """Of a reader below the report: kept apart, never counted, cannot be confirmed."""


class Filed(NamedTuple):
    """A report as it stands: the note of it."""

    stood: Stood

    @property
    def report(self) -> PressReport:
        """What is noted of it."""
        record = self.stood.record
        assert isinstance(record, PressReport)
        return record


class Judged(NamedTuple):
    """A claim as it stands: the note, its report, what was made of it, and the entry that says so (None: nobody yet)."""

    stood: Stood
    of: Filed
    belief: Belief
    by: Said | None

    @property
    def claim(self) -> PressClaim:
        """What the report is said to say, newest version."""
        record = self.stood.record
        assert isinstance(record, PressClaim)
        return record


class Press(NamedTuple):
    """All that stands of the press, in the order in which it was noted."""

    reports: tuple[Filed, ...]
    claims: tuple[Judged, ...]

    def at(self, place: Place) -> tuple[Filed | None, tuple[Judged, ...]]:
        """Return the report at a place with its claims, or the claim whose entry or correction stands there."""
        for filed in self.reports:
            if place in _places(filed.stood):
                return filed, tuple(item for item in self.claims if item.of == filed)
        return None, tuple(item for item in self.claims if place in _places(item.stood))


def _places(stood: Stood) -> frozenset[Place]:
    return frozenset({stood.place, *(said.place for said in stood.said)})


def press_of(annex: Standing) -> Press:
    """Return what stands of the press.

    A decision holds for the version that it names: a claim that was changed afterwards is a suggestion again, unless a person
    changed it, who then stands by it. A claim without a report that stands is not shown.
    """
    reports = {stood.place: Filed(stood) for stood in annex.press if isinstance(stood.record, PressReport)}
    decided = dict(annex.decided)  # the last word on each version
    claims = []
    for stood in annex.press:
        of = None if stood.of is None else reports.get(stood.of)
        if isinstance(stood.record, PressClaim) and of is not None:
            by = decided.get(stood.said[-1].place)
            claims.append(Judged(stood, of, _belief(stood.record, by), by))
    return Press(tuple(reports.values()), tuple(claims))


def _belief(claim: PressClaim, by: Said | None) -> Belief:
    if claim.comment:
        return Belief.COMMENT
    if by is not None:
        return Belief.REJECTED if isinstance(by.record, PressRejected) else Belief.CONFIRMED
    return Belief.CONFIRMED if claim.found_by == PERSON else Belief.SUGGESTED
