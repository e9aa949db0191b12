"""The text of a one-entry proof: C2SP tlog-proof@v1 with our fields in ``extra`` (docs/spec/bundle.md)."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from watchline.codec import b64, decode, encode, parse_b64
from watchline.errors import InvalidFromPeer
from watchline.log.proof import HASH_BYTES
from watchline.party.shape import a_count, a_list, a_map, some_bytes
from watchline.record import SALT_BYTES

FIRST_LINE = "c2sp.org/tlog-proof@v1\n"
PROOF_BYTES_MAX = 1 << 26
_PATH_MAX, _DOCUMENTS_MAX, _LEAVES_MAX = 64, 1024, 1 << 20
_INDEX = re.compile(r"0|[1-9][0-9]{0,15}")


class After(NamedTuple):
    """Every leaf of one log from index ``start`` to the size of a checkpoint: (start, nodes that cover [0, start), leaves, note)."""

    start: int
    nodes: tuple[bytes, ...]
    leaves: tuple[bytes, ...]
    note: bytes


class ProofText(NamedTuple):
    """A one-entry proof as it is written; nothing of it is verified.

    Attributes:
        index: Position of the entry in its log, from 0.
        path: Inclusion proof, from the leaf's sibling up.
        note: Checkpoint with cosignature lines.
        leaf: The entry's leaf.
        body: (salt, body), or None when it is not disclosed.
        rosters, charters: Signed documents.
        after: For the grade *shown to stand*: one item for each log of the line; None for *included*.
    """

    index: int  # type: ignore[assignment]  # hides tuple.index, which nobody calls
    path: tuple[bytes, ...]
    note: bytes
    leaf: bytes
    body: tuple[bytes, bytes] | None
    rosters: tuple[bytes, ...]
    charters: tuple[bytes, ...]
    after: tuple[After, ...] | None


def write_proof(proof: ProofText) -> bytes:
    """Return the bytes of a proof file."""
    fields: dict[str, Any] = {
        "v": 1,
        "leaf": proof.leaf,
        "rosters": list(proof.rosters),
        "charters": list(proof.charters),
    }
    if proof.body is not None:
        fields["salt"], fields["body"] = proof.body
    if proof.after is not None:
        fields["after"] = [[item.start, list(item.nodes), list(item.leaves), item.note] for item in proof.after]
    path = "".join(f"{b64(item)}\n" for item in proof.path)
    return f"{FIRST_LINE}extra {b64(encode(fields))}\nindex {proof.index}\n{path}\n".encode() + proof.note


def read_proof(data: bytes) -> ProofText:
    """Return the parts of a proof file.

    Raises:
        InvalidFromPeer: ``malformed``, ``version`` or ``limit``.
    """
    if len(data) > PROOF_BYTES_MAX:
        raise InvalidFromPeer("limit", f"a proof above {PROOF_BYTES_MAX >> 20} MiB")
    head, blank, note = data.partition(b"\n\n")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError:
        raise InvalidFromPeer("malformed", "a proof whose lines are not ASCII") from None
    if not blank or len(lines) < 3 or lines[0] + "\n" != FIRST_LINE:
        raise InvalidFromPeer("malformed", "not a proof of the form tlog-proof@v1")
    extra, index = lines[1].removeprefix("extra "), lines[2].removeprefix("index ")
    if extra == lines[1] or index == lines[2] or not _INDEX.fullmatch(index) or len(lines) > 3 + _PATH_MAX:
        raise InvalidFromPeer("malformed", "a proof without extra or index, or with too many hashes")
    path = tuple(some_bytes(parse_b64(line), "inclusion proof", HASH_BYTES) for line in lines[3:])
    return _with_extra(a_map(decode(parse_b64(extra)), "extra"), int(index), path, note)


def _with_extra(fields: dict[str, Any], index: int, path: tuple[bytes, ...], note: bytes) -> ProofText:
    if fields.get("v") != 1:
        raise InvalidFromPeer("version", "a proof of another version; check it with a newer program")
    salt, body = fields.get("salt"), fields.get("body")
    if (salt is None) != (body is None):
        raise InvalidFromPeer("malformed", "a proof has both salt and body or neither")
    disclosed = None if salt is None else (some_bytes(salt, "salt", SALT_BYTES), some_bytes(body, "body", None))
    after = fields.get("after")
    return ProofText(
        index=index,
        path=path,
        note=note,
        leaf=some_bytes(fields.get("leaf"), "leaf", None),
        body=disclosed,
        rosters=_documents(fields, "rosters"),
        charters=_documents(fields, "charters"),
        after=None if after is None else tuple(_after(item) for item in a_list(after, "after", _DOCUMENTS_MAX)),
    )


def _documents(fields: dict[str, Any], name: str) -> tuple[bytes, ...]:
    return tuple(some_bytes(item, name, None) for item in a_list(fields.get(name), name, _DOCUMENTS_MAX))


def _after(item: Any) -> After:
    parts = a_list(item, "after", 4)
    if len(parts) != 4:
        raise InvalidFromPeer("malformed", "an item of after is start, nodes, leaves and checkpoint")
    nodes = tuple(some_bytes(node, "after", HASH_BYTES) for node in a_list(parts[1], "after", _PATH_MAX))
    leaves = tuple(some_bytes(leaf, "after", None) for leaf in a_list(parts[2], "after", _LEAVES_MAX))
    return After(a_count(parts[0], "after"), nodes, leaves, some_bytes(parts[3], "after", None))
