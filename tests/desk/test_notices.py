"""Notices and the map in a real Chromium: two sides' areas, the conflict of two of them, a draft that is moved until it is clear."""

from tests.desk.test_screens import comes, findings, signed_in

FIRE = {"area": {"polygon": [[-489500000, 702000000, -488700000, 710000000, -492500000, 713000000, -494800000, 706500000, -492200000, 701500000]]}, "floor": [0, "AMSL"], "ceiling": [300000, "AMSL"]}
WAY = {"area": {"corridor": [500000, -486000000, 697500000, -490500000, 704500000, -491000000, 718000000]}, "floor": [150000, "AMSL"], "ceiling": [600000, "AMSL"]}


def test_try(seen, desks):
    now = desks.client("watch", "XAA").get("/session").json()
    print(now)
    import time
    a, b = desks.client("watch", "XAA"), desks.client("watch", "XBB")
    st = a.get("/status").json(); t0 = st["at"]
    hour = 3600000
    r = a.post("/notices", json={"post": "watch", "activity": "live_fire", "name": "Range north", "text": "Live fire in the northern range.", "language": "en", "volumes": [FIRE | {"start": t0 + hour, "end": t0 + 4*hour}]})
    print(r.status_code, r.text[:500])
    r = b.post("/notices", json={"post": "watch", "activity": "air", "volumes": [WAY | {"start": t0 + 2*hour, "end": t0 + 5*hour}]})
    print(r.status_code, r.text[:500])
    time.sleep(3)
    print(a.get("/conflicts?state=all").text[:3000])
    look = signed_in(seen, desks, viewport={"width":1440,"height":900})
    page = look.page
    page.on("console", lambda m: print("CONSOLE", m.text)); page.on("pageerror", lambda e: print("ERR", e))
    page.goto(look.url+"/#/notices"); page.wait_for_timeout(4000); print(page.inner_text("main")[:800])
    page.screenshot(path="/tmp/int-tools/n1.png")
    page.keyboard.press("m"); page.wait_for_timeout(2500)
    page.screenshot(path="/tmp/int-tools/n2.png")
    print(findings(look), look.__dict__)
    assert 0
