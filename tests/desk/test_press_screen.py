"""The press on the screen: decided by the keyboard alone, hostile words that do nothing, every palette and direction without a finding."""

import base64

import pytest

from tests.desk.test_press import FIRST, added, given, report_of
from tests.desk.test_screens import LOOKS, comes, findings, signed_in

NARROW = {("day", "en"), ("night", "ar")}
"""Looked at on a narrow screen too; the widths hang on no palette."""
ATTACKS = (
    '<img src=x onerror="window.hit=1">',
    "<script>window.hit=1</script>",
    '"><svg onload=window.hit=1>',
    "javascript:window.hit=1",
    "{{constructor.constructor('window.hit=1')()}}",
    "</textarea></title><iframe srcdoc='<script>parent.hit=1</script>'>",
)
BIDI = "\u202e84 syad\u202c \u2066isolate\u2069 \u200bzero \u061cmark"
STORY = f"Lloyd Austin spoke by phone with Sergei Shoigu on Friday {' '.join(ATTACKS)} {BIDI} \U0001f4de.\n"


def at_press(seen, desks, ref="", name="second", **fields):
    look = signed_in(seen, desks, name, **fields)
    look.page.goto(f"{look.url}/#/press/{ref}")
    look.page.wait_for_selector(".press-list p.t12")  # the first answer is drawn: by then its keys are there
    return look


def state(client, ref, claim):
    return next(item["state"] for item in report_of(client, ref)["claims"] if item["ref"] == claim)


def test_by_the_keyboard_alone_a_report_is_pasted_read_confirmed_rejected_and_edited(seen, desks, second):
    page = at_press(seen, desks).page
    keys = page.keyboard
    keys.press("g")
    keys.press("p")
    keys.press("a")
    page.wait_for_selector("#add-paste:focus")
    keys.insert_text(f"{FIRST}Pasted at the screen.\n")
    keys.press("Tab")
    keys.type("By keyboard")
    for words in ("A paper", "2022-05-13"):
        keys.press("Tab")
        keys.type(words)
    keys.press("Control+Enter")
    page.wait_for_selector(".press-text h2:has-text('By keyboard')")
    ref = page.inner_text(".press-text header .ref")
    one, two, three = (item["ref"] for item in report_of(second, ref)["claims"][:3])
    assert page.inner_text(".claims li.sel .ref") == one
    assert "spoke by phone" in page.inner_text(".report-words mark.sel >> nth=0")
    keys.press("c")
    page.wait_for_selector(f".claims li.sel .ref:has-text('{two}')")
    keys.press("r")
    page.wait_for_selector(f".claims li.sel .ref:has-text('{three}')")
    assert (state(second, ref, one), state(second, ref, two)) == ("confirmed", "rejected")
    keys.press("k")
    keys.press("k")
    page.wait_for_selector(f".claims li.sel .ref:has-text('{one}')")
    keys.press("e")
    page.wait_for_selector("#press-kind:focus")
    for _ in range(3):
        keys.press("Tab")
    page.wait_for_selector("#press-date:focus")
    keys.press("Control+a")
    keys.type("2022-05")
    keys.press("Control+Enter")
    comes(page, lambda: "May 2022" in page.inner_text(".claims li.sel"))
    found = next(item for item in report_of(second, ref)["claims"] if item["ref"] == one)
    assert (found["claim"]["date"], found["found_by"], found["state"]) == ("2022-05", "person", "confirmed")
    keys.press("e")
    page.wait_for_selector("#press-kind:focus")
    keys.press("Escape")
    page.wait_for_selector(".press-claims .decide")
    keys.press("t")
    page.wait_for_selector("h2:has-text('One timeline')")
    page.wait_for_selector(".times li:has-text('Lloyd Austin')")
    keys.press("?")
    page.wait_for_selector("dialog[open]:has-text('show or hide what nobody confirmed')")


