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

A successor that changes parties, roots or record classes is in force only if the entry that says so holds the signature of every root
of the old and the new charter as well. Who sits on the line is a matter of each charter: those of the one in force decide its successor.
A party that left by a statement of its root is asked no more, neither in its log nor for its root, by a successor that does not name it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from watchline.line.acts import UNDECIDED, Act, ActKind, Double, Left, Successor, SuccessorState
from watchline.line.history import History


class Amendments(msgspec.Struct, frozen=True):
    """What the entries of a line's amendments say together.

    Attributes:
        codes: The parties of the charter in force.
        founding: Hash of the founding charter; at a party that joined later, of the charter by which it did.
        decisions: (charter, its ``charter_in_force`` act) of each later charter, in the order in force.
        successors: Every proposed charter whose proposal counts, by charter replaced, then in the order of hash and proposer.
        doubles: Signatures that are evidence.
        without_effect: Acts that change nothing, each with the reason in words.
        history: What precedes what in each party's logs.
        left: Codes of parties of the charter in force that have left.
    """

    codes: tuple[str, ...]
    founding: bytes
    decisions: tuple[tuple[bytes, Act], ...]
    successors: tuple[Successor, ...]
    doubles: tuple[Double, ...]
    without_effect: tuple[tuple[Act, str], ...]
    history: History = History()
    left: tuple[str, ...] = ()

    @property
    def in_force(self) -> bytes:
        """Hash of the charter that holds."""
        return self.decisions[-1][0] if self.decisions else self.founding

    def charter_at(self, author: str, place: tuple[int, int], seen: Sequence[tuple[str, int, int]]) -> bytes:
        """Return the charter that an entry names (PROTOCOL 2.4): the newest in force at its place, before it or in its ``seen``.

        An epoch that was opened for a charter works by it from its leaf 0 on.
        """
        opened = self.history.opened_for(author, place)
        held = [
            charter
            for charter, act in self.decisions
            if charter in opened
            or (act.author, act.place) == (author, place)
            or self.history.had(author, place, seen, act.author, act.place)
        ]
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


_ONE_EPOCH = History()


def amendments(
    codes: Sequence[str],
    founding: bytes,
    acts: Iterable[Act],
    *,
    history: History = _ONE_EPOCH,
    parties: Mapping[bytes, Sequence[str]] | None = None,
    left: Iterable[Left] = (),
) -> Amendments:
    """Return what the entries say together; they may come in any order, and one may come twice.

    Args:
        codes: Parties of the founding charter.
        founding: Its hash.
        acts: One for each entry.
        history: What the parties say of their closed logs; nothing if none has more than one epoch.
        parties: Parties of each proposed charter; one that is not there has those of the charter that it replaces.
        left: Statements of parties that left.

    Cost: quadratic in the acts about successors of one charter, linear in charters.
    """
    seats = parties or {}
    waiting: dict[bytes, list[Act]] = {}
    for act in sorted(set(acts), key=lambda act: (act.author, act.place, act.leaf)):
        waiting.setdefault(act.prev, []).append(act)
    generations: list[_Generation] = []
    decisions: list[tuple[bytes, Act]] = []
    held = [(founding, tuple(codes))]
    leaving = sorted(set(left))
    while len(generations) < len(held):
        charter, members = held[-1]
        gone = [item for item in leaving if _still(item, held)]
        decision = decisions[-1][1] if decisions else None
        made = _Generation(charter, members, decision, waiting.pop(charter, []), history, seats, gone)
        generations.append(made)
        if made.decision is not None:
            decisions.append((made.decision.successor, made.decision))
            held.append((made.decision.successor, made.seats(made.decision)))
    rest = [(act, "The charter that it would replace is not in force.") for group in waiting.values() for act in group]
    return Amendments(
        held[-1][1],
        founding,
        tuple(decisions),
        tuple(successor for generation in generations for successor in generation.successors()),
        tuple(double for generation in generations for double in generation.doubles),
        tuple(item for generation in generations for item in generation.without_effect)
        + tuple(sorted(rest, key=lambda item: (item[0].author, item[0].place, item[0].leaf))),
        history,
        tuple(code for code in held[-1][1] if any(item.code == code for item in leaving if _still(item, held))),
    )


def _still(left: Left, held: Sequence[tuple[bytes, tuple[str, ...]]]) -> bool:
    """Tell whether a statement to leave counts under the newest charter: its party has not been admitted anew since."""
    since = next((at for at, (charter, _) in enumerate(held) if charter == left.since), None)
    return since is not None and all(left.code in codes for _, codes in held[since:])


_Key = tuple[bytes, str]


