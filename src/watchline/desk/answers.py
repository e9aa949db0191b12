"""What the desk answers, as types: the shapes of docs/reference/json.md, from which the OpenAPI document and the console's types are made.

The host makes the answers; nothing is converted on the way. ``tests/desk/test_shapes.py`` reads real answers with these types, so that
a key which is missing here or there is found.
"""

from __future__ import annotations

from typing import Any

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


class Party(Answer, frozen=True, kw_only=True):
    """A party of the line and its root fingerprint."""

    party: str
    names: dict[str, str]
    fingerprint: str
    ours: bool


class Circuit(Answer, frozen=True, kw_only=True):
    """A circuit to a party; nulls: no echo since the start."""

    circuit: str
    alive: bool | None
    connected: bool | None
    silent_s: float | None


class LastContact(Answer, frozen=True, kw_only=True):
    """The newest entry that a person of a party wrote."""

    ref: str
    kind: str
    t: int
    t_utc: str


class Phone(Answer, frozen=True, kw_only=True):
    """A fallback number of the charter, there while the line is DARK."""

    number: str
    desk: str
    words: str


class Peer(Answer, frozen=True, kw_only=True):
    """Another party as seen from here."""

    party: str
    state: str | None
    circuits: list[Circuit]
    missed_in_a_row: int | None
    clock_apart_ms: int | None
    phones: list[Phone]
    last_contact: LastContact | None
    days_since_contact: int | None


class CircuitAnswered(Answer, frozen=True, kw_only=True):
    """The newest test on a circuit that a watch answered."""

    circuit: str
    ref: str | None
    answered_at: int | None
    answered_at_utc: str | None
    answered_by: str | None


class HeldNewest(By, frozen=True, kw_only=True):
    """By whom our newest entry is held."""

    ref: str | None
    size: int
    sizes: dict[str, int]


class NextTest(Answer, frozen=True, kw_only=True):
    """The next line test of the calendar."""

    due: int
    due_utc: str
    dtg: str
    circuit: str
    initiator: str
    ours: bool


class TestAccount(Answer, frozen=True, kw_only=True):
    """One side's account of a test by voice."""

    ref: str
    from_: str
    answered: bool | int
    at: int | None
    at_utc: str | None
    quality: int | None
    by: str | None


class Slot(Answer, frozen=True, kw_only=True):
    """One line test of the calendar and what became of it."""

    ref: str | None
    from_: str | None
    due: int
    due_utc: str
    circuit: str
    initiator: str
    reverse: bool
    outcome: str
    answered_s: float | None
    arrived_by: str | None
    waits_for_us: bool
    called: str | None
    accounts: list[TestAccount]
    differences: list[str]


class AlarmAcknowledged(Answer, frozen=True, kw_only=True):
    """Which officer of ours stopped the sound of an alarm, and when. It is no entry and tells the peer nothing."""

    officer: str
    at: int
    at_utc: str


class Alarm(Answer, frozen=True, kw_only=True):
    """One situation; ``ended`` null while it lasts."""

    situation: str
    level: str
    since: int
    since_utc: str
    ended: int | None
    ended_utc: str | None
    words: str
    alarm_acknowledged: AlarmAcknowledged | None


class ClockStep(Answer, frozen=True, kw_only=True):
    """How far our clock stands from what our timer expects."""

    step_ms: int | None
    words: str


class Log(Answer, frozen=True, kw_only=True):
    """One log and who holds how much of it."""

    origin: str
    party: str
    epoch: int
    size: int
    sizes: dict[str, int]
    log_status: str | None
    parked: int | None


class Undelivered(Answer, frozen=True, kw_only=True):
    """A head that a party has seen and does not deliver."""

    party: str
    epoch: int
    size: int
    root: str
    held_here: int
    seen_by: str
    since: int
    since_utc: str
    words: str


class Epoch(Answer, frozen=True, kw_only=True):
    """An epoch after a party's first, or a log that one of them closed."""

    party: str
    epoch: int
    confirmed: bool
    confirmed_at: int | None
    confirmed_at_utc: str | None
    confirmed_by: str
    digits: str | None
    closed_at: int | None
    late: int


class Phrasebook(Answer, frozen=True, kw_only=True):
    """What the phrasebook of this program is to the charter."""

    installed: str
    named: str | None
    agreed: bool
    words: str
    not_used: dict[str, str]


class OfficeOf(Answer, frozen=True, kw_only=True):
    """An office of a party."""

    party: str
    office: str


class CallRequested(Answer, frozen=True, kw_only=True):
    """A call that was asked for and not held."""

    ref: str
    status: str
    since: int
    since_utc: str
    attempts: int


