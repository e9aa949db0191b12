"""Ed25519 as the page has it: which keys may be enrolled, and which signatures hold. Vectors: tests/vectors/encoding."""

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from tests.refusal import refusal
from tests.strategies import digests
from tests.vectors.make import curve
from watchline.keys import PrivateKey, enrolled, verified

SECRET = curve.scalar("a secret")
KEY = curve.key_with(0, SECRET)


def other_library(key, message, signature):
    """Return what OpenSSL says, by way of cryptography."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except InvalidSignature:
        return False
    return True


@given(digests, st.binary(max_size=200))
def test_another_library_makes_the_same_key_and_signature(seed, message):
    other, ours = Ed25519PrivateKey.from_private_bytes(seed), PrivateKey(seed)
    assert ours.public == other.public_key().public_bytes_raw()
    assert ours.sign(message) == other.sign(message)
    assert enrolled(ours.public) == ours.public
    assert verified(ours.public, message, ours.sign(message))


@given(digests, st.binary(min_size=1, max_size=40), st.data())
def test_a_changed_bit_of_key_message_or_signature_does_not_verify(seed, message, data):
    key = PrivateKey(seed)
    whole = key.public + key.sign(message) + message
    bit = data.draw(st.integers(0, 8 * len(whole) - 1))
    number = int.from_bytes(whole, "big") ^ 1 << bit
    changed = number.to_bytes(len(whole), "big")
    assert not verified(changed[:32], changed[96:], changed[32:96])


@given(st.binary(max_size=40), st.binary(max_size=40), st.binary(max_size=80))
def test_any_bytes_are_a_yes_or_a_no(key, message, signature):
    assert not verified(key, message, signature)


@given(st.binary(max_size=40) | st.none() | st.integers() | st.text())
def test_anything_is_enrolled_or_refused_as_a_key(value):
    assert refusal(enrolled, value) in {None, "key"}
    if not isinstance(value, bytes) or len(value) != 32:
        assert refusal(enrolled, value) == "key"


@given(digests)
def test_about_one_in_sixteen_byte_strings_is_a_key_and_each_of_them_is_in_the_prime_order_group(value):
    y = int.from_bytes(value, "little") & (1 << 255) - 1
    point = curve.on_curve(y, value[31] >> 7) if y < curve.P else None
    sound = point is not None and curve.encode(point) == value and curve.times(curve.L, point) == curve.ZERO
    assert (refusal(enrolled, value) is None) == (sound and point != curve.ZERO)


def test_the_points_of_the_curve_are_what_they_are_said_to_be():
    assert len(set(curve.SMALL)) == 8
    assert curve.times(8, curve.EIGHT) == curve.times(curve.L, curve.BASE) == curve.ZERO
    assert curve.encode(curve.times(SECRET, curve.BASE)) == KEY
    # From a list that others published (C2SP CCTV, ed25519): order 8, order 4, order 2.
    assert bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05") in curve.SMALL
    assert bytes(32) in curve.SMALL
    assert bytes.fromhex("ec" + "ff" * 30 + "7f") in curve.SMALL


@pytest.mark.parametrize("torsion", range(8))
def test_no_key_of_small_order_is_enrolled(torsion):
    assert refusal(enrolled, curve.SMALL[torsion]) == "key"


@pytest.mark.parametrize("torsion", range(8))
def test_no_key_of_mixed_order_is_enrolled(torsion):
    assert refusal(enrolled, curve.key_with(torsion, SECRET)) == ("key" if torsion else None)


@pytest.mark.parametrize("encoding", curve.SECOND_ENCODINGS)
def test_no_second_encoding_of_a_point_is_enrolled(encoding):
    assert refusal(enrolled, curve.SECOND_ENCODINGS[encoding]) == "key"


@pytest.mark.parametrize("torsion", range(8))
def test_r_is_compared_by_its_bytes_without_a_cofactor(torsion):
    """The page says so and a verifier in another language will do so: a library that multiplies by 8 would take all of these."""
    signature = curve.signature(SECRET, KEY, b"watchline", torsion)
    assert verified(KEY, b"watchline", signature) == (torsion == 0)
    assert other_library(KEY, b"watchline", signature) == (torsion == 0)


def test_a_key_of_small_order_signs_nothing_though_the_equation_holds():
    signature = curve.SMALL[0] + bytes(32)
    assert other_library(curve.SMALL[0], b"anything", signature), "this is why keys are checked when they are enrolled"
    assert not verified(curve.SMALL[0], b"anything", signature)


@pytest.mark.parametrize("torsion", range(8))
def test_a_small_order_r_does_not_verify(torsion):
    """Whoever signs so gives the key away: S = h times the secret."""
    r = curve.SMALL[torsion]
    s = curve.challenge(r, KEY, b"watchline") * SECRET % curve.L
    assert not verified(KEY, b"watchline", r + s.to_bytes(32, "little"))


@pytest.mark.parametrize("times", range(1, 8))
def test_s_has_one_form(times):
    good = curve.signature(SECRET, KEY, b"watchline")
    s = int.from_bytes(good[32:], "little") + times * curve.L
    assert verified(KEY, b"watchline", good)
    assert not verified(KEY, b"watchline", good[:32] + s.to_bytes(32, "little"))


def test_a_private_key_shows_its_public_half_only():
    key = PrivateKey(b"\x07" * 32)
    assert repr(key) == f"PrivateKey({key.public.hex()[:16]}…)"
    assert "07" * 8 not in repr(key)
