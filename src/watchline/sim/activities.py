"""Activities as simulated parties plan them: circles, routes leg by leg and areas of presence, near enough to each other to meet often.

The place is in the open ocean and says nothing about any state.
"""

from __future__ import annotations

from random import Random
from typing import Any, Final

from watchline.measure import Instant
from watchline.measure.altitude import Band, Level, Reference
from watchline.measure.area import Circle, Corridor
from watchline.measure.position import Position
from watchline.measure.volume import Volume
from watchline.measure.window import Window, shifted
from watchline.record.notices import notice_fields, volumes_of

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
SEPARATION: Final[list[dict[str, Any]]] = [
    {"kind": "air", "lateral_m": 5000, "vertical_m": 300, "time_s": 900},
    {"kind": "live_fire", "lateral_m": 5000, "vertical_m": 300, "time_s": 600},
]
"""As a line with notices is founded; every amendment draws other numbers."""
MOVING: Final = ("air", "live_fire", "live_fire", "naval", "humanitarian", "drone")
STANDING: Final = ("presence", "protected_site", "keep_clear")
_SOUTH, _WEST = 480_000_000, -300_000_000
_SIDE_E7: Final = 4_000_000
_SURFACE: Final = Band(None, Level(30_000, Reference.AMSL))


def drawn_separation(random: Random) -> list[dict[str, Any]]:
    """Return other minima for the kinds of ``SEPARATION``."""
    return [
        {
            **item,
            "lateral_m": random.randrange(1_000, 9_000),
            "vertical_m": random.randrange(100, 600),
            "time_s": random.randrange(60, 1_800),
        }
        for item in SEPARATION
    ]


def drawn(random: Random, now: int) -> dict[str, Any]:
    """Return the fields of a notice that a party announces now."""
    if random.random() < 0.2:
        return _standing(random, now)
    kind = random.choice(MOVING)
    start = now + int(random.uniform(0.1, 20) * HOUR)
    if kind in {"air", "drone"} and random.random() < 0.6:
        return notice_fields(kind, _route(random, start))
    length = int(random.uniform(0.5, 4) * HOUR)
    return notice_fields(kind, [Volume(_circle(random), _band(random, kind), _window(start, start + length))])


def narrower(random: Random, fields: dict[str, Any]) -> dict[str, Any]:
    """Return an amendment that surely says no more than before: less room, a shorter time, a leg fewer."""
    made = [_less(random, volume) for volume in volumes_of(fields["volumes"])]
    if random.random() < 0.3 and len(made) > 1:
        made.pop(random.randrange(len(made)))
    return _with(fields, made)


def wider(random: Random, fields: dict[str, Any]) -> dict[str, Any]:
    """Return an amendment that says more: more room, a longer time, or (where there are legs already) another place."""
    made = list(volumes_of(fields["volumes"]))
    at, chance = random.randrange(len(made)), random.random() if len(made) > 1 else random.random() * 0.6
    if chance < 0.4:
        made[at] = Volume(_grown(made[at].area, random.randrange(10_000, 300_000)), made[at].band, made[at].window)
    elif (start := made[at].window.start) is not None and (end := made[at].window.end) is not None and chance < 0.7:
        longer = _window(start, end + random.randrange(5, 90) * MINUTE)
        made[at] = Volume(made[at].area, made[at].band, longer)
    elif chance < 0.7:
        made[at] = Volume(_grown(made[at].area, 50_000), made[at].band, made[at].window)
    else:
        made.append(Volume(_circle(random), made[at].band, made[at].window))
    return _with(fields, made)


def moved(fields: dict[str, Any], ms: int) -> dict[str, Any]:
    """Return the same at another time."""
    made = [Volume(one.area, one.band, shifted(one.window, ms)) for one in volumes_of(fields["volumes"])]
    return _with(fields, made)


def reviewed(fields: dict[str, Any], review_by: int) -> dict[str, Any]:
    """Return the same, to be reviewed by another date."""
    return {**fields, "review_by": review_by}


def _with(fields: dict[str, Any], volumes: list[Volume]) -> dict[str, Any]:
    rest = {name: value for name, value in fields.items() if name not in {"activity", "volumes"}}
    return notice_fields(fields["activity"], volumes, **rest)


def _standing(random: Random, now: int) -> dict[str, Any]:
    kind = random.choice(STANDING)
    review = now + int(random.uniform(2, 30) * HOUR) if random.random() < 0.7 else None
    return notice_fields(kind, [Volume(_circle(random), _SURFACE, Window(None, None))], review_by=review)


def _route(random: Random, start: int) -> list[Volume]:
    """Return a flight, a volume for each leg with a window of its own."""
    made, at, time = [], _position(random), start
    band = _band(random, "air")
    for _ in range(random.randrange(1, 5)):
        to, length = _position(random), random.randrange(10, 40) * MINUTE
        made.append(Volume(Corridor((at, to), random.randrange(50_000, 300_000)), band, _window(time, time + length)))
        at, time = to, time + length
    return made


def _position(random: Random) -> Position:
    return Position(_SOUTH + random.randrange(_SIDE_E7), _WEST + random.randrange(_SIDE_E7))


def _circle(random: Random) -> Circle:
    return Circle(_position(random), random.randrange(100_000, 900_000))


def _band(random: Random, kind: str) -> Band:
    if kind in {"naval", "humanitarian"}:
        return _SURFACE
    floor = random.randrange(0, 40) * 10_000
    reference = Reference.W84 if random.random() < 0.2 else Reference.AMSL
    ceiling = Level(floor + random.randrange(1, 20) * 10_000, reference)
    return Band(Level(floor, reference) if kind != "live_fire" else None, ceiling)


def _window(start: int, end: int) -> Window:
    return Window(Instant(start), Instant(end))


def _grown(area: Any, cm: int) -> Circle | Corridor:
    match area:
        case Circle():
            return Circle(area.centre, max(1_000, area.radius_cm + cm))
        case Corridor():
            return Corridor(area.line, max(1_000, area.half_width_cm + cm))
        case _:
            raise AssertionError("nobody here draws another shape")


def _less(random: Random, volume: Volume) -> Volume:
    start, end = volume.window
    if start is not None and end is not None and random.random() < 0.5:
        return Volume(volume.area, volume.band, _window(start + (end - start) // 10, end - (end - start) // 10))
    return Volume(_grown(volume.area, -random.randrange(1_000, 20_000)), volume.band, volume.window)
