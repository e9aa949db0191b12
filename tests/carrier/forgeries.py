"""Identities that must not get in, and how a stranger speaks to a port."""

import asyncio
import datetime as dt
import ssl

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from cryptography.x509.oid import NameOID

from tests.carrier.circuits import ALPHA, STRANGER
from watchline.carrier import Identity
from watchline.carrier.framing import framed
from watchline.keys import make_certificate


def forged(kind):
    """Return an identity of this kind: unknown, a CA, an elliptic curve, issued by ALPHA, ALPHA's name, ALPHA's words."""
    if kind == "unknown":
        return STRANGER
    if kind == "ALPHA's name":
        seed = b"another key, the same name".ljust(32)
        return Identity(make_certificate(seed, "ALPHA"), identity_key(seed))
    if kind == "ALPHA's key under another name":
        return Identity(make_certificate(b"ALPHA".ljust(32, b"."), "ALPHA2"), ALPHA.key)
    key = generate_private_key(SECP256R1()) if kind == "an elliptic curve" else Ed25519PrivateKey.generate()
    issuer_key, issuer = (
        (load_pem_private_key(ALPHA.key, None), "ALPHA") if kind == "issued by ALPHA" else (key, "FORGED")
    )
    built = (
        x509.CertificateBuilder()
        .subject_name(_name("FORGED"))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(dt.datetime(2000, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2999, 1, 1, tzinfo=dt.UTC))
        .add_extension(x509.BasicConstraints(ca=kind == "a CA", path_length=None), critical=True)
    )
    signed = built.sign(issuer_key, hashes.SHA256() if kind == "an elliptic curve" else None)
    return Identity(signed.public_bytes(Encoding.DER), _pem(key))


def identity_key(seed):
    return _pem(Ed25519PrivateKey.from_private_bytes(seed))


def _pem(key):
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def careless(tmp_path, who, version=ssl.TLSVersion.TLSv1_3):
    """Return a client context that takes any server and shows this identity, or none."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.maximum_version = version
    if who is not None:
        pem = tmp_path / "shown.pem"
        pem.write_bytes(ssl.DER_cert_to_PEM_cert(who.certificate).encode() + who.key)
        context.load_cert_chain(pem)
    return context


class Stranger:
    """A client by hand: bare TCP, or TLS in memory over it, so that a test can send anything at either level."""

    def __init__(self, reader, writer, context=None):
        self.reader, self.writer = reader, writer
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = context.wrap_bio(self.incoming, self.outgoing) if context else None

    @classmethod
    async def call(cls, address, context=None):
        return cls(*await asyncio.open_connection(*address), context)

    def flush(self):
        self.writer.write(self.outgoing.read())

    async def handshake(self):
        await self._until(self.tls.do_handshake)

    async def _until(self, step):
        while True:
            try:
                return step()
            except ssl.SSLWantReadError:
                self.flush()
                data = await self.reader.read(65_536)
                if not data:
                    raise EOFError from None
                self.incoming.write(data)
            finally:
                self.flush()

    def say(self, frame):
        self.tls.write(framed(frame))
        self.flush()

    def say_raw(self, data):
        self.tls.write(data)
        self.flush()

    async def hear(self):
        """Return decrypted bytes, or raise what TLS raises."""
        return await self._until(lambda: self.tls.read(65_536))

    async def hung_up_on(self):
        """Wait until the other side closed, whatever came before it."""
        try:
            while await self.reader.read(65_536):
                pass
        except ConnectionError:
            pass

    def gone(self):
        self.writer.transport.abort()
