"""The calendar: which tests are due, and who initiates. Against a naive enumeration of every minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pair import Party, found
from watchline import line
from watchline.measure import DAY_MS
from watchline.record import read_charter

PARTIES = [Party(code, number) for number, code in enumerate(("XAA", "XBB", "XCC"), 1)]
CHARTER, _ = found(PARTIES)
EMPTY, _ = found(PARTIES, calendar=[])
FIRST = date(2026, 11, 20)
MINUTE_MS = 60_000


def at(day, minute=0):
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * 1000 + minute * MINUTE_MS


def test_the_initiator_alternates_by_day_in_charter_order():
    assert [line.initiator(CHARTER, day * DAY_MS + 5) for day in range(5)] == ["XAA", "XBB", "XCC", "XAA", "XBB"]


def test_all_tests_of_a_day_have_one_initiator_and_the_circuit_of_their_slot():
    day = 20_000 * DAY_MS
    due = list(line.tests_due(CHARTER, day, day + DAY_MS))
    assert [item.due - day for item in due] == [360 * 60_000, 1080 * 60_000]
    assert [item.circuit for item in due] == ["one", "two"]
    assert len({item.initiator for item in due}) == 1


@given(st.integers(0, 30_000 * DAY_MS), st.integers(0, 9 * DAY_MS), st.integers(0, 9 * DAY_MS))
def test_two_spans_give_what_the_whole_gives(start, first, second):
    split = list(line.tests_due(CHARTER, start, start + first)) + list(
        line.tests_due(CHARTER, start + first, start + first + second)
    )
    assert split == list(line.tests_due(CHARTER, start, start + first + second))


def test_the_next_test_is_at_or_after_the_instant_and_an_empty_calendar_has_none():
    due = line.next_test(CHARTER, 0)
    assert line.next_test(CHARTER, due.due) == due
    assert line.next_test(CHARTER, due.due + 1).due > due.due
    assert line.next_test(EMPTY, 0) is None


# -- weekdays and holidays -------------------------------------------------------------------------------------------------

slots = st.lists(st.tuples(st.integers(0, 1439), st.sampled_from(["one", "two"])), max_size=3, unique=True).map(sorted)


@st.composite
def calendars(draw):
    """Return the fields of a calendar with weekdays and holidays within three weeks from ``FIRST``."""
    weekly = [{"minute": minute, "circuit": circuit} for minute, circuit in draw(slots)]
    for slot in weekly:
        days = sorted(draw(st.sets(st.integers(1, 7), max_size=7)))
        if days:
            slot["weekdays"] = days
    holidays = []
    for number in sorted(draw(st.sets(st.integers(0, 20), max_size=6))):
        holiday = {"date": (FIRST + timedelta(number)).isoformat()}
        if draw(st.booleans()):
            holiday["calendar"] = [{"minute": minute, "circuit": circuit} for minute, circuit in draw(slots)]
        holidays.append(holiday)
    fields = {"calendar": weekly, "initiator_rule": draw(st.sampled_from(["day", "week", "slot"]))}
    return fields | ({"holidays": holidays} if holidays or draw(st.booleans()) else {})


def naive(fields, codes, start, end):
    """Every minute of the interval, by the words of docs/spec/charter.md and Python's own calendar."""
    made, minute = [], -(-start // MINUTE_MS)
    holidays = {item["date"]: item.get("calendar", []) for item in fields.get("holidays", [])}
    while minute * MINUTE_MS < end:
        when = datetime.fromtimestamp(minute * 60, UTC)
        todays = holidays.get(when.date().isoformat())
        if todays is None:
            todays = [s for s in fields["calendar"] if when.isoweekday() in s.get("weekdays", range(1, 8))]
        of_day = when.hour * 60 + when.minute
        days = (when.date() - date(1970, 1, 1)).days
        turn = {
            "day": days,
            "week": (when.date() - date(1969, 12, 29)).days // 7,
            "slot": days + len({s["minute"] for s in todays if s["minute"] < of_day}),
        }[fields["initiator_rule"]]
        party = codes[turn % len(codes)]
        made += [(minute * MINUTE_MS, s["circuit"], party) for s in todays if s["minute"] == of_day]
        minute += 1
    return made


@given(calendars(), st.integers(-2 * 1440, 22 * 1440), st.integers(0, 4 * 1440), st.integers(0, MINUTE_MS - 1))
def test_weekdays_and_holidays_give_what_a_person_reads_off_the_charter(fields, offset, length, within):
    charter, _ = found(PARTIES, **fields)
    start = at(FIRST, offset) + within
    end = start + length * MINUTE_MS
    due = list(line.tests_due(charter, start, end))
    assert due == naive(fields, charter.codes, start, end)
    following = line.next_test(charter, start)
    if due:
        assert following == due[0]
    elif following is not None:
        assert following.due >= end
    again = read_charter(charter.data)
    assert list(line.tests_due(again, start, end)) == due, "what the other party reads off the same bytes"


@given(calendars(), st.integers(-10, 30))
def test_the_next_test_is_the_first_of_the_next_weeks_or_there_is_none(fields, offset):
    charter, _ = found(PARTIES, **fields)
    start = at(FIRST + timedelta(offset))
    first = next(line.tests_due(charter, start, start + 60 * DAY_MS), None)
    assert line.next_test(charter, start) == first


@given(st.integers(1, 7), st.integers(0, 400))
def test_a_test_of_one_weekday_is_found_however_many_holidays_come_before(number, day):
    wanted = date(2026, 11, 23) + timedelta(number - 1)
    holidays = [{"date": (wanted + timedelta(7 * week)).isoformat()} for week in range(50)]
    fields = {"calendar": [{"minute": 5, "circuit": "one", "weekdays": [number]}], "holidays": holidays}
    charter, _ = found(PARTIES, **fields)
    due = line.next_test(charter, at(date(2026, 11, 23) + timedelta(day)))
    week = max(50, -(-(day - number + 1) // 7))
    assert due.due == at(wanted + timedelta(7 * week), 5)


def test_holidays_of_a_calendar_without_other_tests_are_reached_at_once():
    far = {"date": "9999-12-31", "calendar": [{"minute": 0, "circuit": "one"}]}
    charter, _ = found(PARTIES, calendar=[], holidays=[far])
    assert line.next_test(charter, 0).due == at(date(9999, 12, 31))
    assert line.next_test(charter, at(date(9999, 12, 31)) + 1) is None
    assert [due.circuit for due in line.tests_due(charter, 0, 10**15)] == ["one"]


@pytest.mark.parametrize(
    ("rule", "turns"),
    [("day", "ABCABCABC"), ("week", "AAAABBBBB"), ("slot", "ABCABCABC")],
)
def test_whose_turn_it_is(rule, turns):
    charter, _ = found(PARTIES, initiator_rule=rule)
    assert [line.initiator(charter, day * DAY_MS) for day in range(9)] == [f"X{turn}{turn}" for turn in turns]


def test_by_slot_the_parties_take_turns_within_a_day_and_a_minute_has_one_initiator():
    calendar = [{"minute": m, "circuit": c} for m, c in [(0, "one"), (360, "one"), (360, "two"), (720, "one")]]
    charter, _ = found(PARTIES, initiator_rule="slot", calendar=calendar)
    due = list(line.tests_due(charter, 0, DAY_MS))
    assert [item.initiator for item in due] == ["XAA", "XBB", "XBB", "XCC"]
