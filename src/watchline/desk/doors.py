"""What the desk needs of the node and of the own side's book, as Protocols: the desk decides nothing that the node decides."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple, Protocol


class Change(NamedTuple):
    """One change of what this node shows, in commit order without gaps.

    Attributes:
        number: Counts from 1 for ever, through restarts; the id of an event.
        view: Which view: ``thread``, ``receipt``, ``label``, ``own.alarm`` … (docs/spec/kinds.md); others may come.
        ref: Place of the entry (``XAA/1/57``) where the view is one of entries; else empty.
    """

    number: int
    view: str
    ref: str


class Facts(NamedTuple):
    """What does not change while the node runs."""

    code: str
    line: str
    title: str
    demo: bool
    demo_words: str
    posts: tuple[str, ...]
    languages: tuple[str, ...]
    version: str


class Operations(Protocol):
    """The node's operations: the same that the verbs of the command line use."""

    @property
    def facts(self) -> Facts:
        """What does not change."""
        ...

    def now(self) -> int:
        """Return the node's wall clock, ms."""
        ...

    def entropy(self, size: int) -> bytes:
        """Return fresh random bytes."""
        ...

    async def say(self, kind: str, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Have something said; return ``ref``, ``written``, ``error``.

        Raises:
            OurMistake: a field that does not fit, in words.
        """
        ...

    async def status(self) -> dict[str, Any]:
        """Return the line at a glance (docs/reference/json.md)."""
        ...

    def alarms(self, situations: Collection[str]) -> list[dict[str, Any]]:
        """Return of these situations the alarms that last, the gravest first, as the status shows them; from memory, at once."""
        ...

    async def read(self, what: str, asked: Mapping[str, Any]) -> Any:
        """Return one of the reading operations' answers.

        Raises:
            OurMistake: what was asked for is not there, in words.
        """
        ...

    async def note(self, what: str, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Have something noted on our own side alone, in the private annex (signed there) or in the own side's book; sent to nobody.

        Raises:
            OurMistake: a rule refuses it, in words; nothing was noted.
        """
        ...

    async def alarm_acknowledge(self, situation: str, since: int, officer: str) -> None:
        """Stop the sound of an alarm on all our desks. No entry; the peer hears nothing of it.

        Raises:
            OurMistake: no such alarm lasts.
        """
        ...

    async def alarm_shelve(self, situation: str, since: int, officer: str, minutes: int, reason: str) -> None:
        """Put a warning or a caution aside on all our desks for some minutes; 0 takes it back. No entry; the peer hears nothing of it.

        Raises:
            OurMistake: no such alarm lasts, it is too grave, or no reason is given.
        """
        ...

    def record_begin(
        self, what: Literal["verify", "export", "compare"], given: Sequence[tuple[str, bytes]] = ()
    ) -> dict[str, Any]:
        """Begin to check the whole record, to write it into one file, or to compare it with another side's files (path, content).

        Raises:
            OurMistake: something is under way.
        """
        ...

    def record_work(self) -> dict[str, Any]:
        """Return what is under way, or what the last one came to."""
        ...

    def record_written(self) -> Path | None:
        """Return the file that the last export wrote; None: there is none."""
        ...

    def desk_armed(self) -> None:
        """A desk of ours can sound now."""
        ...

    def fault(self, words: str) -> None:
        """Write to the diagnostics that this program failed."""
        ...

    async def changes(self, after: int, limit: int) -> tuple[Sequence[Change], int]:
        """Return the changes numbered above ``after``, in order, and the number of the newest of all."""
        ...


class Book(Protocol):
    """The own side's book: rows by table and key, and acts that are only ever appended. It never leaves the node.

    Kept apart from the record and from the private annex: its rows change and can be forgotten (docs/decisions/0033).
    """

    def row(self, table: str, key: str) -> bytes | None:
        """Return a row."""
        ...

    def rows(self, table: str) -> Sequence[tuple[str, bytes]]:
        """Return all rows of a table by key."""
        ...

    def put(self, table: str, key: str, row: bytes | None) -> None:
        """Write a row durably, or remove it (None)."""
        ...

    def note(self, act: bytes) -> int:
        """Append an act durably and return its number, which counts from 1."""
        ...

    def acts(self, before: int | None, limit: int) -> Sequence[tuple[int, bytes]]:
        """Return the newest acts numbered below ``before``, oldest first."""
        ...


class Refused(Exception):
    """The desk does not do that, in three parts: what happened, what it means, what to do next.

    Args:
        status: The HTTP status.
        what: What happened.
        means: What it means.
        then: What to do next.
        code: A word for programs.
    """

    def __init__(self, status: int, code: str, what: str, means: str, then: str) -> None:
        super().__init__(what)
        self.status, self.code, self.what, self.means, self.then = status, code, what, means, then
