"""What the terminal desk knows, by events and seconds alone: order of alarms, staleness, the bell, words for what others wrote."""

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchline.codec.visible import one_line
from watchline.errors import OurMistake
from watchline.terminal import words
from watchline.terminal.bell import ARMED_S, Bell
from watchline.terminal.draft import Draft
from watchline.terminal.events import EVENT_BYTES_MAX, Event, Lines
from watchline.terminal.known import Known
from watchline.terminal.shapes import Message

HOSTILE = "[bold red]\x1b]0;hit\x07[/] \u202e321\u2066 \u200bx"


def status(**fields):
    return {
        "party": "XAA", "title": "A line", "demo": False, "demo_words": "", "at": 1_000_000, "state": "NORMAL", "state_words": "",
        "shown": "", "open": True, "missing": [], "closed": "", "peers": [], "held": {"by": ["XBB"], "words": "held by 1 of 1"},
        "next_test": None, "last_tests": [], "unread": 0, "unacknowledged": 0, "tests_waiting_for_us": 0, "calls_waiting_for_us": 0,
        "alarms": [], "alarms_more": 0, "contacts": [], **fields,
    }  # fmt: skip


def alarm(situation="message/1", level="alarm", since=1, by=None, text="words", **more):
    acknowledged = None if by is None else {"officer": by}
    known = {"situation": situation, "level": level, "since": since, "words": text}
    return {**known, "alarm_acknowledged": acknowledged, **more}


def told(known, now=0.0, name="status", identity="", **fields):
    data = status(**fields) if name == "status" else fields
    return known.take(Event(name, identity, json.dumps(data)), now)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 9), st.text("xyz\n", max_size=5))))
def test_events_come_out_as_they_were_written(events):
    lines = Lines()
    found = []
    for name, number, text in events:
        written = [
            f"event: {name}",
            f"id: {number}",
            *(f"data: {part}" for part in text.split("\n")),
            ": a comment",
            "retry: 1",
            "",
        ]
        found += [item for line in written if (item := lines.take(line.encode())) is not None]
    assert found == [Event(name, str(number), text) for name, number, text in events]


@pytest.mark.parametrize("line", [b"data: " + b"x" * EVENT_BYTES_MAX, b"data: \xff"])
def test_an_event_that_cannot_be_read_is_refused_in_words(line):
    with pytest.raises(OurMistake):
        Lines().take(line)


@pytest.mark.parametrize(
    "event", [Event("status", "", "{"), Event("status", "", "[]"), Event("changes", "1", '[{"number": "x"}]')]
)
def test_what_a_desk_says_that_this_terminal_cannot_read_is_said(event):
    with pytest.raises(OurMistake, match="cannot read"):
        Known(0).take(event, 0)


def test_keys_and_events_of_a_newer_node_are_passed_over():
    known = Known(0)
    told(known, more="and more")
    assert not known.take(Event("tomorrow", "", "?"), 1)
    assert known.status.party == "XAA"


def test_it_is_stale_after_twelve_silent_seconds_and_not_before():
    known = Known(0)
    told(known, 5.0)
    assert not known.stale(16.9)
    assert known.stale(17.0)
    assert "STALE" in words.strip(known, None, 17.0, bell=False).plain
    assert "STALE" not in words.strip(known, None, 16.9, bell=False).plain
    told(known, 18.0, "beat", at=3_000)
    assert not known.stale(18.0)


def test_the_clock_is_the_nodes_and_lists_are_asked_anew_after_what_may_have_changed_them():
    known = Known(0)
    assert known.clock(5) == 0
    assert told(known, 1.0), "who holds what is not known yet"
    assert not told(known, 1.0, alarms=[alarm()])
    assert told(known, 1.0, held={"by": [], "words": "held by none"})
    assert known.clock(3.5) == 1_002_500
    assert known.take(Event("changes", "7", '[{"number": 7}]'), 2)
    assert not known.take(Event("changes", "8", "[]"), 2)
    assert known.last == "8"
    assert known.take(Event("resync", "99", "{}"), 2)
    assert known.last == "99"


def test_the_next_alarm_is_the_gravest_then_the_oldest_and_a_caution_waits_for_nobody():
    known = Known(0)
    told(
        known,
        alarms=[
            alarm("a", "caution"),
            alarm("b", "warning", 1),
            alarm("c", "alarm", 9),
            alarm("d", "alarm", 3),
            alarm("e", "emergency", 9, by="watch"),
        ],
    )
    assert [item.situation for item in known.waiting()] == ["d", "c", "b"]
    assert [item.situation for item in known.alarms()] == ["d", "c", "b", "e", "a"]
    shown = words.alarms(known).plain
    assert shown.index("▶ ALARM") == 0
    assert "sound stopped by watch; the other side is told nothing" in shown


def test_a_shelved_alarm_waits_for_nobody_rings_nothing_and_says_by_whom_until_when_and_why():
    known = Known(0)
    aside = {"officer": "kaya", "until": 1_790_000_000_000, "reason": HOSTILE}
    told(known, alarms=[alarm("a", "warning", 1, shelved=aside), alarm("b", "caution", 2)])
    assert known.waiting() == []
    assert known.rhythm(400) == "", "nor does it grow into an alarm"
    assert " 0 alarms to acknowledge" in words.strip(known, None, 1, bell=True).plain
    shown = words.alarms(known).plain
    assert "  warning since" in shown, "neither marked nor in capitals"
    assert "words (shelved until 211413Z SEP 26 by kaya: [bold red]" in shown
    assert not set("\x1b\x07\u202e\u2066\u200b") & set(shown)
    told(known, alarms=[alarm("a", "warning", 1, shelved=None)])
    assert [item.situation for item in known.waiting()] == ["a"], "it came back"
    assert "shelved" not in words.alarms(known).plain


