"""What the desk answers, as types: the shapes of docs/reference/json.md, from which the OpenAPI document and the console's types are made.

What several pages show stands here, what one page shows in ``answers_<page>.py``. The host makes the answers; nothing is converted on
the way. ``tests/desk/test_shapes.py`` reads real answers with these types, so that a key which is missing here or there is found.
"""

from __future__ import annotations

import msgspec


def _plain(name: str) -> str:
    """``from`` and ``next`` are words of Python."""
    return name.removesuffix("_")


class Answer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename=_plain):
    """Base of all shapes."""


class Act(Answer, frozen=True, kw_only=True):
    """Who stated something, when by its own clock, where that stands; ``how`` of an acknowledgement."""

    ref: str
    from_: str
    t: int
    t_utc: str
    how: str | msgspec.UnsetType = msgspec.UNSET


class By(Answer, frozen=True, kw_only=True):
    """k of n by name."""

    by: list[str]
    not_by: list[str]
    words: str


class Next(Answer, frozen=True, kw_only=True):
    """How to ask for the rest of a list."""

    after: str | msgspec.UnsetType = msgspec.UNSET
    before: str | msgspec.UnsetType = msgspec.UNSET


class Listed(Answer, frozen=True, kw_only=True):
    """The head of every list; ``more``: it goes on, and ``next`` says how to ask."""

    line: str
    party: str
    demo: bool
    more: bool
    next_: Next | None


class Head(Answer, frozen=True, kw_only=True):
    """Size and root of a log."""

    party: str
    epoch: int
    size: int
    root: str


class TestAccount(Answer, frozen=True, kw_only=True):
    """One side's account of a test by voice."""

    ref: str
    from_: str
    answered: bool | int
    at: int | None
    at_utc: str | None
    quality: int | None
    by: str | None


class WitnessStatement(Answer, frozen=True, kw_only=True):
    """What a hash-only witness stated of a log: consistent up to ``size``, never held."""

    witness: str
    fingerprint: str
    party: str
    epoch: int
    size: int
    of: int
    root: str
    at: int
    at_utc: str
    words: str
