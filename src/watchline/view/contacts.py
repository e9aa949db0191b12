"""The contact record: which offices spoke, when last, for the first time in how many days. Computed from calls, as of one day.

A **contact** is a call of which at least one account says that it was held. Its day is the UTC day of its start by the account that is
first in the common order, so both nodes count the same days; a start later than the account itself gives way to the account's own time.
What is counted is a function of log entries up to the day asked; only ``rung`` also depends on what this node knows to be held.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from watchline.measure import count_of_days, day_end, day_of, day_start, day_words, first_in
from watchline.sentence import worded
from watchline.view.call_table import HELD, CallState
from watchline.view.calls import CallView, call_view, lapsed
from watchline.view.keys import EntryRef
from watchline.view.thread import Act, Thread

NOT_STATED = "not_stated"
LAPSED = "lapsed"
MINUTE_MS = 60_000
Office = tuple[str, str]
"""(party code, office)"""


class KnownCall(NamedTuple):
    """A call as this node holds it.

    Attributes:
        name: How people write it, ``XAA-0412``.
        held: Accounts among its acts that the other side of the call is known to hold.
    """

    ref: EntryRef
    name: str
    thread: Thread
    held: frozenset[EntryRef]


class Rung(StrEnum):
    """What of a contact can be shown: confirmed reports alone; our account alone; one that both hold; both accounts, each held by the other side."""

    PRESS = "press"
    OURS_ONLY = "ours_only"
    HELD = "held"
    ESTABLISHED = "established"


class Asked(NamedTuple):
    """A call that was asked for and of which no account says that it was held: its state (or ``lapsed``), since when (ms), days to each answer."""

    name: str
    status: str
    since: int
    attempts: int
    answer_days: tuple[int, ...] = ()


class NextCall(NamedTuple):
    """The next call: when (ms), in which call it is stated, and by which parties."""

    at: int
    name: str
    stated_by: tuple[str, ...]


class Contact(NamedTuple):
    """What two offices had with each other, as of a day.

    Attributes:
        between: Both offices, ordered by party code.
        last: When the last call began (ms), or None.
        days_since: Whole UTC days between its day and the day asked.
        gap_days: Whole UTC days between the last call and the one before it, or None.
        calls: How many calls were held.
        initiative: Of those held: how many at whose initiative, as the request states it.
        requests: Calls asked for and not held, oldest first.
        next: The next call, if one is stated.
        sentence: The same in words.
        derivation: References of every call that was counted and of the account that tells its time.
        rung: Of the last call; None without one.
        answer_days: Of all calls, held or not: whole UTC days from the newest asking before it to each answer, each by its author's time.
    """

    between: tuple[Office, Office]
    last: int | None
    days_since: int | None
    gap_days: int | None
    calls: int
    initiative: dict[str, int]
    requests: tuple[Asked, ...]
    next: NextCall | None
    sentence: str
    derivation: tuple[str, ...]
    rung: Rung | None
    answer_days: tuple[int, ...] = ()


class _Held(NamedTuple):
    """A contact: its instant, the account that tells it, and the call."""

    at: int
    account: Act
    call: CallView
    known: KnownCall


def contacts(calls: Iterable[KnownCall], on: int) -> list[Contact]:
    """Return what every two offices of these calls had with each other, ordered by party codes and offices.

    Args:
        calls: All calls of a line.
        on: The UTC day asked (days since 1970-01-01): what is written later does not count.
    """
    held: dict[tuple[Office, Office], list[_Held]] = {}
    asked: dict[tuple[Office, Office], list[tuple[CallView, KnownCall]]] = {}
    for known in calls:
        call = call_view(known.thread, known.ref, day_end(on))
        if call is None:
            continue
        found = _held(call, known)
        if found is None:
            asked.setdefault(_pair(*call.offices), []).append((call, known))
        else:
            held.setdefault(_pair(*_spoke(call, found.account)), []).append(found)
    return [_contact(pair, held.get(pair, []), asked.get(pair, []), on) for pair in sorted({*held, *asked})]


class HeldCall(NamedTuple):
    """One contact over the line: when (ms), between whom, at whose initiative as the request states it, what is shown of it, and by what.

    ``starts`` and ``lengths``: when it began and how long it lasted (ms), by each account of it that says so.
    """

    at: int
    between: tuple[Office, Office]
    name: str
    account: str
    initiative: str
    rung: Rung
    held_by: tuple[str, ...]
    starts: tuple[int, ...] = ()
    lengths: tuple[int, ...] = ()


def held_calls(calls: Iterable[KnownCall], on: int) -> list[HeldCall]:
    """Return every call that at least one account says was held, as of the end of a UTC day, in the order of their times."""
    found = []
    for known in calls:
        call = call_view(known.thread, known.ref, day_end(on))
        item = None if call is None else _held(call, known)
        if call is None or item is None:
            continue
        holders = {code for act in call.accounts.values() if act.ref in known.held for code in call.codes if code != act.code}  # fmt: skip
        found.append(
            (
                item.account.place,
                HeldCall(
                    item.at,
                    _pair(*_spoke(call, item.account)),
                    known.name,
                    item.account.ref.text(),
                    str(call.facts.get("initiative", NOT_STATED)),
                    _rung(item),
                    tuple(sorted(holders)),
                    *_times(call),
                ),
            )
        )
    return [call for _, call in sorted(found, key=lambda pair: (pair[1].at, pair[0]))]


def _times(call: CallView) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return when a call began and how long it lasted, by each account that says that it was held and tells it."""
    told = [act.facts for act in call.accounts.values() if act.facts.get("outcome") == HELD and "started" in act.facts]
    lengths = (facts["ended"] - facts["started"] for facts in told if "ended" in facts)
    return tuple(facts["started"] for facts in told), tuple(length for length in lengths if length >= 0)


