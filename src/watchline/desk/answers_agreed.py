"""What the desk answers of what the parties agreed, phrasebook and charter, as types; see ``answers.py``."""

from __future__ import annotations

from typing import Any

from watchline.desk.answers import Answer
from watchline.desk.answers_status import Phrasebook


class Takes(Answer, frozen=True, kw_only=True):
    """A parameter of a phrase."""

    name: str
    type: str
    means: str


class Phrase(Answer, frozen=True, kw_only=True):
    """A phrase of the phrasebook in one language."""

    code: str
    category: str
    takes: list[Takes]
    text: str
    language: str
    unreviewed: bool
    edition: str
    least_precedence: str
    persons: int
    read_back: bool
    replies: list[str]


class Operator(Answer, frozen=True, kw_only=True):
    """QUERY, CANCEL, REPEAT."""

    op: str
    text: str
    replies: list[str]


class Phrases(Answer, frozen=True, kw_only=True):
    """The phrasebook in one language."""

    phrasebook: Phrasebook
    language: str
    languages: list[str]
    categories: list[str]
    unreviewed: bool
    phrases: list[Phrase]
    operators: list[Operator]


class PhraseText(Answer, frozen=True, kw_only=True):
    """A phrase's text in one language."""

    language: str
    text: str
    unreviewed: bool


class PhraseAnswer(Answer, frozen=True, kw_only=True):
    """An answer that a phrase offers."""

    code: str
    text: str


class PhraseInFull(Phrase, frozen=True, kw_only=True):
    """A phrase with its text in every language."""

    phrasebook: Phrasebook
    texts: list[PhraseText]
    answers: list[PhraseAnswer]


class Term(Answer, frozen=True, kw_only=True):
    """A charter that held."""

    charter: str
    state: str
    founding: bool
    since: int | None
    since_utc: str | None
    ref: str | None


class Charters(Answer, frozen=True, kw_only=True):
    """Which charter is in force, what is proposed, and what this party may do about it; ``page`` is the one in force, in words."""

    line: str
    party: str
    demo: bool
    in_force: str
    charters: list[Term]
    proposals: list[dict[str, Any]]
    may_propose: bool
    double_signatures: list[dict[str, Any]]
    without_effect: list[dict[str, Any]]
    left: list[str]
    words: str
    page: str
