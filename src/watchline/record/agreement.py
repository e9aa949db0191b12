"""What is said of the charter while a line is in use (docs/spec/charter.md): a successor proposed, signed, refused, in force.

The rules are the line's (``line/amendment.py``); here is only what each entry holds.
"""

from __future__ import annotations

from typing import Final

from watchline.record.body import Body, Text


class CharterProposed(Body, frozen=True, kw_only=True, omit_defaults=True):
    """A charter to replace the one in force, as bytes. It counts as its author's signature."""

    charter: bytes


class CharterSigned(Body, frozen=True, kw_only=True, omit_defaults=True):
    """This party signs the proposal. It is bound by it until the proposal is refused, withdrawn or in force."""


class CharterRefused(Body, frozen=True, kw_only=True, omit_defaults=True):
    """This party does not sign the proposal, which is dead with that."""

    text: Text | None = None


class CharterInForce(Body, frozen=True, kw_only=True, omit_defaults=True):
    """The proposer puts its proposal in force: ``refs`` name the proposal first, then every other party's signature."""


class CharterWithdrawn(Body, frozen=True, kw_only=True, omit_defaults=True):
    """The proposer takes its proposal back, which is dead with that."""

    text: Text | None = None


PROPOSED: Final = "charter_proposed"
SIGNED: Final = "charter_signed"
REFUSED: Final = "charter_refused"
IN_FORCE: Final = "charter_in_force"
WITHDRAWN: Final = "charter_withdrawn"
BODIES: Final[dict[str, type[Body]]] = {
    PROPOSED: CharterProposed,
    SIGNED: CharterSigned,
    REFUSED: CharterRefused,
    IN_FORCE: CharterInForce,
    WITHDRAWN: CharterWithdrawn,
}
ACTS: Final[dict[str, str]] = dict.fromkeys((SIGNED, REFUSED, IN_FORCE, WITHDRAWN), PROPOSED)
"""Kinds whose first reference is an entry of the kind on the right."""
AMENDMENTS: Final = frozenset(BODIES)
"""Kinds whose meaning no verifier of this version judges: it names them as not checked."""
