"""What crosses the antimeridian is cut there for programs that draw, and is read back as it was."""

import json
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from watchline.conflict import Activity, place
from watchline.interchange import Shape, read_geojson, write_geojson
from watchline.interchange.antimeridian import EDGE, cut_line, cut_rings
from watchline.measure.altitude import Band
from watchline.measure.area import Circle, Corridor, Polygon
from watchline.measure.position import Position
from watchline.measure.volume import Volume
from watchline.measure.window import Window

OPEN = Window(None, None)


def at(lat, lon):
    return Position(round(lat * 1e7), (round(lon * 1e7) + EDGE) % (2 * EDGE) - EDGE)


def ring(*pairs):
    return tuple(at(*pair) for pair in pairs)


def shape(area):
    return Shape("A", "air", (Volume(area, Band(), OPEN),))


def feature(area):
    (found,) = json.loads(write_geojson([shape(area)]))["features"]
    return found


def outlines(area):
    """The polygons of an area on the plate, in degrees, each ring as (lon, lat) pairs."""
    geometry = feature(area)["geometry"]
    return geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]


def inside(lon, lat, polygons):
    def odd(ring):
        return sum(
            (lat1 > lat) != (lat2 > lat) and lon < (lon2 - lon1) * (lat - lat1) / (lat2 - lat1) + lon1
            for (lon1, lat1), (lon2, lat2) in pairwise(ring)
        ) % 2  # fmt: skip

    return any(odd(rings[0]) and not any(map(odd, rings[1:])) for rings in polygons)


def turns(ring):
    return sum(lon1 * lat2 - lon2 * lat1 for (lon1, lat1), (lon2, lat2) in pairwise(ring)) > 0


SQUARE = ring((10, 179), (10, -179), (12, -179), (12, 179))


def test_a_square_becomes_two_and_a_corridor_two_lines():
    found = feature(Polygon((SQUARE,)))
    assert found["geometry"]["type"] == "MultiPolygon"
    west, east = found["geometry"]["coordinates"]
    assert {lon for lon, _ in west[0]} | {lon for lon, _ in east[0]} == {-180, -179, 179, 180}
    # A geodesic between two points of a parallel runs nearer to the pole.
    crossings = sorted(lat for part in (west, east) for lon, lat in part[0] if abs(lon) == 180)
    assert crossings[0] == crossings[1] == pytest.approx(10.0015, abs=0.0005)
    line = feature(Corridor((at(0, 179), at(0, -179)), 100))
    assert line["geometry"] == {"type": "MultiLineString", "coordinates": [[[179, 0], [180, 0]], [[-180, 0], [-179, 0]]]}  # fmt: skip


def test_what_does_not_cross_is_written_as_before():
    area = Polygon((ring((10, 170), (10, 175), (12, 175)),))
    found = feature(area)
    assert found["geometry"]["type"] == "Polygon"
    assert "whole" not in found["properties"]
    assert cut_rings(area.rings) is None
    assert len(cut_line(area.rings[0])) == 1


def test_edges_on_the_antimeridian_leave_no_sliver():
    for rings in ([ring((1, 179), (1, 180), (2, 180), (2, 179))], [ring((1, -180), (1, -179), (2, -179), (2, -180))]):
        made = outlines(Polygon(tuple(rings)))
        assert len(made) == 1
        assert len(made[0][0]) == 5


def test_a_hole_that_crosses_and_one_that_does_not():
    outer = ring((0, 170), (0, -170), (20, -170), (20, 170))
    crossing = ring((8, 178), (8, -178), (12, -178), (12, 178))
    beside = ring((8, 171), (8, 173), (12, 173), (12, 171))
    made = outlines(Polygon((outer, crossing, beside)))
    for lon, lat, held in ((179, 10, 0), (-179, 10, 0), (172, 10, 0), (176, 10, 1), (-176, 10, 1), (172, 15, 1), (179.9, 1, 1), (0, 10, 0)):  # fmt: skip
        assert inside(lon, lat, made) == bool(held), (lon, lat)
    assert sum(map(len, made)) == len(made) + 1
    assert all(turns(rings[0]) and not any(map(turns, rings[1:])) for rings in made)


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("way", [1, -1])
def test_a_cap_around_a_pole_runs_along_the_border_of_the_plate(sign, way):
    cap = Polygon((ring(*((sign * (80 + lon % 7), lon) for lon in range(-175, 180, 10)))[::way],))
    made = outlines(cap)
    assert len(made) == 1
    assert {(lon, lat) for lon, lat in made[0][0] if abs(lat) == 90} == {(180, 90 * sign), (-180, 90 * sign)}
    for lon in (-179, -100, 0, 100, 179):
        assert inside(lon, 89.9 * sign, made)
        assert not inside(lon, 70 * sign, made)


