"""Messages and calls on the screen: by the keyboard alone, with what is typed checked by the node, and nothing of it lost."""

import json

import pytest

from tests.desk.test_screens import HOSTILE, authenticator, comes, findings, signed_in
from watchline.measure import dtg

HOUR_MS = 3_600_000
READY = ".compose .btn.main:not([disabled])"
"""The node checked what stands in the draft now: until then nothing is signed or put before anybody."""


def drafts_of(client):
    return {item["id"]: item for item in client.get("/drafts").json()["drafts"]}


def as_officer(look, desks, name):
    """Go on in another officer's session."""
    (cookie, value), _token = desks.session(name)
    look.context.add_cookies(
        [{"name": cookie, "value": value, "url": look.url, "httpOnly": True, "sameSite": "Strict"}]
    )


def with_a_passkey(look):
    """Let the officer who signed in enrol a passkey, then sign out."""
    page = look.page
    authenticator(look)
    page.goto(f"{look.url}/#/admin")
    page.click("text=Add a passkey")
    page.wait_for_selector("text=1 passkeys")
    page.click("text=Sign out")
    page.wait_for_selector("#password")


def acknowledged_and_chosen(page, ref):
    """Acknowledge the alert of a message and go to it."""
    page.wait_for_selector(f".alert.unacked:has-text('{ref}')")
    while page.query_selector(f".alert.unacked:has-text('{ref}')"):
        page.keyboard.press(" ")
        page.wait_for_timeout(200)
    page.keyboard.press("g")
    page.keyboard.press("m")
    page.wait_for_selector(f".mrow.unread:has-text('{ref}')")
    for key in 40 * "k" + 40 * "j":
        if page.query_selector(f".mrow.sel:has-text('{ref}')"):
            break
        page.keyboard.press(key)
        page.wait_for_timeout(50)
    page.wait_for_selector(f"section h2:has-text('{ref}')")


def read_and_read_back(page):
    page.wait_for_selector("text=Our forces at")
    page.wait_for_selector("text=Наши силы в точке")
    page.keyboard.press("Enter")
    page.wait_for_selector("button:has-text('Understood')")
    page.keyboard.press("b")
    page.wait_for_selector("#words:focus")
    page.keyboard.type("under fire at 42F XL 5160 4430, cease fire")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=XAA: read back")


def test_by_the_keyboard_alone_a_flash_is_acknowledged_read_answered_by_phrase_and_released_by_a_second_officer(
    seen, desks, watch
):
    look = signed_in(seen, desks, "fifth")
    page, keys = look.page, look.page.keyboard
    with_a_passkey(look)
    as_officer(look, desks, "watch")
    page.goto(f"{look.url}/")
    page.reload()
    page.wait_for_selector(".side.own .name")
    with desks.client("watch", "XBB") as other:
        said = {"phrases": [{"code": "WN01", "params": {"position": "42F XL 5160 4430"}}], "precedence": "Z"}
        ref = other.post("/messages", json={**said, "language": "ru"}).json()["ref"]
        acknowledged_and_chosen(page, ref)
        assert not watch.get(f"/messages/{ref}").json()["read"]["by"], "the alert's acknowledgement signs nothing"
        read_and_read_back(page)
        keys.press("r")
        page.wait_for_selector("#compose-code:focus")
        keys.type("WN06")
        keys.press("Enter")
        page.wait_for_selector(".params .in:focus")
        assert page.input_value(".params .in") == ref
        page.wait_for_selector(READY)
        keys.press("Control+Enter")
        page.wait_for_selector("text=Releaser, second officer")
        waits = [item for item in drafts_of(watch).values() if item["state"] == "waits"][-1]
        assert waits["message"]["refs"] == [ref]
        assert waits["digest"] in page.inner_text(".compose .bytes >> nth=0")
        keys.press("Control+Shift+Enter")
        page.wait_for_selector("#release-name:focus")
        keys.type("fifth")
        keys.press("Control+Shift+Enter")
        comes(page, lambda: drafts_of(watch)[waits["id"]]["state"] == "released")
        released = drafts_of(watch)[waits["id"]]
        assert (released["drafted_by"], released["released_by"]) == ("watch", "fifth")
        page.wait_for_selector(f"section h2:has-text('{released['ref']}')")
        comes(page, lambda: other.get(f"/messages/{released['ref']}").status_code == 200)
        assert other.get(f"/messages/{released['ref']}").json()["phrases"][0]["code"] == "WN06-X"


