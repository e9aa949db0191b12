"""A phrase in a reader's language, or as code and parameters; it is never dropped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from watchline.phrase.book import SLOT, Phrase, Phrasebook, Review
from watchline.phrase.check import with_check
from watchline.phrase.parameters import Value
from watchline.phrase.scripts import LANGUAGES
from watchline.phrase.use import PhraseUse, shown_parameters

_ISOLATE, _POP = "\u2066", "\u2069"
"""Unicode's left-to-right isolate: in an Arabic sentence it keeps the order inside ``3000 m AMSL``."""


class Part(NamedTuple):
    """A piece of a rendered text; ``parameter`` names the parameter it is, None for words of the phrasebook."""

    text: str
    parameter: str | None = None


class Rendered(msgspec.Struct, frozen=True, kw_only=True):
    """What a screen shows for one phrase.

    Attributes:
        code: With its check character.
        parts: Words and parameters in order, so that a screen can set off what the author chose from what was agreed.
        language: Of the words; None if the phrase is shown as code and parameters.
        review: Who signed for this text; None is unreviewed, and the screen says so beside the text, not in it.
        edition: Hash of the file the words stand in; unlike the charter's it is a party's own wording.
        original: These words are in the language that the author wrote in, which prevails.
        why: If shown as code and parameters: why.
    """

    code: str
    parts: tuple[Part, ...]
    language: str | None = None
    review: Review | None = None
    edition: bytes | None = None
    original: bool = False
    why: str | None = None

    @property
    def text(self) -> str:
        """The text without any mark."""
        return "".join(part.text for part in self.parts)

    @property
    def isolated(self) -> str:
        """The text for a plain screen: in a right-to-left language each parameter keeps its own direction."""
        if not self.rtl:
            return self.text
        return "".join(f"{_ISOLATE}{part.text}{_POP}" if part.parameter else part.text for part in self.parts)

    @property
    def rtl(self) -> bool:
        """The words run from right to left."""
        return self.language is not None and LANGUAGES[self.language].rtl

    @property
    def unreviewed(self) -> bool:
        """Words that no linguist has signed for. Code and parameters are nobody's words."""
        return self.language is not None and self.review is None


def render(
    use: PhraseUse, language: str, book: Phrasebook | None, *, agreed: bytes | None, original: str | None = None
) -> Rendered:
    """Return a phrase in one language.

    Args:
        use: The phrase as the body holds it.
        language: Of the reader.
        book: The reader's phrasebook or own edition; None if there is none.
        agreed: Hash that the charter names; the phrase is in that one unless it names another.
        original: The language that the author wrote in.

    Never raises on what a peer may have sent: an unknown code, another phrasebook, a parameter that does not fit or a
    language without text gives code and parameters, with the reason.
    """
    found = _found(use, language, book, agreed)
    if isinstance(found, str):
        return Rendered(code=with_check(use.code), parts=_bare(use), why=found)
    book, phrase, shown = found
    review = book.review(phrase, language)
    parts = _filled(phrase.texts[language], {name: (Part(text, name),) for name, text in shown.items()})
    if use.op is not None:
        operator = book.operators[use.op]
        slots = {"phrase": parts} | ({"ref": (Part(use.ref, "ref"),)} if use.ref is not None else {})
        parts = _filled(operator.texts[language], slots)
        if book.review(operator, language) is None:
            review = None
    return Rendered(
        code=with_check(use.code),
        parts=parts,
        language=language,
        review=review,
        edition=phrase.edition,
        original=language == original,
    )


def _found(
    use: PhraseUse, language: str, book: Phrasebook | None, agreed: bytes | None
) -> tuple[Phrasebook, Phrase, dict[str, str]] | str:
    """Return the phrase and its parameters as shown, or why there are no words for it."""
    edition = use.book or agreed
    if edition is None:
        return "neither the phrase nor the charter names a phrasebook"
    if book is None or not book.knows(edition):
        return f"said in the phrasebook {edition.hex()[:16]}, which is not loaded here"
    phrase = book.phrase(use.code, edition)
    if phrase is None:
        return f"the phrasebook {edition.hex()[:16]} has no phrase {use.code}"
    if language not in book.languages:
        return f"the phrasebook has no text in {language!r}; it has {', '.join(book.languages)}"
    try:
        return book, phrase, shown_parameters(phrase, use.params)
    except ValueError as why:
        return str(why)


def _filled(text: str, slots: Mapping[str, tuple[Part, ...]]) -> tuple[Part, ...]:
    """Return the pieces of a text with its slots filled; what fills a slot is not looked into again."""
    parts: list[Part] = []
    for place, piece in enumerate(SLOT.split(text)):
        if place % 2:
            parts += slots[piece]
        elif piece:
            parts.append(Part(piece))
    return tuple(parts)


def _bare(use: PhraseUse) -> tuple[Part, ...]:
    """Return operator, code and parameters by name, with everything hidden made visible."""
    head = " ".join(filter(None, (use.op, use.ref, with_check(use.code))))
    parts = [Part(head)]
    for name in sorted(use.params):
        parts += [Part(f" {name}="), Part(_visible(use.params[name]), name)]
    return tuple(parts)


def _visible(value: Value) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_visible, value))}]"
    if isinstance(value, int):
        return str(value)
    inner = "".join(sign if sign.isprintable() and sign not in '"\\' else f"\\u{{{ord(sign):x}}}" for sign in value)
    return f'"{inner}"'
