"""What is said of a call between two offices (docs/spec/calls.md): asked for, answered, scheduled, and each side's account of it.

A call is between the author of its `call` entry, who asks, and one party, who is asked. Voice itself is not here.
"""

from __future__ import annotations

from typing import Annotated, Final

import msgspec

from watchline.record.body import Body, Flag, Short, Text

WINDOWS_MAX = 8
Window = tuple[int, int]
"""(from, to): ms, a time that would suit; both ends inclusive."""
Windows = Annotated[list[Window], msgspec.Meta(max_length=WINDOWS_MAX)]
Reason = Annotated[str, msgspec.Meta(pattern=r"^(none|private|public)\Z")]


class Call(Body, frozen=True, kw_only=True, omit_defaults=True):
    """A call is asked for. Opens a thread.

    Attributes:
        to: Code of the party that is asked.
        level: Rung of the charter's ladder.
        office: Who of ours would speak, as an office.
        with_office: Whose office of theirs is asked for.
        purpose: What it is to be about.
        language: Language tag of the texts.
        windows: Times that would suit the one who asks; empty: any.
        valid_until: ms; after it the request has lapsed, which is no refusal. None: a standing request.
        initiative: At whose initiative, as the author states it: a party code, `both` or `third`.
        circuit: Circuit of the line for the voice, if it is one.
        interpreter: Code of the party that brings the interpreter.
    """

    to: Short
    level: Short
    office: Short
    with_office: Short
    purpose: Text
    language: Short
    windows: Windows = msgspec.field(default_factory=list)
    valid_until: int | None = None
    initiative: Short | None = None
    circuit: Short | None = None
    interpreter: Short | None = None


class CallRead(Body, frozen=True, kw_only=True, omit_defaults=True):
    """A watch officer of the party that is asked has the request before him."""


class CallAttempt(Body, frozen=True, kw_only=True, omit_defaults=True):
    """The one who asks asks again: one more attempt, on the same request."""

    text: Text | None = None
    valid_until: int | None = None


class CallAccepted(Body, frozen=True, kw_only=True, omit_defaults=True):
    """The other's proposal is accepted, for this time (ms)."""

    at: int
    circuit: Short | None = None
    text: Text | None = None


class CallDeclined(Body, frozen=True, kw_only=True, omit_defaults=True):
    """Not accepted. `none`: no reason is given; `private`: there is one that is not for the record; `public`: it is the text."""

    reason: Reason
    text: Text | None = None


class CallProposed(Body, frozen=True, kw_only=True, omit_defaults=True):
    """Other times are proposed instead."""

    windows: Windows
    text: Text | None = None


class CallPostponed(Body, frozen=True, kw_only=True, omit_defaults=True):
    """A scheduled call is put off: to the windows proposed, or without any yet."""

    windows: Windows = msgspec.field(default_factory=list)
    reason: Reason = "none"
    text: Text | None = None


class CallCancelled(Body, frozen=True, kw_only=True, omit_defaults=True):
    """The call is off, by its author's word."""

    reason: Reason = "none"
    text: Text | None = None


class CallAccount(Body, frozen=True, kw_only=True, omit_defaults=True):
    """One side's account of a call, or of an attempt to make it. Both sides' stand beside each other; neither is averaged.

    Attributes:
        outcome: `held`, `no_answer`, `deputy` (a deputy took it) or `cut_off`.
        started, ended: ms, by the author's clock.
        office, with_office: Who spoke, for us and for them, as offices.
        verified: 1: the verification words were compared.
        next: ms of the next call agreed; None: none was.
        text: What this side keeps of it in the common record; may be empty.
    """

    outcome: Annotated[str, msgspec.Meta(pattern=r"^(held|no_answer|deputy|cut_off)\Z")]
    office: Short
    with_office: Short
    started: int | None = None
    ended: int | None = None
    verified: Flag | None = None
    next: int | None = None
    text: Text | None = None
    language: Short | None = None


CALL: Final = "call"
BODIES: Final[dict[str, type[Body]]] = {
    CALL: Call,
    "call_read": CallRead,
    "call_attempt": CallAttempt,
    "call_accepted": CallAccepted,
    "call_declined": CallDeclined,
    "call_proposed": CallProposed,
    "call_postponed": CallPostponed,
    "call_cancelled": CallCancelled,
    "call_account": CallAccount,
}
ACTS: Final = frozenset(BODIES) - {CALL}
"""Kinds whose first reference is the `call`."""
