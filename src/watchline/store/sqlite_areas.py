"""The index of announced activities in SQLite: an R*Tree of five dimensions, in the same transaction as what it is an index of.

Boxes are single precision and rounded outward, here as in memory, so both indexes give the same handles to the search. Everything in
these tables is derived from the notices and can be built anew from them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from watchline.conflict import Part, Rows
from watchline.conflict.index import Asked, Hits
from watchline.conflict.judging import CLEAR, judge_one
from watchline.conflict.kernel import kernel
from watchline.conflict.records import Records, pack, record_of, unpack
from watchline.conflict.rows import DIMENSIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import apsw

    from watchline.conflict.records import Words

_CREATE: Final = """
CREATE VIRTUAL TABLE IF NOT EXISTS activity_box USING rtree (
    id, t0, t1, x0, x1, y0, y1, z0, z1, h0, h1, +start INTEGER, +ref TEXT, +part INTEGER, +kind TEXT, +shape BLOB, +volume BLOB);
CREATE TABLE IF NOT EXISTS activity_part (ref TEXT NOT NULL, part INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (ref, part))
    WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS activity_kind (kind TEXT PRIMARY KEY) WITHOUT ROWID;
"""
_PUT: Final = "INSERT INTO activity_box VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_NEAR: Final = """
SELECT id, start, kind, shape, ref, part FROM activity_box
WHERE t0 <= ? AND x0 <= ? AND y0 <= ? AND z0 <= ? AND h0 <= ? AND t1 >= ? AND x1 >= ? AND y1 >= ? AND z1 >= ? AND h1 >= ?
{after} ORDER BY start, ref, part
"""
_FIRST: Final = _NEAR.format(after="")
_AFTER: Final = _NEAR.format(after="AND (start, ref, part) > (?, ?, ?)")
_ROW: Final = (
    "SELECT ref, part, kind, shape, volume, t0, x0, y0, z0, h0, -t1, -x1, -y1, -z1, -h1 FROM activity_box WHERE id = ?"
)
# The R*Tree's own table of rows knows its last one at once; activity_part would be read from end to end.
_NEXT: Final = "SELECT coalesce(max(rowid), 0) + 1 FROM activity_box_rowid"
_PART: Final = "SELECT ref, part FROM activity_box WHERE id = ?"


class SqliteIndex:
    """The ``watchline.conflict.Index`` in tables of a database.

    Args:
        connection: Where they are, or will be. Begin and commit are the caller's.
    """

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        connection.execute(_CREATE)
        self._kinds = [kind for (kind,) in connection.execute("SELECT kind FROM activity_kind ORDER BY kind")]

    def put(self, rows: Rows) -> None:
        """Take up activities; see ``Index.put``."""
        for ref in {part.ref: None for part in rows.parts}:
            self.drop(ref)
        for kind in {kind: None for kind in rows.kinds if kind not in self._kinds}:
            self._connection.execute("INSERT OR IGNORE INTO activity_kind VALUES (?)", (kind,))
            self._kinds.append(kind)
        words, starts = pack(rows)
        begins = [*starts.tolist(), len(words)]
        ((begin,),) = self._connection.execute(_NEXT)
        for row, (ref, part) in enumerate(rows.parts):
            box = rows.box[row].tolist()
            corners = [
                side for low, high in zip(box[:DIMENSIONS], box[DIMENSIONS:], strict=True) for side in (low, -high)
            ]
            shape = words[begins[row] : begins[row + 1]].tobytes()
            told = (int(rows.start[row]), ref, part, rows.kinds[row], shape, rows.data(row))
            self._connection.execute(_PUT, (begin + row, *corners, *told))
            self._connection.execute("INSERT INTO activity_part VALUES (?, ?, ?)", (ref, part, begin + row))

    def drop(self, ref: str) -> None:
        """Forget an activity; see ``Index.drop``."""
        for handle in self._handles(ref):
            self._connection.execute("DELETE FROM activity_box WHERE id = ?", (handle,))
        self._connection.execute("DELETE FROM activity_part WHERE ref = ?", (ref,))

    def hits(self, asked: Asked) -> Hits:
        """Return what is not surely clear of a volume; see ``Index.hits``."""
        after = asked.after
        sides = asked.box.tolist()
        bounds = (*sides[:DIMENSIONS], *(-side for side in sides[DIMENSIONS:]), *(after or ()))
        found = list(self._connection.execute(_FIRST if after is None else _AFTER, bounds))
        if not found:
            return Hits((), (), ())
        handles, starts, kinds, shapes, *_ = zip(*found, strict=True)
        numbers = {kind: number for number, kind in enumerate(self._kinds)}
        stored = _records(shapes, np.array([numbers[kind] for kind in kinds], np.int32))
        compiled = kernel()
        if compiled is None:
            verdicts = judge_one(asked, self.rows, stored.kinds, np.array(handles, np.int64))
        else:
            one = Records(record_of(asked.placed), np.zeros(1, np.int64), np.zeros(1, np.int32))
            verdicts = compiled.judge(one, stored, asked.limits)
        chosen = [n for n, verdict in enumerate(verdicts.tolist()) if verdict != CLEAR]
        return Hits([handles[n] for n in chosen], [starts[n] for n in chosen], verdicts[chosen].tolist())

    def parts(self, handles: Sequence[int]) -> Sequence[Part]:
        """Return which volumes these are."""
        return [Part(*row) for row in self._connection.executemany(_PART, [(handle,) for handle in handles])]

    def rows(self, handles: Sequence[int]) -> Rows:
        """Return volumes; see ``Index.rows``."""
        found = list(self._connection.executemany(_ROW, [(handle,) for handle in handles]))
        stored = _records([row[3] for row in found], np.zeros(len(found), np.int32))
        return Rows(
            [Part(ref, part) for ref, part, *_ in found],
            np.array([row[5:] for row in found], np.float32).reshape(-1, 2 * DIMENSIONS),
            [row[2] for row in found],
            *unpack(stored.words, stored.begins),
            [row[4] for row in found],
        )

    def kinds(self) -> Sequence[str]:
        """Return the kinds that may occur."""
        return self._kinds

    def refs(self) -> Sequence[str]:
        """Return the references of all activities."""
        return [ref for (ref,) in self._connection.execute("SELECT DISTINCT ref FROM activity_part ORDER BY ref")]

    def whole(self) -> Rows:
        """Return all volumes."""
        return self.rows(
            [handle for (handle,) in self._connection.execute("SELECT id FROM activity_part ORDER BY ref, part")]
        )

    def of(self, ref: str) -> Rows:
        """Return the volumes of one activity."""
        return self.rows(self._handles(ref))

    def _handles(self, ref: str) -> list[int]:
        asked = "SELECT id FROM activity_part WHERE ref = ? ORDER BY part"
        return [handle for (handle,) in self._connection.execute(asked, (ref,))]


def _records(shapes: Sequence[bytes], kinds: Words) -> Records:
    """Return the records of rows of the table."""
    sizes = np.array([len(shape) // 4 for shape in shapes], np.int64)
    return Records(np.frombuffer(b"".join(shapes), np.int32), np.cumsum(sizes) - sizes, kinds)