class CallNext(Answer, frozen=True, kw_only=True):
    """The next call that stands."""

    ref: str
    at: int
    at_utc: str
    stated_by: list[str]


class Contact(Answer, frozen=True, kw_only=True):
    """Two offices: when they last spoke, at whose initiative, what was asked for and not held."""

    between: list[OfficeOf]
    last: int | None
    last_utc: str | None
    days_since: int | None
    gap_days: int | None
    count: int
    initiative: dict[str, int]
    requests: list[CallRequested]
    next_: CallNext | None
    sentence: str
    derivation: list[str]
    rung: str | None


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


class Witness(Answer, frozen=True, kw_only=True):
    """A hash-only witness of our choice, or in the record."""

    witness: str
    fingerprint: str
    connected: bool | None
    silent_s: float | None
    stated: list[WitnessStatement]


class StatedSuspension(Answer, frozen=True, kw_only=True):
    """An entry that suspends: when it was written, by which post, its words."""

    ref: str
    stated: int
    stated_utc: str
    post: str | None
    text: str | None
    language: str | None


class Answering(Answer, frozen=True, kw_only=True):
    """The newest test that a party's watch answered since a suspension."""

    party: str
    ref: str
    circuit: str
    at: int
    at_utc: str


class Suspended(StatedSuspension, frozen=True, kw_only=True):
    """A suspension that stands, by its author's word, and who in fact answers; ``agreement`` null: the line as a whole."""

    party: str
    ours: bool
    agreement: str | None
    since: int
    since_utc: str
    announced: bool
    again: list[StatedSuspension]
    in_fact_answering: list[Answering]
    observed: list[str]
    words: str


class Status(Answer, frozen=True, kw_only=True):
    """The line at a glance."""

    line: str
    title: str
    demo: bool
    demo_words: str
    party: str
    parties: list[Party]
    running: bool
    running_words: str
    at: int
    at_utc: str
    dtg: str
    state: str | None
    state_words: str
    open: bool
    missing: list[str]
    closed: str
    peers: list[Peer]
    circuits_answered: list[CircuitAnswered]
    held: HeldNewest
    next_test: NextTest | None
    last_tests: list[Slot]
    unread: int
    ours_unread: int
    unacknowledged: int
    tests_waiting_for_us: int
    calls_waiting_for_us: int
    shown: str
    suspended: list[Suspended]
    counted_all: bool
    alarms: list[Alarm]
    alarms_more: int
    alarms_ended: list[Alarm]
    alarms_ended_more: int
    clock: ClockStep
    logs: list[Log]
    witnesses: list[Witness]
    undelivered: list[Undelivered]
    epochs: list[Epoch]
    refused: dict[str, int]
    phrasebook: Phrasebook
    who_may_act: str
    release_rule: str
    contacts: list[Contact]


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


class Head(Answer, frozen=True, kw_only=True):
    """Size and root of a log."""

    party: str
    epoch: int
    size: int
    root: str


class Heads(Answer, frozen=True, kw_only=True):
    """The heads below which everything that is shown stands."""

    heads: list[Head]


class Counts(Answer, frozen=True, kw_only=True):
    """Line tests counted by what became of them."""

    due: int
    good: int
    late: int
    answered_by_node: int
    waiting: int
    missed: int
    not_initiated: int
    reverse: int
    by_one_account: int
    accounts_differ: int


class SpokenCounts(Answer, frozen=True, kw_only=True):
    """Tests by voice, in the calendar or not."""

    made: int
    answered: int
    by_one_account: int
    accounts_differ: int
    no_answer: int


class Figures(Counts, frozen=True, kw_only=True):
    """The same in all, for each circuit, for each initiator."""

    per_circuit: dict[str, Counts]
    per_initiator: dict[str, Counts]
    spoken: dict[str, SpokenCounts]


class Unscheduled(Answer, frozen=True, kw_only=True):
    """A line test that a person started."""

    ref: str
    from_: str
    t: int
    t_utc: str
    circuit: str
    outcome: str
    answered_s: float | None
    arrived_by: str | None
    waits_for_us: bool
    called: str | None
    accounts: list[TestAccount]
    differences: list[str]


class LineTests(Answer, frozen=True, kw_only=True):
    """Line tests in figures that both sides compute alike."""

    line: str
    party: str
    demo: bool
    from_: int
    from_utc: str
    until: int
    until_utc: str
    days: int
    heads: list[Head]
    figures: Figures
    words: str
    more: bool
    slots: list[Slot]
    unscheduled: list[Unscheduled]


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


__all__ = [
    "Act",
    "Answer",
    "Charters",
    "Contact",
    "Entries",
    "Entry",
    "Heads",
    "LineTests",
    "Listed",
    "Message",
    "Messages",
    "PhraseInFull",
    "Phrases",
    "Status",
]
