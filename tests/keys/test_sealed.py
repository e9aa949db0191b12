"""Private keys and passwords at rest. The cost of a passphrase is turned down in tests, but where it is what is looked at."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl import pwhash

from tests.cost import CHEAP, FULL, costs
from watchline.errors import Misconfigured
from watchline.keys import NONCE_BYTES, SALT_BYTES, seal, unseal
from watchline.keys.password import check_password, hash_password

ENTROPY = bytes(range(SALT_BYTES + NONCE_BYTES))
MAGIC = b"watchline/sealed/v1\0"


@pytest.fixture
def full():
    costs(FULL)
    yield
    costs(CHEAP)


def refused(data, passphrase=b"open sesame"):
    with pytest.raises(Misconfigured, match=r"log\.key"):
        unseal(data, passphrase, "log.key")


def test_the_light_cost_is_64_mib_and_opens_again(full):
    sealed = seal(b"secret", b"open sesame", ENTROPY, interactive=True)
    assert sealed[20:28] == (2).to_bytes(4, "big") + (64 << 20).to_bytes(4, "big")
    assert unseal(sealed, b"open sesame", "log.key") == b"secret"


def test_a_password_costs_64_mib_and_is_told_from_another(full):
    known = hash_password(b"four words in a row", bytes(16))
    assert (known.ops, known.memory) == (2, 64 << 20)
    assert check_password(known, b"four words in a row")
    assert not check_password(known, b"four words in a raw")


def test_the_usual_cost_is_256_mib(full, monkeypatch):
    asked = {}

    def kdf(size, password, salt, opslimit, memlimit):
        asked.update(ops=opslimit, memory=memlimit, salt=salt)
        return bytes(size)

    monkeypatch.setattr(pwhash.argon2id, "kdf", kdf)
    seal(b"secret", b"open sesame", ENTROPY)
    assert asked == {"ops": 3, "memory": 256 << 20, "salt": ENTROPY[:SALT_BYTES]}


@given(st.binary(max_size=100), st.binary(max_size=40), st.binary(max_size=40))
def test_what_was_sealed_opens_with_its_passphrase_and_no_other(secret, passphrase, other):
    sealed = seal(secret, passphrase, ENTROPY)
    assert unseal(sealed, passphrase, "log.key") == secret
    assert len(secret) < 8 or secret not in sealed[len(MAGIC) + 8 + len(ENTROPY) :]
    if other != passphrase:
        refused(sealed, other)


@pytest.mark.parametrize("change", [0x01, 0x80])
def test_every_changed_byte_is_refused(change):
    sealed = seal(b"secret", b"open sesame", ENTROPY)
    for at in range(len(sealed)):
        refused(sealed[:at] + bytes([sealed[at] ^ change]) + sealed[at + 1 :])


def test_every_truncation_and_every_addition_is_refused():
    sealed = seal(b"secret", b"open sesame", ENTROPY)
    for at in range(len(sealed)):
        refused(sealed[:at])
    refused(sealed + b"\0")


@pytest.mark.parametrize(
    ("ops", "memory"), [(0, 8192), (11, 8192), (1, 8191), (1, (1 << 30) + 1), (2**32 - 1, 2**32 - 1)]
)
def test_a_cost_that_no_file_of_ours_has_is_refused_before_it_is_paid(monkeypatch, ops, memory):
    sealed = seal(b"secret", b"open sesame", ENTROPY)
    monkeypatch.setattr(pwhash.argon2id, "kdf", None)
    refused(MAGIC + ops.to_bytes(4, "big") + memory.to_bytes(4, "big") + sealed[28:])


def test_a_machine_without_the_memory_says_so_as_for_any_other_cause(monkeypatch):
    sealed = seal(b"secret", b"open sesame", ENTROPY)

    def kdf(*_, **__):
        from nacl.exceptions import RuntimeError as Unable

        raise Unable("no memory")

    monkeypatch.setattr(pwhash.argon2id, "kdf", kdf)
    refused(sealed)


def test_entropy_of_another_length_is_our_mistake():
    for size in (0, SALT_BYTES, len(ENTROPY) - 1, len(ENTROPY) + 1):
        with pytest.raises(AssertionError):
            seal(b"secret", b"open sesame", bytes(size), interactive=True)


def test_another_file_is_called_by_its_name():
    with pytest.raises(Misconfigured, match="x is not a sealed key file"):
        unseal(b"-----BEGIN %s-----" % b"PRIVATE KEY" * 4, b"", "x")
