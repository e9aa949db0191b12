"""Notices and the map in a real Chromium: drawn by the keyboard alone, a conflict on both desks, moved as suggested until both see it clear."""

import pytest

from tests.desk.test_screens import comes, findings, signed_in
from watchline.measure import dtg

MINUTE = 60_000
HOUR = 60 * MINUTE
WIDE = {"width": 1440, "height": 900}
WAY = {"area": {"corridor": [200_000, 481_000_000, -305_000_000, 481_000_000, -295_000_000]}, "floor": [250_000, "AMSL"], "ceiling": [350_000, "AMSL"]}  # fmt: skip


@pytest.fixture
def begins(desks):
    """A whole hour some thirty hours hence: two tests never meet in time."""
    begins.number = getattr(begins, "number", 0) + 1
    with desks.client() as client:
        return (client.get("/status").json()["at"] // HOUR + 30 + 6 * begins.number) * HOUR


def announced(desks, code, activity, *volumes, **more):
    with desks.client("watch", code) as client:
        said = client.post("/notices", json={"post": "watch", "activity": activity, "volumes": list(volumes), **more})
    assert said.status_code == 200, said.text
    return said.json()["ref"]


def flight(desks, begins):
    return announced(
        desks, "XBB", "air", WAY | {"start": begins + 50 * MINUTE, "end": begins + 90 * MINUTE}, name="Survey flight"
    )


def opened(seen, desks, ref, code="XAA", **fields):
    look = signed_in(seen, desks, code=code, viewport=WIDE, **fields)
    look.page.goto(f"{look.url}/#/notices/{ref}")
    look.page.wait_for_selector(".onenotice")
    return look


def draft(page, **fields):
    """Fill in the form of a notice by the keyboard, field by field."""
    page.wait_for_selector("form[aria-label='New notice']")
    for name, value in fields.items():
        at = page.locator(f"#nd-{name}")
        at.focus()
        if name in {
            "activity",
            "shape",
        }:  # a list of the browser: how it is typed into is its own affair, and depends on pace
            at.select_option(label=value)
        else:
            page.keyboard.insert_text(value)


def test_an_area_typed_beside_a_planned_flight_is_a_conflict_on_both_desks_until_it_is_moved(seen, desks, begins):
    planned = flight(desks, begins)
    first, second = opened(seen, desks, planned), opened(seen, desks, planned, "XBB")
    page = first.page
    page.locator("main").focus()
    page.keyboard.press("n")
    draft(
        page,
        activity="live fire",
        shape="circle",
        positions="48°00.0'N 030°00.0'W",
        reach="5 km",
        ceiling="3000 m AMSL",
        name="Range 5",
    )
    draft(page, **{"from": dtg(begins), "to": dtg(begins + 53 * MINUTE)})
    page.wait_for_selector(".verdict .word:has-text('CONFLICT')")
    assert planned in page.inner_text(".verdict")
    assert findings(first) == []
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("form[aria-label='New notice']", state="detached")
    comes(page, lambda: planned not in page.inner_text(".onenotice h3") and "alike" in page.inner_text(".onenotice"))
    fire = page.inner_text(".onenotice h3 .ref").strip()
    said = page.inner_text(".onenotice .verdict")
    comes(
        second.page,
        lambda: fire in second.page.inner_text("main") and "alike" in second.page.inner_text(".onenotice .verdict"),
    )
    other = second.page.inner_text(".onenotice .verdict")
    for measure in ("Lateral", "Vertical", "Time"):
        assert [row for row in said.splitlines() if measure in row] == [
            row for row in other.splitlines() if measure in row
        ]
    assert "CONFLICT" in other
    assert findings(second) == []

    page.keyboard.press("m")
    page.wait_for_selector("form[aria-label='Amend a notice']")
    take = page.wait_for_selector("form .verdict .acts button")
    assert "it is CLEAR" in take.inner_text()
    take.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("form .verdict .word:has-text('CLEAR'), form .verdict .word:has-text('NEAR')")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("form[aria-label='Amend a notice']", state="detached")
    for look in (first, second):
        look.page.goto(f"{look.url}/#/notices/{fire}")
        comes(
            look.page,
            lambda look=look: (
                "CLEAR" in look.page.inner_text(".onenotice .verdict")
                and "alike" in look.page.inner_text(".onenotice .verdict")
            ),
        )
    assert first.wrong == second.wrong == []


def test_what_another_party_announced_is_read_and_noted_by_the_keyboard(seen, desks, begins):
    planned = flight(desks, begins)
    look = opened(seen, desks, planned)
    page = look.page
    page.locator("main").focus()
    page.keyboard.press("Enter")
    comes(page, lambda: "read it" in page.inner_text(".onenotice"))
    page.keyboard.press("u")
    page.wait_for_selector("#n-note-text")
    page.keyboard.insert_text("Noted for planning.")
    page.keyboard.press("Control+Enter")
    comes(page, lambda: "notes it without recognition" in page.inner_text(".onenotice"))
    assert "Noted for planning." in page.inner_text(".onenotice")


def test_a_third_state_that_an_activity_concerns_and_a_zone_of_our_own_are_named_beside_it(seen, desks, begins):
    area = {"area": {"circle": [500_000, 470_800_000, -300_000_000]}, "start": begins, "end": begins + HOUR}
    look = opened(seen, desks, announced(desks, "XAA", "live_fire", area))
    page = look.page
    page.wait_for_selector("section[aria-label='Third states'] :text('it concerns Side C, which XAA tells')")
    page.click("button:has-text('We told Side C')")
    page.wait_for_selector("#n-told-text")
    page.keyboard.insert_text("To its attaché.")
    assert findings(look) == []
    page.keyboard.press("Control+Enter")
    comes(page, lambda: "states that it told Side C of version 1" in page.inner_text(".onenotice"))
    assert "has not stated" not in page.inner_text("section[aria-label='Third states']")
    with desks.client() as client, desks.client("watch", "XBB") as other:
        kept = client.post("/zones", json={"name": "Ours alone", "volumes": [{"area": area["area"]}], "lateral_m": 500})
        assert kept.status_code == 200, kept.text
        page.reload()
        page.wait_for_selector("section[aria-label='Our own zones'] :text('Ours alone')")
        page.locator("main").focus()
        page.keyboard.press("z")
        page.wait_for_selector("section[aria-label='Our own zones'] a .ref")
        assert findings(look) == []
        assert "Ours alone" not in [zone["name"] for zone in other.get("/zones").json()["zones"]]
        page.click("button:has-text('Forget Ours alone')")
        comes(page, lambda: "No zone is noted" in page.inner_text("main"))
        assert client.post("/zones/drop", json={"name": "Ours alone"}).status_code == 409
        file = client.get("/notices/calendar", params={"days": 90})
        assert file.headers["content-type"].startswith("text/calendar")
        assert "attachment" in file.headers["content-disposition"]
        assert b"BEGIN:VEVENT" in file.content
    assert look.wrong == []


def test_hostile_words_of_another_party_are_text(seen, desks, begins):
    words = "<img src=x onerror=alert(1)>\u202e reversed"
    ref = announced(
        desks, "XBB", "air", WAY | {"start": begins, "end": begins + HOUR}, name=words[:30], text=words, language="en"
    )
    look = opened(seen, desks, ref)
    comes(look.page, lambda: "U+202E" in look.page.inner_text(".onenotice"))
    assert look.page.query_selector("main img") is None
    assert look.wrong == []


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("positions", "130.5 48.0", "exchanged"),
        ("positions", "somewhere", "latitude first"),
        ("reach", "five miles", "5 NM"),
        ("ceiling", "high", "FL100"),
        ("to", "tomorrow", "221530Z NOV 26"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field_and_nothing_can_be_signed(seen, desks, begins, field, typed, said):
    look = opened(seen, desks, flight(desks, begins))
    look.page.keyboard.press("n")
    draft(look.page, shape="circle", **{field: typed})
    comes(look.page, lambda: said in look.page.inner_text(f"#nd-{field}-is"))
    assert look.page.is_disabled("form button[type=submit]")


def test_the_chart_is_looked_at_from_above_a_pole_and_a_file_of_ones_own_stays_here(seen, desks, begins, tmp_path):
    look = opened(seen, desks, flight(desks, begins))
    page = look.page
    own = tmp_path / "own.geojson"
    own.write_text(
        '{"type": "Feature", "properties": {}, "geometry": {"type": "LineString", "coordinates": [[-31, 48], [-29, 49]]}}'
    )
    page.set_input_files("input[type=file]", own)
    comes(page, lambda: "own.geojson, 1 features" in page.inner_text(".mapside"))
    own.write_text("no GeoJSON at all")
    page.set_input_files("input[type=file]", own)
    comes(page, lambda: "is not used" in page.inner_text(".mapside"))
    for key in ("v", "v", "v", "+", "-", "f", "]", "[", "0", "ArrowLeft"):
        page.keyboard.press(key)
        page.wait_for_timeout(60)
    assert page.query_selector(".chart-host canvas") is not None
    assert look.wrong == []


def test_what_was_in_force_is_asked_by_position_height_and_minute(seen, desks, begins):
    ref = announced(desks, "XBB", "air", WAY | {"start": begins, "end": begins + HOUR})
    look = opened(seen, desks, ref)
    page = look.page
    page.keyboard.press("i")
    page.wait_for_selector("#then-position")
    page.fill("#then-position", "48.1 -30.0")
    page.fill("#then-height", "3000 m AMSL")
    page.fill("#then-at", dtg(begins + MINUTE))
    page.keyboard.press("Control+Enter")
    comes(page, lambda: ref in page.inner_text("section[aria-label='In force here and then']"))
    page.fill("#then-height", "9000 m AMSL")
    page.keyboard.press("Control+Enter")
    comes(page, lambda: "No notice that stood then" in page.inner_text("section[aria-label='In force here and then']"))


NOTAM = """A0123/26 NOTAMN
Q) XXXX/QWMLW/IV/BO/W/000/100/4800N03000W005
A) XXXX B) 2611240500 C) 2611240600
E) LIVE FIRING WI 5NM RADIUS OF 480000N0300000W
F) SFC G) FL100"""


def test_a_notam_becomes_a_draft_and_what_it_leaves_open_is_asked(seen, desks, begins):
    page = opened(seen, desks, flight(desks, begins)).page
    page.keyboard.press("l")
    page.wait_for_selector("#ff-text")
    page.fill("#ff-text", NOTAM.replace("C) 2611240600", "C) 2611240600 EST"))
    page.click("text=What is understood")
    page.wait_for_selector("form .onenotice")
    take = page.locator("text=Make a draft of it")
    assert take.is_disabled(), "an estimated end is asked about first"
    page.locator("form .onenotice select").select_option("as-estimated")
    comes(page, take.is_enabled)
    take.click()
    page.wait_for_selector("form[aria-label='New notice']")
    assert page.input_value("#nd-reach") == "5 NM"
    assert page.input_value("#nd-ceiling") == "FL100"
    assert page.input_value("#nd-to") == "240600Z NOV 26"


def test_a_grid_reference_becomes_a_position(seen, desks, begins):
    page = opened(seen, desks, flight(desks, begins)).page
    page.keyboard.press("n")
    draft(page, shape="circle", positions="33UUP 14855 60445")
    page.locator("#nd-reach").focus()
    comes(page, lambda: page.input_value("#nd-positions").startswith("48."))
    lat, lon = map(float, page.input_value("#nd-positions").split())
    assert (round(lat, 2), round(lon, 2)) == (48.37, 12.5)
