"""What the desk answers of long work on the record, as types; see ``answers.py``."""

from __future__ import annotations

from watchline.desk.answers import Answer, Head


class RootOf(Answer, frozen=True, kw_only=True):
    """A party's root fingerprint in digits."""

    party: str
    fingerprint: str


class Verdict(Answer, frozen=True, kw_only=True):
    """How a check ended: ``verified``, ``incomplete``, ``not checked`` or ``rejected``; sentences why."""

    what: str
    result: str
    headline: str
    reasons: list[str]
    missing: list[str]
    not_checked: list[str]
    found: list[str]
    not_shown: list[str]


class RecordWork(Answer, frozen=True, kw_only=True):
    """A check or an export of the whole record: under way, or the last one.

    Attributes:
        what: ``verify``, ``export``; empty: none yet.
        state: ``none``, ``runs``, ``done`` or ``failed``.
        done, of: Steps done and in all; ``of`` is null while that is not known.
        words: The verdict as the verb says it, or why it failed.
        file: What an export wrote; it can be taken by ``export``.
        bytes: So many are written.
        heads: Below which everything that was looked at stands.
    """

    what: str
    state: str
    done: int
    of: int | None
    began: int | None
    began_utc: str | None
    ended: int | None
    ended_utc: str | None
    words: str
    verdict: Verdict | None
    file: str | None
    bytes: int
    heads: list[Head]
    roots: list[RootOf]
    legal_effect: str
