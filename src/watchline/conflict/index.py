"""What every index promises the search: the volumes whose boxes meet a box, none left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from watchline.conflict.arithmetic import Floats
    from watchline.conflict.rows import Rows


class Place(NamedTuple):
    """Where a volume stands in the order of all answers: by start, then reference, then part."""

    start: int
    ref: str
    part: int


class Index(Protocol):
    """The volumes of all activities that are searched. One reference is one activity; what is put again replaces it."""

    def put(self, rows: Rows) -> None:
        """Take up activities (``rows_of``), all volumes of each together."""

    def drop(self, ref: str) -> None:
        """Forget an activity; nothing happens if it is not there."""

    def near(self, low: Floats, high: Floats, after: Place | None = None) -> Sequence[int]:
        """Return handles of all volumes whose box (``rows.box_of``) meets this one, in the order of ``Place``, behind ``after``.

        A handle means nothing after the next ``put`` or ``drop``.
        """

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
