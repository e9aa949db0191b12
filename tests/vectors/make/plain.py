"""The pages of docs/spec once more, from their words alone: short, slow, and without a line of src/watchline.

What the vectors say comes from here, so that a vector and the source agree only if both read the page in the same way.
"""

from base64 import b64encode
from datetime import UTC, datetime
from hashlib import sha256

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, derive_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from nacl.bindings import crypto_sign, crypto_sign_seed_keypair


def sha(*parts):
    return sha256(b"".join(parts)).digest()


# -- keys ---------------------------------------------------------------------------------------------------------------


def seed(name):
    """Return the private key of a name: anybody can sign what the vectors sign."""
    return sha(b"watchline test key ", name.encode())


def public(name):
    return crypto_sign_seed_keypair(seed(name))[0]


def sign(name, message):
    return crypto_sign(message, crypto_sign_seed_keypair(seed(name))[1])[:64]


def label(use):
    return f"watchline/{use}/v1\0".encode()


# -- encoding -----------------------------------------------------------------------------------------------------------


class Raw(bytes):
    """Bytes that are CBOR already."""


def cbor_head(major, count):
    for size, mark in ((0, None), (1, 24), (2, 25), (4, 26), (8, 27)):
        if size == 0 and count < 24:
            return bytes([major << 5 | count])
        if size and count < 1 << 8 * size:
            return bytes([major << 5 | mark]) + count.to_bytes(size, "big")
    raise ValueError(count)


def cbor(value):
    """Return the deterministic encoding of a value."""
    match value:
        case Raw():
            return bytes(value)
        case int():
            return cbor_head(0, value) if value >= 0 else cbor_head(1, -1 - value)
        case bytes():
            return cbor_head(2, len(value)) + value
        case str():
            return cbor_head(3, len(value.encode())) + value.encode()
        case list() | tuple():
            return cbor_head(4, len(value)) + b"".join(cbor(item) for item in value)
        case dict():
            pairs = sorted((cbor(key), cbor(item)) for key, item in value.items())
            return cbor_head(5, len(value)) + b"".join(key + item for key, item in pairs)
    raise ValueError(value)


# -- log ----------------------------------------------------------------------------------------------------------------


def leaf_hash(leaf):
    return sha(b"\0", leaf)


def split(count):
    """Return the largest power of two below ``count``."""
    power = 1
    while power * 2 < count:
        power *= 2
    return power


def root(hashes):
    """Return the Merkle tree hash of leaf hashes (RFC 6962 section 2.1)."""
    if len(hashes) < 2:
        return hashes[0] if hashes else sha(b"")
    k = split(len(hashes))
    return sha(b"\1", root(hashes[:k]), root(hashes[k:]))


def inclusion(index, hashes):
    """Return the audit path (RFC 6962 section 2.1.1)."""
    if len(hashes) < 2:
        return []
    k = split(len(hashes))
    if index < k:
        return [*inclusion(index, hashes[:k]), root(hashes[k:])]
    return [*inclusion(index - k, hashes[k:]), root(hashes[:k])]


def consistency(old, hashes, whole=True):
    """Return the consistency proof (RFC 6962 section 2.1.2)."""
    if old == len(hashes):
        return [] if whole else [root(hashes)]
    k = split(len(hashes))
    if old <= k:
        return [*consistency(old, hashes[:k], whole), root(hashes[k:])]
    return [*consistency(old - k, hashes[k:], whole=False), root(hashes[:k])]


def cover(start, end):
    """Return (level, index) of the largest subtrees that fill [start, end): at each leaf the largest that fits."""
    found = []
    while start < end:
        level = max(n for n in range(64) if start % (1 << n) == 0 and start + (1 << n) <= end)
        found.append((level, start >> level))
        start += 1 << level
    return found


def base64(data):
    return b64encode(data).decode()


def loosened(encoded):
    """Return base64 of the same bytes with a bit set that carries nothing; it ends in padding."""
    body = encoded.rstrip("=")
    return body[:-1] + chr(ord(body[-1]) + 1) + encoded[len(body) :]


def key_id(name, kind, key):
    return sha(name.encode(), b"\n", bytes([kind]), key)[:4]


def line(name, data):
    return f"— {name} {base64(data)}\n"


def text(origin, size, tree_root):
    return f"{origin}\n{size}\n{base64(tree_root)}\n"


