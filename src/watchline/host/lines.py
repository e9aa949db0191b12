"""How far activities are from the lines and the territory of third states that the charter agrees on; none of these recognises a border."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from watchline.conflict import Activity, Placed, assess, place
from watchline.conflict.separation import Table
from watchline.host.here import Here
from watchline.host.notices import act_shown, find_notice
from watchline.measure.altitude import Band
from watchline.measure.area import Corridor, Polygon
from watchline.measure.position import LON_E7_MAX, Position
from watchline.measure.volume import Volume
from watchline.measure.window import Window
from watchline.record import Charter, ThirdState
from watchline.record.charter_words import said
from watchline.view import EntryRef
from watchline.view.notices import NoticeView, Version


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


def third_states_near(here: Here, volumes: Sequence[Volume], notice: NoticeView | None = None) -> list[dict[str, Any]]:
    """Return which third states of the charter an activity concerns, who tells them, and who states that it did.

    Args:
        here: What this node can show; the activity is ours if there is no notice.
        volumes: Of the activity; empty: it is not known yet where it is.
        notice: Of which it is the version that stands; None: a draft of ours.
    """
    made = []
    for state in here.charter.third_states:
        lateral = _to_territory(state.area, tuple(volumes))
        concerned = lateral is not None and lateral <= state.within_m * 1000
        author = here.code if notice is None else notice.ref.code
        tellers = [code for code in state.tellers(author) if code in here.charter.codes]
        told = [] if notice is None else [act for act in notice.told if act.facts["state"] == state.name]
        must = 1 if notice is None else notice.must_read.number
        knows = {act.code for act in told if act.facts["version"] >= must}
        made.append(
            {
                "name": state.name,
                "lateral_mm": lateral,
                "within_m": state.within_m,
                "concerned": concerned,
                "told_by": tellers,
                "not_stated": [code for code in tellers if code not in knows]
                if concerned and notice is not None
                else [],
                "told": [{**act_shown(here, act), "at": act.facts.get("at")} for act in told],
                "how": said(here.charter, state.how, "en") or None,
                "words": _territory_words(state, lateral, tellers),
            }
        )
    return made


@lru_cache(maxsize=256)
def _to_territory(area: tuple[Position, ...], volumes: tuple[Volume, ...]) -> int | None:
    """Return the least distance of an activity from a territory, mm, whatever height and time; None if either cannot be measured."""
    ring = tuple(Position(at.lat_e7, -LON_E7_MAX if at.lon_e7 == LON_E7_MAX else at.lon_e7) for at in area)
    outline = Volume(Polygon((ring,)), Band(), Window(None, None))
    try:
        drawn = place(Activity("territory", "territory", (outline,)))
        placed = place(Activity("activity", "activity", volumes))
    except ValueError:  # an outline that crosses itself is an agreed name all the same
        return None
    return min(assess((one,), drawn, Table()).lateral_mm for one in placed)


def _territory_words(state: ThirdState, lateral: int | None, tellers: Sequence[str]) -> str:
    if lateral is None:
        return f"its distance from the territory of {state.name} cannot be measured"
    near = f"it touches the territory of {state.name}" if lateral == 0 else f"it is {lateral / 1000:.0f} m from the territory of {state.name}"  # fmt: skip
    if lateral > state.within_m * 1000:
        return f"{near}, beyond the {state.within_m} m that are agreed"
    return f"{near}: it concerns {state.name}, which {' and '.join(tellers)} tells"


def third_states_of(here: Here, ref: EntryRef) -> list[dict[str, Any]]:
    """Return the third states of the charter as a notice concerns them."""
    if not here.charter.third_states:
        return []
    notice = find_notice(here, ref)
    return third_states_near(here, notice.now.volumes, notice)


def distances_of(here: Here, ref: EntryRef) -> list[dict[str, Any]]:
    """Return the distances of a notice as it stands; none if it has no area that can be measured."""
    if not here.charter.reference_lines:
        return []
    placed = placed_of(ref, find_notice(here, ref).now)
    return reference_distances(here.charter, placed) if placed else []


def placed_of(ref: EntryRef, version: Version) -> tuple[Placed, ...]:
    """Return the volumes of a version, ready to be measured; none if there is no area yet, or none that can be measured."""
    try:
        return place(Activity(ref.text(), version.activity, version.volumes)) if version.volumes else ()
    except ValueError:
        return ()


def lines_shown(here: Here) -> dict[str, Any]:
    """Return what a form for notices needs of the charter beside the kinds."""
    charter = here.charter
    return {
        "reference_lines": [
            {"name": line.name, "points": [list(at) for at in line.points]} for line in charter.reference_lines
        ],
        "third_states": [
            {
                "name": state.name,
                "area": [list(at) for at in state.area],
                "within_m": state.within_m,
                "told_by": list(state.told_by),
                "how": said(charter, state.how, "en") or None,
            }
            for state in charter.third_states
        ],
        "places": {name: list(at) for name, at in charter.gazetteer.items()},
        "altitude_reference": charter.altitude_reference,
        "distance_unit": charter.units.distance,
        "altitude_unit": charter.units.altitude,
        "clock_ms": charter.clock_ms,
    }


__all__ = ["distances_of", "lines_shown", "placed_of", "reference_distances", "third_states_near", "third_states_of"]
