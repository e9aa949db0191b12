"""Notices on two and three real nodes back to back: the same view everywhere, what rings, and what each node states of a pair."""

from __future__ import annotations

import pytest

from tests.notices import (
    HOUR,
    MINUTE,
    REFERENCE_LINES,
    SEPARATION,
    amend,
    announce,
    areas,
    assess,
    corridor,
    here,
    range_area,
    refused,
    volume,
    write,
)
from tests.notices import at as place
from tests.pair import Line
from tests.successors import successor
from watchline.assess import assessing, assessments_due
from watchline.errors import OurMistake
from watchline.host import meetings
from watchline.host.in_force import in_force
from watchline.host.lines import third_states_near, third_states_of
from watchline.host.meetings import conflict, conflicts
from watchline.host.notices import notice, notices, planned
from watchline.host.what_if import MOST_CM, what_if
from watchline.measure.area import Circle, Polygon
from watchline.node import Assessed, SayEntry, Tick
from watchline.record import read_charter, read_leaf
from watchline.record.notices import Assessment, notice_fields
from watchline.view import COMMON

PAGE = {"limit": 100, "offset": 0}
ALL = {**PAGE, "state": "all", "ref": ""}
LISTED = {"limit": 100, "after": "", "before": "", "party": "", "activity": "", "open": False}
DRAFT = {
    "activity": "", "volumes": [], "of": "", "shift_ms": 0, "raise_cm": 0, "reach_cm": None, "suggest": True, "most_ms": 24 * HOUR,
    "most_cm": MOST_CM, "emergency": False, "limit": 50, "offset": 0,
}  # fmt: skip


def two(**charter):
    return Line(separation=SEPARATION, reference_lines=REFERENCE_LINES, **charter).open()


def pairs(member):
    return conflicts(here(member), member.line.wall, ALL)["conflicts"]


def paged(answer, name):
    """Everything of a list, one item on a page."""
    page, found = {"limit": 1, "offset": 0}, []
    while page is not None:
        told = answer(page)
        assert len(told[name]) <= 1
        assert told["more"] == (told["next"] is not None)
        found += told[name]
        page = told["next"] and {"limit": 1, **told["next"]}
    return found


def shown(member, ref):
    return notice(here(member), here(member).find(ref), member.line.wall)


def common(member):
    """Every row of the common view."""
    held, line = member.store.held, member.line.charter.line
    return {(view, key): value for view in COMMON for key, value in held.rows(view, line, None, 100_000)}


def ask(member, **asked):
    return what_if(here(member), areas(member), member.line.wall, DRAFT | asked)


def test_the_story_of_the_two_desks():
    line = two()
    a, b, start = line["XAA"], line["XBB"], line.wall + 30 * HOUR
    flight = announce(b, "air", corridor(start + 50 * MINUTE, start + 90 * MINUTE))
    fire = announce(a, "live_fire", range_area(start, start + 53 * MINUTE), name="Range 5")
    assert assess(line) == 4
    assert pairs(a) == pairs(b)
    ((found,),) = [pairs(a)]
    assert (found["state"], found["verdict"], found["differences"], found["pending"]) == (
        "conflict",
        "CONFLICT",
        [],
        [],
    )
    numbers = [
        {key: one[key] for key in ("lateral_mm", "vertical_cm", "time_ms", "nearest")}
        for one in found["statements"].values()
    ]
    assert numbers[0] == numbers[1]
    assert assess(line) == 0
    for member in (a, b):
        assert f"conflict/{fire}~{flight}" in member.alarms()
    draft = ask(a, of=fire)
    move = next(item["move"] for item in draft["suggestions"] if item["by"] == "time")
    assert move == -20 * MINUTE
    assert ask(a, of=fire, shift_ms=move, suggest=False)["verdict"] == "CLEAR"
    assert ask(a, of=fire, shift_ms=move + MINUTE, suggest=False)["verdict"] != "CLEAR"
    amend(a, fire, "live_fire", range_area(start + move, start + move + 53 * MINUTE), name="Range 5")
    assert assess(line) == 2
    assert pairs(a) == pairs(b)
    assert pairs(a)[0]["state_words"] == "separated by time"
    history = conflict(here(b), flight, fire, line.wall)["history"]
    assert [one["verdict"] for one in history] == ["CONFLICT"] * 4 + ["CLEAR"] * 2
    for member in (a, b):
        assert not [item for item in member.alarms() if item.startswith(("conflict", "assessed"))]
    assert common(a) == common(b)


