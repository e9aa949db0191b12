"""Phrases as the JSON of docs/reference/json.md: those of a message, the phrasebook in use, and what it is to the charter.

The words are those of the phrasebook in the reader's language. Beside them, never in them: who reviewed the text, in which file it
stands, whether it is the language the author wrote in, and which persons and answers the phrase asks for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from watchline.errors import OurMistake
from watchline.host.here import Here
from watchline.phrase import (
    TYPES,
    Phrase,
    Phrasebook,
    PhraseUse,
    Rendered,
    Shelf,
    offered_replies,
    render,
    shipped,
    standing,
    typed_code,
    with_check,
)
from watchline.record import Charter
from watchline.sentence import joined, worded

LANGUAGE_DEFAULT = "en"
SHIPPED_ONLY = Shelf()
UNREVIEWED = "no linguist has signed for this text"


def phrases_of(
    uses: Sequence[PhraseUse],
    here: Here,
    language: str,
    original: str,
    *,
    cancelled: Sequence[tuple[PhraseUse, str]] = (),
) -> list[dict[str, Any]]:
    """Return the phrases of a message as a screen shows them; whatever a peer sent, each is shown.

    Args:
        uses: As the body holds them.
        here: The line, and the reader's phrasebooks.
        language: Of the reader.
        original: The language that the author wrote in.
        cancelled: Phrases with CANCEL by the same author that name this message, and where each stands.
    """
    by = [
        next((ref for one, ref in cancelled if (one.code, one.params) == (use.code, use.params)), None) for use in uses
    ]
    return [{**_phrase(use, here, language, original), "cancelled_by": ref} for use, ref in zip(uses, by, strict=True)]


def _phrase(use: PhraseUse, here: Here, language: str, original: str) -> dict[str, Any]:
    agreed, book = here.charter.phrasebook, here.book
    shown = render(use, language, book, agreed=agreed, original=original)
    named = use.book or agreed
    known = None if named is None else book.phrase(use.code, named)
    return {
        "code": shown.code,
        "op": use.op,
        "in_ref": use.ref,
        "params": dict(use.params),
        **_words(shown),
        "book": None if named is None else named.hex(),
        "agreed": named is not None and named == agreed,
        **_rules(known),
        "replies": [with_check(code) for code in offered_replies(use, book, agreed)],
    }


def _words(shown: Rendered) -> dict[str, Any]:
    review = shown.review
    return {
        "text": shown.text,
        "parts": [{"text": part.text, "parameter": part.parameter} for part in shown.parts],
        "language": shown.language,
        "original": shown.original,
        "unreviewed": shown.unreviewed,
        "reviewed_on": None if review is None else review.on,
        "reviewed_by": None if review is None else review.by,
        "edition": None if shown.edition is None else shown.edition.hex(),
        "why": shown.why,
    }


def _rules(phrase: Phrase | None) -> dict[str, Any]:
    """Return what the phrase asks for; nulls where the phrasebook here does not have it."""
    if phrase is None:
        return {"least_precedence": None, "persons": None, "read_back": None}
    return {
        "least_precedence": phrase.precedence.value,
        "persons": phrase.release,
        "read_back": phrase.read_back,
    }


def two_persons(code: str) -> str:
    """Return that two persons must agree, as a node says it that does not know its officers."""
    return worded(
        "{code}: two persons must agree to say it: one officer drafts it, another releases it. A node without officers says it all the same.",
        code=code,
    )


def read_back(code: str) -> str:
    """Return that the receiver reads a phrase back, with the verb for it."""
    return worded("{code}: the receiver reads it back (`watchline ack DIR REF --read-back TEXT`).", code=code)


def read_back_asked(code: str) -> str:
    """Return that the receiver will read a phrase back."""
    return worded("{code}: the receiver reads it back.", code=code)


def rules_words(codes: Sequence[str], book: Phrasebook) -> list[str]:
    """Return a sentence for each rule of phrases about to be said or just said."""
    words = []
    for code in dict.fromkeys(typed_code(item) for item in codes):
        phrase = book.phrases.get(code)
        if phrase is not None and phrase.release > 1:
            words.append(two_persons(with_check(code)))
        if phrase is not None and phrase.read_back:
            words.append(read_back(with_check(code)))
    return words


def read_back_words(codes: Sequence[str], book: Phrasebook, words: Callable[[str], str] = read_back) -> list[str]:
    """Return a sentence for each of some phrases that the receiver reads back."""
    known = book.phrases
    plain = dict.fromkeys(map(typed_code, codes))
    return [words(with_check(code)) for code in plain if code in known and known[code].read_back]


def persons_for(codes: Sequence[str], book: Phrasebook) -> tuple[int, list[str]]:
    """Return how many officers must agree to say some phrases, and a sentence for each that takes two."""
    known = book.phrases
    two = [code for code in dict.fromkeys(map(typed_code, codes)) if code in known and known[code].release > 1]
    return 1 + bool(two), [
        worded("{code}: two officers must agree to say it; one drafts, another releases.", code=with_check(code))
        for code in two
    ]


def phrasebook_of(charter: Charter | None, shelf: Shelf) -> dict[str, Any]:
    """Return what the phrasebook of this node is to a charter, in words; without a charter only which one it is."""
    agreed = None if charter is None else charter.phrasebook
    book = shelf.for_charter(agreed)
    stands = None if charter is None else standing(book, agreed)
    words = [] if stands is None else [stands.words]
    return {
        "installed": book.hash.hex(),
        "named": None if agreed is None else agreed.hex(),
        "agreed": stands is not None and stands.agreed,
        "words": joined(
            [
                *words,
                *(
                    worded("{name} is not used: {fault}.", name=name, fault=fault)
                    for name, fault in shelf.faults.items()
                ),
            ]
        ),
        "not_used": shelf.faults,
    }


def listed(charter: Charter | None, shelf: Shelf, language: str, category: str = "") -> dict[str, Any]:
    """Return all phrases of the phrasebook in use, or those of a category, in one language.

    Raises:
        OurMistake: the phrasebook does not have that language or category; the words say which it has.
    """
    book = _book(charter, shelf)
    _known_language(book, language)
    categories = list(dict.fromkeys(phrase.category for phrase in book.phrases.values()))
    if category and category not in categories:
        raise OurMistake(
            worded(
                "no category {category}; there are {categories}.",
                category=repr(category),
                categories=", ".join(categories),
            )
        )
    return {
        "phrasebook": phrasebook_of(charter, shelf),
        "language": language,
        "languages": list(book.languages),
        "categories": categories,
        "unreviewed": language not in book.reviews,
        "phrases": [
            _entry(book, phrase, language)
            for phrase in book.phrases.values()
            if not category or phrase.category == category
        ],
        "operators": [
            {"op": name, "text": item.texts[language], "replies": [with_check(code) for code in item.replies]}
            for name, item in book.operators.items()
        ],
    }


def one(code: str, language: str, charter: Charter | None = None, shelf: Shelf = SHIPPED_ONLY) -> dict[str, Any]:
    """Return one phrase of the phrasebook in use with its text in every language.

    Raises:
        OurMistake: no such code, a check character that does not fit, or no such language.
    """
    book, plain = _book(charter, shelf), typed_code(code)
    _known_language(book, language)
    phrase = book.phrases.get(plain)
    if phrase is None:
        raise OurMistake(
            worded("no phrase {plain} in this phrasebook; `watchline phrase list` shows what there is.", plain=plain)
        )
    return {
        "phrasebook": phrasebook_of(charter, shelf),
        **_entry(book, phrase, language),
        "texts": [
            {"language": name, "text": phrase.texts[name], "unreviewed": book.review(phrase, name) is None}
            for name in book.languages
        ],
        "answers": [
            {"code": with_check(reply), "text": book.phrases[reply].texts[language]} for reply in phrase.replies
        ],
    }


def shelf_of(charter: Charter | None, shelf: Shelf) -> dict[str, Any]:
    """Return every phrasebook of a node: the shipped one, others, own editions, and which of them is in use."""
    used = _book(charter, shelf).hash
    books = [
        {
            "hash": book.hash.hex(),
            "what": "shipped" if book.hash == shipped().hash else "phrasebook" if book.base is None else "own edition",
            "base": None if book.base is None else book.base.hash.hex(),
            "phrases": len(book.phrases),
            "languages": list(book.languages),
            "in_use": book.hash == used,
        }
        for book in (shipped(), *shelf.books, *shelf.editions)
    ]
    return {"phrasebook": phrasebook_of(charter, shelf), "books": books}


def _book(charter: Charter | None, shelf: Shelf) -> Phrasebook:
    return shelf.for_charter(None if charter is None else charter.phrasebook)


def _entry(book: Phrasebook, phrase: Phrase, language: str) -> dict[str, Any]:
    return {
        "code": with_check(phrase.code),
        "category": phrase.category,
        "takes": [{"name": name, "type": kind, "means": TYPES[kind].means} for name, kind in phrase.params],
        "text": phrase.texts[language],
        "language": language,
        "unreviewed": book.review(phrase, language) is None,
        "edition": phrase.edition.hex(),
        **_rules(phrase),
        "replies": [with_check(code) for code in phrase.replies],
    }


def _known_language(book: Phrasebook, language: str) -> None:
    if language not in book.languages:
        raise OurMistake(
            worded(
                "the phrasebook has no text in {language}; it has {languages}.",
                language=repr(language),
                languages=", ".join(book.languages),
            )
        )
