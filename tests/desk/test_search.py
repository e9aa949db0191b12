"""The search at the desk: the operation with its bounds, and the keyboard alone in Chromium; another party's text is data."""

import pytest

from tests.desk.conftest import PATIENCE_S
from tests.desk.test_screens import comes, findings, signed_in

HOSTILE = '<img src=x onerror="window.hit=1"><script>window.hit=1</script> \u202eÜberflug\u2066 {{7*7}} quagmire'


@pytest.fixture(scope="module")
def hostile(desks):
    with desks.client("watch", "XBB") as other:
        said = other.post("/messages", json={"text": HOSTILE}).json()
    with desks.client() as client:
        desks.until(lambda: client.get(f"/messages/{said['ref']}").status_code == 200)
    return said["ref"]


def test_the_operation_finds_words_and_references_for_whoever_may_look(desks, hostile):
    with desks.client("observer") as client:
        for text in ("QUAGMIRE uberflug", "überflug", hostile, hostile[:-1]):
            found = client.get("/search", params={"text": text, "limit": 100}).json()
            assert hostile in [item["ref"] for item in found["found"]], text
        first = client.get("/search", params={"text": "quagmire"}).json()["found"][0]
        assert (first["page"], first["by"], first["match"]) == ("messages", "text", "quagmire")
        pages = {
            item["page"]
            for text in ("risk", "area", "the")
            for item in client.get("/search", params={"text": text, "limit": 100}).json()["found"]
        }
        assert {"messages", "calls"} <= pages


@pytest.mark.parametrize(
    "asked", [{}, {"text": ""}, {"text": "x" * 201}, {"text": "x", "limit": 0}, {"text": "x", "limit": 101}]
)
def test_what_is_out_of_bounds_is_refused(watch, asked):
    assert watch.get("/search", params=asked).status_code == 400


@pytest.mark.parametrize("text", [" ", "\u202e\u200b", "a " * 13, "\x00"])
def test_nothing_to_look_for_is_no_fault_of_the_desk(watch, text):
    answer = watch.get("/search", params={"text": text})
    assert 400 <= answer.status_code < 500
    assert "Type one to 12 words" in answer.json()["error"]["what"]


def test_who_did_not_sign_in_finds_nothing(desks):
    import httpx

    assert httpx.get(f"{desks.url()}/api/v1/search", timeout=PATIENCE_S, params={"text": "the"}).status_code == 401


def opened(page):
    page.keyboard.press("/")
    page.wait_for_selector("dialog.search[open]")


def test_by_the_keyboard_alone_from_any_screen_to_what_was_found(seen, desks, hostile):
    look = signed_in(seen, desks)
    page = look.page
    opened(page)
    page.keyboard.type("QUAGMIRE")
    page.wait_for_selector(f"dialog.search [role=option]:has-text('{hostile}')")
    shown = page.inner_text("dialog.search [role=option] .say")
    assert "\u2039U+202E\u203a" in shown
    assert "\u202e" not in shown
    assert "<script>" in shown
    assert not page.evaluate("window.hit")
    assert page.get_attribute("#search-text", "aria-activedescendant") == "search-0"
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog.search", state="detached")
    comes(page, lambda: page.evaluate("location.hash") == f"#/messages/{hostile}")
    page.goto(f"{look.url}/#/line")
    opened(page)
    page.keyboard.type("quagmire")
    page.keyboard.press("Enter")  # before anything can have been found: it is not lost
    page.wait_for_selector("dialog.search", state="detached")
    comes(page, lambda: page.evaluate("location.hash") == f"#/messages/{hostile}")
    opened(page)
    page.keyboard.type("the")
    page.wait_for_selector("dialog.search [role=status]:has-text(' found')")
    page.wait_for_selector("dialog.search [role=option] >> nth=3")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    comes(page, lambda: page.get_attribute("#search-1", "aria-selected") == "true")
    assert page.evaluate("document.activeElement.id") == "search-text"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    comes(page, lambda: page.inner_text("dialog.search [aria-selected=true]") == "Look further back")
    many = page.locator("dialog.search [role=option]").count()
    page.keyboard.press("Enter")
    comes(page, lambda: page.locator("dialog.search [role=option]").count() > many)
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog.search", state="detached")
    page.keyboard.press("?")
    page.wait_for_selector("dialog[open]")
    assert "search messages, calls, notices and the record" in page.inner_text("dialog")


def test_a_slash_in_a_field_is_a_slash_and_nothing_found_is_said(seen, desks):
    page = signed_in(seen, desks).page
    opened(page)
    page.keyboard.type("zzzz/zz")
    assert page.input_value("#search-text") == "zzzz/zz"
    page.wait_for_selector("dialog.search [role=status]:has-text('0 found')")
    page.keyboard.press("Enter")
    assert page.query_selector("dialog.search[open]")


@pytest.mark.parametrize(("palette", "tongue"), [("day", "en"), ("dusk", "ar-XB"), ("night", "en-XA")])
def test_axe_finds_nothing_on_the_search(seen, desks, hostile, palette, tongue):
    look = signed_in(seen, desks)
    page = look.page
    page.evaluate(
        f"localStorage.setItem('watchline.palette', '{palette}'); localStorage.setItem('watchline.language', '{tongue}')"
    )
    page.reload()
    page.wait_for_selector("header.bar")
    opened(page)
    assert not findings(look)
    page.keyboard.type("the")
    page.wait_for_selector("dialog.search [role=option]")
    assert not findings(look)
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate(
        "document.querySelector('dialog.search').scrollWidth <= document.querySelector('dialog.search').clientWidth"
    )
