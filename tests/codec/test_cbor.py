"""Deterministic CBOR: one form, and whatever the bytes, a value or a refusal. One failure each: tests/vectors/encoding."""

import enum

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.refusal import outcome
from tests.strategies import cbor_values, mangled
from tests.vectors.make import plain
from watchline.codec import decode, encode, is_canonical
from watchline.codec.cbor import DEPTH_MAX, encode_ordered
from watchline.errors import InvalidFromPeer


class Letter(enum.StrEnum):
    A = "a"


def types(value):
    """Return a value with the type of each part: 1 and True are equal, and are not the same."""
    if isinstance(value, list):
        return [types(item) for item in value]
    if isinstance(value, dict):
        return {key: types(item) for key, item in value.items()}, [type(key) for key in value]
    return type(value), value


@given(cbor_values)
def test_what_was_encoded_comes_back(value):
    found = decode(encode(value))
    assert found == value
    if not isinstance(value, dict):
        assert type(found) is type(value)


@given(cbor_values)
def test_a_second_reading_of_the_page_makes_the_same_bytes(value):
    assert encode(value) == plain.cbor(value)


@given(cbor_values)
def test_a_decoded_value_is_in_order_and_encodes_without_sorting(value):
    data = encode(value)
    found = decode(data)
    assert encode(found) == encode_ordered(found) == data


@given(
    st.dictionaries(st.text("abc", min_size=1, max_size=3) | st.integers(0, 23), st.integers(), max_size=6), st.data()
)
def test_the_order_in_which_a_map_was_built_does_not_show(value, data):
    value = {key: item % 100 for key, item in value.items()}
    other = dict(data.draw(st.permutations(list(value.items()))))
    assert encode(other) == encode(value)


def _one_form_or_refused(data):
    value, code = outcome(decode, data)
    assert is_canonical(data) == (code is None)
    if code is None:
        assert encode(value) == data
    else:
        assert code == "malformed"


@given(st.binary(max_size=80))
def test_any_bytes_are_a_value_in_its_one_form_or_refused(data):
    _one_form_or_refused(data)


@given(mangled(cbor_values.map(plain.cbor)))
@example(b"\xc1\xfb\x7f\xef\xff\xff\xff\xff\xff\xff")  # a time beyond all calendars
@example(b"\xc4\x82\x1b\x7f\xff\xff\xff\xff\xff\xff\xff\x01")  # 10 to the power of 2**63
@example(b"\xd8\x1e\x82\x01\x00")  # one divided by nothing
def test_mangled_bytes_are_a_value_in_its_one_form_or_refused(data):
    _one_form_or_refused(data)


def test_every_truncation_and_every_changed_byte_is_another_value_or_refused():
    whole = encode({"a": [1, -2, b"xyz", "Ü"], "bb": {7: 300, "c": []}})
    value = decode(whole)
    for at in range(len(whole)):
        with pytest.raises(InvalidFromPeer):
            decode(whole[:at])
        for byte in set(range(256)) - {whole[at]}:
            other = whole[:at] + bytes([byte]) + whole[at + 1 :]
            _one_form_or_refused(other)
            if is_canonical(other):
                assert types(decode(other)) != types(value)


@pytest.mark.parametrize("wrap", [bytes, lambda tagged: b"\x81" + tagged, lambda tagged: b"\xa1\x61a" + tagged])
def test_every_tag_is_refused_before_it_does_anything(wrap):
    """What the library does with some of them takes for ever (28, 29), compiles (35) or parses a mail (36)."""
    for number in [*range(0x0110), 1004, 43000, 55799, 2**32, 2**64 - 1]:
        for inside in (b"\x00", b"\x61a", b"\x41a", b"\x80", b"\x82\x01\x02"):
            with pytest.raises(InvalidFromPeer, match=rf"tag {number}\b"):
                decode(wrap(plain.cbor_head(6, number) + inside))


def test_shared_values_that_unfold_without_end_are_refused_at_the_first_tag():
    shared = [b"\xd8\x1c\x80"]
    shared += [b"\xd8\x1c" + plain.cbor_head(4, 4) + (b"\xd8\x1d" + plain.cbor(n)) * 4 for n in range(4)]
    with pytest.raises(InvalidFromPeer, match="tag 28"):
        decode(plain.cbor_head(4, len(shared)) + b"".join(shared))


def test_a_head_that_promises_more_than_there_is_costs_nothing():
    for major in (2, 3, 4, 5):
        for count in (2**16, 2**31, 2**32 - 1, 2**62, 2**64 - 1):
            with pytest.raises(InvalidFromPeer):
                decode(plain.cbor_head(major, count))


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        float("nan"),
        None,
        True,
        False,
        {1, 2},
        bytearray(b"a"),
        2**63,
        -(2**63) - 1,
        "\ud800",
        {"k" * 24: 0},
        {"": 0},
        {24: 0},
        {-1: 0},
        {True: 0},
        {b"a": 0},
        {("a",): 0},
        {"\ud800": 0},
        [None],
        {"a": [1.5]},
        Letter.A,
    ],
    ids=repr,
)
def test_what_has_no_form_here_is_our_mistake(value):
    with pytest.raises(ValueError):
        encode(value)


def test_a_tuple_is_written_as_an_array_and_read_as_a_list():
    assert encode({"a": (1, ("b",))}) == encode({"a": [1, ["b"]]})


def test_nesting_is_limited_on_both_sides():
    def nested(depth, inner):
        return nested(depth - 1, [inner]) if depth else inner

    deepest = nested(DEPTH_MAX, 0)
    assert decode(encode(deepest)) == deepest
    for deeper in (nested(DEPTH_MAX + 1, 0), nested(DEPTH_MAX, {}), nested(DEPTH_MAX, [])):
        with pytest.raises(ValueError, match="deep"):
            encode(deeper)
        with pytest.raises(InvalidFromPeer):
            decode(plain.cbor(deeper))
    with pytest.raises(InvalidFromPeer):
        decode(b"\x81" * 60_000 + b"\x00")


def test_keys_of_every_length_stand_in_the_order_of_their_encoded_bytes():
    keys = [*range(24), *(letter * length for length in range(1, 24) for letter in "aé~"[: 3 if length < 12 else 1])]
    found = list(decode(encode(dict.fromkeys(reversed(keys), 0))))
    assert found == sorted(keys, key=plain.cbor)
