"""What another side's file says of the logs, beside what is held here: heads, which of both holds more, where they part (docs/spec/bundle.md).

Nobody's copy is taken for the right one. Whose key signed a head is checked with the rosters and the charter held here; the file may
bring none. Pure: the host reads the file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import assert_never

import msgspec

from watchline.errors import InvalidFromPeer, OurMistake
from watchline.log.check_bundle import Progress, check_bundle
from watchline.log.check_heads import check_cosigners, check_head
from watchline.log.check_log import ENTRIES_BYTES_MAX, Files
from watchline.log.check_names import Names
from watchline.log.check_papers import check_papers
from watchline.log.checkpoint import NOTE_BYTES_MAX, Checkpoint, parse_checkpoint
from watchline.log.held import HeldLogs, held_charter, held_rosters
from watchline.log.proof import range_root
from watchline.log.tiles import read_entry_bundle, tile_path, tiles_of
from watchline.log.tree import TILE_WIDTH, Head, leaf_hash
from watchline.log.verdict import Findings, Verdict, plain
from watchline.party import KeySet, LogName, fingerprint, parse_origin
from watchline.record import Charter, EpochOpen, Kind, read_body, read_signed_charter

_JOINED = (
    "This party joined the line by a later charter, and no verifier of this version judges an export with it. Nothing was compared:"
    " compare with heads, or ask a party that founded the line."
)
HEADS_MAX = 4096
"""Heads of one file."""
_OTHER_LINE = "Nothing in the file is a log of this line ({line}). It is of another line, or no export; nothing was compared. Choose another file."


class Relation(StrEnum):
    """How a log in the file and the log held here stand to each other."""

    SAME = "same"
    MORE_HERE = "more here"
    MORE_THERE = "more in the file"
    PARTED = "parted"
    ONLY_HERE = "only here"
    ONLY_THERE = "only in the file"
    NOT_TOLD = "not told"


class LogCompared(msgspec.Struct, frozen=True, kw_only=True):
    """One log.

    Attributes:
        party, epoch: Which.
        here, there: Entries here and in the file; null: not there at all. With them the roots, in hex.
        relation: See ``Relation``.
        same: So many entries from the first are the same; null: it cannot be told.
        differs_at: Index of the first entry that is another in the file; null: none, or it cannot be told.
        signed: Whether the head in the file bears a valid signature of that log's key; null: no head, or no key of it is known here.
        cosigned_by: Parties whose valid cosignature the head in the file bears.
        words: All of it in a sentence or two.
    """

    party: str
    epoch: int
    here: int | None
    here_root: str
    there: int | None
    there_root: str
    relation: Relation
    same: int | None
    differs_at: int | None
    signed: bool | None
    cosigned_by: tuple[str, ...]
    words: str


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """A file of another side beside the record held here.

    Attributes:
        what: ``export``, with its entries, or ``heads`` alone.
        result: ``same``; ``one holds more``; ``parted``; ``not verified``: the file does not verify, or no known key of
            its log signed a head in it; ``not told``: it holds too little.
        headline: The result in a sentence.
        logs: Log by log.
        verdict: What `watchline verify` says of the file, with the root fingerprints held here; of heads: of their signatures.
    """

    what: str
    result: str
    headline: str
    logs: tuple[LogCompared, ...]
    verdict: Verdict

    @property
    def agrees(self) -> bool:
        """Tell whether both copies are the same as far as both go, under good signatures."""
        return self.result in {"same", "one holds more"}

    def words(self) -> str:
        """Return all of it for people, line by line."""
        verdict = f"The file by itself: {self.verdict.words()}"
        return "\n".join([self.headline, *(log.words for log in self.logs), verdict])


def compare_bundle(files: Files, held: HeldLogs, line: bytes, progress: Progress | None = None) -> Comparison:
    """Return an export beside the record held here.

    Raises:
        OurMistake: nothing in it is of this line, or this party joined by a later charter.
        InvalidFromPeer: a checkpoint in it is none.
    """
    heads = {}
    for code, epoch in sorted(Names(files).logs)[:HEADS_MAX]:
        note = files.read(f"logs/{code}-{epoch}/checkpoint", NOTE_BYTES_MAX)
        if note is not None:
            checkpoint = parse_checkpoint(note)
            heads[checkpoint.origin] = checkpoint
    charter = _charter(held, line)
    if charter.prev is not None:
        raise OurMistake(_JOINED)
    roots = frozenset(fingerprint(party.root) for party in charter.parties)
    return _Comparing(heads, files, held, line).run(lambda _: check_bundle(files, roots, progress))


def compare_heads(heads: list[Checkpoint], held: HeldLogs, line: bytes) -> Comparison:
    """Return the heads of another side beside the record held here.

    Raises:
        OurMistake: none is of this line.
    """
    return _Comparing({item.origin: item for item in heads}, None, held, line).run(Findings.verdict)


def read_heads(data: bytes) -> list[Checkpoint]:
    """Return the checkpoints of a file of heads: notes, an empty line between two.

    Raises:
        InvalidFromPeer: it is none, or names a log twice.
    """
    parts = data.rstrip(b"\n").split(b"\n\n", 2 * HEADS_MAX)
    if len(parts) % 2:
        raise InvalidFromPeer("malformed", "neither an export nor checkpoints one after the other")
    found = [
        parse_checkpoint(text.lstrip(b"\n") + b"\n\n" + lines + b"\n")
        for text, lines in zip(parts[::2], parts[1::2], strict=True)
    ]
    if len({item.origin for item in found}) < len(found):
        raise InvalidFromPeer("malformed", "heads that name one log twice")
    return found


def _charter(held: HeldLogs, line: bytes) -> Charter:
    signed = held_charter(held, line)
    if signed is None:
        raise OurMistake("Nothing of this line is kept here yet: there is nothing to compare with.")
    return read_signed_charter(signed)[0]


class _Comparing:
    def __init__(self, heads: Mapping[str, Checkpoint], files: Files | None, held: HeldLogs, line: bytes) -> None:
        self._files, self._held, self._line = files, held, line
        self._heads = {origin: item for origin, item in heads.items() if parse_origin(origin).line == line}
        if not self._heads:
            raise OurMistake(_OTHER_LINE.format(line=line.hex()))
        self._rows = {row.origin: row for row in held.logs(line) if row.head.size}
        self._findings = Findings("heads")
        self._charter = _charter(held, line)
        self._keys = {parse_origin(origin): self._shown(origin) for origin in self._rows}
        rosters = [
            (code, (code, number), data)
            for code in self._charter.codes
            for number, data in held_rosters(held, line, code)
        ]
        roots = frozenset(fingerprint(party.root) for party in self._charter.parties)
        self._papers = check_papers(held_charter(held, line) or b"", roots, rosters, Findings("own papers"))

    def run(self, judge: Callable[[Findings], Verdict]) -> Comparison:
        logs = tuple(self._log(origin) for origin in sorted({*self._rows, *self._heads}, key=_order))
        verdict = judge(self._findings)
        result = _result(logs, rejected=bool(verdict.reasons))
        what = "heads" if self._files is None else "export"
        return Comparison(what=what, result=result, headline=_headline(result, logs), logs=logs, verdict=verdict)

    def _shown(self, origin: str) -> KeySet | None:
        """Return the key set that leaf 0 of a log held here shows; it was checked when that leaf was taken in."""
        first = self._held.entry(origin, 0)
        try:
            opened = None if first is None else read_body(Kind.EPOCH_OPEN, first.body or b"")
            return KeySet.of(opened.key_set) if isinstance(opened, EpochOpen) else None
        except InvalidFromPeer:
            return None

    def _log(self, origin: str) -> LogCompared:
        name, row, found = parse_origin(origin), self._rows.get(origin), self._heads.get(origin)
        here, there = None if row is None else row.head, None if found is None else found.head
        relation, same, differs_at = self._relation(origin, here, there)
        signed, by = (None, ()) if found is None else self._signed(name, found)
        text = f"{name.code}/{name.epoch}"
        return LogCompared(
            party=name.code,
            epoch=name.epoch,
            here=None if here is None else here.size,
            here_root="" if here is None else here.root.hex(),
            there=None if there is None else there.size,
            there_root="" if there is None else there.root.hex(),
            relation=relation,
            same=same,
            differs_at=differs_at,
            signed=signed,
            cosigned_by=by,
            words=" ".join(
                [_words(text, relation, here, there, differs_at), *_signature_words(name, found, by, signed=signed)]
            ),
        )

    def _relation(self, origin: str, here: Head | None, there: Head | None) -> tuple[Relation, int | None, int | None]:
        """Return how a log stands here and there, how many entries are the same, and the first that is another."""
        if here is None or there is None:
            return Relation.ONLY_THERE if here is None else Relation.ONLY_HERE, None, None
        if here == there:
            return Relation.SAME, here.size, None
        if (
            here.size >= there.size
            and range_root(lambda *at: self._held.hashes(origin, *at), 0, there.size) == there.root
        ):
            return Relation.MORE_HERE, there.size, None
        least = min(here.size, there.size)
        same, whole = self._same(origin, there.size, least)
        if whole and same == least and here.size < there.size:
            return Relation.MORE_THERE, same, None
        if whole and same < least:
            return Relation.PARTED, same, same
        return Relation.NOT_TOLD if here.size < there.size else Relation.PARTED, None, None

    def _same(self, origin: str, size: int, least: int) -> tuple[int, bool]:
        """Return how many leaves below ``least`` are the same from the first on, and whether the file held what it took to tell."""
        name = parse_origin(origin)
        for number, width in tiles_of(size):
            start = number * TILE_WIDTH
            if start >= least:
                break
            leaves = self._leaves(f"logs/{name.code}-{name.epoch}/{tile_path('entries', number, width)}", width)
            if leaves is None:
                return start, False
            own = self._held.hashes(origin, 0, start, min(width, least - start))
            for at, (leaf, hashed) in enumerate(zip(leaves, own, strict=False)):
                if leaf_hash(leaf) != hashed:
                    return start + at, True
        return least, True

    def _leaves(self, path: str, width: int) -> list[bytes] | None:
        try:
            data = None if self._files is None else self._files.read(path, ENTRIES_BYTES_MAX)
            return None if data is None else read_entry_bundle(data, width)
        except InvalidFromPeer:
            return None  # the verdict says what is wrong with it

    def _signed(self, name: LogName, found: Checkpoint) -> tuple[bool | None, tuple[str, ...]]:
        """Return whether its log's key signed a head, and whose valid cosignatures it bears."""
        shown = self._keys.get(name)
        if self._papers is None or name.code not in self._charter.codes:
            return None, ()
        where = f"the head of {name.code}/{name.epoch} in the file"
        try:
            head = check_head(found.note(), self._papers, shown)
        except InvalidFromPeer as why:
            if shown is None:
                return None, ()
            self._findings.reject(where, why.words)
            return False, ()
        mirrors = {log.mirror(): keys.mirror for log, keys in self._keys.items() if keys is not None}
        stated = check_cosigners(head, self._papers, mirrors, self._findings, where)
        return True, tuple(one.code for one in stated.by)