def _pair(first: Office, second: Office) -> tuple[Office, Office]:
    return (first, second) if first <= second else (second, first)


def _held(call: CallView, known: KnownCall) -> _Held | None:
    """Return the contact that a call is; None if no account says that it was held."""
    for act in call.acts:
        if act.kind == "call_account" and act.facts.get("outcome") == HELD:
            return _Held(min(act.facts.get("started", act.t), act.t), act, call, known)
    return None


def _spoke(call: CallView, account: Act) -> tuple[Office, Office]:
    """Return who spoke, by an account: its author's office and the other side's."""
    other = next((code for code in call.codes if code != account.code), account.code)
    return (account.code, str(account.facts["office"])), (other, str(account.facts["with_office"]))


def _contact(
    pair: tuple[Office, Office], held: list[_Held], asked: list[tuple[CallView, KnownCall]], on: int
) -> Contact:
    held.sort(key=lambda item: (item.at, item.account.place))
    last = held[-1] if held else None
    days = [day_of(item.at) for item in held]
    requests = sorted((_asked(call, known, on) for call, known in asked), key=lambda item: (item.since, item.name))
    return Contact(
        between=pair,
        last=None if last is None else last.at,
        days_since=on - days[-1] if days else None,
        gap_days=days[-1] - days[-2] if len(days) > 1 else None,
        calls=len(held),
        initiative=dict(sorted(Counter(str(item.call.facts.get("initiative", NOT_STATED)) for item in held).items())),
        requests=tuple(requests),
        next=_next(last, asked, on),
        sentence=sentence(pair, days, len(requests), on),
        derivation=tuple(text for item in held for text in (item.known.name, item.account.ref.text())),
        rung=None if last is None else _rung(last),
        answer_days=tuple(
            days for call in (*(item.call for item in held), *(call for call, _ in asked)) for days in _answered(call)
        ),
    )


def _answered(call: CallView) -> tuple[int, ...]:
    answers, asked, found = {item.act.ref for item in call.answers}, call.opener.t, []
    for act in call.acts:
        if act.kind == "call_attempt":
            asked = act.t
        elif act.ref in answers:
            found.append(max(day_of(act.t) - day_of(asked), 0))
    return tuple(found)


def sentence(pair: tuple[Office, Office], days: list[int], requests: int, on: int, word: str = "call") -> str:
    """Return what is to be said of two offices: "Last call … 91 days ago … the first in 84 days …".

    Args:
        pair: The offices.
        days: UTC days of the calls held, ascending.
        requests: How many calls were asked for and not held.
        on: The UTC day asked.
        word: What it was: a call, or a contact by any means.
    """
    between = " and ".join(map(office_words, pair))
    if not days:
        return (
            worded(
                "No call between {between} is in this record; asked for and not held: {requests}.",
                between=between,
                requests=requests,
            )
            if word == "call"
            else worded(
                "No contact between {between} is in this record; asked for and not held: {requests}.",
                between=between,
                requests=requests,
            )
        )
    ago = worded("on the day asked") if days[-1] == on else worded("{days} ago", days=count_of_days(on - days[-1]))
    last = worded("{last}, {ago}", last=last_words(pair, day_words(days[-1]), word), ago=ago)
    if len(days) == 1:
        return only_one(last)
    gap = days[-1] - days[-2]
    before = (
        worded("{first} (before it: {day})", first=first_in(gap), day=day_words(days[-2]))
        if gap
        else worded("another on the same day")
    )
    return worded("{last}; {before}; {number} in all.", last=last, before=before, number=len(days))


def last_words(pair: tuple[Office, Office], day: str, word: str) -> str:
    """Return when two offices had their last call, or contact by any means."""
    between = " and ".join(map(office_words, pair))
    if word == "call":
        return worded("Last call between {between}: {day}", between=between, day=day)
    return worded("Last contact between {between}: {day}", between=between, day=day)


def only_one(last: str) -> str:
    """Return that there is no other than the last."""
    return worded("{last}; the only one in this record.", last=last)


def office_words(office: Office) -> str:
    """Return an office in words, ``minister of defence (XAA)``; a whole state is its code."""
    code, name = office
    return f"{name} ({code})" if name else code


def _asked(call: CallView, known: KnownCall, on: int) -> Asked:
    status = LAPSED if lapsed(call, day_end(on)) else call.state.value
    return Asked(known.name, status, call.opener.t, call.attempts, _answered(call))


def _next(last: _Held | None, asked: list[tuple[CallView, KnownCall]], on: int) -> NextCall | None:
    """Return the earliest call from the day asked on: one that is scheduled, or one that accounts of the last call state."""
    found = [
        NextCall(call.scheduled, known.name, call.codes)
        for call, known in asked
        if call.state is CallState.SCHEDULED and call.scheduled is not None
    ]
    stated: dict[int, list[str]] = {}
    if last is not None:
        for code, at in sorted(last.call.next.items()):
            if at is not None:
                stated.setdefault(at, []).append(code)
        found += [NextCall(at, last.known.name, tuple(codes)) for at, codes in stated.items()]
    return min((item for item in found if item.at >= day_start(on)), default=None)


def _rung(item: _Held) -> Rung:
    """Return what of a contact can be shown, as far as this node knows."""
    accounts = [act for act in item.call.accounts.values() if act.facts.get("outcome") == HELD]
    held = [act for act in accounts if act.ref in item.known.held]
    if item.call.confirmed and len(held) == len(accounts):
        return Rung.ESTABLISHED
    return Rung.HELD if held else Rung.OURS_ONLY
