"""A phrase as an officer types it on one line: ``WN03-P position=36S WC 1234 5678 dtg=221530Z NOV 26``.

An operator stands before the code, and with CANCEL and REPEAT the reference between them: ``CANCEL XAA-0412 WN03 position=…``.
It is the form in which a phrase without words is shown, so what is seen can be typed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

import msgspec

from watchline.errors import OurMistake
from watchline.phrase.check import typed_code
from watchline.sentence import worded

_OPERATORS: Final = {"QUERY": False, "CANCEL": True, "REPEAT": True}
"""Operators; whether a reference follows."""
_PARAMETER = re.compile(r"\s*([a-z]{1,16})=(\"[^\"]*\"|.*?)(?=\s+[a-z]{1,16}=|\s*\Z)", re.DOTALL)


class TypedPhrase(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A phrase as typed: nothing of it has been looked up yet.

    Attributes:
        code: With or without its check character.
        params: Typed text of each parameter by its name.
        op: QUERY, CANCEL, REPEAT, or empty: stated.
        ref: With CANCEL and REPEAT: where it was said.
    """

    code: str
    params: Mapping[str, str] = msgspec.field(default_factory=dict)
    op: str = ""
    ref: str = ""


def read_typed(text: str) -> TypedPhrase:
    """Return a phrase typed on one line.

    A value ends where the next ``name=`` begins; in double quotes it may hold one.

    Raises:
        OurMistake: what cannot be read, and how it is written.
    """
    words = text.split(None, 1)
    op = ref = ""
    if words and words[0].upper() in _OPERATORS:
        op = words[0].upper()
        words = words[1].split(None, 1) if len(words) > 1 else []
        if _OPERATORS[op]:
            if not words:
                raise OurMistake(
                    worded("{op} names where the phrase was said: {op} XAA-0412 WN03-P name=value …", op=op)
                )
            ref = words[0].upper()
            words = words[1].split(None, 1) if len(words) > 1 else []
    if not words:
        raise OurMistake(worded("no phrase code in {text}; write it like WN03-P name=value …", text=repr(text[:40])))
    code, rest = typed_code(words[0]), words[1].rstrip() if len(words) > 1 else ""
    params: dict[str, str] = {}
    at = 0
    while at < len(rest):
        found = _PARAMETER.match(rest, at)
        if found is None:
            raise OurMistake(
                worded(
                    "{rest} is no parameter; write each as name=value, in quotes if it holds another =",
                    rest=repr(rest[at:][:40]),
                )
            )
        name, value = found[1], found[2]
        if name in params:
            raise OurMistake(worded("parameter {name} stands twice", name=name))
        params[name] = value[1:-1] if value.startswith('"') and value.endswith('"') and len(value) > 1 else value
        at = found.end()
    return TypedPhrase(code=code, params=params, op=op, ref=ref)
