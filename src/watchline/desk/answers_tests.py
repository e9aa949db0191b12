"""What the desk answers of line tests in figures, as types; see ``answers.py``."""

from __future__ import annotations

from watchline.desk.answers import Answer, Head, TestAccount
from watchline.desk.answers_status import Slot


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
