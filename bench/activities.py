"""The load of the conflict measurements: activities around 50 N 20 E in one week, the same ones whenever they are made."""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING

from watchline.conflict import Activity
from watchline.measure.altitude import Band, Level, Reference
from watchline.measure.area import Circle, Corridor, Polygon
from watchline.measure.instant import Instant
from watchline.measure.position import Position
from watchline.measure.volume import Volume
from watchline.measure.window import Window

if TYPE_CHECKING:
    from collections.abc import Iterator

START = 1_790_000_000_000
WEEK_MS = 7 * 86_400_000
_FLOORS_M = ((0, 450, 30), (450, 3_000, 25), (3_000, 8_000, 20), (8_000, 14_000, 15), (0, 0, 10))


def activities(count: int, seed: int = 1, name: str = "N") -> Iterator[Activity]:
    """Yield activities: 60 % around 40 hot spots; half polygons, a quarter corridors, a quarter circles; 0.5 % without an end."""
    dice = random.Random(seed)
    spots = [(dice.uniform(-500e3, 500e3), dice.uniform(-500e3, 500e3)) for _ in range(40)]
    for number in range(count):
        yield Activity(f"{name}-{number:07d}", "air", (_volume(dice, spots),))


def _volume(dice: random.Random, spots: list[tuple[float, float]]) -> Volume:
    if dice.random() < 0.6:
        spot = dice.choice(spots)
        x, y = dice.gauss(spot[0], 40e3), dice.gauss(spot[1], 40e3)
    else:
        x, y = dice.uniform(-500e3, 500e3), dice.uniform(-500e3, 500e3)
    return Volume(_area(dice, x, y), _band(dice), _window(dice))


def _at(x: float, y: float) -> Position:
    lat = 50.0 + y / 111_200.0
    return Position(round(lat * 1e7), round((20.0 + x / (111_320.0 * math.cos(math.radians(lat)))) * 1e7))


def _area(dice: random.Random, x: float, y: float) -> Circle | Corridor | Polygon:
    form = dice.random()
    if form < 0.25:
        return Circle(_at(x, y), dice.randint(50_000, 2_500_000))
    if form < 0.5:
        line = [_at(x, y)]
        heading = dice.uniform(0, 2 * math.pi)
        for _ in range(dice.randint(1, 5)):
            leg = dice.uniform(5e3, 40e3)
            heading += dice.uniform(-0.6, 0.6)
            x, y = x + leg * math.cos(heading), y + leg * math.sin(heading)
            line.append(_at(x, y))
        return Corridor(tuple(line), dice.randint(100_000, 500_000))
    corners, size = dice.randint(4, 16), math.exp(dice.uniform(math.log(500), math.log(25_000)))
    ring = []
    for corner in range(corners):
        angle = 2 * math.pi * (corner + dice.uniform(0.1, 0.9)) / corners
        far = size * dice.uniform(0.5, 1.0)
        ring.append(_at(x + far * math.cos(angle), y + far * math.sin(angle)))
    return Polygon((tuple(ring),))


def _band(dice: random.Random) -> Band:
    low, high, _ = dice.choices(_FLOORS_M, [weight for *_, weight in _FLOORS_M])[0]
    if low == high:
        return Band()
    floor = dice.uniform(low, high)
    ceiling = floor + dice.uniform(100, 1_500)
    return Band(Level(round(floor * 100), Reference.AMSL), Level(round(ceiling * 100), Reference.AMSL))


def _window(dice: random.Random) -> Window:
    start = START + dice.randrange(WEEK_MS)
    if dice.random() < 0.005:
        return Window(Instant(start), None)
    return Window(Instant(start), Instant(start + round(math.exp(dice.uniform(math.log(1800e3), math.log(43200e3))))))
