"""Which reader and which writer belongs to a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Final, TypeAlias

from watchline.interchange.cot import read_cot
from watchline.interchange.geojson import read_geojson
from watchline.interchange.geojson_out import write_geojson
from watchline.interchange.icalendar import Planned, write_icalendar
from watchline.interchange.kml import read_kml
from watchline.interchange.notam import read_notams
from watchline.interchange.table_text import read_table, write_table
from watchline.interchange.understood import Answers, Shape
from watchline.interchange.xml_out import write_cot, write_kml
from watchline.measure.position import Position

Reader: TypeAlias = Callable[[bytes, Answers, Position | None], tuple[Shape, ...]]
Writer: TypeAlias = Callable[[Sequence[Shape], int], bytes]


class Format(StrEnum):
    """A format of files."""

    GEOJSON = "geojson"
    KML = "kml"
    COT = "cot"
    NOTAM = "notam"
    CSV = "csv"
    ICS = "ics"


READERS: Final[dict[Format, Reader]] = {
    Format.GEOJSON: read_geojson,
    Format.KML: read_kml,
    Format.COT: read_cot,
    Format.NOTAM: lambda data, answers, _near: read_notams(data, answers),
    Format.CSV: read_table,
}
"""Bytes, answers, and where shapes are expected."""
WRITERS: Final[dict[Format, Writer]] = {
    Format.GEOJSON: lambda shapes, _now: write_geojson(shapes),
    Format.KML: lambda shapes, _now: write_kml(shapes),
    Format.COT: write_cot,
    Format.CSV: lambda shapes, _now: write_table(shapes),
    Format.ICS: lambda shapes, now: write_icalendar(map(_planned, shapes), now),
}
"""Shapes, and the wall clock in ms."""
_ENDINGS: Final = {
    "geojson": Format.GEOJSON, "json": Format.GEOJSON, "kml": Format.KML, "cot": Format.COT, "xml": Format.COT,
    "notam": Format.NOTAM, "txt": Format.NOTAM, "csv": Format.CSV, "tsv": Format.CSV, "ics": Format.ICS,
}  # fmt: skip


def format_of(name: str) -> Format | None:
    """Return the format that the ending of a file's name says, or None."""
    return _ENDINGS.get(name.rpartition(".")[2].lower())


def _planned(shape: Shape) -> Planned:
    return Planned(shape.name, f"{shape.name} {shape.kind}".strip(), shape.volumes, " ".join(shape.notes))
