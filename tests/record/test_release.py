"""The form that a releaser signs: its bytes, and that every field of it counts."""

import pytest

from watchline.keys import digest, labelled_digest
from watchline.record import Ref, release_challenge, release_form

FIELDS = {
    "line": b"\x01" * 32, "charter": b"\x02" * 32, "kind": "message", "post": "watch", "refs": [Ref("XBB", 1, 7, b"\x03" * 32)],
    "precedence": "Z", "draft": b"\x04" * 16, "body": b"\xa1\x00\x01", "not_after": 1_795_305_600_000,
}  # fmt: skip
GOLDEN = (
    "a964626f647943a10001646b696e64676d657373616765646c696e6558200101010101010101010101010101010101010101"
    "01010101010101010101010164706f7374657761746368647265667381846358424201075820030303030303030303030303"
    "0303030303030303030303030303030303030303656472616674500404040404040404040404040404040467636861727465"
    "7258200202020202020202020202020202020202020202020202020202020202020202696e6f745f61667465721b000001a2"
    "008d74006a707265636564656e6365615a"
)
"""Decoded and compared by hand with docs/spec/leaf.md, release."""


def test_the_form_is_these_bytes():
    form = release_form(**FIELDS)
    assert form.hex() == GOLDEN
    assert release_challenge(form) == labelled_digest("release", digest(form))


@pytest.mark.parametrize("name", sorted(FIELDS))
def test_every_field_counts(name):
    value = FIELDS[name]
    other = value[:-1] if isinstance(value, bytes | str | list) else value + 1
    assert release_form(**{**FIELDS, name: other}) != release_form(**FIELDS)
