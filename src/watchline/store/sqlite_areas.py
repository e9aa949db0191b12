"""The index of announced activities in SQLite: an R*Tree of five dimensions, in the transaction of whoever fills it.

Boxes are single precision and rounded outward, here as in memory, so both indexes give the same handles to the search. Everything in
these tables is derived from the notices and can be built anew from them.
"""

from __future__ import annotations

import struct
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from watchline.conflict import Part, Rows
from watchline.conflict.index import Against, Asked, Hits, one_by_one
from watchline.conflict.judging import CLEAR, judge_one
from watchline.conflict.kernel import kernel
from watchline.conflict.records import Records, pack, unpack
from watchline.conflict.rows import DIMENSIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import apsw

    from watchline.conflict.arithmetic import Integers
    from watchline.conflict.records import Words
    from watchline.conflict.rows import Boxes


class _Sql(NamedTuple):
    """The statements of one index."""

    create: str
    put: str
    first: str
    after: str
    row: str
    next: str
    part: str
    kinds: str
    add_kind: str
    add_part: str
    drop_box: str
    drop_part: str
    refs: str
    whole: str
    handles: str
    check: str
    every: str
    named: str
    sizes: str


_NEAR: Final = """
SELECT id, start, kind, shape, ref, part FROM {name}_box
WHERE t0 <= ? AND x0 <= ? AND y0 <= ? AND z0 <= ? AND h0 <= ? AND t1 >= ? AND x1 >= ? AND y1 >= ? AND z1 >= ? AND h1 >= ?
"""
_SQL: Final = _Sql(
    create="""
CREATE VIRTUAL TABLE IF NOT EXISTS {name}_box USING rtree (
    id, t0, t1, x0, x1, y0, y1, z0, z1, h0, h1,
    +start INTEGER, +ref TEXT, +part INTEGER, +kind TEXT, +shape BLOB, +volume BLOB, +sum BLOB);
CREATE TABLE IF NOT EXISTS {name}_part (ref TEXT NOT NULL, part INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (ref, part))
    WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS {name}_kind (kind TEXT PRIMARY KEY) WITHOUT ROWID;
""",
    put="INSERT INTO {name}_box VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    first=_NEAR + "ORDER BY start, ref, part",
    after=_NEAR + "AND (start, ref, part) > (?, ?, ?) ORDER BY start, ref, part",
    row="SELECT ref, part, kind, shape, volume, t0, x0, y0, z0, h0, -t1, -x1, -y1, -z1, -h1 FROM {name}_box WHERE id = ?",
    # The R*Tree's own table of rows knows its last one at once; the table of parts would be read from end to end.
    next="SELECT coalesce(max(rowid), 0) + 1 FROM {name}_box_rowid",
    part="SELECT ref, part FROM {name}_box WHERE id = ?",
    kinds="SELECT kind FROM {name}_kind ORDER BY kind",
    add_kind="INSERT OR IGNORE INTO {name}_kind VALUES (?)",
    add_part="INSERT INTO {name}_part VALUES (?, ?, ?)",
    drop_box="DELETE FROM {name}_box WHERE id = ?",
    drop_part="DELETE FROM {name}_part WHERE ref = ?",
    refs="SELECT DISTINCT ref FROM {name}_part ORDER BY ref",
    whole="SELECT id FROM {name}_part ORDER BY ref, part",
    handles="SELECT id FROM {name}_part WHERE ref = ? ORDER BY part",
    check="SELECT rtreecheck('main', '{name}_box')",
    every="SELECT * FROM {name}_box",
    named="SELECT 1 FROM {name}_part WHERE (ref, part, id) = (?, ?, ?)",
    sizes="SELECT (SELECT count(*) FROM {name}_box), (SELECT count(*) FROM {name}_part)",
)
_SUM_BYTES: Final = 8
_SIDES: Final = struct.Struct("=q10f")


