"""The tree as its frontier, against RFC 6962 read once more (tests/vectors/make/plain.py) and against published roots."""

from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import digests, frontiers
from tests.vectors.make import plain
from tests.vectors.make.log import CT, CT_ROOTS, counted
from watchline.log import (
    EMPTY,
    EMPTY_FRONTIER,
    EMPTY_ROOT,
    TILE_HEIGHT,
    TILE_WIDTH,
    Frontier,
    Head,
    cover,
    fold_cover,
    leaf_hash,
    node_hash,
)

BIG = st.integers(0, 2**53)


def naive(hashes, level, index):
    """Return the root of one complete subtree."""
    return plain.root(hashes[index << level : (index + 1) << level])


def test_the_hashes_are_those_of_rfc_6962():
    assert leaf_hash(b"x") == plain.sha(b"\0x")
    assert node_hash(b"l", b"r") == plain.sha(b"\1lr")
    assert plain.sha() == EMPTY_ROOT == EMPTY.root == EMPTY_FRONTIER.root()
    assert EMPTY_FRONTIER.head() == EMPTY == Head(0, EMPTY_ROOT)
    assert 1 << TILE_HEIGHT == TILE_WIDTH == 256


def test_the_published_roots_of_certificate_transparency_come_out():
    for size, root in enumerate(CT_ROOTS, 1):
        assert EMPTY_FRONTIER.extended(CT[:size])[0].head() == Head(size, bytes.fromhex(root))


@given(frontiers())
def test_the_root_is_the_merkle_tree_hash(drawn):
    hashes, frontier = drawn
    assert frontier.head() == Head(len(hashes), plain.root(hashes))


@given(frontiers(), st.data())
def test_it_does_not_show_in_how_many_batches_the_leaves_came(drawn, data):
    hashes, whole = drawn
    cuts = sorted(data.draw(st.lists(st.integers(0, len(hashes)), max_size=4)))
    frontier, stored = EMPTY_FRONTIER, []
    for start, end in zip([0, *cuts], [*cuts, len(hashes)], strict=True):
        frontier, nodes = frontier.extended(hashes[start:end])
        stored += nodes
    assert frontier == whole
    assert stored == EMPTY_FRONTIER.extended(hashes)[1]


def test_the_stored_nodes_are_every_complete_subtree_of_levels_8_and_16():
    hashes = counted(2**16 + 600)
    _, stored = EMPTY_FRONTIER.extended(hashes)
    places = [(node.level, node.index) for node in stored]
    assert sorted(places) == [(8, n) for n in range(258)] + [(16, 0)]
    for node in stored[:3] + stored[-3:]:
        assert node.hash == naive(hashes, node.level, node.index)


def test_a_stored_node_of_level_24_comes_when_the_last_leaf_below_it_comes():
    """Sixteen million leaves less one, as their frontier; then one more."""
    size = 2**24 - 1
    frontier = Frontier(size, tuple(plain.sha(bytes([n])) for n in range(24)))
    grown, stored = frontier.extended([plain.sha(b"last")])
    assert [(node.level, node.index) for node in stored] == [(8, 2**16 - 1), (16, 2**8 - 1), (24, 0)]
    assert grown == Frontier(size + 1, (stored[-1].hash,))
    assert grown.root() == frontier.extended([plain.sha(b"last")])[0].root()


def test_a_frontier_is_a_value_and_extending_it_leaves_it_as_it_was():
    before = Frontier(7, tuple(plain.sha(bytes([n])) for n in range(3)))
    before.extended([plain.sha(b"one more")])
    assert before == Frontier(7, tuple(plain.sha(bytes([n])) for n in range(3)))


# -- cover ----------------------------------------------------------------------------------------------------------------


@given(st.integers(0, 700), st.integers(0, 700))
def test_a_cover_is_at_each_leaf_the_largest_subtree_that_fits(start, end):
    assert cover(start, end) == plain.cover(start, end)


@given(BIG, BIG)
def test_a_cover_fills_its_interval_without_gap_and_is_short(start, end):
    start, end = min(start, end), max(start, end)
    at = start
    for level, index in cover(start, end):
        assert index << level == at
        at += 1 << level
    assert at == end
    assert len(cover(start, end)) <= 2 * 53


@given(BIG)
def test_the_cover_from_0_is_the_frontier(size):
    assert [1 << level for level, _ in cover(0, size)] == [
        bit for bit in (1 << n for n in reversed(range(54))) if size & bit
    ]


# -- fold_cover -----------------------------------------------------------------------------------------------------------


@given(frontiers(most=300), st.data())
def test_the_nodes_of_a_cover_fold_to_the_root(drawn, data):
    hashes, frontier = drawn
    start = data.draw(st.integers(0, len(hashes)))
    places = cover(0, start) + cover(start, len(hashes))
    nodes = [naive(hashes, level, index) for level, index in places]
    assert fold_cover(len(hashes), nodes, start) == (frontier.root() if hashes else None)


@given(st.integers(-2, 300), st.integers(-2, 300), st.lists(digests, max_size=12))
def test_any_nodes_fold_to_a_root_or_to_none(size, start, nodes):
    found = fold_cover(size, nodes, start)
    fits = size > 0 and 0 <= start <= size and len(nodes) == len(plain.cover(0, start) + plain.cover(start, size))
    assert (found is not None) == fits


def test_an_interval_that_begins_behind_its_end_has_no_root():
    """Four leaves' node is no root of a tree of three, however it is called."""
    node = naive(CT, 2, 0)
    assert fold_cover(4, [node], 4) == node
    assert fold_cover(3, [node], 4) is None
    assert fold_cover(-1, []) is None
    assert fold_cover(4, [node], -1) is None


def test_a_node_of_another_length_has_no_root():
    assert fold_cover(1, [bytes(32)]) == bytes(32)
    for size in (0, 31, 33):
        assert fold_cover(1, [bytes(size)]) is None


@given(frontiers(most=60), st.data())
def test_a_changed_node_changes_the_root(drawn, data):
    hashes, frontier = drawn
    if hashes:
        nodes = [naive(hashes, level, index) for level, index in cover(0, len(hashes))]
        at = data.draw(st.integers(0, len(nodes) - 1))
        nodes[at] = plain.sha(nodes[at])
        assert fold_cover(len(hashes), nodes) != frontier.root()
