"""The calendar: which tests are due, and who initiates."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.pair import Party, found
from watchline import line
from watchline.measure import DAY_MS

PARTIES = [Party(code, number) for number, code in enumerate(("XAA", "XBB", "XCC"), 1)]
CHARTER, _ = found(PARTIES)
EMPTY, _ = found(PARTIES, calendar=[])


def test_the_initiator_alternates_by_day_in_charter_order():
    assert [line.initiator(CHARTER, day * DAY_MS + 5) for day in range(5)] == ["XAA", "XBB", "XCC", "XAA", "XBB"]


def test_all_tests_of_a_day_have_one_initiator_and_the_circuit_of_their_slot():
    day = 20_000 * DAY_MS
    due = list(line.tests_due(CHARTER, day, day + DAY_MS))
    assert [item.due - day for item in due] == [360 * 60_000, 1080 * 60_000]
    assert [item.circuit for item in due] == ["one", "two"]
    assert len({item.initiator for item in due}) == 1


@given(st.integers(0, 30_000 * DAY_MS), st.integers(0, 9 * DAY_MS), st.integers(0, 9 * DAY_MS))
def test_two_spans_give_what_the_whole_gives(start, first, second):
    split = list(line.tests_due(CHARTER, start, start + first)) + list(
        line.tests_due(CHARTER, start + first, start + first + second)
    )
    assert split == list(line.tests_due(CHARTER, start, start + first + second))


def test_the_next_test_is_at_or_after_the_instant_and_an_empty_calendar_has_none():
    due = line.next_test(CHARTER, 0)
    assert line.next_test(CHARTER, due.due) == due
    assert line.next_test(CHARTER, due.due + 1).due > due.due
    assert line.next_test(EMPTY, 0) is None
