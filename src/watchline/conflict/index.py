"""What every index promises the search: the volumes that may come too near to one, none left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from watchline.conflict.activity import Placed
    from watchline.conflict.arithmetic import Integers
    from watchline.conflict.encounter import Part
    from watchline.conflict.rows import Boxes, Rows


class Place(NamedTuple):
    """Where a volume stands in the order of all answers: by start, then reference, then part."""

    start: int
    ref: str
    part: int


class Asked(NamedTuple):
    """One volume that is searched for.

    Attributes:
        placed: The volume.
        box: What a stored box must not exceed, (10): ``rows.search_box``.
        limits: Against each of the index's kinds, in the order of ``Index.kinds``, (kinds, 7); see ``judging.limits_by_kind``.
        after: Only what stands behind this place is wanted; None: all.
    """

    placed: Placed
    box: Boxes
    limits: Integers
    after: Place | None


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
