"""``watchline conflict check``: cases of the airspace world as our own, each on one axis, through the verb itself."""

import json
import re

import pytest

from tests.cli.nodes import run
from tools.tree import ROOT

CASES = json.loads((ROOT / "tests" / "cli" / "conflict_cases.json").read_text(encoding="utf-8"))
JSON_PAGE = (ROOT / "docs" / "reference" / "json.md").read_text(encoding="utf-8")
CIRCLE = {
    "type": "Feature",
    "properties": {"id": "A", "radius_m": 100},
    "geometry": {"type": "Point", "coordinates": [0, 0]},
}


def collection(features):
    return json.dumps({"type": "FeatureCollection", "features": features})


@pytest.fixture
def check(tmp_path):
    """Run the verb on two lists of features."""

    def checked(notices, query, *more, separation="5000m,300m,15min", exit_code=0):
        for name, features in (("notices", notices), ("query", query)):
            text = features if isinstance(features, str) else collection(features)
            (tmp_path / f"{name}.geojson").write_text(text, encoding="utf-8")
        files = ["--notices", tmp_path / "notices.geojson", "--query", tmp_path / "query.geojson"]
        return run("conflict", "check", *files, "--separation", separation, *more, exit_code=exit_code)

    return checked


def lines(result):
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_case_of_the_airspace_world(check, case):
    asked = {"separation": case["separation"]}
    if "refused" in case:
        assert case["refused"] in check(case["notices"], case["query"], "--json", exit_code=1, **asked).stderr
        return
    answers = {
        (item["query"], item["notice"]): item
        for item in lines(check(case["notices"], case["query"], "--json", **asked))
    }
    notices, queries = ({one["properties"]["id"] for one in case[name]} for name in ("notices", "query"))
    assert len(answers) == len(notices) * len(queries), "a line for each pair"
    within = case.get("lateral_within_m", 0.0006)
    for wanted in case["expect"]:
        found = answers[wanted["query"], wanted["notice"]]
        assert found["verdict"] == wanted["verdict"], found
        assert found["lateral_m"] == pytest.approx(wanted.get("lateral_m", found["lateral_m"]), abs=within)
        for name in ("vertical_m", "time_s", "altitude_usable"):
            assert found[name] == wanted.get(name, found[name])
        margin = wanted.get("margin_lateral_m", found["margins"]["lateral_m"])
        assert found["margins"]["lateral_m"] == pytest.approx(margin, abs=within)
    # By way of the index the same pairs are found, and nothing that is clear.
    near = [item for item in answers.values() if item["verdict"] != "CLEAR"]
    assert lines(check(case["notices"], case["query"], "--json", "--found", **asked)) == near


def test_margins_are_what_is_left_and_every_key_is_documented(check):
    (found,) = lines(check([CIRCLE], [CIRCLE | {"properties": {"id": "B", "radius_m": 0}}], "--json"))
    assert found["margins"] == {"lateral_m": -5000.0, "vertical_m": -300.0, "time_s": -900.0}
    assert found["nearest"] == {"query": {"lat": 0.0, "lon": 0.0}, "notice": {"lat": 0.0, "lon": 0.0}}
    page = re.search(r"## conflict check\n(.*?)(?:^## |\Z)", JSON_PAGE, re.DOTALL | re.MULTILINE)[1]
    keys = {key for value in (found, *(item for item in found.values() if isinstance(item, dict))) for key in value}
    assert keys <= set(re.findall(r"`([a-z_]+)`", page))


def test_no_separation_shows_the_gaps_and_judges_nothing(check):
    (found,) = lines(check([CIRCLE], [CIRCLE], "--json", separation="none"))
    assert (found["verdict"], found["margins"]) == ("PROXIMITY", None)
    check([CIRCLE], [CIRCLE], "--found", separation="none", exit_code=2)


def test_in_words_the_gaps_have_two_units_and_a_note_says_how_lines_were_read(check):
    square = {"type": "Polygon", "coordinates": [[[10, 50], [10.2, 50], [10.2, 50.1], [10, 50.1], [10, 50]]]}
    polygon = {"type": "Feature", "properties": {"id": "P", "ceiling": {"value": 1000, "unit": "ft", "reference": "AMSL"}}, "geometry": square}  # fmt: skip
    circle = {"type": "Feature", "properties": {"id": "C", "radius_m": 5, "floor": {"value": 2000, "unit": "ft", "reference": "AMSL"}}, "geometry": {"type": "Point", "coordinates": [10.3, 50.05]}}  # fmt: skip
    result = check([polygon], [circle])
    assert "304.80 m (1,000 ft)" in result.stdout
    assert " NM)" in result.stdout
    assert "P: Its edges are straight in longitude and latitude" in result.stderr


