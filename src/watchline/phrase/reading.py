"""The strict reader: bytes of a file in, a phrasebook or the row and column that is wrong.

What is checked makes the six texts of a code say the same with the same parameters as far as a program can see. That
they mean the same, a military linguist signs (the row REVIEW). Format: docs/spec/phrasebook.md.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Final, TypeAlias

from watchline.errors import InvalidFromPeer
from watchline.keys import labelled_digest
from watchline.measure import Precedence
from watchline.phrase.book import SLOT, Operator, Phrase, Phrasebook, Review
from watchline.phrase.check import CODE, check_character
from watchline.phrase.limits import (
    LANGUAGES_MAX,
    PARAMETERS_MAX,
    REPLIES_MAX,
    REVIEWER_CHARACTERS_MAX,
    TEXT_CHARACTERS_MAX,
)
from watchline.phrase.parameters import TYPES
from watchline.phrase.scripts import LANGUAGES
from watchline.phrase.table import Row, read_table, wrong

COLUMNS: Final = ("code", "check", "category", "precedence", "release", "read_back", "replies", "params")
"""They come first, in this order; then one column for each language."""
OPERATORS: Final = {
    "QUERY": "phrase:phrase",
    "CANCEL": "phrase:phrase|ref:ref",
    "REPEAT": "phrase:phrase|ref:ref",
}
_NAME = re.compile(r"[a-z]{1,16}")
_CATEGORY = re.compile(r"[a-z]{1,24}")
_HASH = re.compile(r"[0-9a-f]{64}")
_REVIEW = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}) (\S(?:.*\S)?)")
_RESERVED = {"REVIEW": "review", "BASE": "base"} | dict.fromkeys(OPERATORS, "operator")
_Params: TypeAlias = tuple[tuple[str, str], ...]


def read_phrasebook(data: bytes) -> Phrasebook:
    """Return the phrasebook of a file that stands alone.

    Raises:
        InvalidFromPeer: ``limit`` or ``malformed``; the words name row and column.
    """
    return _read(data, None)


def base_of(data: bytes) -> bytes | None:
    """Return the hash of the phrasebook that a file stands on; None if it stands alone.

    Raises:
        InvalidFromPeer: ``limit`` or ``malformed``: no table, or a row BASE that names no hash.
    """
    _header, rows = read_table(data)
    row = next((row for row in rows if row.cells["code"] == "BASE"), None)
    if row is None:
        return None
    if _HASH.fullmatch(row.cells["params"]) is None:
        raise wrong(row.number, "params", "the hash of a phrasebook has 64 hex digits, 0-9 and a-f")
    return bytes.fromhex(row.cells["params"])


def read_edition(data: bytes, base: Phrasebook) -> Phrasebook:
    """Return a party's own edition: the base with phrases added under prefixes of its own, or worded anew.

    A phrase that is worded anew keeps its parameters and rules; those were agreed.

    Raises:
        InvalidFromPeer: ``limit`` or ``malformed``; among others if the file names another base.
    """
    if base.base is not None:
        raise InvalidFromPeer(
            "malformed", "phrasebook: an own edition stands on an agreed phrasebook, not on another own edition"
        )
    return _read(data, base)


def _read(data: bytes, base: Phrasebook | None) -> Phrasebook:
    header, rows = read_table(data)
    languages = _languages(header, base)
    digest = labelled_digest("phrasebook", data)
    by_code: dict[str, Row] = {}
    for row in rows:
        code = row.cells["code"]
        if code in by_code:
            raise wrong(row.number, "code", f"{code} stands in row {by_code[code].number} already")
        if code not in _RESERVED and CODE.fullmatch(code) is None:
            raise wrong(
                row.number, "code", f"{code[:20]!r} is no code: two letters A-Z and two digits, or a word of the format"
            )
        by_code[code] = row
    _check_base(by_code.pop("BASE", None), base)
    reviews = _reviews(by_code.pop("REVIEW", None), languages)
    operators = {name: _operator(by_code.pop(name), languages, digest) for name in OPERATORS if name in by_code}
    phrases = {code: _phrase(row, languages, digest) for code, row in by_code.items()}
    if base is not None:
        for code, phrase in phrases.items():
            _check_own(by_code[code], phrase, base)
        operators, phrases = base.operators | operators, base.phrases | phrases
    if missing := [name for name in OPERATORS if name not in operators]:
        raise InvalidFromPeer("malformed", f"phrasebook: no row {missing[0]}")
    book = Phrasebook(
        data=data,
        hash=digest,
        languages=languages,
        phrases=phrases,
        operators=operators,
        reviews=reviews,
        base=base,
    )
    _check_whole(book, rows)
    return book


def _languages(header: tuple[str, ...], base: Phrasebook | None) -> tuple[str, ...]:
    if header[: len(COLUMNS)] != COLUMNS:
        raise InvalidFromPeer(
            "malformed", f"phrasebook, row 1: the first columns are {', '.join(COLUMNS)}, in this order"
        )
    languages = header[len(COLUMNS) :]
    if not 1 <= len(languages) <= LANGUAGES_MAX:
        raise InvalidFromPeer("malformed", f"phrasebook, row 1: {len(languages)} languages, not 1 to {LANGUAGES_MAX}")
    for name in languages:
        if name not in LANGUAGES:
            raise wrong(1, repr(name[:20]), f"no language whose letters this program knows ({', '.join(LANGUAGES)})")
    if base is not None and languages != base.languages:
        raise InvalidFromPeer(
            "malformed", f"phrasebook, row 1: an own edition has the languages of its base, {', '.join(base.languages)}"
        )
    return languages


def _check_base(row: Row | None, base: Phrasebook | None) -> None:
    if row is None and base is None:
        return
    if row is None:
        raise InvalidFromPeer(
            "malformed", "phrasebook: an own edition has a row BASE with the hash of what it stands on"
        )
    _only(row, ("code", "category", "params"))
    named = row.cells["params"]
    if base is None:
        raise wrong(
            row.number, "code", f"an own edition of the phrasebook {named[:64]!r}; read it together with that one"
        )
    if named != base.hash.hex():
        raise wrong(row.number, "params", f"stands on the phrasebook {named[:64]!r}, not on {base.hash.hex()}")


def _reviews(row: Row | None, languages: tuple[str, ...]) -> dict[str, Review]:
    if row is None:
        return {}
    _only(row, ("code", "category", *languages))
    return {name: _review(row, name) for name in languages if row.cells[name]}


def _review(row: Row, column: str) -> Review:
    found = _REVIEW.fullmatch(row.cells[column])
    try:
        if found is None or len(found[2]) > REVIEWER_CHARACTERS_MAX:
            raise ValueError
        date.fromisoformat(found[1])
        TYPES["text"].show(found[2])
    except ValueError:
        raise wrong(row.number, column, "not a review: the day and who signed, 2027-01-15 Cdr A. Example") from None
    return Review(found[1], found[2])


def _only(row: Row, columns: tuple[str, ...]) -> None:
    """Refuse cells that a row of the format does not use, and a category that is not its own."""
    for column, cell in row.cells.items():
        if cell and column not in columns:
            raise wrong(row.number, column, f"the row {row.cells['code']} leaves this cell empty")
    wanted = _RESERVED[row.cells["code"]]
    if row.cells["category"] != wanted:
        raise wrong(row.number, "category", f"not {wanted}")


def _operator(row: Row, languages: tuple[str, ...], digest: bytes) -> Operator:
    _only(row, ("code", "category", "replies", "params", *languages))
    name = row.cells["code"]
    if row.cells["params"] != OPERATORS[name]:
        raise wrong(row.number, "params", f"{name} has {OPERATORS[name]}")
    texts = dict(_texts(row, languages, tuple(item.partition(":")[0] for item in OPERATORS[name].split("|"))))
    return Operator(name=name, replies=_replies(row), texts=texts, edition=digest)


def _phrase(row: Row, languages: tuple[str, ...], digest: bytes) -> Phrase:
    cells = row.cells
    check = check_character(cells["code"])
    if cells["check"] != check:
        raise wrong(
            row.number, "check", f"{cells['check'][:20]!r}, but the check character of {cells['code']} is {check}"
        )
    if _CATEGORY.fullmatch(cells["category"]) is None or cells["category"] in _RESERVED.values():
        raise wrong(row.number, "category", "one word of a-z, and none of the format's own")
    if cells["precedence"] not in Precedence.__members__:
        raise wrong(row.number, "precedence", f"one of {', '.join(Precedence.__members__)}")
    if cells["release"] not in {"1", "2"}:
        raise wrong(row.number, "release", "persons who must agree, 1 or 2")
    if cells["read_back"] not in {"0", "1"}:
        raise wrong(row.number, "read_back", "0 or 1")
    params = _params(row)
    return Phrase(
        code=cells["code"],
        category=cells["category"],
        precedence=Precedence[cells["precedence"]],
        release=int(cells["release"]),
        read_back=cells["read_back"] == "1",
        replies=_replies(row),
        params=params,
        texts=dict(_texts(row, languages, tuple(name for name, _ in params))),
        edition=digest,
    )


def _params(row: Row) -> _Params:
    items = row.cells["params"].split("|") if row.cells["params"] else []
    if len(items) > PARAMETERS_MAX:
        raise wrong(row.number, "params", f"{len(items)} parameters; at most {PARAMETERS_MAX}")
    params: dict[str, str] = {}
    for item in items:
        name, _, kind = item.partition(":")
        if _NAME.fullmatch(name) is None or name in params:
            raise wrong(row.number, "params", f"{item[:40]!r}: name:type, the name 1 to 16 of a-z and only once")
        if kind not in TYPES:
            raise wrong(row.number, "params", f"{item[:40]!r}: no such type; there are {', '.join(TYPES)}")
        params[name] = kind
    return tuple(params.items())


def _replies(row: Row) -> tuple[str, ...]:
    replies = tuple(row.cells["replies"].split(" ")) if row.cells["replies"] else ()
    if len(replies) > REPLIES_MAX or len(set(replies)) != len(replies):
        raise wrong(row.number, "replies", f"at most {REPLIES_MAX} codes, each once, one space between")
    return replies


def _texts(row: Row, languages: tuple[str, ...], params: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for language in languages:
        text = row.cells[language]
        if not text:
            raise wrong(row.number, language, "no text in this language")
        if len(text) > TEXT_CHARACTERS_MAX:
            raise wrong(row.number, language, f"{len(text)} characters; at most {TEXT_CHARACTERS_MAX}")
        if not unicodedata.is_normalized("NFC", text):
            raise wrong(row.number, language, "not in Unicode form NFC")
        if text != text.strip() or "  " in text:
            raise wrong(row.number, language, "a space at an end, or two together")
        foreign = LANGUAGES[language].foreign(SLOT.sub("", text))
        if foreign is not None:
            raise wrong(row.number, language, f"U+{ord(foreign):04X} has no place in a text of this language")
        slots = SLOT.findall(text)
        if sorted(slots) != sorted(params):
            raise wrong(
                row.number,
                language,
                f"the parameters {' '.join(slots) or 'none'}; the column params has {' '.join(params) or 'none'}, each once",
            )
        yield language, text


def _check_own(row: Row, phrase: Phrase, base: Phrasebook) -> None:
    agreed = base.phrases.get(phrase.code)
    if agreed is None:
        if any(code[:2] == phrase.code[:2] for code in base.phrases):
            raise wrong(
                row.number, "code", f"{phrase.code}: the letters {phrase.code[:2]} are the base's; take two others"
            )
        return
    for column in ("category", "precedence", "release", "read_back", "replies", "params"):
        if getattr(phrase, column) != getattr(agreed, column):
            raise wrong(
                row.number, column, f"{phrase.code} keeps what was agreed here; an own edition changes its words only"
            )


def _check_whole(book: Phrasebook, rows: list[Row]) -> None:
    """Refuse a reply that is no phrase, and two codes with one text."""
    numbers = {row.cells["code"]: row.number for row in rows}
    said: dict[str, Phrase | Operator] = {**book.phrases, **book.operators}
    for code, item in said.items():
        unknown = [reply for reply in item.replies if reply not in book.phrases]
        if unknown:
            raise wrong(numbers.get(code, 1), "replies", f"{unknown[0][:20]!r} is no code of this phrasebook")
    for language in book.languages:
        seen: dict[str, str] = {}
        for code, item in said.items():
            other = seen.setdefault(item.texts[language], code)
            if other != code:
                number = numbers.get(code) or numbers.get(other, 1)
                raise wrong(number, language, f"{code} and {other} have the same text")
