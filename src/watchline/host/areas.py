"""The index of announced activities for whoever asks alone: beside a node that runs it is shared (``shared_areas.py``)."""

from __future__ import annotations

from pathlib import Path

from watchline.assess import IN_MEMORY, Areas
from watchline.store.area_file import open_area_file


def areas_of(code: str, path: Path | None = None, memory_from: int = IN_MEMORY) -> Areas:
    """Return the index of a party, kept at a path; None: nowhere, and gone when it is closed."""
    file, _ = open_area_file(path)
    return Areas(code, file, memory_from)
