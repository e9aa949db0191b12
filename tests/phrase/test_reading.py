"""The strict reader: each fault is found once, with its row and column."""

# ruff: noqa: RUF001 - letters that look alike are what it is about

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.phrase.books import SHIPPED, added, changed, own, reworded, row_number, table, written
from watchline.errors import InvalidFromPeer
from watchline.keys import digest
from watchline.phrase import check_character, read_edition, read_phrasebook
from watchline.phrase.limits import FILE_BYTES_MAX, ROWS_MAX


def refusal(read, *args):
    with pytest.raises(InvalidFromPeer) as caught:
        read(*args)
    return caught.value


CELLS = {
    "a code twice": ("LN02", {"code": "LN01"}, "code", "LN01 stands in row 6 already"),
    "no code": ("LN02", {"code": "LN2"}, "code", "is no code"),
    "another check character": ("LN02", {"check": "A"}, "check", "check character of LN02 is 9"),
    "no category": ("LN02", {"category": "Line"}, "category", "one word"),
    "a category of the format": ("LN02", {"category": "operator"}, "category", "one word"),
    "no precedence": ("LN02", {"precedence": "Z"}, "precedence", "FLASH, IMMEDIATE, PRIORITY, ROUTINE"),
    "three persons": ("LN02", {"release": "3"}, "release", "1 or 2"),
    "no read-back": ("LN02", {"read_back": ""}, "read_back", "0 or 1"),
    "a reply that is not there": ("LN02", {"replies": "AK01 ZZ99"}, "replies", "'ZZ99' is no code"),
    "a reply twice": ("LN02", {"replies": "AK01 AK01"}, "replies", "each once"),
    "a parameter without type": ("LN02", {"params": "ref"}, "params", "no such type"),
    "a parameter of no type": ("LN02", {"params": "ref:colour"}, "params", "no such type"),
    "a parameter twice": ("LN02", {"params": "ref:ref|ref:ref"}, "params", "only once"),
    "nine parameters": ("LN02", {"params": "|".join(f"{a}:ref" for a in "abcdefghi")}, "params", "at most 8"),
    "a parameter that a language lacks": ("LN02", {"params": "ref:ref|dtg:dtg"}, "en", "the column params has ref dtg"),
    "a language lacks a parameter": ("LN02", {"uk": "Перевірку прийнято."}, "uk", "the parameters none"),
    "a language has one too many": ("LN02", {"fr": "Essai {ref} {dtg}."}, "fr", "the parameters ref dtg"),
    "a parameter twice in a text": ("LN02", {"fr": "Essai {ref} {ref}."}, "fr", "the parameters ref ref"),
    "a language missing": ("LN02", {"zh": ""}, "zh", "no text"),
    "too long": ("LN02", {"en": "{ref}" + "a" * 400}, "en", "405 characters; at most 400"),
    "not NFC": ("LN02", {"fr": "E\u0301ssai {ref}."}, "fr", "NFC"),
    "a space at the end": ("LN02", {"en": "Line test {ref} "}, "en", "space"),
    "two spaces": ("LN02", {"en": "Line  test {ref}"}, "en", "space"),
    "a Cyrillic letter in English": ("LN02", {"en": "Line t\u0435st {ref}"}, "en", "U+0435"),
    "a Latin letter in Russian": ("LN02", {"ru": "Пров\u0065рка {ref}"}, "ru", "U+0065"),
    "a Ukrainian letter in Russian": ("LN02", {"ru": "Перевірка {ref}"}, "ru", "U+0456"),
    "a Russian letter in Ukrainian": ("LN02", {"uk": "Проверкы {ref}"}, "uk", "U+044B"),
    "a Latin letter in Arabic": ("LN02", {"ar": "الاختبار a {ref}"}, "ar", "U+0061"),
    "a Latin letter in Chinese": ("LN02", {"zh": "测试 a {ref}"}, "zh", "U+0061"),
    "a mark of direction": ("LN02", {"ar": "\u202eالاختبار {ref}"}, "ar", "U+202E"),
    "a brace": ("LN02", {"en": "Line test {ref} {"}, "en", "U+007B"),
    "a slot of another form": ("LN02", {"en": "Line test {ref} {Ref}"}, "en", "U+007B"),
    "the text of another code": ("PR10", {"en": "Affirmative."}, "en", "have the same text"),
    "an operator with another parameter": (
        "QUERY",
        {"params": "phrase:phrase|ref:ref"},
        "params",
        "QUERY has phrase:phrase",
    ),
    "an operator with a rule": ("QUERY", {"precedence": "FLASH"}, "precedence", "leaves this cell empty"),
    "an operator of another category": ("QUERY", {"category": "line"}, "category", "not operator"),
    "a review without a day": ("REVIEW", {"en": "Cdr A. Example"}, "en", "2027-01-15 Cdr A. Example"),
    "a review on no day": ("REVIEW", {"en": "2027-02-30 Cdr A. Example"}, "en", "2027-01-15 Cdr A. Example"),
    "a review by nobody": ("REVIEW", {"en": "2027-01-15  "}, "en", "2027-01-15 Cdr A. Example"),
}