def test_who_held_and_read_what_by_which_minute():
    line = two()
    a, b, start = line["XAA"], line["XBB"], line.wall + 5 * MINUTE
    fire = announce(a, "live_fire", range_area(start, start + HOUR))
    line.wait(60, step=10)
    write(b, "read", fire, version=1)
    line.wait(600, step=60)
    moved = amend(a, fire, "live_fire", range_area(start, start + HOUR, lat=51.0))
    line.wait(60, step=10)
    line.connect_all()

    def there(at, lat=50.0, metres=100):
        asked = {
            "lat": round(lat * 1e7),
            "lon": 200_000_000,
            "at": at,
            "altitude": metres * 100,
            "reference": "AMSL",
            **PAGE,
        }
        found = in_force(here(b), line.wall, asked)
        assert in_force(here(b), line.wall, asked, areas(b)) == found
        return found["notices"]

    told = next(version["t"] for version in shown(b, fire)["versions"] if version["ref"] == moved)
    (before,) = there(told - 1)
    assert (before["version"], before["later"], before["state"]) == (1, False, "planned")
    assert before["recipients"]["XBB"]["state"] == "read"
    assert before["recipients"]["XBB"]["held"]
    (early,) = there(start, lat=50.0)
    assert early["recipients"]["XBB"]["read"]["t"] < start
    assert there(told) == []
    (after,) = there(told, lat=51.0)
    assert (after["version"], after["recipients"]["XBB"]["state"], after["later"]) == (2, "waiting", False)
    (later,) = there(told - 1, lat=51.0)
    assert (later["version"], later["later"], later["recipients"]["XBB"]["read"]) == (2, True, None)
    assert there(told, lat=51.0, metres=3001) == []
    assert there(start - 1) == []
    write(a, "cancelled", fire)
    assert there(line.wall, lat=51.0) == []
    assert there(told - 1)[0]["version"] == 1


def test_every_list_goes_on_on_its_next_page_and_leaves_nothing_out():
    line = two()
    a, b, start = line["XAA"], line["XBB"], line.wall + 30 * HOUR
    for n in range(3):
        announce(b, "live_fire", range_area(start + n * MINUTE, start + HOUR))
    announce(a, "air", corridor(start, start + HOUR))
    assess(line)
    listed = pairs(a)
    assert len(listed) == 3
    assert paged(lambda page: conflicts(here(a), line.wall, ALL | page), "conflicts") == listed
    where = {"lat": 500_000_000, "lon": 200_000_000, "at": start + HOUR, "altitude": None, "reference": "AMSL"}
    all_there = in_force(here(a), line.wall, where | PAGE, areas(a))["notices"]
    assert in_force(here(a), line.wall, where | PAGE)["notices"] == all_there
    assert len(all_there) == 3
    assert paged(lambda page: in_force(here(a), line.wall, where | page), "notices") == all_there
    draft = {"activity": "air", "volumes": shown(a, listed[0]["second"]["ref"])["volumes"], "suggest": False}
    met = ask(a, **draft)
    assert {one["with"] for one in met["encounters"]} == {item["ref"] for item in all_there}
    by_page = paged(lambda page: ask(a, **draft, **page), "encounters")
    assert sorted(one["with"] for one in by_page) == sorted(one["with"] for one in met["encounters"])


def test_pairs_that_no_assessment_had_room_for_are_named_and_found_by_a_draft(monkeypatch):
    for module in (assessing, meetings):
        monkeypatch.setattr(module, "PAIRS_MAX", 1)
    line = two()
    a, b, start = line["XAA"], line["XBB"], line.wall + 30 * HOUR
    for _ in range(2):
        announce(b, "live_fire", range_area(start, start + HOUR))
    ours = [announce(a, "air", corridor(start, start + HOUR)) for _ in range(2)]
    assess(line)
    told = conflicts(here(a), line.wall, ALL)
    assert len(told["conflicts"]) < 4
    assert told["unlisted"]
    for item in told["unlisted"]:
        assert (item["found"], item["ref"] in ours) == (2, True)
        assert item["listed"] < 2
        assert len(ask(a, of=item["ref"], suggest=False)["encounters"]) == 2


