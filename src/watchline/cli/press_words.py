"""What was read from reports, in words."""

from __future__ import annotations

from typing import Any

from watchline.measure import first_in
from watchline.press import Report, date_words

_STATUS = {
    "held": "spoke", "sought": "call sought", "declined": "call sought, declined", "unanswered": "call sought, unanswered", "scheduled": "to come",
    "not_scheduled": "no contact scheduled", "cancelled": "cancelled", "avoided": "contact avoided",
}  # fmt: skip


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
