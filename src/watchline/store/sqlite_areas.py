"""The index of announced activities in SQLite: an R*Tree of five dimensions, in the same transaction as what it is an index of.

Boxes are single precision and rounded outward, here as in memory, so both indexes give the same handles to the search. Everything in
these tables is derived from the notices and can be built anew from them.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

import numpy as np

from watchline.conflict import Part, Place, Rows
from watchline.conflict.rows import DIMENSIONS, outward

if TYPE_CHECKING:
    from collections.abc import Sequence

    import apsw

    from watchline.conflict.arithmetic import Floats

_CREATE: Final = """
CREATE VIRTUAL TABLE IF NOT EXISTS activity_box USING rtree (
    id, t0, t1, x0, x1, y0, y1, z0, z1, h0, h1, +start INTEGER, +ref TEXT, +part INTEGER, +kind TEXT, +shape BLOB, +volume BLOB);
CREATE TABLE IF NOT EXISTS activity_part (ref TEXT NOT NULL, part INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (ref, part))
    WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS activity_kind (kind TEXT PRIMARY KEY) WITHOUT ROWID;
"""
_PUT: Final = "INSERT INTO activity_box VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_NEAR: Final = """
SELECT id FROM activity_box
WHERE t0 <= ? AND x0 <= ? AND y0 <= ? AND z0 <= ? AND h0 <= ? AND t1 >= ? AND x1 >= ? AND y1 >= ? AND z1 >= ? AND h1 >= ?
{after} ORDER BY start, ref, part
"""
_FIRST: Final = _NEAR.format(after="")
_AFTER: Final = _NEAR.format(after="AND (start, ref, part) > (?, ?, ?)")
_ROW: Final = "SELECT ref, part, kind, shape, volume FROM activity_box WHERE id = ?"
_SHAPE: Final = struct.Struct("<10f8qd?")


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
        ((begin,),) = self._connection.execute("SELECT coalesce(max(id), 0) + 1 FROM activity_part")
        for row, (ref, part) in enumerate(rows.parts):
            box = rows.box[row].tolist()
            corners = [
                side for low, high in zip(box[:DIMENSIONS], box[DIMENSIONS:], strict=True) for side in (low, -high)
            ]
            numbers = (rows.start[row], rows.end[row], *rows.heights[row])
            first = int(rows.begins[row])
            shape = _SHAPE.pack(*box, *map(int, numbers), float(rows.reach[row]), bool(rows.polygon[row]))
            shape += rows.points[first : first + int(rows.sizes[row])].astype("<f8").tobytes()
            told = (int(rows.start[row]), ref, part, rows.kinds[row], shape, rows.data(row))
            self._connection.execute(_PUT, (begin + row, *corners, *told))
            self._connection.execute("INSERT INTO activity_part VALUES (?, ?, ?)", (ref, part, begin + row))

    def drop(self, ref: str) -> None:
        """Forget an activity; see ``Index.drop``."""
        for handle in self._handles(ref):
            self._connection.execute("DELETE FROM activity_box WHERE id = ?", (handle,))
        self._connection.execute("DELETE FROM activity_part WHERE ref = ?", (ref,))

    def near(self, low: Floats, high: Floats, after: Place | None = None) -> Sequence[int]:
        """Return handles; see ``Index.near``."""
        small, great = outward(low, high)
        asked = (*great.tolist(), *small.tolist(), *(after or ()))
        return [handle for (handle,) in self._connection.execute(_FIRST if after is None else _AFTER, asked)]

    def rows(self, handles: Sequence[int]) -> Rows:
        """Return volumes; see ``Index.rows``."""
        found = list(self._connection.executemany(_ROW, [(handle,) for handle in handles]))
        heads = [_SHAPE.unpack_from(shape) for *_, shape, _ in found]
        points = [np.frombuffer(shape, "<f8", offset=_SHAPE.size).reshape(-1, 3) for *_, shape, _ in found]
        whole = np.array([head[10:18] for head in heads], np.int64).reshape(-1, 8)
        counts = np.array([len(block) for block in points], np.int64)
        return Rows(
            [Part(ref, part) for ref, part, *_ in found],
            np.array([head[:10] for head in heads], np.float32).reshape(-1, 2 * DIMENSIONS),
            [kind for _, _, kind, _, _ in found],
            whole[:, 0],
            whole[:, 1],
            whole[:, 2:],
            np.array([head[18] for head in heads], np.float64),
            np.array([head[19] for head in heads], np.bool_),
            np.concatenate(points) if points else np.empty((0, 3)),
            np.cumsum(counts) - counts,
            counts,
            [volume for *_, volume in found],
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
