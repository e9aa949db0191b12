"""Claims of a report as entries of an annex, and back: the same facts, whichever way (docs/spec/annex.md)."""

from __future__ import annotations

from typing import Any

from watchline.press.claim import Claim, Duration, Principal, Report, Span
from watchline.press.reading import quote_hash
from watchline.record.press_notes import Named, PressClaim, PressReport

_SAME = (
    "date", "date_printed", "weekday", "initiative", "channel", "form", "value", "arithmetic", "fact", "line", "per_day", "count",
    "party", "gist", "derivation", "key",
)  # fmt: skip
_FLAGS = ("initiative_both", "confidential", "background", "comment")
_CUT = ("date_printed", "weekday", "channel", "line", "key")
_SHORT = 256
_PARTS_MAX = 1_000
_SPANS_MAX = 256


def report_entry(
    report: Report, text: str | None, *, keep: bool, text_hash: bytes | None, grade: str | None = None
) -> PressReport:
    """Return a report as an entry.

    Args:
        report: As read.
        text: Its text, if it is at hand.
        keep: Its words are kept beside the log.
        text_hash: SHA-256 of the text's UTF-8, if it is at hand.
        grade: What our side thinks of the source.
    """
    assert (text is None) == (text_hash is None), "a hash is of a text"
    return PressReport(
        name=report.name[:_SHORT], sha256=bytes.fromhex(report.sha256), text_sha256=text_hash, kept="text" if keep else "facts",
        outlet=report.outlet, published=report.published, language=report.language, grade=grade,
        parts=[(part, start, end) for part, start, end in report.body[:_PARTS_MAX] if end > start],
    )  # fmt: skip


def claim_entry(claim: Claim, found_by: str, *, corrects: bool = False) -> PressClaim:
    """Return a claim as an entry; ``found_by``: ``person`` or the program that suggests it."""
    same: dict[str, Any] = {name: getattr(claim, name) for name in _SAME}
    same |= {name: same[name][:_SHORT] for name in _CUT if same[name] is not None}
    flags: dict[str, Any] = {name: 1 for name in _FLAGS if getattr(claim, name)}
    length = claim.duration
    return PressClaim(
        kind=claim.kind.value, found_by=found_by, date_basis=claim.date_basis.value,
        status=None if claim.status is None else claim.status.value,
        spans=[(span.start, span.end, bytes.fromhex(span.sha256) if span.sha256 else bytes(32)) for span in claim.spans[:_SPANS_MAX]],
        principals=[Named(name=one.name and one.name[:_SHORT], office=one.office and one.office[:_SHORT], state=one.state) for one in claim.principals[:64]],
        minutes=None if length is None else length.minutes,
        bound="exactly" if length is None else length.bound.replace(" ", "_"),
        topics=list(claim.topics[:64]), attribution=[words[:_SHORT] for words in claim.attribution[:16]], corrects=1 if corrects else None, **flags, **same,
    )  # fmt: skip


def claim_of(entry: PressClaim) -> Claim:
    """Return the claim that an entry holds."""
    from msgspec import convert

    same = {name: getattr(entry, name) for name in _SAME}
    length = None if entry.minutes is None else Duration(minutes=entry.minutes, bound=entry.bound.replace("_", " "))
    fields = {
        "kind": entry.kind, "date_basis": entry.date_basis, "status": entry.status, "duration": length,
        "spans": tuple(Span(start=start, end=end, sha256="" if digest == bytes(32) else digest.hex()) for start, end, digest in entry.spans),
        "principals": tuple(Principal(name=one.name, office=one.office, state=one.state) for one in entry.principals),
        "topics": tuple(entry.topics), "attribution": tuple(entry.attribution),
        **same, **{name: getattr(entry, name) == 1 for name in _FLAGS},
    }  # fmt: skip
    return convert(fields, Claim)


def report_of(entry: PressReport, claims: tuple[Claim, ...], name: str | None = None) -> Report:
    """Return the report that an entry holds, with these claims, called ``name`` if that is given."""
    return Report(
        name=name or entry.name, sha256=entry.sha256.hex(), outlet=entry.outlet, published=entry.published, language=entry.language,
        claims=claims, body=tuple((part, start, end) for part, start, end in entry.parts),
    )  # fmt: skip


def broken(entry: PressClaim, text: str) -> tuple[tuple[int, int], ...]:
    """Return the places of a claim whose quote is not in this text: it was changed, or is another."""
    return tuple(
        (start, end)
        for start, end, digest in entry.spans
        if end > len(text) or quote_hash(text, start, end) != digest.hex()
    )


def without_words(record: PressClaim) -> PressClaim:
    """Return a claim without any words of its report: kinds, names, days, places and hashes stay."""
    from msgspec.structs import replace

    return replace(record, gist=None, date_printed=None)
