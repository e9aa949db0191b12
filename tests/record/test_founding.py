"""The founding file. One failure each: tests/vectors/charter/founding-*."""

import pytest
from hypothesis import given

from tests.party.parties import PARTIES, key
from tests.refusal import CODES, outcome, refusal
from tests.strategies import charters, mangled
from tests.vectors.make import plain
from watchline.errors import InvalidFromPeer
from watchline.party import make_card
from watchline.record.charter import read_charter
from watchline.record.founding import FOUNDING_BYTES_MAX, Founding, read_founding

CARDS = {roster.code: make_card(root, roster, []) for root, _, roster in PARTIES}


def proposed(charter):
    return Founding(charter, {}, tuple(CARDS[code] for code in charter.codes))


@given(charters())
def test_it_goes_round_until_every_root_has_signed_in_any_order(drawn):
    roots, charter = drawn
    file = proposed(charter)
    for n, code in enumerate(reversed(roots)):
        file = read_founding(file.data())
        assert file.missing() == list(roots)[: len(roots) - n]
        file = file.signed_by(code, roots[code])
    assert file.missing() == []
    assert read_founding(file.data()) == file
    forwards = proposed(charter)
    for code, root in roots.items():
        forwards = forwards.signed_by(code, root)
    assert forwards.data() == file.data()


FILE = proposed(
    read_charter(
        plain.cbor(
            plain.charter_fields("XAA", "XBB")
            | {
                "parties": [
                    {"code": roster.code, "root": root.public, "names": roster.names, "roster": [1, roster.hash()]}
                    for root, _, roster in PARTIES[:2]
                ]
            }
        )
    )
)


@given(mangled(FILE.signed_by("XAA", key("XAA root")).data()))
def test_a_mangled_file_is_another_line_or_refused(data):
    file, code = outcome(read_founding, data)
    assert code in CODES | {None}
    if file:
        assert file.charter.line != FILE.charter.line or {"XAA"} >= set(file.signatures)


def test_another_root_cannot_sign_for_a_party():
    with pytest.raises(InvalidFromPeer, match="another root key for XAA"):
        FILE.signed_by("XAA", key("XBB root"))
    assert refusal(FILE.signed_by, "XHH", key("XHH root")) == "sender"


def test_a_file_above_1_mib_is_refused_before_it_is_read():
    assert refusal(read_founding, b"\xff" * (FOUNDING_BYTES_MAX + 1)) == "limit"
    assert refusal(read_founding, b"\xff" * FOUNDING_BYTES_MAX) == "malformed"
