"""Phrases between real nodes: refused in words before anything is written, shown whatever a peer sent, in the reader's language."""

from __future__ import annotations

import re

import pytest

from tests.forger import Forger
from tests.pair import Line
from tests.phrase.books import added, own, reworded
from watchline.codec import encode
from watchline.host.answers import Here, inbox, log_entries, message, status
from watchline.log import leaf_hash
from watchline.node import Rules, SayMessage
from watchline.phrase import PhraseUse, read_shelf, read_typed, shipped
from watchline.record import Message, Ref, read_body, write_body

CEASE = "WN03-P position=36S WC 1234 5678 dtg=221530Z NOV 26"
HASH = shipped().hash


@pytest.fixture(scope="module")
def line():
    return Line(calendar=[], phrasebook=HASH).open()


def here(line, code):
    return Here(line.charter, code, line[code].store.held)


def said(*phrases, text="", **fields):
    return SayMessage(text=text, phrases=tuple(read_typed(text) for text in phrases), **fields)


def shown(line, code, ref, language="en"):
    found = here(line, code)
    return message(found, found.find(ref), line.wall, language)


def test_a_phrase_instead_of_a_text_is_shown_to_each_reader_in_his_language(line):
    ref = line["XAA"].say(said(CEASE, precedence="O", language="en"))
    line.settle()
    at_home, abroad = shown(line, "XAA", ref), shown(line, "XBB", ref, "uk")
    (english,), (ukrainian,) = at_home["phrases"], abroad["phrases"]
    assert at_home["text"] == ""
    assert english["text"] == "We ordered our units at 36S WC 1234 5678 to cease fire at 221530Z NOV 26."
    assert (english["original"], ukrainian["original"]) == (True, False)
    assert not ukrainian["text"].isascii()
    assert "36S WC 1234 5678" in ukrainian["text"]
    for phrase in (english, ukrainian):
        assert phrase["unreviewed"]
        assert "unreviewed" not in phrase["text"]
        assert (phrase["code"], phrase["agreed"], phrase["edition"], phrase["why"]) == (
            "WN03-P",
            True,
            HASH.hex(),
            None,
        )
        assert {part["parameter"] for part in phrase["parts"]} == {None, "position", "dtg"}
    assert ukrainian["params"] == english["params"]
    assert abroad["language"] == "en"


def test_a_phrase_beside_a_text_and_a_question_and_an_answer(line):
    ref = line["XAA"].say(said("QUERY " + CEASE, "AK04", text="Please tell us.", precedence="O"))
    line.settle()
    found = shown(line, "XBB", ref)
    assert found["text"] == "Please tell us."
    assert [phrase["op"] for phrase in found["phrases"]] == ["QUERY", None]
    assert found["phrases"][0]["replies"] == ["PR09-C", "PR10-2", "PR11-R"]


@pytest.mark.parametrize(
    ("phrase", "fields", "words"),
    [
        ("ZZ99", {}, "no phrase ZZ99"),
        ("WN03 position=36S WC 1234 5678", {"precedence": "O"}, "parameter dtg is missing"),
        (CEASE + " colour=red", {"precedence": "O"}, "no parameter colour"),
        ("WN03 position=here dtg=221530Z NOV 26", {"precedence": "O"}, "parameter position is not"),
        (CEASE, {"precedence": "P"}, r"WN03-P is said with precedence O \(IMMEDIATE\) or faster, not with P"),
        ("QUERY " + CEASE, {}, "or faster, not with R"),
        (CEASE, {"precedence": "X"}, "Precedence is Z"),
        ("CANCEL D-XAA-9999 AK04", {}, "no entry D-XAA-9999"),
    ],
)
def test_what_is_not_right_is_refused_in_words_and_nothing_is_written(line, phrase, fields, words):
    member = line["XAA"]
    size = member.node.core.own.size
    (reply,) = member.handle(said(phrase, **fields))
    assert re.search(words, reply.error)
    assert not reply.written
    assert member.node.core.own.size == size


