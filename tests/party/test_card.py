"""Cards: what a party hands to another to pair. One failure each: tests/vectors/roster/card-*."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.party.parties import FIRST, ROOT, keys, made
from tests.refusal import CODES, outcome, refusal
from tests.strategies import mangled, rosters, texts
from watchline.codec import decode, encode
from watchline.party import Endpoint, make_card, read_card
from watchline.party.card import ENDPOINTS_MAX

CARD = make_card(ROOT, FIRST, [Endpoint("main", "198.51.100.7", 7412)])


@given(rosters(), st.lists(st.builds(Endpoint, st.text(max_size=16), texts, st.integers(1, 65_535)), max_size=4))
def test_a_made_card_reads_back(drawn, points):
    root, _, roster = drawn
    card = make_card(root, roster, points)
    assert read_card(card.data) == card
    assert (card.roster, list(card.endpoints)) == (roster, points)


@given(mangled(CARD.data))
def test_mangled_bytes_are_refused(data):
    card, code = outcome(read_card, data)
    assert code in CODES or (data == CARD.data and card == CARD)


def test_every_truncation_and_every_changed_byte_is_refused():
    for at in range(len(CARD.data)):
        assert refusal(read_card, CARD.data[:at]) == "malformed"
        changed = CARD.data[:at] + bytes([CARD.data[at] ^ 1]) + CARD.data[at + 1 :]
        assert refusal(read_card, changed) in CODES


def test_a_card_holds_roster_1_whose_keys_all_prove_possession():
    second = made(keys("2"), prev=FIRST)
    assert refusal(make_card, ROOT, second, []) == "malformed"


@pytest.mark.parametrize("field", ["v", "roster", "endpoints"])
def test_every_field_is_needed(field):
    document = encode({name: value for name, value in decode(decode(CARD.data)[0]).items() if name != field})
    assert refusal(read_card, encode([document, ROOT.sign(b"watchline/card/v1\0" + document)])) in CODES


def test_a_card_has_at_most_16_endpoints():
    points = [Endpoint("main", "198.51.100.7", n) for n in range(1, ENDPOINTS_MAX + 2)]
    assert len(make_card(ROOT, FIRST, points[1:]).endpoints) == ENDPOINTS_MAX
    assert refusal(make_card, ROOT, FIRST, points) == "malformed"
