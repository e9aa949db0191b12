"""A frame that left a node, read by nothing of the node's own code but the CBOR decoder: which heads it speaks of."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import cbor2

from watchline.codec import parse_b64
from watchline.log import Head


class Spoken(NamedTuple):
    """A head that a frame names: (origin, head, signed: by the log's key, lines: (mirror name, T in seconds) over it)."""

    origin: str
    head: Head
    signed: bool
    lines: tuple[tuple[str, int], ...]


@lru_cache(maxsize=256)
def _note(note: bytes) -> tuple[str, Head]:
    origin, size, root = note.decode().split("\n", 3)[:3]
    return origin, Head(int(size), parse_b64(root))


@lru_cache(maxsize=256)
def _line(line: str) -> tuple[str, int]:
    _dash, name, data = line.split()
    return name, int.from_bytes(parse_b64(data)[4:12], "big")


def _lines(lines: list[str]) -> tuple[tuple[str, int], ...]:
    return tuple(map(_line, lines))


def kind_of(leaf: bytes) -> str:
    """Return the kind that a leaf names."""
    return str(cbor2.loads(leaf)["kind"])


def body_hash_of(leaf: bytes) -> object:
    """Return the commitment to a body that a leaf names."""
    return cbor2.loads(leaf)["body_hash"]


def first_ref_of(leaf: bytes) -> tuple[str, int, int]:
    """Return the place that a leaf refers to first: code, epoch, index."""
    code, epoch, index = cbor2.loads(leaf)["refs"][0][:3]
    return code, epoch, index


class Emitted:
    """A frame on its way out. ``kind``, ``fields`` and ``heads`` are read from its bytes.

    Args:
        frame: The bytes.
        peer: Whom they are for.
        circuit: By which circuit.
    """

    __slots__ = ("circuit", "fields", "frame", "heads", "kind", "peer")

    def __init__(self, frame: bytes, peer: str, circuit: str) -> None:
        self.frame, self.peer, self.circuit = frame, peer, circuit
        fields: dict[str, Any] = cbor2.loads(frame)
        self.fields = fields
        self.kind: str = fields["frame"]
        self.heads = tuple(self._heads())

    def _heads(self) -> list[Spoken]:
        fields = self.fields
        match self.kind:
            case "APPEND":
                origin, head = _note(fields["checkpoint"])
                lines = fields.get("cosignatures")
                return [Spoken(origin, head, True, _lines(lines) if lines else ())]
            case "COSIGN":
                head = Head(fields["size"], fields["root"])
                return [Spoken(fields["origin"], head, False, _lines(fields["lines"]))]
            case "BEAT":
                return [Spoken(*_note(note), True, _lines(lines)) for note, lines in fields["heads"]]
            case "REFUSED" if "head" in fields:
                return [Spoken(*_note(fields["head"]), True, ())]
            case _:
                return []
