"""KML and Cursor on Target: what is read and asked; and XML that would do harm is refused before it does."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchline.errors import InvalidFromPeer
from watchline.interchange import read_cot, read_kml
from watchline.interchange.xml_text import DEPTH_MAX, read_xml
from watchline.measure.altitude import Band, Level, Reference
from watchline.measure.area import Circle, Corridor, Polygon
from watchline.measure.position import Position
from watchline.measure.window import Window

RING = "12.5,48.3,0 12.6,48.3,0 12.6,48.4,0 12.5,48.3,0"
CORNERS = (Position(483_000_000, 125_000_000), Position(483_000_000, 126_000_000), Position(484_000_000, 126_000_000))
POLYGON = (
    f"<Polygon><outerBoundaryIs><LinearRing><coordinates>{RING}</coordinates></LinearRing></outerBoundaryIs></Polygon>"
)
NOON = 1_795_348_800_000


def kml(inner, name="<name>A</name>"):
    text = f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder><Placemark>{name}{inner}</Placemark></Folder></Document></kml>'
    return text.encode()


def data(**fields):
    return "<ExtendedData>" + "".join(f'<Data name="{name}"><value>{value}</value></Data>' for name, value in fields.items()) + "</ExtendedData>"  # fmt: skip


def mark(inner, **answers):
    (shape,) = read_kml(kml(inner), answers)
    return shape


def cot(detail="", point='<point lat="48.3" lon="12.5" hae="9999999.0" ce="10" le="9999999"/>', **attributes):
    given = {
        "uid": "A",
        "type": "u-d-f",
        "start": "2026-11-22T12:00:00Z",
        "stale": "2026-11-22T13:00:00Z",
        **attributes,
    }
    written = " ".join(f'{name}="{value}"' for name, value in given.items() if value)
    return f'<event version="2.0" {written}>{point}<detail>{detail}</detail></event>'.encode()


def event(*given, answers=None, **attributes):
    (shape,) = read_cot(cot(*given, **attributes), {"end": "stale", **(answers or {})})
    return shape


def refused(read, text, *words):
    with pytest.raises(InvalidFromPeer) as why:
        read(text)
    for word in words:
        assert word in str(why.value)


def test_a_placemark_with_a_polygon_its_times_and_heights():
    times = "<TimeSpan><begin>2026-11-22T12:00:00Z</begin><end>2026-11-22T13:00:00+00:00</end></TimeSpan>"
    shape = mark(POLYGON + times + data(floor="FL085", ceiling="10000ft AMSL", kind="air"))
    assert (shape.name, shape.kind, shape.asks) == ("A", "air", ())
    (volume,) = shape.volumes
    assert volume.area == Polygon((CORNERS,))
    assert volume.band == Band(Level(85, Reference.FL), Level(304_800, Reference.AMSL))
    assert volume.window == Window(NOON, NOON + 3_600_000)
    assert any("shortest line" in note for note in shape.notes)


def test_lines_points_holes_and_several_shapes():
    line = "<LineString><coordinates>12.5,48.3 12.6,48.3</coordinates></LineString>"
    assert mark(line + data(half_width_m="2.5")).volumes[0].area == Corridor(CORNERS[:2], 250)
    point = "<Point><coordinates>12.5,48.3</coordinates></Point>"
    assert [question.code for question in mark(point).asks] == ["radius_m"]
    assert mark(point, radius_m="3").volumes[0].area == Circle(CORNERS[0], 300)
    hole = "<innerBoundaryIs><LinearRing><coordinates>12.55,48.31 12.59,48.31 12.59,48.33 12.55,48.31</coordinates></LinearRing></innerBoundaryIs>"
    assert len(mark(POLYGON.replace("</Polygon>", f"{hole}</Polygon>")).volumes[0].area.rings) == 2
    both = mark(f"<MultiGeometry>{POLYGON}{line}</MultiGeometry>" + data(half_width_m="2.5"))
    assert [type(volume.area) for volume in both.volumes] == [Polygon, Corridor]
    assert "no heights that bind" in " ".join(both.notes)
    straight = mark(POLYGON + data(edges="lonlat"))
    assert len(straight.volumes[0].area.rings[0]) > 3


def test_a_height_above_nothing_is_asked_and_a_stamp_is_no_span():
    shape = mark(POLYGON + data(ceiling="500M") + "<TimeStamp><when>2026-11-22</when></TimeStamp>")
    assert [question.code for question in shape.asks] == ["ceiling"]
    assert "time stamp" in " ".join(shape.notes)
    assert mark(POLYGON + data(ceiling="500M"), ceiling="AGL").volumes[0].band == Band(
        None, Level(50_000, Reference.AGL)
    )


def test_placemarks_of_one_name_stay_apart():
    two = kml(POLYGON).replace(b"</Folder>", kml(POLYGON).split(b"<Folder>")[1].split(b"</Document>")[0])
    assert [shape.name for shape in read_kml(two)] == ["A", "A #2"]
    assert read_kml(kml(POLYGON, name=""))[0].name == "#1"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"PK\x03\x04", ["KMZ"]),
        (b"<gpx/>", ["not kml"]),
        (kml("<NetworkLink/>"), ["not fetched"]),
        (kml(""), ["0 shapes"]),
        (kml("<Polygon/>"), ["outer boundary"]),
        (kml("<Point><coordinates></coordinates></Point>"), ["no coordinates"]),
        (kml("<Point><coordinates>12.5, 48.3</coordinates></Point>"), ["white space"]),
        (kml("<Point><coordinates>NaN,48</coordinates></Point>"), ["not a number"]),
        (kml("<Point><coordinates>1e308,48</coordinates></Point>"), ["beyond"]),
        (kml("<LineString><coordinates>1,1 1,1</coordinates></LineString>" + data(half_width_m="1")), ["no length"]),
        (kml(POLYGON + data(floor="high")), ["FL085"]),
        (kml(POLYGON + "<TimeSpan><begin>2026</begin></TimeSpan>"), ["2026-11-22T15:30:00Z"]),
        (kml("<Point><coordinates>1,1</coordinates></Point>" + data(radius_m="-1")), ["0 to 500,000"]),
    ],
)
def test_kml_that_is_refused(text, words):
    refused(read_kml, text, *words)


def test_events_with_a_circle_points_or_a_polyline():
    circle = event('<shape><ellipse major="150.5" minor="150.5" angle="360"/></shape>')
    assert circle.volumes[0].area == Circle(CORNERS[0], 15_050)
    assert circle.volumes[0].window == Window(NOON, NOON + 3_600_000)
    links = '<link point="48.3,12.5"/><link point="48.3,12.6,100"/><link point="48.4,12.6"/>'
    assert event(f'{links}<link point="48.3,12.5"/>').volumes[0].area == Polygon((CORNERS,))
    route = event(links)
    assert [question.code for question in route.asks] == ["half_width_m"]
    assert event(links, answers={"half_width_m": "10"}).volumes[0].area == Corridor(CORNERS, 1_000)
    vertices = '<vertex lat="48.3" lon="12.5"/><vertex lat="48.3" lon="12.6"/><vertex lat="48.4" lon="12.6"/>'
    assert event(f'<shape><polyline closed="true">{vertices}</polyline></shape>').volumes[0].area == Polygon((CORNERS,))
    alone = event()
    assert [question.code for question in alone.asks] == ["radius_m"]
    assert "not taken for a radius" in " ".join(alone.notes)


def test_the_end_and_the_height_of_an_event_are_asked():
    ellipse = '<shape><ellipse major="1" minor="1"/></shape>'
    (shape,) = read_cot(cot(ellipse))
    assert [question.code for question in shape.asks] == ["end"]
    assert read_cot(cot(ellipse), {"end": "open"})[0].volumes[0].window == Window(NOON, None)
    assert read_cot(cot(ellipse, stale=None))[0].asks == ()
    tall = f'{ellipse}<height value="100" unit="feet"/>'
    assert [question.code for question in event(tall).asks] == ["height"]
    assert event(tall, answers={"height": "AGL"}).volumes[0].band == Band(None, Level(3_048, Reference.AGL))
    above = event(tall, '<point lat="48.3" lon="12.5" hae="250.5" ce="1" le="1"/>')
    assert above.volumes[0].band == Band(Level(25_050, Reference.W84), Level(28_098, Reference.W84))


def test_several_events_and_their_call_signs():
    (shape,) = read_cot(
        b"<events>" + cot('<contact callsign="EAGLE"/><shape><ellipse major="1" minor="1"/></shape>') + b"</events>"
    )
    assert "EAGLE" in " ".join(shape.notes)
    refused(read_cot, b"<events>" + cot() * 2 + b"</events>", "another event has this uid")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"<events/>", ["no event"]),
        (cot('<shape><ellipse major="2" minor="1"/></shape>'), ["no circle"]),
        (cot('<shape><ellipse major="2"/></shape>'), ["not a number"]),
        (cot(point=""), ["lat and lon"]),
        (cot(point='<point lat="x" lon="1"/>'), ["not a number"]),
        (cot('<link point="48"/>'), ["lat,lon"]),
        (cot(stale="2026-11-22T11:00:00Z").replace(b'uid="A"', b'uid="B"'), []),
        (cot(start="yesterday"), ["start is null or like"]),
    ],
)
def test_events_that_are_refused(text, words):
    refused(lambda given: read_cot(given, {"end": "stale"}), text, *words)


@pytest.mark.parametrize(
    "text",
    [
        b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><kml>&b;</kml>',
        b'<!DOCTYPE kml SYSTEM "file:/nowhere"><kml/>',
        b'<!DOCTYPE kml [<!ENTITY x SYSTEM "http://192.0.2.1/">]><kml>&x;</kml>',
        b"<kml>&unknown;</kml>",
        b"<a>" * (DEPTH_MAX + 1) + b"</a>" * (DEPTH_MAX + 1),
        b"<a>" + b"<b/>" * 200_001 + b"</a>",
        b"<a>" * 100_000,
        b'<?xml version="1.0" encoding="cp4711"?><kml/>',
        b"",
        b"\x00",
        b"<a",
        b"<a></b>",
    ],
)
def test_xml_that_would_do_harm_is_refused(text):
    for read in (read_kml, read_cot):
        refused(read, text)


def test_too_many_elements_are_named():
    refused(read_kml, b"<kml>" + b"<b/>" * 200_001 + b"</kml>", "200,000 elements")


def test_xml_is_bounded_in_size_and_texts_are_not_copied_again_and_again():
    with pytest.raises(InvalidFromPeer, match="bytes"):
        read_xml(b"<a>" + b" " * 100 + b"</a>", 50)
    long = b"x&amp;" * 400_000
    assert len(read_xml(b"<a>" + long + b"</a>", 1 << 24).text) == 800_000


pieces = st.sampled_from(["<Placemark>", "</Placemark>", POLYGON, "<Point>", "</Point>", "<coordinates>1,2</coordinates>", "<TimeSpan>", "&amp;", "1e308", "<", "<MultiGeometry>", data(radius_m="1")])  # fmt: skip


@given(st.lists(pieces, max_size=8))
def test_garbage_in_kml_is_read_asked_or_refused(parts):
    with contextlib.suppress(InvalidFromPeer):
        read_kml(kml("".join(parts)))


parts_of_events = st.sampled_from(['<shape><ellipse major="1" minor="1"/></shape>', '<link point="1,2"/>', '<link point="NaN,2"/>', "<shape>", "</shape>", '<polyline closed="true">', "</polyline>", '<vertex lat="1" lon="2"/>', '<height value="1e308"/>', '<height value="3" unit="m"/>'])  # fmt: skip


@given(st.lists(parts_of_events, max_size=8), st.text(max_size=5))
def test_garbage_in_an_event_is_read_asked_or_refused(parts, uid):
    with contextlib.suppress(InvalidFromPeer):
        read_cot(cot("".join(parts), uid=uid.replace('"', "")))
