"""Calls on two real nodes back to back: the whole way of one, both sides asking at once, an answer after the time, what is refused."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.forger import Forger
from tests.pair import Line
from watchline.host.calls import calls, contacts
from watchline.host.here import Here
from watchline.measure import day_of
from watchline.node import OpenEpoch, SayCorrection, SayEntry, SayMessage
from watchline.record import Ref, read_body, read_leaf
from watchline.record.calls import Call, CallCancelled
from watchline.view import COMMON, EntryRef, Fold

HOUR = 3_600_000
REQUEST = {
    "to": "XBB",
    "level": "chief of staff",
    "office": "chief of the general staff",
    "with_office": "chief of defence",
    "purpose": "The exercise of next week.",
    "language": "en",
}
OURS = {"office": REQUEST["office"], "with_office": REQUEST["with_office"]}
THEIRS = {"office": REQUEST["with_office"], "with_office": REQUEST["office"]}


def ask(member, **fields):
    ref = member.say(SayEntry(kind="call", fields=REQUEST | fields))
    member.line.settle()
    return ref


def write(member, kind, on, **fields):
    ref = member.say(SayEntry(kind=f"call_{kind}", on=on, fields=fields))
    member.line.settle()
    return ref


def refused(member, kind, on="", **fields):
    before = len(own(member))
    reply = member.handle(SayEntry(kind=kind, on=on, fields=fields))[0]
    assert not reply.written
    assert len(own(member)) == before
    return reply.error


def own(member):
    origin = member.line.charter.log(member.code, 1).origin()
    return [read_leaf(entry.leaf) for entry in member.store.held.entries(origin, 0, 1000)]


def here(member):
    return Here(member.line.charter, member.code, member.store.held)


def shown(member, ref, now=None):
    found = calls(here(member), member.line.wall if now is None else now)["calls"]
    return next(item for item in found if item["ref"] == ref)


def same(line, ref):
    """What both nodes show of a call, but for whose it is; it is the same."""
    a, b = (shown(line[code], ref) for code in ("XAA", "XBB"))
    for item in (a, b):
        for own_view in ("ours", "side", "can_write", "held"):
            item.pop(own_view)
    assert a == b
    return a


def test_declined_asked_again_accepted_put_off_held_and_confirmed():
    line = Line().open()
    a, b, now = line["XAA"], line["XBB"], line.wall
    ref = ask(a)
    assert shown(a, ref)["state"] == "requested"
    assert shown(b, ref)["can_write"] == ["read", "accept", "decline", "propose", "account"]
    write(b, "read", ref)
    assert same(line, ref)["read"]["from"] == "XBB"
    write(b, "declined", ref, reason="private")
    declined = same(line, ref)
    assert (declined["state"], declined["declined"]["reason"], declined["declined"]["text"]) == (
        "declined",
        "private",
        None,
    )
    write(a, "attempt", ref, text="We ask again.")
    assert (same(line, ref)["state"], same(line, ref)["attempts"]) == ("requested", 2)
    write(b, "accepted", ref, at=now + HOUR)
    assert same(line, ref)["scheduled"] == now + HOUR
    write(a, "postponed", ref, windows=[[now + 2 * HOUR, now + 4 * HOUR]])
    put_off = same(line, ref)
    assert (put_off["state"], put_off["scheduled"], put_off["times_by"]) == ("proposed_by_asker", None, "XAA")
    assert [act["from"] for act in put_off["postponed"]] == ["XAA"]
    write(b, "accepted", ref, at=now + 3 * HOUR)
    line.wall += 4 * HOUR
    write(a, "account", ref, outcome="held", started=now + 3 * HOUR, ended=now + 3 * HOUR + 900_000, next=now + 99 * HOUR, **OURS)  # fmt: skip
    assert not same(line, ref)["confirmed"]
    started = now + 3 * HOUR + 60_000
    write(b, "account", ref, outcome="held", started=started, ended=started + 840_000, text="We spoke.", **THEIRS)
    held = same(line, ref)
    assert (held["state"], held["confirmed"]) == ("accounted", True)
    assert [item["field"] for item in held["differences"]] == ["started", "next"]
    assert [[stated["value"] for stated in item["stated"]] for item in held["differences"]] == [
        [now + 3 * HOUR, started],
        [now + 99 * HOUR, None],
    ]
    assert [item["duration_s"] for item in held["accounts"]] == [900, 840]
    assert held["next_calls"][0]["at"] == now + 99 * HOUR
    assert held["without_effect"] == []
    line.wait(5)
    for member in (a, b):
        (contact,) = contacts(here(member), day_of(line.wall))["contacts"]
        assert (contact["rung"], contact["count"], contact["last"]) == ("established", 1, now + 3 * HOUR)
        assert contact["derivation"][0] == ref
        assert contacts(here(member), day_of(now) - 1)["contacts"] == []


def test_the_rung_of_an_account_that_nobody_else_holds_is_ours_only():
    line = Line().open()
    a, b = line["XAA"], line["XBB"]
    ref = ask(a)
    for circuit in line.charter.circuits:
        line.up.discard((circuit, frozenset(("XAA", "XBB"))))
    a.say(SayEntry(kind="call_account", on=ref, fields={"outcome": "held", **OURS}))
    (ours,) = contacts(here(a), day_of(line.wall))["contacts"]
    assert ours["rung"] == "ours_only"
    (theirs,) = contacts(here(b), day_of(line.wall))["contacts"]
    assert (theirs["rung"], theirs["count"]) == (None, 0)
    line.wait(60)
    assert [contacts(here(m), day_of(line.wall))["contacts"][0]["rung"] for m in (a, b)] == ["held", "held"]


def test_both_sides_ask_at_once_and_both_requests_stand():
    line = Line().open()
    a, b = line["XAA"], line["XBB"]
    first = a.say(SayEntry(kind="call", fields=REQUEST))
    second = b.say(SayEntry(kind="call", fields=REQUEST | THEIRS | {"to": "XAA"}))
    line.settle()
    assert same(line, first)["crossing"] == [second]
    assert same(line, second)["crossing"] == [first]
    write(b, "accepted", first, at=line.wall + HOUR)
    assert same(line, second)["state"] == "requested"
    write(b, "cancelled", second)
    assert same(line, first)["crossing"] == []


def test_accepting_one_call_with_a_reference_to_another_acts_upon_one_alone():
    line = Line().open()
    a, b = line["XAA"], line["XBB"]
    first, second = ask(a), ask(a)
    b.say(SayEntry(kind="call_accepted", on=first, refs=(second,), fields={"at": line.wall + HOUR}))
    line.settle()
    assert (same(line, first)["state"], same(line, second)["state"]) == ("scheduled", "requested")
    assert len(same(line, second)["without_effect"]) == 1


def test_a_request_that_passed_its_time_has_lapsed_and_may_still_be_answered():
    line = Line().open()
    a, b, until = line["XAA"], line["XBB"], line.wall + HOUR
    ref = ask(a, valid_until=until)
    assert not shown(a, ref, until)["lapsed"]
    gone = shown(a, ref, until + 1)
    assert gone["lapsed"]
    assert "no refusal" in gone["state_words"]
    assert gone["state"] == "requested"
    line.wall += 2 * HOUR
    write(b, "declined", ref, reason="none")
    (answer,) = same(line, ref)["answers"]
    assert (answer["after_lapse"], answer["words"], answer["stood_until"]) == (
        True,
        "answered after it had lapsed",
        until,
    )
    assert not shown(a, ref)["lapsed"]
    write(a, "attempt", ref, valid_until=line.wall + HOUR)
    write(b, "proposed", ref, windows=[[line.wall, line.wall + HOUR]])
    assert [item["after_lapse"] for item in same(line, ref)["answers"]] == [True, False]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"to": "XAA"}, "another party"),
        ({"to": "XCC"}, "another party"),
        ({"level": "king"}, "its ladder is watch, general officer"),
        ({"circuit": "three"}, "not a circuit of this line"),
        ({"windows": [[2, 1]]}, "ends before it begins"),
        ({"office": " "}, "office is empty"),
        ({"with_office": ""}, "office is empty"),
        ({"purpose": "\n"}, "purpose is empty"),
        ({"initiative": "nobody"}, "initiative"),
        ({"interpreter": "XCC"}, "interpreter"),
        ({"colour": "red"}, "unknown field"),
        ({"windows": [[1]]}, "windows"),
        ({"windows": [[1, 2**63]]}, "64 bits"),
        ({"purpose": "\ud800"}, "surrogates"),
        ({"purpose": "x" * 32_768}, "too long"),
    ],
)
def test_a_request_that_cannot_be_is_refused_for_our_own_officer(fields, words):
    assert words in refused(OPEN["XAA"], "call", **REQUEST | fields)


OPEN = Line().open()
WAITS = ask(OPEN["XAA"], windows=[[1_000, 2_000]])


@pytest.mark.parametrize(
    ("code", "kind", "fields", "words"),
    [
        ("XBB", "call_declined", {"reason": "private", "text": "x"}, "would stand in the record"),
        ("XBB", "call_declined", {"reason": "none", "text": "x"}, "would stand in the record"),
        ("XBB", "call_declined", {"reason": "public"}, "there is none"),
        ("XBB", "call_declined", {"reason": "public", "text": " "}, "there is none"),
        ("XAA", "call_cancelled", {"reason": "private", "text": "x"}, "would stand in the record"),
        ("XBB", "call_accepted", {"at": 999}, "none of the times that XAA proposed"),
        ("XBB", "call_accepted", {"at": 1_500, "circuit": "three"}, "not a circuit"),
        ("XBB", "call_proposed", {"windows": []}, "no time in this proposal"),
        ("XBB", "call_proposed", {"windows": [[5, 6], [4, 3]]}, "ends before it begins"),
        ("XBB", "call_account", {"outcome": "held", "started": 9, "ended": 8, **THEIRS}, "before it begins"),
        ("XBB", "call_account", {"outcome": "held", **THEIRS, "office": ""}, "office is empty"),
        ("XBB", "call_account", {"outcome": "well", **THEIRS}, "outcome"),
        ("XAA", "call_accepted", {"at": 1_500}, "What XAA can write now: attempt, propose, cancel, account"),
        ("XAA", "call_read", {}, "has no place now"),
        ("XBB", "call_attempt", {}, "has no place now"),
        ("XBB", "call_postponed", {}, "has no place now"),
    ],
)
def test_an_act_that_cannot_be_is_refused_for_our_own_officer(code, kind, fields, words):
    assert words in refused(OPEN[code], kind, WAITS, **fields)


def test_what_is_no_call_is_refused_as_such():
    message = OPEN["XAA"].say(SayMessage(text="x"))
    OPEN.settle()
    assert "is not a call" in refused(OPEN["XBB"], "call_read", message)
    assert "no entry" in refused(OPEN["XBB"], "call_read", "D-XAA-9999")


def test_a_third_party_sees_the_call_and_writes_nothing_about_it():
    line = Line("XAA XBB XCC").open()
    ref = ask(line["XAA"])
    assert shown(line["XCC"], ref)["can_write"] == []
    assert "has no part in it" in refused(line["XCC"], "call_read", ref)


def test_a_correction_of_the_request_is_shown_with_it():
    line = Line().open()
    ref = ask(line["XAA"])
    line["XAA"].say(SayCorrection(ref=ref, text="The exercise of the week after."))
    line.settle()
    assert [item["text"] for item in same(line, ref)["corrections"]] == ["The exercise of the week after."]
    assert same(line, ref)["without_effect"] == []


def test_what_a_peer_writes_against_the_rules_is_stored_and_shown_as_it_is():
    line = Line()
    line["XBB"].say(OpenEpoch())
    forger = Forger(line).open()
    odd = REQUEST | {"windows": [(9, 3)], "level": "king", "circuit": "three", "office": ""}
    leaf = forger.write(Call(**odd), serial=1)
    target = Ref("XAA", 1, 2, forger_hash(leaf))
    forger.write(CallCancelled(reason="private", text="the reason all the same"), refs=(target,))
    forger.send(forger.append())
    (item,) = calls(here(line["XBB"]), line.wall)["calls"]
    assert (item["level"], item["circuit"], item["windows"][0]["from"]) == ("king", "three", 9)
    assert (item["state"], item["cancelled"]["reason"]) == ("cancelled", "private")
    assert item["cancelled"]["text"] == "the reason all the same"


def forger_hash(leaf):
    from watchline.log import leaf_hash

    return leaf_hash(leaf)


def test_calls_are_paged_in_the_common_order():
    line = Line().open()
    refs = [ask(line[code], to=other) for code, other in (("XAA", "XBB"), ("XBB", "XAA")) * 3]
    whole = [item["ref"] for item in calls(here(line["XBB"]), 0)["calls"]]
    assert sorted(whole) == sorted(refs)
    page = calls(here(line["XAA"]), 0, limit=2)
    assert [item["ref"] for item in page["calls"]] == whole[-2:]
    assert page["next"] == {"before": whole[-2]}
    back = calls(here(line["XAA"]), 0, limit=4, before=whole[-2])
    assert [item["ref"] for item in back["calls"]] == whole[:4]
    assert (back["more"], back["next"]) == (False, None)
    on = calls(here(line["XAA"]), 0, limit=2, after=whole[0])
    assert ([item["ref"] for item in on["calls"]], on["next"]) == (whole[1:3], {"after": whole[2]})


def day():
    """A line on which every kind of a call was written, also at once by both sides."""
    line = Line().open()
    a, b, now = line["XAA"], line["XBB"], line.wall
    ref = ask(a)
    a.say(SayEntry(kind="call_attempt", on=ref))
    b.say(SayEntry(kind="call_declined", on=ref, fields={"reason": "none"}))
    line.settle()
    write(a, "attempt", ref)
    a.say(SayEntry(kind="call_proposed", on=ref, fields={"windows": [[now, now + HOUR]]}))
    b.say(SayEntry(kind="call_accepted", on=ref, fields={"at": now + 2 * HOUR}))
    line.settle()
    for member, said in ((a, OURS), (b, THEIRS)):
        member.say(SayEntry(kind="call_account", on=ref, fields={"outcome": "held", **said}))
    line.settle()
    line.wait(5)
    return line, ref


DAY, CROSSED = day()


@given(st.integers(0, 2**32))
def test_the_rows_are_the_same_whatever_log_came_first(seed):
    member, random = DAY["XAA"], Random(seed)
    logs = {}
    for row in member.store.held.logs(DAY.charter.line):
        code = row.origin.split("/")[1]
        for entry in member.store.held.entries(row.origin, 0, 1000):
            header = read_leaf(entry.leaf)
            logs.setdefault(code, []).append(
                (EntryRef(code, 1, entry.index), entry, header, read_body(header.kind, entry.body))
            )
    fold = Fold(DAY.charter, lambda view, key: None)
    while any(logs.values()):
        code = random.choice([code for code, items in logs.items() if items])
        ref, entry, header, record = logs[code].pop(0)
        fold.entry(ref, entry.leaf_hash, entry.depth, header, record)
    kept = {place: value for place, value in fold.changes.items() if value is not None and place[0] in COMMON}
    for code in ("XAA", "XBB"):
        held = DAY[code].store.held
        assert kept == {(view, key): value for view in COMMON for key, value in held.rows(view, b"", None, 10_000)}


def test_what_crossed_on_the_way_is_the_same_call_on_both_nodes():
    call = same(DAY, CROSSED)
    assert call["state"] == "accounted"
    assert call["confirmed"]
    assert len(call["acts"]) + len(call["without_effect"]) == 7
