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
from watchline.line.state import LineState, gravest, line_state

__all__ = [
    "Act",
    "ActKind",
    "Amendments",
    "Double",
    "LineState",
    "Move",
    "Successor",
    "SuccessorState",
    "TestDue",
    "amendments",
    "changed_fields",
    "fallback_phones",
    "gravest",
    "initiator",
    "level_above",
    "line_state",
    "next_moves",
    "next_test",
    "posts_for",
    "root_signatures_needed",
    "tests_due",
    "why_no_successor",
    "why_not",
]
