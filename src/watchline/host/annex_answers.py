"""What is shown of the entries of the annex one by one, and what corrects, withdraws or settles each."""

from __future__ import annotations

from typing import Any

import msgspec

from watchline.annex import Place, Said
from watchline.errors import OurMistake
from watchline.host.annex import Own
from watchline.host.contact_record import OURS_FOR_EVER
from watchline.host.here import instant, plain
from watchline.host.press_words import claim_words
from watchline.record import EpochOpen
from watchline.record.body import Body
from watchline.record.claims import (
    ClaimWithdrawn,
    ContactClaim,
    ContactNote,
    ContactRequest,
    FactsReleased,
    PhoneTest,
    RequestAct,
    UndertakingEnded,
)
from watchline.record.press_notes import PressClaim, PressConfirmed, PressRejected, PressReport

RUNG = "ours only: nobody else holds it"


def annex_list(own: Own, kind: str = "") -> dict[str, Any]:
    """Return every entry of the annex, oldest first.

    Args:
        own: The annex.
        kind: Only entries of this kind; empty: all.
    """
    entries = list(own.said())
    states = _states(entries)
    return {
        "party": own.config.code,
        "entries": [_entry(item, states) for item in entries if not kind or item.header.kind == kind],
        "words": OURS_FOR_EVER,
    }


def annex_entry(own: Own, place: Place) -> dict[str, Any]:
    """Return one entry.

    Raises:
        OurMistake: no such entry.
    """
    entries = list(own.said())
    states = _states(entries)
    for item in entries:
        if item.place == place:
            return {"party": own.config.code, **_entry(item, states)}
    raise OurMistake(f"No entry {place.text()} is in the annex; `watchline annex DIR list` shows what is.")


def _states(entries: list[Said]) -> dict[Place, str]:
    """Return which entries were corrected or withdrawn, and by which."""
    found: dict[Place, str] = {}
    for item in entries:
        refs = [Place(ref.epoch, ref.index) for ref in item.header.refs[:1]]
        if isinstance(item.record, ClaimWithdrawn):
            found |= {place: f"withdrawn by {item.place.text()}: {item.record.reason}" for place in refs}
        elif getattr(item.record, "corrects", None) == 1:
            found |= {place: f"corrected by {item.place.text()}" for place in refs if place not in found}
    return found


def _entry(item: Said, states: dict[Place, str]) -> dict[str, Any]:
    record = item.record
    return {
        "ref": item.place.text(),
        "kind": item.header.kind,
        "post": item.header.post,
        **instant("t", item.header.t),
        "date": getattr(record, "date", None),
        "words": _words(record),
        "state": states.get(item.place, "stands"),
        "refs": [Place(ref.epoch, ref.index).text() for ref in item.header.refs],
        "rung": "ours_only",
        "held_by": [],
        "rung_words": RUNG,
        "leaf_hash": item.leaf_hash.hex(),
        "body": None if record is None else plain(msgspec.to_builtins(record, builtin_types=(bytes,))),
    }


def _words(record: Body | None) -> str:
    match record:
        case ContactClaim() | ContactRequest():
            who = " and ".join(
                f"{item.office} ({item.state})" for item in record.participants if item.role in {None, "principal"}
            )
            return f"{record.status if isinstance(record, ContactClaim) else 'asked for'}: {who}"
        case PhoneTest():
            return f"telephone of {record.state}: {'answered' if record.answered else 'no answer'}"
        case RequestAct():
            return record.act
        case UndertakingEnded():
            return f"undertaking {record.number}: {record.how}"
        case ContactNote():
            return f"of {record.called}"
        case ClaimWithdrawn():
            return record.reason
        case PressReport():
            return f"report {record.name}: {record.outlet or 'outlet not noted'}, {record.published}"
        case PressClaim():
            return claim_words(record)
        case PressConfirmed():
            return record.remark or "the report says so"
        case PressRejected():
            return record.reason or "the report does not say so"
        case FactsReleased():
            return f"{len(record.facts)} facts released"
        case EpochOpen():
            return f"opens the epoch: {record.reason}"
        case _:
            return "cannot be read by this version"
