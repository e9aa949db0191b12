"""What the desk answers of the line at a glance, as types; see ``answers.py``."""

from __future__ import annotations

from watchline.desk.answers import Answer, By, TestAccount, WitnessStatement


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


class AlarmShelved(Answer, frozen=True, kw_only=True):
    """Which officer of ours put an alarm aside, from when until when, and why. It is no entry and tells the peer nothing."""

    officer: str
    at: int
    at_utc: str
    until: int
    until_utc: str
    reason: str


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
    shelved: AlarmShelved | None


class ClockStep(Answer, frozen=True, kw_only=True):
    """How far our clock stands from what our timer expects."""

    step_ms: int | None
    words: str


class Reassessed(Answer, frozen=True, kw_only=True):
    """How many of our notices were compared with a changed separation, of how many; those of which something else is stated are signed anew."""

    done: int
    of: int
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
    """The line at a glance; ``noted``: how many times desks of this node noted something in our annex since it started."""

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
    reassessed: Reassessed | None
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
    noted: int
