"""The watch: what is overdue, what rings, what became of each test, from (view, now).

Pure. It changes no view and writes no entry; it never gives a cause for a silence.
"""

from watchline.watch.alarms import BY_PRECEDENCE, EXPIRES_MS, Alarm, Alarms, Level, read_alarm, write_alarm
from watchline.watch.tests import TestOutcome, TestRow, judge, outcome_of, receipt_of, test_rows, tests_of_slot

__all__ = [
    "BY_PRECEDENCE",
    "EXPIRES_MS",
    "Alarm",
    "Alarms",
    "Level",
    "TestOutcome",
    "TestRow",
    "judge",
    "outcome_of",
    "read_alarm",
    "receipt_of",
    "test_rows",
    "tests_of_slot",
    "write_alarm",
]