def test_the_bell_rings_at_the_pace_of_its_rhythm_and_tells_the_node_while_it_is_on():
    bell = Bell()
    assert not bell.rings("alarm", 0)
    assert not bell.tells(0)
    bell.turn()
    assert [bell.rings("warning", at) for at in (1, 2, 30.9, 31)] == [True, False, False, True]
    assert bell.rings("alarm", 31.1), "another rhythm is heard at once"
    assert not bell.rings("", 32)
    assert bell.rings("alarm", 32.1), "and after a silence"
    assert [bell.tells(at) for at in (0, 1, ARMED_S - 0.1, ARMED_S)] == [True, False, False, True]
    bell.turn()
    assert not bell.rings("emergency", 50)
    assert not bell.tells(90)
    bell.turn()
    assert bell.tells(90), "whoever switches it on says so at once"


@pytest.mark.parametrize(
    ("levels", "rhythm"),
    [
        ([], ""),
        (["caution"], ""),
        (["warning", "caution"], "warning"),
        (["warning", "alarm"], "alarm"),
        (["alarm", "emergency"], "emergency"),
    ],
)
def test_the_bell_rings_in_the_rhythm_of_the_gravest_and_is_hushed_for_half_a_minute(levels, rhythm):
    known = Known(0)
    told(known, alarms=[alarm(str(number), level, 1_000_000) for number, level in enumerate(levels)])
    assert known.rhythm(1) == rhythm
    known.hush(1)
    assert known.rhythm(30.9) == ""
    assert known.rhythm(31) == rhythm


def test_a_warning_that_nobody_acknowledged_for_five_minutes_rings_as_an_alarm():
    known = Known(0)
    told(known, alarms=[alarm(level="warning", since=1_000_000)])
    assert known.rhythm(300) == "warning"
    assert known.rhythm(301) == "alarm"


def test_a_draft_sent_twice_is_said_once_and_a_changed_one_is_another():
    drawn = iter((b"\1" * 16, b"\2" * 16))
    one = Draft().typed("Hold fire.").ready(lambda _: next(drawn))
    assert one.ready(lambda _: next(drawn)) == one
    assert one.typed("Hold fire.") == one
    assert one.typed("Hold fire").ready(lambda _: next(drawn)).identity != one.identity
    assert not one.faster().identity
    assert one.faster().faster().faster().faster().precedence == "R"


def message(**fields):
    by = {"by": [], "words": "by none of 1"}
    found = {
        "ref": "XBB-0001", "from": "XBB", "ours": False, "precedence": "Z", "precedence_name": "FLASH", "dtg": "221530Z NOV 26",
        "language": "en", "text": "words", "phrases": [], "states": {"XAA": {"held": True, "read": None, "acknowledged": None}},
        "held": by, "read": by, "acknowledged": by, "due": 2_000_000, "overdue": False, "corrected": False, "labels": [], **fields,
    }  # fmt: skip
    return msgspec.convert(found, Message)


def test_words_of_the_other_party_are_data_in_every_pane():
    known = Known(0)
    peer = {
        "party": "XBB", "state": "DARK", "circuits": [{"circuit": HOSTILE, "alive": False, "silent_s": 3.0}],
        "phones": [{"number": HOSTILE, "words": HOSTILE}], "clock_apart_ms": 5,
    }  # fmt: skip
    contact = {"sentence": HOSTILE}
    told(
        known,
        title=HOSTILE,
        peers=[peer],
        alarms=[alarm(text=HOSTILE)],
        contacts=[contact],
        state_words=HOSTILE,
        missing=[HOSTILE],
    )
    found = message(text=HOSTILE, phrases=[{"code": "WN01", "text": HOSTILE}], labels=[HOSTILE])
    panes = [
        words.strip(known, None, 0, bell=True), words.line(known.status), words.alarms(known), words.row(found, "XAA"),
        words.whole(found, "XAA", 0, speaks=True),
    ]  # fmt: skip
    for pane in panes:
        assert "[bold red]" in pane.plain, "shown as it was written"
        assert not set("\x1b\x07\u202e\u2066\u200b") & set(pane.plain)
    assert one_line("a\nb") == "a / b"


def test_held_read_and_acknowledged_are_three_facts_and_what_to_press_is_said():
    unread = words.whole(message(), "XAA", 1_000_000, speaks=True).plain
    assert "NOT READ HERE, due in 17 min" in unread
    assert "Enter signs" in unread
    assert "Enter signs" not in words.whole(message(), "XAA", 0, speaks=False).plain
    read = {"XAA": {"held": True, "read": {"ref": "r", "t": 1}, "acknowledged": None}}
    assert "u signs: understood" in words.whole(message(states=read), "XAA", 0, speaks=True).plain
    assert "held 0/1 read 0/1 ack 0/1" in words.row(message(), "XAA").plain
    assert "it is not consent" in unread
