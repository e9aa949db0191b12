"""Desks, levels and telephones: whom the charter names, and when."""

from __future__ import annotations

import pytest

from tests.pair import Party, found
from watchline.line import LineState, fallback_phones, level_above, posts_for

PARTIES = [Party(code, number) for number, code in enumerate(("XAA", "XBB"), 1)]
CHARTER, _ = found(
    PARTIES,
    posts=["watch", "air", "sea", "general", "air general", "minister"],
    desks={"air": ["air", "air general"], "maritime": ["sea"]},
    ladder=[
        {"name": "watch"},
        {"name": "general officer", "posts": ["general", "air general"]},
        {"name": "chief of staff"},
        {"name": "minister", "posts": ["minister"]},
    ],
    phones=[
        {"party": "XBB", "number": "+00 000 0000001"},
        {"party": "XBB", "desk": "air", "number": "+00 000 0000002"},
        {"party": "XBB", "desk": "maritime", "number": "+00 000 0000003"},
        {"party": "XAA", "number": "+00 000 0000004"},
    ],
)


@pytest.mark.parametrize(
    ("desk", "level", "posts"),
    [
        ("air", 0, ("air", "watch")),
        ("ground", 0, ("watch",)),
        ("maritime", 0, ("sea", "watch")),
        ("air", 1, ("air general", "general")),
        ("maritime", 1, ("general",)),
        ("humanitarian", 2, ()),
    ],
)
def test_posts_of_the_desk_come_first_then_those_of_every_desk(desk, level, posts):
    assert posts_for(CHARTER, desk, level) == posts


def test_a_matter_goes_up_to_the_next_level_that_has_a_post():
    assert [level_above(CHARTER, "air", level) for level in range(4)] == [1, 3, 3, None]


@pytest.mark.parametrize("state", LineState)
def test_telephone_numbers_are_shown_when_the_line_is_dark_and_only_then(state):
    shown = fallback_phones(CHARTER, state, "XBB", "air")
    assert [phone.number[-1] for phone in shown] == (["2", "1"] if state is LineState.DARK else [])


def test_without_a_desk_every_number_of_the_party_is_shown():
    assert [phone.number[-1] for phone in fallback_phones(CHARTER, LineState.DARK, "XBB")] == ["1", "2", "3"]
    assert [phone.number[-1] for phone in fallback_phones(CHARTER, LineState.DARK, "XAA", "ground")] == ["4"]
