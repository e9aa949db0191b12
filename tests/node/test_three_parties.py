"""Three and more parties: what goes by way of another, who holds what by name, and what is seen by one and not delivered by it."""

from __future__ import annotations

import re

import pytest

from tests.pair import Line
from watchline.codec import decode, encode
from watchline.host.answers import Here, inbox, log_entries, message, status
from watchline.log import Head
from watchline.node import OpenEpoch, SayAcknowledged, SayMessage, SayRead, SayTestAnswered, live
from watchline.watch import test_rows as rows_of_tests

HOUR = 3_600_000

CAUSE = re.compile(
    r"\b(withhold\w*|refus\w*|hid\w*|den(?:y|ies|ied)|fault|broke\w*|violat\w*|fail\w*|lie[sd]?)\b", re.IGNORECASE
)


def here(line, code):
    return Here(line.charter, code, line[code].store.held)


def size(line, code, author):
    """How many entries of an author's log a party has on disk."""
    origin = line.charter.log(author, 1).origin()
    return {row.origin: row.head.size for row in line[code].store.held.logs(line.charter.line)}.get(origin, 0)


def cosigned(line, code, author):
    return next(log.cosigned for log in line[code].node.core.logs.values() if log.name.code == author)


def shown(line, code):
    return status(here(line, code), line.wall, live(line[code].node.core))


def wanted(line, code, peer, origin):
    """The ranges of a log's leaves that a party asked another for."""
    frames = [decode(data) for a, b, data in line.sent if (a, b) == (code, peer)]
    asked = [item for frame in frames if frame["frame"] == "WANT" for item in frame["ranges"]]
    return [item for item in asked if item[0] == origin and item[3] == "leaves"]


def told(line, code, ref):
    found = here(line, code)
    return message(found, found.find(ref), line.wall)


def everywhere(line):
    return all(
        size(line, code, author) == size(line, author, author) for code in line.members for author in line.members
    )


@pytest.fixture
def through_c():
    return Line("XAA XBB XCC", missing="XAA-XBB", calendar=[]).open()


def test_all_goes_through_c_where_a_and_b_have_no_circuit(through_c):
    line = through_c
    for number in range(5):
        line["XAA"].say(SayMessage(text=f"to all, {number}"))
        line["XBB"].say(SayMessage(text=f"from the other end, {number}"))
        line.wait(20)
    line.wait(30)
    assert everywhere(line)
    assert {frozenset((a, b)) for a, b, _ in line.sent if {a, b} == {"XAA", "XBB"}} == set()
    assert not any(name.startswith("undelivered") for code in line.members for name in line[code].alarms())


def test_held_read_and_acknowledged_are_shown_k_of_n_by_name(through_c):
    line = through_c
    line.wait(30)
    ref = line["XAA"].say(SayMessage(text="to all"))
    line.settle()
    first = told(line, "XAA", ref)
    assert first["held"] == {"by": ["XCC"], "not_by": ["XBB"], "words": "held by 1 of 2: XCC (not: XBB)"}
    assert shown(line, "XAA")["held"]["words"].endswith("is held by 1 of 2: XCC (not: XBB).")
    line.wait(60)
    assert told(line, "XAA", ref)["held"]["words"] == "held by 2 of 2: XBB, XCC"
    line["XBB"].say(SayRead(ref=ref))
    line.wait(30)
    for code in line.members:
        state = told(line, code, ref)
        assert state["read"] == {"by": ["XBB"], "not_by": ["XCC"], "words": "read by 1 of 2: XBB (not: XCC)"}
        assert state["acknowledged"]["words"] == "acknowledged by 0 of 2 (not: XBB, XCC)"
    line["XBB"].say(SayAcknowledged(ref=ref))
    line["XCC"].say(SayRead(ref=ref))
    line["XCC"].say(SayAcknowledged(ref=ref))
    line.wait(60)
    assert told(line, "XAA", ref)["acknowledged"]["words"] == "acknowledged by 2 of 2: XBB, XCC"


def test_a_message_to_one_of_three_is_held_by_both_and_counts_one_reader(through_c):
    line = through_c
    ref = line["XAA"].say(SayMessage(text="for XBB", to=("XBB",)))
    line.wait(60)
    state = told(line, "XAA", ref)
    assert state["held"]["words"] == "held by 2 of 2: XBB, XCC"
    assert state["read"]["words"] == "read by 0 of 1 (not: XBB)"


