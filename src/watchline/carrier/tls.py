"""TLS as this line wants it: version 1.3, mutual, exact pinned certificates, no tickets; and its errors in words."""

from __future__ import annotations

import os
import ssl
from typing import TYPE_CHECKING, NamedTuple

from watchline.errors import Misconfigured
from watchline.keys import check_certificate

if TYPE_CHECKING:
    from collections.abc import Sequence


class Identity(NamedTuple):
    """What this node shows on its circuits: its certificate (DER) and the private key (PEM, PKCS 8)."""

    certificate: bytes
    key: bytes


def make_context(identity: Identity, pinned: Sequence[bytes], *, server_side: bool) -> ssl.SSLContext:
    """Return a TLS context that lets in only holders of the pinned certificates.

    OpenSSL checks possession of the key and the signature; which certificate it was, byte for byte, is compared by the
    caller after the handshake, because a trust anchor is a weaker thing than a pin.

    Args:
        identity: Shown to the other side.
        pinned: DER certificates, Ed25519, self-signed, CA:FALSE. None at all is allowed: then nobody gets in.
        server_side: For connections that we accept.

    Raises:
        InvalidFromPeer: a pinned certificate is a CA or otherwise unfit; the party whose roster lists it is at fault.
        Misconfigured: certificate and key do not belong together, or the system refuses a private memory file.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER if server_side else ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False  # a pin names the peer; a host name only says where we looked
    context.verify_mode = ssl.CERT_REQUIRED
    context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_3
    context.options |= ssl.OP_NO_TICKET | ssl.OP_NO_COMPRESSION | ssl.OP_NO_RENEGOTIATION
    if server_side:
        # No resumption: every connection proves the key anew, and nothing outlives a roster that drops it. Without
        # tickets there is no early data either.
        context.num_tickets = 0
    # Set, not added: Python 3.13 starts with VERIFY_X509_STRICT, older ones do not, and both must judge alike. Strict
    # demands of CA certificates what a pinned self-signed leaf has no use for.
    context.verify_flags = ssl.VERIFY_X509_TRUSTED_FIRST | ssl.VERIFY_X509_PARTIAL_CHAIN
    if pinned:
        context.load_verify_locations(cadata=b"".join(check_certificate(der) for der in pinned))
    _load(context, identity)
    return context


def _load(context: ssl.SSLContext, identity: Identity) -> None:
    """Give the context our key. The ssl module takes paths only: a memory file has one and is never on a disk."""
    try:
        memory = os.memfd_create("watchline-circuit-key", os.MFD_CLOEXEC)
    except OSError as why:
        raise Misconfigured(f"the system refuses a memory file for the circuit key: {why}") from why
    try:
        os.fchmod(memory, 0o600)
        with os.fdopen(os.dup(memory), "wb") as file:
            file.write(ssl.DER_cert_to_PEM_cert(identity.certificate).encode() + identity.key)
        context.load_cert_chain(f"/proc/self/fd/{memory}")
    except ssl.SSLError as why:
        raise Misconfigured(f"circuit certificate and key do not belong together or cannot be read: {why}") from why
    except OSError as why:
        raise Misconfigured(f"the circuit key cannot be loaded; is /proc mounted? {why}") from why
    finally:
        os.ftruncate(memory, 0)
        os.close(memory)


_WORDS = {
    "WRONG_VERSION_NUMBER": "it does not speak TLS",
    "HTTP_REQUEST": "it speaks HTTP, not TLS: a browser or a scanner",
    "PACKET_LENGTH_TOO_LONG": "it does not speak TLS",
    "UNSUPPORTED_PROTOCOL": "it speaks a TLS older than 1.3",
    "TLSV1_ALERT_PROTOCOL_VERSION": "it does not speak TLS 1.3",
    "PEER_DID_NOT_RETURN_A_CERTIFICATE": "it showed no certificate",
    "TLSV1_ALERT_UNKNOWN_CA": "it refuses our certificate: does the roster they hold list it?",
    "SSLV3_ALERT_CERTIFICATE_UNKNOWN": "it refuses our certificate: does the roster they hold list it?",
    "SSLV3_ALERT_BAD_CERTIFICATE": "it refuses our certificate: does the roster they hold list it?",
    "DECRYPTION_FAILED_OR_BAD_RECORD_MAC": "bytes were altered on the way",
}


def in_words(why: ssl.SSLError) -> str:
    """Return what a TLS error means for the person on watch, with OpenSSL's own name of it."""
    if isinstance(why, ssl.SSLCertVerificationError):
        return f"its certificate is not one that our rosters pin ({why.verify_message})"
    reason = why.reason or why.__class__.__name__
    return f"{_WORDS.get(reason, 'TLS failed')} ({reason.lower().replace('_', ' ')})"
