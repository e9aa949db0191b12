"""Tables of positions: columns by name, positions in any form, and what a table does not say is asked."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchline.errors import InvalidFromPeer
from watchline.interchange import read_table
from watchline.measure.altitude import Band, Ground, Level, Reference
from watchline.measure.area import Circle, Corridor, Polygon
from watchline.measure.position import Position
from watchline.measure.window import Window

CORNERS = (Position(483_000_000, 125_000_000), Position(483_000_000, 126_000_000), Position(484_000_000, 126_000_000))


def read(text, **answers):
    (shape,) = read_table(text.encode(), answers)
    return shape


def refused(text, *words):
    with pytest.raises(InvalidFromPeer) as why:
        read_table(text if isinstance(text, bytes) else text.encode())
    for word in words:
        assert word in str(why.value)


@pytest.mark.parametrize(
    "text",
    [
        "id,shape,lat,lon\nA,polygon,48.3,12.5\nA,polygon,48.3,12.6\nA,polygon,48.4,12.6\n",
        "\ufeffName;Shape;Latitude;Longitude\r\nA;polygon;48,3;12,5\r\nA;;48,3;12,6\r\nA;;48,4;12,6\r\n",
        "id\tshape\tposition\nA\tpolygon\t48°18'N 012°30'E\nA\t\t481800N0123600E\n# the last one\n\nA\t\tN48.4 E12.6\n",
        'lon,lat,shape,id\n12.5,48.3,polygon,A\n"12.6","48.3",,A\n12.6,48.4,,A\n',
    ],
)
def test_columns_are_found_by_name(text):
    shape = read(text)
    assert (shape.name, shape.asks) == ("A", ())
    assert shape.volumes[0].area == Polygon((CORNERS,))


def test_what_is_said_in_the_first_row_of_a_volume_is_said_of_it():
    head = "id,part,shape,lat,lon,reach_m,kind,floor,ceiling,ground_low_m,ground_high_m,doubt_m,from,to\n"
    rows = "R,0,corridor,48.3,12.5,2.5,air,100M AGL,FL100,300,415.5,1,2026-11-22T12:00:00Z,2026-11-22T13:00:00Z\nR,0,,48.3,12.6\nR,1,circle,48.3,12.6,7\n"
    first, second = read(head + rows).volumes
    assert first.area == Corridor(CORNERS[:2], 250)
    assert first.band == Band(Level(10_000, Reference.AGL), Level(100, Reference.FL), Ground(30_000, 41_550), 100)
    assert first.window == Window(1_795_348_800_000, 1_795_352_400_000)
    assert second.area == Circle(CORNERS[1], 700)


def test_grid_references_and_rings():
    shape = read("mgrs\n33UUP1485560445\n", reach_m="5")
    assert shape.volumes[0].area.centre == Position(483_699_996, 125_000_005)
    rows = [("0", at) for at in ("0,0", "0,9", "9,9")] + [("1", at) for at in ("2,5", "2,6", "3,6")]
    text = "shape,ring,lat,lon\n" + "".join(f"polygon,{ring},{at}\n" for ring, at in rows)
    assert [len(ring) for ring in read(text).volumes[0].area.rings] == [3, 3]


def test_two_plain_numbers_without_names_are_asked():
    text = "48.3 12.5\n48.3 12.6\n48.4 12.6\n"
    assert [question.code for question in read(text).asks] == ["columns", "shape"]
    assert read(text, columns="lat-lon", shape="polygon").volumes[0].area == Polygon((CORNERS,))
    turned = "12.5;48.3\n12.6;48.3\n12.6;48.4\n"
    assert read(turned, columns="lon-lat", shape="polygon").volumes[0].area == Polygon((CORNERS,))
    corridor = read(text, columns="lat-lon", shape="corridor")
    assert [question.code for question in corridor.asks] == ["reach_m"]
    assert read("48.3N 12.5E\n48.3N 12.6E\n", reach_m="1").volumes[0].area == Corridor(CORNERS[:2], 100)


def test_a_height_above_nothing_is_asked():
    text = "lat,lon,reach_m,ceiling\n48.3,12.5,1,500M\n"
    assert [question.code for question in read(text).asks] == ["ceiling"]
    assert read(text, ceiling="AMSL").volumes[0].band == Band(None, Level(50_000, Reference.AMSL))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ["no row"]),
        (b"\xff", ["UTF-8"]),
        ("id,lat\nA,3\n", ["no column is position"]),
        ("lat,lon,lat\n1,2,3\n", ["two columns are lat"]),
        ("lat,lon\n48.3\n", ["row 2", "no position"]),
        ("lat,lon\n1,2\nNaN,2\n", ["row 3", "not a position"]),
        ("lat,lon\n1e308,2\n", ["not a position"]),
        ("lat,lon,shape\n1,2,blob\n", ["circle, corridor or polygon"]),
        ("lat,lon,shape\n1,2,circle\n1,2,\n", ["one position"]),
        ("lat,lon,shape,reach_m\n1,2,corridor,1\n1,2,,\n", ["no length"]),
        ("lat,lon,reach_m,doubt_m\n1,2,1,-4\n", ["doubt_m is 0 to"]),
        ("lat,lon,reach_m,ground_low_m\n1,2,1,4\n", ["lowest and its highest"]),
        ("lat,lon,reach_m,from\n1,2,1,tomorrow\n", ["2026-11-22T15:30:00Z"]),
        ("lat,lon,reach_m,floor,ceiling\n1,2,1,FL200,FL100\n", ["exchange"]),
        ('lat,lon\n"1,2\n', ["table"]),
        ("x" * 17_000_000, ["bytes"]),
    ],
)
def test_what_is_refused(text, words):
    refused(text, *words)


@given(
    st.lists(
        st.lists(st.text(st.sampled_from('0123456789.,;"NSEW latonmgrsid\n\t-#'), max_size=9), max_size=5), max_size=6
    )
)
def test_garbage_is_read_asked_or_refused(rows):
    with contextlib.suppress(InvalidFromPeer):
        read_table("\n".join(",".join(row) for row in rows).encode())
