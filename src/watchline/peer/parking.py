"""Leaves and bodies that came before what precedes them, bounded; and the heads that may cover them."""

from __future__ import annotations

from watchline.errors import InvalidFromPeer
from watchline.log import Checkpoint
from watchline.peer.limits import PARKED_BYTES_MAX, PARKED_LEAVES_MAX

_HEADS_MAX = 256


class Parking:
    """What of one log waits: leaves by index, bodies by index, verified checkpoints by size. Lost at a restart; asked again."""

    def __init__(self) -> None:
        self._leaves: dict[int, bytes] = {}
        self._bodies: dict[int, tuple[bytes, bytes]] = {}
        self._heads: dict[int, Checkpoint] = {}
        self._bytes = 0

    def __len__(self) -> int:
        """Return how many leaves wait."""
        return len(self._leaves)

    def add_leaf(self, index: int, leaf: bytes, size: int) -> bool:
        """Keep a leaf at or beyond ``size`` (what is held); return whether it was new.

        A leaf that differs from the one waiting takes its place: which of them was signed shows only when the root is computed,
        and a false one must not keep the right one out.

        Raises:
            InvalidFromPeer: ``limit``: too far ahead, or too much waits. Nothing that waited is lost.
        """
        known = self._leaves.get(index)
        if known == leaf:
            return False
        if known is not None:
            self._bytes -= len(self._leaves.pop(index))
        if index >= size + PARKED_LEAVES_MAX or self._bytes + len(leaf) > PARKED_BYTES_MAX:
            raise InvalidFromPeer("limit", "too many leaves ahead of a gap; send them in order")
        self._leaves[index] = leaf
        self._bytes += len(leaf)
        return True

    def add_body(self, index: int, salt: bytes, body: bytes, size: int) -> bool:
        """Keep a body; return whether it was new. Raises like ``add_leaf``."""
        if self._bodies.get(index) == (salt, body):
            return False
        self.drop_body(index)
        if index >= size + PARKED_LEAVES_MAX or self._bytes + len(body) + 32 > PARKED_BYTES_MAX:
            raise InvalidFromPeer("limit", "too many bodies ahead of a gap; send them in order")
        self._bodies[index] = (salt, body)
        self._bytes += len(body) + len(salt)
        return True

    def drop_body(self, index: int) -> None:
        """Forget a body that does not match its leaf."""
        found = self._bodies.pop(index, None)
        if found:
            self._bytes -= len(found[0]) + len(found[1])

    def add_head(self, checkpoint: Checkpoint) -> None:
        """Remember a verified checkpoint; the oldest falls away beyond 256."""
        self._heads.setdefault(checkpoint.head.size, checkpoint)
        while len(self._heads) > _HEADS_MAX:
            del self._heads[min(self._heads)]

    def leaf(self, index: int) -> bytes | None:
        """Return a waiting leaf."""
        return self._leaves.get(index)

    def body(self, index: int) -> tuple[bytes, bytes] | None:
        """Return a waiting (salt, body)."""
        return self._bodies.get(index)

    def heads(self, above: int, upto: int) -> list[Checkpoint]:
        """Return the verified checkpoints with ``above`` < size ≤ ``upto``, smallest first."""
        return [self._heads[size] for size in sorted(self._heads) if above < size <= upto]

    def newest_head(self) -> int:
        """Return the largest size that a verified checkpoint here names, or 0."""
        return max(self._heads, default=0)

    def clear(self, below: int) -> None:
        """Forget what lies below ``below`` (now held)."""
        for index in [index for index in self._leaves if index < below]:
            self._bytes -= len(self._leaves.pop(index))
        for index in [index for index in self._bodies if index < below]:
            self.drop_body(index)
        for size in [size for size in self._heads if size <= below]:
            del self._heads[size]

    def forget(self, start: int, end: int) -> None:
        """Forget leaves and bodies in [start, end), which did not hash into a signed head, and every head beyond."""
        for index in [index for index in self._leaves if start <= index < end]:
            self._bytes -= len(self._leaves.pop(index))
            self.drop_body(index)
        for size in [size for size in self._heads if size > start]:
            del self._heads[size]

    def bitmap(self, size: int) -> bytes:
        """Return which of the leaves from ``size`` on wait, bit i for leaf size + i, least significant first."""
        ahead = [index - size for index in self._leaves if index >= size]
        if not ahead:
            return b""
        bits = bytearray(max(ahead) // 8 + 1)
        for at in ahead:
            bits[at // 8] |= 1 << at % 8
        return bytes(bits)
