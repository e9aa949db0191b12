"""Suspension on two real nodes back to back: stated by name, and nothing technical stops. Agreements by themselves."""

from __future__ import annotations

import pytest

from tests.pair import Line
from watchline.node import (
    OpenEpoch,
    SayAcknowledged,
    SayMessage,
    SayRead,
    SayResumed,
    SaySuspended,
    SayTest,
    SayTestAnswered,
)
from watchline.view.suspensions import suspensions
from watchline.watch import Level

HOUR = 3_600_000
AGREEMENTS = [
    {"id": "launch-notices", "title": "Launch notices", "text": "Each notifies the other.", "suspendable": 1},
    {"id": "visits", "title": "Visits", "text": "Twice a year."},
]


def opened(**fields):
    return Line(**{"agreements": AGREEMENTS, **fields}).open()


def standing(member):
    found = suspensions(member.line.charter.line, member.store.held.row, member.store.held.rows)
    return [(spell.code, spell.agreement) for spell in found.all_standing()]


def say(member, said):
    ref = member.say(said)
    member.line.settle()
    return ref


def refused(member, said):
    reply = member.handle(said)[0]
    assert reply.error
    assert not reply.written
    return reply.error


def test_suspended_and_resumed_by_name_on_both_nodes():
    line = opened()
    a, b = line["XAA"], line["XBB"]
    ref = say(a, SaySuspended(text="Until the inquiry ends."))
    assert standing(a) == standing(b) == [("XAA", None)]
    assert ref in b.alarms()["suspension/XAA"]
    assert "suspension/XAA" not in a.alarms()
    say(b, SaySuspended())
    assert standing(a) == standing(b) == [("XAA", None), ("XBB", None)]
    say(a, SayResumed())
    assert standing(a) == standing(b) == [("XBB", None)]
    assert "suspension/XAA" not in b.alarms()
    assert "suspension/XBB" in a.alarms()
    say(b, SayResumed(text="The inquiry ended."))
    assert standing(a) == standing(b) == []
    assert "suspension/XBB" not in a.alarms()


def test_nothing_technical_stops_while_both_have_suspended():
    """Entries, mirroring, cosigning, tests, FLASH, reading and acknowledging go on (PROTOCOL 3.6, 4.2)."""
    line = opened()
    a, b = line["XAA"], line["XBB"]
    for member in (a, b):
        say(member, SaySuspended())
    flash = say(a, SayMessage(text="Cease fire.", precedence="Z"))
    assert b.node.core.alarms.active[f"message/{flash}"].level == Level.EMERGENCY
    say(b, SayRead(ref=flash))
    say(b, SayAcknowledged(ref=flash))
    test = say(b, SayTest())
    say(a, SayTestAnswered(ref=test, quality=5))
    for member, other in ((a, "XBB"), (b, "XAA")):
        own = member.node.core.own
        assert own.cosignatures[other].head.size == own.size, f"{other} holds and cosigned all of {member.code}"
    day = 86_400_000
    line.wall += day - line.wall % day + 6 * HOUR - 5_000
    line.wait(20)
    assert any(name.startswith("test/") for member in (a, b) for name in member.alarms()), "the calendar goes on"


def test_a_node_that_starts_again_still_says_it():
    line = opened()
    a, b = line["XAA"], line["XBB"]
    say(a, SaySuspended())
    b.load()
    line.wait(60)
    assert "suspension/XAA" in b.alarms()
    say(a, SayResumed())
    line.wait(60)
    assert "suspension/XAA" not in b.alarms()


def test_from_a_later_time_is_stated_at_once():
    line = opened()
    a, b = line["XAA"], line["XBB"]
    say(a, SaySuspended(start=line.wall + HOUR))
    (spell,) = suspensions(line.charter.line, b.store.held.row, b.store.held.rows).all_standing()
    assert (spell.began.since, spell.began.t) == (line.wall + HOUR, line.wall)


def test_agreements_are_suspended_one_by_one():
    line = opened()
    a, b = line["XAA"], line["XBB"]
    say(a, SaySuspended(agreement="launch-notices"))
    assert standing(a) == standing(b) == [("XAA", "launch-notices")]
    assert b.node.core.alarms.active["suspension/XAA/launch-notices"].level == Level.CAUTION
    say(a, SaySuspended())
    assert standing(b) == [("XAA", None), ("XAA", "launch-notices")]
    say(a, SayResumed(agreement="launch-notices"))
    assert standing(b) == [("XAA", None)]
    assert sorted(name for name in b.alarms() if name.startswith("suspension")) == ["suspension/XAA"]


@pytest.mark.parametrize("agreement", ["", "launch-notices"])
def test_what_an_officer_may_not_state_is_refused_in_words(agreement):
    line = opened()
    a, b = line["XAA"], line["XBB"]
    assert "nothing to resume" in refused(a, SayResumed(agreement=agreement))
    say(b, SaySuspended(agreement=agreement))
    assert "Each party resumes what it suspended itself" in refused(a, SayResumed(agreement=agreement))
    ref = say(a, SaySuspended(agreement=agreement))
    words = refused(a, SaySuspended(agreement=agreement))
    assert "states already" in words
    assert ref in words
    say(a, SayResumed(agreement=agreement))
    assert "later time" in refused(a, SaySuspended(agreement=agreement, start=line.wall - HOUR))
    assert "later time" in refused(a, SaySuspended(agreement=agreement, start=1 << 61))
    assert "cannot be written" in refused(a, SaySuspended(agreement=agreement, text="x" * 40_000))


def test_agreements_that_the_charter_does_not_let_be_suspended_are_refused():
    line = opened()
    assert "they are: launch-notices, visits" in refused(line["XAA"], SaySuspended(agreement="fishing"))
    assert "with the line, not by itself" in refused(line["XAA"], SaySuspended(agreement="visits"))
    assert "none" in refused(Line().open()["XAA"], SaySuspended(agreement="visits"))


def test_before_the_line_is_open_nobody_suspends_it():
    line = Line()
    for member in line.members.values():
        member.say(OpenEpoch())
    line.connect_all()
    line.settle()
    assert "not open yet" in refused(line["XAA"], SaySuspended())


def test_three_parties_each_by_its_name():
    line = Line("XAA XBB XCC").open()
    say(line["XBB"], SaySuspended())
    say(line["XCC"], SaySuspended())
    assert standing(line["XAA"]) == [("XBB", None), ("XCC", None)]
    assert {"suspension/XBB", "suspension/XCC"} <= set(line["XAA"].alarms())
    assert "suspension/XCC" in line["XBB"].alarms()
    say(line["XBB"], SayResumed())
    assert standing(line["XCC"]) == [("XCC", None)]
