"""verify.py's own Ed25519, CBOR and trees, compared with PyNaCl, cbor2 and the recursive definition."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.bindings import crypto_core_ed25519_is_valid_point, crypto_sign_open
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey

from tests.verify import stranger
from tests.verify.flips import load

verify = load()
ORDER = 2**252 + 27742317777372353535851937790883648493
PRIME = 2**255 - 19
# The eight points of small order in their canonical encodings, and the encodings that a lenient reader also takes for them.
SMALL_ORDER = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "0100000000000000000000000000000000000000000000000000000000000080",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
]


def nacl_says(key, message, signature):
    """libsodium's verdict, for a key that may be enrolled."""
    if len(signature) != 64 or not crypto_core_ed25519_is_valid_point(key):
        return False
    try:
        return crypto_sign_open(signature + message, key) == message
    except BadSignatureError:
        return False


def agreed(key, message, signature):
    """Both verdicts, which must be one."""
    ours, theirs = verify.signed(key, message, signature), nacl_says(key, message, signature)
    assert ours == theirs, (key.hex(), message.hex(), signature.hex())
    return ours


def test_a_few_hundred_random_mutations_are_judged_as_libsodium_judges_them():
    chance, taken = random.Random(20), 0
    for _ in range(60):
        key = SigningKey(chance.randbytes(32))
        public, message = bytes(key.verify_key), chance.randbytes(chance.randrange(80))
        signature = key.sign(message).signature
        taken += agreed(public, message, signature)
        for _ in range(6):
            parts = [bytearray(public), bytearray(message), bytearray(signature)]
            part = chance.choice([part for part in parts if part])
            part[chance.randrange(len(part))] ^= 1 << chance.randrange(8)
            assert not agreed(*map(bytes, parts))
    assert taken == 60


def test_an_s_beyond_the_order_is_refused():
    key = SigningKey(bytes(32))
    public, signature = bytes(key.verify_key), key.sign(b"m").signature
    s = int.from_bytes(signature[32:], "little")
    for times in range(1, 16):
        if s + times * ORDER < 2**256:
            assert not agreed(public, b"m", signature[:32] + (s + times * ORDER).to_bytes(32, "little"))


@pytest.mark.parametrize("point", SMALL_ORDER)
def test_nothing_of_small_order_is_a_key_or_an_r(point):
    raw = bytes.fromhex(point)
    assert verify.key_point(raw) is None
    assert not crypto_core_ed25519_is_valid_point(raw)
    key = SigningKey(bytes(31) + b"\x07")
    public = bytes(key.verify_key)
    for s in (0, 1, ORDER - 1):
        assert not agreed(raw, b"m", raw + s.to_bytes(32, "little"))
        assert not agreed(public, b"m", raw + s.to_bytes(32, "little"))


def test_an_r_of_small_order_is_refused_though_its_equation_holds():
    """The holder of a private key can make such a signature; it would say something of every message (CCTV's last case)."""
    seed = verify.hashlib.sha512(bytes(31) + b"\x07").digest()[:32]
    scalar = int.from_bytes(seed, "little") & ((1 << 254) - 8) | (1 << 254)
    public = bytes(SigningKey(bytes(31) + b"\x07").verify_key)
    r = bytes.fromhex(SMALL_ORDER[0])
    h = int.from_bytes(verify.hashlib.sha512(r + public + b"m").digest(), "little") % ORDER
    signature = r + (h * scalar % ORDER).to_bytes(32, "little")
    assert not agreed(public, b"m", signature)


def test_random_encodings_are_keys_or_not_as_libsodium_says():
    chance, valid = random.Random(21), 0
    for _ in range(150):
        raw = chance.randbytes(32)
        ours = verify.key_point(raw) is not None
        assert ours == bool(crypto_core_ed25519_is_valid_point(raw)), raw.hex()
        valid += ours
    assert valid
    for y in range(PRIME, 2**255):
        for sign in (0, 1):
            assert verify.key_point((y | sign << 255).to_bytes(32, "little")) is None


