"""How much of closed logs the entries of a party have before them, one row for each entry that tells (``line/history.py``)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from watchline.errors import InvalidFromPeer
from watchline.line import Stood
from watchline.party import parse_origin
from watchline.record import EpochAdopt, EpochOpen, Header, Record, Seen
from watchline.view.keys import EntryRef, read_ref_key, ref_key

_CODE_BYTES = 8
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(tuple[int, int, bytes]).decode


def stood_by(ref: EntryRef, header: Header, record: Record | None, before: Sequence[Seen]) -> Iterator[Stood]:
    """Yield what an entry tells of closed logs.

    Args:
        ref: Where it stands.
        header: Its header.
        record: What it says; None if that cannot be read.
        before: ``seen`` of the entry before it in its log.
    """
    own = _own(ref, header, record)
    if own is not None:
        yield own
    if header.seen != before:
        epochs = {item.code: item.epoch for item in header.seen}
        for item in before:
            if epochs.get(item.code, item.epoch) > item.epoch:
                yield Stood(ref.code, (ref.epoch, ref.index), item.code, item.epoch, item.size)


def _own(ref: EntryRef, header: Header, record: Record | None) -> Stood | None:
    opened_for = b""
    match record:
        case EpochOpen() if ref.index == 0:
            joined = header.charter != header.line  # the founding charter's hash is the line's name
            opened_for = header.charter if joined else b""
            if record.prev is None:
                return Stood(ref.code, (ref.epoch, 0), ref.code, 0, 0, opened_for) if joined else None
            origin, size, _root = record.prev
        case EpochAdopt():
            origin, size = record.origin, record.size
        case _:
            return None
    try:
        name = parse_origin(origin)
    except InvalidFromPeer:
        return None
    if (name.line, name.code) != (header.line, ref.code) or name.epoch >= ref.epoch:
        return None
    return Stood(ref.code, (ref.epoch, ref.index), ref.code, name.epoch, size, opened_for)


def stood_row(line: bytes, stood: Stood) -> tuple[bytes, bytes]:
    """Return key and value of what an entry tells of one party's closed log."""
    key = ref_key(line, EntryRef(stood.author, *stood.place)) + stood.code.encode().ljust(_CODE_BYTES, b"\0")
    return key, _encode((stood.epoch, stood.size, stood.opened_for))


def read_stood(key: bytes, row: bytes) -> Stood:
    """Return what a row keeps."""
    ref, code = read_ref_key(key[:-_CODE_BYTES]), key[-_CODE_BYTES:].rstrip(b"\0").decode()
    return Stood(ref.code, (ref.epoch, ref.index), code, *_decode(row))