def test_hostile_words_of_a_report_are_data_wherever_they_are_shown(seen, desks, second):
    name = f"<b onmouseover=window.hit=1>{BIDI}"
    ref = added(second, STORY, f"{name[:60]}.txt", outlet=f"{ATTACKS[0]} \u202e", grade="A1")
    report = report_of(second, ref)
    second.post("/press/decisions", json={"refs": [ref], "how": "confirm", "words": f"{ATTACKS[1]} \u202eremark"})
    gist = {
        "kind": "readout",
        "spans": ["0-12"],
        "gist": f"{ATTACKS[2]}\u202e",
        "attribution": [f"{ATTACKS[0]}\u202e"],
        "channel": "\u202ephone",
    }
    assert second.post(f"/press/{ref}/claim", json=gist).status_code == 200
    look = at_press(seen, desks, ref)
    page = look.page
    page.wait_for_selector(".report-words")
    assert "\u2039U+202E\u203a" in page.inner_text(".report-words")
    assert "hidden characters" in page.inner_text(".press-text .fault")
    shown = page.inner_text(".report-words")
    for attack in ATTACKS:
        assert attack in shown, "it is shown as it is written"
    for place in (f"press/{ref}", "press/timeline", "contacts", "contacts/facts"):
        page.goto(f"{look.url}/#/{place}")
        page.wait_for_selector("main h1", state="attached")
        page.wait_for_timeout(300)
        for _ in range(len(report["claims"]) + 1):
            page.wait_for_timeout(50)
            seen_words = page.inner_text("body")
            assert not [mark for mark in BIDI if ord(mark) > 0x200 and mark in seen_words], place
            page.keyboard.press("j")
        assert (
            page.evaluate(
                "document.querySelectorAll('main img:not(.chart), main iframe, main script, main svg[onload], main b[onmouseover]').length"
            )
            == 0
        )
        assert page.evaluate("window.hit") is None


def test_marked_words_are_taken_as_code_points_whatever_stands_before_them(seen, desks, second):
    text = f"\U0001f4de\U0001f4de {BIDI} Lloyd Austin spoke with Sergei Shoigu on Friday.\n"
    ref = added(second, text, "marked.txt")
    page = at_press(seen, desks, ref).page
    page.wait_for_selector(".report-words")
    select = """() => {
        const words = [...document.querySelectorAll('.report-words [data-at]')].find((item) => item.textContent.includes('Shoigu')).firstChild;
        const at = words.data.indexOf('Shoigu');
        document.getSelection().setBaseAndExtent(words, at, words, at + 6);
    }"""
    page.evaluate(select)
    page.wait_for_timeout(100)
    page.keyboard.press("n")
    start = text.index("Shoigu")
    comes(page, lambda: page.input_value("#press-spans") == f"{start}-{start + 6}")
    page.select_option("#press-kind", "statement")
    page.select_option("#press-status", "")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".decide")
    hand = next(item for item in report_of(second, ref)["claims"] if item["found_by"] == "person")
    assert (hand["quotes"], hand["state"]) == (["Shoigu"], "confirmed")


def test_a_file_is_dropped_or_chosen_and_one_that_is_too_long_never_leaves_the_page(seen, desks, second):
    look = at_press(seen, desks, "add")
    page, sent = look.page, []
    page.on(
        "request",
        lambda request: (
            sent.append(request.method) if request.method == "POST" and request.url.endswith("/press") else None
        ),
    )
    page.wait_for_selector("#add-file")
    page.set_input_files(
        "#add-file", {"name": "big.txt", "mimeType": "text/plain", "buffer": b"x" * (5 * 1024 * 1024 + 1)}
    )
    page.wait_for_selector("[role=alert]:has-text('has 5242881 bytes')")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("[role=alert]:has-text('no report yet')")
    assert sent == []
    page.set_input_files("#add-file", {"name": "binary.txt", "mimeType": "text/plain", "buffer": b"\x00\x01\x02"})
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("[role=alert]:has-text('binary file')")
    assert (len(sent), page.title()[:5]) == (1, "Press")
    data = base64.b64encode(f"{FIRST}Dropped on the screen.\n".encode()).decode()
    drop = f"""() => {{
        const bytes = Uint8Array.from(atob('{data}'), (letter) => letter.charCodeAt(0));
        const given = new DataTransfer();
        given.items.add(new File([bytes], 'dropped.txt', {{ type: 'text/plain' }}));
        document.querySelector('.drop').dispatchEvent(new DragEvent('drop', {{ dataTransfer: given, bubbles: true, cancelable: true }}));
    }}"""
    page.evaluate(drop)
    page.wait_for_selector(".drop:has-text('dropped.txt')")
    page.click("label:has-text('are thrown away')")
    page.click("button:has-text('Add')")
    page.wait_for_selector(".press-text h2:has-text('dropped')")
    assert "Facts only" in page.inner_text(".press-text")