def test_the_list_of_entries_names_who_is_not_known_to_hold_each(through_c):
    line = through_c
    line.wait(30)
    line["XAA"].say(SayMessage(text="to all"))
    line.settle()
    newest = log_entries(here(line, "XAA"), party="XAA")["entries"][-1]
    assert (newest["held_by"], newest["not_held_by"]) == (["XCC"], ["XBB"])


def withhold(line, what):
    """Let XCC leave out of what it sends to XBB the bodies, or the leaves, of the log of XAA; nothing else changes."""
    origin = line.charter.log("XAA", 1).origin()

    def alter(sender, peer, data):
        if (sender, peer) != ("XCC", "XBB"):
            return data
        frame = decode(data)
        if frame["frame"] != "APPEND" or frame["origin"] != origin:
            return data
        return encode(frame | {"bodies": []}) if what == "bodies" else None

    line.alter = alter


@pytest.mark.parametrize("what", ["bodies", "leaves"])
def test_what_c_has_seen_and_does_not_deliver_is_never_cosigned_and_shown_with_its_head(through_c, what):
    line = through_c
    line.wait(60)
    before = size(line, "XBB", "XAA")
    withhold(line, what)
    ref = line["XAA"].say(SayMessage(text="not for XBB to see"))
    line.wait(20)
    line["XCC"].say(SayMessage(text="I have seen it."))
    line.wait(30)
    assert "undelivered/XCC/XAA" not in line["XBB"].alarms(), "C has the time of the charter to deliver"
    line.wait(90)
    assert (size(line, "XBB", "XAA"), cosigned(line, "XBB", "XAA").size) == (before, before)
    words = line["XBB"].alarms()["undelivered/XCC/XAA"]
    assert words.startswith("seen by XCC, not delivered by XCC: the log XAA/1 to size ")
    assert not CAUSE.search(words)
    (item,) = shown(line, "XBB")["undelivered"]
    head = next(seen for seen in line["XCC"].node.core.own.seen if seen.code == "XAA")
    assert (item["party"], item["seen_by"], item["size"], item["root"]) == ("XAA", "XCC", head.size, head.root.hex())
    assert (item["held_here"], item["words"]) == (before, words)
    assert line.wall - 120_000 < item["since"] <= line.wall
    (alarm,) = [one for one in shown(line, "XBB")["alarms"] if one["situation"].startswith("undelivered")]
    assert (alarm["level"], alarm["words"], alarm["since"]) == ("caution", words, item["since"])
    assert told(line, "XAA", ref)["held"]["words"] == "held by 1 of 2: XCC (not: XBB)"
    assert not any(name.startswith("undelivered") for code in ("XAA", "XCC") for name in line[code].alarms())
    since = item["since"]
    line["XCC"].say(SayMessage(text="And again."))
    line.wait(120)
    assert shown(line, "XBB")["undelivered"][0]["since"] == since, "it lasts since then, however long"
    line["XBB"].load()
    line.wait(30)
    assert shown(line, "XBB")["undelivered"][0]["since"] == since, "a start of our node forgets nothing"
    line.alter = None
    line.wait(60)
    assert "undelivered/XCC/XAA" not in line["XBB"].alarms()
    assert shown(line, "XBB")["undelivered"] == []
    assert any(one["situation"] == "undelivered/XCC/XAA" for one in shown(line, "XBB")["alarms_ended"])
    assert size(line, "XBB", "XAA") == size(line, "XAA", "XAA")


def test_it_ends_by_whatever_way_the_leaves_come(through_c):
    line = through_c
    line.wait(60)
    withhold(line, "leaves")
    line["XAA"].say(SayMessage(text="by another way"))
    line.wait(20)
    line["XCC"].say(SayMessage(text="seen"))
    line.wait(120)
    assert "undelivered/XCC/XAA" in line["XBB"].alarms()
    line.missing.clear()
    line.reconnect()
    line.wait(30)
    assert "undelivered/XCC/XAA" not in line["XBB"].alarms()
    assert size(line, "XBB", "XAA") == size(line, "XAA", "XAA")


def test_a_fourth_party_is_asked_in_turn_and_then_nothing_is_shown():
    line = Line("XAA XBB XCC XDD", missing="XAA-XBB", calendar=[]).open()
    line.wait(60)
    withhold(line, "bodies")
    line["XAA"].say(SayMessage(text="XDD has it, too"))
    line.wait(20)
    line["XCC"].say(SayMessage(text="seen"))
    line.wait(60)
    assert size(line, "XBB", "XAA") == size(line, "XAA", "XAA")
    line.wait(120)
    assert not any(name.startswith("undelivered") for name in line["XBB"].alarms())


