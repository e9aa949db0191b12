"""Proofs: made from stored hashes, checked from nothing; and what a proof must never show. See tests/vectors/log."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import digests
from tests.vectors.make import plain
from tests.vectors.make.log import CT, CT_ROOTS, counted
from watchline.log import (
    EMPTY,
    EMPTY_FRONTIER,
    EMPTY_ROOT,
    TILE_WIDTH,
    Head,
    consistency_path,
    consistent,
    cover,
    included,
    inclusion_path,
    range_root,
    subtree,
)
from watchline.log.proof import frontier_places

HASHES = counted(2**16 + 700)
FEW = HASHES[:70]
STORED = {(node.level, node.index): node.hash for node in EMPTY_FRONTIER.extended(HASHES)[1]}
STORED |= {(0, n): found for n, found in enumerate(HASHES)}


def stored(level, start, count):
    """Return hashes as a store does: levels 0, 8, 16 only, at most one tile at a time."""
    assert level in {0, 8, 16}
    assert count <= TILE_WIDTH
    return [STORED[level, n] for n in range(start, start + count)]


def head(size):
    return EMPTY_FRONTIER.extended(HASHES[:size])[0].head()


HEADS = [head(size) for size in range(71)]
WRONG = Head(7, plain.sha(b"wrong"))


@given(st.integers(0, 9), st.data())
def test_a_subtree_is_recomputed_from_the_stored_row_below_it(level, data):
    index = data.draw(st.integers(0, (len(HASHES) >> level) - 1))
    assert subtree(stored, level, index) == plain.root(HASHES[index << level : (index + 1) << level])


def test_the_largest_subtree_is_one_read():
    assert subtree(stored, 16, 0) == STORED[16, 0] == plain.root(HASHES[: 2**16])


@given(st.integers(1, 700))
def test_the_range_from_0_is_the_tree(size):
    assert range_root(stored, 0, size) == plain.root(HASHES[:size])
    assert range_root(stored, size, size) == EMPTY_ROOT


def test_every_inclusion_proof_of_small_trees_is_the_naive_one_and_holds():
    for size in range(1, 70):
        for index in range(size):
            path = inclusion_path(stored, index, size)
            assert path == plain.inclusion(index, FEW[:size])
            assert included(FEW[index], index, path, HEADS[size])


@pytest.mark.parametrize("size", [2**16 - 1, 2**16, 2**16 + 1, 2**16 + 700])
@pytest.mark.parametrize("index", [0, 255, 256, 2**16 - 2])
def test_inclusion_proofs_of_large_trees_hold(size, index):
    path = inclusion_path(stored, index, size)
    assert included(HASHES[index], index, path, head(size))
    assert not included(HASHES[index + 1], index, path, head(size))


def test_every_consistency_proof_of_small_trees_is_the_naive_one_and_holds():
    for new in range(1, 70):
        for old in range(1, new + 1):
            path = consistency_path(stored, old, new)
            assert path == plain.consistency(old, FEW[:new])
            assert consistent(HEADS[old], HEADS[new], path)


@pytest.mark.parametrize("new", [2**16, 2**16 + 1, 2**16 + 700])
@pytest.mark.parametrize("old", [1, 256, 257, 2**15, 2**16])
def test_consistency_proofs_of_large_trees_hold(old, new):
    path = consistency_path(stored, old, new)
    assert consistent(head(old), head(new), path)
    assert not consistent(head(old - 1), head(new), path)


def test_proofs_are_not_asked_for_where_there_are_none():
    for index, size in ((0, 0), (7, 7), (-1, 7)):
        with pytest.raises(AssertionError):
            inclusion_path(stored, index, size)
    for old, new in ((0, 7), (8, 7), (0, 0)):
        with pytest.raises(AssertionError):
            consistency_path(stored, old, new)


# -- what must be refused ---------------------------------------------------------------------------------------------------


def changes(path):
    """Yield every small change of a proof: a hash gone, doubled, changed, moved, or of another length."""
    for at in range(len(path)):
        yield path[:at] + path[at + 1 :]
        yield path[: at + 1] + path[at:]
        yield [*path[:at], plain.sha(path[at]), *path[at + 1 :]]
        yield [*path[:at], path[at][:-1], *path[at + 1 :]]
        yield [*path[:at], path[at] + b"\0", *path[at + 1 :]]
        yield [*path[:at], b"", *path[at:]]
        if at and path[at] != path[at - 1]:
            yield [*path[: at - 1], path[at], path[at - 1], *path[at + 1 :]]
    yield [*path, bytes(32)]
    yield [*path, b""]
    yield [bytes(32), *path]


def test_a_changed_inclusion_proof_is_refused():
    for size in range(1, 24):
        for index in range(size):
            for other in changes(plain.inclusion(index, FEW[:size])):
                assert not included(FEW[index], index, other, HEADS[size])


def test_a_proof_of_one_leaf_is_none_of_another_place_or_leaf():
    for size in range(1, 24):
        for index in range(size):
            path = plain.inclusion(index, FEW[:size])
            for other in range(-1, size + 2):
                assert included(FEW[index], other, path, HEADS[size]) == (other == index)
                if 0 <= other < size:
                    assert included(FEW[other], index, path, HEADS[size]) == (other == index)


def test_a_changed_consistency_proof_is_refused():
    for new in range(1, 24):
        for old in range(1, new + 1):
            for other in changes(plain.consistency(old, FEW[:new])):
                assert not consistent(HEADS[old], HEADS[new], other)


def test_a_proof_between_two_sizes_is_none_between_others():
    for new in range(1, 20):
        for old in range(1, new + 1):
            path = plain.consistency(old, FEW[:new])
            for other in range(21):
                assert consistent(HEADS[other], HEADS[new], path) == (other == old)
                assert consistent(HEADS[old], HEADS[other], path) == (other == new)


def test_a_proof_that_ends_below_the_top_of_the_larger_tree_is_refused():
    """The root of four leaves under the name of a larger tree: both roots come out, and the proof is too short."""
    for old, new in ((1, 2), (2, 4), (3, 4), (5, 7)):
        path = plain.consistency(old, FEW[:new])
        for size in range(2 * new + 1, 40):
            assert not consistent(HEADS[old], Head(size, HEADS[new].root), path)


def test_the_head_before_must_be_the_one_that_is_continued():
    """A rewritten first leaf: no proof, of any making, connects the two trees."""
    rewritten = [plain.sha(b"rewritten"), *FEW[1:]]
    for old in range(1, 12):
        forged = Head(old, plain.root(rewritten[:old]))
        for new in range(old, 12):
            for path in (plain.consistency(old, FEW[:new]), plain.consistency(old, rewritten[:new])):
                assert not consistent(forged, HEADS[new], path)


@given(st.integers(1, 2**53), digests, digests, st.lists(digests, max_size=3))
def test_nothing_is_proved_from_size_0(size, old_root, new_root, path):
    """RFC 9162 takes the empty proof; here the first head is treated by itself (research: 0 to n, first edge case)."""
    for root in (old_root, EMPTY_ROOT):
        assert not consistent(Head(0, root), Head(size, new_root), path)


@given(digests, st.lists(digests, max_size=2))
def test_nothing_is_proved_between_two_empty_trees(root, path):
    """Equal roots of size 0 that are not the empty tree's, the second edge case; and the empty tree's too."""
    assert not consistent(Head(0, root), Head(0, root), path)
    assert not consistent(EMPTY, EMPTY, path)


@pytest.mark.parametrize("length", [0, 1, 31, 33, 64])
def test_hashes_of_another_length_are_refused_wherever_they_stand(length):
    """The third edge case: a leaf hash or root of no bytes equal to another of no bytes."""
    odd = bytes(length)
    assert not included(odd, 0, [], Head(1, odd))
    assert not included(CT[0], 0, [], Head(1, odd))
    assert not included(odd, 0, [], HEADS[1])
    assert not consistent(Head(1, odd), Head(1, odd), [])
    assert not consistent(Head(1, odd), HEADS[2], [FEW[1]])
    assert not consistent(HEADS[1], Head(2, odd), [FEW[1]])


def test_equal_sizes_are_consistent_when_their_roots_are_equal_and_nothing_is_added():
    assert consistent(HEADS[7], HEADS[7], [])
    assert not consistent(HEADS[7], WRONG, [])
    assert not consistent(HEADS[7], HEADS[7], [FEW[0]])


def test_a_head_of_negative_size_proves_nothing():
    assert not included(FEW[0], 0, [], Head(-1, FEW[0]))
    assert not consistent(Head(-1, FEW[0]), HEADS[7], [])


@given(
    st.integers(-1, 2**64),
    st.integers(0, 2**64),
    digests,
    digests,
    st.lists(st.binary(max_size=33) | digests, max_size=70),
)
def test_any_hashes_are_a_yes_or_a_no(one, two, first, second, path):
    assert not included(first, one, path, Head(two, second)) or (one, two, path) == (0, 1, [])
    assert consistent(Head(one, first), Head(two, second), path) == (one == two >= 1 and first == second and not path)


# -- others' vectors ----------------------------------------------------------------------------------------------------------


# The proofs printed in the tests of Certificate Transparency, over the eight leaves of tests/vectors/make/log.py.
CT_NODES = {
    "0": "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "1": "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
    "2-3": "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
    "4": "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    "4-5": "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
    "4-7": "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    "6": "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
    "6-7": "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    "0-3": "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "0-1": "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
}


def _ct(names):
    return [bytes.fromhex(CT_NODES[name]) for name in names.split()]


def _ct_head(size):
    return Head(size, bytes.fromhex(CT_ROOTS[size - 1]))


@pytest.mark.parametrize(
    ("index", "size", "names"), [(0, 1, ""), (0, 8, "1 2-3 4-7"), (5, 8, "4 6-7 0-3"), (2, 3, "0-1"), (1, 5, "0 2-3 4")]
)
def test_the_printed_inclusion_proofs_hold(index, size, names):
    assert plain.inclusion(index, CT[:size]) == _ct(names)
    assert included(CT[index], index, _ct(names), _ct_head(size))


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [(1, 1, ""), (1, 8, "1 2-3 4-7"), (6, 8, "4-5 6-7 0-3"), (2, 5, "2-3 4"), (6, 7, "4-5 6 0-3")],
)
def test_the_printed_consistency_proofs_hold(old, new, names):
    assert plain.consistency(old, CT[:new]) == _ct(names)
    assert consistent(_ct_head(old), _ct_head(new), _ct(names))


@given(st.integers(0, 2**53))
def test_the_places_of_a_frontier_are_its_cover(size):
    assert frontier_places(size) == cover(0, size)
