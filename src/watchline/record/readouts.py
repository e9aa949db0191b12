"""What is said of readouts (docs/spec/readouts.md): each side's own public account of a call, first only committed to.

A commitment binds its author to one text before the other side knows it. A difference between two readouts is normal.
"""

from __future__ import annotations

from typing import Annotated, Final

import msgspec

from watchline.codec import encode
from watchline.keys import labelled_digest
from watchline.record.body import Body, Digest, Short, Text
from watchline.record.header import Ref

POINTS_MAX = 64
Point = tuple[
    Annotated[str, msgspec.Meta(min_length=1, max_length=64)],
    Annotated[str, msgspec.Meta(min_length=1, max_length=2000)],
]
"""(key, statement): a short label of the author's choice, and what he says under it. Equal keys are compared, nothing else."""
Points = Annotated[list[Point], msgspec.Meta(max_length=POINTS_MAX)]
Scope = Annotated[str, msgspec.Meta(pattern=r"^(full|agreed_text|fact_only|nothing)\Z")]


class Readout(Body, frozen=True, kw_only=True, omit_defaults=True):
    """A party commits to its readout of a call, without showing it. Opens a thread.

    ``refs[0]`` is the call; a further one for the same call and language names in ``refs[1]`` the one that it replaces.

    Attributes:
        language: Language tag of the text.
        commitment: ``commitment`` of the text.
        scope: What is meant to become public: all of it, a text agreed by both, the fact of the call only, or nothing.
        not_before: ms; its author does not mean to publish earlier.
    """

    language: Short
    commitment: Digest
    scope: Scope | None = None
    not_before: int | None = None


class ReadoutShared(Body, frozen=True, kw_only=True, omit_defaults=True):
    """The text of a readout is shown to the other side before it is public."""

    text: Text
    salt: Digest


class ReadoutPublished(Body, frozen=True, kw_only=True, omit_defaults=True):
    """The text of a readout is public, by its author's word.

    Attributes:
        text, salt: What was committed to; a reader computes the commitment from them.
        where: Where it was published.
        points: What the author calls its points, to stand beside the other side's; no part of the commitment.
    """

    text: Text
    salt: Digest
    where: Short | None = None
    points: Points = msgspec.field(default_factory=list)


class ReadoutCorrected(Body, frozen=True, kw_only=True, omit_defaults=True):
    """The author corrects what he published; both texts stand."""

    text: Text
    language: Short


class ReadoutSupplemented(Body, frozen=True, kw_only=True, omit_defaults=True):
    """The author adds to what he published."""

    text: Text
    language: Short


class ConfidentialityProposed(Body, frozen=True, kw_only=True, omit_defaults=True):
    """A party of the call proposes that neither publishes a readout of it."""

    text: Text | None = None


class ConfidentialityAgreed(Body, frozen=True, kw_only=True, omit_defaults=True):
    """The other party agrees to the proposal in ``refs[1]``."""

    text: Text | None = None


class ConfidentialityNotAgreed(Body, frozen=True, kw_only=True, omit_defaults=True):
    """The other party does not agree to the proposal in ``refs[1]``."""

    text: Text | None = None


READOUT: Final = "readout"
SHARED, PUBLISHED = "readout_shared", "readout_published"
CORRECTED, SUPPLEMENTED = "readout_corrected", "readout_supplemented"
PROPOSED, AGREED, NOT_AGREED = "confidentiality_proposed", "confidentiality_agreed", "confidentiality_not_agreed"
BODIES: Final[dict[str, type[Body]]] = {
    READOUT: Readout,
    SHARED: ReadoutShared,
    PUBLISHED: ReadoutPublished,
    CORRECTED: ReadoutCorrected,
    SUPPLEMENTED: ReadoutSupplemented,
    PROPOSED: ConfidentialityProposed,
    AGREED: ConfidentialityAgreed,
    NOT_AGREED: ConfidentialityNotAgreed,
}
ACTS: Final[dict[str, str]] = {
    **dict.fromkeys((SHARED, PUBLISHED, CORRECTED, SUPPLEMENTED), READOUT),
    **dict.fromkeys((PROPOSED, AGREED, NOT_AGREED), "call"),
}
"""Kinds whose first reference is an entry of the kind on the right."""


def commitment(line: bytes, party: bytes, call: Ref, language: str, salt: bytes, text: str) -> bytes:
    """Return the commitment to a readout (PROTOCOL 10.5; docs/spec/readouts.md).

    One array, so that no byte of one field can be read as a byte of the next; line, party and call are in it, so that nobody can
    pass another's commitment, or one to another call, off as his own.

    Args:
        line: Line id, 32 bytes.
        party: Party id of the author, 32 bytes.
        call: The call, as a leaf refers to it, its leaf hash included.
        language: Language tag.
        salt: 32 random bytes, never used twice: without them a short text is found by trial.
        text: The readout, its characters as they are.
    """
    return labelled_digest(READOUT, encode([line, party, list(call), language, salt, text]))
