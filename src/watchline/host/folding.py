"""How texts are compared by the search: without case, marks and hidden characters, letter by letter.

A letter becomes its compatibility decomposition (Unicode NFKD) in folded case. Combining marks go (é is e, й is и), characters
that cannot be seen or that turn the direction go, and any white space is one space. Letters without a decomposition stay themselves:
ø, ł and đ are found by ø, ł and đ. Nothing is transcribed from one alphabet into another.
"""

from __future__ import annotations

import unicodedata

_KNOWN_MAX = 20_000


class _Letters(dict[int, str]):
    """What each letter becomes; it forgets before a text of many alphabets could fill the memory."""

    def __missing__(self, code: int) -> str:
        if len(self) >= _KNOWN_MAX:
            self.clear()
        found = self[code] = _letter(chr(code))
        return found


def _letter(letter: str) -> str:
    if letter.isspace():
        return " "
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", letter).casefold())
    return "".join(
        part for part in parts if not unicodedata.combining(part) and unicodedata.category(part) not in _HIDDEN
    )


_HIDDEN = {"Cc", "Cf", "Cs"}
_LETTERS = _Letters()


def folded(text: str) -> str:
    """Return a text as it is compared: each letter by itself, so that a part of a text becomes a part of its folded text."""
    return text.translate(_LETTERS)


def around(text: str, wanted: str, reach: int) -> tuple[str, str, str]:
    """Return what stands before, at and after the first place of a folded text in a text, as it was written.

    Args:
        text: As it was written.
        wanted: A folded text; where it does not occur, the beginning is returned as what stands after.
        reach: So many characters on each side at most.
    """
    at = folded(text).find(wanted) if wanted else -1
    if at < 0:
        return "", "", text[: 2 * reach]
    sizes, start = 0, -1
    for number, letter in enumerate(text):
        sizes += len(_LETTERS[ord(letter)])
        if start < 0 and sizes > at:
            start = number
        if sizes >= at + len(wanted):
            end = number + 1
            return text[max(0, start - reach) : start], text[start:end], text[end : end + reach]
    raise AssertionError("a folded text is made of the letters of its text")
