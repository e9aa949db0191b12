"""Evidence of two histories by one key, made and checked (docs/spec/bundle.md, PROTOCOL 8.1).

Evidence is signed objects only. It shows two histories by one key, never an intent; a failed proof by itself is never evidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from watchline.codec import decode, encode
from watchline.errors import InvalidFromPeer
from watchline.log.checkpoint import Checkpoint, parse_checkpoint, signed_by_log
from watchline.log.proof import Hashes, subtree
from watchline.log.tree import cover, fold_cover

EVIDENCE_BYTES_MAX = 1 << 20


def same_size(first: Checkpoint, second: Checkpoint) -> list[Any]:
    """Return the objects of E1: two checkpoints of one size with different roots."""
    return [first.note(), second.note()]


def two_sizes(smaller: Checkpoint, larger: Checkpoint, hashes: Hashes) -> list[Any]:
    """Return the objects of E2; ``hashes`` reads the tree of the larger checkpoint."""
    m, n = smaller.head.size, larger.head.size
    left = [subtree(hashes, level, index) for level, index in cover(0, m)]
    right = [subtree(hashes, level, index) for level, index in cover(m, n)]
    return [smaller.note(), larger.note(), left, right]


def write_evidence(kind: str, line: bytes, rosters: Sequence[bytes], charter: bytes, objects: list[Any]) -> bytes:
    """Return an evidence file: everything a third person needs but the root fingerprints."""
    return encode(
        {"v": 1, "class": kind, "line": line, "rosters": list(rosters), "charter": charter, "objects": objects}
    )


def read_evidence(data: bytes) -> tuple[str, bytes, list[Any]]:
    """Return (class, line, objects) of an evidence file; form only, nothing is verified.

    Raises:
        InvalidFromPeer: ``malformed`` or ``limit``.
    """
    if len(data) > EVIDENCE_BYTES_MAX:
        raise InvalidFromPeer("limit", "evidence above 1 MiB")
    fields = decode(data)
    if not isinstance(fields, dict) or fields.get("v") != 1:
        raise InvalidFromPeer("malformed", "not an evidence file of this version")
    kind, line, objects = fields.get("class"), fields.get("line"), fields.get("objects")
    if not (isinstance(kind, str) and isinstance(line, bytes) and isinstance(objects, list)):
        raise InvalidFromPeer("malformed", "an evidence file without class, line or objects")
    return kind, line, objects


def fork_shown(kind: str, objects: list[Any], log_public: bytes) -> str | None:
    """Return the origin whose log key signed two histories, or None if the objects do not show that (E1 and E2)."""
    notes = 2
    if kind not in {"E1", "E2"} or len(objects) != (notes if kind == "E1" else 2 * notes):
        return None
    if not all(isinstance(item, bytes) for item in objects[:notes]):
        return None
    first, second = (parse_checkpoint(item) for item in objects[:notes])
    signed = signed_by_log(first, log_public) and signed_by_log(second, log_public)
    if not signed or first.origin != second.origin:
        return None
    if kind == "E1":
        apart = first.head.size == second.head.size and first.head.root != second.head.root
        return first.origin if apart else None
    left, right = objects[2], objects[3]
    if not isinstance(left, list) or not isinstance(right, list) or not 0 < first.head.size < second.head.size:
        return None
    if not all(isinstance(item, bytes) for item in (*left, *right)):
        return None
    whole = fold_cover(second.head.size, [*left, *right], first.head.size)
    part = fold_cover(first.head.size, left)
    return first.origin if whole == second.head.root and part is not None and part != first.head.root else None
