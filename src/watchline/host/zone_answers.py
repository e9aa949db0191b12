"""What is shown of the zones that our own side keeps clear, and of our own activities that come too near to one. For our own eyes alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from watchline.assess import Areas
from watchline.host.here import Here, reference
from watchline.host.lines import placed_of
from watchline.host.notices import find_notice, head
from watchline.host.zones import zone_shown, zones_met, zones_of
from watchline.view import EntryRef


def zones_answer(here: Here, areas: Areas, folder: Path) -> dict[str, Any]:
    """Return every zone, with the activities of ours that stand on this line and come nearer to it than it is kept clear."""
    zones = zones_of(folder)
    met: dict[str, list[dict[str, Any]]] = {zone.name: [] for zone in zones}
    for notice in sorted(areas.every(here), key=lambda notice: notice.ref) if zones else ():
        if notice.ref.code != here.code:
            continue
        for one in zones_met(zones, areas.placed(notice.ref.text())):
            ours = {"ref": reference(here, notice.ref), "version": notice.now.number, "activity": notice.now.activity}
            met[one.pop("zone")].append({**ours, **one})
    return {**head(here), "zones": [{**zone_shown(zone), "activities": met[zone.name]} for zone in zones]}


def zones_near(here: Here, ref: EntryRef, folder: Path) -> list[dict[str, Any]]:
    """Return the zones that an activity of ours comes too near to; of another party's activity none, nor of one that is over."""
    notice = find_notice(here, ref)
    if ref.code != here.code or notice.over:
        return []
    zones = zones_of(folder)
    return zones_met(zones, placed_of(ref, notice.now)) if zones else []


__all__ = ["zones_answer", "zones_near"]
