"""What reports say together, as an answer: one timeline, where they differ, who last spoke with whom, each count with its arithmetic.

The verbs and the desk answer alike (docs/reference/json.md, `press read`); nothing of it is in any figure of a node.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from watchline.annex import Belief, Press
from watchline.host.press_files import Found
from watchline.measure import Idiom, day_text, day_words, first_in, judge, say, statements
from watchline.measure import Saying as _Saying
from watchline.press import (
    Claim,
    Conflict,
    Form,
    Kind,
    Principal,
    Reader,
    Report,
    Row,
    broken_spans,
    claim_json,
    conflicts,
    edtf,
    event_day,
    facts_only,
    held_days,
    people_of,
    requests,
    sequence,
    shipped_days,
    timeline,
)
from watchline.view.press_record import read_press


def answer_of(
    found: Found, reader: Reader, *, facts: bool = False, more: Callable[[str, Claim], dict[str, Any]] | None = None
) -> dict[str, Any]:
    """Return all that `press read --json` prints (docs/reference/json.md).

    Args:
        found: The reports.
        reader: What they were read with.
        facts: Without their words.
        more: What else there is to say of a claim of a report, where a row names it.
    """
    reports = [facts_only(report) for report in found.reports] if facts else found.reports
    rows = timeline(reports, reader.days)
    differ = conflicts(rows, found.reports)
    return {
        "reports": [
            {
                "name": report.name,
                "sha256": report.sha256,
                "outlet": report.outlet,
                "published": report.published,
                "language": report.language,
                "body": report.body,
                "claims": [claim_json(claim) for claim in report.claims],
            }
            for report in reports
        ],
        "unreadable": [{"name": name, "why": why} for name, why in found.unreadable],
        "left_out": found.left_out,
        "timeline": [_row(row, more) for row in rows],
        "conflicts": [_conflict(item) for item in differ],
        "last_spoke": _last_spoke(rows),
        "sequence": {date: [_names(row.people) for row in some] for date, some in sequence(rows).items()},
        "requests": [_row(row) for row in requests(rows)],
        "line_facts": _lines(reports),
        "earlier_contacts": _earlier(reports, rows, reader),
        "comments": sum(claim.comment for report in reports for claim in report.claims),
        "counted": False,
    }


def press_timeline(press: Press, *, suggested: bool) -> dict[str, Any]:
    """Return one timeline of the confirmed claims of an annex; ``suggested``: also of what nobody confirmed, marked and counted nowhere."""
    read = read_press(press, *((Belief.CONFIRMED, Belief.SUGGESTED) if suggested else (Belief.CONFIRMED,)))

    def more(report: str, claim: Claim) -> dict[str, Any]:
        item = read.places[report, claim]
        return {"ref": item.stood.place.text(), "state": item.belief.value}

    answer = answer_of(Found(reports=list(read.reports)), Reader(None, (), shipped_days()), more=more)
    answer |= {"comments": sum(item.belief is Belief.COMMENT for item in press.claims), "counted": not suggested}
    for row in answer["timeline"]:
        row["confirmed"] = any(item["state"] == Belief.CONFIRMED for item in row["attested"])
    return answer


def _names(people: frozenset[Principal]) -> list[str]:
    """Return people as they are shown, in one order."""
    return sorted(f"{one.name or one.office or '?'} ({one.state or '?'})" for one in people)


def _row(row: Row, more: Callable[[str, Claim], dict[str, Any]] | None = None) -> dict[str, Any]:
    main = [item for item in row.attests if not item.claim.background] or row.attests
    begun = sorted({item.claim.initiative for item in row.attests if item.claim.initiative})
    lengths = sorted(
        {(item.claim.duration.bound, item.claim.duration.minutes) for item in row.attests if item.claim.duration}
    )
    return {
        "date": row.date,
        "date_basis": row.basis.value,
        "weekday": next((item.claim.weekday for item in row.attests if item.claim.weekday), None),
        "derivation": row.derivation,
        "principals": [
            {"name": one.name, "office": one.office, "state": one.state} for one in main[0].claim.principals
        ],
        "people": _names(row.people),
        "status": row.status.value,
        "initiative": begun,
        "duration": [{"bound": bound, "minutes": minutes} for bound, minutes in lengths],
        "channel": sorted({item.claim.channel for item in row.attests if item.claim.channel}),
        "reports": list(row.reports),
        "doubts": row.doubts,
        "attested": [
            {
                "report": item.report.name,
                "date": item.claim.date,
                "date_basis": item.claim.date_basis.value,
                "status": item.claim.status.value if item.claim.status else None,
                "attribution": item.claim.attribution,
                "background": item.claim.background,
                "spans": [{"start": span.start, "end": span.end} for span in item.claim.spans],
                **(more(item.report.name, item.claim) if more else {}),
            }
            for item in row.attests
        ],
    }


def _conflict(item: Conflict) -> dict[str, Any]:
    return {
        "field": item.field,
        "date": item.date,
        "words": item.words,
        "within_one_report": item.within,
        "sides": [
            {
                "report": side.report,
                "says": side.says,
                "spans": [{"start": span.start, "end": span.end} for span in side.spans],
            }
            for side in item.sides
        ],
    }


def _last_spoke(rows: list[Row]) -> list[dict[str, Any]]:
    """Return for each set of people their last contact that has a day, and what the press would say of it."""
    found = []
    for people, days in sorted(held_days(rows).items(), key=lambda pair: (-pair[1][-1][0], _names(pair[0]))):
        every = [day for day, _ in days]
        last = every[-1]
        sayings = [say(one) for one in statements(every, last)]
        found.append({
            "people": _names(people),
            "last": day_text(last),
            "gap_days": last - every[-2] if len(set(every)) > 1 else None,
            "contacts": len(set(every)),
            "sayings": sayings,
            "sentence": f"{' and '.join(_names(people))}: last on {day_words(last)}" + (f", {first_in(last - every[-2])} (before it: {day_words(every[-2])})" if len(set(every)) > 1 else "; the only one that these reports date"),
        })  # fmt: skip
    return found


def _lines(reports: list[Report]) -> list[dict[str, Any]]:
    return [
        {
            "report": report.name,
            "fact": claim.fact.value if claim.fact else None,
            "states": [one.state for one in claim.principals],
            "date": claim.date,
            "per_day": claim.per_day,
            "count": claim.count,
            "attribution": claim.attribution,
            "spans": [{"start": span.start, "end": span.end} for span in claim.spans],
        }
        for report in reports
        for claim in report.claims
        if claim.kind is Kind.LINE and not claim.comment
    ]


def _told_by(rows: list[Row]) -> dict[str, list[Row]]:
    """Return the contacts that each report tells as its own news."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        if row.group == "held":
            for name in dict.fromkeys(item.report.name for item in row.attests if not item.claim.background):
                found.setdefault(name, []).append(row)
    return found


