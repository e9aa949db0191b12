"""What a party says publicly of its own use of the line, or of an agreement that hangs on it: suspended, resumed (docs/spec/suspension.md).

It is said for its author alone and stops nothing: entries, mirroring, cosigning, line tests and FLASH go on.
"""

from __future__ import annotations

from typing import Final

import msgspec

from watchline.record.body import Body, Short, Text


class Suspension(Body, frozen=True, kw_only=True, omit_defaults=True):
    """This party suspends its use of the line.

    Attributes:
        start: From when, by its own word (ms; ``from`` in the record); None: from this entry on.
        text: What it says to it; may be left out.
        language: Language tag of the text.
    """

    start: int | None = msgspec.field(name="from", default=None)
    text: Text | None = None
    language: Short | None = None


class Resumption(Body, frozen=True, kw_only=True, omit_defaults=True):
    """This party takes up its use of the line again: the first of ``refs`` is its suspension."""

    text: Text | None = None
    language: Short | None = None


class AgreementSuspended(Body, frozen=True, kw_only=True, omit_defaults=True):
    """This party suspends an agreement that hangs on the line: ``agreement`` is its id in the charter; else as ``Suspension``."""

    agreement: Short
    start: int | None = msgspec.field(name="from", default=None)
    text: Text | None = None
    language: Short | None = None


class AgreementResumed(Body, frozen=True, kw_only=True, omit_defaults=True):
    """This party takes up an agreement again: the first of ``refs`` is its ``agreement_suspended``."""

    text: Text | None = None
    language: Short | None = None


SUSPENSION: Final = "suspension"
RESUMPTION: Final = "resumption"
AGREEMENT_SUSPENDED: Final = "agreement_suspended"
AGREEMENT_RESUMED: Final = "agreement_resumed"
BODIES: Final[dict[str, type[Body]]] = {
    SUSPENSION: Suspension,
    RESUMPTION: Resumption,
    AGREEMENT_SUSPENDED: AgreementSuspended,
    AGREEMENT_RESUMED: AgreementResumed,
}
ACTS: Final[dict[str, str]] = {RESUMPTION: SUSPENSION, AGREEMENT_RESUMED: AGREEMENT_SUSPENDED}
"""Kinds whose first reference is an entry of the kind on the right."""