def test_a_draft_outlives_a_reload_and_a_session_that_ended_and_is_nobody_elses(seen, desks, watch):
    look = signed_in(seen, desks)
    page = look.page
    page.goto(f"{look.url}/#/messages")
    page.wait_for_selector("main.page-msg")
    page.keyboard.press("n")
    page.wait_for_selector("#compose-text:focus")
    page.keyboard.type("half a sentence")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.wait_for_selector("dialog[open]")
    page.keyboard.press("Escape")
    page.reload()
    page.wait_for_selector("#compose-text")
    assert page.input_value("#compose-text") == "half a sentence"
    page.wait_for_selector(READY)
    look.context.clear_cookies()
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#password")
    for name, there in (("second", False), ("watch", True)):
        as_officer(look, desks, name)
        page.reload()
        page.wait_for_selector("main.page-msg")
        page.wait_for_selector("section.compose")
        assert bool(page.query_selector("#compose-text")) is there
    before = len(watch.get("/messages").json()["messages"])
    page.wait_for_selector(READY)
    page.focus("#compose-text")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("section h2:has-text('XAA-')")
    assert "half a sentence" in page.inner_text("main")
    assert page.evaluate("localStorage.getItem('watchline.draft.XAA.watch')") is None
    assert before


def test_what_is_previewed_is_refused_by_the_words_of_the_node(watch):
    wrong = {"phrases": [{"code": "CL01", "params": {"level": "3", "minutes": "soon"}}], "precedence": "P"}
    found = watch.post("/messages/preview", json=wrong).json()
    assert not found["ready"]
    assert set(found["phrases"][0]["faults"]) == {"dtg", "minutes"}
    refused = watch.post("/messages", json={**wrong, "phrases": [{**wrong["phrases"][0], "code": "AC12"}]}).json()
    one = watch.post("/messages/preview", json={**wrong, "phrases": [{**wrong["phrases"][0], "code": "AC12"}]}).json()
    assert refused["error"]["what"].endswith("; ".join(one["phrases"][0]["faults"].values()))
    slow = {"phrases": [{"code": "WN01-8", "params": {"position": "42F XL 5160 4430"}}], "precedence": "R"}
    words = watch.post("/messages", json=slow).json()["error"]["what"]
    assert watch.post("/messages/preview", json=slow).json()["phrases"][0]["problem"] == words
    right = watch.post("/messages/preview", json={**slow, "precedence": "Z"}).json()
    assert right["ready"]
    assert {text["language"] for text in right["phrases"][0]["texts"]} == {"en", "ru", "uk", "fr", "ar", "zh"}
    assert bytes.fromhex(right["bytes"]).find(b"42F XL 5160 4430") > 0
    assert right["size"] == len(right["bytes"]) // 2
    assert any("reads it back" in rule for rule in right["rules"])


def test_hidden_characters_and_look_alikes_of_the_other_party_are_named_beside_the_text(seen, desks):
    with desks.client("watch", "XBB") as other:
        text = HOSTILE + " See р\u0430ypal."  # noqa: RUF001
        ref = other.post("/messages", json={"text": text, "precedence": "R"}).json()["ref"]
    look = signed_in(seen, desks)
    page = look.page
    page.goto(f"{look.url}/#/messages/{ref}")
    page.wait_for_selector("text=This text has hidden characters.")
    assert "U+202E" in page.inner_text(".two")
    page.wait_for_selector("text=Letters of two alphabets look alike here.")
    assert "U+0430" in page.inner_text("main")
    assert "\u202e" not in page.inner_text("body")
    assert page.evaluate("window.hit") is None
    assert findings(look) == []


def test_the_list_draws_what_is_in_sight_and_brings_the_rest_by_pages(seen, desks, watch):
    look = signed_in(seen, desks)
    page = look.page
    asked = []
    look.context.on("request", lambda request: "/messages?" in request.url and asked.append(request.url))
    page.goto(f"{look.url}/#/messages")
    page.wait_for_selector(".mrow")
    # The last of the list: the oldest that waits for nobody.
    found = watch.get("/messages", params={"limit": 500}).json()["messages"]
    oldest = next(item["ref"] for item in found if not item["acknowledged"]["not_by"])
    for _ in range(60):
        page.evaluate("document.querySelector('.vlist').scrollTop = 1e9")
        page.wait_for_timeout(100)
        if page.query_selector(f".mrow:has-text('{oldest}')"):
            break
    page.wait_for_selector(f".mrow:has-text('{oldest}')")
    assert len(page.query_selector_all(".mrow")) < 40
    assert any("before=" in url for url in asked)


