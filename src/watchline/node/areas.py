"""Every announced activity that still stands, in an index that is searched by area, height and time.

Derived from the common view, so it can be built anew at any time, and it is at a start. What the index is made of the caller says: a host
keeps some ten thousand activities in SQLite's R*Tree; from ``IN_MEMORY`` on the packed tree in memory answers faster. All give the same answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from watchline.conflict import (
    Activity,
    Index,
    MemoryIndex,
    Minima,
    Placed,
    Table,
    of_charter,
    place,
    place_all,
    rows_of,
)
from watchline.node.doors import Held
from watchline.record import Charter
from watchline.view import THREAD, EntryRef, read_thread, ref_key
from watchline.view.meetings import statements_of
from watchline.view.notices import NoticeView, Version, every_notice, notice_view

if TYPE_CHECKING:
    from collections.abc import Sequence

IN_MEMORY: Final = 100_000
"""Notices of one line from which on the index is kept in memory."""
PROXIMITY: Final = Minima(1_000_000, 100_000, 3_600_000)
"""Of kinds without agreed minima what is nearer than 10 km, 1,000 m and an hour is reported, and not judged."""
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


class Known(NamedTuple):
    """A notice in the index: its view, and in words why it cannot be measured; empty if it can."""

    notice: NoticeView
    without: str


class Areas:
    """The activities of one line that stand, ours and others' apart.

    Args:
        code: Our party code.
        small: Makes an index for fewer than ``IN_MEMORY`` notices.

    Attributes:
        ours, others: The indexes.
        known: What is in them, by place.
        notices: Every notice, what is over too.
        neighbours: Beside which others each was found by an assessment.
        waiting: Places of those that may have no assessment of ours by the table of separation; see ``expect``.
    """

    def __init__(self, code: str, small: Callable[[], Index] = MemoryIndex) -> None:
        self._code, self._small = code, small
        self.ours: Index = small()
        self.others: Index = small()
        self.known: dict[str, Known] = {}
        self.notices: dict[EntryRef, NoticeView] = {}
        self.neighbours: dict[EntryRef, set[EntryRef]] = {}
        self.waiting: dict[str, None] = {}
        self._table = b""
        self._filled = False

    def follow(self, look: Look, changed: Iterable[EntryRef] | None) -> None:
        """Take in what changed; None: read everything anew."""
        if changed is None or not self._filled:
            self._fill(list(every_notice(look.charter.line, look.held.row, look.held.rows)))
            return
        found = []
        for ref in changed:
            notice = notice_view(read_thread(look.held.row(THREAD, ref_key(look.charter.line, ref))), ref)
            if notice is not None:
                found.append(notice)
        self._put(found)

    def expect(self, table: bytes) -> None:
        """By this table of separation everything is to be assessed; if it is another than before, everything anew."""
        if table != self._table:
            self._table = table
            self.waiting = dict.fromkeys(self.known)

    def index(self, *, ours: bool) -> Index:
        """Return the index of our activities, or of all others'."""
        return self.ours if ours else self.others

    def beside(self, author: str) -> Index:
        """Return the index that an activity of a party is held against: of ours all others', of another's ours."""
        return self.index(ours=author != self._code)

    def placed(self, ref: str) -> tuple[Placed, ...]:
        """Return the volumes of a notice, ready to be measured; none if it is not in the index."""
        known = self.known.get(ref)
        if known is None or known.without:
            return ()
        rows = self._index_of(known.notice).of(ref)
        return tuple(rows.placed(row) for row in range(len(rows.parts)))

    def _fill(self, notices: list[NoticeView]) -> None:
        new = MemoryIndex if len(notices) >= IN_MEMORY else self._small
        self.ours, self.others = new(), new()
        self.known, self.notices, self.neighbours, self.waiting = {}, {}, {}, {}
        self._put(notices)
        self._filled = True

    def _put(self, notices: Sequence[NoticeView]) -> None:
        for begin in range(0, len(notices), _AT_ONCE):
            chunk = notices[begin : begin + _AT_ONCE]
            for notice in chunk:
                self.known.pop(notice.ref.text(), None)
                self._index_of(notice).drop(notice.ref.text())
                self.notices[notice.ref] = notice
                for refs in {refs for act in notice.assessments for refs, _ in statements_of(notice.ref, act)}:
                    for one, other in (refs, refs[::-1]):
                        self.neighbours.setdefault(one, set()).add(other)
            standing = [notice for notice in chunk if not notice.over]
            for notice, placed, without in _placed(standing):
                self.known[notice.ref.text()] = Known(notice, without)
                self.waiting[notice.ref.text()] = None
                if placed:
                    self._index_of(notice).put(rows_of(placed))

    def _index_of(self, notice: NoticeView) -> Index:
        return self.index(ours=notice.ref.code == self._code)


def activity_of(ref: EntryRef, version: Version) -> Activity:
    """Return a version of a notice as the engine takes it."""
    return Activity(ref.text(), version.activity, version.volumes)


def table_of(charter: Charter) -> Table:
    """Return the separation that was agreed."""
    return of_charter(charter.separation, charter.clock_ms)


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
