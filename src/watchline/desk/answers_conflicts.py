"""What the desk answers of pairs of notices, of drafts, and of what was in force where and when, as types; see ``answers_notices.py``."""

from __future__ import annotations

from watchline.desk.answers import Answer
from watchline.desk.answers_notices import (
    Gaps,
    NextOffset,
    NoticeAct,
    ReferenceDistance,
    ThirdStateNear,
    Volume,
    ZoneMet,
)


class ConflictSide(Answer, frozen=True, kw_only=True):
    """One notice of a pair."""

    ref: str
    from_: str
    version: int
    activity: str
    activity_words: str
    name: str | None


class ConflictStatement(Gaps, frozen=True, kw_only=True):
    """What one party's node states of a pair, signed; ``of_what_stands``: of the newest versions."""

    ref: str
    from_: str
    t: int
    t_utc: str
    versions: tuple[int, int]
    of_what_stands: bool
    table: str


class StatedOfPair(Answer, frozen=True, kw_only=True):
    """What a party states of a field."""

    from_: str
    value: str


class ConflictDifference(Answer, frozen=True, kw_only=True):
    """What the two sides' statements on the same versions differ in."""

    field: str
    stated: list[StatedOfPair]


class Conflict(Answer, frozen=True, kw_only=True):
    """A pair of notices: ``conflict``, ``near``, ``proximity``, ``separated`` or ``unresolved``."""

    pair: str
    first: ConflictSide
    second: ConflictSide
    state: str
    state_words: str
    separated_by: list[str]
    verdict: str
    ever: str
    goes_on: bool
    start: int | None
    start_utc: str | None
    end: int | None
    end_utc: str | None
    begins_in_s: int | None
    coming: str | None
    words: str
    statements: dict[str, ConflictStatement]
    pending: list[str]
    different_separations: bool
    differences: list[ConflictDifference]


class ConflictInFull(Conflict, frozen=True, kw_only=True):
    """A pair with everything that was stated of it, in order."""

    line: str
    party: str
    demo: bool
    history: list[ConflictStatement]


class UnlistedPairs(Answer, frozen=True, kw_only=True):
    """A notice of ours of which our node found more pairs than are stated in the record."""

    ref: str
    found: int
    listed: int
    words: str


class Conflicts(Answer, frozen=True, kw_only=True):
    """A page of pairs, the gravest first; ``counts`` of all by state."""

    line: str
    party: str
    demo: bool
    counts: dict[str, int]
    unlisted: list[UnlistedPairs]
    more: bool
    next_: NextOffset | None
    conflicts: list[Conflict]


class Encounter(Gaps, frozen=True, kw_only=True):
    """How a draft stands to a notice of another party; the draft is the first."""

    with_: str
    from_: str
    version: int
    activity: str
    name: str | None


class Suggestion(Answer, frozen=True, kw_only=True):
    """The least move after which a draft is CLEAR of everything: ms of ``time``, cm of ``height``."""

    by: str
    move: int
    words: str
    volumes: list[Volume]


class WhatIf(Answer, frozen=True, kw_only=True):
    """What would be found of a draft. Nothing was written; nobody else hears of it."""

    line: str
    party: str
    demo: bool
    verdict: str
    counts: dict[str, int]
    encounters: list[Encounter]
    more: bool
    next_: NextOffset | None
    widens: bool | None
    lead_s: int | None
    lead: str | None
    lead_words: str
    volumes: list[Volume]
    suggestions: list[Suggestion]
    reference_lines: list[ReferenceDistance]
    third_states: list[ThirdStateNear]
    zones: list[ZoneMet]


class HeldThen(Answer, frozen=True, kw_only=True):
    """What another party had of a notice by that minute: held by its receipt, read and answered by its own words."""

    held: bool
    received_at: int | None
    received_at_utc: str | None
    state: str
    state_words: str
    read: NoticeAct | None
    answer: NoticeAct | None


class InForceThen(Answer, frozen=True, kw_only=True):
    """A notice that covered the place at that minute, as it stood then; ``later``: it was announced or amended to do so only afterwards."""

    ref: str
    place: str
    from_: str
    version: int
    activity: str
    activity_words: str
    name: str | None
    state: str
    state_words: str
    t: int
    t_utc: str
    parts: list[int]
    volumes: list[Volume]
    altitude_usable: bool
    recipients: dict[str, HeldThen]
    later: bool


class InForce(Answer, frozen=True, kw_only=True):
    """The notices in force at a place, an altitude and a minute."""

    line: str
    party: str
    demo: bool
    position: tuple[int, int]
    altitude: tuple[int, str] | None
    at: int
    at_utc: str
    more: bool
    next_: NextOffset | None
    notices: list[InForceThen]
    not_measured: list[str]


__all__ = ["ConflictInFull", "Conflicts", "InForce", "WhatIf"]
