"""Acts of own officers, appended to the own side's book: who did what at this desk, and when. No peer sees them."""

from __future__ import annotations

from typing import Any

import msgspec

from watchline.desk.doors import Book
from watchline.measure import utc
from watchline.sentence import plain


class OwnAct(msgspec.Struct, frozen=True, array_like=True):
    """One act: ms, officer (empty: nobody is known), what, the reference it is about, words."""

    at: int
    officer: str
    what: str
    ref: str = ""
    words: str = ""


class Acts:
    """The acts in the book.

    Args:
        book: The own side's book.
    """

    def __init__(self, book: Book) -> None:
        self._book = book

    def note(self, at: int, officer: str, what: str, ref: str = "", words: str = "") -> None:
        """Append an act."""
        self._book.note(msgspec.msgpack.encode(OwnAct(at, officer, what, ref, words), enc_hook=plain))

    def page(self, before: int | None, limit: int) -> dict[str, Any]:
        """Return the newest acts below a number, as JSON."""
        rows = list(self._book.acts(before, limit + 1))
        more, shown = len(rows) > limit, rows[-limit:]
        return {
            "acts": [self._shown(number, row) for number, row in shown],
            "more": more,
            "before": shown[0][0] if more else None,
        }

    def _shown(self, number: int, row: bytes) -> dict[str, Any]:
        act = msgspec.msgpack.decode(row, type=OwnAct)
        return {"number": number, "at_utc": utc(act.at), **msgspec.structs.asdict(act)}
