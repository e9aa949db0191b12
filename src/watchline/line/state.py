"""The state of a line as this node sees it, from three facts: circuits alive, node up, watch answering.

The table below is the whole rule. DARK says nothing about the other party: silence, refusal and a dead link look alike.
"""

from __future__ import annotations

from enum import StrEnum

UNANSWERED_AFTER = 2
"""Scheduled tests in a row without an answer by a watch before the line counts as UNANSWERED (domain section 4.1)."""


class LineState(StrEnum):
    """What the desk shows in its largest letters."""

    NORMAL = "NORMAL"
    DEGRADED = "DEGRADED"
    UNANSWERED = "UNANSWERED"
    DARK = "DARK"


class Circuits(StrEnum):
    """How many of the charter's circuits to a party are alive."""

    ALL = "all"
    SOME = "some"
    NONE = "none"


class Watch(StrEnum):
    """Whether the other party's watch answered the newest scheduled tests that ended."""

    ANSWERS = "answers"
    SILENT = "silent"


TABLE: dict[tuple[Circuits, Watch], LineState] = {
    (Circuits.ALL, Watch.ANSWERS): LineState.NORMAL,
    (Circuits.ALL, Watch.SILENT): LineState.UNANSWERED,
    (Circuits.SOME, Watch.ANSWERS): LineState.DEGRADED,
    (Circuits.SOME, Watch.SILENT): LineState.UNANSWERED,
    (Circuits.NONE, Watch.ANSWERS): LineState.DARK,
    (Circuits.NONE, Watch.SILENT): LineState.DARK,
}
_GRAVEST = (LineState.DARK, LineState.UNANSWERED, LineState.DEGRADED, LineState.NORMAL)


def line_state(alive: int, of: int, missed_in_a_row: int) -> LineState:
    """Return the state towards one party.

    Args:
        alive: Circuits to it that are alive.
        of: Circuits of the charter.
        missed_in_a_row: Newest scheduled tests of ours in a row, ended, that its watch did not answer.
    """
    circuits = Circuits.NONE if alive == 0 else Circuits.ALL if alive >= of else Circuits.SOME
    watch = Watch.SILENT if missed_in_a_row >= UNANSWERED_AFTER else Watch.ANSWERS
    return TABLE[circuits, watch]


def gravest(states: list[LineState]) -> LineState:
    """Return the state to show for a line of several parties: the gravest towards any of them."""
    return next((state for state in _GRAVEST if state in states), LineState.DARK)
