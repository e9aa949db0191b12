"""The state of a call, from what both sides wrote about it (docs/spec/calls.md).

The thread's acts are taken in the common order through ``call_table``; an act that has no place in the state it meets changes nothing
and is listed as without effect. Nothing here knows now: that a request lapsed is told from its state and an instant by ``lapsed``.
Accounts of both sides stand beside each other: differences are data, nothing is averaged and nobody is judged.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from watchline.record import Kind
from watchline.record.calls import ACTS, CALL
from watchline.view.call_table import ENDED, HELD, TABLE, WAITING, CallState, Side, Step, step_of
from watchline.view.every import told_by
from watchline.view.keys import EntryRef
from watchline.view.thread import BESIDE, Act, Opener, Thread


class Answer(NamedTuple):
    """An answer of the party that is asked, and how long the request was to stand when it was given (ms; None: standing)."""

    act: Act
    valid_until: int | None

    def after_lapse(self, received: int | None = None) -> bool:
        """Tell whether it was given after the request had lapsed.

        Args:
            received: When the answer was stored at the asker's node, by its clock; None: by the answer's own time ``t``.
        """
        return self.valid_until is not None and (self.act.t if received is None else received) > self.valid_until


class CallView(NamedTuple):
    """A call as its thread tells it.

    Attributes:
        ref: The request.
        opener: Its facts; ``facts`` are the fields of its body but the texts.
        state: Where it stands.
        attempts: How often it was asked for: the request is the first.
        valid_until: Until when the request stands, as the one who asks stated last (ms); None: a standing request.
        windows: The times that were proposed last, by ``windows_by``; empty: none in particular.
        scheduled: The time that both accepted (ms); None: none is in force.
        outside_windows: It lies in none of the windows that it accepts.
        read: The first `call_read` of the party that is asked.
        answers: Its answers, in order.
        declined, cancelled: The newest, if the call stands there.
        postponed: Every postponement, in order.
        accounts: By party: the account that counts. Of one side's accounts of the newest try it is the first that says *held*, else
            the first.
        later_accounts: Further accounts of that try by the same side; they stand beside it.
        earlier_accounts: Those of tries before the call was taken up again.
        acts: What had a place, in the common order.
        without_effect: What had none.
        corrections: The author's corrections of the request.
    """

    ref: EntryRef
    opener: Opener
    state: CallState
    attempts: int
    valid_until: int | None
    windows: tuple[tuple[int, int], ...]
    windows_by: str
    scheduled: int | None
    outside_windows: bool
    read: Act | None
    answers: tuple[Answer, ...]
    declined: Act | None
    cancelled: Act | None
    postponed: tuple[Act, ...]
    accounts: dict[str, Act]
    later_accounts: tuple[Act, ...]
    earlier_accounts: tuple[Act, ...]
    acts: tuple[Act, ...]
    without_effect: tuple[Act, ...]
    corrections: tuple[Act, ...]

    @property
    def facts(self) -> dict[str, Any]:
        """The fields of the request but its texts."""
        return self.opener.facts

    @property
    def codes(self) -> tuple[str, str]:
        """The party that asks and the one that is asked."""
        return (self.ref.code, str(self.facts.get("to", "")))

    @property
    def offices(self) -> tuple[tuple[str, str], tuple[str, str]]:
        """(party, office) of the asker and of the asked, as asked for."""
        asker, asked = self.codes
        return (asker, str(self.facts.get("office", ""))), (asked, str(self.facts.get("with_office", "")))

    @property
    def confirmed(self) -> bool:
        """Both sides' accounts say that it was held."""
        return len(self.accounts) == 2 and all(act.facts.get("outcome") == HELD for act in self.accounts.values())

    @property
    def next(self) -> dict[str, int | None]:
        """By party whose account says that the call was held: the next call it says was agreed; None: none was."""
        return {code: act.facts.get("next") for code, act in self.accounts.items() if act.facts.get("outcome") == HELD}


def call_view(thread: Thread, ref: EntryRef, until: int | None = None) -> CallView | None:
    """Return the call of a thread; None if it was not opened by a `call`.

    Args:
        thread: Its row.
        ref: What opened it.
        until: Leave out what its author claims to have written after this instant (ms); None: take everything.
    """
    opened = told_by(thread, CALL, until)
    if opened is None:
        return None
    opener, written = opened
    told = _Told(ref, opener)
    for act in written:
        told.take(act)
    return told.view()


def side_of(facts: dict[str, Any], ref: EntryRef, code: str) -> Side | None:
    """Return on which side of a call a party stands; None: on neither."""
    if code == ref.code:
        return Side.ASKER
    return Side.ASKED if code == facts.get("to") else None


def lapsed(call: CallView, now: int) -> bool:
    """Tell whether a request that waits has passed its time. It was not refused: nobody answered while it stood."""
    return call.state in WAITING and call.valid_until is not None and now > call.valid_until


def waits_for(call: CallView) -> str | None:
    """Return the code of the party whose answer a call waits for; None: for nobody's, or for either's."""
    if call.state not in WAITING:
        return None
    asker, asked = call.codes
    return asker if call.state is CallState.PROPOSED_BY_ASKED else asked


def is_open(call: CallView) -> bool:
    """Tell whether anything of the call is still to come."""
    return call.state not in ENDED


def crossing(calls: Iterable[CallView]) -> list[tuple[EntryRef, EntryRef]]:
    """Return the pairs of open calls in which two offices ask for each other at once. Both stand; neither replaces the other."""
    waiting = sorted((call for call in calls if is_open(call)), key=lambda call: call.ref)
    by_offices: dict[Any, list[CallView]] = {}
    for call in waiting:
        by_offices.setdefault(call.offices, []).append(call)
    return [
        (call.ref, other.ref)
        for call in waiting
        for other in by_offices.get(call.offices[::-1], [])
        if call.ref < other.ref
    ]


