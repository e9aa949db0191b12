"""The state of a line as this node sees it, from three facts: circuits alive, node up, watch answering.

The table below is the whole rule. DARK says nothing about the other party: silence, refusal and a dead link look alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

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


class Node(StrEnum):
    """Whether the other party's node echoed us on a circuit within 15 s; on one that people speak on nothing is measured."""

    UP = "up"
    DOWN = "down"
    UNMEASURED = "unmeasured"


class Human(StrEnum):
    """Whether the other party's watch answered the newest tests of a circuit; nobody may have tested it yet."""

    ANSWERS = "answers"
    SILENT = "silent"
    UNTESTED = "untested"


CIRCUIT_TABLE: dict[tuple[Node, Human], LineState | None] = {
    (Node.UP, Human.ANSWERS): LineState.NORMAL,
    (Node.UP, Human.SILENT): LineState.UNANSWERED,
    (Node.UP, Human.UNTESTED): LineState.NORMAL,
    (Node.DOWN, Human.ANSWERS): LineState.DARK,
    (Node.DOWN, Human.SILENT): LineState.DARK,
    (Node.DOWN, Human.UNTESTED): LineState.DARK,
    (Node.UNMEASURED, Human.ANSWERS): LineState.NORMAL,
    (Node.UNMEASURED, Human.SILENT): LineState.UNANSWERED,
    (Node.UNMEASURED, Human.UNTESTED): None,
}
"""The state of one circuit to one party; None: nothing is known of it. DEGRADED is a word for the line alone."""


def human(missed_in_a_row: int, *, answered: bool) -> Human:
    """Return what is known of the watch at the other end of a circuit.

    Args:
        missed_in_a_row: The newest tests of ours in a row, ended, that it did not answer.
        answered: Whether it ever answered one.
    """
    if missed_in_a_row >= UNANSWERED_AFTER:
        return Human.SILENT
    return Human.ANSWERS if answered else Human.UNTESTED


SUSPENDED: Final = "SUSPENDED"
"""What parties state of themselves. It is never measured, and stands beside what is."""


def shown(measured: LineState | None, suspended_by: Sequence[str]) -> str:
    """Return both facts in one line: who states that it has suspended the line, by name, and what is measured (None: not known here)."""
    fact = "not known" if measured is None else measured.value
    return f"{SUSPENDED} by {' and by '.join(suspended_by)}; in fact {fact}" if suspended_by else fact


def gravest(states: list[LineState]) -> LineState:
    """Return the state to show for a line of several parties: the gravest towards any of them."""
    return next((state for state in _GRAVEST if state in states), LineState.DARK)
