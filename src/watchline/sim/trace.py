"""The trace of a run: one digest over everything that happened and every byte that left a node.

The same seed and options give the same digest on every machine and under every PYTHONHASHSEED; so a failure can be had again.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TextIO


class Trace:
    """Collects events into a digest.

    Args:
        words: Where to write each event as a line as well; None for nowhere.
    """

    def __init__(self, words: TextIO | None = None) -> None:
        self._digest = sha256()
        self._words = words
        self.events = 0

    def note(self, at: int, who: str, what: str, data: bytes = b"") -> None:
        """Note one event: simulated ms, whose, what, and the bytes that belong to it."""
        self.events += 1
        self._digest.update(f"{at} {who} {what} {len(data)}\n".encode())
        if data:
            self._digest.update(data)
        if self._words is not None:
            day, rest = divmod(at, 86_400_000)
            self._words.write(f"{day:4d} {rest / 1000:10.3f} {who} {what} {len(data) or ''}\n")

    def digest(self) -> str:
        """Return the digest so far, 64 hexadecimal digits."""
        return self._digest.hexdigest()
