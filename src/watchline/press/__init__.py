"""What the press says of contacts between states: read by rules into claims, checked by exact arithmetic, never believed by itself.

Pure: text in, claims out. It opens no file and no address, holds no model, decides nothing and counts nothing: a claim is a
suggestion until a person confirms it, and what a reader wrote below a report is kept apart.
"""

from watchline.press.claim import (
    Basis,
    Claim,
    Duration,
    Form,
    Kind,
    LineFact,
    Principal,
    Report,
    Span,
    Status,
)
from watchline.press.conflicts import Conflict, Side, conflicts
from watchline.press.edtf import compatible, date_words, edtf, of_days
from watchline.press.facts import broken_spans, claim_json, facts_only, read_report, write_report
from watchline.press.reader import Reader
from watchline.press.reading import clean, file_hash, looks_like_html, page_text, quote_hash, read_bytes
from watchline.press.tables import ReferenceDay, State, read_states, shipped_days, shipped_states
from watchline.press.timeline import Attest, Row, event_day, held_days, people_of, requests, sequence, timeline

__all__ = [
    "Attest",
    "Basis",
    "Claim",
    "Conflict",
    "Duration",
    "Form",
    "Kind",
    "LineFact",
    "Principal",
    "Reader",
    "ReferenceDay",
    "Report",
    "Row",
    "Side",
    "Span",
    "State",
    "Status",
    "broken_spans",
    "claim_json",
    "clean",
    "compatible",
    "conflicts",
    "date_words",
    "edtf",
    "event_day",
    "facts_only",
    "file_hash",
    "held_days",
    "looks_like_html",
    "of_days",
    "page_text",
    "people_of",
    "quote_hash",
    "read_bytes",
    "read_report",
    "read_states",
    "requests",
    "sequence",
    "shipped_days",
    "shipped_states",
    "timeline",
    "write_report",
]
