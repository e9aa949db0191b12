"""What the desk answers of the press in our annex, and of the fact sheet, as types; see ``answers.py``."""

from __future__ import annotations

from typing import Any

import msgspec

from watchline.desk.answers import Answer, Next
from watchline.desk.answers_contacts import DiffersInPress
from watchline.desk.answers_status import OfficeOf


class ClaimCounts(Answer, frozen=True, kw_only=True):
    """How many claims nobody decided, an officer confirmed, an officer rejected, and stand in readers' comments. Only the second is counted."""

    suggested: int
    confirmed: int
    rejected: int
    comment: int


class PressHead(Answer, frozen=True, kw_only=True):
    """A report of the press: ``text`` says whether its words are kept, ``grade`` is what our side thinks of the source and stays with us."""

    ref: str
    name: str
    sha256: str
    outlet: str | None
    published: str
    language: str
    text: str
    grade: str | None


class PressListed(PressHead, frozen=True, kw_only=True):
    """A report in a list."""

    claims: ClaimCounts


class PressPage(Answer, frozen=True, kw_only=True):
    """Some reports, the newest last; ``all`` how many there are, ``claims`` of all of them."""

    reports: list[PressListed]
    more: bool
    next_: Next | None
    all: int
    claims: ClaimCounts
    counted: str


class PressPiece(Answer, frozen=True, kw_only=True):
    """A piece of a report's text: where it starts in code points, of which part it is, and which claims rest on it."""

    start: int
    text: str
    part: str
    claims: list[str]


class PressPrincipal(Answer, frozen=True, kw_only=True):
    """Who is said to have taken part."""

    name: str | None
    office: str | None
    state: str | None


class PressDuration(Answer, frozen=True, kw_only=True):
    """How long, and how exactly it is said."""

    minutes: int
    bound: str


class PressSpan(Answer, frozen=True, kw_only=True):
    """A place in a text, in code points."""

    start: int
    end: int


class PressQuote(PressSpan, frozen=True, kw_only=True):
    """A place and the SHA-256 of what stands there."""

    sha256: str


class PressClaimFields(Answer, frozen=True, kw_only=True):
    """What a report is said to say (docs/spec/press.md)."""

    kind: str
    principals: list[PressPrincipal]
    date: str
    date_basis: str
    date_printed: str | None
    weekday: str | None
    status: str | None
    initiative: str | None
    initiative_both: bool
    duration: PressDuration | None
    channel: str | None
    confidential: bool
    topics: list[str]
    attribution: list[str]
    background: bool
    comment: bool
    form: str | None
    value: str | int | None
    arithmetic: str | None
    fact: str | None
    line: str | None
    per_day: list[int] | None
    count: int | None
    party: str | None
    gist: str | None
    derivation: str | None
    key: str | None
    spans: list[PressQuote]


class PressClaimShown(Answer, frozen=True, kw_only=True):
    """A claim and what was made of it; ``broken_spans``: places whose words were changed since; ``versions``: how often it was noted."""

    ref: str
    state: str
    found_by: str
    decided_in: str | None
    words: str
    quotes: list[str]
    broken_spans: list[PressSpan]
    versions: int
    decided_at: int | None
    reason: str | None
    claim: PressClaimFields


class PressReportInFull(PressHead, frozen=True, kw_only=True):
    """One report: its words in pieces, if they are kept (``not_shown`` code points more stand behind them), and its claims."""

    noted_at: int
    post: str
    pieces: list[PressPiece]
    not_shown: int
    claims: list[PressClaimShown]


class Attested(Answer, frozen=True, kw_only=True):
    """A claim that tells of a contact; ``ref`` and ``state`` where it stands in our annex."""

    report: str
    date: str
    date_basis: str
    status: str | None
    attribution: list[str]
    background: bool
    spans: list[PressSpan]
    ref: str | msgspec.UnsetType = msgspec.UNSET
    state: str | msgspec.UnsetType = msgspec.UNSET


