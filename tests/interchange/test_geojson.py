"""GeoJSON: what is read, what is asked, and what is refused in words."""

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchline.conflict import Activity, place
from watchline.errors import InvalidFromPeer
from watchline.interchange import read_geojson, settled
from watchline.measure.altitude import Band, Ground, Level, Reference
from watchline.measure.area import Circle, Corridor, Polygon
from watchline.measure.position import Position
from watchline.measure.window import Window

SQUARE = [[10, 0.5], [10.001, 0.5], [10.001, 0.501], [10, 0.501], [10, 0.5]]


def feature(form, coordinates, **properties):
    return {"type": "Feature", "properties": properties, "geometry": {"type": form, "coordinates": coordinates}}


def read(*features, **more):
    return read_geojson(json.dumps({"type": "FeatureCollection", "features": features}).encode(), **more)


def one(form, coordinates, answers=None, **properties):
    (shape,) = read(feature(form, coordinates, **properties), answers=answers)
    return shape


def refused(text, *words):
    with pytest.raises(InvalidFromPeer) as why:
        read_geojson(text if isinstance(text, bytes) else json.dumps(text).encode())
    for word in words:
        assert word in str(why.value)


def test_a_circle_a_corridor_and_a_polygon_are_exact_integers():
    shape = one("Point", [12.3456789012, -45.5], id="A", radius_m=1500.001)
    assert shape.volumes[0].area == Circle(Position(-455_000_000, 123_456_789), 150_001)
    line = one("LineString", [[1, 2], [1, 3]], half_width_m=250)
    assert line.volumes[0].area == Corridor(
        (Position(20_000_000, 10_000_000), Position(30_000_000, 10_000_000)), 25_000
    )
    assert line.name == "#1"
    ring = one("Polygon", [SQUARE], edges="geodesic").volumes[0].area
    assert ring == Polygon((tuple(Position(round(lat * 1e7), round(lon * 1e7)) for lon, lat in SQUARE[:-1]),))


def test_heights_times_ground_and_doubt():
    shape = one(
        "Point",
        [0, 0],
        id=7,
        kind="air",
        radius_m=0,
        floor={"value": 1000, "unit": "ft", "reference": "AMSL"},
        ceiling={"value": 1000.001, "unit": "ft", "reference": "AMSL"},
        ground={"lowest": 10, "highest": 20.5, "unit": "m"},
        doubt_m=30,
        **{"from": "2026-11-22T12:00:00.0009+02:00", "to": "2026-11-22T12:00:00.0001Z"},
    )
    assert (shape.name, shape.kind) == ("7", "air")
    volume = shape.volumes[0]
    assert volume.band == Band(
        Level(30_480, Reference.AMSL), Level(30_481, Reference.AMSL), Ground(1_000, 2_050), 3_000
    )
    assert volume.window == Window(1_795_341_600_000, 1_795_348_800_001)
    flight = one("Point", [0, 0], radius_m=1, floor={"value": 8501, "unit": "ft", "reference": "STD"}, ceiling=None)
    assert flight.volumes[0].band == Band(Level(85, Reference.FL))


def test_null_is_open_and_said_in_words():
    shape = one(
        "Point",
        [0, 0],
        radius_m=1,
        floor=None,
        ceiling=None,
        to=None,
        id=None,
        kind=None,
        edges=None,
        ground=None,
        doubt_m=None,
        part=None,
    )
    assert "from the surface to unlimited; now and before until further notice" in shape.understood[0]


def test_straight_lines_in_degrees_are_divided_with_a_note():
    shape = one("Polygon", [[[10, 50], [11, 50], [11, 51], [10, 51], [10, 50]]])
    ring = shape.volumes[0].area.rings[0]
    assert len(ring) > 200
    assert ring[0] == Position(500_000_000, 100_000_000)
    assert any("positions were put between" in note and "less than 1 cm" in note for note in shape.notes)
    geodesic = one("Polygon", [[[10, 50], [11, 50], [11, 51], [10, 51], [10, 50]]], edges="geodesic")
    assert len(geodesic.volumes[0].area.rings[0]) == 4