def _order(origin: str) -> tuple[str, int]:
    name = parse_origin(origin)
    return name.code, name.epoch


def _result(logs: tuple[LogCompared, ...], *, rejected: bool) -> str:
    relations = {log.relation for log in logs}
    if any(log.relation is Relation.PARTED and log.signed for log in logs):
        return "parted"
    if rejected:
        return "not verified"
    if Relation.PARTED in relations:
        return "parted"
    if Relation.NOT_TOLD in relations:
        return "not told"
    return "same" if relations == {Relation.SAME} else "one holds more"


def _headline(result: str, logs: tuple[LogCompared, ...]) -> str:
    match result:
        case "same":
            return "Both copies are the same: every log has the same size and the same root."
        case "one holds more":
            return "Nothing differs as far as both go; one of both holds more."
        case "parted":
            names = ", ".join(f"{log.party}/{log.epoch}" for log in logs if log.relation is Relation.PARTED)
            return (
                f"The copies are not the same: {names}. Keep this file, export our record, and tell the other side;"
                " by itself neither copy shows how the other came about."
            )
        case "not verified":
            return (
                "The file does not verify: it was damaged or changed, or is not what those keys signed. Ask the other side for it"
                " again by another way, and keep this one."
            )
        case _:
            return "The file holds too little to tell. Ask the other side for an export; heads alone do not show what goes before them."


