"""A phrase in a body: what is written is read back, and what is wrong is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.phrase.books import SHIPPED, added, own
from tests.phrase.strategies import uses
from watchline.codec import decode, encode
from watchline.errors import InvalidFromPeer, OurMistake
from watchline.measure import parse_dtg
from watchline.phrase import read_edition, read_parameters, read_use, say, write_use

DTG = parse_dtg("221530Z NOV 26")
STOP = {"position": "36S WC 1234 5678", "dtg": DTG}


@given(uses())
def test_what_is_written_is_read_back_and_has_one_encoding(use):
    data = encode(write_use(use))
    assert read_use(decode(data)) == use
    assert encode(write_use(read_use(decode(data)))) == data


def test_the_value_of_a_body_is_small():
    use = say(SHIPPED, "WN03", STOP, agreed=SHIPPED.hash)
    assert write_use(use) == {"code": "WN03", "params": {"position": "36S WC 1234 5678", "dtg": DTG}}
    assert len(encode(write_use(use))) == 58
    assert encode(write_use(say(SHIPPED, "CL09", {}, agreed=SHIPPED.hash))) == b"\xa1\x64code\x64CL09"


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"dtg": DTG}, "WN03-P: parameter position is missing: a position"),
        (STOP | {"speed": 3}, "WN03-P: no parameter speed"),
        (STOP | {"dtg": "221530Z NOV 26"}, "WN03-P: parameter dtg is not a date-time group"),
        (STOP | {"position": 5}, "WN03-P: parameter position is not a position"),
        ({"position": 5}, "parameter dtg is missing: .*; parameter position is not"),
    ],
)
def test_a_missing_extra_or_mistyped_parameter_is_named(params, words):
    with pytest.raises(OurMistake, match=words):
        say(SHIPPED, "WN03", params, agreed=SHIPPED.hash)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"dtg": "221530Z NOV 26"}, "WN03-P: parameter position is missing: a position"),
        ({"dtg": "now", "position": "36SWC12345678"}, "WN03-P: parameter dtg is not a date-time group"),
        ({"dtg": "221530Z NOV 26", "position": "36SWC12345678", "x": ""}, "WN03-P: no parameter x"),
    ],
)
def test_what_was_typed_wrongly_is_named(typed, words):
    with pytest.raises(OurMistake, match=words):
        read_parameters(SHIPPED.phrases["WN03"], typed)


def test_what_was_typed_becomes_values():
    typed = {"position": "36swc12345678", "dtg": " 221530z nov 26 "}
    assert read_parameters(SHIPPED.phrases["WN03"], typed) == STOP


@pytest.mark.parametrize(
    ("code", "operator", "ref", "words"),
    [
        ("ZZ99", None, None, "no phrase 'ZZ99'"),
        ("CL09", "DENY", None, "no operator 'DENY'; there are QUERY, CANCEL, REPEAT"),
        ("CL09", "CANCEL", None, "CL09-J: CANCEL and REPEAT have a reference"),
        ("CL09", "QUERY", "XAA-0412", "nothing else has"),
        ("CL09", None, "XAA-0412", "nothing else has"),
        ("CL09", "REPEAT", "yesterday", "ref: not a reference"),
    ],
)
def test_an_unknown_code_or_a_wrong_operator_is_named(code, operator, ref, words):
    with pytest.raises(OurMistake, match=words):
        say(SHIPPED, code, {}, agreed=SHIPPED.hash, operator=operator, ref=ref)


def test_a_phrase_names_its_phrasebook_only_if_the_charter_does_not():
    edition = read_edition(own(added()), SHIPPED)
    assert say(edition, "PR09", {}, agreed=SHIPPED.hash).book is None
    assert say(edition, "XA01", {"n": 3}, agreed=SHIPPED.hash).book == edition.hash
    assert say(SHIPPED, "PR09", {}, agreed=None).book == SHIPPED.hash
    assert say(SHIPPED, "PR09", {}, agreed=bytes(32)).book == SHIPPED.hash


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        {},
        {"code": "WN3"},
        {"code": "WN03\n"},
        {"code": "WN03", "op": "DENY"},
        {"code": "WN03", "op": "CANCEL"},
        {"code": "WN03", "op": "CANCEL", "ref": "yesterday"},
        {"code": "WN03", "ref": "XAA-0412"},
        {"code": "WN03", "book": b"short"},
        {"code": "WN03", "params": {"Position": 1}},
        {"code": "WN03", "params": {"position": {}}},
        {"code": "WN03", "params": {"position": [[]]}},
        {"code": "WN03", "params": {"position": "x" * 257}},
        {"code": "WN03", "params": {"position": [1] * 17}},
        {"code": "WN03", "params": {"position": 2**60}},
        {"code": "WN03", "params": dict.fromkeys("abcdefghi", 1)},
    ],
)
def test_what_has_not_the_shape_of_a_phrase_is_refused(value):
    with pytest.raises(InvalidFromPeer) as caught:
        read_use(value)
    assert caught.value.code == "malformed"


@given(
    st.recursive(
        st.integers() | st.text() | st.binary(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_garbage_gives_a_phrase_or_a_refusal(value):
    with pytest.raises(InvalidFromPeer):
        read_use(value)
