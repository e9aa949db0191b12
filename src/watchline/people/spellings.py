"""How a name is written: folded for exact look-up, spelled from its native script, and how near two spellings are.

Look-up is exact on the folded form; nearness only ever gives a hint to a person. The tables follow the usual schemes by rule: BGN/PCGN,
ICAO 9303, ISO 9 without marks, and the French and German press for Russian; the national table of 2010 for Ukrainian.
"""

from __future__ import annotations

import unicodedata
from itertools import product

SPELLINGS_MAX = 64
"""Generated aliases of one name: enough for all schemes of two words."""

_DROPPED = dict.fromkeys(map(ord, "'’‘ʼʹ`´\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff."))  # fmt: skip
_PARTED = dict.fromkeys(map(ord, "-‐‑‒–—_·\u00a0"), " ")
_PLAIN = {ord("ł"): "l", ord("ø"): "o", ord("đ"): "d", ord("ı"): "i", ord("æ"): "ae", ord("œ"): "oe"}

_LETTERS = "а б в г д е ё ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я".split()
_RUSSIAN = {
    "BGN/PCGN": "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch - y - e yu ya",
    "ICAO 9303": "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch ie y - e iu ia",
    "ISO 9 without marks": "a b v g d e e z z i j k l m n o p r s t u f h c c s s - y - e u a",
    "French press": "a b v gu d e e j z i i k l m n o p r s t ou f kh ts tch ch chtch - y - e iou ia",
    "German press": "a b w g d e jo sch s i i k l m n o p r s t u f ch z tsch sch schtsch - y - e ju ja",
}
_UKRAINIAN = {
    "national table 2010": "a b v h d e - zh z y i k l m n o p r s t u f kh ts ch sh shch - - - - iu ia",
    "BGN/PCGN": "a b v h d e - zh z y y k l m n o p r s t u f kh ts ch sh shch - - - - yu ya",
}
_UKRAINIAN_ONLY = {"і": "i", "ї": "i", "є": "ie", "ґ": "g"}
_UKRAINIAN_FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_ENDINGS = (("iy", "y"), ("yy", "y"), ("ii", "y"), ("ii", "i"), ("yi", "y"), ("ij", "y"), ("ei", "ey"), ("ey", "ei"))
"""How the press shortens what a table spells out: Valeriy, Valery."""


def fold(name: str) -> str:
    """Return a name as it is compared: no marks, no case, no apostrophes, one space between words, no invisible characters."""
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    text = text.translate(_DROPPED).translate(_PARTED).translate(_PLAIN)
    # й is written as и with a mark: put such letters together again before marks are dropped from Latin ones.
    text = "".join(letter for letter in unicodedata.normalize("NFC", text) if not unicodedata.combining(letter))
    return " ".join("".join(_unmarked(letter) for letter in text).split())


def _unmarked(letter: str) -> str:
    if "\u0400" <= letter <= "\u04ff":
        return letter
    return "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))


def mixes_scripts(name: str) -> bool:
    """Tell whether a word of the name has letters of Latin and of Cyrillic: a look-alike, not a spelling."""
    return any(
        any("\u0400" <= letter <= "\u04ff" for letter in word) and any("a" <= letter <= "z" for letter in word)
        for word in fold(name).split()
    )


def spelled(native: str, *, ukrainian: bool = False) -> tuple[str, ...]:
    """Return how a Cyrillic name may be written in Latin letters, each as a title; nothing for another script.

    Args:
        native: The name in its own script, given name and surname in the order in which they are to stand.
        ukrainian: The name is Ukrainian, where some letters are spelled otherwise.
    """
    words = fold(native).split()
    if not words or not all("\u0400" <= letter <= "\u04ff" for word in words for letter in word):
        return ()
    found: dict[str, None] = {}
    for scheme in (_UKRAINIAN if ukrainian else _RUSSIAN).values():
        table = dict(zip(_LETTERS, ("" if item == "-" else item for item in scheme.split()), strict=True))
        forms = [_forms(word, table, ukrainian=ukrainian) for word in words]
        for choice in product(*forms):
            found.setdefault(" ".join(part[:1].upper() + part[1:] for part in choice))
    return tuple(found)[:SPELLINGS_MAX]


def _forms(word: str, table: dict[str, str], *, ukrainian: bool) -> tuple[str, ...]:
    if ukrainian:
        first = {**table, **_UKRAINIAN_ONLY, **_UKRAINIAN_FIRST}.get(word[0], word[0])
        written = first + "".join({**table, **_UKRAINIAN_ONLY}.get(letter, "") for letter in word[1:])
    else:
        written = "".join(table.get(letter, "") for letter in word)
    forms = [written]
    forms += [written.removesuffix(long) + short for long, short in _ENDINGS if written.endswith(long)]
    return tuple(dict.fromkeys(forms))


def likeness(first: str, second: str) -> int:
    """Return how alike two folded names are, 0 to 100: twice their longest common subsequence over both lengths.

    Cost: one operation on a whole number per letter of ``second`` (Hyyrö 2004).
    """
    if not first or not second:
        return 0
    places: dict[str, int] = {}
    for at, letter in enumerate(first):
        places[letter] = places.get(letter, 0) | 1 << at
    mask = (1 << len(first)) - 1
    row = mask
    for letter in second:
        matched = row & places.get(letter, 0)
        row = ((row + matched) | (row - matched)) & mask
    common = len(first) - row.bit_count()
    return 200 * common // (len(first) + len(second))
