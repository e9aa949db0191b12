"""What was read from reports, as JSON and in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from watchline.cli.press_files import Found
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
    date_words,
    edtf,
    event_day,
    facts_only,
    held_days,
    people_of,
    requests,
    sequence,
    timeline,
)

_STATUS = {
    "held": "spoke", "sought": "call sought", "declined": "call sought, declined", "unanswered": "call sought, unanswered", "scheduled": "to come",
    "not_scheduled": "no contact scheduled", "cancelled": "cancelled", "avoided": "contact avoided",
}  # fmt: skip


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


def show_answer(answer: dict[str, Any], head: str | None = None) -> None:
    """Print what was read, in words; ``head`` says what it is, if it is not fresh from the rules."""
    from watchline.cli.show import say as out

    count = len(answer["reports"])
    out(
        head
        or f"{count} report{'s' if count != 1 else ''} read. Suggestions of rules, confirmed by nobody; nothing here is counted."
    )
    for item in answer["unreadable"]:
        out(f"not read: {item['why']}")
    if answer["left_out"]:
        out(f"left out, no reports: {', '.join(answer['left_out'][:10])}{' …' if len(answer['left_out']) > 10 else ''}")
    section("Timeline", [line for row in answer["timeline"] for line in _row_lines(row)], "No contact is told.")
    section("Where they differ", [f"{item['field']}: {item['words']}" for item in answer["conflicts"]], "Nowhere.")
    section(
        "Who last spoke with whom", [f"{item['sentence']}." for item in answer["last_spoke"]], "No contact has a day."
    )
    section(
        "Days with several contacts",
        [
            f"{date_words(date)}: {'; '.join(' and '.join(names) for names in some)}"
            for date, some in answer["sequence"].items()
        ],
        "None.",
    )
    section(
        "Asked for",
        [
            f"{date_words(row['date'])}: {' and '.join(row['people'])}, {_STATUS[row['status']]} ({', '.join(row['reports'])})"
            for row in answer["requests"]
        ],
        "Nothing.",
    )
    section("Lines", [_line_words(item) for item in answer["line_facts"]], "Nothing is said of a line.")
    section(
        "Counted from",
        [earlier_words(item) for item in answer["earlier_contacts"]],
        "Nothing.",
    )
    if answer["comments"]:
        out()
        out(f"In readers' comments: {answer['comments']} told, kept apart.")


def section(title: str, lines: list[str], none: str) -> None:
    """Print a heading with its lines, or what is said where there are none."""
    from watchline.cli.show import say as out

    out()
    out(title)
    for line in lines or [none]:
        out(f"  {line}")


def _row_lines(row: dict[str, Any]) -> list[str]:
    extra = [
        f"at the initiative of {' or '.join(row['initiative'])}" if row["initiative"] else "",
        " or ".join(
            f"{'' if item['bound'] == 'exactly' else item['bound'] + ' '}{item['minutes']} minutes"
            for item in row["duration"]
        ),
        "by " + " or ".join(name.replace("_", " ") for name in row["channel"])
        if row["channel"] and row["channel"] != ["in_person"]
        else "in person"
        if row["channel"]
        else "",
    ]
    day = (
        date_words(row["date"])
        if row["date"] != "unknown" or not row["weekday"]
        else f"a {row['weekday']}, date unknown"
    )
    if row["weekday"] and len(row["date"]) == 7 and row["date"] != "unknown":
        day += f", a {row['weekday']}"
    mark = "" if row.get("confirmed", True) else "? "
    lines = [
        f"{mark}{day}: {' and '.join(row['people'])}: {', '.join([_STATUS[row['status']], *(one for one in extra if one)])} ({', '.join(row['reports'])})"
    ]
    if row["derivation"]:
        lines.append(f"    {row['derivation']}")
    lines += [f"    {doubt}" for doubt in row["doubts"]]
    return lines


def _line_words(item: dict[str, Any]) -> str:
    rate = (
        ""
        if not item["per_day"]
        else f", {item['per_day'][0]} to {item['per_day'][1]} times a day"
        if item["per_day"][0] != item["per_day"][1]
        else f", {item['per_day'][0]} a day"
    )
    when = "" if item["date"] == "unknown" else f", {date_words(item['date'])}"
    return f"{' and '.join(state or '?' for state in item['states'])}: {item['fact'].replace('_', ' ')}{rate}{when} ({item['report']})"


def earlier_words(item: dict[str, Any]) -> str:
    """Return a statement of an earlier contact, with what arithmetic says of it."""
    return f"{item['report']}: {_form_words(item)}: {_verdict(item)}"


def _form_words(item: dict[str, Any]) -> str:
    value = item["value"]
    match item["form"]:
        case "gap_days":
            return first_in(value) if isinstance(value, int) else f"the first in {value}"
        case "last_on":
            return f"last on {_when(value)}"
        case "first_since":
            return f"the first since {_when(value)}"
        case "nth_contact":
            return f"contact number {value}"
        case "first_ever":
            return "the first ever"
        case _:
            return f"none until {value}"


def _when(value: Any) -> str:
    try:
        return date_words(str(value))
    except ValueError:
        return f'"{value}"'


def _verdict(item: dict[str, Any]) -> str:
    return {True: "agrees", False: "does not agree", None: "not checked"}[item["agrees"]] + f"; {item['words']}"


def show_claims(report: Report, text: str, by: str = "rules") -> None:
    """Print the claims of one report, each with its quote."""
    from watchline.cli.show import one_line
    from watchline.cli.show import say as out

    out(f"{report.name}: {len(report.claims)} claims, suggested by {by}; confirmed by nobody.")
    for claim in report.claims:
        who = " and ".join(f"{one.name or one.office or '?'} ({one.state or '?'})" for one in claim.principals)
        said = [
            claim.status.value if claim.status else "",
            claim.form.value if claim.form else "",
            claim.fact.value if claim.fact else "",
            "in a reader's comment" if claim.comment else "",
            "in passing" if claim.background else "",
        ]
        when = claim.weekday if claim.date == "unknown" and claim.weekday else date_words(claim.date)
        out()
        out(
            f"{claim.kind.value.replace('_', ' ')}: {who or '-'}; {when} ({claim.date_basis.value}); {', '.join(one for one in said if one) or 'said'}"
        )
        if claim.derivation:
            out(f"  {claim.derivation}")
        for span in claim.spans:
            out(f"  {span.start}-{span.end}: {one_line(text[span.start : span.end])}")


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


def show_check(answer: dict[str, Any]) -> None:
    """Print the same in words."""
    section(
        "Counted from", [f"{_form_words(item)}: {_verdict(item)}" for item in answer["earlier_contacts"]], "Nothing."
    )
    section("Derived", answer["derivations"], "Nothing.")
    section("Contradictions", [f"{item['field']}: {item['words']}" for item in answer["conflicts"]], "None.")
    section(
        "Quotes",
        [
            f"{answer['spans'] - len(answer['broken_spans'])} of {answer['spans']} are in the text",
            *(f"not in the text any more: {item['start']}-{item['end']}" for item in answer["broken_spans"]),
        ],
        "None.",
    )
