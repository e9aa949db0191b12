"""An entry as it is stored, and one log's part of a transaction."""

from __future__ import annotations

from typing import NamedTuple

from watchline.log.tree import Head, Node


class Entry(NamedTuple):
    """A leaf with its body and salt, as received.

    Attributes:
        index: Position in its log, from 0.
        leaf: The leaf bytes, never a re-encoding.
        leaf_hash: RFC 6962 hash of the leaf.
        salt, body: What the leaf commits to; both None after an agreed erasure.
        depth: Place in the common order (docs/spec/leaf.md); provisional while a head in ``seen`` is not held.
    """

    index: int  # type: ignore[assignment]  # hides tuple.index, which nobody calls
    leaf: bytes
    leaf_hash: bytes
    salt: bytes | None
    body: bytes | None
    depth: int


class LogChange(NamedTuple):
    """What one transaction does to one log, own or mirrored.

    Attributes:
        origin: The log's name.
        old: The head before; ``EMPTY`` for a log not stored yet. The store refuses if it holds another.
        new: The head after; equal to ``old`` when only state or cosignatures change.
        state: CBOR that the node reads back at start; the store keeps it without looking in.
        entries: The new leaves, from index ``old.size``.
        nodes: New inner nodes of levels 8, 16, 24.
        checkpoints: Signed notes to keep for ever, (size, note).
        cosignatures: Newest cosignature of each mirror, (mirror name, size, signature line); replaces the one before.
    """

    origin: str
    old: Head
    new: Head
    state: bytes
    entries: tuple[Entry, ...] = ()
    nodes: tuple[Node, ...] = ()
    checkpoints: tuple[tuple[int, bytes], ...] = ()
    cosignatures: tuple[tuple[str, int, bytes], ...] = ()


class LogRow(NamedTuple):
    """A log as the store holds it: its head, the size before the last batch that grew it, its state bytes."""

    origin: str
    head: Head
    size_before: int
    state: bytes
