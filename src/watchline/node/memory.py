"""What a node knows between two inputs, and the small acts that every part of it shares.

A step (one call of ``Node.handle``) begins with ``begin`` and ends with ``finish`` (node.py); between them everything is collected:
entries in the logs, rows in the fold, frames in ``sends``. Nothing here does I/O.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, cast

import msgspec

from watchline.errors import InvalidFromPeer, OurMistake
from watchline.line import Stood, one_term
from watchline.log import Checkpoint, Head, range_root
from watchline.measure import Now
from watchline.node.clock import CosigningClock
from watchline.node.doors import Held, RowChange
from watchline.node.logs import LogState
from watchline.node.outcome import HangUp, News, Send, Wake
from watchline.node.peers import Lack, Peer
from watchline.node.witness_side import WitnessRule, WitnessSide
from watchline.party import LogName, PrivateKeySet, Roster, parse_origin
from watchline.peer import Frame, write_frame
from watchline.phrase import Shelf
from watchline.record import Charter, Header, read_charter, read_leaf
from watchline.record.agreement import IN_FORCE
from watchline.sentence import worded
from watchline.view import SERIAL, SUCCESSOR, Amended, EntryRef, Fold, Told, amended, serial_key
from watchline.watch import Alarms

Entropy = Callable[[int], bytes]
OWN_ALARM, OWN_ALARM_ENDED = "own.alarm", "own.alarm_ended"
OWN_EPOCH = "own.epoch"
"""(line, code, epoch) -> ``EpochRow``: what we know of an epoch that its log does not say."""
_unpack = msgspec.msgpack.Decoder().decode
_UNREAD: Any = object()
HEADERS_KEPT = 1024
"""Headers kept in memory beyond the step that read them: a leaf is looked at by several parts of a node, and again when answered."""


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """What a party may set for its own node.

    Attributes:
        answer_tests: ``watch`` or ``node``: whether the node answers line tests by configuration (never counted as an officer's).
        reverse_tests: Whether the node starts a test that the other party did not initiate.
        means: Party code → how its root was compared, for ``epoch_seen``; a party that is left out came by files only.
        shelf: Phrasebooks beside the shipped one, and this party's own editions.
        compare_first: Whether nothing but what may precede the opening of the line is written before every other root was compared.
        beat_ms, dead_ms: Pace and patience of circuits; only the simulator changes them.
        listen_ms: How long after a start the node listens for a peer's HAVE before it writes by itself (PROTOCOL 3.4).
        witnesses: Hash-only witnesses that this party took in for itself (PROTOCOL 9.3).
    """

    answer_tests: str = "watch"
    reverse_tests: bool = True
    means: dict[str, str] = {}
    shelf: Shelf = Shelf()
    compare_first: bool = False
    beat_ms: int = 5_000
    dead_ms: int = 15_000
    listen_ms: int = 30_000
    witnesses: tuple[WitnessRule, ...] = ()


class EpochRow(NamedTuple):
    """Our own knowledge of an epoch.

    Attributes:
        confirmed: When an officer of ours compared its key by another means (ms); 0 if none did.
        post: Which post did.
        limit: Entries from this index on came late, after the log was closed by its party's next epoch; -1 if it is not closed.
        digits: Those of its key set, to be read out.
        kept: It goes on under a key set that needs no confirming: that of its party's first epoch, or one confirmed before.
    """

    confirmed: int = 0
    post: str = ""
    limit: int = -1
    digits: str = ""
    kept: bool = False


def epoch_key(line: bytes, code: str, epoch: int) -> bytes:
    """Return the key of an epoch's row."""
    return line + code.encode().ljust(8, b"\0") + epoch.to_bytes(4, "big")


def write_epoch(row: EpochRow) -> bytes:
    """Return the bytes of an epoch's row."""
    return msgspec.msgpack.encode(row)


def read_epoch(row: bytes | None) -> EpochRow:
    """Return an epoch's row; one that says nothing if there is none."""
    return EpochRow() if row is None else EpochRow(*_unpack(row))


class Noticed(NamedTuple):
    """Notices to look at again: those that something was written about, those whose time comes, and beside which others each was found."""

    touched: dict[EntryRef, None]
    due: dict[EntryRef, int]
    neighbours: dict[EntryRef, set[EntryRef]]


class Core:
    """A node of one party on one line.

    Attributes:
        founding: The charter that founded the line; its hash is the line id.
        charter: The one in force for the next entry that we write; the node works by it (``amending.py``).
        terms: Which charter's calendar held when.
        told: The entries of amendments that are held here; ``decided``: one of them may have put a charter in force.
        stood: What the parties say of their closed logs.
        seats: By number of the change of parties, the first charter after it; ``ids``: of every party that ever was on the line.
        gone: Parties that left, as peers for what was written before; ``ended``: we left ourselves, in words.
        new_rosters: Of parties that joined, not stored yet.
        bounds: Of each log whose key set its party took back: how much of it that party stands by, and what others had seen of it.
        pinned: What the anchor store knew at the start.
        doubted: Second signatures whose author had entries before it that are not here, and since when we know (ms, monotonic).
        flashes: Places (origin, index) of our FLASH messages that not every party is known to hold.
    """

    def __init__(
        self,
        charter: Charter,
        code: str,
        keys: PrivateKeySet,
        rosters: Mapping[str, Roster],
        rules: Rules,
        logs: Mapping[str, LogState],
        alarms: Alarms,
        clock: CosigningClock,
        now: Now,
    ) -> None:
        self.founding, self.code, self.keys, self.rules = charter, code, keys, rules
        self.charter = charter
        self.terms = one_term(charter)
        self.told: dict[EntryRef, Told] = {}
        self.stood: set[Stood] = set()
        self.decided = False
        self.bounds: dict[str, tuple[int, int]] = {}
        self._amended: Amended | None = None
        self._as_written: Amended | None = None
        self._charters: dict[bytes, Charter] = {charter.hash: charter}
        self.amended_now = False
        self.pinned: Mapping[str, bytes] = {}
        self.line = charter.line
        self.rosters = dict(rosters)
        self.ids = {party.code: party.id for party in charter.parties}
        self.seats: dict[int, Charter] = {charter.generation: charter}
        self.new_rosters: list[Roster] = []
        self.gone: dict[str, Peer] = {}
        self.ended = ""
        self.logs: dict[str, LogState] = dict(logs)
        self.alarms, self.clock = alarms, clock
        self.closed = ""
        self.started_at = now.mono
        self.peers = {other: Peer(other, charter.carried, rules) for other in charter.codes if other != code}
        self.witnesses = {rule.name: WitnessSide(rule, now.mono) for rule in rules.witnesses}
        self.own: LogState | None = next((log for log in self.logs.values() if log.own), None)
        self.gathering = self.own is None and self.former() is not None
        self.gathered = (-1, now.mono)
        self.epoch_pinned = 0
        self.awaited: dict[str, int] = {}
        self.due_after: dict[str, bytes] = {}
        self.overdue_at: int | None = 0
        self.rota_idle_until = 0
        self.walls: tuple[int | None, ...] = ()
        self._headers: dict[bytes, Header | None] = {}
        self.rota_from = now.wall - 1000 * charter.windows.answer_s
        self.refused: dict[str, int] = {}
        self.line_is_open = False
        self.suspensions_touched = True
        self.calls_touched: dict[EntryRef, None] = {}
        self.calls_due: dict[EntryRef, int] = {}
        self.noticed = Noticed({}, {}, {})
        self.flashes: dict[tuple[str, int], None] = {}
        self.doubted: dict[EntryRef, int] = {}
        self.test_circuits: dict[int, str] = {}
        self.unsettled = 0
        self.written_at: dict[int, tuple[int, str]] = {}
        self.signed_charter = b""
        self.lacks: dict[tuple[str, str], Lack] = {}
        self.seen_compared, self.unknown_turn = False, 0

    def begin(self, now: Now, entropy: Entropy, held: Held) -> None:
        """Begin a step."""
        self.now, self.entropy, self.held = now, entropy, held
        self.fold = Fold(self.founding, held.row, self.ids, self.codes_at)
        self.rows: list[RowChange] = []
        self.sends: list[Send] = []
        self.hang_ups: list[HangUp] = []
        self.wakes: list[Wake] = []
        self.news: list[News] = []
        self.pins: dict[str, bytes] = {}
        self.cosign_to: dict[str, set[str]] = {}
        self.have_to: set[str] = set()
        self.tests_touched: list[EntryRef] = []
        self.flash = False
        if len(self._headers) > HEADERS_KEPT:
            self._headers.clear()

    @property
    def amended(self) -> Amended:
        """What the entries of amendments say together; worked out anew after one came."""
        if self._amended is None:
            self._amended = amended(self.founding, self.told, self.charter_of, self.stood, self._late)
        return self._amended

    def charter_of(self, charter: bytes) -> Charter | None:
        """Return a charter of this line by its hash: the founding one, or one that was proposed; None if it is not here."""
        found = self._charters.get(charter)
        if found is None:
            row = self.fold.row(SUCCESSOR, self.line + charter)
            if row is None:
                return None
            found = self._charters[charter] = read_charter(row)
        return found

    @property
    def amended_as_written(self) -> Amended:
        """Return the same without regard to what came late here: which charter each entry had to name, the same at every node."""
        if self._as_written is None:
            late = any(self._late(ref) for ref in self.told)
            self._as_written = amended(self.founding, self.told, self.charter_of, self.stood) if late else self.amended
        return self._as_written

    def _late(self, ref: EntryRef) -> bool:
        """Tell whether an entry stands in a closed log beyond what counts of it (PROTOCOL 7.4)."""
        log = self.log_of(ref)
        return log is not None and 0 <= log.limit <= ref.index

    def logs_closed(self, stood: Stood | None = None) -> None:
        """Take note that a log was closed, or stands further than before: what counts in it is another thing now."""
        if stood is not None:
            self.stood.add(stood)
        self._amended, self._as_written, self.amended_now = None, None, True

    def was_told(self, ref: EntryRef, told: Told) -> None:
        """Take note of an entry of an amendment."""
        if self.told.get(ref) != told:
            self.told[ref] = told
            self._amended, self._as_written, self.amended_now = None, None, True
            self.decided = self.decided or told.kind == IN_FORCE

    def forget_amended(self, *, decided: bool) -> None:
        """The entries of amendments that count are others than before: work out anew what they say together."""
        self._amended, self._as_written, self.amended_now, self.decided = None, None, True, decided

    def header(self, leaf: bytes) -> Header | None:
        """Return the header of a leaf, or None if it cannot be read; those read of late are kept."""
        found = self._headers.get(leaf, _UNREAD)
        if found is not _UNREAD:
            return cast("Header | None", found)
        try:
            made: Header | None = read_leaf(leaf)
        except InvalidFromPeer:
            made = None
        self._headers[leaf] = made
        return made

    def know_header(self, leaf: bytes, header: Header) -> None:
        """Keep the header of a leaf that we wrote from it just now."""
        self._headers[leaf] = header

    def fold_rows(self, view: str, prefix: bytes, after: bytes | None, limit: int) -> list[tuple[bytes, bytes]]:
        """Return committed rows with this step's changes laid over them, in key order."""
        fresh = self.fold.changes
        mine = {key: value for (name, key), value in fresh.items() if name == view and key.startswith(prefix)}
        if not mine:
            return list(self.held.rows(view, prefix, after, limit))
        found = dict(self.held.rows(view, prefix, after, limit + len(mine)))
        for key, value in mine.items():
            if value is None:
                found.pop(key, None)
            elif after is None or key > after:
                found[key] = value
        return sorted(found.items())[:limit]

    def hang(self, peer: Peer, circuit: str, words: str) -> None:
        """Ask for a circuit's connections to be dropped and dialled anew."""
        self.hang_ups.append(HangUp(circuit, peer.code, words))
        self.tell("circuit_silent", f"{peer.code}/{circuit}", words)

    def charter_at(self, ref: EntryRef) -> Charter:
        """Return the charter by whose parties an entry was written."""
        log = self.log_of(ref)
        return self.seats.get(0 if log is None else log.generation, self.founding)

    def codes_at(self, ref: EntryRef) -> tuple[str, ...]:
        """Return the parties that were on the line when an entry was written."""
        return self.charter_at(ref).codes

    def opening_codes(self) -> tuple[str, ...]:
        """Return the parties between which the line had to be opened: those that were there when we came and are there still."""
        return tuple(code for code in self.founding.codes if code in self.charter.codes)

    def everyone(self) -> list[Peer]:
        """Return the other parties, and those that left: what is theirs still goes to them."""
        return [*self.peers.values(), *self.gone.values()]

    def peer(self, code: str) -> Peer:
        """Return a party that frames come from, on the line or not any more."""
        return self.peers.get(code) or self.gone[code]

    def log_of(self, ref: EntryRef) -> LogState | None:
        """Return the log an entry stands in."""
        return self.logs.get(self.charter.log(ref.code, ref.epoch).origin())

    def reference(self, ref: EntryRef, serial: int | None) -> str:
        """Return how people write an entry: by its serial, else by its place."""
        return self.charter.reference(ref.code, serial) if serial else ref.text()

    def find(self, text: str) -> EntryRef:
        """Return the entry of a reference (``D-XAA-0412``, ``XAA-412``, ``XAA/1/57``).

        Raises:
            OurMistake: no such form, or no such entry here.
        """
        return find_entry(self.charter, self.fold.row, text, tuple(self.ids))

    def parse_name(self, origin: str) -> LogName:
        """Return the log name of an origin of this line.

        Raises:
            InvalidFromPeer: ``origin``: another line, not a party of it, or a mirror's name.
        """
        name = parse_origin(origin)
        if name.line != self.line or name.demo != self.charter.demo or name.code not in self.ids or "mirror" in origin:
            raise InvalidFromPeer("origin", f"{origin[:100]} is not a log of this line")
        return name

    def stranger(self, origin: str) -> bool:
        """Tell whether a log is of a party that we do not know (yet): who tells of it may know of a change of parties before us."""
        name = parse_origin(origin)
        return (name.line, name.demo) == (self.line, self.charter.demo) and name.code not in self.ids

    def mirror_name(self, code: str, epoch: int) -> str:
        """Return the cosigner name of a party's mirror."""
        return self.charter.log(code, epoch).mirror()

    def former(self) -> LogState | None:
        """Return the newest log of ours that is of an earlier key set than the one we hold now."""
        return max((log for log in self.logs.values() if log.former), key=lambda log: log.name.epoch, default=None)

    def root_at(self, log: LogState, size: int) -> bytes | None:
        """Return the root of a log's first ``size`` leaves, if all of them were committed before this step or signed in it."""
        if size == log.head.size:
            return log.head.root
        known = log.checkpoint(size, self.held)
        if known is not None:
            return known.head.root
        if 0 < size <= log.old.size:
            return range_root(lambda level, start, count: self.held.hashes(log.origin, level, start, count), 0, size)
        return log.root_in_step(size)

    def send(self, peer: Peer, frame: Frame, *, circuit: str = "", every: bool = False, first: str = "") -> int:
        """Hand a frame to a peer's circuits: one named, or every one, or the best with ``first`` preferred. Return its bytes."""
        names = [item.name for item in peer.connected()]
        if circuit:
            names = [name for name in names if name == circuit]
        elif first in names:
            names.remove(first)
            names.insert(0, first)
        data = write_frame(frame, self.line, self.code, peer.code)
        if names:
            self.sends.append(Send(peer.code, tuple(names), data, every))
        return len(data)

    def tell(self, what: str, ref: str, words: str) -> None:
        """Add a piece of news for displays and diagnostics."""
        self.news.append(News(what, ref, words))

    def may_sign(self) -> bool:
        """Tell whether this node may sign and cosign: its head lock was good."""
        return not self.closed

    def ready(self) -> bool:
        """Tell whether the node may write by itself: it heard a HAVE of one peer, or listened long enough."""
        heard = any(peer.heard_have for peer in self.peers.values())
        return self.may_sign() and not self.ended and (heard or self.now.mono - self.started_at >= self.rules.listen_ms)


def find_entry(
    charter: Charter, look: Callable[[str, bytes], bytes | None], text: str, codes: Sequence[str]
) -> EntryRef:
    """Return the entry of a reference, see ``Core.find``; ``codes``: of every party that ever was on the line."""
    plain = text.strip().upper().removeprefix("D-")
    if plain.count("/") == 2:
        code, epoch, index = plain.split("/")
        if code in codes and epoch.isdecimal() and index.isdecimal() and len(epoch + index) < 24:
            return EntryRef(code, int(epoch), int(index))
    code, dash, serial = plain.rpartition("-")
    if dash and code in codes and serial.isdecimal() and len(serial) < 18:
        row = look(SERIAL, serial_key(charter.line, code, int(serial)))
        if row is None:
            raise OurMistake(
                worded("no entry {text} is held here; `watchline inbox` and `watchline log` list what is.", text=text)
            )
        epoch_index = _unpack(row)
        return EntryRef(code, epoch_index[0], epoch_index[1])
    raise OurMistake(
        worded(
            "{text} is not a reference; write it like {ref} or {codes}/1/57.",
            text=repr(text),
            ref=charter.reference(charter.codes[0], 412),
            codes=charter.codes[0],
        )
    )


def same_head(checkpoint: Checkpoint, head: Head) -> bool:
    """Tell whether a checkpoint names this head."""
    return checkpoint.head == head
