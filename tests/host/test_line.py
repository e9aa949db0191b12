"""The line as shown: the stated fact and the measured one in one sentence, three facts by party and circuit, agreements, the calendar."""

from __future__ import annotations

import pytest

from tests.pair import Line
from watchline.errors import OurMistake
from watchline.host.calendar import CHANGES, calendar
from watchline.host.glance import glance
from watchline.host.here import Here
from watchline.host.line import line as shown_line
from watchline.host.status import status
from watchline.measure import day_of, dtg
from watchline.node import SayEntry, SayMessage, SayResumed, SaySuspended, SayTest, SayTestAnswered, Tick, live

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
FIELDS = {
    "phones": [{"party": "XBB", "number": "+00 000 0000002", "words": "duty officer"}],
    "agreements": [
        {"id": "launch-notices", "title": "Launch notices", "text": "Each notifies.", "suspendable": 1},
        {"id": "visits", "title": "Visits", "text": "Twice a year."},
    ],
}


def opened(**fields):
    return Line(**{**FIELDS, **fields}).open()


def here(line, code="XAA"):
    return Here(line.charter, code, line[code].store.held)


def show(line, code="XAA", *, running=True):
    own = live(line[code].node.core) if running else None
    return shown_line(here(line, code), line.wall, glance(here(line, code), line.wall, own))


def say(line, code, said):
    ref = line[code].say(said)
    line.settle()
    return ref


def answered(line, code, other, circuit="one"):
    ref = say(line, code, SayTest(circuit=circuit))
    say(line, other, SayTestAnswered(ref=ref, quality=5))
    return ref


def test_suspended_and_in_fact_answering_stand_in_one_sentence():
    line = opened()
    line.wall += HOUR
    ref = say(line, "XAA", SaySuspended(text="Until the inquiry ends."))
    since = line.wall
    (spell,) = show(line)["suspended"]
    assert (
        spell["words"]
        == f"Suspended by XAA since {dtg(since)}; in fact answering: no test answered by a watch since is known here."
    )
    line.wall += MINUTE
    test = answered(line, "XAA", "XBB")
    for code in ("XAA", "XBB"):
        shown = show(line, code)
        (spell,) = shown["suspended"]
        assert (
            spell["words"]
            == f"Suspended by XAA since {dtg(since)}; in fact answering: XBB answered a test at {dtg(line.wall)}."
        )
        assert (spell["ref"], spell["text"], spell["ours"]) == (ref, "Until the inquiry ends.", code == "XAA")
        assert spell["in_fact_answering"][0]["ref"] == test
        assert (shown["state"], shown["shown"]) == ("NORMAL", "SUSPENDED by XAA; in fact NORMAL")
        assert "stops nothing" in shown["stops_nothing"]
        assert glance(here(line, code), line.wall, live(line[code].node.core))["shown"] == shown["shown"]
    say(line, "XBB", SaySuspended())
    assert show(line)["shown"] == "SUSPENDED by XAA and by XBB; in fact NORMAL"
    say(line, "XAA", SayResumed(text="It ended."))
    shown = show(line)
    assert shown["suspended_by"] == ["XBB"]
    assert [(item["party"], item["ref"], item["resumed"]["text"]) for item in shown["ended"]] == [
        ("XAA", ref, "It ended.")
    ]


def test_an_answer_before_the_suspension_is_no_answer_since():
    line = opened()
    answered(line, "XAA", "XBB")
    line.wall += MINUTE
    say(line, "XBB", SaySuspended())
    assert show(line)["suspended"][0]["in_fact_answering"] == []


def test_a_suspension_to_come_is_announced_and_what_a_rule_may_ask_is_stated():
    line = opened(suspension_rule={"en": "A day ahead, with words."})
    say(line, "XAA", SaySuspended(start=line.wall + 2 * HOUR))
    shown = show(line, "XBB")
    (spell,) = shown["suspended"]
    assert spell["announced"]
    assert spell["words"].startswith(f"Suspended by XAA from {dtg(line.wall + 2 * HOUR)};")
    assert spell["observed"] == ["Stated 120 min before it was to begin.", "No words are given with it."]
    assert shown["suspension_rule"]["agreed"]
    assert shown["suspension_rule"]["text"] == {"en": "A day ahead, with words."}
    assert "does not judge" in shown["suspension_rule"]["words"]
    assert "by its own entry and for itself" in show(opened())["suspension_rule"]["text"]["en"]


