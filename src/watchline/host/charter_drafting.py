"""A charter that is being written: what it would be with these texts, and which article stops it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from watchline.errors import InvalidFromPeer, OurMistake
from watchline.party import Card
from watchline.record import charter_page, page_languages, read_form, write_charter
from watchline.record.charter_limits import CHARTER_BYTES_MAX

_NONCE = bytes(32)
_BASE = ("circuits", "posts")
"""Articles that others name: each other one is tried beside these."""


def fields_for(texts: Mapping[str, str]) -> dict[str, Any]:
    """Return the fields of a charter of its texts.

    Raises:
        OurMistake: an article that cannot be read, by its name.
    """
    fields, faults = read_form(texts)
    for name, words in faults.items():
        raise OurMistake(f"{name}: {words}")
    return fields


def drafted(own: Card, others: Sequence[Card], texts: Mapping[str, str]) -> dict[str, Any]:
    """Return what a charter of these texts would be: its faults by article, its length and its pages."""
    fields, faults = read_form(texts)
    answer: dict[str, Any] = {
        "texts": dict(texts),
        "problem": "",
        "bytes": 0,
        "bytes_max": CHARTER_BYTES_MAX,
        "pages": [],
    }
    rosters = [card.roster for card in (own, *others)]
    if len(rosters) < 2:
        return {**answer, "faults": faults, "problem": "A line needs the card of at least one other party."}
    base = {name: fields[name] for name in _BASE if name in fields}
    for name in (*base, *(name for name in fields if name not in base)):
        tried = base if name in base else {**base, name: fields[name]}
        try:
            write_charter({**({} if "circuits" in tried else {"circuits": _ANY}), **tried}, rosters, _NONCE)
        except (InvalidFromPeer, TypeError, ValueError, KeyError) as why:
            if name not in base or not faults:
                faults[name] = str(why)
    answer["faults"] = faults
    if faults:
        return answer
    try:
        charter = write_charter(fields, rosters, _NONCE)
    except (InvalidFromPeer, TypeError, ValueError, KeyError) as why:
        return {**answer, "problem": str(why)}
    pages = [{"language": tag, "text": charter_page(charter, tag)} for tag in page_languages(charter)]
    return {**answer, "bytes": len(charter.data), "pages": pages}


_ANY = [{"name": "any", "carrier": "direct"}]