def test_an_unread_notice_rings_by_how_short_it_is_and_until_it_is_read():
    line = two()
    a, b, now = line["XAA"], line["XBB"], line.wall
    levels = {}
    for hours in (30, 20, 2):
        ref = announce(a, "live_fire", range_area(now + hours * HOUR, now + (hours + 1) * HOUR))
        alarm = next(item for item in b.node.core.alarms.standing() if item.situation == f"notice/{ref}")
        levels[hours] = alarm.level
        assert ("short" in alarm.words) == (hours < 24)
    assert levels == {30: 1, 20: 2, 2: 3}
    write(b, "read", ref, version=1)
    assert f"notice/{ref}" not in b.alarms()
    amend(a, ref, "live_fire", range_area(now + 2 * HOUR, now + 3 * HOUR, metres=4000))
    assert f"notice/{ref}" not in b.alarms()
    amend(a, ref, "live_fire", range_area(now + 2 * HOUR, now + 3 * HOUR, metres=4001))
    assert "version 3: it says more" in b.alarms()[f"notice/{ref}"]
    assert not [item for item in a.alarms() if item.startswith("notice/")]
    line.wait(4 * 3600, step=600)
    assert f"notice/{ref}" not in b.alarms()  # its time has passed
    assert f"expired/{ref}" in a.alarms()
    write(a, "active", ref)
    write(a, "ended", ref)
    assert f"expired/{ref}" not in a.alarms()


def test_a_conflict_rings_more_the_nearer_it_comes_and_ends_by_itself():
    line = two()
    a, b, start = line["XAA"], line["XBB"], line.wall + 26 * HOUR
    first = announce(a, "live_fire", range_area(start, start + HOUR))
    second = announce(b, "air", corridor(start, start + HOUR))
    assess(line)

    def level():
        return {alarm.situation: alarm.level for alarm in b.node.core.alarms.standing()}.get(
            f"conflict/{first}~{second}"
        )

    def told():
        return pairs(b)[0]["coming"]

    assert (level(), told()) == (1, "in_time")
    line.wait(2 * 3600, step=1800)  # live fire asks for 24 hours, and in red for 6
    assert (level(), told()) == (2, "amber")
    line.wait(18 * 3600, step=1800)
    assert (level(), told()) == (3, "red")
    line.wait(6 * 3600, step=1800)
    assert (level(), pairs(b)[0]["goes_on"]) == (3, True)
    line.wait(2 * 3600, step=1800)
    assert (level(), told()) == (None, None)
    assert pairs(a)[0]["state"] == "unresolved"


def test_an_objection_rings_at_its_author_and_is_taken_back_by_noting():
    line = two()
    a, b, start = line["XAA"], line["XBB"], line.wall + 30 * HOUR
    ref = announce(a, "naval", range_area(start, None))
    assert "read it first" in refused(b, "notice_objected", ref, version=1, text="No.")
    write(b, "read", ref, version=1)
    assert "XBB read it" in refused(b, "notice_read", ref, version=1)
    write(b, "objected", ref, version=1, text="It crosses our lane.")
    assert "XBB objects" in a.alarms()[f"objection/{ref}"]
    assert shown(a, ref)["recipients"]["XBB"]["answer"]["text"] == "It crosses our lane."
    write(b, "noted", ref, version=1)
    assert f"objection/{ref}" not in a.alarms()
    aid = announce(a, "humanitarian", range_area(start, start + HOUR))
    write(b, "read", aid, version=1)
    assert "humanitarian" in refused(b, "notice_objected", aid, version=1, text="No.")


def test_a_stale_site_rings_at_its_author():
    line = two()
    a, b = line["XAA"], line["XBB"]
    ref = announce(a, "protected_site", volume(Circle(place(50, 20), 10_000)), review_by=line.wall + HOUR)
    line.wait(2 * 3600, step=600)
    assert "STALE" in a.alarms()[f"stale/{ref}"]
    assert shown(b, ref)["stale"]
    amend(a, ref, "protected_site", volume(Circle(place(50, 20), 10_000)), review_by=line.wall + HOUR)
    assert f"stale/{ref}" not in a.alarms()
    assert not shown(b, ref)["stale"]


def test_without_an_agreed_separation_only_proximity_is_reported():
    line = Line().open()
    a, b, start = line["XAA"], line["XBB"], line.wall + 30 * HOUR
    announce(a, "live_fire", range_area(start, start + HOUR))
    announce(b, "air", corridor(start, start + HOUR))
    assess(line)
    (found,) = pairs(a)
    assert (found["state"], found["statements"]["XBB"]["limits"], found["statements"]["XBB"]["margins"]) == (
        "proximity",
        None,
        None,
    )
    assert not [item for item in a.alarms() if item.startswith("conflict")]
    assert "agreed" not in found["words"]


