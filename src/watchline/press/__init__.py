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
from watchline.press.edtf import compatible, date_words, edtf, of_days
from watchline.press.reading import clean, file_hash, looks_like_html, page_text, quote_hash, read_bytes
from watchline.press.suggest import Reader

__all__ = [
    "Basis",
    "Claim",
    "Duration",
    "Form",
    "Kind",
    "LineFact",
    "Principal",
    "Reader",
    "Report",
    "Span",
    "Status",
    "clean",
    "compatible",
    "date_words",
    "edtf",
    "file_hash",
    "looks_like_html",
    "of_days",
    "page_text",
    "quote_hash",
    "read_bytes",
]
