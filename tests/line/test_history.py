"""What a party had before it over its epochs: below what it stands by, never beyond; and what others had seen stays seen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from watchline.line import Act, ActKind, Stood, amendments, history

RESTORED = Stood("XBB", (2, 0), "XBB", 1, 10)
ADOPTED = Stood("XBB", (2, 5), "XBB", 1, 12)
AGAIN = Stood("XBB", (3, 0), "XBB", 2, 7)
MOVED_ON = Stood("XAA", (1, 30), "XBB", 1, 14)


def test_an_entry_of_a_former_log_precedes_the_next_epoch_as_far_as_its_party_stands_by_it():
    found = history([RESTORED, ADOPTED, AGAIN])
    for place, head, below in (
        ((1, 9), (2, 0), True),
        ((1, 10), (2, 0), False),
        ((1, 10), (2, 5), False),
        ((1, 11), (2, 6), True),
        ((1, 12), (2, 99), False),
        ((2, 6), (3, 0), True),
        ((2, 7), (3, 0), False),
        ((1, 11), (3, 0), True),
        ((2, 3), (1, 99), False),
        ((1, 3), (1, 4), True),
        ((1, 4), (1, 4), False),
    ):
        assert found.covers("XBB", head, place) == below, (place, head)
    assert not history([RESTORED, ADOPTED, Stood("XBB", (3, 0), "XBB", 2, 5)]).covers("XBB", (3, 0), (1, 11))
    assert [found.stands("XBB", (1, at)) for at in (11, 12)] == [True, False]
    assert found.stands("XAA", (1, 99)), "a log that is not closed"


def test_an_epoch_whose_opening_is_not_here_precedes_nothing():
    assert not history([]).covers("XBB", (2, 1), (1, 0))
    assert not history([Stood("XBB", (2, 0), "XBB", 2, 99), Stood("XBB", (2, 0), "XBB", 3, 99)]).stood


def test_who_had_seen_it_before_its_party_closed_its_log_has_seen_it_still():
    found = history([RESTORED, MOVED_ON])
    later = (("XBB", 2, 3),)
    assert found.had("XAA", (1, 31), later, "XBB", (1, 13))
    assert found.had("XAA", (1, 30), later, "XBB", (1, 13)), (
        "the entry that lists the new epoch first is behind it, too"
    )
    assert not found.had("XAA", (1, 29), later, "XBB", (1, 13))
    assert not found.had("XAA", (1, 31), later, "XBB", (1, 14))
    assert not found.had("XCC", (1, 31), later, "XBB", (1, 13)), "who had not"
    assert found.had("XCC", (1, 31), later, "XBB", (1, 9))
    assert found.had("XCC", (1, 1), (("XBB", 1, 14),), "XBB", (1, 13))


@given(
    st.sets(st.builds(Stood, st.just("X"), st.tuples(st.integers(2, 4), st.integers(0, 5)), st.just("X"), st.integers(1, 3), st.integers(0, 6))),
    st.tuples(st.integers(1, 4), st.integers(0, 6)),
    st.tuples(st.integers(1, 4), st.integers(0, 6)),
)  # fmt: skip
def test_a_larger_head_of_a_log_covers_no_less(stood, head, place):
    found = history(stood)
    if found.covers("X", head, place):
        assert found.covers("X", (head[0], head[1] + 1), place)
        assert not place[1] or found.covers("X", head, (place[0], place[1] - 1))
    assert history(list(stood)[::-1]) == found


FOUNDING, ONE, TWO = b"f" * 32, b"1" * 32, b"2" * 32
PROPOSED, SIGNED, _REFUSED, IN_FORCE, WITHDRAWN = ActKind


def lost_and_found(*, adopted=None):
    """XBB proposes ONE, XAA signs, XBB puts it in force and loses that; in its next epoch it withdraws ONE, and both agree on TWO."""
    own = (("XBB", 1, 1),)
    acts = [
        Act(PROPOSED, "XBB", (1, 0), b"p", ONE, FOUNDING, "XBB"),
        Act(SIGNED, "XAA", (1, 0), b"s", ONE, FOUNDING, "XBB", own),
        Act(IN_FORCE, "XBB", (1, 1), b"lost", ONE, FOUNDING, "XBB", (("XAA", 1, 1),), (b"s",)),
        Act(WITHDRAWN, "XBB", (2, 1), b"w", ONE, FOUNDING, "XBB", (("XAA", 1, 1),)),
        Act(PROPOSED, "XBB", (2, 2), b"p2", TWO, FOUNDING, "XBB", (("XAA", 1, 1),)),
        Act(SIGNED, "XAA", (1, 1), b"s2", TWO, FOUNDING, "XBB", (("XBB", 2, 3),)),
        Act(IN_FORCE, "XBB", (2, 3), b"now", TWO, FOUNDING, "XBB", (("XAA", 1, 2),), (b"s2",)),
    ]
    stood = [Stood("XBB", (2, 0), "XBB", 1, 1), *([Stood("XBB", adopted, "XBB", 1, 2)] if adopted else [])]
    return amendments(("XAA", "XBB"), FOUNDING, acts, history=history(stood))


def test_of_two_decisions_the_one_that_its_author_stands_by_holds():
    found = lost_and_found()
    assert found.in_force == TWO
    assert not found.doubles
    assert [act.leaf for act, _ in found.without_effect] == [b"lost"]


def test_a_decision_that_is_adopted_later_undoes_nothing():
    assert lost_and_found(adopted=(2, 4)).decisions[0][0] in {ONE, TWO}
    assert len(lost_and_found(adopted=(2, 4)).decisions) == 1
