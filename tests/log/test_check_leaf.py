"""The usual leaf by its layout against the strict reader: what the pattern takes, the reader takes, with the same fields."""

from hypothesis import given
from hypothesis import strategies as st

from tests.pair import Party, found
from tests.strategies import mangled
from watchline.errors import InvalidFromPeer
from watchline.log.check_leaf import LeafReader
from watchline.record import BODIES, Header, Ref, Seen, read_leaf, write_leaf

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
    "kind": st.sampled_from(sorted(BODIES)),
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


@given(st.lists(written, max_size=4), st.binary(max_size=400))
def test_any_bytes_give_a_leaf_and_what_was_read_before_changes_nothing(leaves, data):
    reader = LeafReader(CHARTER, NAME)
    for at, leaf in enumerate([*leaves, data, *leaves]):
        assert reader.read(leaf, at) == _strictly(leaf, at)


@given(mangled(written))
def test_a_leaf_that_the_record_refuses_has_no_commitment(leaf):
    try:
        read_leaf(leaf)
    except InvalidFromPeer:
        assert LeafReader(CHARTER, NAME).read(leaf, 0).body_hash is None
