"""The shipped phrasebook: what is true of it, counted."""

from collections import Counter
from importlib.resources import files

from tests.house.test_names import JUDGING
from tests.phrase.books import LANGUAGES, SHIPPED
from tools.tree import ROOT
from watchline.measure import Precedence

HASH = "dd1c61d68249fd3d1253c6182e0d851038888c8cdf08573095cc8aa9abbaa8ba"
PHRASES = SHIPPED.phrases.values()


def test_its_hash_is_the_one_that_the_page_names_so_that_no_word_changes_unnoticed():
    assert SHIPPED.hash.hex() == HASH
    assert HASH in (ROOT / "docs" / "spec" / "phrasebook.md").read_text(encoding="utf-8")
    assert (files("watchline.phrase") / "phrasebook.csv").read_bytes() == SHIPPED.data


def test_it_has_125_phrases_in_14_categories_and_six_languages():
    assert SHIPPED.languages == LANGUAGES
    assert Counter(phrase.category for phrase in PHRASES) == {
        "line": 12,
        "identity": 8,
        "procedure": 13,
        "acknowledgement": 9,
        "call": 12,
        "activity": 15,
        "encounter": 12,
        "warning": 6,
        "deescalation": 8,
        "incident": 6,
        "humanitarian": 7,
        "readout": 6,
        "watch": 6,
        "exercise": 5,
    }
    assert len(SHIPPED.phrases) == 125


def test_its_rules_are_counted():
    assert Counter(phrase.precedence for phrase in PHRASES) == {
        Precedence.FLASH: 7,
        Precedence.IMMEDIATE: 30,
        Precedence.PRIORITY: 46,
        Precedence.ROUTINE: 42,
    }
    assert sum(phrase.release == 2 for phrase in PHRASES) == 27
    assert sum(phrase.read_back for phrase in PHRASES) == 17


def test_one_person_can_say_what_stops_fire_or_calls_the_watch():
    assert {SHIPPED.phrases[code].release for code in ("WN01", "WN02", "WN03", "EN07", "EN08", "CL09")} == {1}


def test_every_phrase_of_the_highest_precedence_can_be_said_by_one_person():
    assert all(phrase.release == 1 for phrase in PHRASES if phrase.precedence is Precedence.FLASH)


def test_no_text_judges_anyone():
    assert not [phrase.code for phrase in PHRASES if JUDGING.search(phrase.texts["en"])]
    stems = ("наруш", "виновн", "враж", "порушен", "винн", "ворож", "coupabl", "violat", "hostil")
    said = " ".join(text for phrase in PHRASES for text in phrase.texts.values()).lower()
    assert not [stem for stem in stems if stem in said]


def test_nobody_has_reviewed_it_yet():
    assert SHIPPED.reviews == {}


def test_no_altitude_stands_alone_and_every_number_has_its_unit_in_the_words():
    units = {"minutes": "min", "seconds": " s.", "km": " km", "quality": "of 5"}
    for phrase in PHRASES:
        for name, kind in phrase.params:
            if kind in units:
                assert f"{{{name}}}{units[kind]}" in phrase.texts["en"] or units[kind] in phrase.texts["en"], (
                    phrase.code
                )
