"""Frames in a stream of bytes: four bytes of length, big-endian, then the frame. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from watchline.carrier.limits import FRAME_BYTES_MAX, LENGTH_BYTES
from watchline.errors import CarrierDown

if TYPE_CHECKING:
    from collections.abc import Iterator


def framed(frame: bytes) -> bytes:
    """Return a frame with its length in front."""
    return len(frame).to_bytes(LENGTH_BYTES, "big") + frame


class Deframer:
    """Cuts a stream into frames. Holds at most one unfinished frame and never more than it was sent."""

    def __init__(self) -> None:
        self._held = b""

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """Yield the frames that ``chunk`` completes, in order.

        Raises:
            CarrierDown: a frame above 64 KiB is announced, by the peer; the stream is useless from here on. The frames
                before it were yielded.
        """
        stream = self._held + chunk if self._held else chunk
        start, size = 0, len(stream)
        while size - start >= LENGTH_BYTES:
            body = start + LENGTH_BYTES
            length = int.from_bytes(stream[start:body], "big")
            if length > FRAME_BYTES_MAX:
                self._held = b""
                raise CarrierDown(
                    f"the other side announced a frame of {length:,} bytes, {FRAME_BYTES_MAX:,} are allowed: it is no"
                    " Watchline node or it is broken"
                )
            if size - body < length:
                break
            yield stream[body : body + length]
            start = body + length
        self._held = stream[start:]

    def unfinished(self) -> str:
        """Return words about a frame that was cut short, or nothing when the stream ended between two frames."""
        if not self._held:
            return ""
        have = max(0, len(self._held) - LENGTH_BYTES)
        if len(self._held) < LENGTH_BYTES:
            return "cut inside the length of a frame"
        return f"cut inside a frame: {have:,} of {int.from_bytes(self._held[:LENGTH_BYTES], 'big'):,} bytes came"
