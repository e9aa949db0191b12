"""Formulas of Russian ministry readouts."""
from __future__ import annotations
from typing import TYPE_CHECKING
from watchline.press.claim import Claim
if TYPE_CHECKING:
    from watchline.press.suggest import Reading
def is_russian(text: str) -> bool:
    """Whether a text is mostly in Cyrillic letters."""
    letters = [letter for letter in text[:4000] if letter.isalpha()]
    return bool(letters) and sum("\u0400" <= letter <= "\u04ff" for letter in letters) * 2 > len(letters)
def read_russian(reading: Reading) -> list[Claim]:
    return []
