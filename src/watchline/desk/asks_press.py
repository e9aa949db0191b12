"""What a console may send about the press and the fact sheet, as types; see ``asks.py``."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from watchline.desk.asks import Ask, Reference, Short
from watchline.desk.limits import PAGE_DEFAULT, PAGE_MAX, REPORT_BYTES_MAX

Gist = Annotated[str, msgspec.Meta(max_length=4_096)]
Day = Annotated[int, msgspec.Meta(ge=0, lt=100_000)]


class PressAsked(Ask, frozen=True, kw_only=True):
    """The newest reports, or those before one; with ``state`` only those with a claim of that state."""

    limit: Annotated[int, msgspec.Meta(ge=1, le=PAGE_MAX)] = PAGE_DEFAULT
    before: Reference = ""
    state: Literal["", "suggested", "confirmed", "rejected", "comment"] = ""


class TimelineAsked(Ask, frozen=True, kw_only=True):
    """What is confirmed; ``suggested``: also what nobody confirmed, marked."""

    suggested: bool = False


class PressExportAsked(Ask, frozen=True, kw_only=True):
    """With the words that claims rest on, or without; ``everything``: also what is suggested or rejected."""

    quotes: bool = False
    everything: bool = False


class CheckAsked(Ask, frozen=True, kw_only=True):
    """As of the end of a UTC day (days since 1970-01-01); without it: today."""

    on: Day | None = None


class NotedBy(Ask, frozen=True, kw_only=True):
    """Base of what is noted in the annex: for which post."""

    post: Short = "watch"


class ReportAdded(NotedBy, frozen=True, kw_only=True):
    """A report as it came: a file or a paste, its bytes in base64. Its words stay on this node (``text``) or are thrown away (``facts``)."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    data: Annotated[bytes, msgspec.Meta(max_length=REPORT_BYTES_MAX)]
    published: Short = "unknown"
    outlet: Short = ""
    grade: Annotated[str, msgspec.Meta(max_length=2)] = ""
    keep: Literal["text", "facts"] = "text"


class PressDecision(NotedBy, frozen=True, kw_only=True):
    """An officer read the places of these claims: the report says so (``confirm``), or it does not (``reject``)."""

    refs: Annotated[list[Reference], msgspec.Meta(min_length=1, max_length=500)]
    how: Literal["confirm", "reject"]
    words: Gist = ""


class ClaimChanged(NotedBy, frozen=True, kw_only=True):
    """Another version of a claim; of a report, with ``kind``, one more claim. What is null or empty stays as it was."""

    kind: Literal["contact", "request", "previous_contact", "line_fact", "readout", "statement", "event"] | None = None
    status: Literal["held", "sought", "declined", "unanswered", "scheduled", "not_scheduled", "cancelled", "avoided"] | None = None  # fmt: skip
    date: Annotated[str, msgspec.Meta(max_length=24)] | None = None
    basis: Literal["printed", "weekday", "relative", "interval", "reference", "other_report", "unknown"] | None = None
    who: Annotated[list[Short], msgspec.Meta(max_length=64)] = msgspec.field(default_factory=list)
    initiative: Annotated[str, msgspec.Meta(max_length=64)] | None = None
    minutes: Annotated[int, msgspec.Meta(ge=0, le=100_000)] | None = None
    bound: Literal["exactly", "about", "more_than", "less_than"] = "exactly"
    channel: Short | None = None
    attribution: Annotated[list[Short], msgspec.Meta(max_length=16)] = msgspec.field(default_factory=list)
    gist: Gist | None = None
    spans: Annotated[list[Annotated[str, msgspec.Meta(max_length=90)]], msgspec.Meta(max_length=256)] = msgspec.field(
        default_factory=list
    )


class SourceChanged(NotedBy, frozen=True, kw_only=True):
    """Another outlet or grade of a report; null: as it was, empty: none."""

    outlet: Short | None = None
    grade: Annotated[str, msgspec.Meta(max_length=2)] | None = None


class FactsTicked(NotedBy, frozen=True, kw_only=True):
    """Facts that an officer ticked, by their numbers as of the end of a UTC day, and to whom the sheet is given.

    ``sentences``: as he had them before him; where they are given and one is another by now, nothing is released.
    """

    ticked: Annotated[list[Annotated[int, msgspec.Meta(ge=1, le=100_000)]], msgspec.Meta(min_length=1, max_length=500)]
    sentences: Annotated[list[Gist], msgspec.Meta(max_length=500)] = msgspec.field(default_factory=list)
    on: Day | None = None
    given_to: Short = ""
