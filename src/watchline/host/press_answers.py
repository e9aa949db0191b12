"""What stands of the press in an annex, as answers: reports with their claims, what may be given away of them, and which quotes are gone."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from watchline.annex import Belief, Filed, Judged, Place, Press, Standing, parse_place, press_of
from watchline.errors import OurMistake
from watchline.host.contact_record import Both, contact_answer
from watchline.host.press import kept_text
from watchline.host.press_timeline import press_timeline
from watchline.host.press_words import claim_words
from watchline.press import claim_json
from watchline.press.entries import broken, claim_of, without_words
from watchline.press.marked import SHOWN_MAX, marked
from watchline.press.marked import Place as Spot
from watchline.record.press_notes import PressConfirmed, PressRejected

QUOTE_MAX = 300
"""Code points of a quote that a list shows; the export has all of it."""


def press_list(folder: Path, press: Press, state: str | None, of: str | None) -> dict[str, Any]:
    """Return reports and their claims, newest version of each.

    Args:
        folder: The node's folder.
        press: What stands.
        state: Only claims of this state.
        of: Only this report.

    Raises:
        OurMistake: no such report.
    """
    reports = press.reports
    if of is not None:
        place = _place_of(press, of)
        reports = tuple(filed for filed in reports if filed.stood.place == place)
    by_report = _by_report(press)
    shown = []
    for filed in reports:
        text = kept_text(folder, filed.report)
        claims = [item for item in by_report.get(filed.stood.place, []) if state is None or item.belief.value == state]
        shown.append(
            {**_report(filed, text), "grade": filed.report.grade, "claims": [_claim(item, text) for item in claims]}
        )
    return {"reports": shown}


def press_page(folder: Path, press: Press, *, limit: int, before: str, state: str | None = None) -> dict[str, Any]:
    """Return some reports, the newest last, with how many of their claims are of each state; of no report the words.

    Args:
        folder: The node's folder.
        press: What stands.
        limit: So many at most.
        before: Those that were noted before this report; empty: the newest.
        state: Only reports with a claim of this state.

    Raises:
        OurMistake: no such report.
    """
    by_report = _by_report(press)
    counts: dict[Place, Counter[str]] = {filed.stood.place: Counter() for filed in press.reports}
    for place, items in by_report.items():
        counts[place] += Counter(item.belief.value for item in items)
    wanted = [filed for filed in press.reports if state is None or counts[filed.stood.place][state]]
    if before:
        oldest = _place_of(press, before)
        wanted = [filed for filed in wanted if filed.stood.place < oldest]
    shown = wanted[-limit:]
    more = len(wanted) > len(shown)
    return {
        "reports": [
            {
                **_report(filed, kept_text(folder, filed.report)),
                "grade": filed.report.grade,
                "claims": {belief.value: counts[filed.stood.place][belief.value] for belief in Belief},
            }
            for filed in shown
        ],
        "more": more,
        "next": {"before": shown[0].stood.place.text()} if more else None,
        "all": len(press.reports),
        "claims": {belief.value: sum(count[belief.value] for count in counts.values()) for belief in Belief},
        "counted": "confirmed",
    }


def press_report(folder: Path, press: Press, ref: str) -> dict[str, Any]:
    """Return one report in full: its words in pieces, if they are kept, and its claims with their places.

    Raises:
        OurMistake: no such report.
    """
    place = _place_of(press, ref)
    filed, items = press.at(place)
    assert filed is not None, "the place is one of a report"
    text = kept_text(folder, filed.report)
    places = [
        Spot(start, end, item.stood.place.text())
        for item in items
        for start, end, _ in item.claim.spans
        if text is not None
    ]
    pieces = [] if text is None else marked(text, filed.report.parts, places)
    return {
        **_report(filed, text),
        "grade": filed.report.grade,
        "noted_at": filed.stood.said[0].header.t,
        "post": filed.stood.said[0].header.post,
        "pieces": [
            {"start": piece.start, "text": piece.text, "part": piece.part, "claims": list(piece.claims)}
            for piece in pieces
        ],
        "not_shown": 0 if text is None else max(0, len(text) - SHOWN_MAX),
        "claims": [{**_claim(item, text), **_in_full(item)} for item in items],
    }


def _in_full(item: Judged) -> dict[str, Any]:
    """Return the fields of a claim, who decided, and the remark or reason given."""
    decided = None if item.by is None else item.by.record
    reason = (
        decided.reason
        if isinstance(decided, PressRejected)
        else decided.remark
        if isinstance(decided, PressConfirmed)
        else None
    )
    return {
        "versions": len(item.stood.said),
        "decided_at": None if item.by is None else item.by.header.t,
        "reason": reason,
        "claim": claim_json(claim_of(item.claim)),
    }


def _place_of(press: Press, ref: str) -> Place:
    place = parse_place(ref)
    filed = None if place is None else press.at(place)[0]
    if filed is None:
        raise OurMistake(f"{ref!r} is no report of our annex; `watchline press list DIR` shows what is.")
    return filed.stood.place


def _by_report(press: Press) -> dict[Place, list[Judged]]:
    """Return the claims of each report, by the report's place."""
    found: dict[Place, list[Judged]] = {}
    for item in press.claims:
        found.setdefault(item.of.stood.place, []).append(item)
    return found


