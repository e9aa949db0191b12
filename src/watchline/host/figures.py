"""Line tests in figures that both sides compute alike: from log entries, the charter's calendar and one named instant.

The answer names the heads below which the entries stand: two nodes that name the same heads and the same instant count the same
(PROTOCOL 4.6). A test that was missed gets no cause.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from watchline.errors import InvalidFromPeer
from watchline.host.here import Here, instant, reference
from watchline.host.order import ThreadSpot
from watchline.host.tests_known import tests_apart
from watchline.measure import DAY_MS
from watchline.party import parse_origin
from watchline.record import Charter, read_leaf
from watchline.sentence import worded
from watchline.view import THREAD, EntryRef, Thread, read_thread, ref_key, test_state
from watchline.view.spoken import Account, spoken_differences, spoken_test
from watchline.watch import TestOutcome, TestRow, outcome_of, receipt_of, test_rows

DAYS_DEFAULT, DAYS_MAX = 7, 366
MINUTE_MS = 60_000
_KEYS = {
    TestOutcome.GOOD: "good",
    TestOutcome.LATE: "late",
    TestOutcome.BY_ONE_ACCOUNT: "by_one_account",
    TestOutcome.ACCOUNTS_DIFFER: "accounts_differ",
    TestOutcome.BY_NODE: "answered_by_node",
    TestOutcome.WAITING: "waiting",
    TestOutcome.MISSED: "missed",
    TestOutcome.NOT_INITIATED: "not_initiated",
}
_SPOKEN_KEYS = ("made", "answered", "by_one_account", "accounts_differ", "no_answer")
FIGURES_WORDS = worded(
    "Counted from the entries below the heads named, the charter's calendar and the instant `until`: the other side, naming the"
    " same, counts the same. An answer by a node is no officer's answer. Why a test was missed or not initiated is not known here."
)


def heads(here: Here) -> list[dict[str, Any]]:
    """Return the heads below which everything shown here stands."""
    found = []
    for row in here.held.logs(here.charter.line):
        name = parse_origin(row.origin)
        found.append({"party": name.code, "epoch": name.epoch, "size": row.head.size, "root": row.head.root.hex()})
    return found


def line_tests(
    here: Here, until: int, days: int = DAYS_DEFAULT, limit: int = 50, apart: Sequence[ThreadSpot] | None = None
) -> dict[str, Any]:
    """Return what became of the tests due in the days before an instant, and the tests that no calendar asked for.

    Args:
        here: What this node can show.
        until: The named instant (ms); slots due before it count, and what is missed is judged at it.
        days: How many days back.
        limit: How many slots and how many other tests are listed, the newest; the figures count all of them.
        apart: Tests out of the calendar and by voice, newest first, where they are known; None: they are looked for.
    """
    start = max(until - days * DAY_MS, line_began(here, until))
    rows = test_rows(here.terms, here.held.row, here.held.rows, start, until, until)
    apart = list(tests_apart(here)) if apart is None else apart
    others, more_others = _unscheduled(here, apart, start, until, limit)
    return {
        "line": here.charter.line.hex(),
        "party": here.code,
        "demo": here.charter.demo,
        **instant("from", start),
        **instant("until", until),
        "days": days,
        "heads": heads(here),
        "figures": {
            **figures(rows),
            "per_circuit": {
                name: figures(row for row in rows if row.circuit == name) for name in every_circuit(here.charter)
            },
            "per_initiator": {
                code: figures(row for row in rows if row.initiator == code) for code in here.charter.codes
            },
            "spoken": _spoken_figures(here, apart, start, until),
        },
        "words": FIGURES_WORDS,
        "more": len(rows) > limit or more_others,
        "slots": [slot(here, row) for row in rows[-limit:]],
        "unscheduled": others,
    }


def line_began(here: Here, until: int) -> int:
    """Return from when on line tests are counted: the latest `epoch_open` among all parties' first epochs, by their clocks.

    Before every party opened its log nobody could have tested the line; until that is known here nothing counts (``until``).
    """
    latest = 0
    for code in here.charter.codes:
        entry = here.held.entry(here.charter.log(code, 1).origin(), 0)
        try:
            latest = max(latest, until if entry is None else read_leaf(entry.leaf).t)
        except InvalidFromPeer:
            return until
    return min(latest, until)


def figures(rows: Iterable[TestRow]) -> dict[str, int]:
    """Count slots by what became of them; ``reverse`` counts those that the other party started in the initiator's place."""
    found = {"due": 0, **dict.fromkeys(_KEYS.values(), 0), "reverse": 0}
    for row in rows:
        found["due"] += 1
        found[_KEYS[row.outcome]] += 1
        found["reverse"] += row.reverse
    return found


