"""The index of announced activities as a host keeps it: in SQLite, while there are not too many."""

from __future__ import annotations

import apsw

from watchline.conflict import Index
from watchline.node.areas import Areas
from watchline.store.sqlite_areas import SqliteIndex


def areas_of(code: str) -> Areas:
    """Return an empty index for a party."""
    return Areas(code, sqlite_index)


def sqlite_index() -> Index:
    """Return an index in a database of its own that goes with it."""
    return SqliteIndex(apsw.Connection(""))
