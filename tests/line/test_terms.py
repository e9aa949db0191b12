"""Which charter's calendar held when: nothing is due twice, nothing that is past becomes due anew."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pair import Party, found
from watchline import line
from watchline.line import due_in, next_due, next_test, one_term, term_at, with_term

HOUR, DAY = 3_600_000, 86_400_000
PARTIES = [Party("XAA", 1), Party("XBB", 2)]
MORNING, NOON, NONE = (
    found(PARTIES, calendar=calendar, title=str(calendar))[0]
    for calendar in ([{"minute": 360, "circuit": "one"}], [{"minute": 720, "circuit": "two"}], [])
)
T = 20_000 * DAY


def test_one_charter_is_due_as_ever():
    terms = one_term(MORNING)
    assert [due for _, due in due_in(terms, T, T + 3 * DAY)] == list(line.tests_due(MORNING, T, T + 3 * DAY))
    assert next_due(terms, T + 7 * HOUR) == next_test(MORNING, T + 7 * HOUR)
    assert term_at(terms, 0) is term_at(terms, -1) is MORNING


def test_before_and_after_an_amendment():
    terms = with_term(one_term(MORNING), T + 8 * HOUR, NOON)
    assert [(due.due - T) // HOUR for _, due in due_in(terms, T, T + 2 * DAY)] == [6, 12, 36]
    assert [charter for charter, _ in due_in(terms, T, T + 2 * DAY)] == [MORNING, NOON, NOON]
    assert next_due(terms, T + 7 * HOUR).due == T + 12 * HOUR
    assert next_due(terms, T).due == T + 6 * HOUR
    assert term_at(terms, T + 8 * HOUR - 1) is MORNING
    assert term_at(terms, T + 8 * HOUR) is NOON


def test_a_term_never_begins_before_the_one_it_replaces():
    terms = with_term(with_term(one_term(MORNING), T + 8 * HOUR, NOON), T, MORNING)
    assert [term.start for term in terms[1:]] == [T + 8 * HOUR] * 2
    assert [(due.due - T) // HOUR for _, due in due_in(terms, T, T + 2 * DAY)] == [6, 30]
    assert term_at(terms, T + 9 * HOUR) is MORNING


def test_a_calendar_that_ends_has_no_next_test():
    terms = with_term(one_term(MORNING), T + HOUR, NONE)
    assert next_due(terms, T + 2 * HOUR) is None
    assert next_due(with_term(terms, T + 30 * HOUR, NOON), T).due == T + 36 * HOUR


@pytest.mark.parametrize("charter", [MORNING, NOON])
@given(st.lists(st.integers(0, 96), max_size=4), st.integers(0, 96), st.integers(0, 96))
def test_next_is_the_first_of_what_is_due(charter, starts, after, length):
    terms = one_term(charter)
    for number, start in enumerate(starts):
        terms = with_term(terms, T + start * HOUR, (NOON, MORNING, NONE)[number % 3])
    due = [item for _, item in due_in(terms, T + after * HOUR, T + (after + length) * HOUR)]
    assert due == sorted(due)
    assert len({item.due for item in due}) == len(due)
    if due:
        assert next_due(terms, T + after * HOUR) == due[0]
