"""Two and three real nodes wired back to back: what a day on the line does to the record of each."""

from __future__ import annotations

import pytest

from tests.pair import T0, Line, run
from watchline import watch
from watchline.node import (
    AcceptClock,
    OpenEpoch,
    Rules,
    SayAcknowledged,
    SayCorrection,
    SayMessage,
    SayRead,
    SayService,
    SayTest,
    SayTestAnswered,
    Tick,
    live,
)
from watchline.record import ServiceMessage, read_body, read_leaf
from watchline.store import MemoryHeadLock
from watchline.store.memory import Fault
from watchline.view import COMMON

DAY = 86_400


def views(member):
    held = member.store.held
    return {view: list(held.rows(view, b"", None, 100_000)) for view in COMMON}


def kinds_of(member, code):
    origin = member.line.charter.log(code, 1).origin()
    return [read_leaf(entry.leaf).kind for entry in member.store.held.entries(origin, 0, 1000)]


def outcomes(member, start, end):
    held = member.store.held
    return watch.test_rows(member.line.charter, held.row, held.rows, start, end, member.now.wall)


def test_a_founding_opens_the_line_after_one_test_each_way():
    line = Line()
    for member in line.members.values():
        member.say(OpenEpoch())
    line.connect_all()
    line.settle()
    assert "not open yet" in line["XAA"].handle(SayMessage(text="too soon"))[0].error
    assert line["XAA"].say(SayService(text="we are here"))
    line.open_tests()
    assert live(line["XAA"].node.core).open
    assert line["XAA"].say(SayMessage(text="now"))


def test_a_message_is_held_read_and_acknowledged_as_three_facts():
    line = Line().open()
    a, b = line["XAA"], line["XBB"]
    ref = a.say(SayMessage(text="cease", precedence="Z"))
    own = a.node.core.own
    line.settle()
    assert own.cosignatures["XBB"].head.size >= own.size - 1
    assert f"message/{ref}" in b.alarms()
    assert "has not been read" in b.handle(SayAcknowledged(ref=ref))[0].error
    b.say(SayRead(ref=ref))
    assert f"message/{ref}" not in b.alarms()
    b.say(SayAcknowledged(ref=ref, how="read_back", text="cease"))
    line.settle()
    assert kinds_of(a, "XBB")[-3:] == ["receipt", "message_read", "message_acknowledged"]
    assert views(a) == views(b)


def test_saying_it_twice_says_it_once():
    line = Line().open()
    a, b = line["XAA"], line["XBB"]
    said = SayMessage(text="once", draft=b"d" * 16)
    first, second = a.handle(said, said)
    assert (first.ref, first.written, second.ref, second.written) == (first.ref, True, first.ref, False)
    line.settle()
    assert b.say(SayRead(ref=first.ref)) == b.say(SayRead(ref=first.ref))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (SayMessage(text="x", post="kitchen"), "not a post"),
        (SayMessage(text=" "), "no text"),
        (SayMessage(text="x" * 31_000), "too long"),
        (SayMessage(text="x", precedence="Q"), "Precedence"),
        (SayMessage(text="x", to=("XZZ",)), "not another party"),
        (SayRead(ref="XBB-0999"), "no entry"),
        (SayRead(ref="nonsense"), "not a reference"),
        (SayRead(ref="XAA-0001"), "not a message"),
        (SayTest(circuit="nine"), "not a circuit"),
        (SayTestAnswered(ref="XAA-0001"), "our own"),
        (SayCorrection(ref="XBB-0001", text="x"), "only its author"),
        (SayMessage(text="x", draft=b"short"), "draft id"),
    ],
)
def test_what_the_line_does_not_allow_is_said_in_words_and_writes_nothing(said, words):
    line = Line().open()
    before = line["XAA"].node.core.own.size
    reply = line["XAA"].handle(said)[0]
    assert words in reply.error
    assert line["XAA"].node.core.own.size == before


