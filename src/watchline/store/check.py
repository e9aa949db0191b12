"""The shape that every store asks of a batch, before anything is written.

A batch that fails here is a mistake of this program, never of the disk or of a peer.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from watchline.errors import OurMistake

if TYPE_CHECKING:
    from collections.abc import Iterable

    from watchline.log import LogChange
    from watchline.node.doors import Batch, Tenure

_LINE_HEX = 64
_LINE_BYTES = 32


@lru_cache(maxsize=4096)
def line_of(origin: str) -> bytes:
    """Return the line id that an origin begins with (for an annex: the party id).

    Raises:
        OurMistake: the origin does not begin with 64 hexadecimal digits and a dot.
    """
    try:
        if origin[_LINE_HEX : _LINE_HEX + 1] == ".":
            return bytes.fromhex(origin[:_LINE_HEX])
    except ValueError:
        pass
    raise OurMistake(f"not an origin: {origin!r}; it must begin with the line id, 64 hexadecimal digits, and a dot")


def touched(tenure: Tenure, batch: Batch) -> set[bytes]:
    """Return the lines that a batch writes to, once its shape is found good.

    Raises:
        OurMistake: a line outside the tenure, one origin twice, or entries that do not lead from ``old`` to ``new``.
    """
    lines = {line_of(change.origin) for change in batch.changes}
    lines.update(row.key[:_LINE_BYTES] for row in batch.rows)
    for line in lines:
        if line not in tenure.lines:
            raise OurMistake(f"line {line.hex()[:16]} is not part of this tenure; acquire it before writing there")
    if len(batch.changes) > 1 and len({change.origin for change in batch.changes}) != len(batch.changes):
        raise OurMistake("one log twice in one batch; join its changes first")
    for change in batch.changes:
        _leads_on(change)
    return lines


def held_already(heads: Iterable[tuple[LogChange, object]]) -> bool:
    """Tell whether a batch whose growing logs were compared with the heads held is on disk already.

    Args:
        heads: Each change with the head that the store holds for it.

    Returns:
        True when at least one log grows and every log stands at ``new``: the batch was stored before.
    """
    grows = False
    for change, held in heads:
        if held != change.new:
            return False
        grows = grows or change.new != change.old
    return grows


def _leads_on(change: LogChange) -> None:
    """Raise OurMistake unless the entries of a change lead from its old size to its new one."""
    first, last, entries = change.old.size, change.new.size, change.entries
    if last - first != len(entries) or (entries and (entries[0].index != first or entries[-1].index != last - 1)):
        raise OurMistake(f"{change.origin}: the entries do not lead from size {first} to size {last}")