def test_without_a_node_the_stated_fact_is_shown_and_the_measured_one_is_not_known():
    line = opened()
    say(line, "XAA", SaySuspended())
    shown = show(line, running=False)
    assert shown["shown"] == "SUSPENDED by XAA; in fact not known"
    (peer,) = shown["peers"]
    assert (peer["state"], peer["carrier_up"], peer["node_up"]) == (None, None, None)
    assert peer["circuits"][0]["state"] is None
    assert peer["human_answered"] is not None


def test_carrier_node_and_watch_are_three_facts_by_circuit():
    line = opened()
    answered(line, "XAA", "XBB", "one")
    (peer,) = show(line)["peers"]
    assert [(item["circuit"], item["state"], item["watch"], item["spoken"]) for item in peer["circuits"]] == [
        ("one", "NORMAL", "answers", False),
        ("two", "NORMAL", "untested", False),
        ("phone", None, "untested", True),
    ]
    assert (peer["carrier_up"], peer["node_up"]) == (True, True)
    assert peer["human_answered"]["stated_by"] == ["XBB"]
    line.silent.add(("two", frozenset(("XAA", "XBB"))))
    line.wait(40)
    (peer,) = show(line)["peers"]
    assert (peer["state"], [item["state"] for item in peer["circuits"]]) == ("DEGRADED", ["NORMAL", "DARK", None])
    for _ in range(2):
        say(line, "XAA", SayTest(circuit="one"))
        line.wall += 16 * MINUTE
    (peer,) = show(line)["peers"]
    assert (peer["circuits"][0]["state"], peer["circuits"][0]["missed_in_a_row"]) == ("UNANSWERED", 2)
    answered(line, "XAA", "XBB", "one")
    assert show(line)["peers"][0]["circuits"][0]["state"] == "NORMAL"


def test_what_others_did_not_answer_each_other_is_not_counted_for_us():
    line = Line("XAA XBB XCC").open()
    for _ in range(2):
        say(line, "XCC", SayTest(circuit="one"))
        line.wall += 16 * MINUTE
    for code, missed in (("XAA", [0, 0]), ("XCC", [2, 2])):
        assert [peer["circuits"][0]["missed_in_a_row"] for peer in show(line, code)["peers"]] == missed


def test_on_dark_the_telephones_are_shown_and_a_call_counts_as_a_test_of_that_circuit():
    line = opened()
    assert show(line)["peers"][0]["phones"] == []
    line.up.clear()
    line.silent |= {(circuit, frozenset(("XAA", "XBB"))) for circuit in ("one", "two")}
    line.wait(60)
    (peer,) = show(line)["peers"]
    assert (peer["state"], peer["node_up"]) == ("DARK", False)
    assert peer["phones"] == [{"number": "+00 000 0000002", "desk": "", "words": "duty officer"}]
    assert peer["clock"]["words"] == "not compared: no circuit is alive"
    ref = say(line, "XAA", SayTest(circuit="phone", answered=True, quality=4, by="duty officer"))
    (peer,) = show(line)["peers"]
    phone = peer["circuits"][-1]
    assert (peer["state"], phone["circuit"], phone["state"]) == ("DARK", "phone", "NORMAL"), "both facts"
    assert (phone["answered"]["ref"], phone["answered"]["stated_by"]) == (ref, ["XAA"])
    assert peer["human_answered"]["ref"] == ref
    untyped = status(here(line), line.wall, None)["circuits_answered"]
    assert [item["circuit"] for item in untyped] == ["one", "two", "phone"]
    assert untyped[-1]["ref"] is None, "one account alone is not shown as answered by both"


def test_two_calls_without_an_answer_make_that_circuit_unanswered():
    line = opened()
    for _ in range(2):
        say(line, "XAA", SayTest(circuit="phone", answered=False))
        line.wall += 16 * MINUTE
    phone = show(line)["peers"][0]["circuits"][-1]
    assert (phone["state"], phone["watch"], phone["missed_in_a_row"]) == ("UNANSWERED", "silent", 2)


def test_clocks_are_compared():
    line = opened()
    line["XBB"].offset = 12_000
    line.wait(10)
    clock = show(line)["peers"][0]["clock"]
    assert clock["words"] == "that of XBB is 12.0 s ahead of ours; the charter allows 10 s"
    assert "behind" in show(line, "XBB")["peers"][0]["clock"]["words"]


def test_agreements_by_themselves_with_the_line_and_unknown():
    line = opened()
    assert [item["state"] for item in show(line)["agreements"]] == ["in use", "in use"]
    say(line, "XBB", SaySuspended(agreement="launch-notices"))
    shown = show(line)
    assert [(item["id"], item["state"], item["suspended_by"]) for item in shown["agreements"]] == [
        ("launch-notices", "SUSPENDED", ["XBB"]),
        ("visits", "in use", []),
    ]
    assert shown["shown"] == "NORMAL", "the line itself is not suspended"
    assert shown["suspended"][0]["words"].startswith("Agreement launch-notices: suspended by XBB since ")
    say(line, "XAA", SaySuspended())
    assert [item["suspended_with_the_line_by"] for item in show(line)["agreements"]] == [[], ["XAA"]]


