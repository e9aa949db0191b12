"""What is written is read back to the same integers, wherever on the earth it lies."""

import pytest
from hypothesis import given, settings

from tests.interchange.shapes import shapes
from watchline.interchange import (
    Shape,
    read_cot,
    read_geojson,
    read_kml,
    read_table,
    settled,
    write_cot,
    write_geojson,
    write_kml,
    write_table,
)
from watchline.measure.altitude import Band, Level, Reference
from watchline.measure.area import Circle, Corridor, Polygon
from watchline.measure.position import Position
from watchline.measure.volume import Volume
from watchline.measure.window import Window

NOW = 1_795_348_800_000


def plain(found):
    return [(shape.name, shape.kind, shape.volumes) for shape in settled(found)]


@settings(max_examples=20)
@given(shapes())
def test_geojson_comes_back(made):
    # Shapes here lie all over the earth, so where they are expected is not known.
    answers = {"order": "as-written"}
    assert plain(read_geojson(write_geojson(made), answers)) == plain(made)


@settings(max_examples=20)
@given(shapes())
def test_a_table_comes_back(made):
    assert plain(read_table(write_table(made))) == plain(made)


@settings(max_examples=20)
@given(shapes(plain=True))
def test_kml_comes_back_part_by_part(made):
    found = settled(read_kml(write_kml(made)))
    assert [(shape.kind, volume) for shape in found for volume in shape.volumes] == [
        (shape.kind, volume) for shape in made for volume in shape.volumes
    ]


@settings(max_examples=20)
@given(shapes(plain=True))
def test_an_event_keeps_where_and_when(made):
    found = read_cot(write_cot(made, NOW), {"end": "stale", "half_width_m": "1", "radius_m": "1"})
    pairs = zip((volume for shape in made for volume in shape.volumes), found, strict=True)
    for volume, shape in pairs:
        (read,) = shape.volumes
        match volume.area:
            case Circle() | Polygon():
                assert read.area == volume.area
            case Corridor():
                # Its width has no place in an event: it is asked.
                assert read.area.line == volume.area.line
        if None not in volume.window and volume.window.end >= NOW:
            assert read.window == volume.window


def test_heights_above_the_ellipsoid_are_the_ones_that_an_event_knows():
    area = Circle(Position(1, 2), 300)
    band = Band(Level(10_050, Reference.W84), Level(20_000, Reference.W84))
    shape = Shape("A", "", (Volume(area, band, Window(NOW, NOW + 1)),))
    (found,) = read_cot(write_cot([shape], NOW), {"end": "stale"})
    assert found.volumes == shape.volumes


def test_holes_and_other_heights_stand_in_the_remarks():
    ring, hole = [tuple(Position(n * 100_000, m * 100_000) for n, m in square) for square in (((0, 0), (0, 9), (9, 9), (9, 0)), ((2, 2), (2, 3), (3, 3), (3, 2)))]  # fmt: skip
    shape = Shape(
        "A<&>\x00", "", (Volume(Polygon((ring, hole)), Band(None, Level(100, Reference.FL)), Window(None, None)),)
    )
    text = write_cot([shape], NOW).decode()
    assert "1 hole not drawn" in text
    assert "FL 100" in text
    assert "A&lt;&amp;&gt;" in text
    assert plain(read_kml(write_kml([shape])))[0][2] == shape.volumes


@pytest.mark.parametrize("write", [write_geojson, write_kml, write_table, lambda made: write_cot(made, NOW)])
def test_a_time_beyond_all_calendars_is_refused(write):
    shape = Shape("A", "", (Volume(Circle(Position(0, 0), 1), Band(), Window(2**53 - 1, None)),))
    with pytest.raises(ValueError, match="beyond the years"):
        write([shape])
