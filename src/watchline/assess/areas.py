"""Every announced activity that still stands, in an index that is searched by area, height and time; and what our node stated of each.

Derived from the common view, so it can be built anew at any time. It is kept in a file beside the record and catches up with the record's
feed; a file that is damaged, of another program or of another record is made anew. SQLite's R*Tree keeps some ten thousand activities on the
disk's side of memory; from ``IN_MEMORY`` on a packed tree in memory, filled from the file, answers faster. Both give the same answers.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple, Protocol

from watchline import __version__
from watchline.conflict import (
    Activity,
    Index,
    Minima,
    Placed,
    Table,
    in_memory,
    of_charter,
    place,
    place_all,
    rows_of,
)
from watchline.log.held import HeldLogs
from watchline.node.doors import FeedRow, Held
from watchline.record import Charter
from watchline.store.area_file import AreaFile, NoticeRow, Stamp, StatedRow
from watchline.view import THREAD, EntryRef, read_ref_key, read_thread, ref_key
from watchline.view.meetings import statements_of
from watchline.view.notices import NoticeView, Version, every_notice, notice_view

IN_MEMORY: Final = 100_000
"""Notices of one line from which on the index is kept in memory besides."""
PROXIMITY: Final = Minima(1_000_000, 100_000, 3_600_000)
"""Of kinds without agreed minima what is nearer than 10 km, 1,000 m and an hour is reported, and not judged."""
FORM: Final = f"{__version__}/1/{sys.byteorder}"
"""Of what is in the file; another number whenever outlines, boxes or records come out otherwise."""
_AT_ONCE: Final = 2_000


class Look(Protocol):
    """What a node has here of a line: the charter in force, its own party code, the committed rows."""

    @property
    def charter(self) -> Charter:
        """The charter in force."""

    @property
    def code(self) -> str:
        """Our party code."""

    @property
    def held(self) -> Held:
        """The committed rows."""


class Feed(HeldLogs, Protocol):
    """Committed rows, with the feed that tells what changed."""

    def feed(self, after: int, limit: int) -> Sequence[FeedRow]:
        """Return feed rows numbered above ``after``, in order, without gaps."""
        ...

    def feed_last(self) -> int:
        """Return the number of the newest feed row."""
        ...


class Reassessed(NamedTuple):
    """How many of our notices were compared with the separation in force since it changed, of how many."""

    done: int
    of: int


class Areas:
    """The activities of one line that stand, ours and others' apart.

    Args:
        code: Our party code.
        file: Where they are kept.
        memory_from: How many notices there must be for an index in memory besides.

    Attributes:
        ours, others: The indexes.
        waiting: Places of the notices of whose standing version there is no assessment of ours.
        again: Those of ours that are to be compared with the separation in force.
        changed: Those of ours of which something else is to be stated by it.
    """

    def __init__(self, code: str, file: AreaFile, memory_from: int = IN_MEMORY) -> None:
        self._code, self._file, self._memory_from = code, file, memory_from
        self.ours: Index = self._file.ours
        self.others: Index = self._file.others
        self.waiting: dict[str, None] = {}
        self.again: dict[str, None] = {}
        self.changed: dict[str, None] = {}
        self._of = 0
        self._table = b""
        self._every: dict[EntryRef, NoticeView] | None = None
        self._fed: int | None = None

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def catch_up(self, look: Look, held: Feed) -> None:
        """Take in what was committed since; everything anew if that cannot be told any more."""
        newest = held.feed_last()
        if self._fed is None:
            stamp = self._file.stamp()
            if stamp is not None and self._stands_for(stamp, look, held):
                self._fed = stamp.feed
                self._open()
        rows = () if self._fed is None else held.feed(self._fed, newest - self._fed)
        if self._fed is None or len(rows) < newest - self._fed:  # the feed keeps only so much
            self.follow(look, None)
        elif rows:
            self.follow(look, dict.fromkeys(read_ref_key(row.key) for row in rows if row.view == THREAD))
        if self._fed != newest:
            with self._file.writing():
                self._file.set_stamp(_stamp(look, held, newest))
        self._fed = newest

    def follow(self, look: Look, changed: Iterable[EntryRef] | None) -> None:
        """Take in what changed; None: read everything anew."""
        if changed is None:
            self._fill(list(every_notice(look.charter.line, look.held.row, look.held.rows)))
            return
        found = (_read(look, ref) for ref in changed)
        self._put([notice for notice in found if notice is not None])

    def expect(self, table: bytes) -> None:
        """By this table of separation everything is to be assessed; what was assessed by another is compared with it."""
        if table == self._table:
            return
        self._table, self.again, self.changed, self._of = table, {}, {}, 0
        for row in self._file.notices():
            self._of += row.ours and not row.without
            self._expect(row)

    @property
    def reassessed(self) -> Reassessed | None:
        """How far everything of ours was compared with the separation in force; None: nothing is left to compare."""
        left = len(self.again) + len(self.changed)
        return Reassessed(max(0, self._of - left), max(self._of, left)) if left else None

    def index(self, *, ours: bool) -> Index:
        """Return the index of our activities, or of all others'."""
        return self.ours if ours else self.others

    def beside(self, author: str) -> Index:
        """Return the index that an activity of a party is held against: of ours all others', of another's ours."""
        return self.index(ours=author != self._code)

    def placed(self, ref: str) -> tuple[Placed, ...]:
        """Return the volumes of a notice, ready to be measured; none if it is not in the index."""
        row = self._file.notice(ref)
        if row is None or not row.volumes:
            return ()
        rows = self.index(ours=row.ours).of(ref)
        return tuple(rows.placed(number) for number in range(len(rows.parts)))

    def unmeasured(self, ref: str) -> bool:
        """Tell whether a notice that stands cannot be measured."""
        row = self._file.notice(ref)
        return row is not None and bool(row.without)

    def known(self, ref: str) -> NoticeRow | None:
        """Return what is known of a notice that stands; None: it does not, or was never heard of."""
        return self._file.notice(ref)

    def stated(self, row: NoticeRow) -> Sequence[StatedRow]:
        """Return what our node last stated of a notice beside others."""
        return self._file.stated(row.ref, ours=row.ours)

    def every(self, look: Look) -> Iterable[NoticeView]:
        """Return every notice, what is over too; read once, and followed from then on."""
        if self._every is None:
            self._every = {found.ref: found for found in every_notice(look.charter.line, look.held.row, look.held.rows)}
        return list(self._every.values())

    def compared(self, these: Iterable[str], changed: Iterable[str]) -> None:
        """These of ours were compared with the separation in force; of the changed ones something else is to be stated."""
        self.changed.update(dict.fromkeys(changed))
        with self._file.writing():
            for ref in these:
                self.again.pop(ref, None)
                row = self._file.notice(ref)
                if row is not None and ref not in self.changed:
                    self._file.put_notice(row._replace(compared=self._table))

    def _stands_for(self, stamp: Stamp, look: Look, held: Feed) -> bool:
        """Tell whether a stamp is of this record, at this or an earlier time."""
        if (stamp.form, stamp.line, stamp.code) != (FORM, look.charter.line, self._code):
            return False
        if stamp.feed > held.feed_last() or stamp.last != _feed_row(held, stamp.feed):
            return False
        return all(_last_leaf(held, origin, size) == last for origin, size, last in stamp.heads)

    def _open(self) -> None:
        """Take up what the file holds."""
        rows = list(self._file.notices())
        self._choose(len(rows))
        self.waiting = {row.ref: None for row in rows if row.said != row.version}

    def _choose(self, count: int) -> None:
        self.ours, self.others = self._file.ours, self._file.others
        if count >= self._memory_from:
            self.ours, self.others = in_memory(self.ours), in_memory(self.others)

    def _fill(self, notices: list[NoticeView]) -> None:
        if self._fed is not None or self._file.stamp() is not None:
            self._file = self._file.anew()
        self._choose(len(notices))
        self._table, self._every = b"", None
        self.waiting, self.again, self.changed = {}, {}, {}
        self._put(notices)

    def _put(self, notices: Sequence[NoticeView]) -> None:
        for begin in range(0, len(notices), _AT_ONCE):
            with self._file.writing():
                self._take(notices[begin : begin + _AT_ONCE])

    def _take(self, notices: Sequence[NoticeView]) -> None:
        new = []
        for notice in notices:
            ref, ours = notice.ref.text(), notice.ref.code == self._code
            if self._every is not None:
                self._every[notice.ref] = notice
            self._take_stated(notice)
            row = self._file.notice(ref)
            if not notice.over and row is not None and row.version == notice.now.number:
                self._note(_said(row, notice, self._code))
                continue
            for index in self._indexes(ours=ours):
                index.drop(ref)
            self._file.drop_notice(ref)
            for these in (self.waiting, self.again, self.changed):
                these.pop(ref, None)
            if not notice.over:
                new.append(notice)
        for notice, placed, without in _placed(new):
            ours, now = notice.ref.code == self._code, notice.now
            for index in self._indexes(ours=ours) if placed else ():
                index.put(rows_of(placed))
            row = NoticeRow(notice.ref.text(), ours, now.activity, now.number, len(placed), without, 0, b"", b"")
            self._note(_said(row, notice, self._code))

    def _note(self, row: NoticeRow) -> None:
        self._file.put_notice(row)
        if row.said == row.version:
            self.waiting.pop(row.ref, None)
        else:
            self.waiting[row.ref] = None
        if self._table:
            self._expect(row)

    def _expect(self, row: NoticeRow) -> None:
        stands = row.said == row.version and row.ours and not row.without
        if not stands or self._table in {row.said_table, row.compared}:
            self.again.pop(row.ref, None)
            self.changed.pop(row.ref, None)
        elif row.ref not in self.changed:
            self.again[row.ref] = None

    def _take_stated(self, notice: NoticeView) -> None:
        for act in notice.assessments:
            if act.code != self._code:
                continue
            for refs, one in statements_of(notice.ref, act):
                ours, other = refs if refs[0].code == self._code else refs[::-1]
                if ours.code == self._code:
                    row = StatedRow(other.text(), one.verdict, one.limits, act.epoch, act.index)
                    self._file.put_stated(ours.text(), row)

    def _indexes(self, *, ours: bool) -> Iterable[Index]:
        """Return where the activities of ours, or of others, are put: in the file, and in memory where that is searched."""
        kept: Index = self._file.ours if ours else self._file.others
        searched = self.index(ours=ours)
        return (kept,) if searched is kept else (kept, searched)


