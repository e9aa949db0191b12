"""Rosters: who may sign for a party, and what a roster may change. One failure each: tests/vectors/roster."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.party.parties import FIRST, ROOT, key, keys, made
from tests.refusal import CODES, outcome, refusal
from tests.strategies import key_sets, mangled, private_keys, roster_chains, rosters
from tests.vectors.make import plain
from watchline.codec import decode, encode
from watchline.keys import make_certificate
from watchline.party import KeySet, PrivateKeySet, fingerprint, party_id, read_roster
from watchline.party.roster import KEY_SETS_MAX, SPARES_MAX


@given(rosters())
def test_a_made_roster_reads_back(drawn):
    root, sets, roster = drawn
    assert read_roster(roster.signed) == roster
    assert (roster.root, roster.number, roster.prev) == (root.public, 1, None)
    assert roster.key_sets == tuple(item.public for item in sets)
    assert (roster.party_id, roster.fingerprint) == (party_id(root.public), fingerprint(root.public))
    assert decode(roster.signed)[0] == roster.document


@given(roster_chains())
def test_a_chain_of_rosters_reads_in_its_order_and_in_no_other(chain):
    for n, roster in enumerate(chain):
        assert roster.number == n + 1
        for m, prev in enumerate(chain):
            code = refusal(read_roster, roster.signed, prev)
            assert code == (None if m == n - 1 else "key"), (n, m)


def test_the_hash_is_over_the_document_alone():
    document, signed = plain.first_roster("XAA")
    assert read_roster(signed).hash() == plain.sha(b"watchline/roster/v1\0", document)


@given(key_sets)
def test_a_key_set_reads_back_and_has_the_hash_of_the_page(drawn):
    public = drawn.public
    assert KeySet.of(decode(public.document())) == public
    assert public.hash() == plain.key_set_hash({"log": public.log, "mirror": public.mirror})


@given(
    st.binary(max_size=60)
    | st.none()
    | st.dictionaries(st.sampled_from(["log", "mirror", "x"]), st.binary(max_size=33))
)
def test_anything_is_a_key_set_or_refused(value):
    assert refusal(KeySet.of, value) in {None, "malformed", "key"}


@given(mangled(FIRST.signed))
def test_mangled_bytes_are_refused(data):
    roster, code = outcome(read_roster, data)
    assert code in CODES or (data == FIRST.signed and roster == FIRST)


def test_every_truncation_and_every_changed_byte_is_refused():
    for at in range(len(FIRST.signed)):
        assert refusal(read_roster, FIRST.signed[:at]) == "malformed"
        changed = FIRST.signed[:at] + bytes([FIRST.signed[at] ^ 1]) + FIRST.signed[at + 1 :]
        assert refusal(read_roster, changed) in CODES


@settings(max_examples=30)
@given(
    st.dictionaries(
        st.sampled_from(["v", "code", "root", "number", "prev", "names", "key_sets", "spares", "tls"]),
        st.integers(-1, 3) | st.text(max_size=3) | st.binary(max_size=3) | st.lists(st.binary(max_size=3), max_size=2),
        min_size=1,
        max_size=3,
    )
)
def test_a_signed_document_with_any_field_changed_is_refused_or_read(fields):
    document = encode(decode(FIRST.document) | fields)
    sets = sorted(
        [[item.public, item.sign(b"watchline/possession/v1\0" + document)] for item in (key("1 log"), key("1 mirror"))]
    )
    signed = encode([document, ROOT.sign(b"watchline/roster/v1\0" + document), sets])
    assert refusal(read_roster, signed) in CODES | {None}


# -- what the next one may change -----------------------------------------------------------------------------------------


def test_keys_that_the_roster_before_listed_prove_nothing_again():
    second = made(keys("1"), keys("2"), prev=FIRST)
    proofs = decode(second.signed)[2]
    assert [item[0] for item in proofs] == sorted([key("2 log").public, key("2 mirror").public])


def test_a_lower_number_a_second_of_a_number_and_a_gap_are_refused():
    second = made(keys("2"), prev=FIRST)
    third = made(keys("3"), prev=second)
    rival = made(keys("1"), keys("3"))
    assert refusal(read_roster, FIRST.signed, second) == "key"
    assert refusal(read_roster, second.signed, second) == "key"
    assert refusal(read_roster, rival.signed, FIRST) == "key"
    assert refusal(read_roster, third.signed, FIRST) == "key"
    assert refusal(read_roster, third.signed, second) is None


def test_a_rival_predecessor_breaks_the_chain():
    rival = made(keys("9"))
    assert refusal(read_roster, made(keys("2"), prev=rival).signed, FIRST) == "key"


def test_without_the_one_before_a_later_roster_is_read_and_its_root_signature_checked():
    second = made(keys("2"), prev=FIRST)
    assert read_roster(second.signed).number == 2
    document, signature, proofs = decode(second.signed)
    assert refusal(read_roster, encode([document, bytes(64), proofs])) == "signature"
    assert refusal(read_roster, encode([document, signature, [[proofs[0][0], bytes(64)]]])) == "signature"
    assert refusal(read_roster, encode([document, signature, [[bytes(32), bytes(64)], *proofs]])) == "malformed"


def test_nobody_can_add_a_proof_to_a_signed_roster():
    """The proofs are the one part that no signature covers: one more, and another reader would refuse the whole record."""
    document, signature, proofs = decode(FIRST.signed)
    other = key("9 log")
    added = sorted([*proofs, [other.public, other.sign(b"watchline/possession/v1\0" + document)]])
    assert refusal(read_roster, encode([document, signature, added])) == "malformed"
    second = made(keys("1"), prev=FIRST)
    document, signature, proofs = decode(second.signed)
    again = [[key("1 log").public, key("1 log").sign(b"watchline/possession/v1\0" + document)]]
    assert proofs == []
    assert refusal(read_roster, encode([document, signature, again]), FIRST) == "malformed"


@pytest.mark.parametrize(
    "second",
    [
        lambda first: made(PrivateKeySet(key("1 mirror"), key("1 log")), prev=first),
        lambda first: made(PrivateKeySet(key("1 log"), key("2 mirror")), prev=first),
        lambda first: made(PrivateKeySet(key("2 log"), key("1 mirror")), prev=first),
        lambda first: made(PrivateKeySet(key("1 mirror"), key("2 mirror")), prev=first),
        lambda first: made(PrivateKeySet(key("tls"), key("2 mirror")), prev=first),
        lambda first: made(keys("2"), tls=[make_certificate(plain.seed("1 log"), "main")], prev=first),
    ],
    ids=[
        "change places",
        "log key in another set",
        "mirror key in another set",
        "mirror as log",
        "circuit as log",
        "log as circuit",
    ],
)
def test_a_key_keeps_its_use_and_its_key_set_from_roster_to_roster(second):
    first = made(keys("1"), tls=[make_certificate(plain.seed("tls"), "main")])
    assert refusal(second, first) == "key"


def test_a_key_set_that_comes_back_proves_nothing_again():
    """The page: a key proves possession in the roster that enrols it, in no earlier one listed. A verifier knows them all."""
    third = made(keys("1"), keys("2"), prev=made(keys("2"), prev=FIRST))
    assert decode(third.signed)[2] == []


@pytest.mark.parametrize(
    "third",
    [
        lambda second: made(PrivateKeySet(key("1 mirror"), key("1 log")), prev=second),
        lambda second: made(PrivateKeySet(key("1 log"), key("3 mirror")), prev=second),
        lambda second: made(keys("2"), tls=[make_certificate(plain.seed("1 log"), "main")], prev=second),
    ],
    ids=["change places", "in another set", "log as circuit"],
)
def test_a_key_keeps_its_use_though_a_roster_between_did_not_list_it(third):
    assert refusal(third, made(keys("2"), prev=FIRST)) == "key"


def test_a_circuit_may_have_two_certificates_of_one_key():
    two = [make_certificate(plain.seed("tls"), name) for name in ("main", "spare")]
    first = made(keys("1"), tls=two)
    assert made(keys("1"), tls=two[1:], prev=first).number == 2


def test_limits():
    many = [keys(str(n)) for n in range(KEY_SETS_MAX + 1)]
    assert len(made(*many[1:]).key_sets) == KEY_SETS_MAX
    assert refusal(made, *many) == "malformed"
    hashes = [plain.sha(bytes([n])) for n in range(SPARES_MAX + 1)]
    assert len(made(keys("1"), spares=hashes[1:]).spares) == SPARES_MAX
    assert refusal(made, keys("1"), spares=hashes) == "malformed"


@given(private_keys, private_keys)
def test_only_the_root_signs(root, other):
    roster = made(keys("1"), root=root)
    document, _, proofs = decode(roster.signed)
    signed = encode([document, other.sign(b"watchline/roster/v1\0" + document), proofs])
    assert refusal(read_roster, signed) == (None if other.seed == root.seed else "signature")
