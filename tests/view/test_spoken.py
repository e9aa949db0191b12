"""Two accounts of one call: whose count, what differs, whatever the order of arrival."""

from __future__ import annotations

import itertools

import pytest

from watchline.record import Header, LineTest, LineTestAnswered, Ref
from watchline.view import EntryRef, Placed
from watchline.view.spoken import spoken_differences, spoken_test
from watchline.view.thread import EMPTY_THREAD, act_of, opener_of, with_act, with_opener

LINE, T, REF = bytes(32), 1_790_000_000_000, EntryRef("XAA", 1, 7)


def placed(ref, record, depth, *refs):
    kind = "line_test" if isinstance(record, LineTest) else "line_test_answered"
    header = Header(
        line=LINE, charter=LINE, author=ref.code, epoch=1, index=ref.index, t=T + depth, kind=kind, post="watch",
        draft=bytes(16), seen=(), refs=refs, body_hash=LINE, body_class=1, serial=None,
    )  # fmt: skip
    return Placed(ref, bytes([depth]) * 32, depth, ref.code.encode(), header, record)


def thread(test, *answers):
    opener = placed(REF, test, 1)
    made = with_opener(EMPTY_THREAD, opener_of(opener))
    for depth, (code, record) in answers:
        at = placed(EntryRef(code, 1, depth), record, depth, Ref(*REF, opener.leaf_hash))
        made = with_act(made, act_of(at, opener.leaf_hash))
    return made


def told(test, *answers, numbered=None):
    given = list(enumerate(answers, 2)) if numbered is None else numbered
    return spoken_test(thread(test, *given), REF)


CALLED = LineTest(circuit="phone", outcome="answered", to="XBB", by="duty officer", quality=4)
YES = LineTestAnswered(answered_by="watch", outcome="answered", by="Duty officer", quality=5)
NO = LineTestAnswered(answered_by="watch", outcome="no_answer")


def test_an_ordinary_test_is_none():
    assert told(LineTest(circuit="one")) is None
    assert spoken_test(EMPTY_THREAD, REF) is None


@pytest.mark.parametrize(("caller", "other"), list(itertools.product(["answered", "no_answer"], [None, YES, NO])))
def test_every_pair_of_accounts(caller, other):
    answers = [] if other is None else [("XBB", other)]
    test = told(LineTest(circuit="phone", outcome=caller, to="XBB"), *answers)
    said = {caller, *([] if other is None else [other.outcome])}
    assert test.answered == (None if len(said) == 2 else caller == "answered")
    assert ("answered" in spoken_differences(test, 1000)) == (len(said) == 2)


def test_only_the_party_called_confirms_and_its_first_account_counts():
    test = told(CALLED, ("XCC", NO), ("XAA", NO), ("XBB", YES), ("XBB", NO))
    assert (test.other.ref.code, test.other.answered) == ("XBB", True)
    assert [account.answered for account in test.later] == [False]
    test = told(LineTest(circuit="phone", outcome="answered"), ("XAA", NO), ("XCC", YES))
    assert test.other.ref.code == "XCC", "where it is not said who was called, any other party confirms"


def test_a_nodes_answer_is_no_account():
    assert told(CALLED, ("XBB", LineTestAnswered(answered_by="node"))).other is None


def test_an_answer_without_an_account_of_its_own_confirms():
    test = told(CALLED, ("XBB", LineTestAnswered(answered_by="watch", quality=3)))
    assert (test.answered, test.other.quality, spoken_differences(test, 1000)) == (True, 3, ())


def test_times_differ_beyond_the_clocks_and_posts_by_their_words():
    for apart, wanted in ((0, ()), (1000, ()), (1001, ("at",)), (-1001, ("at",))):
        answer = LineTestAnswered(answered_by="watch", outcome="answered", at=T + apart)
        assert (
            spoken_differences(told(LineTest(circuit="p", outcome="answered", at=T, by="watch"), ("XBB", answer)), 1000)
            == wanted
        )
    assert spoken_differences(told(CALLED, ("XBB", YES)), 1000) == ()
    driver = LineTestAnswered(answered_by="watch", outcome="answered", by="the driver")
    assert spoken_differences(told(CALLED, ("XBB", driver)), 1000) == ("by",)


def test_any_order_of_arrival_tells_the_same():
    answers = [(2, ("XBB", NO)), (3, ("XBB", YES)), (4, ("XCC", NO))]
    found = {told(CALLED, numbered=order) for order in itertools.permutations(answers)}
    assert len(found) == 1
