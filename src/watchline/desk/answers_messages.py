"""What the desk answers of messages, as types; see ``answers.py``."""

from __future__ import annotations

from typing import Any

from watchline.desk.answers import Act, Answer, By, Listed


class State(Answer, frozen=True, kw_only=True):
    """What one party's node and watch stated about a message."""

    held: bool
    received_at: int | None
    received_at_utc: str | None
    read: Act | None
    acknowledged: Act | None
    acknowledged_before_read: Act | None


class Correction(Answer, frozen=True, kw_only=True):
    """A correction by the author."""

    ref: str
    from_: str
    t: int
    t_utc: str
    text: str | None


class Part(Answer, frozen=True, kw_only=True):
    """A piece of a phrase: agreed words, or the value of a parameter."""

    text: str
    parameter: str | None


class PhraseSaid(Answer, frozen=True, kw_only=True):
    """A phrase of a message in the reader's language."""

    code: str
    op: str | None
    in_ref: str | None
    params: dict[str, Any]
    text: str
    parts: list[Part]
    language: str | None
    original: bool
    unreviewed: bool
    reviewed_on: str | None
    reviewed_by: str | None
    edition: str | None
    why: str | None
    book: str | None
    agreed: bool
    least_precedence: str | None
    persons: int | None
    read_back: bool | None
    replies: list[str]
    cancelled_by: str | None


class Message(Answer, frozen=True, kw_only=True):
    """A message and, as three separate facts, who holds it, who read it, who acknowledged it."""

    ref: str
    place: str
    from_: str
    ours: bool
    post: str
    to: list[str]
    precedence: str
    precedence_name: str
    dtg: str
    t: int
    t_utc: str
    language: str
    text: str | None
    phrases: list[PhraseSaid]
    states: dict[str, State]
    held: By
    read: By
    acknowledged: By
    due: int
    due_utc: str
    overdue: bool
    corrected: bool
    corrections: list[Correction]
    refs: list[str]
    labels: list[str]


class Messages(Listed, frozen=True, kw_only=True):
    """A page of messages."""

    messages: list[Message]