def test_a_call_that_waits_for_us_is_counted_in_the_glance():
    line = opened()
    request = {"to": "XBB", "level": "watch", "office": "a", "with_office": "b", "purpose": "c", "language": "en"}
    ref = say(line, "XAA", SayEntry(kind="call", fields=request | {"valid_until": line.wall + HOUR}))
    counts = [glance(here(line, code), line.wall, None)["calls_waiting_for_us"] for code in ("XAA", "XBB")]
    assert counts == [0, 1]
    assert glance(here(line, "XBB"), line.wall + HOUR + 1, None)["calls_waiting_for_us"] == 0, "lapsed"
    say(line, "XBB", SayEntry(kind="call_declined", on=ref, fields={"reason": "none"}))
    assert glance(here(line, "XBB"), line.wall, None)["calls_waiting_for_us"] == 0


# ---- the calendar
CALENDAR = {
    "calendar": [{"minute": 360, "circuit": "one", "weekdays": [1, 2, 3, 4, 5]}, {"minute": 1080, "circuit": "two"}],
    "holidays": [{"date": "2026-09-24", "title": "Founding day"}],
}


def test_the_calendar_shows_weekdays_holidays_initiators_and_the_next():
    line = opened(**CALENDAR)
    answer = calendar(here(line), line.wall, day_of(line.wall), 7)
    days = {day["date"]: day for day in answer["days"]}
    assert next(iter(days)) == answer["from"]
    assert [(day["weekday"], day["holiday"], [item["circuit"] for item in day["tests"]]) for day in days.values()] == [
        ("Mon", None, ["one", "two"]),
        ("Tue", None, ["one", "two"]),
        ("Wed", None, ["one", "two"]),
        ("Thu", "Founding day", []),
        ("Fri", None, ["one", "two"]),
        ("Sat", None, ["two"]),
        ("Sun", None, ["two"]),
    ]
    turns = [{item["initiator"] for item in day["tests"]} for day in days.values() if day["tests"]]
    assert all(len(turn) == 1 for turn in turns)
    assert set().union(*turns) == {"XAA", "XBB"}
    first = answer["days"][0]["tests"][0]
    assert (answer["next"]["due"], answer["next"]["in_s"]) == (first["due"], (first["due"] - line.wall) // 1000)
    assert answer["overdue"] == []
    assert "amendment" in CHANGES
    theirs = calendar(here(line, "XBB"), line.wall, day_of(line.wall), 7)
    assert [
        [(item["due"], item["initiator"], not item["ours"]) for item in day["tests"]] for day in theirs["days"]
    ] == [[(item["due"], item["initiator"], item["ours"]) for item in day["tests"]] for day in answer["days"]]


def test_what_is_due_and_not_answered_is_overdue_until_it_is():
    line = opened(**CALENDAR)
    due = next(item["due"] for item in calendar(here(line), line.wall)["days"][0]["tests"])
    line.wall = due + 1_000
    for member in line.members.values():
        member.handle(Tick())
    line.settle()
    (slot,) = calendar(here(line), line.wall)["overdue"]
    assert (slot["outcome"], slot["due"]) == ("waiting", due)
    other = {"XAA": "XBB", "XBB": "XAA"}[slot["from"]]
    say(line, other, SayTestAnswered(ref=slot["ref"], quality=5))
    assert calendar(here(line), line.wall)["overdue"] == []
    line.wall += 12 * HOUR + 6 * MINUTE
    assert [item["outcome"] for item in calendar(here(line), line.wall)["overdue"]] == ["not initiated"]


@pytest.mark.parametrize(("first", "days"), [(0, 0), (0, 367), (-1, 7), (1 << 40, 7)])
def test_days_that_no_calendar_has_are_refused(first, days):
    line = opened()
    with pytest.raises(OurMistake, match="1 to 366 days"):
        calendar(here(line), line.wall, first, days)


def test_an_empty_calendar_says_so():
    line = opened(calendar=[])
    answer = calendar(here(line), line.wall)
    assert answer["next"] is None
    assert all(day["tests"] == [] for day in answer["days"])


def test_messages_go_on_while_the_line_is_suspended():
    line = opened()
    say(line, "XBB", SaySuspended())
    say(line, "XBB", SayMessage(text="Cease fire.", precedence="Z"))
    assert glance(here(line), line.wall, None)["unread"] == 1
