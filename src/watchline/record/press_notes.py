"""What a party keeps of press reports in its annex: the report, what it is said to say, and what a person thought of that (docs/spec/annex.md).

A report is kept by its hash; its words, if they are kept at all, are a file beside the log, which can be thrown away. A claim is what
one report says, never a fact of ours. Whatever a program found is a suggestion until an entry of a person confirms it.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, Any, Final

import msgspec

from watchline.measure import parse_edtf
from watchline.record.body import Body, Count, Digest, Flag, Short, Text

UNKNOWN: Final = "unknown"
PERSON: Final = "person"
"""``found_by`` of a claim that an officer typed or edited; anything else is a program, named."""
_POINT = re.compile(r"(?P<year>[0-9]{4}|XXXX)(?:-[0-9]{2}(?:-(?:[0-9]{2}|XX))?)?")
PressDate = Annotated[str, msgspec.Meta(min_length=4, max_length=24)]
"""EDTF as press reports need it (docs/spec/press.md, Dates)."""
Spans = Annotated[list[tuple[Count, Count, Digest]], msgspec.Meta(min_length=1, max_length=256)]
States = Annotated[str, msgspec.Meta(max_length=64)]


class PressKind(StrEnum):
    """What a claim tells of."""

    CONTACT = "contact"
    REQUEST = "request"
    PREVIOUS = "previous_contact"
    LINE = "line_fact"
    READOUT = "readout"
    STATEMENT = "statement"
    EVENT = "event"


def _word(values: str) -> Any:
    return msgspec.Meta(pattern=rf"^({values})\Z")


class Named(Body, frozen=True, kw_only=True, omit_defaults=True):
    """Who is said to have taken part; what the report does not tell is absent."""

    name: Short | None = None
    office: Short | None = None
    state: States | None = None


class PressReport(Body, frozen=True, kw_only=True, omit_defaults=True):
    """A report, by its hash.

    Attributes:
        name: How it is called here.
        sha256: Of its bytes as they came.
        text_sha256: Of its text in UTF-8, of which the spans count code points; absent: of what was entered without any text.
        kept: ``text``: its words were put into a file beside the log; ``facts``: they were thrown away.
        outlet: Who published it.
        published: EDTF, or ``unknown``.
        language: Tag.
        grade: What our side thinks of the source, A to F, and of the information, 1 to 6; never shown to anybody else.
        parts: Body, noise and comments: (class, start, end) each.
        corrects: 1: takes the place of the report that ``refs`` names first.
    """

    name: Short
    sha256: Digest
    text_sha256: Digest | None = None
    kept: Annotated[str, _word("text|facts")] = "facts"
    outlet: Short | None = None
    published: PressDate = UNKNOWN
    language: Short = "en"
    grade: Annotated[str, msgspec.Meta(pattern=r"^[A-F][1-6]?\Z")] | None = None
    parts: Annotated[list[tuple[Annotated[str, _word("headline|body|noise|comment")], Count, Count]], msgspec.Meta(max_length=1_000)] = msgspec.field(default_factory=list)  # fmt: skip
    corrects: Flag | None = None


class PressClaim(Body, frozen=True, kw_only=True, omit_defaults=True):
    """What one report says, with its places in the text; ``refs`` names the report (after the claim that it takes the place of, if any).

    The fields are those of a claim of docs/spec/press.md; flags are 1 or absent, a span is (start, end, SHA-256 of the quote).

    Attributes:
        found_by: ``person``, or the program that suggested it.
    """

    kind: Annotated[str, _word("|".join(kind.value for kind in PressKind))]
    spans: Spans
    found_by: Short
    principals: Annotated[list[Named], msgspec.Meta(max_length=64)] = msgspec.field(default_factory=list)
    date: PressDate = UNKNOWN
    date_basis: Annotated[str, _word("printed|weekday|relative|interval|reference|other_report|unknown")] = UNKNOWN
    date_printed: Short | None = None
    weekday: Short | None = None
    status: (
        Annotated[str, _word("held|sought|declined|unanswered|scheduled|not_scheduled|cancelled|avoided")] | None
    ) = None
    initiative: States | None = None
    initiative_both: Flag | None = None
    minutes: Annotated[int, msgspec.Meta(ge=0, le=100_000)] | None = None
    bound: Annotated[str, _word("exactly|about|more_than|less_than")] = "exactly"
    channel: Short | None = None
    confidential: Flag | None = None
    topics: Annotated[list[Text], msgspec.Meta(max_length=64)] = msgspec.field(default_factory=list)
    attribution: Annotated[list[Short], msgspec.Meta(max_length=16)] = msgspec.field(default_factory=list)
    background: Flag | None = None
    comment: Flag | None = None
    form: Annotated[str, _word("last_on|first_since|gap_days|nth_contact|first_ever|none_until")] | None = None
    value: int | Text | None = None
    arithmetic: Annotated[str, _word("right|wrong")] | None = None
    fact: Annotated[str, _word("established|exists|tested|used|unanswered|cut|restored|suspended|in_use|connects|purpose")] | None = None  # fmt: skip
    line: Short | None = None
    per_day: tuple[Count, Count] | None = None
    count: Count | None = None
    party: States | None = None
    gist: Text | None = None
    derivation: Text | None = None
    key: Short | None = None
    corrects: Flag | None = None


class PressConfirmed(Body, frozen=True, kw_only=True, omit_defaults=True):
    """An officer read these claims in their reports: they say so. It does not mean that it is so."""

    remark: Text | None = None


class PressRejected(Body, frozen=True, kw_only=True, omit_defaults=True):
    """An officer read the places and found that the report does not say this. The claim stays, and so does the reason."""

    reason: Text | None = None


PRESS_BODIES: Final[dict[str, type[Body]]] = {
    "press_report": PressReport,
    "press_claim": PressClaim,
    "press_confirmed": PressConfirmed,
    "press_rejected": PressRejected,
}


def checked_press(record: Body) -> Body:
    """Return a record of these kinds whose dates are dates and whose places are places.

    Raises:
        ValueError: which is not.
    """
    match record:
        case PressReport():
            check_press_date(record.published)
            places = [(start, end) for _, start, end in record.parts]
            if (record.text_sha256 is None) and record.kept == "text":
                raise ValueError("a text that is kept has a hash")
        case PressClaim():
            check_press_date(record.date)
            places = [(start, end) for start, end, _ in record.spans]
        case _:
            return record
    if any(end <= start for start, end in places):
        raise ValueError("a place in a text ends behind its start")
    return record


def check_press_date(text: str) -> None:
    """Check a date of a report.

    Raises:
        ValueError: not one of the forms of docs/spec/press.md, or no such day.
    """
    if text == UNKNOWN:
        return
    begin, slash, end = text.partition("/")
    if not slash:
        _point(begin)
        return
    first = None if begin == ".." else _point(begin)[0]
    last = None if end == ".." else _point(end)[1]
    if (first is None and last is None) or (first is not None and last is not None and first > last):
        raise ValueError(f"not an interval of dates: {text!r}")


def _point(text: str) -> tuple[int | None, int | None]:
    """Return the first and the last day that a date without a slash may be; of one without a year neither."""
    found = _POINT.fullmatch(text)
    if found is None:
        raise ValueError(
            f"not a date of a report: {text!r}; write it like 2022-05-13, 2022-05, ../2022-03-24 or unknown"
        )
    yearless = found["year"] == "XXXX"
    date = parse_edtf(f"2024{text[4:]}" if yearless else text)
    return (None, None) if yearless else (date.first, date.last)
