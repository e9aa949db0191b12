"""The check character of a code: what is misheard or mistyped does not become another phrase.

A code is two letters and two digits. Their values (A = 0 … Z = 25, digits by their value) times 2, 5, 11, 23 are added
modulo 31; the remainder picks a character of an alphabet without I, O, U, Y, Z. Because 31 is prime and larger than any
difference of two letters, every single substitution and every swap of the two letters or the two digits changes it;
whatever puts a letter where a digit belongs is no code at all. Source: docs/spec/phrasebook.md.
"""

from __future__ import annotations

import re
from typing import Final

from watchline.errors import OurMistake
from watchline.sentence import worded

ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRSTVWX"
CODE: Final = re.compile(r"[A-Z]{2}[0-9]{2}")
_WEIGHTS: Final = (2, 5, 11, 23)
_TYPED = re.compile(rf"([A-Z]{{2}}[0-9]{{2}})[- ]?([{ALPHABET}])")


def check_character(code: str) -> str:
    """Return the check character of a code of two letters A-Z and two digits.

    Raises:
        ValueError: not a code.
    """
    if CODE.fullmatch(code) is None:
        raise ValueError(f"not a phrase code: {code[:20]!r}; it has two letters A-Z and two digits, as in WN03")
    values = (int(sign) if sign.isdigit() else ord(sign) - ord("A") for sign in code)
    return ALPHABET[sum(weight * value for weight, value in zip(_WEIGHTS, values, strict=True)) % len(ALPHABET)]


def with_check(code: str) -> str:
    """Return a code as it is spoken and printed, ``WN03-P``."""
    return f"{code}-{check_character(code)}"


def read_code(text: str) -> str:
    """Return the code of what was heard or typed, ``WN03-P`` or ``wn03p``.

    Raises:
        OurMistake: not a code with its check character, or the two do not fit: ask for it again.
    """
    found = _TYPED.fullmatch(text.strip().upper())
    if found is None:
        raise OurMistake(
            worded("not a code with its check character: {text}; write it like WN03-P", text=repr(text[:20]))
        )
    if check_character(found[1]) != found[2]:
        raise OurMistake(
            worded(
                "{code} does not have the check character {check}: misheard or mistyped, ask again",
                code=found[1],
                check=found[2],
            )
        )
    return found[1]


def typed_code(text: str) -> str:
    """Return the code that an officer typed: with its check character, which is then compared, or without.

    Raises:
        OurMistake: as ``read_code``.
    """
    plain = text.strip().upper()
    return plain if CODE.fullmatch(plain) else read_code(text)
