"""One report on the desk: its text, its day, who is known, and what was gathered from it so far."""

from __future__ import annotations

import re
from typing import Protocol

from watchline.measure import day_text
from watchline.press.claim import (
    REQUESTS,
    Claim,
    Span,
    Status,
)
from watchline.press.dateline import dateline
from watchline.press.dates import Calendar, Resolved
from watchline.press.draft import WEAK, Draft, join, same_class, same_people
from watchline.press.edtf import OPEN, UNKNOWN, Days, compatible, edtf, of_days
from watchline.press.lexicon import Who
from watchline.press.mentions import Finder
from watchline.press.names import Cast
from watchline.press.previous import Earlier
from watchline.press.printed import Printed
from watchline.press.reading import Text, quote_hash
from watchline.press.sentences import paragraphs
from watchline.press.tables import ReferenceDay


class Tables(Protocol):
    """What a report is read with."""

    @property
    def days(self) -> tuple[ReferenceDay, ...]:
        """Days that reports count from."""

    @property
    def learnt(self) -> tuple[tuple[str, str], ...]:
        """Words for states that other reports taught."""

    @property
    def cast(self) -> Cast:
        """Everybody the roster knows."""


class Sheet:
    """One report while it is read.

    Args:
        reader: Tables and roster.
        text: The report.
        published: EDTF of its publication, or ``unknown``.
    """

    def __init__(self, reader: Tables, text: Text, published: str) -> None:
        self.reader, self.text = reader, text
        self.dateline: Printed | None = None
        if published == UNKNOWN:
            line = dateline(text.clean)
            if line is not None:
                published, self.dateline = line
        self.published = published
        self.anchors = self._anchors()
        self.calendar = Calendar(edtf(published), tuple(item.day for item, _, _ in self.anchors))
        self.paragraphs = paragraphs(text.clean)
        self.lexicon = reader.cast.lexicon.fresh()
        for word, code in reader.learnt:
            self.lexicon.learn(word, code)
        self.cast = reader.cast.speaking(self.lexicon)
        self.days = edtf(published) if published != UNKNOWN else self._around()
        if published == UNKNOWN:
            self._look_ahead()
        self.finder = Finder(self.cast, self.days, text.clean)
        self.drafts: list[Draft] = []
        self.found: list[Claim] = []
        self.topic: tuple[Who, ...] = ()
        self.pair: tuple[Who, ...] = ()
        self.pair_age = 0
        self.pair_told = False
        self.current: Draft | None = None
        self.line_states: tuple[str, ...] = ()
        self.asked: list[Draft] = []
        self.gaps: list[tuple[Earlier, Draft | None, tuple[int, int], tuple[Who, ...]]] = []
        self.age = 0
        self.lead_dates: list[tuple[Resolved, str]] = []
        self.before_date: tuple[Resolved, str] | None = None
        self.list_owner: tuple[Who, ...] = ()
        self.list_date: tuple[Resolved, str] | None = None
        self.section_date: tuple[Resolved, str] | None = None
        self.paragraph_date: tuple[Resolved, str] | None = None
        self.line_age = 99
        self.states_seen: list[str] = []
        self.main: Who | None = None
        self.year: tuple[int, int] | None = None
        self.year_age = 99
        self.text_date: tuple[Resolved, str] | None = None
        self.said_date: tuple[Resolved, str] | None = None
        self.coming: tuple[Resolved, str] | None = None
        self.outlet: str | None = None
        self.voice: tuple[Who, ...] = ()
        self.spoke: str | None = None
        self.leads: list[tuple[set[str], Resolved, str, tuple[int, int]]] = []

    def _anchors(self) -> list[tuple[ReferenceDay, int, int]]:
        """Return the reference days that the report names, in order of their place."""
        found: list[tuple[ReferenceDay, int, int]] = []
        for day in self.reader.days:
            for words in day.printed:
                at = self.text.clean.find(words)
                if at >= 0:
                    found.append((day, at, at + len(words)))
        return sorted(
            {item[0].day: item for item in sorted(found, key=lambda item: -item[1])}.values(),
            key=lambda item: -item[0].day,
        )

    def _around(self) -> Days:
        """Return about when a report without a date of its own speaks: from the latest day it counts from on."""
        latest = max((item.day for item, _, _ in self.anchors), default=None)
        return OPEN if latest is None else Days(latest, latest + 270)

    def _look_ahead(self) -> None:
        """Narrow the day of publication by "next month's summit", where the summit is a reference day."""
        for day, start, _ in self.anchors:
            before = self.text.clean[max(0, start - 40) : start]
            found = re.search(r"(?i)\b(?P<mod>next|last|this) month(?:'s)?[^.;]{0,24}$", before)
            if found:
                month = edtf(_month_of(day.day))
                assert month.first is not None
                assert month.last is not None
                shift = {
                    "next": Days(edtf(_month_of(month.first - 1)).first, month.first - 1),
                    "this": month,
                    "last": edtf(_month_of(month.last + 1)),
                }[found["mod"].lower()]
                self.published = of_days(shift)
                self.calendar = Calendar(shift, self.calendar.anchors)
                self.days = shift
                return

    def merge(self, draft: Draft) -> Draft:
        """Join a contact to the one it speaks of again, or keep it as a new one."""
        for other in reversed(self.drafts):
            if other.comment or not same_people(other, draft) or not same_class(other.status, draft.status):
                continue
            if other.no_day != draft.no_day:
                continue
            known = other.resolved.date != UNKNOWN
            new = draft.resolved.date != UNKNOWN
            if known and new and not compatible(other.resolved.date, draft.resolved.date) and not _retold(other, draft):
                continue
            if (
                other.resolved.weekday
                and draft.resolved.weekday
                and not known
                and not new
                and other.resolved.weekday != draft.resolved.weekday
            ):
                continue
            if draft.background != other.background and not (known and new) and draft.status not in REQUESTS:
                continue
            join(other, draft)
            return other
        self.drafts.append(draft)
        return draft

    def span(self, start: int, end: int) -> Span:
        """Return the place in the report for a part of the clean text, with the hash of its quote."""
        begin, stop = self.text.place(start, end)
        return Span(start=begin, end=stop, sha256=quote_hash(self.text.raw, begin, stop))


def _retold(ours: Draft, theirs: Draft) -> bool:
    """Whether one of two days is only that on which the contact was told of, and the other lies right before it."""
    if ours.background or theirs.background or ours.status is not Status.HELD:
        return False
    weak = [draft for draft in (ours, theirs) if (draft.resolved.words or "").startswith(WEAK)]
    if len(weak) != 1:
        return False
    told = edtf(weak[0].resolved.date).exact
    held = edtf((theirs if weak[0] is ours else ours).resolved.date).exact
    return told is not None and held is not None and 0 <= told - held <= 4


def _month_of(day: int) -> str:
    return day_text(day)[:7]
