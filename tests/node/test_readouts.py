"""Readouts between real nodes: a text is bound before it is shown, kept here until then, and what both published stands side by side."""

from __future__ import annotations

import pytest

from tests.pair import Line
from watchline.host.here import Here
from watchline.host.readouts import compare, list_readouts, show_readout
from watchline.node import (
    SayConfidentiality,
    SayEntry,
    SayMessage,
    SayReadout,
    SayReadoutPublished,
    SayReadoutShared,
)
from watchline.node.doors import RowChange
from watchline.node.readouts import OWN_READOUT
from watchline.node.writing import ref_to, write_entry
from watchline.record.readouts import ReadoutPublished
from watchline.view import COMMON, ref_key

CALL = {
    "to": "XBB", "level": "watch", "office": "o", "with_office": "p", "purpose": "An exercise.", "language": "en",
}  # fmt: skip
SECRET = "A text that nobody else may read yet."


def opened(codes="XAA XBB"):
    line = Line(codes, calendar=[]).open()
    call = line["XAA"].say(SayEntry(kind="call", fields=CALL))
    line.settle()
    return line, call


def here(line, code):
    return Here(line.charter, code, line[code].store.held)


def told(line, code, call):
    return list_readouts(here(line, code), call, 10)["calls"][0]


def words(member, said):
    reply = member.handle(said)[0]
    assert not reply.written
    return reply.error


def every_byte(line):
    return b"".join(frame for _, _, frame in line.sent)


def common(member):
    held = member.store.held
    return {view: list(held.rows(view, b"", None, 10_000)) for view in COMMON}


def test_both_commit_one_shares_both_publish_one_corrects():
    line, call = opened()
    a, b = line["XAA"], line["XBB"]
    ours = a.say(
        SayReadout(call=call, text=SECRET, scope="full", points=(("length", "15 minutes"), ("next", "Friday")))
    )
    theirs = b.say(SayReadout(call=call, text="Their account.", points=(("length", "15 minutes"), ("topic", "fish"))))
    line.settle()
    assert [item["state"] for item in told(line, "XBB", call)["readouts"]] == ["committed", "committed"]
    assert SECRET.encode() not in every_byte(line)
    a.say(SayReadoutShared(ref=ours))
    line.settle()
    assert SECRET.encode() in every_byte(line)
    assert show_readout(here(line, "XBB"), ours)["shared"][0]["matches"]
    b.say(SayReadoutPublished(ref=theirs, where="the ministry's page"))
    line.settle()
    a.say(SayReadoutPublished(ref=ours))
    line.settle()
    a.say(SayEntry(kind="readout_corrected", on=ours, fields={"text": "Read: Saturday.", "language": "en"}))
    b.say(SayEntry(kind="readout_supplemented", on=theirs, fields={"text": "At noon.", "language": "en"}))
    line.settle()
    states = {item["ref"]: item for item in told(line, "XAA", call)["readouts"]}
    assert (states[ours]["state"], states[theirs]["state"]) == ("corrected", "supplemented")
    assert states[ours]["published"][0]["matches"]
    assert states[ours]["published"][0]["held_before"]
    assert states[theirs]["published"][0]["where"] == "the ministry's page"
    (pair,) = compare(here(line, "XAA"), call)["pairs"]
    assert [item["key"] for item in pair["both"]] == ["length"]
    assert {(item["key"], item["from"]) for item in pair["one"]} == {("next", "XAA"), ("topic", "XBB")}
    assert (pair["differently"], pair["same_text"]) == ([], False)
    assert common(a) == common(b)
    seen_by = [compare(here(line, code), call) for code in ("XAA", "XBB")]
    for answer in seen_by:
        for item in answer["pairs"][0]["readouts"]:
            del item["held_by"], item["ours"]
    assert seen_by[0] == seen_by[1]


def test_a_published_text_altered_by_one_byte_is_shown_not_to_match_on_both_sides():
    line, call = opened()
    a, core = line["XAA"], line["XAA"].node.core
    ours = a.say(SayReadout(call=call, text=SECRET))
    core.begin(a.now, a.random.randbytes, a.store.held)
    ref = core.find(ours)
    kept = a.store.held.row(OWN_READOUT, ref_key(core.line, ref))
    altered = kept.replace(SECRET.encode(), b"B" + SECRET.encode()[1:])
    assert altered != kept
    core.rows.append(RowChange(OWN_READOUT, ref_key(core.line, ref), altered))
    _store(a)
    a.say(SayReadoutPublished(ref=ours))
    line.settle()
    for code in ("XAA", "XBB"):
        (item,) = told(line, code, call)["readouts"]
        assert (item["state"], item["published"][0]["matches"]) == ("published", False)


