"""A call that waits for us rings: one alarm, louder when reminded or past its time, ended by an answer, never by reading."""

from __future__ import annotations

import pytest

from tests.pair import Line
from tests.view.calls import ASKED, ASKER, tell
from tests.view.test_calls import WAY
from watchline.node import SayEntry, Tick
from watchline.view.call_table import CallState
from watchline.view.calls import waits_for
from watchline.watch import Level

HOUR, DAY = 3_600_000, 86_400_000
REQUEST = {
    "to": "XBB",
    "level": "chief of staff",
    "office": "chief of the general staff",
    "with_office": "chief of defence",
    "purpose": "The exercise of next week.",
    "language": "en",
}
WAITS = {"requested": ASKED, "read": ASKED, "proposed_by_asker": ASKED, "proposed_by_asked": ASKER}


@pytest.mark.parametrize("state", list(CallState), ids=str)
def test_whose_answer_a_call_waits_for_in_every_state(state):
    assert waits_for(tell(*WAY[state])) == WAITS.get(state.value)


def ask(line, **fields):
    ref = line["XAA"].say(SayEntry(kind="call", fields=REQUEST | fields))
    line.settle()
    return ref


def write(member, kind, on, **fields):
    member.say(SayEntry(kind=f"call_{kind}", on=on, fields=fields))
    member.line.settle()


def level(member, ref):
    alarm = member.node.core.alarms.active.get(f"call/{ref}")
    return None if alarm is None else Level(alarm.level)


def later(line, ms):
    line.wall += ms
    line.mono += ms
    for member in line.members.values():
        member.handle(Tick())
    line.reconnect()
    line.settle()


def test_a_request_rings_until_it_is_answered_and_reading_answers_nothing():
    line = Line().open()
    a, b = line["XAA"], line["XBB"]
    ref = ask(line)
    assert (level(a, ref), level(b, ref)) == (None, Level.CAUTION)
    write(b, "read", ref)
    assert level(b, ref) == Level.CAUTION
    write(a, "attempt", ref)
    assert level(b, ref) == Level.WARNING
    assert "for the 2. time" in b.alarms()[f"call/{ref}"]
    write(b, "declined", ref, reason="none")
    assert level(b, ref) is None
    write(a, "attempt", ref)
    assert level(b, ref) == Level.WARNING
    write(b, "accepted", ref, at=line.wall + HOUR)
    assert (level(a, ref), level(b, ref)) == (None, None)


def test_a_proposal_of_theirs_waits_for_the_one_who_asked():
    line = Line().open()
    a, b = line["XAA"], line["XBB"]
    ref = ask(line)
    write(b, "proposed", ref, windows=[[line.wall + HOUR, line.wall + 2 * HOUR]])
    assert (level(a, ref), level(b, ref)) == (Level.CAUTION, None)
    assert "proposes other times for our call" in a.alarms()[f"call/{ref}"]
    write(a, "cancelled", ref)
    assert level(a, ref) is None


def test_past_its_time_it_is_a_warning_for_a_day_and_then_ends_unanswered():
    line = Line().open()
    b = line["XBB"]
    ref = ask(line, valid_until=line.wall + HOUR)
    assert "It stands until" in b.alarms()[f"call/{ref}"]
    later(line, HOUR)
    assert level(b, ref) == Level.CAUTION, "until the very millisecond"
    later(line, 1)
    assert level(b, ref) == Level.WARNING
    assert "which is no refusal" in b.alarms()[f"call/{ref}"]
    later(line, DAY - 1)
    assert level(b, ref) == Level.WARNING
    later(line, 1)
    assert level(b, ref) is None
    write(line["XAA"], "attempt", ref, valid_until=line.wall + HOUR)
    assert level(b, ref) == Level.WARNING, "asked again, it waits again"


def test_the_node_wakes_for_it_by_itself():
    line = Line(calendar=[]).open()
    b = line["XBB"]
    ask(line, valid_until=line.wall + 3_000)
    b.handle(Tick())
    assert b.wake_at <= line.mono + 3_001


def test_after_a_start_it_rings_still_and_once():
    line = Line().open()
    b = line["XBB"]
    ref = ask(line, valid_until=line.wall + HOUR)
    before = b.node.core.alarms.active[f"call/{ref}"]
    b.load()
    b.handle(Tick())
    assert b.node.core.alarms.active[f"call/{ref}"] == before
    later(line, HOUR + 1)
    assert level(b, ref) == Level.WARNING


def test_a_third_party_is_not_rung():
    line = Line("XAA XBB XCC").open()
    ref = ask(line)
    line.wait(3)
    assert (level(line["XBB"], ref), level(line["XCC"], ref)) == (Level.CAUTION, None)
