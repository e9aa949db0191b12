"""Calls that wait for our answer: one alarm for each, from the record and an instant. It asks for an answer, never for a certain one.

A request rings as a caution. It is a warning when the one who asks reminded us, or its time has passed; a day after that the alarm ends
by itself, for a request that lapsed was not refused and nobody has to answer it. Reading it answers nothing.
"""

from __future__ import annotations

from watchline.measure import DAY_MS, dtg
from watchline.node.memory import Core
from watchline.record.calls import CALL
from watchline.sentence import joined, worded
from watchline.view import KIND, THREAD, EntryRef, kind_key, read_ref_key, read_thread, ref_key
from watchline.view.calls import CallView, call_view, lapsed, waits_for
from watchline.watch import Level

SITUATION = "call"
_PAGE = 256


def load_calls(core: Core) -> None:
    """Note every call of the record, at a start: those that wait ring in the first step."""
    prefix, after = kind_key(core.line, CALL), None
    while page := core.held.rows(KIND, prefix, after, _PAGE):
        core.calls_touched.update(dict.fromkeys(read_ref_key(key) for key, _ in page))
        after = page[-1][0]


def watch_calls(core: Core) -> int | None:
    """Set and end the alarms of calls that something was written about, or whose time has come; return when to look again (wall ms)."""
    if core.calls_touched or any(at <= core.now.wall for at in core.calls_due.values()):
        due = [ref for ref, at in core.calls_due.items() if at <= core.now.wall]
        for ref in sorted({*core.calls_touched, *due}):
            _watch(core, ref)
        core.calls_touched.clear()
    # A time that a peer wrote may lie ages ahead; looking once a day costs nothing.
    return min((*core.calls_due.values(), core.now.wall + DAY_MS)) if core.calls_due else None


def _watch(core: Core, ref: EntryRef) -> None:
    core.calls_due.pop(ref, None)
    call = call_view(read_thread(core.fold.row(THREAD, ref_key(core.line, ref))), ref)
    if call is None:
        return
    situation = f"{SITUATION}/{core.reference(ref, call.opener.serial)}"
    now, until = core.now.wall, call.valid_until
    if waits_for(call) != core.code or (until is not None and now > until + DAY_MS):
        core.alarms.clear(situation, now)
        return
    if until is not None:
        core.calls_due[ref] = until + 1 if now <= until else until + DAY_MS + 1
    core.alarms.set(situation, *_rings(core, ref, call), now)


def _rings(core: Core, ref: EntryRef, call: CallView) -> tuple[Level, str]:
    text = core.reference(ref, call.opener.serial)
    other = next(code for code in call.codes if code != core.code)
    gone = lapsed(call, core.now.wall)
    reminded = call.attempts > 1
    if ref.code == core.code:
        said = [worded("{party} proposes other times for our call {ref}.", party=other, ref=text)]
    else:
        said = [
            worded(
                "{party} asks for a call, {ref}, for the {number}. time.", party=other, ref=text, number=call.attempts
            )
            if reminded
            else worded("{party} asks for a call, {ref}.", party=other, ref=text)
        ]
    if gone and call.valid_until is not None:
        said.append(worded("Its time passed {at} without an answer, which is no refusal.", at=dtg(call.valid_until)))
    elif call.valid_until is not None:
        said.append(worded("It stands until {at}.", at=dtg(call.valid_until)))
    said.append(
        worded(
            "It waits for {party}: `watchline call DIR show {ref}` says what can be written.", party=core.code, ref=text
        )
    )
    return (Level.WARNING if gone or reminded else Level.CAUTION), joined(said)