def test_a_file_against_itself_holds_no_activity_against_itself(tmp_path):
    path = tmp_path / "all.geojson"
    path.write_text(collection([CIRCLE, CIRCLE | {"properties": {"id": "B", "radius_m": 0}}]), encoding="utf-8")
    for more in ([], ["--found"]):
        found = lines(
            run("conflict", "check", "--notices", path, "--query", path, "--separation", "1m,1m,1s", "--json", *more)
        )
        assert [(item["query"], item["notice"]) for item in found] == [("A", "B"), ("B", "A")]


def test_a_question_stops_and_an_answer_goes_on(check):
    wide = {"type": "LineString", "coordinates": [[100, 0], [-100, 0]]}
    notice = {"type": "Feature", "properties": {"id": "W", "half_width_m": 50}, "geometry": wide}
    asked = check([notice], [CIRCLE], "--json", exit_code=1)
    assert "antimeridian=across" in asked.stderr
    for answer in ("antimeridian=across", "W:antimeridian=across"):
        (found,) = lines(check([notice], [CIRCLE], "--json", "--answer", answer))
        assert found["verdict"] == "CLEAR"
    check([notice], [CIRCLE], "--answer", "antimeridian=maybe", exit_code=1)
    check([notice], [CIRCLE], "--answer", "antimeridian", exit_code=2)


def test_an_exchanged_query_is_asked_against_the_notices(check):
    notices = [{"type": "Feature", "properties": {"radius_m": 9}, "geometry": {"type": "Point", "coordinates": [12 + n, 48]}} for n in range(3)]  # fmt: skip
    query = {"type": "Feature", "properties": {"radius_m": 9}, "geometry": {"type": "Point", "coordinates": [48, 13]}}
    assert "order=exchanged" in check(notices, [query], exit_code=1).stderr
    found = lines(check(notices, [query], "--json", "--answer", "order=exchanged"))
    assert [item["lateral_m"] for item in found][1] == 0.0


@pytest.mark.parametrize("separation", ["5000m", "5000,300,15", "-1m,0m,0s", "nanm,1m,1s", "1m,1m,1day"])
def test_a_separation_that_is_none_is_a_fault_of_usage(check, separation):
    check([CIRCLE], [CIRCLE], separation=separation, exit_code=2)


@pytest.mark.parametrize(
    ("geometry", "words"),
    [
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}, "B: a ring crosses or touches itself"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]], [[5, 5], [6, 5], [6, 6], [5, 5]]]}, "B: a hole lies outside"),
        ({"type": "Polygon", "coordinates": [[[-80, -70], [80, -70], [80, 70], [-80, 70], [-80, -70]]]}, "B: a polygon reaches more than 5,000 km"),
        ({"type": "Polygon", "coordinates": [[[n / 1000, (n % 2) / 10] for n in range(10_000)]]}, "positions"),
        ({"type": "LineString", "coordinates": [[0, 0], [0, 0]]}, "no length"),
    ],
)  # fmt: skip
def test_what_cannot_be_measured_is_named(check, geometry, words):
    bad = {"type": "Feature", "properties": {"id": "B", "half_width_m": 1}, "geometry": geometry}
    said = check([bad], [CIRCLE], exit_code=1).stderr
    assert words in said
    assert "notices.geojson" in said


def test_nearly_antipodal_edges_are_walked_in_degrees_and_refused_as_geodesics(check):
    line = {"type": "LineString", "coordinates": [[-89.9, 0.1], [90, -0.05]]}
    feature = {"type": "Feature", "properties": {"id": "B", "half_width_m": 1}, "geometry": line}
    (found,) = lines(check([feature], [CIRCLE], "--json"))
    assert found["lateral_m"] < 6_000
    geodesic = feature | {"properties": feature["properties"] | {"edges": "geodesic"}}
    assert "longer than 2,000 km" in check([geodesic], [CIRCLE], exit_code=1).stderr


def test_a_file_that_is_missing_is_said(tmp_path):
    result = run("conflict", "check", "--notices", tmp_path / "a", "--query", tmp_path / "b", "--separation", "1m,1m,1s", exit_code=1)  # fmt: skip
    assert "cannot be read" in result.stderr
