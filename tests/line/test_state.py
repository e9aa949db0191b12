"""The state of a line: every pair of facts has its word, and the gravest is shown."""

from __future__ import annotations

import itertools

import pytest

from watchline.line import LineState, gravest, line_state
from watchline.line.state import TABLE, UNANSWERED_AFTER, Circuits, Watch


def test_every_pair_of_facts_is_in_the_table():
    assert set(TABLE) == set(itertools.product(Circuits, Watch))


@pytest.mark.parametrize(
    ("alive", "of", "missed", "state"),
    [
        (2, 2, 0, "NORMAL"),
        (2, 2, UNANSWERED_AFTER - 1, "NORMAL"),
        (2, 2, UNANSWERED_AFTER, "UNANSWERED"),
        (1, 2, 0, "DEGRADED"),
        (1, 2, UNANSWERED_AFTER, "UNANSWERED"),
        (0, 2, 0, "DARK"),
        (0, 2, 9, "DARK"),
        (1, 1, 0, "NORMAL"),
        (3, 2, 0, "NORMAL"),
    ],
)
def test_the_facts_give_the_state(alive, of, missed, state):
    assert line_state(alive, of, missed) is LineState(state)


def test_a_line_of_several_parties_shows_the_gravest_state_towards_any():
    for first, second in itertools.product(LineState, LineState):
        shown = gravest([first, second])
        order = ["DARK", "UNANSWERED", "DEGRADED", "NORMAL"]
        assert order.index(shown) == min(order.index(first), order.index(second))
    assert gravest([]) is LineState.DARK
