"""The desk's words in the language of whoever asks: sentences of this program are looked up in the catalogue, everything else stays as it is.

One catalogue serves node and console: ``console/locale/TAG.po``. The build of the console writes what the node says into
``node-words-TAG.json``, which is read when the node starts. A sentence that has no translation is said in English; so is everything where
no language is asked for. Texts of the record, of a person and of another party are no sentences and are never touched.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from watchline.desk.assets import Console
from watchline.sentence import Sentence, plain

PREFIX, SUFFIX = "node-words-", ".json"
ENGLISH = "en"
_LONGER = str.maketrans({"a": "àà", "e": "éé", "o": "ôô", "u": "ûû"})
"""The same letters as ``t()`` of the console makes of them."""


class File(msgspec.Struct, frozen=True):
    """What the build wrote of one language: the rule of its plurals as its gettext file has it, and each id with its translation or translations."""

    plural: str
    words: dict[str, str | list[str]]


class Words:
    """The sentences of one language.

    Args:
        tag: Of the language.
        known: Translations by message id; a list has the forms of a counted sentence.
        form: Which form a count takes; the counts are whole numbers.
        dress: What is made of a sentence at last; the two languages of tests are made of English so.
    """

    def __init__(
        self,
        tag: str,
        known: Mapping[str, str | list[str]],
        form: Callable[[int], int] = lambda n: int(n != 1),
        dress: Callable[[str], str] = str,
    ) -> None:
        self.tag, self._known, self._form, self._dress = tag, known, form, dress

    def say(self, text: str) -> str:
        """Return one text of this program: a sentence, or words without fields that the catalogue has."""
        return self._dress(self._said(text)) if text else ""

    def put(self, found: Any) -> Any:
        """Return an answer with its sentences said; what is not one stays as it is."""
        match found:
            case Sentence():
                return self.say(found)
            case dict():
                return {name: self.put(value) for name, value in found.items()}
            case list() | tuple():
                return [self.put(value) for value in found]
            case msgspec.Struct():
                fields = {name: getattr(found, name) for name in found.__struct_fields__}
                said = {name: self.put(value) for name, value in fields.items()}
                return msgspec.structs.replace(found, **said)
            case _:
                return found

    def _said(self, text: str) -> str:
        if not isinstance(text, Sentence):
            known = self._known.get(text, text)
            return known if isinstance(known, str) else text
        found: str | list[str] | None = self._known.get(text.ident)
        if found is None:
            found = text.many if text.many and text.fields["n"] != 1 else text.ident
        elif not isinstance(found, str):
            count = text.fields["n"]
            assert isinstance(count, int), "a counted sentence counts whole numbers"
            found = found[self._form(count)]
        fields = {
            name: self._said(value) if isinstance(value, Sentence) else value for name, value in text.fields.items()
        }
        return found.format_map(fields)


class Once:
    """An answer that every desk asks for after a change, put into words and encoded once for each language.

    Args:
        found: The answer.
    """

    def __init__(self, found: Any) -> None:
        self._found = found
        self._by: dict[str, bytes] = {}

    def encoded(self, words: Words | None) -> bytes:
        """Return it as JSON; None: in English."""
        tag = "" if words is None else words.tag
        if tag not in self._by:
            said = self._found if words is None else words.put(self._found)
            self._by[tag] = msgspec.json.encode(said, enc_hook=plain)
        return self._by[tag]


class Languages:
    """The languages that a desk speaks.

    Args:
        console: Where the build left them; without it there is English alone.
    """

    def __init__(self, console: Console) -> None:
        self._by: dict[str, Words | None] = {ENGLISH: None}
        for name, file in console.files.items():
            if name.startswith(PREFIX):
                made = msgspec.json.decode(file.data, type=File)
                tag = name.removeprefix(PREFIX).removesuffix(SUFFIX)
                self._by[tag.lower()] = Words(tag, made.words, gettext.c2py(made.plural))
        self._by["en-xa"] = Words("en-XA", {}, dress=lambda said: f"[{said.translate(_LONGER)}]")
        self._by["ar-xb"] = Words("ar-XB", {}, dress=lambda said: f"\u061c{said}\u061c")

    def asked(self, wanted: str) -> Words | None:
        """Return the words of the first language of a list that is spoken here; None: English.

        Args:
            wanted: As ``Accept-Language`` has it, the one that is liked best first. Weights are not read: whoever writes them writes them falling.
        """
        for part in wanted.split(","):
            tag = part.partition(";")[0].strip().lower()
            for name in (tag, tag.partition("-")[0]):
                if name in self._by:
                    return self._by[name]
        return None


__all__ = ["Languages", "Once", "Words"]
