"""What an officer of ours may write about a call, and in which words it is refused. The record itself keeps what a peer writes anyway."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from watchline.measure import utc
from watchline.record import Charter, Record
from watchline.record.calls import (
    Call,
    CallAccepted,
    CallAccount,
    CallCancelled,
    CallDeclined,
    CallPostponed,
    CallProposed,
)
from watchline.sentence import joined, worded
from watchline.view.call_table import STATE_WORDS, CallState, places
from watchline.view.calls import call_view, side_of, within
from watchline.view.keys import EntryRef
from watchline.view.thread import Thread

BOTH, THIRD = "both", "third"
VERBS: Final[dict[str, str]] = {
    "call_read": "read",
    "call_attempt": "attempt",
    "call_accepted": "accept",
    "call_declined": "decline",
    "call_proposed": "propose",
    "call_postponed": "postpone",
    "call_cancelled": "cancel",
    "call_account": "account",
}
"""The word of the command line for each act."""


def refuse_call(charter: Charter, code: str, record: Record) -> str:
    """Return why a party may not ask for this call, in words; empty if it may."""
    assert isinstance(record, Call)
    others = ", ".join(other for other in charter.codes if other != code)
    ladder = [str(getattr(level, "name", level)) for level in getattr(charter, "ladder", ())]
    if record.to == code or record.to not in charter.codes:
        return worded(
            "A call is asked of another party of the line, not of {to}; they are {others}.",
            to=repr(record.to),
            others=others,
        )
    if ladder and record.level not in ladder:
        return worded(
            "{level} is not a level of this line's charter; its ladder is {ladder}.",
            level=repr(record.level),
            ladder=", ".join(ladder),
        )
    for name, office in (("office", record.office), ("with_office", record.with_office)):
        if not office.strip():
            return worded(
                "The {name} is empty: a call is between two offices. Name the office, not a person.", name=name
            )
    if not record.purpose.strip():
        return worded(
            "The purpose is empty: the other side decides by it who takes the call. Say in a few words what it is to be"
            " about."
        )
    if record.initiative is not None and record.initiative not in {*charter.codes, BOTH, THIRD}:
        return worded(
            "The initiative is {codes}, {both} or {third}, not {initiative}; or leave it out.",
            codes=", ".join(charter.codes),
            both=BOTH,
            third=THIRD,
            initiative=repr(record.initiative),
        )
    if record.interpreter is not None and record.interpreter not in charter.codes:
        return worded(
            "The interpreter comes from a party of the line ({codes}), not from {interpreter}.",
            codes=", ".join(charter.codes),
            interpreter=repr(record.interpreter),
        )
    return _circuit(charter, record.circuit) or _windows(record.windows)


def refuse_act(thread: Thread, ref: EntryRef, kind: str, code: str) -> str:
    """Return why a party may not write this act upon a call now, in words; empty if it may."""
    call = call_view(thread, ref)
    if call is None:
        return worded(
            "{ref} is not a call, so {act} means nothing there. `watchline call DIR list` shows the calls.",
            ref=ref.text(),
            act=repr(VERBS[kind]),
        )
    side = side_of(call.facts, ref, code)
    if side is None:
        asker, asked = call.codes
        return worded(
            "This call is between {asker} and {asked}; {code} has no part in it and writes nothing about it.",
            asker=asker,
            asked=asked,
            code=code,
        )
    allowed = places(call.state, side)
    if kind in allowed:
        return ""
    verbs = ", ".join(VERBS[item] for item in allowed)
    said = [
        worded(
            "This call {state}, so {act} by {party}, the {side}, has no place now and nothing was written. What {party} can write now: {acts}.",
            state=STATE_WORDS[call.state],
            act=repr(VERBS[kind]),
            party=code,
            side=side,
            acts=verbs,
        )
    ]
    if call.state in {CallState.CANCELLED, CallState.ACCOUNTED}:
        said.append(worded("For another call write a new request."))
    return joined(said)


def refuse_body(charter: Charter, thread: Thread, ref: EntryRef, record: Record) -> str:
    """Return why an act upon a call may not say what it says, in words; empty if it may."""
    match record:
        case CallAccepted():
            call = call_view(thread, ref)
            if call is not None and not within(call.windows, record.at):
                return worded(
                    "{at} lies in none of the times that {party} proposed, so it would accept what nobody proposed. Accept a"
                    " time within them, or propose this one.",
                    at=utc(record.at),
                    party=call.windows_by,
                )
            return _circuit(charter, record.circuit)
        case CallDeclined():
            return _reason(record.reason, record.text)
        case CallProposed():
            if not record.windows:
                return worded(
                    "There is no time in this proposal. Name at least one window; to answer without a time, decline or send a"
                    " message."
                )
            return _windows(record.windows)
        case CallPostponed():
            return _reason(record.reason, record.text) or _windows(record.windows)
        case CallCancelled():
            return _reason(record.reason, record.text)
        case CallAccount():
            return _account(record)
        case _:
            return ""


def _reason(reason: str, text: str | None) -> str:
    if reason == "public" and not (text or "").strip():
        return worded(
            "A public reason is its text, and there is none. Give the text, or say that there is none or that it is private."
        )
    if reason != "public" and text is not None:
        return worded(
            "The reason is {reason} and there is a text all the same: it would stand in the record of both sides for ever."
            " Leave the text out, or say that the reason is public.",
            reason=repr(reason),
        )
    return ""


def _windows(windows: Sequence[tuple[int, int]]) -> str:
    for start, end in windows:
        if start > end:
            return worded(
                "A window ends before it begins: {start} to {end}. Write the earlier time first.",
                start=utc(start),
                end=utc(end),
            )
    return ""


def _circuit(charter: Charter, circuit: str | None) -> str:
    known = list(dict.fromkeys((*charter.circuits, *charter.spoken)))
    if circuit is None or circuit in known:
        return ""
    return worded(
        "{circuit} is not a circuit of this line; they are {known}.", circuit=repr(circuit), known=", ".join(known)
    )


def _account(record: CallAccount) -> str:
    for name, office in (("office", record.office), ("with_office", record.with_office)):
        if not office.strip():
            return worded("The {name} is empty: say between which offices it was.", name=name)
    if record.started is not None and record.ended is not None and record.ended < record.started:
        return worded(
            "This account ends ({ended}) before it begins ({started}). Compare the two times and write them again.",
            ended=utc(record.ended),
            started=utc(record.started),
        )
    return ""