@pytest.mark.parametrize("fault", CELLS)
def test_a_fault_in_one_cell_is_named_by_row_and_column(fault):
    code, cells, column, words = CELLS[fault]
    why = refusal(read_phrasebook, changed(code, **cells))
    assert why.code == "malformed"
    assert why.words.startswith(f"phrasebook, row {row_number(code)}, column {column}: ")
    assert words in why.words


DATA = SHIPPED.data
HEADER, *ROWS = DATA.decode().splitlines(keepends=True)
FILES = {
    "nothing": (b"", "malformed", "no line end"),
    "cut off": (DATA[:-1], "malformed", "cut off"),
    "cut off in a row": (DATA[: DATA.index(b"\nLN05") + 60] + b"\n", "malformed", "row 10: "),
    "a byte order mark": (b"\xef\xbb\xbf" + DATA, "malformed", "row 1: the first columns"),
    "not UTF-8": (DATA.replace("линии".encode(), b"\xff", 1), "malformed", "row 6: not UTF-8"),
    "other line ends": (DATA.replace(b"\n", b"\r\n"), "malformed", "row 1: CSV in another form"),
    "a line end in a cell": (DATA.replace(b"Affirmative.", b'"Affirm\native."', 1), "malformed", "not CSV"),
    "needless quotes": (DATA.replace(b"Affirmative.", b'"Affirmative."', 1), "malformed", "CSV in another form"),
    "a quote inside": (DATA.replace(b"Affirmative.", b'Aff"irmative.', 1), "malformed", "CSV in another form"),
    "a cell too many": (DATA.replace(b"Affirmative.", b"Affirmative.,", 1), "malformed", "15 cells, not 14"),
    "an empty row": (DATA + b"\n", "malformed", "0 cells, not 14"),
    "another column": (DATA.replace(b"category", b"kind", 1), "malformed", "row 1: the first columns"),
    "no language": ("".join(f"{','.join(HEADER.split(',')[:8])}\n").encode(), "malformed", "0 languages"),
    "a language twice": (DATA.replace(b",ru,", b",en,", 1), "malformed", "'en': named twice"),
    "an unknown language": (DATA.replace(b",ru,", b",tlh,", 1), "malformed", "'tlh': no language"),
    "too many columns": (("," * 24 + "\n").encode(), "limit", "25 columns"),
    "no operators": ("".join([HEADER, *ROWS[4:]]).encode(), "malformed", "no row QUERY"),
    "too many bytes": (b"a" * (FILE_BYTES_MAX + 1), "limit", "bytes"),
    "too many rows": (b"\n" * (ROWS_MAX + 1), "limit", "rows"),
    "a row too long": (b"a" * 20_000 + b"\n", "limit", "characters"),
}


@pytest.mark.parametrize("fault", FILES)
def test_a_fault_of_the_file_is_named(fault):
    data, code, words = FILES[fault]
    why = refusal(read_phrasebook, data)
    assert why.code == code
    assert words in why.words


