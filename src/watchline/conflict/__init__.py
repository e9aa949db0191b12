"""How near two announced activities come in area, altitude and time: the verdict on a pair, and the search among all of them.

Pure, and the same bits from the same integers on every machine (``arithmetic.py``). It knows no parties, reads no clock and judges
nobody: what a verdict is for is decided above. An area that cannot be measured is refused in words for its author.
"""

from watchline.conflict.activity import Activity, Placed, place, place_all
from watchline.conflict.encounter import Encounter, Part, Verdict, assess, judged, meet
from watchline.conflict.index import Index, Place
from watchline.conflict.memory import MemoryIndex
from watchline.conflict.search import Cursor, Found, Page, count, encounters, everything, search
from watchline.conflict.separation import Minima, Table, of_charter

__all__ = [
    "Activity",
    "Cursor",
    "Encounter",
    "Found",
    "Index",
    "MemoryIndex",
    "Minima",
    "Page",
    "Part",
    "Place",
    "Placed",
    "Table",
    "Verdict",
    "assess",
    "count",
    "encounters",
    "everything",
    "judged",
    "meet",
    "of_charter",
    "place",
    "place_all",
    "search",
]
