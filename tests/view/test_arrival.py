"""The common views are a function of the entries held, not of the order in which they came."""

from __future__ import annotations

from random import Random

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from tests.pair import Line
from tests.successors import successor
from watchline.node import (
    SayAcknowledged,
    SayCharterAnswered,
    SayCharterProposed,
    SayCorrection,
    SayMessage,
    SayRead,
    SayService,
    SayTest,
    SayTestAnswered,
)
from watchline.record import read_body, read_leaf
from watchline.view import COMMON, DUE, THREAD, EntryRef, Fold, read_thread, recipients
from watchline.view.keys import code_key, instant_key, read_ref_key, receipt_key, ref_key, serial_key
from watchline.view.thread import message_state


def day() -> Line:
    line = Line("XAA XBB XCC", calendar=[]).open()
    a, b, c = (line[code] for code in line.members)
    first = a.say(SayMessage(text="to all", precedence="O"))
    line.settle()
    b.say(SayRead(ref=first))
    second = b.say(SayMessage(text="to one", to=("XAA",), refs=(first,)))
    line.settle()
    b.say(SayAcknowledged(ref=first))
    c.say(SayRead(ref=first))
    a.say(SayRead(ref=second))
    a.say(SayCorrection(ref=first, text="to all, corrected"))
    test = c.say(SayTest())
    line.settle()
    a.say(SayTestAnswered(ref=test, quality=3))
    b.say(SayService(text="maintenance"))
    line.settle()
    ref = a.say(SayCharterProposed(charter=successor(line.charter, posts=["watch", "air"])))
    line.settle()
    for member in (b, c):
        member.say(SayCharterAnswered(ref=ref, how="sign"))
    line.settle()
    a.say(SayCharterAnswered(ref=ref, how="enforce"))
    line.settle()
    other = b.say(SayCharterProposed(charter=successor(b.node.core.charter, posts=["watch"])))
    line.settle()
    c.say(SayCharterAnswered(ref=other, how="refuse", text="Not again."))
    a.say(SayService(text="under the new one", post="air"))
    line.settle()
    line.wait(30)
    return line


LINE = day()


def entries(member):
    found = []
    for row in member.store.held.logs(LINE.charter.line):
        code = row.origin.split("/")[1]
        for entry in member.store.held.entries(row.origin, 0, 1000):
            header = read_leaf(entry.leaf)
            found.append((EntryRef(code, 1, entry.index), entry, header, read_body(header.kind, entry.body)))
    return found


def stored(member):
    return {(view, key): value for view in COMMON for key, value in member.store.held.rows(view, b"", None, 10_000)}


def test_all_three_nodes_hold_the_same_views():
    a, b, c = (stored(member) for member in LINE.members.values())
    assert a == b == c


@given(st.integers(0, 10_000))
def test_folding_the_same_entries_in_any_order_of_logs_gives_the_stored_rows(seed):
    member = LINE["XAA"]
    random = Random(seed)
    logs = {}
    for item in entries(member):
        logs.setdefault(item[0].code, []).append(item)
    fold = Fold(LINE.charter, lambda view, key: None)
    while any(logs.values()):
        code = random.choice([code for code, items in logs.items() if items])
        ref, entry, header, record = logs[code].pop(0)
        fold.entry(ref, entry.leaf_hash, entry.depth, header, record)
    kept = {place: value for place, value in fold.changes.items() if value is not None and place[0] in COMMON}
    assert kept == stored(member)


def test_folding_an_entry_twice_changes_nothing():
    member = LINE["XBB"]
    fold = Fold(LINE.charter, member.store.held.row)
    for ref, entry, header, record in entries(member):
        fold.entry(ref, entry.leaf_hash, entry.depth, header, record)
    before = stored(member)
    for place, value in fold.changes.items():
        assert before.get(place) == value


def test_a_message_stays_due_until_everybody_it_is_for_has_read_it():
    held = LINE["XAA"].store.held
    due = [read_ref_key(key) for key, _ in held.rows(DUE, LINE.charter.line, None, 100)]
    for ref in due:
        thread = read_thread(held.row(THREAD, ref_key(LINE.charter.line, ref)))
        read = message_state(thread, ref.code).read
        assert any(code not in read for code in recipients(thread.opener[0], ref.code, LINE.charter.codes))
    assert due == []


@given(st.sampled_from(["XAA", "XB", "XCCCCCCC"]), st.integers(1, 2**31), st.integers(0, 2**60))
def test_keys_are_read_back_and_begin_with_the_line(code, epoch, index):
    line, ref = b"l" * 32, EntryRef(code, epoch, index)
    key = ref_key(line, ref)
    assert read_ref_key(key) == ref
    for made in (
        key,
        code_key(line, code),
        serial_key(line, code, 5),
        instant_key(line, -5),
        receipt_key(line, code, 1, 2, "XAA"),
    ):
        assert made.startswith(line)


@given(st.integers(0, 2**50), st.integers(0, 2**50))
def test_the_bytes_of_an_instant_sort_as_the_instants_do(first, second):
    assert (instant_key(b"l" * 32, first) < instant_key(b"l" * 32, second)) == (first < second)


def test_rows_are_messagepack_and_deterministic():
    member = LINE["XCC"]
    for (view, _key), value in stored(member).items():
        if view == THREAD:
            assert msgspec.msgpack.decode(value)
