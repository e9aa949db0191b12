"""The entries of an annex as they are held, in order, each read as far as it can be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from watchline.annex.name import AnnexName, Place, parse_annex_origin
from watchline.codec import decode
from watchline.errors import InvalidFromPeer, StoreFailed
from watchline.log import LogRow
from watchline.log.held import HeldLogs
from watchline.party import KeySet
from watchline.record import Header, read_leaf
from watchline.record.body import Body
from watchline.record.claims import read_annex_body

_PAGE = 256


class Said(NamedTuple):
    """One entry: where it stands, its leaf hash, its header, and what it says (None: unknown kind or unreadable body)."""

    place: Place
    leaf_hash: bytes
    header: Header
    record: Body | None


class Log(NamedTuple):
    """One log of the annex as it is stored: its name, the key set that signs it, and the row."""

    name: AnnexName
    keys: KeySet
    row: LogRow


def logs_of(held: HeldLogs, party: bytes) -> tuple[Log, ...]:
    """Return the logs of a party's annex by epoch.

    Raises:
        StoreFailed: a row is not one that this program wrote.
    """
    found = []
    for row in held.logs(party):
        try:
            name = parse_annex_origin(row.origin)
            state = decode(row.state)
            keys = KeySet.of(state["key_set"] if isinstance(state, dict) else None)
        except (InvalidFromPeer, KeyError) as why:
            raise StoreFailed(f"the annex holds a log that this program did not write ({why}): it was damaged or changed.") from why  # fmt: skip
        found.append(Log(name, keys, row))
    return tuple(sorted(found, key=lambda log: log.name.epoch))


def said(held: HeldLogs, party: bytes, skip: int = 0) -> Iterator[Said]:
    """Yield the entries of a party's annex, oldest first, but for the first ``skip``. Cost: one read for each 256.

    Entries are only appended, and to the newest log alone: who kept what he read skips as many.
    """
    for log in logs_of(held, party):
        first, skip = min(skip, log.row.head.size), max(0, skip - log.row.head.size)
        for start in range(first, log.row.head.size, _PAGE):
            for entry in held.entries(log.row.origin, start, min(_PAGE, log.row.head.size - start)):
                header = read_leaf(entry.leaf)
                try:
                    record = None if entry.body is None else read_annex_body(header.kind, entry.body)
                except InvalidFromPeer:
                    record = None
                yield Said(Place(log.name.epoch, entry.index), entry.leaf_hash, header, record)
