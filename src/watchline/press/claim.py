"""What a report says, as typed facts: one claim, always with the place in the text that supports it (docs/spec/press.md).

A claim is a statement of one report, never a fact of ours: it says who is said to have spoken with whom, when, how the day
is known, and who says so. Its spans count code points of the report as it was read; with the hash of each quote they can be
checked against the text later, and kept when the text is thrown away.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from watchline.press.edtf import UNKNOWN, edtf
from watchline.record.press_notes import PressKind

CLAIMS_MAX = 2_000
"""Claims of one report; more than that is not a press report."""


Kind = PressKind
"""What a claim tells of: the same words as in an annex."""


class Status(StrEnum):
    """What became of a contact. Unanswered is an observation and is not declined."""

    HELD = "held"
    SOUGHT = "sought"
    DECLINED = "declined"
    UNANSWERED = "unanswered"
    SCHEDULED = "scheduled"
    NOT_SCHEDULED = "not_scheduled"
    CANCELLED = "cancelled"
    AVOIDED = "avoided"


REQUESTS = frozenset({Status.SOUGHT, Status.DECLINED, Status.UNANSWERED})


class Basis(StrEnum):
    """How the day of a claim is known."""

    PRINTED = "printed"
    WEEKDAY = "weekday"
    RELATIVE = "relative"
    INTERVAL = "interval"
    REFERENCE = "reference"
    OTHER_REPORT = "other_report"
    UNKNOWN = "unknown"


class Form(StrEnum):
    """How a report speaks of an earlier contact."""

    LAST_ON = "last_on"
    FIRST_SINCE = "first_since"
    GAP_DAYS = "gap_days"
    NTH = "nth_contact"
    FIRST_EVER = "first_ever"
    NONE_UNTIL = "none_until"


class LineFact(StrEnum):
    """What is said of a line between states."""

    ESTABLISHED = "established"
    EXISTS = "exists"
    TESTED = "tested"
    USED = "used"
    UNANSWERED = "unanswered"
    CUT = "cut"
    RESTORED = "restored"
    SUSPENDED = "suspended"
    IN_USE = "in_use"
    CONNECTS = "connects"
    PURPOSE = "purpose"


class Span(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """A place in the text: code points from ``start`` up to, not including, ``end``; SHA-256 of the quote's UTF-8, hexadecimal."""

    start: int
    end: int
    sha256: str = ""


class Principal(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """Who is said to have spoken: as the roster knows the person, or only the office and state; None where it is not known."""

    name: str | None = None
    office: str | None = None
    state: str | None = None


class Duration(msgspec.Struct, frozen=True, kw_only=True):
    """How long, in minutes, and how exactly it is said: ``exactly``, ``about``, ``more than``, ``less than``."""

    minutes: int
    bound: str = "exactly"


class Claim(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=False):
    """One statement of one report.

    Attributes:
        kind: What it tells of.
        principals: Who; their order has no meaning. For a line fact one per end.
        date: EDTF; ``unknown`` where the text and what it was read with do not tell.
        date_basis: How that is known.
        date_printed: The words that date it, as printed.
        weekday: The weekday that the text names for it, or None.
        status: Of a contact or request.
        initiative: State at whose initiative, if the report says so.
        initiative_both: Both sides are said to name themselves, or each other: then ``initiative`` is None.
        duration, channel, confidential, topics: As the report states them; channel None is unstated.
        attribution: Who says so, outermost first; empty is the outlet itself.
        background: An earlier or later contact, named in passing.
        comment: Stands in a reader's comment: kept apart, never counted.
        form, value, arithmetic: Of an earlier contact: how it is said, what is said, and whether it agrees (right, wrong, None).
        fact, line, per_day, count: Of a line.
        party, gist: Of a readout: whose, and its words in short.
        derivation: How the day came about, in words.
        key: Joins the claims that speak of one contact; within one report, or the name of a known event.
        spans: Where it stands; never empty.
    """

    kind: Kind
    principals: tuple[Principal, ...] = ()
    date: str = UNKNOWN
    date_basis: Basis = Basis.UNKNOWN
    date_printed: str | None = None
    weekday: str | None = None
    status: Status | None = None
    initiative: str | None = None
    initiative_both: bool = False
    duration: Duration | None = None
    channel: str | None = None
    confidential: bool = False
    topics: tuple[str, ...] = ()
    attribution: tuple[str, ...] = ()
    background: bool = False
    comment: bool = False
    form: Form | None = None
    value: str | int | None = None
    arithmetic: str | None = None
    fact: LineFact | None = None
    line: str | None = None
    per_day: tuple[int, int] | None = None
    count: int | None = None
    party: str | None = None
    gist: str | None = None
    derivation: str | None = None
    key: str | None = None
    spans: tuple[Span, ...]

    def __post_init__(self) -> None:
        """Refuse what no claim can be.

        Raises:
            ValueError: no span, a span that ends before it begins, or a date that is not EDTF.
        """
        if not self.spans or any(span.start < 0 or span.end <= span.start for span in self.spans):
            raise ValueError("a claim needs at least one place in the text that supports it")
        edtf(self.date)

    @property
    def who(self) -> frozenset[Principal]:
        """The principals as a set: names where known, offices otherwise."""
        return frozenset(
            Principal(name=one.name, office=None if one.name else one.office, state=one.state)
            for one in self.principals
        )


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A report in the form that can be kept without its text: hash, outlet, date and typed facts.

    Attributes:
        name: How the report is called here.
        sha256: Of its bytes, hexadecimal.
        outlet: Who published it, or None.
        published: EDTF, or ``unknown``.
        language: Tag of the language that the rules read it in.
        claims: What it says.
        body: Code points of body, noise and comments: [class, start, end] each.
    """

    name: str
    sha256: str
    outlet: str | None = None
    published: str = UNKNOWN
    language: str = "en"
    claims: tuple[Claim, ...] = ()
    body: tuple[tuple[str, int, int], ...] = ()
