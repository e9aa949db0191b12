"""The acts of an amendment, one for each entry, and what became of each successor (``line/amendment.py`` has the rules)."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

import msgspec


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
        unsigned: Of ``charter_in_force``: parties of the old or the new charter whose root signature is needed and not in it.
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
    unsigned: tuple[str, ...] = ()


class Left(NamedTuple):
    """A party left: an entry that bears its root's statement (PROTOCOL 6.6). Who recorded it does not matter.

    Attributes:
        code: Who left.
        since: Hash of the charter that it left under, which its root named.
        author, place: The entry.
    """

    code: str
    since: bytes
    author: str
    place: tuple[int, int]


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
    """A proposed charter: who signed (code -> leaf hash; the proposal is its proposer's), who refused, what decided it.

    ``asked``: who must sign in its log before it can be in force: every party of the charter that it replaces, but those that have left
    and that it does not name. ``late``: whose signature stands in a closed log, beyond what that party stands by.
    """

    hash: bytes
    prev: bytes
    proposer: str
    state: SuccessorState
    signed: dict[str, bytes]
    refused: dict[str, bytes]
    decided: bytes | None
    asked: tuple[str, ...] = ()
    late: tuple[str, ...] = ()

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


class Move(NamedTuple):
    """Something that a party may write next; ``successor`` is None for a proposal of its own."""

    kind: ActKind
    successor: Successor | None
