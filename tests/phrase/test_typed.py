"""A phrase typed on one line: what is shown can be typed, and what cannot be read is refused with how it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.phrase.strategies import BOOK
from watchline.errors import OurMistake
from watchline.phrase import PhraseUse, TypedPhrase, read_parameters, read_typed, render, typed_code, with_check


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("AK04", TypedPhrase(code="AK04")),
        ("  wn05-7 ", TypedPhrase(code="WN05")),
        (
            "WN03-P position=36S WC 1234 5678 dtg=221530Z NOV 26",
            TypedPhrase(code="WN03", params={"position": "36S WC 1234 5678", "dtg": "221530Z NOV 26"}),
        ),
        ('ID01 name="a=b, c=d" post=', TypedPhrase(code="ID01", params={"name": "a=b, c=d", "post": ""})),
        ("query AK04", TypedPhrase(code="AK04", op="QUERY")),
        ("CANCEL d-xaa-0007 AK04", TypedPhrase(code="AK04", op="CANCEL", ref="D-XAA-0007")),
        (
            "REPEAT XAA-0007 ID01 name=x post=y z",
            TypedPhrase(code="ID01", params={"name": "x", "post": "y z"}, op="REPEAT", ref="XAA-0007"),
        ),
    ],
)
def test_a_phrase_is_typed_on_one_line(text, typed):
    assert read_typed(text) == typed


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no phrase code"),
        ("QUERY", "no phrase code"),
        ("CANCEL", "names where"),
        ("CANCEL XAA-0007", "no phrase code"),
        ("WN3", "write it like WN03-P"),
        ("WN03-Q", "misheard"),
        ("ID01 nobody name=x", "no parameter"),
        ("ID01 name=x name=y", "twice"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(text, words):
    with pytest.raises(OurMistake, match=words):
        read_typed(text)


@given(st.sampled_from(sorted(BOOK.phrases)))
def test_every_code_is_taken_with_and_without_its_check_character(code):
    assert typed_code(code) == typed_code(with_check(code)) == typed_code(with_check(code).lower()) == code


def test_a_phrase_without_words_is_shown_as_it_is_typed():
    use = PhraseUse(code="ID01", params={"name": "A. Example", "post": "watch"})
    shown = render(use, "en", None, agreed=None).text
    typed = read_typed(shown)
    assert read_parameters(BOOK.phrases["ID01"], typed.params) == use.params
