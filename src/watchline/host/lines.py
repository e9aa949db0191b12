"""How far activities are from the lines that the charter agrees on; none of these recognises a border."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from watchline.conflict import Activity, Placed, assess, place
from watchline.conflict.separation import Table
from watchline.host.here import Here
from watchline.host.notices import find_notice
from watchline.measure.altitude import Band
from watchline.measure.area import Corridor
from watchline.measure.volume import Volume
from watchline.measure.window import Window
from watchline.record import Charter
from watchline.view import EntryRef


def reference_distances(charter: Charter, placed: Sequence[Placed]) -> list[dict[str, Any]]:
    """Return the least distance of an activity from each agreed line, whatever the height and the time."""
    made = []
    for line in charter.reference_lines:
        try:
            drawn = place(Activity("line", "line", (Volume(Corridor(line.points, 0), Band(), Window(None, None)),)))
        except ValueError:  # a line that cannot be measured is an agreed name all the same
            continue
        found = min(assess((one,), drawn, Table()).lateral_mm for one in placed)
        words = f"it crosses or touches {line.name}" if found == 0 else f"{found / 1000:.0f} m from {line.name}"
        made.append({"name": line.name, "lateral_mm": found, "words": words})
    return made


def distances_of(here: Here, ref: EntryRef) -> list[dict[str, Any]]:
    """Return the distances of a notice as it stands; none if it has no area that can be measured."""
    version = find_notice(here, ref).now
    if not version.volumes or not here.charter.reference_lines:
        return []
    try:
        return reference_distances(here.charter, place(Activity(ref.text(), version.activity, version.volumes)))
    except ValueError:
        return []


def lines_shown(here: Here) -> dict[str, Any]:
    """Return what a form for notices needs of the charter beside the kinds."""
    charter = here.charter
    return {
        "reference_lines": [
            {"name": line.name, "points": [list(at) for at in line.points]} for line in charter.reference_lines
        ],
        "places": {name: list(at) for name, at in charter.gazetteer.items()},
        "altitude_reference": charter.altitude_reference,
        "distance_unit": charter.units.distance,
        "altitude_unit": charter.units.altitude,
        "clock_ms": charter.clock_ms,
    }


__all__ = ["lines_shown", "reference_distances"]