def _words(text: str, relation: Relation, here: Head | None, there: Head | None, differs_at: int | None) -> str:
    ours, theirs = 0 if here is None else here.size, 0 if there is None else there.size
    match relation:
        case Relation.SAME:
            return f"{text}: the same head here and in the file, {ours} entries."
        case Relation.MORE_HERE:
            return (
                f"{text}: the {theirs} entries of the file are the first {theirs} here; {ours - theirs} more are here."
            )
        case Relation.MORE_THERE:
            return f"{text}: the {ours} entries here are the first {ours} of the file; {theirs - ours} more are in the file."
        case Relation.PARTED if differs_at is not None:
            return (
                f"{text}: the first {differs_at} entries are the same, entry {differs_at} is another one in the file than here"
                f" ({ours} entries here, {theirs} in the file)."
            )
        case Relation.PARTED:
            return (
                f"{text}: at size {theirs} the file names another root than the entries here have. Where they part, the file does not"
                " show: that takes an export."
            )
        case Relation.ONLY_HERE:
            return f"{text}: {ours} entries here; this log is not in the file."
        case Relation.ONLY_THERE:
            return f"{text}: {theirs} entries in the file; this log is not here."
        case Relation.NOT_TOLD:
            return (
                f"{text}: the file's head names {theirs} entries, {ours} are here. Whether these are its first {ours}, the file does not"
                " show: that takes an export."
            )
        case _:
            assert_never(relation)


def _signature_words(name: LogName, found: Checkpoint | None, by: tuple[str, ...], *, signed: bool | None) -> list[str]:
    if found is None:
        return []
    if signed is None:
        return [
            f"Whose key signed the head in the file was not checked: no key of {name.code} for this log is known here."
        ]
    if not signed:
        return [f"The head in the file bears no valid signature of a key of {name.code}."]
    also = f", cosigned by {', '.join(by)}" if by else ", cosigned by nobody"
    return [plain(f"The head in the file is signed by the key of {name.code}{also}.")]
