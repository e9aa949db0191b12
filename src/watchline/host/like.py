"""The fields of a charter that is made like another: the one in force of a node, or that of a founding file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from watchline.errors import Misconfigured
from watchline.host.reading import open_reading
from watchline.record import made_like, read_founding
from watchline.record.founding import FOUNDING_BYTES_MAX


def fields_like(path: Path) -> dict[str, Any]:
    """Return the fields of another line's charter, without what belongs to that line alone.

    Args:
        path: The folder of a node (or of one of its lines), or a founding file.

    Raises:
        Misconfigured: it cannot be read, or is no node.
        OurMistake: no line is founded there.
        InvalidFromPeer: no founding file.
    """
    if path.is_dir():
        with open_reading(path) as reading:
            return made_like(reading.here.charter)
    try:
        with path.open("rb") as file:
            data = file.read(FOUNDING_BYTES_MAX + 1)
    except OSError as why:
        raise Misconfigured(f"{path} cannot be read: {why.strerror}.") from why
    return fields_like_file(data)


def fields_like_file(data: bytes) -> dict[str, Any]:
    """Return the same of the bytes of a founding file.

    Raises:
        InvalidFromPeer: they are none.
    """
    return made_like(read_founding(data).charter)