def test_an_idle_line_gains_no_entry():
    line = Line(calendar=[], rules=Rules(beat_ms=60_000, dead_ms=180_000)).open()
    line.wait(60)
    sizes = [log.size for member in line.members.values() for log in member.node.core.logs.values()]
    line.wait(8 * 3600, step=30)
    assert [log.size for member in line.members.values() for log in member.node.core.logs.values()] == sizes


def test_the_calendar_starts_tests_with_alternating_initiator_and_its_receipt_says_where():
    line = Line(rules=Rules(beat_ms=60_000, dead_ms=180_000)).open()
    a, b = line["XAA"], line["XBB"]
    answered = set()
    for _ in range(2 * 24 * 12):
        line.wait(300, step=60)
        for member, other in ((a, b), (b, a)):
            for situation in [name for name in member.alarms() if name.startswith("test/")]:
                if situation not in answered:
                    answered.add(situation)
                    member.say(SayTestAnswered(ref=situation.removeprefix("test/"), quality=4))
                    line.settle()
                    assert other is not member
    rows = outcomes(a, T0, T0 + 2 * DAY * 1000)
    assert [row.outcome for row in rows] == [watch.TestOutcome.GOOD] * 4
    assert len({row.ref.code for row in rows}) == 2
    assert [row.circuit for row in rows] == ["one", "two"] * 2
    assert [row.receipt_circuit for row in rows] == ["one", "two"] * 2
    assert rows == outcomes(b, T0, T0 + 2 * DAY * 1000)


def test_a_test_that_nobody_answers_is_missed_and_a_later_answer_makes_it_late():
    line = Line(calendar=[{"minute": 10, "circuit": "one"}]).open()
    line.wait(11 * 60, step=5)
    (row,) = outcomes(line["XAA"], T0 - 1000, T0 + 3600_000)
    assert row.outcome is watch.TestOutcome.WAITING
    line.wait(20 * 60, step=5)
    (row,) = outcomes(line["XAA"], T0 - 1000, T0 + 3600_000)
    assert row.outcome is watch.TestOutcome.MISSED
    assert any("not answered in time" in words for words in line["XAA"].alarms().values())
    answering = line["XBB"] if row.ref.code == "XAA" else line["XAA"]
    answering.say(SayTestAnswered(ref=f"D-{row.ref.code}-{row.serial:04d}"))
    line.settle()
    late = [outcomes(member, T0 - 1000, T0 + 3600_000)[0] for member in line.members.values()]
    assert [item.outcome for item in late] == [watch.TestOutcome.LATE] * 2
    assert late[0] == late[1]


def test_an_answer_by_configuration_is_shown_apart():
    line = Line(calendar=[{"minute": 10, "circuit": "one"}]).open()
    for member in line.members.values():
        member.node.core.rules = Rules(answer_tests="node")
    line.wait(30 * 60, step=5)
    (row,) = outcomes(line["XAA"], T0 - 1000, T0 + 3600_000)
    assert row.outcome is watch.TestOutcome.BY_NODE
    assert row.answered_s is None


def test_a_silent_initiator_lets_the_other_begin_a_reverse_test():
    line = Line(calendar=[{"minute": 10, "circuit": "one"}]).open()
    day = T0 // 86_400_000
    silent = "XAA" if day % 2 == 0 else "XBB"
    other = "XBB" if silent == "XAA" else "XAA"
    line[silent].running = False
    line.wait(14 * 60, step=5)
    assert outcomes(line[other], T0 - 1000, T0 + 3600_000)[0].ref is None
    line.wait(2 * 60, step=5)
    row = outcomes(line[other], T0 - 1000, T0 + 3600_000)[0]
    assert row.ref.code == other
    assert row.reverse


def test_two_missed_tests_in_a_row_make_the_line_unanswered_and_one_answer_ends_it():
    line = Line(calendar=[{"minute": minute, "circuit": "one"} for minute in (10, 40, 70)]).open()
    line.wait(60 * 60, step=5)
    states = {code: live(line[code].node.core).state for code in ("XAA", "XBB")}
    assert "UNANSWERED" in states.values()
    code = next(code for code, state in states.items() if state == "UNANSWERED")
    other = "XBB" if code == "XAA" else "XAA"
    ref = next(name for name in line[other].alarms() if name.startswith("test/")).removeprefix("test/")
    line[other].say(SayTestAnswered(ref=ref))
    line.settle()
    line.wait(6)
    assert live(line[code].node.core).state == "NORMAL"


