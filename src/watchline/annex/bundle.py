"""The export of a private annex: our rosters and our own entries, for ourselves and whom we choose (docs/spec/annex.md).

Every byte is signed or recomputed. Nothing of any line is in it, and nothing of it is in the export of a line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from watchline.annex.reading import logs_of
from watchline.codec import encode
from watchline.errors import OurMistake
from watchline.log.held import HeldLogs
from watchline.log.tiles import bodies_path, tile_path, tiles_of, write_entry_bundle
from watchline.log.tree import TILE_WIDTH
from watchline.party import Roster

FOLDER = "annex"


def annex_files(held: HeldLogs, party: bytes, rosters: Iterable[Roster]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of an annex's export, one by one.

    Raises:
        OurMistake: nothing was noted yet.
    """
    logs = [log for log in logs_of(held, party) if log.row.head.size]
    if not logs:
        raise OurMistake("Nothing is noted in this annex yet; there is nothing to export.")
    for roster in rosters:
        yield f"rosters/{roster.code}-{roster.number}", roster.signed
    for log in logs:
        folder, size = f"{FOLDER}/{log.name.epoch}", log.row.head.size
        note = held.checkpoint(log.row.origin, size)
        assert note is not None, "a stored head has its checkpoint"
        yield f"{folder}/checkpoint", note
        for number, width in tiles_of(size):
            entries = held.entries(log.row.origin, number * TILE_WIDTH, width)
            yield f"{folder}/{tile_path('entries', number, width)}", write_entry_bundle(item.leaf for item in entries)
            bodies = [[item.index, item.salt, item.body] for item in entries if item.body is not None]
            yield f"{folder}/{bodies_path(number)}", encode(bodies)
