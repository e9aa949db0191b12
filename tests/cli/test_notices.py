"""Two nodes of this machine: a live-fire area and a flight corridor come too near, both say so with the same numbers, and are separated."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from tests.cli.nodes import CODES, answer, open_pair, run
from tests.cli.test_two_nodes import LISTS, undocumented
from watchline.host.answers import said_by
from watchline.host.notices import NOT_PERMISSION
from watchline.host.reading import open_reading
from watchline.measure import dtg
from watchline.record.kinds import write_body

HOUR, MINUTE = 3_600_000, 60_000
CHARTER = """
third_states = [{ name = "State C", area = ["51, 19", "51, 21", "52, 20"] }]
reference_lines = [{ name = "Line A", points = [[499000000, 195000000], [499000000, 205000000]] }]
separation = [
    { kind = "air", lateral_m = 5000, vertical_m = 300, time_s = 900 },
    { kind = "live_fire", lateral_m = 5000, vertical_m = 300, time_s = 600 },
]
"""
RANGE = ("--kind", "live_fire", "--circle", "50N,20E 5km", "--ceiling", "3000mAMSL", "--name", "Range 5")
FLIGHT = ("--kind", "air", "--corridor", "50.1,19.5 50.1,20.5 2km", "--floor", "2500mAMSL", "--ceiling", "3500mAMSL")


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    with open_pair(tmp_path_factory.mktemp("pair"), CHARTER) as made:
        yield made


def times(start, end):
    return ("--from", dtg(start), "--to", dtg(end))


def refs(pair, code):
    return [item["ref"] for item in answer("notice", pair.dir(code), "list")["notices"]]


def conflicts(pair, code):
    return answer("conflict", pair.dir(code), "list", "--all")["conflicts"]


def agree(pair, verdict, versions):
    """Wait until both nodes have stated this verdict on these versions; return what each of them shows."""

    def found():
        shown = {code: conflicts(pair, code) for code in CODES}
        return all(
            item and len(item[0]["statements"]) == 2
            and all((one["verdict"], one["versions"]) == (verdict, versions) for one in item[0]["statements"].values())
            for item in shown.values()
        ) and shown  # fmt: skip

    pair.until(found, f"the nodes do not both state {verdict}")
    return found()


def test_two_activities_come_too_near_and_are_separated_by_the_suggested_time(pair):
    a, b = (pair.dir(code) for code in CODES)
    start = (answer("clock", a)["now"] // MINUTE + 30 * 60) * MINUTE
    flight = answer("notice", b, "announce", *FLIGHT, *times(start + 50 * MINUTE, start + 90 * MINUTE))
    assert undocumented("notice announce", flight, ("send",)) == []
    pair.until(lambda: flight["ref"] in refs(pair, "XAA"), "the notice does not arrive")
    before = refs(pair, "XAA")
    draft = answer("conflict", a, "what-if", *RANGE[:6], *times(start, start + 53 * MINUTE), "--suggest")
    assert undocumented("conflict what-if", draft) == []
    assert (draft["verdict"], draft["encounters"][0]["with"]) == ("CONFLICT", flight["ref"])
    move = next(item["move"] for item in draft["suggestions"] if item["by"] == "time")
    assert move == -20 * MINUTE
    assert refs(pair, "XAA") == before
    fire = answer("notice", a, "announce", *RANGE, *times(start, start + 53 * MINUTE), "--checked")["ref"]
    shown = agree(pair, "CONFLICT", [1, 1])
    ours, theirs = shown["XAA"][0], shown["XBB"][0]
    assert ours == theirs
    assert ours["differences"] == ours["pending"] == []
    for one in ours["statements"].values():
        assert one["lateral_mm"] == draft["encounters"][0]["lateral_mm"] == 4_242_752
    assert "less than agreed" in run("conflict", b, "show", fire, flight["ref"]).stdout
    for code in CODES:
        assert [alarm for alarm in pair.status(code)["alarms"] if alarm["situation"].startswith("conflict/")]
    assert answer("notice", b, "read", fire)["written"]
    amended = answer("notice", a, "amend", fire, "--shift", f"{move // MINUTE}min")
    assert amended["written"]
    shown = agree(pair, "CLEAR", [2, 1])
    assert shown["XAA"] == shown["XBB"]
    assert shown["XAA"][0]["state"] == "separated"
    assert shown["XAA"][0]["separated_by"] == ["time"]
    listed = answer("conflict", a, "list", "--all")
    assert undocumented("conflict list", listed) == []
    one = answer("conflict", a, "show", fire, flight["ref"])
    assert undocumented("conflict list", one) == []
    assert [item["verdict"] for item in one["history"]][-1] == "CLEAR"
    assert {item["from"] for item in one["history"]} == set(CODES)
    notice = answer("notice", b, "show", fire)
    assert undocumented("notice list", notice) == []
    assert undocumented("notice list", answer("notice", b, "list"), LISTS) == []
    assert notice["recipients"]["XBB"]["state"] == "waiting"  # earlier: the window is another, so it says more
    assert [item["must_read"] for item in notice["versions"]] == [True, True]
    assert notice["reference_lines"][0]["words"] == "6003 m from Line A"
    assert {seen["party"] for seen in notice["versions"][0]["author_had_seen"]} == {"XBB"}
    assert NOT_PERMISSION in run("notice", b, "show", fire).stdout
    assert flight["ref"] in run("conflict", a, "list", "--all").stdout
    assert "Nothing was written" in run("conflict", a, "what-if", "--of", fire, "--suggest").stdout
    there = ("--position", "50,20", "--at", dtg(start), "--altitude", "100mAMSL")
    then = answer("in-force", b, *there)
    assert undocumented("in-force", then) == []
    assert [item["ref"] for item in then["notices"]] == [fire]
    assert not then["notices"][0]["later"]
    assert answer("in-force", b, *there[:2])["notices"] == []
    assert "held it by then" in run("in-force", b, *there).stdout


def test_what_a_form_and_a_calendar_need_is_documented(pair):
    a = pair.dir("XAA")
    assert undocumented("notice planned", answer("notice", a, "planned")) == []
    kinds = answer("notice", a, "kinds")
    assert undocumented("notice kinds", kinds) == []
    assert next(item for item in kinds["kinds"] if item["activity"] == "air")["lateral_m"] == 5000
    for verb in ("list", "planned", "kinds"):
        assert run("notice", a, verb).stdout


def test_a_zone_of_our_own_is_told_to_nobody(pair):
    a, b = (pair.dir(code) for code in CODES)
    name = "Zone that nobody hears of"
    zone = answer("zone", a, "add", name, "--circle", "45N,20E 1km", "--lateral", "2km", "--time", "10min")
    assert undocumented("zone add", zone) == []
    assert (zone["lateral_m"], zone["vertical_m"], zone["time_s"]) == (2000, 0, 600)
    draft = answer("conflict", a, "what-if", "--kind", "naval", "--circle", "45N,20E 5km")
    assert undocumented("conflict what-if", draft) == []
    assert [one["zone"] for one in draft["zones"]] == [name]
    start = (answer("clock", a)["now"] // MINUTE + 90 * 60) * MINUTE
    ref = answer("notice", a, "announce", "--kind", "naval", "--circle", "45N,20E 5km", *times(start, start + HOUR))[
        "ref"
    ]
    pair.until(lambda: ref in refs(pair, "XBB"), "the notice does not arrive")
    shown = answer("notice", a, "show", ref)
    assert undocumented("notice list", shown) == []
    assert [one["verdict"] for one in shown["zones"]] == ["CONFLICT"]
    assert f"Our own zone {name}, CONFLICT" in run("notice", a, "show", ref).stdout
    listed = answer("zone", a, "list")
    assert undocumented("zone list", listed) == []
    assert [one["ref"] for one in listed["zones"][0]["activities"]] == [ref]
    assert answer("notice", b, "show", ref)["zones"] == answer("zone", b, "list")["zones"] == []
    held = [path for path in (*a.rglob("*"), *b.rglob("*")) if path.is_file() and name.encode() in path.read_bytes()]
    assert {path.name.split("-")[0] for path in held} == {"own"}, "in the own side's book alone"
    assert all(a in path.parents for path in held)
    assert "nobody" in run("zone", a, "--help").stdout
    assert run("zone", a, "list").stdout.startswith(name)
    assert answer("zone", a, "drop", name) == {"name": name, "dropped": True}
    assert "no zone" in run("zone", a, "drop", name, exit_code=1).stderr
    assert "Draw the zone" in run("zone", a, "add", name, exit_code=2).stderr


def test_a_third_state_is_said_to_be_told(pair):
    a = pair.dir("XAA")
    ref = answer("notice", a, "announce", "--kind", "naval", "--circle", "51.1N,20E 5km", "--to", dtg(answer("clock", a)["now"] // MINUTE * MINUTE + HOUR))["ref"]  # fmt: skip
    (state,) = answer("notice", a, "show", ref)["third_states"]
    assert (state["concerned"], state["not_stated"]) == (True, ["XAA"])
    assert "XAA has not stated" in run("notice", a, "show", ref).stdout
    assert "names no third state" in run("notice", a, "told", ref, "--state", "State X", exit_code=1).stderr
    told = answer("notice", a, "told", ref, "--state", "State C", "--text", "To its attaché.")
    assert undocumented("notice told", told, ("send",)) == []
    notice = answer("notice", a, "show", ref)
    assert undocumented("notice list", notice) == []
    assert (notice["third_states"][0]["not_stated"], notice["said"][0]["kind"]) == ([], "notice_told")
    assert "states that it told State C of version 1" in run("notice", a, "show", ref).stdout
    assert "Third state State C" in run("notice", a, "kinds").stdout


def test_the_calendar_is_a_file_for_the_calendars_of_those_who_plan(pair):
    a = pair.dir("XAA")
    start = (answer("clock", a)["now"] // MINUTE + 90 * 60) * MINUTE
    stays, goes = (answer("notice", a, "announce", *RANGE, *times(start, start + HOUR))["ref"] for _ in range(2))
    assert answer("notice", a, "withdraw", goes)["written"]
    text = run("notice", a, "calendar").stdout.replace("\r\n ", "").replace("\n ", "")
    events = {ref: next(one for one in text.split("BEGIN:VEVENT") if f"UID:{ref}/0@" in one) for ref in (stays, goes)}
    assert f"DTSTART:{datetime.fromtimestamp(start / 1000, UTC):%Y%m%dT%H%M%SZ}" in events[stays]
    assert "SUMMARY:" in events[stays]
    assert "live fire: Range 5" in events[stays]
    assert "STATUS:CONFIRMED" in events[stays]
    assert "no permission" in events[stays]
    assert "STATUS:CANCELLED" in events[goes]
    assert goes not in [item["ref"] for item in answer("notice", a, "planned")["activities"]]
    file = pair.folder / "activities.ics"
    run("notice", a, "calendar", "--days", "1", "--out", file)
    assert stays not in file.read_text(), "it begins later"
    assert file.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")


def test_read_objected_noted_activated_ended_and_what_has_no_place(pair):
    a, b = (pair.dir(code) for code in CODES)
    now = answer("clock", a)["now"] // MINUTE * MINUTE
    volumes = pair.folder / "volumes.json"
    volumes.write_text(json.dumps([{"area": {"circle": [100_000, 400_000_000, 0]}, "end": now + 5 * HOUR}]))
    ref = answer("notice", a, "announce", "--kind", "naval", "--volumes", volumes)["ref"]
    pair.until(lambda: ref in refs(pair, "XBB"), "the notice does not arrive")
    assert "read it first" in run("notice", b, "object", ref, "--text", "No.", exit_code=1).stderr
    assert answer("notice", b, "read", ref)["written"]
    assert answer("notice", b, "object", ref, "--text", "It crosses our lane.")["written"]
    assert "It crosses our lane." in run("notice", b, "show", ref).stdout
    assert answer("notice", b, "note", ref)["written"]
    assert "only its author" in run("notice", b, "end", ref, exit_code=1).stderr
    assert "is planned" in run("notice", a, "end", ref, exit_code=1).stderr
    assert answer("notice", a, "activate", ref)["written"]
    assert answer("notice", a, "end", ref, "--text", "All back.")["written"]
    assert "is over" in run("notice", a, "withdraw", ref, exit_code=1).stderr
    assert "latitude" in run("notice", a, "announce", "--kind", "air", "--circle", "120,20 5km", exit_code=2).stderr
    assert (
        "no kind of activity"
        in run("notice", a, "announce", "--kind", "xyz", "--circle", "1,2 5km", exit_code=1).stderr
    )
    bow = "0,0 1,1 0,1 1,0"
    assert "cannot be measured" in run("notice", a, "announce", "--kind", "air", "--polygon", bow, exit_code=1).stderr


def test_an_area_is_made_coarser_on_purpose(pair):
    a = pair.dir("XAA")
    square = "40.01,1.01 40.02,1.01 40.02,1.02 40.01,1.02"
    ref = answer("notice", a, "announce", "--kind", "presence", "--polygon", square, "--coarse", "10km")["ref"]
    notice = answer("notice", a, "show", ref)
    assert notice["coarse_m"] == 10_000
    radius, lat, lon = notice["volumes"][0]["area"]["circle"]
    assert (radius % 1_000_000, lat % 900_000, lon % 900_000) == (0, 0, 0)


NOTAM = """A1234/26 NOTAMN
Q) EDMM/QWMLW/IV/BO/W/000/100/5000N02000E005
A) EDMM B) {start} C) {end}
E) GUN FIRING WI 3NM RADIUS OF 500000N0200000E.
F) SFC G) 10000FT AMSL
"""


def test_a_notice_from_the_command_line_from_geojson_and_from_a_notam_is_the_same_entry(pair):
    a = pair.dir("XAA")
    start = (answer("clock", a)["now"] // MINUTE + 48 * 60) * MINUTE
    end = start + 2 * HOUR
    geojson, notam = pair.folder / "range.geojson", pair.folder / "range.notam"
    properties = {
        "id": "range",
        "kind": "live_fire",
        "radius_m": 5556,
        "floor": None,
        "ceiling": {"value": 10_000, "unit": "ft", "reference": "AMSL"},
        "from": datetime.fromtimestamp(start / 1000, UTC).isoformat(),
        "to": datetime.fromtimestamp(end / 1000, UTC).isoformat(),
    }
    feature = {"type": "Feature", "properties": properties, "geometry": {"type": "Point", "coordinates": [20, 50]}}
    geojson.write_text(json.dumps(feature))
    written = [f"{datetime.fromtimestamp(at / 1000, UTC):%y%m%d%H%M}" for at in (start, end)]
    notam.write_text(NOTAM.format(start=written[0], end=written[1]))
    given = [
        ("--kind", "live_fire", "--circle", "50N,20E 3nm", "--ceiling", "10000ftAMSL", *times(start, end)),
        ("--geojson", geojson),
        ("--notam", notam),
        ("--shapes", geojson, "--kind", "live_fire"),
    ]
    places = [answer("notice", a, "announce", *one)["ref"] for one in given]
    shown = [answer("notice", a, "show", ref) for ref in places]
    with open_reading(a) as reading:
        records = [said_by(reading.here, reading.here.find(ref))[1] for ref in places]
    assert len({write_body(record) for record in records}) == 1, "the same bytes"
    assert all(one["versions"][0]["volumes"] == shown[0]["versions"][0]["volumes"] for one in shown)


def test_a_file_asks_before_anything_is_said(pair):
    a = pair.dir("XAA")
    before = refs(pair, "XAA")
    path = pair.folder / "turned.geojson"
    point = {"type": "Point", "coordinates": [50, 20]}
    path.write_text(json.dumps({"type": "Feature", "properties": {"id": "T", "radius_m": 100}, "geometry": point}))
    announce = ("notice", a, "announce", "--kind", "air", "--geojson", path)
    assert "order=exchanged" in run(*announce, exit_code=1).stderr, "2,900 km from the agreed line"
    assert "belong to a file" in run("notice", a, "announce", "--kind", "air", "--pick", "T", exit_code=2).stderr
    assert "not both" in run(*announce, "--answer", "order=exchanged", "--circle", "50,20 1km", exit_code=2).stderr
    two = pair.folder / "two.csv"
    two.write_text("id,lat,lon,reach_m\nA,50,20,1\nB,50,20.1,1\n")
    several = ("conflict", a, "what-if", "--kind", "air", "--shapes", two)
    assert "choose one with --pick: A, B" in run(*several, exit_code=2).stderr
    assert answer(*several, "--pick", "B")["verdict"]
    assert refs(pair, "XAA") == before
    draft = answer("conflict", a, "what-if", "--kind", "air", "--geojson", path, "--answer", "order=exchanged", "--floor", "100mAMSL")  # fmt: skip
    assert draft["verdict"]
    notam = pair.folder / "another.notam"
    notam.write_text(NOTAM.format(start="2611241200", end="2611241400"))
    again = run("conflict", a, "what-if", "--notam", notam, "--ceiling", "FL100", exit_code=2)
    assert "says ceiling already" in again.stderr
