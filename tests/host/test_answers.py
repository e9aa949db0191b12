"""What the reading verbs answer: the same facts on both sides, nothing left out silently, no cause for a silence."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.forger import Forger
from tests.pair import Line
from watchline.codec import encode
from watchline.errors import OurMistake
from watchline.host.answers import Here, inbox, line_tests, log_entries, message, status
from watchline.host.order import lanes, place_of
from watchline.node import (
    OpenEpoch,
    SayAcknowledged,
    SayConfidentiality,
    SayCorrection,
    SayEntry,
    SayMessage,
    SayRead,
    SayTest,
    SayTestAnswered,
    live,
)
from watchline.record import MessageAcknowledged, Ref, ServiceMessage
from watchline.view import EntryRef

CAUSES = re.compile(
    r"\b(ignor|refus(?:ed|es) to|deliberate|because they|fault of|blame|violat|hostil|asleep|absent)", re.IGNORECASE
)
DAY_MS = 86_400_000


def here(member) -> Here:
    return Here(member.line.charter, member.code, member.store.held)


def said(line: Line, count: int) -> list[str]:
    """Write messages from both sides in turn and return their references."""
    refs = []
    for number in range(count):
        member = line[("XAA", "XBB")[number % 2]]
        refs.append(member.say(SayMessage(text=f"text {number}", precedence="RPOZ"[number % 4])))
        line.settle()
        line.wait(1)
    return refs


def pages(answer, first: dict[str, Any], key: str) -> list[str]:
    """Ask for one page after the other and return all references."""
    found: list[str] = []
    asked: dict[str, Any] = first
    for _ in range(100):
        page = answer(**asked)
        refs = [item["place"] for item in page[key]]
        found = refs + found if "after" not in (page["next"] or asked) else found + refs
        if not page["more"]:
            assert page["next"] is None
            return found
        asked = page["next"]
    raise AssertionError("pages never end")


def test_both_sides_list_the_same_messages_in_the_same_order():
    line = Line().open()
    refs = said(line, 9)
    a, b = (inbox(here(line[code]), line.wall) for code in ("XAA", "XBB"))
    assert [item["ref"] for item in a["messages"]] == refs
    for ours, theirs in zip(a["messages"], b["messages"], strict=True):
        assert ours["ours"] != theirs["ours"]
        for key in set(ours) - {"ours"}:
            assert ours[key] == theirs[key], key


def test_held_read_and_acknowledged_are_three_facts():
    line = Line().open()
    a, b = line["XAA"], line["XBB"]
    ref = a.say(SayMessage(text="cease", precedence="Z"))

    def state() -> dict[str, Any]:
        line.settle()
        return inbox(here(a), line.wall)["messages"][-1]["states"]["XBB"]

    before = inbox(here(a), line.wall)["messages"][-1]["states"]["XBB"]
    assert (before["held"], before["received_at"], before["read"], before["acknowledged"]) == (False, None, None, None)
    held = state()
    assert held["held"]
    assert held["received_at"] is not None
    assert held["read"] is None
    b.say(SayRead(ref=ref))
    assert (state()["read"]["from"], state()["acknowledged"]) == ("XBB", None)
    b.say(SayAcknowledged(ref=ref, how="read_back", text="cease"))
    assert state()["acknowledged"]["how"] == "read_back"


def test_an_acknowledgement_before_any_read_counts_for_nothing_and_is_shown():
    line = Line().open()
    ref = line["XBB"].say(SayMessage(text="x"))
    line.settle()
    shown = inbox(here(line["XAA"]), line.wall)["messages"][0]
    core, at = line["XAA"].node.core, EntryRef(*_place(shown["place"]))
    leaf = line["XAA"].store.held.entry(core.charter.log(*at[:2]).origin(), at.index).leaf_hash
    from watchline.node.writing import write_entry

    core.begin(line["XAA"].now, line["XAA"].random.randbytes, line["XAA"].store.held)
    write_entry(core, MessageAcknowledged(how="understood"), post="watch", refs=(Ref(*at, leaf),))
    thread = core.fold.changes
    assert thread, "folded, and not stored by this test"
    from watchline.view import THREAD, message_state, read_thread, ref_key

    state = message_state(read_thread(core.fold.row(THREAD, ref_key(core.line, at))), "XBB")
    assert set(state.acknowledged_before_read) == {"XAA"}
    assert not state.acknowledged
    assert shown["ref"] == ref


def _place(text: str) -> tuple[str, int, int]:
    code, epoch, index = text.split("/")
    return code, int(epoch), int(index)


def test_a_correction_leaves_both_texts_and_says_who_corrected():
    line = Line().open()
    a = line["XAA"]
    ref = a.say(SayMessage(text="northbound"))
    a.say(SayCorrection(ref=ref, text="southbound"))
    line.settle()
    for code in line.members:
        shown = inbox(here(line[code]), line.wall)["messages"][0]
        assert (shown["text"], shown["corrected"]) == ("northbound", True)
        assert [(item["from"], item["text"]) for item in shown["corrections"]] == [("XAA", "southbound")]


def test_one_message_is_what_the_list_shows():
    line = Line().open()
    ref = said(line, 3)[1]
    place = here(line["XAA"]).find(ref)
    assert message(here(line["XAA"]), place, line.wall) == inbox(here(line["XAA"]), line.wall)["messages"][1]


@pytest.mark.parametrize("limit", [1, 2, 7, 64])
@pytest.mark.parametrize("from_end", [True, False])
def test_no_page_loses_or_repeats_anything(limit: int, from_end: bool):
    line = Line().open()
    said(line, 11)
    for answer, key in ((inbox, "messages"), (log_entries, "entries")):

        def ask(answer=answer, **asked):
            arguments = {"limit": limit} | asked
            return (
                answer(here(line["XBB"]), line.wall, **arguments)
                if answer is inbox
                else answer(here(line["XBB"]), **arguments)
            )

        whole = [item["place"] for item in ask(limit=10_000)[key]]
        first = {} if from_end else {"after": whole[0]}
        assert pages(ask, first, key) == (whole if from_end else whole[1:])


def test_pages_of_one_party_hold_that_party_only():
    line = Line().open()
    said(line, 4)
    entries = log_entries(here(line["XAA"]), limit=10_000, party="XBB")["entries"]
    assert {item["from"] for item in entries} == {"XBB"}
    assert [item["place"] for item in entries] == [f"XBB/1/{index}" for index in range(len(entries))]


def test_the_common_order_is_the_same_on_both_sides_and_never_by_time():
    line = Line().open()
    line["XBB"].offset = -5000
    said(line, 6)
    a, b = ([item["place"] for item in log_entries(here(line[code]), limit=500)["entries"]] for code in ("XAA", "XBB"))
    shared = min(len(a), len(b))
    assert sorted(a[:shared]) == sorted(set(a[:shared]))
    assert [place for place in a if place in b] == [place for place in b if place in a]


def test_a_place_is_found_by_halving_in_every_lane():
    line = Line().open()
    said(line, 20)
    looked = here(line["XAA"])
    whole = [_place(item["place"]) for item in log_entries(looked, limit=10_000)["entries"]]
    for at, ref in enumerate(whole):
        place = place_of(looked, EntryRef(*ref))
        before = sum(lane.beyond(place, itself=True) for lane in lanes(looked))
        after = sum(lane.beyond(place, itself=False) for lane in lanes(looked))
        assert (before, after) == (at, at + 1)


def test_an_unknown_kind_and_an_unreadable_leaf_are_listed_as_such_with_what_they_hold():
    line = Line()
    line["XBB"].say(OpenEpoch())
    forger = Forger(line).open()
    body = encode({"text": "from a later version", "new": [1, b"\x02"]})
    forger.write(ServiceMessage(text="x", language="en"), kind="weather_report", body=body)
    forger.raw(b"\xa1\x00")
    forger.send(forger.append())
    entries = log_entries(here(line["XBB"]), party="XAA")["entries"]
    assert (entries[2]["kind"], entries[2]["known"]) == ("weather_report", False)
    assert entries[2]["labels"] == ["unknown_kind"]
    assert entries[2]["body"] == {"text": "from a later version", "new": [1, "02"]}
    assert (entries[3]["kind"], entries[3]["t"], entries[3]["labels"]) == (None, None, ["not_canonical"])
    assert not entries[3]["erased"]
    json.dumps(entries)


def test_a_message_without_a_number_is_in_the_inbox_all_the_same():
    line = Line()
    line["XBB"].say(OpenEpoch())
    forger = Forger(line).open()
    forger.message("numbered", serial=7)
    forger.message("the same number", serial=7)
    forger.message("no number", serial=None)
    forger.send(forger.append())
    shown = inbox(here(line["XBB"]), line.wall)["messages"]
    assert [item["text"] for item in shown] == ["numbered", "the same number", "no number"]
    assert shown[2]["ref"] == shown[2]["place"] == "XAA/1/4"


def test_figures_are_the_same_on_both_sides_for_one_instant():
    line = Line(calendar=[{"minute": 360, "circuit": "one"}, {"minute": 370, "circuit": "two"}]).open()
    line.wait(6 * 3600 + 5 * 60, step=10)
    for member in line.members.values():
        for name in list(member.alarms()):
            if name.startswith("test/"):
                member.say(SayTestAnswered(ref=name.removeprefix("test/"), quality=4))
    line.settle()
    line.wait(3600, step=10)
    line["XAA"].say(SayTest(circuit="two"))
    line.settle()
    until = line.wall
    a, b = (line_tests(here(line[code]), until) for code in ("XAA", "XBB"))
    assert a["figures"] == b["figures"]
    assert a["heads"] == b["heads"]
    assert a["figures"]["due"] == 2
    assert a["figures"]["good"] == 1
    assert a["figures"]["missed"] == 1
    assert [item["outcome"] for item in a["slots"]] == ["good", "missed"]
    for ours, theirs in zip(a["slots"] + a["unscheduled"], b["slots"] + b["unscheduled"], strict=True):
        assert {**ours, "waits_for_us": 0} == {**theirs, "waits_for_us": 0}
    assert [a["slots"][1]["waits_for_us"], b["slots"][1]["waits_for_us"]].count(True) == 1
    assert sum(part["due"] for part in a["figures"]["per_circuit"].values()) == 2
    assert not CAUSES.search(json.dumps([a, b]))


def test_nothing_is_counted_before_every_party_opened_its_log():
    line = Line()
    assert line_tests(here(line["XAA"]), line.wall)["figures"]["due"] == 0
    line.open()
    found = line_tests(here(line["XAA"]), line.wall + DAY_MS, days=30)
    assert found["figures"]["due"] == 2
    assert found["from"] >= line.wall - 60_000


def test_lists_of_tests_say_when_they_are_cut():
    line = Line().open()
    for _ in range(3):
        line["XAA"].say(SayTest())
    line.settle()
    found = line_tests(here(line["XAA"]), line.wall + 1, limit=2)
    assert found["more"]
    assert len(found["unscheduled"]) == 2


def test_a_status_without_a_node_says_so_and_shows_the_record():
    line = Line().open()
    said(line, 2)
    shown = status(here(line["XAA"]), line.wall, None)
    assert not shown["running"]
    assert "No node runs" in shown["running_words"]
    assert shown["state"] is None
    assert shown["open"]
    assert shown["unread"] == 1
    assert shown["held"]["by"] == ["XBB"]
    assert {item["alive"] for item in shown["peers"][0]["circuits"]} == {None}


def test_a_status_tells_what_the_line_lacks_alike_on_both_sides():
    line = Line()
    assert len(status(here(line["XAA"]), line.wall, None)["missing"]) == 4
    for member in line.members.values():
        member.say(OpenEpoch())
    line.connect_all()
    line.settle()
    a, b = (status(here(line[code]), line.wall, live(line[code].node.core)) for code in ("XAA", "XBB"))
    assert a["missing"] == b["missing"]
    assert [words[:20] for words in a["missing"]] == ["No line test of XAA ", "No line test of XBB "]
    line.open_tests()
    assert status(here(line["XAA"]), line.wall, None)["missing"] == []


def test_the_texts_for_one_side_are_those_for_the_other():
    line = Line().open()
    line["XAA"].say(SayMessage(text="x", precedence="P"))
    line.settle()
    line["XBB"].say(SayMessage(text="x", precedence="P"))
    line.settle()
    line.wait(4000, step=500)
    texts = []
    for code, other in (("XAA", "XBB"), ("XBB", "XAA")):
        shown = status(here(line[code]), line.wall, live(line[code].node.core))
        words = [item["words"] for item in shown["alarms"]] + [shown["held"]["words"], shown["state_words"]]
        words = [re.sub(r"(?:D-)?(XAA|XBB)[-/0-9]+[0-9]", r"\1 REF", text) for text in words]
        words = [re.sub(r"[0-9]+", "9", text.replace(code, "OURS").replace(other, "THEIRS")) for text in words]
        texts.append(sorted(words))
        assert not CAUSES.search(json.dumps(shown))
    assert texts[0] == texts[1]


def test_contact_is_what_a_person_wrote_and_never_what_a_node_did():
    line = Line().open()
    line["XAA"].say(SayMessage(text="x"))
    line.settle()
    shown = status(here(line["XBB"]), line.wall + 3 * DAY_MS, None)["peers"][0]
    assert shown["last_contact"]["kind"] == "message"
    assert shown["days_since_contact"] == 3
    fresh = Line()
    for member in fresh.members.values():
        member.say(OpenEpoch())
    fresh.connect_all()
    fresh.settle()
    assert status(here(fresh["XAA"]), fresh.wall, None)["peers"][0]["last_contact"] is None


def test_what_a_person_wrote_about_a_call_is_contact_and_what_a_node_wrote_is_not():
    line = Line().open()
    a, b = line["XAA"], line["XBB"]
    request = {"to": "XBB", "level": "watch", "office": "a", "with_office": "b", "purpose": "c", "language": "en"}
    call = a.say(SayEntry(kind="call", fields=request))
    line.wait(1)
    declined = b.say(SayEntry(kind="call_declined", on=call, fields={"reason": "none"}))
    line.wait(1)
    assert status(here(a), line.wall, live(a.node.core))["peers"][0]["last_contact"]["ref"] == declined
    proposed = b.say(SayConfidentiality(call=call, how="propose"))
    line.wait(1)
    found = status(here(a), line.wall, live(a.node.core))["peers"][0]["last_contact"]
    assert (found["ref"], found["kind"]) == (proposed, "confidentiality_proposed")


def test_who_may_act_and_the_missing_release_rule_are_said():
    shown = status(here(Line()["XAA"]), 0, None)
    assert "node.sock" in shown["who_may_act"]
    assert "0600" in shown["who_may_act"]
    assert "No release rule but that" in shown["release_rule"]


def test_an_untested_circuit_is_shown_as_untested():
    line = Line().open()
    shown = {
        item["circuit"]: item["answered_by"] for item in status(here(line["XAA"]), line.wall, None)["circuits_answered"]
    }
    assert shown["one"] is not None
    assert shown["two"] is None


def test_a_reference_that_is_not_held_is_refused_in_words():
    line = Line().open()
    for wrong in ("D-XAA-0099", "XAA/1/9999", "nonsense"):
        with pytest.raises(OurMistake):
            here(line["XAA"]).find(wrong)
    with pytest.raises(OurMistake, match="not both"):
        inbox(here(line["XAA"]), 0, after="XAA/1/0", before="XAA/1/1")


def test_of_three_parties_only_those_it_is_for_are_asked_to_read():
    line = Line("XAA XBB XCC").open()
    line["XAA"].say(SayMessage(text="for one", to=("XBB",)))
    line.settle()
    line.wait(40)
    shown = inbox(here(line["XCC"]), line.wall)["messages"][0]
    assert list(shown["states"]) == shown["to"] == ["XBB"]
    unread = {code: status(here(line[code]), line.wall, None)["unread"] for code in line.members}
    assert unread == {"XAA": 0, "XBB": 1, "XCC": 0}
    held = status(here(line["XAA"]), line.wall, live(line["XAA"].node.core))["held"]
    assert (held["by"], held["not_by"]) == (["XBB", "XCC"], [])
    assert "2 of 2: XBB, XCC" in held["words"]
