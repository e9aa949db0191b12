"""What the charter verbs answer: which charter is in force and since when, what is proposed, by whom it is signed, what may be done.

Everything comes from the entries that are held. A proposal that nobody has decided changes nothing: the old charter holds.
"""

from __future__ import annotations

from typing import Any

from watchline.errors import OurMistake
from watchline.host.answers import said_by
from watchline.host.here import Here, held_by, instant
from watchline.host.reading import Charters
from watchline.line import (
    ActKind,
    Successor,
    SuccessorState,
    changed_fields,
    next_moves,
    root_signatures_needed,
    why_no_successor,
)
from watchline.record import Charter, read_charter, roots_of
from watchline.sentence import worded
from watchline.view import SUCCESSOR, EntryRef

UNTIL_DECIDED = worded(
    "Until its proposer puts a proposal in force that every party signed, the charter in force holds."
)
VERBS = {ActKind.SIGNED: "sign", ActKind.REFUSED: "refuse", ActKind.IN_FORCE: "enforce", ActKind.WITHDRAWN: "withdraw"}
FOUNDING, IN_FORCE, WAS_IN_FORCE = "founding", "in force", "was in force"


def list_charters(here: Here, charters: Charters) -> dict[str, Any]:
    """Return the charters that held, what is proposed, what its parties said, and what this party may do."""
    model = charters.amended.model
    moves: dict[tuple[bytes, str], list[str]] = {}
    may_propose = False
    for move in next_moves(model, here.code):
        if move.successor is None:
            may_propose = True
        else:
            moves.setdefault((move.successor.hash, move.successor.proposer), []).append(VERBS[move.kind])
    return {
        "line": here.charter.line.hex(),
        "party": here.code,
        "demo": here.charter.demo,
        "in_force": charters.in_force.hash.hex(),
        "charters": [_term(charters, number) for number in range(len(charters.terms))],
        "proposals": [
            _proposal(here, charters, item, moves.get((item.hash, item.proposer), [])) for item in model.successors
        ],
        "may_propose": may_propose,
        "left": list(model.left),
        "double_signatures": [
            {
                "party": double.author,
                "earlier": charters.amended.places[double.earlier].text(),
                "later": charters.amended.places[double.later].text(),
            }
            for double in model.doubles
        ],
        "without_effect": [
            {"ref": charters.amended.places[act.leaf].text(), "kind": act.kind.value, "words": words}
            for act, words in model.without_effect
        ],
        "words": UNTIL_DECIDED,
    }


def find_charter(here: Here, charters: Charters, ref: str) -> tuple[Charter, dict[str, Any]]:
    """Return the charter in force, or the one that the entry ``ref`` proposes, and what it is.

    Raises:
        OurMistake: the entry proposes no charter that can be read.
    """
    if not ref:
        found = _term(charters, len(charters.terms) - 1)
        return charters.in_force, {"state": found["state"], "ref": found["ref"], "changes": [], "why_not": ""}
    at = here.find(ref)
    told = charters.amended.told.get(at)
    if told is None or told.kind != ActKind.PROPOSED or not told.prev:
        raise OurMistake(
            f"{ref} proposes no charter that can be read. `watchline charter DIR list` names what is proposed."
        )
    charter = _of(here, told.successor)
    model = charters.amended.model
    there = next((s for s in model.successors if (s.hash, s.proposer) == (told.successor, at.code)), None)
    before = _before(charters, charter)
    return charter, {
        "state": there.state.value if there is not None else "without effect",
        "ref": at.text(),
        "changes": [] if before is None else list(changed_fields(before, charter)),
        "why_not": why_not_in_force(charters, charter)
        if there is None or there.state is not SuccessorState.IN_FORCE
        else "",
    }


def why_not_in_force(charters: Charters, charter: Charter) -> str:
    """Return why a proposed charter could not replace the one in force here, in words; empty if it could."""
    former = {code for term in charters.terms for code in term.charter.codes}
    return why_no_successor(charters.in_force, charter, former)


def roots_needed(charters: Charters, charter: Charter) -> list[str]:
    """Return the parties whose root must sign a proposed charter before it can be in force; mostly none."""
    before = _before(charters, charter)
    if before is None or not root_signatures_needed(before, charter):
        return []
    left = set(charters.amended.model.left) - set(charter.codes)
    return [code for code in roots_of(before, charter) if code not in left]


def _of(here: Here, charter: bytes) -> Charter:
    row = here.held.row(SUCCESSOR, here.charter.line + charter)
    assert row is not None, "a proposal is kept with its charter"
    return read_charter(row)


def _before(charters: Charters, charter: Charter) -> Charter | None:
    """Return the charter that another one is to replace, if it ever held."""
    return next((term.charter for term in charters.terms if term.charter.hash == charter.prev), None)


def _term(charters: Charters, number: int) -> dict[str, Any]:
    term, last = charters.terms[number], number == len(charters.terms) - 1
    decided = None if number == 0 else charters.amended.model.decisions[number - 1][1]
    return {
        "charter": term.charter.hash.hex(),
        "state": IN_FORCE if last else WAS_IN_FORCE,
        "founding": number == 0,
        **instant("since", None if decided is None else term.start),
        "ref": None if decided is None else charters.amended.places[decided.leaf].text(),
    }


def _proposal(here: Here, charters: Charters, item: Successor, can: list[str]) -> dict[str, Any]:
    places = charters.amended.places
    at = places[item.signed[item.proposer]]
    charter = _of(here, item.hash)
    before = _before(charters, charter)
    holders = held_by(here, at)
    return {
        "ref": at.text(),
        "from": item.proposer,
        "ours": item.proposer == here.code,
        "charter": item.hash.hex(),
        "state": item.state.value,
        **instant("t", charters.amended.told[at].t),
        "changes": [] if before is None else list(changed_fields(before, charter)),
        "roots": roots_needed(charters, charter),
        "held_by": holders,
        "signed": [_said(charters, code, places[leaf]) for code, leaf in item.signed.items()],
        "refused": [
            _said(charters, code, places[leaf]) | {"text": _text(here, places[leaf])}
            for code, leaf in item.refused.items()
        ],
        "not_answered": [code for code in item.asked if code not in item.signed and code not in item.refused],
        "decided": None if item.decided is None else places[item.decided].text(),
        "text": None if item.decided is None else _text(here, places[item.decided]),
        "can": [verb for verb in can if verb not in {"sign", "enforce"} or not why_not_in_force(charters, charter)],
    }


def _said(charters: Charters, code: str, ref: EntryRef) -> dict[str, Any]:
    return {"party": code, "ref": ref.text(), **instant("t", charters.amended.told[ref].t)}


def _text(here: Here, ref: EntryRef) -> str | None:
    _header, record = said_by(here, ref)
    return getattr(record, "text", None)
