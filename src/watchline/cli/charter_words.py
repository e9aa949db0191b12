"""A charter on its way, as JSON and in words: what every administrator must see before a root signs."""

from __future__ import annotations

from typing import Any

from watchline.cli.show import say, table
from watchline.party import fingerprint
from watchline.record import Charter, Founding, charter_page, legal_effect, page_languages
from watchline.record.charter_words import hhmm


def charter_of(charter: Charter) -> dict[str, Any]:
    """Return a charter as JSON."""
    return {
        "line": charter.line.hex(),
        "title": charter.title,
        "legal_effect": legal_effect(charter),
        "demo": charter.demo,
        "parties": [
            {
                "party": party.code,
                "names": party.names,
                "fingerprint": fingerprint(party.root),
                "roster": party.roster[0],
                "roster_hash": party.roster[1].hex(),
            }
            for party in charter.parties
        ],
        "posts": list(charter.posts),
        "circuits": list(charter.circuits),
        "calendar": [
            {"at": hhmm(slot.minute), "circuit": slot.circuit, "weekdays": list(slot.weekdays)}
            for slot in charter.calendar
        ],
        "holidays": [
            {
                "date": holiday.date.isoformat(),
                "calendar": [{"at": hhmm(slot.minute), "circuit": slot.circuit} for slot in holiday.calendar],
            }
            for holiday in charter.holidays
        ],
        "answer_s": charter.windows.answer_s,
        "initiative_s": charter.windows.initiative_s,
        "held_s": charter.windows.held_s,
        "precedence_s": charter.precedence,
        "receipt_kinds": list(charter.receipt_kinds),
        "clock_ms": charter.clock_ms,
        "unknown_fields": list(charter.unknown),
        "pages": [{"language": tag, "text": charter_page(charter, tag)} for tag in page_languages(charter)],
    }


def founding_of(founding: Founding, file: str) -> dict[str, Any]:
    """Return a founding file as JSON: its charter, and which roots have signed."""
    return {
        **charter_of(founding.charter),
        "signed_by": [code for code in founding.charter.codes if code in founding.signatures],
        "not_signed_by": founding.missing(),
        "file": file,
    }


def show_charter(charter: Charter) -> None:
    """Print a charter for the person who decides whether a root signs it: whole, in each language of the line."""
    for language in page_languages(charter):
        say(charter_page(charter, language))
    table(
        ["PARTY", "NAME", "ROOT FINGERPRINT", "ROSTER"],
        [
            [party.code, ", ".join(party.names.values()), fingerprint(party.root), str(party.roster[0])]
            for party in charter.parties
        ],
    )
    say()
