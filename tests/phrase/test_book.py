"""Rules of phrases, own editions, and whether this is the charter's phrasebook."""

import pytest

from tests.phrase.books import SHIPPED, added, changed, own, reworded
from watchline.measure import Precedence
from watchline.phrase import (
    Phrasebook,
    fast_enough,
    least_precedence,
    offered_replies,
    read_edition,
    read_phrasebook,
    say,
    standing,
)

OTHER = read_phrasebook(changed("LN02", en="Line test {ref} is here."))
OWN = read_edition(own(added(), reworded("PR09", en="Yes, I confirm."), uk="2027-01-15 Cdr A. Example"), SHIPPED)


@pytest.mark.parametrize(
    ("code", "enough"), [("LN01", "ZOPR"), ("LN04", "ZOP"), ("WN03", "ZO"), ("WN01", "Z"), ("EX03", "Z")]
)
def test_a_precedence_is_enough_if_it_is_not_slower_than_the_phrase_asks(code, enough):
    phrase = SHIPPED.phrases[code]
    assert "".join(item for item in Precedence if fast_enough(phrase, item)) == enough


def test_a_message_takes_the_highest_of_what_its_phrases_ask():
    phrases = SHIPPED.phrases
    assert least_precedence([]) is Precedence.ROUTINE
    assert least_precedence([phrases["LN01"], phrases["WN03"], phrases["LN04"]]) is Precedence.IMMEDIATE


def test_an_own_edition_holds_the_base_with_its_own_words_and_codes():
    assert isinstance(OWN, Phrasebook)
    assert OWN.phrases.keys() - SHIPPED.phrases.keys() == {"XA01"}
    assert OWN.phrases["PR09"].texts["en"] == "Yes, I confirm."
    assert OWN.phrases["PR10"] == SHIPPED.phrases["PR10"]
    assert SHIPPED.phrases["PR09"].texts["en"] == "Affirmative."
    assert OWN.hash != SHIPPED.hash


def test_in_the_charters_edition_an_added_code_is_unknown():
    assert OWN.phrase("XA01", OWN.hash) is not None
    assert OWN.phrase("XA01", SHIPPED.hash) is None
    assert SHIPPED.phrase("XA01", OWN.hash) is None


def test_a_review_of_an_own_edition_does_not_cover_the_words_of_its_base():
    assert OWN.review(OWN.phrases["PR09"], "uk").by == "Cdr A. Example"
    assert OWN.review(OWN.phrases["PR10"], "uk") is None
    assert OWN.review(OWN.phrases["PR09"], "ru") is None
    reviewed = read_phrasebook(changed("REVIEW", uk="2027-01-15 Cdr B. Example"))
    edition = read_edition(own(reworded("PR09", uk="Так."), base=reviewed.hash.hex()), reviewed)
    assert edition.review(edition.phrases["PR09"], "uk") is None
    assert edition.review(edition.phrases["PR10"], "uk").by == "Cdr B. Example"


@pytest.mark.parametrize(
    ("book", "charter", "agreed", "words"),
    [
        (SHIPPED, SHIPPED.hash, True, "This is the phrasebook that the charter names"),
        (SHIPPED, None, False, "The charter names no phrasebook"),
        (SHIPPED, OTHER.hash, False, "is not the one that the charter names"),
        (OWN, SHIPPED.hash, False, "1 phrases in other words, 1 added"),
        (OWN, OTHER.hash, False, "is not the one that the charter names"),
        (OWN, OWN.hash, True, "This is the phrasebook that the charter names"),
    ],
)
def test_a_phrasebook_says_what_it_is_to_the_charter(book, charter, agreed, words):
    found = standing(book, charter)
    assert found.agreed is agreed
    assert words in found.words
    assert book.hash.hex()[:16] in found.words
    assert charter is None or charter.hex()[:16] in found.words


def test_a_question_offers_yes_and_no_and_anything_else_the_phrases_own_replies():
    params = {"position": "36S WC 1234 5678"}

    def offered(operator, ref=None):
        use = say(SHIPPED, "WN01", params, agreed=SHIPPED.hash, operator=operator, ref=ref)
        return offered_replies(use, SHIPPED, SHIPPED.hash)

    assert offered(None) == offered("REPEAT", "XAA-0001") == ("AK05", "WN03", "EN06")
    assert offered("QUERY") == ("PR09", "PR10", "PR11")
    assert offered("CANCEL", "XAA-0001") == ("AK01",)
    assert offered_replies(say(OWN, "XA01", {"n": 3}, agreed=None), SHIPPED, SHIPPED.hash) == ()
