"""Passwords of officers at rest: argon2id, so that who steals the book still has to guess, slowly."""

from __future__ import annotations

import hmac

import msgspec
from nacl import pwhash

_HASH_BYTES = 32


class Password(msgspec.Struct, frozen=True, array_like=True):
    """A password's hash with what it was made with: salt, operations, memory in bytes."""

    salt: bytes
    digest: bytes
    ops: int
    memory: int


def hash_password(password: bytes, salt: bytes) -> Password:
    """Return the hash of a password.

    Args:
        password: As typed, in UTF-8.
        salt: 16 fresh random bytes.
    """
    ops, memory = pwhash.argon2id.OPSLIMIT_INTERACTIVE, pwhash.argon2id.MEMLIMIT_INTERACTIVE
    digest = pwhash.argon2id.kdf(_HASH_BYTES, password, salt, opslimit=ops, memlimit=memory)
    return Password(salt, bytes(digest), ops, memory)


def check_password(known: Password, password: bytes) -> bool:
    """Tell whether a password is the one of a hash; takes the same time whether it is or not."""
    digest = pwhash.argon2id.kdf(_HASH_BYTES, password, known.salt, opslimit=known.ops, memlimit=known.memory)
    return hmac.compare_digest(bytes(digest), known.digest)
