"""A contact as one sentence tells it."""

from __future__ import annotations

from typing import NamedTuple

from watchline.press.claim import Status
from watchline.press.lexicon import Who


class Frame(NamedTuple):
    """A contact as one sentence tells it.

    Attributes:
        people: Who; of two states at least.
        status: What became of it; None: nothing is told (denied, or only imagined).
        at: Place of the words that tell it, in the sentence.
        initiative: State that began it, if the verb says so.
        words: The verb or noun.
        end: Where the last of its people stands.
        clause: First and last code point of its clause.
        loose: No grammar joins its people; they only stand in one clause with a word for a contact.
    """

    people: tuple[Who, ...]
    status: Status | None
    at: int
    initiative: str | None
    words: str
    end: int
    clause: tuple[int, int] = (0, 0)
    loose: bool = False
