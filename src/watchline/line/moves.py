"""What a party may do next about a successor of the charter, and which successor may be proposed at all, in words for its officer."""

from __future__ import annotations

from collections.abc import Collection

from watchline.codec import decode
from watchline.line.acts import UNDECIDED, ActKind, Move, Successor
from watchline.line.amendment import Amendments
from watchline.record import Charter


def next_moves(found: Amendments, code: str) -> tuple[Move, ...]:
    """Return what a party that holds these entries may write next."""
    made = [Move(ActKind.PROPOSED, None)] if not why_not(found, code, ActKind.PROPOSED) else []
    for successor in found.successors:
        if successor.prev == found.in_force:
            made += [
                Move(kind, successor)
                for kind in ActKind
                if kind is not ActKind.PROPOSED and not why_not(found, code, kind, successor.hash, successor.proposer)
            ]
    return tuple(made)


def why_not(found: Amendments, code: str, kind: ActKind, successor: bytes = b"", proposer: str = "") -> str:
    """Return why a party that holds these entries may not write an act now, in words for its officer; empty if it may."""
    if code not in found.codes:
        return f"{code} is no party of this line."
    if kind is ActKind.PROPOSED:
        if found.of(successor, code) is not None:
            return "This charter was proposed by us already. Change it, or let another party propose it."
        return _bound_words(found.bound_by(code))
    there = found.of(successor, proposer)
    if there is None:
        return "No such proposal to replace the charter in force is here."
    if there.state not in UNDECIDED:
        return f"Nothing more can be done about this proposal: {there.state}."
    if kind in {ActKind.IN_FORCE, ActKind.WITHDRAWN}:
        if proposer != code:
            return f"Only {proposer}, who proposed it, decides."
        missing = [other for other in there.asked if other not in there.signed]
        if kind is ActKind.IN_FORCE and missing:
            return f"Not signed yet by {', '.join(missing)}. Until all have signed the old charter holds."
        late = [other for other in there.asked if other in there.late]
        if kind is ActKind.IN_FORCE and late:
            return (
                f"The signature of {', '.join(late)} stands in a log that it closed, beyond what it stands by. It counts when it is adopted"
                " there (`watchline key DIR adopt`); until then the old charter holds."
            )
        return ""
    if proposer == code:
        return "The proposal is our signature; what is left to us is to withdraw it, or to put it in force when all have signed."
    if code in there.signed:
        return "We have signed this proposal; an answer is given once."
    bound = found.bound_by(code)
    return _bound_words(bound) if kind is ActKind.SIGNED else ""


_ROOTS_TOO = ("parties", "record_class", "retention")
"""Fields of a charter whose change needs every root (PROTOCOL 6.5); this version knows no retention, another one may."""


def root_signatures_needed(old: Charter, new: Charter) -> tuple[str, ...]:
    """Return the names of changed fields for which every root must sign the hash too (PROTOCOL 6.5); mostly none."""
    before, after = decode(old.data), decode(new.data)
    changed = [name for name in _ROOTS_TOO[1:] if before.get(name) != after.get(name)]
    if [(party.code, party.root) for party in old.parties] != [(party.code, party.root) for party in new.parties]:
        changed.insert(0, "parties")
    return tuple(changed)


def changes_parties(old: Charter, new: Charter) -> bool:
    """Tell whether other parties sit on the line under a successor, so that every one of them opens a new epoch."""
    return {(party.code, party.root) for party in old.parties} != {(party.code, party.root) for party in new.parties}


def changed_fields(old: Charter, new: Charter) -> tuple[str, ...]:
    """Return the names of the fields in which two charters differ, apart from what names them."""
    before, after = decode(old.data), decode(new.data)
    names = (before.keys() | after.keys()) - {"nonce", "line", "prev", "after"}
    return tuple(sorted(name for name in names if before.get(name) != after.get(name)))


def why_no_successor(old: Charter, new: Charter, former: Collection[str] = ()) -> str:
    """Return why a charter cannot replace another, in words; empty if it can.

    Args:
        old: The charter in force.
        new: The other one.
        former: Codes of parties that were on the line once; none of them is given again.
    """
    if new.prev is None:
        return "It is a founding charter: it founds another line."
    if new.line != old.line:
        return f"It belongs to another line, {new.line.hex()}."
    if new.prev != old.hash:
        return "It replaces another charter than the one in force. Draft it anew from the one in force."
    if new.demo != old.demo:
        return "A line is a demonstration or none from its founding: the name of every log says it. Found another line."
    if not changed_fields(old, new):
        return "It says nothing else than the charter in force."
    if new.generation != old.generation + changes_parties(old, new):
        return f"Its generation is {new.generation}; it counts the changes of parties, and this would be number {old.generation + changes_parties(old, new)}."
    roots = {party.code: party.root for party in old.parties}
    for party in new.parties:
        if roots.get(party.code, party.root) != party.root:
            return (
                f"It names another root for {party.code}. A code has one root on a line: a party whose root is lost leaves, and joins under"
                " another code."
            )
        if party.code in former and party.code not in roots:
            return f"{party.code} was a party of this line once; its logs bear that code. Who joins takes another one."
    return ""


def _bound_words(bound: Successor | None) -> str:
    if bound is None:
        return ""
    return (
        f"We have signed a proposal of {bound.proposer} that is not decided ({bound.hash.hex()[:16]}…)."
        " Another may be signed when it is refused, withdrawn or in force."
    )