@given(st.binary(max_size=200), st.integers(0, len(DATA)), st.integers(0, 40))
def test_garbage_gives_a_phrasebook_or_a_refusal_and_nothing_else(garbage, at, lost):
    try:
        book = read_phrasebook(DATA[:at] + garbage + DATA[at + lost :])
    except InvalidFromPeer as why:
        said = why.words
    else:
        said = "phrasebook of " + " ".join(book.languages)
    assert said.startswith("phrasebook")
    assert said.isprintable()


def test_the_worst_file_within_the_limits_is_read_quickly():
    """A full file: every row of the most bytes that its share allows."""
    rows = table()
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    filling = {"en": "a", "ru": "а", "uk": "а", "fr": "a", "ar": "ا", "zh": "测"}
    for number in range(ROWS_MAX - len(rows)):
        code = f"Q{letters[number // 100]}{number % 100:02d}"
        texts = {language: f"{sign * 72} {number}" for language, sign in filling.items()}
        rows[code] = added(code, params="", replies="", check=check_character(code)) | texts
    data = written(rows)
    assert len(data) > FILE_BYTES_MAX * 3 // 4
    started = time.process_time()
    assert len(read_phrasebook(data).phrases) == ROWS_MAX - 5
    assert time.process_time() - started < 5, "about a third of a second on the machine it was written on"


def test_the_hash_is_over_the_label_and_the_bytes_as_received():
    assert SHIPPED.hash == digest(b"watchline/phrasebook/v1\0" + DATA)
    assert read_phrasebook(changed("LN02", en="Line test {ref} is here.")).hash != SHIPPED.hash


def test_a_review_is_kept_by_language():
    book = read_phrasebook(changed("REVIEW", uk="2027-01-15 Cdr A. Example, Navy"))
    assert {name: tuple(item) for name, item in book.reviews.items()} == {"uk": ("2027-01-15", "Cdr A. Example, Navy")}
    assert not SHIPPED.reviews


OWN = {
    "nothing is said of the base": (DATA, "has a row BASE"),
    "another base": (own(base="00" * 32), "row 2, column params: stands on the phrasebook"),
    "letters of the base": (own(added("LN77")), "row 3, column code: LN77: the letters LN are the base's"),
    "other precedence": (own(reworded("WN03", precedence="ROUTINE")), "row 3, column precedence: WN03 keeps"),
    "other persons": (own(reworded("WN03", release="2")), "row 3, column release: WN03 keeps"),
    "other read-back": (own(reworded("WN03", read_back="0")), "row 3, column read_back: WN03 keeps"),
    "other replies": (own(reworded("WN03", replies="")), "row 3, column replies: WN03 keeps"),
    "other parameters": (
        own(reworded("LN01", params="dtg:text")),
        "row 3, column params: LN01 keeps",
    ),
    "other category": (own(reworded("WN03", category="other")), "row 3, column category: WN03 keeps"),
    "the base's text under its own code": (
        own(added(en="Affirmative.", ru="а", uk="б", fr="a", ar="ا", zh="测", params="")),
        "column en: XA01 and PR09 have the same text",
    ),
    "a reply that is not there": (own(added(replies="XB01")), "row 3, column replies: 'XB01'"),
}


@pytest.mark.parametrize("fault", OWN)
def test_an_own_edition_changes_words_and_adds_codes_and_nothing_else(fault):
    data, words = OWN[fault]
    assert re.search(re.escape(words), refusal(read_edition, data, SHIPPED).words)


def test_an_own_edition_needs_its_base_and_has_the_same_languages():
    assert "read it together with that one" in refusal(read_phrasebook, own(added())).words
    header = table()["code"]
    fewer = written({"code": {name: header[name] for name in header if name != "zh"}})
    assert "has the languages of its base" in refusal(read_edition, fewer, SHIPPED).words
    edition = read_edition(own(added()), SHIPPED)
    assert "not on another own edition" in refusal(read_edition, own(added()), edition).words
