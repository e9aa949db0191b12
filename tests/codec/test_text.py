"""Base64 in its one form."""

import base64

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.refusal import outcome, refusal
from watchline.codec import b64, parse_b64


@given(st.binary(max_size=100))
def test_what_was_written_reads_back(data):
    assert b64(data) == base64.standard_b64encode(data).decode()
    assert parse_b64(b64(data)) == data


@given(st.text("ABYZabyz0189+/=-_ \n\u0660\ud800", max_size=12) | st.text(max_size=12))
@example("AA==\n")
@example("A")
@example("====")
@example("QQ==QQ==")
def test_any_text_is_the_one_form_of_its_bytes_or_refused(text):
    data, code = outcome(parse_b64, text)
    assert code in {None, "malformed"}
    if code is None:
        assert b64(data) == text


@pytest.mark.parametrize("size", range(1, 7))
def test_trailing_bits_are_refused_wherever_there_are_any(size):
    text = b64(bytes(range(size)))
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    last = len(text.rstrip("=")) - 1
    spare = {1: 16, 2: 4, 0: 1}[size % 3]
    taken = [letter for letter in alphabet if not refusal(parse_b64, text[:last] + letter + text[last + 1 :])]
    assert taken == list(alphabet[::spare])
