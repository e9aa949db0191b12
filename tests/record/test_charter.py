"""The charter and its signatures. One failure each: tests/vectors/charter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.party.parties import PARTIES, ROOT
from tests.refusal import CODES, outcome, refusal
from tests.strategies import charters, digests, mangled, private_keys
from tests.vectors.make import plain
from watchline.codec import decode, encode
from watchline.party import parse_origin
from watchline.record.charter import (
    KNOWN,
    read_charter,
    write_charter,
    write_successor,
)
from watchline.record.charter_signing import read_signed_charter, sign_charter, signed_charter
from watchline.record.charter_words import charter_page

SOUND = plain.cbor(plain.charter_fields())
SIGNED = plain.cbor([SOUND, plain.charter_signatures(SOUND, "XAA", "XBB")])


@given(charters())
def test_a_written_charter_reads_back(drawn):
    roots, charter = drawn
    assert read_charter(charter.data) == charter
    assert charter.line == charter.hash == plain.charter_hash(charter.data)
    assert list(charter.codes) == list(roots)
    assert [party.root for party in charter.parties] == [root.public for root in roots.values()]
    assert [charter.party(code).id for code in roots] == [plain.sha(root.public) for root in roots.values()]


@given(charters())
def test_signed_by_all_it_reads_back_and_signed_by_fewer_it_is_refused(drawn):
    roots, charter = drawn
    signatures = {code: sign_charter(charter, root) for code, root in roots.items()}
    signed = signed_charter(charter, dict(reversed(signatures.items())))
    assert signed == plain.cbor([charter.data, [list(item) for item in signatures.items()]]), "in party order"
    assert read_signed_charter(signed) == (charter, signatures)
    for code in roots:
        others = {key: value for key, value in signatures.items() if key != code}
        assert refusal(read_signed_charter, signed_charter(charter, others)) == "signature"


@given(charters(), private_keys)
def test_another_s_signature_is_refused(drawn, other):
    roots, charter = drawn
    signatures = {code: sign_charter(charter, root) for code, root in roots.items()}
    forged = signatures | {charter.codes[0]: sign_charter(charter, other)}
    assert refusal(read_signed_charter, signed_charter(charter, forged)) == "signature"


@given(mangled(SOUND))
def test_a_mangled_charter_is_another_line_or_refused(data):
    charter, code = outcome(read_charter, data)
    assert code in CODES | {None}
    if charter and data != SOUND:
        assert charter.line != plain.charter_hash(SOUND)


def test_every_changed_byte_of_a_signed_charter_is_refused():
    assert refusal(read_signed_charter, SIGNED) is None
    for at in range(len(SIGNED)):
        assert refusal(read_signed_charter, SIGNED[:at]) == "malformed"
        changed = SIGNED[:at] + bytes([SIGNED[at] ^ 1]) + SIGNED[at + 1 :]
        assert refusal(read_signed_charter, changed) in CODES


@given(
    st.dictionaries(
        st.sampled_from(sorted(KNOWN)),
        st.integers(-2, 4000)
        | st.text(max_size=4)
        | st.binary(max_size=33)
        | st.lists(
            st.text(max_size=3) | st.integers(-9, 9) | st.dictionaries(st.sampled_from("ab"), st.integers(-9, 9)),
            max_size=3,
        )
        | st.dictionaries(st.sampled_from(["answer_s", "Z", "R"]), st.integers(-1, 10**6), max_size=2),
        min_size=1,
        max_size=3,
    )
)
def test_a_charter_with_any_field_changed_is_read_or_refused(fields):
    data = plain.cbor(decode(SOUND) | fields)
    charter, code = outcome(read_charter, data)
    assert code in CODES | {None}
    assert (charter is None) == (code is not None)


def test_what_is_left_out_has_the_defaults_of_the_page():
    spare = plain.charter_fields(calendar=None, windows=None, precedence=None, receipt_kinds=None, clock_ms=None)
    charter = read_charter(plain.cbor(spare))
    assert (charter.windows.answer_s, charter.windows.initiative_s, charter.windows.held_s) == (900, 300, 60)
    assert charter.precedence == {"Z": 120, "O": 600, "P": 3600, "R": 21_600}
    assert charter.receipt_kinds == ("line_test", "message", "call", "activity_notice", "incident")
    assert (charter.clock_ms, charter.calendar, charter.demo, charter.title) == (10_000, (), False, "")


def test_what_this_version_does_not_know_is_named():
    slot = {"minute": 360, "circuit": "main", "season": "winter"}
    charter = read_charter(plain.cbor(plain.charter_fields(weather="fair", tide=[1], calendar=[slot])))
    assert charter.unknown == ("calendar.season", "tide", "weather"), "within an article, too"
    assert encode(decode(charter.data)) == charter.data


@given(charters())
def test_names_of_logs_and_references_say_whether_it_is_a_demonstration(drawn):
    _, charter = drawn
    code = charter.codes[0]
    name = charter.log(code, 3)
    assert parse_origin(name.origin()) == name
    assert (".watchline-demo/" in name.origin()) == charter.demo
    assert charter.reference(code, 412) == f"{'D-' if charter.demo else ''}{code}-0412"
    assert charter.reference(code, 12_345).endswith("-12345")


def test_a_stranger_is_no_party():
    assert refusal(read_charter(SOUND).party, "XHH") == "sender"


@given(digests, digests)
def test_the_nonce_makes_two_lines_of_the_same_words_two(one, two):
    rosters = [roster for _, _, roster in PARTIES[:2]]
    circuits = {"circuits": [{"name": "main", "carrier": "direct"}]}
    first, second = (write_charter(circuits, rosters, nonce) for nonce in (one, two))
    assert (first.line == second.line) == (one == two)


@pytest.mark.parametrize("field", ["circuits", "posts", "parties", "v", "nonce"])
def test_what_has_no_default_is_needed(field):
    assert refusal(read_charter, plain.cbor(plain.charter_fields(**{field: None}))) in {"malformed", "version"}


def test_a_root_signs_the_hash_under_its_own_first_bytes():
    charter = read_charter(SOUND)
    assert sign_charter(charter, ROOT) == ROOT.sign(b"watchline/charter/v1\0" + charter.hash)


AFTER = {"line": bytes(range(32)), "heads": [["XAA", 1, 9, bytes(32)], ["XBB", 2, 7, bytes(32)]]}


def test_a_founding_charter_may_name_the_line_that_it_follows_and_no_other_charter_does():
    before = read_charter(plain.cbor(plain.charter_fields(after=AFTER)))
    assert before.after is not None
    assert before.after.line == AFTER["line"]
    assert before.after.heads[1] == ("XBB", 2, 7, bytes(32))
    assert not before.unknown
    assert f"It follows line {AFTER['line'].hex()}" in charter_page(before)
    fields = {name: value for name, value in decode(before.data).items() if name not in {"nonce", "v", "parties"}}
    assert write_successor(before, {name: fields[name] for name in fields if name != "after"}).after is None
    assert refusal(write_successor, before, fields) == "malformed"
    for heads in ([], [["XAA", 1, 9, bytes(31)]], [["XAA", 0, 9, bytes(32)]], AFTER["heads"][:1] * 2):
        bad = plain.cbor(plain.charter_fields(after=AFTER | {"heads": heads}))
        assert refusal(read_charter, bad) == "malformed"