class TimelineRow(Answer, frozen=True, kw_only=True):
    """One contact of the real world, as reports tell it; ``doubts``: why it was not joined with another."""

    date: str
    date_basis: str
    weekday: str | None
    derivation: str | None
    principals: list[PressPrincipal]
    people: list[str]
    status: str
    initiative: list[str]
    duration: list[PressDuration]
    channel: list[str]
    reports: list[str]
    doubts: list[str]
    attested: list[Attested]
    confirmed: bool | msgspec.UnsetType = msgspec.UNSET


class ReportSide(Answer, frozen=True, kw_only=True):
    """What one report says."""

    report: str
    says: str
    spans: list[PressSpan]


class PressConflict(Answer, frozen=True, kw_only=True):
    """Where reports differ."""

    field: str
    date: str
    words: str
    within_one_report: bool
    sides: list[ReportSide]


class LastSpoke(Answer, frozen=True, kw_only=True):
    """When these people last spoke, by the reports."""

    people: list[str]
    last: str
    gap_days: int | None
    contacts: int
    sayings: list[str]
    sentence: str


class EarlierContact(Answer, frozen=True, kw_only=True):
    """What a report says of an earlier contact, and whether the arithmetic agrees; null: not checked."""

    report: str
    people: list[str]
    form: str | None
    value: str | int | None
    agrees: bool | None
    words: str
    spans: list[PressSpan]


class PressTimeline(Answer, frozen=True, kw_only=True):
    """One timeline of reports; ``counted``: only what is confirmed stands in it."""

    timeline: list[TimelineRow]
    conflicts: list[PressConflict]
    last_spoke: list[LastSpoke]
    sequence: dict[str, list[list[str]]]
    requests: list[TimelineRow]
    line_facts: list[dict[str, Any]]
    earlier_contacts: list[EarlierContact]
    comments: int
    counted: bool


class OwnDiffers(DiffersInPress, frozen=True, kw_only=True):
    """Between whom, and where our record and the press differ."""

    between: list[OfficeOf]


class BrokenQuote(PressSpan, frozen=True, kw_only=True):
    """A quote that is in its text no more."""

    ref: str
    report: str


class PressCheck(Answer, frozen=True, kw_only=True):
    """Our record and the press, reports among themselves, counts, quotes; ``without_text``: claims of reports whose words are not kept."""

    own_record: list[OwnDiffers]
    conflicts: list[PressConflict]
    earlier_contacts: list[EarlierContact]
    broken_spans: list[BrokenQuote]
    without_text: int
    claims: int


class AddedReport(Answer, frozen=True, kw_only=True):
    """A report that came into the annex: how many claims the rules suggest, and how many of readers are kept apart."""

    ref: str
    name: str
    sha256: str
    outlet: str | None
    published: str
    kept: str
    claims: int
    comments: int


class AlreadyThere(Answer, frozen=True, kw_only=True):
    """A report that is there already."""

    name: str
    ref: str


class PressAdded(Answer, frozen=True, kw_only=True):
    """What was added; nothing of it is counted."""

    added: list[AddedReport]
    already: list[AlreadyThere]
    unreadable: list[dict[str, str]]
    left_out: list[str]
    entries: int
    written: bool
    counted: bool


class PressDecided(Answer, frozen=True, kw_only=True):
    """Which claims were decided, and in which entry; ``unchecked``: of so many no words are kept, their quotes were not looked up."""

    ref: str
    entries: int
    claims: list[str]
    written: bool
    unchecked: int


class NotedHere(Answer, frozen=True, kw_only=True):
    """One entry of our annex as it was noted."""

    ref: str
    kind: str
    written: bool
    rung: str
    held_by: list[str]
    rung_words: str
    size: int
    body: Any


class FactShown(Answer, frozen=True, kw_only=True):
    """A fact for release: a sentence, its arithmetic, what it rests on and on which rung that stands."""

    number: int
    sentence: str
    arithmetic: str
    refs: list[str]
    rung: str | None
    sources: list[str]
    differs: list[str]


class FactsShown(Answer, frozen=True, kw_only=True):
    """The facts as of the end of a UTC day."""

    party: str
    on: str
    facts: list[FactShown]


class FactsReleasedHere(NotedHere, frozen=True, kw_only=True):
    """The sheet of the facts ticked, and the entry that notes its release."""

    sheet: str
