"""A line test by voice or telephone: what each side's officer wrote of it (docs/spec/kinds.md).

No entry travels on such a circuit, so the test is what two persons say of one call: the caller's `line_test` with an ``outcome``, and the
account of the party called in its `line_test_answered`. Both stand beside each other; differences are data, nothing is averaged.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from watchline.record import Kind
from watchline.view.keys import EntryRef
from watchline.view.thread import Thread, acts

ANSWERED: Final = "answered"
NO_ANSWER: Final = "no_answer"


class Account(NamedTuple):
    """What one side states of a spoken test.

    Attributes:
        ref: Its entry.
        answered: Whether the other end was answered by a person: of the party called, whether it answered such a call.
        at: When they spoke, ms by its clock.
        quality: 1 poor … 5 good; 0: none is stated.
        by: Which post of the party called answered, as this side states it; may be empty.
    """

    ref: EntryRef
    answered: bool
    at: int
    quality: int
    by: str


class SpokenTest(NamedTuple):
    """A spoken test: whose watch was called (empty: not stated), the caller's account, that of the party called, and later ones."""

    called: str
    caller: Account
    other: Account | None
    later: tuple[Account, ...]

    @property
    def answered(self) -> bool | None:
        """Whether it was answered, if no account contradicts the other; None if they differ."""
        said = {self.caller.answered, *([self.other.answered] if self.other else [])}
        return said.pop() if len(said) == 1 else None


def spoken_test(thread: Thread, ref: EntryRef) -> SpokenTest | None:
    """Return the spoken test of a thread; None if it is none: the first account of the party called counts, a node's is none."""
    if not thread.opener or thread.opener[0].kind != Kind.LINE_TEST or "outcome" not in thread.opener[0].facts:
        return None
    opener = thread.opener[0]
    called = str(opener.facts.get("to", ""))
    others = [
        _account(act.ref, act.t, act.facts, act.quality)
        for act in acts(thread)
        if act.kind == Kind.LINE_TEST_ANSWERED and act.how == "watch" and act.code != ref.code
        if not called or act.code == called
    ]
    caller = _account(ref, opener.t, opener.facts, int(opener.facts.get("quality", 0)))
    return SpokenTest(called, caller, others[0] if others else None, tuple(others[1:]))


def _account(ref: EntryRef, t: int, facts: dict[str, Any], quality: int) -> Account:
    answered = facts.get("outcome", ANSWERED) == ANSWERED
    return Account(ref, answered, facts.get("at", t), quality, str(facts.get("by", "")))


def spoken_differences(test: SpokenTest, clock_ms: int) -> tuple[str, ...]:
    """Return in which fields the two accounts differ; what one side leaves out is no difference, nor is another quality.

    Args:
        test: With the account of the party called; without it there is nothing to compare.
        clock_ms: The charter's largest clock difference: times nearer than this do not differ.
    """
    ours, theirs = test.caller, test.other
    if theirs is None:
        return ()
    found = ["answered"] if ours.answered != theirs.answered else []
    if abs(ours.at - theirs.at) > clock_ms:
        found.append("at")
    if ours.by and theirs.by and ours.by.casefold().split() != theirs.by.casefold().split():
        found.append("by")
    return tuple(found)
