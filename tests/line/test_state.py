"""The state of a line: every pair of facts has its word, and the gravest is shown."""

from __future__ import annotations

import itertools

import pytest

from watchline.line import CIRCUIT_TABLE, Human, LineState, Node, gravest, human, line_state, shown
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


# Written by hand: the state of one circuit from its node and its watch.
CIRCUIT = """
              answers  silent      untested
up            NORMAL   UNANSWERED  NORMAL
down          DARK     DARK        DARK
unmeasured    NORMAL   UNANSWERED  -
"""


def test_every_pair_of_facts_of_a_circuit_is_in_its_table():
    head, *rows = [row.split() for row in CIRCUIT.strip().splitlines()]
    wanted = {
        (node, watch): None if word == "-" else word
        for node, *words in rows
        for watch, word in zip(head, words, strict=True)
    }
    assert wanted == CIRCUIT_TABLE
    assert set(wanted) == set(itertools.product(Node, Human))


def test_a_watch_is_silent_after_two_tests_in_a_row_and_untested_before_any():
    for missed, answered in itertools.product(range(4), (True, False)):
        wanted = Human.SILENT if missed >= UNANSWERED_AFTER else Human.ANSWERS if answered else Human.UNTESTED
        assert human(missed, answered=answered) is wanted


@pytest.mark.parametrize("measured", [None, *LineState], ids=str)
@pytest.mark.parametrize("by", [(), ("XAA",), ("XAA", "XBB")], ids=len)
def test_what_is_stated_and_what_is_measured_are_shown_together(measured, by):
    words = shown(measured, by)
    fact = "not known" if measured is None else measured.value
    assert words.endswith(fact)
    assert ("SUSPENDED" in words) == bool(by)
    assert all(code in words for code in by)
    if not by:
        assert words == fact
