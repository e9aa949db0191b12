"""Whose watch answered which line tests, by circuit: the third of the three facts (circuit, node, human), from the record alone."""

from __future__ import annotations

from typing import NamedTuple

from watchline.host.here import Here, reference
from watchline.host.order import ThreadSpot, newest_threads
from watchline.record import Kind
from watchline.view import acts
from watchline.view.spoken import spoken_test

WALK_MAX = 1_000
"""Threads looked at, newest first; a line is tested more often than that."""


class Answer(NamedTuple):
    """A test that a watch answered: its reference, its circuit, when (ms by the clock of who states it), and who states it."""

    ref: str
    circuit: str
    at: int
    stated_by: tuple[str, ...]


class Heard:
    """What the newest threads tell of each party's watch on each circuit, in one walk.

    Args:
        here: What this node can show.
        now: Wall clock, ms: a test of ours without an answer counts as missed once its window is over.

    Attributes:
        answers: (party, circuit) → the newest test that its watch answered there.
        missed: (party, circuit) → the newest tests of ours in a row, ended, that its watch did not answer there.
        whole: Whether all threads were looked at.
    """

    def __init__(self, here: Here, now: int) -> None:
        self._here, self._now = here, now
        self.answers: dict[tuple[str, str], Answer] = {}
        self.missed: dict[tuple[str, str], int] = {}
        number = 0
        for number, spot in enumerate(newest_threads(here), 1):
            if spot.thread.opener[0].kind == Kind.LINE_TEST:
                self._take(spot)
            if number >= WALK_MAX:
                break
        self.whole = number < WALK_MAX

    def newest(self, code: str) -> Answer | None:
        """Return the newest test, on whatever circuit, that a party's watch answered."""
        found = [answer for (party, _), answer in self.answers.items() if party == code]
        return max(found, key=lambda answer: answer.at, default=None)

    def _take(self, spot: ThreadSpot) -> None:
        opener, author = spot.thread.opener[0], spot.ref.code
        spoken = spoken_test(spot.thread, spot.ref)
        others = [code for code in self._here.charter.codes if code != author]
        if spoken is not None:
            called = spoken.called or (others[0] if len(others) == 1 else "")
            accounts = [spoken.caller, *([spoken.other] if spoken.other else [])]
            if spoken.answered:
                stated = tuple(account.ref.code for account in accounts)
                for code in (called, author):  # two persons spoke: each heard the other
                    self._answered(spot, code, accounts[-1].at if code == called else accounts[0].at, stated)
            elif spoken.answered is False:
                self._missed(called, opener.circuit, author, accounts[0].at)
            return
        by = {
            act.code: act
            for act in reversed(acts(spot.thread))
            if act.kind == Kind.LINE_TEST_ANSWERED and act.how == "watch"
        }
        for code in others:
            if code in by:
                self._answered(spot, code, by[code].t, (code,))
            else:
                self._missed(code, opener.circuit, author, opener.t if opener.due < 0 else opener.due)

    def _answered(self, spot: ThreadSpot, code: str, at: int, stated_by: tuple[str, ...]) -> None:
        circuit = spot.thread.opener[0].circuit
        self.answers.setdefault((code, circuit), Answer(reference(self._here, spot.ref), circuit, at, stated_by))

    def _missed(self, code: str, circuit: str, author: str, due: int) -> None:
        ended = due + 1000 * self._here.charter.windows.answer_s <= self._now
        if author == self._here.code and ended and (code, circuit) not in self.answers:
            self.missed[code, circuit] = self.missed.get((code, circuit), 0) + 1
