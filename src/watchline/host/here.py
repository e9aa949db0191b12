"""What this node has here of a line: charter, committed rows, and the small facts that every answer repeats."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from watchline.errors import InvalidFromPeer, OurMistake
from watchline.line import Term, one_term
from watchline.log.standing import Standing
from watchline.log.witnessed import held_statements
from watchline.measure import utc
from watchline.node import OWN_EPOCH, epoch_key, find_entry, read_epoch
from watchline.node.doors import Held
from watchline.party import parse_origin
from watchline.party.witness import witness_fingerprint
from watchline.phrase import Phrasebook, Shelf
from watchline.record import Charter, read_leaf
from watchline.sentence import term, worded
from watchline.view import LABEL, THREAD, EntryRef, read_thread, ref_key

LATE, NEW_KEY = "late_from_a_closed_epoch", "new_key_not_confirmed"
"""Labels that no log tells: it came after its party had closed that log; no officer of ours has compared the key yet."""


class Here(NamedTuple):
    """What a node can show: the charter in force, its own party code, the committed rows, which charter held when, its phrasebooks."""

    charter: Charter
    code: str
    held: Held
    held_terms: tuple[Term, ...] = ()
    shelf: Shelf = Shelf()

    @property
    def book(self) -> Phrasebook:
        """The phrasebook in whose words this party reads the line."""
        return self.shelf.for_charter(self.charter.phrasebook)

    @property
    def terms(self) -> tuple[Term, ...]:
        """Which charter's calendar held when."""
        return self.held_terms or one_term(self.charter)

    @property
    def all_codes(self) -> tuple[str, ...]:
        """Codes of every party that ever was on the line, as far as is known here."""
        return tuple(dict.fromkeys(code for term in self.terms for code in term.charter.codes))

    @property
    def opening_codes(self) -> tuple[str, ...]:
        """Parties between which the line had to be opened: those that were there when we came and are there still."""
        return tuple(code for code in self.terms[0].charter.codes if code in self.charter.codes)

    @property
    def ids(self) -> dict[str, bytes]:
        """Party id by code of every party that ever was on the line, as far as is known here."""
        return {code: party for term in self.terms for code, party in term.charter.ids.items()}

    def charter_at(self, ref: EntryRef) -> Charter:
        """Return the charter by whose parties an entry was written: that of its epoch, of which those in force since may differ."""
        if all(term.charter.codes == self.charter.codes for term in self.terms):
            return self.charter
        row = self.held.entry(self.charter.log(ref.code, ref.epoch).origin(), 0)
        try:
            named = None if row is None else read_leaf(row.leaf).charter
        except InvalidFromPeer:
            named = None
        return next((term.charter for term in self.terms if term.charter.hash == named), self.terms[0].charter)

    def codes_at(self, ref: EntryRef) -> tuple[str, ...]:
        """Return the parties that were on the line when an entry was written, in charter order."""
        return self.charter_at(ref).codes

    def find(self, text: str) -> EntryRef:
        """Return the entry of a reference.

        Raises:
            OurMistake: no such form, or no such entry here.
        """
        ref = find_entry(self.charter, self.held.row, text, self.all_codes)
        if self.held.entry(self.charter.log(ref.code, ref.epoch).origin(), ref.index) is None:
            raise OurMistake(
                worded(
                    "no entry {text} is held here; `watchline inbox` and `watchline log list` show what is.", text=text
                )
            )
        return ref


def instant(name: str, at: int | None) -> dict[str, Any]:
    """Return an instant as its two fields, ``NAME`` (ms) and ``NAME_utc`` (ISO text); both null if there is none."""
    return {name: at, f"{name}_utc": None if at is None else utc(at)}


def reference(here: Here, ref: EntryRef) -> str:
    """Return how people write an entry: ``XAA-0412`` if it opened a thread, else its place ``XAA/1/57``."""
    thread = read_thread(here.held.row(THREAD, ref_key(here.charter.line, ref)))
    serial = thread.opener[0].serial if thread.opener else 0
    return here.charter.reference(ref.code, serial) if serial else ref.text()