def test_what_a_changed_table_makes_something_else_is_assessed_anew_by_both():
    line = two()
    a, b, start = line["XAA"], line["XBB"], line.wall + 30 * HOUR
    announce(a, "live_fire", range_area(start, start + HOUR))
    announce(b, "air", corridor(start, start + HOUR))
    for far in (53, 55):
        announce(a, "live_fire", range_area(start, start + HOUR, lat=far))
        announce(b, "air", corridor(start, start + HOUR, lat=far + 1))
    assess(line)
    nearer = [{**item, "lateral_m": 4000} for item in SEPARATION]
    changed = read_charter(successor(line.charter, separation=nearer))
    tables = {one["table"] for one in pairs(a)[0]["statements"].values()}
    assert len(tables) == 1
    for member in (a, b):
        then, index = here(member)._replace(charter=changed), areas(member)
        first = assessments_due(then, index, 16)
        assert (first.due, first.compared, first.reassessed) == ([], 3, (2, 3))
        due = assessments_due(then, index, 16).due
        assert [pair.verdict for item in due for pair in item.assessment.pairs] == ["NEAR"]
        assert {item.assessment.table.hex() for item in due}.isdisjoint(tables)


def test_two_nodes_that_measure_by_different_separations_show_both_and_after_a_while_it_rings():
    line = two()
    a, b, start = line["XAA"], line["XBB"], line.wall + 30 * HOUR
    first = announce(a, "live_fire", range_area(start, start + HOUR))
    second = announce(b, "air", corridor(start, start + HOUR))
    other = [{**item, "lateral_m": 4000} for item in SEPARATION]
    changed = here(b)._replace(charter=read_charter(successor(line.charter, separation=other)))
    index = areas(b)
    for item in assessments_due(changed, index, 16).due:
        assert b.handle(Assessed(ref=item.ref.text(), assessment=item.assessment))[0].written
    for item in assessments_due(here(a), areas(a), 16).due:
        assert a.handle(Assessed(ref=item.ref.text(), assessment=item.assessment))[0].written
    line.settle()
    alarm = f"assessed/{first}~{second}"
    for member in (a, b):
        (pair,) = pairs(member)
        assert pair["different_separations"]
        assert {code: one["verdict"] for code, one in pair["statements"].items()} == {"XAA": "CONFLICT", "XBB": "NEAR"}
        assert pair["differences"] == [
            {"field": "limits", "stated": [{"from": "XAA", "value": "500000 30000 910000"}, {"from": "XBB", "value": "400000 30000 910000"}]},
            {"field": "verdict", "stated": [{"from": "XAA", "value": "CONFLICT"}, {"from": "XBB", "value": "NEAR"}]},
        ]  # fmt: skip
        assert alarm not in member.alarms(), "one of them may be comparing still"
    line.wait(16 * 60, step=60)
    for member in (a, b):
        assert "different separations: XAA 5000 m, 300 m, 910 s; XBB 4000 m, 300 m, 910 s" in member.alarms()[alarm]
    assess(line)
    for member in (a, b):
        assert not pairs(member)[0]["differences"]
        assert alarm not in member.alarms()


def test_own_activities_and_those_of_two_others_are_not_this_nodes_to_assess():
    line = Line("XAA XBB XCC", separation=SEPARATION).open()
    a, b, c, start = (*(line[code] for code in ("XAA", "XBB", "XCC")), line.wall + 30 * HOUR)
    announce(a, "live_fire", range_area(start, start + HOUR))
    announce(a, "live_fire", range_area(start, start + HOUR))
    second = announce(b, "air", corridor(start, start + HOUR))
    assess(line)
    line.wait(60, step=10)
    assert len(pairs(c)) == 2
    assert pairs(a) == pairs(b) == pairs(c)
    assert {code for item in pairs(c) for code in item["statements"]} == {"XAA", "XBB"}
    assert [item for item in a.alarms() if item.startswith("conflict")]
    assert not [item for item in c.alarms() if item.startswith("conflict")]
    assert set(shown(c, second)["recipients"]) == {"XAA", "XCC"}


