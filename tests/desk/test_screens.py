"""The desk in a real Chromium: signing in by both ways, the keyboard, what is shown when the node is gone; every screen without a finding."""

import json
import tarfile

import pytest

from tools.tree import ROOT

AXE = ROOT / "console" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SCREENS = (
    "line",
    "alarms",
    "admin",
    "messages",
    "calls",
    "record",
    "record/about",
    "record/XAA/1/5",
    "contacts",
    "notices",
)
NARROW = {("day", "en"), ("dusk", "en"), ("night", "ar")}
"""Looked at on a narrow screen too: each palette and each direction."""
LOOKS = [("day", "en"), ("day", "ar"), ("dusk", "en"), ("dusk", "ar"), ("night", "en-XA"), ("night", "ar")]


def signed_in(seen, desks, name="watch", code="XAA", **fields):
    """Open a side's desk in a session that is there already."""
    look = seen(code, **fields)
    (cookie, value), _token = desks.session(name, code)
    look.context.add_cookies(
        [{"name": cookie, "value": value, "url": look.url, "httpOnly": True, "sameSite": "Strict"}]
    )
    look.page.goto(f"{look.url}/")
    look.page.wait_for_selector("header.bar")
    look.page.wait_for_selector(".side.own .name")
    return look


def comes(page, true, seconds=60):
    """Wait until something is true. Playwright's own wait evaluates text in the page, which the policy stops."""
    for _ in range(seconds * 20):
        if true():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it did not come")


def findings(look):
    """Return what axe finds; it comes in through the debugger, so the page's policy stays as it is."""
    if not AXE.exists():
        pytest.skip("the console's packages are not here; `python tools/console_build.py --dev` brings them")
    debugger = look.context.new_cdp_session(look.page)
    there = debugger.send("Runtime.evaluate", {"expression": "typeof axe", "returnByValue": True})
    if there["result"]["value"] == "undefined":  # a screen that is only turned to keeps it; it is half a megabyte
        debugger.send("Runtime.evaluate", {"expression": AXE.read_text(encoding="utf-8")})
    run = f"axe.run(document, {{runOnly: {json.dumps(RULES)}}}).then(found => JSON.stringify(found.violations.map(one => [one.id, one.nodes.map(node => node.html)])))"
    answer = debugger.send("Runtime.evaluate", {"expression": run, "awaitPromise": True, "returnByValue": True})
    debugger.detach()
    return json.loads(answer["result"]["value"])


def test_a_password_opens_the_desk_and_shows_the_line_at_a_glance(seen, desks):
    page = seen().sign_in("watch", desks.password("XAA", "watch"))
    page.wait_for_selector("text=NORMAL")
    assert page.title() == "Line · XAA · Watchline"
    strip = page.inner_text(".strip")
    for words in ("To acknowledge", "Next test in", "Last call", "s clock"):
        assert words in strip
    assert page.inner_text(".side.own .name") == "XAA"
    page.reload()
    page.wait_for_selector("header.bar")
    page.click("text=Sign out")
    page.wait_for_selector("#password")
    assert "XAA" in page.inner_text("h1")
    assert not page.query_selector(".strip")


def test_a_wrong_password_is_said_in_three_parts(seen):
    look = seen("XBB")
    look.page.goto(look.url)
    look.page.fill("#name", "nobody")
    look.page.fill("#password", "not the password")
    look.page.keyboard.press("Enter")
    said = look.page.wait_for_selector("[role=alert]").inner_text()
    assert "do not belong together" in said
    assert "Nobody is signed in" in said


def authenticator(look):
    """Give the page an authenticator that knows its owner."""
    debugger = look.context.new_cdp_session(look.page)
    debugger.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    made = debugger.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return debugger, made["authenticatorId"]


