"""What was said, provably: Merkle tree, checkpoints, cosignatures, proofs, forks (docs/spec/log.md, cosignature.md).

Pure. It knows leaves as bytes and their place, not what they mean; it signs with keys it is handed and stores nothing.
"""

from watchline.log.checkpoint import (
    Checkpoint,
    Cosignature,
    SignatureLine,
    checkpoint_text,
    cosign,
    log_line,
    parse_checkpoint,
    parse_line,
    read_cosignature,
    sign_checkpoint,
    signed_by_log,
)
from watchline.log.entry import Entry, LogChange, LogRow
from watchline.log.proof import consistency_path, consistent, included, inclusion_path, range_root, subtree
from watchline.log.tree import (
    EMPTY,
    EMPTY_FRONTIER,
    EMPTY_ROOT,
    TILE_HEIGHT,
    TILE_WIDTH,
    Frontier,
    Head,
    Node,
    cover,
    fold_cover,
    leaf_hash,
    node_hash,
)

__all__ = [
    "EMPTY",
    "EMPTY_FRONTIER",
    "EMPTY_ROOT",
    "TILE_HEIGHT",
    "TILE_WIDTH",
    "Checkpoint",
    "Cosignature",
    "Entry",
    "Frontier",
    "Head",
    "LogChange",
    "LogRow",
    "Node",
    "SignatureLine",
    "checkpoint_text",
    "consistency_path",
    "consistent",
    "cosign",
    "cover",
    "fold_cover",
    "included",
    "inclusion_path",
    "leaf_hash",
    "log_line",
    "node_hash",
    "parse_checkpoint",
    "parse_line",
    "range_root",
    "read_cosignature",
    "sign_checkpoint",
    "signed_by_log",
    "subtree",
]
