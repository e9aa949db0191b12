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


class Heads(Answer, frozen=True, kw_only=True):
    """The heads below which everything that is shown stands."""

    heads: list[Head]