def test_nine_phrases_and_nothing_at_all_are_refused(line):
    assert "takes 8 phrases" in line["XAA"].handle(said(*["AK04"] * 9))[0].error
    assert "no text" in line["XAA"].handle(SayMessage(text=""))[0].error
    assert not line["XAA"].handle(said(*["AK04"] * 8))[0].error
    many = line["XAA"].handle(said("AK04", refs=("XAA/1/0",) * 17))[0]
    assert "at most 16 entries" in many.error
    line.settle()


def test_what_is_cancelled_is_named_in_the_leaf_and_only_its_author_cancels_it(line):
    first = line["XAA"].say(said(CEASE, precedence="O"))
    line.settle()
    (refused,) = line["XBB"].handle(said(f"CANCEL {first} {CEASE}", precedence="O"))
    assert "is not a message of XBB with the phrase" in refused.error
    (refused,) = line["XAA"].handle(said(f"CANCEL {first} AK04"))
    assert "AK04-J" in refused.error
    (refused,) = line["XAA"].handle(said(f"CANCEL {first} {CEASE.replace('1234', '1235')}", precedence="O"))
    assert "these parameters" in refused.error
    assert shown(line, "XBB", first)["phrases"][0]["cancelled_by"] is None
    second = line["XAA"].say(said(f"CANCEL {first} {CEASE}", precedence="O"))
    line.settle()
    found = shown(line, "XBB", second)
    assert found["refs"] == [first]
    (phrase,) = found["phrases"]
    assert (phrase["op"], phrase["in_ref"]) == ("CANCEL", first)
    assert first in phrase["text"]
    for code in ("XAA", "XBB"):
        assert shown(line, code, first)["phrases"][0]["cancelled_by"] == second


def test_a_party_withdraws_nothing_that_another_said(forger):
    line = forger.line
    forger.write(
        Message(precedence="R", to=[], dtg=0, text="", language="en", phrases=[PhraseUse(code="AK04")]), serial=1
    )
    leaf = forger.leaves[-1]
    forger.send(forger.append())
    (item,) = inbox(here(line, "XBB"), 0)["messages"]
    assert item["phrases"][0]["cancelled_by"] is None
    target = Ref("XAA", 1, len(forger.leaves) - 1, leaf_hash(leaf))
    cancel = PhraseUse(code="AK04", op="CANCEL", ref=item["ref"])
    usual = {"precedence": "R", "to": [], "dtg": 0, "text": "", "language": "en", "phrases": [cancel]}
    forger.write(Message(**usual), serial=2)
    forger.send(forger.append())
    assert inbox(here(line, "XBB"), 0)["messages"][0]["phrases"][0]["cancelled_by"] is None, "not in refs of the leaf"
    forger.write(Message(**usual), serial=3, refs=(target,))
    forger.send(forger.append())
    found = inbox(here(line, "XBB"), 0)["messages"]
    assert found[0]["phrases"][0]["cancelled_by"] == "D-XAA-0003"


@pytest.fixture
def forger():
    return Forger(Line(calendar=[], phrasebook=HASH)).open()


def arrived(forger, **fields):
    usual = {"precedence": "R", "to": [], "dtg": 0, "text": "Words.", "language": "en"}
    forger.write(Message(**usual), body=encode(usual | fields), serial=1)
    forger.send(forger.append())
    return here(forger.line, "XBB")


@pytest.mark.parametrize(
    ("phrase", "why"),
    [
        ({"code": "ZZ99", "params": {"n": 1}}, "has no phrase ZZ99"),
        ({"code": "WN03", "params": {"position": "nowhere", "dtg": 0}}, "parameter position is not"),
        ({"code": "WN03"}, "parameter position is missing"),
        ({"code": "WN03", "book": bytes(32)}, "not loaded here"),
    ],
)
def test_a_phrase_without_words_here_is_shown_as_code_and_parameters_and_the_message_stands(forger, phrase, why):
    found = arrived(forger, phrases=[phrase])
    (item,) = inbox(found, 0)["messages"]
    assert (item["text"], item["labels"]) == ("Words.", [])
    (shown_,) = item["phrases"]
    assert why in shown_["why"]
    assert shown_["language"] is None
    assert shown_["text"].startswith(shown_["code"])
    assert not shown_["unreviewed"]