def test_a_cut_circuit_is_degraded_both_cut_is_dark_and_what_was_written_is_delivered():
    line = Line(calendar=[]).open()
    a, b = line["XAA"], line["XBB"]
    one, two = (("one", frozenset(("XAA", "XBB"))), ("two", frozenset(("XAA", "XBB"))))
    line.wait(30)
    assert live(a.node.core).state == "NORMAL"
    line.silent.add(one)
    line.wait(21)
    assert live(a.node.core).state == "DEGRADED"
    line.silent.add(two)
    line.wait(21)
    assert live(a.node.core).state == "DARK"
    assert "dark/XBB" in a.alarms()
    ref = a.say(SayMessage(text="written in the dark", precedence="O"))
    line.wait(120)
    assert "held/XBB" in a.alarms()
    line.silent.clear()
    line.wait(35)
    assert live(a.node.core).state == "NORMAL"
    assert b.say(SayRead(ref=ref))
    assert "held/XBB" not in a.alarms()
    assert "dark/XBB" not in a.alarms()


def test_a_node_stopped_at_any_moment_goes_on_from_its_store():
    line = Line(calendar=[]).open()
    a, b = line["XAA"], line["XBB"]
    for number in range(20):
        ref = a.say(SayMessage(text=str(number)))
        if number % 3 == 0:
            line.flying.clear()
            b.load()
            line.hung += [(circuit, "XAA", "XBB") for circuit in line.charter.circuits]
            line.up.clear()
            line.reconnect()
        if number % 4 == 0:
            a.load()
            line.hung += [(circuit, "XAA", "XBB") for circuit in line.charter.circuits]
            line.up.clear()
            line.reconnect()
        line.settle()
    line.wait(60)
    assert b.say(SayRead(ref=ref))
    line.settle()
    assert views(a) == views(b)
    assert not [name for name in (*a.alarms(), *b.alarms()) if "closed" in name or "fork" in name]


def test_a_full_disk_loses_nothing_and_says_so():
    line = Line(calendar=[]).open()
    a = line["XAA"]
    size = a.store.held.logs(line.charter.line)[0].head
    a.store.fail_next(Fault.FULL)
    with pytest.raises(Exception, match="full"):
        a.say(SayMessage(text="no room"))
    a.load()
    assert a.store.held.logs(line.charter.line)[0].head == size
    line.hung += [(circuit, "XAA", "XBB") for circuit in line.charter.circuits]
    line.up.clear()
    line.reconnect()
    assert a.say(SayMessage(text="room again"))
    line.settle()
    assert views(a) == views(line["XBB"])


@pytest.mark.parametrize("what", ["missing", "older store", "foreign root"])
def test_a_head_lock_that_does_not_fit_closes_the_key_set_and_the_node_goes_on_receiving(what):
    line = Line(calendar=[]).open()
    a, b = line["XAA"], line["XBB"]
    if what == "missing":
        locks = None
    else:
        locks = dict(run(a.lock.load()))
        own = line.charter.log("XAA", 1).origin()
        head = locks[own].head
        worse = head._replace(size=head.size + 1) if what == "older store" else head._replace(root=bytes(32))
        locks[own] = locks[own]._replace(head=worse)
    rosters = {party.code: party.roster for party in line.parties}
    a.node = type(a.node)(line.charter, line.signed, "XAA", a.party.keys, rosters, a.store.held, locks, a.now)
    line.hung += [(circuit, "XAA", "XBB") for circuit in line.charter.circuits]
    line.up.clear()
    line.reconnect()
    sent = len(line.sent)
    assert "signs and cosigns nothing" in a.handle(SayMessage(text="may I"))[0].error
    ref = b.say(SayMessage(text="can you hear me", precedence="Z"))
    line.settle()
    line.wait(70)
    assert f"message/{ref}" in a.alarms()
    assert "closed" in a.alarms()
    cosigned = a.node.core.logs[line.charter.log("XBB", 1).origin()].cosigned.size
    assert cosigned < b.node.core.own.size
    assert len(line.sent) > sent


