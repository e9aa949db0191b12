"""``watchline shapes``: a file is understood in words, asked about, and written in another format."""

import json
import re

import pytest

from tests.cli.nodes import answer, run
from tools.tree import ROOT
from watchline.record.volumes import volume_fields, volume_of

JSON_PAGE = (ROOT / "docs" / "reference" / "json.md").read_text(encoding="utf-8")
NOTAM = """A1234/26 NOTAMN
Q) EDMM/QWMLW/IV/BO/W/000/100/4820N01234E005
A) EDMM B) 2611221200 C) 2611221800
E) GUN FIRING WI 2NM RADIUS OF 482000N0123400E.
F) SFC G) 5000FT
"""


@pytest.fixture
def notam(tmp_path):
    path = tmp_path / "fire.notam"
    path.write_text(NOTAM, encoding="ascii")
    return path


def test_what_is_understood_and_asked_in_words(notam):
    said = run("shapes", notam).stdout
    assert "A1234/26, live_fire" in said
    assert "Circle of 3,704 m (2.00 NM)" in said
    assert "item-G=AMSL: above mean sea level" in said


def test_every_key_is_documented_and_volumes_are_those_of_a_notice(notam):
    found = answer("shapes", notam)
    page = re.search(r"## shapes\n(.*?)(?:^## |\Z)", JSON_PAGE, re.DOTALL | re.MULTILINE)[1]
    (shape,) = found["shapes"]
    keys = set(found) | set(shape) | set(shape["asks"][0]) | set(shape["asks"][0]["choices"][0])
    assert keys <= set(re.findall(r"`([a-z_]+)`", page))
    (volume,) = answer("shapes", notam, "--answer", "item-G=AMSL")["shapes"][0]["volumes"]
    assert volume == volume_fields(volume_of(volume))
    assert volume["ceiling"] == [152_400, "AMSL"]
    assert volume["area"] == {"circle": [370_400, 483_333_333, 125_666_667]}


@pytest.mark.parametrize("form", ["geojson", "kml", "cot", "csv", "ics"])
def test_one_format_becomes_another(notam, tmp_path, form):
    said = run("shapes", notam, "--to", form, exit_code=1)
    assert "item-G=AGL" in said.stderr
    out = tmp_path / f"out.{form}"
    run("shapes", notam, "--answer", "item-G=AMSL", "--to", form, "--out", out)
    said = run("shapes", notam, "--answer", "A1234/26:item-G=AMSL", "--to", form).stdout
    assert said.splitlines()[:2] == out.read_text(encoding="utf-8").splitlines()[:2]
    run("shapes", notam, "--answer", "item-G=AMSL", "--to", form, "--out", out, exit_code=1)
    if form in {"geojson", "kml", "csv"}:
        wanted = answer("shapes", notam, "--answer", "item-G=AMSL")["shapes"][0]["volumes"]
        assert answer("shapes", out)["shapes"][0]["volumes"] == wanted


def test_the_format_is_that_of_the_name_or_of_the_option(notam, tmp_path):
    plain = tmp_path / "fire"
    plain.write_text(NOTAM, encoding="ascii")
    assert "geojson, kml, cot, notam, csv" in run("shapes", plain, exit_code=1).stderr
    assert run("shapes", plain, "--format", "notam").stdout == run("shapes", notam).stdout
    run("shapes", notam, "--out", plain, exit_code=2)


def test_what_cannot_be_assessed_is_said(tmp_path):
    path = tmp_path / "bow.geojson"
    ring = [[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]
    path.write_text(
        json.dumps({"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}})
    )
    assert "It cannot be assessed: a ring crosses" in run("shapes", path).stdout
    assert "crosses" in answer("shapes", path)["shapes"][0]["unsound"]