def _store(member):
    """Perform what a test put beside the node's own work."""
    from tests.pair import run
    from watchline.node import perform

    run(perform(member.node._outcome([]), member))


def test_agreed_confidential_and_published_by_one_stands_in_both_records_with_both_references():
    line, call = opened()
    a, b = line["XAA"], line["XBB"]
    proposed = a.say(SayConfidentiality(call=call, how="propose"))
    assert a.say(SayConfidentiality(call=call, how="propose")) == proposed
    line.settle()
    agreed = b.say(SayConfidentiality(call=call, how="agree", text="Agreed."))
    ours = a.say(SayReadout(call=call, text=SECRET))
    line.settle()
    assert told(line, "XAA", call)["confidentiality"]["state"] == "agreed"
    assert told(line, "XAA", call)["confidentiality"]["published_while_agreed"] == []
    published = a.say(SayReadoutPublished(ref=ours))
    line.settle()
    for code in ("XAA", "XBB"):
        (fact,) = told(line, code, call)["confidentiality"]["published_while_agreed"]
        assert fact == {"published": published, "from": "XAA", "agreed": agreed, "author_held_agreement": True}
    assert "agreed already" in words(b, SayConfidentiality(call=call, how="propose"))


def test_a_proposal_that_is_refused_and_one_that_is_not_there():
    line, call = opened()
    a, b = line["XAA"], line["XBB"]
    for how in ("agree", "refuse"):
        assert "No proposal of the other party" in words(b, SayConfidentiality(call=call, how=how))
    a.say(SayConfidentiality(call=call, how="propose"))
    line.settle()
    assert "No proposal of the other party" in words(a, SayConfidentiality(call=call, how="agree"))
    b.say(SayConfidentiality(call=call, how="refuse"))
    line.settle()
    assert told(line, "XAA", call)["confidentiality"]["state"] == "not_agreed"
    assert "No proposal of the other party" in words(b, SayConfidentiality(call=call, how="agree"))
    assert "propose, agree, refuse" in words(b, SayConfidentiality(call=call, how="maybe"))


def test_the_text_is_stored_in_the_transaction_of_its_commitment_and_outlives_a_crash():
    line, call = opened()
    a = line["XAA"]
    ours = a.say(SayReadout(call=call, text=SECRET, points=(("next", "Friday"),)))
    batch = a.outcomes[-1].batch
    assert any(row.view == OWN_READOUT and SECRET.encode() in row.value for row in batch.rows)
    assert len(batch.changes[0].entries) >= 1
    a.load()  # as after kill -9: memory is gone, the store is as it was
    line.up.clear()
    line.connect_all()
    line.settle()
    a.say(SayReadoutPublished(ref=ours))
    line.settle()
    shown = show_readout(here(line, "XBB"), ours)["published"][0]
    assert (shown["text"], shown["matches"], shown["points"]) == (
        SECRET,
        True,
        [{"key": "next", "statement": "Friday"}],
    )


def test_what_is_not_written_keeps_no_text():
    line, call = opened()
    a = line["XAA"]
    before = list(a.store.held.rows(OWN_READOUT, b"", None, 10))
    a.say(SayReadout(call=call, text="one"))
    for _ in range(2):
        words(a, SayReadout(call=call, text="two"))
    assert len(a.store.held.rows(OWN_READOUT, b"", None, 10)) == len(before) + 1


def test_the_kept_text_is_no_common_row_and_goes_when_it_is_public():
    line, call = opened()
    a, b = line["XAA"], line["XBB"]
    assert OWN_READOUT not in COMMON
    ours = a.say(SayReadout(call=call, text=SECRET))
    line.settle()
    line.wait(60)
    assert show_readout(here(line, "XAA"), ours)["kept_text"] == SECRET
    assert show_readout(here(line, "XBB"), ours)["kept_text"] is None
    assert list(b.store.held.rows(OWN_READOUT, b"", None, 10)) == []
    assert SECRET.encode() not in every_byte(line)
    assert SECRET not in str([news for member in line.members.values() for news in member.news])
    a.say(SayReadoutPublished(ref=ours))
    assert list(a.store.held.rows(OWN_READOUT, b"", None, 10)) == []


