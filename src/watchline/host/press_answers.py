"""What stands of the press in an annex, as answers: reports with their claims, what may be given away of them, and which quotes are gone."""

from __future__ import annotations

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
        place = parse_place(of)
        filed = None if place is None else press.at(place)[0]
        if filed is None:
            raise OurMistake(f"{of!r} is no report of our annex; `watchline press list DIR` shows what is.")
        reports = (filed,)
    by_report = _by_report(press)
    shown = []
    for filed in reports:
        text = kept_text(folder, filed.report)
        claims = [item for item in by_report.get(filed.stood.place, []) if state is None or item.belief.value == state]
        shown.append(
            {**_report(filed, text), "grade": filed.report.grade, "claims": [_claim(item, text) for item in claims]}
        )
    return {"reports": shown}


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
