"""Zones that our own side keeps clear: what comes too near is said at our own desks alone."""

from __future__ import annotations

import msgspec
import pytest

from tests.node.test_notices import DRAFT
from tests.notices import HOUR, announce, areas, corridor, here, range_area, write
from tests.pair import Line
from watchline.errors import OurMistake
from watchline.host.what_if import what_if
from watchline.host.zone_answers import zones_answer, zones_near
from watchline.host.zones import DAMAGED, TABLE, ZONES_MAX, drop_zone, put_zone, zone_book, zones_of
from watchline.record.notices import notice_fields

PLACE = {"area": {"circle": [100_000, 502_000_000, 200_000_000]}}
GIVEN = {"name": "Hospital 4", "volumes": [PLACE], "lateral_m": 2_000, "vertical_m": 0, "time_s": 0, "text": "Never."}


def test_drafts_and_activities_of_ours_are_held_against_them_and_nobody_elses(tmp_path):
    line = Line().open()
    a, b, start = line["XAA"], line["XBB"], line.wall + 30 * HOUR
    put_zone(tmp_path, GIVEN, 7)
    put_zone(tmp_path, GIVEN | {"name": "Far", "volumes": [{"area": {"circle": [100, 0, 0]}}]}, 7)
    before = {(row.origin, row.head) for row in a.store.held.logs(line.charter.line)}

    def drafted(lat, **zone):
        put_zone(tmp_path, GIVEN | zone, 8)
        volumes = notice_fields("air", [corridor(start, start + HOUR, lat=lat)])["volumes"]
        asked = DRAFT | {"activity": "air", "volumes": volumes, "suggest": False}
        return what_if(here(a), areas(a), line.wall, asked, zones_of(tmp_path))["zones"]

    # The corridor is 2 km wide to either side, the zone has a radius of 1 km: 11.1 km apart at 50.1, so 8.1 km between.
    assert drafted(50.1) == []
    assert [one["verdict"] for one in drafted(50.1, lateral_m=8_200)] == ["CONFLICT"]
    assert [one["verdict"] for one in drafted(50.1, lateral_m=7_700)] == ["NEAR"]
    (found,) = drafted(50.2, lateral_m=0)
    assert (found["zone"], found["lateral_mm"], found["verdict"]) == ("Hospital 4", 0, "CONFLICT")
    assert "overlap" in found["words"]
    high = {"area": PLACE["area"], "ceiling": [100_000, "AMSL"]}
    assert drafted(50.2, volumes=[high]) == [], "it passes above"
    assert drafted(50.2, volumes=[high], vertical_m=2_000), "not high enough"
    assert {(row.origin, row.head) for row in a.store.held.logs(line.charter.line)} == before, "nothing was written"

    put_zone(tmp_path, GIVEN, 9)
    ours = announce(a, "live_fire", range_area(start, start + HOUR, lat=50.2))
    theirs = announce(b, "live_fire", range_area(start, start + HOUR, lat=50.2))
    refs = {ref: here(a).find(ref) for ref in (ours, theirs)}
    assert [one["zone"] for one in zones_near(here(a), refs[ours], tmp_path)] == ["Hospital 4"]
    assert zones_near(here(a), refs[theirs], tmp_path) == []
    assert zones_near(here(b), refs[theirs], tmp_path / "other") == []
    shown = zones_answer(here(a), areas(a), tmp_path)["zones"]
    assert [(zone["name"], [one["ref"] for one in zone["activities"]]) for zone in shown] == [("Far", []), ("Hospital 4", [ours])]  # fmt: skip
    assert (shown[1]["lateral_m"], shown[1]["text"], shown[1]["at"]) == (2_000, "Never.", 9)
    write(a, "cancelled", ours)
    assert zones_near(here(a), refs[ours], tmp_path) == []
    assert zones_answer(here(a), areas(a), tmp_path)["zones"][1]["activities"] == []


def test_a_zone_is_replaced_dropped_and_refused_in_words(tmp_path):
    assert zones_of(tmp_path) == ()
    assert not list(tmp_path.iterdir()), "looking makes no book"
    put_zone(tmp_path, GIVEN, 1)
    put_zone(tmp_path, GIVEN | {"lateral_m": 5}, 2)
    assert [(zone.name, zone.limits) for zone in zones_of(tmp_path)] == [("Hospital 4", (500, 0, 0))]
    bow = {"area": {"polygon": [[0, 0, 10_000_000, 10_000_000, 0, 10_000_000, 10_000_000, 0]]}}
    for wrong, words in (
        ({"volumes": [bow]}, "cannot be measured"),
        ({"volumes": [{"area": {"circle": [1, 2]}}]}, "cannot be measured"),
        ({"volumes": []}, "cannot be measured"),
        ({"name": " "}, "has a name"),
        ({"name": "x" * 65}, "has a name"),
        ({"name": "a\nb"}, "has a name"),
        ({"text": "x" * 501}, "words of at most"),
        ({"lateral_m": 1_000_001}, "at most 1,000,000 m"),
        ({"time_s": -1}, "at most 1,000,000 m"),
    ):
        with pytest.raises(OurMistake, match=words):
            put_zone(tmp_path, GIVEN | wrong, 3)
    with pytest.raises(OurMistake, match="no zone"):
        drop_zone(tmp_path, "Hospital 5")
    drop_zone(tmp_path, "Hospital 4")
    assert zones_of(tmp_path) == ()


def test_there_is_a_bound_to_zones(tmp_path, monkeypatch):
    assert ZONES_MAX == 500
    monkeypatch.setattr("watchline.host.zones.ZONES_MAX", 2)
    for name in ("one", "two", "two"):
        put_zone(tmp_path, GIVEN | {"name": name}, 1)
    with pytest.raises(OurMistake, match="2 zones already"):
        put_zone(tmp_path, GIVEN | {"name": "three"}, 1)


@pytest.mark.parametrize(
    "row", [b"", b"\xc1", b"\x90", msgspec.msgpack.encode(("Hospital 4", ({"area": {}},), (0, 0, 0), "", 1))]
)
def test_a_damaged_row_is_named_and_costs_no_other_zone(tmp_path, row):
    line = Line().open()
    a, start = line["XAA"], line.wall + 30 * HOUR
    put_zone(tmp_path, GIVEN | {"name": "Sound"}, 7)
    with zone_book(tmp_path) as book:
        book.put(TABLE, "Hospital 4", row)
    damaged, sound = zones_of(tmp_path)
    assert (damaged.name, damaged.volumes, damaged.text) == ("Hospital 4", (), DAMAGED)
    assert sound.volumes
    ours = announce(a, "live_fire", range_area(start, start + HOUR, lat=50.2))
    assert [one["zone"] for one in zones_near(here(a), here(a).find(ours), tmp_path)] == ["Sound"]
    shown = zones_answer(here(a), areas(a), tmp_path)["zones"]
    assert [zone["text"] for zone in shown] == [DAMAGED, "Never."]
    drop_zone(tmp_path, "Hospital 4")
    assert [zone.name for zone in zones_of(tmp_path)] == ["Sound"]
