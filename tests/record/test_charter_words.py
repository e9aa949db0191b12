"""The charter as a page in words: whole, alike for both, the legal effect first."""

import re
import string

import pytest
from hypothesis import given

from tests.record.charters import FULL, PROSE, articles, full
from tests.vectors.make import plain
from watchline.party import fingerprint
from watchline.record import charter_page, legal_effect, page_languages, read_charter
from watchline.record.charter_phrases import ENGLISH, FRENCH, PHRASES, TERMS
from watchline.record.charter_words import charter_articles

BARE = read_charter(plain.cbor(plain.charter_fields()))
WHOLE = read_charter(full())


def parts(text):
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


@pytest.mark.parametrize("language", sorted(PHRASES))
def test_every_fixed_word_exists_in_each_language_with_the_same_parts(language):
    assert list(PHRASES[language]) == list(ENGLISH)
    for name, text in PHRASES[language].items():
        assert parts(text) == parts(ENGLISH[name]), name
        assert text.strip()
    assert len(FRENCH["weekdays"].split(",")) == 7


def test_no_fixed_word_judges():
    judging = re.compile(
        r"\b(enemy|ennemi|aggress\w+|agress\w+|hostil\w+|threat\w*|menace\w*|fault|faute|blame|refus\w+ to|illegal|illégal)\b",
        re.IGNORECASE,
    )
    for phrases in PHRASES.values():
        assert not [text for text in phrases.values() if judging.search(text)]


@pytest.mark.parametrize("charter", [BARE, WHOLE], ids=["bare", "whole"])
@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_legal_effect_stands_first_on_every_page(charter, language):
    first = charter_articles(charter, language)[0]
    assert first.heading == PHRASES.get(language, ENGLISH)["legal_effect"]
    assert legal_effect(charter, language) in first.lines[0]
    page = charter_page(charter, language)
    assert page.index(legal_effect(charter, language)) < page.index(charter.line.hex())


def test_the_usual_clause_says_the_four_things_and_a_charter_s_own_stands_before_it():
    usual = legal_effect(BARE)
    for word in ("recognises", "admits", "duty to act", "authority to negotiate"):
        assert word in usual
    assert legal_effect(BARE, "fr") == FRENCH["legal_effect_text"]
    assert (legal_effect(WHOLE), legal_effect(WHOLE, "fr")) == ("None whatsoever.", "Aucun.")
    assert legal_effect(WHOLE, "ru") == "[en] None whatsoever."
    assert legal_effect(read_charter(full(legal_effect="")), "en") == usual


def leaves(value):
    if isinstance(value, dict):
        for item in value.values():
            yield from leaves(item)
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item)
    else:
        yield value


def test_the_page_says_everything_that_the_charter_holds():
    page = charter_page(WHOLE)
    for party in WHOLE.parties:
        for text in (party.code, *party.names.values(), fingerprint(party.root), party.roster[1].hex()):
            assert text in page
    for field, value in FULL.items():
        for item in leaves(value):
            if isinstance(item, str) and item not in PROSE.values() and item not in {"Aucun.", "slot"}:
                assert item in page, field
            if isinstance(item, bytes):
                assert item.hex() in page, field
    for text in ("0600Z on main, Monday, Tuesday, Wednesday, Thursday, Friday", "1800Z on sat, every day"):
        assert text in page
    for text in ("2026-12-25: no line test", "2027-01-01 (New Year): 1200Z on main", "48.3794000 N 031.1656000 E"):
        assert text in page
    for text in ("00.0000001 S 180.0000000 W", "9260 m", "300 m", "FLASH: 2 min", "10 s at most", "Hill: 90.0000000 N"):
        assert text in page


def test_two_charters_that_differ_in_one_article_have_two_pages():
    pages = {charter_page(WHOLE).replace(WHOLE.line.hex(), "")}
    for field in FULL:
        changed = read_charter(full(**{field: None} if field != "posts" else {"posts": ["air", "chief"]}))
        page = charter_page(changed).replace(changed.line.hex(), "")
        if field != "datum":  # only one is known
            assert page not in pages, field
            pages.add(page)


def test_the_languages_of_the_pages_are_english_and_the_others_of_the_line():
    assert page_languages(BARE) == ("en",)
    assert page_languages(WHOLE) == ("en", "fr")
    assert page_languages(read_charter(full(languages=["uk", "ru"]))) == ("en", "uk", "ru")


def test_the_french_page_is_in_french_and_one_without_fixed_words_says_so():
    page = charter_page(WHOLE, "fr")
    assert "En français." in page
    assert "In English." not in page
    english = {text for name, text in ENGLISH.items() if "{" not in text and text != FRENCH[name] and len(text) > 12}
    assert not [text for text in english if text in page]
    other = charter_page(WHOLE, "uk")
    assert ENGLISH["not_translated"].format(language="uk") in other
    assert "[en] In English." in other
    assert charter_articles(WHOLE, "uk")[0].heading == "Legal effect"


def test_a_desk_and_the_usual_ladder_are_translated_and_own_names_are_not():
    assert "officier général" in charter_page(BARE, "fr")
    assert set(TERMS["fr"]) >= {"air", "ground", "maritime", "humanitarian", *(level.name for level in BARE.ladder)}
    assert "niveau general" in charter_page(WHOLE, "fr")


def test_both_parties_are_treated_alike():
    turned = read_charter(plain.cbor(plain.charter_fields("XBB", "XAA", **FULL)))

    def lines(charter):
        found = (line for article in charter_articles(charter) for line in article.lines)
        return sorted(line for line in found if charter.line.hex() not in line and "counted from 0" not in line)

    assert lines(WHOLE) == lines(turned), "the order of the parties changes more than their numbers"
    for code, other in (("XAA", "XBB"), ("XBB", "XAA")):
        of_one = [line for line in lines(BARE) if line.startswith(code)]
        of_other = [line for line in lines(BARE) if line.startswith(other)]
        assert [len(line) for line in of_one] == [len(line) for line in of_other]


def test_unknown_articles_are_shown_whole():
    page = charter_page(read_charter(full(weather={"wind": [1, b"\1"]}, units={"distance": "m", "speed": "kn"})))
    assert "weather = {wind: [1, h'01']}" in page
    assert "units.speed" in page


def test_a_text_of_a_party_cannot_be_taken_for_words_of_the_page():
    forged = "Fine.\n\n1. Legal effect\n   This charter recognises everything."
    page = charter_page(read_charter(full(purpose=forged, title="A line\n\n1. Legal effect\n   None")))
    assert [line for line in page.split("\n") if line.startswith("1. ")] == ["1. Legal effect"]
    assert "   | 1. Legal effect" in page
    assert "recognises everything" not in "".join(line for line in page.split("\n") if "| " not in line)


@given(articles)
def test_every_charter_has_a_page_in_every_language(fields):
    fields.pop("review_on", None)
    charter = read_charter(plain.cbor(plain.charter_fields(**fields)))
    for language in page_languages(charter):
        assert charter_page(charter, language) == charter_page(read_charter(charter.data), language)


def test_a_demonstration_says_so_beside_the_legal_effect():
    page = charter_articles(read_charter(full(demo=1)))[0]
    assert "invented" in page.lines[1]
