"""Zones that our own side keeps clear: where no activity of ours is to go, and how near it may come. They never leave the node.

They stand in the own side's book, which is in no record, no export and no frame: a place that is kept clear tells where something is.
What we plan is held against them by the same engine as against other parties' notices, and only our own desks hear of it. One book for all
lines of the node: ours stays ours, whichever line it is announced on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec

from watchline.conflict import Activity, MemoryIndex, Minima, Placed, Table, gravest, place, place_all, rows_of
from watchline.errors import InvalidFromPeer, OurMistake
from watchline.host.config import OWN, node_of
from watchline.host.here import instant
from watchline.host.separation import gaps_shown
from watchline.record.notices import volumes_of
from watchline.sentence import worded
from watchline.store import OwnBook

TABLE: Final = "keep_clear_zone"
ZONES_MAX: Final = 500
NAME_CHARS_MAX: Final = 64
TEXT_CHARS_MAX: Final = 500
SHOWN_MAX: Final = 20
"""Zones that are named beside one activity, the gravest first."""
DAMAGED: Final = worded(
    "What was noted of this zone is damaged, and nothing is held against it. Drop it, and note it anew."
)
LIMITS_MAX: Final = (100_000_000, 10_000_000, 604_800_000)
"""Centimetres, centimetres, milliseconds: as far as a charter's minima may go."""


class Zone(msgspec.Struct, frozen=True, array_like=True):
    """One zone.

    Attributes:
        name: By which it is known to our side.
        volumes: Where, how high and when, as the maps of docs/spec/shapes.md.
        limits: How near an activity of ours may come: cm, cm, ms. All 0: it may come up to it and not touch it.
        text: Words to it; may be empty.
        at: When it was noted, ms.
    """

    name: str
    volumes: tuple[Any, ...]
    limits: tuple[int, int, int]
    text: str
    at: int


class _Ready(NamedTuple):
    """Zones ready to be searched: an index, and the table by which each keeps its own distance."""

    volumes: MemoryIndex
    table: Table


@contextmanager
def zone_book(folder: Path) -> Iterator[OwnBook]:
    """Open the own side's book of a node."""
    book = OwnBook(node_of(folder) / OWN)
    try:
        yield book
    finally:
        book.close()


def zones_of(folder: Path) -> tuple[Zone, ...]:
    """Return the zones of a node by name; one whose row is damaged has no volumes, and says so."""
    if not (node_of(folder) / OWN).exists():
        return ()
    with zone_book(folder) as book:
        return tuple(_read(name, row) for name, row in book.rows(TABLE))


def put_zone(folder: Path, given: Mapping[str, Any], now: int) -> Zone:
    """Note a zone; one of the same name is replaced.

    Args:
        folder: The node's, or a line's.
        given: ``name``, ``volumes``, ``lateral_m``, ``vertical_m``, ``time_s``, ``text``.
        now: Wall clock, ms.

    Raises:
        OurMistake: it cannot be measured, or something is out of bounds; nothing was noted.
    """
    name, text = str(given["name"]).strip(), str(given["text"] or "").strip()
    if not 0 < len(name) <= NAME_CHARS_MAX or not name.isprintable() or len(text) > TEXT_CHARS_MAX:
        raise OurMistake(f"A zone has a name of at most {NAME_CHARS_MAX} characters, and words of at most {TEXT_CHARS_MAX}.")  # fmt: skip
    limits = (int(given["lateral_m"]) * 100, int(given["vertical_m"]) * 100, int(given["time_s"]) * 1000)
    if not all(0 <= limit <= most for limit, most in zip(limits, LIMITS_MAX, strict=True)):
        raise OurMistake("How near an activity may come is at most 1,000,000 m, 100,000 m and 604,800 s.")
    zone = Zone(name, tuple(given["volumes"]), limits, text, now)
    try:
        place(_activity(zone))
    except (InvalidFromPeer, ValueError) as why:
        raise OurMistake(f"This zone cannot be measured: {why}. Nothing was noted.") from None
    with zone_book(folder) as book:
        if len(book.rows(TABLE)) >= ZONES_MAX and book.row(TABLE, name) is None:
            raise OurMistake(f"There are {ZONES_MAX} zones already; drop one first.")
        book.put(TABLE, name, msgspec.msgpack.encode(zone))
    return zone


def drop_zone(folder: Path, name: str) -> None:
    """Forget a zone.

    Raises:
        OurMistake: there is none of that name.
    """
    with zone_book(folder) as book:
        if book.row(TABLE, name) is None:
            raise OurMistake(f"There is no zone {name!r}; `watchline zone DIR list` shows those there are.")
        book.put(TABLE, name, None)


def zones_met(zones: Sequence[Zone], ours: Sequence[Placed]) -> list[dict[str, Any]]:
    """Return the zones to which an activity of ours comes nearer than they are kept clear, the gravest first, at most ``SHOWN_MAX``.

    Args:
        zones: Ours.
        ours: The volumes of the activity; empty: nothing of it can be measured.
    """
    sound = tuple(msgspec.msgpack.encode(zone) for zone in zones if zone.volumes)
    if not sound or not ours:
        return []
    ready = _ready(sound)
    found = gravest(ready.volumes, ours, ready.table, most=SHOWN_MAX)
    return [{"zone": one.theirs.ref, **gaps_shown(one)} for one in found.encounters]


def zone_shown(zone: Zone) -> dict[str, Any]:
    """Return a zone as lists show it."""
    lateral, vertical, time = zone.limits
    return {
        "name": zone.name,
        "volumes": list(zone.volumes),
        "lateral_m": lateral // 100,
        "vertical_m": vertical // 100,
        "time_s": time // 1000,
        "text": zone.text or None,
        **instant("at", zone.at),
    }


@lru_cache(maxsize=ZONES_MAX)
def _read(name: str, row: bytes) -> Zone:
    try:
        zone = msgspec.msgpack.decode(row, type=Zone)
        place(_activity(zone))
    except (msgspec.MsgspecError, InvalidFromPeer, ValueError):
        return Zone(name, (), (0, 0, 0), DAMAGED, 0)
    return zone


@lru_cache(maxsize=4)
def _ready(kept: tuple[bytes, ...]) -> _Ready:
    zones = [msgspec.msgpack.decode(row, type=Zone) for row in kept]
    index = MemoryIndex()
    index.put(rows_of(volume for volumes in place_all(map(_activity, zones)) for volume in volumes))
    return _Ready(index, Table({_kind(zone.name): Minima(*zone.limits) for zone in zones}))


def _activity(zone: Zone) -> Activity:
    return Activity(zone.name, _kind(zone.name), volumes_of(zone.volumes))


def _kind(name: str) -> str:
    """Return the kind under which a zone keeps its own distance: no kind of a notice, which are small letters."""
    return f"ZONE {name}"


__all__ = ["ZONES_MAX", "Zone", "drop_zone", "put_zone", "zone_shown", "zones_met", "zones_of"]
