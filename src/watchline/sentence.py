"""A sentence that this program says: English, and what it was made of, so that whoever shows it can say it in another language.

A sentence is text like any other to whoever keeps, prints or compares it. It remembers the message id (the English with ``{fields}``) and
the values of the fields; the desk looks the id up in the catalogue of the reader's language (``desk/words.py``). What is signed, and
what a person or another party wrote, is never a sentence: it has no other language than its own.

Ids are written out where they are said: ``worded("{party} did not answer.", party=code)``. ``tools/node_words.py`` finds them there.
Two places lose what a sentence was made of, on purpose: putting it into another text (``f"{…}"``), and JSON. Whoever puts several together
uses ``worded`` once more (a field may be a sentence), or ``joined``.
Source: GNU gettext manual, "Preparing Strings".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any


class Sentence(str):
    """Text in English that knows its message id.

    Attributes:
        ident: The message id: English with ``{fields}``; of a counted sentence the one for 1.
        many: The English for other counts than 1; empty: it is not counted.
        fields: What stands in the fields; a value may be a sentence itself. A counted sentence counts by ``n``.
    """

    __slots__ = ("fields", "ident", "many")
    ident: str
    many: str
    fields: Mapping[str, str | int]

    def __str__(self) -> Sentence:
        """Return itself: an exception whose words are a sentence gives it back by ``str(why)``."""
        return self

    def __reduce__(self) -> tuple[object, ...]:
        """Be copied and handed to another process as what it is."""
        return made, (self.ident, self.many, dict(self.fields))


def worded(ident: str, many: str = "", /, **fields: object) -> Sentence:
    """Return a sentence.

    Args:
        ident: English with ``{fields}``, as a literal.
        many: The same for other counts than 1; it counts by the field ``n``, a whole number.
        fields: A value for each field.

    Raises:
        KeyError: a field has no value. A fault of the program.
    """
    return made(ident, many, fields)


def made(ident: str, many: str, fields: Mapping[str, object]) -> Sentence:
    """Return the sentence of an id and its fields, as ``worded`` does."""
    said = many if many and fields["n"] != 1 else ident
    # Of an exception its words, of which more than text may be known.
    kept = {name: value if isinstance(value, str | int) else str(value) for name, value in fields.items()}
    found = Sentence(said.format_map(kept))
    found.ident, found.many, found.fields = ident, many, kept
    return found


def term(word: str) -> Sentence:
    """Return a word of the API (``held``, ``read``) as a sentence of its own; the catalogue has such words because the console shows them."""
    return made(word, "", {})


def joined(parts: Iterable[str], between: str = " ") -> Sentence:
    """Return texts one after the other, each of which may be a sentence."""
    named = {f"part{number}": part for number, part in enumerate(parts, 1)}
    return made(between.join(f"{{{name}}}" for name in named), "", named)


def kept(value: object) -> list[object]:
    """Return what a sentence was made of, for a row of ours (``enc_hook`` of an encoder); ``again`` makes it of that.

    Raises:
        NotImplementedError: it is no sentence.
    """
    if isinstance(value, Sentence):
        return [value.ident, value.many, value.fields]
    raise NotImplementedError(type(value).__name__)


def again(found: Sequence[Any]) -> Sentence:
    """Return the sentence that ``kept`` took apart."""
    ident, many, fields = found
    return made(
        ident, many, {name: again(value) if isinstance(value, list) else value for name, value in fields.items()}
    )


def english(text: str) -> str:
    """Return a text, and of a sentence the English alone."""
    return str.__str__(text)


def plain(value: object) -> str:
    """Return the English alone, for what takes text and nothing else (``enc_hook`` of an encoder).

    Raises:
        NotImplementedError: it is no sentence.
    """
    if isinstance(value, Sentence):
        return english(value)
    raise NotImplementedError(type(value).__name__)


__all__ = ["Sentence", "again", "english", "joined", "kept", "made", "plain", "term", "worded"]