def test_our_clock_stepped_ten_minutes_moves_no_cosignature_until_an_officer_accepts():
    line = Line(calendar=[]).open()
    a, b = line["XAA"], line["XBB"]
    line.wait(10)
    log = b.node.core.logs[line.charter.log("XAA", 1).origin()]

    def stamp():
        a.say(SayService(text="tick"))
        line.settle()
        return log.cosignatures["XBB"].time_s

    first = stamp()
    b.offset = 600_000
    for _ in range(20):
        line.wait(1)
        assert stamp() - first <= 35
    assert any("stepped forward" in words for words in b.alarms().values())
    b.handle(AcceptClock())
    assert stamp() - first >= 600
    b.offset = -600_000
    line.wait(1)
    assert stamp() - first >= 600
    assert any("stepped back" in words for words in b.alarms().values())
    assert log.cosigned == log.head


def test_three_parties_hear_each_other_through_the_one_in_the_middle():
    line = Line("XAA XBB XCC", calendar=[])
    for member in line.members.values():
        member.say(OpenEpoch())
    for circuit in line.charter.circuits:
        line.connect(circuit, "XAA", "XBB")
        line.connect(circuit, "XBB", "XCC")
    line.pairs = lambda: [("XAA", "XBB"), ("XBB", "XCC")]
    line.settle()
    line.wait(60)
    line.open_tests()
    line.wait(60)
    ref = line["XAA"].say(SayMessage(text="to all"))
    line.wait(60)
    line["XCC"].say(SayRead(ref=ref))
    line.wait(60)
    everywhere = [views(member) for member in line.members.values()]
    assert everywhere[0] == everywhere[1] == everywhere[2]
    own = line["XAA"].node.core.own
    assert {code: item.head.size for code, item in own.cosignatures.items()} == {"XBB": own.size, "XCC": own.size}


def test_a_correction_names_its_target_and_both_stay():
    line = Line().open()
    a, b = line["XAA"], line["XBB"]
    ref = a.say(SayMessage(text="at 1400Z"))
    a.say(SayCorrection(ref=ref, text="at 1500Z"))
    line.settle()
    assert kinds_of(b, "XAA")[-2:] == ["message", "correction"]
    assert views(a) == views(b)


def test_the_body_of_a_service_message_survives_the_wire():
    line = Line().open()
    line["XAA"].say(SayService(text="maintenance at 0300Z", language="en"))
    line.settle()
    origin = line.charter.log("XAA", 1).origin()
    entry = line["XBB"].store.held.entries(origin, 0, 1000)[-1]
    assert read_body("service_message", entry.body) == ServiceMessage(text="maintenance at 0300Z", language="en")


def test_an_unread_message_rings_again_louder_on_both_sides_when_its_time_is_over():
    line = Line(calendar=[]).open()
    ref = line["XAA"].say(SayMessage(text="soon", precedence="O"))
    line.settle()
    line.wait(9 * 60, step=5)
    assert f"message/{ref}" not in line["XAA"].alarms()
    line.wait(2 * 60, step=5)
    assert "past its time" in line["XAA"].alarms()[f"message/{ref}"]
    assert "past its time" in line["XBB"].alarms()[f"message/{ref}"]
    line["XBB"].say(SayRead(ref=ref))
    line.settle()
    assert f"message/{ref}" not in line["XAA"].alarms()
    assert f"message/{ref}" not in line["XBB"].alarms()


def test_the_alarms_of_a_node_survive_its_restart():
    line = Line(calendar=[]).open()
    ref = line["XAA"].say(SayMessage(text="soon", precedence="Z"))
    line.settle()
    b = line["XBB"]
    b.lock = b.lock or MemoryHeadLock()
    b.load()
    assert f"message/{ref}" in b.alarms()
    b.handle(Tick())
    assert f"message/{ref}" in b.alarms()
