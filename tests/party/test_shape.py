"""Checks on decoded CBOR: the value with its type, or which field is wrong."""

import pytest

from tests.refusal import refusal
from watchline.errors import InvalidFromPeer
from watchline.party.shape import INT_MAX, a_count, a_list, a_map, a_text, some_bytes

VALUES = [
    0,
    -1,
    2**53,
    2**53 + 1,
    True,
    "",
    "a",
    "a" * 257,
    b"",
    b"a" * 32,
    b"a" * 33,
    [],
    [1] * 3,
    {},
    {"a": 1},
    {1: 1},
    None,
]


@pytest.mark.parametrize(
    ("check", "taken"),
    [
        (a_map, [{}, {"a": 1}]),
        (lambda value, what: a_list(value, what, 2), [[]]),
        (a_text, ["", "a"]),
        (some_bytes, [b"a" * 32]),
        (lambda value, what: some_bytes(value, what, None, 32), [b"", b"a" * 32]),
        (a_count, [0, INT_MAX]),
        (lambda value, what: a_count(value, what, -1, 0), [0, -1]),
    ],
    ids=["a_map", "a_list", "a_text", "some_bytes", "some_bytes at most", "a_count", "a_count between"],
)
def test_each_check_takes_its_own_form_and_returns_it_unchanged(check, taken):
    for value in VALUES:
        if any(value is item or (type(value) is type(item) and value == item) for item in taken):
            assert check(value, "what") is value
        else:
            assert refusal(check, value, "what") == "malformed", value


def test_the_field_is_named():
    with pytest.raises(InvalidFromPeer, match="field body_class is missing"):
        a_count(None, "body_class")