@pytest.mark.parametrize(
    "bad", [{"code": "wn03"}, {"code": "WN03", "op": "CANCEL"}, 7, {"code": "AK04", "params": {"n": [[]]}}]
)
def test_a_phrase_of_a_bad_form_makes_the_body_bad_and_the_entry_stands_labelled(forger, bad):
    found = arrived(forger, phrases=[bad])
    assert inbox(found, 0)["messages"] == []
    entry = log_entries(found)["entries"][-1]
    assert entry["labels"] == ["bad_body"]
    assert entry["body"]["text"] == "Words."
    assert forger.held() == 3, "it is held and cosigned as every other entry"
    assert "entry/XAA" in forger.line["XBB"].alarms()


def test_a_message_without_phrases_keeps_its_bytes():
    fields = {"precedence": "R", "to": [], "dtg": 7, "text": "Old.", "language": "en"}
    old = encode(fields)
    record = read_body("message", old)
    assert record.phrases == []
    assert write_body(record) == old
    with_phrase = write_body(Message(**fields, phrases=[PhraseUse(code="AK04")]))
    assert read_body("message", with_phrase).phrases == [PhraseUse(code="AK04")]


def test_a_charter_without_a_phrasebook_lets_phrases_carry_their_hash_and_says_so():
    line = Line(calendar=[]).open()
    ref = line["XAA"].say(said("AK04"))
    line.settle()
    (phrase,) = shown(line, "XBB", ref)["phrases"]
    assert (phrase["book"], phrase["agreed"], phrase["why"]) == (HASH.hex(), False, None)
    book = status(here(line, "XBB"), line.wall, None)["phrasebook"]
    assert not book["agreed"]
    assert "names no phrasebook" in book["words"]


def test_another_phrasebook_in_the_charter_is_said_and_ours_travels_with_its_hash():
    line = Line(calendar=[], phrasebook=bytes(32)).open()
    book = status(here(line, "XAA"), line.wall, None)["phrasebook"]
    assert (book["named"], book["installed"], book["agreed"]) == (bytes(32).hex(), HASH.hex(), False)
    assert "is not the one that the charter names" in book["words"]
    ref = line["XAA"].say(said("AK04"))
    line.settle()
    assert shown(line, "XBB", ref)["phrases"][0]["book"] == HASH.hex()


def test_a_flash_in_phrases_that_comes_early_rings_with_its_words(line):
    from watchline.node.phrases import in_words

    record = Message(
        precedence="Z",
        to=[],
        dtg=0,
        text="",
        language="en",
        phrases=[PhraseUse(code="WN05"), PhraseUse(code="ZZ99", params={"n": 1})],
    )
    assert in_words(line["XAA"].node.core, record) == "WN05-7: Our forces may act in self-defence. ZZ99-G n=1"


def test_an_own_edition_words_what_comes_for_its_party_only_and_its_added_phrase_is_code_to_the_other():
    edition = read_shelf({"own.csv": own(added(), reworded("PR09", en="Yes, I confirm."))})
    line = Line(calendar=[], phrasebook=HASH)
    line["XAA"].node.core.rules = Rules(shelf=edition)
    line.open()
    ours = line["XAA"].say(said("XA01 n=3", "PR09", precedence="P"))
    line.settle()
    mine = Here(line.charter, "XAA", line["XAA"].store.held, shelf=edition)
    at_home = message(mine, mine.find(ours), line.wall, "en")["phrases"]
    assert [item["text"] for item in at_home] == ["Buoy 3 is adrift.", "Yes, I confirm."]
    assert [item["agreed"] for item in at_home] == [False, True]
    abroad = shown(line, "XBB", ours)["phrases"]
    assert abroad[0]["language"] is None
    assert "which is not loaded here" in abroad[0]["why"]
    assert abroad[1]["text"] == shipped().phrases["PR09"].texts["en"]
