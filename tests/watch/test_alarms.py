"""Alarms: one for a situation, its level only rises, it ends once."""

from __future__ import annotations

import msgspec

from watchline.sentence import Sentence, worded
from watchline.watch import Alarm, Alarms, Level, read_alarm, write_alarm
from watchline.watch.alarms import EXPIRES_MS


def test_a_situation_has_one_alarm_whose_level_only_rises_and_whose_beginning_stays():
    alarms = Alarms([])
    alarms.set("message/XAA-0001", Level.WARNING, "first", 10)
    alarms.set("message/XAA-0001", Level.CAUTION, "less", 20)
    alarms.set("message/XAA-0001", Level.EMERGENCY, "more", 30)
    (alarm,) = alarms.standing()
    assert alarm == Alarm("message/XAA-0001", Level.EMERGENCY, 10, 0, "more")


def test_changes_are_told_once_and_an_end_has_its_time():
    alarms = Alarms([])
    alarms.set("dark/XBB", Level.ALARM, "words", 10)
    assert len(alarms.take_changes()) == 1
    alarms.set("dark/XBB", Level.ALARM, "words", 11)
    assert alarms.take_changes() == []
    alarms.clear("dark/XBB", 50)
    (ended,) = alarms.take_changes()
    assert (ended.since, ended.ended) == (10, 50)
    alarms.clear("dark/XBB", 60)
    assert alarms.take_changes() == []


def test_what_expires_ends_by_itself_unless_it_comes_again():
    alarms = Alarms([])
    alarms.set("refused/XBB/root", Level.CAUTION, "words", 0)
    alarms.set("dark/XBB", Level.ALARM, "words", 0)
    half = EXPIRES_MS["refused"] // 2
    alarms.set("refused/XBB/root", Level.CAUTION, "words", half)
    alarms.expire(2 * half)
    assert "refused/XBB/root" in alarms.active
    alarms.expire(4 * half)
    assert set(alarms.active) == {"dark/XBB"}


def test_the_gravest_stand_first_then_the_oldest_and_rows_are_read_back():
    alarms = Alarms([])
    alarms.set("b", Level.CAUTION, "", 1)
    alarms.set("a", Level.ALARM, "", 9)
    alarms.set("c", Level.ALARM, "", 2)
    assert [alarm.situation for alarm in alarms.standing()] == ["c", "a", "b"]
    assert [read_alarm(write_alarm(alarm)) for alarm in alarms.standing()] == alarms.standing()
    assert Alarms(alarms.standing()).active == alarms.active


def test_a_row_keeps_what_the_words_were_made_of_and_an_earlier_version_reads_it():
    words = worded("Circuit {circuit} to {party} is silent.", circuit="a", party="XBB")
    row = write_alarm(Alarm("circuit/XBB/a", Level.WARNING, 5, 0, words))
    found = read_alarm(row)
    assert isinstance(found.words, Sentence)
    assert (found.words, found.words.ident, found.words.fields) == (words, words.ident, words.fields)
    # As it was before: five members and no more.
    earlier = msgspec.msgpack.decode(row)[:5]
    assert earlier == ["circuit/XBB/a", Level.WARNING, 5, 0, "Circuit a to XBB is silent."]
    assert msgspec.msgpack.decode(row, type=Alarm) == found
    assert read_alarm(msgspec.msgpack.encode(earlier)) == found
    assert write_alarm(found) == row
