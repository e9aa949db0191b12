"""One log of a bundle, first pass: every leaf and body as bytes, and what they claim about other logs (checks 4, 5, 6, 9).

What is claimed is not compared yet: the log it names may come later. It is kept in 50 bytes a claim (``Claims``), the leaves as their hashes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Protocol

from watchline.codec import decode
from watchline.codec.cbor import decode_untyped
from watchline.errors import InvalidFromPeer
from watchline.keys import body_hash, labelled_digest
from watchline.log.check_claims import CheckedLog, keep_first, keep_largest
from watchline.log.check_leaf import (
    BAD_CLASS,
    BAD_CLOSING,
    BAD_OPENING,
    MISPLACED,
    READ_HERE,
    Leaf,
    LeafReader,
    Place,
    earlier,
    opens_rightly,
)
from watchline.log.check_papers import Papers
from watchline.log.tiles import bodies_path, read_entry_bundle, tile_path, tiles_of
from watchline.log.tree import TILE_WIDTH, leaf_hash
from watchline.log.verdict import Findings, Places
from watchline.party.shape import a_list, some_bytes
from watchline.record import (
    BODY_BYTES_MAX,
    LEAF_BYTES_MAX,
    SALT_BYTES,
    EpochAdopt,
    EpochClose,
    EpochOpen,
    EpochSeen,
    Receipt,
    Record,
    RosterSeen,
    body_class,
    read_body,
)

ENTRIES_BYTES_MAX = TILE_WIDTH * (LEAF_BYTES_MAX + 2)
WORDS_MAX = 4096
BODIES_BYTES_MAX = TILE_WIDTH * (BODY_BYTES_MAX + 64)


class Files(Protocol):
    """A bundle's files."""

    def read(self, path: str, most: int) -> bytes | None:
        """Return a file's content, or None if it is not there; raises InvalidFromPeer ``limit`` above ``most`` bytes."""
        ...

    def names(self) -> Iterator[str]:
        """Yield the path of every file, with ``/``."""
        ...