def test_holes_stay_holes():
    hole = [[10.0004, 0.5004], [10.0006, 0.5004], [10.0006, 0.5006], [10.0004, 0.5004]]
    area = one("Polygon", [SQUARE, hole]).volumes[0].area
    assert [len(ring) for ring in area.rings] == [4, 3]
    place(Activity("A", "", one("Polygon", [SQUARE, hole]).volumes))


def test_a_shape_cut_at_the_antimeridian_is_two_volumes_of_one_activity():
    shape = one(
        "MultiPolygon", [[[[179, 1], [180, 1], [180, 2], [179, 1]]], [[[-180, 1], [-179, 1], [-180, 2], [-180, 1]]]]
    )
    assert len(shape.volumes) == 2
    place(Activity("A", "", shape.volumes))
    assert shape.asks == ()


def test_an_edge_across_the_antimeridian_is_read_so_and_that_is_said():
    coordinates = [[[179, 1], [-179, 1], [-179, 2], [179, 2], [179, 1]]]
    shape = one("Polygon", coordinates)
    assert shape.asks == ()
    assert any("antimeridian=as-written" in words for words in shape.notes)
    (placed,) = place(Activity("A", "", shape.volumes))
    assert placed.outline.low[0] < -6_350_000
    assert one("Polygon", coordinates, {"antimeridian": "across"}).volumes == shape.volumes
    cut = one(
        "MultiPolygon",
        [
            [[[179, 1], [180, 1], [180, 2], [179, 2], [179, 1]]],
            [[[-180, 1], [-179, 1], [-179, 2], [-180, 2], [-180, 1]]],
        ],
    )
    assert {at for volume in cut.volumes for ring in volume.area.rings for at in ring} >= {
        at for ring in shape.volumes[0].area.rings for at in ring if at.lon_e7 in {1_790_000_000, -1_790_000_000}
    }
    # As it stands: a band around the rest of the earth, which is more than a polygon may be.
    wide = one("Polygon", coordinates, {"#1:antimeridian": "as-written"})
    assert len(wide.volumes[0].area.rings[0]) > 1_000
    with pytest.raises(ValueError, match="divide"):
        place(Activity("A", "", wide.volumes))
    refused({"type": "FeatureCollection", "features": [feature("Polygon", coordinates, edges="curved")]}, "geodesic")


def test_an_edge_that_is_long_both_ways_is_asked():
    coordinates = [[[100, 1], [-100, 1], [-100, 2], [100, 2], [100, 1]]]
    shape = one("Polygon", coordinates)
    assert [question.code for question in shape.asks] == ["antimeridian"]
    with pytest.raises(InvalidFromPeer, match="antimeridian=across"):
        settled([shape])
    assert one("Polygon", coordinates, {"antimeridian": "across"}).asks == ()


def test_longitudes_that_run_on_are_brought_back():
    shape = one("Polygon", [[[179, 1], [181, 1], [181, 2], [179, 2], [179, 1]]])
    assert shape.asks == ()
    assert any("Longitudes beyond 180" in note for note in shape.notes)
    assert shape.volumes == one("Polygon", [[[-181, 1], [-179, 1], [-179, 2], [-181, 2], [-181, 1]]]).volumes


def test_a_cap_around_a_pole_as_the_plate_draws_it():
    shape = one("Polygon", [[[-180, 80], [180, 80], [180, 90], [-180, 90], [-180, 80]]])
    (placed,) = place(Activity("A", "", shape.volumes))
    (pole,) = place(Activity("B", "", one("Point", [0, 90], radius_m=0).volumes))
    assert placed.outline.holds(pole.outline.points[0])


def test_a_ring_around_the_larger_part_of_the_earth_is_refused():
    refused(feature("Polygon", [[[-180, -60], [180, -60], [180, 90], [-180, 90], [-180, -60]]]), "half of the earth")


def test_a_latitude_beyond_a_pole_is_asked_and_exchanged():
    shape = one("Point", [35.0, 139.7], radius_m=100)
    assert [question.code for question in shape.asks] == ["order"]
    assert [choice.answer for choice in shape.asks[0].choices] == ["exchanged"]
    turned = one("Point", [35.0, 139.7], {"order": "exchanged"}, radius_m=100)
    assert turned.volumes[0].area.centre == Position(350_000_000, 1_397_000_000)
    refused(feature("Point", [139.7, 139.7], radius_m=1), "neither number")


