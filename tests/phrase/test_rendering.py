"""One phrase in six languages; and what has no words here is shown all the same."""

# ruff: noqa: RUF001 - texts in six languages

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.phrase.books import LANGUAGES, SHIPPED, added, changed, own, reworded
from tests.phrase.strategies import uses
from watchline.measure import parse_dtg
from watchline.phrase import TYPES, PhraseUse, read_edition, read_phrasebook, read_use, render, say

DTG = parse_dtg("221530Z NOV 26")
STOP = {"position": "36S WC 1234 5678", "dtg": DTG}
OWN = read_edition(own(added(), reworded("PR09", en="Yes, I confirm.")), SHIPPED)

EXPECTED = {
    "en": "We ordered our units at 36S WC 1234 5678 to cease fire at 221530Z NOV 26.",
    "ru": "Мы приказали своим подразделениям в районе 36S WC 1234 5678 прекратить огонь в 221530Z NOV 26.",
    "uk": "Ми наказали своїм підрозділам у районі 36S WC 1234 5678 припинити вогонь о 221530Z NOV 26.",
    "fr": "Nous avons ordonné à nos unités à 36S WC 1234 5678 de cesser le feu à 221530Z NOV 26.",
    "ar": "أمرنا وحداتنا في 36S WC 1234 5678 بوقف إطلاق النار في 221530Z NOV 26.",
    "zh": "我方已命令 36S WC 1234 5678 的部队于 221530Z NOV 26 停火。",
}
OPERATED = {
    ("QUERY", "en"): "Is it so that: “The object at 36S WC 1234 5678 is ours.”?",
    ("QUERY", "ru"): "Верно ли следующее: «Объект в точке 36S WC 1234 5678 — наш.»?",
    ("CANCEL", "en"): "Cancelled, said in XAA-0412: “The object at 36S WC 1234 5678 is ours.”.",
    ("CANCEL", "ru"): "Аннулируется сказанное в XAA-0412: «Объект в точке 36S WC 1234 5678 — наш.».",
    ("REPEAT", "en"): "Said again, as in XAA-0412: “The object at 36S WC 1234 5678 is ours.”.",
    ("REPEAT", "zh"): "重复 XAA-0412 中的下述内容：“36S WC 1234 5678 的物体属于我方。”。",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_ordered_stop_in_each_language(language):
    shown = render(say(SHIPPED, "WN03", STOP, agreed=SHIPPED.hash), language, SHIPPED, agreed=SHIPPED.hash)
    assert shown.text == EXPECTED[language]
    assert shown.code == "WN03-P"


@pytest.mark.parametrize(("operator", "language"), OPERATED)
def test_an_operator_in_each_language(operator, language):
    ref = None if operator == "QUERY" else "XAA-0412"
    params = {"position": "36S WC 1234 5678"}
    use = say(SHIPPED, "EN05", params, agreed=SHIPPED.hash, operator=operator, ref=ref)
    assert render(use, language, SHIPPED, agreed=SHIPPED.hash).text == OPERATED[operator, language]


@given(uses())
def test_the_same_parameters_stand_in_all_languages_letter_by_letter(use):
    wanted = {name: TYPES[kind].show(use.params[name]) for name, kind in SHIPPED.phrases[use.code].params}
    wanted = sorted(wanted.items()) + ([("ref", use.ref)] if use.ref else [])
    texts = set()
    for language in LANGUAGES:
        shown = render(use, language, SHIPPED, agreed=SHIPPED.hash)
        assert shown.why is None
        assert sorted((part.parameter, part.text) for part in shown.parts if part.parameter) == sorted(wanted)
        assert all(text in shown.text for _, text in wanted)
        assert shown.text in {shown.isolated, shown.isolated.replace("\u2066", "").replace("\u2069", "")}
        texts.add(shown.text)
    assert len(texts) == len(LANGUAGES)


@given(uses(), st.sampled_from(LANGUAGES))
def test_what_is_shown_does_not_depend_on_the_order_of_parameters(use, language):
    turned = PhraseUse(code=use.code, params=dict(reversed(use.params.items())), op=use.op, ref=use.ref, book=use.book)
    for book in (SHIPPED, None):
        first, second = (render(item, language, book, agreed=SHIPPED.hash) for item in (use, turned))
        assert first == second


def test_words_in_a_parameter_are_not_looked_into():
    use = say(SHIPPED, "ID01", {"name": "{post}", "post": "{name}"}, agreed=SHIPPED.hash)
    assert render(use, "en", SHIPPED, agreed=SHIPPED.hash).text == "This is the duty officer {post}, {name}."


def test_an_unreviewed_text_says_so_beside_the_text_and_not_in_it():
    use = say(SHIPPED, "PR09", {}, agreed=None)
    shown = render(use, "en", SHIPPED, agreed=None)
    assert (shown.unreviewed, shown.review, shown.text) == (True, None, "Affirmative.")
    book = read_phrasebook(changed("REVIEW", en="2027-01-15 Cdr A. Example"))
    use = say(book, "PR09", {}, agreed=None)
    reviewed = render(use, "en", book, agreed=None)
    assert (reviewed.unreviewed, tuple(reviewed.review), reviewed.text) == (
        False,
        ("2027-01-15", "Cdr A. Example"),
        "Affirmative.",
    )
    assert render(use, "ru", book, agreed=None).unreviewed


def test_an_operator_of_an_unreviewed_file_makes_the_whole_text_unreviewed():
    reviewed = read_phrasebook(changed("REVIEW", en="2027-01-15 Cdr A. Example"))
    edition = read_edition(own(reworded("QUERY", en="Is this so: “{phrase}”?"), base=reviewed.hash.hex()), reviewed)
    asked = say(edition, "PR09", {}, agreed=reviewed.hash, operator="QUERY")
    shown = render(asked, "en", edition, agreed=reviewed.hash)
    assert shown.text == "Is this so: “Affirmative.”?"
    assert shown.unreviewed
    assert not render(asked, "en", reviewed, agreed=reviewed.hash).unreviewed


def test_the_authors_language_prevails():
    use = say(SHIPPED, "PR09", {}, agreed=SHIPPED.hash)
    shown = [render(use, name, SHIPPED, agreed=SHIPPED.hash, original="uk") for name in LANGUAGES]
    assert [item.language for item in shown if item.original] == ["uk"]


def test_only_a_right_to_left_text_isolates_its_parameters():
    use = say(SHIPPED, "AC01", _notice(), agreed=SHIPPED.hash)
    english, arabic = (render(use, name, SHIPPED, agreed=SHIPPED.hash) for name in ("en", "ar"))
    assert (english.rtl, arabic.rtl) == (False, True)
    assert english.isolated == english.text
    assert "\u20663000 m AMSL\u2069" in arabic.isolated
    assert "\u2066" not in arabic.text


def _notice():
    corners = ["36S WC 1234 5678", "36S WC 1334 5678", "36S WC 1334 5778"]
    return {
        "ref": "XAA-0412",
        "area": corners,
        "low": "3000 m AMSL",
        "high": "FL200",
        "from": DTG,
        "to": DTG + 3_600_000,
    }


@pytest.mark.parametrize(
    ("value", "language", "book", "agreed", "why"),
    [
        ({"code": "PR09"}, "en", SHIPPED, None, "neither the phrase nor the charter names a phrasebook"),
        ({"code": "PR09"}, "en", None, SHIPPED.hash, "is not loaded here"),
        (
            {"code": "PR09"},
            "en",
            SHIPPED,
            bytes(32),
            "said in the phrasebook 0000000000000000, which is not loaded here",
        ),
        ({"code": "PR09", "book": bytes(32)}, "en", SHIPPED, SHIPPED.hash, "phrasebook 0000000000000000"),
        ({"code": "PR99"}, "en", SHIPPED, SHIPPED.hash, "has no phrase PR99"),
        ({"code": "XA01", "params": {"n": 3}}, "en", OWN, SHIPPED.hash, "has no phrase XA01"),
        ({"code": "PR09"}, "es", SHIPPED, SHIPPED.hash, "no text in 'es'"),
        ({"code": "LN01"}, "en", SHIPPED, SHIPPED.hash, "parameter dtg is missing"),
        ({"code": "LN01", "params": {"dtg": "soon"}}, "en", SHIPPED, SHIPPED.hash, "parameter dtg is not a date-time"),
        ({"code": "LN11", "params": {"dtg": 5}}, "en", SHIPPED, SHIPPED.hash, "no parameter dtg"),
    ],
)
def test_what_has_no_words_here_is_shown_as_code_and_parameters_and_says_why(value, language, book, agreed, why):
    use = read_use(value)
    shown = render(use, language, book, agreed=agreed)
    assert why in shown.why
    assert use.code in shown.text
    assert all(f" {name}=" in shown.text for name in use.params)
    assert (shown.language, shown.edition, shown.unreviewed, shown.original) == (None, None, False, False)


def test_code_and_parameters_show_what_would_hide():
    use = read_use(
        {"code": "XZ01", "params": {"b": "a\u202eb\n\x1b[2J", "a": [1, 'x"']}, "op": "REPEAT", "ref": "XBB-0007"}
    )
    shown = render(use, "en", SHIPPED, agreed=SHIPPED.hash)
    assert shown.text == 'REPEAT XBB-0007 XZ01-8 a=[1, "x\\u{22}"] b="a\\u{202e}b\\u{a}\\u{1b}[2J"'


def test_a_party_reads_the_charters_phrase_in_its_own_words_and_the_file_is_named():
    use = say(SHIPPED, "PR09", {}, agreed=SHIPPED.hash)
    shown = render(use, "en", OWN, agreed=SHIPPED.hash)
    assert (shown.text, shown.edition) == ("Yes, I confirm.", OWN.hash)
    assert render(use, "en", SHIPPED, agreed=SHIPPED.hash).edition == SHIPPED.hash
    theirs = say(OWN, "XA01", {"n": 3}, agreed=SHIPPED.hash)
    assert render(theirs, "en", OWN, agreed=SHIPPED.hash).text == "Buoy 3 is adrift."
    assert render(theirs, "en", SHIPPED, agreed=SHIPPED.hash).text == "XA01-7 n=3"