class LogReader:
    """Reads one log's leaves and bodies from a bundle.

    Args:
        files: The bundle.
        papers: Rosters and charter.
        log: Filled by ``read``.
        findings: Notes what is wrong or missing.
    """

    def __init__(self, files: Files, papers: Papers, log: CheckedLog, findings: Findings) -> None:
        self._files, self._papers, self._log, self._findings = files, papers, log, findings
        self._folder = f"logs/{log.text}"
        self._leaf = LeafReader(papers.charter, log.name)
        self._author = papers.charter.party(log.name.code).id
        self._line = papers.charter.line
        self._last_seen: tuple[Place, ...] = ()
        self._highest: dict[str, tuple[int, int]] = {}
        self._bodies = _Bodies(b"")
        self._withheld, self._lost, self._down = Places(), Places(), Places()
        self._labels: dict[str, Places] = {}

    def read(self, step: Callable[[int], None]) -> None:
        """Read it all; ``step`` is called with the number of entries after each bundle."""
        for number, width in tiles_of(self._log.size):
            start = number * TILE_WIDTH
            leaves = self._leaves(number, width)
            if leaves is None:
                # Without these no root can be had, and a head may claim more entries than could ever be looked for.
                self._log.whole = False
                self._lost.add(start, self._log.size - start)
                break
            self._open_bodies(number, start + width)
            for index, leaf in enumerate(leaves, start):
                self._entry(index, leaf)
            if self._bodies.pending():
                self._findings.reject(f"{self._folder}/{bodies_path(number)}", "a body for no leaf of this bundle")
            if self._findings.rejected:
                return
            step(width)
        self._tell()

    def _leaves(self, number: int, width: int) -> list[bytes] | None:
        path = f"{self._folder}/{tile_path('entries', number, width)}"
        try:
            data = self._files.read(path, ENTRIES_BYTES_MAX)
            return None if data is None else read_entry_bundle(data, width)
        except InvalidFromPeer as why:
            self._findings.reject(path, why.words)
            return None

    def _open_bodies(self, number: int, end: int) -> None:
        path = f"{self._folder}/{bodies_path(number)}"
        self._bodies = _Bodies(b"")
        try:
            data = self._files.read(path, BODIES_BYTES_MAX)
            if data is not None:
                self._bodies = _Bodies(data)
        except InvalidFromPeer as why:
            self._findings.reject(path, why.words)

    def _entry(self, index: int, data: bytes) -> None:
        log = self._log
        if len(data) > LEAF_BYTES_MAX:
            self._findings.reject(self._place(index), f"a leaf of {len(data)} bytes; the limit is {LEAF_BYTES_MAX}")
            return
        log.hashes += leaf_hash(data)
        leaf = self._leaf.read(data, index)
        for label in leaf.labels:
            self._label(label, index)
        record = self._body(index, leaf)
        if leaf.body_hash is None:
            return
        if not opens_rightly(leaf, index, record, log.name, log.keys, self._papers):
            self._label(BAD_OPENING, index)
            record = None
        if MISPLACED in leaf.labels:
            return
        if isinstance(record, RosterSeen) and len(log.words) < WORDS_MAX:
            log.words.setdefault((record.code, record.number), (index, dict(log.listed)))
        if leaf.seen is not self._last_seen:
            self._seen(index, leaf.seen)
        for code, epoch, at, digest in leaf.refs:
            claims = log.refs.get((code, epoch))
            if claims is None:
                keep_largest(log.elsewhere, (code, epoch), at + 1, index)
            else:
                claims.add(at, digest, index)
        if record is not None and type(record) in _NAMES_OTHERS:
            self._named(index, record)

    def _body(self, index: int, leaf: Leaf) -> Record | None:
        found = self._bodies.take(index)
        if found is None:
            if leaf.body_hash is not None:
                self._withheld.add(index)
            return None
        salt, body = found
        if leaf.body_hash is None or body_hash(self._line, self._author, salt, body) != leaf.body_hash:
            self._findings.reject(self._place(index), "the body is not the one that the leaf commits to")
            return None
        if leaf.body_class != body_class(len(body)):
            self._label(BAD_CLASS, index)
        if MISPLACED in leaf.labels or leaf.kind not in READ_HERE:
            return None
        try:
            return read_body(leaf.kind, body)
        except InvalidFromPeer:
            self._label("bad_body", index)
            return None

    def _seen(self, index: int, seen: tuple[Place, ...]) -> None:
        for place in seen:
            if place in self._last_seen:
                continue
            code, epoch, size, root = place
            if (epoch, size) < self._highest.get(code, (0, 0)):
                self._down.add(index)
            self._highest[code] = (epoch, size)
            self._log.listed[code, epoch] = size
            claims = self._log.seen.get((code, epoch))
            if claims is None:
                keep_largest(self._log.elsewhere, (code, epoch), size, index)
            else:
                claims.add(size, root, index)
        self._last_seen = seen

    def _named(self, index: int, record: Record) -> None:
        """Note what a receipt, ``epoch_seen`` or ``roster_seen`` names beyond this log."""
        log = self._log
        if isinstance(record, Receipt):
            keep_largest(log.receipts, record.origin, record.to, index)
        elif isinstance(record, EpochSeen):
            self._roster_named(record.code, *record.roster, index)
            keep_first(log.epochs_seen, (record.code, record.epoch), index)
        elif isinstance(record, RosterSeen):
            self._roster_named(record.code, record.number, record.hash, index)
        elif isinstance(record, EpochOpen):
            for code, number, digest in record.rosters:
                self._roster_named(code, number, digest, index)
            if record.prev is not None:
                log.prev = earlier(record.prev[0], log.name, self._papers), record.prev[1]
                self._stands_by(*record.prev, index)
        elif isinstance(record, EpochAdopt):
            epoch = earlier(record.origin, log.name, self._papers)
            log.adopted[epoch] = max(log.adopted.get(epoch, 0), record.size)
            self._stands_by(record.origin, record.size, record.root, index)
        elif isinstance(record, EpochClose):
            self._ended(record, index)

    def _stands_by(self, origin: str, size: int, root: bytes, index: int) -> None:
        """Note a head of an earlier log of its author, as if it had seen it."""
        code, epoch = self._log.name.code, earlier(origin, self._log.name, self._papers)
        claims = self._log.seen.get((code, epoch))
        if claims is None:
            keep_largest(self._log.elsewhere, (code, epoch), size, index)
        else:
            claims.add(size, root, index)

    def _ended(self, record: EpochClose, index: int) -> None:
        if self._log.ended >= 0:
            return
        self._log.ended = index + 1
        try:
            document = some_bytes(a_list(decode(record.roster), "signed roster", 3)[0], "roster", None)
        except (InvalidFromPeer, IndexError):
            self._label(BAD_CLOSING, index)
            return
        named = labelled_digest("roster", document)
        if all(roster.hash() != named for roster in self._papers.of(self._log.name.code)):
            self._findings.missing(f"the roster with which {self._place(index)} ends its log")

    def _roster_named(self, code: str, number: int, digest: bytes, index: int) -> None:
        keep_first(self._log.rosters_named, (code, number, digest), index)

    def _label(self, label: str, index: int) -> None:
        self._labels.setdefault(label, Places()).add(index)

    def _place(self, index: int) -> str:
        return f"{self._folder} entry {index}"

    def _tell(self) -> None:
        text = self._log.text
        if self._lost:
            self._findings.missing(
                f"leaves {self._lost.text()} of {text}, or the first of them: its root is not checked"
            )
        if self._withheld:
            self._findings.missing(f"bodies of {text}, entries {self._withheld.text()}")
        for label, places in sorted(self._labels.items()):
            self._findings.not_checked(f"{label}: entries {places.text()} of {text}")
        if self._down:
            self._findings.found(f"seen goes down in {text}, entries {self._down.text()}")


_NAMES_OTHERS = frozenset({Receipt, EpochSeen, RosterSeen, EpochOpen, EpochAdopt, EpochClose})


class _Bodies:
    """The bodies beside one entry bundle, taken in order."""

    def __init__(self, data: bytes) -> None:
        self._items = read_bodies(data) if data else []
        self._at = 0

    def take(self, index: int) -> tuple[bytes, bytes] | None:
        """Return (salt, body) of an index, or None if it is left out."""
        if self._at < len(self._items):
            at, salt, body = self._items[self._at]
            if at == index:
                self._at += 1
                return salt, body
        return None

    def pending(self) -> bool:
        """Tell whether bodies are left that no leaf took."""
        return self._at < len(self._items)


def read_bodies(data: bytes) -> list[list[Any]]:
    """Return the [index, salt, body] of a file of bodies; raises InvalidFromPeer if it is none."""
    items = decode_untyped(data)
    if not isinstance(items, list) or len(items) > TILE_WIDTH:
        raise InvalidFromPeer("malformed", "not an array of at most 256 bodies")
    for item in items:
        if type(item) is not list or list(map(type, item)) != [int, bytes, bytes] or len(item[1]) != SALT_BYTES:
            raise InvalidFromPeer("malformed", "a body is index, salt of 32 bytes, and bytes")
        if len(item[2]) > BODY_BYTES_MAX:
            raise InvalidFromPeer("limit", f"a body above {BODY_BYTES_MAX} bytes")
    return items