@pytest.mark.parametrize("sign", [1, -1])
def test_a_cap_whose_border_goes_back_and_forth(sign):
    border = [(78, lon) for lon in range(-165, 180, 10)] + [(78, 186), (80, 174), (82, 186)]
    made = outlines(Polygon((ring(*((sign * lat, lon) for lat, lon in border)),)))
    for lon, lat, held in ((0, 85, 1), (0, 70, 0), (179.9, 79, 1), (-179.9, 79, 1), (-177, 80, 0), (179.9, 80.7, 0), (-179.9, 81.5, 1), (179.9, 85, 1)):  # fmt: skip
        assert inside(lon, sign * lat, made) == bool(held), (lon, lat)


def test_a_corner_at_the_pole_and_an_edge_over_it():
    corner = outlines(Polygon((ring((90, 0), (80, 170), (80, -170)),)))
    assert inside(179, 85, corner)
    assert inside(-179, 85, corner)
    assert not inside(0, 85, corner)
    over = outlines(Polygon((ring((85, 90), (85, -90), (80, -150), (80, 150)),)))
    assert inside(180 - 1e-6, 87, over)
    assert not inside(0, 87, over)


def test_crossing_back_and_forth_gives_a_piece_for_each():
    comb = ring((0, 179), (0, -178), (2, -178), (2, 179.5), (4, 179.5), (4, -178), (6, -178), (6, 179))
    made = outlines(Polygon((comb,)))
    assert len(made) == 3
    assert inside(-179, 1, made)
    assert not inside(-179, 3, made)
    assert inside(-179, 5, made)
    assert inside(179.2, 3, made)


@given(
    st.lists(st.floats(0.1, 4.0), min_size=3, max_size=9),
    st.floats(-60.0, 60.0),
    st.floats(174.0, 186.0),
    st.booleans(),
)
def test_what_is_cut_is_read_back_as_it_was(reaches, lat, lon, turned):
    """Star polygons around a point near the antimeridian, to any side of it."""
    import cmath

    spots = [cmath.rect(reach, 6.283 * number / len(reaches)) for number, reach in enumerate(reaches)]
    drawn = ring(*((lat + spot.imag, lon + spot.real) for spot in spots))
    area = Polygon((drawn[::-1] if turned else drawn,))
    assume(len(set(drawn)) == len(drawn))
    try:
        place(Activity("A", "air", (Volume(area, Band(), OPEN),)))
    except ValueError:
        assume(False)
    text = write_geojson([shape(area)])
    (back,) = read_geojson(text)
    assert back.volumes[0].area == area
    for polygon in outlines(area):
        for part in polygon:
            assert part[0] == part[-1]
            assert all(abs(one[0] - other[0]) <= 180 for one, other in pairwise(part))
    if cut_rings(area.rings) is None:
        return
    assert any("before the cut" in note for note in back.notes)
    # On a plate whose seam is at Greenwich the same outline is not cut.
    polygons, uncut = outlines(area), [[[(x % 360, y) for x, y in feature(area)["properties"]["whole"][0]]]]
    for x in range(165, 196, 2):
        for y in (lat - 4, lat - 0.3, lat + 4):
            near = inside(x - 0.15, y - 0.15, uncut), inside(x + 0.15, y + 0.15, uncut)
            if near == (inside(x, y, uncut),) * 2:  # else within the sagitta of an edge, perhaps
                assert inside((x + 180) % 360 - 180, y, polygons) == near[0]


def test_a_geometry_that_was_changed_is_what_counts():
    found = feature(Polygon((SQUARE,)))
    found["geometry"]["coordinates"][0][0][0][1] += 0.5
    found["geometry"]["coordinates"][0][0][-1][1] += 0.5
    (back,) = read_geojson(json.dumps(found).encode())
    assert len(back.volumes) == 2
    assert any("not used" in note for note in back.notes)
    for wrong in (1, "x", [], [[]], [[[1, 2]]], {"a": 1}):
        found["properties"]["whole"] = wrong
        (back,) = read_geojson(json.dumps(found).encode())
        assert any("not used" in note for note in back.notes)


def test_a_corridor_and_a_circle_are_read_back_as_they_were():
    for area in (
        Corridor(ring((10, 179), (20, -179), (30, 179)), 5),
        Corridor(ring((89, 10), (90, 0), (89, 190)), 5),
        Circle(at(0, 180), 100),
    ):
        (back,) = read_geojson(write_geojson([shape(area)]))
        assert back.volumes[0].area == area