# ---- CBOR ----
keys = st.text(min_size=1, max_size=5) | st.integers(0, 23)
leaves = st.integers(-(2**63), 2**63 - 1) | st.text(max_size=30) | st.binary(max_size=300)
values = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=5) | st.dictionaries(keys, inner, max_size=5), max_leaves=20
)


def read(data):
    """The value as verify.py reads it, or None."""
    return verify.form("", data, object, required=False)


@given(values)
def test_what_another_library_encodes_is_read_as_it_was(value):
    assert read(stranger.encode(value)) == value


@given(values, st.integers(0, 2000), st.integers(0, 255))
def test_what_is_read_has_one_encoding_only(value, at, byte):
    data = bytearray(stranger.encode(value))
    data[at % len(data)] = byte
    found = read(bytes(data))
    assert found is None or stranger.encode(found) == bytes(data)


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data):
    found = read(data)
    assert found is None or stranger.encode(found) == data


@pytest.mark.parametrize(
    "data",
    [
        "", "1800", "1817", "190017", "1900ff", "1a0000ffff", "1b00000000ffffffff", "1b8000000000000000", "3b8000000000000000",
        "1c", "1f", "3f", "5f4100ff", "7f6100ff", "9f00ff", "bf00ff", "ff", "c000", "f4", "f5", "f6", "f7", "f97e00", "fa00000000",
        "fb0000000000000000", "e0", "f8ff", "0000", "41", "61", "62c328", "63eda080", "81", "a1", "a100", "a2000000", "a200010000",
        "a2616100616100", "a261620061610000", "a1400000", "a1200000", "a1181800", "a16000", "a17818" + "61" * 24 + "00", "a1810000",
        "81" * 17 + "00", "a100" * 16 + "80", "9bffffffffffffffff", "bb7fffffffffffffff", "5bffffffffffffffff00",
    ],
)  # fmt: skip
def test_malformed_cbor_is_refused(data):
    assert read(bytes.fromhex(data)) is None


def test_the_largest_and_deepest_that_are_allowed_are_read():
    for data in (
        "1b7fffffffffffffff",
        "3b7fffffffffffffff",
        "81" * 16 + "00",
        "a100" * 16 + "00",
        "a177" + "61" * 23 + "00",
    ):
        assert read(bytes.fromhex(data)) is not None
    items = verify.ITEMS_MAX
    assert read(b"\x9a" + (items - 1).to_bytes(4, "big") + bytes(items - 1)) is not None
    assert read(b"\x9a" + items.to_bytes(4, "big") + bytes(items)) is None


# ---- trees ----
@given(st.integers(1, 70), st.data())
def test_paths_covers_and_tiles_are_those_of_the_recursive_definition(size, data):
    hashes = [stranger.leaf_hash(bytes([number])) for number in range(size)]
    tree = verify.Tree()
    for node in hashes:
        tree.push(node)
    at = data.draw(st.integers(1, size))
    assert tree.roots[at] == stranger.tree_root(hashes[:at])
    index = data.draw(st.integers(0, size - 1))
    path = stranger.inclusion(index, hashes)
    assert verify.root_by_path(index, size, hashes[index], path) == tree.roots[size]
    covered = verify.Tree()
    covered.extend(stranger.cover(hashes, 0, at), at)
    assert covered.roots[at] == tree.roots[at]
    covered.extend(stranger.cover(hashes, at, size), size)
    assert covered.roots[size] == tree.roots[size]


@pytest.mark.parametrize(
    ("index", "size", "length"), [(0, 0, 0), (-1, 4, 2), (4, 4, 2), (0, 4, 1), (0, 4, 3), (0, 1, 1)]
)
def test_a_path_of_another_length_or_place_is_refused(index, size, length):
    with pytest.raises(verify.EndedError):
        verify.root_by_path(index, size, bytes(32), [bytes(32)] * length)


def test_tile_names_are_those_of_tlog_tiles():
    names = [verify.tile_name(0), verify.tile_name(7, 9), verify.tile_name(1234067), verify.tile_name(1234067, 1)]
    assert names == ["000", "007.p/9", "x001/x234/067", "x001/x234/067.p/1"]
