"""What every index promises the search: the volumes that may come too near to one, none left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from watchline.conflict.records import pack, record_of
from watchline.conflict.rows import Rows, grown, rows_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from watchline.conflict.activity import Placed
    from watchline.conflict.arithmetic import Integers
    from watchline.conflict.encounter import Part
    from watchline.conflict.records import Words
    from watchline.conflict.rows import Boxes


class Place(NamedTuple):
    """Where a volume stands in the order of all answers: by start, then reference, then part."""

    start: int
    ref: str
    part: int


class Asked(NamedTuple):
    """One volume that is searched for.

    Attributes:
        one: The volume, as announced or as an index stores it.
        box: What a stored box must not exceed, (10): ``rows.search_box``.
        limits: Against each of the index's kinds, in the order of ``Index.kinds``, (kinds, 7); see ``judging.limits_by_kind``.
        after: Only what stands behind this place is wanted; None: all.
    """

    one: Placed | Rows
    box: Boxes
    limits: Integers
    after: Place | None

    def record(self) -> Words:
        """Return its record."""
        return pack(self.one)[0] if isinstance(self.one, Rows) else record_of(self.one)

    def rows(self) -> Rows:
        """Return it as the one row of an index."""
        return self.one if isinstance(self.one, Rows) else rows_of([self.one])


class Hits(NamedTuple):
    """Volumes that are not surely clear of one, in the order of ``Place``.

    Attributes:
        handles: By which ``rows`` and ``parts`` know them; they mean nothing after the next ``put`` or ``drop``.
        starts: Of each, as ``Rows.start``.
        verdicts: As places in ``judging.VERDICTS``; -1 if it is too close to a limit to tell without ``meet``.
    """

    handles: Sequence[int]
    starts: Sequence[int]
    verdicts: Sequence[int]


class Against(NamedTuple):
    """One of many volumes asked for, by its row, and one that is not surely clear of it: its handle, and the verdict as in ``Hits``."""

    row: int
    handle: int
    verdict: int


class Index(Protocol):
    """The volumes of all activities that are searched. One reference is one activity; what is put again replaces it."""

    def put(self, rows: Rows) -> None:
        """Take up activities (``rows_of``), all volumes of each together."""

    def drop(self, ref: str) -> None:
        """Forget an activity; nothing happens if it is not there."""

    def hits(self, asked: Asked) -> Hits:
        """Return all volumes that are not surely clear of one, those of its own reference included."""

    def parts(self, handles: Sequence[int]) -> Sequence[Part]:
        """Return which volumes these are."""

    def rows(self, handles: Sequence[int]) -> Rows:
        """Return volumes by their handles, in that order."""

    def kinds(self) -> Sequence[str]:
        """Return the kinds that may occur."""

    def refs(self) -> Sequence[str]:
        """Return the references of all activities, sorted."""

    def whole(self) -> Rows:
        """Return all volumes."""

    def of(self, ref: str) -> Rows:
        """Return the volumes of one activity; none if it is not there."""

    def some(self, refs: Sequence[str]) -> Rows:
        """Return the volumes of some activities, those that are there."""

    def against(self, ours: Rows, limits: Integers, margin: Boxes) -> Sequence[Against]:
        """Return which volumes here are not surely clear of each of many, in no order that means anything.

        Args:
            ours: Those that are asked for.
            limits: Of the kind of each of them against each of the index's kinds, (n, kinds, 7).
            margin: By how much a box is grown on each of its ten sides.
        """


def one_by_one(index: Index, ours: Rows, limits: Integers, margin: Boxes) -> list[Against]:
    """Answer ``Index.against`` by one search for each volume."""
    wide, made = grown(ours.box, margin), []
    for row in range(len(ours.parts)):
        hits = index.hits(Asked(ours.only(row), wide[row], limits[row], None))
        made += [Against(row, *found) for found in zip(hits.handles, hits.verdicts, strict=True)]
    return made
