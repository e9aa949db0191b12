"""Line tests by voice and telephone: typed by one side, confirmed by the other; both accounts stand, and they count."""

from __future__ import annotations

import pytest

from tests.pair import Line
from watchline.host.figures import line_tests
from watchline.host.here import Here
from watchline.line import LineState, rota
from watchline.node import OpenEpoch, Rules, SayTest, SayTestAnswered, live
from watchline.record import read_leaf

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
PHONES = [
    {"party": "XAA", "number": "+00 000 0000001", "words": "duty officer"},
    {"party": "XBB", "number": "+00 000 0000002"},
]
CIRCUITS = [
    {"name": "one", "carrier": "direct"},
    {"name": "two", "carrier": "direct"},
    {"name": "red", "carrier": "voice"},
]


def opened(**fields):
    return Line(**{"phones": PHONES, **fields}).open()


def say(member, said):
    ref = member.say(said)
    member.line.settle()
    return ref


def listed(line, code="XAA", days=2):
    a, b = (line_tests(Here(line.charter, of, line[of].store.held), line.wall + 1, days) for of in ("XAA", "XBB"))
    assert a["figures"] == b["figures"], "both sides count alike"
    return a if code == "XAA" else b


def found(line, ref, code="XAA"):
    answer = listed(line, code)
    return next(item for item in [*answer["slots"], *answer["unscheduled"]] if item["ref"] == ref)


def error(member, said):
    reply = member.handle(said)[0]
    assert not reply.written
    return reply.error


def test_a_charter_with_telephones_has_a_circuit_phone_by_which_nothing_travels():
    plain, phones = Line().charter, Line(phones=PHONES).charter
    assert (plain.carried, plain.spoken) == (("one", "two"), ())
    assert (phones.carried, phones.spoken) == (("one", "two"), ("phone",))
    voice = Line(circuits=CIRCUITS).charter
    assert (voice.carried, voice.spoken) == (("one", "two"), ("red",))
    named = [*CIRCUITS, {"name": "phone", "carrier": "direct"}]
    assert Line(circuits=named, phones=PHONES).charter.spoken == ("red",)


def test_typed_by_one_side_and_confirmed_by_the_other():
    line = opened()
    a, b = line["XAA"], line["XBB"]
    ref = say(a, SayTest(circuit="phone", answered=True, quality=4, by="duty officer"))
    item = found(line, ref)
    assert (item["outcome"], item["called"], item["circuit"]) == ("by one account", "XBB", "phone")
    assert not item["waits_for_us"]
    assert found(line, ref, "XBB")["waits_for_us"]
    assert "states that it called our watch on phone and was answered" in b.alarms()[f"test/{ref}"]
    assert listed(line)["figures"]["spoken"]["phone"] == {
        "made": 1, "answered": 0, "by_one_account": 1, "accounts_differ": 0, "no_answer": 0,
    }  # fmt: skip
    say(b, SayTestAnswered(ref=ref, quality=5, by="Duty  Officer"))
    item = found(line, ref)
    assert (item["outcome"], item["differences"]) == ("good", [])
    assert [(one["from"], one["answered"], one["quality"], one["by"]) for one in item["accounts"]] == [
        ("XAA", True, 4, "duty officer"),
        ("XBB", True, 5, "Duty  Officer"),
    ]
    assert f"test/{ref}" not in b.alarms()
    assert listed(line)["figures"]["spoken"]["phone"]["answered"] == 1


def test_without_a_name_it_is_the_first_circuit_that_people_speak_on():
    line = opened()
    assert found(line, say(line["XAA"], SayTest(answered=True)))["circuit"] == "phone"
    assert "no circuit on which people speak" in error(Line().open()["XAA"], SayTest(answered=True))


