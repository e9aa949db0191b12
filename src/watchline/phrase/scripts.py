"""The letters and marks that a text may hold, by language.

Written out as code points, so that two nodes with different versions of Unicode decide alike, and so that a letter that
only looks like another (U+0430, Cyrillic, in an English text) is found by its place. No control, no direction mark, no look-alike.
"""

from __future__ import annotations

from typing import Final, NamedTuple

_MARKS = " \u00a0\u202f0123456789.,:;?!()-/%'\"\u2013\u2014\u2018\u2019\u201c\u201d\u00ab\u00bb\u2026\u00b0"
_ARABIC_MARKS = "\u060c\u061b\u061f"
_HAN_MARKS = "\u3001\u3002\u300a\u300b\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f"


class Language(NamedTuple):
    """A language that a phrasebook may have.

    Attributes:
        rtl: Written from right to left.
        letters: Ranges of code points, both ends included.
        marks: Signs besides those that all languages share.
        without: Letters of the script that this language does not have.
    """

    rtl: bool
    letters: tuple[tuple[int, int], ...]
    marks: str = ""
    without: str = ""

    def foreign(self, text: str) -> str | None:
        """Return the first character that has no place in a text of this language; None if all have."""
        for sign in text:
            if sign in _MARKS or sign in self.marks:
                continue
            if sign in self.without or not any(first <= ord(sign) <= last for first, last in self.letters):
                return sign
        return None


_LATIN = ((0x41, 0x5A), (0x61, 0x7A), (0xC0, 0xD6), (0xD8, 0xF6), (0xF8, 0x17F))
_CYRILLIC = ((0x400, 0x45F), (0x490, 0x491))
_ARABIC = ((0x621, 0x63A), (0x641, 0x652))
_PERSIAN = (*_ARABIC, (0x670, 0x6D3), (0x200C, 0x200C))

LANGUAGES: Final[dict[str, Language]] = {
    "en": Language(rtl=False, letters=_LATIN),
    "ru": Language(rtl=False, letters=_CYRILLIC, without="іїєґІЇЄҐ"),
    "uk": Language(rtl=False, letters=_CYRILLIC, without="ыэёъЫЭЁЪ"),
    "fr": Language(rtl=False, letters=_LATIN),
    "ar": Language(rtl=True, letters=_ARABIC, marks=_ARABIC_MARKS),
    "zh": Language(rtl=False, letters=((0x4E00, 0x9FFF),), marks=_HAN_MARKS),
    # Not shipped yet; a party may have them in a phrasebook of its own.
    "es": Language(rtl=False, letters=_LATIN, marks="\u00a1\u00bf"),
    "fa": Language(rtl=True, letters=_PERSIAN, marks=_ARABIC_MARKS),
    "he": Language(rtl=True, letters=((0x5B0, 0x5BC), (0x5C1, 0x5C2), (0x5D0, 0x5EA)), marks="\u05be\u05f3\u05f4"),
    "hi": Language(rtl=False, letters=((0x900, 0x963), (0x200C, 0x200D)), marks="\u0964"),
    "ko": Language(rtl=False, letters=((0xAC00, 0xD7A3),)),
    "ur": Language(rtl=True, letters=_PERSIAN, marks=_ARABIC_MARKS + "\u06d4"),
}
"""By ISO 639-1 code. A language that is not here cannot be checked and so cannot be read."""
