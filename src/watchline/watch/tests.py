"""What became of a line test, from the record and an instant: good, late, missed, not initiated (docs/spec/kinds.md).

*In time* is counted on one clock, the answering side's: from its receipt of the test to its answer. A test by voice or telephone is what
both officers wrote of one call: in time if the called side says that it spoke within the answer window of the slot.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import NamedTuple

import msgspec

from watchline.line import Term, TestDue, due_in, one_term
from watchline.record import Charter
from watchline.view import (
    RECEIPT,
    SLOT,
    THREAD,
    EntryRef,
    code_key,
    instant_key,
    read_ref_key,
    read_thread,
    ref_key,
    test_state,
)
from watchline.view.spoken import SpokenTest, spoken_test
from watchline.view.thread import Thread

Rows = Callable[[str, bytes, bytes | None, int], Sequence[tuple[bytes, bytes]]]
Look = Callable[[str, bytes], bytes | None]
_PAGE = 64
_unpack = msgspec.msgpack.Decoder().decode


class TestOutcome(StrEnum):
    """What the record says of one test, at one instant."""

    GOOD = "good"
    LATE = "late"
    BY_ONE_ACCOUNT = "by one account"
    ACCOUNTS_DIFFER = "accounts differ"
    BY_NODE = "answered by node"
    WAITING = "waiting"
    MISSED = "missed"
    NOT_INITIATED = "not initiated"


class TestRow(NamedTuple):
    """One slot of the calendar: due, circuit, who should have initiated, who did, what became of it.

    ``answered_s`` is measured by the answering side's clock; None without an answer by its watch. ``receipt_circuit`` is where
    the test arrived by the receiver's word; empty while unknown.
    """

    due: int
    circuit: str
    initiator: str
    ref: EntryRef | None
    serial: int
    reverse: bool
    outcome: TestOutcome
    answered_s: float | None
    receipt_circuit: str


class ReceiptFact(NamedTuple):
    """When and where a party's node stored an entry, by that party's clock."""

    at: int
    circuit: str


def receipt_of(charter: Charter, rows: Rows, ref: EntryRef, writer: str) -> ReceiptFact | None:
    """Return a party's receipt of an entry, or None while there is none."""
    prefix = code_key(charter.line, ref.code) + ref.epoch.to_bytes(4, "big")
    after: bytes | None = prefix + ref.index.to_bytes(8, "big") + b"\xff" * 8
    for _ in range(16):
        page = rows(RECEIPT, prefix, after, _PAGE)
        for key, value in page:
            if key[len(prefix) + 8 :].decode() == writer:
                start, at, _t, _epoch, _index, circuit = _unpack(value)
                if start <= ref.index:
                    return ReceiptFact(at, circuit)
                return None
        if len(page) < _PAGE:
            return None
        after = page[-1][0]
    return None


def tests_of_slot(charter: Charter, rows: Rows, due: TestDue) -> list[EntryRef]:
    """Return the tests written for a slot, on its circuit, the initiator's first."""
    prefix = instant_key(charter.line, due.due)
    found = [read_ref_key(key) for key, circuit in rows(SLOT, prefix, None, _PAGE) if circuit.decode() == due.circuit]
    return sorted(found, key=lambda ref: (ref.code != due.initiator, ref))


def judge(charter: Charter, look: Look, rows: Rows, due: TestDue, now: int) -> TestRow:
    """Return what became of a slot's test at ``now``.

    Of several tests for one slot (both sides began one across a cut) the best outcome counts.
    """
    best: TestRow | None = None
    for ref in tests_of_slot(charter, rows, due):
        row = _judge_one(charter, look, rows, due, ref, now)
        if best is None or _RANK.index(row.outcome) < _RANK.index(best.outcome):
            best = row
    if best is not None:
        return best
    silent = now >= due.due + 1000 * charter.windows.initiative_s
    outcome = TestOutcome.NOT_INITIATED if silent else TestOutcome.WAITING
    return TestRow(due.due, due.circuit, due.initiator, None, 0, False, outcome, None, "")


_RANK = list(TestOutcome)


def _judge_one(charter: Charter, look: Look, rows: Rows, due: TestDue, ref: EntryRef, now: int) -> TestRow:
    thread: Thread = read_thread(look(THREAD, ref_key(charter.line, ref)))
    opener = thread.opener[0]
    circuit = ""
    for code in charter.codes:
        receipt = receipt_of(charter, rows, ref, code) if code != ref.code else None
        if receipt is not None:
            circuit = receipt.circuit
    outcome, answered_s = outcome_of(charter, rows, thread, ref, due.due, now)
    return TestRow(
        due.due, due.circuit, due.initiator, ref, opener.serial, bool(opener.reverse), outcome, answered_s, circuit
    )


def outcome_of(
    charter: Charter, rows: Rows, thread: Thread, ref: EntryRef, due: int, now: int
) -> tuple[TestOutcome, float | None]:
    """Return what became of one test at ``now``, and after how many seconds it was answered (None: it was not, or by voice).

    Args:
        charter: The charter of its time.
        rows: Reads rows of a view.
        thread: The test.
        ref: What opened it.
        due: When it was due (ms): the slot's instant, else when it was written.
        now: Without an answer by the end of the window it is missed.
    """
    window_ms = 1000 * charter.windows.answer_s
    waiting = TestOutcome.WAITING if now < due + window_ms else TestOutcome.MISSED
    spoken = spoken_test(thread, ref)
    if spoken is not None:
        return _spoken(spoken, due, window_ms, waiting), None
    state = test_state(thread, ref.code)
    if state.watch is not None:
        receipt = receipt_of(charter, rows, ref, state.watch.code)
        took = state.watch.t - (thread.opener[0].t if receipt is None else receipt.at)
        return TestOutcome.GOOD if 0 <= took <= window_ms else TestOutcome.LATE, took / 1000
    return TestOutcome.BY_NODE if state.node is not None else waiting, None


def _spoken(test: SpokenTest, due: int, window_ms: int, waiting: TestOutcome) -> TestOutcome:
    if test.answered is None:
        return TestOutcome.ACCOUNTS_DIFFER
    if not test.answered:
        return waiting
    if test.other is None:
        return TestOutcome.BY_ONE_ACCOUNT
    return TestOutcome.GOOD if abs(test.other.at - due) <= window_ms else TestOutcome.LATE


def test_rows(
    charter: Charter | Sequence[Term], look: Look, rows: Rows, start: int, end: int, now: int
) -> list[TestRow]:
    """Return every slot due in [start, end) with what became of it at ``now``.

    Args:
        charter: The line's charter, or which charter held when if it was amended.
        look: Reads one row of a view.
        rows: Reads rows of a view.
        start: Instant, ms.
        end: Instant, ms.
        now: What is missed is judged at it.
    """
    terms = one_term(charter) if isinstance(charter, Charter) else charter
    return [judge(held, look, rows, due, now) for held, due in due_in(terms, start, min(end, now))]