def test_accounts_that_differ_stand_beside_each_other():
    line = opened()
    a, b = line["XAA"], line["XBB"]
    line.wall += HOUR
    at = line.wall - 20 * MINUTE
    ref = say(a, SayTest(circuit="phone", answered=True, by="duty officer", at=at))
    say(b, SayTestAnswered(ref=ref, answered=False, at=at + MINUTE))
    item = found(line, ref)
    assert (item["outcome"], item["differences"]) == ("accounts differ", ["answered", "at"])
    other = say(a, SayTest(circuit="phone", answered=True, by="duty officer"))
    say(b, SayTestAnswered(ref=other, by="the driver"))
    assert (found(line, other)["outcome"], found(line, other)["differences"]) == ("good", ["by"])
    tried = say(a, SayTest(circuit="phone", answered=False))
    say(b, SayTestAnswered(ref=tried, answered=True))
    assert found(line, tried)["outcome"] == "accounts differ"
    assert listed(line)["figures"]["spoken"]["phone"] == {
        "made": 3, "answered": 1, "by_one_account": 0, "accounts_differ": 2, "no_answer": 0,
    }  # fmt: skip


def test_not_answered_waits_and_is_missed_after_the_window():
    line = opened()
    ref = say(line["XAA"], SayTest(circuit="phone", answered=False))
    assert found(line, ref)["outcome"] == "waiting"
    line.wall += 16 * MINUTE
    assert found(line, ref)["outcome"] == "missed"
    assert listed(line)["figures"]["spoken"]["phone"]["no_answer"] == 1


def answers(line, code):
    """The answers that a node wrote by itself."""
    entries = line[code].store.held.entries(line.charter.log(code, 1).origin(), 0, 1000)
    headers = [read_leaf(entry.leaf) for entry in entries]
    return [header for header in headers if header.kind == "line_test_answered" and header.post == "node"]


def at_slot(**fields):
    """A line at 0600Z of a day on which XAA initiates a test due on a voice circuit, and the instant it is due."""
    line = opened(circuits=CIRCUITS, calendar=[{"minute": 360, "circuit": "red"}], **fields)
    due = next(
        item.due for item in rota.tests_due(line.charter, line.wall, line.wall + 9 * DAY) if item.initiator == "XAA"
    )
    line.wall = due - 2_000
    return line, due


def test_a_slot_of_the_calendar_is_filled_by_hand_and_counts():
    line, due = at_slot()
    a, b = line["XAA"], line["XBB"]
    line.wait(5)
    situation = f"slot/{due}/red"
    assert "call the other watch" in a.alarms()[situation]
    assert situation not in b.alarms(), "no node makes a call, and it is not their turn"
    ref = say(a, SayTest(circuit="red", answered=True, quality=3))
    assert situation not in a.alarms()
    say(b, SayTestAnswered(ref=ref))
    item = found(line, ref)
    assert (item["due"], item["reverse"], item["outcome"]) == (due, False, "good")
    assert listed(line)["figures"]["per_circuit"]["red"]["good"] == 1
    line.wait(16 * 60, step=10)
    assert situation not in a.alarms()


def test_the_other_side_may_call_instead_and_a_call_late_is_late():
    line, due = at_slot()
    line.wait(6 * 60, step=10)
    assert "did not initiate" in line["XAA"].alarms()[f"slot/{due}/red"]
    ref = say(line["XBB"], SayTest(circuit="red", answered=True))
    say(line["XAA"], SayTestAnswered(ref=ref, at=line.wall))
    assert (found(line, ref)["reverse"], found(line, ref)["outcome"]) == (True, "good")
    line, due = at_slot()
    line.wait(16 * 60, step=10)
    ref = say(line["XAA"], SayTest(circuit="red", answered=True, at=due + 14 * MINUTE))
    say(line["XBB"], SayTestAnswered(ref=ref, at=due + 15 * MINUTE + 1))
    assert found(line, ref)["outcome"] == "late"


