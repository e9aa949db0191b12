"""The feed of one batch as bytes: which rows of which views it changed, in order, under the number of the last."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from watchline.node.doors import FeedRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from watchline.node.doors import RowChange

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(list[tuple[str, bytes]]).decode


def write_feed(rows: Sequence[RowChange]) -> bytes:
    """Return the bytes of a batch's feed."""
    return _encode([(row.view, row.key) for row in rows])


def read_feed(last: int, data: bytes) -> list[FeedRow]:
    """Return the feed rows of a batch, the last of which has the number ``last``."""
    rows = _decode(data)
    return [FeedRow(number, view, key) for number, (view, key) in enumerate(rows, last - len(rows) + 1)]
