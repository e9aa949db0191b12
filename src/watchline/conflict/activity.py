"""An announced activity as the search sees it: whose, what kind, and its volumes made ready to be measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from watchline.conflict.outline import Outline, outlines
from watchline.measure.altitude import Heights, heights
from watchline.measure.volume import VOLUMES_MAX, Volume, check_volume

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Activity:
    """What a notice announces.

    Attributes:
        ref: Its reference, by which answers name it; the same for both parties.
        kind: By which the separation is looked up.
        volumes: Where, how high and when; a route has one for each leg.
    """

    ref: str
    kind: str
    volumes: tuple[Volume, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """One volume of an activity, made ready to be measured.

    Attributes:
        ref, part, kind: Of which activity it is, and which of its volumes, counted from 0.
        volume: As announced.
        outline: Its area.
        heights: The certain bounds of its band.
    """

    ref: str
    part: int
    kind: str
    volume: Volume
    outline: Outline
    heights: Heights


def place(activity: Activity) -> tuple[Placed, ...]:
    """Return the volumes of an activity, ready to be measured.

    Raises:
        ValueError: an area, band or window is not sound; in words for its author.
    """
    return place_all([activity])[0]


def place_all(activities: Iterable[Activity]) -> list[tuple[Placed, ...]]:
    """Return the volumes of many activities, in order; much faster than one by one.

    Raises:
        ValueError: as ``place``, about the first that is not sound.
    """
    these: Sequence[Activity] = list(activities)
    for activity in these:
        if not 1 <= len(activity.volumes) <= VOLUMES_MAX:
            raise ValueError(f"{activity.ref}: an activity has 1 to {VOLUMES_MAX} volumes")
        for volume in activity.volumes:
            check_volume(volume)
    ready = iter(outlines([volume.area for activity in these for volume in activity.volumes]))
    return [
        tuple(_placed(activity, part, volume, next(ready)) for part, volume in enumerate(activity.volumes))
        for activity in these
    ]


def _placed(activity: Activity, part: int, volume: Volume, outline: Outline) -> Placed:
    return Placed(activity.ref, part, activity.kind, volume, outline, heights(volume.band, outline.geoid_cm))
