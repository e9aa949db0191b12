"""Digests with first bytes of their own, and the commitment to a body."""

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import digests
from watchline.keys import body_hash, digest, labelled, labelled_digest

USES = ["roster", "possession", "card", "charter", "key-set", "body", "order"]


def test_the_first_bytes_are_those_of_the_page():
    assert labelled("roster", b"x") == b"watchline/roster/v1\0x"
    assert labelled_digest("charter", b"x") == sha256(b"watchline/charter/v1\0x").digest()
    assert digest(b"ab", b"", b"c") == sha256(b"abc").digest()


@given(st.sampled_from(USES), st.sampled_from(USES), st.binary(max_size=20), st.binary(max_size=20))
def test_no_bytes_of_one_use_are_bytes_of_another(one, two, first, second):
    if (one, first) != (two, second):
        assert labelled(one, first) != labelled(two, second)


@given(digests, digests, digests, st.binary(max_size=40))
def test_a_commitment_is_over_line_author_salt_and_body(line, party, salt, body):
    assert body_hash(line, party, salt, body) == sha256(b"watchline/body/v1\0" + line + party + salt + body).digest()
