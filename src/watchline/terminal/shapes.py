"""What the terminal desk reads of the API's answers (docs/reference/json.md): the keys that it shows, whatever else may come."""

from __future__ import annotations

import msgspec


def _plain(name: str) -> str:
    """``from`` and ``next`` are words of Python."""
    return name.removesuffix("_")


class Shape(msgspec.Struct, frozen=True, kw_only=True, rename=_plain):
    """Base of all shapes; keys that are not named are passed over, so that a newer node can be read."""


class Problem(Shape, frozen=True, kw_only=True):
    """Why not, in three parts; ``code`` is for programs."""

    code: str
    what: str
    means: str
    then: str


class Failure(Shape, frozen=True, kw_only=True):
    """Whatever was not done."""

    error: Problem


class Officer(Shape, frozen=True, kw_only=True):
    """Who signed in, and what he may do."""

    name: str
    shown: str
    rights: list[str]


class SessionNow(Shape, frozen=True, kw_only=True):
    """Who signed in here, and what this desk is."""

    signed_in: bool
    officer: Officer | None
    token: str
    party: str
    title: str
    demo: bool
    demo_words: str


class Circuit(Shape, frozen=True, kw_only=True):
    """A circuit to a party."""

    circuit: str
    alive: bool | None
    silent_s: float | None


class Phone(Shape, frozen=True, kw_only=True):
    """A fallback number of the charter, there while the line is DARK."""

    number: str
    words: str


class Peer(Shape, frozen=True, kw_only=True):
    """Another party as seen from here."""

    party: str
    state: str | None
    circuits: list[Circuit]
    phones: list[Phone]
    clock_apart_ms: int | None


class NextTest(Shape, frozen=True, kw_only=True):
    """The next line test of the calendar."""

    due: int
    dtg: str
    circuit: str
    initiator: str


class Slot(Shape, frozen=True, kw_only=True):
    """One line test of the calendar and what became of it."""

    ref: str | None
    due: int
    circuit: str
    initiator: str
    outcome: str
    waits_for_us: bool


class AlarmAcknowledged(Shape, frozen=True, kw_only=True):
    """Which officer of ours stopped the sound of an alarm. It is no entry and tells the peer nothing."""

    officer: str


class AlarmShelved(Shape, frozen=True, kw_only=True):
    """Which officer of ours put an alarm aside, until when (ms), and why."""

    officer: str
    until: int
    reason: str


class Alarm(Shape, frozen=True, kw_only=True):
    """One situation that lasts; ``since`` ms."""

    situation: str
    level: str
    since: int
    words: str
    alarm_acknowledged: AlarmAcknowledged | None
    shelved: AlarmShelved | None = None

    @property
    def waits(self) -> bool:
        """Whether it waits for an officer; a caution is only listed."""
        return self.level != "caution" and self.alarm_acknowledged is None and self.shelved is None


class By(Shape, frozen=True, kw_only=True):
    """k of n by name."""

    by: list[str]
    words: str


class Contact(Shape, frozen=True, kw_only=True):
    """What the contact record says of two offices."""

    sentence: str


class Status(Shape, frozen=True, kw_only=True):
    """The line at a glance; ``at`` is the node's wall clock, ms."""

    party: str
    title: str
    demo: bool
    demo_words: str
    at: int
    state: str | None
    state_words: str
    shown: str
    open: bool
    missing: list[str]
    closed: str
    peers: list[Peer]
    held: By
    next_test: NextTest | None
    last_tests: list[Slot]
    unread: int
    unacknowledged: int
    tests_waiting_for_us: int
    calls_waiting_for_us: int
    alarms: list[Alarm]
    alarms_more: int
    contacts: list[Contact]


class Said(Shape, frozen=True, kw_only=True):
    """A phrase of a message in the reader's language."""

    code: str
    text: str


class Fact(Shape, frozen=True, kw_only=True):
    """What a party's watch stated about a message."""

    ref: str
    t: int


class Held(Shape, frozen=True, kw_only=True):
    """What one party's node and watch stated about a message."""

    held: bool
    read: Fact | None
    acknowledged: Fact | None


class Message(Shape, frozen=True, kw_only=True):
    """A message and, as three separate facts, who holds it, who read it, who acknowledged it."""

    ref: str
    from_: str
    ours: bool
    precedence: str
    precedence_name: str
    dtg: str
    language: str
    text: str | None
    phrases: list[Said]
    states: dict[str, Held]
    held: By
    read: By
    acknowledged: By
    due: int
    overdue: bool
    corrected: bool
    labels: list[str]

    @property
    def said(self) -> str:
        """The text, and the phrases after it, as their author's node sent them."""
        return "\n".join(filter(None, [self.text, *(f"{item.code}  {item.text}" for item in self.phrases)]))

    def state_of(self, party: str) -> Held | None:
        """Return what a party stated; None for its author."""
        return self.states.get(party)

    def waits_for(self, party: str) -> bool:
        """Whether a party's watch has not read it, or not acknowledged it."""
        found = self.states.get(party)
        return not self.ours and found is not None and (found.read is None or found.acknowledged is None)

    def rank(self, party: str) -> tuple[bool, int, int]:
        """Return how soon a party's watch should look at it: not read first, the highest precedence, then what is due first."""
        found = self.states.get(party)
        return (found is not None and found.read is not None, "ZOPR".find(self.precedence), self.due)


class Before(Shape, frozen=True, kw_only=True):
    """How to ask for the rest of a list."""

    before: str = ""


class Messages(Shape, frozen=True, kw_only=True):
    """A page of messages, oldest first."""

    messages: list[Message]
    more: bool
    next_: Before | None


class Written(Shape, frozen=True, kw_only=True):
    """What stands in the record now."""

    ref: str
    rules: list[str]


class Previewed(Shape, frozen=True, kw_only=True):
    """A message before it is said."""

    problems: list[str]
    ready: bool
    rules: list[str]
    size: int
    digest: str


class Change(Shape, frozen=True, kw_only=True):
    """One change of what the node shows."""

    number: int


class Beat(Shape, frozen=True, kw_only=True):
    """The node's clock, ms."""

    at: int


class Trouble(Shape, frozen=True, kw_only=True):
    """Why the record cannot be used now."""

    words: str
