"""A party's roster: which keys speak for it, signed by its offline root (docs/spec/roster.md)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import msgspec

from watchline.codec import decode, encode
from watchline.errors import InvalidFromPeer
from watchline.keys import PrivateKey, Signer, certificate_key, enrolled, labelled, labelled_digest, verified
from watchline.party.names import checked_code, fingerprint, party_id
from watchline.party.shape import a_count, a_list, a_map, a_text, some_bytes

KEY_SETS_MAX = 16
SPARES_MAX = 64
HEADS_MAX = 64
"""Logs that one revoked key set may have signed or mirrored: lines of one node, and the parties on them."""


class KeySet(msgspec.Struct, frozen=True):
    """The public keys of one epoch: log key (type 01) and mirror key (type 04), 32 bytes each, different."""

    log: bytes
    mirror: bytes

    def hash(self) -> bytes:
        """Return the hash by which a roster lists a spare and an epoch names its keys."""
        return labelled_digest("key-set", self.document())

    def document(self) -> bytes:
        """Return the CBOR of this key set."""
        return encode(self.fields())

    def fields(self) -> dict[str, bytes]:
        """Return the CBOR map of this key set."""
        return {"log": self.log, "mirror": self.mirror}

    @classmethod
    def of(cls, value: Any) -> KeySet:
        """Return the key set of a decoded map; raises InvalidFromPeer ``key`` or ``malformed``."""
        found = a_map(value, "key_set")
        made = cls(enrolled(found.get("log")), enrolled(found.get("mirror")))
        if made.log == made.mirror:
            raise InvalidFromPeer("key", "one key for two uses in a key set; ask its party for a new roster")
        return made


class PrivateKeySet(msgspec.Struct, frozen=True):
    """The private halves of a key set, in memory."""

    log: PrivateKey
    mirror: PrivateKey

    @property
    def public(self) -> KeySet:
        """The public halves."""
        return KeySet(self.log.public, self.mirror.public)


class Revoked(msgspec.Struct, frozen=True):
    """A key set that its party takes back, and what made with it the party stands by (PROTOCOL 7.5, 7.6).

    Attributes:
        keys: The key set.
        heads: (origin, size, root) of the last head of each log that it signed; a log that is not named stands by nothing.
        cosigned: (origin, size) of the last cosignature over each log that it mirrored; of one that is not named none stands.
        number: Of the roster that took it back: the first of the chain that names the key set decides.
    """

    keys: KeySet
    heads: tuple[tuple[str, int, bytes], ...]
    cosigned: tuple[tuple[str, int], ...]
    number: int

    def stands(self, origin: str) -> tuple[int, bytes]:
        """Return (size, root) of the last head of a log that the party stands by; size 0 if it stands by nothing of it."""
        return next(((size, root) for name, size, root in self.heads if name == origin), (0, b""))

    def cosigned_until(self, origin: str) -> int:
        """Return the size of the last cosignature over a log that the party stands by."""
        return next((size for name, size in self.cosigned if name == origin), 0)

    def fields(self) -> dict[str, Any]:
        """Return the CBOR map of this entry of a roster."""
        return {
            "key_set": self.keys.fields(),
            "heads": [list(item) for item in self.heads],
            "cosigned": [list(item) for item in self.cosigned],
        }


class Roster(msgspec.Struct, frozen=True):
    """One numbered roster of a party. ``document`` is the signed bytes as received; ``signed`` the array around it."""

    code: str
    root: bytes
    number: int
    prev: bytes | None
    names: dict[str, str]
    key_sets: tuple[KeySet, ...]
    spares: tuple[bytes, ...]
    tls: tuple[bytes, ...]
    document: bytes
    signed: bytes
    uses: dict[bytes, Any]
    """What each key signs for that this roster or, as far as they were read, an earlier one lists: for that and nothing else."""
    revoked: dict[KeySet, Revoked]
    """Every key set that this roster or, as far as they were read, an earlier one takes back."""

    @property
    def party_id(self) -> bytes:
        """SHA-256 of the root key."""
        return party_id(self.root)

    @property
    def fingerprint(self) -> str:
        """The root fingerprint, six groups of five digits."""
        return fingerprint(self.root)

    def hash(self) -> bytes:
        """Return the roster hash, which charters and entries name."""
        return labelled_digest("roster", self.document)


def make_roster(
    root: Signer,
    *,
    code: str,
    names: dict[str, str],
    key_sets: Sequence[PrivateKeySet | KeySet],
    spares: list[bytes],
    tls: list[bytes],
    prev: Roster | None = None,
    revoked: Sequence[Revoked] = (),
) -> Roster:
    """Return a roster signed by the root, with proof of possession of each key that it enrols.

    ``key_sets``: with their private halves, those that an earlier roster enrolled without.
    """
    fields: dict[str, Any] = {
        "v": 1,
        "code": checked_code(code),
        "root": root.public,
        "number": 1 if prev is None else prev.number + 1,
        "names": names,
        "key_sets": [(keys if isinstance(keys, KeySet) else keys.public).fields() for keys in key_sets],
        "spares": spares,
        "tls": tls,
    }
    if revoked:
        fields["revoked"] = [item.fields() for item in revoked]
    if prev is not None:
        fields["prev"] = prev.hash()
    document = encode(fields)
    known = {} if prev is None else prev.uses
    new = sorted(
        (
            key
            for keys in key_sets
            if isinstance(keys, PrivateKeySet)
            for key in (keys.log, keys.mirror)
            if key.public not in known
        ),
        key=lambda key: key.public,
    )
    possession = [[key.public, key.sign(labelled("possession", document))] for key in new]
    return read_roster(encode([document, root.sign(labelled("roster", document)), possession]), prev)


def read_roster(signed: bytes, prev: Roster | None = None) -> Roster:
    """Return the roster of a signed roster array after checking form, keys, signature and possession.

    Args:
        signed: The array ``[document, root signature, [[key, signature] …]]`` as received.
        prev: The roster before it, if one is known: then number, hash, code and root must follow from it. Without it a
            roster above 1 is only read and its root signature checked: which keys are new cannot be known.

    Raises:
        InvalidFromPeer: what is wrong, by code.
    """
    parts = a_list(decode(signed), "signed roster", 3)
    if len(parts) != 3:
        raise InvalidFromPeer("malformed", "a signed roster has three parts")
    document, signature = some_bytes(parts[0], "roster", None), some_bytes(parts[1], "root signature", 64)
    made = _parse(document, signed)
    if not verified(made.root, labelled("roster", document), signature):
        raise InvalidFromPeer("signature", f"roster {made.number} of {made.code} is not signed by its root key")
    if prev is not None and (made.number, made.prev, made.code, made.root) != (
        prev.number + 1,
        prev.hash(),
        prev.code,
        prev.root,
    ):
        raise InvalidFromPeer("key", f"roster {made.number} of {made.code} does not follow roster {prev.number}")
    known = {} if prev is None else prev.uses
    if any(known.get(key, use) != use for key, use in made.uses.items()):
        raise InvalidFromPeer(
            "key", f"roster {made.number} of {made.code} gives a key another use than an earlier roster"
        )
    taken_back = made.revoked | ({} if prev is None else prev.revoked)  # what an earlier one said stands
    if any(keys in taken_back for keys in made.key_sets):
        raise InvalidFromPeer("key", f"roster {made.number} of {made.code} lists a key set that was revoked")
    proofs = _proofs(parts[2])
    new = {key for keys in made.key_sets for key in (keys.log, keys.mirror) if key not in known}
    needed = new if prev is not None or made.number == 1 else new & proofs.keys()
    if not all(verified(key, labelled("possession", document), proofs.get(key, b"")) for key in needed):
        raise InvalidFromPeer("signature", f"roster {made.number} of {made.code}: a key lacks its own signature")
    # No signature covers the proofs: whoever carries a roster could add what other readers refuse.
    if proofs.keys() != needed:
        raise InvalidFromPeer("malformed", f"roster {made.number} of {made.code} holds proofs of keys that are not new")
    return msgspec.structs.replace(made, uses=known | made.uses, revoked=taken_back)


def _proofs(value: Any) -> dict[bytes, bytes]:
    found: list[tuple[bytes, bytes]] = []
    for item in a_list(value, "possession", 2 * KEY_SETS_MAX):
        pair = a_list(item, "possession", 2)
        if len(pair) != 2:
            raise InvalidFromPeer("malformed", "a proof of possession is a pair")
        found.append((some_bytes(pair[0], "possession key"), some_bytes(pair[1], "possession signature", 64)))
    if any(left[0] >= right[0] for left, right in pairwise(found)):
        raise InvalidFromPeer("malformed", "proofs of possession are not sorted by key, each once")
    return dict(found)


def _uses(root: bytes, key_sets: tuple[KeySet, ...], tls: tuple[bytes, ...]) -> dict[bytes, Any]:
    """Return what each public key of a roster signs for: a key set (a key never leaves its set), the root, circuits."""
    uses: dict[bytes, Any] = {root: "root"}
    for keys in key_sets:
        uses |= {keys.log: (keys, "log"), keys.mirror: (keys, "mirror")}
    circuits = {certificate_key(der) for der in tls}
    uses |= dict.fromkeys(circuits, "tls")
    if not key_sets or len(uses) != 1 + 2 * len(key_sets) + len(circuits):
        raise InvalidFromPeer("key", "a roster lists no key set, or one key for two uses")
    return uses


def _parse(document: bytes, signed: bytes) -> Roster:
    fields = a_map(decode(document), "roster")
    if fields.get("v") != 1:
        raise InvalidFromPeer("version", "a roster of another version; update this program before pairing")
    number = a_count(fields.get("number"), "number", 1, 2**31)
    prev = some_bytes(fields.get("prev"), "prev") if number > 1 else None
    if number == 1 and "prev" in fields:
        raise InvalidFromPeer("malformed", "roster 1 names a predecessor")
    names = {lang: a_text(name, "names") for lang, name in a_map(fields.get("names"), "names").items()}
    key_sets = tuple(KeySet.of(item) for item in a_list(fields.get("key_sets"), "key_sets", KEY_SETS_MAX))
    root = enrolled(fields.get("root"))
    tls = tuple(some_bytes(item, "tls", None) for item in a_list(fields.get("tls"), "tls", KEY_SETS_MAX))
    return Roster(
        code=checked_code(fields.get("code")),
        root=root,
        number=number,
        prev=prev,
        names=names,
        key_sets=key_sets,
        spares=tuple(some_bytes(item, "spares") for item in a_list(fields.get("spares"), "spares", SPARES_MAX)),
        tls=tls,
        document=document,
        signed=signed,
        uses=_uses(root, key_sets, tls),
        revoked={
            item.keys: item for item in read_revoked(a_list(fields.get("revoked", []), "revoked", KEY_SETS_MAX), number)
        },
    )


def read_revoked(value: Any, number: int) -> list[Revoked]:
    """Return the key sets that a roster takes back, or one entry of them; None gives none.

    Raises:
        InvalidFromPeer: ``malformed`` or ``key``.
    """
    items = [] if value is None else [value] if isinstance(value, dict) else a_list(value, "revoked", KEY_SETS_MAX)
    found: list[Revoked] = []
    for item in items:
        fields = a_map(item, "revoked")
        heads = [_parts(head, 3) for head in a_list(fields.get("heads"), "heads", HEADS_MAX)]
        cosigned = [_parts(head, 2) for head in a_list(fields.get("cosigned"), "cosigned", HEADS_MAX)]
        made = Revoked(
            keys=KeySet.of(fields.get("key_set")),
            heads=tuple(
                (a_text(at, "heads"), a_count(size, "heads", 1), some_bytes(root, "heads")) for at, size, root in heads
            ),
            cosigned=tuple((a_text(at, "cosigned"), a_count(size, "cosigned", 1)) for at, size in cosigned),
            number=number,
        )
        named = [name for name, *_ in made.heads], [name for name, _ in made.cosigned]
        if any(made.keys == other.keys for other in found) or any(len(set(names)) != len(names) for names in named):
            raise InvalidFromPeer("malformed", "a roster takes back a key set twice, or names a log twice")
        found.append(made)
    return found


def _parts(value: Any, count: int) -> list[Any]:
    parts = a_list(value, "revoked", count)
    if len(parts) != count:
        raise InvalidFromPeer("malformed", "a head of a revoked key set has other parts")
    return parts
