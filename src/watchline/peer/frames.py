"""Frames, written and read (docs/spec/frames.md). A frame is an unsigned hint; only signed objects in it are evidence."""

from __future__ import annotations

from typing import Annotated, Any, Final

import msgspec

from watchline.codec import decode
from watchline.codec.cbor import encode_ordered, in_order
from watchline.errors import InvalidFromPeer
from watchline.peer.limits import FRAME_BYTES_MAX, HEADS_MAX, RANGES_MAX

Size = Annotated[int, msgspec.Meta(ge=0, le=1 << 53)]
Digest = Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)]
Name = Annotated[str, msgspec.Meta(max_length=160)]
Line = Annotated[str, msgspec.Meta(max_length=400)]
Nonce = Annotated[bytes, msgspec.Meta(max_length=16)]


class _Frame(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base: fields in the CBOR map beside ``v, frame, line, from, to``."""


class Have(_Frame, frozen=True, kw_only=True, omit_defaults=True):
    """What the sender holds: (origin, size, root, size cosigned, bitmap of parked leaves), rosters, charter."""

    logs: Annotated[list[tuple[Name, Size, Digest, Size, bytes]], msgspec.Meta(max_length=256)]
    rosters: Annotated[list[tuple[Name, Size, Digest]], msgspec.Meta(max_length=16)]
    charter: Digest


class Want(_Frame, frozen=True, kw_only=True, omit_defaults=True):
    """What the sender asks for: (origin, from, to or 0, what), and how many bytes may come."""

    ranges: Annotated[list[tuple[Name, Size, Size, Name]], msgspec.Meta(max_length=RANGES_MAX)]
    credit: Size


class Append(_Frame, frozen=True, kw_only=True, omit_defaults=True):
    """Leaves of one log from index ``start`` on, with bodies, a signed checkpoint, cosignature lines."""

    origin: Name
    start: Size
    leaves: list[bytes]
    bodies: list[tuple[Size, Digest, bytes]]
    checkpoint: bytes
    cosignatures: list[Line] = msgspec.field(default_factory=list)
    proof: list[Digest] | None = None


class Cosign(_Frame, frozen=True, kw_only=True, omit_defaults=True):
    """Cosignature lines over one head of one log."""

    origin: Name
    size: Size
    root: Digest
    lines: Annotated[list[Line], msgspec.Meta(max_length=16)]


class Beat(_Frame, frozen=True, kw_only=True, omit_defaults=True):
    """Liveness: our nonce, the peer's last nonce, our wall clock, heads that changed, roster numbers."""

    nonce: Nonce
    echo: Nonce
    now: int
    heads: Annotated[
        list[tuple[bytes, Annotated[list[Line], msgspec.Meta(max_length=16)]]], msgspec.Meta(max_length=HEADS_MAX)
    ]
    rosters: Annotated[list[tuple[Name, Size]], msgspec.Meta(max_length=16)]


class Refused(_Frame, frozen=True, kw_only=True, omit_defaults=True):
    """A frame was refused, and why; with our own head or evidence where that explains it."""

    code: Name
    origin: Name = ""
    words: Annotated[str, msgspec.Meta(max_length=512)] = ""
    head: bytes | None = None
    evidence: bytes | None = None


class Evidence(_Frame, frozen=True, kw_only=True, omit_defaults=True):
    """An evidence object (docs/spec/bundle.md)."""

    evidence: bytes


class Keys(_Frame, frozen=True, kw_only=True, omit_defaults=True):
    """Signed rosters."""

    rosters: Annotated[list[bytes], msgspec.Meta(max_length=16)]


class CharterFrame(_Frame, frozen=True, kw_only=True, omit_defaults=True):
    """A signed charter."""

    charter: bytes


Frame = Have | Want | Append | Cosign | Beat | Refused | Evidence | Keys | CharterFrame

_KINDS: Final[dict[str, type[Frame]]] = {
    "HAVE": Have,
    "WANT": Want,
    "APPEND": Append,
    "COSIGN": Cosign,
    "BEAT": Beat,
    "REFUSED": Refused,
    "EVIDENCE": Evidence,
    "KEYS": Keys,
    "CHARTER": CharterFrame,
}
_NAMES: Final[dict[type, str]] = {kind: name for name, kind in _KINDS.items()}


def write_frame(frame: Frame, line: bytes, sender: str, receiver: str) -> bytes:
    """Return the frame's bytes.

    Raises:
        ValueError: above 64 KiB; our mistake.
    """
    fields: dict[str, Any] = msgspec.to_builtins(frame, builtin_types=(bytes,))
    fields |= {"v": 1, "frame": _NAMES[type(frame)], "line": line, "from": sender, "to": receiver}
    data = encode_ordered(in_order(fields))
    if len(data) > FRAME_BYTES_MAX:
        raise ValueError(f"a frame of {len(data)} bytes; the limit is {FRAME_BYTES_MAX}")
    return data


class Arrival(msgspec.Struct, frozen=True):
    """A frame read: who it says it is from, on which line."""

    line: bytes
    sender: str
    frame: Frame


def read_frame(data: bytes, receiver: str) -> Arrival:
    """Return the frame of its bytes.

    Raises:
        InvalidFromPeer: ``limit``, ``malformed``, ``version`` or ``sender`` (not for us).
    """
    if len(data) > FRAME_BYTES_MAX:
        raise InvalidFromPeer("limit", f"a frame of {len(data)} bytes; the limit is {FRAME_BYTES_MAX}")
    fields = decode(data)
    if not isinstance(fields, dict):
        raise InvalidFromPeer("malformed", "a frame that is not a map")
    if fields.get("v") != 1:
        raise InvalidFromPeer("version", "a frame of another version; one of the two programs needs an update")
    kind = _KINDS.get(str(fields.get("frame")))
    line, sender = fields.get("line"), fields.get("from")
    if kind is None or not isinstance(line, bytes) or not isinstance(sender, str):
        raise InvalidFromPeer("malformed", "a frame without a known kind, line or sender")
    if fields.get("to") != receiver:
        raise InvalidFromPeer("sender", "a frame that is not for this party")
    try:
        return Arrival(line, sender, msgspec.convert(fields, kind, builtin_types=(bytes,)))
    except (msgspec.ValidationError, ValueError, TypeError) as why:
        raise InvalidFromPeer("malformed", f"frame {fields.get('frame')}: {why}") from None
