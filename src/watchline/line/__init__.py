"""The line: when it is tested, who initiates, in which state it is.

Pure. The charter's text is a record; what is overdue is the watch's.
"""

from watchline.line.rota import TestDue, initiator, next_test, tests_due
from watchline.line.state import LineState, gravest, line_state

__all__ = ["LineState", "TestDue", "gravest", "initiator", "line_state", "next_test", "tests_due"]