def test_a_call_is_asked_for_by_the_keyboard_and_accepted_on_the_other_side(seen, desks, watch):
    look = signed_in(seen, desks)
    page = look.page
    page.goto(f"{look.url}/#/calls")
    page.wait_for_selector("main.page-calls")
    page.keyboard.press("c")
    page.wait_for_selector("#request-level:focus")
    for field, value in (("office", "chief of staff"), ("with_office", "chief of staff"), ("purpose", "the buoy")):
        page.fill(f"#request-{field}", value)
    page.fill("#request-from1", "tomorrow")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#request-from1[aria-invalid=true]")
    begins = watch.get("/status").json()["at"] // HOUR_MS * HOUR_MS + 400 * 24 * HOUR_MS
    page.fill("#request-from1", dtg(begins))
    page.fill("#request-to1", dtg(begins + HOUR_MS))
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#request-level", state="detached")
    page.wait_for_selector("section h2:has-text('Call D-XAA-')")
    ref = page.inner_text("section.raised h2 bdi")
    other = signed_in(seen, desks, "watch", "XBB").page
    other.goto(f"{desks.url('XBB')}/#/calls/{ref}")
    other.wait_for_selector("button:has-text('Sign read')")
    other.keyboard.press("Enter")
    other.wait_for_selector(".t28:has-text('Read, no answer yet')")
    other.keyboard.press("a")
    other.wait_for_selector("#call_accepted-at:focus")
    assert other.input_value("#call_accepted-at") == dtg(begins)
    other.keyboard.press("Control+Enter")
    other.wait_for_selector(".t28:has-text('Scheduled')")
    page.wait_for_selector(".t28:has-text('Scheduled')")
    page.wait_for_selector(f".next2 >> text={dtg(begins)}")
    assert watch.get(f"/calls/{ref}").json()["state"] == "scheduled"


COUNTED = """window.tones = 0; const make = AudioContext.prototype.createOscillator;
AudioContext.prototype.createOscillator = function () { window.tones += 1; return make.call(this); };"""


def test_an_alarm_sounds_until_it_is_acknowledged_on_any_desk(seen, desks):
    one = seen()
    one.context.add_init_script(COUNTED)
    told = []
    one.context.on("request", lambda request: request.url.endswith("/armed") and told.append(request.post_data))
    as_officer(one, desks, "watch")
    one.page.goto(f"{one.url}/")
    one.page.wait_for_selector(".side.own .name")
    one.page.keyboard.press("Shift")
    one.page.wait_for_selector("button:has-text('Sound on')")
    with desks.client("watch", "XBB") as other:
        other.post("/messages", json={"text": "Look at once.", "precedence": "O"})
    one.page.wait_for_selector(".alert.unacked")
    comes(one.page, lambda: one.page.evaluate("window.tones") >= 8)
    comes(one.page, lambda: '{"armed":true}' in told)  # the node knows that a desk of ours can sound

    def silent():
        """An alarm of another story may begin meanwhile; it is acknowledged too."""
        desks.quiet()
        one.page.wait_for_selector(".alert.unacked", state="detached")
        after = one.page.evaluate("window.tones")
        one.page.wait_for_timeout(2500)
        return one.page.evaluate("window.tones") == after

    comes(one.page, silent)
    one.page.click("button:has-text('Sound on')")
    one.page.wait_for_selector("button:has-text('Sound OFF')")


@pytest.mark.parametrize(("palette", "language"), [("day", "en"), ("dusk", "ar"), ("night", "ar")])
def test_composing_releasing_and_a_card_are_without_a_finding_at_any_width(seen, desks, second, palette, language):
    for draft in second.get("/drafts").json()["drafts"]:
        if draft["state"] == "waits":
            second.post(f"/drafts/{draft['id']}/return", json={"words": "tidied"})
    second.post("/drafts", json={"message": {"text": "waits for a second officer"}})
    look = signed_in(seen, desks)
    page = look.page
    said = {
        "id": "", "text": "", "precedence": "Z", "to": [], "language": "en", "post": "watch", "refs": [], "began": 1,
        "phrases": [{"code": "WN01-8", "params": {"position": "42F XL 5160 4430"}, "op": "", "ref": ""}],
    }  # fmt: skip
    keep = {"watchline.palette": palette, "watchline.language": language, "watchline.beside": "ar"}
    with desks.client("watch", "XBB") as other:
        other.post("/messages", json={"text": "An alarm with a card.", "precedence": "P"})
    for width, composing in ((1440, True), (320, True), (1440, False), (320, False), (2560, False)):
        page.set_viewport_size({"width": width, "height": 900})
        kept = {**keep, "watchline.draft.XAA.watch": json.dumps(said) if composing else ""}
        page.evaluate("kept => Object.entries(kept).forEach(([key, value]) => localStorage.setItem(key, value))", kept)
        for name in ("messages", "calls", "alarms"):
            page.goto(f"{look.url}/#/{name}")
            page.reload()
            page.wait_for_selector("main h1", state="attached")
            if name == "messages":
                page.wait_for_selector(".compose .bytes" if composing else "#release-name", state="attached")
            page.wait_for_timeout(200)
            assert findings(look) == [], (name, width)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