def test_a_passkey_is_enrolled_signs_in_and_releases_exactly_the_text_that_was_previewed(seen, desks, watch):
    look = signed_in(seen, desks, "fourth", "XAA")
    debugger, key = authenticator(look)
    look.page.goto(f"{look.url}/#/admin")
    look.page.click("text=Add a passkey")
    look.page.wait_for_selector("text=1 passkeys")
    assert len(debugger.send("WebAuthn.getCredentials", {"authenticatorId": key})["credentials"]) == 1
    look.page.click("text=Sign out")
    look.page.click("text=Sign in with a passkey")
    look.page.wait_for_selector("header.bar")
    draft = watch.post("/drafts", json={"message": {"text": "released by passkey"}}).json()
    other = watch.post("/drafts", json={"message": {"text": "another text"}}).json()
    by_password = f"""fetch('/api/v1/drafts/{draft["id"]}/release', given({{password: 'four words in a row'}}))"""
    steps = f"""async () => {{
        const session = await (await fetch('/api/v1/session')).json();
        const given = (body) => ({{ method: 'POST', headers: {{ 'content-type': 'application/json', 'x-watchline-token': session.token }}, body: JSON.stringify(body) }});
        const asked = await (await fetch('/api/v1/drafts/{draft["id"]}/release/options', given({{}}))).json();
        const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(asked.options);
        const credential = (await navigator.credentials.get({{ publicKey }})).toJSON();
        const password = await {by_password};
        await fetch('/api/v1/drafts/{other["id"]}/release/options', given({{}}));
        const wrong = await fetch('/api/v1/drafts/{other["id"]}/release', given({{ credential }}));
        const asked2 = await (await fetch('/api/v1/drafts/{draft["id"]}/release/options', given({{}}))).json();
        const again = (await navigator.credentials.get({{ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(asked2.options) }})).toJSON();
        const right = await fetch('/api/v1/drafts/{draft["id"]}/release', given({{ credential: again }}));
        const replay = await fetch('/api/v1/drafts/{draft["id"]}/release', given({{ credential: again }}));
        return [password.status, wrong.status, right.status, replay.status];
    }}"""
    assert look.page.evaluate(steps) == [403, 403, 200, 409]
    assert watch.get(f"/drafts/{draft['id']}").json()["released_by"] == "fourth"
    assert watch.get(f"/drafts/{other['id']}").json()["state"] == "waits"


def test_a_flash_is_seen_and_its_alarm_acknowledged_by_the_keyboard_on_all_desks(seen, desks):
    one, two = signed_in(seen, desks), signed_in(seen, desks, "second")
    with desks.client("watch", "XBB") as other:
        ref = other.post("/messages", json={"text": "Hold fire.", "precedence": "Z"}).json()["ref"]
    alert = f".alert.unacked:has-text('{ref}')"
    for look in (one, two):
        look.page.wait_for_selector(alert)
        look.page.wait_for_selector(".strip .is-alarm")
    while one.page.query_selector(alert):
        one.page.keyboard.press(" ")
        one.page.wait_for_timeout(150)
    for look in (one, two):
        look.page.wait_for_selector(alert, state="detached")
        look.page.wait_for_selector(".alert:has-text('acknowledged by watch')")


def test_the_keyboard_reaches_every_screen_and_letters_rest_in_fields(seen, desks):
    page = signed_in(seen, desks).page
    for key, name in (
        ("x", "Alarms"),
        ("a", "Admin"),
        ("m", "Messages"),
        ("r", "Record"),
        ("s", "Contacts"),
        ("l", "Line"),
    ):
        page.keyboard.press("g")
        page.keyboard.press(key)
        comes(page, lambda name=name: page.title().startswith(name))
    page.keyboard.press("?")
    page.wait_for_selector("dialog[open]")
    assert "test the line now" in page.inner_text("dialog")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog[open]", state="detached")
    for name in ("dusk", "night", "day"):
        page.keyboard.press("F9")
        comes(page, lambda name=name: page.get_attribute("html", "data-palette") == name)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"


def test_a_desk_that_hears_nothing_says_stale_and_goes_on_when_its_node_is_back(seen, desks):
    look = signed_in(seen, desks, "watch", "XBB")
    page = look.page
    page.clock.install()
    page.reload()
    page.wait_for_selector("text=NORMAL")
    node = desks.stage.nodes["XBB"]
    desks.do(node.kill())
    page.clock.fast_forward(6_000)  # with the four seconds since it may have been heard last, and two to spare
    assert "STALE" not in page.inner_text(".strip")
    page.clock.fast_forward(7_000)
    page.wait_for_selector(".strip >> text=STALE")
    assert "no news from our own node" in page.inner_text(".strip")
    assert page.query_selector(".strip .is-stale")
    desks.do(node.start())
    desks.until_up("XBB")
    page.wait_for_selector(".strip >> text=STALE", state="detached")
    page.wait_for_selector("text=NORMAL")


HOSTILE = '<img src=x onerror="window.hit=1"><script>window.hit=1</script> \u202e321\u2066 {{7*7}} javascript:alert(1)'


def test_a_text_of_the_other_party_is_data_and_its_direction_marks_are_seen(seen, desks):
    with desks.client("watch", "XBB") as other:
        refused = other.post(
            "/calls",
            json={"to": "XAA", "level": "minister", "office": HOSTILE[:60], "with_office": "x", "purpose": HOSTILE},
        )
        ref = other.post("/messages", json={"text": HOSTILE, "precedence": "P"}).json()["ref"]
    page = signed_in(seen, desks).page
    page.wait_for_selector(f".alerts >> text={ref}")
    assert page.evaluate("window.hit") is None
    assert "\u202e" not in page.inner_text("body")
    assert refused.status_code in {200, 409}


