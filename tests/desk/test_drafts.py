"""Drafts in the own side's book: how many may wait, and what makes room."""

import contextlib

import pytest

from watchline.desk.doors import Refused
from watchline.desk.drafts import Drafts
from watchline.desk.limits import DRAFT_MS, DRAFTS_MAX
from watchline.store import OwnBook


@pytest.fixture
def drafts(tmp_path):
    with contextlib.closing(OwnBook(tmp_path / "own")) as book:
        yield Drafts(book)


def proposed(drafts, number, now):
    return drafts.propose("kaya", {"draft": f"{number:04}"}, b"form", "XAA/1", 2, [], now)


def test_what_is_settled_or_late_makes_room_and_what_waits_is_never_dropped(drafts):
    made = [proposed(drafts, number, number) for number in range(DRAFTS_MAX)]
    with pytest.raises(Refused, match="wait already"):
        proposed(drafts, DRAFTS_MAX, DRAFTS_MAX)
    drafts.returned(made[7], "Say the hour.")
    proposed(drafts, DRAFTS_MAX, DRAFTS_MAX)
    left = {draft.id for draft in drafts.all()}
    assert made[7].id not in left
    assert len(left) == DRAFTS_MAX
    late = made[0].not_after + 1
    proposed(drafts, DRAFTS_MAX + 1, late)
    assert {draft.id for draft in drafts.all()} == (left - {made[0].id}) | {f"{DRAFTS_MAX + 1:04}"}
    proposed(drafts, DRAFTS_MAX + 2, late + 3 * DRAFT_MS)
    assert len(drafts.all()) == 1
