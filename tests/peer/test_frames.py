"""Frames: what is written is read back, and bytes from outside give a frame or a refusal with its code."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchline.codec import decode, encode
from watchline.errors import InvalidFromPeer
from watchline.peer import (
    Append,
    Beat,
    CharterFrame,
    Cosign,
    Evidence,
    Have,
    Keys,
    Refused,
    Want,
    read_frame,
    write_frame,
)

LINE, H = b"l" * 32, b"h" * 32
FRAMES = [
    Have(logs=[("origin", 3, H, 2, b"\x05")], rosters=[("XAA", 1, H)], charter=H),
    Want(ranges=[("origin", 3, 0, "leaves")], credit=1000),
    Append(origin="origin", start=3, leaves=[b"leaf"], bodies=[(3, H, b"body")], checkpoint=b"note"),
    Append(origin="o", start=0, leaves=[b"l"], bodies=[], checkpoint=b"n", cosignatures=["line\n"], proof=[H]),
    Cosign(origin="origin", size=3, root=H, lines=["line\n"]),
    Beat(nonce=b"n" * 16, echo=b"", now=5, heads=[(b"note", ["line\n"])], rosters=[("XAA", 1)]),
    Refused(code="root", origin="o", words="w", head=b"note"),
    Refused(code="limit"),
    Evidence(evidence=b"e"),
    Keys(rosters=[b"r"]),
    CharterFrame(charter=b"c"),
]


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: type(frame).__name__)
def test_a_frame_is_read_as_it_was_written(frame):
    arrival = read_frame(write_frame(frame, LINE, "XAA", "XBB"), "XBB")
    assert (arrival.line, arrival.sender, arrival.frame) == (LINE, "XAA", frame)


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: type(frame).__name__)
@given(data=st.data())
def test_a_frame_with_any_field_gone_or_of_another_type_is_refused_or_read(frame, data):
    fields = decode(write_frame(frame, LINE, "XAA", "XBB"))
    name = data.draw(st.sampled_from(sorted(fields)))
    value = data.draw(st.sampled_from([None, 0, -1, 1 << 60, "x", b"x", [], {}, [[1]], "x" * 1000]))
    if value is None:
        del fields[name]
    else:
        fields[name] = value
    assert code_of(encode(fields)) in {"", "malformed", "version", "sender"}


def code_of(data):
    try:
        read_frame(data, "XBB")
    except InvalidFromPeer as why:
        return why.code
    return ""


@given(st.binary(max_size=300))
def test_any_bytes_give_a_frame_or_a_refusal(data):
    with pytest.raises(InvalidFromPeer):
        read_frame(data, "XBB")


def test_a_frame_above_its_limit_is_refused_before_it_is_parsed():
    with pytest.raises(InvalidFromPeer) as found:
        read_frame(b"\xa0" * 65_537, "XBB")
    assert found.value.code == "limit"
    with pytest.raises(ValueError, match="limit"):
        write_frame(Evidence(evidence=bytes(70_000)), LINE, "XAA", "XBB")