def differences(call: CallView, clock_ms: int) -> list[dict[str, Any]]:
    """Return where the two accounts differ: ``field`` and what each party states, by code.

    Args:
        call: With an account of each side; with fewer there is nothing to compare.
        clock_ms: The charter's largest clock difference: starts and ends nearer than this do not differ. What one side leaves out is
            no difference, but for ``next``: leaving it out states that no next call was agreed.
    """
    if len(call.accounts) != 2:
        return []
    (asker, ours), (asked, theirs) = ((code, call.accounts[code].facts) for code in call.codes)
    found = []

    def differ(field: str, first: Any, second: Any) -> None:
        found.append({"field": field, "by_party": {asker: first, asked: second}})

    if ours.get("outcome") != theirs.get("outcome"):
        differ("outcome", ours.get("outcome"), theirs.get("outcome"))
    for field in ("started", "ended"):
        first, second = ours.get(field), theirs.get(field)
        if first is not None and second is not None and abs(first - second) > clock_ms:
            differ(field, first, second)
    if ours.get("next") != theirs.get("next"):
        differ("next", ours.get("next"), theirs.get("next"))
    # An office of the asker is `office` in its own account and `with_office` in the other's.
    for party, mine, other in ((asker, "office", "with_office"), (asked, "with_office", "office")):
        if ours.get(mine) != theirs.get(other):
            differ(f"office of {party}", ours.get(mine), theirs.get(other))
    return found


class _Told:
    """What the acts said so far."""

    def __init__(self, ref: EntryRef, opener: Opener) -> None:
        self.ref, self.opener, self.state = ref, opener, CallState.REQUESTED
        self.attempts = 1
        self.valid_until: int | None = opener.facts.get("valid_until")
        self.windows, self.windows_by = _windows(opener.facts), ref.code
        self.scheduled: int | None = None
        self.outside_windows = False
        self.first_read: Act | None = None
        self.answers: list[Answer] = []
        self.last: dict[Step, Act] = {}
        self.postponed: list[Act] = []
        self.accounts: list[Act] = []
        self.earlier: list[Act] = []
        self.counted: list[Act] = []
        self.left: list[Act] = []
        self.corrections: list[Act] = []

    def take(self, act: Act) -> None:
        """Take the next act in the common order; an entry that only refers to the call is none."""
        if act.kind == Kind.CORRECTION and act.code == self.ref.code:
            self.corrections.append(act)
        if act.kind not in ACTS:
            return
        side, step = side_of(self.opener.facts, self.ref, act.code), step_of(act.kind, act.facts)
        after = None if side is None or act.how == BESIDE else TABLE.get((self.state, step, side))
        if side is None or after is None:
            self.left.append(act)
            return
        self.counted.append(act)
        if self.state is CallState.TRIED and after not in {CallState.TRIED, *ENDED}:
            self.earlier += self.accounts
            self.accounts = []
        self._note(act, step, side)
        self.state = after

    def _note(self, act: Act, step: Step, side: Side) -> None:
        self.last[step] = act
        match step:
            case Step.READ:
                self.first_read = self.first_read or act
            case Step.ATTEMPT:
                self.attempts += 1
                self.valid_until = act.facts.get("valid_until", self.valid_until)
                self.scheduled = None
            case Step.ACCEPTED:
                self.scheduled = act.facts["at"]
                self.outside_windows = not within(self.windows, act.facts["at"])
            case Step.PROPOSED | Step.POSTPONED | Step.POSTPONED_TO:
                self.windows, self.windows_by, self.scheduled = _windows(act.facts), act.code, None
                self.outside_windows = False
            case Step.ACCOUNT_HELD | Step.ACCOUNT_TRIED:
                self.accounts.append(act)
            case _:
                pass
        if step in {Step.POSTPONED, Step.POSTPONED_TO}:
            self.postponed.append(act)
        if side is Side.ASKED and step in {Step.ACCEPTED, Step.DECLINED, Step.PROPOSED}:
            self.answers.append(Answer(act, self.valid_until))

    def view(self) -> CallView:
        """Return the call."""
        counts: dict[str, Act] = {}
        for act in self.accounts:
            if act.code not in counts or (_says_held(act) and not _says_held(counts[act.code])):
                counts[act.code] = act
        chosen = {act.ref for act in counts.values()}
        return CallView(
            ref=self.ref,
            opener=self.opener,
            state=self.state,
            attempts=self.attempts,
            valid_until=self.valid_until,
            windows=self.windows,
            windows_by=self.windows_by,
            scheduled=self.scheduled,
            outside_windows=self.outside_windows,
            read=self.first_read,
            answers=tuple(self.answers),
            declined=self.last.get(Step.DECLINED) if self.state is CallState.DECLINED else None,
            cancelled=self.last.get(Step.CANCELLED) if self.state is CallState.CANCELLED else None,
            postponed=tuple(self.postponed),
            accounts=counts,
            later_accounts=tuple(act for act in self.accounts if act.ref not in chosen),
            earlier_accounts=tuple(self.earlier),
            acts=tuple(self.counted),
            without_effect=tuple(self.left),
            corrections=tuple(self.corrections),
        )


def within(windows: tuple[tuple[int, int], ...], at: int) -> bool:
    """Tell whether an instant lies in one of the windows, ends included; no windows: any time suits."""
    return not windows or any(start <= at <= end for start, end in windows)


def _windows(facts: dict[str, Any]) -> tuple[tuple[int, int], ...]:
    return tuple((start, end) for start, end in facts.get("windows", ()))


def _says_held(act: Act) -> bool:
    return act.facts.get("outcome") == HELD
