"""Parking, circuits and outboxes: small machines with their limits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchline.errors import InvalidFromPeer
from watchline.keys import PrivateKey
from watchline.log import Head, sign_checkpoint
from watchline.peer import Circuit, Outbox, Parking
from watchline.peer.limits import DEAD_MS, PARKED_BYTES_MAX, PARKED_LEAVES_MAX, RESEND_MS

KEY = PrivateKey(b"k" * 32)


@given(st.lists(st.tuples(st.integers(0, 40), st.binary(max_size=4)), max_size=60), st.integers(0, 40))
def test_what_waits_is_what_came_last_at_each_place_and_the_bitmap_says_where(items, size):
    parking, model = Parking(), {}
    for index, leaf in items:
        parking.add_leaf(index, leaf, 0)
        model[index] = leaf
    assert {index: parking.leaf(index) for index in range(41) if parking.leaf(index) is not None} == model
    bitmap = parking.bitmap(size)
    marked = {size + bit for bit in range(len(bitmap) * 8) if bitmap[bit // 8] >> bit % 8 & 1}
    assert marked == {index for index in model if index >= size}
    parking.clear(size)
    assert len(parking) == len([index for index in model if index >= size])


def test_parking_is_bounded_in_places_and_bytes_and_counts_what_leaves():
    parking = Parking()
    with pytest.raises(InvalidFromPeer):
        parking.add_leaf(PARKED_LEAVES_MAX, b"x", 0)
    big = bytes(PARKED_BYTES_MAX // 4)
    for index in range(4):
        parking.add_leaf(index, big, 0)
    with pytest.raises(InvalidFromPeer):
        parking.add_body(9, bytes(32), b"x", 0)
    parking.forget(0, 2)
    parking.add_body(9, bytes(32), b"x", 0)
    parking.drop_body(9)
    parking.add_leaf(0, big, 0)


def test_heads_that_wait_are_given_smallest_first_and_forgotten_when_held():
    parking = Parking()
    for size in (5, 3, 9):
        parking.add_head(sign_checkpoint("o", Head(size, bytes([size]) * 32), KEY))
    assert [item.head.size for item in parking.heads(3, 9)] == [5, 9]
    assert parking.newest_head() == 9
    parking.clear(5)
    assert [item.head.size for item in parking.heads(0, 99)] == [9]


def test_a_circuit_is_alive_only_while_the_peer_echoes_a_fresh_nonce_of_ours():
    circuit = Circuit("one")
    circuit.open(1000)
    circuit.beat(b"a" * 16, 1000)
    assert not circuit.alive
    assert circuit.heard(b"p" * 16, b"x" * 16, 1500)
    assert not circuit.alive
    assert not circuit.heard(b"q" * 16, b"a" * 16, 2000)
    assert circuit.alive
    assert not circuit.expired(2000 + DEAD_MS - 1)
    assert circuit.expired(2000 + DEAD_MS)


def test_a_replayed_beat_keeps_no_circuit_alive():
    circuit = Circuit("one")
    circuit.open(0)
    circuit.beat(b"a" * 16, 0)
    circuit.heard(b"p" * 16, b"a" * 16, 10)
    heard = circuit.heard_at
    circuit.heard(b"p" * 16, b"a" * 16, DEAD_MS + 5)
    assert circuit.heard_at == heard
    circuit.close()
    assert not circuit.alive


def test_an_outbox_sends_again_what_nothing_acknowledged_and_never_what_was():
    outbox = Outbox()
    outbox.want("o", 0, 0)
    outbox.credit = 100
    outbox.sent("o", 10, 40, 1000)
    assert (outbox.streams["o"].next, outbox.credit) == (10, 60)
    assert outbox.acknowledged("o", 4, 1000)
    assert not outbox.acknowledged("o", 4, 1000)
    assert outbox.wake_at() == 1000 + RESEND_MS
    assert not outbox.resend(1000 + RESEND_MS - 1)
    assert outbox.resend(1000 + RESEND_MS)
    assert outbox.streams["o"].next == 4
    outbox.acknowledged("o", 12, 1000)
    assert outbox.streams["o"].next == 12
    assert outbox.wake_at() is None


def test_a_bounded_request_ends_and_leaves_an_open_stream_alone():
    outbox = Outbox()
    outbox.want("o", 5, 0)
    outbox.want("o", 2, 4)
    assert outbox.streams["o"].end == 0
    assert outbox.streams["o"].next == 2
    outbox.want("p", 0, 3)
    outbox.sent("p", 3, 1, 0)
    assert "p" not in outbox.streams


def test_a_lost_circuit_rewinds_to_what_is_acknowledged():
    outbox = Outbox()
    outbox.want("o", 0, 0)
    outbox.sent("o", 8, 1, 0)
    outbox.acknowledged("o", 3, 0)
    outbox.rewind()
    assert outbox.streams["o"].next == 3
