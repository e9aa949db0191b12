"""What the host reads of an amended charter: which holds, since when, and whether the anchor store knows more than the record."""

import pytest

from tests.node.test_amendments import EVENING, NOON, amend, propose
from tests.pair import Line
from watchline.errors import OurMistake, RolledBack
from watchline.host.charters import find_charter, list_charters
from watchline.host.closing import facts, rolled_back
from watchline.host.figures import line_tests
from watchline.host.here import Here
from watchline.host.reading import Founded, charters_of
from watchline.record import CharterProposed
from watchline.store import MemoryStore


def read(member):
    line = member.line
    charters = charters_of(member.store.held, line.charter)
    rosters = {party.code: party.roster for party in line.parties}
    return Founded(line.charter, line.signed, rosters, charters)


def here(member):
    charters = read(member).charters
    return Here(charters.in_force, member.code, member.store.held, charters.terms)


def test_a_record_that_is_older_than_the_pinned_charter_is_a_rollback():
    line = Line().open()
    before = read(line["XAA"])
    amend(line, calendar=NOON)
    after = read(line["XAA"])
    assert after.charter.hash == line["XAA"].node.core.charter.hash != before.charter.hash
    assert after.line == before.line
    pins = facts(after, epoch=1)
    rolled_back(after, pins)
    rolled_back(after, facts(before, epoch=1))  # stored, and the power failed before it was pinned
    with pytest.raises(RolledBack, match="older than the anchor store"):
        rolled_back(before, pins)


def test_a_record_without_amendments_has_one_charter():
    line = Line()
    charters = charters_of(MemoryStore().held, line.charter)
    assert charters.in_force is line.charter
    assert [term.charter for term in charters.terms] == [line.charter]


def test_the_list_says_who_signed_what_and_what_we_may_say():
    line = Line("XAA XBB XCC").open()
    first = amend(line, calendar=NOON)
    second = propose(line["XBB"], calendar=EVENING)
    line.settle()
    a, b, c = (list_charters(here(member), read(member).charters) for member in line.members.values())
    for found in (a, b, c):
        assert [item["state"] for item in found["charters"]] == ["was in force", "in force"]
        assert found["charters"][1]["since"] is not None
    by_ref = {item["ref"]: item for item in a["proposals"]}
    assert by_ref[first]["state"] == "in force"
    assert [item["party"] for item in by_ref[first]["signed"]] == ["XAA", "XBB", "XCC"]
    assert by_ref[first]["changes"] == by_ref[second]["changes"] == ["calendar"]
    assert by_ref[second]["not_answered"] == ["XAA", "XCC"]
    assert [item["can"] for item in a["proposals"] if item["ref"] == second] == [["sign", "refuse"]]
    assert [item["can"] for item in b["proposals"] if item["ref"] == second] == [["withdraw"]]
    assert (a["may_propose"], b["may_propose"]) == (True, False)


def test_a_proposed_charter_is_shown_by_its_reference_and_nothing_else_is():
    line = Line().open()
    member = line["XAA"]
    ref = propose(member, calendar=NOON)
    charter, what = find_charter(here(member), read(member).charters, ref)
    assert (what["state"], what["changes"], what["why_not"]) == ("proposed", ["calendar"], "")
    assert charter.calendar[0].minute == 720
    assert find_charter(here(member), read(member).charters, "")[0] == line.charter
    with pytest.raises(OurMistake, match="proposes no charter"):
        find_charter(here(member), read(member).charters, "XAA/1/0")
    assert CharterProposed(charter=charter.data)


def test_figures_judge_each_test_by_the_charter_of_its_time():
    line = Line(calendar=[{"minute": 360, "circuit": "one"}]).open()
    line.wait(7 * 3600, 60)
    amend(line, calendar=NOON)
    line.wait(6 * 3600, 60)
    for member in line.members.values():
        found = line_tests(here(member), line.wall, 2)
        assert [slot["due"] % 86_400_000 // 60_000 for slot in found["slots"]] == [360, 720]
