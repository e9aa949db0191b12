"""The phrasebook: agreed words as data, with typed parameters, said once and shown in each language.

Pure: bytes in, records out; ``shipped`` reads the file that belongs to this program as its modules do. It knows no
message, no party and no charter: the caller says which hash the charter names. It translates nothing and judges nothing.
"""

from watchline.phrase.book import (
    Operator,
    Phrase,
    Phrasebook,
    Review,
    Standing,
    fast_enough,
    least_precedence,
    standing,
)
from watchline.phrase.check import check_character, read_code, typed_code, with_check
from watchline.phrase.parameters import TYPES, ParameterType, Value
from watchline.phrase.reading import base_of, read_edition, read_phrasebook
from watchline.phrase.rendering import Part, Rendered, render
from watchline.phrase.scripts import LANGUAGES, Language
from watchline.phrase.shelf import BOOKS_MAX, Shelf, read_shelf
from watchline.phrase.shipped import shipped
from watchline.phrase.typed import TypedPhrase, read_typed
from watchline.phrase.use import (
    PhraseUse,
    offered_replies,
    read_parameters,
    read_use,
    say,
    typed_parameters,
    write_use,
)

__all__ = [
    "BOOKS_MAX",
    "LANGUAGES",
    "TYPES",
    "Language",
    "Operator",
    "ParameterType",
    "Part",
    "Phrase",
    "PhraseUse",
    "Phrasebook",
    "Rendered",
    "Review",
    "Shelf",
    "Standing",
    "TypedPhrase",
    "Value",
    "base_of",
    "check_character",
    "fast_enough",
    "least_precedence",
    "offered_replies",
    "read_code",
    "read_edition",
    "read_parameters",
    "read_phrasebook",
    "read_shelf",
    "read_typed",
    "read_use",
    "render",
    "say",
    "shipped",
    "standing",
    "typed_code",
    "typed_parameters",
    "with_check",
    "write_use",
]