def test_a_seer_that_is_cut_off_is_not_said_to_keep_anything_back(through_c):
    line = through_c
    line.wait(60)
    withhold(line, "leaves")
    line["XAA"].say(SayMessage(text="to all"))
    line.wait(6)
    line["XCC"].say(SayMessage(text="seen"))
    line.settle()
    line.silent |= {(circuit, frozenset(("XBB", "XCC"))) for circuit in line.charter.circuits}
    line.wait(300)
    assert not any(name.startswith("undelivered") for name in line["XBB"].alarms())


def test_a_seen_of_entries_that_do_not_exist_is_shown_in_the_same_words(through_c):
    """C lists a head of A that A never signed: here it is only seen by C and not delivered by C, and nothing stops."""
    line = through_c
    line.wait(60)
    core = line["XCC"].node.core
    log = next(log for log in core.logs.values() if log.name.code == "XAA")
    true, log.cosigned = log.cosigned, Head(log.cosigned.size + 7, bytes(32))
    line["XCC"].say(SayMessage(text="seen, I say"))
    log.cosigned = true
    line.wait(120)
    assert wanted(line, "XBB", "XCC", log.origin)[-1][2] == true.size + 7
    assert line["XBB"].alarms()["undelivered/XCC/XAA"].startswith("seen by XCC, not delivered by XCC")
    line["XAA"].say(SayMessage(text="it goes on"))
    line.wait(60)
    assert size(line, "XBB", "XAA") == size(line, "XAA", "XAA")


def test_a_log_of_which_nothing_is_known_here_is_asked_for_too():
    line = Line("XAA XBB XCC", missing="XAA-XBB", calendar=[])
    for member in line.members.values():
        member.say(OpenEpoch())
    origin = line.charter.log("XAA", 1).origin()
    line.alter = lambda sender, peer, data: _silent_on(origin, data) if (sender, peer) == ("XCC", "XBB") else data
    line.connect_all()
    line.settle()
    line.wait(120)
    assert "undelivered/XCC/XAA" in line["XBB"].alarms()
    assert shown(line, "XBB")["undelivered"][0]["held_here"] == 0
    assert origin not in line["XBB"].node.core.logs
    assert wanted(line, "XBB", "XCC", origin)
    line.alter = None
    line.wait(60)
    assert size(line, "XBB", "XAA") > 0
    assert "undelivered/XCC/XAA" not in line["XBB"].alarms()


def _silent_on(origin, data):
    """A frame without what it tells of a log; None if it is about that log alone."""
    frame = decode(data)
    if frame["frame"] == "HAVE":
        return encode(frame | {"logs": [item for item in frame["logs"] if item[0] != origin]})
    if frame["frame"] == "BEAT":
        return encode(frame | {"heads": [item for item in frame["heads"] if not item[0].startswith(origin.encode())]})
    return None if frame.get("origin") == origin else data


def test_twelve_parties_are_founded_and_one_message_is_held_by_eleven_of_eleven():
    codes = " ".join(f"X{letter}{letter}" for letter in "ABCDEFGHIJKL")
    line = Line(codes, calendar=[], circuits=[{"name": "one", "carrier": "direct"}]).open()
    ref = line["XAA"].say(SayMessage(text="to all eleven"))
    line.wait(10)
    state = told(line, "XAA", ref)
    assert state["held"]["words"] == f"held by 11 of 11: {', '.join(codes.split()[1:])}"
    assert state["read"]["words"].startswith("read by 0 of 11 (not: XBB, ")
    assert len(inbox(here(line, "XLL"), line.wall)["messages"]) == 1


@pytest.mark.parametrize("answering", [2, 1, 0])
def test_who_did_not_answer_is_counted_after_a_start_as_before_it(answering):
    line = Line("XAA XBB XCC", calendar=[{"minute": 10, "circuit": "one"}]).open()
    line.wait(11 * 60, step=5)
    held = line["XAA"].store.held
    (row,) = rows_of_tests(line.charter, held.row, held.rows, line.wall - HOUR, line.wall, line.wall)
    asking = line[row.ref.code]
    others = [member for code, member in line.members.items() if code != row.ref.code]
    for member in others[:answering]:
        member.say(SayTestAnswered(ref=f"D-{row.ref.code}-{row.serial:04d}"))
        line.settle()
    line.wait(20 * 60, step=5)
    counted = {code: peer.missed_in_a_row for code, peer in asking.node.core.peers.items()}
    assert set(counted.values()) == ({0} if answering else {1}), "one watch's answer says nothing against the other"
    asking.load()
    assert {code: peer.missed_in_a_row for code, peer in asking.node.core.peers.items()} == counted
