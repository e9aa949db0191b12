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


class LogCompared(Answer, frozen=True, kw_only=True):
    """One log here and in the file: entries and root (null, empty: not there), how both stand, and where they part.

    Attributes:
        relation: ``same``, ``more here``, ``more in the file``, ``parted``, ``only here``, ``only in the file``, ``not told``.
        same: So many entries from the first are the same; null: it cannot be told.
        differs_at: Index of the first entry that is another in the file.
        signed: Whether the file's head bears a valid signature of that log's key; null: not checked.
    """

    party: str
    epoch: int
    here: int | None
    here_root: str
    there: int | None
    there_root: str
    relation: str
    same: int | None
    differs_at: int | None
    signed: bool | None
    cosigned_by: list[str]
    words: str


class Compared(Answer, frozen=True, kw_only=True):
    """Another side's file (``export`` or ``heads``) beside our record: ``same``, ``one holds more``, ``parted``, ``not verified``, ``not told``."""

    what: str
    result: str
    headline: str
    logs: list[LogCompared]


class RecordWork(Answer, frozen=True, kw_only=True):
    """A check, a comparison or an export of the whole record: under way, or the last one.

    Attributes:
        what: ``verify``, ``export``, ``compare``; empty: none yet.
        state: ``none``, ``runs``, ``done`` or ``failed``.
        done, of: Steps done and in all; ``of`` is null while that is not known.
        words: The verdict as the verb says it, or why it failed.
        compared: What a comparison found; ``verdict`` is then of the file.
        file: What an export wrote; it can be taken by ``export``.
        bytes: So many are written.
        heads: Below which everything that was looked at stands.
        roots: What a verifier is given from outside: those of the founding charter.
        left_out: Logs (``CODE/epoch``) that no bundle holds: opened for a change of parties, which no verifier of this version judges.
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
    compared: Compared | None
    file: str | None
    bytes: int
    heads: list[Head]
    roots: list[RootOf]
    left_out: list[str]
    legal_effect: str
