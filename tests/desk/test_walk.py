"""The five minutes of a newcomer: with what the demonstration prints and what the screens say alone; and the pictures of them in the documents.

`make pictures` takes the pictures anew, with a year of history, and writes beside them what stood on each. This test walks the same way and
compares that, so that no picture shows a screen that is no more; pixels are not compared.
"""

import json
import os
import re
from pathlib import Path

import pytest

from tests.desk.conftest import Desks, Seen
from tests.desk.pictures import small
from tests.desk.test_screens import comes
from tools.tree import ROOT
from watchline.demo.stage import CODES

WRITES = bool(os.environ.get("WATCHLINE_PICTURES"))
IMAGES = ROOT / "docs" / "images"
OUTLINES = IMAGES / "outlines.json"
LOOKS_AT = "main h1, main section:not(.raised) h2, header.bar nav a, .strip .k"


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    made = Desks(tmp_path_factory.mktemp("walk") / "line", days=365 if WRITES else 2)
    try:
        made.up()
        yield made
    finally:
        made.close()


class Walk:
    """Both desks beside each other, signed in as the demonstration says; what stood on each screen of which a picture is taken."""

    def __init__(self, stage, chromium):
        self.stage, self.outlines = stage, {}
        self.empty = chromium.new_page() if WRITES else None
        self.looks = {
            code: Seen(chromium.new_context(viewport={"width": 1200, "height": 760}), stage.url(code)) for code in CODES
        }
        self.page = {}
        for code, look in self.looks.items():
            found = stage.stage.desks[code]
            self.page[code] = look.sign_in(found.names[0], found.password)
            self.page[code].wait_for_selector(".side.own .name")

    def picture(self, name, code):
        page = self.page[code]
        said = page.eval_on_selector_all(LOOKS_AT, "found => found.map(one => one.innerText)")
        plain = (
            re.sub(r"\b[A-Z0-9]{2,8}(?=-0)", "", re.sub(r"\d+", "0", " ".join(one.split())).removesuffix(" 0 not read"))
            for one in said
        )
        self.outlines[name] = list(dict.fromkeys(filter(None, plain)))
        if WRITES:
            (IMAGES / f"{name}.png").write_bytes(small(self.empty, page.screenshot()))

    def step(self, code):
        """Return what the guide says now."""
        return self.page[code].inner_text(".guide")

    def next_step(self, code, words):
        comes(self.page[code], lambda: words in self.step(code))

    def keys(self, code, *keys):
        for key in keys:
            self.page[code].keyboard.press(key)

    def close(self):
        wrong = [words for look in self.looks.values() for words in look.wrong]
        for look in self.looks.values():
            look.context.close()
        if self.empty is not None:
            self.empty.close()
        assert not wrong


@pytest.fixture
def walk(stage, chromium):
    made = Walk(stage, chromium)
    yield made
    made.close()


def answers_a_test(walk):
    a, b = walk.page["XAA"], walk.page["XBB"]
    a.wait_for_selector(".strip >> text=NORMAL")
    walk.picture("line", "XAA")
    with walk.stage.client("watch", "XAA") as client:
        client.post("/tests", json={})  # the one of the calendar may have come and gone
    b.wait_for_selector(".alert:has(.lvl):has-text('line test')")
    walk.picture("test", "XBB")
    with walk.stage.client("watch", "XBB") as client:
        while "test/" in str(client.get("/alarms").json()["alarms"]):
            walk.keys("XBB", "y")
            b.wait_for_timeout(300)


def sends_a_flash(walk):
    a = walk.page["XAA"]
    if "line test" in walk.step("XAA"):
        a.click(".guide >> text=Next step")
    walk.next_step("XAA", "Send a FLASH")
    walk.keys("XAA", "g", "m")
    a.wait_for_selector("main.page-msg section h2:has-text('D-')")  # the list came, and its first message is before him
    walk.keys("XAA", "n")
    a.wait_for_selector("#compose-text:focus")
    a.keyboard.type("Your aircraft is inside the notified area. Turn away at once.")
    a.select_option("#compose-precedence", "Z")
    a.wait_for_selector(".compose .btn.main:not([disabled])")
    walk.picture("flash-before-it-is-signed", "XAA")
    before = a.inner_text("main section h2 bdi")
    walk.keys("XAA", "Control+Enter")
    comes(a, lambda: a.inner_text("main section h2 bdi") not in {before, ""})
    return a.inner_text("main section h2 bdi")


def reads_and_acknowledges(walk, ref):
    b = walk.page["XBB"]
    b.wait_for_selector(f".alert.unacked:has-text('{ref}')")
    walk.picture("flash-rings", "XBB")
    while b.query_selector(".alert.unacked"):
        walk.keys("XBB", " ")
        b.wait_for_timeout(200)
    b.goto(f"{walk.stage.url('XBB')}/#/messages/{ref}")
    b.wait_for_selector("button:has-text('Sign read')")
    walk.keys("XBB", "Enter")
    b.wait_for_selector("button:has-text('Understood')")
    walk.keys("XBB", "u")
    b.wait_for_selector("text=XBB: understood")
    walk.picture("flash-acknowledged", "XBB")
    walk.next_step("XAA", "cuts a circuit")