def test_an_area_that_cannot_be_measured_keeps_no_other_from_it():
    line = two()
    a, b, start = line["XAA"], line["XBB"], line.wall + 30 * HOUR
    bow = Polygon((tuple(place(*corner) for corner in ((0, 0), (1, 1), (0, 1), (1, 0))),))
    assert "cannot be measured" in refused(
        a, "activity_notice", activity="air", volumes=[{"area": {"polygon": [[n for at in bow.rings[0] for n in at]]}}]
    )
    later = announce(a, "air", area_by=start)
    announce(a, "live_fire", range_area(start, start + HOUR))
    announce(b, "air", corridor(start, start + HOUR))
    assess(line)
    assert len(pairs(b)) == 1
    assert shown(b, later)["volumes"] == []
    origin = line.charter.log("XBB", 1).origin()
    kinds = [read_leaf(entry.leaf).kind for entry in b.store.held.entries(origin, 0, 1000)]
    assert kinds.count("assessment") == 3


def test_an_assessment_is_written_once_and_only_of_what_stands():
    line = two()
    a, b, start = line["XAA"], line["XBB"], line.wall + 30 * HOUR
    ref = announce(b, "air", corridor(start, start + HOUR))
    at = here(a).find(ref).text()
    made = Assessment(version=1, table=bytes(32))
    assert a.handle(Assessed(ref=at, assessment=made))[0].written
    assert not a.handle(Assessed(ref=at, assessment=made))[0].written
    assert "does not stand" in a.handle(Assessed(ref=at, assessment=Assessment(version=2, table=bytes(32))))[0].error
    write(b, "cancelled", ref)
    assert (
        "does not stand"
        in a.handle(Assessed(ref=at, assessment=Assessment(version=1, table=bytes(31) + b"1")))[0].error
    )
    with pytest.raises(AssertionError):
        a.say(SayEntry(kind="assessment", on=ref, fields={"version": 1, "table": ""}))


def test_a_node_that_starts_again_rings_for_what_waits():
    line = two()
    a, b, start = line["XAA"], line["XBB"], line.wall + HOUR
    first = announce(a, "live_fire", range_area(start, start + HOUR))
    second = announce(b, "air", corridor(start, start + HOUR))
    assess(line)
    before = b.alarms()
    b.node.core.alarms.active.clear()
    b.load()
    b.node.core.alarms.active.clear()
    b.handle(Tick())
    assert {f"notice/{first}", f"conflict/{first}~{second}"} <= set(b.alarms())
    assert before.keys() >= {f"notice/{first}", f"conflict/{first}~{second}"}


def test_lists_are_paged_and_the_calendar_is_by_start():
    line = two()
    a, b, now = line["XAA"], line["XBB"], line.wall
    made = [announce(a, "naval", range_area(now + n * HOUR, now + (n + 1) * HOUR)) for n in (5, 3, 4)]
    made.append(announce(b, "presence", volume(Circle(place(50, 20), 10_000))))
    whole = notices(here(a), now, LISTED)
    assert [item["ref"] for item in whole["notices"]] == made
    first = notices(here(a), now, LISTED | {"limit": 2})
    assert [item["ref"] for item in first["notices"]] == made[2:]
    rest = notices(here(a), now, LISTED | {"limit": 2} | first["next"])
    assert ([item["ref"] for item in rest["notices"]], rest["more"]) == (made[:2], False)
    forward = notices(here(a), now, LISTED | {"limit": 2, "after": made[0]})
    assert [item["ref"] for item in forward["notices"]] == made[1:3]
    assert forward["next"] == {"after": made[2]}
    assert [item["ref"] for item in notices(here(a), now, LISTED | {"party": "XBB"})["notices"]] == made[3:]
    assert [item["ref"] for item in notices(here(a), now, LISTED | {"activity": "naval"})["notices"]] == made[:3]
    write(a, "cancelled", made[0])
    assert [item["ref"] for item in notices(here(a), now, LISTED | {"open": True})["notices"]] == made[1:]
    calendar = planned(here(b), now, now + 9 * HOUR, PAGE)["activities"]
    assert [item["ref"] for item in calendar] == [made[3], made[1], made[2]]
    assert paged(lambda page: planned(here(b), now, now + 9 * HOUR, page), "activities") == calendar
    with pytest.raises(OurMistake, match="not both"):
        notices(here(a), now, LISTED | {"after": made[0], "before": made[1]})
    with pytest.raises(OurMistake, match="near each other"):
        conflict(here(a), made[0], made[1], now)


TERRITORY = {"name": "State C", "area": [[510_000_000, 190_000_000], [510_000_000, 210_000_000], [520_000_000, 200_000_000]]}  # fmt: skip