def test_one_shape_far_from_all_others_and_near_if_exchanged_is_asked():
    others = [feature("Point", [36.2 + n / 10, 33.5], radius_m=100, id=f"N{n}") for n in range(5)]
    turned = feature("Point", [33.5, 36.3], radius_m=100, id="turned")
    assert all(shape.asks == () for shape in read(*others, turned)), "33.5 N 36.3 E is near either way round"
    far = [feature("Point", [12.5 + n / 10, 48.3], radius_m=100, id=f"N{n}") for n in range(5)]
    shapes = read(*far, feature("Point", [48.3, 12.4], radius_m=100, id="turned"))
    assert [shape.name for shape in shapes if shape.asks] == ["turned"]
    assert {choice.answer for choice in shapes[-1].asks[0].choices} == {"as-written", "exchanged"}
    asked = read(feature("Point", [48.3, 12.4], radius_m=100), near=Position(483_000_000, 124_000_000))
    assert asked[0].asks[0].code == "order"


def test_a_point_without_a_radius_is_asked():
    assert [question.code for question in one("Point", [0, 0]).asks] == ["radius_m"]
    assert one("Point", [0, 0], {"radius_m": "250.5"}).volumes[0].area.radius_cm == 25_050
    with pytest.raises(InvalidFromPeer, match="not a number"):
        one("Point", [0, 0], {"radius_m": "far"})


def test_parts_of_one_activity_stand_under_one_id():
    legs = [feature("LineString", [[n, 0], [n + 1, 0]], id="R", part=n, half_width_m=10) for n in range(3)]
    (shape,) = read(*legs)
    assert len(shape.volumes) == 3
    refused({"type": "FeatureCollection", "features": [legs[0], legs[0]]}, "part")
    refused(
        {"type": "FeatureCollection", "features": [feature("Point", [0, 0], id="A", radius_m=1)] * 2}, "feature 2 (A)"
    )


@pytest.mark.parametrize(
    ("what", "words"),
    [
        (feature("Point", [0, 0], radius_m=-1), ["0 to 500,000 m"]),
        (feature("Point", [0, 0], radius_m=1e308), ["beyond every bound"]),
        (feature("Point", [1e308, 0], radius_m=1), ["beyond every bound"]),
        (feature("Point", [720, 0], radius_m=1), ["not on the earth"]),
        (feature("Point", [0], radius_m=1), ["[longitude, latitude]"]),
        (feature("Point", ["0", "0"], radius_m=1), ["is a number"]),
        (feature("Point", [True, 0], radius_m=1), ["is a number"]),
        (feature("LineString", [[0, 0]], half_width_m=1), ["no length"]),
        (feature("LineString", [[0, 0], [0, 0]], half_width_m=1), ["no length"]),
        (feature("LineString", [], half_width_m=1), ["no position"]),
        (feature("Polygon", []), ["one outer ring"]),
        (feature("Polygon", [[]]), ["no position"]),
        (feature("Polygon", [[[0, 0], [1, 1], [0, 0]]]), ["no area"]),
        (feature("Polygon", [SQUARE] * 65), ["63 holes"]),
        (feature("Polygon", [[[0, 0], [1, 0]] * 20_000]), ["more than 20000 positions"]),
        (feature("Polygon", SQUARE), ["[longitude, latitude]"]),
        (feature("Blob", SQUARE), ["Point, LineString or Polygon"]),
        (feature(["Point"], SQUARE), ["Point, LineString or Polygon"]),
        (feature("Polygon", [SQUARE], edges=["geodesic"]), ["lonlat"]),
        (feature("Point", [0, 0], radius_m=[1]), ["is a number"]),
        ({"type": "FeatureCollection", "crs": {"type": "name", "properties": {"name": [{}]}}, "features": []}, ["WGS 84"]),
        (feature("Point", [0, 0], radius_m=1, floor=300), ["floor is null or an object"]),
        (feature("Point", [0, 0], radius_m=1, floor={"value": 3, "unit": "m", "reference": "QNH"}), ["W84, AMSL, AGL"]),
        (feature("Point", [0, 0], radius_m=1, floor={"value": 3, "unit": "yd", "reference": "AGL"}), ["m, ft, km"]),
        (feature("Point", [0, 0], radius_m=1, floor={"value": -3, "unit": "FL", "reference": "FL"}), ["0 to 1000"]),
        (feature("Point", [0, 0], radius_m=1, ceiling={"value": 3, "unit": "FL", "reference": "AMSL"}), ["standard pressure"]),
        (feature("Point", [0, 0], radius_m=1, **{"from": "2026-11-22 12:00"}), ["2026-11-22T15:30:00Z"]),
        (feature("Point", [0, 0], radius_m=1, **{"from": "2026-11-22T12:00:00"}), ["no zone"]),
        (feature("Point", [0, 0], radius_m=1, **{"from": "2026-02-30T12:00:00Z"}), ["no such moment"]),
        (feature("Point", [0, 0], radius_m=1, **{"from": "2026-06-30T23:59:60Z"}), ["leap second"]),
        (feature("Point", [0, 0], radius_m=1, **{"from": "2026-11-22T12:00:00Z", "to": "2026-11-22T11:00:00Z"}), ["exchange the two times"]),
        (feature("Point", [0, 0], radius_m=1, id=""), ["id is a text"]),
        (feature("Point", [0, 0], radius_m=1, part=1.5), ["whole number"]),
        ({"type": "Feature", "properties": None, "geometry": None}, ["no geometry"]),
        ({"type": "FeatureCollection", "features": None}, ["a list"]),
        ({"type": "FeatureCollection", "crs": {"type": "name", "properties": {"name": "EPSG:3857"}}, "features": []}, ["WGS 84"]),
        ([], ["one object"]),
    ],
)  # fmt: skip
def test_what_is_refused_says_what_to_write(what, words):
    refused(what, *words)


