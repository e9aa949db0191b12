"""The table of a call (docs/spec/calls.md): where it stands, what is written, by which side, and where it stands then.

Theory: the same table judges both sides and every node folds the acts in the common order, so both nodes tell the same state. What
is not in the table has no place: it changes nothing and is shown as such. Two rules shape it. An answer implies that the request was
read, so nobody has to write `call_read` first. And **an account has a place in every state**: what a side says of a call cannot lose
its place by anything that the other side writes, however early it claims to have written it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final

from watchline.record.calls import ACTS, BODIES
from watchline.sentence import worded


class CallState(StrEnum):
    """Where a call stands. ``asker`` wrote the request, ``asked`` is the party that it names."""

    REQUESTED = "requested"
    READ = "read"
    PROPOSED_BY_ASKED = "proposed_by_asked"
    PROPOSED_BY_ASKER = "proposed_by_asker"
    SCHEDULED = "scheduled"
    POSTPONED = "postponed"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    TRIED = "tried"
    ACCOUNTED = "accounted"


class Side(StrEnum):
    """Who acts."""

    ASKER = "asker"
    ASKED = "asked"


class Step(StrEnum):
    """What is written: a kind, and where its body decides, which of two things it is."""

    READ = "call_read"
    ATTEMPT = "call_attempt"
    ACCEPTED = "call_accepted"
    DECLINED = "call_declined"
    PROPOSED = "call_proposed"
    POSTPONED = "call_postponed"
    POSTPONED_TO = "call_postponed_to"
    CANCELLED = "call_cancelled"
    ACCOUNT_HELD = "call_account_held"
    ACCOUNT_TRIED = "call_account_tried"


_S, _T = CallState, Step
_ASKER, _ASKED = Side.ASKER, Side.ASKED
HELD: Final = "held"
"""The outcome of an account by which the call took place between the offices asked for."""
BODY_DECIDES: Final[dict[str, tuple[Step, Step]]] = {
    "call_postponed": (_T.POSTPONED, _T.POSTPONED_TO),
    "call_account": (_T.ACCOUNT_HELD, _T.ACCOUNT_TRIED),
}
"""Kinds that are two steps."""


def step_of(kind: str, facts: dict[str, Any]) -> Step:
    """Return the step that an act is: a postponement with or without times proposed, an account that says *held* or not."""
    match kind:
        case "call_postponed":
            return _T.POSTPONED_TO if facts.get("windows") else _T.POSTPONED
        case "call_account":
            return _T.ACCOUNT_HELD if facts.get("outcome") == HELD else _T.ACCOUNT_TRIED
        case _:
            return Step(kind)


def steps_of(kind: str) -> tuple[Step, ...]:
    """Return every step that an act of a kind can be."""
    return BODY_DECIDES.get(kind) or (Step(kind),)


def _rows() -> dict[tuple[CallState, Step, Side], CallState]:
    proposed = {_ASKER: _S.PROPOSED_BY_ASKER, _ASKED: _S.PROPOSED_BY_ASKED}
    other = {_ASKER: _ASKED, _ASKED: _ASKER}
    table: dict[tuple[CallState, Step, Side], CallState] = {}
    # The request stands and waits for the party that is asked; so it does after a try that reached nobody, or a deputy.
    for state in (_S.REQUESTED, _S.READ, _S.TRIED):
        table[state, _T.ATTEMPT, _ASKER] = _S.READ if state is _S.READ else _S.REQUESTED
        table[state, _T.ACCEPTED, _ASKED] = _S.SCHEDULED
        table[state, _T.DECLINED, _ASKED] = _S.DECLINED
        table[state, _T.CANCELLED, _ASKER] = _S.CANCELLED
    table[_S.REQUESTED, _T.READ, _ASKED] = _S.READ
    # A proposal waits for the other side; the one who asks may remind, and withdraw the whole.
    for side, state in proposed.items():
        table[state, _T.ACCEPTED, other[side]] = _S.SCHEDULED
        table[state, _T.DECLINED, other[side]] = _S.DECLINED
        table[state, _T.DECLINED, _ASKED] = _S.DECLINED
        table[state, _T.ATTEMPT, _ASKER] = state
        table[state, _T.CANCELLED, _ASKER] = _S.CANCELLED
    # Either side proposes other times wherever the call is not settled, after a refusal too.
    for state in (_S.REQUESTED, _S.READ, *proposed.values(), _S.POSTPONED, _S.DECLINED, _S.TRIED):
        for side, after in proposed.items():
            table[state, _T.PROPOSED, side] = after
    # What both agreed to, either may put off or call off.
    for state in (_S.SCHEDULED, _S.TRIED):
        for side, after in proposed.items():
            table[state, _T.POSTPONED, side] = _S.POSTPONED
            table[state, _T.POSTPONED_TO, side] = after
    for state in (_S.SCHEDULED, _S.POSTPONED, _S.TRIED):
        for side in Side:
            table[state, _T.CANCELLED, side] = _S.CANCELLED
    # Asked again.
    for state in (_S.POSTPONED, _S.DECLINED):
        table[state, _T.ATTEMPT, _ASKER] = _S.REQUESTED
    # Accounts, in every state.
    ended = {_S.DECLINED, _S.CANCELLED, _S.ACCOUNTED}
    for state in CallState:
        for side in Side:
            table[state, _T.ACCOUNT_HELD, side] = _S.ACCOUNTED
            table[state, _T.ACCOUNT_TRIED, side] = state if state in ended else _S.TRIED
    return table


TABLE: Final = _rows()
"""(state, step, side) -> the state after it; what is not here has no place."""
WAITING: Final = frozenset({_S.REQUESTED, _S.READ, _S.PROPOSED_BY_ASKED, _S.PROPOSED_BY_ASKER})
"""States in which the request waits for an answer, so that it can lapse."""
ENDED: Final = frozenset({_S.DECLINED, _S.CANCELLED, _S.ACCOUNTED})
"""States in which the call is not open any more; a declined one opens again when it is asked for again."""
STATE_WORDS: Final[dict[CallState, str]] = {
    _S.REQUESTED: worded("is asked for and has no answer yet"),
    _S.READ: worded("was read by the watch of the party that is asked and has no answer yet"),
    _S.PROPOSED_BY_ASKED: worded("waits for the party that asks: other times are proposed to it"),
    _S.PROPOSED_BY_ASKER: worded("waits for the party that is asked: other times are proposed to it"),
    _S.SCHEDULED: worded("is scheduled"),
    _S.POSTPONED: worded("was put off and has no time yet"),
    _S.DECLINED: worded("was declined"),
    _S.CANCELLED: worded("is cancelled"),
    _S.TRIED: worded("was tried; no account says that it was held"),
    _S.ACCOUNTED: worded("was held by the account of at least one side"),
}


def has_place(state: CallState, kind: str, side: Side) -> bool:
    """Tell whether an act of a kind by a side would change anything now."""
    return any((state, step, side) in TABLE for step in steps_of(kind))


def places(state: CallState, side: Side) -> tuple[str, ...]:
    """Return the kinds that have a place now when this side writes them."""
    return tuple(kind for kind in BODIES if kind in ACTS and has_place(state, kind, side))
