"""A party that writes its own log by hand, with real keys and any bytes it likes: what a stranger's or a hostile node may send."""

from __future__ import annotations

from typing import Any

from tests.pair import Line, Party
from watchline.codec import encode
from watchline.keys import body_hash
from watchline.log import EMPTY_FRONTIER, Checkpoint, Frontier, leaf_hash, sign_checkpoint
from watchline.node import CircuitOpened, FrameArrived
from watchline.peer import Append, Beat, Frame, write_frame
from watchline.record import (
    CharterBody,
    EpochOpen,
    Header,
    Message,
    Record,
    body_class,
    read_signed_charter,
    write_body,
    write_leaf,
)
from watchline.record.kinds import KIND_OF

SALT = bytes(range(32))


class Forger:
    """Party ``code`` of a line, played by the test instead of a node.

    Args:
        line: A line in memory; the node of ``code`` is stopped and its place taken.
        code: Whom to play.
        to: Whose node receives.
    """

    def __init__(self, line: Line, code: str = "XAA", to: str = "XBB") -> None:
        self.line, self.code, self.to = line, code, to
        self.party: Party = next(party for party in line.parties if party.code == code)
        line[code].running = False
        self.name = line.charter.log(code, 1)
        self.origin = self.name.origin()
        self.leaves: list[bytes] = []
        self.bodies: list[tuple[int, bytes, bytes]] = []
        self.frontier: Frontier = EMPTY_FRONTIER
        self.circuit = line.charter.circuits[0]
        line.up.add((self.circuit, frozenset((code, to))))
        self.receiver = line[to]
        self.receiver.handle(CircuitOpened(circuit=self.circuit, peer=code))

    def header(self, record: Record, body: bytes, **changes: Any) -> Header:
        """Return a header as an honest node would write it, with changes."""
        usual: dict[str, Any] = {
            "line": self.line.charter.line,
            "charter": self.line.charter.hash,
            "author": self.code,
            "epoch": 1,
            "index": len(self.leaves),
            "t": self.line.wall,
            "kind": KIND_OF[type(record)],
            "post": "watch",
            "draft": len(self.leaves).to_bytes(16, "big"),
            "seen": (),
            "refs": (),
            "body_hash": body_hash(self.line.charter.line, self.party.roster.party_id, SALT, body),
            "body_class": body_class(len(body)),
        }
        return Header(**(usual | changes))

    def write(self, record: Record, **changes: Any) -> bytes:
        """Append a record to the forger's log and return its leaf."""
        body = changes.pop("body", None) or write_body(record)
        return self.raw(write_leaf(self.header(record, body, **changes)), body)

    def raw(self, leaf: bytes, body: bytes | None = None) -> bytes:
        """Append any bytes as a leaf."""
        if body is not None:
            self.bodies.append((len(self.leaves), SALT, body))
        self.leaves.append(leaf)
        self.frontier, _ = self.frontier.extended([leaf_hash(leaf)])
        return leaf

    def open(self) -> Forger:
        """Write leaf 0 and 1 as at a founding."""
        _charter, signatures = read_signed_charter(self.line.signed)
        rosters = [(party.code, 1, party.roster.hash()) for party in self.line.parties]
        self.write(EpochOpen(reason="founding", key_set=self.party.keys.public.fields(), rosters=rosters), post="node")
        self.write(CharterBody(charter=self.line.charter.data, signatures=list(signatures.items())), post="node")
        return self

    def message(self, text: str = "a text", precedence: str = "R", **changes: Any) -> bytes:
        """Append a message."""
        record = Message(precedence=precedence, to=[], dtg=self.line.wall, text=text, language="en")
        return self.write(record, **({"serial": len(self.leaves)} | changes))

    def checkpoint(self, origin: str = "") -> Checkpoint:
        """Return a signed checkpoint of the whole log."""
        return sign_checkpoint(origin or self.origin, self.frontier.head(), self.party.keys.log)

    def append(self, start: int = 0, **changes: Any) -> Append:
        """Return an APPEND of everything from ``start`` on, with changes."""
        usual: dict[str, Any] = {
            "origin": self.origin,
            "start": start,
            "leaves": self.leaves[start:],
            "bodies": [item for item in self.bodies if item[0] >= start],
            "checkpoint": self.checkpoint().note(),
        }
        return Append(**(usual | changes))

    def beat(self) -> Beat:
        """Return a BEAT that tells of the newest checkpoint."""
        return Beat(nonce=bytes(16), echo=b"", now=self.line.wall, heads=[(self.checkpoint().note(), [])], rosters=[])

    def send(self, frame: Frame | bytes) -> list[dict[str, Any]]:
        """Hand a frame to the receiver and return the frames it sends back, decoded."""
        from watchline.codec import decode

        data = frame if isinstance(frame, bytes) else write_frame(frame, self.line.charter.line, self.code, self.to)
        before = len(self.line.sent)
        self.receiver.handle(FrameArrived(circuit=self.circuit, peer=self.code, frame=data))
        self.line.flying.clear()
        return [decode(sent) for sender, _, sent in self.line.sent[before:] if sender == self.to]

    def held(self) -> int:
        """Return how many leaves of the forger's log the receiver holds."""
        log = self.receiver.node.core.logs.get(self.origin)
        return log.head.size if log else 0


def kinds(frames: list[dict[str, Any]]) -> list[str]:
    """Return the kinds of frames, in order."""
    return [frame["frame"] for frame in frames]


__all__ = ["SALT", "Forger", "encode", "kinds"]
