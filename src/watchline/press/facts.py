"""Reports and claims as JSON: the form that is printed, kept without the text, and read back to the same facts.

Facts only: hash, outlet, date and typed facts; no sentence of the report. Holding an outlet's text may be an offence where an
officer lives; the hash of each span still proves a quote to whoever has the text.
"""

from __future__ import annotations

from typing import Any

import msgspec

from watchline.errors import InvalidFromPeer
from watchline.press.claim import Claim, Report
from watchline.press.reading import quote_hash

FACTS_BYTES_MAX = 16 * 1024 * 1024
"""Facts of one report are some kilobytes; this bounds what is decoded at once."""


def claim_json(claim: Claim, text: str | None = None) -> dict[str, Any]:
    """Return a claim as a JSON object; with the text also each quote."""
    found: dict[str, Any] = msgspec.to_builtins(claim)
    if text is not None:
        for span in found["spans"]:
            span["quote"] = text[span["start"] : span["end"]]
    return found


def facts_only(report: Report) -> Report:
    """Return a report without any words of its text: gist and dates as printed go, kinds, names, days and hashes stay."""
    bare = tuple(msgspec.structs.replace(claim, gist=None, date_printed=None) for claim in report.claims)
    return msgspec.structs.replace(report, claims=bare)


def write_report(report: Report) -> bytes:
    """Return a report as JSON bytes, one line."""
    return msgspec.json.encode(report)


def read_report(data: bytes) -> Report:
    """Return the report of JSON bytes.

    Raises:
        InvalidFromPeer: ``limit`` or ``malformed``: not such a report.
    """
    if len(data) > FACTS_BYTES_MAX:
        raise InvalidFromPeer("limit", f"facts of a report: {len(data)} bytes; at most {FACTS_BYTES_MAX}")
    try:
        return msgspec.json.decode(data, type=Report)
    except (msgspec.MsgspecError, ValueError) as why:
        raise InvalidFromPeer("malformed", f"these are not the facts of a report: {why}") from None


def broken_spans(report: Report, text: str) -> tuple[tuple[int, int], ...]:
    """Return the places whose quote is not in this text any more: the text was changed, or is another."""
    return tuple(
        dict.fromkeys(
            (span.start, span.end)
            for claim in report.claims
            for span in claim.spans
            if span.end > len(text) or quote_hash(text, span.start, span.end) != span.sha256
        )
    )
