"""Ed25519 by libsodium, whose verification is the normative one (docs/spec/encoding.md).

Another library accepts keys and signatures that libsodium refuses (small or mixed order); a party could enrol a key
whose signatures verify for one tool and not for another. So keys are checked when they are enrolled.
"""

from __future__ import annotations

from typing import Protocol

from nacl import bindings
from nacl.exceptions import CryptoError

from watchline.errors import InvalidFromPeer

SIGNATURE_BYTES = 64
KEY_BYTES = 32


class Signer(Protocol):
    """Whatever signs with one private key: a key in memory here, hardware elsewhere."""

    @property
    def public(self) -> bytes:
        """The public key, 32 bytes."""
        ...

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte Ed25519 signature of ``message``."""
        ...


class PrivateKey:
    """An Ed25519 private key held in memory.

    Args:
        seed: 32 random bytes; whoever has them is the key.
    """

    __slots__ = ("_secret", "public", "seed")

    def __init__(self, seed: bytes) -> None:
        self.seed = seed
        self.public, self._secret = bindings.crypto_sign_seed_keypair(seed)

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte signature of ``message``; the caller puts the first bytes of the use in front."""
        return bytes(bindings.crypto_sign(message, self._secret)[:SIGNATURE_BYTES])

    def __repr__(self) -> str:
        """Name the public half only."""
        return f"PrivateKey({self.public.hex()[:16]}…)"


def verified(public: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether ``signature`` (64 bytes) is ``public``'s over ``message``. Cost: about 50 µs."""
    if len(signature) != SIGNATURE_BYTES or len(public) != KEY_BYTES:
        return False
    try:
        bindings.crypto_sign_open(signature + message, public)
    except (CryptoError, ValueError):
        return False
    return True


def enrolled(public: object) -> bytes:
    """Return ``public`` if it may be enrolled: 32 bytes, canonical, on the curve, in the prime-order group.

    Raises:
        InvalidFromPeer: ``key``; whoever made the document that lists it is at fault.
    """
    if isinstance(public, bytes) and len(public) == KEY_BYTES and bindings.crypto_core_ed25519_is_valid_point(public):
        return public
    raise InvalidFromPeer("key", "a public key is not a valid Ed25519 point; ask its party for a new roster")