def test_a_name_that_stands_twice_and_depth_are_named():
    refused(b'{"type":"Feature","properties":{"radius_m":1,"radius_m":2},"geometry":null}', "twice")
    refused(b"[" * 33 + b"]" * 33, "nested deeper than 32")


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"type":"Feature","properties":{"radius_m":NaN}}',
        b'{"type":"Feature","properties":{"radius_m":Infinity}}',
        b'{"type":"Feature","type":"Feature"}',
        b'{"a":1e999999999999999999999}',
        b'"' * 500_001,
        b'{"a":"' + b'\\"' * 200_000,
        b'{"type":"Feature","geometry":' * 40 + b"0" + b"}" * 40,
    ],
)
def test_no_hostile_text_takes_long(text):

    refused(text)


numbers = st.one_of(st.floats(), st.integers(-400, 400), st.sampled_from([1e308, -1e-308, 90, 180, -180]))
things = st.recursive(
    st.one_of(st.none(), st.booleans(), numbers, st.text(max_size=9)),
    lambda inner: st.one_of(st.lists(inner, max_size=5), st.dictionaries(st.sampled_from(["type", "id", "value", "unit", "reference", "coordinates", "geometries"]), inner, max_size=4)),
    max_leaves=12,
)  # fmt: skip
positions = st.lists(numbers, min_size=1, max_size=3)


@given(
    st.sampled_from(["Point", "LineString", "Polygon", "MultiPolygon", "MultiPoint", "GeometryCollection"]),
    st.one_of(things, positions, st.lists(positions, max_size=6), st.lists(st.lists(positions, max_size=6), max_size=3)),
    st.dictionaries(st.sampled_from(["id", "radius_m", "half_width_m", "floor", "from", "edges", "part"]), things, max_size=4),
)  # fmt: skip
def test_garbage_is_a_shape_or_refused_in_words(form, coordinates, properties):
    with contextlib.suppress(InvalidFromPeer, ValueError):
        shapes = read_geojson(json.dumps(feature(form, coordinates, **properties)).encode())
        for shape in shapes:
            place(Activity(shape.name, shape.kind, shape.volumes)) if shape.volumes else None


@given(st.binary(max_size=200))
def test_bytes_are_a_shape_or_refused(data):
    with contextlib.suppress(InvalidFromPeer):
        read_geojson(data)
