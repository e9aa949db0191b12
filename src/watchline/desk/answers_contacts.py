"""What the desk answers of the contact record: calls of the line and notes of our annex in one; see ``answers.py``."""

from __future__ import annotations

from typing import Any

from watchline.desk.answers import Answer
from watchline.desk.answers_status import OfficeOf


class NamedPerson(Answer, frozen=True, kw_only=True):
    """A person whom a note names, and of which party."""

    party: str
    name: str


class ToldBy(Answer, frozen=True, kw_only=True):
    """A press report that says so."""

    outlet: str
    published: str


class DiffersInPress(Answer, frozen=True, kw_only=True):
    """A field in which the press says something else than our record."""

    field: str
    ours: str
    theirs: str
    our_ref: str
    refs: list[str]
    told_by: list[ToldBy]
    credited_to: list[str]
    words: str


class Spoken(Answer, frozen=True, kw_only=True):
    """One contact and on which rung it stands."""

    between: list[OfficeOf]
    date: str
    at: int | None
    at_utc: str | None
    means: str | None
    initiative: str | None
    names: list[NamedPerson]
    minutes: int | None
    bound: str | None
    source: str
    refs: list[str]
    rung: str
    held_by: list[str]
    rung_words: str
    told_by: list[ToldBy]


class SoughtContact(Answer, frozen=True, kw_only=True):
    """A contact that was asked for."""

    ref: str
    source: str
    status: str
    since: int | None
    since_utc: str | None
    date: str
    attempts: int
    standing: bool
    answer_days: list[int]


class NextContact(Answer, frozen=True, kw_only=True):
    """The next contact, by whoever states it."""

    ref: str
    at: int | None
    at_utc: str | None
    date: str
    stated_by: list[str]


class NotedAhead(Answer, frozen=True, kw_only=True):
    """What our annex notes of a contact to come."""

    status: str
    date: str
    ref: str


class TestsSince(Answer, frozen=True, kw_only=True):
    """Line tests since the last contact."""

    tested: int
    missed: int


class ContactRow(Answer, frozen=True, kw_only=True):
    """What two offices had with each other."""

    between: list[OfficeOf]
    last: int | None
    last_utc: str | None
    last_date: str | None
    days_since: int | None
    days_span: list[int | None] | None
    gap_days: int | None
    count: int
    by_rung: dict[str, int]
    initiative: dict[str, int]
    requests: list[SoughtContact]
    answer_days: list[int]
    next_: NextContact | None
    next_none: bool
    noted: list[NotedAhead]
    sentence: str
    if_today: str | None
    silence: str
    tests_since: TestsSince | None
    derivation: list[str]
    rung: str | None
    held_by: list[str]
    contacts: list[Spoken]
    differs: list[DiffersInPress]


class OwedBy(Answer, frozen=True, kw_only=True):
    """An undertaking that nothing ended, from our annex."""

    ref: str
    number: int
    who: str
    what: str
    by: str | None
    overdue: bool
    words: str


class PhoneTests(Answer, frozen=True, kw_only=True):
    """How often a telephone was tried and answered."""

    state: str
    tried: int
    answered: int
    last: str
    last_answered: bool
    ref: str
    words: str


class ContactRecord(Answer, frozen=True, kw_only=True):
    """What every two offices (or states) had with each other, as of the end of a UTC day."""

    line: str | None
    party: str
    demo: bool
    on: str
    until: int
    until_utc: str
    contacts: list[ContactRow]
    owed: list[OwedBy]
    phone_tests: list[PhoneTests]
    words: str
    annex: str | None
    press: dict[str, Any] | None
