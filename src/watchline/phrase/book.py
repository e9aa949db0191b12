"""A phrasebook, its phrases and rules, and whether it is the one that the charter names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

import msgspec

from watchline.measure import Precedence
from watchline.phrase.check import check_character
from watchline.sentence import worded

SLOT: Final = re.compile(r"\{([a-z]+)\}")
"""Where a parameter goes in a text."""
_RISING = (Precedence.ROUTINE, Precedence.PRIORITY, Precedence.IMMEDIATE, Precedence.FLASH)


class Review(NamedTuple):
    """Who signed for the texts of one language, and when (``YYYY-MM-DD``). Until someone did, they are unreviewed."""

    on: str
    by: str


class Phrase(msgspec.Struct, frozen=True, kw_only=True):
    """One agreed sentence.

    Attributes:
        params: Name and type of each parameter, in the order of the file.
        texts: By language; ``{name}`` where a parameter goes.
        precedence: The least precedence with which it may be said.
        release: Persons who must agree to say it, 1 or 2. Never 2 where waiting would let fire go on.
        read_back: The receiver reads it back.
        replies: Codes offered as answers.
        edition: Hash of the file that these texts stand in.
    """

    code: str
    category: str
    precedence: Precedence
    release: int
    read_back: bool
    replies: tuple[str, ...]
    params: tuple[tuple[str, str], ...]
    texts: dict[str, str]
    edition: bytes

    @property
    def check(self) -> str:
        """Check character of the code."""
        return check_character(self.code)


class Operator(msgspec.Struct, frozen=True, kw_only=True):
    """What can be done with any phrase: QUERY asks whether it is so, CANCEL withdraws it, REPEAT says it again.

    ``replies`` are offered instead of those of the phrase; empty: those of the phrase.
    """

    name: str
    replies: tuple[str, ...]
    texts: dict[str, str]
    edition: bytes


class Phrasebook(msgspec.Struct, frozen=True, kw_only=True):
    r"""A phrasebook as its file says it.

    Attributes:
        data: The file's bytes as received.
        hash: ``SHA-256("watchline/phrasebook/v1\0" ‖ data)``; it stands in the charter.
        languages: In the order of the file.
        reviews: By language; one that is not there is unreviewed. They speak of the texts of this file alone.
        base: For a party's own edition: the phrasebook it adds to or words anew; ``phrases`` then holds both.
    """

    data: bytes
    hash: bytes
    languages: tuple[str, ...]
    phrases: dict[str, Phrase]
    operators: dict[str, Operator]
    reviews: dict[str, Review]
    base: Phrasebook | None = None

    def knows(self, edition: bytes) -> bool:
        """Return whether what is said in the edition with that hash can be looked up here."""
        return edition == self.hash or (self.base is not None and edition == self.base.hash)

    def phrase(self, code: str, edition: bytes) -> Phrase | None:
        """Return the phrase that the edition with that hash calls so, in this book's wording; None if not known here."""
        if edition == self.hash or (self.base is not None and edition == self.base.hash and code in self.base.phrases):
            return self.phrases.get(code)
        return None

    def review(self, said: Phrase | Operator, language: str) -> Review | None:
        """Return who reviewed that text in that language; None is unreviewed."""
        if said.edition == self.hash:
            return self.reviews.get(language)
        return self.base.review(said, language) if self.base is not None else None


class Standing(NamedTuple):
    """What a phrasebook is to the charter: ``agreed`` if the charter names this very file, and a sentence for the watch."""

    agreed: bool
    words: str


def standing(book: Phrasebook, charter_hash: bytes | None) -> Standing:
    """Compare a phrasebook with the hash that the charter names (None: it names none)."""
    ours = _short(book.hash)
    if charter_hash is None:
        return Standing(
            False,
            worded(
                "The charter names no phrasebook. Phrases of this one ({ours}) carry its hash; the other parties read them only if they hold it.",
                ours=ours,
            ),
        )
    if book.hash == charter_hash:
        return Standing(True, worded("This is the phrasebook that the charter names ({ours}).", ours=ours))
    if book.base is not None and book.base.hash == charter_hash:
        added = sum(1 for code in book.phrases if code not in book.base.phrases)
        reworded = sum(1 for code, item in book.phrases.items() if item.edition == book.hash) - added
        return Standing(
            False,
            worded(
                "A party's own edition ({ours}) of the phrasebook that the charter names ({named}): {reworded} phrases in other words, {added} added."
                " The words are shown here only; added phrases are shown to parties without this edition as code and parameters.",
                ours=ours,
                named=_short(charter_hash),
                reworded=reworded,
                added=added,
            ),
        )
    return Standing(
        False,
        worded(
            "This phrasebook ({ours}) is not the one that the charter names ({named}). What is said in that one is shown as code and parameters"
            " until its file is loaded.",
            ours=ours,
            named=_short(charter_hash),
        ),
    )


def fast_enough(phrase: Phrase, precedence: Precedence) -> bool:
    """Return whether a precedence is at least the phrase's own."""
    return _RISING.index(precedence) >= _RISING.index(phrase.precedence)


def least_precedence(phrases: Iterable[Phrase]) -> Precedence:
    """Return the least precedence of a message with all these phrases; ROUTINE for none."""
    return _RISING[max((_RISING.index(phrase.precedence) for phrase in phrases), default=0)]


def _short(digest: bytes) -> str:
    """Return the first 8 bytes of a hash in hex, as references write it."""
    return digest.hex()[:16]
