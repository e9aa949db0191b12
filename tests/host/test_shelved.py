"""Shelving: only what is not grave, for a stated time and reason; it comes back by itself, when it grows worse, and when it begins again."""

import contextlib

import msgspec
import pytest

from watchline.errors import OurMistake
from watchline.host.acknowledged import TABLE as ACKNOWLEDGED
from watchline.host.acknowledged import acknowledge, with_acknowledged
from watchline.host.alarm_notes import DAMAGED
from watchline.host.shelved import MINUTES_MAX, REASON_CHARS_MAX, TABLE, shelve, with_shelved
from watchline.store import OwnBook
from watchline.watch import Alarm, Level

MINUTE = 60_000
ALARM = Alarm("circuit/XBB/one", int(Level.WARNING), 1000, 0, "words")


@pytest.fixture
def book(tmp_path):
    with contextlib.closing(OwnBook(tmp_path / "own")) as made:
        yield made


def told(alarm):
    return {
        "situation": alarm.situation,
        "level": Level(alarm.level).name.lower(),
        "since": alarm.since,
        "words": alarm.words,
        "alarm_acknowledged": None,
        "shelved": None,
    }


def shown(book, alarm, now):
    return with_shelved({"alarms": [told(alarm)]}, book, now)["alarms"][0]["shelved"]


def put(book, alarm=ALARM, minutes=60, reason="A technician is on it.", now=2000, since=None):
    shelve(book, [alarm], alarm.situation, alarm.since if since is None else since, "kaya", now, minutes, reason)


def test_it_is_shown_with_its_end_and_comes_back_by_itself(book):
    put(book)
    end = 2000 + 60 * MINUTE
    found = shown(book, ALARM, end - 1)
    assert (found["officer"], found["until"], found["reason"]) == ("kaya", end, "A technician is on it.")
    assert shown(book, ALARM, end) is None


def test_it_comes_back_when_it_grows_worse_or_begins_again_or_is_taken_back(book):
    put(book, msgspec.structs.replace(ALARM, level=int(Level.CAUTION)))
    assert shown(book, msgspec.structs.replace(ALARM, level=int(Level.CAUTION)), 3000)
    assert shown(book, ALARM, 3000) is None
    put(book)
    assert shown(book, msgspec.structs.replace(ALARM, since=1001), 3000) is None
    put(book, minutes=0, reason="")
    assert shown(book, ALARM, 3000) is None
    assert not book.rows(TABLE)


@pytest.mark.parametrize("level", [Level.ALARM, Level.EMERGENCY])
def test_what_is_grave_is_never_put_aside(book, level):
    with pytest.raises(OurMistake, match="Only a warning or a caution"):
        put(book, msgspec.structs.replace(ALARM, level=int(level)))
    assert not book.rows(TABLE)


@pytest.mark.parametrize(
    ("minutes", "reason"), [(MINUTES_MAX + 1, "x"), (-1, "x"), (60, ""), (60, "  "), (60, "x" * (REASON_CHARS_MAX + 1))]
)
def test_a_time_and_a_reason_are_needed(book, minutes, reason):
    with pytest.raises(OurMistake, match="Give a reason"):
        put(book, minutes=minutes, reason=reason)
    assert not book.rows(TABLE)


def test_an_alarm_that_does_not_last_is_not_put_aside_and_what_is_over_is_forgotten(book):
    with pytest.raises(OurMistake, match="No such alarm"):
        put(book, since=999)
    put(book)
    other = msgspec.structs.replace(ALARM, situation="clock/XBB")
    put(book, other, now=2000 + 61 * MINUTE)
    assert [key for key, _ in book.rows(TABLE)] == [other.situation]


def test_a_clock_that_steps_back_does_not_keep_it_away_for_longer_than_was_said(book):
    at = 10 * 60 * MINUTE
    put(book, now=at)
    assert shown(book, ALARM, at - MINUTE // 2) is not None
    assert shown(book, ALARM, at - 2 * MINUTE) is None


@pytest.mark.parametrize("row", [b"", b"\xff", b"\x96\x01", b"\x91\xa1x", msgspec.msgpack.encode([1, 2, "kaya"])])
@pytest.mark.parametrize("table", [TABLE, ACKNOWLEDGED])
def test_a_row_that_was_damaged_is_named_at_its_alarm_and_costs_no_other(book, table, row):
    other = msgspec.structs.replace(ALARM, situation="clock/XBB")
    for alarm in (ALARM, other):
        shelve(book, [ALARM, other], alarm.situation, alarm.since, "kaya", 2000, 60, "Known.")
        acknowledge(book, [ALARM, other], alarm.situation, alarm.since, "kaya", 2000)
    book.put(table, ALARM.situation, row)

    def status():
        alarms = {"alarms": [told(ALARM), told(other)]}
        return with_shelved(with_acknowledged(alarms, book), book, 3000)["alarms"]

    damaged, whole = status()
    assert damaged["words"] == f"words {DAMAGED}"
    assert (damaged["shelved"] is None, damaged["alarm_acknowledged"] is None) == (table == TABLE, table != TABLE)
    assert whole["words"] == "words"
    assert whole["shelved"]["officer"] == whole["alarm_acknowledged"]["officer"] == "kaya"
    acknowledge(book, [ALARM, other], ALARM.situation, ALARM.since, "lind", 4000)
    shelve(book, [ALARM, other], ALARM.situation, ALARM.since, "lind", 2500, 60, "Known.")
    mended, _ = status()
    assert mended["words"] == "words", "the next note of an officer mends it"
    assert mended["shelved"]["officer"] == "lind"
