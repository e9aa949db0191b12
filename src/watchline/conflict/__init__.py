"""How near two announced activities come in area, altitude and time: the verdict on a pair, and the search among all of them.

Pure, and the same bits from the same integers on every machine (``arithmetic.py``). It knows no parties, reads no clock and judges
nobody: what a verdict is for is decided above. An area that cannot be measured is refused in words for its author.
"""

from watchline.conflict.activity import Activity, Placed, place, place_all
from watchline.conflict.arrays import Pairs, Volumes, compare, joined, positions_of, volumes_of
from watchline.conflict.encounter import Encounter, Part, Verdict, assess, judged, meet
from watchline.conflict.gravest import Gravest, gravest
from watchline.conflict.index import Index, Place
from watchline.conflict.memory import MemoryIndex, in_memory
from watchline.conflict.rows import Rows, rows_of
from watchline.conflict.search import Cursor, Found, Page, beside, count, encounters, everything, search
from watchline.conflict.separation import Minima, Table, of_charter, parse_minima
from watchline.conflict.what_if import moved, nearest_clear_height, nearest_clear_time, raised, resized

__all__ = [
    "Activity",
    "Cursor",
    "Encounter",
    "Found",
    "Gravest",
    "Index",
    "MemoryIndex",
    "Minima",
    "Page",
    "Pairs",
    "Part",
    "Place",
    "Placed",
    "Rows",
    "Table",
    "Verdict",
    "Volumes",
    "assess",
    "beside",
    "compare",
    "count",
    "encounters",
    "everything",
    "gravest",
    "in_memory",
    "joined",
    "judged",
    "meet",
    "moved",
    "nearest_clear_height",
    "nearest_clear_time",
    "of_charter",
    "parse_minima",
    "place",
    "place_all",
    "positions_of",
    "raised",
    "resized",
    "rows_of",
    "search",
    "volumes_of",
]
