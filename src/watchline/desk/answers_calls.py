"""What the desk answers of calls, contacts and readouts, as types; see ``answers.py``."""

from __future__ import annotations

from watchline.desk.answers import Answer, Listed


class Times(Answer, frozen=True, kw_only=True):
    """A window of time."""

    from_: int
    from_utc: str
    to: int
    to_utc: str


class CallAct(Answer, frozen=True, kw_only=True):
    """What a side wrote about a call; null where it says nothing."""

    ref: str
    kind: str
    from_: str
    t: int
    t_utc: str
    reason: str | None
    text: str | None
    circuit: str | None
    outcome: str | None
    windows: list[Times] | None
    at: int | None
    at_utc: str | None
    valid_until: int | None
    valid_until_utc: str | None


class CallAnswer(CallAct, frozen=True, kw_only=True):
    """An answer of the party that is asked, and how long the request stood then."""

    stood_until: int | None
    stood_until_utc: str | None
    received_at: int | None
    received_at_utc: str | None
    after_lapse: bool
    received_after_lapse: bool | None
    words: str


class Account(Answer, frozen=True, kw_only=True):
    """One side's own account of a call."""

    ref: str
    from_: str
    t: int
    t_utc: str
    outcome: str
    office: str | None
    with_office: str | None
    started: int | None
    started_utc: str | None
    ended: int | None
    ended_utc: str | None
    duration_s: float | None
    verified: bool | None
    next_: int | None
    next_utc: str | None
    language: str | None
    text: str | None
    held: bool


class Stated(Answer, frozen=True, kw_only=True):
    """What a party states of a field."""

    from_: str
    value: str | int | bool | None
    value_utc: str | None


class Difference(Answer, frozen=True, kw_only=True):
    """A field in which two accounts differ."""

    field: str
    stated: list[Stated]


class NextCall(Answer, frozen=True, kw_only=True):
    """The next call by one account."""

    from_: str
    at: int | None
    at_utc: str | None


class CallAmendment(Answer, frozen=True, kw_only=True):
    """A correction of a request by its author."""

    ref: str
    from_: str
    t: int
    t_utc: str
    text: str | None


class Call(Answer, frozen=True, kw_only=True):
    """One call with everything that both sides wrote about it."""

    ref: str
    place: str
    from_: str
    to: str
    ours: bool
    post: str
    t: int
    t_utc: str
    level: str | None
    office: str | None
    with_office: str | None
    language: str | None
    purpose: str | None
    initiative: str | None
    circuit: str | None
    interpreter: str | None
    windows: list[Times]
    valid_until: int | None
    valid_until_utc: str | None
    held: bool
    received_at: int | None
    received_at_utc: str | None
    side: str | None
    state: str
    state_words: str
    lapsed: bool
    open: bool
    attempts: int
    read: CallAct | None
    answers: list[CallAnswer]
    times: list[Times]
    times_by: str | None
    scheduled: int | None
    scheduled_utc: str | None
    scheduled_outside: bool
    postponed: list[CallAct]
    declined: CallAct | None
    cancelled: CallAct | None
    accounts: list[Account]
    later_accounts: list[Account]
    earlier_accounts: list[Account]
    confirmed: bool
    differences: list[Difference]
    next_calls: list[NextCall]
    crossing: list[str]
    acts: list[CallAct]
    without_effect: list[CallAct]
    corrections: list[CallAmendment]
    can_write: list[str]
    refs: list[str]
    labels: list[str]


class CallInFull(Call, frozen=True, kw_only=True):
    """One call, and whose record it is."""

    line: str
    party: str
    demo: bool
    not_agreement: str


class Calls(Listed, frozen=True, kw_only=True):
    """A page of calls."""

    calls: list[Call]
    not_agreement: str


class ReadoutAct(Answer, frozen=True, kw_only=True):
    """An entry about a readout."""

    ref: str
    from_: str
    kind: str
    t: int
    t_utc: str


class Proposal(ReadoutAct, frozen=True, kw_only=True):
    """A proposal of confidentiality and what was answered."""

    answer: ReadoutAct | None


class WhileAgreed(Answer, frozen=True, kw_only=True):
    """A publication while confidentiality was agreed: a fact, with both entries."""

    published: str
    from_: str
    agreed: str
    author_held_agreement: bool | None


class Confidentiality(Answer, frozen=True, kw_only=True):
    """What was said about keeping the readouts of a call confidential."""

    state: str
    proposals: list[Proposal]
    agreed: ReadoutAct | None
    published_while_agreed: list[WhileAgreed]
    without_effect: list[ReadoutAct]


class Point(Answer, frozen=True, kw_only=True):
    """A statement of a readout in its author's words."""

    key: str
    statement: str


class Shown(ReadoutAct, frozen=True, kw_only=True):
    """A text that its author shared or published."""

    text: str | None
    where: str | None
    points: list[Point]
    matches: bool | None
    held_before: bool | None
    early: bool | None
    agreed_confidential: str | None
    author_held_agreement: bool | None


class Amended(ReadoutAct, frozen=True, kw_only=True):
    """A later text of the author: corrected or supplemented."""

    language: str | None
    text: str | None


class Readout(Answer, frozen=True, kw_only=True):
    """One side's readout: committed to first, public later."""

    ref: str
    place: str
    from_: str
    ours: bool
    call: str
    t: int
    t_utc: str
    language: str
    scope: str | None
    not_before: int | None
    not_before_utc: str | None
    commitment: str
    state: str
    replaces: str | None
    replaced_by: str | None
    beside: str | None
    held_by: list[str]
    kept: bool
    shared: list[Shown]
    published: list[Shown]
    corrected: list[Amended]
    supplemented: list[Amended]
    without_effect: list[ReadoutAct]


class ReadoutInFull(Readout, frozen=True, kw_only=True):
    """A readout, of our own with the text that is kept here until it is public."""

    post: str
    parties: list[str]
    kept_text: str | None
    kept_points: list[Point]
    confidentiality: Confidentiality
    labels: list[str]
    difference: str
    legal_effect: str


class ReadoutsOfCall(Answer, frozen=True, kw_only=True):
    """A call and its readouts."""

    call: str
    place: str
    parties: list[str]
    confidentiality: Confidentiality
    readouts: list[Readout]
    without_commitment: list[Shown]
    of_others: list[ReadoutAct]


class Readouts(Answer, frozen=True, kw_only=True):
    """Calls with readouts, the newest; ``more``: ask with a larger limit."""

    line: str
    party: str
    demo: bool
    more: bool
    calls: list[ReadoutsOfCall]
    difference: str


class BothState(Answer, frozen=True, kw_only=True):
    """A point that both state in the same words."""

    key: str
    statements: list[str]


class OneStates(BothState, frozen=True, kw_only=True):
    """A point that one of them states."""

    from_: str


class StateDifferently(Answer, frozen=True, kw_only=True):
    """A point in other words on each side."""

    key: str
    by_party: dict[str, list[str]]


class Pair(Answer, frozen=True, kw_only=True):
    """Two published readouts side by side."""

    readouts: list[Readout]
    same_language: bool
    same_text: bool | None
    both: list[BothState]
    one: list[OneStates]
    differently: list[StateDifferently]


class Comparison(Answer, frozen=True, kw_only=True):
    """What both sides published about a call. A difference is normal."""

    call: str
    parties: list[str]
    confidentiality: Confidentiality
    pairs: list[Pair]
    not_compared: list[Readout]
    difference: str


__all__ = ["CallInFull", "Calls", "Comparison", "ReadoutInFull", "Readouts"]
