"""What a draft would meet, before anybody else hears of it: verdicts, numbers, and the nearest time and height at which it is clear."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from watchline.assess import PROXIMITY, Areas, read_notice, table_of
from watchline.conflict import (
    Activity,
    Encounter,
    Gravest,
    Placed,
    Verdict,
    gravest,
    moved,
    nearest_clear_height,
    nearest_clear_time,
    place,
    raised,
    resized,
)
from watchline.errors import InvalidFromPeer, OurMistake
from watchline.host.here import Here, reference
from watchline.host.lines import reference_distances, third_states_near
from watchline.host.notices import LEAD_WORDS, find_notice, head
from watchline.host.separation import gaps_shown
from watchline.host.zones import Zone, zones_met
from watchline.record.notices import volumes_of
from watchline.record.volumes import volume_fields
from watchline.sentence import worded
from watchline.view import EntryRef
from watchline.view.notice_widening import widens
from watchline.view.notices import Version
from watchline.watch.notices import LeadTime, lead_time

DRAFT = "draft"
MOST_CM = 1_000_000
"""A height is suggested at most 10 km away."""


def what_if(here: Here, areas: Areas, now: int, asked: Mapping[str, Any], zones: Sequence[Zone] = ()) -> dict[str, Any]:
    """Return what would be found of a draft. Nothing is written.

    Args:
        here: What this node can show.
        areas: What was announced.
        now: Wall clock, ms; a suggestion begins no earlier.
        asked: ``activity``, ``volumes``, ``of``, ``shift_ms``, ``raise_cm``, ``reach_cm``, ``suggest``, ``most_ms``, ``most_cm``,
            ``emergency``, ``limit``, ``offset``.
        zones: Those that our own side keeps clear.

    Raises:
        OurMistake: the draft cannot be measured, or names no notice; in words for its author.
    """
    draft, before = _draft(here, asked)
    ours = _placed(draft)
    limit, offset = int(asked["limit"]), int(asked["offset"])
    found = _met(here, areas, ours, limit, offset)
    verdict = next(
        (name for name in (Verdict.CONFLICT, Verdict.NEAR, Verdict.PROXIMITY) if found.counts[name]), Verdict.CLEAR
    )
    more = sum(found.counts.values()) > offset + limit
    lead = _lead(draft, now, emergency=bool(asked["emergency"]))
    return {
        **head(here),
        "verdict": verdict.value,
        "counts": {name.value: found.counts[name] for name in found.counts},
        "encounters": [encounter_shown(here, one) for one in found.encounters],
        "more": more,
        "next": {"offset": offset + limit} if more else None,
        "widens": None if before is None else widens(before, draft.volumes),
        "lead_s": None if lead is None else lead.ms // 1000,
        "lead": None if lead is None else lead.lead.value,
        "lead_words": "" if lead is None else worded("{lead}, if it is announced now", lead=LEAD_WORDS[lead.lead]),
        "volumes": _maps(draft),
        "suggestions": _suggestions(here, areas, draft, ours, now, asked) if asked["suggest"] else [],
        "reference_lines": reference_distances(here.charter, ours),
        "third_states": third_states_near(here, draft.volumes),
        "zones": zones_met(zones, ours),
    }  # fmt: skip


def encounter_shown(here: Here, one: Encounter) -> dict[str, Any]:
    """Return how a draft stands to a notice."""
    notice = read_notice(here, one.theirs.ref)
    return {
        "with": reference(here, notice.ref),
        "from": notice.ref.code,
        "version": notice.now.number,
        "activity": notice.now.activity,
        "name": notice.now.facts.get("name"),
        **gaps_shown(one),
    }


def _draft(here: Here, asked: Mapping[str, Any]) -> tuple[Activity, Any]:
    """Return the draft as it is moved, and the volumes that it would amend."""
    kind, maps, before = str(asked["activity"]), list(asked["volumes"]), None
    if asked["of"]:
        notice = find_notice(here, here.find(str(asked["of"])))
        before = notice.now.volumes
        kind = kind or notice.now.activity
        maps = maps or list(notice.now.facts.get("volumes", ()))
    if not kind or not maps:
        raise OurMistake(
            "A draft has a kind of activity and at least one volume, or names the notice that it would amend."
        )
    try:
        draft = moved(Activity(DRAFT, kind, volumes_of(maps)), int(asked["shift_ms"]))
        draft = raised(draft, int(asked["raise_cm"])) if asked["raise_cm"] else draft
        draft = draft if asked["reach_cm"] is None else resized(draft, int(asked["reach_cm"]))
    except (InvalidFromPeer, ValueError) as why:
        raise OurMistake(worded("This draft cannot be measured: {why}.", why=why)) from why
    return draft, before


def _placed(draft: Activity) -> tuple[Placed, ...]:
    try:
        return place(draft)
    except ValueError as why:
        raise OurMistake(worded("This area cannot be measured: {why}.", why=why)) from why


def _met(here: Here, areas: Areas, ours: tuple[Placed, ...], most: int, begin: int) -> Gravest:
    return gravest(areas.others, ours, table_of(here.charter), most=most, begin=begin, proximity=PROXIMITY)


def _maps(draft: Activity) -> list[Any]:
    return [volume_fields(volume) for volume in draft.volumes]


def _maps_if_sound(draft: Activity) -> list[Any]:
    """Return the volumes of a draft that was moved; none if a bound of docs/spec/shapes.md is passed by it."""
    try:
        return _maps(draft)
    except ValueError:
        return []


def _suggestions(
    here: Here, areas: Areas, draft: Activity, ours: tuple[Placed, ...], now: int, asked: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Return the least moves in time and in height after which it is clear; those that were found and are moves."""
    table = table_of(here.charter)
    later = nearest_clear_time(areas.others, ours, table, most_ms=int(asked["most_ms"]), earliest=now)
    higher = nearest_clear_height(areas.others, ours, table, most_cm=int(asked["most_cm"]))
    found = []
    if later and (volumes := _maps_if_sound(moved(draft, later))):
        minutes = abs(later) // 60_000
        words = (
            worded("{minutes} min later it is CLEAR", minutes=minutes)
            if later > 0
            else worded("{minutes} min earlier it is CLEAR", minutes=minutes)
        )
        found.append({"by": "time", "move": later, "words": words, "volumes": volumes})
    if higher and (volumes := _maps_if_sound(raised(draft, higher))):
        height = f"{abs(higher) / 100:.0f} m ({abs(higher) / 30.48:.0f} ft)"
        words = (
            worded("{height} higher it is CLEAR", height=height)
            if higher > 0
            else worded("{height} lower it is CLEAR", height=height)
        )
        found.append({"by": "height", "move": higher, "words": words, "volumes": volumes})
    return found


def _lead(draft: Activity, now: int, *, emergency: bool) -> LeadTime | None:
    """Return the lead time of a draft that would be received now."""
    facts = {"activity": draft.kind, "volumes": _maps(draft), **({"emergency": 1} if emergency else {})}
    return lead_time(Version(1, EntryRef("", 0, 0), now, facts, must_read=True), now)
