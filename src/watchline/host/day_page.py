"""The day sheet as a page for paper; see ``paper.py``."""

from __future__ import annotations

from typing import Any

from watchline.host.paper import Section, made, page, paragraph, table
from watchline.measure import dtg, utc


def _at(at: int | None) -> str:
    return "" if at is None else utc(at)[11:19] + "Z"


def _became(item: dict[str, Any]) -> str:
    """Return what became of a test; a cause stands nowhere, for none is in these facts."""
    answered = item["answered_s"]
    became: str = item["outcome"].replace("_", " ")
    return became + ("" if answered is None else f", answered after {answered / 60:.1f} min")


def _call(item: dict[str, Any]) -> list[object]:
    between = f"{item['from']}: {item['office'] or '?'} with {item['to']}: {item['with_office'] or '?'}"
    held = [
        f"{account['from']} states {str(account['outcome']).replace('_', ' ')} {_at(account['started'])} to {_at(account['ended'])}"
        for account in item["accounts"]
    ]
    times = f"for {dtg(item['scheduled'])}" if item["scheduled"] is not None else ""
    state = " ".join(filter(None, [item["state"].replace("_", " "), times]))
    return [item["ref"], dtg(item["t"]), between, state, "\n".join([*held, item["purpose"] or ""]).strip()]


def day_page(sheet: dict[str, Any]) -> str:
    """Return the sheet as one HTML page."""
    parties = ", ".join(f"{item['party']} ({item['names'].get('en', item['party'])})" for item in sheet["parties"])
    sections = [
        ("Line tests of the calendar", table(
            ("Due", "Circuit", "Asks", "Reference", "What became of it"),
            [(_at(item["due"]), item["circuit"], item["initiator"], item["ref"] or "", _became(item)) for item in sheet["tests"]],
            "No test of the calendar was due.",
        ) + paragraph(sheet["tests_words"])),
        ("Other line tests", table(
            ("Asked", "Circuit", "By", "Reference", "What became of it"),
            [(_at(item["t"]), item["circuit"], item["from"], item["ref"], _became(item)) for item in sheet["unscheduled"]],
            "None was made.",
        )),
        ("Messages", table(
            ("Written", "From", "Precedence", "Reference", "Held", "Read", "Acknowledged", "Text"),
            [(
                _at(item["t"]), item["from"], f"{item['precedence']} {item['precedence_name']}", item["ref"],
                *(" ".join(item[name]["by"]) or "by none" for name in ("held", "read", "acknowledged")),
                "\n".join(filter(None, [item["text"], *(f"{phrase['code']} {phrase['text']}" for phrase in item["phrases"])])),
            ) for item in sheet["messages"]],
            "No message was written.",
        )),
        ("Calls", table(("Reference", "Asked for", "Between", "State", "Accounts, and about what"), map(_call, sheet["calls"]), "Nothing was written about a call.")),
        ("Alarms of our desks", table(
            ("Level", "Since", "Ended", "Words"),
            [(item["level"], dtg(item["since"]), "lasts" if item["ended"] is None else dtg(item["ended"]), item["words"]) for item in sheet["alarms"]],
            "None lasted.",
        )),
        ("Heads when this sheet was made", table(
            ("Log", "Size", "Root"), [(f"{item['party']}/{item['epoch']}", item["size"], item["root"]) for item in sheet["heads"]], "None.",
        )),
    ]  # fmt: skip
    about = f"{made(sheet['title'], parties, sheet['made'], sheet['party'])} {sheet['over_words']}".rstrip()
    foot = (sheet["words"], f"Line {sheet['line']}")
    return page(
        f"Day sheet {sheet['day']} · {sheet['party']}", about, map(Section._make, sections), foot, sheet["demo_words"]
    )
