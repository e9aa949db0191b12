"""One submission at a time: is this head consistent with what was cosigned of its log? Store, lock, then answer.

Theory of operation. The head lock is the whole truth of a witness: (origin, size, root, time) of the last cosignature that may have left.
The record beside it keeps the notes, so that two heads that do not go together can be shown to the parties, who make evidence of them.
The record may be ahead of the lock (a crash between the two: nothing left) or lost (the lock goes on alone); a lock that is behind what
the record says was locked before, or behind a cosignature of our own that a party shows us, was set back: this key signs nothing more.
Rules are those of C2SP tlog-witness, on frames instead of HTTP.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from watchline.codec import decode, encode
from watchline.errors import InvalidFromPeer
from watchline.keys import Signer, digest
from watchline.log import (
    EMPTY,
    Checkpoint,
    Head,
    consistent,
    cosign,
    log_line,
    parse_checkpoint,
    parse_line,
    read_cosignature,
)
from watchline.measure import Now
from watchline.node.clock import CosigningClock
from watchline.node.doors import Batch, LockChange, LockRow, RowChange
from watchline.party.witness import WitnessName
from watchline.peer.witness import APART_MAX, Submit, Witnessed, read_witness, write_witness
from watchline.witness.enrolment import Enrolment

WITNESSED, APART = "witness.head", "witness.apart"
"""Views of a witness's record: line + origin -> ``Row``; line + digest of origin + digest of note -> note."""
APART_KEPT = 16
"""Notes kept of one log that did not go together with what was cosigned: two histories are shown by two."""
CLOSED_PIN = "closed"
Rows = Callable[[str, bytes, bytes | None, int], Sequence[tuple[bytes, bytes]]]


class Row(NamedTuple):
    """What the record keeps of one log: the note cosigned last, our line over it, and the size locked before that."""

    note: bytes
    line: str
    before: int


def row_key(line: bytes, origin: str) -> bytes:
    """Return the key of a log's row."""
    return line + origin.encode()


def write_row(row: Row) -> bytes:
    """Return the bytes of a row."""
    return encode({"note": row.note, "line": row.line, "before": row.before})


def read_row(data: bytes) -> Row:
    """Return the row of its bytes."""
    found = decode(data)
    return Row(found["note"], found["line"], found["before"])


class Judged(NamedTuple):
    """What became of a submission: to be stored, then locked, then answered."""

    batch: Batch
    locks: tuple[LockChange, ...]
    pins: dict[str, bytes]
    answer: bytes
    code: str
    words: str


