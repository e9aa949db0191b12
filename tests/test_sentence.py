"""A sentence is its English to whoever keeps or compares it, and remembers what it was made of on the way to whoever shows it."""

import copy
import json
import pickle

import msgspec
import pytest

from watchline.errors import OurMistake
from watchline.measure import count_of_days, day_words, times
from watchline.sentence import Sentence, again, english, joined, kept, plain, term, worded

SILENT = worded("Circuit {circuit} to {party} is silent.", circuit="a", party="XBB")
ENGLISH = "Circuit a to XBB is silent."


def parts(said):
    return said.ident, said.many, dict(said.fields)


def test_a_sentence_is_its_english():
    assert SILENT == ENGLISH
    assert hash(SILENT) == hash(ENGLISH)
    assert {SILENT: 1}[ENGLISH] == 1
    assert json.dumps([SILENT]) == json.dumps([ENGLISH])
    assert type(english(SILENT)) is str
    assert english(ENGLISH) is ENGLISH


def test_it_comes_through_an_exception_a_copy_and_a_field_of_another():
    assert str(OurMistake(SILENT)) is SILENT
    for same in (copy.deepcopy(SILENT), pickle.loads(pickle.dumps(SILENT))):
        assert parts(same) == parts(SILENT)
    outer = worded("Not done: {why}", why=OurMistake(SILENT))
    assert outer == f"Not done: {ENGLISH}"
    assert outer.fields["why"] is SILENT


def test_put_into_another_text_it_is_text():
    assert type("> " + SILENT) is str
    assert not isinstance(f"> {SILENT}", Sentence)


def test_encoders_take_its_english_and_rows_what_it_was_made_of():
    found = {"words": SILENT}
    assert msgspec.json.decode(msgspec.json.encode(found, enc_hook=plain)) == found
    assert type(msgspec.to_builtins(found, enc_hook=plain)["words"]) is str
    outer = worded("{n} time: {why}", "{n} times: {why}", n=3, why=SILENT)
    row = msgspec.msgpack.decode(msgspec.msgpack.encode(outer, enc_hook=kept))
    assert again(row) == outer == f"3 times: {ENGLISH}"
    assert parts(again(row).fields["why"]) == parts(SILENT)
    for hook in (plain, kept):
        with pytest.raises(NotImplementedError):
            hook(object())


@pytest.mark.parametrize(("count", "said"), [(0, "0 days"), (1, "1 day"), (2, "2 days"), (84, "84 days")])
def test_counts_are_said_by_their_number(count, said):
    assert count_of_days(count) == said
    assert count_of_days(count).fields == {"n": count}


def test_days_and_counts_of_measures_are_sentences():
    assert parts(day_words(20_000)) == ("{day} October {year}", "", {"day": 4, "year": 2024})
    assert [times(1), times(2)] == ["once", "2 times"]


def test_several_are_joined_and_each_stays_what_it_is():
    both = joined((SILENT, "as it is", term("held")), "; ")
    assert both == f"{ENGLISH}; as it is; held"
    assert [type(part) for part in both.fields.values()] == [Sentence, str, Sentence]
    assert joined(()) == ""


def test_a_field_without_a_value_is_a_fault_of_the_program():
    with pytest.raises(KeyError):
        worded("{party} is silent.")