def log_line(origin, size, tree_root, key):
    """Return the log's signature line under a checkpoint; ``key`` is a key's name."""
    signed = sign(key, text(origin, size, tree_root).encode())
    return line(origin, key_id(origin, 1, public(key)) + signed)


def mirror_line(mirror, origin, size, tree_root, at, key):
    """Return a cosignature line; ``at`` in seconds."""
    message = f"cosignature/v1\ntime {at}\n".encode() + text(origin, size, tree_root).encode()
    return line(mirror, key_id(mirror, 4, public(key)) + at.to_bytes(8, "big") + sign(key, message))


# -- party --------------------------------------------------------------------------------------------------------------


def fingerprint(key):
    digits = f"{int.from_bytes(sha(key), 'big') % 10**30:030d}"
    return " ".join(digits[at : at + 5] for at in range(0, 30, 5))


def key_set(name):
    return {"log": public(f"{name} log"), "mirror": public(f"{name} mirror")}


def key_set_hash(keys):
    return sha(label("key-set"), cbor(keys))


def certificate(name, issuer=None, ca=False, constraints=True, curve="ed25519", signer=None, comment=0):
    """Return the DER certificate of a node's circuits, with a comment that long; the other arguments make unfit ones."""
    if curve == "p256":
        key, algorithm = derive_private_key(int.from_bytes(seed(name), "big"), SECP256R1()), SHA256()
    else:
        key, algorithm = Ed25519PrivateKey.from_private_bytes(seed(name)), None
    by = key if signer is None else Ed25519PrivateKey.from_private_bytes(seed(signer))
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer or name)]))
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2000, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC))
    )
    if constraints:
        builder = builder.add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    if comment:
        filling = x509.UnrecognizedExtension(x509.ObjectIdentifier("2.16.840.1.113730.1.13"), bytes(comment))
        builder = builder.add_extension(filling, critical=False)
    return builder.sign(by, algorithm, ecdsa_deterministic=True if curve == "p256" else None).public_bytes(Encoding.DER)


def roster_fields(code, number=1, sets=("1",), spares=(), tls=("tls",), prev=None, **more):
    """Return the fields of a roster document; key sets and circuits are named ``<code> <name>``."""
    fields = {
        "v": 1,
        "code": code,
        "root": public(f"{code} root"),
        "number": number,
        "names": {"en": f"Side {code[-1]}"},
        "key_sets": [key_set(f"{code} {name}") for name in sets],
        "spares": [key_set_hash(key_set(f"{code} {name}")) for name in spares],
        "tls": [certificate(f"{code} {name}") for name in tls],
    }
    if prev is not None:
        fields["prev"] = sha(label("roster"), prev)
    return fields | more


def signed_roster(fields, enrolled, root_key=None):
    """Return (document, signed roster): ``enrolled`` names the keys that sign for themselves."""
    document = cbor(fields)
    proofs = sorted([public(name), sign(name, label("possession") + document)] for name in enrolled)
    signature = sign(root_key or f"{fields['code']} root", label("roster") + document)
    return document, cbor([document, signature, proofs])


def both(name):
    """Return the names of the two keys of a key set."""
    return [f"{name} log", f"{name} mirror"]


def first_roster(code, **more):
    """Return (document, signed roster) of a sound roster 1."""
    return signed_roster(roster_fields(code, spares=("2",), **more), both(f"{code} 1"))


# -- charter ------------------------------------------------------------------------------------------------------------


def charter_party(code):
    document, _ = first_roster(code)
    names = {"en": f"Side {code[-1]}"}
    return {"code": code, "root": public(f"{code} root"), "names": names, "roster": [1, sha(label("roster"), document)]}


def charter_fields(*codes, **more):
    """Return the fields of a founding charter, some replaced; None takes one away."""
    fields = {
        "v": 1,
        "nonce": sha(b"a nonce"),
        "parties": [charter_party(code) for code in codes or ("XAA", "XBB")],
        "posts": ["watch"],
        "circuits": [{"name": "main", "carrier": "direct"}, {"name": "sat", "carrier": "direct"}],
        "calendar": [{"minute": 360, "circuit": "main"}, {"minute": 1080, "circuit": "main"}],
        "windows": {"answer_s": 900, "initiative_s": 300, "held_s": 60},
        "precedence": {"Z": 120, "O": 600, "P": 3600, "R": 21600},
        "receipt_kinds": ["line_test", "message", "call", "activity_notice", "incident"],
        "clock_ms": 10_000,
    } | more
    return {key: value for key, value in fields.items() if value is not None}