class _Generation:
    """The acts about successors of one charter, judged one after the other, each after all that its author had before him."""

    def __init__(
        self,
        charter: bytes,
        codes: tuple[str, ...],
        before: Act | None,
        acts: list[Act],
        history: History,
        parties: Mapping[bytes, Sequence[str]],
        left: list[Left],
    ) -> None:
        """``before``: the act that put the charter in force; None for the founding one. ``acts`` in the order of their logs."""
        self._charter, self._codes, self._before = charter, codes, before
        self._history, self._parties, self._left = history, parties, left
        self._counting: list[Act] = []
        self.doubles: list[Double] = []
        self.without_effect: list[tuple[Act, str]] = []
        ordered, circular = _by_cause(acts, self._precedes)
        self.without_effect += [(act, "It names as seen what names it as seen.") for act in circular]
        for act in ordered:
            reason = self._reason(act)
            if reason:
                self.without_effect.append((act, reason))
            else:
                self._counting.append(act)
        decisions = [act for act in self._counting if act.kind is ActKind.IN_FORCE]
        decisions.sort(key=lambda act: not history.stands(act.author, act.place))
        self.decision = decisions[0] if decisions else None
        for act in decisions[
            1:
        ]:  # one of them turned up late, and its author had decided otherwise when he no longer had it
            self._counting.remove(act)
            self.without_effect.append((act, "Another successor of the same charter is in force."))
        self.without_effect.sort(key=lambda item: (item[0].author, item[0].place, item[0].leaf))
        self.doubles.sort()

    def seats(self, act: Act) -> tuple[str, ...]:
        """Return the parties of the successor that an act is about."""
        return tuple(self._parties.get(act.successor, self._codes))

    def _precedes(self, other: Act, act: Act) -> bool:
        """Tell whether ``act``'s author had ``other`` before him."""
        if (other.author, other.place) == (act.author, act.place):
            return other.leaf < act.leaf  # of two branches of a log in dispute
        return self._history.had(act.author, act.place, act.seen, other.author, other.place)

    def _excused(self, act: Act, *, so_far: bool) -> frozenset[str]:
        """Return who is asked no more by an act's successor: who left, to its author's knowledge if ``so_far``, and is not named by it."""
        gone = {
            item.code
            for item in self._left
            if not so_far or self._history.had(act.author, act.place, act.seen, item.author, item.place)
        }
        return frozenset(gone - set(self.seats(act)))

    def successors(self) -> list[Successor]:
        made = [self._successor(act) for act in self._counting if act.kind is ActKind.PROPOSED]
        return sorted(made, key=lambda successor: (successor.hash, successor.proposer))

    def _successor(self, proposal: Act) -> Successor:
        acts = [act for act in self._counting if _key(act) == _key(proposal)]
        by_kind = {kind: {act.author: act.leaf for act in acts if act.kind is kind} for kind in ActKind}
        signed = by_kind[ActKind.PROPOSED] | by_kind[ActKind.SIGNED]
        decided = next((act for act in acts if act.kind in {ActKind.IN_FORCE, ActKind.WITHDRAWN}), None)
        excused = self._excused(proposal, so_far=False)
        asked = tuple(code for code in self._codes if code not in excused)
        if decided is not None:
            in_force = decided.kind is ActKind.IN_FORCE
            state = SuccessorState.IN_FORCE if in_force else SuccessorState.WITHDRAWN
        elif by_kind[ActKind.REFUSED]:
            state = SuccessorState.REFUSED
        else:
            state = SuccessorState.SIGNED if signed.keys() >= set(asked) else SuccessorState.PROPOSED
        return Successor(
            proposal.successor,
            proposal.prev,
            proposal.proposer,
            state,
            {code: signed[code] for code in self._codes if code in signed},
            {code: by_kind[ActKind.REFUSED][code] for code in self._codes if code in by_kind[ActKind.REFUSED]},
            decided.leaf if decided is not None else None,
            asked,
            tuple(sorted({act.author for act in acts if not self._history.stands(act.author, act.place)})),
        )

    def _reason(self, act: Act) -> str:
        """Return why an act changes nothing; empty if it counts."""
        if act.void:
            return "Its entry is void, or late from a closed epoch and not adopted."
        if act.author not in self._codes:
            return f"{act.author} is no party of this line."
        if not self._knew(act):
            return "Its author did not have before him that the charter to be replaced is in force."
        had = [other for other in self._counting if self._precedes(other, act)]
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
            excused = self._excused(act, so_far=True)
            missing = [code for code in self._codes if code != act.author and code not in signed | excused]
            if missing:
                return f"It names no signature of {', '.join(missing)} that counts."
            roots = [code for code in act.unsigned if code not in excused]
            if roots:
                return f"It holds no signature by the root of {', '.join(roots)}, which this change needs."
        return ""

    def _knew(self, act: Act) -> bool:
        """Tell whether an act's author had before him that the charter to be replaced is in force."""
        return (
            self._before is None
            or self._precedes(self._before, act)
            or self._charter in self._history.opened_for(act.author, act.place)
        )

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


def _by_cause(acts: list[Act], precedes: Callable[[Act, Act], bool]) -> tuple[list[Act], list[Act]]:
    """Return acts so that each comes after all that its author had before him, and those that form a circle.

    Honest entries form none: a ``seen`` is a hash of what it covers.
    """
    after: dict[Act, list[Act]] = {act: [] for act in acts}
    waits = dict.fromkeys(acts, 0)
    for other in acts:
        for act in acts:
            if other is not act and precedes(other, act):
                after[other].append(act)
                waits[act] += 1
    made = [act for act in acts if not waits[act]]
    for act in made:  # grows while it is walked
        for later in after[act]:
            waits[later] -= 1
            if not waits[later]:
                made.append(later)
    return made, [act for act in acts if waits[act]]
