"""What the desk answers of entries as they stand in their logs, as types; see ``answers.py``."""

from __future__ import annotations

from typing import Any

from watchline.desk.answers import Answer, Head, Listed, WitnessStatement


class Entry(Answer, frozen=True, kw_only=True):
    """An entry as it stands in its log."""

    ref: str
    place: str
    from_: str
    kind: str | None
    known: bool
    post: str | None
    t: int | None
    t_utc: str | None
    held_by: list[str]
    not_held_by: list[str]
    refs: list[str]
    labels: list[str]
    leaf_hash: str
    erased: bool
    body: Any


class Entries(Listed, frozen=True, kw_only=True):
    """A page of entries."""

    entries: list[Entry]
    witnessed: list[WitnessStatement]


class SearchFound(Answer, frozen=True, kw_only=True):
    """An entry in which every word stands.

    Attributes:
        page: The screen that shows it: ``messages``, ``calls``, ``notices`` by its ``ref``, ``record`` by its ``place``.
        by: Whether its ``reference`` has every word, or its ``text`` has one.
        before, match, after: Its text around the first word; without one, ``after`` has the beginning.
    """

    ref: str
    place: str
    from_: str
    kind: str | None
    page: str
    t: int | None
    t_utc: str | None
    by: str
    before: str
    match: str
    after: str


class SearchAnswer(Listed, frozen=True, kw_only=True):
    """What a search found, references first, then the newest; ``stopped``: at its bound of rows, ``looked`` says how many."""

    found: list[SearchFound]
    looked: int
    stopped: bool
    words: str


class Heads(Answer, frozen=True, kw_only=True):
    """The heads below which everything that is shown stands."""

    heads: list[Head]
