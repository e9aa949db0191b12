"""Lines straight in degrees against the geodesics that stand for them, measured by GeographicLib."""

import math
from itertools import pairwise

import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import given
from hypothesis import strategies as st

from watchline.interchange.dividing import divided, share_of_earth, without_seam
from watchline.measure.position import E7, Position

EARTH = Geodesic.WGS84


def at(lat, lon):
    return Position(round(lat * E7), round(lon * E7))


def degrees(position):
    return position.lat_e7 / E7, position.lon_e7 / E7


def beside(line, start, end):
    """Return the greatest distance from points of a divided line to the straight line in degrees, in metres."""
    worst = 0.0
    for one, other in pairwise(line):
        edge = EARTH.InverseLine(*degrees(one), *degrees(other))
        for share in (0.25, 0.5, 0.75):
            found = edge.Position(edge.s13 * share)
            worst = max(worst, _to_line(found["lat2"], found["lon2"], start, end))
    return worst


def _to_line(lat, lon, start, end):
    """Return how far a point is from a line on the plate, in metres, by a plane around the point."""
    scale = math.cos(math.radians(lat))
    (y1, x1), (y2, x2) = ((a - lat, ((o - lon + 540) % 360 - 180) * scale) for a, o in (start, end))
    length = math.hypot(x2 - x1, y2 - y1)
    if length == 0:
        return math.hypot(x1, y1) * 111_400
    return abs(x1 * y2 - x2 * y1) / length * 111_700


lats, lons = st.floats(-85, 85), st.floats(-179, 179)


@given(lats, lons, st.floats(-2, 2), st.floats(-2, 2))
def test_a_divided_line_leaves_the_straight_one_by_no_more_than_it_says(lat, lon, dlat, dlon):
    end = (max(-89.0, min(89.0, lat + dlat)), max(-179.9, min(179.9, lon + dlon)))
    found = divided([[at(lat, lon), at(*end)]])
    # 1.2 cm more: positions are whole units of 1.1 cm.
    assert beside(found.lines[0], (lat, lon), end) <= found.beside_cm / 100 + 0.012


def test_a_parallel_of_8_degrees_at_70_would_be_kilometres_away():
    whole = [at(70, 10), at(70, 18)]
    assert beside(whole, (70, 10), (70, 18)) > 5_000
    found = divided([whole])
    assert found.beside_cm == 1
    assert beside(found.lines[0], (70, 10), (70, 18)) <= 0.022
    assert len(found.lines[0]) > 600


@pytest.mark.parametrize("line", [[at(50, 5), at(60, 5)], [at(0, 5), at(0, 15)], [at(90, 5), at(90, 60)]])
def test_meridians_the_equator_and_a_pole_stay_whole(line):
    assert divided([line]).added == 0


@pytest.mark.parametrize("line", [[at(-80, 5), at(80, 5)], [at(0, -60), at(0, 60)], [at(40, -60), at(-40, 60)]])
def test_no_edge_is_longer_than_an_area_may_have(line):
    made = divided([line]).lines[0]
    assert max(EARTH.Inverse(*degrees(one), *degrees(other))["s12"] for one, other in pairwise(made)) < 1_600_000


def test_fewer_positions_are_coarser_and_say_so():
    line = [at(50, 0), at(50, 20)]
    fine, coarse = divided([line], 2_000), divided([line], 200)
    assert (fine.beside_cm, coarse.beside_cm) == (2, 200)
    assert len(coarse.lines[0]) <= 200
    with pytest.raises(ValueError, match="geodesic"):
        divided([line], 20)


@given(lats, lons, st.floats(-2, 2), st.floats(-2, 2))
def test_neighbours_share_their_border_whichever_way_it_is_walked(lat, lon, dlat, dlon):
    one, other = at(lat, lon), at(lat + dlat, max(-180, min(179, lon + dlon)))
    there, back = divided([[one, other]]), divided([[other, one]])
    assert there.lines[0] == back.lines[0][::-1]


def test_what_is_walked_there_and_back_along_the_antimeridian_is_left_out():
    ring = (at(80, -180), at(80, -90), at(80, 0), at(80, 90), at(80, -180), at(90, -180))
    assert set(without_seam(ring)) == {at(80, lon) for lon in (-180, -90, 0, 90)}
    elsewhere = (at(10, 5), at(20, 5), at(10, 5), at(0, 9))
    assert without_seam(elsewhere) == elsewhere


@pytest.mark.parametrize(
    ("ring", "share"),
    [
        ([(0, -180), (0, 180), (90, 180), (90, -180), (0, -180)], 0.5),
        ([(-60, -180), (-60, 180), (90, 180), (90, -180), (-60, -180)], (1 + math.sin(math.radians(60))) / 2),
        ([(0, 0), (0, 90), (90, 90), (90, 0), (0, 0)], 0.125),
        ([(0, 0), (0, 90), (90, 90), (0, 0)], 1 / (4 * math.pi)),
    ],
)
def test_the_part_of_the_earth_that_a_ring_holds(ring, share):
    assert share_of_earth([at(*one) for one in ring]) == pytest.approx(share, abs=1e-9)
