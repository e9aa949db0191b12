"""Each word for a contact in a sentence, and what tells that it is none, or not theirs."""

from __future__ import annotations

import re
from typing import NamedTuple

from watchline.press.contact_words import (
    ANY_NOUN,
    CALLED_BY,
    DIRECT,
    GIVES,
    RECEIVES,
    SENDS,
    TOGETHER,
)
from watchline.press.outcome import SOUGHT

_WORDS = tuple(
    (kind, re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])", re.IGNORECASE))
    for kind, pattern in (
        ("takes", RECEIVES),
        ("gives", GIVES),
        ("by", CALLED_BY),
        ("sends", rf"{SENDS} (?:[\w'-]+ ){{0,4}}?{ANY_NOUN}"),
        ("noun", ANY_NOUN + r"|word|approach(?:es)?|offer|overture|line"),
        ("with", TOGETHER),
        ("direct", DIRECT),
        ("asks", SOUGHT),
    )
)


_NOT_THE_VERB = re.compile(
    r"(?i)\b(?:so-called|what (?:he|she|they) |not to be |the|a|an|his|her|their|this|that|no|its|to be) $"
)


PERSONAL = re.compile(
    r"(?i)(?:met|meet|see|saw|seen|visit|host|receiv|welcom|greet|reach|brief|consult|dine|shak|shook|was host|play)"
)


NOT_CALLS = re.compile(r"(?i)(?:called (?:for|upon)|call (?:for|upon)|calls (?:for|upon))\b")


TALK_TO = re.compile(
    r"(?i)(?:on the|sp[eo]|talk|chat|call|(?:tele)?phone|reach|letter|note|message|telegram|cable|word|approach|offer|overture|video|conversation|put|contact|communicat|sent|made|plac|pass|deliver|hand|address|post|get|got)"
)


OWNS = re.compile(r"'s? (?!counterpart|opposite|colleague)[a-z]")
"""Whose office, ship or decision is named is not the one who was spoken with."""


STANDS_IN = re.compile(
    r"(?i)\b(?:spokes\w+|aides?|advis[eo]rs?|envoys?|staff|representatives?|assistants?|predecessors?|successors?|allies|ally|critics?|friends?|relatives?|wife|husband|son|daughter|brother|sister|people|lawyers?|supporters?|ministr(?:y|ies)|offices?|delegations?|teams?|officers|officials|image|portrait|photograph|statement|speech|letter|criticism|successor) (?:for|of|to|by|from|close to) (?:the )?(?:[\w.'-]+ ){0,2}$"
)


SPOKEN_OF = re.compile(
    r"(?i)\b(?:he|she|his|her|him|himself|herself|who|I|we|the (?:[\w-]+ )?(?:minister|secretary|general|president|admiral|chief|chairman|chairwoman|marshal|commander|premier|chancellor|former))\b"
)


TO_MANY = re.compile(
    r"(?i)(?: \w+ly)? (?:to (?:the )?(?:reporters|journalists|students|parliament|press|nation|delegates|cadets|troops|crowd|cameras)|at (?:a|an|the|this|that|his|her) [^,.;]{0,30}?(?:conference|ceremony|forum|rally|service|funeral|council|assembly|hearing|university|dinner|opening|congress)|out|against|in favou?r|before (?:the|a) |highly|well of|of the (?:need|importance|danger|duty))"
)


ENDS = r"[.,;]|$| (?:on|at|by|again|back|in|from|to|and|about|after|before|twice|last|this|yesterday|today|late|early|for|over|that)\b"


_AS_VERB = re.compile(r"(?i)\b(?:to|will|would|not|can|could|should|must|may|might|did|does|do|they|who|and|we|I) $")


_ALSO_VERB = re.compile(
    r"(?i)(?:calls?|contacts?|exchanges?|visits?|messages?|notes?|cables?|phone|telephone|chats?|offers?|approach(?:es)?|letter)"
)


AND_ON = re.compile(
    r",? (?:and|then|and then)(?:,? (?:on (?:\w+ )?[A-Z]\w+(?: \d+)?|the (?:next|following) day|a day later|later|yesterday|today|after that|then))+,? (?:the )?"
)
"""What parts a second object from the first: "X telephoned Y on Tuesday and on Wednesday Z"."""


class Word(NamedTuple):
    """A word for a contact at its place, and the shape in which it takes its people."""

    start: int
    end: int
    kind: str
    text: str


def words_of(sentence: str) -> list[Word]:
    """Return every word for a contact, the most telling reading of a place first, in order."""
    found: list[Word] = []
    for kind, pattern in _WORDS:
        for item in pattern.finditer(sentence):
            if kind in {"with", "direct"} and _NOT_THE_VERB.search(sentence[: item.start()]):
                continue
            if kind == "noun" and _AS_VERB.search(sentence[: item.start()]) and _ALSO_VERB.fullmatch(item[0]):
                continue
            found.append(Word(item.start(), item.end(), kind, item[0]))
    order = [kind for kind, _ in _WORDS]
    return sorted(found, key=lambda word: (word.end if word.kind == "noun" else word.start, order.index(word.kind)))