def _report(filed: Filed, text: str | None) -> dict[str, Any]:
    report = filed.report
    gone = report.kept == "text" and text is None
    return {
        "ref": filed.stood.place.text(),
        "name": report.name,
        "sha256": report.sha256.hex(),
        "outlet": report.outlet,
        "published": report.published,
        "language": report.language,
        "text": "text kept" if text is not None else "text was kept and is gone" if gone else "facts only",
    }


def _claim(item: Judged, text: str | None) -> dict[str, Any]:
    places = () if text is None else broken(item.claim, text)
    quotes = [] if text is None or places else [text[start:end][:QUOTE_MAX] for start, end, _ in item.claim.spans]
    return {
        "ref": item.stood.place.text(),
        "state": item.belief.value,
        "found_by": item.claim.found_by,
        "decided_in": None if item.by is None else item.by.place.text(),
        "words": claim_words(item.claim),
        "quotes": quotes,
        "broken_spans": [{"start": start, "end": end} for start, end in places],
    }


def broken_in(folder: Path, press: Press) -> tuple[list[dict[str, Any]], int]:
    """Return the quotes that are not in the kept texts any more, and how many claims are of reports without a text here."""
    found: list[dict[str, Any]] = []
    without = 0
    for items in _by_report(press).values():
        filed = items[0].of
        text = kept_text(folder, filed.report)
        if text is None:
            without += len(items)
            continue
        for item in items:
            found += [
                {"ref": item.stood.place.text(), "report": filed.report.name, "start": start, "end": end}
                for start, end in broken(item.claim, text)
            ]
    return found, without


def press_check(folder: Path, both: Both, annex: Standing, on: int) -> dict[str, Any]:
    """Return where our own record and the press differ, where reports differ, each count, and quotes that are in their text no more.

    Args:
        folder: The node's folder.
        both: The line, if one is founded, and the annex.
        annex: The same annex.
        on: The UTC day as of which.
    """
    press = press_of(annex)
    read = press_timeline(press, suggested=False)
    broken_spans, without = broken_in(folder, press)
    return {
        "own_record": [
            {"between": row["between"], **item}
            for row in contact_answer(both, on)["contacts"]
            for item in row["differs"]
        ],
        "conflicts": read["conflicts"],
        "earlier_contacts": read["earlier_contacts"],
        "broken_spans": broken_spans,
        "without_text": without,
        "claims": len(press.claims),
    }


def press_export(folder: Path, press: Press, *, quotes: bool, everything: bool) -> dict[str, Any]:
    """Return what may be given away: never our grade of a source, never a reader's comment, no words of a report unless ``quotes``.

    A quote that is not in its text any more is left out, and so is one whose text is not kept.
    """
    wanted = {Belief.CONFIRMED, Belief.SUGGESTED, Belief.REJECTED} if everything else {Belief.CONFIRMED}
    by_report = _by_report(press)
    reports = []
    for filed in press.reports:
        claims = [item for item in by_report.get(filed.stood.place, []) if item.belief in wanted]
        if not claims:
            continue
        text = kept_text(folder, filed.report) if quotes else None
        shown = []
        for item in claims:
            entry = item.claim if quotes else without_words(item.claim)
            quoted = text if text is not None and not broken(entry, text) else None
            shown.append(
                {**claim_json(claim_of(entry), quoted), "state": item.belief.value, "found_by": item.claim.found_by}
            )
        head = _report(filed, None)
        reports.append(
            {key: head[key] for key in ("name", "sha256", "outlet", "published", "language")} | {"claims": shown}
        )
    return {"reports": reports, "quotes": quotes}
