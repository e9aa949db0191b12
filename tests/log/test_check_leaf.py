"""The usual leaf by its layout against the strict reader: what the pattern takes, the reader takes, with the same fields."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pair import Party, found
from tests.strategies import mangled
from watchline.errors import InvalidFromPeer
from watchline.log.check_leaf import LeafReader
from watchline.record import AMENDMENTS, BODIES, Header, Ref, Seen, read_leaf, write_leaf

CHARTER, _ = found([Party("XAA", 1), Party("XBB", 2)])
NAME = CHARTER.log("XAA", 1)

digests = st.binary(min_size=32, max_size=32)
codes = st.sampled_from(["XAA", "XBB", "AA", "ABCDEFG1", "00000000"])
epochs = st.integers(1, 5) | st.integers(1, 999_999_999)
numbers = (
    st.integers(0, 30) | st.sampled_from([255, 256, 65535, 65536, 2**32 - 1, 2**32, 2**53]) | st.integers(0, 2**53)
)
refs = st.builds(Ref, codes, epochs, numbers, digests)
seen = st.builds(Seen, codes, epochs, numbers.filter(bool), digests)
usual = {
    "line": st.just(CHARTER.line),
    "charter": st.just(CHARTER.hash),
    "author": st.just("XAA"),
    "epoch": st.just(1),
    "index": numbers,
    "t": st.integers(1_500_000_000_000, 2_000_000_000_000),
    "kind": st.sampled_from(sorted(kind for kind in BODIES.keys() - AMENDMENTS if len(kind) < 24)),
    "post": st.sampled_from([*CHARTER.posts, "node"]),
    "draft": st.binary(min_size=16, max_size=16),
    "seen": st.lists(seen, max_size=3).map(tuple),
    "refs": st.lists(refs, max_size=3).map(tuple),
    "body_hash": digests,
    "body_class": st.integers(0, 15).map(lambda power: 1 << power),
    "serial": st.none() | numbers.filter(bool),
}
others = usual | {
    "line": st.just(CHARTER.line) | digests,
    "charter": st.just(CHARTER.hash) | digests,
    "author": codes,
    "epoch": epochs,
    "t": st.integers(-(2**53), 2**53),
    "kind": st.sampled_from(sorted(BODIES)) | st.text(max_size=64),
    "post": st.text(max_size=64),
    "seen": st.lists(seen, max_size=11).map(tuple),
    "refs": st.lists(refs, max_size=16).map(tuple),
    "body_class": st.integers(1, 2**53),
    "auth": st.none() | digests,
}
written = st.builds(Header, **usual).map(write_leaf)
strange = st.builds(Header, **others).map(write_leaf)


def _strictly(leaf, index):
    """Return what ``read`` must return, by the strict reader alone."""
    return LeafReader(CHARTER, NAME)._strictly(leaf, index)


def _fast(leaf, index):
    """Return what the pattern takes, or None."""
    reader = LeafReader(CHARTER, NAME)
    reader._strictly = lambda *_: None
    return reader.read(leaf, index)


@given(written)
def test_a_usual_leaf_is_read_by_its_layout(leaf):
    header = read_leaf(leaf)
    short = all(item.epoch < 65536 and item[2] < 2**32 for item in (*header.seen, *header.refs))
    if short and (header.serial or 0) < 2**32 and header.index < 2**32:
        assert _fast(leaf, header.index) is not None


@given(written | strange)
def test_layout_and_strict_reader_agree_on_sound_leaves(leaf):
    header = read_leaf(leaf)
    found = _fast(leaf, header.index)
    assert found is None or found == _strictly(leaf, header.index)
    assert _fast(leaf, header.index + 1) is None


@given(mangled(written) | mangled(mangled(written)) | mangled(strange))
def test_layout_and_strict_reader_agree_on_damaged_leaves(leaf):
    for index in (0, 1, 5):
        found = _fast(leaf, index)
        assert found is None or found == _strictly(leaf, index)


@given(st.lists(st.builds(Header, **usual), max_size=5), st.binary(max_size=400))
def test_any_bytes_give_a_leaf_and_what_was_read_before_changes_nothing(headers, data):
    reader = LeafReader(CHARTER, NAME)
    sound = [write_leaf(msgspec.structs.replace(header, index=at)) for at, header in enumerate(headers)]
    twice = [write_leaf(msgspec.structs.replace(header, index=at)) for at, header in enumerate(headers, len(sound) + 1)]
    for at, leaf in enumerate([*sound, data, *twice]):
        assert reader.read(leaf, at) == _strictly(leaf, at)


def _plain(**changes):
    fields = dict.fromkeys(("serial", "auth")) | {
        "line": CHARTER.line,
        "charter": CHARTER.hash,
        "author": "XAA",
        "epoch": 1,
        "index": 5,
        "t": 1_790_000_000_000,
        "kind": "message",
        "post": "watch",
        "draft": bytes(16),
        "seen": (Seen("XBB", 1, 3, bytes(32)),),
        "refs": (Ref("XBB", 1, 2, bytes(32)),),
        "body_hash": bytes(32),
        "body_class": 128,
    }
    return write_leaf(Header(**(fields | changes)))


ALMOST = {
    "one field more said than written": (b"\xae\x61t", b"\xaf\x61t"),
    "a text longer than its head": (b"\x65watch", b"\x64watch"),
    "a text shorter than its head": (b"\x65watch", b"\x66watch"),
    "a kind shorter than its head": (b"\x67message", b"\x68message"),
    "an array of two with one": (b"\x64seen\x81", b"\x64seen\x82"),
    "an array of none with one": (b"\x64refs\x81", b"\x64refs\x80"),
    "an array of indefinite length": (b"\x64refs\x81", b"\x64refs\x9f"),
    "a size of nothing": (b"\x63XBB\x01\x03", b"\x63XBB\x01\x00"),
    "an epoch of nothing": (b"\x63XBB\x01\x03", b"\x63XBB\x00\x03"),
    "a long small number": (b"\x65index\x05", b"\x65index\x18\x05"),
    "a longer small number": (b"\x18\x80", b"\x19\x00\x80"),
    "a long text head": (b"\x65watch", b"\x78\x05watch"),
    "a hash of 31 bytes": (b"\x58\x20" + bytes(32) + b"\x6abody", b"\x58\x1f" + bytes(31) + b"\x6abody"),
    "a code in small letters": (b"\x63XBB\x01\x02", b"\x63xbb\x01\x02"),
    "a code of another length": (b"\x63XBB\x01\x02", b"\x64XBB\x01\x02"),
    "another version": (b"\x61v\x01", b"\x61v\x02"),
    "a byte more": (b"\x18\x80", b"\x18\x80\x00"),
}


@pytest.mark.parametrize(("old", "new"), ALMOST.values(), ids=ALMOST)
def test_a_leaf_that_is_almost_one_is_not_taken(old, new):
    leaf = _plain()
    assert _fast(leaf, 5) is not None
    assert leaf.count(old) == 1
    assert _fast(leaf.replace(old, new), 5) is None
    assert LeafReader(CHARTER, NAME).read(leaf.replace(old, new), 5).labels == ("not_canonical",)


def test_a_serial_is_counted_among_the_fields_and_is_never_nothing():
    leaf = _plain(serial=7)
    assert _fast(leaf, 5) is not None
    assert _fast(leaf.replace(b"\xaf\x61t", b"\xae\x61t"), 5) is None
    assert _fast(leaf.replace(b"serial\x07", b"serial\x00"), 5) is None


def test_more_places_than_a_leaf_may_name_are_not_taken():
    seen = tuple(Seen("XBB", 1, size, bytes(32)) for size in range(1, 13))
    assert _fast(_plain(seen=seen[:11]), 5) is not None
    assert _fast(_plain(seen=seen), 5) is None
    refs = tuple(Ref("XBB", 1, at, bytes(32)) for at in range(17))
    assert _fast(_plain(refs=refs[:16]), 5) is not None
    assert _fast(_plain(refs=refs), 5) is None
    assert LeafReader(CHARTER, NAME).read(_plain(refs=refs), 5).labels == ("bad_refs",)


@given(mangled(written))
def test_a_leaf_that_the_record_refuses_has_no_commitment(leaf):
    try:
        read_leaf(leaf)
    except InvalidFromPeer:
        assert LeafReader(CHARTER, NAME).read(leaf, 0).body_hash is None
