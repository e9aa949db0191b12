"""Files of shapes: read by the importer of their form, with what was understood told on stderr."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from watchline.interchange import Shape
    from watchline.measure.position import Position

BYTES_MAX = 128 << 20
_NUMBERS = re.compile(r"[0-9]+")


def read_shapes(path: Path, answers: Mapping[str, str], near: Position | None = None) -> tuple[Shape, ...]:
    """Return the shapes of a file, none with an open question; notes go to stderr.

    Raises:
        Misconfigured: missing, not readable, or too large.
        InvalidFromPeer: it cannot be understood, or a person must decide something first.
    """
    from watchline.errors import InvalidFromPeer
    from watchline.interchange import read_geojson, settled

    data = read_bytes(path)
    try:
        shapes = settled(read_geojson(data, answers, near))
    except InvalidFromPeer as why:
        raise InvalidFromPeer(why.code, f"{path}: {why.words}") from None
    tell_notes(path, shapes)
    return shapes


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises:
        Misconfigured: missing, not readable, or above 128 MiB.
    """
    from watchline.errors import Misconfigured

    try:
        with path.open("rb") as file:
            data = file.read(BYTES_MAX + 1)
    except OSError as why:
        raise Misconfigured(f"{path} cannot be read: {why.strerror}.") from why
    if len(data) > BYTES_MAX:
        raise Misconfigured(f"{path} is larger than {BYTES_MAX >> 20} MiB; divide it.")
    return data


def tell_notes(path: Path, shapes: Iterable[Shape]) -> None:
    """Say how shapes were read; what is said of many is said once."""
    from watchline.cli.show import note

    told: dict[str, list[str]] = {}
    for shape in shapes:
        for words in shape.notes:
            told.setdefault(_NUMBERS.sub("", words), []).append(f"{shape.name}: {words}")
    for lines in told.values():
        more = f" (and of {len(lines) - 1} more)" if len(lines) > 1 else ""
        note(f"{path}: {lines[0]}{more}")
