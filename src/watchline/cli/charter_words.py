"""A charter on its way, as JSON and in words: what every administrator must see before a root signs."""

from __future__ import annotations

from typing import Any

from watchline.cli.show import facts, say, table
from watchline.party import fingerprint
from watchline.record import Charter, Founding


def charter_of(charter: Charter) -> dict[str, Any]:
    """Return a charter as JSON."""
    return {
        "line": charter.line.hex(),
        "title": charter.title,
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
        "calendar": [{"at": hhmm(slot.minute), "circuit": slot.circuit} for slot in charter.calendar],
        "answer_s": charter.windows.answer_s,
        "initiative_s": charter.windows.initiative_s,
        "held_s": charter.windows.held_s,
        "precedence_s": charter.precedence,
        "receipt_kinds": list(charter.receipt_kinds),
        "clock_ms": charter.clock_ms,
        "unknown_fields": list(charter.unknown),
    }


def founding_of(founding: Founding, file: str) -> dict[str, Any]:
    """Return a founding file as JSON: its charter, and which roots have signed."""
    return {
        **charter_of(founding.charter),
        "signed_by": [code for code in founding.charter.codes if code in founding.signatures],
        "not_signed_by": founding.missing(),
        "file": file,
    }


def hhmm(minute: int) -> str:
    """Return a minute of the day as people write it, ``0600Z``."""
    return f"{minute // 60:02d}{minute % 60:02d}Z"


def show_charter(charter: Charter) -> None:
    """Print a charter for the person who decides whether a root signs it."""
    objectives = ", ".join(f"{letter} {seconds // 60} min" for letter, seconds in charter.precedence.items())
    facts(
        [
            ("line", charter.line.hex()),
            ("title", charter.title),
            ("demonstration", "yes: it says nothing about any state" if charter.demo else ""),
            ("posts", ", ".join(charter.posts)),
            ("circuits", ", ".join(charter.circuits)),
            ("line tests", ", ".join(f"{hhmm(slot.minute)} on {slot.circuit}" for slot in charter.calendar) or "none"),
            (
                "answer in time",
                f"{charter.windows.answer_s} s; the other may initiate after {charter.windows.initiative_s} s",
            ),
            ("to human read", objectives),
            ("clock difference", f"{charter.clock_ms} ms at most"),
            ("other articles", ", ".join(charter.unknown)),
        ]
    )
    say()
    table(
        ["PARTY", "NAME", "ROOT FINGERPRINT", "ROSTER"],
        [
            [party.code, ", ".join(party.names.values()), fingerprint(party.root), str(party.roster[0])]
            for party in charter.parties
        ],
    )
    say()
