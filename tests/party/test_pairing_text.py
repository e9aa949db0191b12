"""The text of a card's QR and the strings of a voice ceremony: read back, and refused if a character was misread."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.party.parties import FIRST, PARTIES, ROOT
from tests.refusal import outcome, refusal
from tests.strategies import digests
from watchline.party import Endpoint, card_hash, make_card, qr_payload, read_qr_payload
from watchline.party.pairing_text import QR_MAX, Text, read_commit, read_nonce, write_commit, write_nonce

CARD = make_card(ROOT, FIRST, [Endpoint("main", "198.51.100.7", 7412)])


@pytest.mark.parametrize(
    ("host", "hint"),
    [
        ("198.51.100.7", "198.51.100.7:65535"),
        ("2001:db8::1", "[2001:DB8::1]:65535"),
        ("node.example", "NODE.EXAMPLE:65535"),
        ("a" * 60, ""),
        ("node_1", ""),
        ("node/x", ""),
        ("nöde", ""),
    ],
)
def test_the_text_of_a_qr_says_root_card_code_and_where_to_fetch_it_if_that_fits(host, hint):
    card = make_card(ROOT, FIRST, [Endpoint("main", host, 65_535), Endpoint("other", "192.0.2.1", 1)])
    text = qr_payload(card)
    assert len(text) <= QR_MAX
    assert read_qr_payload(text) == ("XAA", FIRST.root, card_hash(card), hint)


def test_the_longest_code_and_no_endpoint_fit_too():
    for root, _, roster in PARTIES:
        text = qr_payload(make_card(root, roster, []))
        assert len(text) <= QR_MAX - len("XAAXAAXA")
        assert read_qr_payload(f"  {text[:60]}\n{text[60:].lower()}\n").root == roster.root


@given(st.integers(0, 500), st.characters(min_codepoint=33, max_codepoint=126))
def test_one_misread_character_is_seen(at, other):
    text = qr_payload(CARD)
    at %= len(text)
    found, code = outcome(read_qr_payload, text[:at] + other + text[at + 1 :])
    assert code == "malformed" or found == read_qr_payload(text)


@given(st.text(max_size=200))
def test_anything_else_is_refused(text):
    for read in (read_qr_payload, read_commit, lambda found: read_nonce(Text.ANSWER, found)):
        assert refusal(read, text) == "malformed"


def test_letters_whose_capitals_are_ours_are_not_taken_for_them():
    text = write_commit("XSS", bytes(32))
    assert read_commit(text)[0] == "XSS"
    assert refusal(read_commit, text.replace("XSS", "Xß")) == "malformed"


@given(digests, digests)
def test_strings_read_back_and_are_not_taken_for_each_other(one, two):
    assert read_commit(write_commit("XAA", one)) == ("XAA", one)
    for what, other in ((Text.ANSWER, Text.REVEAL), (Text.REVEAL, Text.ANSWER)):
        text = write_nonce(what, "XBB", one, two)
        assert read_nonce(what, text) == ("XBB", one, two)
        assert refusal(read_nonce, other, text) == "malformed"
        assert refusal(read_commit, text) == "malformed"
        assert refusal(read_qr_payload, text) == "malformed"


def test_a_card_of_which_one_bit_differs_has_another_hash():
    other = make_card(ROOT, FIRST, [Endpoint("main", "198.51.100.7", 7413)])
    assert card_hash(other) != card_hash(CARD)
    assert len(card_hash(CARD)) == 32
