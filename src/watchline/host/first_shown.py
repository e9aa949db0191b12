"""Where a first run stands, read from its files: what is done, what is next, and what may be shown of roots that nobody compared."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import segno

from watchline.host.config import CARD, load_config
from watchline.host.first_kept import FirstKept
from watchline.host.pairing import compared, load_book
from watchline.host.places import kept_lines
from watchline.host.setup import CALENDAR_MINUTES, read_own_card
from watchline.party import Card, Ceremony, State, fingerprint, qr_payload
from watchline.party.pairing import reads, string_of
from watchline.record import Charter, charter_page, page_languages, read_founding, write_form

STEPS = ("node", "officers", "cards", "charter", "sign", "open", "start")
_STRING, _DIGITS = "string", "digits"
_AWAITS = {
    State.COMMITTED: _STRING,
    State.ANSWERED: _STRING,
    State.REVEALED: _DIGITS,
    State.LISTENING: _DIGITS,
    State.READING: _DIGITS,
}


def first_shown(folder: Path, kept: FirstKept, *, officers: bool) -> dict[str, Any]:
    """Return where the first run stands, but for what its caller knows (folder, address, officers).

    Args:
        folder: The node's.
        kept: What the first run keeps there.
        officers: Whether there are officers.
    """
    made = (folder / CARD).exists()
    own = read_own_card(folder) if made else None
    cards = [] if own is None else [_card(folder, own, card) for card in kept.cards()]
    founding = None if own is None else _founding(folder, own, kept)
    lines = kept_lines(folder) if made else []
    opened = lines[0].named() if lines else ""
    done = {
        "node": made,
        "officers": officers,
        "cards": bool(cards) and all(item["compared"] for item in cards),
        "charter": founding is not None,
        "sign": founding is not None and not founding["not_signed_by"],
        "open": bool(opened),
        "start": False,
    }
    if opened:  # what led there is settled, however it was done
        done |= dict.fromkeys(("cards", "charter", "sign"), True)
    return {
        "step": next(name for name in STEPS if not done[name]),
        "steps": [{"name": name, "done": done[name]} for name in STEPS],
        "node": None if own is None else _node(own),
        "cards": cards,
        "texts": kept.texts or (_defaults(folder) if made else {}),
        "founding": founding,
        "line": opened,
        "root_key": kept.root_key,
    }


def _defaults(folder: Path) -> dict[str, str]:
    """Return the texts of a charter that nobody has written yet: what `found --propose` takes without options."""
    names = [item.name for item in load_config(folder).circuits]
    slots = [(minute, names[at % len(names)]) for at, minute in enumerate(CALENDAR_MINUTES)] if names else []
    return write_form(
        {
            "circuits": [{"name": name, "carrier": "direct"} for name in names],
            "calendar": [{"minute": minute, "circuit": circuit} for minute, circuit in slots],
            "posts": ["watch"],
        }
    )


def _node(own: Card) -> dict[str, Any]:
    payload = qr_payload(own)
    matrix = segno.make(payload, error="m", micro=False).matrix_iter(border=4)
    return {
        "party": own.roster.code,
        "names": own.roster.names,
        "fingerprint": own.roster.fingerprint,
        "spares": len(own.roster.spares),
        "endpoints": _endpoints(own),
        "solo": not own.endpoints,
        "qr": ["".join("1" if dark else "0" for dark in bytes(row)) for row in matrix],
        "qr_text": payload,
    }


def _endpoints(card: Card) -> list[dict[str, Any]]:
    return [{"circuit": item.circuit, "host": item.host, "port": item.port} for item in card.endpoints]


def _card(folder: Path, own: Card, card: Card) -> dict[str, Any]:
    roster = card.roster
    how = compared(folder, [(roster.code, roster.root)])[0]
    known = how["means"] != "files"
    made = load_book(folder).of(roster.code)
    return {
        "party": roster.code,
        "names": roster.names,
        "endpoints": _endpoints(card),
        "compared": known,
        "fingerprint": roster.fingerprint if known else "",
        "words": how["words"],
        "mistyped": how["mistyped"],
        "voice": None if made is None else _voice(own, made),
    }


def _voice(own: Card, made: Ceremony) -> dict[str, Any]:
    return {
        "state": made.state.value,
        "number": made.number,
        "string": string_of(made, own),
        "reads": reads(made),
        "awaits": _AWAITS.get(made.state, ""),
    }


def _founding(folder: Path, own: Card, kept: FirstKept) -> dict[str, Any] | None:
    data = kept.founding()
    if data is None:
        return None
    found = read_founding(data)
    charter = found.charter
    return {
        "line": charter.line.hex(),
        "title": charter.title,
        "demo": charter.demo,
        "parties": _parties(folder, own, charter),
        "pages": [{"language": tag, "text": charter_page(charter, tag)} for tag in page_languages(charter)],
        "signed_by": [code for code in charter.codes if code in found.signatures],
        "not_signed_by": found.missing(),
        "signed_here": own.roster.code in found.signatures,
    }


def _parties(folder: Path, own: Card, charter: Charter) -> list[dict[str, Any]]:
    found = []
    for party in charter.parties:
        ours = party.root == own.roster.root
        how = compared(folder, [(party.code, party.root)])[0]
        found.append(
            {
                "party": party.code,
                "names": party.names,
                "fingerprint": fingerprint(party.root) if ours or how["means"] != "files" else "",
                "ours": ours,
                "words": "Our own root." if ours else how["words"],
            }
        )
    return found
