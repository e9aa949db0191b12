"""The line: when it is tested, who initiates, in which state it is, which desk and telephone, which charter holds.

Pure. The charter's text is a record; what is overdue is the watch's.
"""

from watchline.line.amendment import (
    Act,
    ActKind,
    Amendments,
    Double,
    Move,
    Successor,
    SuccessorState,
    amendments,
    changed_fields,
    next_moves,
    root_signatures_needed,
    why_no_successor,
    why_not,
)
from watchline.line.desks import fallback_phones, level_above, posts_for
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
    "Human",
    "LineState",
    "Move",
    "Node",
    "Successor",
    "SuccessorState",
    "Term",
    "TestDue",
    "amendments",
    "changed_fields",
    "due_in",
    "fallback_phones",
    "gravest",
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