def _as_of(report: Report, own: list[Row], people: frozenset[Principal]) -> tuple[int | None, bool]:
    """Return the day of which a report speaks, and whether it is exact: of its contact of these people, else of its publication, else of its latest contact."""
    main = [row for row in own if row.people == people]
    published = edtf(report.published).exact
    days = [day for row in main or ([] if published is not None else own) if (day := edtf(row.date).last) is not None]
    on = max(days, default=published)
    return on, on == published or any(edtf(row.date).exact == on for row in main or own)


def _judged(claim: Claim, days: list[int], on: int | None, reader: Reader, *, exact: bool) -> dict[str, Any]:
    """Return a statement of an earlier contact, judged against the days known."""
    agrees, words = None, "the reports do not date the contact that it counts from"
    if on is not None:
        saying = None
        day = edtf(claim.date).exact
        if claim.form is Form.GAP_DAYS and isinstance(claim.value, int):
            saying = _Saying(Idiom.FIRST_IN, claim.value, 0)
        elif (
            claim.form is Form.FIRST_SINCE
            and (since := edtf(claim.date).last or event_day(claim, reader.days)) is not None
        ):
            saying = _Saying(Idiom.FIRST_SINCE, 0, since)
        elif claim.form is Form.LAST_ON and day is not None:
            saying = _Saying(Idiom.LAST_ON, 0, day)
        if saying is not None:
            agrees, words = judge(saying, days, on)
            if not exact:
                words = "by the precision of the dates known"
        else:
            words = "nothing to count"
    return {"form": claim.form.value if claim.form else None, "value": claim.value, "agrees": agrees, "words": words}


def _earlier(reports: list[Report], rows: list[Row], reader: Reader) -> list[dict[str, Any]]:
    told = _told_by(rows)
    known = held_days(rows)
    found = []
    for report in reports:
        for claim in report.claims:
            if claim.kind is not Kind.PREVIOUS or claim.comment:
                continue
            people = people_of(claim)
            days = [day for day, _ in known.get(people, ())]
            on, exact = _as_of(report, told.get(report.name, []), people)
            found.append(
                {
                    "report": report.name,
                    "people": _names(people),
                    **_judged(claim, days, on, reader, exact=exact),
                    "spans": [{"start": span.start, "end": span.end} for span in claim.spans],
                }
            )
    return found


def check_answer(report: Report, text: str, reader: Reader, claims: tuple[Claim, ...] | None) -> dict[str, Any]:
    """Return what arithmetic says of one report, and which quotes of earlier claims are not in it any more."""
    from msgspec.structs import replace

    rows = timeline([report], reader.days)
    stored = report if claims is None else replace(report, claims=claims)
    return {
        "name": report.name,
        "sha256": report.sha256,
        "published": report.published,
        "earlier_contacts": _earlier([report], rows, reader),
        "conflicts": [_conflict(item) for item in conflicts(rows, [report])],
        "derivations": [row.derivation for row in rows if row.derivation],
        "spans": sum(len(claim.spans) for claim in stored.claims),
        "broken_spans": [{"start": start, "end": end} for start, end in broken_spans(stored, text)],
    }
