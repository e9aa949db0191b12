"""What is said of the charter while a line is in use (docs/spec/charter.md): a successor proposed, signed, refused, in force; a party left.

The rules are the line's (``line/amendment.py``); here is only what each entry holds.
"""

from __future__ import annotations

from typing import Annotated, Final

import msgspec

from watchline.record.body import Body, Digest, Short, Text
from watchline.record.charter_limits import PARTIES_MAX

Signature = Annotated[bytes, msgspec.Meta(min_length=64, max_length=64)]


class CharterProposed(Body, frozen=True, kw_only=True, omit_defaults=True):
    """A charter to replace the one in force, as bytes. It counts as its author's signature."""

    charter: bytes


class CharterSigned(Body, frozen=True, kw_only=True, omit_defaults=True):
    """This party signs the proposal. It is bound by it until the proposal is refused, withdrawn or in force."""


class CharterRefused(Body, frozen=True, kw_only=True, omit_defaults=True):
    """This party does not sign the proposal, which is dead with that."""

    text: Text | None = None


class CharterInForce(Body, frozen=True, kw_only=True, omit_defaults=True):
    """The proposer puts its proposal in force: ``refs`` name the proposal first, then every other party's signature.

    ``signatures``: code and root signature over the charter's hash, where the change needs them (PROTOCOL 6.5): of every party of the old
    and of the new charter. ``rosters``: the signed roster of each party that joins.
    """

    signatures: Annotated[list[tuple[Short, Signature]], msgspec.Meta(max_length=2 * PARTIES_MAX)] = msgspec.field(
        default_factory=list
    )
    rosters: Annotated[list[bytes], msgspec.Meta(max_length=PARTIES_MAX)] = msgspec.field(default_factory=list)


class CharterWithdrawn(Body, frozen=True, kw_only=True, omit_defaults=True):
    """The proposer takes its proposal back, which is dead with that."""

    text: Text | None = None


class Leave(Body, frozen=True, kw_only=True, omit_defaults=True):
    """A party leaves by itself: its root's signature over the line, its code and the charter that it leaves under (PROTOCOL 6.6).

    Whoever holds the statement may record it: what counts is the signature, not in whose log it stands.
    """

    code: Short
    charter: Digest
    signature: Signature


PROPOSED: Final = "charter_proposed"
SIGNED: Final = "charter_signed"
REFUSED: Final = "charter_refused"
IN_FORCE: Final = "charter_in_force"
WITHDRAWN: Final = "charter_withdrawn"
LEAVE: Final = "leave"
BODIES: Final[dict[str, type[Body]]] = {
    PROPOSED: CharterProposed,
    SIGNED: CharterSigned,
    REFUSED: CharterRefused,
    IN_FORCE: CharterInForce,
    WITHDRAWN: CharterWithdrawn,
    LEAVE: Leave,
}
ACTS: Final[dict[str, str]] = dict.fromkeys((SIGNED, REFUSED, IN_FORCE, WITHDRAWN), PROPOSED)
"""Kinds whose first reference is an entry of the kind on the right."""
AMENDMENTS: Final = frozenset(BODIES)
"""Kinds whose meaning no verifier of this version judges: it names them as not checked."""
