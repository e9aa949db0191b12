"""Amendment of the charter (PROTOCOL 6.3 to 6.5): what became of each successor, which charter holds, what a party may do next.

A function of entries alone, whatever the order in which they arrived: each act is judged by what its author had before him, which
is his own log up to there and what his entry's ``seen`` covers. The rules, for the successors of one charter::

    charter_proposed   by its proposer; it counts as his signature
    charter_signed     by each other party, once it has the proposal  } one of the two, once;
    charter_refused    by each other party, once it has the proposal  } the first in its log stands
    charter_in_force   by the proposer, naming every other party's signature  } one of the two, once;
    charter_withdrawn  by the proposer                                         } the first that counts decides

A party is bound by its signature until that successor is dead to its knowledge (refused or withdrawn). A signature while bound does
not count, and the two in one log are evidence (E5). Hence two successors of one charter are never both in force: whoever signed both
had the first one's refusal or withdrawal before him, and then the first lacks a signature or its decision was made. And once one is in
force every other is dead already: its proposer, too, signed the one in force, and was bound by his own until it was dead.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

import msgspec

from watchline.codec import decode
from watchline.record import Charter


class ActKind(StrEnum):
    """The acts of an amendment, by the kind of their entry."""

    PROPOSED = "charter_proposed"
    SIGNED = "charter_signed"
    REFUSED = "charter_refused"
    IN_FORCE = "charter_in_force"
    WITHDRAWN = "charter_withdrawn"


class Act(NamedTuple):
    """One entry of an amendment.

    Attributes:
        kind: What it does.
        author: Code of the party in whose log it stands.
        place: Its (epoch, index) there.
        leaf: Its leaf hash.
        successor: Hash of the charter that it is about.
        prev: Hash of the charter that this one is to replace.
        proposer: Code of the party that proposed it: the author of the ``charter_proposed`` entry.
        seen: (code, epoch, size) of each head that the entry lists as seen.
        refs: Leaf hashes that it names; of ``charter_in_force`` the signatures.
        void: The entry is void, or late from a closed epoch and not adopted (PROTOCOL 7.4, 7.5): it counts for nothing.
    """

    kind: ActKind
    author: str
    place: tuple[int, int]
    leaf: bytes
    successor: bytes
    prev: bytes
    proposer: str
    seen: tuple[tuple[str, int, int], ...] = ()
    refs: tuple[bytes, ...] = ()
    void: bool = False


class SuccessorState(StrEnum):
    """What became of a proposed charter."""

    PROPOSED = "proposed"
    SIGNED = "signed by all"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    IN_FORCE = "in force"


UNDECIDED = frozenset({SuccessorState.PROPOSED, SuccessorState.SIGNED})
"""States in which something can still be done; in all others but ``IN_FORCE`` the successor is dead."""


class Successor(msgspec.Struct, frozen=True):
    """A proposed charter: who signed (code -> leaf hash; the proposal is its proposer's), who refused, what decided it."""

    hash: bytes
    prev: bytes
    proposer: str
    state: SuccessorState
    signed: dict[str, bytes]
    refused: dict[str, bytes]
    decided: bytes | None

    @property
    def dead(self) -> bool:
        """Whether nothing can bring it into force any more."""
        return self.state not in UNDECIDED and self.state is not SuccessorState.IN_FORCE

    def signatures(self) -> tuple[bytes, ...]:
        """Return the leaf hashes that ``charter_in_force`` must name: every other party's signature."""
        return tuple(leaf for code, leaf in self.signed.items() if code != self.proposer)


class Double(NamedTuple):
    """Two signatures in one log against PROTOCOL 6.4, as leaf hashes: evidence E5."""

    author: str
    earlier: bytes
    later: bytes


class Amendments(msgspec.Struct, frozen=True):
    """What the entries of a line's amendments say together.

    Attributes:
        codes: The parties.
        founding: Hash of the founding charter.
        decisions: (charter, its ``charter_in_force`` act) of each later charter, in the order in force.
        successors: Every proposed charter whose proposal counts, by charter replaced, then in the order of hash and proposer.
        doubles: Signatures that are evidence.
        without_effect: Acts that change nothing, each with the reason in words.
    """

    codes: tuple[str, ...]
    founding: bytes
    decisions: tuple[tuple[bytes, Act], ...]
    successors: tuple[Successor, ...]
    doubles: tuple[Double, ...]
    without_effect: tuple[tuple[Act, str], ...]

    @property
    def in_force(self) -> bytes:
        """Hash of the charter that holds."""
        return self.decisions[-1][0] if self.decisions else self.founding

    def charter_at(self, author: str, place: tuple[int, int], seen: Sequence[tuple[str, int, int]]) -> bytes:
        """Return the charter that an entry names (PROTOCOL 2.4): the newest in force at its place, before it or in its ``seen``."""
        held = [charter for charter, act in self.decisions if _covered(act, author, place, seen, itself=True)]
        return held[-1] if held else self.founding

    def of(self, successor: bytes, proposer: str) -> Successor | None:
        """Return a successor of the charter in force by its hash and proposer."""
        return next(
            (s for s in self.successors if (s.hash, s.proposer, s.prev) == (successor, proposer, self.in_force)), None
        )

    def bound_by(self, code: str) -> Successor | None:
        """Return the undecided successor that a party has signed or proposed: until it is decided it may sign no other."""
        return next(
            (s for s in self.successors if s.prev == self.in_force and s.state in UNDECIDED and code in s.signed), None
        )


class Move(NamedTuple):
    """Something that a party may write next; ``successor`` is None for a proposal of its own."""

    kind: ActKind
    successor: Successor | None


def amendments(codes: Sequence[str], founding: bytes, acts: Iterable[Act]) -> Amendments:
    """Return what the entries say together; they may come in any order, and one may come twice.

    Cost: quadratic in the acts about successors of one charter, linear in charters.
    """
    waiting: dict[bytes, list[Act]] = {}
    for act in sorted(set(acts), key=lambda act: (act.author, act.place, act.leaf)):
        waiting.setdefault(act.prev, []).append(act)
    generations: list[_Generation] = []
    decisions: list[tuple[bytes, Act]] = []
    current: bytes | None = founding
    while current is not None:
        before = decisions[-1][1] if decisions else None
        generations.append(_Generation(tuple(codes), before, waiting.pop(current, [])))
        current = None
        for act in generations[-1].decision:
            decisions.append((act.successor, act))
            current = act.successor
    left = [(act, "The charter that it would replace is not in force.") for group in waiting.values() for act in group]
    return Amendments(
        tuple(codes),
        founding,
        tuple(decisions),
        tuple(successor for generation in generations for successor in generation.successors()),
        tuple(double for generation in generations for double in generation.doubles),
        tuple(item for generation in generations for item in generation.without_effect)
        + tuple(sorted(left, key=lambda item: (item[0].author, item[0].place, item[0].leaf))),
    )


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
        missing = [other for other in found.codes if other not in there.signed]
        if kind is ActKind.IN_FORCE and missing:
            return f"Not signed yet by {', '.join(missing)}. Until all have signed the old charter holds."
        return ""
    if proposer == code:
        return "The proposal is our signature; what is left to us is to withdraw it, or to put it in force when all have signed."
    if code in there.signed:
        return "We have signed this proposal; an answer is given once."
    bound = found.bound_by(code)
    return _bound_words(bound) if kind is ActKind.SIGNED else ""


def root_signatures_needed(old: Charter, new: Charter) -> tuple[str, ...]:
    """Return the names of changed fields for which every root must sign the hash too (PROTOCOL 6.5); mostly none."""
    changed = []
    if [(party.code, party.root) for party in old.parties] != [(party.code, party.root) for party in new.parties]:
        changed.append("parties")
    if old.record_class != new.record_class:
        changed.append("record_class")
    return tuple(changed)


def changed_fields(old: Charter, new: Charter) -> tuple[str, ...]:
    """Return the names of the fields in which two charters differ, apart from what names them."""
    before, after = decode(old.data), decode(new.data)
    names = (before.keys() | after.keys()) - {"nonce", "line", "prev"}
    return tuple(sorted(name for name in names if before.get(name) != after.get(name)))


def why_no_successor(old: Charter, new: Charter) -> str:
    """Return why a charter cannot replace another, in words; empty if it can."""
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
    return ""


def _bound_words(bound: Successor | None) -> str:
    if bound is None:
        return ""
    return (
        f"We have signed a proposal of {bound.proposer} that is not decided ({bound.hash.hex()[:16]}…)."
        " Another may be signed when it is refused, withdrawn or in force."
    )


def _covered(
    act: Act, author: str, place: tuple[int, int], seen: Iterable[tuple[str, int, int]], *, itself: bool = False
) -> bool:
    """Tell whether an act precedes a place in its author's own log, or lies below a head that is listed as seen."""
    if act.author == author:
        return act.place < place or (itself and act.place == place)
    return any(code == act.author and (epoch, size) > act.place for code, epoch, size in seen)


_Key = tuple[bytes, str]


class _Generation:
    """The acts about successors of one charter, judged one after the other, each after all that its author had before him."""

    def __init__(self, codes: tuple[str, ...], before: Act | None, acts: list[Act]) -> None:
        """``before``: the act that put the charter in force; None for the founding one. ``acts`` in the order of their logs."""
        self._codes, self._before = codes, before
        self._counting: list[Act] = []
        self.doubles: list[Double] = []
        self.without_effect: list[tuple[Act, str]] = []
        ordered, circular = _by_cause(acts)
        self.without_effect += [(act, "It names as seen what names it as seen.") for act in circular]
        for act in ordered:
            reason = self._reason(act)
            if reason:
                self.without_effect.append((act, reason))
            else:
                self._counting.append(act)
        self.without_effect.sort(key=lambda item: (item[0].author, item[0].place, item[0].leaf))
        self.doubles.sort()
        self.decision = [act for act in self._counting if act.kind is ActKind.IN_FORCE]
        assert len(self.decision) <= 1, "two successors of one charter are in force"

    def successors(self) -> list[Successor]:
        made = [self._successor(act) for act in self._counting if act.kind is ActKind.PROPOSED]
        return sorted(made, key=lambda successor: (successor.hash, successor.proposer))

    def _successor(self, proposal: Act) -> Successor:
        acts = [act for act in self._counting if _key(act) == _key(proposal)]
        by_kind = {kind: {act.author: act.leaf for act in acts if act.kind is kind} for kind in ActKind}
        signed = by_kind[ActKind.PROPOSED] | by_kind[ActKind.SIGNED]
        decided = next((act for act in acts if act.kind in {ActKind.IN_FORCE, ActKind.WITHDRAWN}), None)
        if decided is not None:
            in_force = decided.kind is ActKind.IN_FORCE
            state = SuccessorState.IN_FORCE if in_force else SuccessorState.WITHDRAWN
        elif by_kind[ActKind.REFUSED]:
            state = SuccessorState.REFUSED
        else:
            state = SuccessorState.SIGNED if len(signed) == len(self._codes) else SuccessorState.PROPOSED
        return Successor(
            proposal.successor,
            proposal.prev,
            proposal.proposer,
            state,
            {code: signed[code] for code in self._codes if code in signed},
            {code: by_kind[ActKind.REFUSED][code] for code in self._codes if code in by_kind[ActKind.REFUSED]},
            decided.leaf if decided is not None else None,
        )

    def _reason(self, act: Act) -> str:
        """Return why an act changes nothing; empty if it counts."""
        if act.void:
            return "Its entry is void, or late from a closed epoch and not adopted."
        if act.author not in self._codes:
            return f"{act.author} is no party of this line."
        if self._before is not None and not _before(self._before, act):
            return "Its author did not have before him that the charter to be replaced is in force."
        had = [other for other in self._counting if _before(other, act)]
        if any(other.kind is ActKind.IN_FORCE for other in had):
            return "A successor of the same charter was in force already."
        bound = self._bound(act, had)
        if bound is not None:
            self.doubles.append(Double(act.author, bound.leaf, act.leaf))
            return "Its author had signed another successor that was not decided; the two signatures are evidence."
        about = [other for other in had if _key(other) == _key(act)]
        if act.kind is ActKind.PROPOSED:
            if act.author != act.proposer:
                return f"{act.author} cannot propose for {act.proposer}."
            return "It was proposed already." if about else ""
        return self._reason_of_answer(act, about)

    def _reason_of_answer(self, act: Act, about: list[Act]) -> str:
        if not any(other.kind is ActKind.PROPOSED for other in about):
            return "Its author did not have the proposal before him."
        decides = act.kind in {ActKind.IN_FORCE, ActKind.WITHDRAWN}
        if decides != (act.author == act.proposer):
            return f"Only {act.proposer}, who proposed it, decides; every other party signs or refuses."
        if any(other.author == act.author and other.kind is not ActKind.PROPOSED for other in about):
            return "Its author has answered or decided already; the first stands."
        if act.kind is not ActKind.WITHDRAWN and any(other.kind in _ENDS for other in about):
            return "The successor was refused or withdrawn already."
        if act.kind is ActKind.IN_FORCE:
            signed = {other.author for other in about if other.kind is ActKind.SIGNED and other.leaf in act.refs}
            missing = [code for code in self._codes if code != act.author and code not in signed]
            if missing:
                return f"It names no signature of {', '.join(missing)} that counts."
        return ""

    def _bound(self, act: Act, had: list[Act]) -> Act | None:
        """Return the author's earlier signature of another successor that was not dead to his knowledge."""
        if act.kind not in _SIGNS:
            return None
        dead = {_key(other) for other in had if other.kind in _ENDS}
        for other in had:
            if (
                other.author == act.author
                and other.kind in _SIGNS
                and _key(other) != _key(act)
                and _key(other) not in dead
            ):
                return other
        return None


_SIGNS = frozenset({ActKind.PROPOSED, ActKind.SIGNED})
_ENDS = frozenset({ActKind.REFUSED, ActKind.WITHDRAWN})


def _key(act: Act) -> _Key:
    return act.successor, act.proposer


def _before(other: Act, act: Act) -> bool:
    """Tell whether ``act``'s author had ``other`` before him."""
    if other.author == act.author:  # two branches of a log in dispute share a place; their leaves give them an order
        return (other.place, other.leaf) < (act.place, act.leaf)
    return _covered(other, act.author, act.place, act.seen)


def _by_cause(acts: list[Act]) -> tuple[list[Act], list[Act]]:
    """Return acts so that each comes after all that its author had before him, and those that form a circle.

    Honest entries form none: a ``seen`` is a hash of what it covers.
    """
    after: dict[Act, list[Act]] = {act: [] for act in acts}
    waits = dict.fromkeys(acts, 0)
    for other in acts:
        for act in acts:
            if other is not act and _before(other, act):
                after[other].append(act)
                waits[act] += 1
    made = [act for act in acts if not waits[act]]
    for act in made:  # grows while it is walked
        for later in after[act]:
            waits[later] -= 1
            if not waits[later]:
                made.append(later)
    return made, [act for act in acts if waits[act]]
