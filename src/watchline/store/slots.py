"""The bytes of the head lock: two slots per origin, each with its own checksum.

::

    file   a header of 4,096 bytes, then pairs of slots of 512 bytes each, preallocated, zero until used
    slot   magic 8 | sequence 8 | size 8 | time_ms 8 | root 32 | SHA-256(origin) 32 | origin length 2 | origin | 0… | SHA-256 32

A write goes to the slot that does not hold the newest row, so that a torn write leaves the one before it. The first write
of an origin fills both: afterwards one bad slot is a torn write, two bad ones are damage. All integers are big-endian.
"""

from __future__ import annotations

from hashlib import sha256
from struct import Struct
from typing import NamedTuple

from watchline.errors import OurMistake
from watchline.log import Head
from watchline.node.doors import LockRow

SLOT_BYTES = 512
PAIR_BYTES = 2 * SLOT_BYTES
HEADER_BYTES = 4096
HEADER = b"watchline/heads/v1\n".ljust(HEADER_BYTES, b"\0")
_MAGIC = b"WLSLOT1\n"
_FIELDS = Struct(">8sQQq32s32sH")
_CHECKSUM_BYTES = 32
_ORIGIN_MAX = SLOT_BYTES - _FIELDS.size - _CHECKSUM_BYTES
_BLANK = bytes(SLOT_BYTES)


class Slot(NamedTuple):
    """One good slot."""

    origin: str
    sequence: int
    row: LockRow


def pack(slot: Slot) -> bytes:
    """Return the 512 bytes of a slot.

    Raises:
        OurMistake: the origin is too long for a slot; none of the specification is.
    """
    name = slot.origin.encode()
    if len(name) > _ORIGIN_MAX:
        raise OurMistake(
            f"the origin {slot.origin[:80]}… has {len(name)} bytes; the head lock has room for {_ORIGIN_MAX}"
        )
    (size, root), time_ms = slot.row
    fields = _FIELDS.pack(_MAGIC, slot.sequence, size, time_ms, root, sha256(name).digest(), len(name))
    body = (fields + name).ljust(SLOT_BYTES - _CHECKSUM_BYTES, b"\0")
    return body + sha256(body).digest()


def unpack(data: bytes) -> Slot | None:
    """Return the slot of 512 bytes, or None when they are not exactly what ``pack`` wrote."""
    body, checksum = data[:-_CHECKSUM_BYTES], data[-_CHECKSUM_BYTES:]
    if len(data) != SLOT_BYTES or sha256(body).digest() != checksum:
        return None
    magic, sequence, size, time_ms, root, digest, length = _FIELDS.unpack_from(body)
    name = body[_FIELDS.size : _FIELDS.size + length]
    if magic != _MAGIC or sha256(name).digest() != digest:
        return None
    return Slot(name.decode(), sequence, LockRow(Head(size, root), time_ms))


class Pair(NamedTuple):
    """What one pair of slots says: the newest good slot and where it stands (0 or 1)."""

    slot: Slot | None
    side: int
    damaged: bool


def read_pair(data: bytes) -> Pair:
    """Return what 1,024 bytes of two slots say.

    Damaged: both slots were written and neither is good, or they are of two origins. A first slot that is torn while the
    second was never written is a pair that never counted: nothing left the node after it.
    """
    halves = data[:SLOT_BYTES], data[SLOT_BYTES:]
    left, right = unpack(halves[0]), unpack(halves[1])
    if left and right:
        newest = left if left.sequence >= right.sequence else right
        return Pair(newest, 0 if newest is left else 1, left.origin != right.origin)
    if left or right:
        return Pair(left or right, 0 if left else 1, damaged=False)
    return Pair(None, 0, damaged=halves[1] != _BLANK)


def guess_origin(data: bytes) -> str:
    """Return what can still be read of the origin's name in a damaged pair, for a message."""
    for half in (data[:SLOT_BYTES], data[SLOT_BYTES:]):
        text = half[_FIELDS.size : -_CHECKSUM_BYTES].split(b"\0", 1)[0].decode("ascii", "replace")
        if text:
            return text
    return "(its name cannot be read)"