class Witness:
    """A witness in memory.

    Args:
        key: Its own key, for cosignatures and nothing else.
        enrolled: By origin.
        locks: What the head lock holds; None if it is missing or damaged.
        rows: Committed rows.
        pins: What the anchor store knows beside the heads.
        allowed_ms: How far the wall clock may stand from the timer before an operator accepts it.
        now: Both clocks.

    Attributes:
        closed: Why this key signs nothing more, in words; empty while it signs.
    """

    def __init__(
        self,
        key: Signer,
        enrolled: Mapping[str, Enrolment],
        locks: Mapping[str, LockRow] | None,
        rows: Rows,
        pins: Mapping[str, bytes],
        allowed_ms: int,
        now: Now,
    ) -> None:
        self._key, self._rows, self.enrolled = key, rows, dict(enrolled)
        self.locks = dict(locks or {})
        self.closed = pins.get(CLOSED_PIN, b"").decode()
        self.clock = CosigningClock(max((row.time_ms for row in self.locks.values()), default=None), allowed_ms, now)
        if locks is None:
            self.closed = self.closed or f"The head lock is missing or damaged. {_NEVER}"
        for origin in self.enrolled:
            row = self._row(origin)
            if row is not None and row.before > self._locked(origin).size:
                self.closed = self.closed or f"The head lock of {origin} is older than the record. {_NEVER}"

    def handle(self, sender: bytes, frame: bytes, now: Now) -> Judged:
        """Judge one frame.

        Args:
            sender: Root key of the party whose certificate the circuit shows.
            frame: As it came.
            now: Both clocks.
        """
        origin = ""
        try:
            submitted = read_witness(frame, Submit)
            origin = submitted.origin
            return self._judge(sender, submitted, now)
        except InvalidFromPeer as why:
            if why.code == "unknown":  # whoever is nobody here learns nothing of what is held
                answer = Witnessed(code=why.code, origin=origin, size=0, words=why.words)
                return Judged(Batch(), (), {}, write_witness(answer), why.code, why.words)
            return self._answer(origin if origin in self.enrolled else "", why.code, why.words)

    def stored(self, judged: Judged) -> None:
        """Take note that what was judged is durable and locked."""
        for change in judged.locks:
            self.locks[change.origin] = change.new
        if CLOSED_PIN in judged.pins:
            self.closed = judged.pins[CLOSED_PIN].decode()

    def _judge(self, sender: bytes, submitted: Submit, now: Now) -> Judged:
        origin = submitted.origin
        known = self.enrolled.get(origin)
        ours = known is not None and any(
            other.root == sender and other.log.line == known.log.line for other in self.enrolled.values()
        )
        if known is None or not ours:
            raise InvalidFromPeer(
                "unknown", "its party has not enrolled this log here, or the sender has none on its line"
            )
        if self.closed:
            return self._answer(origin, "closed", self.closed)
        name = WitnessName(known.log.line, known.log.demo, self._key.public).text()
        if (words := self._set_back(name, origin, submitted)) is not None:
            pins = {CLOSED_PIN: words.encode()}
            return self._answer(origin, "closed", words)._replace(pins=pins)
        given = parse_checkpoint(submitted.checkpoint)
        note = log_line(given, known.key) if given.origin == origin else None
        if note is None:
            raise InvalidFromPeer("signature", f"the log key of {known.log.code} did not sign this head")
        self.clock.peer_says(submitted.now, now)
        held = self._locked(origin)
        if note.head.size == held.size and note.head.root != held.root:
            return self._apart(
                known, note, "fork", "another root was cosigned here for this size: two heads by one key"
            )
        if submitted.old != held.size:
            return self._answer(origin, "old", f"this witness holds size {held.size}, not {submitted.old}")
        if note.head.size < held.size:
            raise InvalidFromPeer("malformed", "a head smaller than the size it is said to follow")
        if held.size and not consistent(held, note.head, submitted.proof):
            words = (
                f"no proof that size {note.head.size} extends size {held.size}; by itself that is evidence of nothing"
            )
            return self._apart(known, note, "proof", words)
        if not held.size and submitted.proof:
            raise InvalidFromPeer("malformed", "a proof where nothing was cosigned before")
        return self._cosign(name, known, note, held, now)

    def _cosign(self, name: str, known: Enrolment, note: Checkpoint, held: Head, now: Now) -> Judged:
        origin = note.origin
        time_ms = self.clock.tell(now)
        line = cosign(name, origin, note.head, time_ms // 1000, self._key).line.text()
        row = RowChange(WITNESSED, row_key(known.log.line, origin), write_row(Row(note.note(), line, held.size)))
        lock = LockChange(origin, held if held.size else None, LockRow(note.head, time_ms))
        code, words = "ok", f"{known.log.code}/{known.log.epoch} size {note.head.size}: consistent"
        answer = Witnessed(code=code, origin=origin, size=note.head.size, lines=[line], apart=self._kept_apart(known))
        return Judged(Batch(rows=(row,)), (lock,), {}, write_witness(answer), code, words)

    def _set_back(self, name: str, origin: str, submitted: Submit) -> str | None:
        """Return words if a party shows a cosignature of ours beyond or beside our lock: this folder was set back, or the key copied."""
        if submitted.kept is None:
            return None
        size, root, text = submitted.kept
        head, held = Head(size, root), self._locked(origin)
        line = parse_line(text)
        if line.name != name or (size <= held.size and (size != held.size or root == held.root)):
            return None
        if read_cosignature(line, origin, head, self._key.public) is None:
            return None
        return (
            f"A party keeps a cosignature of this key over size {size}; the head lock says size {held.size}. {_NEVER}"
        )

    def _apart(self, known: Enrolment, note: Checkpoint, code: str, words: str) -> Judged:
        """Keep a signed head that does not go together with what was cosigned; nothing is cosigned, nothing locked."""
        prefix = known.log.line + digest(note.origin.encode())
        kept = self._rows(APART, prefix, None, APART_KEPT)
        key = prefix + digest(note.note())
        new = len(kept) < APART_KEPT and all(key != found for found, _ in kept)
        rows = (RowChange(APART, key, note.note()),) if new else ()
        return self._answer(note.origin, code, words)._replace(batch=Batch(rows=rows))

    def _answer(self, origin: str, code: str, words: str) -> Judged:
        """Answer without a new cosignature; with what is held of that log, so that the sender can compare."""
        note, lines, apart, held = None, [], [], self._locked(origin)
        row = self._row(origin) if origin else None
        if row is not None and parse_checkpoint(row.note).head == held and not self.closed:
            note, lines = row.note, [row.line]
        if origin:
            apart = self._kept_apart(self.enrolled[origin])
        answer = Witnessed(
            code=code, origin=origin, size=held.size, words=words[:500], checkpoint=note, lines=lines, apart=apart
        )
        return Judged(Batch(), (), {}, write_witness(answer), code, words)

    def _kept_apart(self, known: Enrolment) -> list[bytes]:
        prefix = known.log.line + digest(known.log.origin().encode())
        return [note for _, note in self._rows(APART, prefix, None, APART_MAX)]

    def _locked(self, origin: str) -> Head:
        row = self.locks.get(origin)
        return EMPTY if row is None else row.head

    def _row(self, origin: str) -> Row | None:
        key = row_key(self.enrolled[origin].log.line, origin)
        found = [value for at, value in self._rows(WITNESSED, key, None, 1) if at == key]
        return read_row(found[0]) if found else None


_NEVER = (
    "This may be an older copy of the folder, so this key cosigns nothing more. Make a new witness with a key of its own and let each party"
    " take it in; what this one stated stands."
)
