"""The states of a request for a contact, as a table: every act in every state.

None: the act has no effect there; it is shown, and changes nothing. *Lapsed* by its own time is computed from the day asked,
never written by itself. A request that got no answer was not refused.
"""

from __future__ import annotations

from enum import StrEnum

from watchline.record.claims import Act


class RequestState(StrEnum):
    """What became of a request."""

    STANDING = "standing"
    DECLINED = "declined"
    UNANSWERED = "unanswered"
    LAPSED = "lapsed"
    ACCEPTED = "accepted"
    MET = "met"
    WITHDRAWN = "withdrawn"


_S = RequestState
TABLE: dict[RequestState, dict[Act, RequestState | None]] = {
    _S.STANDING: {
        Act.ATTEMPT: _S.STANDING,
        Act.REMINDER: _S.STANDING,
        Act.DECLINED: _S.DECLINED,
        Act.UNANSWERED: _S.UNANSWERED,
        Act.LAPSED: _S.LAPSED,
        Act.ACCEPTED: _S.ACCEPTED,
        Act.MET: _S.MET,
        Act.WITHDRAWN: _S.WITHDRAWN,
    },
    _S.DECLINED: {
        Act.ATTEMPT: _S.STANDING,
        Act.REMINDER: _S.STANDING,
        Act.DECLINED: _S.DECLINED,
        Act.UNANSWERED: None,
        Act.LAPSED: None,
        Act.ACCEPTED: _S.ACCEPTED,
        Act.MET: _S.MET,
        Act.WITHDRAWN: _S.WITHDRAWN,
    },
    _S.UNANSWERED: {
        Act.ATTEMPT: _S.STANDING,
        Act.REMINDER: _S.STANDING,
        Act.DECLINED: _S.DECLINED,
        Act.UNANSWERED: _S.UNANSWERED,
        Act.LAPSED: _S.LAPSED,
        Act.ACCEPTED: _S.ACCEPTED,
        Act.MET: _S.MET,
        Act.WITHDRAWN: _S.WITHDRAWN,
    },
    _S.LAPSED: {
        Act.ATTEMPT: _S.STANDING,
        Act.REMINDER: _S.STANDING,
        Act.DECLINED: _S.DECLINED,
        Act.UNANSWERED: None,
        Act.LAPSED: None,
        Act.ACCEPTED: _S.ACCEPTED,
        Act.MET: _S.MET,
        Act.WITHDRAWN: None,
    },
    _S.ACCEPTED: {
        Act.ATTEMPT: None,
        Act.REMINDER: _S.ACCEPTED,
        Act.DECLINED: _S.DECLINED,
        Act.UNANSWERED: None,
        Act.LAPSED: _S.LAPSED,
        Act.ACCEPTED: _S.ACCEPTED,
        Act.MET: _S.MET,
        Act.WITHDRAWN: _S.WITHDRAWN,
    },
    _S.MET: dict.fromkeys(Act),
    _S.WITHDRAWN: dict.fromkeys(Act),
}
OPEN = frozenset({_S.STANDING, _S.DECLINED, _S.UNANSWERED})
"""Asked for, and not met: a declined request may be asked again, so it is still shown as sought."""
RUNS_OUT = frozenset({_S.STANDING, _S.UNANSWERED})
"""States that its own time turns into *lapsed*."""
ASKS = frozenset({Act.ATTEMPT, Act.REMINDER})
ANSWERS = frozenset({Act.DECLINED, Act.ACCEPTED, Act.MET})
"""Acts by which the other side answered."""


def after(state: RequestState, act: Act) -> RequestState | None:
    """Return the state after an act, or None if it has no effect there."""
    return TABLE[state][act]
