"""Private keys at rest: argon2id over a passphrase, then an AEAD.

The file says nothing of what it holds but its own parameters; a wrong passphrase and a changed byte look alike.
"""

from __future__ import annotations

from nacl import pwhash
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
)
from nacl.exceptions import CryptoError

from watchline.errors import Misconfigured

_MAGIC = b"watchline/sealed/v1\0"
_OPS_MAX, _MEMORY_MAX = 10, 1 << 30
SALT_BYTES = pwhash.argon2id.SALTBYTES
NONCE_BYTES = 24


def seal(secret: bytes, passphrase: bytes, entropy: bytes, *, interactive: bool = False) -> bytes:
    """Return ``secret`` sealed under ``passphrase``.

    Args:
        secret: The private bytes.
        passphrase: What the operator types, or the content of a credential file.
        entropy: ``SALT_BYTES + NONCE_BYTES`` fresh random bytes.
        interactive: Use the lighter cost (64 MiB), for credentials that are random already.
    """
    ops = pwhash.argon2id.OPSLIMIT_INTERACTIVE if interactive else pwhash.argon2id.OPSLIMIT_MODERATE
    memory = pwhash.argon2id.MEMLIMIT_INTERACTIVE if interactive else pwhash.argon2id.MEMLIMIT_MODERATE
    assert len(entropy) == SALT_BYTES + NONCE_BYTES
    salt, nonce = entropy[:SALT_BYTES], entropy[SALT_BYTES:]
    head = _MAGIC + ops.to_bytes(4, "big") + memory.to_bytes(4, "big") + salt + nonce
    key = pwhash.argon2id.kdf(32, passphrase, salt, opslimit=ops, memlimit=memory)
    return head + bytes(crypto_aead_xchacha20poly1305_ietf_encrypt(secret, head, nonce, key))


def unseal(data: bytes, passphrase: bytes, name: str) -> bytes:
    """Return what ``seal`` sealed.

    Args:
        data: The sealed bytes.
        passphrase: As given to ``seal``.
        name: The file's name, for the message.

    Raises:
        Misconfigured: wrong passphrase or damaged file (they cannot be told apart).
    """
    at = len(_MAGIC)
    head_bytes = at + 8 + SALT_BYTES + NONCE_BYTES
    if len(data) < head_bytes or not data.startswith(_MAGIC):
        raise Misconfigured(f"{name} is not a sealed key file; restore it from where you keep it, or check the path.")
    head = data[:head_bytes]
    ops, memory = int.from_bytes(data[at : at + 4], "big"), int.from_bytes(data[at + 4 : at + 8], "big")
    salt, nonce = head[at + 8 : at + 8 + SALT_BYTES], head[-NONCE_BYTES:]
    wrong = Misconfigured(f"{name} does not open: the passphrase is wrong or the file is damaged. Nothing was changed.")
    if not (1 <= ops <= _OPS_MAX and 8192 <= memory <= _MEMORY_MAX):
        raise wrong
    try:
        key = pwhash.argon2id.kdf(32, passphrase, salt, opslimit=ops, memlimit=memory)
        return bytes(crypto_aead_xchacha20poly1305_ietf_decrypt(data[head_bytes:], head, nonce, key))
    except (CryptoError, ValueError):
        raise wrong from None
