"""What a console may send of notices, as types; see ``asks.py``. Volumes are the maps of docs/spec/shapes.md."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from watchline.desk.asks import Ask, Page, Reference, Said, Short, Text
from watchline.desk.limits import PAGE_DEFAULT, PAGE_MAX

Whole = Annotated[int, msgspec.Meta(gt=-(1 << 53), lt=1 << 53)]
Level = tuple[Whole, Literal["W84", "AMSL", "AGL", "FL"]]
Positions = Annotated[list[Whole], msgspec.Meta(max_length=4_001)]


class AreaGiven(Ask, frozen=True, kw_only=True, omit_defaults=True):
    """One of three: ``circle`` [radius, lat, lon]; ``corridor`` [half width, lat, lon, …]; ``polygon`` [[lat, lon, …], hole …]."""

    circle: Annotated[list[Whole], msgspec.Meta(max_length=3)] | None = None
    corridor: Positions | None = None
    polygon: Annotated[list[Positions], msgspec.Meta(max_length=64)] | None = None


class VolumeGiven(Ask, frozen=True, kw_only=True, omit_defaults=True):
    """Where, how high and when; what is left out is open."""

    area: AreaGiven
    floor: Level | None = None
    ceiling: Level | None = None
    ground: tuple[Whole, Whole] | None = None
    doubt: Whole | None = None
    start: Whole | None = None
    end: Whole | None = None


Volumes = Annotated[list[VolumeGiven], msgspec.Meta(max_length=256)]


class NoticesAsked(Page, frozen=True, kw_only=True):
    """Notices of all parties or of one, of every kind or of one; ``open``: without those that are over or expired."""

    party: Short = ""
    activity: Short = ""
    open: bool = False


class PlannedAsked(Ask, frozen=True, kw_only=True):
    """Activities of the next days."""

    days: Annotated[int, msgspec.Meta(ge=1, le=366)] = 14
    limit: Annotated[int, msgspec.Meta(ge=1, le=PAGE_MAX)] = PAGE_DEFAULT
    offset: Annotated[int, msgspec.Meta(ge=0, lt=1 << 31)] = 0


class ConflictsAsked(Ask, frozen=True, kw_only=True):
    """Pairs that are not separated; of one state, or ``all``; of one notice."""

    state: Literal["", "all", "conflict", "near", "proximity", "separated", "unresolved"] = ""
    ref: Reference = ""
    limit: Annotated[int, msgspec.Meta(ge=1, le=PAGE_MAX)] = PAGE_DEFAULT
    offset: Annotated[int, msgspec.Meta(ge=0, lt=1 << 31)] = 0


class InForceAsked(Ask, frozen=True, kw_only=True):
    """A position in 1e-7 degree, a minute (ms; null: now), an altitude in cm (of ``FL`` the flight level; null: any)."""

    lat: Annotated[int, msgspec.Meta(ge=-900_000_000, le=900_000_000)]
    lon: Annotated[int, msgspec.Meta(ge=-1_800_000_000, lt=1_800_000_000)]
    at: Whole | None = None
    altitude: Whole | None = None
    reference: Literal["W84", "AMSL", "AGL", "FL"] = "AMSL"
    limit: Annotated[int, msgspec.Meta(ge=1, le=PAGE_MAX)] = PAGE_DEFAULT
    offset: Annotated[int, msgspec.Meta(ge=0, lt=1 << 31)] = 0


class SayNotice(Said, frozen=True, kw_only=True):
    """An activity is announced, or a notice amended: all its fields in full (docs/spec/notices.md)."""

    activity: Short
    volumes: Volumes = msgspec.field(default_factory=list)
    name: Short | None = None
    text: Text | None = None
    language: Short | None = None
    contact: Short | None = None
    markings: Short | None = None
    emergency: bool = False
    coarse_m: Annotated[int, msgspec.Meta(ge=1, le=100_000)] | None = None
    area_by: Whole | None = None
    review_by: Whole | None = None
    checked: bool = False


class SayNoticeAct(Said, frozen=True, kw_only=True):
    """Its author states that the activity goes on, is over, or is withdrawn."""

    text: Text | None = None


class SayNoticeRead(Said, frozen=True, kw_only=True):
    """A watch officer has this version before him."""

    version: Annotated[int, msgspec.Meta(ge=1)]


class SayNoticeAnswered(SayNoticeRead, frozen=True, kw_only=True):
    """This version is objected to, or noted without recognition."""

    text: Text | None = None


class SayThirdStateTold(SayNoticeRead, frozen=True, kw_only=True):
    """A third state of the charter was told of this version, at an instant (ms; null: now)."""

    state: Short
    at: Whole | None = None
    text: Text | None = None


class Drafted(Ask, frozen=True, kw_only=True):
    """A draft: its kind and volumes, moved or resized. Nothing is written.

    ``of``: the notice that it would amend; then ``activity`` and ``volumes`` may be left out. ``shift_ms`` and ``raise_cm`` move all volumes,
    ``reach_cm`` is the radius of circles and the half width of corridors. ``suggest``: look for the nearest clear time and height too.
    """

    activity: Short = ""
    volumes: Volumes = msgspec.field(default_factory=list)
    of: Reference = ""
    shift_ms: Whole = 0
    raise_cm: Whole = 0
    reach_cm: Annotated[int, msgspec.Meta(ge=0, le=50_000_000)] | None = None
    suggest: bool = False
    most_ms: Annotated[int, msgspec.Meta(ge=0, le=31 * 86_400_000)] = 86_400_000
    most_cm: Annotated[int, msgspec.Meta(ge=0, le=10_000_000)] = 1_000_000
    emergency: bool = False
    limit: Annotated[int, msgspec.Meta(ge=1, le=PAGE_MAX)] = PAGE_DEFAULT
    offset: Annotated[int, msgspec.Meta(ge=0, lt=1 << 31)] = 0


__all__ = ["Drafted", "InForceAsked", "NoticesAsked", "SayNotice"]
