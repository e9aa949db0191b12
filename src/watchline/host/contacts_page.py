"""The contact table: which offices spoke, when last, at whose initiative, what is asked for and what comes next, for paper."""

from __future__ import annotations

from typing import Any

from watchline.host.contact_record import Both, contact_answer
from watchline.host.here import Here
from watchline.host.paper import Section, paragraph, table
from watchline.host.sheet import sheet
from watchline.measure import utc

RUNGS = {"press": "press alone", "ours_only": "ours only", "held": "held", "established": "established"}


def contacts_page(here: Here, now: int, both: Both, on: int, *, states: bool) -> str:
    """Return the table as of the end of a UTC day.

    Args:
        here: What this node can show.
        now: Wall clock, ms.
        both: The line and our annex.
        on: The day, counted from 1970-01-01.
        states: By pairs of states instead of offices.
    """
    found = contact_answer(both, on, states=states)
    rows = found["contacts"]
    sections = (
        Section("Who last spoke with whom", table(
            ("Between", "Last", "Days", "Contacts", "Known", "In words"), map(_row, rows), "No contact stands in this record.",
        )),
        Section("What each sentence rests on", table(
            ("Between", "From the record"), [[_between(row), "\n".join(row["derivation"])] for row in rows if row["derivation"]], "",
        ) if any(row["derivation"] for row in rows) else ""),
        Section("Asked for and not held", table(
            ("Between", "Reference", "Since", "State"),
            [[_between(row), item["ref"], item["date"], f"{item['status'].replace('_', ' ')}, asked {item['attempts']} times"] for row in rows for item in row["requests"]],
            "Nothing.",
        )),
        Section("Owed, from our annex", table(("Who", "By", "What"), [[item["who"], item["by"] or "", item["words"]] for item in found["owed"]], "") if found["owed"] else ""),
        Section("Told by the press otherwise", table(
            ("Between", "Field", "In words"), [[_between(row), item["field"], item["words"]] for row in rows for item in row["differs"]], "",
        ) if any(row["differs"] for row in rows) else ""),
        Section("In all", paragraph(found["words"])),
    )  # fmt: skip
    foot = tuple(filter(None, [found["annex"]]))
    return sheet(here, now, f"Contacts as of the end of {found['on']}", sections, foot)


def _between(row: dict[str, Any]) -> str:
    return " and ".join(" ".join(filter(None, [item["party"], item["office"]])) for item in row["between"])


def _row(row: dict[str, Any]) -> list[object]:
    initiative = ", ".join(f"{who.replace('_', ' ')} {count}" for who, count in row["initiative"].items() if count)
    following = (
        "" if row["next"] is None else f"Next: {utc(row['next']['at']) if row['next']['at'] else row['next']['date']}."
    )
    return [
        _between(row),
        row["last_date"] or "none held",
        "" if row["days_since"] is None else row["days_since"],
        row["count"],
        RUNGS.get(row["rung"] or "", ""),
        "\n".join(filter(None, [row["sentence"], f"At the initiative of: {initiative}." if initiative else "", following])),
    ]  # fmt: skip