def test_both_desks_show_which_third_state_an_activity_concerns_and_who_has_told_it():
    line = two(third_states=[TERRITORY | {"within_m": 60_000, "told_by": ["XBB"], "how": "By its attaché."}, TERRITORY | {"name": "State D"}])  # fmt: skip
    a, b, start = line["XAA"], line["XBB"], line.wall + 30 * HOUR
    near, far = range_area(start, start + HOUR, lat=50.5), range_area(start, start + HOUR, lat=50.3)
    draft = ask(a, activity="live_fire", volumes=notice_fields("live_fire", [near])["volumes"], suggest=False)
    state = draft["third_states"][0]
    assert (state["concerned"], state["told_by"], state["not_stated"]) == (True, ["XBB"], [])
    ref = announce(a, "live_fire", near)

    def states():
        made = [third_states_of(here(member), here(member).find(ref)) for member in (a, b)]
        assert made[0] == made[1]
        return made[0]

    first, second = states()
    assert (first["concerned"], first["not_stated"], first["told"]) == (True, ["XBB"], [])
    assert 50_000_000 < first["lateral_mm"] == state["lateral_mm"] < 60_000_000
    assert "it concerns State C, which XBB tells" in first["words"]
    assert first["how"] == "By its attaché."
    assert (second["concerned"], second["told_by"], second["not_stated"]) == (False, ["XAA"], [])
    assert "names no third state" in refused(b, "notice_told", ref, version=1, state="State X")
    write(b, "told", ref, version=1, state="State C", at=line.wall, text="To its attaché.")
    (told,) = states()[0]["told"]
    assert (told["from"], told["version"], told["at"], told["text"]) == ("XBB", 1, line.wall, "To its attaché.")
    assert states()[0]["not_stated"] == []
    amend(a, ref, "live_fire", far)
    assert states()[0]["concerned"] is False, "it moved away"
    amend(a, ref, "live_fire", range_area(start, start + HOUR, lat=51.1))
    first, second = states()
    assert first["lateral_mm"] == second["lateral_mm"] == 0
    assert "it touches the territory" in first["words"]
    assert (first["not_stated"], second["not_stated"]) == (["XBB"], ["XAA"]), "of what stands now nobody has"
    crossed = third_states_near(here(a)._replace(charter=Line(third_states=[TERRITORY | {"area": [[0, 0], [10, 10], [0, 10], [10, 0]]}]).charter), ())  # fmt: skip
    assert "cannot be measured" in crossed[0]["words"]
    assert crossed[0]["concerned"] is False


def test_a_draft_is_moved_resized_and_refused_in_words():
    line = two()
    a, b, start = line["XAA"], line["XBB"], line.wall + 30 * HOUR
    announce(b, "air", corridor(start, start + HOUR))
    ref = announce(a, "live_fire", range_area(start, start + HOUR))
    assert ask(a, of=ref, reach_cm=100_000, suggest=False)["verdict"] == "CLEAR"
    assert ask(a, of=ref, reach_cm=100_000, suggest=False)["widens"] is False
    assert ask(a, of=ref, reach_cm=600_000, suggest=False)["widens"] is True
    assert ask(a, of=ref, raise_cm=1_000_000)["volumes"][0]["ceiling"] == [1_300_000, "AMSL"]
    assert {item["by"] for item in ask(a, of=ref)["suggestions"]} == {"time", "height"}
    lower = next(item for item in ask(a, of=ref)["suggestions"] if item["by"] == "height")
    assert ask(a, activity="live_fire", volumes=lower["volumes"], suggest=False)["verdict"] == "CLEAR"
    assert ask(a, of=ref)["reference_lines"][0]["lateral_mm"] > 6_000_000
    assert (
        ask(a, activity="live_fire", volumes=[{"area": {"circle": [0, 0, 0]}, "start": line.wall + MINUTE}])["lead"]
        == "red"
    )
    for asked, words in (
        ({}, "at least one volume"),
        ({"activity": "air", "volumes": [{"area": {"circle": [1]}}]}, "cannot be measured"),
        ({"activity": "air", "volumes": [{"area": {"polygon": [[0, 0, 1, 1, 0, 1]]}}], "reach_cm": 5}, "radius"),
        ({"activity": "air", "volumes": [{"area": {"corridor": [0, 0, 0, 0, 1_700_000_000]}}]}, "cannot be measured"),
    ):
        with pytest.raises(OurMistake, match=words):
            ask(a, **asked)