def test_missed_and_answered_voice_tests_make_and_end_unanswered():
    line, due = at_slot()
    a, b = line["XAA"], line["XBB"]
    for day in range(0, 4, 2):
        line.wall = due + day * DAY - 2_000
        line.wait(3)
        say(a, SayTest(circuit="red", answered=False))
        line.wait(16 * 60, step=10)
    assert a.node.core.peers["XBB"].missed_in_a_row == 2
    assert live(a.node.core).state is LineState.UNANSWERED
    a.load()
    line.wait(31)
    assert a.node.core.peers["XBB"].missed_in_a_row == 2, "counted again after a start"
    say(a, SayTest(circuit="red", answered=True))
    assert live(a.node.core).state is LineState.NORMAL
    assert b.node.core.peers["XAA"].missed_in_a_row == 0


def test_voice_circuits_are_no_part_of_what_the_node_measures():
    line = opened(circuits=CIRCUITS)
    (peer,) = live(line["XAA"].node.core).peers
    assert [circuit.name for circuit in peer.circuits] == ["one", "two"]
    assert peer.state is LineState.NORMAL
    assert not [name for name in line["XAA"].alarms() if name.startswith("circuit/")]


def test_a_node_that_answers_by_configuration_says_nothing_of_a_call():
    line = Line(phones=PHONES, rules=Rules(answer_tests="node")).open()
    before = len(answers(line, "XBB"))
    ref = say(line["XAA"], SayTest(circuit="phone", answered=True))
    line.wait(3)
    assert found(line, ref)["outcome"] == "by one account"
    assert len(answers(line, "XBB")) == before
    say(line["XAA"], SayTest(circuit="one"))
    line.wait(3)
    assert len(answers(line, "XBB")) == before + 1


def test_a_call_does_not_open_the_line():
    line = Line(phones=PHONES)
    for member in line.members.values():
        member.say(OpenEpoch())
    line.connect_all()
    line.settle()
    for member, other in ((line["XAA"], line["XBB"]), (line["XBB"], line["XAA"])):
        ref = say(member, SayTest(circuit="phone", answered=True))
        say(other, SayTestAnswered(ref=ref))
    assert not live(line["XAA"].node.core).open


def test_of_three_parties_only_the_one_called_confirms():
    line = Line("XAA XBB XCC", phones=PHONES).open()
    assert "--to XBB, XCC" in error(line["XAA"], SayTest(circuit="phone", answered=True))
    ref = say(line["XAA"], SayTest(circuit="phone", answered=True, to="XCC"))
    line.wait(2)
    assert f"test/{ref}" in line["XCC"].alarms()
    assert f"test/{ref}" not in line["XBB"].alarms()
    assert "only XCC confirms" in error(line["XBB"], SayTestAnswered(ref=ref))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"circuit": "phone"}, "call the watch of XBB on +00 000 0000002"),
        ({"circuit": "phone", "answered": False, "quality": 3}, "neither a quality"),
        ({"circuit": "phone", "answered": False, "by": "watch"}, "neither a quality"),
        ({"circuit": "phone", "answered": True, "quality": 6}, "Quality is 1"),
        ({"circuit": "phone", "answered": True, "to": "XAA"}, "--to XBB"),
        ({"circuit": "phone", "answered": True, "at": 1 << 60}, "not past yet"),
        ({"circuit": "one", "answered": True}, "no circuit on which people speak"),
        ({"circuit": "fax", "answered": True}, "they are one, two, phone"),
        ({"circuit": "one", "by": "watch"}, "no circuit on which people speak"),
    ],
)
def test_what_cannot_be_typed_is_refused_in_words(fields, words):
    assert words in error(opened()["XAA"], SayTest(**fields))


def test_an_ordinary_test_takes_no_account():
    line = opened()
    ref = say(line["XAA"], SayTest(circuit="one"))
    assert "not a test by voice" in error(line["XBB"], SayTestAnswered(ref=ref, answered=True))
    assert "not a test by voice" in error(line["XBB"], SayTestAnswered(ref=ref, by="watch"))