def test_said_in_one_step_the_text_is_there_though_nothing_is_stored_yet():
    line, call = opened()
    a = line["XAA"]
    number = a.node.core.own.serial + 1
    ours = line.charter.reference("XAA", number)
    replies = a.handle(SayReadout(call=call, text=SECRET), SayReadoutPublished(ref=ours))
    assert [reply.error for reply in replies] == ["", ""]
    assert replies[0].ref == ours
    line.settle()
    assert told(line, "XBB", call)["readouts"][0]["published"][0]["matches"]
    assert list(a.store.held.rows(OWN_READOUT, b"", None, 10)) == []


def test_the_same_draft_commits_once_and_sharing_twice_shares_once():
    line, call = opened()
    a = line["XAA"]
    first = a.handle(SayReadout(call=call, text=SECRET, draft=b"d" * 16))[0]
    again = a.handle(SayReadout(call=call, text=SECRET, draft=b"d" * 16))[0]
    assert (again.ref, again.written) == (first.ref, False)
    shared = a.say(SayReadoutShared(ref=first.ref))
    assert a.handle(SayReadoutShared(ref=first.ref))[0] == (shared, False, "")
    published = a.say(SayReadoutPublished(ref=first.ref))
    assert a.handle(SayReadoutPublished(ref=first.ref))[0] == (published, False, "")


def test_every_refusal_is_in_words_and_writes_nothing():
    line, call = opened("XAA XBB XCC")
    a, b, c = (line[code] for code in line.members)
    message = a.say(SayMessage(text="x"))
    ours = a.say(SayReadout(call=call, text=SECRET))
    theirs = b.say(SayReadout(call=call, text="Theirs."))
    line.settle()
    size = a.node.core.own.size
    assert "no entry D-XAA-9999" in words(a, SayReadout(call="D-XAA-9999", text="x"))
    assert f"{message} is not a call" in words(a, SayReadout(call=message, text="x"))
    assert "a call between XAA and XBB; XCC writes no readout of it" in words(c, SayReadout(call=call, text="x"))
    assert "a call between XAA and XBB" in words(c, SayConfidentiality(call=call, how="propose"))
    assert "There is no text" in words(a, SayReadout(call=call, text=" \n"))
    assert f"--replaces {ours}" in words(a, SayReadout(call=call, text="x"))
    assert f"--replaces {ours}" in words(a, SayReadout(call=call, text="x", replaces=theirs))
    assert "not our open readout of this call in fr" in words(
        a, SayReadout(call=call, text="x", language="fr", replaces=ours)
    )
    assert "commit to it first" in words(a, SayReadoutPublished(ref=call))
    assert "commit to it first" in words(a, SayReadoutShared(ref=message))
    assert "only its author" in words(a, SayReadoutPublished(ref=theirs))
    assert "nothing to correct" in words(
        a, SayEntry(kind="readout_corrected", on=ours, fields={"text": "x", "language": "en"})
    )
    assert "cannot be said by its fields" in words(a, SayEntry(kind="readout_published", on=ours, fields={}))
    assert "too long" in words(a, SayReadout(call=call, text="x" * 32_000, language="fr"))
    assert "scope" in words(a, SayReadout(call=call, text="x", language="fr", scope="part"))
    assert "cannot be written" in words(a, SayReadout(call=call, text="x", language="f" * 257))
    assert "cannot be written" in words(a, SayReadout(call=call, text="x", language="fr", points=(("", "b"),)))
    assert "cannot be written" in words(a, SayReadoutPublished(ref=ours, where="w" * 257))
    assert a.node.core.own.size == size
    a.say(SayReadoutPublished(ref=ours))
    blank = SayEntry(kind="readout_corrected", on=ours, fields={"text": " ", "language": "en"})
    assert "There is no text" in words(a, blank)


def test_nothing_is_said_of_readouts_before_the_line_is_open():
    line = Line(calendar=[])
    from watchline.node import OpenEpoch

    line["XAA"].say(OpenEpoch())
    assert "not open yet" in words(line["XAA"], SayReadout(call="XAA/1/0", text="x"))


