"""What hash-only witnesses stated about a log: kept beside it, never counted among those who hold it (docs/spec/witness.md)."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from watchline.log.held import HeldLogs, every_row
from watchline.party import LogName
from watchline.party.witness import WitnessName

OWN_WITNESSED = "own.witnessed"
"""line + code padded to 8 + epoch in 4 bytes + key of the witness -> ``Statement``; the newest of each."""
_KEY_BYTES = 32


class Statement(NamedTuple):
    """The newest statement of a witness about one log: *consistent up to this head, at this time by its clock*.

    Attributes:
        name: How this node calls the witness.
        size, root: The head.
        time_s: By the witness's clock.
        line: The cosignature line.
    """

    name: str
    size: int
    root: bytes
    time_s: int
    line: str


def statement_key(log: LogName, key: bytes = b"") -> bytes:
    """Return the key of a statement's row, or without the witness's key what those of a log begin with."""
    return log.line + log.code.encode().ljust(8, b"\0") + log.epoch.to_bytes(4, "big") + key


def read_statement(data: bytes) -> Statement:
    """Return the statement of a row."""
    return Statement(*msgspec.msgpack.decode(data))


def write_statement(made: Statement) -> bytes:
    """Return the row of a statement."""
    return msgspec.msgpack.encode(made)


def held_statements(held: HeldLogs, log: LogName) -> list[tuple[bytes, Statement]]:
    """Return (key of the witness, statement) of every witness of a log."""
    found = every_row(held, OWN_WITNESSED, statement_key(log))
    return [(key[-_KEY_BYTES:], read_statement(value)) for key, value in found]


def witness_lines(held: HeldLogs, log: LogName) -> list[tuple[str, int, bytes]]:
    """Return (cosigner name, size, line) of every witness of a log, as ``HeldLogs.cosignatures`` does of mirrors."""
    return [
        (WitnessName(log.line, log.demo, key).text(), made.size, made.line.encode())
        for key, made in held_statements(held, log)
    ]