def test_the_record_is_verified_in_words_and_one_entry_is_opened_by_the_keyboard(seen, desks):
    look = signed_in(seen, desks, "second")
    page = look.page
    page.goto(f"{look.url}/#/record")
    page.wait_for_selector(".lrow")
    page.wait_for_selector("#compare-file:not([disabled])")  # what an earlier test had begun is done
    with page.expect_response(lambda answer: answer.url.endswith("/record/verify")):
        page.keyboard.press("v")
    comes(page, lambda: "Nothing is missing and nothing was changed" in page.inner_text(".verify"))
    assert "Not shown by this" in page.inner_text(".verify")
    drawn, whole = (page.locator(".lrow").count(), sum(head["size"] for head in heads(desks)))
    assert drawn < whole, "only what is in sight is drawn"
    page.keyboard.press("j")
    page.wait_for_selector("text=Proof of this entry")
    with page.expect_download() as download:
        page.click("text=Save the proof")
    assert download.value.suggested_filename.startswith("proof-")
    page.keyboard.press("Escape")
    page.wait_for_selector("text=Verify all")


def test_the_other_side_s_export_is_chosen_and_compared_in_words(seen, desks, tmp_path):
    with desks.client("second", "XBB") as other:
        other.post("/record/export", json={})
        desks.until(lambda: other.get("/record").json()["state"] == "done")
        path = tmp_path / "theirs.tar"
        path.write_bytes(other.get("/record/file").content)
    with tarfile.open(path) as file:
        file.extractall(tmp_path / "out", filter="data")
    look = signed_in(seen, desks, "second")
    page = look.page
    page.goto(f"{look.url}/#/record")
    page.wait_for_selector("#compare-file:not([disabled])")

    def compares(where, chosen):
        """Choose, wait until our node is done, and look anew: what stood there may be of an earlier file."""
        with page.expect_response(lambda answer: answer.url.endswith("/record/compare")):
            page.set_input_files(where, chosen)
        with desks.client("second") as ours:
            desks.until(lambda: ours.get("/record").json()["state"] == "done")
        page.reload()

    compares("#compare-file", path)
    page.wait_for_selector(".verify .checks li:has-text('XBB/1'):has-text('signed by XBB')")
    assert any(words in page.inner_text(".verify .words") for words in ("Both copies are the same", "Nothing differs"))
    page.wait_for_selector("#compare-folder:not([disabled])")
    compares("#compare-folder", tmp_path / "out")
    page.wait_for_selector(".verify .checks li:has-text('XBB/1'):has-text('signed by XBB')")
    page.wait_for_selector("#compare-file:not([disabled])")
    path.write_bytes(b"no export")
    page.set_input_files("#compare-file", path)
    page.wait_for_selector(".verify .fault:has-text('neither an export nor checkpoints')")
    path.write_bytes(b"x" * (5 * 1024 * 1024 + 1))
    page.set_input_files("#compare-file", path)
    page.wait_for_selector(".verify .fault:has-text('bytes are compared')")
    assert page.locator("text=Save our heads for the other side").count() == 1
    page.click("text=What a verified record shows, and what it does not")
    page.wait_for_selector("text=What it does not show")


def heads(desks):
    with desks.client("second") as client:
        return client.get("/heads").json()["heads"]


def test_a_suspension_is_written_read_again_and_then_stated_beside_what_is_measured(seen, desks):
    assert not signed_in(seen, desks).page.query_selector("text=State that we suspend")
    page = signed_in(seen, desks, "second").page
    page.click("text=State that we suspend")
    page.fill("#suspend-text", "Until further notice.")
    page.click("text=Read it again")
    with desks.client("second") as client:
        assert not client.get("/status").json()["suspended"], "the first step states nothing"
        page.click("text=State it: we suspend")
        stated = page.wait_for_selector(".stated").inner_text()
        assert "as XAA states" in stated
        assert "in fact NORMAL" in stated
        assert "Until further notice." in stated
        page.click("text=State that we resume")
        page.click("text=Read it again")
        page.click("text=State it: we resume")
        page.wait_for_selector(".stated", state="detached")
        assert not client.get("/status").json()["suspended"]


@pytest.mark.parametrize(("palette", "language"), LOOKS)
def test_every_screen_is_without_a_finding_and_within_its_width(seen, desks, palette, language):
    look = signed_in(seen, desks, "second")
    keep = f"localStorage.setItem('watchline.palette', '{palette}'); localStorage.setItem('watchline.language', '{language}')"
    look.page.evaluate(keep)
    look.page.reload()
    for width in (1440, 390) if (palette, language) in NARROW else (1440,):
        look.page.set_viewport_size({"width": width, "height": 900})
        for name in SCREENS:
            look.page.goto(f"{look.url}/#/{name}")
            look.page.wait_for_selector("main h1", state="attached")
            assert look.page.get_attribute("html", "dir") == ("rtl" if language == "ar" else "ltr")
            assert findings(look) == [], (name, width)
            assert look.page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)


def test_the_sign_in_page_is_without_a_finding(seen):
    look = seen()
    look.page.goto(look.url)
    look.page.wait_for_selector("form")
    assert findings(look) == []