def loses_a_circuit(walk):
    a = walk.page["XAA"]
    walk.keys("XAA", "g", "l")
    a.wait_for_selector(".strip >> text=1 of 2 circuits")
    walk.picture("circuit-cut", "XAA")
    walk.next_step("XAA", "it stops one side")
    walk.stage.stage.restore("alpha")


def loses_a_node(walk):
    a, b = walk.page["XAA"], walk.page["XBB"]
    walk.stage.do(walk.stage.stage.nodes["XBB"].kill())
    walk.keys("XBB", "g", "l")  # the screen is opened when nothing can be asked for any more
    b.wait_for_selector(".strip >> text=STALE")
    assert "Not known yet" in b.inner_text("main"), "what could not be asked for is not said to be nothing"
    assert "Nothing is due" not in b.inner_text("main")
    walk.picture("own-node-stopped", "XBB")
    a.wait_for_selector(".strip .is-alarm, .strip .is-warn")
    comes(a, lambda: any(word in a.inner_text(".strip") for word in ("UNANSWERED", "DARK")))
    walk.picture("other-node-stopped", "XAA")
    walk.stage.do(walk.stage.stage.nodes["XBB"].start())
    b.wait_for_selector(".strip >> text=STALE", state="detached")
    walk.next_step("XAA", "Verify the record")


def verifies_the_record(walk):
    a = walk.page["XAA"]
    walk.keys("XAA", "g", "r")
    a.wait_for_selector(".lrow")
    walk.keys("XAA", "v")
    comes(a, lambda: "Nothing is missing and nothing was changed" in a.inner_text(".verify"))
    walk.picture("record-verified", "XAA")
    walk.next_step("XAA", "Ask the other side for a call")


def goes_on(walk):
    a = walk.page["XAA"]
    while a.query_selector(".alert.unacked"):
        walk.keys("XAA", " ")
        a.wait_for_timeout(200)
    walk.keys("XAA", "g", "c")
    a.wait_for_selector("main.page-calls >> text=Ask for a call")
    walk.keys("XAA", "c")
    a.wait_for_selector("#request-level:focus")
    for field, value in (("office", "chief of staff"), ("with_office", "chief of staff"), ("purpose", "the aircraft")):
        a.fill(f"#request-{field}", value)
    a.wait_for_timeout(300)
    walk.picture("call-request", "XAA")
    with walk.stage.client("watch", "XAA") as client:
        said = {"to": "XBB", "office": "chief of staff", "with_office": "chief of staff", "purpose": "the aircraft"}
        level = client.get("/calendar").json()["ladder"]
        answer = client.post("/calls", json={**said, "level": level[-1]})
        assert answer.status_code == 200, answer.text
    walk.next_step("XAA", "84 days")
    a.keyboard.press("Escape")
    a.click("header.bar nav >> text=Contacts")
    walk.next_step("XAA", "what the press says")
    a.wait_for_selector(".page-con section.raised h2")
    a.wait_for_timeout(500)
    walk.picture("contacts", "XAA")
    a.click(".guide >> text=Go there")
    a.wait_for_selector("button:has-text('Show the guide from its first step')")
    a.wait_for_timeout(500)
    walk.picture("press", "XAA")
    a.reload()
    a.wait_for_selector("button:has-text('Show the guide from its first step')")
    a.click("text=Show the guide from its first step")
    walk.next_step("XAA", "line test")
    a.click(".guide >> text=Hide the guide")
    a.wait_for_selector(".guide", state="detached")


def test_a_newcomer_is_led_through_the_first_five_minutes_and_the_pictures_show_what_he_sees(walk):
    answers_a_test(walk)
    walk.stage.stage.cut("alpha")  # as the key c does; it is shown fifteen seconds later
    ref = sends_a_flash(walk)
    reads_and_acknowledges(walk, ref)
    loses_a_circuit(walk)
    loses_a_node(walk)
    verifies_the_record(walk)
    goes_on(walk)
    text = json.dumps(walk.outlines, indent=1, ensure_ascii=False) + "\n"
    if WRITES:
        OUTLINES.write_text(text, encoding="utf-8")
    assert OUTLINES.read_text(encoding="utf-8") == text, (
        "the screens are not those of the pictures: run make pictures, and look at them"
    )


def test_every_picture_is_small_shown_in_a_document_and_described():
    taken = set(json.loads(OUTLINES.read_text(encoding="utf-8")))
    assert {path.stem for path in IMAGES.glob("*.png")} == taken
    assert all(path.stat().st_size < 100_000 for path in IMAGES.glob("*.png"))
    shown = {}
    for path in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md")):
        for words, target in re.findall(r"!\[([^]]*)\]\(([^)]+\.png)\)", path.read_text(encoding="utf-8")):
            shown[Path(target).stem] = words
            assert (path.parent / target).is_file(), target
    assert set(shown) == taken
    assert all(len(words) > 20 for words in shown.values()), (
        "what a picture shows stands in words for those who do not see it"
    )
