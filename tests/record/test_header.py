"""The leaf: header fields in one form. One failure each: tests/vectors/leaf."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.refusal import outcome, refusal
from tests.strategies import headers, mangled
from tests.vectors.make import leaf as vectors
from tests.vectors.make import plain
from watchline.codec import decode, encode
from watchline.record.header import LEAF_BYTES_MAX, Header, Ref, Seen, body_class, read_leaf, write_leaf

SOUND = read_leaf(plain.cbor(vectors.fields()))
LEAF = write_leaf(SOUND)
VALUES = (
    st.integers(-2, 2**63 - 1)
    | st.text(max_size=70)
    | st.binary(max_size=33)
    | st.lists(st.integers(0, 9), max_size=18)
)


@given(headers)
def test_a_header_reads_back_and_its_leaf_has_one_form(header):
    leaf = write_leaf(header)
    assert read_leaf(leaf) == header
    assert encode(decode(leaf)) == leaf


@given(headers)
def test_a_second_reading_of_the_page_makes_the_same_leaf(header):
    fields = {
        name: value for name, value in msgspec.to_builtins(header, builtin_types=(bytes,)).items() if value is not None
    }
    assert write_leaf(header) == plain.cbor({"v": 1} | fields)


@given(st.booleans(), st.booleans())
def test_the_order_of_fields_holds_with_and_without_the_optional_ones(serial, auth):
    header = msgspec.structs.replace(SOUND, serial=7 if serial else None, auth=bytes(32) if auth else None)
    names = list(decode(write_leaf(header)))
    assert names == sorted(names, key=plain.cbor)
    assert ("serial" in names, "auth" in names) == (serial, auth)


@given(mangled(LEAF))
def test_a_mangled_leaf_is_another_header_or_refused(data):
    header, code = outcome(read_leaf, data)
    assert code in {None, "malformed", "version"}
    if header and data != LEAF:
        assert write_leaf(header) == data or set(decode(data)) - set(decode(LEAF))


@given(st.dictionaries(st.sampled_from([*decode(LEAF), "serial", "auth", "x"]), VALUES, min_size=1, max_size=3))
def test_a_leaf_with_any_field_changed_is_read_or_refused(fields):
    header, code = outcome(read_leaf, encode(decode(LEAF) | fields))
    assert code in {None, "malformed", "version", "limit"}
    assert (header is None) == (code is not None)


@given(st.binary(max_size=100))
def test_any_bytes_are_a_header_or_refused(data):
    assert refusal(read_leaf, data) in {"malformed", "version"}


def test_a_leaf_of_4096_bytes_is_written_and_read_and_one_of_4097_is_neither():
    room = LEAF_BYTES_MAX - len(LEAF)
    refs = tuple(Ref("XBB", 1, n, bytes(32)) for n in range(16))
    seen = tuple(Seen(f"X{n:02d}", 1, n + 1, bytes(32)) for n in range(11))
    full = write_leaf(msgspec.structs.replace(SOUND, refs=refs, seen=seen, serial=2**53, auth=bytes(32)))
    assert len(full) < LEAF_BYTES_MAX // 2, "every field at its largest leaves room"
    longest = msgspec.structs.replace(SOUND, kind="k" * (room + len(SOUND.kind) - 2))
    assert len(write_leaf(longest)) == LEAF_BYTES_MAX
    with pytest.raises(ValueError, match="4097 bytes"):
        write_leaf(msgspec.structs.replace(longest, kind=longest.kind + "k"))
    assert refusal(read_leaf, vectors.padded(LEAF_BYTES_MAX)) is None
    assert refusal(read_leaf, vectors.padded(LEAF_BYTES_MAX + 1)) == "limit"
    assert refusal(read_leaf, b"\xff" * (LEAF_BYTES_MAX + 1)) == "limit", "before anything is parsed"


@pytest.mark.parametrize(("count", "code"), [(0, None), (16, None), (17, "malformed")])
def test_a_leaf_refers_to_at_most_16_entries(count, code):
    assert refusal(read_leaf, plain.cbor(vectors.fields(refs=[vectors.ref(n) for n in range(count)]))) == code


@pytest.mark.parametrize(
    "ref",
    [
        ["XBB", 1, 0, bytes(31)],
        ["XBB", 1, -1, bytes(32)],
        ["XBB", 0, 0, bytes(32)],
        ["XBB", 10**9, 0, bytes(32)],
        ["XBB", 1, 2**53 + 1, bytes(32)],
        ["XB\u00c4", 1, 0, bytes(32)],
        ["X", 1, 0, bytes(32)],
        [b"XBB", 1, 0, bytes(32)],
        ["XBB", 1, 0, bytes(32), 0],
        {"XBB": 1},
        7,
    ],
)
def test_a_reference_or_a_head_of_another_form_makes_a_leaf_unreadable(ref):
    """Codes and epochs become parts of keys of rows: what no origin can say, no reference may say."""
    assert refusal(read_leaf, plain.cbor(vectors.fields(refs=[ref]))) == "malformed"
    assert refusal(read_leaf, plain.cbor(vectors.fields(seen=[ref]))) == "malformed"


@pytest.mark.parametrize("length", [0, 1, 2, 3, 4, 5, 127, 128, 129, 32_767, 32_768])
def test_the_class_of_a_body_is_the_smallest_power_of_two_that_holds_it(length):
    found = body_class(length)
    assert found & (found - 1) == 0
    assert found >= max(length, 1)
    assert found == 1 or found // 2 < length


def test_a_header_is_a_value():
    assert Header.__struct_config__.frozen
    assert hash(SOUND) == hash(read_leaf(LEAF))
