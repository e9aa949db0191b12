"""Whether a sentence tells a contact as past: then a day behind publication contradicts the report, and makes no plan of it."""

from __future__ import annotations

import re

from watchline.press.frame import Frame
from watchline.press.inflect import forms
from watchline.press.words import NOUNS

_PAST = frozenset(
    form
    for verb in "speak meet hold have take ring see write send give sit come go get make hear find be lead fly".split()
    for form in forms(verb)[2:]
    if not form.endswith("ing") and form not in {"been", "are", "is"}
)
_OF_NOUN = re.compile(
    r"(?i)\b(?:held|took place|lasted|had (?:spoken|met|talked)|was (?:held|described)|were held|made|took part)\b"
)
"""Verbs that say of "a call", "talks" that they took place."""


def is_past(frame: Frame, sentence: str) -> bool:
    """Whether the words for a contact are in a past tense: "spoke with", "the call that X and Y held".

    Args:
        frame: The contact, its places counted in the sentence.
        sentence: The sentence.
    """
    first = frame.words.split()[0].lower() if frame.words else ""
    if first in NOUNS:
        return bool(_OF_NOUN.search(sentence[slice(*frame.clause)] if frame.clause[1] else sentence))
    return first in _PAST or first.endswith("ed")
