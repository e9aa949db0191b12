"""The line: when it is tested, who initiates, in which state it is, which desk and telephone, which charter holds.

Pure. The charter's text is a record; what is overdue is the watch's.
"""

from watchline.line.acts import Act, ActKind, Double, Left, Move, Successor, SuccessorState
from watchline.line.amendment import Amendments, amendments
from watchline.line.desks import fallback_phones, level_above, posts_for
from watchline.line.history import History, Stood, history
from watchline.line.moves import (
    changed_fields,
    changes_parties,
    next_moves,
    root_signatures_needed,
    why_no_successor,
    why_not,
)
from watchline.line.rota import TestDue, initiator, next_test, tests_due
from watchline.line.state import CIRCUIT_TABLE, SUSPENDED, Human, LineState, Node, gravest, human, line_state, shown
from watchline.line.terms import Term, due_in, next_due, one_term, term_at, with_term

__all__ = [
    "CIRCUIT_TABLE",
    "SUSPENDED",
    "Act",
    "ActKind",
    "Amendments",
    "Double",
    "History",
    "Human",
    "Left",
    "LineState",
    "Move",
    "Node",
    "Stood",
    "Successor",
    "SuccessorState",
    "Term",
    "TestDue",
    "amendments",
    "changed_fields",
    "changes_parties",
    "due_in",
    "fallback_phones",
    "gravest",
    "history",
    "human",
    "initiator",
    "level_above",
    "line_state",
    "next_due",
    "next_moves",
    "next_test",
    "one_term",
    "posts_for",
    "root_signatures_needed",
    "shown",
    "term_at",
    "tests_due",
    "why_no_successor",
    "why_not",
    "with_term",
]
