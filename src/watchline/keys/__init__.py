"""Digests, signatures, sealed private keys, certificates: the only folder that imports a crypto library.

Pure: randomness is an argument. It knows nothing of parties, logs or lines.
"""

from watchline.keys.certificate import certificate_key, check_certificate, make_certificate, private_pem
from watchline.keys.digest import body_hash, digest, labelled, labelled_digest
from watchline.keys.ed25519 import PrivateKey, Signer, enrolled, verified
from watchline.keys.password import Password, check_password, hash_password
from watchline.keys.sealed import NONCE_BYTES, SALT_BYTES, seal, unseal

__all__ = [
    "NONCE_BYTES",
    "SALT_BYTES",
    "Password",
    "PrivateKey",
    "Signer",
    "body_hash",
    "certificate_key",
    "check_certificate",
    "check_password",
    "digest",
    "enrolled",
    "hash_password",
    "labelled",
    "labelled_digest",
    "make_certificate",
    "private_pem",
    "seal",
    "unseal",
    "verified",
]