def test_who_may_not_note_sees_no_key_for_it_and_a_refusal_is_said_in_words(seen, desks, second):
    ref = added(second, f"{FIRST}For an observer.\n", "seen.txt")
    page = at_press(seen, desks, ref, "observer").page
    page.wait_for_selector(".claims li.sel")
    assert not page.query_selector("button:has-text('Confirm')")
    page.keyboard.press("c")
    page.wait_for_timeout(300)
    assert {item["state"] for item in report_of(second, ref)["claims"]} == {"suggested"}
    newest = max(
        (desks.stage.nodes["XAA"].folder / "annex" / "texts").iterdir(), key=lambda path: path.stat().st_mtime_ns
    )
    newest.write_text(newest.read_text().replace("Austin", "Oustin"))
    page = at_press(seen, desks, ref).page
    page.wait_for_selector(".decide")
    page.keyboard.press("c")
    assert "it was changed" in page.wait_for_selector(".press-side [role=alert]").inner_text()


def test_another_desk_sees_what_was_decided(seen, desks, second):
    ref = added(second, f"{FIRST}For two desks.\n", "two.txt")
    page = at_press(seen, desks, ref, "watch").page
    page.wait_for_selector(".claims li.suggested")
    second.post("/press/decisions", json={"refs": [ref], "how": "confirm"})
    page.wait_for_selector(".claims li.suggested", state="detached")
    assert page.query_selector(".claims li.confirmed")


def test_the_fact_sheet_is_ticked_by_an_officer_and_stands_ready_for_print(seen, desks, second):
    ref = added(second, f"{FIRST}For the fact sheet.\n", "sheet.txt")
    second.post("/press/decisions", json={"refs": [ref], "how": "confirm"})
    page = signed_in(seen, desks, "second").page
    for key in ("g", "s"):
        page.keyboard.press(key)
    page.wait_for_selector("main.page-con .matrix")
    page.keyboard.press("f")
    page.wait_for_selector(".facts-pane li input")
    sentence = page.inner_text(".facts-pane li label >> nth=0")
    page.focus(".facts-pane li input >> nth=0")
    page.keyboard.press(" ")
    page.fill("#facts-to", "a newspaper")
    page.keyboard.press("Enter")
    page.wait_for_selector("pre.sheet")
    assert sentence.strip() in page.inner_text("pre.sheet").replace("\n", " ")
    page.emulate_media(media="print")
    assert page.is_visible("pre.sheet")
    assert not page.is_visible(".facts-pane")
    assert not page.is_visible("header.bar")


@pytest.mark.parametrize(("palette", "language"), LOOKS)
def test_the_press_is_without_a_finding_and_within_its_width(seen, desks, second, palette, language):
    ref = second.post("/press", json=given(f"{FIRST}{BIDI}\nFor every look.\n", "looks.txt", grade="B2")).json()
    ref = (ref["added"] or ref["already"])[0]["ref"]
    claims = report_of(second, ref)["claims"]
    if claims[0]["state"] == "suggested":
        second.post("/press/decisions", json={"refs": [claims[0]["ref"]], "how": "confirm"})
        second.post("/press/decisions", json={"refs": [claims[1]["ref"]], "how": "reject"})
    look = signed_in(seen, desks, "second")
    page = look.page
    keep = f"localStorage.setItem('watchline.palette', '{palette}'); localStorage.setItem('watchline.language', '{language}')"
    page.evaluate(keep)
    page.reload()
    page.wait_for_selector("header.bar")
    for width in (1440, 390) if (palette, language) in NARROW else (1440,):
        page.set_viewport_size({"width": width, "height": 900})
        for name, ready, key in (
            (f"press/{ref}", ".claims li.sel", ""),
            (f"press/{ref}", ".decide", "e"),
            ("press/timeline", ".times li", ""),
            ("press/add", "#add-paste", ""),
            ("contacts/facts", ".facts-pane li", ""),
        ):
            page.goto(f"{look.url}/#/{name}")
            page.wait_for_selector(ready)
            if key:
                page.keyboard.press(key)
                page.wait_for_selector("#press-kind")
            assert findings(look) == [], (name, width)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
            page.keyboard.press("Escape")