def charter_hash(charter):
    return sha(label("charter"), charter)


def charter_signatures(charter, *codes):
    return [[code, sign(f"{code} root", label("charter") + charter_hash(charter))] for code in codes]


def card(code, points=(("main", "198.51.100.7", 7412),)):
    document = cbor({"v": 1, "roster": first_roster(code)[1], "endpoints": list(points)})
    return cbor([document, sign(f"{code} root", label("card") + document)])


# -- frames ---------------------------------------------------------------------------------------------------------------


def frame(kind, line, /, **fields):
    """Return the fields of a frame from XAA to XBB; None takes one away."""
    whole = {"v": 1, "frame": kind, "line": line, "from": "XAA", "to": "XBB"} | fields
    return {key: value for key, value in whole.items() if value is not None}


# -- proof and evidence -----------------------------------------------------------------------------------------------------


def small_line(*, corrected=False):
    """Return what a founded line of XAA and XBB holds after a message: papers, leaves, bodies and heads of both logs.

    With ``corrected`` XBB's log ends in a correction that refers to XAA's message.
    """
    rosters = [first_roster(code)[1] for code in ("XAA", "XBB")]
    charter = cbor(charter_fields())
    signatures = charter_signatures(charter, "XAA", "XBB")
    line = charter_hash(charter)
    logs = {"XAA": [], "XBB": []}

    def write(code, kind, body, refs=(), seen=(), post="node", **more):
        index, data = len(logs[code]), cbor(body)
        salt = sha(b"salt", code.encode(), bytes([index]))
        power = 1
        while power < len(data):
            power *= 2
        commitment = sha(label("body"), line, sha(public(f"{code} root")), salt, data)
        leaf = cbor(
            {
                "v": 1,
                "line": line,
                "charter": line,
                "author": code,
                "epoch": 1,
                "index": index,
                "t": 1795361400000 + index,
            }
            | {"kind": kind, "post": post, "draft": sha(b"draft", salt)[:16], "seen": list(seen), "refs": list(refs)}
            | {"body_hash": commitment, "body_class": power}
            | more
        )
        logs[code].append((leaf, salt, data))

    def named(code, index):
        return [code, 1, index, leaf_hash(logs[code][index][0])]

    def head(code):
        hashes = [leaf_hash(leaf) for leaf, _, _ in logs[code]]
        return [code, 1, len(hashes), root(hashes)]

    documents = {code: first_roster(code)[0] for code in logs}
    listed = [[code, 1, sha(label("roster"), document)] for code, document in documents.items()]
    for code in logs:
        write(code, "epoch_open", {"reason": "founding", "key_set": key_set(f"{code} 1"), "rosters": listed})
        write(code, "charter", {"charter": charter, "signatures": signatures})
    for code, other in (("XAA", "XBB"), ("XBB", "XAA")):
        hashed = key_set_hash(key_set(f"{other} 1"))
        body = {"code": other, "epoch": 1, "key_set": hashed, "roster": listed[other == "XBB"][1:], "means": "files"}
        write(code, "epoch_seen", body, [named(other, 0)], [head(other)])
    message = {"precedence": "R", "to": [], "dtg": 1795361400000, "text": "Radio check.", "language": "en"}
    write("XAA", "message", message, seen=[head("XBB")], post="watch", serial=1)
    write("XBB", "message_read", {}, [named("XAA", 3)], [head("XAA")], "watch")
    if corrected:
        words = {"text": "It was another.", "language": "en"}
        write("XBB", "correction", words, [named("XAA", 3)], [head("XAA")], "watch")
    return {"line": line, "rosters": rosters, "charter": cbor([charter, signatures]), "logs": logs, "head": head}


def note_of(line, code, size, tree_root, mirrors=(), key=None, at=1795361460):
    """Return a checkpoint note of epoch 1 with its log's signature and those of mirrors."""
    origin = f"{line.hex()}.watchline/{code}/1"
    lines = log_line(origin, size, tree_root, key or f"{code} 1 log")
    for other in mirrors:
        mirror = f"{line.hex()}.watchline/{other}/1/mirror"
        lines += mirror_line(mirror, origin, size, tree_root, at, f"{other} 1 mirror")
    return f"{text(origin, size, tree_root)}\n{lines}".encode()