class SqliteIndex:
    """The ``watchline.conflict.Index`` in tables of a database.

    Args:
        connection: Where they are, or will be. Begin and commit are the caller's.
        name: What their names begin with; one database may hold several indexes.
    """

    def __init__(self, connection: apsw.Connection, name: str = "activity") -> None:
        self._connection, self._sql = connection, _Sql(*(text.format(name=name) for text in _SQL))
        connection.execute(self._sql.create)
        self._kinds = [kind for (kind,) in connection.execute(self._sql.kinds)]

    def put(self, rows: Rows) -> None:
        """Take up activities; see ``Index.put``."""
        for ref in {part.ref: None for part in rows.parts}:
            self.drop(ref)
        for kind in {kind: None for kind in rows.kinds if kind not in self._kinds}:
            self._connection.execute(self._sql.add_kind, (kind,))
            self._kinds.append(kind)
        words, starts = pack(rows)
        begins = [*starts.tolist(), len(words)]
        ((begin,),) = self._connection.execute(self._sql.next)
        for row, (ref, part) in enumerate(rows.parts):
            box = rows.box[row].tolist()
            corners = [
                side for low, high in zip(box[:DIMENSIONS], box[DIMENSIONS:], strict=True) for side in (low, -high)
            ]
            shape = words[begins[row] : begins[row + 1]].tobytes()
            told = (int(rows.start[row]), ref, part, rows.kinds[row], shape, rows.data(row))
            self._connection.execute(
                self._sql.put, (begin + row, *corners, *told, _sum((begin + row, *corners, *told)))
            )
            self._connection.execute(self._sql.add_part, (ref, part, begin + row))

    def drop(self, ref: str) -> None:
        """Forget an activity; see ``Index.drop``."""
        for handle in self._handles(ref):
            self._connection.execute(self._sql.drop_box, (handle,))
        self._connection.execute(self._sql.drop_part, (ref,))

    def hits(self, asked: Asked) -> Hits:
        """Return what is not surely clear of a volume; see ``Index.hits``."""
        after = asked.after
        sides = asked.box.tolist()
        bounds = (*sides[:DIMENSIONS], *(-side for side in sides[DIMENSIONS:]), *(after or ()))
        found = list(self._connection.execute(self._sql.first if after is None else self._sql.after, bounds))
        if not found:
            return Hits((), (), ())
        handles, starts, kinds, shapes, *_ = zip(*found, strict=True)
        numbers = {kind: number for number, kind in enumerate(self._kinds)}
        stored = _records(shapes, np.array([numbers[kind] for kind in kinds], np.int32))
        compiled = kernel()
        if compiled is None:
            verdicts = judge_one(asked, self.rows, stored.kinds, np.array(handles, np.int64))
        else:
            one = Records(asked.record(), np.zeros(1, np.int64), np.zeros(1, np.int32))
            verdicts = compiled.judge(one, stored, asked.limits)
        chosen = [n for n, verdict in enumerate(verdicts.tolist()) if verdict != CLEAR]
        return Hits([handles[n] for n in chosen], [starts[n] for n in chosen], verdicts[chosen].tolist())

    def parts(self, handles: Sequence[int]) -> Sequence[Part]:
        """Return which volumes these are."""
        return [Part(*row) for row in self._connection.executemany(self._sql.part, [(handle,) for handle in handles])]

    def rows(self, handles: Sequence[int]) -> Rows:
        """Return volumes; see ``Index.rows``."""
        found = list(self._connection.executemany(self._sql.row, [(handle,) for handle in handles]))
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
        return [ref for (ref,) in self._connection.execute(self._sql.refs)]

    def whole(self) -> Rows:
        """Return all volumes."""
        return self.rows([handle for (handle,) in self._connection.execute(self._sql.whole)])

    def of(self, ref: str) -> Rows:
        """Return the volumes of one activity."""
        return self.rows(self._handles(ref))

    def some(self, refs: Sequence[str]) -> Rows:
        """Return the volumes of some activities."""
        return self.rows([handle for ref in refs for handle in self._handles(ref)])

    def against(self, ours: Rows, limits: Integers, margin: Boxes) -> Sequence[Against]:
        """Return what is not surely clear of each of many; see ``Index.against``."""
        return one_by_one(self, ours, limits, margin)

    def size(self) -> int:
        """Return how many volumes there are."""
        ((volumes, _parts),) = self._connection.execute(self._sql.sizes)
        return int(volumes)

    def faults(self) -> str:
        """Return in words what is wrong with these tables, empty if nothing is. Cost: reads all of them, some 10 us for each volume."""
        ((tree,),) = self._connection.execute(self._sql.check)
        if tree != "ok":
            return f"its tree is not whole ({tree.splitlines()[0]})"
        for *row, told in self._connection.execute(self._sql.every):
            if told != _sum(tuple(row)):
                return f"a volume of {row[12]} is not as it was written"
            if not list(self._connection.execute(self._sql.named, (row[12], row[13], row[0]))):
                return f"a volume of {row[12]} cannot be found by its notice"
        ((volumes, parts),) = self._connection.execute(self._sql.sizes)
        return "" if volumes == parts else "a volume is missing"

    def _handles(self, ref: str) -> list[int]:
        return [handle for (handle,) in self._connection.execute(self._sql.handles, (ref,))]


def _sum(row: tuple[Any, ...]) -> bytes:
    """Return by what a row is known to be as it was written."""
    number, sides, (start, ref, part, kind, shape, volume) = row[0], row[1:11], row[11:17]
    told = _SIDES.pack(number, *sides) + repr((start, ref, part, kind, len(shape))).encode() + shape + volume
    return blake2b(told, digest_size=_SUM_BYTES).digest()


def _records(shapes: Sequence[bytes], kinds: Words) -> Records:
    """Return the records of rows of the table."""
    sizes = np.array([len(shape) // 4 for shape in shapes], np.int64)
    return Records(np.frombuffer(b"".join(shapes), np.int32), np.cumsum(sizes) - sizes, kinds)
