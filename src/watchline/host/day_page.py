"""The day sheet as one page that a browser prints: whole in itself, nothing is fetched, no script. Every text is escaped and visible."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from watchline.codec.visible import visible
from watchline.measure import dtg, utc

_STYLE = """
@page { size: A4; margin: 12mm; }
body { font: 10.5px/14px "DejaVu Sans", "Noto Sans", sans-serif; color: #000; background: #fff; max-width: 190mm; margin: 8mm auto; }
h1 { font-size: 17px; line-height: 22px; margin: 0 0 2px; } h2 { font-size: 12px; margin: 9px 0 2px; border-bottom: 1px solid #000; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: start; vertical-align: top; padding: 1px 8px 1px 0; border-bottom: 1px solid #bbb; }
th { font-weight: 600; } td.n, .n { white-space: nowrap; } .say { white-space: pre-wrap; } p { margin: 2px 0; } .demo { border: 2px solid #000; padding: 2px 6px; font-weight: 600; }
tr { break-inside: avoid; } @media print { body { margin: 0; max-width: none; } }
"""


def _text(value: object) -> str:
    """Return a text as HTML: escaped, with acting characters as their numbers, in a direction of its own."""
    return f'<bdi dir="auto">{escape(visible(str(value)))}</bdi>'


def _table(head: Sequence[str], rows: Iterable[Sequence[object]], none: str) -> str:
    body = [
        "<tr>"
        + "".join(
            f'<td class="{"say" if at == len(row) - 1 else "n"}">{_text(cell)}</td>' for at, cell in enumerate(row)
        )
        + "</tr>"
        for row in rows
    ]
    if not body:
        return f"<p>{escape(none)}</p>"
    titles = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    return f"<table><thead><tr>{titles}</tr></thead><tbody>{''.join(body)}</tbody></table>"


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
        ("Line tests of the calendar", _table(
            ("Due", "Circuit", "Asks", "Reference", "What became of it"),
            [(_at(item["due"]), item["circuit"], item["initiator"], item["ref"] or "", _became(item)) for item in sheet["tests"]],
            "No test of the calendar was due.",
        ) + f"<p>{_text(sheet['tests_words'])}</p>"),
        ("Other line tests", _table(
            ("Asked", "Circuit", "By", "Reference", "What became of it"),
            [(_at(item["t"]), item["circuit"], item["from"], item["ref"], _became(item)) for item in sheet["unscheduled"]],
            "None was made.",
        )),
        ("Messages", _table(
            ("Written", "From", "Precedence", "Reference", "Held", "Read", "Acknowledged", "Text"),
            [(
                _at(item["t"]), item["from"], f"{item['precedence']} {item['precedence_name']}", item["ref"],
                *(" ".join(item[name]["by"]) or "by none" for name in ("held", "read", "acknowledged")),
                "\n".join(filter(None, [item["text"], *(f"{phrase['code']} {phrase['text']}" for phrase in item["phrases"])])),
            ) for item in sheet["messages"]],
            "No message was written.",
        )),
        ("Calls", _table(("Reference", "Asked for", "Between", "State", "Accounts, and about what"), map(_call, sheet["calls"]), "Nothing was written about a call.")),
        ("Alarms of our desks", _table(
            ("Level", "Since", "Ended", "Words"),
            [(item["level"], dtg(item["since"]), "lasts" if item["ended"] is None else dtg(item["ended"]), item["words"]) for item in sheet["alarms"]],
            "None lasted.",
        )),
        ("Heads when this sheet was made", _table(
            ("Log", "Size", "Root"), [(f"{item['party']}/{item['epoch']}", item["size"], item["root"]) for item in sheet["heads"]], "None.",
        )),
    ]  # fmt: skip
    title = f"Day sheet {sheet['day']} · {sheet['party']}"
    demo = f'<p class="demo">DEMONSTRATION: {_text(sheet["demo_words"])}</p>' if sheet["demo"] else ""
    parts = "".join(f"<section><h2>{escape(name)}</h2>{body}</section>" for name, body in sections)
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>{demo}<h1>{_text(title)}</h1>"
        f"<p>{_text(sheet['title'])} between {_text(parties)}. UTC throughout. Made {_text(dtg(sheet['made']))} by the node of {_text(sheet['party'])}. {_text(sheet['over_words'])}</p>"
        f"{parts}<p>{_text(sheet['words'])}</p><p>Line {_text(sheet['line'])}</p></body></html>\n"
    )
