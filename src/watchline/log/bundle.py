"""The export bundle of a line (docs/spec/bundle.md): everything a third person needs but the root fingerprints.

Files are made one by one, a page of 256 entries at a time, so that a record of any length is exported in the same memory.
There is no manifest: every byte is signed or recomputed by whoever verifies it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from watchline.codec import encode
from watchline.errors import InvalidFromPeer, OurMistake
from watchline.log.checkpoint import Checkpoint, parse_checkpoint, parse_line
from watchline.log.entry import Entry, LogRow
from watchline.log.held import DOC_EVIDENCE, HeldLogs, every_row, held_charter, held_rosters
from watchline.log.tiles import bodies_path, level_widths, tile_path, tiles_of, write_entry_bundle
from watchline.log.tree import TILE_HEIGHT, TILE_WIDTH
from watchline.log.witnessed import witness_lines
from watchline.party import LogName, parse_origin
from watchline.record import REASON_PARTIES, Charter, EpochOpen, Kind, read_body, read_signed_charter

File = tuple[str, bytes]
"""(path with ``/``, content)."""

Disclosed = Callable[[LogName, int], bool]
"""(log, index) -> whether the body of this entry goes into the bundle."""

_LOOKS = 16
_Cosignatures = Sequence[tuple[str, int, bytes]]


def everything(_log: LogName, _index: int) -> bool:
    """Disclose every body."""
    return True


def bundle_files(held: HeldLogs, line: bytes, disclosed: Disclosed = everything) -> Iterator[File]:
    """Yield the files of a line's export bundle, one by one.

    Args:
        held: Committed rows; a running node may go on writing: what is exported ends at the heads found at the start.
        line: Line id.
        disclosed: Which bodies go in; leaves always do.

    Raises:
        OurMistake: nothing of this line is kept here.
    """
    signed = held_charter(held, line)
    rows, lines = _heads(held, line)
    if signed is None or not rows:
        raise OurMistake("Nothing of this line is kept here yet: its log is not opened. Found the line first.")
    charter, _signatures = read_signed_charter(signed)
    if charter.prev is not None:
        raise OurMistake(
            "This party joined the line by a later charter. No verifier of this version judges that, and none would find a founding charter"
            " here: ask a party that founded the line for its export. Nothing was written."
        )
    later = set(left_out(held, charter))
    rows = [row for row in rows if row.origin not in later]
    for code in charter.codes:
        for number, roster in held_rosters(held, line, code):
            yield f"rosters/{code}-{number}", roster
    yield "charters/1", signed
    for row in rows:
        yield from _log_files(held, row, lines.get(row.origin, ()), disclosed)
    for number, (_key, evidence) in enumerate(every_row(held, DOC_EVIDENCE, line), 1):
        yield f"evidence/{number}", evidence


def heads_text(held: HeldLogs, line: bytes) -> bytes:
    """Return the newest head of every log with its signatures, an empty line between two: what another side compares with its own.

    It discloses sizes and hashes, and no entry.

    Raises:
        OurMistake: nothing of this line is kept here.
    """
    rows, lines = _heads(held, line)
    notes = [held_checkpoint(held, row.origin, row.head.size, lines.get(row.origin, ())) for row in rows]
    if not notes:
        raise OurMistake("Nothing of this line is kept here yet: its log is not opened. Found the line first.")
    return b"\n".join(note.note() for note in notes if note is not None)


def left_out(held: HeldLogs, charter: Charter) -> list[str]:
    """Return the logs that were opened for a change of parties, and those after them: no verifier of this version judges one.

    They are left out of a bundle, which names them in its amendments only; what is in it can so be verified as before.
    """
    found: dict[str, int] = {}
    for row in sorted(held.logs(charter.line), key=lambda row: parse_origin(row.origin).epoch):
        name, first = parse_origin(row.origin), held.entry(row.origin, 0)
        if name.code not in found and (name.code not in charter.codes or (first is not None and _for_parties(first))):
            found[name.code] = name.epoch
    return [
        row.origin
        for row in held.logs(charter.line)
        if (name := parse_origin(row.origin)).epoch >= found.get(name.code, name.epoch + 1)
    ]


def _for_parties(first: Entry) -> bool:
    try:
        opened = read_body(Kind.EPOCH_OPEN, first.body or b"")
    except InvalidFromPeer:
        return False
    return isinstance(opened, EpochOpen) and opened.reason == REASON_PARTIES


def _heads(held: HeldLogs, line: bytes) -> tuple[list[LogRow], dict[str, _Cosignatures]]:
    """Return logs and their cosignatures as of one moment, if the node that writes beside us lets one pass."""
    rows = list(held.logs(line))
    lines: dict[str, _Cosignatures] = {}
    for _ in range(_LOOKS):
        lines = {row.origin: _lines(held, row.origin) for row in rows}
        again = list(held.logs(line))
        if [row.head for row in again] == [row.head for row in rows]:
            break
        rows = again
    # Else the heads are the newer ones: no cosignature found is of a larger size than its log's.
    return [row for row in rows if row.head.size], lines


def _lines(held: HeldLogs, origin: str) -> _Cosignatures:
    """Return the cosignature lines of a log: those of mirrors, then those of witnesses."""
    return (*held.cosignatures(origin), *witness_lines(held, parse_origin(origin)))


def _log_files(held: HeldLogs, row: LogRow, lines: _Cosignatures, disclosed: Disclosed) -> Iterator[File]:
    name, size = parse_origin(row.origin), row.head.size
    folder = f"logs/{name.code}-{name.epoch}"
    newest = held_checkpoint(held, row.origin, size, lines)
    assert newest is not None, "a stored head has its checkpoint"
    yield f"{folder}/checkpoint", newest.note()
    for older in sorted({at for _, at, _ in lines if at < size}):
        # Without that very checkpoint (a third party's cosignature may come alone) nobody else could verify the lines.
        checkpoint = held_checkpoint(held, row.origin, older, lines)
        if checkpoint is not None:
            yield f"{folder}/checkpoint-{older}", checkpoint.note()
    for number, width in tiles_of(size):
        entries = held.entries(row.origin, number * TILE_WIDTH, width)
        assert len(entries) == width, "every entry below a stored head is stored"
        yield f"{folder}/{tile_path('entries', number, width)}", write_entry_bundle(entry.leaf for entry in entries)
        bodies = [_shown(entry) for entry in entries if entry.body is not None and disclosed(name, entry.index)]
        if bodies:
            yield f"{folder}/{bodies_path(number)}", encode(bodies)
    for level, count in enumerate(level_widths(size)):
        for number, width in tiles_of(count):
            hashes = held.hashes(row.origin, level * TILE_HEIGHT, number * TILE_WIDTH, width)
            assert len(hashes) == width, "every complete subtree below a stored head is stored"
            yield f"{folder}/{tile_path(level, number, width)}", b"".join(hashes)


def _shown(entry: Entry) -> list[object]:
    return [entry.index, entry.salt, entry.body]


def held_checkpoint(held: HeldLogs, origin: str, size: int, lines: _Cosignatures) -> Checkpoint | None:
    """Return the signed checkpoint of this size with the cosignature lines kept for it, or None if none is stored."""
    note = held.checkpoint(origin, size)
    if note is None:
        return None
    checkpoint = parse_checkpoint(note)
    added = tuple(parse_line(line.decode()) for _, at, line in lines if at == size)
    return checkpoint.with_lines(checkpoint.lines + added)