def activity_of(ref: EntryRef, version: Version) -> Activity:
    """Return a version of a notice as the engine takes it."""
    return Activity(ref.text(), version.activity, version.volumes)


def table_of(charter: Charter) -> Table:
    """Return the separation that was agreed."""
    return of_charter(charter.separation, charter.clock_ms)


def read_notice(look: Look, ref: str) -> NoticeView:
    """Return the notice of a reference that an index holds."""
    code, epoch, index = ref.split("/")
    found = _read(look, EntryRef(code, int(epoch), int(index)))
    assert found is not None, "what an index holds was read from the record"
    return found


def _read(look: Look, ref: EntryRef) -> NoticeView | None:
    return notice_view(read_thread(look.held.row(THREAD, ref_key(look.charter.line, ref))), ref)


def _said(row: NoticeRow, notice: NoticeView, code: str) -> NoticeRow:
    """Return the row with what a party's node last assessed of the notice."""
    last = notice.assessed(code)
    if last is None:
        return row._replace(said=0, said_table=b"")
    return row._replace(said=int(last.facts["version"]), said_table=bytes(last.facts["table"]))


def _stamp(look: Look, held: Feed, feed: int) -> Stamp:
    heads = [(row.origin, row.head.size) for row in held.logs(look.charter.line)]
    last = tuple((origin, size, _last_leaf(held, origin, size)) for origin, size in heads)
    return Stamp(FORM, look.charter.line, look.code, feed, _feed_row(held, feed), last)


def _last_leaf(held: Feed, origin: str, size: int) -> bytes:
    """Return the hash of the last leaf below a size; empty if there is none look."""
    return b"".join(held.hashes(origin, 0, size - 1, 1)) if size else b""


def _feed_row(held: Feed, number: int) -> bytes:
    return b"".join(row.view.encode() + b"/" + row.key for row in held.feed(number - 1, 1)) if number else b""


def _placed(notices: Sequence[NoticeView]) -> Iterable[tuple[NoticeView, tuple[Placed, ...], str]]:
    """Yield notices ready to be measured; one that cannot be keeps no other from it."""
    drawn = [notice for notice in notices if notice.now.volumes]
    for notice in notices:
        if not notice.now.volumes:
            yield notice, (), "its author has not given the area yet"
    try:
        ready = place_all([activity_of(notice.ref, notice.now) for notice in drawn])
    except ValueError:
        for notice in drawn:
            try:
                yield notice, place(activity_of(notice.ref, notice.now)), ""
            except ValueError as why:
                yield notice, (), str(why)
        return
    for notice, placed in zip(drawn, ready, strict=True):
        yield notice, placed, ""
