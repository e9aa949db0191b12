"""Zones that our own side keeps clear: shown, noted and dropped at our own desks. Nothing of them is written in a record or leaves this node."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec

from watchline.desk.answers import Answer
from watchline.desk.answers_notices import Gaps, Volume
from watchline.desk.answers_own import Done
from watchline.desk.asks import Ask, Short
from watchline.desk.asks_notices import VolumeGiven
from watchline.desk.desk import Desk
from watchline.desk.officers import Right
from watchline.desk.routes import Request, Route, reads


class ZoneGiven(Ask, frozen=True, kw_only=True):
    """A zone; one of the same name is replaced. How near an activity of ours may come: metres, metres, seconds."""

    name: Short
    volumes: Annotated[list[VolumeGiven], msgspec.Meta(min_length=1, max_length=256)]
    lateral_m: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)] = 0
    vertical_m: Annotated[int, msgspec.Meta(ge=0, le=100_000)] = 0
    time_s: Annotated[int, msgspec.Meta(ge=0, le=604_800)] = 0
    text: Annotated[str, msgspec.Meta(max_length=500)] = ""


class ZoneNamed(Ask, frozen=True, kw_only=True):
    """A zone by its name."""

    name: Short


class ZoneActivity(Gaps, frozen=True, kw_only=True):
    """An activity of ours that comes nearer to a zone than it is kept clear; it is the first of the two."""

    ref: str
    version: int
    activity: str


class ZoneShown(Answer, frozen=True, kw_only=True):
    """A zone, and the activities of ours on this line that come too near to it."""

    name: str
    volumes: list[Volume]
    lateral_m: int
    vertical_m: int
    time_s: int
    text: str | None
    at: int
    at_utc: str
    activities: list[ZoneActivity]


class Zones(Answer, frozen=True, kw_only=True):
    """Every zone that our own side keeps clear, by name."""

    line: str
    party: str
    demo: bool
    zones: list[ZoneShown]


async def _put(desk: Desk, request: Request) -> Any:
    given = msgspec.json.decode(msgspec.json.encode(request.body))
    await desk.operations.note("zone_note", given)
    desk.note(request.caller, "zone_noted", "", given["name"])
    return Done()


async def _drop(desk: Desk, request: Request) -> Any:
    body: ZoneNamed = request.body
    await desk.operations.note("zone_drop", {"name": body.name})
    desk.note(request.caller, "zone_dropped", "", body.name)
    return Done()


ZONES: tuple[Route, ...] = (
    Route("GET", "/zones", "zones", "Zones that our own side keeps clear, and our activities that come too near. Nobody else hears of them.", Right.LOOK, Zones, reads("zones")),
    Route("POST", "/zones", "zone_note", "Note a zone that our own side keeps clear. It leaves this node by no way.", Right.SPEAK, Done, _put, body=ZoneGiven),
    Route("POST", "/zones/drop", "zone_drop", "Forget a zone.", Right.SPEAK, Done, _drop, body=ZoneNamed),
)  # fmt: skip
