"""Certificates of circuits: which may be pinned. Vectors: tests/vectors/roster/certificate-*."""

import warnings
from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from hypothesis import given
from hypothesis import strategies as st

from tests.refusal import outcome, refusal
from tests.strategies import digests, mangled
from tests.vectors.make import curve, plain
from watchline.keys import PrivateKey, certificate_key, check_certificate, make_certificate, private_pem
from watchline.keys.certificate import CERTIFICATE_BYTES_MAX

SOUND = make_certificate(bytes(32), "XAA main")


@given(digests, st.text("abcXYZ 09", min_size=1, max_size=20))
def test_a_made_certificate_may_be_pinned_and_is_the_same_each_time(seed, name):
    made = make_certificate(seed, name)
    assert made == make_certificate(seed, name)
    assert check_certificate(made) == made
    assert certificate_key(made) == PrivateKey(seed).public


def test_it_is_valid_for_a_node_whose_clock_is_years_off_and_names_itself_only():
    certificate = x509.load_der_x509_certificate(SOUND)
    assert certificate.not_valid_before_utc == datetime(2000, 1, 1, tzinfo=UTC)
    assert certificate.not_valid_after_utc == datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
    assert certificate.subject == certificate.issuer
    assert not certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca


def test_the_private_key_is_the_certificate_s():
    key = load_pem_private_key(private_pem(bytes(32)), None)
    assert isinstance(key, Ed25519PrivateKey)
    assert key.public_key().public_bytes_raw() == certificate_key(SOUND)


def test_every_changed_byte_is_refused_and_nothing_else_is_raised():
    """Every change of one bit, and some more: the parser has many exceptions without a common base."""
    for at in range(len(SOUND)):
        for change in (1, 2, 4, 8, 16, 32, 64, 128, 255):
            changed = SOUND[:at] + bytes([SOUND[at] ^ change]) + SOUND[at + 1 :]
            assert refusal(check_certificate, changed) == "key", (at, change)


def test_every_version_number_but_the_third_is_refused():
    at = SOUND.index(b"\xa0\x03\x02\x01\x02") + 4
    for version in set(range(256)) - {2}:
        assert refusal(check_certificate, SOUND[:at] + bytes([version]) + SOUND[at + 1 :]) == "key"


@given(st.binary(max_size=64) | mangled(SOUND))
def test_any_bytes_are_the_certificate_or_refused(der):
    found, code = outcome(check_certificate, der)
    assert (found, code) in {(SOUND, None), (None, "key")}


def test_every_truncation_is_refused():
    assert {refusal(check_certificate, SOUND[:at]) for at in range(len(SOUND))} == {"key"}


def _signed(tbs, signature):
    """Return a certificate of a signed part and a signature."""
    inner = tbs + bytes.fromhex("300506032b6570") + b"\x03\x41\x00" + signature
    return b"\x30\x82" + len(inner).to_bytes(2, "big") + inner


def _tbs(der):
    return x509.load_der_x509_certificate(der).tbs_certificate_bytes


def test_a_certificate_can_be_taken_apart_and_put_together_again():
    tbs = _tbs(SOUND)
    assert certificate_key(_signed(tbs, PrivateKey(bytes(32)).sign(tbs)))


@pytest.mark.parametrize("torsion", range(8))
def test_a_key_of_small_order_is_refused_though_anybody_can_sign_for_it(torsion):
    tbs = _tbs(SOUND).replace(certificate_key(SOUND), curve.SMALL[torsion])
    assert refusal(check_certificate, _signed(tbs, curve.SMALL[0] + bytes(32))) == "key"


def test_a_key_of_mixed_order_is_refused_though_another_library_takes_its_signature():
    secret = curve.scalar("tls")
    key = curve.key_with(4, secret)
    taken = 0
    for n in range(8):  # for every other text the small parts cancel
        tbs = _tbs(SOUND).replace(certificate_key(SOUND), key).replace(b"XAA main", b"XAA mai%d" % n)
        der = _signed(tbs, curve.signature(secret, key, tbs))
        taken += _self_signed_says_openssl(der)
        assert refusal(check_certificate, der) == "key"
    assert taken


def _self_signed_says_openssl(der):
    certificate = x509.load_der_x509_certificate(der)
    try:
        certificate.public_key().verify(certificate.signature, certificate.tbs_certificate_bytes)
    except InvalidSignature:
        return False
    return True


def test_a_certificate_is_at_most_2048_bytes_long():
    sound = plain.certificate("XAA tls", comment=1000)
    room = 1000 + CERTIFICATE_BYTES_MAX - len(sound)
    longest, longer = plain.certificate("XAA tls", comment=room), plain.certificate("XAA tls", comment=room + 1)
    assert len(longest) == CERTIFICATE_BYTES_MAX
    assert len(longer) == CERTIFICATE_BYTES_MAX + 1
    assert refusal(check_certificate, longest) is None
    assert refusal(check_certificate, longer) == "key"


@pytest.mark.parametrize("says", ["error", "ignore"])
def test_a_serial_number_that_is_not_positive_is_refused_whatever_becomes_of_warnings(says):
    """The parser only warns of it, so that one setting of the interpreter would take what another refuses."""
    tbs = _tbs(SOUND).replace(b"\xa0\x03\x02\x01\x02\x02\x01\x01", b"\xa0\x03\x02\x01\x02\x02\x01\x00")
    with warnings.catch_warnings():
        warnings.simplefilter(says)
        assert refusal(check_certificate, _signed(tbs, PrivateKey(bytes(32)).sign(tbs))) == "key"
