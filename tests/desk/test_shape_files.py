"""A file of shapes at the desk: understood in words, asked about, and never written."""

import msgspec

from watchline.desk.app import ROUTES
from watchline.record.volumes import volume_of

ROUTE = next(route for route in ROUTES if route.name == "shapes")
NOTAM = """A1234/26 NOTAMN
Q) EDMM/QWMLW/IV/BO/W/000/100/4820N01234E005
A) EDMM B) 2611221200 C) 2611221800
E) GUN FIRING WI 2NM RADIUS OF 482000N0123400E.
F) SFC G) 5000FT
"""


def test_a_notam_is_asked_about_and_answered(second):
    entries = second.get("/entries", params={"limit": 1}).json()["entries"]
    asked = second.post("/shapes", json={"format": "notam", "text": NOTAM})
    assert asked.status_code == 200, asked.text
    assert msgspec.to_builtins(msgspec.convert(asked.json(), ROUTE.answer)) == asked.json()
    (shape,) = asked.json()["shapes"]
    assert [question["code"] for question in shape["asks"]] == ["item-G"]
    settled = second.post("/shapes", json={"format": "notam", "text": NOTAM, "answers": {"item-G": "AMSL"}}).json()
    (shape,) = settled["shapes"]
    assert shape["asks"] == []
    assert volume_of(shape["volumes"][0]).band.ceiling == (152_400, "AMSL")
    assert '"radius_m":3704' in settled["geojson"]
    assert second.get("/entries", params={"limit": 1}).json()["entries"] == entries


def test_what_cannot_be_read_is_refused_in_words(second):
    found = second.post("/shapes", json={"format": "kml", "text": "<!DOCTYPE kml><kml/>"})
    assert found.status_code == 409
    assert "document type" in found.json()["error"]["what"]
    assert second.post("/shapes", json={"format": "doc", "text": ""}).status_code == 400
    assert second.post("/shapes", json={"format": "kml", "text": "x" * 65_000 + " " * 999}).status_code == 413
