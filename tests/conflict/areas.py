"""Areas for tests: where the earth is awkward, and strategies around these places."""

import math

from geographiclib.geodesic import Geodesic
from hypothesis import strategies as st

from watchline.conflict import Activity, Minima, Table, place
from watchline.measure.altitude import Band, Level, Reference
from watchline.measure.area import Circle, Corridor, Polygon
from watchline.measure.position import Position
from watchline.measure.volume import Volume
from watchline.measure.window import Window

PLACES = {
    "equator": (0.0, 10.0),
    "middle latitude": (50.0, 20.0),
    "high south": (-70.0, -120.0),
    "north pole": (89.95, 77.0),
    "at the north pole": (90.0, 0.0),
    "south pole": (-89.999, -179.0),
    "antimeridian": (65.0, 179.99),
    "Greenwich": (51.0, 0.0),
    "equator and antimeridian": (0.001, -179.999),
}


def at(lat, lon):
    """Return the position nearest to degrees."""
    lon_e7 = (round(lon * 1e7) + 1_800_000_000) % 3_600_000_000 - 1_800_000_000
    return Position(max(-900_000_000, min(900_000_000, round(lat * 1e7))), lon_e7)


def away(lat, lon, azimuth, metres):
    """Return (lat, lon) in degrees so far away."""
    found = Geodesic.WGS84.Direct(lat, lon, azimuth, metres)
    return found["lat2"], found["lon2"]


def star(centre, metres, shares, turn=0.0):
    """Return a simple polygon around a centre: one corner for each share of the radius."""
    step = 360 / len(shares)
    return Polygon((tuple(at(*away(*centre, turn + step * n, metres * share)) for n, share in enumerate(shares)),))


@st.composite
def areas(draw, centre, far=60_000.0, size=60_000.0):
    """Return an area of some kind not farther from a place than ``far``."""
    centre = away(*centre, draw(st.floats(0, 360)), draw(st.floats(0, 1)) * far)
    metres = math.exp(draw(st.floats(math.log(50.0), math.log(size))))
    match draw(st.sampled_from(["circle", "corridor", "polygon", "polygon"])):
        case "circle":
            return Circle(at(*centre), int(metres * 100))
        case "corridor":
            line, where, heading = [at(*centre)], centre, draw(st.floats(0, 360))
            for _ in range(draw(st.integers(1, 3))):
                heading += draw(st.floats(-60, 60))
                where = away(*where, heading, metres)
                line.append(at(*where))
            return Corridor(tuple(line), draw(st.integers(0, int(metres * 10))))
    shares = draw(st.lists(st.floats(0.4, 1.0), min_size=3, max_size=7))
    return star(centre, metres, shares, draw(st.floats(0, 360)))


@st.composite
def pairs(draw, size=60_000.0):
    """Return two areas at an awkward place."""
    centre = PLACES[draw(st.sampled_from(sorted(PLACES)))]
    return draw(areas(centre, size=size)), draw(areas(centre, size=size))


def band(floor_m=None, ceiling_m=None, reference=Reference.AMSL, **more):
    floor = None if floor_m is None else Level(round(floor_m * 100), reference)
    ceiling = None if ceiling_m is None else Level(round(ceiling_m * 100), reference)
    return Band(floor, ceiling, **more)


def flight(floor, ceiling):
    return Band(Level(floor, Reference.FL), Level(ceiling, Reference.FL))


MINUTE = 60_000
MINIMA = Minima(500_000, 30_000, 15 * MINUTE)
"""5 km, 300 m, 15 min."""
TABLE = Table({"air": MINIMA, "fire": Minima(1_000_000, 60_000, 0)})


def placed(area, height=None, window=(0, 60 * MINUTE), ref="A", kind="air"):
    volume = Volume(area, height or Band(), Window(*window))
    return place(Activity(ref, kind, (volume,)))
