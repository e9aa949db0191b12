"""Shelving at the desk: all desks agree, no entry is written, an emergency is refused; by the form, shown with its end, and taken back."""

from tests.desk.test_screens import comes, findings, signed_in


def lasting(desks, client, ref):
    return desks.until(
        lambda: next((item for item in client.get("/alarms").json()["alarms"] if item["situation"].endswith(ref)), None)
    )


def sent(desks, precedence):
    with desks.client("watch", "XBB") as other:
        return other.post("/messages", json={"text": "Shelved or not.", "precedence": precedence}).json()["ref"]


def test_all_desks_agree_and_no_entry_is_written_and_it_outlives_a_restart(desks, watch, second):
    alarm = lasting(desks, watch, sent(desks, "P"))
    asked = {"situation": alarm["situation"], "since": alarm["since"]}
    before = watch.get("/heads").json()
    assert watch.post("/alarms/shelve", json={**asked, "minutes": 60}).status_code == 409
    assert watch.post("/alarms/shelve", json={**asked, "minutes": 481, "reason": "x"}).status_code == 400
    assert watch.post("/alarms/shelve", json={**asked, "minutes": 60, "reason": "Known here."}).status_code == 200
    with desks.client("observer") as observer:
        assert observer.post("/alarms/shelve", json={**asked, "minutes": 1, "reason": "x"}).status_code == 403
    assert watch.get("/heads").json() == before, "nothing was written"

    def at_second():
        return next(item for item in second.get("/status").json()["alarms"] if item["situation"] == alarm["situation"])

    found = at_second()["shelved"]
    assert (found["officer"], found["reason"]) == ("watch", "Known here.")
    assert found["until"] - found["at"] == 3_600_000
    desks.restart("XAA")
    assert at_second()["shelved"] == found
    assert second.post("/alarms/shelve", json={**asked, "minutes": 0}).status_code == 200
    assert at_second()["shelved"] is None
    noted = {item["what"] for item in second.get("/acts").json()["acts"]}
    assert {"alarm_shelved", "alarm_unshelved"} <= noted
    watch.post("/alarms/acknowledge", json=asked)


def test_a_flash_is_never_put_aside(desks, watch):
    alarm = lasting(desks, watch, sent(desks, "Z"))
    asked = {"situation": alarm["situation"], "since": alarm["since"], "minutes": 1, "reason": "Later."}
    refused = watch.post("/alarms/shelve", json=asked)
    assert refused.status_code == 409
    assert "Only a warning or a caution" in refused.json()["error"]["what"]
    assert lasting(desks, watch, alarm["situation"])["shelved"] is None
    watch.post("/alarms/acknowledge", json={"situation": alarm["situation"], "since": alarm["since"]})


def on_paper(page):
    """The action card is printed from the screen: black on white in the night palette too, without what is only for a screen."""
    page.evaluate("document.documentElement.dataset.palette = 'night'")
    page.emulate_media(media="print")
    look = "name => { const at = getComputedStyle(document.querySelector('.card h3')); return at.getPropertyValue(name).trim(); }"
    assert page.evaluate(look, "color") == "rgb(0, 0, 0)"
    assert page.evaluate(look, "--ground") == page.evaluate(look, "--surface") == "#fff"
    assert page.is_visible(".steps")
    assert page.inner_text(".demo").strip() == "DEMONSTRATION. What is said here says nothing about any state."
    assert not page.is_visible("#shelve-reason")
    assert not page.is_visible(".page-alarms .pick")
    page.emulate_media(media="screen")
    page.evaluate("document.documentElement.dataset.palette = 'day'")


def test_a_warning_is_put_aside_by_the_form_counted_and_taken_back(seen, desks, watch):
    situation = lasting(desks, watch, sent(desks, "P"))["situation"]
    look = signed_in(seen, desks)
    page = look.page
    page.goto(f"{look.url}/#/alarms/{situation}")
    page.wait_for_selector("#shelve-reason")
    assert not findings(look)
    on_paper(page)
    page.fill("#shelve-reason", "<b>Known</b> \u202ehere.")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Take it back from the shelf")
    words = page.inner_text(".page-alarms")
    assert "by watch: <b>Known</b> \u2039U+202E\u203ahere." in words
    comes(page, lambda: "1 shelved" in page.inner_text(".alerts"))
    assert situation.rpartition("/")[2] not in page.inner_text(".alerts")
    assert not findings(look)
    page.click("text=Take it back from the shelf")
    page.wait_for_selector("#shelve-reason")
    comes(page, lambda: "1 shelved" not in page.inner_text(".alerts"))
    watch.post("/alarms/acknowledge", json={"situation": situation, "since": lasting(desks, watch, situation)["since"]})
