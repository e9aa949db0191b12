"""What a node wants done, as data: store this, then move these locks, then send that. ``perform`` does it in that order."""

from __future__ import annotations

from typing import NamedTuple

from watchline.node.doors import Batch, LockChange


class Send(NamedTuple):
    """Hand one frame to circuits of a peer: those named, in order of preference; ``every`` = all of them, else the first that takes it."""

    peer: str
    circuits: tuple[str, ...]
    frame: bytes
    every: bool = False


class HangUp(NamedTuple):
    """Drop the connections of a circuit (no live echo) and dial anew."""

    circuit: str
    peer: str
    words: str


class Wake(NamedTuple):
    """Dial this peer's circuits now instead of at the next even pace."""

    peer: str


class Reply(NamedTuple):
    """The answer to an operator's input.

    Attributes:
        ref: Reference of what was written (``XAA-0412``, else ``XAA/1/57``), or of what stands already.
        written: Whether an entry was written by this input.
        error: Words why not; empty when all is well.
    """

    ref: str = ""
    written: bool = False
    error: str = ""


class News(NamedTuple):
    """Something a live display or diagnostics may want to show; carries no decision."""

    what: str
    ref: str
    words: str


class Outcome(NamedTuple):
    """One step of a node: durable changes first, then what may leave it."""

    batch: Batch
    locks: tuple[LockChange, ...]
    pins: dict[str, bytes]
    sends: tuple[Send, ...]
    hang_ups: tuple[HangUp, ...]
    wakes: tuple[Wake, ...]
    replies: tuple[Reply, ...]
    news: tuple[News, ...]
    wake_at: int
