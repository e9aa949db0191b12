"""The best schema for PostGIS that we know: one index over area, time and height, areas as geographies with their reach beside them.

Measured inside the server, without a client, a wire or a planner: what a database could do at its best.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.conflict.geography import reach, skeleton
from tools.postgis import Server, copied
from watchline.conflict.records import NEVER
from watchline.measure.altitude import BEYOND

if TYPE_CHECKING:
    from collections.abc import Iterator

    from watchline.conflict import Rows

_TABLES = """
CREATE UNLOGGED TABLE notice (id int, shape geography, reach float8, t int8range, z int8range);
CREATE UNLOGGED TABLE asked (LIKE notice);
CREATE UNLOGGED TABLE answer (id int, ms float8, found int[]);
"""
_INDEX = """
CREATE INDEX notice_all ON notice USING gist (_ST_Expand(shape, reach), t, z);
CLUSTER notice USING notice_all;
VACUUM ANALYZE notice;
"""
_ASK = """
SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off;
DO $$
DECLARE one asked; ids int[]; began timestamptz; near geography; span int8range; band int8range;
BEGIN
  FOR turn IN 1..{turns} LOOP
    FOR one IN SELECT * FROM asked ORDER BY id LOOP
      near := _ST_Expand(one.shape, one.reach + 5000);
      span := int8range(lower(one.t) - 900000, upper(one.t) + 900000);
      band := int8range(lower(one.z) - 30000, upper(one.z) + 30000);
      began := clock_timestamp();
      SELECT array_agg(n.id) INTO ids FROM notice n WHERE _ST_Expand(n.shape, n.reach) && near AND n.t && span AND n.z && band
        AND _ST_DWithin(n.shape, one.shape, n.reach + one.reach + 5000, true);
      INSERT INTO answer VALUES (one.id, extract(epoch FROM clock_timestamp() - began) * 1000, ids);
    END LOOP;
  END LOOP;
END $$;
"""


class Postgis:
    """A table of activities in a server.

    Args:
        server: Where.
    """

    def __init__(self, server: Server) -> None:
        self._server = server
        server.ask(_TABLES)

    def put(self, rows: Rows, table: str = "notice") -> None:
        """Take up volumes; their numbers are those of their references."""
        self._server.ask(copied(table, _lines(rows)))

    def pack(self) -> None:
        """Make the index, and put the rows in its order."""
        self._server.ask(_INDEX)

    def ask(self, queries: Rows, turns: int) -> tuple[list[float], set[tuple[int, int]]]:
        """Return the milliseconds of each query, each the best of so many turns, and all conflicts."""
        self.put(queries, "asked")
        self._server.ask(_ASK.replace("{turns}", str(turns)))
        times = [float(line) for line in self._server.ask("SELECT min(ms) FROM answer GROUP BY id").split()]
        found = self._server.ask("SELECT DISTINCT id, unnest(found) FROM answer").split()
        return times, {(int(one), int(other)) for one, other in (line.split("|") for line in found)}


def number(ref: str) -> int:
    """Return the number in a reference."""
    return int(ref.split("-")[1])


def _lines(rows: Rows) -> Iterator[tuple[object, ...]]:
    for n, part in enumerate(rows.parts):
        area = rows.volume(n).area
        # All heights of this load are above mean sea level or none at all: so one frame says it.
        band = _range(int(rows.heights[n, 1]), int(rows.heights[n, 4]), BEYOND)
        window = _range(int(rows.start[n]), int(rows.end[n]), NEVER)
        yield number(part.ref), skeleton(area), reach(area), window, band


def _range(low: int, high: int, beyond: int) -> str:
    return f"[{'' if abs(low) == beyond else low},{'' if abs(high) == beyond else high}]"