def test_a_replaced_readout_is_not_published_and_the_one_that_replaces_it_is():
    line, call = opened()
    a = line["XAA"]
    first = a.say(SayReadout(call=call, text="one"))
    second = a.say(SayReadout(call=call, text="two", replaces=first))
    french = a.say(SayReadout(call=call, text="deux", language="fr"))
    for said in (SayReadoutPublished(ref=first), SayReadoutShared(ref=first)):
        assert "was replaced by" in words(a, said)
    a.say(SayReadoutPublished(ref=second))
    a.say(SayReadoutPublished(ref=french))
    line.settle()
    states = {item["ref"]: (item["state"], item["replaced_by"]) for item in told(line, "XBB", call)["readouts"]}
    assert states == {first: ("committed", second), second: ("published", None), french: ("published", None)}


def test_the_author_waits_for_the_time_he_named():
    line, call = opened()
    a = line["XAA"]
    ours = a.say(SayReadout(call=call, text=SECRET, not_before=line.wall + 60_000))
    assert "not before" in words(a, SayReadoutPublished(ref=ours))
    a.say(SayReadoutShared(ref=ours))
    line.wait(61)
    a.say(SayReadoutPublished(ref=ours))
    line.settle()
    assert not told(line, "XBB", call)["readouts"][0]["published"][0]["early"]


def test_after_a_restore_the_text_is_gone_unless_it_was_shared():
    line, call = opened()
    a, core = line["XAA"], line["XAA"].node.core
    ours = a.say(SayReadout(call=call, text=SECRET))
    shared = a.say(SayReadout(call=call, text=SECRET, language="fr"))
    a.say(SayReadoutShared(ref=shared))
    core.begin(a.now, a.random.randbytes, a.store.held)
    for ref in (core.find(ours), core.find(shared)):
        core.rows.append(RowChange(OWN_READOUT, ref_key(core.line, ref), None))
    _store(a)
    assert "not kept here any more" in words(a, SayReadoutPublished(ref=ours))
    a.say(SayReadoutPublished(ref=shared))
    line.settle()
    states = {item["language"]: item["state"] for item in told(line, "XBB", call)["readouts"]}
    assert states == {"en": "committed", "fr": "published"}
    assert compare(here(line, "XBB"), call)["pairs"] == []


def test_a_text_as_long_as_is_taken_can_be_published_with_every_word_of_where():
    line, call = opened()
    a = line["XAA"]
    points = tuple((f"{n}", "s" * 100) for n in range(64))
    length = 31_000
    while words_or_none(a, SayReadout(call=call, text="x" * length, points=points)):
        length -= 100
    assert length > 20_000
    ours = told(line, "XAA", call)["readouts"][0]["ref"]
    a.say(SayReadoutPublished(ref=ours, where="木" * 256))
    line.settle()
    assert told(line, "XBB", call)["readouts"][0]["published"][0]["matches"]


def words_or_none(member, said):
    return member.handle(said)[0].error


def test_a_party_that_publishes_without_a_commitment_is_shown_to_have_done_so():
    """A node that does not keep our rules: its entries are held, cosigned and shown like any other."""
    line, call = opened()
    b = line["XBB"]
    b.node.core.begin(b.now, b.random.randbytes, b.store.held)
    core = b.node.core
    record = ReadoutPublished(text="At once.", salt=bytes(32))
    write_entry(core, record, post="watch", refs=(ref_to(core, core.find(call)),))
    b.node._sign()
    _store(b)
    b.say(SayMessage(text="x"))
    line.settle()
    for code in ("XAA", "XBB"):
        (item,) = told(line, code, call)["without_commitment"]
        assert (item["from"], item["text"], item["matches"]) == ("XBB", "At once.", None)


@pytest.mark.parametrize("code", ["XAA", "XBB", "XCC"])
def test_all_parties_of_the_line_are_told_the_same(code):
    line, call = opened("XAA XBB XCC")
    ours = line["XAA"].say(SayReadout(call=call, text="one"))
    line["XBB"].say(SayConfidentiality(call=call, how="propose"))
    line.settle()
    line["XAA"].say(SayReadoutPublished(ref=ours))
    line.settle()
    answers = [told(line, other, call) for other in ("XAA", code)]
    for answer in answers:
        for item in answer["readouts"]:
            del item["held_by"], item["ours"]
    assert answers[0] == answers[1]
    assert common(line["XAA"]) == common(line[code])
