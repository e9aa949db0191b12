"""Make the proof of one entry for a third person (PROTOCOL 11.3).

*Included* shows that the entry is in its log below a signed and, if possible, cosigned head; it says nothing of later entries.
*Shown to stand* adds every later leaf, without bodies: whoever checks sees that none of them refers to it, but those that only
answer it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from watchline.errors import InvalidFromPeer, OurMistake
from watchline.log.bundle import held_checkpoint
from watchline.log.checkpoint import Checkpoint
from watchline.log.entry import Entry, LogRow
from watchline.log.held import HeldLogs, held_charter, held_rosters
from watchline.log.proof import inclusion_path, subtree
from watchline.log.proof_text import PROOF_BYTES_MAX, After, ProofText, write_proof
from watchline.log.tree import TILE_WIDTH, cover
from watchline.party import LogName, parse_origin
from watchline.record import Charter, Header, Kind, read_leaf, read_signed_charter

INCLUDED, STANDS = "included", "shown to stand"
ONLY_ANSWER = frozenset({Kind.MESSAGE_READ.value, Kind.MESSAGE_ACKNOWLEDGED.value, Kind.LINE_TEST_ANSWERED.value})
"""Kinds that by what they are correct nothing: an entry stands though they refer to it (decision 16)."""
_AFTER_BYTES_MAX = PROOF_BYTES_MAX // 2


class Proof(NamedTuple):
    """A proof file, its grade, and what it is worth in words for whoever hands it over."""

    data: bytes
    grade: str
    words: str


class _Chosen(NamedTuple):
    row: LogRow
    name: LogName
    checkpoint: Checkpoint
    by: tuple[str, ...]


def prove(held: HeldLogs, line: bytes, place: tuple[str, int, int], *, stand: bool, disclose: bool = True) -> Proof:
    """Return the proof of one entry.

    Args:
        held: Committed rows.
        line: Line id.
        place: (party code, epoch, index) of the entry.
        stand: Whether to show that no later entry refers to it.
        disclose: Whether salt and body go in.

    Raises:
        OurMistake: no such entry; or it cannot be shown to stand, and why (the later entry that refers to it is named).
    """
    signed = held_charter(held, line)
    if signed is None:
        raise OurMistake("Nothing of this line is kept here yet.")
    charter, _signatures = read_signed_charter(signed)
    rows = {row.origin: row for row in held.logs(line) if row.head.size}
    code, epoch, index = place
    row = rows.get(charter.log(code, epoch).origin())
    entry = None if row is None or not 0 <= index < row.head.size else held.entry(row.origin, index)
    if row is None or entry is None:
        raise OurMistake(f"{code}/{epoch}/{index} is not held here.")
    chosen = _choose(held, charter, row, index + 1)
    after = _later(held, charter, rows, chosen, entry) if stand else None

    def hashes(level: int, start: int, count: int) -> Sequence[bytes]:
        return held.hashes(row.origin, level, start, count)

    body = None if not disclose or entry.salt is None or entry.body is None else (entry.salt, entry.body)
    proof = ProofText(
        index=index,
        path=tuple(inclusion_path(hashes, index, chosen.checkpoint.head.size)),
        note=chosen.checkpoint.note(),
        leaf=entry.leaf,
        body=body,
        rosters=tuple(data for party in charter.codes for _, data in held_rosters(held, line, party)),
        charters=(signed,),
        after=None if after is None else tuple(item for item, _ in after),
    )
    heads = [chosen] if after is None else [head for _, head in after]
    return Proof(write_proof(proof), STANDS if stand else INCLUDED, _words(charter, heads, stand=stand))


def _words(charter: Charter, heads: list[_Chosen], *, stand: bool) -> str:
    sentences = []
    for head in heads:
        others = [code for code in charter.codes if code != head.name.code]
        held_by = [code for code in others if code in head.by]
        missing = [code for code in others if code not in head.by]
        text = f"Up to size {head.checkpoint.head.size} of {head.name.code}-{head.name.epoch}"
        text += f", held by {', '.join(held_by)}" if held_by else ", cosigned by nobody yet"
        sentences.append(text + (f"; not cosigned by {', '.join(missing)}." if missing and held_by else "."))
    scope = (
        "No later entry up to there refers to it but to answer it." if stand else "It says nothing of later entries."
    )
    return " ".join([*sentences, scope])


def _choose(held: HeldLogs, charter: Charter, row: LogRow, least: int) -> _Chosen:
    """Return the head to prove under: the newest that all others cosigned, else that anyone did, else the newest signed.

    Of each mirror the newest cosignature alone is kept, so the newest head that anyone cosigned is also the newest of all, if
    there is one that all did.
    """
    name = parse_origin(row.origin)
    found = [(mirror, parse_origin(mirror).code, size, line) for mirror, size, line in held.cosignatures(row.origin)]
    others = {mirror: code for mirror, code, _, _ in found if code in charter.codes and code != name.code}
    lines = [(mirror, at, line) for mirror, _, at, line in found if mirror in others and least <= at <= row.head.size]
    sizes = sorted({size for _, size, _ in lines}, reverse=True)
    for size in (*sizes, row.head.size):
        checkpoint = held_checkpoint(held, row.origin, size, lines)
        if checkpoint is not None:
            by = tuple(others[mirror] for mirror, at, _ in lines if at == size)
            return _Chosen(row, name, checkpoint, by)
    raise AssertionError("a stored head has its checkpoint")


def _later(
    held: HeldLogs, charter: Charter, rows: dict[str, LogRow], own: _Chosen, entry: Entry
) -> list[tuple[After, _Chosen]]:
    """Return every later leaf of every log, after making sure that none refers to the entry."""
    header = _header(entry.leaf)
    placed = header is not None and (charter.line, own.name.code, own.name.epoch, entry.index) == (
        header.line,
        header.author,
        header.epoch,
        header.index,
    )
    covers = {} if header is None or not placed else {(seen.code, seen.epoch): seen.size for seen in header.seen}
    target = (own.name.code, own.name.epoch, entry.index, entry.leaf_hash)
    known = {charter.log(code, 1).origin() for code in charter.codes}
    for origin in sorted(known.symmetric_difference(rows)):
        what = "is not held here" if origin in known else "is of a later epoch"
        raise OurMistake(f"The log {origin} {what}: it cannot be shown that no entry there refers to this one.")
    found, room = [], _AFTER_BYTES_MAX
    for origin in (charter.log(code, 1).origin() for code in charter.codes):
        row, name = rows[origin], parse_origin(origin)
        start = entry.index + 1 if name == own.name else covers.get((name.code, name.epoch), 0)
        if start > row.head.size:
            raise OurMistake(f"The entry names {start} entries of {name.code}, and not all of them are held here yet.")
        chosen = own if name == own.name else _choose(held, charter, row, start)
        leaves: list[bytes] = []
        for later in _entries(held, row, start):
            _refuse_if_refers(name, later, target)
            if later.index < chosen.checkpoint.head.size:
                leaves.append(later.leaf)
                room -= len(later.leaf)
            if room < 0:
                raise OurMistake("Too many entries follow for one proof file. Export the line, or prove it included.")
        found.append((_after(held, chosen, start, leaves), chosen))
    return found


def _entries(held: HeldLogs, row: LogRow, start: int) -> Any:
    while start < row.head.size:
        page = held.entries(row.origin, start, min(TILE_WIDTH, row.head.size - start))
        assert page, "every entry below a stored head is stored"
        yield from page
        start += len(page)


def _after(held: HeldLogs, chosen: _Chosen, start: int, leaves: list[bytes]) -> After:
    def hashes(level: int, first: int, count: int) -> Sequence[bytes]:
        return held.hashes(chosen.row.origin, level, first, count)

    nodes = tuple(subtree(hashes, level, index) for level, index in cover(0, start))
    return After(start, nodes, tuple(leaves), chosen.checkpoint.note())


def _refuse_if_refers(name: LogName, later: Entry, target: tuple[str, int, int, bytes]) -> None:
    header = _header(later.leaf)
    if header is not None and target in header.refs and header.kind not in ONLY_ANSWER:
        raise OurMistake(
            f"{name.code}/{name.epoch}/{later.index} ({header.kind}) refers to this entry, so it cannot be shown to stand. "
            "Prove it included, and that entry with it."
        )


def _header(leaf: bytes) -> Header | None:
    try:
        return read_leaf(leaf)
    except InvalidFromPeer:
        return None