def held_sizes(here: Here, origin: str) -> dict[str, int]:
    """Return how much of a log each party is known to hold: its own author, and every mirror that cosigned it."""
    name = parse_origin(origin)
    author, codes = name.code, here.codes_at(EntryRef(name.code, name.epoch, 0))
    sizes = {parse_origin(name).code: size for name, size, _line in here.held.cosignatures(origin)}
    own = next((row.head.size for row in here.held.logs(here.charter.line) if row.origin == origin), 0)
    return {code: own if code == author else sizes.get(code, 0) for code in codes}


def held_by(here: Here, ref: EntryRef) -> list[str]:
    """Return the other parties that are known to hold an entry, in charter order."""
    return held_among(held_sizes(here, here.charter.log(ref.code, ref.epoch).origin()), ref)


def held_among(sizes: Mapping[str, int], ref: EntryRef) -> list[str]:
    """Return them by how much of its log each party holds (``held_sizes``)."""
    return [code for code, size in sizes.items() if code != ref.code and size > ref.index]


def witness_statements(here: Here) -> list[dict[str, Any]]:
    """Return what hash-only witnesses stated of each log, newest of each: *consistent*, never *held*, counted among nobody."""
    found = []
    for row in here.held.logs(here.charter.line):
        log = parse_origin(row.origin)
        for key, made in held_statements(here.held, log):
            at = instant("at", 1000 * made.time_s)
            words = worded(
                "{log} to size {size}: consistent, stated by witness {name} at {at} (its clock)",
                log=f"{log.code}/{log.epoch}",
                size=made.size,
                name=made.name,
                at=at["at_utc"],
            )
            fields = {
                "party": log.code,
                "epoch": log.epoch,
                "size": made.size,
                "of": row.head.size,
                "root": made.root.hex(),
            }
            name = {"witness": made.name, "fingerprint": witness_fingerprint(key)}
            found.append({**name, **fields, **at, "words": words})
    return found


def tally(word: str, codes: Sequence[str], by: Iterable[str]) -> dict[str, Any]:
    """Return who of some parties did something, k of n by name: ``held by 1 of 2: XBB (not: XCC)``."""
    named = set(by)
    those, rest = [code for code in codes if code in named], [code for code in codes if code not in named]
    fields = {"what": term(word), "n": len(those), "of": len(codes), "by": ", ".join(those), "rest": ", ".join(rest)}
    if not those and not rest:
        words = worded("{what} by {n} of {of}", **fields)
    elif not those:
        words = worded("{what} by {n} of {of} (not: {rest})", **fields)
    elif not rest:
        words = worded("{what} by {n} of {of}: {by}", **fields)
    else:
        words = worded("{what} by {n} of {of}: {by} (not: {rest})", **fields)
    return {"by": those, "not_by": rest, "words": words}


def labels_of(here: Here, ref: EntryRef) -> list[str]:
    """Return the labels of an entry, most have none: those of its own, and what we know of its epoch."""
    row = here.held.row(LABEL, ref_key(here.charter.line, ref))
    labels = [] if row is None else list(msgspec.msgpack.decode(row)[0])
    kept = here.held.row(OWN_EPOCH, epoch_key(here.charter.line, ref.code, ref.epoch))
    if kept is not None:
        epoch = read_epoch(kept)
        revoked = {Standing.DISOWNED, Standing.VOID} & set(labels)
        labels += [LATE] if 0 <= epoch.limit <= ref.index and not revoked else []
        labels += [NEW_KEY] if ref.epoch > 1 and not (epoch.confirmed or epoch.kept) and ref.code != here.code else []
    return labels


def plain(value: Any) -> Any:
    """Return a decoded value as JSON has it: bytes in hexadecimal, keys as text."""
    match value:
        case bytes():
            return value.hex()
        case dict():
            return {str(key): plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case _:
            return value