def slot(here: Here, row: TestRow) -> dict[str, Any]:
    """Return one slot of the calendar and what became of it."""
    text = None
    if row.ref is not None:
        text = here.charter.reference(row.ref.code, row.serial) if row.serial else row.ref.text()
    thread = None if row.ref is None else read_thread(here.held.row(THREAD, ref_key(here.charter.line, row.ref)))
    return {
        "ref": text,
        "from": row.ref.code if row.ref else None,
        **instant("due", row.due),
        "circuit": row.circuit,
        "initiator": row.initiator,
        "reverse": row.reverse,
        "outcome": row.outcome.value,
        "answered_s": row.answered_s,
        "arrived_by": row.receipt_circuit or None,
        "waits_for_us": row.ref is not None and thread is not None and _waits_for_us(here, thread, row.ref),
        **_accounts(here, thread, row.ref),
    }


def every_circuit(charter: Charter) -> tuple[str, ...]:
    """Return every circuit that is tested: those of the charter in its order, then the telephones it names for a line that is DARK."""
    return tuple(dict.fromkeys((*charter.circuits, *charter.spoken)))


def _waits_for_us(here: Here, thread: Thread, ref: EntryRef) -> bool:
    """Tell whether our watch can still answer a test, or confirm one that it was called for."""
    spoken = spoken_test(thread, ref)
    answered = test_state(thread, ref.code).watch is not None if spoken is None else spoken.other is not None
    return not answered and ref.code != here.code and (spoken is None or spoken.called in {"", here.code})


def _accounts(here: Here, thread: Thread | None, ref: EntryRef | None) -> dict[str, Any]:
    """Return what each side wrote of a test by voice or telephone, and where they differ; nulls and nothing for any other test."""
    spoken = None if thread is None or ref is None else spoken_test(thread, ref)
    if spoken is None:
        return {"called": None, "accounts": [], "differences": []}
    accounts = [spoken.caller, *([spoken.other] if spoken.other else []), *spoken.later]
    return {
        "called": spoken.called or None,
        "accounts": [_account(here, item) for item in accounts],
        "differences": list(spoken_differences(spoken, here.charter.clock_ms)),
    }


def _account(here: Here, account: Account) -> dict[str, Any]:
    return {
        "ref": reference(here, account.ref),
        "from": account.ref.code,
        "answered": account.answered,
        **instant("at", account.at),
        "quality": account.quality or None,
        "by": account.by or None,
    }


def _spoken_figures(here: Here, apart: Sequence[ThreadSpot], start: int, until: int) -> dict[str, dict[str, int]]:
    """Count the tests by voice or telephone that were made in [start, until), in the calendar or not, by circuit."""
    found = {name: dict.fromkeys(_SPOKEN_KEYS, 0) for name in here.charter.spoken}
    for spot in apart if found else ():
        spoken = spoken_test(spot.thread, spot.ref)
        counts = found.get(spot.thread.opener[0].circuit)
        if spoken is None or counts is None or not start <= spoken.caller.at < until:
            continue
        counts["made"] += 1
        if spoken.answered is None:
            counts["accounts_differ"] += 1
        elif not spoken.answered:
            counts["no_answer"] += 1
        else:
            counts["answered" if spoken.other is not None else "by_one_account"] += 1
    return found


def _unscheduled(
    here: Here, apart: Sequence[ThreadSpot], start: int, until: int, limit: int
) -> tuple[list[dict[str, Any]], bool]:
    """Return the newest tests that a person started out of the calendar, oldest first, and whether there are more."""
    found: list[dict[str, Any]] = []
    for spot in apart:
        opener = spot.thread.opener[0]
        if opener.due >= 0 or not start <= opener.t < until:
            continue
        if len(found) == limit:
            return found[::-1], True
        found.append(_one(here, spot, until))
    return found[::-1], False


def _one(here: Here, spot: ThreadSpot, until: int) -> dict[str, Any]:
    opener, ref = spot.thread.opener[0], spot.ref
    began = int(opener.facts.get("at", opener.t))
    outcome, answered_s = outcome_of(here.charter, here.held.rows, spot.thread, ref, began, until)
    return {
        "ref": here.charter.reference(ref.code, opener.serial) if opener.serial else ref.text(),
        "from": ref.code,
        **instant("t", opener.t),
        "circuit": opener.circuit,
        "outcome": outcome.value,
        "answered_s": answered_s,
        "arrived_by": _arrived_by(here, ref),
        "waits_for_us": _waits_for_us(here, spot.thread, ref),
        **_accounts(here, spot.thread, ref),
    }


def _arrived_by(here: Here, ref: EntryRef) -> str | None:
    receipts = (receipt_of(here.charter, here.held.rows, ref, code) for code in here.charter.codes if code != ref.code)
    return next((found.circuit for found in receipts if found and found.circuit), None)
