"""The self-signed certificate of a node's circuits: a key's clothing, pinned byte for byte, never a chain."""

from __future__ import annotations

from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID, SignatureAlgorithmOID

from watchline.errors import InvalidFromPeer
from watchline.keys.ed25519 import enrolled, verified

_NOT_BEFORE = datetime(2000, 1, 1, tzinfo=UTC)
_NOT_AFTER = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
CERTIFICATE_BYTES_MAX = 2048


def make_certificate(seed: bytes, name: str) -> bytes:
    """Return the DER certificate of the TLS key made from ``seed``; the same seed and name give the same bytes.

    It is valid from 2000 to 9999: a node whose clock is years off must still connect, and the roster carries validity.
    """
    key = Ed25519PrivateKey.from_private_bytes(seed)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(_NOT_BEFORE)
        .not_valid_after(_NOT_AFTER)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
        .sign(key, None)
    )
    return made.public_bytes(Encoding.DER)


def private_pem(seed: bytes) -> bytes:
    """Return the TLS private key as PKCS 8 PEM, which the TLS library of the host loads."""
    key = Ed25519PrivateKey.from_private_bytes(seed)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def check_certificate(der: bytes) -> bytes:
    """Return ``der`` if it may be pinned: Ed25519, signed by itself, not a CA.

    Raises:
        InvalidFromPeer: ``key``; the party whose roster lists it is at fault.
    """
    certificate_key(der)
    return der


def certificate_key(der: bytes) -> bytes:
    """Return the public key of a certificate that may be pinned.

    Raises:
        InvalidFromPeer: ``key``; as ``check_certificate``.
    """
    try:
        return _pinnable(der)
    except InvalidFromPeer:
        raise
    except Exception as why:  # noqa: BLE001  # the parser has exceptions without a common base; each means this
        raise InvalidFromPeer("key", f"a circuit certificate cannot be pinned: {why}") from None


def _pinnable(der: bytes) -> bytes:
    if len(der) > CERTIFICATE_BYTES_MAX:
        raise ValueError("longer than 2,048 bytes")
    certificate = x509.load_der_x509_certificate(der)
    key = certificate.public_key()
    if not isinstance(key, Ed25519PublicKey) or certificate.signature_algorithm_oid != SignatureAlgorithmOID.ED25519:
        raise TypeError("not an Ed25519 certificate")
    public = enrolled(key.public_bytes_raw())
    # The second half: no unused bits in the bit string, so that nobody can change a byte and keep the signature.
    if not verified(public, certificate.tbs_certificate_bytes, certificate.signature) or der[-65] != 0:
        raise ValueError("not signed by its own key")
    if certificate.issuer != certificate.subject or certificate.serial_number < 1:
        raise ValueError("issuer and subject differ, or the serial number is not positive")
    if certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca:
        raise ValueError("a CA certificate")
    return public
